//! Signs that nobody sees and that break words or screens: taken out of texts and names as they are read.
//!
//! What offsets point into is the text that is left, which is also what is written to `texts.jsonl`.

use std::borrow::Cow;
use std::str::Chars;

/// What was found in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// Soft hyphens and signs without width.
    pub(super) invisible: bool,
    /// Control characters, those of writing direction among them.
    pub(super) controls: bool,
}

/// The text without soft hyphens, signs without width that stand in or around words, and control characters.
///
/// Line ends and tabs stay; form feeds and the separators of lines and paragraphs become line feeds. The controls from
/// U+0080 to U+009F are UTF-8 or windows-1252 that was taken for Latin-1, and become the signs they stand for. Joiners stay
/// where they do work: in scripts other than Latin, and in emoji.
pub(super) fn clean(text: &str) -> (Cow<'_, str>, Found) {
    // Only at the few bytes with which something unwanted may begin is a character read.
    let is_unwanted = |at: usize| text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(is_suspect);
    if !text.bytes().enumerate().any(|(at, byte)| may_begin_unwanted(byte) && is_unwanted(at)) {
        return (Cow::Borrowed(text), Found::default());
    }
    let mut found = Found::default();
    let mut cleaned = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\u{AD}' | '\u{2060}' | '\u{FEFF}' => found.invisible = true,
            '\u{200B}' | '\u{200C}' | '\u{200D}' => {
                let sides = [cleaned.chars().next_back(), rest.clone().find(|c| !is_without_width(*c))];
                if works(c, sides) {
                    cleaned.push(c);
                } else {
                    found.invisible = true;
                }
            }
            '\n' | '\r' | '\t' => cleaned.push(c),
            '\u{B}' | '\u{C}' | '\u{2028}' | '\u{2029}' => {
                found.controls = true;
                cleaned.push('\n');
            }
            _ if c.is_control() => {
                found.controls = true;
                match of_utf8(cleaned.chars().next_back(), c, &rest) {
                    Some((meant, n_more)) => {
                        cleaned.pop();
                        cleaned.push(meant);
                        rest.by_ref().take(n_more).for_each(drop);
                    }
                    None => cleaned.extend(of_windows_1252(c)),
                }
            }
            _ if is_bidi_control(c) => found.controls = true,
            _ => cleaned.push(c),
        }
    }
    if found == Found::default() { (Cow::Borrowed(text), found) } else { (Cow::Owned(cleaned), found) }
}

/// Whether the sign sets the direction of writing, with which a text can be made to look like another.
pub(super) fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The sign whose UTF-8 was taken for Latin-1, one of its bytes having become a control character (`â`, U+0080, U+0099
/// for `’`), and how many signs of `rest` belong to it.
fn of_utf8(lead: Option<char>, control: char, rest: &Chars<'_>) -> Option<(char, usize)> {
    let byte = |c: char| u8::try_from(u32::from(c)).ok();
    let lead = byte(lead?)?;
    let n_more = match lead {
        0xC2..=0xDF => 0,
        0xE0..=0xEF => 1,
        0xF0..=0xF4 => 2,
        _ => return None,
    };
    let more: Option<Vec<u8>> = rest.clone().take(n_more).map(byte).collect();
    let bytes = [&[lead, byte(control)?], &more?[..]].concat();
    let meant = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    (!meant.is_control()).then_some((meant, n_more))
}

/// What windows-1252 has at the place of a control character; `None` where it has nothing.
pub(super) fn of_windows_1252(control: char) -> Option<char> {
    let byte = u8::try_from(u32::from(control)).ok().filter(|byte| *byte >= 0x80)?;
    let bytes = [byte];
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
    text.chars().next().filter(|c| !c.is_control())
}

/// A quick look: the first bytes of all that is unwanted, and of little else.
fn may_begin_unwanted(byte: u8) -> bool {
    match byte {
        b'\t' | b'\n' | b'\r' => false,
        0x00..=0x1F | 0x7F | 0xC2 | 0xD8 | 0xE2 | 0xEF => true,
        _ => false,
    }
}

fn is_suspect(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => false,
        '\u{AD}' | '\u{2028}' | '\u{2029}' | '\u{2060}' | '\u{FEFF}' => true,
        _ => c.is_control() || is_without_width(c) || is_bidi_control(c),
    }
}

fn is_without_width(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200D}')
}

/// Whether a joiner or a space without width does something between its neighbours.
fn works(c: char, sides: [Option<char>; 2]) -> bool {
    let [before, behind] = sides;
    let is = |test: fn(char) -> bool| (before.is_some_and(test), behind.is_some_and(test));
    match c {
        // Thai, Lao, Tibetan, Burmese and Khmer part words with it.
        '\u{200B}' => {
            let has_no_spaces = |c: char| matches!(c, '\u{E00}'..='\u{109F}' | '\u{1780}'..='\u{17FF}');
            let (before, behind) = is(has_no_spaces);
            before || behind
        }
        _ => {
            let is_other = |c: char| !c.is_ascii() && !is_latin(c) && !c.is_whitespace();
            let (before, behind) = is(is_other);
            before && behind
        }
    }
}

fn is_latin(c: char) -> bool {
    matches!(c, '\u{A0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{2010}'..='\u{206F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole_again_and_other_scripts_keep_what_they_need() {
        let invisible = |text: &str| {
            let (cleaned, found) = clean(text);
            (cleaned.into_owned(), found.invisible)
        };
        assert_eq!(invisible("gov\u{AD}ern\u{AD}ment"), ("government".to_owned(), true));
        assert_eq!(
            invisible("\u{FEFF}vot\u{200B}ers\u{200D} “no\u{200C}w”"),
            ("voters “now”".to_owned(), true)
        );
        for whole in
            ["می\u{200C}خواهم", "👩\u{200D}🚀 flew", "ไทย\u{200B}แลนด์", "It’s “fine” – café\r\n\tend"]
        {
            assert!(matches!(clean(whole).0, Cow::Borrowed(_)), "{whole:?}");
        }
    }

    #[test]
    fn nothing_is_left_that_a_terminal_would_obey() {
        let (cleaned, found) =
            clean("a\u{1B}[31mred\u{0}\u{7F} \u{202E}desrever\u{2069}\u{C}next\u{2028}line");
        assert_eq!(cleaned, "a[31mred desrever\nnext\nline");
        assert!(found.controls && !found.invisible);
        assert_eq!(
            clean("it\u{E2}\u{80}\u{99}s \u{C3}\u{89}t\u{E9} \u{E2}\u{80}\u{A6}\u{E2}\u{80}").0,
            "it’s Été …â€"
        );
        assert_eq!(clean("it\u{92}s \u{93}so\u{94}\u{85}\u{81}").0, "it’s “so”…");
    }
}
