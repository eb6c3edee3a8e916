//! Takes lines out of an article's blocks that are no part of it: the headline said again, who wrote it and when, pointers to
//! other stories, lists behind the end, what is said twice.

use std::collections::BTreeSet;

use super::blocks::{Block, Kind, prose_bytes};
use super::metadata::Declared;
use super::phrases;

/// What is known of the article besides its text.
pub(super) struct Known<'a> {
    /// The headline.
    pub(super) title: &'a str,
    /// The authors.
    pub(super) author: &'a str,
    /// What the page says that it is: of a page that may be anything, only what is surely no text goes.
    pub(super) declared: Declared,
}

/// The article's blocks without what does not belong to it.
pub(super) fn trim(blocks: Vec<Block>, known: &Known<'_>) -> Vec<Block> {
    if known.declared == Declared::Nothing {
        return blocks;
    }
    let mut blocks = without_bio(without_ending(without_opening(blocks, known)), known.author);
    if known.declared == Declared::News {
        blocks = without_crumbs(blocks);
    }
    without_repeats(without_last_headings(without_pointers(blocks, known.declared)))
}

/// Without the headline, the byline and the date line above the first paragraph.
fn without_opening(blocks: Vec<Block>, known: &Known<'_>) -> Vec<Block> {
    let start = blocks.iter().take(12).position(Block::is_prose).unwrap_or(0);
    let (title, author) = (fold(known.title), fold(known.author));
    let head = blocks.iter().take(start).position(|block| !title.is_empty() && fold(&block.text) == title);
    let is_opening = |block: &Block| {
        let text = fold(&block.text);
        let is_title = !title.is_empty() && (text == title || (text.len() >= 20 && title.contains(&text)));
        is_title
            || (!author.is_empty() && text == author)
            || phrases::is_dateline(&block.text)
            || phrases::leads_away(&block.text, block.is_link())
            || phrases::credits_picture(&block.text)
            || (block.is_link() && block.text.len() < 80)
            || text.is_empty()
    };
    // A headline that ends as a sentence does counts as prose, so that the block behind `start` is looked at, too.
    // A section's name may stand above the headline.
    let is_kicker = |n: usize, block: &Block| head.is_some_and(|head| n < head) && block.text.len() <= 30;
    let kept = |(n, block): &(usize, Block)| *n > start || !(is_opening(block) || is_kicker(*n, block));
    blocks.into_iter().enumerate().filter(kept).map(|(_, block)| block).collect()
}

/// Without what stands behind a heading that ends the article. Prose behind it that is long is the article going on.
fn without_ending(blocks: Vec<Block>) -> Vec<Block> {
    let whole = prose_bytes(&blocks);
    let mut seen = 0;
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut in_box = false;
    for (n, block) in blocks.iter().enumerate() {
        seen += if block.is_prose() { block.text.len() } else { 0 };
        if block.text.len() <= 80 && !block.is_prose() && phrases::ends_article(&block.text) {
            let rest = blocks.get(n + 1..).unwrap_or_default();
            let goes_on = !phrases::is_of_readers(&block.text) && goes_on(rest);
            if whole.saturating_sub(seen) * 3 <= whole && !goes_on {
                break;
            }
            // A box in the midst of the text: the heading goes, and the links that follow it.
            in_box = true;
            continue;
        }
        in_box = in_box && !block.is_prose() && block.is_link();
        if !in_box {
            kept.push(block.clone());
        }
    }
    let is_tail = |block: &Block| {
        !block.is_prose()
            && (block.is_link() || phrases::leads_away(&block.text, false) || fold(&block.text).is_empty())
    };
    while kept.last().is_some_and(is_tail) {
        kept.pop();
    }
    kept
}

/// Whether prose follows as in an article, behind links at most: a list of stories has links between its teasers.
fn goes_on(rest: &[Block]) -> bool {
    let rest = rest.get(..rest.len().min(40)).unwrap_or_default();
    let Some(start) = rest.iter().position(Block::is_prose) else { return false };
    let tail = rest.get(start..).unwrap_or_default();
    let ends = tail.iter().position(|block| block.text.len() <= 80 && phrases::ends_article(&block.text));
    let tail = tail.get(..ends.unwrap_or(tail.len())).unwrap_or_default();
    rest.get(..start).unwrap_or_default().iter().all(|block| block.kind != Kind::Heading || block.is_link())
        && tail.iter().all(|block| !block.is_link() && block.kind != Kind::Heading)
}

/// Without lines that lead to other stories, and credits of pictures.
fn without_pointers(blocks: Vec<Block>, declared: Declared) -> Vec<Block> {
    let is_run = |n: usize| {
        let links = |at: Option<usize>| {
            at.and_then(|at| blocks.get(at)).is_some_and(|block| block.kind == Kind::Item && block.is_link())
        };
        links(Some(n)) && (links(n.checked_sub(1)) || links(Some(n + 1)))
    };
    let runs: Vec<bool> = (0..blocks.len()).map(is_run).collect();
    let is_pointer = |block: &Block, in_run: bool| {
        let is_lone_link =
            block.is_link() && block.kind == Kind::Text && block.text.split_whitespace().count() >= 4;
        // Elsewhere than in news, links may be the matter.
        (declared == Declared::News && (in_run || is_lone_link))
            || phrases::leads_away(&block.text, block.is_link())
            || (block.kind == Kind::Text && phrases::credits_picture(&block.text))
    };
    blocks
        .into_iter()
        .zip(runs)
        .filter(|(block, in_run)| !is_pointer(block, *in_run))
        .map(|(block, _)| block)
        .collect()
}

/// Without runs of short lines that are no sentences: labels of charts and players. A short line is told by its neighbours, as
/// in jusText (Pomikálek 2011).
fn without_crumbs(blocks: Vec<Block>) -> Vec<Block> {
    const RUN: usize = 5;
    let is_crumb = |block: &Block| block.kind == Kind::Text && block.text.len() <= 30 && !block.is_prose();
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut n = 0;
    for block in blocks {
        let is_one = is_crumb(&block);
        if !is_one && n >= RUN {
            kept.truncate(kept.len() - n);
        }
        n = if is_one { n + 1 } else { 0 };
        kept.push(block);
    }
    if n >= RUN && kept.len() > n {
        kept.truncate(kept.len() - n);
    }
    kept
}

/// Without a last paragraph that tells who the author is.
fn without_bio(mut blocks: Vec<Block>, author: &str) -> Vec<Block> {
    let names: Vec<&str> = author.split(", ").filter(|name| name.contains(' ')).take(10).collect();
    for _ in 0..names.len() {
        let is_bio = blocks.last().is_some_and(|block| {
            let behind = names.iter().find_map(|name| block.text.strip_prefix(*name));
            block.text.len() < 500 && behind.is_some_and(phrases::tells_of_author)
        });
        if is_bio && blocks.len() > 1 {
            blocks.pop();
        }
    }
    blocks
}

/// Without headings that nothing follows.
fn without_last_headings(mut blocks: Vec<Block>) -> Vec<Block> {
    while blocks.len() > 1 && blocks.last().is_some_and(|block| block.kind == Kind::Heading) {
        blocks.pop();
    }
    blocks
}

/// Without items and headings said before, and without quotations that repeat a part of the text (pull quotes).
fn without_repeats(mut blocks: Vec<Block>) -> Vec<Block> {
    let mut seen = BTreeSet::new();
    blocks
        .retain(|block| block.text.len() < 40 || block.kind == Kind::Text || seen.insert(block.text.clone()));
    // A page has a few; a hostile one could have as many as would take for ever.
    let quotes: Vec<String> =
        blocks.iter().filter(|it| it.kind == Kind::Quote).take(20).map(|it| fold(&it.text)).collect();
    if quotes.is_empty() {
        return blocks;
    }
    let others: String = blocks.iter().filter(|it| it.kind != Kind::Quote).map(|it| fold(&it.text)).collect();
    let repeated: BTreeSet<String> =
        quotes.into_iter().filter(|quote| quote.len() >= 20 && others.contains(quote.as_str())).collect();
    blocks.retain(|block| block.kind != Kind::Quote || !repeated.contains(&fold(&block.text)));
    blocks
}

/// Letters and digits alone, small.
pub(super) fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Block {
        Block { text: text.into(), kind: Kind::Text, link_bytes: 0 }
    }

    fn trimmed(blocks: Vec<Block>) -> Vec<String> {
        let known = Known { title: "Bridge to close", author: "Ann Lee", declared: Declared::News };
        trim(blocks, &known).into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn the_text_starts_and_ends_with_the_text() {
        let prose = "The council said on Monday that the bridge would close for a year, and that nobody knew why it had to.";
        let link = |it: &str| Block { link_bytes: it.len(), ..text(it) };
        let heading = |it: &str| Block { kind: Kind::Heading, ..text(it) };
        let blocks = vec![
            heading("Bridge to close"),
            text("Ann Lee"),
            text("4 March 2026, 09:30"),
            text(prose),
            link("Why bridges are built in spring"),
            heading("What now"),
            text("Nobody knows, said the mayor."),
            heading("Related stories"),
            link("Other"),
            text("Other story."),
        ];
        assert_eq!(trimmed(blocks), [prose, "What now", "Nobody knows, said the mayor."]);
    }

    #[test]
    fn pull_quotes_go() {
        let said = "\"Nobody knows why the bridge has to close,\" said the mayor.";
        let quote = Block { kind: Kind::Quote, ..text("Nobody knows why the bridge has to close") };
        assert_eq!(trimmed(vec![text(said), quote, text(said)]), [said, said]);
    }
}
