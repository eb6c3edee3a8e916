//! Weighs the text that a page states in its JSON-LD against the text that it shows.

use std::collections::{BTreeMap, BTreeSet};

use super::blocks::{Block, Kind};

/// Statements shorter than this, in words, are descriptions rather than texts.
const MIN_WORDS: usize = 40;

/// What the statement shows about the blocks.
pub(super) enum Verdict {
    /// It says nothing of use: it is short, cut off, or about something else.
    Useless,
    /// It holds a good part that the page does not show (behind a paywall, or put in by a script): it is the text.
    IsText,
    /// It is the text of the page: blocks that it does not hold belong to something else.
    Confirms(Vec<bool>),
}

/// Words in small letters.
fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    parts.map(str::to_lowercase).collect()
}

/// How many of the words of `a` are in `b`, each as often as it is there.
pub(super) fn n_shared(a: &[String], b: &[String]) -> usize {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for word in b {
        *left.entry(word).or_default() += 1;
    }
    a.iter()
        .filter(|word| {
            let n = left.get_mut(word.as_str()).filter(|n| **n > 0);
            n.map(|n| *n -= 1).is_some()
        })
        .count()
}

/// Weighs the stated text against the blocks.
pub(super) fn weigh(stated: &str, blocks: &[Block]) -> Verdict {
    let theirs = words(stated);
    if theirs.len() < MIN_WORDS {
        return Verdict::Useless;
    }
    let ours: Vec<Vec<String>> = blocks.iter().map(|block| words(&block.text)).collect();
    let shown = ours.concat();
    let n = n_shared(&theirs, &shown);
    // In hundredths: what share of the statement the page shows, and what share of the page the statement holds.
    let (of_stated, of_shown) = (n * 100 / theirs.len(), n * 100 / shown.len().max(1));
    if of_stated < 85 {
        return if theirs.len() > shown.len() { Verdict::IsText } else { Verdict::Useless };
    }
    if of_shown < 70 {
        return Verdict::Useless;
    }
    Verdict::Confirms(confirmed(&theirs, blocks, &ours))
}

/// For each block whether it is in the statement: most of its runs of four words are. Headings stay where the text around
/// them does, as statements leave them out; so does what follows the last one confirmed if the statement ends in mid-sentence.
fn confirmed(stated: &[String], blocks: &[Block], words: &[Vec<String>]) -> Vec<bool> {
    let runs: BTreeSet<&[String]> = stated.windows(4).collect();
    let known: BTreeSet<&str> = stated.iter().map(String::as_str).collect();
    let is_known = |words: &[String]| {
        let (n, hits) = if words.len() < 4 {
            (words.len(), words.iter().filter(|word| known.contains(word.as_str())).count())
        } else {
            (words.len() - 3, words.windows(4).filter(|run| runs.contains(run)).count())
        };
        hits * 2 >= n
    };
    let mut keep: Vec<bool> = words.iter().map(|words| is_known(words)).collect();
    let last = keep.iter().rposition(|kept| *kept).unwrap_or(0);
    let first = keep.iter().position(|kept| *kept).unwrap_or(0);
    for (n, (kept, block)) in keep.iter_mut().zip(blocks).enumerate() {
        *kept |= n > first && n < last && matches!(block.kind, Kind::Heading | Kind::Quote);
    }
    keep
}
