//! Tokens: words and numbers, found as byte ranges of the text.
//!
//! A token is a run of letters and digits of any script. Apostrophes and hyphens join when a letter or digit stands
//! on both sides (`don't`, `50-day`); a full stop or comma joins digits (`3.5`, `1,200`); a full stop joins single
//! letters (`U.S`).

/// A token's place in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// Whether all its bytes are ASCII.
    pub is_ascii: bool,
}

const fn byte_classes() -> [u8; 256] {
    let mut classes = [0_u8; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "the loop ends at 255")]
        let value = byte as u8;
        classes[byte] = if value.is_ascii_alphanumeric() {
            WORD
        } else if value >= 0x80 {
            WIDE
        } else if matches!(value, b'\'' | b'-' | b'.' | b',') {
            JOINER
        } else {
            0
        };
        byte += 1;
    }
    classes
}

const WORD: u8 = 1;
const WIDE: u8 = 2;
const JOINER: u8 = 3;
static CLASSES: [u8; 256] = byte_classes();

/// The character that starts at byte `at`, if any.
pub(crate) fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..).and_then(|rest| rest.chars().next())
}

/// The character that ends before byte `at`, if any.
pub(crate) fn char_before(text: &str, at: usize) -> Option<char> {
    text.get(..at).and_then(|head| head.chars().next_back())
}

/// The next token at or after byte `from`, which must lie on a character boundary.
#[must_use]
pub fn next_token(text: &str, from: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        match CLASSES[usize::from(*bytes.get(at)?)] {
            WORD => break,
            WIDE => {
                let character = char_at(text, at)?;
                if character.is_alphanumeric() {
                    break;
                }
                at += character.len_utf8();
            }
            _ => at += 1,
        }
    }
    let start = at;
    let mut is_ascii = true;
    while let Some(&byte) = bytes.get(at) {
        match CLASSES[usize::from(byte)] {
            WORD => at += 1,
            JOINER if joins(text, at, byte) => at += 1,
            WIDE => {
                let Some(character) = char_at(text, at) else { break };
                if !continues(text, at, character) {
                    break;
                }
                is_ascii = false;
                at += character.len_utf8();
            }
            _ => break,
        }
    }
    Some(Span { start, end: at, is_ascii })
}

/// Whether the ASCII joiner at `at`, which follows a word character, holds two parts of one token together.
fn joins(text: &str, at: usize, byte: u8) -> bool {
    let bytes = text.as_bytes();
    let (Some(&before), Some(&after)) =
        (at.checked_sub(1).and_then(|index| bytes.get(index)), bytes.get(at + 1))
    else {
        return false;
    };
    match byte {
        b'.' | b',' if before.is_ascii_digit() && after.is_ascii_digit() => true,
        b'.' => {
            let single_before = at < 2 || !bytes[at - 2].is_ascii_alphanumeric();
            let single_after = bytes.get(at + 2).is_none_or(|next| !next.is_ascii_alphanumeric());
            before.is_ascii_alphabetic() && after.is_ascii_alphabetic() && single_before && single_after
        }
        b',' => false,
        _ => after.is_ascii_alphanumeric() || char_at(text, at + 1).is_some_and(char::is_alphanumeric),
    }
}

/// Whether the character at `at`, beyond ASCII, belongs to the token before it: a letter, a combining mark, a soft
/// hyphen, or an apostrophe between letters.
fn continues(text: &str, at: usize, character: char) -> bool {
    match character {
        '\u{ad}' | '\u{2011}' | '\u{2019}' => {
            char_at(text, at + character.len_utf8()).is_some_and(char::is_alphanumeric)
        }
        '\u{300}'..='\u{36f}' => true,
        _ => character.is_alphanumeric(),
    }
}

/// Writes the form under which a token is counted: lower case, straight apostrophes, no soft hyphens, and without a
/// possessive `'s`.
pub fn normalise(token: &str, is_ascii: bool, into: &mut Vec<u8>) {
    into.clear();
    if is_ascii {
        into.extend(token.bytes().map(|byte| byte.to_ascii_lowercase()));
    } else {
        let mut utf8 = [0; 4];
        for character in token.chars() {
            match character {
                '\u{2019}' => into.push(b'\''),
                '\u{2011}' => into.push(b'-'),
                '\u{ad}' => {}
                _ => {
                    for lower in character.to_lowercase() {
                        into.extend_from_slice(lower.encode_utf8(&mut utf8).as_bytes());
                    }
                }
            }
        }
    }
    if into.ends_with(b"'s") && into.len() > 2 {
        into.truncate(into.len() - 2);
    }
}

#[cfg(test)]
mod tests {
    use super::{next_token, normalise};

    fn tokens(text: &str) -> Vec<String> {
        let (mut at, mut found, mut buffer) = (0, Vec::new(), Vec::new());
        while let Some(span) = next_token(text, at) {
            normalise(&text[span.start..span.end], span.is_ascii, &mut buffer);
            found.push(String::from_utf8(buffer.clone()).unwrap());
            at = span.end;
        }
        found
    }

    #[test]
    fn words_numbers_and_joined_forms_are_single_tokens() {
        assert_eq!(
            tokens("The U.S. didn't pay $1,200.50 for a 50-day stay; \"Ukraine's\" 3.5% - ok."),
            ["the", "u.s", "didn't", "pay", "1,200.50", "for", "a", "50-day", "stay", "ukraine", "3.5", "ok"]
        );
    }

    #[test]
    fn text_beyond_ascii_is_tokenised_by_letters() {
        assert_eq!(tokens("Müller’s café—naïve “don’t” ÉTÉ"), ["müller", "café", "naïve", "don't", "été"]);
    }

    #[test]
    fn a_text_without_words_has_no_tokens() {
        assert!(tokens("").is_empty());
        assert!(tokens(" … — \u{2028} !?").is_empty());
    }
}
