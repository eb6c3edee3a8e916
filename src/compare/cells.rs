//! Small steps that several comparisons take: finding a feature, reading its figure, cutting a passage.

use crate::dfm::{READINGS, Tally};
use crate::key::{Voice, Zone};
use crate::study::Study;

/// The position of a feature.
pub(crate) fn feature_of(study: &Study, measure: &str, name: &str) -> Option<usize> {
    study.features.iter().position(|feature| feature.measure == measure && feature.name == name)
}

/// The figure of a tally of this feature; `None` where there is nothing to take it over.
pub(crate) fn figure(study: &Study, feature: usize, tally: Tally) -> Option<f64> {
    tally.figure(study.features[feature].scale)
}

/// The position in [`READINGS`] of all voices in one zone.
pub(crate) fn zone_reading(zone: Zone) -> usize {
    READINGS
        .iter()
        .position(|reading| reading.voice == Voice::All && reading.zone == zone)
        .unwrap_or_default()
}

/// A passage of `source`, cut to `limit` words where there is a limit.
pub(crate) fn passage(source: &str, (start, end): (u32, u32), limit: Option<usize>) -> &str {
    let text = source.get(start as usize..end as usize).unwrap_or("");
    limit.map_or(text, |limit| first_words(text, limit))
}

/// The first words of a text.
fn first_words(text: &str, n: usize) -> &str {
    let is_end = |&(at, _): &(usize, &str)| text[..at].ends_with(|last: char| !last.is_whitespace());
    let mut ends = text.match_indices(char::is_whitespace).filter(is_end).map(|(at, _)| at);
    match n.checked_sub(1) {
        None => "",
        Some(before_last) => ends.nth(before_last).map_or(text, |at| &text[..at]),
    }
}

#[cfg(test)]
mod tests {
    use super::first_words;

    #[test]
    fn a_passage_is_cut_after_whole_words() {
        assert_eq!(first_words("one two  three", 2), "one two");
        assert_eq!(first_words("one two", 2), "one two");
        assert_eq!(first_words("one two", 0), "");
    }
}
