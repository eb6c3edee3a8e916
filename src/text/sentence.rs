//! Where sentences end: the rules that look at the gap between two tokens.

use super::token::char_at;

/// Words before a full stop that do not end a sentence, in lower case and in order.
const ABBREVIATIONS: &[&str] = &[
    "adm", "ala", "apr", "ariz", "ark", "assn", "aug", "ave", "blvd", "brig", "calif", "capt", "cmdr", "co",
    "col", "colo", "conn", "corp", "cpl", "dec", "del", "dept", "det", "dr", "e.g", "est", "feb", "fla",
    "ft", "ga", "gen", "gov", "hon", "i.e", "ill", "inc", "ind", "jan", "jr", "jul", "jun", "kan", "ky",
    "la", "lt", "ltd", "maj", "mass", "md", "messrs", "mich", "minn", "miss", "mo", "mr", "mrs", "ms", "mt",
    "neb", "nev", "no", "nov", "oct", "okla", "ore", "pa", "ph.d", "pres", "prof", "pvt", "rep", "reps",
    "rev", "sen", "sens", "sept", "sgt", "spc", "sr", "st", "supt", "tenn", "tex", "u.k", "u.n", "u.s", "va",
    "vs", "vt", "wash", "wis", "wyo",
];

/// Lower-case abbreviations that are words too (`no`, `miss`): they count only when written with a capital.
const ONLY_WITH_CAPITAL: &[&str] =
    &["co", "del", "ill", "ind", "la", "mass", "miss", "mo", "no", "pa", "wash"];

/// Whether a full stop after `word` may belong to the word.
fn is_abbreviation(word: &str) -> bool {
    let is_initial = word.len() == 1 && word.as_bytes()[0].is_ascii_uppercase() && word != "I";
    if is_initial || word.len() > 6 {
        return is_initial;
    }
    let mut lower = [0_u8; 6];
    for (into, byte) in lower.iter_mut().zip(word.bytes()) {
        *into = byte.to_ascii_lowercase();
    }
    let lower = &lower[..word.len()];
    let capital = word.as_bytes().first().is_some_and(u8::is_ascii_uppercase);
    ABBREVIATIONS.binary_search_by(|entry| entry.as_bytes().cmp(lower)).is_ok()
        && (capital || !ONLY_WITH_CAPITAL.iter().any(|entry| entry.as_bytes() == lower))
}

/// Judges the gap `start..end` that follows the token `word`; `end` is the start of the next token or the end of the
/// text.
///
/// # Returns
/// The byte at which the sentence ends, where it ends in this gap.
#[must_use]
pub(super) fn end_in_gap(
    text: &str,
    word: &str,
    (start, end): (usize, usize),
    lines_are_wrapped: bool,
) -> Option<usize> {
    let bytes = &text.as_bytes()[start..end];
    if end < text.len() && (bytes == b" " || bytes == b", ") {
        return None;
    }
    let newlines = bytes.iter().filter(|&&byte| byte == b'\n').count();
    let terminal = terminal_end(text, word, (start, end));
    if newlines > usize::from(lines_are_wrapped) || end == text.len() {
        Some(terminal.unwrap_or_else(|| visible_end(text, start, end)))
    } else {
        terminal.filter(|_| !char_at(text, end).is_some_and(char::is_lowercase))
    }
}

/// The byte after the last mark that ends the sentence and the quotes and brackets that close behind it.
fn terminal_end(text: &str, word: &str, (start, end): (usize, usize)) -> Option<usize> {
    let gap = &text[start..end];
    let first = gap.find(['.', '!', '?', '…'])?;
    if first == 0 && gap.starts_with('.') && !gap.starts_with("..") && is_abbreviation(word) {
        return None;
    }
    let closed = gap[first..].find(char::is_whitespace).map_or(gap.len(), |offset| first + offset);
    // A mark with a letter or digit right behind it ("3.x", "site.org") ends nothing.
    (closed < gap.len() || end == text.len()).then_some(start + closed)
}

/// The byte after the last character of the gap that is not white space before the first line break.
fn visible_end(text: &str, start: usize, end: usize) -> usize {
    let line = text[start..end].split('\n').next().unwrap_or("");
    start + line.trim_end().len()
}

/// Whether single line breaks are only layout: no line is long, and blank lines part the paragraphs.
#[must_use]
pub(super) fn lines_are_wrapped(text: &str) -> bool {
    const LONGEST_WRAPPED_LINE: usize = 100;
    let has_blank_line = text.contains("\n\n") || text.contains("\n\r\n");
    let mut lines = 0_usize;
    has_blank_line
        && text.lines().all(|line| {
            lines += usize::from(!line.trim().is_empty());
            line.len() <= LONGEST_WRAPPED_LINE
        })
        && lines > 2 * (1 + text.matches("\n\n").count())
}

#[cfg(test)]
mod tests {
    use super::{ABBREVIATIONS, is_abbreviation};

    #[test]
    fn the_list_is_sorted_as_the_search_needs_it() {
        let mut sorted = ABBREVIATIONS.to_vec();
        sorted.sort_unstable_by(|a, b| a.as_bytes().cmp(b.as_bytes()));
        assert_eq!(ABBREVIATIONS, sorted.as_slice());
    }

    #[test]
    fn titles_and_initials_are_abbreviations_and_plain_words_are_not() {
        assert!(["Mr", "Sen", "J", "U.S", "No", "Dr"].into_iter().all(is_abbreviation));
        assert!(!["no", "war", "I", "miss", "senator"].into_iter().any(is_abbreviation));
    }
}
