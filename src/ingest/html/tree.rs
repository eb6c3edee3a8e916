//! A page's elements in the order of the page, with how much text each holds.

use dom_query::{NodeData, NodeRef};

/// An element.
pub(super) struct Element<'a> {
    /// It.
    pub(super) node: NodeRef<'a>,
    /// The place of its parent in the list.
    pub(super) parent: Option<usize>,
    /// Where its descendants end in the list.
    pub(super) end: usize,
    /// Its name.
    pub(super) name: String,
    /// The words of its class, id and the like, in small letters, a space before and behind each.
    pub(super) words: String,
    /// The bytes of text in it, white space left out.
    pub(super) text_bytes: usize,
    /// How many of them stand in links.
    pub(super) link_bytes: usize,
}

impl Element<'_> {
    /// The bytes of text outside links.
    pub(super) fn plain_bytes(&self) -> usize {
        self.text_bytes - self.link_bytes
    }

    /// The attribute; empty where there is none.
    pub(super) fn attribute(&self, name: &str) -> String {
        self.node.attr(name).map(|value| value.to_string()).unwrap_or_default()
    }
}

/// The attributes in which authors of pages say what an element is.
const NAMING: [&str; 7] = ["class", "id", "role", "itemprop", "data-testid", "data-component", "data-module"];

/// All elements below `root`, in the order of the page.
pub(super) fn elements<'a>(root: &NodeRef<'a>) -> Vec<Element<'a>> {
    let mut list: Vec<Element<'a>> = Vec::new();
    let mut steps: Vec<(NodeRef<'a>, Option<usize>)> = vec![(*root, None)];
    while let Some((node, parent)) = steps.pop() {
        let mut own_bytes = 0;
        let name = node.query_or(None, |inner| match &inner.data {
            NodeData::Text { contents } => {
                own_bytes = contents.bytes().filter(|byte| !byte.is_ascii_whitespace()).count();
                None
            }
            NodeData::Element(element) => Some(element.name.local.to_string()),
            NodeData::Document | NodeData::Fragment => Some(String::new()),
            _ => None,
        });
        let Some(name) = name else {
            if let Some(parent) = parent.and_then(|parent| list.get_mut(parent)) {
                parent.text_bytes += own_bytes;
            }
            continue;
        };
        let words = words_of(&node);
        let is_silent = matches!(name.as_str(), "script" | "style" | "noscript" | "template");
        list.push(Element { node, parent, end: 0, name, words, text_bytes: 0, link_bytes: 0 });
        let this = list.len() - 1;
        let mut child = node.last_child().filter(|_| !is_silent);
        while let Some(node) = child {
            steps.push((node, Some(this)));
            child = node.prev_sibling();
        }
    }
    add_up(&mut list);
    list
}

/// Adds each element's text to its parent's, from the last to the first, and sets where each ends.
fn add_up(list: &mut [Element<'_>]) {
    for at in (0..list.len()).rev() {
        let Some(element) = list.get_mut(at) else { continue };
        if element.name == "a" {
            element.link_bytes = element.text_bytes;
        }
        element.end = element.end.max(at + 1);
        let (parent, end, text, link) = (element.parent, element.end, element.text_bytes, element.link_bytes);
        if let Some(parent) = parent.and_then(|parent| list.get_mut(parent)) {
            parent.end = parent.end.max(end);
            parent.text_bytes += text;
            parent.link_bytes += link;
        }
    }
}

/// `class="relatedPosts post__footer"` as ` related posts post footer `.
fn words_of(node: &NodeRef<'_>) -> String {
    let mut words = String::from(" ");
    for name in NAMING {
        let Some(value) = node.attr(name) else { continue };
        let mut was_small = false;
        for c in value.chars().take(1000) {
            if !c.is_ascii_alphanumeric() || (c.is_ascii_uppercase() && was_small) {
                space(&mut words);
            }
            if c.is_ascii_alphanumeric() {
                words.push(c.to_ascii_lowercase());
            }
            was_small = c.is_ascii_lowercase();
        }
        space(&mut words);
    }
    words
}

fn space(words: &mut String) {
    if !words.ends_with(' ') {
        words.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    #[test]
    fn elements_know_their_words_and_their_text() {
        let page = Document::from("<body><div class='relatedPosts x__y'>a b<a href=#>cd</a></div><p>e");
        let list = elements(&page.root());
        let found = list.iter().find(|element| element.name == "div").unwrap();
        assert_eq!((found.words.as_str(), found.text_bytes, found.link_bytes), (" related posts x y ", 4, 2));
        assert_eq!(list[0].plain_bytes(), 3);
        assert_eq!(list[found.end].name, "p");
    }
}
