//! Tables as CSV: UTF-8, LF, RFC 4180 quoting, missing cells empty; and back.
//!
//! A text cell that a spreadsheet would run as a formula gets a `'` in front. So does one that starts with a `'` before
//! such a sign, so that reading takes off exactly what writing put on.

use super::sink::{Sink, SinkOptions};
use super::{Cell, Kind, Schema, Table};
use crate::error::{Error, Result};
use crate::key::About;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// CSV files.
#[derive(Debug)]
pub(super) struct CsvSink;

impl Sink for CsvSink {
    fn about(&self) -> About {
        About {
            name: "csv",
            line: "comma-separated values, for every spreadsheet and statistics program",
            unit: "UTF-8, LF, empty for missing",
            limits: "numbers have at most six significant digits",
            source: "RFC 4180",
        }
    }

    fn write(&self, table: &Table, path: &Path, options: SinkOptions) -> Result<()> {
        let file = File::create(path).map_err(|source| Error::writing(path, source))?;
        write(table, BufWriter::new(file), options).map_err(|source| Error::writing(path, source))
    }
}

/// Whether a spreadsheet would run a text as a formula, quote marks in front left aside.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Writes a table with its header.
fn write(table: &Table, out: impl Write, options: SinkOptions) -> std::io::Result<()> {
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::Any(b'\n')).from_writer(out);
    writer.write_record(table.schema().columns.iter().map(|column| column.name))?;
    let mut field = Vec::new();
    for row in table.rows() {
        for cell in row {
            field.clear();
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => {
                    if !options.raw_text && is_formula(text) {
                        field.push(b'\'');
                    }
                    field.extend_from_slice(text.as_bytes());
                }
                Cell::Integer(value) => write!(field, "{value}")?,
                Cell::Number(value) => write!(field, "{value}")?,
                Cell::Boolean(value) => write!(field, "{value}")?,
            }
            writer.write_field(&field)?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}

/// Reads a table that was written with this schema. Columns that the schema does not name are passed over.
///
/// # Errors
/// When the file cannot be read, lacks a column, or has a cell that is not of its column's kind; the message names the
/// line.
pub fn read(schema: &'static Schema, path: &Path) -> Result<Table> {
    let wrong = |problem: String| Error::content(path, problem);
    let mut reader = ::csv::Reader::from_path(path).map_err(|error| wrong(error.to_string()))?;
    let headers = reader.headers().map_err(|error| wrong(error.to_string()))?.clone();
    let position = |name: &str| headers.iter().position(|header| header == name);
    let positions: Vec<usize> = schema
        .columns
        .iter()
        .map(|column| {
            position(column.name).ok_or_else(|| {
                wrong(format!("has no column {}; was it made by another version, or edited?", column.name))
            })
        })
        .collect::<Result<_>>()?;
    let mut table = Table::new(schema);
    let mut record = ::csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|error| wrong(error.to_string()))? {
        let line = record.position().map_or(0, ::csv::Position::line);
        let mut cells = Vec::with_capacity(positions.len());
        for (column, &at) in schema.columns.iter().zip(&positions) {
            let text = record.get(at).unwrap_or("");
            let cell = parse(column.kind, text)
                .ok_or_else(|| wrong(format!("line {line}: `{text}` is no {:?} ({})", column.kind, column.name)))?;
            cells.push(cell);
        }
        table.push(cells);
    }
    Ok(table)
}

fn parse(kind: Kind, text: &str) -> Option<Cell> {
    if text.is_empty() {
        return Some(Cell::Empty);
    }
    match kind {
        Kind::Text | Kind::Date => {
            Some(Cell::text(if is_formula(text) { text.strip_prefix('\'').unwrap_or(text) } else { text }))
        }
        Kind::Integer => text.parse().ok().map(Cell::Integer),
        Kind::Number => text.parse().ok().filter(|value: &f64| value.is_finite()).map(Cell::number),
        Kind::Boolean => text.parse().ok().map(Cell::Boolean),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Cell, Column, Kind, Schema, SinkOptions, Table};
    use super::{read, write};
    use proptest::prelude::*;

    const SCHEMA: Schema = Schema {
        name: "test",
        row: "a test",
        key: &["name"],
        columns: &[
            Column::text("name", "a name"),
            Column::new("value", Kind::Number, "", "a value", "often"),
            Column::count("n", "", "a count"),
            Column::new("is_so", Kind::Boolean, "", "a truth", "often"),
        ],
        foreign_keys: &[],
    };

    fn table(rows: &[(String, Option<f64>, i64)]) -> Table {
        let mut table = Table::new(&SCHEMA);
        for (name, value, n) in rows {
            table.push([Cell::text(name), Cell::optional(*value), Cell::Integer(*n), Cell::Boolean(*n > 0)]);
        }
        table
    }

    #[test]
    fn formulas_are_guarded_and_missing_cells_are_empty() {
        let mut out = Vec::new();
        let rows = [("=cmd|x".to_owned(), None, 1), ("a,\"b\"\nc".to_owned(), Some(-0.5), -2), ("'-x".to_owned(), None, 0)];
        write(&table(&rows), &mut out, SinkOptions::default()).unwrap();
        let expected = "name,value,n,is_so\n'=cmd|x,,1,true\n\"a,\"\"b\"\"\nc\",-0.5,-2,false\n''-x,,0,false\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_read_back_is_what_was_written(
            rows in proptest::collection::vec(("['=+@\\-\t\r\n\"a,é\u{202e}<]{0,6}", proptest::option::of(-1e12..1e12), any::<i64>()), 0..6)
        ) {
            let rows: Vec<(String, Option<f64>, i64)> = rows;
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("test.csv");
            let mut out = Vec::new();
            write(&table(&rows), &mut out, SinkOptions::default()).unwrap();
            std::fs::write(&path, out).unwrap();
            let back = read(&SCHEMA, &path).unwrap();
            prop_assert_eq!(back.rows().collect::<Vec<_>>(), table(&rows).rows().collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_table_without_a_column_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.csv");
        std::fs::write(&path, "name,n\na,1\n").unwrap();
        assert!(read(&SCHEMA, &path).unwrap_err().to_string().contains("no column value"));
        std::fs::write(&path, "name,value,n,is_so\na,x,1,\n").unwrap();
        assert!(read(&SCHEMA, &path).unwrap_err().to_string().contains("line 2"));
    }
}
