//! How an outlet and the others of its events name persons and organisations, article by article.

use crate::entities::NameKind;
use crate::key::Voice;
use crate::study::{SharedEvent, Study};
use std::cmp::Reverse;

/// An outlet's rows that pool events are of so many entities.
const MOST_ENTITIES: usize = 12;
/// In so many events both sides name them at least.
const FEWEST_EVENTS: u32 = 3;
/// And so many articles on each side.
const FEWEST_ARTICLES: u32 = 5;
/// In one event: of so many entities.
const MOST_IN_EVENT: usize = 3;
/// With so many mentions on each side.
const FEWEST_MENTIONS: u32 = 3;

/// Mentions of an entity under one name in one article, outside quotations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Use {
    pub(crate) entity: u32,
    /// The event, by its position among those of the outlet.
    pub(crate) event: u32,
    /// Whether another outlet wrote the article.
    pub(crate) is_other: bool,
    pub(crate) article: u32,
    pub(crate) alias: u32,
    pub(crate) n: u32,
}

/// The uses that rows are made of.
pub(crate) struct Uses {
    /// Of the entities with rows that pool events, sorted.
    pub(crate) pooled: Vec<Use>,
    /// Of the entities with rows in an event, sorted by event, then entity.
    pub(crate) of_events: Vec<Use>,
}

/// What is counted of an entity on both sides.
#[derive(Clone, Copy, Default)]
struct Seen {
    n_mentions: [u32; 2],
    n_articles: [u32; 2],
    n_events: u32,
}

impl Uses {
    /// Gathers the uses of an outlet's shared events.
    pub(crate) fn new(study: &Study, events: &[SharedEvent]) -> Self {
        let mut seen = vec![Seen::default(); study.entities.len()];
        let mut met: Vec<u32> = Vec::new();
        let mut of_events = Vec::new();
        let mut uses: Vec<Use> = Vec::new();
        for (number, event) in (0_u32..).zip(events) {
            uses.clear();
            for (is_other, articles) in [(false, &event.own), (true, &event.others)] {
                for &article in articles {
                    add_article(study, (number, is_other, article), &mut uses);
                }
            }
            uses.sort_unstable();
            let of_event = in_event(&uses);
            for &(entity, it) in &of_event {
                let sum = &mut seen[entity as usize];
                if sum.n_events == 0 && sum.n_articles == [0; 2] {
                    met.push(entity);
                }
                for side in 0..2 {
                    sum.n_mentions[side] += it.n_mentions[side];
                    sum.n_articles[side] += it.n_articles[side];
                }
                sum.n_events += u32::from(it.n_articles.iter().all(|&n| n > 0));
            }
            let chosen = most_named(&of_event);
            of_events.extend(uses.iter().filter(|it| chosen.contains(&it.entity)).copied());
        }
        of_events.sort_unstable_by_key(|it| (it.event, *it));
        let chosen = often_named(&seen, met);
        Self { pooled: pooled(study, events, &chosen), of_events }
    }
}

/// Adds the uses of one article.
fn add_article(study: &Study, (event, is_other, article): (u32, bool, u32), uses: &mut Vec<Use>) {
    let first = uses.len();
    for mention in study.entities.mentions_of(article) {
        let kind = study.entities.kind(mention.entity);
        if mention.voice == Voice::Own && matches!(kind, NameKind::Person | NameKind::Organisation) {
            let (entity, alias) = (mention.entity, mention.alias);
            uses.push(Use { entity, event, is_other, article, alias, n: 1 });
        }
    }
    uses[first..].sort_unstable();
    let mut kept = first;
    for at in first..uses.len() {
        let it = uses[at];
        match uses[first..kept].last_mut() {
            Some(last) if (last.entity, last.alias) == (it.entity, it.alias) => last.n += 1,
            _ => {
                uses[kept] = it;
                kept += 1;
            }
        }
    }
    uses.truncate(kept);
}

/// What is counted of each entity in one event, from its sorted uses.
fn in_event(uses: &[Use]) -> Vec<(u32, Seen)> {
    let of = |run: &[Use]| {
        let mut seen = Seen::default();
        for of_article in run.chunk_by(|a, b| a.article == b.article) {
            let side = usize::from(of_article[0].is_other);
            seen.n_articles[side] += 1;
            seen.n_mentions[side] += of_article.iter().map(|it| it.n).sum::<u32>();
        }
        (run[0].entity, seen)
    };
    uses.chunk_by(|a, b| a.entity == b.entity).map(of).collect()
}

fn most_named(of_event: &[(u32, Seen)]) -> Vec<u32> {
    let mut enough: Vec<&(u32, Seen)> =
        of_event.iter().filter(|(_, it)| it.n_mentions.iter().all(|&n| n >= FEWEST_MENTIONS)).collect();
    enough.sort_by_key(|(entity, it)| (Reverse(it.n_mentions.iter().sum::<u32>()), *entity));
    enough.iter().take(MOST_IN_EVENT).map(|it| it.0).collect()
}

fn often_named(seen: &[Seen], mut met: Vec<u32>) -> Vec<u32> {
    let of = |entity: &u32| seen[*entity as usize];
    met.retain(|entity| {
        of(entity).n_events >= FEWEST_EVENTS && of(entity).n_articles.iter().all(|&n| n >= FEWEST_ARTICLES)
    });
    met.sort_by_key(|entity| (Reverse(of(entity).n_mentions[0]), *entity));
    met.truncate(MOST_ENTITIES);
    met.sort_unstable();
    met
}

/// The uses of chosen entities in all events.
fn pooled(study: &Study, events: &[SharedEvent], chosen: &[u32]) -> Vec<Use> {
    let mut all = Vec::new();
    if chosen.is_empty() {
        return all;
    }
    let mut uses = Vec::new();
    for (number, event) in (0_u32..).zip(events) {
        for (is_other, articles) in [(false, &event.own), (true, &event.others)] {
            for &article in articles {
                uses.clear();
                add_article(study, (number, is_other, article), &mut uses);
                all.extend(uses.iter().filter(|it| chosen.binary_search(&it.entity).is_ok()));
            }
        }
    }
    all.sort_unstable();
    all
}
