//! Negation: whether a word among the few before a match turns it into its opposite.

use super::lexicon::{Lexicon, Match};
use super::{Document, TermId, Vocabulary};

/// How many words before a match are looked at.
const LOOKED_BACK: usize = 3;

/// The words of a vocabulary that negate, and those that begin a clause.
#[derive(Clone, Debug, Default)]
pub struct Negations {
    negating: Vec<TermId>,
    beginning: Vec<TermId>,
}

impl Negations {
    /// The words of the lexicon's categories `negation` and `clause` in this vocabulary.
    #[must_use]
    pub fn new(lexicon: &Lexicon, vocabulary: &Vocabulary) -> Self {
        let of = |category: &str| {
            let is_own = |entry: &&super::lexicon::Entry| lexicon.categories[entry.category] == category;
            let entries = lexicon.entries.iter().filter(is_own);
            let mut terms: Vec<TermId> =
                entries.map(|entry| vocabulary.find(entry.text.as_bytes())).collect();
            terms.retain(|&term| term != super::UNKNOWN);
            terms.sort_unstable();
            terms
        };
        Self { negating: of("negation"), beginning: of("clause") }
    }

    /// Whether a negation stands among the three words before a match, with no punctuation and no word that begins a
    /// clause between them.
    #[must_use]
    pub fn is_negated(&self, document: &Document<'_>, hit: &Match) -> bool {
        let sentence = &document.sentences()[hit.sentence];
        let tokens = document.tokens_of(sentence);
        let source = document.source(sentence.zone);
        let at = tokens.partition_point(|token| token.start < hit.first.start);
        let mut next = hit.first;
        for token in tokens[..at].iter().rev().take(LOOKED_BACK) {
            let gap = source.get(token.end as usize..next.start as usize).unwrap_or("");
            let is_other_clause =
                !gap.chars().all(char::is_whitespace) || self.beginning.binary_search(&token.term).is_ok();
            if is_other_clause {
                return false;
            }
            if self.negating.binary_search(&token.term).is_ok() {
                return true;
            }
            next = *token;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::Negations;
    use crate::text::lexicon::Lexicon;
    use crate::text::{Analyser, NumberedWords, Vocabulary, WordClasses};

    fn negated(text: &str) -> Vec<bool> {
        let mut vocabulary = Vocabulary::default();
        let _ = NumberedWords::read(("", text), &mut vocabulary);
        let vocabulary = vocabulary.sorted();
        let list = include_str!("../../data/lexicons/negations.csv");
        let negations = Negations::new(&Lexicon::parse("negations", list).unwrap(), &vocabulary);
        let lexicon = Lexicon::of_entry("good").unwrap();
        let classes = WordClasses::new(&lexicon, &vocabulary);
        let mut analyser = Analyser::default();
        let document = analyser.analyse(("", text), &[], &vocabulary);
        let mut found = Vec::new();
        lexicon
            .compile(&vocabulary)
            .find(&document, &classes, |hit| found.push(negations.is_negated(&document, &hit)));
        found
    }

    #[test]
    fn three_words_of_the_clause_are_looked_at() {
        assert_eq!(negated("Not good. It isn’t a very good day."), [true, true]);
        assert_eq!(negated("Not one of the good ones."), [false]);
        assert_eq!(negated("No, good. Never mind but good. He did not. Good."), [false, false, false]);
        assert_eq!(negated("Good without end"), [false]);
    }
}
