//! Events: which articles report the same thing.

mod grouping;
mod naming;
mod neighbours;
mod repeats;

pub use grouping::{GroupingOptions, group};
pub use naming::{Event, describe, given};
pub use neighbours::{Edge, Neighbours, Weigher, Weighted};
pub use repeats::Repeats;

use crate::text::TermId;

/// What grouping knows of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ArticleWords {
    /// (word, count), sorted by word; the headline's words count more.
    pub counts: Vec<(TermId, u32)>,
    /// The day of publication, counted from 1970-01-01.
    pub day: Option<i64>,
}
