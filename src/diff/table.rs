//! One table of two results, row by row.

use super::cells::is_moved;
use super::shape::Shape;
use crate::error::{Error, Result};
use csv::{Reader, StringRecord};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// The rows of one table that moved most are kept, so many.
const KEPT: usize = 12;

/// A cell that is another now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moved {
    /// The row: `column=cell` of its key, joined.
    pub key: String,
    /// The column; empty where the whole row is in one result only.
    pub column: String,
    /// What stood there.
    pub before: String,
    /// What stands there.
    pub after: String,
    /// `after` less `before`, where both are numbers.
    pub change: Option<f64>,
    /// The change in units of the column's typical size (the root of its mean square), to tell large moves from small ones.
    pub size: f64,
}

/// How a table differs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableDiff {
    /// The figures that stand in both.
    pub n_figures: usize,
    /// Those that moved by more than rounding.
    pub n_moved: usize,
    /// Cells of text that are other ones.
    pub n_texts: usize,
    /// The rows in both.
    pub n_rows: usize,
    /// Rows of the first result only.
    pub n_only_before: usize,
    /// Rows of the second result only.
    pub n_only_after: usize,
    /// Columns of one result only.
    pub columns: Vec<String>,
    /// The figures that moved most, one a row, the largest first.
    pub most: Vec<Moved>,
}

impl TableDiff {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_same(&self) -> bool {
        let n = self.n_moved + self.n_texts + self.n_only_before + self.n_only_after;
        n == 0 && self.columns.is_empty()
    }
}

/// A table as it is read.
struct Rows {
    headers: Vec<String>,
    /// By the cells of the key and, where a key stands twice, its number.
    rows: BTreeMap<(Vec<String>, usize), StringRecord>,
}

fn read(path: &Path, key: &[String]) -> Result<Rows> {
    let broken =
        |error: csv::Error| Error::content(path, format!("{error}; restore it, or make the result again"));
    let file = File::open(path).map_err(|source| Error::reading(path, source))?;
    let mut reader = Reader::from_reader(BufReader::new(file));
    let headers: Vec<String> = reader.headers().map_err(broken)?.iter().map(str::to_owned).collect();
    let places: Vec<Option<usize>> =
        key.iter().map(|column| headers.iter().position(|name| name == column)).collect();
    let mut rows = BTreeMap::new();
    let mut n_of: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(broken)?;
        let cell = |at: &Option<usize>| at.and_then(|at| record.get(at)).unwrap_or("").to_owned();
        let key: Vec<String> = places.iter().map(cell).collect();
        let n = n_of.entry(key.clone()).or_default();
        rows.insert((key, *n), record);
        *n += 1;
    }
    Ok(Rows { headers, rows })
}

/// Compares a table of two results; `tell` is given every move, in the order of keys.
///
/// # Shape
/// `shape` is the one of the second result; the first may have other columns.
/// # Errors
/// When a file cannot be read or is no CSV, or what `tell` says.
pub fn compare(
    (before, after): (&Path, &Path),
    shape: &Shape,
    mut tell: impl FnMut(&Moved) -> Result<()>,
) -> Result<TableDiff> {
    let (before, after) =
        (read(&before.join(&shape.path), &shape.key)?, read(&after.join(&shape.path), &shape.key)?);
    let mut diff = TableDiff::default();
    let has = |rows: &Rows, name: &String| rows.headers.contains(name);
    let only = |a: &Rows, b: &Rows| a.headers.iter().filter(|it| !has(b, it)).cloned().collect::<Vec<_>>();
    diff.columns = [only(&before, &after), only(&after, &before)].concat();
    let columns = shared_columns(&before, &after, shape);
    let sizes = typical_sizes(&before, &after, &columns);
    for (key, row) in &before.rows {
        let name = || row_name(&shape.key, key);
        let Some(other) = after.rows.get(key) else {
            diff.n_only_before += 1;
            tell(&Moved { key: name(), before: "present".to_owned(), ..Moved::default() })?;
            continue;
        };
        diff.n_rows += 1;
        let mut largest: Option<Moved> = None;
        for (column, size) in columns.iter().zip(&sizes) {
            let cells = (row.get(column.before).unwrap_or(""), other.get(column.after).unwrap_or(""));
            diff.n_figures += usize::from(column.is_figure);
            let Some(moved) = moved_cell(column, cells, *size, name) else { continue };
            tell(&moved)?;
            if !column.is_number {
                diff.n_texts += 1;
            } else if column.is_figure {
                diff.n_moved += 1;
                if largest.as_ref().is_none_or(|it| moved.size > it.size) {
                    largest = Some(moved);
                }
            }
        }
        keep(&mut diff.most, largest);
    }
    for key in after.rows.keys().filter(|key| !before.rows.contains_key(key)) {
        diff.n_only_after += 1;
        let key = row_name(&shape.key, key);
        tell(&Moved { key, after: "present".to_owned(), ..Moved::default() })?;
    }
    Ok(diff)
}

/// A column of both results that is not of the key.
struct Shared {
    name: String,
    before: usize,
    after: usize,
    is_number: bool,
    is_figure: bool,
}

fn shared_columns(before: &Rows, after: &Rows, shape: &Shape) -> Vec<Shared> {
    let shared = |(at, name): (usize, &String)| {
        let is_number = shape.numbers.contains(name);
        Some(Shared {
            name: name.clone(),
            before: before.headers.iter().position(|it| it == name)?,
            after: at,
            is_number,
            is_figure: is_number && !shape.offsets.contains(name),
        })
    };
    let is_key = |name: &String| shape.key.contains(name);
    after.headers.iter().enumerate().filter(|(_, name)| !is_key(name)).filter_map(shared).collect()
}

/// The root of the mean square of each column's numbers in both results.
fn typical_sizes(before: &Rows, after: &Rows, columns: &[Shared]) -> Vec<f64> {
    let size = |column: &Shared| {
        let of = |rows: &Rows, at: usize| {
            let numbers = rows.rows.values().filter_map(|row| row.get(at)?.parse::<f64>().ok());
            numbers.fold((0.0, 0.0), |(sum, n), it| (sum + it * it, n + 1.0))
        };
        let ((a, n_a), (b, n_b)): ((f64, f64), (f64, f64)) =
            (of(before, column.before), of(after, column.after));
        ((a + b) / (n_a + n_b)).sqrt()
    };
    columns.iter().map(|column| if column.is_figure { size(column) } else { 0.0 }).collect()
}

fn moved_cell(
    column: &Shared,
    (before, after): (&str, &str),
    size: f64,
    name: impl Fn() -> String,
) -> Option<Moved> {
    let is_other = if column.is_number { is_moved(before, after) } else { before != after };
    is_other.then(|| {
        let numbers = before.parse::<f64>().ok().zip(after.parse::<f64>().ok());
        let change = numbers.filter(|_| column.is_number).map(|(before, after)| after - before);
        // A figure that comes or goes counts as one move of typical size.
        let size = change.map_or(1.0, |it| if size > 0.0 { it.abs() / size } else { 0.0 });
        let (before, after) = (before.to_owned(), after.to_owned());
        Moved { key: name(), column: column.name.clone(), before, after, change, size }
    })
}

fn row_name(columns: &[String], (cells, number): &(Vec<String>, usize)) -> String {
    let parts: Vec<String> =
        columns.iter().zip(cells).map(|(column, cell)| format!("{column}={cell}")).collect();
    let again = if *number > 0 { format!("; row {}", number + 1) } else { String::new() };
    format!("{}{again}", parts.join("; "))
}

/// Keeps the largest moves, in their order; of equal ones the first.
fn keep(most: &mut Vec<Moved>, moved: Option<Moved>) {
    let Some(moved) = moved else { return };
    let at = most.partition_point(|it| it.size >= moved.size);
    if at < KEPT {
        most.insert(at, moved);
        most.truncate(KEPT);
    }
}
