//! The words that every room shares: voice, zone, and what a list entry says of itself.

/// The event id of rows that pool events.
pub const ALL_EVENTS: &str = "ALL";

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Voice {
    /// The outlet's own words and its quotations together.
    All,
    /// Outside quotations.
    Own,
    /// Inside quotations.
    Quoted,
}

impl Voice {
    /// The word in tables and options.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Own => "own",
            Self::Quoted => "quoted",
        }
    }
}

/// Where in the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zone {
    /// Anywhere.
    All,
    /// The title.
    Headline,
    /// The first three sentences of the text.
    Lead,
    /// The text after them.
    Body,
}

impl Zone {
    /// The word in tables and options.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Headline => "headline",
            Self::Lead => "lead",
            Self::Body => "body",
        }
    }
}

/// The tables that hold differences between outlets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DifferenceTable {
    /// `sentiment.csv`
    Sentiment,
    /// `frames.csv`
    Frames,
    /// `style.csv`
    Style,
}

/// What an entry of a list (readers, measures, comparisons, charts) says of itself; `list` and the report show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// The name, also of its file.
    pub name: &'static str,
    /// What it does, in one line.
    pub line: &'static str,
    /// The unit and range of its figures, or the form of its input.
    pub unit: &'static str,
    /// Where it is blind.
    pub limits: &'static str,
    /// Where the method comes from; empty where it is plain counting.
    pub source: &'static str,
}
