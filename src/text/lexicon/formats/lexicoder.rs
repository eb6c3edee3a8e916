//! Lexicoder: XML of `cnode` and `pnode` (`.lc3`, `.lcd`), or lines of `+category` and words (older `.lcd`).

use super::rows::{Rows, at_line};
use super::{Format, first_lines, lines};
use crate::key::About;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

pub(super) const FORMAT: Format = Format {
    about: About {
        name: "lexicoder",
        line: "Lexicoder: XML with a cnode a category and a pnode an entry, or lines of +category and entries",
        unit: "a space or _ parts the words of a phrase, a * ends a word",
        limits: "",
        source: "Young & Soroka 2012, Lexicoder",
    },
    endings: &["lc3", "lcd"],
    is_it: |content| {
        let start = content.trim_start();
        start.starts_with('<') || first_lines(content).next().is_some_and(is_category)
    },
    read: |content| {
        if content.trim_start().starts_with('<') { read_xml(content) } else { read_lines(content) }
    },
};

/// Whether a line is `+category`.
fn is_category(line: &str) -> bool {
    line.trim_start().strip_prefix('+').is_some_and(|name| !name.trim().is_empty())
}

fn read_lines(content: &str) -> Result<Rows, String> {
    let mut rows = Rows::default();
    let mut node = None;
    for (line, text) in lines(content) {
        let text = text.trim_start();
        match (text.strip_prefix('+'), node) {
            (Some(name), _) => node = Some(rows.category(None, name, line)?),
            (None, Some(node)) => rows.entry(node, line, (text, "", "")),
            (None, None) => return Err(at_line(line, "an entry stands before the first line of +category")),
        }
    }
    Ok(rows)
}

/// Counts lines as reading goes on, so that the whole text is walked once.
struct LineCounter<'a> {
    content: &'a [u8],
    at: usize,
    line: u64,
}

impl LineCounter<'_> {
    fn line(&mut self, at: u64) -> u64 {
        let at = usize::try_from(at).unwrap_or(usize::MAX).min(self.content.len());
        let passed = self.content.get(self.at..at).unwrap_or(&[]);
        self.line += passed.iter().filter(|&&byte| byte == b'\n').count() as u64;
        self.at = self.at.max(at);
        self.line
    }
}

fn read_xml(content: &str) -> Result<Rows, String> {
    let mut reader = Reader::from_str(content);
    let mut counter = LineCounter { content: content.as_bytes(), at: 0, line: 1 };
    let mut rows = Rows::default();
    let mut open: Vec<usize> = Vec::new();
    loop {
        let event = reader.read_event();
        let line = counter.line(reader.buffer_position());
        let event = event.map_err(|error| at_line(line, &format!("the XML is damaged: {error}")))?;
        let (element, stays_open) = match &event {
            Event::Start(element) => (element, true),
            Event::Empty(element) => (element, false),
            Event::End(element) => {
                if element.name().as_ref().eq_ignore_ascii_case("cnode") {
                    open.pop();
                }
                continue;
            }
            Event::Eof if open.is_empty() => return Ok(rows),
            Event::Eof => return Err(at_line(line, "the file ends inside a cnode; is it whole?")),
            _ => continue,
        };
        if element.name().as_ref().eq_ignore_ascii_case("cnode") {
            let node = rows.category(open.last().copied(), &name(element, line)?, line)?;
            if stays_open {
                open.push(node);
            }
        } else if element.name().as_ref().eq_ignore_ascii_case("pnode") {
            let entry = name(element, line)?;
            match open.last() {
                Some(&node) => rows.entry(node, line, (&entry, "", "")),
                None => rows.problem(line, &format!("the pnode `{entry}` stands in no cnode")),
            }
        }
    }
}

/// The attribute `name`.
fn name(element: &BytesStart<'_>, line: u64) -> Result<String, String> {
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|error| at_line(line, &format!("the XML is damaged: {error}")))?;
        if attribute.key.as_ref().eq_ignore_ascii_case("name") {
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::Explicit1_0)
                .map_err(|error| at_line(line, &format!("a name cannot be read: {error}")))?;
            return Ok(value.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    Err(at_line(line, "a node has no name; add name=\"…\""))
}
