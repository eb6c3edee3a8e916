//! What was read: an article as its file gives it, or a record that could not be used.

use std::sync::Arc;

/// When an article was published, as far as its source says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Published {
    /// Seconds since 1970-01-01T00:00:00 UTC; midnight where the source gives a day only.
    pub seconds: i64,
    /// Whether the source gives a time of day.
    pub has_time: bool,
    /// ISO 8601, as written to the tables: `2026-03-04`, or `2026-03-04T09:30:00Z` (the source's offset is kept).
    pub iso: String,
}

impl Published {
    /// The day, counted from 1970-01-01.
    #[must_use]
    pub fn day(&self) -> i64 {
        self.seconds.div_euclid(86_400)
    }
}

/// One article, nothing derived. The text is kept byte for byte after extraction: every offset points into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// The source's id, or one made from the content where it gives none; unique within a run.
    pub id: String,
    /// The outlet's name; empty where nothing says it.
    pub outlet: String,
    /// The headline; may be empty.
    pub title: String,
    /// The text.
    pub text: String,
    /// When it was published; `None` where the source gives no date or one that cannot be read.
    pub published: Option<Published>,
    /// The address; may be empty.
    pub url: String,
    /// The author as given; may be empty.
    pub author: String,
    /// The language: as given, once read its code where it is known or told from the text; may be empty.
    pub language: String,
    /// The event as given by the source, which then overrules grouping.
    pub event: Option<String>,
    /// The file it came from, as the path was given.
    pub source_file: Arc<str>,
    /// The record in the file, counted from 1.
    pub source_record: u64,
}

impl Article {
    /// Whether measures that need English apply: its language is English, or nothing says that it is another.
    #[must_use]
    pub fn is_english(&self) -> bool {
        let primary = self.language.split(['-', '_']).next().unwrap_or("").trim();
        ["", "en", "eng", "english"].iter().any(|it| primary.eq_ignore_ascii_case(it))
    }
}

/// Why a record was not used: the fixed vocabulary of `skipped.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SkipReason {
    /// The record is not what its format demands (bad JSON, a row with too many cells, ...).
    MalformedRecord,
    /// The record has no text, or only white space.
    MissingText,
    /// The record names no outlet, and `compare` needs one.
    MissingOutlet,
    /// An article with this id was already read.
    DuplicateId,
    /// The record is longer than the limit.
    TooLarge,
    /// The file could not be opened or read.
    UnreadableFile,
    /// The file holds no known format, or binary data.
    UnknownFormat,
    /// The file is empty.
    EmptyFile,
    /// The article lies outside what the options ask for (`--since`, `--until`, `--only-outlet`, ...).
    FilteredOut,
    /// The article is in a language that `--language` does not ask for.
    OtherLanguage,
    /// The outlet falls into no group of `--by`.
    NoGroup,
}

impl SkipReason {
    /// The word that stands in `skipped.csv`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::MalformedRecord => "malformed_record",
            Self::MissingText => "missing_text",
            Self::MissingOutlet => "missing_outlet",
            Self::DuplicateId => "duplicate_id",
            Self::TooLarge => "too_large",
            Self::UnreadableFile => "unreadable_file",
            Self::UnknownFormat => "unknown_format",
            Self::EmptyFile => "empty_file",
            Self::FilteredOut => "filtered_out",
            Self::OtherLanguage => "other_language",
            Self::NoGroup => "no_group",
        }
    }
}

/// A record that was read and not used.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skip {
    /// The file, as the path was given.
    pub file: Arc<str>,
    /// The record in the file, counted from 1; `None` when the whole file is meant.
    pub record: Option<u64>,
    /// The byte in the file at which the record starts, where the format has one.
    pub offset: Option<u64>,
    /// Why.
    pub reason: SkipReason,
    /// What was found, in words.
    pub detail: String,
}
