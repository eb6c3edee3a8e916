//! Sinks: each writes a table in one form.

use super::{Table, csv, parquet};
use crate::error::{Error, Result};
use crate::key::About;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What a sink may be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SinkOptions {
    /// Write text as it is, also where a spreadsheet would run it as a formula.
    pub raw_text: bool,
}

/// A form of tables.
pub trait Sink: Sync {
    /// Name (as in `--format`), one line, rules of the form, limits, source.
    fn about(&self) -> About;

    /// How its files' names end, without the dot.
    fn extension(&self) -> &'static str;

    /// Writes the table: the same table and options give the same bytes.
    ///
    /// # Errors
    /// When `file` takes no more bytes, or the table holds a cell that its column cannot hold. The error names the
    /// file without its folder; [`write_file`] names it whole.
    fn write(&self, table: &Table, options: &SinkOptions, file: &mut dyn Write) -> Result<()>;
}

/// The forms, in the order in which users see them.
pub const SINKS: &[&dyn Sink] = &[&csv::CsvSink, &parquet::ParquetSink];

/// Writes a table as the file `path`, in place of what stands there.
///
/// # Errors
/// When the file cannot be made or written, or the table holds a cell that its column cannot hold.
pub fn write_file(sink: &dyn Sink, table: &Table, options: &SinkOptions, path: &Path) -> Result<()> {
    let mut file = File::create(path).map_err(|source| Error::writing(path, source))?;
    sink.write(table, options, &mut file).map_err(|error| match error {
        Error::Write { source, .. } => Error::writing(path, source),
        error => error,
    })
}

/// An error of a sink about the file that it makes of the table.
pub(super) fn failed(sink: &dyn Sink, table: &Table, source: std::io::Error) -> Error {
    Error::Write { path: PathBuf::from(format!("{}.{}", table.schema().name, sink.extension())), source }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::{Cell, Column, Schema};

    const SCHEMA: Schema = Schema {
        name: "made",
        row: "a thing",
        key: &["name"],
        columns: &[Column::text("name", "its name")],
        foreign_keys: &[],
    };

    #[test]
    fn names_and_endings_differ() {
        let mut endings: Vec<&str> =
            SINKS.iter().flat_map(|sink| [sink.about().name, sink.extension()]).collect();
        endings.sort_unstable();
        assert_eq!(endings, ["csv", "csv", "parquet", "parquet"]);
    }

    #[test]
    fn an_error_names_the_whole_path() {
        let mut table = Table::new(&SCHEMA);
        table.push([Cell::text("x")]);
        for sink in SINKS {
            let path = Path::new("/nowhere/at/all/made.csv");
            let error = write_file(*sink, &table, &SinkOptions::default(), path).unwrap_err();
            assert!(error.to_string().starts_with("cannot write /nowhere/at/all/made.csv: "), "{error}");
        }
    }

    #[test]
    fn a_file_that_takes_no_bytes_is_an_error() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
                Err(std::io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        for sink in SINKS {
            let error = sink.write(&Table::new(&SCHEMA), &SinkOptions::default(), &mut Full).unwrap_err();
            assert!(error.to_string().starts_with("cannot write made."), "{error}");
        }
    }
}
