//! Frames that any subject may be told in.

use super::lexical::WordList;
use crate::key::{About, DifferenceTable};
use crate::text::lexicon::Lexicon;
use std::sync::LazyLock;

static LEXICON: LazyLock<Result<Lexicon, String>> = LazyLock::new(|| {
    Lexicon::parse("generic_frames", include_str!("../../data/lexicons/generic_frames.csv"))
});

/// The measure.
pub(crate) const GENERIC_FRAMES: WordList = WordList {
    about: About {
        name: "generic_frames",
        line: "words of five frames that any subject may be told in: conflict, human interest, morality, responsibility, economic",
        unit: "matches per 1,000 words",
        limits: "a word list: it counts words of a frame, not claims; conflict counts quarrels and not fights with weapons",
        source: "Semetko & Valkenburg 2000, Framing European politics; Neuman, Just & Crigler 1992",
    },
    table: DifferenceTable::Frames,
    file: "data/lexicons/generic_frames.csv",
    lexicon: || &LEXICON,
    totals: &[],
    is_shown_in_events: |_| false,
};
