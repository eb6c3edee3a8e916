//! A match with what stands beside it, as it may be shown: one line, no control characters, and no more words than allowed.

use crate::text::visible::{is_hidden, visible};
use unicode_width::UnicodeWidthChar;

/// A match in its context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// What stands before it.
    pub left: String,
    /// The match.
    pub matched: String,
    /// What stands after it.
    pub right: String,
}

/// The match at bytes `start` to `end` of `source`, with up to `width` columns to each side, and no more than `limit`
/// words in all where there is a limit.
#[must_use]
pub fn passage(source: &str, (start, end): (u32, u32), width: usize, limit: Option<usize>) -> Passage {
    let (start, end) = (start as usize, end as usize);
    let (before, after) = (source.get(..start).unwrap_or(""), source.get(end..).unwrap_or(""));
    let mut left: Vec<char> = columns(before.chars().rev(), width);
    left.reverse();
    let left: String = left.into_iter().collect();
    let right: String = columns(after.chars(), width).into_iter().collect();
    let matched = visible(source.get(start..end).unwrap_or(""), usize::MAX);
    let whole = Passage { left, matched, right };
    limit.map_or(whole.clone(), |limit| cut(&whole, limit))
}

/// The first characters that fill so many columns: white space as one space, what is hidden as `�`.
fn columns(characters: impl Iterator<Item = char>, width: usize) -> Vec<char> {
    let (mut taken, mut n_columns) = (Vec::new(), 0);
    for character in characters {
        let shown = match character {
            space if space.is_whitespace() => ' ',
            hidden if is_hidden(hidden) => '\u{fffd}',
            other => other,
        };
        if shown == ' ' && taken.last() == Some(&' ') {
            continue;
        }
        n_columns += shown.width().unwrap_or(0);
        // Marks without width pile up on one sign; no writing has more than a few.
        if n_columns > width || taken.len() >= width.saturating_mul(4) {
            break;
        }
        taken.push(shown);
    }
    taken
}

/// A passage of at most `limit` words: the match first, then half of what is left before it and the rest after it.
fn cut(whole: &Passage, limit: usize) -> Passage {
    let matched: Vec<&str> = whole.matched.split(' ').take(limit).collect();
    let rest = limit - matched.len();
    let left: Vec<&str> = whole.left.split_whitespace().collect();
    let right: Vec<&str> = whole.right.split_whitespace().collect();
    let n_left = left.len().min((rest / 2).max(rest.saturating_sub(right.len())));
    let n_right = right.len().min(rest - n_left);
    let space = |is_apart: bool, n: usize| if is_apart && n > 0 { " " } else { "" };
    let (before, after) = (whole.left.ends_with(' '), whole.right.starts_with(' '));
    Passage {
        left: left[left.len() - n_left..].join(" ") + space(before, n_left),
        matched: matched.join(" "),
        right: space(after, n_right).to_owned() + &right[..n_right].join(" "),
    }
}

/// How many columns a text takes on a terminal.
#[must_use]
pub fn width_of(text: &str) -> usize {
    text.chars().map(|character| character.width().unwrap_or(0)).sum()
}

#[cfg(test)]
mod tests {
    use super::{Passage, passage, width_of};

    fn shown(source: &str, range: (u32, u32), limit: Option<usize>) -> (String, String, String) {
        let Passage { left, matched, right } = passage(source, range, 12, limit);
        (left, matched, right)
    }

    fn three(left: &str, matched: &str, right: &str) -> (String, String, String) {
        (left.to_owned(), matched.to_owned(), right.to_owned())
    }

    #[test]
    fn contexts_are_on_one_line_and_fill_columns() {
        let source = "one\n\ntwo tax\u{1b}[0m three four five";
        assert_eq!(shown(source, (9, 12), None), three("one two ", "tax", "\u{fffd}[0m three f"));
        let (left, ..) = shown("漢字漢字漢字漢字 x", (25, 26), None);
        assert_eq!((left.as_str(), width_of(&left)), ("字漢字漢字 ", 11));
        let piled = format!("x{}", "\u{301}".repeat(100_000));
        assert!(shown(&piled, (0, 1), None).2.len() < 200);
    }

    #[test]
    fn a_limit_counts_the_words_of_all_three() {
        let source = "one two tax cut three four";
        assert_eq!(shown(source, (8, 15), Some(4)), three("two ", "tax cut", " three"));
        assert_eq!(shown(source, (8, 15), Some(1)), three("", "tax", ""));
        assert_eq!(shown(source, (8, 15), Some(0)), three("", "", ""));
    }
}
