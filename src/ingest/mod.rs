//! Reading: from files to articles and skipped records.

mod agency;
mod aggregator;
mod date;
mod date_shape;
mod decode;
mod delimited;
mod fields;
mod input;
mod json_file;
mod json_lines;
mod json_value;
mod parquet;
mod plain_text;
mod press;
mod record;
mod walk;

use std::collections::BTreeSet;

pub use fields::{Field, FieldMap};
pub use input::{Input, InputFile};
pub use walk::{Found, find_inputs};

use crate::article::{Article, Skip, SkipReason};
use crate::error::{Error, Result};
use crate::key::About;

/// The options that readers see.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// Which column is which field.
    pub fields: FieldMap,
    /// Take the outlet from the name of the folder that holds the file, where nothing in the record says it.
    pub outlet_from_folder: bool,
    /// The longest record, in bytes; a longer one is skipped.
    pub max_record_bytes: usize,
}

impl Default for ReadOptions {
    /// No `--map`, no outlet from folders, records of up to 64 MiB.
    fn default() -> Self {
        Self { fields: FieldMap::default(), outlet_from_folder: false, max_record_bytes: 64 << 20 }
    }
}

/// What a file gave.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The articles, in the order of the file. An article without an id in its source has an empty `id` here.
    pub articles: Vec<Article>,
    /// The records that were not used.
    pub skipped: Vec<Skip>,
    /// What a user should know of the whole file (bytes that were no valid text, dates that could not be read, an
    /// outlet that was inferred), one sentence each, without the file's name.
    pub notes: Vec<String>,
    /// The names of the columns or keys that were seen, for [`FieldMap::check_found`].
    pub columns: BTreeSet<String>,
    /// The reader that took the file; empty when none did.
    pub reader: &'static str,
}

/// A format: tells whether a file is of it, and reads it.
pub trait Reader: Sync {
    /// Name, one line, and how it is recognised.
    fn about(&self) -> About;

    /// Whether this reader should take the file, from its content first and its name second.
    fn sniff(&self, file: &InputFile, options: &ReadOptions) -> bool;

    /// Reads the file.
    ///
    /// # Errors
    /// When the file as a whole cannot be read; what is wrong with one record is a `Skip`.
    fn read(&self, file: &InputFile, options: &ReadOptions) -> Result<Reading>;
}

/// The readers, in the order in which they are asked; plain text takes what is left.
pub const READERS: &[&dyn Reader] = &[
    &parquet::ParquetReader,
    &json_lines::JsonLinesReader,
    &press::nexis::NexisReader,
    &press::factiva::FactivaReader,
    &press::rtf::RtfReader,
    &aggregator::AggregatorReader,
    &delimited::DelimitedReader,
    &plain_text::PlainTextReader,
];

/// Reads one input with the reader that its content asks for.
///
/// Nothing that is wrong with a file stops a run: a file that cannot be opened, is empty, has no known format or
/// gives no record at all comes back as one [`Skip`] without a record number.
#[must_use]
pub fn read(input: &Input, options: &ReadOptions) -> Reading {
    let file = match input.open() {
        Ok(file) => file,
        Err(error) => return file_skip(input, SkipReason::UnreadableFile, reason_alone(&error)),
    };
    if file.is_blank() {
        return file_skip(input, SkipReason::EmptyFile, "the file is empty".into());
    }
    let Some(reader) = READERS.iter().find(|reader| reader.sniff(&file, options)) else {
        return file_skip(input, SkipReason::UnknownFormat, decode::unknown(&file.head));
    };
    let mut reading = reader
        .read(&file, options)
        .unwrap_or_else(|error| file_skip(input, SkipReason::UnreadableFile, reason_alone(&error)));
    if reading.articles.is_empty() && reading.skipped.is_empty() {
        let detail = format!("no record in it (read as {})", reader.about().name);
        reading.skipped = file_skip(input, SkipReason::EmptyFile, detail).skipped;
    }
    reading.reader = reader.about().name;
    reading
}

fn file_skip(input: &Input, reason: SkipReason, detail: String) -> Reading {
    let skip = Skip { file: input.name.clone(), record: None, offset: None, reason, detail };
    Reading { skipped: vec![skip], ..Reading::default() }
}

/// The error without the path, which a `Skip` holds already.
fn reason_alone(error: &Error) -> String {
    match error {
        Error::Read { source, .. } => source.to_string(),
        Error::Content { problem, .. } => problem.clone(),
        other => other.to_string(),
    }
}
