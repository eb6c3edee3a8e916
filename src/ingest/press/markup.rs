//! HTML of an export as lines: the tags go, what ends a block ends a line.
//!
//! The exports are flat pages that machines wrote, of up to a hundred megabytes. So no tree is built: one pass, and each
//! line knows its place in the file.

use std::borrow::Cow;

use super::lines::{Builder, Lines};

/// The text of the elements that is no text of the page.
const UNSEEN: [&str; 4] = ["script", "style", "title", "textarea"];

/// The lines of a page; of a table's row, the cells are parted by tabs.
pub(super) fn lines(page: &str) -> Lines {
    let mut scanner = Scanner { page, at: 0, has_quotes: true, has_tags: true, built: Builder::default() };
    let mut is_headline = false;
    while let Some(rest) = page.get(scanner.at..).filter(|rest| !rest.is_empty()) {
        let length = if scanner.has_tags { rest.find('<').unwrap_or(rest.len()) } else { rest.len() };
        scanner.text(rest.get(..length).unwrap_or_default(), is_headline);
        scanner.at += length;
        let Some(tag) = scanner.tag() else { continue };
        let (name, attributes) = tag.split_at(tag.find(|c: char| !is_name(c)).unwrap_or(tag.len()));
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "td" | "th" if !scanner.built.is_at_start() => scanner.built.write("\t", scanner.at, false),
            block if ends_line(block.trim_start_matches('/')) && !scanner.built.is_at_start() => {
                scanner.built.end_line(scanner.at);
            }
            _ => {}
        }
        if ends_line(name.trim_start_matches('/')) || name.starts_with('/') {
            is_headline = false;
        }
        is_headline |= !name.starts_with('/') && has_class(attributes, "headline");
        if UNSEEN.contains(&name.as_str()) {
            scanner.pass_over(&name);
        }
    }
    scanner.built.finish(page.len())
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '/'
}

/// Whether a word of the class of an element ends so, in capital or small letters.
fn has_class(attributes: &str, ending: &str) -> bool {
    let lower = attributes.to_ascii_lowercase();
    let value = lower.split_once("class=").map_or("", |(_, rest)| rest.trim_start_matches(['"', '\'']));
    let value = value.split(['"', '\'', '>']).next().unwrap_or_default();
    value.split_ascii_whitespace().any(|class| class.ends_with(ending))
}

fn ends_line(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "br"
            | "tr"
            | "table"
            | "li"
            | "ul"
            | "ol"
            | "hr"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "html"
            | "head"
            | "body"
            | "form"
            | "section"
            | "article"
            | "center"
            | "blockquote"
    )
}

/// Where the reading of a page stands.
struct Scanner<'a> {
    page: &'a str,
    at: usize,
    /// Whether quotation marks in tags are in pairs; without one that ends, they say nothing from there on.
    has_quotes: bool,
    /// Whether there is a `>` to come.
    has_tags: bool,
    built: Builder,
}

impl<'a> Scanner<'a> {
    /// Writes a piece of text: entities decoded, white space but the unbreakable made one space.
    fn text(&mut self, raw: &str, is_headline: bool) {
        let text = html_escape::decode_html_entities(raw);
        let offset = self.at + (raw.len() - raw.trim_start().len());
        for (n, word) in text.split(is_space).enumerate() {
            if n > 0 && self.built.last().is_some_and(|last| !last.is_whitespace()) {
                self.built.write(" ", offset, false);
            }
            // An unbreakable space alone opens no line.
            if !(self.built.is_at_start() && word.trim().is_empty()) {
                self.built.write(&mended(word), offset, is_headline);
            }
        }
    }

    /// What stands between `<` and `>`, when a tag starts here; steps behind it, or behind what is no tag.
    fn tag(&mut self) -> Option<&'a str> {
        let rest = self.page.get(self.at..)?.strip_prefix('<')?;
        let start = self.at + 1;
        if rest.starts_with("!--") {
            let length = rest.find("-->").map_or(rest.len(), |length| length + 3);
            self.at = start + length;
            return None;
        }
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
            // A sign of the text: "a < b".
            self.text("<", false);
            self.at = start;
            return None;
        }
        let length = self.tag_length(rest);
        self.at = start + length.map_or(0, |length| length + 1);
        self.page.get(start..start + length?)
    }

    /// The bytes up to the `>` of a tag, which does not stand in quotation marks.
    fn tag_length(&mut self, rest: &str) -> Option<usize> {
        let mut quote = None;
        if self.has_quotes {
            for (at, byte) in rest.bytes().enumerate() {
                match (byte, quote) {
                    (b'>', None) => return Some(at),
                    (b'"' | b'\'', None) => quote = Some(byte),
                    (_, Some(open)) if open == byte => quote = None,
                    _ => {}
                }
            }
            self.has_quotes = false;
        }
        let length = rest.find('>');
        self.has_tags = length.is_some();
        length
    }

    /// Steps behind the end of an element whose text is not shown.
    fn pass_over(&mut self, name: &str) {
        let rest = self.page.get(self.at..).unwrap_or_default().as_bytes();
        let end = format!("</{name}");
        let is_end = |window: &[u8]| window.eq_ignore_ascii_case(end.as_bytes());
        let length = rest.windows(end.len()).position(is_end).unwrap_or(rest.len());
        self.at += length;
    }
}

/// White space that a browser makes one space.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{C}')
}

/// Numbers of signs that mean windows-1252 (`&#146;` is an apostrophe), as browsers read them.
fn mended(text: &str) -> Cow<'_, str> {
    if !text.contains(|c: char| ('\u{80}'..='\u{9F}').contains(&c)) {
        return Cow::Borrowed(text);
    }
    let mend = |c: char| match u8::try_from(u32::from(c)) {
        Ok(byte @ 0x80..=0x9F) => {
            let bytes = [byte];
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
            text.chars().next().unwrap_or(c)
        }
        _ => c,
    };
    text.chars().map(mend).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(page: &str) -> Vec<String> {
        let lines = lines(page);
        (0..lines.len()).map(|at| lines.get(at).to_owned()).collect()
    }

    #[test]
    fn blocks_are_lines_and_cells_are_parted_by_tabs() {
        let page = "<html><head><title>No</title><STYLE>p { }</STYLE></head><body><!-- <DOC> -->\n<p>One\n <b>and</b>  two &amp; \
                    caf&eacute;&#146;s</p><P>&nbsp;</P>a<br>b < c<img alt='>'>\n<table><tr><td><b>HD</b>&nbsp;</td><td>Head</td></tr>\
                    <tr><td>LP</td><td><p>x</p></td></tr></table><script>if (a<b) {}</script>";
        assert_eq!(text(page), ["One and two & café’s", "a", "b < c", "HD\u{A0}\tHead", "LP", "x"]);
    }

    #[test]
    fn a_headline_is_known_by_its_class() {
        let lines = lines("<div id=hd><span class=\"enHeadline x\">Title</span></div><div>By A</div>");
        assert!(lines.is_headline(0) && !lines.is_headline(1));
    }

    #[test]
    fn what_never_ends_costs_no_more_than_its_length() {
        assert_eq!(text(&"<a href='".repeat(200_000)).len(), 1);
        assert_eq!(text(&"<!-- ".repeat(200_000)).len(), 0);
        assert_eq!(text(&"<p ".repeat(200_000)).len(), 1);
        assert_eq!(text("a <script> b"), ["a"]);
    }
}
