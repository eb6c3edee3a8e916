//! Tables as Parquet, for those too large to be text.

use super::sink::{Sink, SinkOptions};
use super::{Cell, Kind, Table};
use crate::error::{Error, Result};
use crate::key::About;
use polars::prelude::{Column as Series, DataFrame, ParquetWriter};
use std::fs::File;
use std::path::Path;

/// Parquet files.
#[derive(Debug)]
pub(super) struct ParquetSink;

impl Sink for ParquetSink {
    fn about(&self) -> About {
        About {
            name: "parquet",
            line: "columns with types, for R, Python and databases",
            unit: "strings, 64-bit integers and doubles, booleans; missing is null",
            limits: "dates are strings in ISO 8601",
            source: "Apache Parquet",
        }
    }

    fn write(&self, table: &Table, path: &Path, _options: SinkOptions) -> Result<()> {
        let wrong = |error: polars::error::PolarsError| Error::content(path, format!("cannot be written: {error}"));
        let columns = (0..table.schema().columns.len()).map(|at| series(table, at)).collect();
        let mut frame = DataFrame::new(table.n_rows(), columns).map_err(wrong)?;
        let file = File::create(path).map_err(|source| Error::writing(path, source))?;
        ParquetWriter::new(file).set_parallel(false).finish(&mut frame).map_err(wrong)?;
        Ok(())
    }
}

fn series(table: &Table, at: usize) -> Series {
    let column = &table.schema().columns[at];
    let cells = table.rows().map(|row| &row[at]);
    let name = column.name.into();
    match column.kind {
        Kind::Text | Kind::Date => {
            let values: Vec<Option<&str>> =
                cells.map(|cell| if let Cell::Text(text) = cell { Some(&**text) } else { None }).collect();
            Series::new(name, values)
        }
        Kind::Integer => {
            let values: Vec<Option<i64>> =
                cells.map(|cell| if let Cell::Integer(value) = cell { Some(*value) } else { None }).collect();
            Series::new(name, values)
        }
        Kind::Number => Series::new(name, cells.map(Cell::as_number).collect::<Vec<Option<f64>>>()),
        Kind::Boolean => {
            let values: Vec<Option<bool>> =
                cells.map(|cell| if let Cell::Boolean(value) = cell { Some(*value) } else { None }).collect();
            Series::new(name, values)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Cell, Column, Kind, Schema, Sink, SinkOptions, Table};
    use super::ParquetSink;
    use polars::prelude::{ParquetReader, SerReader};

    const SCHEMA: Schema = Schema {
        name: "test",
        row: "a test",
        key: &["name"],
        columns: &[Column::text("name", "a name"), Column::new("value", Kind::Number, "", "a value", "often")],
        foreign_keys: &[],
    };

    #[test]
    fn a_table_comes_back_from_its_file() {
        let mut table = Table::new(&SCHEMA);
        table.push([Cell::text("=a"), Cell::number(0.25)]);
        table.push([Cell::Empty, Cell::Empty]);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.parquet");
        ParquetSink.write(&table, &path, SinkOptions::default()).unwrap();
        let frame = ParquetReader::new(std::fs::File::open(&path).unwrap()).finish().unwrap();
        assert_eq!(frame.shape(), (2, 2));
        assert_eq!(frame.column("name").unwrap().str().unwrap().get(0), Some("=a"));
        assert_eq!(frame.column("value").unwrap().null_count(), 1);
    }
}
