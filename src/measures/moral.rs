//! The moral foundations.

use super::lexical::WordList;
use crate::key::{About, DifferenceTable};
use crate::text::lexicon::Lexicon;
use std::sync::LazyLock;

static LEXICON: LazyLock<Result<Lexicon, String>> =
    LazyLock::new(|| Lexicon::parse("moral", include_str!("../../data/lexicons/moral_foundations.csv")));

/// The measure.
pub(crate) const MORAL: WordList = WordList {
    about: About {
        name: "moral",
        line: "words of moral foundations, each as virtue and as vice",
        unit: "matches per 1,000 words",
        limits: "a word list: it counts moral words, whoever says them and whether or not they are denied; what is judged \
                 without such words is missed; care and sanctity have topic senses that phrases keep out only in part",
        source: "Graham, Haidt & Nosek 2009, Liberals and conservatives rely on different sets of moral foundations",
    },
    table: DifferenceTable::Frames,
    file: "data/lexicons/moral_foundations.csv",
    lexicon: || &LEXICON,
    totals: &[],
    is_shown_in_events: |_| false,
};
