//! RSS and Atom feeds: each item an article.

use std::borrow::Cow;

use feed_rs::model::{Entry, Feed};
use feed_rs::parser;

use super::decode;
use super::fields::{Field, counted};
use super::html::{self, item_text};
use super::input::InputFile;
use super::record::{Gathering, Place, Record};
use super::{ReadOptions, Reader, Reading};
use crate::article::SkipReason;
use crate::error::Result;
use crate::key::About;

/// Reads a feed.
pub(super) struct FeedReader;

impl Reader for FeedReader {
    fn about(&self) -> About {
        About {
            name: "feed",
            line: "an RSS or Atom feed: an item an article, from its full content where the feed has it",
            unit: "by its first element: <rss>, <feed>, <rdf:RDF>",
            limits: "many feeds hold summaries only, which a note says; dates are turned to UTC",
            source: "RSS 0.9 to 2.0, Atom 1.0 (feed-rs)",
        }
    }

    fn sniff(&self, file: &InputFile, _: &ReadOptions) -> bool {
        is_feed(&decode::head_text(file))
    }

    fn read(&self, file: &InputFile, options: &ReadOptions) -> Result<Reading> {
        let mut gathering = Gathering::new(file, options);
        let limit = options.max_record_bytes;
        let Some(bytes) = file.bytes_up_to(limit)? else {
            gathering
                .skip_file(SkipReason::TooLarge, format!("a feed of more than {limit} bytes, the limit"));
            return Ok(gathering.finish());
        };
        if is_too_deep(&bytes) {
            gathering.skip_file(
                SkipReason::MalformedRecord,
                format!("elements nested more than {MAX_DEPTH} deep"),
            );
            return Ok(gathering.finish());
        }
        // Ids that feed-rs makes up are random where an item has no link.
        let parser = parser::Builder::new().id_generator(|_, _, _| String::new()).build();
        match parser.parse(bytes.as_slice()) {
            Ok(feed) => add_feed(&mut gathering, feed),
            Err(error) => {
                gathering.skip_file(SkipReason::MalformedRecord, format!("a damaged feed: {error}"));
            }
        }
        Ok(gathering.finish())
    }
}

/// The deepest nesting that a feed may have; XHTML in Atom nests as pages do.
const MAX_DEPTH: usize = 500;

/// Whether elements nest so deep that a parser could run out of stack; told from tags alone, so that it may err in a feed
/// that is no XML.
fn is_too_deep(bytes: &[u8]) -> bool {
    let mut depth = 0_usize;
    bytes.windows(2).any(|pair| {
        match pair {
            [b'<', b'/'] | [b'/', b'>'] => depth = depth.saturating_sub(1),
            [b'<', next] if next.is_ascii_alphabetic() => depth += 1,
            // What is escaped in CDATA is no element; unclosed tags in it must not count.
            [b']', b']'] => depth = depth.min(MAX_DEPTH / 2),
            _ => {}
        }
        depth > MAX_DEPTH
    })
}

/// Whether text starts as a feed does.
fn is_feed(head: &str) -> bool {
    let mut rest = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    while rest.starts_with("<?") || rest.starts_with("<!") {
        let end = if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!--") {
            "-->"
        } else {
            ">"
        };
        let Some((_, behind)) = rest.split_once(end) else { return false };
        rest = behind.trim_start();
    }
    let first = rest.strip_prefix('<').unwrap_or_default();
    let name: String = first.chars().take_while(|c| c.is_alphanumeric() || ":_-".contains(*c)).collect();
    // RDF holds much besides RSS 1.0.
    matches!(name.as_str(), "rss" | "feed" | "atom:feed")
        || (name == "rdf:RDF" && rest.contains("purl.org/rss"))
}

fn add_feed(gathering: &mut Gathering<'_>, feed: Feed) {
    let title = feed.title.map(|title| html::plain(&title.content)).unwrap_or_default();
    let site = feed.links.iter().find(|link| link.rel.as_deref() != Some("self")).or(feed.links.first());
    let outlet = outlet(&title, site.map_or("", |link| link.href.as_str()));
    let language = feed.language.unwrap_or_default();
    let n = feed.entries.len();
    let mut n_summaries = 0;
    for (at, entry) in feed.entries.into_iter().enumerate() {
        let place = Place { number: at as u64 + 1, offset: None };
        let mut text = content(&entry);
        if text.is_empty() {
            text = entry.summary.as_ref().map(|summary| item_text(&summary.content)).unwrap_or_default();
            n_summaries += usize::from(!text.is_empty());
        }
        add_entry(gathering, entry, text, (&outlet, &language), place);
    }
    if n_summaries > 0 {
        gathering.note(format!(
            "{n_summaries} of {} without full content: the summary is the text",
            counted(n, "item")
        ));
    }
}

/// The item's full content as text, where it has one.
fn content(entry: &Entry) -> String {
    let content = entry.content.as_ref().filter(|content| {
        content.content_type.ty().as_str() == "text" || {
            let kind = content.content_type.to_string();
            kind.contains("html") || kind.contains("xml")
        }
    });
    content.and_then(|content| content.body.as_deref()).map(item_text).unwrap_or_default()
}

fn add_entry(
    gathering: &mut Gathering<'_>,
    entry: Entry,
    text: String,
    (outlet, language): (&str, &str),
    place: Place,
) {
    if text.is_empty() {
        return gathering.skip(place, SkipReason::MissingText, "an item without content and summary");
    }
    let link = entry.links.iter().find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    let authors: Vec<String> =
        entry.authors.iter().filter_map(|it| it.name.as_deref()).map(html::plain).collect();
    let date = entry.published.or(entry.updated).map(|date| date.to_rfc3339()).unwrap_or_default();
    let mut record = Record::default();
    let values = [
        (Field::Id, entry.id),
        (
            Field::Title,
            entry.title.map(|title| html::plain(&html::fragment_text(&title.content))).unwrap_or_default(),
        ),
        (Field::Text, text),
        (Field::Date, date),
        (Field::Author, authors.join(", ")),
        (Field::Outlet, outlet.to_owned()),
        (Field::Language, entry.language.unwrap_or_else(|| language.to_owned())),
        (Field::Url, link.or(entry.links.first()).map(|link| link.href.clone()).unwrap_or_default()),
    ];
    for (field, value) in values {
        record.offer(&[(field, 0)], Cow::Owned(value));
    }
    gathering.add(record, place);
}

/// The outlet behind a feed's title: of several parts ("World news | The Post") the one that the site's address repeats,
/// else the address; a title of one part as it is.
fn outlet(title: &str, site: &str) -> String {
    let fold = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let host =
        site.split_once("://").map_or("", |(_, rest)| rest).split(['/', ':', '?']).next().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let parts: Vec<&str> = [" | ", " - ", " – ", " — ", " > ", " » ", ": ", " :: "]
        .iter()
        .fold(vec![title], |parts, mark| parts.into_iter().flat_map(|part| part.split(*mark)).collect());
    if parts.len() == 1 || host.is_empty() {
        return title.to_owned();
    }
    let folded = fold(host);
    let is_named = |part: &&&str| {
        let name = fold(part);
        let name = name.strip_prefix("the").unwrap_or(&name);
        name.len() >= 3 && folded.contains(name)
    };
    let named = parts.iter().find(is_named);
    named.map_or_else(|| host.to_owned(), |part| (*part).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_told_by_their_first_element() {
        assert!(
            is_feed("<?xml version='1.0'?>\n<!-- x --><rss version='2.0'>")
                && is_feed("\u{FEFF}<feed xmlns='x'>")
        );
        assert!(is_feed("<rdf:RDF xmlns='http://purl.org/rss/1.0/'>") && !is_feed("<rdf:RDF xmlns='x'>"));
        assert!(!is_feed("<?xml version='1.0'?><records>") && !is_feed("rss") && !is_feed("<?xml "));
    }

    #[test]
    fn a_section_in_the_title_of_a_feed_is_no_outlet() {
        assert_eq!(outlet("World news | The Lantern", "https://www.lantern.example/world"), "The Lantern");
        assert_eq!(outlet("NVT > Top Stories", "https://northvalley.example"), "northvalley.example");
        assert_eq!(outlet("The Lantern", "https://x.example"), "The Lantern");
    }

    #[test]
    fn depth_is_told_before_parsing() {
        assert!(
            is_too_deep("<a>".repeat(1000).as_bytes()) && !is_too_deep("<a><b/></a>".repeat(1000).as_bytes())
        );
    }
}
