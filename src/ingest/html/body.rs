//! Finds the article in a cleaned page.
//!
//! Two answers are at hand: what Readability makes of the page, and what the page itself marks as its article. Readability
//! ports lose paragraphs that stand outside the densest element and take in neighbours of short articles; marks are
//! missing, or sit on a teaser. [`article_blocks`] weighs the one against the other.

use std::collections::{BTreeMap, BTreeSet};

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use super::blocks::{Block, Kind, blocks, prose_bytes};
use super::clean::says;
use super::metadata::Declared;
use super::tree::{Element, elements};
use super::words;

/// How surely an element is the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    /// `<article>` or `<main>`, which often hold more.
    Element,
    /// A class or id that templates use for the text, or schema.org's `articleBody`.
    Named,
    /// The same, beside the only top heading of the page, so that it is no teaser.
    BelowHeadline,
}

/// The blocks of the article in a cleaned page; of all marked parts where it is a live blog.
pub(super) fn article_blocks(document: Document, is_live: bool, declared: Declared) -> Vec<Block> {
    let marked = marked(&document, is_live);
    let readable = readable(document);
    let Some((mark, marked)) = marked else { return readable };
    let (ours, theirs) = (prose_bytes(&marked), prose_bytes(&readable));
    if readable.is_empty() {
        return marked;
    }
    let shared = shared_bytes(&marked, &readable);
    // Where both agree, Readability has left out more of what is no text.
    if shared * 10 >= ours.max(theirs) * 8 {
        return if mark == Mark::Element || declared < Declared::News {
            readable
        } else {
            with_missing(readable, marked)
        };
    }
    let takes_marked = match mark {
        // Less than a third of what Readability found is a teaser.
        Mark::Named => ours >= 80 && ours * 3 >= theirs,
        Mark::BelowHeadline => ours >= 80,
        // The element holds more than the article as a rule: it wins where Readability lost half of it, or went elsewhere.
        Mark::Element => {
            declared > Declared::Nothing
                && ours >= 250
                && (theirs * 2 < ours || (shared * 10 < theirs * 3 && ours * 2 > theirs))
        }
    };
    if takes_marked { marked } else { readable }
}

/// What Readability finds.
fn readable(document: Document) -> Vec<Block> {
    // Its own reading of JSON-LD is not used; ours bears damage.
    let config = Config { disable_json_ld: true, ..Config::default() };
    let Ok(mut readability) = Readability::with_document(document, None, Some(config)) else {
        return Vec::new();
    };
    let Ok(article) = readability.parse() else { return Vec::new() };
    blocks(&Document::from(article.content).root())
}

/// What the page marks as its article.
fn marked(document: &Document, is_live: bool) -> Option<(Mark, Vec<Block>)> {
    let list = elements(&document.root());
    let named = outermost(&list, |element| says(&element.words, &words::BODY));
    let whole = list.iter().find(|element| element.name == "body").map_or(0, Element::plain_bytes);
    // Several parts of one text stand side by side; of several texts the longest is the article.
    let mut by_parent: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for at in named {
        let parent = list.get(at).and_then(|element| element.parent).filter(|_| !is_live);
        by_parent.entry(parent).or_default().push(at);
    }
    let bytes = |group: &[usize]| -> usize {
        group.iter().filter_map(|at| list.get(*at)).map(Element::plain_bytes).sum()
    };
    let best = by_parent.into_values().rev().max_by_key(|group| bytes(group));
    if let Some(group) = best.filter(|group| bytes(group) > 0) {
        let inner = |at: usize| innermost(&list, at);
        let parts = group.iter().filter_map(|at| list.get(inner(*at)));
        let mark = if is_below_headline(&list, &group) { Mark::BelowHeadline } else { Mark::Named };
        return Some((mark, parts.flat_map(|element| blocks(&element.node)).collect()));
    }
    let holder = outermost(&list, |element| element.name == "article")
        .into_iter()
        .filter_map(|at| list.get(at))
        .max_by_key(|element| element.plain_bytes())
        .filter(|element| element.plain_bytes() * 10 >= whole * 3);
    holder.map(|element| (Mark::Element, blocks(&element.node)))
}

/// Whether the page's only top heading stands in one of these elements, or in their parent or its parent.
fn is_below_headline(list: &[Element<'_>], group: &[usize]) -> bool {
    let mut heads =
        list.iter().enumerate().filter(|(_, element)| element.name == "h1" && element.text_bytes > 0);
    let (Some((head, _)), None) = (heads.next(), heads.next()) else { return false };
    let parent = |at: usize| list.get(at).and_then(|element| element.parent);
    group.iter().any(|at| {
        let holders = [Some(*at), parent(*at), parent(*at).and_then(parent)];
        holders.into_iter().flatten().any(|at| {
            list.get(at).is_some_and(|element| element.name != "body" && (at..element.end).contains(&head))
        })
    })
}

/// The readable blocks, with the prose that only the marked ones have, behind what stands before it there.
fn with_missing(readable: Vec<Block>, marked: Vec<Block>) -> Vec<Block> {
    let known: BTreeSet<String> = readable.iter().map(|block| block.text.clone()).collect();
    let mut missing: BTreeMap<Option<String>, Vec<Block>> = BTreeMap::new();
    let mut before = None;
    for block in marked {
        if known.contains(&block.text) {
            before = Some(block.text);
        } else if block.is_prose() && block.kind == Kind::Text && block.text.len() >= 100 {
            missing.entry(before.clone()).or_default().push(block);
        }
    }
    let mut joined = missing.remove(&None).unwrap_or_default();
    for block in readable {
        let behind = missing.remove(&Some(block.text.clone())).unwrap_or_default();
        joined.push(block);
        joined.extend(behind);
    }
    joined
}

/// The elements that `is` tells and that lie in no other such.
fn outermost(list: &[Element<'_>], is: impl Fn(&Element<'_>) -> bool) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(element) = list.get(at) {
        if !matches!(element.name.as_str(), "" | "html" | "body") && is(element) {
            found.push(at);
            at = element.end;
        } else {
            at += 1;
        }
    }
    found
}

/// The innermost element so named that still holds most of the text: the outer one may hold the headline and more.
fn innermost(list: &[Element<'_>], outer: usize) -> usize {
    let Some(element) = list.get(outer) else { return outer };
    let enough = element.plain_bytes() * 8 / 10;
    let inner = (outer..element.end).rev().find(|at| {
        list.get(*at).is_some_and(|inner| inner.plain_bytes() >= enough && says(&inner.words, &words::BODY))
    });
    inner.unwrap_or(outer)
}

/// The bytes of prose blocks that both have.
fn shared_bytes(a: &[Block], b: &[Block]) -> usize {
    let known: BTreeSet<&str> = b.iter().map(|block| block.text.as_str()).collect();
    let shared = a.iter().filter(|block| block.is_prose() && known.contains(block.text.as_str()));
    shared.map(|block| block.text.len()).sum()
}
