//! Signs that must not reach a terminal or a message as they are: control characters and those that turn the direction
//! of writing.

/// Whether a character is a control character, or one that changes the direction of what stands beside it.
#[must_use]
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A text on one line and at most `n` characters long: white space becomes one space, what is hidden a `�`.
#[must_use]
pub fn visible(text: &str, n: usize) -> String {
    let mut shown = String::new();
    let mut after_space = false;
    for (number, character) in text.chars().enumerate() {
        if number == n {
            shown.push('…');
            break;
        }
        let is_space = character.is_whitespace();
        if is_space && !after_space {
            shown.push(' ');
        } else if !is_space {
            shown.push(if is_hidden(character) { '\u{fffd}' } else { character });
        }
        after_space = is_space;
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn hidden_signs_are_replaced_and_long_texts_cut() {
        assert_eq!(visible("a\u{1b}[31m\nb\u{202e}c", 20), "a\u{fffd}[31m b\u{fffd}c");
        assert_eq!(visible("abcdef", 3), "abc…");
    }
}
