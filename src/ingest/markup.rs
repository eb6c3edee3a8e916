//! Cells of tables that hold a web page, or a piece of one, where an article's text should be.

use std::borrow::Cow;

use super::decode::Repair;
use super::fields::Field;
use super::html;
use super::record::Record;

/// The elements with which a piece of a page begins.
const ELEMENTS: &[&str] = &[
    "p",
    "div",
    "article",
    "section",
    "main",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "blockquote",
    "table",
    "header",
    "span",
    "strong",
    "em",
    "b",
    "i",
    "a",
    "img",
];

/// How much of a text is looked at to tell a page.
const HEAD_BYTES: usize = 4_096;

/// Turns a record's text that is a web page, or a piece of one, into the text of its article. What a page says of title,
/// date and the like stands where the record says nothing.
///
/// # Returns
/// What was done, if anything.
/// # Errors
/// In words, when there is no article on the page.
pub(super) fn read(record: &mut Record) -> Result<Option<Repair>, String> {
    let Some(markup) = record.text().filter(|text| text.trim_start().starts_with('<')) else {
        return Ok(None);
    };
    let head = markup.get(..markup.floor_char_boundary(HEAD_BYTES)).unwrap_or(markup);
    if html::is_html(head, "") {
        for (field, value) in html::values(html::extract(markup)?) {
            if field == Field::Text {
                record.replace_text(value);
            } else {
                record.offer(&[(field, usize::MAX)], Cow::Owned(value));
            }
        }
        return Ok(Some(Repair::Page));
    }
    if !is_piece(markup.trim_start()) {
        return Ok(None);
    }
    record.replace_text(html::item_text(markup));
    Ok(Some(Repair::Piece))
}

/// Whether text begins with an element of a page and has an end of one.
fn is_piece(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('<') else { return false };
    let name: String = rest
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .take(12)
        .collect::<String>()
        .to_ascii_lowercase();
    let ends = rest.get(name.len()..).is_some_and(|rest| rest.starts_with([' ', '>', '\n', '\t', '/']));
    ends && ELEMENTS.contains(&name.as_str()) && text.contains("</")
}

#[cfg(test)]
mod tests {
    use super::{Field, Record, Repair, read};

    fn record(text: &str, title: &str) -> Record {
        let mut record = Record::default();
        record.offer(&[(Field::Text, 0)], text.into());
        record.offer(&[(Field::Title, 0)], title.into());
        record
    }

    #[test]
    fn a_page_in_a_cell_is_read_as_a_page() {
        let paragraph =
            "The council of Orrin voted on Monday to shut the old bridge for repairs, the mayor said. ";
        let page = format!(
            "<!doctype html><html><head><title>Bridge shut</title><meta property=\"og:site_name\" content=\"The Lantern\">\
             </head><body><nav><a href=/>Home</a></nav><article><h1>Bridge shut</h1><p>{0}</p><p>{0}</p><p>{0}</p>\
             </article></body></html>",
            paragraph.repeat(3)
        );
        let mut found = record(&page, "");
        assert_eq!(read(&mut found), Ok(Some(Repair::Page)));
        assert!(found.text().is_some_and(|it| it.starts_with("The council") && !it.contains("Home")));
        assert_eq!(found.value(Field::Title), Some("Bridge shut"));
        assert_eq!(found.value(Field::Outlet), Some("The Lantern"));
        let mut named = record(&page, "As the table has it");
        assert_eq!(read(&mut named), Ok(Some(Repair::Page)));
        assert_eq!(named.value(Field::Title), Some("As the table has it"));
        assert!(read(&mut record("<html><body></body></html>", "")).is_err());
    }

    #[test]
    fn a_piece_of_a_page_loses_its_markup_and_text_stays_as_it_is() {
        let mut piece = record("<p>One &amp; <b>two</b>.</p>\n<p class=x>Three.</p>", "");
        assert_eq!(read(&mut piece), Ok(Some(Repair::Piece)));
        assert_eq!(piece.text(), Some("One & two.\n\nThree."));
        for text in ["The <p> tag begins a paragraph.", "<3 hearts </3", "<plan> B </plan>", "< p > </p>", ""]
        {
            let mut found = record(text, "");
            assert_eq!(read(&mut found), Ok(None));
            assert_eq!(found.text().unwrap_or(""), text);
        }
    }
}
