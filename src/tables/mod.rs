//! Tables: named columns with meaning, unit and missing rule, and cells rounded to the digits that are printed.

pub mod csv;
pub mod package;
pub mod parquet;
mod round;
pub mod sink;

pub use round::round_significant;
pub use sink::{SINKS, Sink, SinkOptions, write_file};

use std::collections::BTreeMap;
use std::sync::Arc;

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// A whole number.
    Integer,
    /// A number of at most six significant digits.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A day or a moment in ISO 8601.
    Date,
}

/// A column of a table: what the codebook and `datapackage.json` say of it.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The name in the header, in `snake_case`.
    pub name: &'static str,
    /// What its cells are.
    pub kind: Kind,
    /// The unit or range; empty for names.
    pub unit: &'static str,
    /// What it says, in one sentence.
    pub meaning: &'static str,
    /// When a cell is empty; `never` where it always holds a value.
    pub missing: &'static str,
}

impl Column {
    /// A column; the arguments are in the order of the codebook.
    #[must_use]
    pub const fn new(
        name: &'static str,
        kind: Kind,
        unit: &'static str,
        meaning: &'static str,
        missing: &'static str,
    ) -> Self {
        Self { name, kind, unit, meaning, missing }
    }

    /// A column of text that is never missing.
    #[must_use]
    pub const fn text(name: &'static str, meaning: &'static str) -> Self {
        Self::new(name, Kind::Text, "", meaning, "never")
    }

    /// A column of counts that is never missing.
    #[must_use]
    pub const fn count(name: &'static str, unit: &'static str, meaning: &'static str) -> Self {
        Self::new(name, Kind::Integer, unit, meaning, "never")
    }
}

/// A column that points into the key of another table.
#[derive(Clone, Copy, Debug)]
pub struct ForeignKey {
    /// The column of this table.
    pub column: &'static str,
    /// The other table's name.
    pub table: &'static str,
    /// The column there.
    pub target: &'static str,
}

/// The shape of a table.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    /// The name: `sentiment` is written as `sentiment.csv`.
    pub name: &'static str,
    /// What a row is.
    pub row: &'static str,
    /// The columns that identify a row and by which the rows are sorted.
    pub key: &'static [&'static str],
    /// The columns, in the order of the file.
    pub columns: &'static [Column],
    /// Where its columns point to; of several for one column the first counts whose table is written.
    pub foreign_keys: &'static [ForeignKey],
}

impl Schema {
    /// The position of a column.
    #[must_use]
    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|candidate| candidate.name == column)
    }
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Missing: written as nothing.
    Empty,
    /// Text.
    Text(Arc<str>),
    /// A whole number.
    Integer(i64),
    /// A finite number, rounded to six significant digits when it enters a table.
    Number(f64),
    /// A truth value.
    Boolean(bool),
}

impl Cell {
    /// Text; the empty string becomes [`Cell::Empty`].
    #[must_use]
    pub fn text(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(Arc::from(text)) }
    }

    /// A shared text; the empty string becomes [`Cell::Empty`].
    #[must_use]
    pub fn shared(text: &Arc<str>) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(Arc::clone(text)) }
    }

    /// A count.
    #[must_use]
    pub fn count(count: usize) -> Self {
        i64::try_from(count).map_or(Self::Empty, Self::Integer)
    }

    /// A count of any width.
    #[must_use]
    pub fn whole(count: u64) -> Self {
        i64::try_from(count).map_or(Self::Empty, Self::Integer)
    }

    /// A number; anything that is not finite becomes [`Cell::Empty`].
    #[must_use]
    pub fn number(value: f64) -> Self {
        if value.is_finite() { Self::Number(round_significant(value)) } else { Self::Empty }
    }

    /// A number that may be missing.
    #[must_use]
    pub fn optional(value: Option<f64>) -> Self {
        value.map_or(Self::Empty, Self::number)
    }

    /// The text, where the cell is one; empty otherwise.
    #[must_use]
    pub fn as_text(&self) -> &str {
        if let Self::Text(text) = self { text } else { "" }
    }

    /// The value as a number, where the cell holds one.
    #[must_use]
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(value) => Some(*value),
            #[expect(clippy::cast_precision_loss, reason = "counts of a corpus stay far below 2^53")]
            Self::Integer(value) => Some(*value as f64),
            _ => None,
        }
    }
}

/// A table: a schema and its rows. Numbers are rounded on entry, so a chart of the run and one that is drawn
/// again from the files are the same bytes.
#[derive(Clone, Debug)]
pub struct Table {
    schema: &'static Schema,
    cells: Vec<Cell>,
}

impl Table {
    /// An empty table of this shape.
    #[must_use]
    pub fn new(schema: &'static Schema) -> Self {
        Self { schema, cells: Vec::new() }
    }

    /// The shape.
    #[must_use]
    pub fn schema(&self) -> &'static Schema {
        self.schema
    }

    /// Adds one row. A row of another width than the schema's is a fault of the caller, found in debug builds; it
    /// is cut or filled with empty cells, so that the columns of the rows below stay in place.
    pub fn push(&mut self, row: impl IntoIterator<Item = Cell>) {
        let before = self.cells.len();
        let width = self.schema.columns.len();
        self.cells.extend(row);
        debug_assert_eq!(self.cells.len() - before, width, "a row of {} has another width", self.schema.name);
        self.cells.resize(before + width, Cell::Empty);
    }

    /// Appends the rows of another table of the same schema.
    pub fn append(&mut self, other: Self) {
        debug_assert_eq!(self.schema.name, other.schema.name, "rows of one table only");
        if self.cells.is_empty() {
            self.cells = other.cells;
        } else {
            self.cells.extend(other.cells);
        }
    }

    /// How many rows there are.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.cells.len() / self.schema.columns.len().max(1)
    }

    /// The rows, each as a slice of cells in the order of the schema.
    pub fn rows(&self) -> impl Iterator<Item = &[Cell]> {
        self.cells.chunks_exact(self.schema.columns.len().max(1))
    }

    /// The rows, to fill in a column that depends on all of them (q-values).
    pub fn rows_mut(&mut self) -> impl Iterator<Item = &mut [Cell]> {
        self.cells.chunks_exact_mut(self.schema.columns.len().max(1))
    }

    /// Keeps the rows that `keep` wants.
    pub fn retain(&mut self, keep: impl Fn(&[Cell]) -> bool) {
        let width = self.schema.columns.len().max(1);
        let mut kept = 0;
        for row in 0..self.n_rows() {
            if keep(&self.cells[row * width..(row + 1) * width]) {
                for column in 0..width {
                    self.cells.swap(kept * width + column, row * width + column);
                }
                kept += 1;
            }
        }
        self.cells.truncate(kept * width);
    }

    /// Sorts the rows by the key: text by bytes, numbers by value, empty first.
    pub fn sort_by_key(&mut self) {
        let width = self.schema.columns.len().max(1);
        let key: Vec<usize> = self.schema.key.iter().filter_map(|name| self.schema.position(name)).collect();
        let mut order: Vec<usize> = (0..self.n_rows()).collect();
        let row = |index: usize| &self.cells[index * width..(index + 1) * width];
        order.sort_by(|&a, &b| {
            key.iter()
                .map(|&column| compare_cells(&row(a)[column], &row(b)[column]))
                .find(|ordering| ordering.is_ne())
                .unwrap_or(a.cmp(&b))
        });
        if order.is_sorted() {
            return;
        }
        let mut cells = std::mem::take(&mut self.cells);
        self.cells.reserve(cells.len());
        for index in order {
            self.cells.extend(
                cells[index * width..(index + 1) * width]
                    .iter_mut()
                    .map(|cell| std::mem::replace(cell, Cell::Empty)),
            );
        }
    }
}

fn compare_cells(a: &Cell, b: &Cell) -> std::cmp::Ordering {
    fn rank(cell: &Cell) -> u8 {
        match cell {
            Cell::Empty => 0,
            Cell::Boolean(_) => 1,
            Cell::Integer(_) | Cell::Number(_) => 2,
            Cell::Text(_) => 3,
        }
    }
    match (a, b) {
        (Cell::Text(a), Cell::Text(b)) => a.as_bytes().cmp(b.as_bytes()),
        (Cell::Boolean(a), Cell::Boolean(b)) => a.cmp(b),
        (Cell::Integer(a), Cell::Integer(b)) => a.cmp(b),
        _ => rank(a)
            .cmp(&rank(b))
            .then_with(|| a.as_number().unwrap_or_default().total_cmp(&b.as_number().unwrap_or_default())),
    }
}

/// The tables of a result, by name.
#[derive(Clone, Debug, Default)]
pub struct TableSet {
    tables: BTreeMap<&'static str, Table>,
}

impl TableSet {
    /// Puts a table in, in place of one of the same name.
    pub fn insert(&mut self, table: Table) {
        self.tables.insert(table.schema.name, table);
    }

    /// The table of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Table> {
        self.tables.get(name)
    }

    /// All tables, by name, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Table> {
        self.tables.values_mut()
    }

    /// All tables, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Table> {
        self.tables.values()
    }
}
