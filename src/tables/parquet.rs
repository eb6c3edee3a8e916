//! Parquet, with the cells of the CSV: for those who read tables with polars, pandas or arrow.

use super::sink::{Sink, SinkOptions, failed};
use super::{Cell, Column, Kind, Table};
use crate::error::Result;
use crate::key::About;
use polars::prelude::{
    Column as Series, DataFrame, DataType, Field, NamedFrom, ParquetCompression, ParquetWriter, PlSmallStr,
    Schema, Series as Values,
};
use std::io::{Error, ErrorKind, Write};

/// The rows of a row group. A group is held in memory a second time while it is written, a table never.
const GROUP_ROWS: usize = 1 << 17;

/// Writes Parquet.
#[derive(Debug)]
pub(super) struct ParquetSink;

impl Sink for ParquetSink {
    fn about(&self) -> About {
        About {
            name: "parquet",
            line: "Apache Parquet, for polars, pandas, arrow and DuckDB",
            unit: "strings, 64-bit integers and doubles, booleans; null for missing; compressed with zstd",
            limits: "numbers are those of the CSV, of six significant digits; dates are ISO 8601 strings; text has no guard",
            source: "Apache Parquet format",
        }
    }

    fn extension(&self) -> &'static str {
        "parquet"
    }

    fn write(&self, table: &Table, _options: &SinkOptions, file: &mut dyn Write) -> Result<()> {
        write_table(table, file).map_err(|error| failed(self, table, error))
    }
}

fn write_table(table: &Table, file: &mut dyn Write) -> std::io::Result<()> {
    let columns = table.schema().columns;
    let schema: Schema = columns
        .iter()
        .map(|column| Field::new(PlSmallStr::from_static(column.name), data_type(column.kind)))
        .collect();
    // One column after the other: the tables of a result are written while other threads have work of their own.
    let writer =
        ParquetWriter::new(file).with_compression(ParquetCompression::Zstd(None)).set_parallel(false);
    let mut writer = writer.batched(&schema)?;
    let mut rows = table.rows();
    loop {
        let group: Vec<&[Cell]> = rows.by_ref().take(GROUP_ROWS).collect();
        if group.is_empty() {
            break;
        }
        let series = columns
            .iter()
            .enumerate()
            .map(|(at, column)| series(column, &group, at))
            .collect::<std::io::Result<_>>()?;
        writer.write_batch(&DataFrame::new(group.len(), series)?)?;
    }
    writer.finish()?;
    Ok(())
}

fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Text | Kind::Date => DataType::String,
        Kind::Integer => DataType::Int64,
        Kind::Number => DataType::Float64,
        Kind::Boolean => DataType::Boolean,
    }
}

/// The cells of one column. Other than CSV, a column has one type: a cell of another would be lost, so it is an error.
fn series(column: &Column, rows: &[&[Cell]], at: usize) -> std::io::Result<Series> {
    let name = PlSmallStr::from_static(column.name);
    let cells = rows.iter().map(|row| &row[at]);
    let misfit = |cell: &Cell| {
        Error::new(
            ErrorKind::InvalidData,
            format!("column {} of {:?} holds {cell:?}", column.name, column.kind),
        )
    };
    macro_rules! values {
        ($($cell:pat => $value:expr),+) => {
            cells
                .map(|cell| match cell {
                    Cell::Empty => Ok(None),
                    $($cell => Ok(Some($value)),)+
                    cell => Err(misfit(cell)),
                })
                .collect::<std::io::Result<Vec<_>>>()?
        };
    }
    let values = match column.kind {
        Kind::Text | Kind::Date => Values::new(name, values!(Cell::Text(text) => &**text)),
        Kind::Integer => Values::new(name, values!(Cell::Integer(value) => *value)),
        #[expect(clippy::cast_precision_loss, reason = "counts of a corpus stay far below 2^53")]
        Kind::Number => {
            Values::new(name, values!(Cell::Number(value) => *value, Cell::Integer(value) => *value as f64))
        }
        Kind::Boolean => Values::new(name, values!(Cell::Boolean(value) => *value)),
    };
    Ok(values.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Schema as Shape;
    use polars::prelude::{ParquetReader, SerReader};
    use std::io::Cursor;

    const SCHEMA: Shape = Shape {
        name: "made",
        row: "a thing",
        key: &["name"],
        columns: &[
            Column::text("name", "its name"),
            Column::new("day", Kind::Date, "", "its day", "unknown"),
            Column::new("n", Kind::Integer, "", "how many", "unknown"),
            Column::new("score", Kind::Number, "", "its score", "unknown"),
            Column::new("is_new", Kind::Boolean, "", "whether it is new", "unknown"),
        ],
        foreign_keys: &[],
    };

    fn written(table: &Table) -> Vec<u8> {
        let mut bytes = Vec::new();
        ParquetSink.write(table, &SinkOptions::default(), &mut bytes).unwrap();
        bytes
    }

    fn read(bytes: Vec<u8>) -> DataFrame {
        ParquetReader::new(Cursor::new(bytes)).finish().unwrap()
    }

    fn long_table(n: usize) -> Table {
        let mut table = Table::new(&SCHEMA);
        for at in 0..n {
            let score = Cell::Number(f64::from(u32::try_from(at).unwrap()) / 7.0);
            table.push([
                Cell::text(&format!("=name {at}")),
                Cell::Empty,
                Cell::count(at),
                score,
                Cell::Boolean(at % 2 == 0),
            ]);
        }
        table
    }

    #[test]
    fn cells_keep_their_kinds_and_missing_is_null() {
        let mut table = Table::new(&SCHEMA);
        let day = || Cell::text("2026-03-01");
        table.push([Cell::text("=a"), day(), Cell::Integer(-3), Cell::number(0.5), Cell::Boolean(true)]);
        table.push([Cell::text("b"), Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty]);
        table.push([Cell::text("c"), day(), Cell::Integer(i64::MAX), Cell::Integer(2), Cell::Boolean(false)]);
        let frame = read(written(&table));
        assert_eq!(frame.shape(), (3, 5));
        let names: Vec<Option<&str>> = frame.column("name").unwrap().str().unwrap().iter().collect();
        assert_eq!(names, [Some("=a"), Some("b"), Some("c")]);
        let counts: Vec<Option<i64>> = frame.column("n").unwrap().i64().unwrap().iter().collect();
        assert_eq!(counts, [Some(-3), None, Some(i64::MAX)]);
        let scores: Vec<Option<f64>> = frame.column("score").unwrap().f64().unwrap().iter().collect();
        assert_eq!(scores, [Some(0.5), None, Some(2.0)]);
        let flags: Vec<Option<bool>> = frame.column("is_new").unwrap().bool().unwrap().iter().collect();
        assert_eq!(flags, [Some(true), None, Some(false)]);
    }

    #[test]
    fn an_empty_table_keeps_its_columns() {
        let frame = read(written(&Table::new(&SCHEMA)));
        assert_eq!(frame.shape(), (0, 5));
        assert_eq!(frame.dtypes()[3], DataType::Float64);
    }

    #[test]
    fn many_rows_make_several_groups_and_the_same_bytes() {
        let n = 2 * GROUP_ROWS + 1;
        let bytes = written(&long_table(n));
        assert!(bytes == written(&long_table(n)));
        let frame = read(bytes);
        assert_eq!(frame.height(), n);
        assert_eq!(frame.column("n").unwrap().i64().unwrap().get(n - 1), i64::try_from(n - 1).ok());
    }

    #[test]
    fn a_cell_of_another_kind_is_an_error() {
        let mut table = Table::new(&SCHEMA);
        table.push([Cell::text("a"), Cell::Empty, Cell::number(0.5), Cell::Empty, Cell::Empty]);
        let error = ParquetSink.write(&table, &SinkOptions::default(), &mut Vec::new()).unwrap_err();
        assert_eq!(error.to_string(), "cannot write made.parquet: column n of Integer holds Number(0.5)");
    }
}
