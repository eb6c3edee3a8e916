//! The lines of an export, whichever form it has.

use std::ops::Range;

use crate::error::Result;
use crate::ingest::decode;
use crate::ingest::input::InputFile;

use super::{markup, rich_text};

/// A line without the white space around it.
#[derive(Clone, Copy, Debug)]
struct Line {
    start: usize,
    end: usize,
    /// The byte of the file at which it starts.
    offset: usize,
    /// Whether the form marks it as a headline.
    is_headline: bool,
}

/// The lines of a file.
#[derive(Debug, Default)]
pub(super) struct Lines {
    text: String,
    lines: Vec<Line>,
    /// Whether paragraphs are broken into lines of one width, so that only a blank line ends one.
    pub(super) is_wrapped: bool,
    /// Bytes of the file before its first line; `None` where the bytes that were read are not those of the file.
    base: Option<u64>,
    /// What to tell the user of the whole file.
    pub(super) notes: Vec<String>,
    /// What was met where the bytes break off, should they.
    pub(super) broken: Option<std::io::Error>,
}

/// The form of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    Html,
    RichText,
}

/// The form that the first bytes of a file announce; `None` for other formats and binary data.
pub(super) fn form(file: &InputFile) -> Option<Form> {
    let head = file.head.get(decode::mark_length(&file.head)..).unwrap_or_default().trim_ascii_start();
    if head.starts_with(b"{\\rtf") {
        return Some(Form::RichText);
    }
    if decode::is_binary(&file.head) {
        return None;
    }
    if head.starts_with(b"<") {
        let starts = |magic: &[u8]| head.get(..magic.len()).is_some_and(|it| it.eq_ignore_ascii_case(magic));
        let is_html = [&b"<html"[..], b"<!doctype html", b"<head", b"<!--"].iter().any(|it| starts(it));
        return is_html.then_some(Form::Html);
    }
    decode::foreign(&file.head).is_none().then_some(Form::Text)
}

/// The lines of the first bytes of a file, for a reader to look at.
pub(super) fn of_head(file: &InputFile, form: Form) -> Lines {
    match form {
        Form::RichText => {
            rich_text::lines(file.head.get(decode::mark_length(&file.head)..).unwrap_or_default())
        }
        Form::Html => markup::lines(&decode::head_text(file)),
        Form::Text => {
            let text = decode::head_text(file).into_owned();
            let mut built = Builder::default();
            for range in line_ranges(text.as_bytes()) {
                built.keep(range.clone(), range.start);
            }
            Lines { is_wrapped: true, ..built.over(text) }
        }
    }
}

/// The lines of a whole file.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn of_file(file: &InputFile, form: Form) -> Result<Lines> {
    if form == Form::RichText {
        let (bytes, broken) = file.bytes_so_far()?;
        let mut lines = rich_text::lines(bytes.get(decode::mark_length(&bytes)..).unwrap_or_default());
        lines.base = Some(decode::mark_length(&bytes) as u64);
        lines.broken = broken;
        return Ok(lines);
    }
    let mut opened = decode::open(file)?;
    let mut bytes = Vec::new();
    let broken = opened.bytes.read_to_end(&mut bytes).err();
    let mut lines = match (form, String::from_utf8(bytes)) {
        (Form::Html, Ok(text)) => Lines { base: opened.start, ..markup::lines(&text) },
        (Form::Html, Err(error)) => {
            let (text, repair) = decode::text(error.as_bytes(), &[]);
            let mut lines = markup::lines(&text);
            lines.notes.extend(decode::describe(repair, ""));
            lines
        }
        (_, Ok(text)) => {
            let mut built = Builder::default();
            for range in line_ranges(text.as_bytes()) {
                built.keep(range.clone(), range.start);
            }
            Lines { base: opened.start, ..built.over(text) }
        }
        (_, Err(error)) => repaired(error.as_bytes(), opened.start),
    };
    lines.notes.extend(opened.note);
    lines.broken = broken;
    lines.is_wrapped = form == Form::Text && lines.has_one_width();
    Ok(lines)
}

/// Lines of bytes that are no valid UTF-8. Encodings that leave ASCII in place keep the number of lines, so that a line's
/// place in the file is known.
fn repaired(bytes: &[u8], start: Option<u64>) -> Lines {
    let (text, repair) = decode::text(bytes, &[]);
    let raw: Vec<usize> = line_ranges(bytes).map(|range| range.start).collect();
    let mut built = Builder::default();
    for (n, range) in line_ranges(text.as_bytes()).enumerate() {
        built.keep(range, raw.get(n).copied().unwrap_or_default());
    }
    let same = built.lines.len() == raw.len();
    let mut lines = Lines { base: start.filter(|_| same), ..built.over(text.into_owned()) };
    lines.notes.extend(decode::describe(repair, ""));
    lines
}

/// The ranges of the lines of a text: LF, CR LF, CR and form feeds end them, in any mixture.
fn line_ranges(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = bytes.get(start..).filter(|rest| !rest.is_empty())?;
        let length = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r' | 0x0C)).unwrap_or(rest.len());
        let range = start..start + length;
        let is_pair = bytes.get(range.end..range.end + 2) == Some(b"\r\n");
        start = range.end + if is_pair { 2 } else { 1 };
        Some(range)
    })
}

impl Lines {
    /// How many lines there are.
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// A line; empty behind the last one.
    pub(super) fn get(&self, at: usize) -> &str {
        self.lines.get(at).and_then(|line| self.text.get(line.start..line.end)).unwrap_or_default()
    }

    /// Whether the form marks a line as a headline.
    pub(super) fn is_headline(&self, at: usize) -> bool {
        self.lines.get(at).is_some_and(|line| line.is_headline)
    }

    /// The byte of the file at which a line starts.
    pub(super) fn offset(&self, at: usize) -> Option<u64> {
        Some(self.base? + self.lines.get(at)?.offset as u64)
    }

    /// The lines of `range` that are not blank.
    pub(super) fn filled(&self, range: Range<usize>) -> impl DoubleEndedIterator<Item = usize> {
        range.filter(|at| !self.get(*at).is_empty())
    }

    /// The paragraphs of `range`, a blank line between two of them; `first` is what stands before the range in its first.
    pub(super) fn paragraphs(&self, first: &str, range: Range<usize>) -> String {
        let mut text = first.trim().to_owned();
        let mut is_apart = false;
        for line in range.map(|at| self.get(at)) {
            if line.is_empty() {
                is_apart = true;
                continue;
            }
            if !text.is_empty() {
                let is_new = is_apart || !self.is_wrapped;
                let between = if ends_in_hyphen(&text, line) { "" } else { " " };
                text.push_str(if is_new { "\n\n" } else { between });
            }
            text.push_str(line);
            is_apart = false;
        }
        text
    }

    /// Lines of `range` as one.
    pub(super) fn joined(&self, range: Range<usize>) -> String {
        self.filled(range).map(|at| self.get(at)).collect::<Vec<_>>().join(" ")
    }

    /// Whether the lines are broken at one width: hardly any is long, and most that another follows are full, in that
    /// the first word of the next would not have fit.
    fn has_one_width(&self) -> bool {
        const LONGEST: usize = 100;
        const SHORTEST: usize = 40;
        let width = |at: usize| self.get(at).chars().count();
        let widths: Vec<usize> = (0..self.len()).map(width).collect();
        let n_filled = widths.iter().filter(|width| **width > 0).count();
        let n_long = widths.iter().filter(|width| **width > LONGEST).count();
        if n_long * 20 > n_filled {
            return false;
        }
        // Nearly the widest: an address that cannot be broken may stand out.
        let mut usual: Vec<usize> =
            widths.iter().filter(|width| (SHORTEST..=LONGEST).contains(*width)).copied().collect();
        usual.sort_unstable();
        let widest = usual.get(usual.len() * 19 / 20).copied().unwrap_or_default();
        let (mut n_followed, mut n_full) = (0_usize, 0_usize);
        for (at, pair) in widths.windows(2).enumerate() {
            let [this @ SHORTEST..=LONGEST, next] = *pair else { continue };
            if next == 0 {
                continue;
            }
            let word = self.get(at + 1).split_whitespace().next().unwrap_or_default().chars().count();
            n_followed += 1;
            n_full += usize::from(this + 1 + word + 4 > widest);
        }
        n_full * 2 >= n_followed
    }
}

/// Whether a line ended within a compound (`well-` `known`), and not before a word that stands for its rest (`Haus-` `und`).
fn ends_in_hyphen(text: &str, next: &str) -> bool {
    let word = next.split_whitespace().next().unwrap_or_default();
    text.strip_suffix('-').is_some_and(|text| text.ends_with(char::is_alphabetic))
        && word.starts_with(char::is_alphabetic)
        && !["and", "or", "und", "oder", "bzw.", "et", "ou", "en", "of", "y", "o"].contains(&word)
}

/// Puts lines together.
#[derive(Debug, Default)]
pub(super) struct Builder {
    text: String,
    lines: Vec<Line>,
    /// The line that was begun: where it starts in the text and in the source, and whether it is a headline.
    begun: Option<Line>,
}

impl Builder {
    /// Whether nothing was written to the line that is open.
    pub(super) fn is_at_start(&self) -> bool {
        self.begun.is_none()
    }

    /// The last sign of the open line.
    pub(super) fn last(&self) -> Option<char> {
        self.begun.and_then(|_| self.text.chars().next_back())
    }

    /// Writes to the open line, or opens one.
    pub(super) fn write(&mut self, text: &str, offset: usize, is_headline: bool) {
        if text.is_empty() {
            return;
        }
        let start = self.text.len();
        let line = self.begun.get_or_insert(Line { start, end: start, offset, is_headline: false });
        line.is_headline |= is_headline;
        self.text.push_str(text);
    }

    /// Ends the open line. Without one, a blank line is written.
    pub(super) fn end_line(&mut self, offset: usize) {
        let start = self.text.len();
        let line = self.begun.take().unwrap_or(Line { start, end: start, offset, is_headline: false });
        let text = self.text.get(line.start..).unwrap_or_default();
        let start = line.start + (text.len() - text.trim_start().len());
        let end = start + text.trim().len();
        self.lines.push(Line { start, end, ..line });
    }

    /// Adds a line of a text that is kept elsewhere; its trimming waits for [`Builder::over`].
    fn keep(&mut self, range: Range<usize>, offset: usize) {
        self.lines.push(Line { start: range.start, end: range.end, offset, is_headline: false });
    }

    /// The lines over a text that was kept elsewhere.
    fn over(self, text: String) -> Lines {
        let mut lines = self.lines;
        for line in &mut lines {
            let whole = text.get(line.start..line.end).unwrap_or_default();
            line.start += whole.len() - whole.trim_start().len();
            line.end = line.start + whole.trim().len();
        }
        Lines { text, lines, ..Lines::default() }
    }

    /// The lines that were written.
    pub(super) fn finish(mut self, offset: usize) -> Lines {
        if self.begun.is_some() {
            self.end_line(offset);
        }
        Lines { text: self.text, lines: self.lines, ..Lines::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::input::Input;

    fn read(bytes: &[u8]) -> Lines {
        let file = Input::from_bytes("a.txt", bytes).open().unwrap();
        of_file(&file, form(&file).unwrap()).unwrap()
    }

    #[test]
    fn any_mixture_of_line_ends_is_read_and_places_are_those_of_the_file() {
        let lines = read(b"one\r\n two\rcaf\xE9\x0Cl\x92an\n\nfive");
        let all: Vec<&str> = (0..lines.len()).map(|at| lines.get(at)).collect();
        assert_eq!(all, ["one", "two", "café", "l’an", "", "five"]);
        assert_eq!((lines.offset(3), lines.offset(5)), (Some(15), Some(21)), "{:?}", lines.notes);
        assert_eq!(read(b"\xEF\xBB\xBFone\ntwo").offset(1), Some(7));
        assert_eq!(read(b"\xFF\xFEa\0\n\0b\0").offset(1), None, "UTF-16 is decoded as a whole");
        assert_eq!((lines.get(99), lines.offset(99)), ("", None));
    }

    #[test]
    fn lines_of_one_width_are_parts_of_paragraphs() {
        let wrapped = "The quay was full at dawn, and by noon it was empty, since the minister\nof the island \
                       had left by the back door of the customs house, with a well-\nknown adviser.\n\nNobody spoke.\n";
        let lines = read(wrapped.as_bytes());
        assert!(lines.is_wrapped);
        let text = lines.paragraphs("", 0..lines.len());
        assert!(
            text.contains("minister of") && text.ends_with("a well-known adviser.\n\nNobody spoke."),
            "{text}"
        );
        let items = "A first paragraph that stands in a line alone.\nA second one, of quite another length, which \
                     stands so too.\nA third, also alone, and of middling length.\nA fourth paragraph to end with, no more.\n";
        assert!(!read(items.as_bytes()).is_wrapped);
        let long = format!("{}\nShort.\n", "A long paragraph in a single line. ".repeat(9));
        assert!(!read(long.as_bytes()).is_wrapped);
    }
}
