//! Reading: from files to articles and skipped records.

mod age;
mod aggregator;
mod archive;
mod arrow;
mod clean;
mod columns;
mod date;
mod date_shape;
mod decode;
mod delimited;
mod entities;
mod feed;
mod fields;
mod guard;
mod html;
mod http;
mod input;
mod json_file;
mod json_lines;
mod json_value;
mod markup;
mod parquet;
mod plain_text;
mod press;
mod record;
mod rows;
mod unpack;
mod walk;
mod warc;
mod xlsx;

use std::collections::BTreeSet;
use std::io::ErrorKind;

pub use age::AsOf;
pub use date::{DateRules, Order};
pub use fields::{Field, FieldMap};
pub use input::{Input, InputFile};
pub use unpack::CONTAINERS;
pub use walk::{Found, find_inputs, find_inputs_up_to};

use crate::article::{Article, Skip, SkipReason};
use crate::error::{Error, Result};
use crate::key::About;
use crate::limits::{Limits, MAX_RECORD_BYTES};

/// The options that readers see.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// Which column is which field.
    pub fields: FieldMap,
    /// Take the outlet from the name of the folder that holds the file, where nothing in the record says it.
    pub outlet_from_folder: bool,
    /// The longest record, in bytes; a longer one is skipped.
    pub max_record_bytes: usize,
    /// How much compressed files and archives may hold.
    pub limits: Limits,
    /// How dates are read.
    pub dates: DateRules,
}

impl Default for ReadOptions {
    /// No `--map`, no outlet from folders, the default limits.
    fn default() -> Self {
        Self {
            fields: FieldMap::default(),
            outlet_from_folder: false,
            max_record_bytes: MAX_RECORD_BYTES,
            limits: Limits::DEFAULT,
            dates: DateRules::default(),
        }
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

impl Reading {
    /// Takes over what a part of the file gave; `part` is named in its notes.
    fn take(&mut self, other: Self, part: Option<&str>) {
        self.articles.extend(other.articles);
        self.skipped.extend(other.skipped);
        self.columns.extend(other.columns);
        self.notes.extend(other.notes.into_iter().map(|note| match part {
            Some(part) => format!("{part}: {note}"),
            None => note,
        }));
    }
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
    &arrow::ArrowReader,
    &xlsx::XlsxReader,
    &json_lines::JsonLinesReader,
    &press::nexis::NexisReader,
    &press::factiva::FactivaReader,
    &press::rtf::RtfReader,
    &aggregator::AggregatorReader,
    &warc::WarcReader,
    &feed::FeedReader,
    &html::HtmlReader,
    &delimited::DelimitedReader,
    &plain_text::PlainTextReader,
];

/// Reads one input with the reader that its content asks for; what is compressed or in an archive is unpacked in memory.
///
/// Nothing that is wrong with a file stops a run: a file that cannot be opened, is empty, has no known format or
/// gives no record at all comes back as one [`Skip`] without a record number.
#[must_use]
pub fn read(input: &Input, options: &ReadOptions) -> Reading {
    match input.open() {
        Ok(file) => unpack::read_bounded(file, options),
        Err(error) => file_skip(input, SkipReason::UnreadableFile, reason_alone(&error)),
    }
}

/// Reads a file that holds records, not files.
fn read_plain(file: &InputFile, options: &ReadOptions) -> Reading {
    let input = &file.input;
    if file.is_blank() {
        return file_skip(input, SkipReason::EmptyFile, "the file is empty".into());
    }
    let Some(reader) = READERS.iter().find(|reader| reader.sniff(file, options)) else {
        return file_skip(input, SkipReason::UnknownFormat, decode::unknown(&file.head));
    };
    let mut reading = reader
        .read(file, options)
        .unwrap_or_else(|error| file_skip(input, reason_of(&error), reason_alone(&error)));
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

/// Why a file could not be read to its end.
fn reason_of(error: &Error) -> SkipReason {
    match error {
        Error::Read { source, .. } => reason_of_break(source),
        _ => SkipReason::UnreadableFile,
    }
}

/// Why bytes broke off.
fn reason_of_break(error: &std::io::Error) -> SkipReason {
    if error.kind() == ErrorKind::FileTooLarge { SkipReason::TooLarge } else { SkipReason::UnreadableFile }
}

/// The error without the path, which a `Skip` holds already.
fn reason_alone(error: &Error) -> String {
    match error {
        Error::Read { source, .. } => source.to_string(),
        Error::Content { problem, .. } => problem.clone(),
        other => other.to_string(),
    }
}
