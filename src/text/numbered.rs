//! The words of an article as numbers: looked up once, read by every later walk.

use super::ranges::RangeWalk;
use super::token::{next_token, normalise};
use super::vocabulary::{TermId, UNKNOWN, Vocabulary};

/// Each token of an article as its number in a vocabulary: those of the headline, then those of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NumberedWords {
    terms: Vec<TermId>,
    n_title: usize,
}

#[cfg(test)]
impl NumberedWords {
    /// The words of a text and how often it has each, adding new forms to `vocabulary`.
    pub(crate) fn counts_of(text: &str, vocabulary: &mut Vocabulary) -> Vec<(TermId, u32)> {
        let words = Self::read(("", text), vocabulary);
        WordCounter::new(vocabulary.len()).count((&words, text), &[], 1)
    }
}

/// Where a walk over an article finds the number of each token.
pub trait TermSource {
    /// The number of the next token; `form` is a buffer.
    fn next_term(&mut self, word: &str, is_ascii: bool, form: &mut Vec<u8>) -> TermId;
}

/// A vocabulary is asked for each word; an empty one knows none.
impl TermSource for &Vocabulary {
    fn next_term(&mut self, word: &str, is_ascii: bool, form: &mut Vec<u8>) -> TermId {
        if self.is_empty() {
            return UNKNOWN;
        }
        normalise(word, is_ascii, form);
        self.find(form)
    }
}

/// The numbers of one article, read one after the other: the walk must be over that article.
#[derive(Clone, Debug)]
pub struct Numbers<'a>(std::slice::Iter<'a, TermId>);

impl TermSource for Numbers<'_> {
    fn next_term(&mut self, _word: &str, _is_ascii: bool, _form: &mut Vec<u8>) -> TermId {
        self.0.next().copied().unwrap_or(UNKNOWN)
    }
}

impl NumberedWords {
    /// Reads (title, text), adding new forms to `vocabulary`.
    #[must_use]
    pub fn read((title, text): (&str, &str), vocabulary: &mut Vocabulary) -> Self {
        let mut words = Self { terms: Vec::with_capacity(text.len() / 5), n_title: 0 };
        let mut form = Vec::new();
        for string in [title, text] {
            words.n_title = words.terms.len();
            let mut at = 0;
            while let Some(span) = next_token(string, at) {
                at = span.end;
                normalise(&string[span.start..span.end], span.is_ascii, &mut form);
                words.terms.push(vocabulary.intern(&form));
            }
        }
        words.terms.shrink_to_fit();
        words
    }

    /// Gives each word the number that `new` holds for its old one.
    pub fn renumber(&mut self, new: &[TermId]) {
        self.terms.iter_mut().for_each(|term| *term = new.get(*term as usize).copied().unwrap_or(UNKNOWN));
    }

    /// The numbers, for a walk over the article.
    #[must_use]
    pub fn numbers(&self) -> Numbers<'_> {
        Numbers(self.terms.iter())
    }

    /// The numbers, for a walk over the text alone.
    #[must_use]
    pub fn numbers_of_text(&self) -> Numbers<'_> {
        Numbers(self.terms[self.n_title..].iter())
    }

    /// The words of the text that do not begin inside `left_out` (sorted ranges of it).
    pub fn of_text<'a>(
        &'a self,
        text: &'a str,
        left_out: &'a [(u32, u32)],
    ) -> impl Iterator<Item = TermId> + use<'a> {
        let (mut at, mut left_out) = (0, RangeWalk::new(left_out));
        let mut is_kept = move || {
            // Only where something is left out must the places of the words be known.
            if left_out.is_over() {
                return true;
            }
            let span = next_token(text, at);
            at = span.map_or(at, |span| span.end);
            !span.is_some_and(|span| left_out.holds(span.start))
        };
        self.terms[self.n_title..].iter().copied().filter(move |_| is_kept())
    }
}

/// Counts the words of one article after the other, with the memory that it reuses.
#[derive(Clone, Debug)]
pub struct WordCounter {
    /// By word; 0 between two articles.
    counts: Vec<u32>,
    met: Vec<TermId>,
}

impl WordCounter {
    /// A counter for words of a vocabulary of this size.
    #[must_use]
    pub fn new(n_words: usize) -> Self {
        Self { counts: vec![0; n_words], met: Vec::new() }
    }

    /// Counts the words of an article; those of the headline count `title_weight` times (at least 1), those of the text that begin
    /// inside `left_out` (sorted ranges of it) not at all.
    ///
    /// # Returns
    /// (word, count), sorted by word.
    #[must_use]
    pub fn count(
        &mut self,
        (words, text): (&NumberedWords, &str),
        left_out: &[(u32, u32)],
        title_weight: u32,
    ) -> Vec<(TermId, u32)> {
        let of_title = words.terms[..words.n_title].iter().map(|&term| (term, title_weight));
        for (term, weight) in of_title.chain(words.of_text(text, left_out).map(|term| (term, 1))) {
            if let Some(count) = self.counts.get_mut(term as usize) {
                if *count == 0 {
                    self.met.push(term);
                }
                *count += weight;
            }
        }
        self.met.sort_unstable();
        let counts = &mut self.counts;
        self.met.drain(..).map(|term| (term, std::mem::take(&mut counts[term as usize]))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{NumberedWords, Vocabulary, WordCounter};
    use crate::text::Analyser;

    #[test]
    fn numbers_are_those_that_a_walk_finds_and_what_is_left_out_is_not_counted() {
        let (title, text) = ("Dam bursts", "Read more here. The dam burst, the dam's owner said.");
        let mut vocabulary = Vocabulary::default();
        let words = NumberedWords::read((title, text), &mut vocabulary);
        let (mut one, mut other) = (Analyser::default(), Analyser::default());
        let left_out = [(0, 15)];
        let looked_up = one.analyse((title, text), &left_out, &vocabulary);
        let read = other.analyse((title, text), &left_out, words.numbers());
        assert_eq!(looked_up.tokens(), read.tokens());
        let counts = WordCounter::new(vocabulary.len()).count((&words, text), &left_out, 3);
        let count = |form: &[u8]| counts.iter().find(|it| it.0 == vocabulary.find(form)).map(|it| it.1);
        assert_eq!([count(b"dam"), count(b"the"), count(b"more")], [Some(5), Some(2), None]);
        assert_eq!(words.of_text(text, &left_out).count(), 7);
    }
}
