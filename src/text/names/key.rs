//! The form under which a name is compared: its tokens as they are counted, with single spaces between.

use crate::text::token::{next_token, normalise};

/// Writes the key of a name into a buffer: lower case, no full stops, quote marks or possessive endings, so that
/// `Donald J. Trump's` and `DONALD J TRUMP` have one.
pub fn name_key(written: &str, word: &mut Vec<u8>, key: &mut Vec<u8>) {
    key.clear();
    let mut at = 0;
    while let Some(span) = next_token(written, at) {
        at = span.end;
        normalise(&written[span.start..span.end], span.is_ascii, word);
        if !key.is_empty() {
            key.push(b' ');
        }
        key.extend_from_slice(word);
    }
}

#[cfg(test)]
mod tests {
    use super::name_key;

    #[test]
    fn marks_cases_and_spaces_do_not_part_names() {
        let (mut word, mut key) = (Vec::new(), Vec::new());
        for written in ["Mr. Ann O’Dell's", "MR ANN O'DELL", "Mr\n Ann  O'Dell"] {
            name_key(written, &mut word, &mut key);
            assert_eq!(key, b"mr ann o'dell", "{written}");
        }
        name_key(" -- ", &mut word, &mut key);
        assert!(key.is_empty());
    }
}
