//! Reads a file that is a web page.

use std::borrow::Cow;

use super::super::date::{self, Order};
use super::super::decode;
use super::super::fields::Field;
use super::super::input::InputFile;
use super::super::record::{Gathering, Place, Record};
use super::super::{ReadOptions, Reader, Reading};
use super::page::Page;
use super::{charset, extract};
use crate::article::SkipReason;
use crate::error::Result;
use crate::key::About;

/// Reads a web page as one article.
pub(in super::super) struct HtmlReader;

impl Reader for HtmlReader {
    fn about(&self) -> About {
        About {
            name: "html",
            line: "a web page, saved from a browser or fetched: one article, without menus, comments, related stories",
            unit: "by its first tags (`<!doctype html>`, `<html>`, ...); fragments by the extension .html or .htm",
            limits: "what scripts load into a page is not in its file; captions stay where a page does not say it is news",
            source: "Mozilla's Readability (dom_smoothie), then JSON-LD and markup",
        }
    }

    fn sniff(&self, file: &InputFile, _: &ReadOptions) -> bool {
        is_html(&decode::head_text(file), &file.extension())
    }

    fn read(&self, file: &InputFile, options: &ReadOptions) -> Result<Reading> {
        let mut gathering = Gathering::new(file, options);
        let limit = options.max_record_bytes;
        let place = Place { number: 1, offset: Some(0) };
        let Some(bytes) = file.bytes_up_to(limit)? else {
            let detail = format!("a page of more than {limit} bytes, the limit");
            gathering.skip(place, SkipReason::TooLarge, detail);
            return Ok(gathering.finish());
        };
        if !decode::head_text(file).contains('<') && decode::is_binary(&bytes) {
            gathering.skip_file(SkipReason::UnknownFormat, "binary data");
        } else {
            let source = Source { id: &file.input.stem, ..Source::default() };
            add_page(&mut gathering, &bytes, &source, place);
        }
        Ok(gathering.finish())
    }
}

/// What is known of a page besides its bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(in super::super) struct Source<'a> {
    /// The article's id; empty where none is known.
    pub(in super::super) id: &'a str,
    /// The address it was fetched from; wins over what the page says.
    pub(in super::super) url: &'a str,
    /// The encoding that the server named.
    pub(in super::super) charset: Option<&'a str>,
}

/// Makes a page an article, or a skip that says why it is none.
pub(in super::super) fn add_page(
    gathering: &mut Gathering<'_>,
    bytes: &[u8],
    source: &Source<'_>,
    place: Place,
) {
    let (html, repair) = charset::text(bytes, source.charset);
    gathering.repaired(repair, place.number);
    let page = match extract(&html) {
        Ok(page) => page,
        Err(why) => return gathering.skip(place, SkipReason::MissingText, why),
    };
    let mut record = Record::default();
    for (field, value) in [(Field::Id, source.id), (Field::Url, source.url)] {
        record.offer(&[(field, 0)], Cow::Borrowed(value));
    }
    for (field, value) in values(page) {
        record.offer(&[(field, 1)], Cow::Owned(value));
    }
    gathering.add(record, place);
}

/// What a page says, by field; empty where it says nothing.
pub(in super::super) fn values(page: Page) -> [(Field, String); 7] {
    let is_date = |text: &&String| date::parse(text, Order::MonthFirst).is_some();
    let date = page.dates.iter().find(is_date).or(page.dates.first()).cloned().unwrap_or_default();
    [
        (Field::Title, page.title),
        (Field::Text, page.text),
        (Field::Date, date),
        (Field::Author, page.author),
        (Field::Outlet, page.outlet),
        (Field::Language, page.language),
        (Field::Url, page.url),
    ]
}

/// Whether text is HTML: its first tag is one that only pages have, or it starts with any tag and the name says so.
pub(in super::super) fn is_html(head: &str, extension: &str) -> bool {
    let mut rest = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    // XML declarations and comments, such as the address of a saved page, may stand before it.
    while rest.starts_with("<?xml") || rest.starts_with("<!--") {
        let end = if rest.starts_with("<?") { "?>" } else { "-->" };
        let Some((_, behind)) = rest.split_once(end) else { break };
        rest = behind.trim_start();
    }
    let first: String = rest.chars().take(20).collect::<String>().to_ascii_lowercase();
    let starts = |tag: &str| {
        first
            .strip_prefix(tag)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/'))
    };
    let is_page =
        ["<!doctype html", "<html", "<head", "<body", "<title", "<meta"].iter().any(|tag| starts(tag));
    is_page
        || (matches!(extension, "html" | "htm" | "xhtml" | "shtml")
            && head.contains('<')
            && !first.starts_with("<?xml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_told_by_their_first_tag() {
        assert!(is_html("\u{FEFF} <!-- saved from url=(0020)http://a.example/ -->\n<!DOCTYPE html>", "txt"));
        assert!(is_html("<?xml version='1.0'?>\n<html xmlns=\"x\">", ""));
        assert!(is_html("<div><p>x", "htm") && !is_html("<div><p>x", "txt"));
        assert!(
            !is_html("<?xml version='1.0'?><rss>", "xml")
                && !is_html("<header>", "")
                && !is_html("plain", "html")
        );
    }
}
