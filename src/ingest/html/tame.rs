//! Bounds a page before it is parsed.
//!
//! The HTML standard's parser looks through all open elements at many tags, and opens formatting elements that were not
//! closed again in each paragraph: 100,000 nested elements cost minutes, 10,000 unclosed ones gigabytes. Browsers bound the
//! depth too. What is left out here are tags beyond a depth that no page needs; no text is lost.

use std::borrow::Cow;

/// The deepest nesting that is kept. Pages of real sites stay below 100.
const MAX_DEPTH: usize = 250;
/// The most formatting elements (`<b>`, `<font>`, ...) that may be open at once.
const MAX_FORMATTING: usize = 32;
/// The most tags and entities: a tag costs some 200 bytes of memory once it is parsed.
pub(super) const MAX_TAGS: usize = 1_000_000;

/// The most entities in one text.
const MAX_REFERENCES: usize = 2_000;
/// The most attributes of a tag.
const MAX_ATTRIBUTES: usize = 500;

/// Elements that the parser opens again after the block that closed them.
const FORMATTING: [&str; 13] =
    ["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
/// Elements without an end tag, or whose end tag may be left out (the next one closes them).
const UNCOUNTED: [&str; 36] = [
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img", "input",
    "keygen", "link", "meta", "param", "source", "track", "wbr", "p", "li", "dt", "dd", "td", "th", "tr",
    "tbody", "thead", "tfoot", "colgroup", "option", "optgroup", "html", "head", "body", "a",
];
/// Elements whose content is no markup.
const RAW: [&str; 8] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// A tag in the source: its name in small letters, where it starts and ends, whether it is an end tag.
struct Tag<'a> {
    name: Name<'a>,
    start: usize,
    end: usize,
    is_end: bool,
}

/// A name as it stands in the source; compared without regard to case.
#[derive(Clone, Copy)]
struct Name<'a>(&'a [u8]);

impl Name<'_> {
    fn is(self, other: &str) -> bool {
        self.0.eq_ignore_ascii_case(other.as_bytes())
    }

    fn is_any(self, names: &[&str]) -> bool {
        names.iter().any(|name| self.is(name))
    }
}

/// The page without the tags that lie too deep; `None` when it has more than [`MAX_TAGS`].
pub(super) fn tame(html: &str) -> Option<Cow<'_, str>> {
    let bytes = html.as_bytes();
    let mut tamer =
        Tamer { html, open: Vec::new(), formatting: 0, foreign: None, kept: 0, tamed: String::new() };
    let (mut at, mut n_tags) = (0, 0);
    while let Some(tag) = next_tag(bytes, at) {
        n_tags += 1 + bytes.get(at..tag.start).map_or(0, n_references);
        if n_tags > MAX_TAGS {
            return None;
        }
        tamer.text(at, tag.start);
        at = tag.end;
        if !tag.is_end && tag.name.is_any(&RAW) {
            at = raw_end(bytes, tag.end, tag.name);
            tamer.raw(&tag, at);
        } else if !tag.name.0.is_empty() {
            tamer.tag(&tag);
        }
    }
    if n_tags + bytes.get(at..).map_or(0, n_references) > MAX_TAGS {
        return None;
    }
    tamer.text(at, html.len());
    if tamer.kept == 0 {
        return Some(Cow::Borrowed(html));
    }
    tamer.tamed.push_str(html.get(tamer.kept..).unwrap_or_default());
    Some(Cow::Owned(tamer.tamed))
}

/// A page on its way.
struct Tamer<'a> {
    html: &'a str,
    /// The open elements that count.
    open: Vec<Name<'a>>,
    /// Formatting elements that were opened and not closed.
    formatting: usize,
    /// Where drawings and formulas start among the open elements: in them every tag nests.
    foreign: Option<usize>,
    /// Up to where the page is in `tamed`.
    kept: usize,
    tamed: String,
}

impl<'a> Tamer<'a> {
    /// Puts `instead` in the place of a part of the page.
    fn replace(&mut self, from: usize, to: usize, instead: &str) {
        self.tamed.push_str(self.html.get(self.kept..from).unwrap_or_default());
        self.tamed.push_str(instead);
        self.kept = to;
    }

    fn text(&mut self, from: usize, to: usize) {
        if let Some(split) = self.html.get(from..to).and_then(split_text) {
            self.replace(from, to, &split);
        }
    }

    /// An element that holds no markup, up to `end`; a title may still hold entities.
    fn raw(&mut self, tag: &Tag<'a>, end: usize) {
        let content = self.html.as_bytes().get(tag.end..end).unwrap_or_default();
        if tag.name.is_any(&["title", "textarea"]) && n_references(content) > MAX_REFERENCES {
            // The end tag's `</` lies before `end`.
            self.replace(tag.end, end.saturating_sub(2).max(tag.end), "");
        }
    }

    fn tag(&mut self, tag: &Tag<'a>) {
        let source = self.html.as_bytes().get(tag.start..tag.end).unwrap_or_default();
        if n_attributes(source) > MAX_ATTRIBUTES {
            return self.replace(tag.start, tag.end, " ");
        }
        self.foreign = self.foreign.filter(|start| self.open.len() > *start);
        let closes_itself = self.foreign.is_some() && source.ends_with(b"/>");
        if closes_itself || (self.foreign.is_none() && tag.name.is_any(&UNCOUNTED)) {
            return;
        }
        let is_formatting = tag.name.is_any(&FORMATTING);
        if tag.is_end {
            self.formatting = self.formatting.saturating_sub(usize::from(is_formatting));
            // An end tag closes what was opened within its element, too; a stray one closes nothing.
            if let Some(from) = self.open.iter().rposition(|name| name.0.eq_ignore_ascii_case(tag.name.0)) {
                self.open.truncate(from);
            }
        } else if self.open.len() >= MAX_DEPTH || (is_formatting && self.formatting >= MAX_FORMATTING) {
            // A word must not grow together with the next.
            self.replace(tag.start, tag.end, " ");
        } else {
            self.formatting += usize::from(is_formatting);
            if self.foreign.is_none() && tag.name.is_any(&["svg", "math"]) {
                self.foreign = Some(self.open.len());
            }
            self.open.push(tag.name);
        }
    }
}

/// Text with an empty comment after each `MAX_REFERENCES` entities; `None` where it has fewer.
///
/// The parser adds to a text node at each entity and each stray `<`, and copies the node each time.
fn split_text(text: &str) -> Option<String> {
    if n_references(text.as_bytes()) <= MAX_REFERENCES {
        return None;
    }
    let (mut split, mut n, mut kept) = (String::with_capacity(text.len() + 1024), 0, 0);
    for (at, _) in text.match_indices(['&', '<']) {
        n += 1;
        if n % MAX_REFERENCES == 0 {
            split.push_str(text.get(kept..at).unwrap_or_default());
            split.push_str("<!---->");
            kept = at;
        }
    }
    split.push_str(text.get(kept..).unwrap_or_default());
    Some(split)
}

fn n_references(text: &[u8]) -> usize {
    text.iter().filter(|byte| matches!(byte, b'&' | b'<')).count()
}

/// About how many attributes a tag has: runs of space outside quotes. Each is compared with all before it.
fn n_attributes(tag: &[u8]) -> usize {
    let (mut n, mut quote, mut was_space) = (0, None, false);
    for byte in tag {
        match (quote, *byte) {
            (Some(open), byte) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, mark @ (b'"' | b'\'')) => quote = Some(mark),
            (None, byte) => {
                let is_space = byte.is_ascii_whitespace() || byte == b'/';
                n += usize::from(is_space && !was_space);
                was_space = is_space;
            }
        }
    }
    n
}

/// The next tag from `at` on, or a comment, which has no name.
fn next_tag(bytes: &[u8], mut at: usize) -> Option<Tag<'_>> {
    loop {
        at += position(bytes.get(at..)?, b'<')?;
        let rest = bytes.get(at + 1..)?;
        if rest.starts_with(b"!--") {
            let end = at + 2 + find(rest.get(1..)?, b"-->")? + 3;
            return Some(Tag { name: Name(&[]), start: at, end, is_end: false });
        }
        let is_end = rest.first() == Some(&b'/');
        let name_at = at + 1 + usize::from(is_end);
        let name = bytes.get(name_at..)?;
        let length = name.iter().position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'));
        let name = name.get(..length.unwrap_or(name.len())).unwrap_or_default();
        if !name.first().is_some_and(u8::is_ascii_alphabetic) {
            at += 1;
            continue;
        }
        let end = tag_end(bytes, name_at + name.len());
        return Some(Tag { name: Name(name), start: at, end, is_end });
    }
}

/// The byte behind the `>` that ends a tag; one in a quoted attribute does not.
fn tag_end(bytes: &[u8], from: usize) -> usize {
    let mut quote = None;
    let mut before = b' ';
    for (n, byte) in bytes.get(from..).unwrap_or_default().iter().enumerate() {
        match (quote, *byte) {
            (Some(open), byte) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return from + n + 1,
            // A quote elsewhere is part of a name, as the standard has it.
            (None, mark @ (b'"' | b'\'')) if before == b'=' => quote = Some(mark),
            (None, _) => {}
        }
        if !byte.is_ascii_whitespace() {
            before = *byte;
        }
    }
    bytes.len()
}

/// Where the content of a raw element ends: at its end tag, or at the end of the page.
fn raw_end(bytes: &[u8], from: usize, name: Name<'_>) -> usize {
    let mut at = from;
    while let Some(found) = bytes.get(at..).and_then(|rest| find(rest, b"</")) {
        at += found + 2;
        if bytes.get(at..at + name.0.len()).is_some_and(|end| end.eq_ignore_ascii_case(name.0)) {
            return at;
        }
    }
    bytes.len()
}

fn position(bytes: &[u8], wanted: u8) -> Option<usize> {
    bytes.iter().position(|byte| *byte == wanted)
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_usual_depth_stays_as_it_is() {
        let page =
            "<!doctype html><div a='>'><p>x<p>y<script>if (a</b) '</div>'</script><!-- <div> --></div>"
                .repeat(300);
        assert!(matches!(tame(&page), Some(Cow::Borrowed(_))));
    }

    #[test]
    fn tags_beyond_the_depth_go_and_the_text_stays() {
        let page = format!("{}word<i>s</i>", "<div>".repeat(1000));
        let tamed = tame(&page).unwrap();
        assert_eq!(tamed.matches("<div>").count(), MAX_DEPTH);
        assert!(tamed.contains("word s"));
        let unclosed = (0..1000).map(|n| format!("<div><font color={n}></div>x")).collect::<String>();
        assert_eq!(tame(&unclosed).unwrap().matches("<font").count(), MAX_FORMATTING);
        let entities = "&amp;".repeat(5000);
        assert_eq!(tame(&entities).unwrap().matches("<!---->").count(), 2);
        assert_eq!(tame(&format!("<p {}>x", "a=b ".repeat(1000))).unwrap().trim(), "x");
        assert!(tame(&"<b></b>".repeat(MAX_TAGS)).is_none());
    }
}
