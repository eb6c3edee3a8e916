//! How the words of an article are written elsewhere in it: small, or with a capital that their place does not explain.

use super::words::{FUNCTION, NameWords};
use crate::key::Zone;
use crate::text::{Document, TermId, Token};

/// Written small somewhere.
pub(super) const SMALL: u8 = 1;
/// With a capital inside a sentence.
pub(super) const CAPITAL: u8 = 1 << 1;

/// By term, what was seen of it in the article; nothing between two articles.
#[derive(Debug, Default)]
pub(super) struct Sight {
    seen: Vec<u8>,
}

impl Sight {
    /// Looks at the words of a document.
    pub(super) fn see(&mut self, document: &Document<'_>, words: &NameWords) {
        self.seen.resize(words.len(), 0);
        for sentence in document.sentences() {
            let (source, tokens) = (document.source(sentence.zone), document.tokens_of(sentence));
            if sentence.zone == Zone::Headline || is_title_case(source, (tokens, sentence.zone), words) {
                continue;
            }
            let mut end = None;
            for token in tokens {
                let is_opening =
                    |end: u32| opens(source.get(end as usize..token.start as usize).unwrap_or(""));
                let sign = match source.as_bytes().get(token.start as usize) {
                    Some(b'a'..=b'z') => SMALL,
                    _ if end.is_none_or(is_opening) || !is_capital(source, token) => 0,
                    _ => CAPITAL,
                };
                end = Some(token.end);
                if let Some(seen) = self.seen.get_mut(token.term as usize) {
                    *seen |= sign;
                }
            }
        }
    }

    /// Forgets what was seen.
    pub(super) fn forget(&mut self, document: &Document<'_>) {
        for token in document.tokens() {
            if let Some(seen) = self.seen.get_mut(token.term as usize) {
                *seen = 0;
            }
        }
    }

    /// What was seen of a word.
    pub(super) fn of(&self, term: TermId) -> u8 {
        self.seen.get(term as usize).copied().unwrap_or_default()
    }
}

/// Whether a token begins with a capital.
pub(super) fn is_capital(source: &str, token: &Token) -> bool {
    match source.as_bytes().get(token.start as usize) {
        Some(byte) if byte.is_ascii() => byte.is_ascii_uppercase(),
        _ => token.is_capital(source),
    }
}

/// Whether what stands before a word explains its capital.
pub(super) fn opens(gap: &str) -> bool {
    gap != " "
        && gap.contains([
            '"', '“', '”', '‘', '\'', '«', ':', '—', '–', '•', '*', '|', '\n', '.', '!', '?', '/', '-',
        ])
        && gap != ". "
}

/// Whether a line is written as headlines are: no words are small but those of grammar, in a headline one of many left
/// aside; in a text few words are small, as a short sentence may consist of names and words of grammar.
pub(super) fn is_title_case(source: &str, (tokens, zone): (&[Token], Zone), words: &NameWords) -> bool {
    const FEWEST: usize = 4;
    const MANY: usize = 8;
    let (mut n_capital, mut n_small) = (0, 0);
    for token in tokens {
        if is_capital(source, token) {
            n_capital += 1;
        } else if words.bits(token.term) & FUNCTION == 0 && !starts_with_digit(source, token) {
            n_small += 1;
            // The rest of a sentence need not be looked at.
            if n_small > 1 {
                return false;
            }
        }
    }
    let is_headline = zone == Zone::Headline;
    let is_dense = is_headline || n_small == 0 && 4 * n_capital >= 3 * tokens.len();
    is_dense && n_capital >= FEWEST && (n_small == 0 || n_capital >= MANY)
}

fn starts_with_digit(source: &str, token: &Token) -> bool {
    source.as_bytes().get(token.start as usize).is_some_and(u8::is_ascii_digit)
}
