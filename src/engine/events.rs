//! Events, over all cores.

use super::{Words, Workers};
use crate::article::{Article, Published};
use crate::copies::ByteRange;
use crate::error::{Error, Result};
use crate::events::{
    ArticleWords, Event, Grouping, GroupingOptions, Index, NEIGHBOURHOODS, Repeats, Sketcher, Weigher,
    Weighted, describe, given, members, name_apart,
};
use crate::text::{TermSet, WordCounter};
use std::ops::Range;

/// How often a word of the headline counts when events are found.
const TITLE_WEIGHT: u32 = 2;

/// Where events come from.
#[derive(Clone, Debug, PartialEq)]
pub enum EventSource {
    /// The event column where the input has one, else grouping.
    Auto(GroupingOptions),
    /// The event column, which must be there.
    Column,
}

/// The events of the corpus. Ranges of the texts that are left out tell nothing of them.
///
/// # Errors
/// [`Error::Usage`] when the event column is asked for and no article has one.
pub fn find_events(
    workers: &Workers,
    (articles, outlets): (&[Article], &[&str]),
    (words, terms): (&Words, &TermSet),
    (source, left_out): (&EventSource, &[Vec<ByteRange>]),
) -> Result<Vec<Event>> {
    let n_words = words.vocabulary.len();
    let counted = counted(workers, articles, (words, left_out));
    let window_days = match source {
        EventSource::Auto(options) => options.window_days,
        EventSource::Column => 0,
    };
    let sketcher = Sketcher::new(terms, &words.vocabulary);
    let sketches = workers.map(&counted, |article| sketcher.sketch(article));
    let repeats = Repeats::new(&counted, &sketches, terms, window_days);
    let weigher = Weigher::new(&counted, &repeats.first, (terms, &words.vocabulary));
    let vectors: Vec<Weighted> = workers.map(&counted, |article| weigher.weigh(article));
    let has_column = articles.iter().any(|article| article.event.is_some());
    match source {
        EventSource::Auto(_) if !has_column => {
            let days: Vec<Option<i64>> = repeats.pick(&counted).map(|article| article.day).collect();
            let index = Index::new(repeats.pick(&vectors).collect(), &days, (n_words, window_days));
            let of_block = |block: &Range<usize>| {
                let shelves = index.shelves(block);
                let ranges = workers.ranges(block.clone());
                workers.map(&ranges, |range| index.nearest(&shelves, range.clone())).concat()
            };
            let neighbours = index.seen_from_both(workers.map(&index.blocks(), of_block).concat());
            let outlets: Vec<&str> = repeats.pick(outlets).copied().collect();
            let grouping = Grouping::new(&days, neighbours, &outlets);
            let groups = grouping.choose(&workers.map(&NEIGHBOURHOODS, |&k| grouping.partition(k)));
            let describe = |members| describe(&counted, members, (&weigher, &vectors), &words.vocabulary);
            let events = workers.take(members(&repeats, &groups), describe);
            Ok(name_apart(events, (&repeats, &groups)))
        }
        EventSource::Column if !has_column => Err(Error::Usage(
            "--events column: no article has an event; name the column with --map event=COLUMN".to_owned(),
        )),
        _ => {
            let names = articles.iter().map(|article| (article.event.as_deref(), article.id.as_str()));
            Ok(given(names, &vectors))
        }
    }
}

/// The words of each article as grouping counts them.
fn counted(
    workers: &Workers,
    articles: &[Article],
    (words, left_out): (&Words, &[Vec<ByteRange>]),
) -> Vec<ArticleWords> {
    let ranges = workers.ranges(0..articles.len());
    let parts = workers.map(&ranges, |range| {
        let mut counter = WordCounter::new(words.vocabulary.len());
        let of = |number: usize| {
            let article = &articles[number];
            let words = (&words.articles[number], article.text.as_str());
            let counts = counter.count(words, &left_out[number], TITLE_WEIGHT);
            ArticleWords { counts, day: article.published.as_ref().map(Published::day) }
        };
        range.clone().map(of).collect::<Vec<_>>()
    });
    parts.into_iter().flatten().collect()
}
