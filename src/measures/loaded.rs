//! Loaded and hedged language: words that lend, take away or hold back weight.

use super::lexical::WordList;
use crate::key::{About, DifferenceTable};
use crate::text::lexicon::Lexicon;
use std::sync::LazyLock;

static LEXICON: LazyLock<Result<Lexicon, String>> =
    LazyLock::new(|| Lexicon::parse("loaded", include_str!("../../data/lexicons/loaded_language.csv")));

/// The measure. Its feature `loaded` adds up the classes that people take for slant.
pub(crate) const LOADED: WordList = WordList {
    about: About {
        name: "loaded",
        line: "loaded language (intensifiers, one-sided, subjective and slanting report words) and hedges, by class",
        unit: "matches per 1,000 words",
        limits: "a word list: negation, irony and who speaks are not seen (compare voice `own`); straight reports of \
                 quarrels score high; what is slanted by choice of facts has no word to find; one-sided words are mostly \
                 of United States politics; assertive, factive and implicative words describe and tell no slant",
        source: "classes: Recasens, Danescu-Niculescu-Mizil & Jurafsky 2013; Hyland 2005; Karttunen 1971; Hooper 1975",
    },
    table: DifferenceTable::Style,
    file: "data/lexicons/loaded_language.csv",
    lexicon: || &LEXICON,
    totals: &[("loaded", &["intensifiers", "one_sided", "report_verbs", "subjective"])],
    is_shown_in_events: |feature| matches!(feature, "loaded" | "hedges"),
};
