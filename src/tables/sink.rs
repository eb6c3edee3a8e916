//! Sinks: the forms in which tables are written.

use super::{Table, csv, parquet};
use crate::error::Result;
use crate::key::About;
use std::path::Path;

/// What a sink may be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SinkOptions {
    /// Leave text as it is, though a spreadsheet may run it as a formula.
    pub raw_text: bool,
}

/// A form of a table: from rows to a file.
pub trait Sink: Sync {
    /// Name (also the ending of its files), one line, limits.
    fn about(&self) -> About;

    /// Writes a table.
    ///
    /// # Errors
    /// When the file cannot be written.
    fn write(&self, table: &Table, path: &Path, options: SinkOptions) -> Result<()>;
}

/// The sinks, in the order in which users see them.
pub const SINKS: &[&dyn Sink] = &[&csv::CsvSink, &parquet::ParquetSink];
