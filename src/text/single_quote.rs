//! Single quote marks: they open and close as the double ones do, but the closing one is also an apostrophe.

use super::quote::{Quotation, opens_after};
use super::token::{char_at, char_before};

/// Words that lose their first letters to an apostrophe, in lower case and in order.
const CUT_SHORT: &[&str] = &[
    "bout", "cause", "cos", "em", "fess", "kay", "n", "nuff", "round", "til", "till", "tis", "twas", "twere",
];

/// Pairs single quote marks outside double ones. A mark behind a word in `s` or `in` before another word may be an
/// apostrophe (`the boys' toys`, `singin' along`): it closes only where no surer mark follows in the paragraph.
#[derive(Debug, Default)]
pub(super) struct SingleQuotes {
    /// The first byte after the opening mark.
    open: Option<usize>,
    /// The first mark since that may close.
    may_close: Option<usize>,
}

impl SingleQuotes {
    /// Whether a mark opened and none has surely closed.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Looks at a mark that stands beside no letter or beside one only.
    pub(super) fn see(&mut self, text: &str, (at, mark): (usize, char), found: &mut Vec<Quotation>) {
        let behind = at + mark.len_utf8();
        let (before, after) = (char_before(text, at), char_at(text, behind));
        match self.open {
            None => {
                let opens = mark != '’'
                    && opens_after(before)
                    && after.is_some_and(|next| {
                        next.is_alphanumeric() || matches!(next, '“' | '"' | '[' | '$' | '£')
                    })
                    && !is_cut_short(text, behind);
                if opens {
                    self.open = Some(behind);
                    self.may_close = None;
                }
            }
            Some(start) if mark != '‘' && closes(before, after) && start < at => {
                if may_be_apostrophe(text, at, behind) {
                    self.may_close = self.may_close.or(Some(at));
                    return;
                }
                // Double marks inside belong to the quotation.
                while found.last().is_some_and(|inner| inner.start >= start) {
                    found.pop();
                }
                found.push(Quotation { start, end: at });
                self.open = None;
            }
            Some(_) => {}
        }
    }

    /// The paragraph ends: what was not surely closed is closed by the first mark that may, or was not open.
    pub(super) fn end_paragraph(&mut self, found: &mut Vec<Quotation>) {
        let (open, may_close) = (self.open.take(), self.may_close.take());
        if let (Some(start), Some(end)) = (open, may_close)
            && found.last().is_none_or(|before| before.end <= start)
        {
            found.push(Quotation { start, end });
        }
    }
}

/// Whether a mark between these characters closes.
fn closes(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(|before| !before.is_whitespace() && !matches!(before, '(' | '['))
        && after.is_none_or(|after| !after.is_alphanumeric())
}

/// Whether a closing mark may be the apostrophe of `boys'` or `singin'`: another word follows.
fn may_be_apostrophe(text: &str, at: usize, behind: usize) -> bool {
    let head = text.as_bytes().get(at.saturating_sub(2)..at).unwrap_or_default();
    let is_cut = head.ends_with(b"s") || head.ends_with(b"in") || head.ends_with(b"S");
    let mut next = text.get(behind..).unwrap_or("").chars();
    is_cut && next.next() == Some(' ') && next.next().is_some_and(char::is_alphanumeric)
}

/// Whether a word behind an apostrophe is a year or one that lost its first letters.
fn is_cut_short(text: &str, from: usize) -> bool {
    let tail = text.as_bytes().get(from..).unwrap_or_default();
    let n = tail.iter().take(6).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    if tail.first().is_some_and(u8::is_ascii_digit) {
        return (tail.get(2).is_none_or(|byte| !byte.is_ascii_digit())) && (2..=3).contains(&n);
    }
    CUT_SHORT.iter().any(|word| word.len() == n && tail[..n].eq_ignore_ascii_case(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use crate::text::quote::tests::quotations;

    #[test]
    fn single_marks_pair_up_as_in_british_text() {
        assert_eq!(quotations("‘We won,’ he said. 'Now rest.'"), ["We won,", "Now rest."]);
        assert_eq!(quotations("‘He said “no” to me,’ she said."), ["He said “no” to me,"]);
        assert_eq!(quotations("MPs hit out at 'broken' system"), ["broken"]);
        assert_eq!(quotations("‘One day.\n\n‘The next day,’ she said."), ["One day.\n\n‘The next day,"]);
    }

    #[test]
    fn apostrophes_are_no_quote_marks() {
        for text in [
            "'Tis the boys' toys, and the girls'.",
            "In the ’90s and the '80s O’Neill and O'Neill didn't.",
            "The boys’ toys were the dogs’ too.",
            "Rock 'n' roll, singin' and dancin'.",
            "He is 6' tall, she 5'2 and they 4'.",
            "'Never closed.\n\nThe next' one.",
        ] {
            assert!(quotations(text).is_empty(), "{text}: {:?}", quotations(text));
        }
        assert_eq!(
            quotations("‘The boys’ toys were the dogs’ too,’ he said."),
            ["The boys’ toys were the dogs’ too,"]
        );
        assert_eq!(quotations("A ‘war of words’ began."), ["war of words"]);
    }

    #[test]
    fn single_marks_inside_double_ones_are_part_of_the_quotation() {
        assert_eq!(
            quotations("“It was 'grand', he said,” she said, ‘or so’."),
            ["It was 'grand', he said,", "or so"]
        );
    }
}
