//! The fused pass: one walk over an article's text gives tokens, sentences, zones and quotations.

mod around;
mod attribution;
mod clause;
mod codes;
mod cues;
pub mod lexicon;
pub mod names;
mod negation;
mod numbered;
mod phrase;
mod quote;
mod ranges;
mod report;
mod sentence;
mod single_quote;
mod syllables;
pub mod target;
mod token;
mod turn;
pub mod vader;
mod vectorise;
pub mod visible;
mod vocabulary;
mod word_class;

pub use attribution::Attribution;
pub use codes::{code_of, scatter};
pub use cues::{CueLists, Cues};
pub use negation::Negations;
pub use numbered::{NumberedWords, Numbers, TermSource, WordCounter};
pub use quote::Quotation;
pub use ranges::RangeWalk;
pub use report::Report;
pub use syllables::Syllables;
pub use token::{Span, next_token, normalise};
pub use vectorise::{Term, TermCount, TermSet, count_terms};
pub use vocabulary::{TermId, UNKNOWN, Vocabulary};
pub use word_class::{WordClass, WordClasses};

use crate::key::{Voice, Zone};
use quote::QuoteFinder;

/// How many sentences of the text are its lead.
pub const LEAD_SENTENCES: usize = 3;

/// A word or number of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// The first byte, in the title for tokens of the headline, else in the text.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// Its form in the vocabulary; [`UNKNOWN`] where the vocabulary lacks it.
    pub term: TermId,
    /// Whether it stands inside a quotation.
    pub is_quoted: bool,
}

/// A sentence of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Headline, lead or body.
    pub zone: Zone,
    /// The first byte, in the title for the headline, else in the text.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// The position of its first token.
    pub first_token: u32,
    /// The position after its last token.
    pub end_token: u32,
}

/// One article, walked once. It borrows the article's text and the buffers of its [`Analyser`].
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    title: &'a str,
    text: &'a str,
    parts: &'a Parts,
}

#[derive(Debug, Default)]
struct Parts {
    tokens: Vec<Token>,
    sentences: Vec<Sentence>,
    title_quotations: Vec<Quotation>,
    quotations: Vec<Quotation>,
}

impl<'a> Document<'a> {
    /// The tokens of the headline, then those of the text.
    #[must_use]
    pub fn tokens(&self) -> &'a [Token] {
        &self.parts.tokens
    }

    /// The sentences: the headline first, where there is one.
    #[must_use]
    pub fn sentences(&self) -> &'a [Sentence] {
        &self.parts.sentences
    }

    /// The direct quotations of the text (not of the headline), in order and without overlap.
    #[must_use]
    pub fn quotations(&self) -> &'a [Quotation] {
        &self.parts.quotations
    }

    /// The bytes of a quotation of the text with its marks.
    #[must_use]
    pub fn with_marks(&self, quotation: &Quotation) -> Option<(u32, u32)> {
        let (before, after) = (self.text.get(..quotation.start)?, self.text.get(quotation.end..)?);
        let opening = if before.ends_with("''") { 2 } else { before.chars().next_back()?.len_utf8() };
        let closing = if after.starts_with("''") { 2 } else { after.chars().next()?.len_utf8() };
        let start = quotation.start.checked_sub(opening)?;
        Some((u32::try_from(start).ok()?, u32::try_from(quotation.end + closing).ok()?))
    }

    /// The quotations that stand in the same string as zone `zone`.
    #[must_use]
    pub fn quotations_beside(&self, zone: Zone) -> &'a [Quotation] {
        if zone == Zone::Headline { &self.parts.title_quotations } else { &self.parts.quotations }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The string into which the offsets of `zone` point: the title for the headline, else the text.
    #[must_use]
    pub fn source(&self, zone: Zone) -> &'a str {
        if zone == Zone::Headline { self.title } else { self.text }
    }

    /// The tokens of a sentence.
    #[must_use]
    pub fn tokens_of(&self, sentence: &Sentence) -> &'a [Token] {
        &self.parts.tokens[sentence.first_token as usize..sentence.end_token as usize]
    }

    /// The bytes of a sentence.
    #[must_use]
    pub fn slice(&self, sentence: &Sentence) -> &'a str {
        &self.source(sentence.zone)[sentence.start as usize..sentence.end as usize]
    }
}

impl Token {
    /// Whose words the token is part of.
    #[must_use]
    pub fn voice(&self) -> Voice {
        if self.is_quoted { Voice::Quoted } else { Voice::Own }
    }

    /// The word as it is written; `source` is the string into which its offsets point.
    #[must_use]
    pub fn text(self, source: &str) -> &str {
        source.get(self.start as usize..self.end as usize).unwrap_or("")
    }

    /// Whether it begins with a capital.
    #[must_use]
    pub fn is_capital(self, source: &str) -> bool {
        self.text(source).starts_with(char::is_uppercase)
    }

    /// Whether it ends in an 's.
    #[must_use]
    pub fn is_possessive(self, source: &str) -> bool {
        let text = self.text(source);
        ["'s", "’s", "'S", "’S"].iter().any(|ending| text.ends_with(ending))
    }

    /// Whether `next` follows it with nothing but white space and quote marks between.
    #[must_use]
    pub fn is_right_before(self, next: Self, source: &str) -> bool {
        let is_space_or_mark =
            |it: char| it.is_whitespace() || matches!(it, '"' | '\'' | '“' | '”' | '‘' | '’');
        let gap = source.get(self.end as usize..next.start as usize);
        gap.is_some_and(|gap| gap == " " || gap.chars().all(is_space_or_mark))
    }
}

/// Walks texts; its buffers are used again from one to the next, so that a token costs no allocation.
#[derive(Debug, Default)]
pub struct Analyser {
    parts: Parts,
    form: Vec<u8>,
}

impl Analyser {
    /// Walks one article, given as (title, text); words of the text that begin inside `left_out` are no tokens, and a
    /// sentence without a token is none. `terms` gives the tokens their numbers: a vocabulary, or the numbers of this
    /// article's words.
    ///
    /// # Shape
    /// Title and text below 4 GiB each; a longer one is not walked at all. `left_out` holds ranges of the text, sorted.
    pub fn analyse<'a>(
        &'a mut self,
        (title, text): (&'a str, &'a str),
        left_out: &[(u32, u32)],
        mut terms: impl TermSource,
    ) -> Document<'a> {
        self.parts.tokens.clear();
        self.parts.sentences.clear();
        self.parts.title_quotations.clear();
        self.parts.quotations.clear();
        self.walk(title, &[], &mut terms, true);
        let n_title_tokens = self.parts.tokens.len();
        self.walk(text, left_out, &mut terms, false);
        let Parts { tokens, title_quotations, quotations, .. } = &mut self.parts;
        mark_quoted(&mut tokens[..n_title_tokens], title_quotations);
        mark_quoted(&mut tokens[n_title_tokens..], quotations);
        Document { title, text, parts: &self.parts }
    }

    fn walk(&mut self, text: &str, left_out: &[(u32, u32)], terms: &mut impl TermSource, is_title: bool) {
        if u32::try_from(text.len()).is_err() {
            return;
        }
        let wrapped = is_title || sentence::lines_are_wrapped(text);
        let mut quotes = QuoteFinder::new(wrapped);
        let mut open =
            OpenSentence { start: None, first_token: self.parts.tokens.len(), n_before: 0, is_title };
        let mut left_out = RangeWalk::new(left_out);
        let (mut gap_start, mut word) = (0, "");
        loop {
            let next = next_token(text, gap_start);
            let gap_end = next.map_or(text.len(), |span| span.start);
            let quotations =
                if is_title { &mut self.parts.title_quotations } else { &mut self.parts.quotations };
            quotes.see_gap(text, (gap_start, gap_end), quotations);
            if !word.is_empty() {
                let gap = sentence::end_in_gap(text, word, (gap_start, gap_end), wrapped);
                // A title is one sentence, whatever stops it holds.
                if let Some(end) = gap.filter(|_| !is_title || next.is_none()) {
                    open.close(text, end, &mut self.parts);
                    open.start = first_visible(text, end, gap_end);
                }
            } else {
                open.start = first_visible(text, 0, gap_end);
            }
            let Some(span) = next else { break };
            word = &text[span.start..span.end];
            gap_start = span.end;
            let term = terms.next_term(word, span.is_ascii, &mut self.form);
            if left_out.holds(span.start) {
                continue;
            }
            self.parts.tokens.push(Token {
                start: narrow(span.start),
                end: narrow(span.end),
                term,
                is_quoted: false,
            });
        }
    }
}

/// The sentence that is being walked.
struct OpenSentence {
    start: Option<usize>,
    first_token: usize,
    n_before: usize,
    is_title: bool,
}

impl OpenSentence {
    fn close(&mut self, text: &str, end: usize, parts: &mut Parts) {
        let end_token = parts.tokens.len();
        if end_token == self.first_token {
            return;
        }
        let zone = match (self.is_title, self.n_before < LEAD_SENTENCES) {
            (true, _) => Zone::Headline,
            (false, true) => Zone::Lead,
            (false, false) => Zone::Body,
        };
        self.n_before += 1;
        let first = parts.tokens[self.first_token].start as usize;
        let start = self.start.filter(|&start| start <= first).unwrap_or(first);
        debug_assert!(text.is_char_boundary(start) && text.is_char_boundary(end));
        parts.sentences.push(Sentence {
            zone,
            start: narrow(start),
            end: narrow(end),
            first_token: narrow(self.first_token),
            end_token: narrow(end_token),
        });
        self.first_token = end_token;
    }
}

/// The first byte in `from..to` that is not white space; `to` where all is.
fn first_visible(text: &str, from: usize, to: usize) -> Option<usize> {
    let gap = text.get(from..to)?;
    Some(to - gap.trim_start().len())
}

/// An offset as it is stored; `walk` takes no text in which it would not fit.
fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// Marks the tokens that lie inside quotations; both lists are in the order of the text.
fn mark_quoted(tokens: &mut [Token], quotations: &[Quotation]) {
    let mut ahead = quotations.iter().peekable();
    for token in tokens {
        while ahead.next_if(|quote| quote.end <= token.start as usize).is_some() {}
        token.is_quoted = ahead.peek().is_some_and(|quote| quote.start <= token.start as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::{Analyser, Vocabulary};
    use crate::key::Zone;

    fn sentences(text: &str) -> Vec<String> {
        let vocabulary = Vocabulary::default();
        let mut analyser = Analyser::default();
        let document = analyser.analyse(("", text), &[], &vocabulary);
        document.sentences().iter().map(|sentence| document.slice(sentence).to_owned()).collect()
    }

    #[test]
    fn sentences_end_at_stops_and_not_at_abbreviations() {
        assert_eq!(
            sentences(
                "Mr. Lee met Sen. J. Doe in the U.S. Senate at 3.5 p.m. today. \"Why?\" he asked. They left."
            ),
            [
                "Mr. Lee met Sen. J. Doe in the U.S. Senate at 3.5 p.m. today.",
                "\"Why?\" he asked.",
                "They left."
            ]
        );
    }

    #[test]
    fn a_closing_mark_belongs_to_its_sentence() {
        assert_eq!(
            sentences("“We won.” He left (early.) Fine… Really"),
            ["“We won.”", "He left (early.)", "Fine…", "Really"]
        );
    }

    #[test]
    fn a_line_is_a_paragraph_unless_lines_are_wrapped() {
        assert_eq!(sentences("A heading\nThe text begins."), ["A heading", "The text begins."]);
        let wrapped = "The council met on\nMonday and\nvoted.\n\nIt then\nleft the\nhall.";
        assert_eq!(
            sentences(wrapped),
            ["The council met on\nMonday and\nvoted.", "It then\nleft the\nhall."]
        );
    }

    #[test]
    fn the_headline_is_one_sentence_and_the_lead_has_three() {
        let vocabulary = Vocabulary::default();
        let mut analyser = Analyser::default();
        let document = analyser.analyse(("One. Two.", "A b. C d. E f. G h."), &[], &vocabulary);
        let zones: Vec<Zone> = document.sentences().iter().map(|sentence| sentence.zone).collect();
        assert_eq!(zones, [Zone::Headline, Zone::Lead, Zone::Lead, Zone::Lead, Zone::Body]);
        assert_eq!(document.slice(&document.sentences()[0]), "One. Two.");
    }

    #[test]
    fn what_is_left_out_gives_no_sentence() {
        let text = "A b. Read more here. C d.";
        let vocabulary = Vocabulary::default();
        let mut analyser = Analyser::default();
        let document = analyser.analyse(("", text), &[(5, 20)], &vocabulary);
        let kept: Vec<&str> = document.sentences().iter().map(|sentence| document.slice(sentence)).collect();
        assert_eq!(kept, ["A b.", "C d."]);
        assert_eq!(document.tokens().len(), 4);
    }

    #[test]
    fn no_text_gives_an_empty_document() {
        assert!(sentences("").is_empty());
        assert!(sentences("\u{200b}\n\n … \"").is_empty());
    }
}
