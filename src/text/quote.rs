//! Direct quotations: what stands between quote marks, straight, curly or angled, double or single, also over paragraphs.

use super::single_quote::SingleQuotes;
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
/// an opening mark in the next one, opens nothing. What stands in quote marks inside a quotation is part of it.
#[derive(Debug)]
pub(crate) struct QuoteFinder {
    /// Where a double mark opened, and which.
    open: Option<(usize, char)>,
    /// The one around it, of the other kind (straight around curly, or curly around straight).
    outer: Option<(usize, char)>,
    single: SingleQuotes,
    at_paragraph_start: bool,
    /// Whether single line breaks are only layout.
    lines_are_wrapped: bool,
}

/// What a quote mark does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Open,
    Close,
    /// It is no quote mark but a measure (`6'2"`).
    None,
}

impl QuoteFinder {
    /// A finder for one text.
    pub(crate) fn new(lines_are_wrapped: bool) -> Self {
        Self {
            open: None,
            outer: None,
            single: SingleQuotes::default(),
            at_paragraph_start: false,
            lines_are_wrapped,
        }
    }

    /// Looks at the gap `start..end` between two tokens and adds the quotations that close in it.
    pub(crate) fn see_gap(&mut self, text: &str, (start, end): (usize, usize), found: &mut Vec<Quotation>) {
        let bytes = &text.as_bytes()[start..end];
        if bytes == b" " || bytes == b", " {
            return;
        }
        let mut breaks_left = usize::from(self.lines_are_wrapped);
        let mut characters = text[start..end].char_indices().peekable();
        while let Some((offset, character)) = characters.next() {
            let at = start + offset;
            match character {
                // Two straight single marks are a double one.
                '\'' if characters.next_if(|&(_, next)| next == '\'').is_some() => {
                    self.see_mark(text, (at, '\''), found);
                }
                '"' | '“' | '”' | '„' | '«' | '»' | '\u{201f}' => {
                    self.see_mark(text, (at, character), found);
                }
                '\'' | '‘' | '’' => {
                    let continues = std::mem::take(&mut self.at_paragraph_start);
                    if continues && !(character == '‘' && self.single.is_open()) {
                        self.end_paragraph(found);
                    }
                    if self.open.is_none() {
                        self.single.see(text, (at, character), found);
                    }
                }
                '\n' if breaks_left > 0 => breaks_left -= 1,
                '\n' => self.at_paragraph_start = true,
                _ if character.is_whitespace() => {}
                _ => self.leave_paragraph_start(found),
            }
        }
        if end < text.len() {
            self.leave_paragraph_start(found);
        } else {
            self.end_paragraph(found);
        }
    }

    /// The first visible character of a paragraph was no quote mark: a quotation that was open has no end.
    fn leave_paragraph_start(&mut self, found: &mut Vec<Quotation>) {
        if std::mem::take(&mut self.at_paragraph_start) {
            self.end_paragraph(found);
        }
    }

    fn end_paragraph(&mut self, found: &mut Vec<Quotation>) {
        (self.open, self.outer) = (None, None);
        self.single.end_paragraph(found);
    }

    fn see_mark(&mut self, text: &str, (at, character): (usize, char), found: &mut Vec<Quotation>) {
        let after = at + if character == '\'' { 2 } else { character.len_utf8() };
        let character = if character == '\'' { '"' } else { character };
        let is_first = std::mem::take(&mut self.at_paragraph_start);
        if is_first {
            // A quotation inside another does not run over paragraphs.
            self.open = self.outer.take().or(self.open);
            self.single.end_paragraph(found);
        }
        match self.kind(text, (at, after), character) {
            // A quotation over several paragraphs opens each of them and closes once.
            Mark::Open if is_first && self.open.is_some() => {}
            Mark::Open => {
                let around = self.open.filter(|&(_, mark)| (mark == '"') != (character == '"'));
                self.outer = self.outer.or(around);
                self.open = Some((after, character));
            }
            Mark::Close => self.close((at, character), found),
            Mark::None => {}
        }
    }

    /// Closes what stands in marks of this kind, with what stands in other marks inside it.
    fn close(&mut self, (at, character): (usize, char), found: &mut Vec<Quotation>) {
        let fits =
            |open: &Option<(usize, char)>| open.is_some_and(|(_, mark)| (mark == '"') == (character == '"'));
        let opened = if fits(&self.outer) && !fits(&self.open) {
            self.open = None;
            self.outer.take()
        } else {
            self.open.take()
        };
        let Some((start, _)) = opened.filter(|&(start, _)| start < at) else { return };
        while found.last().is_some_and(|inner| inner.start >= start) {
            found.pop();
        }
        found.push(Quotation { start, end: at });
    }

    fn kind(&self, text: &str, (at, after): (usize, usize), character: char) -> Mark {
        let opened = self.open.map(|(_, mark)| mark);
        match character {
            // In German text “ closes what „ opens, and « what » opens.
            '“' if opened == Some('„') => Mark::Close,
            '«' if opened == Some('»') => Mark::Close,
            '“' | '„' | '«' | '\u{201f}' => Mark::Open,
            '”' if opened.is_some() || self.outer.is_some() => Mark::Close,
            '»' if opened.is_some() => Mark::Close,
            '"' if is_measure(text, at) || is_label(text, after) => Mark::None,
            _ => {
                let has_word_after = char_at(text, after).is_some_and(|next| !next.is_whitespace());
                let opens = opens_after(char_before(text, at)) && has_word_after;
                if opens { Mark::Open } else { Mark::Close }
            }
        }
    }
}

/// Whether a straight mark behind this character opens.
pub(super) fn opens_after(before: Option<char>) -> bool {
    before.is_none_or(|before| {
        before.is_whitespace() || matches!(before, '(' | '[' | '—' | '–' | '-' | '/' | '\'' | '‘' | ':')
    })
}

/// Whether a mark at byte `at` stands for inches: behind feet (`6'2"`).
fn is_measure(text: &str, at: usize) -> bool {
    let head = text.as_bytes().get(at.saturating_sub(2)..at).unwrap_or_default();
    let n_digits = head.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    n_digits > 0 && matches!(char_before(text, at - n_digits), Some('\'' | '’' | '′'))
}

/// Whether a speaker's name in capitals and a colon follow a mark: it opens a turn of a transcript (`"LEE: We won.`)
/// and often stands without a closing one.
fn is_label(text: &str, after: usize) -> bool {
    const LONGEST_LABEL: usize = 40;
    let tail = text.as_bytes().get(after..).unwrap_or_default();
    let is_name = |byte: &&u8| byte.is_ascii_uppercase() || matches!(byte, b' ' | b'.' | b'-' | b'\'');
    let n = tail.iter().take(LONGEST_LABEL).take_while(is_name).count();
    n >= 2 && tail.get(n) == Some(&b':')
}

#[cfg(test)]
pub(super) mod tests {
    use crate::text::{Analyser, Vocabulary};

    /// The quotations of a text, without their marks.
    pub(in crate::text) fn quotations(text: &str) -> Vec<String> {
        let vocabulary = Vocabulary::default();
        let mut analyser = Analyser::default();
        let document = analyser.analyse(("", text), &[], &vocabulary);
        document.quotations().iter().map(|quote| text[quote.start..quote.end].to_owned()).collect()
    }

    #[test]
    fn straight_curly_and_angled_marks_pair_up() {
        assert_eq!(quotations("\"We won,\" he said. \"Now rest.\""), ["We won,", "Now rest."]);
        assert_eq!(quotations("He called it “a ‘sad’ day” — “truly.”"), ["a ‘sad’ day", "truly."]);
        assert_eq!(quotations("„Ja“, «oui», »doch« und « non »."), ["Ja", "oui", "doch", " non "]);
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

    #[test]
    fn a_quotation_in_marks_of_the_other_kind_is_part_of_the_one_around_it() {
        assert_eq!(quotations("\"He said “no” to me,\" she said."), ["He said “no” to me,"]);
        assert_eq!(quotations("“He said \"no\" to me,” she said."), ["He said \"no\" to me,"]);
        assert_eq!(quotations("\"Never closed, he said “no” and “so”."), ["no", "so"]);
        assert_eq!(quotations("''We 'won',''  she said."), ["We 'won',"]);
        assert_eq!(quotations("”Wrong way round,” she said."), ["Wrong way round,"]);
    }

    #[test]
    fn feet_and_inches_close_nothing() {
        assert_eq!(quotations("\"He is 6'2\" tall,\" she said."), ["He is 6'2\" tall,"]);
    }
}
