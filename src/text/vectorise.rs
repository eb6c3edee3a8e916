//! From tokens to counts: words and word pairs, for keyness and the term vectors.

use super::vocabulary::{TermId, UNKNOWN, Vocabulary};
use super::{Document, Token};

/// A term: a word, or a pair of neighbouring words. Terms of a sorted vocabulary are in the order of their spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term(u64);

impl Term {
    /// The term of one word.
    #[must_use]
    pub fn word(word: TermId) -> Self {
        Self(u64::from(word) << 32)
    }

    /// The term of two neighbouring words.
    #[must_use]
    pub fn pair(first: TermId, second: TermId) -> Self {
        Self((u64::from(first) << 32) | (u64::from(second) + 1))
    }

    /// The word, or the first of the pair.
    #[must_use]
    pub fn first(self) -> TermId {
        TermId::try_from(self.0 >> 32).unwrap_or(UNKNOWN)
    }

    /// The second word of a pair.
    #[must_use]
    pub fn second(self) -> Option<TermId> {
        (self.0 & u64::from(u32::MAX)).checked_sub(1).and_then(|id| TermId::try_from(id).ok())
    }

    /// How many words the term has: 1 or 2.
    #[must_use]
    pub fn n_words(self) -> u8 {
        1 + u8::from(self.second().is_some())
    }

    /// The term's spelling.
    #[must_use]
    pub fn spelling(self, vocabulary: &Vocabulary) -> String {
        let first = vocabulary.form(self.first());
        self.second()
            .map_or_else(|| first.to_owned(), |second| format!("{first} {}", vocabulary.form(second)))
    }
}

/// The count of a term in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TermCount {
    /// The term.
    pub term: Term,
    /// How often it stands in the document.
    pub all: u32,
    /// How often outside quotations.
    pub own: u32,
}

/// Which words of a vocabulary are terms: those with a letter and at least two characters that are no stop word.
#[derive(Clone, Debug, Default)]
pub struct TermSet {
    is_term: Vec<bool>,
}

impl TermSet {
    /// Judges each form of `vocabulary`.
    #[must_use]
    pub fn new(vocabulary: &Vocabulary, stop_words: &Vocabulary) -> Self {
        let is_term = |id| {
            let form = vocabulary.bytes(id);
            form.len() >= 2
                && form.iter().any(|&byte| byte.is_ascii_alphabetic() || byte >= 0x80)
                && stop_words.find(form) == UNKNOWN
        };
        Self { is_term: vocabulary.ids().map(is_term).collect() }
    }

    /// Whether the form is a term.
    #[must_use]
    pub fn holds(&self, id: TermId) -> bool {
        self.is_term.get(id as usize).copied().unwrap_or(false)
    }
}

/// Counts the terms of a document: words, and pairs of terms that stand side by side in one sentence and one voice
/// with nothing but a space between them.
///
/// # Returns
/// One row a term, sorted by term.
#[must_use]
pub fn count_terms(document: &Document<'_>, terms: &TermSet) -> Vec<TermCount> {
    let mut rows: Vec<TermCount> = Vec::with_capacity(document.tokens().len());
    for sentence in document.sentences() {
        let mut before: Option<&Token> = None;
        for token in document.tokens_of(sentence) {
            if !terms.holds(token.term) {
                before = None;
                continue;
            }
            let own = u32::from(!token.is_quoted);
            rows.push(TermCount { term: Term::word(token.term), all: 1, own });
            if let Some(left) = before
                && token.start == left.end + 1
                && left.is_quoted == token.is_quoted
            {
                rows.push(TermCount { term: Term::pair(left.term, token.term), all: 1, own });
            }
            before = Some(token);
        }
    }
    rows.sort_unstable();
    rows.dedup_by(|next, kept| {
        let is_same = next.term == kept.term;
        if is_same {
            kept.all += next.all;
            kept.own += next.own;
        }
        is_same
    });
    rows.shrink_to_fit();
    rows
}

#[cfg(test)]
mod tests {
    use super::{TermSet, count_terms};
    use crate::text::{Analyser, NumberedWords, Vocabulary};

    #[test]
    fn pairs_stay_inside_a_sentence_and_a_voice() {
        let text = "Trade war fears grew. War “trade war” of trade war.";
        let mut vocabulary = Vocabulary::default();
        let words = NumberedWords::counts_of(text, &mut vocabulary);
        assert_eq!(words.iter().map(|&(_, count)| count).sum::<u32>(), 10);
        let terms = TermSet::new(&vocabulary, &Vocabulary::from_forms([b"of".as_slice()]));
        let mut analyser = Analyser::default();
        let rows = count_terms(&analyser.analyse(("", text), &[], &vocabulary), &terms);
        let pairs: Vec<_> = rows
            .iter()
            .filter(|row| row.term.n_words() == 2)
            .map(|row| (row.term.spelling(&vocabulary), row.all, row.own))
            .collect();
        let pair = |spelling: &str, all, own| (spelling.to_owned(), all, own);
        assert_eq!(pairs, [pair("trade war", 3, 2), pair("war fears", 1, 1), pair("fears grew", 1, 1)]);
    }
}
