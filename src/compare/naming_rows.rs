//! The rows of `naming.csv`: shares of names within events, with what chance would give.

use super::naming::NamingRow;
use super::naming_uses::{Use, Uses};
use super::pooled_rows::{EXACT_UP_TO, bootstrap};
use super::sides::weight;
use crate::error::Result;
use crate::key::ALL_EVENTS;
use crate::stats::bootstrap::{Bootstrap, Interval, Sample};
use crate::stats::permutation::Permutation;
use crate::stats::random::Stream;
use crate::stats::strata::{Strata, Unit};
use crate::study::{SharedEvent, Study};
use std::cmp::Reverse;
use std::sync::Arc;

/// An entity has rows of so many names.
const MOST_NAMES: usize = 5;
/// A name is used so often by both sides together.
const FEWEST_USES: u32 = 3;
/// From this many articles on each side the interval of an event row is drawn from them.
const FEWEST_ARTICLES: usize = 4;
/// Fewer relabelings than this cannot reach 0.05.
const FEWEST_RELABELINGS: f64 = 20.0;

/// An event, a column, and what the event adds to it.
type SampleCell = (u32, u32, f64);

/// Makes the rows of one outlet.
pub(crate) struct NamingRows<'a> {
    study: &'a Study,
    outlet: u32,
    events: &'a [SharedEvent],
    permutation: Permutation,
    bootstrap: Bootstrap,
    event_bootstrap: Bootstrap,
}

/// An article: its event, its side, how often it names the entity, and how often so.
struct Named {
    event: u32,
    is_other: bool,
    n: u32,
    n_so: u32,
}

impl<'a> NamingRows<'a> {
    /// # Errors
    /// [`crate::error::Error::Usage`] when there are too few resamples for an interval.
    pub(crate) fn new(study: &'a Study, outlet: u32, events: &'a [SharedEvent]) -> Result<Self> {
        let permutation = Permutation::new(EXACT_UP_TO, study.options.resamples);
        let (bootstrap, event_bootstrap) = (bootstrap(&study.draws)?, bootstrap(&study.fewer_draws)?);
        Ok(Self { study, outlet, events, permutation, bootstrap, event_bootstrap })
    }

    /// The rows that pool events.
    pub(crate) fn pooled(&mut self, uses: &Uses) -> Vec<NamingRow> {
        let mut rows = Vec::new();
        for of_entity in uses.pooled.chunk_by(|a, b| a.entity == b.entity) {
            let mut cells = Vec::new();
            let mut sizes = Vec::new();
            let first = rows.len();
            for (column, alias) in (0..).zip(names(of_entity)) {
                if let Some(row) = self.pooled_row(of_entity, alias, (column, &mut sizes, &mut cells)) {
                    rows.push(row);
                }
            }
            let n_columns = rows.len() - first;
            let found = self.bootstrap.ratios(&Sample::new(sizes, cells), n_columns);
            for (row, found) in rows[first..].iter_mut().zip(found) {
                row.interval = ends(found);
            }
        }
        rows
    }

    /// A row that pools events; adds what each event adds to the sample of its column.
    fn pooled_row(
        &mut self,
        uses: &[Use],
        alias: u32,
        (column, sizes, cells): (u32, &mut Vec<f64>, &mut Vec<SampleCell>),
    ) -> Option<NamingRow> {
        let articles = articles(uses, alias);
        let mut strata = Strata::default();
        let (mut total, mut share, mut reference, mut count) = (0.0, 0.0, 0.0, 0);
        let mut number = 0;
        for of_event in articles.chunk_by(|a, b| a.event == b.event) {
            let side = |other: bool| of_event.iter().filter(move |it| it.is_other == other);
            if !strata.push(side(false).map(unit), side(true).map(unit)) {
                continue;
            }
            let (own, others) = (sums(side(false)), sums(side(true)));
            let weight = weight(side(false).count(), side(true).count());
            if column == 0 {
                sizes.push(weight);
            }
            let difference = weight * (own.0 - others.0);
            if difference != 0.0 {
                cells.push((number, column, difference));
            }
            number += 1;
            total += weight;
            share += weight * own.0;
            reference += weight * others.0;
            count += own.1;
        }
        if strata.is_empty() {
            return None;
        }
        let p_value = self.test(&strata, (ALL_EVENTS, uses[0].entity, alias));
        Some(NamingRow {
            event: Arc::from(ALL_EVENTS),
            entity: uses[0].entity,
            alias,
            count,
            share: share / total,
            share_reference: reference / total,
            interval: None,
            p_value,
        })
    }

    /// The rows of single events.
    pub(crate) fn of_events(&mut self, uses: &Uses) -> Vec<NamingRow> {
        let mut rows = Vec::new();
        for of_entity in uses.of_events.chunk_by(|a, b| (a.event, a.entity) == (b.event, b.entity)) {
            for alias in names(of_entity) {
                rows.push(self.event_row(of_entity, alias));
            }
        }
        rows
    }

    fn event_row(&mut self, uses: &[Use], alias: u32) -> NamingRow {
        let articles = articles(uses, alias);
        let side = |other: bool| articles.iter().filter(move |it| it.is_other == other);
        let (own, others) = (sums(side(false)), sums(side(true)));
        let event = self.events[uses[0].event as usize].event;
        let event = Arc::clone(&self.study.event_ids[event as usize]);
        let mut strata = Strata::default();
        strata.push(side(false).map(unit), side(true).map(unit));
        let p_value = if strata.relabelings() < FEWEST_RELABELINGS {
            None
        } else {
            self.test(&strata, (&event, uses[0].entity, alias))
        };
        let pairs = |other: bool| -> Vec<(f64, f64)> {
            side(other).map(|it| (f64::from(it.n_so), f64::from(it.n))).collect()
        };
        let (target, reference) = (pairs(false), pairs(true));
        let interval = (target.len().min(reference.len()) >= FEWEST_ARTICLES)
            .then(|| {
                let (target, reference) = (Sample::of_pairs(&target), Sample::of_pairs(&reference));
                let found = self.event_bootstrap.two_sample(&target, &reference, 1);
                found.first().and_then(|found| ends(found.difference))
            })
            .flatten();
        NamingRow {
            event,
            entity: uses[0].entity,
            alias,
            count: own.1,
            share: own.0,
            share_reference: others.0,
            interval,
            p_value,
        }
    }

    /// The p-value of a contrast, where it can reach 0.05.
    fn test(&mut self, strata: &Strata, (event, entity, alias): (&str, u32, u32)) -> Option<f64> {
        let outlet = self.study.stream_key(self.outlet);
        let (entity, alias) = (self.study.entities.name(entity), self.study.entities.alias(alias));
        let key = ["permutation", "naming", event, entity, alias, outlet];
        let outcome = self.permutation.test(strata, &mut Stream::new(self.study.options.seed, &key));
        let is_able = !outcome.exact || outcome.smallest_possible_p.is_some_and(|smallest| smallest <= 0.05);
        outcome.p_value.filter(|_| is_able)
    }
}

fn ends(interval: Option<Interval>) -> Option<(f64, f64)> {
    interval.map(|it| (it.low, it.high))
}

fn unit(it: &Named) -> Unit {
    Unit { sum: f64::from(it.n_so), n: f64::from(it.n) }
}

/// The share of a side, and its count.
fn sums<'n>(side: impl Iterator<Item = &'n Named>) -> (f64, u32) {
    let (n_so, n) = side.fold((0, 0), |(n_so, n), it| (n_so + it.n_so, n + it.n));
    (if n > 0 { f64::from(n_so) / f64::from(n) } else { 0.0 }, n_so)
}

/// The names of an entity that have rows: the most frequent; none where there is but one.
fn names(uses: &[Use]) -> Vec<u32> {
    let mut of: Vec<(u32, u32)> = uses.iter().map(|it| (it.alias, it.n)).collect();
    of.sort_unstable();
    let mut counts: Vec<(Reverse<u32>, u32)> = of
        .chunk_by(|a, b| a.0 == b.0)
        .map(|run| (Reverse(run.iter().map(|it| it.1).sum()), run[0].0))
        .collect();
    if counts.len() < 2 {
        return Vec::new();
    }
    counts.retain(|(n, _)| n.0 >= FEWEST_USES);
    counts.sort_unstable();
    counts.into_iter().take(MOST_NAMES).map(|it| it.1).collect()
}

/// The articles that name an entity, in the order of events, and how often each uses a name.
fn articles(uses: &[Use], alias: u32) -> Vec<Named> {
    let of = |run: &[Use]| Named {
        event: run[0].event,
        is_other: run[0].is_other,
        n: run.iter().map(|it| it.n).sum(),
        n_so: run.iter().filter(|it| it.alias == alias).map(|it| it.n).sum(),
    };
    uses.chunk_by(|a, b| (a.event, a.is_other, a.article) == (b.event, b.is_other, b.article))
        .map(of)
        .collect()
}
