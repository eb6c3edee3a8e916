//! Web pages: the article of a page, without what stands around it.
//!
//! `tame` bounds a page before it is parsed, `clean` takes out what is no article by its markup, `body` finds the article in
//! what is left, `trim` takes out lines that are no article by their words, `json_ld` and `metadata` read what the page says
//! of itself, and `page` joins them.

mod agree;
mod blocks;
mod body;
mod charset;
mod clean;
mod json_ld;
mod metadata;
mod page;
mod phrases;
mod reader;
mod tame;
mod tree;
mod trim;
mod words;

use dom_query::Document;

pub(super) use page::extract;
pub(super) use reader::{HtmlReader, Source, add_page, is_html, values};

/// A fragment of HTML (or plain text) as text: a blank line between two blocks, entities decoded, white space collapsed.
///
/// Text without any markup keeps its blank lines, too.
pub(super) fn fragment_text(html: &str) -> String {
    if !html.contains('<') {
        let parts = html.split("\n\n").map(plain).filter(|part| !part.is_empty());
        return parts.collect::<Vec<_>>().join("\n\n");
    }
    let Some(tamed) = tame::tame(html) else { return String::new() };
    let document = Document::from(tamed.as_ref());
    blocks::join(&blocks::blocks(&document.root()))
}

/// The same of an item of a feed, without lines that lead to the site or ask for something.
pub(super) fn item_text(html: &str) -> String {
    let text = fragment_text(html);
    let is_text = |block: &&str| {
        let is_signature = block.starts_with("The post ") && block.contains("appeared first on");
        !is_signature && !phrases::leads_away(block, false)
    };
    text.split("\n\n").filter(is_text).collect::<Vec<_>>().join("\n\n")
}

/// Text that may hold entities but no markup, on one line.
pub(super) fn plain(text: &str) -> String {
    let decoded = if text.contains('&') {
        // Only entities are to be read: a `<` in it is text.
        Document::from(text.replace('<', "&lt;").as_str()).text().to_string()
    } else {
        text.to_owned()
    };
    let mut line = String::with_capacity(decoded.len());
    for word in decoded.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().filter(|c| !blocks::is_invisible(*c)));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_become_text() {
        assert_eq!(
            fragment_text("<p>One &amp; <b>two</b></p><ul><li>x<li>y</ul>z"),
            "One & two\n\nx\n\ny\n\nz"
        );
        assert_eq!(fragment_text("One\ntwo &lt; three\n\nfour"), "One two < three\n\nfour");
        assert_eq!(fragment_text(""), "");
        assert_eq!(plain("AT&amp;T <i> &#8217;s"), "AT&T <i> ’s");
    }
}
