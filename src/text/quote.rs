//! Direct quotations: what stands between double quote marks, straight, curly or angled, also over paragraphs.

use super::token::{char_at, char_before};

/// A direct quotation: the bytes between its marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// The first byte after the opening mark.
    pub start: usize,
    /// The byte of the closing mark.
    pub end: usize,
}

/// Pairs quote marks while the text is walked. A mark that is never closed in its paragraph, and is not taken up by
/// an opening mark in the next one, opens nothing.
#[derive(Debug)]
pub(crate) struct QuoteFinder {
    open: Option<usize>,
    at_paragraph_start: bool,
    /// Whether single line breaks are only layout.
    lines_are_wrapped: bool,
}

/// What a quote mark does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Open,
    Close,
}

impl QuoteFinder {
    /// A finder for one text.
    pub(crate) fn new(lines_are_wrapped: bool) -> Self {
        Self { open: None, at_paragraph_start: false, lines_are_wrapped }
    }

    /// Looks at the gap `start..end` between two tokens and adds the quotations that close in it.
    pub(crate) fn see_gap(&mut self, text: &str, (start, end): (usize, usize), found: &mut Vec<Quotation>) {
        let bytes = &text.as_bytes()[start..end];
        if bytes == b" " {
            return;
        }
        let mut breaks_left = usize::from(self.lines_are_wrapped);
        for (offset, character) in text[start..end].char_indices() {
            let at = start + offset;
            match character {
                '"' | '“' | '”' | '„' | '«' | '»' | '\u{201f}' => {
                    self.see_mark(text, (at, character), found);
                }
                '\n' if breaks_left > 0 => breaks_left -= 1,
                '\n' => self.at_paragraph_start = true,
                _ if character.is_whitespace() => {}
                _ => self.leave_paragraph_start(),
            }
        }
        self.leave_paragraph_start();
    }

    /// The first visible character of a paragraph was no quote mark: a quotation that was open has no end.
    fn leave_paragraph_start(&mut self) {
        if self.at_paragraph_start {
            self.open = None;
            self.at_paragraph_start = false;
        }
    }

    fn see_mark(&mut self, text: &str, (at, character): (usize, char), found: &mut Vec<Quotation>) {
        let after = at + character.len_utf8();
        let continues = std::mem::take(&mut self.at_paragraph_start) && self.open.is_some();
        match self.kind(text, (at, after), character) {
            // A quotation over several paragraphs opens each of them and closes once.
            Mark::Open if continues => {}
            Mark::Open => self.open = Some(after),
            Mark::Close => {
                if let Some(start) = self.open.take().filter(|&start| start < at) {
                    found.push(Quotation { start, end: at });
                }
            }
        }
    }

    fn kind(&self, text: &str, (at, after): (usize, usize), character: char) -> Mark {
        match character {
            '“' | '„' | '«' | '\u{201f}' => Mark::Open,
            // In German text “ closes what „ opens; news in English does not mix them.
            '”' | '»' => Mark::Close,
            _ => {
                let opens_after = char_before(text, at).is_none_or(|before| {
                    before.is_whitespace()
                        || matches!(before, '(' | '[' | '—' | '–' | '-' | '/' | '\'' | '‘' | ':')
                });
                let has_word_after = char_at(text, after).is_some_and(|next| !next.is_whitespace());
                if opens_after && has_word_after { Mark::Open } else { Mark::Close }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::text::{Analyser, Vocabulary};

    fn quotations(text: &str) -> Vec<String> {
        let vocabulary = Vocabulary::default();
        let mut analyser = Analyser::default();
        let document = analyser.analyse(("", text), &[], &vocabulary);
        document.quotations().iter().map(|quote| text[quote.start..quote.end].to_owned()).collect()
    }

    #[test]
    fn straight_and_curly_marks_pair_up() {
        assert_eq!(quotations("\"We won,\" he said. \"Now rest.\""), ["We won,", "Now rest."]);
        assert_eq!(quotations("He called it “a ‘sad’ day” — “truly.”"), ["a ‘sad’ day", "truly."]);
    }

    #[test]
    fn a_quotation_may_run_over_paragraphs() {
        assert_eq!(quotations("“One day.\n\n“The next day,” she said."), ["One day.\n\n“The next day,"]);
    }

    #[test]
    fn a_quotation_may_run_over_wrapped_lines() {
        let text = "The mayor said:\n\"We won and\nwe are glad\nof it.\"\n\nShe then\nleft the\nold hall.";
        assert_eq!(quotations(text), ["We won and\nwe are glad\nof it."]);
        let parted = "The mayor said:\n\"We won and\nwe are\n\nShe then\nleft the\nold hall \"now\".";
        assert_eq!(quotations(parted), ["now"]);
    }

    #[test]
    fn a_mark_without_a_partner_opens_nothing() {
        assert!(quotations("He is 6'2\" tall.").is_empty());
        assert_eq!(quotations("\"Never closed.\n\nNext one. \"Closed.\""), ["Closed."]);
        assert!(quotations("\"\" and ”").is_empty());
    }
}
