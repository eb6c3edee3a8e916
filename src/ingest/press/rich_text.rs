//! Rich text as lines.
//!
//! Written for this: the crates there are walk groups by recursion, slice between the bytes of a sign, or keep no place in
//! the file. One pass, no recursion, and never more text than bytes; what is not understood is passed over.

use super::lines::{Builder, Lines};
use super::rich_text_codes::{Fonts, encoding, is_aside, sign};

/// Groups nested deeper than this are counted and no longer remembered: what they change holds until they end.
const MAX_DEPTH: usize = 4_096;

/// What holds within a group.
#[derive(Clone, Copy, Debug)]
struct State {
    /// Whether what stands here is no text of the document.
    is_aside: bool,
    /// Whether this is the table of fonts.
    is_fonts: bool,
    is_hidden: bool,
    is_bold: bool,
    /// How many signs follow a `\u` for programs that cannot read it.
    n_fallback: usize,
    /// The font, where one was named.
    font: Option<i32>,
}

/// The converter.
struct Converter<'a> {
    bytes: &'a [u8],
    at: usize,
    state: State,
    groups: Vec<State>,
    n_deeper: usize,
    fonts: Fonts,
    /// The font of text that names none.
    default_font: i32,
    /// The code page of the document.
    code_page: i32,
    /// Bytes that wait to be decoded, and where the first of them came from.
    waiting: Vec<u8>,
    waiting_from: usize,
    /// The first half of a sign beyond the sixteen bits of a `\u`.
    half: Option<u16>,
    /// How many signs are still to be passed over behind a `\u`.
    n_passed: usize,
    built: Builder,
}

/// The lines of a file of rich text; of a table's row, the cells are parted by tabs.
pub(super) fn lines(bytes: &[u8]) -> Lines {
    let state = State {
        is_aside: false,
        is_fonts: false,
        is_hidden: false,
        is_bold: false,
        n_fallback: 1,
        font: None,
    };
    let converter = Converter {
        bytes,
        at: 0,
        state,
        groups: Vec::new(),
        n_deeper: 0,
        fonts: Fonts::default(),
        default_font: 0,
        code_page: 1252,
        waiting: Vec::new(),
        waiting_from: 0,
        half: None,
        n_passed: 0,
        built: Builder::default(),
    };
    converter.run()
}

impl<'a> Converter<'a> {
    fn run(mut self) -> Lines {
        while let Some(byte) = self.bytes.get(self.at).copied() {
            let from = self.at;
            self.at += 1;
            match byte {
                b'{' => self.open(),
                b'}' => self.close(),
                b'\\' => self.control(from),
                // Line ends of the file mean nothing.
                b'\r' | b'\n' | 0 => {}
                _ => self.byte(byte, from),
            }
        }
        self.flush();
        let is_cut = !self.groups.is_empty();
        let mut lines = self.built.finish(self.at);
        if is_cut {
            lines.notes.push("the rich text ends within a group: the file may be cut off".to_owned());
        }
        lines
    }

    fn open(&mut self) {
        self.flush();
        self.n_passed = 0;
        if self.groups.len() < MAX_DEPTH {
            self.groups.push(self.state);
        } else {
            self.n_deeper += 1;
        }
    }

    fn close(&mut self) {
        self.flush();
        self.n_passed = 0;
        if self.n_deeper > 0 {
            self.n_deeper -= 1;
        } else if let Some(state) = self.groups.pop() {
            self.state = state;
        }
    }

    /// A byte of text.
    fn byte(&mut self, byte: u8, from: usize) {
        if self.n_passed > 0 {
            self.n_passed -= 1;
            return;
        }
        if self.is_text() {
            if self.waiting.is_empty() {
                self.waiting_from = from;
            }
            self.waiting.push(byte);
        }
    }

    fn is_text(&self) -> bool {
        !self.state.is_aside && !self.state.is_hidden
    }

    /// Decodes the bytes that wait.
    fn flush(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        if self.half.take().is_some() {
            self.built.write("\u{FFFD}", self.waiting_from, self.state.is_bold);
        }
        let font = self.state.font.unwrap_or(self.default_font);
        let encoding = encoding(self.fonts.code_page(font).unwrap_or(self.code_page));
        let (text, _) = encoding.decode_without_bom_handling(&self.waiting);
        self.built.write(&text, self.waiting_from, self.state.is_bold);
        self.waiting.clear();
    }

    /// A sign that is written as a word or by its number.
    fn write(&mut self, text: &str, from: usize) {
        self.flush();
        if self.is_text() {
            self.built.write(text, from, self.state.is_bold);
        }
    }

    fn end_line(&mut self) {
        self.flush();
        if self.is_text() {
            self.built.end_line(self.at);
        }
    }

    /// What stands behind a backslash.
    fn control(&mut self, from: usize) {
        let Some(first) = self.bytes.get(self.at).copied() else { return };
        if first.is_ascii_alphabetic() {
            let (name, number) = self.name_and_number();
            return self.word(name, number, from);
        }
        self.at += 1;
        match first {
            b'\'' => {
                let digits = self.bytes.get(self.at..self.at + 2).and_then(|it| std::str::from_utf8(it).ok());
                if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                    self.at += 2;
                    self.byte(byte, from);
                }
            }
            b'\\' | b'{' | b'}' => self.byte(first, from),
            b'~' if self.n_passed == 0 => self.write("\u{A0}", from),
            b'_' if self.n_passed == 0 => self.write("-", from),
            b'\r' | b'\n' => self.end_line(),
            // A group that a program may pass over when it does not know it: none of them holds text.
            b'*' => self.state.is_aside = true,
            _ => self.n_passed = self.n_passed.saturating_sub(1),
        }
    }

    /// Reads a control word, its number, and the space that ends it.
    fn name_and_number(&mut self) -> (&'a [u8], Option<i32>) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().take(40).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let (name, rest) = rest.split_at(length);
        let sign = usize::from(rest.first() == Some(&b'-'));
        let n_digits = rest.iter().skip(sign).take(10).take_while(|byte| byte.is_ascii_digit()).count();
        let digits = rest.get(..sign + n_digits).filter(|_| n_digits > 0).unwrap_or_default();
        let number = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok());
        self.at += length + digits.len();
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        (name, number)
    }

    fn word(&mut self, name: &[u8], number: Option<i32>, from: usize) {
        self.flush();
        // The signs to pass over are counted from each `\u` anew; a word that changes something is none of them.
        self.n_passed = 0;
        let is_on = number != Some(0);
        match name {
            b"u" => self.unicode(number.unwrap_or_default(), from),
            b"uc" => self.state.n_fallback = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(16),
            b"bin" => {
                let length = number.and_then(|number| usize::try_from(number).ok()).unwrap_or_default();
                self.at = self.at.saturating_add(length).min(self.bytes.len());
            }
            b"par" | b"line" | b"row" | b"nestrow" | b"sect" | b"page" | b"column" => self.end_line(),
            b"tab" | b"cell" | b"nestcell" => self.write("\t", from),
            b"b" => self.state.is_bold = is_on,
            b"v" | b"deleted" => self.state.is_hidden = is_on,
            b"plain" => {
                (self.state.is_bold, self.state.is_hidden, self.state.font) = (false, false, None);
            }
            b"ansicpg" => self.code_page = number.unwrap_or(1252),
            b"mac" => self.code_page = 10_000,
            b"deff" => self.default_font = number.unwrap_or_default(),
            b"fonttbl" => (self.state.is_aside, self.state.is_fonts) = (true, true),
            b"f" if self.state.is_fonts => self.fonts.define(number.unwrap_or_default()),
            b"fcharset" if self.state.is_fonts => self.fonts.charset(number.unwrap_or_default()),
            b"f" => self.state.font = number,
            _ if is_aside(name) => self.state.is_aside = true,
            _ => {
                if let Some(sign) = sign(name) {
                    self.write(sign, from);
                }
            }
        }
    }

    /// A sign by its number: sixteen bits, written with a sign (`\u-10179` is 55357).
    fn unicode(&mut self, number: i32, from: usize) {
        self.n_passed = self.state.n_fallback;
        if !self.is_text() {
            return;
        }
        let wrapped = if number < 0 { number + 0x1_0000 } else { number };
        let Ok(wide) = u32::try_from(wrapped) else { return };
        let unit = u16::try_from(wide).ok();
        let sign = match (self.half.take(), unit) {
            (None, Some(0xD800..=0xDBFF)) => {
                self.half = unit;
                return;
            }
            (Some(half), Some(low @ 0xDC00..=0xDFFF)) => {
                char::from_u32(0x1_0000 + ((u32::from(half) & 0x3FF) << 10) + (u32::from(low) & 0x3FF))
            }
            _ => char::from_u32(wide).filter(|sign| *sign != '\0'),
        };
        let sign = sign.unwrap_or(char::REPLACEMENT_CHARACTER);
        self.built.write(sign.encode_utf8(&mut [0; 4]), from, self.state.is_bold);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(rich: &[u8]) -> Vec<String> {
        let lines = lines(rich);
        (0..lines.len()).map(|at| lines.get(at).to_owned()).collect()
    }

    #[test]
    fn text_is_read_and_what_is_none_is_not() {
        let rich = br#"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fcharset204 Arial;}}
{\*\generator Any;}{\stylesheet{\s0 Normal;}}{\header Page 1}{\info{\title Nothing}}{\pict\bin5 }}}}}\pngblip 89504e47}
\pard\f0 Caf\'e9 \u8220"fr\u252\'fch\u8221" \emdash  a\~b\line {\b bold}\par
\f1 \'cf\'f0\f0 .{\field{\*\fldinst{HYPERLINK "https://a.example"}}{\fldrslt{\ul a link}}}\par
{\v hidden}\uc0\u-10179\u-8704 \{x\}\cell y\cell\row\uc1\u8364 ?}"#;
        assert_eq!(text(rich), ["Café “früh” — a\u{A0}b", "bold", "Пр.a link", "😀{x}\ty", "€"]);
    }

    #[test]
    fn hostile_groups_cost_neither_stack_nor_memory() {
        let deep =
            [b"{\\rtf1 a".to_vec(), b"{".repeat(200_000), b"b".to_vec(), b"}".repeat(200_001), b"c".to_vec()];
        assert_eq!(text(&deep.concat()), ["abc"]);
        assert_eq!(text(b"}}}a\\"), ["a"]);
        assert_eq!(text(b"{\\rtf1 a{\\u99999999 ?b\\'z\\bin999999999 c"), ["a\u{FFFD}bz"]);
        assert_eq!(text(b"{\\rtf1 a\\u-10179?b"), ["a\u{FFFD}b"]);
        assert_eq!(lines(b"{\\rtf1 cut").notes.len(), 1);
    }

    #[test]
    fn a_line_knows_its_place() {
        let rich = b"{\\rtf1 one\\par two\\par\n\\par{\\b three}\\par}";
        let lines = lines(rich);
        assert_eq!(text(rich), ["one", "two", "", "three"]);
        assert!(lines.is_headline(3) && !lines.is_headline(1));
    }
}
