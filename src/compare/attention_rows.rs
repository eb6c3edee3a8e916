//! The rows of `attention.csv`.

use super::label_test::LabelTest;
use super::pooled_rows::{bootstrap, unit_of};
use super::shares::{Figures, event_id, interval, ratio};
use crate::entities::NameKind;
use crate::error::Result;
use crate::key::{ALL_EVENTS, Voice, Zone};
use crate::stats::bootstrap::Bootstrap;
use crate::stats::strata::{Strata, Unit};
use crate::study::{SharedEvent, Study};
use crate::tables::Cell;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// An entity of fewer shared events of an outlet has no row over all of them: nothing could be said of a habit.
const FEWEST_EVENTS: usize = 3;
/// An outlet has rows over all events of so many entities.
const MOST_ENTITIES: usize = 40;
/// An event has rows of so many entities.
const MOST_IN_EVENT: usize = 10;
/// In an event so many outlets mention an entity.
const FEWEST_OUTLETS: usize = 2;

/// What an article has of an entity.
#[derive(Clone, Copy)]
struct Seen {
    entity: u32,
    n: u64,
    /// The share of the text before the first mention.
    first: f64,
}

/// Makes the rows.
pub(crate) struct Rows<'a> {
    study: &'a Study,
    /// What each article mentions, sorted by entity.
    seen: Vec<Vec<Seen>>,
    /// The mentions of each article.
    n_mentions: Vec<u64>,
    /// The entities of each event that have rows there.
    of_event: Vec<Vec<u32>>,
    test: LabelTest,
    bootstrap: Bootstrap,
}

/// The entity and outlet of a row, and the event of a row of one.
#[derive(Clone, Copy)]
struct Place {
    outlet: u32,
    entity: u32,
    one: Option<u32>,
}

impl<'a> Rows<'a> {
    /// # Errors
    /// [`crate::error::Error::Usage`] when there are too few resamples for an interval.
    pub(crate) fn new(study: &'a Study) -> Result<Self> {
        let seen: Vec<Vec<Seen>> =
            (0_u32..).take(study.articles.len()).map(|it| seen_in(study, it)).collect();
        let n_mentions = seen.iter().map(|all| all.iter().map(|it| it.n).sum()).collect();
        let of_event = study.events.iter().map(|it| most_mentioned(study, &seen, &it.articles)).collect();
        let test = LabelTest::new(study.options.seed, study.options.resamples);
        Ok(Self { study, seen, n_mentions, of_event, test, bootstrap: bootstrap(&study.draws)? })
    }

    /// The rows of one outlet: over all events, and in single ones.
    pub(crate) fn of_outlet(&mut self, outlet: u32) -> Vec<Vec<Cell>> {
        let mut events = self.study.events_of(outlet);
        events.retain(|event| !event.others.is_empty());
        let mut rows = Vec::new();
        for (entity, places) in self.often_mentioned(&events) {
            let all: Vec<&SharedEvent> = places.iter().map(|&number| &events[number]).collect();
            rows.push(self.row_of_all(&all, Place { outlet, entity, one: None }));
        }
        for event in &events {
            for &entity in &self.of_event[event.event as usize] {
                let place = Place { outlet, entity, one: Some(event.event) };
                rows.push(self.cells(&[event], &self.described(event, entity), place));
            }
        }
        rows
    }

    /// The entities with rows over all events, and the events in which either side mentions each, by position. Which side
    /// it is must not matter, or chance would look like a habit.
    fn often_mentioned(&self, events: &[SharedEvent]) -> BTreeMap<u32, Vec<usize>> {
        let mut found: BTreeMap<u32, (usize, Vec<usize>)> = BTreeMap::new();
        for (number, event) in events.iter().enumerate().filter(|(_, event)| self.has_both(event)) {
            for &article in event.own.iter().chain(&event.others) {
                for it in &self.seen[article as usize] {
                    let (n_articles, places) = found.entry(it.entity).or_default();
                    *n_articles += 1;
                    if places.last() != Some(&number) {
                        places.push(number);
                    }
                }
            }
        }
        let mut most: Vec<(Reverse<usize>, u32, Vec<usize>)> = found
            .into_iter()
            .filter(|(_, (_, places))| places.len() >= FEWEST_EVENTS)
            .map(|(entity, (n_articles, places))| (Reverse(n_articles), entity, places))
            .collect();
        most.sort_unstable();
        most.truncate(MOST_ENTITIES);
        most.into_iter().map(|(_, entity, places)| (entity, places)).collect()
    }

    /// Whether both sides mention anything.
    fn has_both(&self, event: &SharedEvent) -> bool {
        let any = |articles: &[u32]| articles.iter().any(|&it| self.n_mentions[it as usize] > 0);
        any(&event.own) && any(&event.others)
    }

    fn seen(&self, article: u32, entity: u32) -> Option<&Seen> {
        let all = &self.seen[article as usize];
        all.binary_search_by_key(&entity, |it| it.entity).ok().map(|at| &all[at])
    }

    /// The shares of mentions of some articles.
    fn units(&self, articles: &[u32], entity: u32) -> Vec<Unit> {
        let n = |article| self.seen(article, entity).map_or(0, |it| it.n);
        articles.iter().map(|&it| unit_of(n(it), self.n_mentions[it as usize])).collect()
    }

    /// The first places in those of some articles that mention an entity.
    fn places(&self, articles: &[u32], entity: u32) -> Vec<Unit> {
        let seen = articles.iter().filter_map(|&article| self.seen(article, entity));
        seen.map(|it| Unit { sum: it.first, n: 1.0 }).collect()
    }

    fn row_of_all(&mut self, events: &[&SharedEvent], place: Place) -> Vec<Cell> {
        let (mut strata, mut shares) = (Strata::default(), Vec::new());
        let (mut firsts, mut own_firsts) = (Strata::default(), Vec::new());
        for event in events {
            let own = self.units(&event.own, place.entity);
            let estimate = ratio(&own);
            if strata.push(own, self.units(&event.others, place.entity)) {
                shares.push(estimate);
            }
            let own = self.places(&event.own, place.entity);
            let first = ratio(&own);
            if firsts.push(own, self.places(&event.others, place.entity)) {
                own_firsts.push(first);
            }
        }
        let mut found = Figures::of(&strata, &shares);
        let name = self.study.entities.name(place.entity);
        let key = ["attention", name, ALL_EVENTS, self.study.stream_key(place.outlet)];
        (found.p_value, found.p_note) = self.test.pooled(&strata, &key);
        found.interval = interval(&mut self.bootstrap, &strata);
        let first = Figures::of(&firsts, &own_firsts);
        self.cells(events, &(found, first.estimate, first.reference), place)
    }

    /// The figures of one event: each side has its own where it has any.
    fn described(&self, event: &SharedEvent, entity: u32) -> (Figures, Option<f64>, Option<f64>) {
        let of = |units: Vec<Unit>| units.iter().any(|it| it.n > 0.0).then(|| ratio(&units));
        let (own, others) = (of(self.units(&event.own, entity)), of(self.units(&event.others, entity)));
        let difference = own.zip(others).map(|(own, others)| own - others);
        let figures = Figures {
            estimate: own,
            reference: others,
            difference,
            p_note: "one_event",
            ..Figures::default()
        };
        (figures, of(self.places(&event.own, entity)), of(self.places(&event.others, entity)))
    }

    fn cells(
        &self,
        events: &[&SharedEvent],
        (found, first, first_reference): &(Figures, Option<f64>, Option<f64>),
        place: Place,
    ) -> Vec<Cell> {
        let study = self.study;
        let own: Vec<u32> = events.iter().flat_map(|event| event.own.iter().copied()).collect();
        let count = |article: &u32| self.seen(*article, place.entity).map_or(0, |it| it.n);
        let n: u64 = own.iter().map(count).sum();
        let n_words = own.iter().map(|&article| study.n_words(article, Voice::All)).sum();
        let rate = unit_of(1_000 * n, n_words);
        let names = [
            Cell::shared(&event_id(study, place.one)),
            Cell::shared(&study.outlets[place.outlet as usize]),
            Cell::text(study.entities.name(place.entity)),
            Cell::text(study.entities.kind(place.entity).name()),
            Cell::count(own.len()),
            Cell::count(own.iter().filter(|it| count(it) > 0).count()),
            Cell::whole(n),
            Cell::optional((n_words > 0).then(|| ratio(&[rate]))),
        ];
        let sizes = [
            Cell::optional(*first),
            Cell::optional(*first_reference),
            Cell::count(if found.difference.is_some() { events.len() } else { 0 }),
            Cell::count(events.iter().map(|event| event.others.len()).sum()),
            Cell::whole(events.iter().flat_map(|event| event.others.iter().map(count)).sum()),
        ];
        names.into_iter().chain(found.cells()).chain(sizes).collect()
    }
}

/// What an article mentions of persons, organisations and places, sorted by entity.
#[expect(clippy::cast_precision_loss, reason = "bytes of an article stay far below 2^53")]
fn seen_in(study: &Study, article: u32) -> Vec<Seen> {
    let n_bytes = study.articles[article as usize].text.len().max(1) as f64;
    let mentions = study.entities.mentions_of(article).iter();
    let mentions = mentions.filter(|it| study.entities.kind(it.entity) != NameKind::Other);
    let mut all: Vec<Seen> = mentions
        .map(|it| {
            let before = if it.zone == Zone::Headline { 0 } else { it.start };
            Seen { entity: it.entity, n: 1, first: f64::from(before) / n_bytes }
        })
        .collect();
    // Stable: those of an entity stay in the order of the article, the first one first.
    all.sort_by_key(|it| it.entity);
    all.dedup_by(|it, kept| {
        let is_same = it.entity == kept.entity;
        kept.n += if is_same { it.n } else { 0 };
        is_same
    });
    all
}

/// The entities of an event that most of its articles mention, in two outlets at least.
fn most_mentioned(study: &Study, seen: &[Vec<Seen>], articles: &[u32]) -> Vec<u32> {
    let mut all: Vec<(u32, u32)> = Vec::new();
    for &article in articles {
        let outlet = study.outlet_of[article as usize];
        all.extend(seen[article as usize].iter().map(|it| (it.entity, outlet)));
    }
    all.sort_unstable();
    let mut most: Vec<(Reverse<usize>, u32)> = Vec::new();
    for of_entity in all.chunk_by(|a, b| a.0 == b.0) {
        if of_entity.chunk_by(|a, b| a.1 == b.1).count() >= FEWEST_OUTLETS {
            most.push((Reverse(of_entity.len()), of_entity[0].0));
        }
    }
    most.sort_unstable();
    most.into_iter().take(MOST_IN_EVENT).map(|it| it.1).collect()
}
