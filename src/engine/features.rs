//! How the features and the entries of lexicons of all measures are numbered.

use super::narrow;
use crate::dfm::Feature;
use crate::measures::Measure;

/// The position of each measure's first feature among those of all.
pub(super) fn firsts(measures: &[&dyn Measure]) -> Vec<u16> {
    let mut next = 0_u16;
    let first = |measure: &&dyn Measure| {
        let first = next;
        next = next.saturating_add(u16::try_from(measure.features().len()).unwrap_or(u16::MAX));
        first
    };
    measures.iter().map(first).collect()
}

/// The position of each measure's first entry among those of all lexicons.
pub(super) fn first_entries(measures: &[&dyn Measure]) -> Vec<u32> {
    let n = |measure: &&dyn Measure| narrow(measure.lexicon().map_or(0, |lexicon| lexicon.entries.len()));
    let mut next = 0_u32;
    let first = |measure| {
        let end = next.saturating_add(n(measure));
        std::mem::replace(&mut next, end)
    };
    measures.iter().map(first).collect()
}

/// The features of all measures, in the order in which they are numbered.
#[must_use]
pub fn features(measures: &[&dyn Measure]) -> Vec<Feature> {
    let of = |measure: &&dyn Measure| {
        let (name, scale, table) = (measure.name().to_owned(), measure.scale(), measure.table());
        measure
            .features()
            .into_iter()
            .map(|feature| Feature {
                measure: name.clone(),
                needs_english: measure.needs_english(),
                is_shown_in_events: measure.is_shown_in_events(&feature),
                name: feature,
                scale,
                table,
            })
            .collect::<Vec<_>>()
    };
    measures.iter().flat_map(of).collect()
}
