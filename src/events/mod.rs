//! Events: which articles report the same thing.

mod desk;
mod grouping;
mod linkage;
mod naming;
mod neighbours;
mod outlets;
mod repeats;
mod shelf;
mod standing;
mod weights;

pub use grouping::{Grouping, GroupingOptions, Groups, NEIGHBOURHOODS, Partition};
pub use naming::{Borderline, Event, describe, given, members, name_apart};
pub use neighbours::{Index, Neighbour, Shelves};
pub use repeats::{Repeats, Sketch, Sketcher};
pub use shelf::Shelf;
pub use standing::Standing;
pub use weights::{Weigher, Weighted};

use crate::text::TermId;

/// What grouping knows of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ArticleWords {
    /// (word, count), sorted by word; the headline's words count more.
    pub counts: Vec<(TermId, u32)>,
    /// The day of publication, counted from 1970-01-01.
    pub day: Option<i64>,
}
