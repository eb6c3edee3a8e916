//! Words in a picture: made harmless, measured in the embedded font, wrapped and cut.

use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};
use std::sync::LazyLock;

/// The font, and what browsers without it take in its place. It is also the name under which plotters knows the font.
pub(super) const FAMILY: &str = "DejaVu Sans, Verdana, sans-serif";
/// The most letters of a name that are shown.
const LONGEST: usize = 40;
/// Stands for what must not act in a picture: control and bidirectional marks.
const STAND_IN: char = '\u{FFFD}';
/// plotters takes the size as the height of a line; in this font that is 2,384 of 2,048 units an em.
const LINE_HEIGHT: f64 = 2_384.0 / 2_048.0;

static IS_REGISTERED: LazyLock<bool> = LazyLock::new(|| {
    register_font(FAMILY, FontStyle::Normal, dejavu::sans::regular()).is_ok()
        && register_font(FAMILY, FontStyle::Bold, dejavu::sans::bold()).is_ok()
});

/// Makes the font known to plotters.
pub(super) fn register() -> bool {
    *IS_REGISTERED
}

/// A size and weight of the font.
#[derive(Clone, Copy, Debug)]
pub(super) struct Face {
    pub(super) size: f64,
    pub(super) bold: bool,
}

impl Face {
    pub(super) const fn regular(size: f64) -> Self {
        Self { size, bold: false }
    }

    pub(super) const fn bold(size: f64) -> Self {
        Self { size, bold: true }
    }

    pub(super) fn style(self) -> FontStyle {
        if self.bold { FontStyle::Bold } else { FontStyle::Normal }
    }

    /// The width of a text in pixels.
    pub(super) fn width(self, text: &str) -> f64 {
        // Letters that the font lacks come from another one in a browser; East Asian ones are an em wide there.
        let (wide, known): (String, String) = text.chars().partition(|&letter| is_wide(letter));
        let ems = f64::from(u32::try_from(wide.chars().count()).unwrap_or(u32::MAX));
        (ems + self.ems_of_known(&known)) * self.size
    }

    fn ems_of_known(self, text: &str) -> f64 {
        // Measured in thousandths of an em, because plotters gives whole numbers.
        let font = if register() {
            Some(FontDesc::new(FontFamily::Name(FAMILY), 1_000.0 * LINE_HEIGHT, self.style()))
        } else {
            None
        };
        let measured = font.and_then(|font| font.box_size(text).ok());
        let guess = || 0.65 * f64::from(u32::try_from(text.chars().count()).unwrap_or(u32::MAX));
        measured.map_or_else(guess, |(width, _)| f64::from(width) / 1_000.0)
    }

    /// The lines into which a text falls at this width; a word that is wider is broken.
    pub(super) fn wrap(self, text: &str, width: f64) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for piece in pieces(text) {
            if self.width(&format!("{line}{}", piece.trim_end())) <= width {
                line.push_str(piece);
                continue;
            }
            // A word that no line can hold is not worth a new one.
            if !line.is_empty() && self.width(piece.trim_end()) <= width {
                lines.push(std::mem::take(&mut line));
            }
            for letter in piece.chars() {
                if letter != ' ' && !line.is_empty() && self.width(&format!("{line}{letter}")) > width {
                    lines.push(std::mem::take(&mut line));
                }
                line.push(letter);
            }
        }
        lines.push(line);
        lines.iter().map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty()).collect()
    }

    /// The text, cut with an ellipsis where it is wider than this.
    pub(super) fn cut(self, text: &str, width: f64) -> String {
        if self.width(text) <= width { text.to_owned() } else { self.with_ellipsis(text, width) }
    }

    /// As much of the text as there is room for before an ellipsis.
    fn with_ellipsis(self, text: &str, width: f64) -> String {
        let mut kept: Vec<char> = text.chars().collect();
        loop {
            let shorter = format!("{}…", kept.iter().collect::<String>().trim_end());
            if kept.is_empty() || self.width(&shorter) <= width {
                return shorter;
            }
            kept.pop();
        }
    }

    /// The text in at most `most` lines, the last of which is cut where that does not suffice.
    pub(super) fn lines(self, text: &str, width: f64, most: usize) -> Vec<String> {
        let mut lines = self.wrap(text, width);
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                *last = self.with_ellipsis(last, width);
            }
        }
        lines
    }
}

/// The parts of a text between which a line may end: behind spaces, and behind the marks in addresses.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive([' ', '-', '/', '_', '.'])
}

/// Whether a letter is an em wide: the blocks of East Asian writing and of pictures.
fn is_wide(letter: char) -> bool {
    matches!(u32::from(letter),
        0x1100..=0x115F | 0x2E80..=0xA4CF | 0xA960..=0xA97F | 0xAC00..=0xD7FF | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1_F000..=0x1_FAFF | 0x2_0000..=0x3_FFFF)
}

/// A mark that stands on the letter before it.
fn is_combining(letter: char) -> bool {
    matches!(u32::from(letter),
        0x0300..=0x036F | 0x0483..=0x0489 | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE00..=0xFE0F | 0xFE20..=0xFE2F)
}

/// What a letter of the data may be in a picture: itself, a space, a stand-in, or nothing.
fn tamed(letter: char) -> Option<char> {
    match letter {
        '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => Some(' '),
        // Invisible, and without a meaning in a name: soft hyphen, zero-width space, joiner of words, byte order mark.
        '\u{AD}' | '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' => None,
        // Would turn the order of what follows.
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}' => {
            Some(STAND_IN)
        }
        // Not allowed in XML, or of no one's meaning.
        '\u{FFF0}'..='\u{FFFB}'
        | '\u{FFFE}'
        | '\u{FFFF}'
        | '\u{E000}'..='\u{F8FF}'
        | '\u{E_0000}'..='\u{10_FFFF}' => Some(STAND_IN),
        other if other.is_control() => Some(STAND_IN),
        other => Some(other),
    }
}

/// A text of the data as it may stand in a picture: one line, nothing invisible or turning, at most two marks on a
/// letter (more would reach into the lines above), at most 40 letters.
pub(super) fn name(text: &str) -> String {
    let mut clean = String::new();
    let mut n_marks = 0;
    for letter in text.chars().filter_map(tamed) {
        n_marks = if is_combining(letter) { n_marks + 1 } else { 0 };
        if n_marks <= 2 {
            clean.push(letter);
        }
    }
    let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    if clean.is_empty() {
        return "(no name)".to_owned();
    }
    if clean.chars().count() <= LONGEST {
        return clean;
    }
    format!("{}…", clean.chars().take(LONGEST - 1).collect::<String>().trim_end())
}

/// The name of a feature: underscores become spaces.
pub(super) fn feature(text: &str) -> String {
    name(&text.replace('_', " "))
}

/// Whether the font has no picture of this letter and draws its box for it.
pub(super) fn is_lacking(letter: char) -> bool {
    letter > '\u{24F}' && pixels(letter) == pixels('\u{FFFF}')
}

/// What plotters would paint. It has no other way to ask whether a font has a letter.
fn pixels(letter: char) -> Vec<(i32, i32)> {
    let mut found = Vec::new();
    if register() {
        let font = FontDesc::new(FontFamily::Name(FAMILY), 24.0, FontStyle::Normal);
        let painted = font.draw(letter.encode_utf8(&mut [0; 4]), (0, 0), |x, y, strength| {
            if strength > 0.5 {
                found.push((x, y));
            }
            Ok::<(), std::convert::Infallible>(())
        });
        if painted.is_err() {
            found.clear();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_width_is_that_of_the_letters_not_of_the_bytes() {
        let face = Face::regular(20.0);
        assert!(face.width("WWWW") > 3.0 * face.width("iiii"));
        assert!((face.width("uuu") - face.width("üüü")).abs() < 0.1);
    }

    #[test]
    fn wrapped_lines_fit_and_lose_no_word() {
        let face = Face::regular(12.0);
        let lines = face.wrap("policy prescription and evaluation", 90.0);
        assert!(lines.iter().all(|line| face.width(line) <= 90.0), "{lines:?}");
        assert_eq!(lines.join(" "), "policy prescription and evaluation");
    }

    #[test]
    fn a_word_without_spaces_is_broken_and_the_last_line_cut() {
        let face = Face::regular(12.0);
        let lines = face.lines(&"新聞".repeat(30), 100.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…') && lines.iter().all(|line| face.width(line) <= 100.0));
    }

    #[test]
    fn hostile_names_are_made_visible() {
        assert_eq!(name("a\u{202E}b\u{7}c\u{200B}\nd"), "a\u{FFFD}b\u{FFFD}c d");
        assert_eq!(name("e\u{301}\u{302}\u{303}\u{304}"), "e\u{301}\u{302}");
        assert_eq!(name(" \u{FEFF}\t"), "(no name)");
        assert_eq!(name(&"ä".repeat(41)), format!("{}…", "ä".repeat(39)));
    }

    #[test]
    fn the_font_lacks_chinese_but_not_greek() {
        assert!(is_lacking('新'));
        assert!(!is_lacking('ω') && !is_lacking('ж') && !is_lacking('−'));
    }
}
