//! The fifteen policy frames.

use super::lexical::WordList;
use crate::key::{About, DifferenceTable};
use crate::text::lexicon::Lexicon;
use std::sync::LazyLock;

static LEXICON: LazyLock<Result<Lexicon, String>> =
    LazyLock::new(|| Lexicon::parse("frames", include_str!("../../data/lexicons/policy_frames.csv")));

/// The measure.
pub(crate) const FRAMES: WordList = WordList {
    about: About {
        name: "frames",
        line: "how much an outlet speaks in the terms of each of fifteen policy frames",
        unit: "matches per 1,000 words",
        limits: "a word list: it counts words of a frame, not claims; a word with two senses counts in both, and a frame \
                 that is argued without its usual words is missed",
        source: "Boydstun, Card, Gross, Resnik & Smith 2014, Tracking the development of media frames",
    },
    table: DifferenceTable::Frames,
    file: "data/lexicons/policy_frames.csv",
    lexicon: || &LEXICON,
    totals: &[],
    is_shown_in_events: |_| true,
};
