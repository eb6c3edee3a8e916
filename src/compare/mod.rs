//! Comparisons: from a study to tables.

mod articles;
mod attention;
mod attention_rows;
mod boilerplate;
mod carrier_entities;
mod carriers;
mod cells;
mod coverage;
mod dictionary_health;
mod difference_columns;
mod differences;
mod entities;
mod event_rows;
mod event_sums;
mod events;
mod events_borderline;
mod evidence;
mod find_term;
mod label_test;
mod map;
mod naming;
mod naming_rows;
mod naming_uses;
mod omission_search;
mod omissions;
pub mod outlets;
pub mod pca;
mod periods;
mod pooled_rows;
mod power;
mod profile;
mod q_values;
mod quotes;
mod scores;
mod selection_framing;
mod shares;
mod sides;
mod similarity;
pub mod skipped;
mod source_rows;
mod sources;
mod terms;
mod trends;
mod vectors;
mod wire;
mod wire_effect;

use crate::error::Result;
use crate::key::About;
use crate::study::Study;
use crate::tables::{Schema, Table};

/// Something that is worked out from a study. It may be cut into parts that need nothing of each other, so that they
/// can be done at the same time.
pub trait Comparison: Sync {
    /// Name, one line, unit, limits, source.
    fn about(&self) -> About;

    /// The shapes of its tables.
    fn schemas(&self) -> &'static [&'static Schema];

    /// Into how many parts the work is cut; one, where it is quick.
    fn n_parts(&self, _study: &Study) -> usize {
        1
    }

    /// The rows of one part, one table a schema, in the order of [`Comparison::schemas`].
    ///
    /// # Errors
    /// When a sum overflows or a matrix cannot be decomposed.
    fn part(&self, study: &Study, part: usize) -> Result<Vec<Table>>;

    /// Fills in what needs all rows, such as q-values.
    fn finish(&self, _tables: &mut [Table]) {}
}

/// What `score` works out: tables of single articles, which need no outlet and no event.
pub const PER_ARTICLE: &[&dyn Comparison] =
    &[&articles::Articles, &scores::Scores, &quotes::QuoteTable, &evidence::Evidence, &vectors::Vectors];

/// What `compare` works out, in the order in which users see it.
pub const COMPARISONS: &[&dyn Comparison] = &[
    &articles::Articles,
    &events::Events,
    &events_borderline::EventsBorderline,
    &outlets::Outlets,
    &outlets::Groups,
    &coverage::Coverage,
    &differences::SENTIMENT,
    &differences::FRAMES,
    &differences::STYLE,
    &selection_framing::SelectionFraming,
    &trends::Trends,
    &power::Power,
    &terms::Terms,
    &similarity::Similarity,
    &map::OutletMap,
    &wire::Wire,
    &wire_effect::WireEffect,
    &boilerplate::BoilerplateTable,
    &entities::EntityTable,
    &attention::Attention,
    &naming::Naming,
    &quotes::QuoteTable,
    &sources::Sources,
    &omissions::Omissions,
    &evidence::Evidence,
    &dictionary_health::DictionaryHealth,
    &vectors::Vectors,
];
