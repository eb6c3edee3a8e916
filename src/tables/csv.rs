//! CSV, written so that any program reads it and no spreadsheet runs it, and read back to the same cells.

use super::sink::{Sink, SinkOptions, failed};
use super::{Cell, Column, Kind, Schema, Table};
use crate::error::{Error, Result};
use crate::key::About;
use csv::{ReaderBuilder, StringRecord, Terminator, Writer, WriterBuilder};
use std::borrow::Cow;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

const BUFFER_BYTES: usize = 1 << 16;
const GUARD: char = '\'';
const REPAIR: &str = "restore the file, or make the result again";

/// Writes CSV.
#[derive(Debug)]
pub(super) struct CsvSink;

impl Sink for CsvSink {
    fn about(&self) -> About {
        About {
            name: "csv",
            line: "comma-separated values, which any program reads",
            unit: "UTF-8, LF, quoted where needed, empty for missing, at most six significant digits",
            limits: "a text that a spreadsheet would run as a formula gets a leading ' (--raw-text leaves it)",
            source: "RFC 4180",
        }
    }

    fn extension(&self) -> &'static str {
        "csv"
    }

    fn write(&self, table: &Table, options: &SinkOptions, file: &mut dyn Write) -> Result<()> {
        write_table(table, *options, file).map_err(|error| failed(self, table, error.into()))
    }
}

fn write_table(table: &Table, options: SinkOptions, file: &mut dyn Write) -> csv::Result<()> {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::Any(b'\n'))
        .buffer_capacity(BUFFER_BYTES)
        .from_writer(file);
    writer.write_record(table.schema().columns.iter().map(|column| column.name))?;
    let mut scratch = Vec::new();
    for row in table.rows() {
        for cell in row {
            write_cell(&mut writer, cell, options, &mut scratch)?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    Ok(writer.flush()?)
}

/// Writes one cell; `scratch` spares a number and a guarded text an allocation each.
fn write_cell<W: Write>(
    writer: &mut Writer<W>,
    cell: &Cell,
    options: SinkOptions,
    scratch: &mut Vec<u8>,
) -> csv::Result<()> {
    scratch.clear();
    match cell {
        Cell::Text(text) if options.raw_text || !needs_guard(text) => {
            return writer.write_field(text.as_bytes());
        }
        Cell::Text(text) => write!(scratch, "{GUARD}{text}")?,
        Cell::Integer(value) => write!(scratch, "{value}")?,
        // Rust prints a double as the shortest decimal that reads back as it, and never with an exponent.
        Cell::Number(value) if value.is_finite() => write!(scratch, "{value}")?,
        Cell::Boolean(value) => write!(scratch, "{value}")?,
        Cell::Number(_) | Cell::Empty => {}
    }
    writer.write_field(&scratch)
}

/// A text as it stands in a cell: with the guard where a spreadsheet would run it, unless `raw_text` leaves it.
#[must_use]
pub fn guarded(text: &str, raw_text: bool) -> Cow<'_, str> {
    if raw_text || !needs_guard(text) { Cow::Borrowed(text) } else { Cow::Owned(format!("{GUARD}{text}")) }
}

/// The text of a cell, without the guard that [`guarded`] puts before it.
#[must_use]
pub fn unguarded(cell: &str, raw_text: bool) -> &str {
    let is_guarded = !raw_text && cell.starts_with(GUARD) && needs_guard(cell);
    if is_guarded { &cell[GUARD.len_utf8()..] } else { cell }
}

/// Whether a text gets the guard: it starts with a sign that makes a spreadsheet run it, or with such a sign behind
/// guards of its own. Without the second half, reading could not tell a guard from an apostrophe of the text.
fn needs_guard(text: &str) -> bool {
    text.trim_start_matches(GUARD).starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Reads a table that was written with the guard.
///
/// # Errors
/// As [`read_with`].
pub fn read(schema: &'static Schema, path: &Path) -> Result<Table> {
    read_with(schema, path, SinkOptions::default())
}

/// Reads a table that was written with these options. Columns may stand in any order, and those that the schema does
/// not know are passed over.
///
/// # Errors
/// [`Error::Read`] when the file cannot be read; [`Error::Content`] when it lacks a column, is no CSV, or holds a
/// cell that is not of its column's kind.
pub fn read_with(schema: &'static Schema, path: &Path, options: SinkOptions) -> Result<Table> {
    let file = File::open(path).map_err(|source| Error::reading(path, source))?;
    let mut reader = ReaderBuilder::new().buffer_capacity(BUFFER_BYTES).from_reader(file);
    let columns = find_columns(schema, reader.headers().map_err(|error| broken(path, error))?, path)?;
    let mut table = Table::new(schema);
    let mut last: Vec<Cell> = vec![Cell::Empty; columns.len()];
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).map_err(|error| broken(path, error))? {
        for (&(column, at), last) in columns.iter().zip(&mut last) {
            let text = record.get(at).unwrap_or("");
            let Some(cell) = read_cell(text, column.kind, options, last) else {
                let line = record.position().map_or(0, csv::Position::line);
                return Err(Error::content(path, misfit(column, text, line)));
            };
            *last = cell;
        }
        table.push(last.iter().cloned());
    }
    Ok(table)
}

/// The columns of the schema, each with its place in the file.
fn find_columns(
    schema: &'static Schema,
    header: &StringRecord,
    path: &Path,
) -> Result<Vec<(&'static Column, usize)>> {
    let place = |column: &'static Column| {
        header.iter().position(|name| name == column.name).map(|at| (column, at)).ok_or_else(|| {
            let problem = format!(
                "has no column {}; it was changed, or written by another version of parallax: {REPAIR}",
                column.name
            );
            Error::content(path, problem)
        })
    };
    schema.columns.iter().map(place).collect()
}

/// Reads one cell; `None` when it is not of its kind. Neighbours in a column are often equal (an outlet, an event), and
/// then share one text.
fn read_cell(text: &str, kind: Kind, options: SinkOptions, last: &Cell) -> Option<Cell> {
    if text.is_empty() {
        return Some(Cell::Empty);
    }
    match kind {
        Kind::Text | Kind::Date => {
            let text = unguarded(text, options.raw_text);
            Some(if last.as_text() == text { last.clone() } else { Cell::Text(Arc::from(text)) })
        }
        Kind::Integer => text.parse().ok().map(Cell::Integer),
        Kind::Number => text.parse().ok().filter(|value: &f64| value.is_finite()).map(Cell::number),
        Kind::Boolean => text.parse().ok().map(Cell::Boolean),
    }
}

fn misfit(column: &Column, text: &str, line: u64) -> String {
    let wanted = match column.kind {
        Kind::Text | Kind::Date => "a text",
        Kind::Integer => "a whole number",
        Kind::Number => "a number with a decimal point",
        Kind::Boolean => "true or false",
    };
    let found: String = text.chars().take(40).collect();
    format!("line {line}, column {}: expected {wanted} or nothing, found {found:?}; {REPAIR}", column.name)
}

fn broken(path: &Path, error: csv::Error) -> Error {
    let problem = format!("{error}; {REPAIR}");
    match error.into_kind() {
        csv::ErrorKind::Io(source) => Error::reading(path, source),
        _ => Error::content(path, problem),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::sink::write_file;

    const SCHEMA: Schema = Schema {
        name: "made",
        row: "a thing",
        key: &["name"],
        columns: &[
            Column::text("name", "its name"),
            Column::new("n", Kind::Integer, "", "how many", "unknown"),
            Column::new("score", Kind::Number, "", "its score", "unknown"),
            Column::new("is_new", Kind::Boolean, "", "whether it is new", "unknown"),
        ],
        foreign_keys: &[],
    };

    fn row(name: &str, n: i64, score: f64) -> [Cell; 4] {
        [Cell::text(name), Cell::Integer(n), Cell::number(score), Cell::Boolean(n > 0)]
    }

    fn written(table: &Table, raw_text: bool) -> String {
        let mut bytes = Vec::new();
        CsvSink.write(table, &SinkOptions { raw_text }, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    fn read_text(content: &str) -> Result<Table> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("made.csv");
        std::fs::write(&path, content).unwrap();
        read(&SCHEMA, &path)
    }

    #[test]
    fn the_bytes_are_those_of_the_contract() {
        let mut table = Table::new(&SCHEMA);
        table.push(row("a, \"b\"\nc", -7, 1.0e-7));
        table.push(row("Süd", i64::MAX, 1.25e21));
        table.push([Cell::Empty, Cell::Empty, Cell::number(f64::NAN), Cell::Empty]);
        table.push([Cell::text("\0"), Cell::Empty, Cell::Number(f64::INFINITY), Cell::Boolean(true)]);
        let expected = "name,n,score,is_new\n\"a, \"\"b\"\"\nc\",-7,0.0000001,false\n\
                        Süd,9223372036854775807,1250000000000000000000,true\n,,,\n\0,,,true\n";
        assert_eq!(written(&table, false), expected);
        assert_eq!(written(&Table::new(&SCHEMA), false), "name,n,score,is_new\n");
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_guarded_and_read_back_exactly() {
        let texts = [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-x", "'-x"),
            ("@a", "'@a"),
            ("\tx", "'\tx"),
            ("\rx", "\"'\rx\""),
            ("'=1", "''=1"),
            ("''=1", "'''=1"),
            ("'tis", "'tis"),
            ("'", "'"),
            ("a=1", "a=1"),
        ];
        for (text, field) in texts {
            let mut table = Table::new(&SCHEMA);
            table.push(row(text, 1, 0.5));
            let content = written(&table, false);
            assert_eq!(content, format!("name,n,score,is_new\n{field},1,0.5,true\n"));
            assert_eq!(read_text(&content).unwrap().rows().next().unwrap(), row(text, 1, 0.5), "{text:?}");
            let raw = field.replacen(&format!("'{text}"), text, usize::from(needs_guard(text)));
            assert_eq!(written(&table, true), format!("name,n,score,is_new\n{raw},1,0.5,true\n"));
        }
    }

    #[test]
    fn columns_may_stand_in_another_order_beside_unknown_ones() {
        let table = read_text("extra,score,is_new,n,name\nx,0.5,true,3,a\n,,,,b\n").unwrap();
        let rows: Vec<&[Cell]> = table.rows().collect();
        assert_eq!(rows[0], row("a", 3, 0.5));
        assert_eq!(rows[1], [Cell::text("b"), Cell::Empty, Cell::Empty, Cell::Empty]);
    }

    #[test]
    fn equal_neighbours_share_their_text() {
        let table = read_text("name,n,score,is_new\na,,,\na,,,\n").unwrap();
        let texts: Vec<&Cell> = table.rows().map(|row| &row[0]).collect();
        assert!(matches!(texts[..], [Cell::Text(a), Cell::Text(b)] if Arc::ptr_eq(a, b)));
    }

    #[test]
    fn a_damaged_file_is_an_error_that_says_where() {
        for (content, told) in [
            ("", "has no column name; it was changed"),
            ("name,n,score\n", "has no column is_new"),
            (
                "name,n,score,is_new\na,x,,\n",
                "line 2, column n: expected a whole number or nothing, found \"x\"; restore",
            ),
            ("name,n,score,is_new\na,1,\"0,5\",\n", "column score: expected a number with a decimal point"),
            ("name,n,score,is_new\na,1,NaN,\n", "column score"),
            ("name,n,score,is_new\na,1,1,maybe\n", "column is_new: expected true or false"),
            ("name,n,score,is_new\na,1\n", "record 1 (line: 2"),
        ] {
            let problem = read_text(content).unwrap_err().to_string();
            assert!(problem.contains(told) && problem.contains("made.csv"), "{content:?}: {problem}");
        }
        let problem = read(&SCHEMA, Path::new("/nowhere/made.csv")).unwrap_err().to_string();
        assert!(problem.starts_with("cannot read /nowhere/made.csv"), "{problem}");
    }

    #[test]
    fn a_file_written_raw_is_read_raw() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("made.csv");
        let options = SinkOptions { raw_text: true };
        let mut table = Table::new(&SCHEMA);
        table.push(row("'=1", 1, 0.5));
        write_file(&CsvSink, &table, &options, &path).unwrap();
        assert_eq!(read_with(&SCHEMA, &path, options).unwrap().rows().next().unwrap(), row("'=1", 1, 0.5));
    }
}
