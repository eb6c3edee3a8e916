//! Takes out of a page what its markup says is no part of the article: navigation, advertisements, related stories, comments,
//! sharing, sign-up forms, captions, tags, boxes about the author.
//!
//! What an element is is told from its name and from the words in its class, id and role, as Readability, trafilatura and
//! newspaper do. Each has been bitten by a class that means something else somewhere (`comments-open` on the whole article),
//! so that nothing goes that holds much of the page's text or the text that the page marks as the article.

use std::collections::BTreeSet;

use dom_query::{Document, NodeRef};

use super::metadata::Declared;
use super::tree::{Element, elements};
use super::words;

/// An element with more than this share of the page's text outside links is kept, in per cent.
const MAX_SHARE: usize = 30;

/// Elements that are never part of an article's text.
const SILENT: [&str; 20] = [
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "object",
    "embed",
    "canvas",
    "audio",
    "video",
    "input",
    "select",
    "textarea",
    "button",
    "datalist",
    "link",
    "dialog",
    "amp-ad",
    "amp-sidebar",
];

/// Elements that hold no article text unless they hold much of the page.
const FURNITURE: [&str; 4] = ["nav", "footer", "aside", "menu"];

/// Roles of the same kind.
const ROLES: [&str; 9] = [
    "navigation",
    "complementary",
    "contentinfo",
    "banner",
    "search",
    "dialog",
    "alertdialog",
    "menu",
    "toolbar",
];

/// Where captions hold more than this share of the page's text, in per cent, pictures tell the story and they stay.
const MAX_CAPTIONS: usize = 10;

/// Takes the furniture out of a page that says it is an article; captions where it says that it is news.
///
/// On other pages (documentation, forums, lists) the same words name the text itself, and Readability's own, weaker
/// rules have to do.
pub(super) fn clean(document: &Document, declared: Declared) {
    if declared == Declared::Nothing {
        return;
    }
    let list = elements(&document.root());
    let whole = list.iter().find(|element| element.name == "body").or(list.first());
    let page_bytes = whole.map_or(0, Element::plain_bytes);
    let holders = holders(&list);
    let captions = captions(&list);
    let caption_bytes: usize =
        captions.iter().filter_map(|at| list.get(*at)).map(|element| element.text_bytes).sum();
    let with_captions = declared == Declared::News && caption_bytes * 100 <= page_bytes * MAX_CAPTIONS;
    let mut at = 0;
    while let Some(element) = list.get(at) {
        let holds_article = holders.get(at).copied().unwrap_or_default();
        let is_caption = with_captions && captions.binary_search(&at).is_ok();
        if is_caption || is_removed(element, page_bytes, holds_article) {
            element.node.remove_from_parent();
            at = element.end;
        } else {
            at += 1;
        }
    }
}

/// Where the captions of pictures are in the list.
fn captions(list: &[Element<'_>]) -> Vec<usize> {
    let is_caption = |element: &Element<'_>| {
        element.name == "figcaption"
            || (!matches!(
                element.name.as_str(),
                "" | "html" | "body" | "main" | "article" | "table" | "figure"
            ) && says(&element.words, &words::CAPTIONS))
    };
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(element) = list.get(at) {
        // WordPress calls the picture together with its caption so.
        let holds_picture =
            || list.get(at..element.end).unwrap_or_default().iter().any(|inner| inner.name == "img");
        if is_caption(element) && !holds_picture() {
            found.push(at);
            at = element.end;
        } else {
            at += 1;
        }
    }
    found
}

/// For each element whether it holds what is surely part of the article: its text as marked, or the headline.
fn holders(list: &[Element<'_>]) -> Vec<bool> {
    let mut holders: Vec<bool> = list
        .iter()
        .map(|element| {
            (element.name == "h1" && element.text_bytes > 0)
                || (element.attribute("itemprop").to_ascii_lowercase().contains("articlebody"))
        })
        .collect();
    for at in (0..list.len()).rev() {
        let parent = list.get(at).and_then(|element| element.parent);
        let holds = holders.get(at).copied().unwrap_or_default();
        if let (true, Some(parent)) = (holds, parent.and_then(|parent| holders.get_mut(parent))) {
            *parent = true;
        }
    }
    holders
}

fn is_removed(element: &Element<'_>, page_bytes: usize, holds_article: bool) -> bool {
    let name = element.name.as_str();
    if SILENT.contains(&name) {
        return true;
    }
    if matches!(name, "" | "html" | "head" | "body" | "main" | "h1") || holds_article {
        return false;
    }
    if is_hidden(&element.node) && element.plain_bytes() * 100 <= page_bytes * MAX_SHARE {
        return true;
    }
    let rest = page_bytes - element.plain_bytes().min(page_bytes);
    // WordPress says on the whole of a page whether it may be commented on.
    let words = ["comments open ", "comments closed ", "has comments ", "no comments "]
        .iter()
        .fold(element.words.clone(), |words, state| words.replace(state, ""));
    if says(&words, &words::APART) && rest >= 300 {
        return true;
    }
    if element.plain_bytes() * 100 > page_bytes * MAX_SHARE {
        return false;
    }
    // WordPress puts the names of tags and categories into the class of the article.
    FURNITURE.contains(&name)
        || ROLES.contains(&element.attribute("role").as_str())
        || (name != "article" && says(&element.words, &words::FURNITURE))
}

fn is_hidden(node: &NodeRef<'_>) -> bool {
    let style =
        node.attr("style").map(|style| style.to_ascii_lowercase().replace(' ', "")).unwrap_or_default();
    node.has_attr("hidden") || style.contains("display:none") || style.contains("visibility:hidden")
}

/// Whether the words hold one of `names`, of up to three words each.
pub(super) fn says(words: &str, names: &BTreeSet<&str>) -> bool {
    // Words stand between single spaces, so that a name is a run between two of them.
    let spaces: Vec<usize> = words.match_indices(' ').map(|(at, _)| at).collect();
    (0..spaces.len()).any(|from| {
        (1..=3).any(|n| {
            let run =
                spaces.get(from).zip(spaces.get(from + n)).and_then(|(from, to)| words.get(from + 1..*to));
            run.is_some_and(|run| names.contains(run))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::blocks::{blocks, join};
    use super::*;

    fn cleaned(html: &str) -> String {
        let document = Document::from(html);
        clean(&document, Declared::News);
        join(&blocks(&document.root()))
    }

    #[test]
    fn furniture_goes_by_its_class() {
        let text = "The council met on Monday and talked for an hour about the bridge. ".repeat(3);
        let page = format!(
            "<div class='post comments-open'><p>{text}</p><div class='relatedPosts'>Other story</div></div>\
             <div id=comments><p>{text}{text}{text}</p></div><nav>Home</nav><figcaption>A bridge</figcaption>"
        );
        assert_eq!(cleaned(&format!("{page}<p>{text}</p><p>{text}")), [text.trim(); 3].join("\n\n"));
    }

    #[test]
    fn what_holds_the_article_stays_whatever_it_is_called() {
        let text = "The council met on Monday and talked for an hour about the bridge.";
        assert_eq!(cleaned(&format!("<div class=share><p>{text}</p></div><p>x")), format!("{text}\n\nx"));
        assert_eq!(
            cleaned(&format!("<aside><div itemprop=articleBody>x</div></aside><p>{text}")),
            format!("x\n\n{text}")
        );
    }
}
