//! `similarity.csv`: how far apart two outlets are on the events that both report.

use super::Comparison;
use super::pooled_rows::LEVEL;
use super::profile::{Basis, Profiles};
use crate::error::Result;
use crate::key::{ALL_EVENTS, About};
use crate::stats::bootstrap::Interval;
use crate::stats::divergence::{cosine, jensen_shannon, jensen_shannon_of_counts};
use crate::stats::draws::Draws;
use crate::study::Study;
use crate::tables::{Cell, Column, ForeignKey, Kind, Schema, Table};

/// An interval needs this many events.
const FEWEST_EVENTS: usize = 5;
/// Resamples that are added up at a time: their sums then stay in near memory.
const AT_ONCE: usize = 32;

const SCHEMA: Schema = Schema {
    name: "similarity",
    row: "a pair of outlets, on the events that both report: pairs among the 200 outlets with most articles",
    key: &["event_id", "outlet_a", "outlet_b", "basis"],
    columns: &[
        Column::text("event_id", "ALL: over the events that both report"),
        Column::text("outlet_a", "the outlet whose name comes first"),
        Column::text("outlet_b", "the other outlet"),
        Column::text(
            "basis",
            "terms (the 1,000 commonest words of the corpus that are no stop words), own_terms (the same outside \
             quotations) or frames",
        ),
        Column::count("n_events", "events", "events that both report"),
        Column::new(
            "divergence",
            Kind::Number,
            "bits, 0 to 1",
            "Jensen-Shannon divergence of the two distributions. Two samples of one distribution diverge too, the more \
             the smaller they are: compare pairs of like n_events",
            "one of the two has nothing of the basis",
        ),
        Column::new(
            "ci_low",
            Kind::Number,
            "bits",
            "lower end of its 95 % interval, bootstrap over events less its bias",
            "fewer than 5 events",
        ),
        Column::new(
            "ci_high",
            Kind::Number,
            "bits",
            "upper end of its 95 % interval, bootstrap over events less its bias",
            "fewer than 5 events",
        ),
        Column::new(
            "cosine",
            Kind::Number,
            "0 to 1",
            "cosine similarity of the counts",
            "one of the two has nothing of the basis",
        ),
    ],
    foreign_keys: &[
        ForeignKey { column: "outlet_a", table: "groups", target: "group" },
        ForeignKey { column: "outlet_a", table: "outlets", target: "outlet" },
        ForeignKey { column: "outlet_b", table: "groups", target: "group" },
        ForeignKey { column: "outlet_b", table: "outlets", target: "outlet" },
    ],
};

/// Pairs grow with the square of the outlets: only those of the outlets with most articles are worked out.
const MOST_OUTLETS: usize = 200;

/// Into how many parts the pairs of a basis are cut.
const PARTS_PER_BASIS: usize = 4;

const BASES: [Basis; 3] = [Basis::Terms, Basis::OwnTerms, Basis::Frames];

/// The table of pairs.
#[derive(Debug)]
pub(crate) struct Similarity;

impl Comparison for Similarity {
    fn about(&self) -> About {
        About {
            name: "similarity",
            line: "how far apart the words and frames of two outlets are on the events that both report",
            unit: "Jensen-Shannon divergence in bits, cosine",
            limits: "grows as samples get smaller: the divergence of two outlets of few articles is mostly chance",
            source: "Lin 1991",
        }
    }

    fn schemas(&self) -> &'static [&'static Schema] {
        &[&SCHEMA]
    }

    fn n_parts(&self, _study: &Study) -> usize {
        BASES.len() * PARTS_PER_BASIS
    }

    fn part(&self, study: &Study, part: usize) -> Result<Vec<Table>> {
        let basis = BASES[part / PARTS_PER_BASIS];
        let profiles = Profiles::new(study, basis);
        let mut table = Table::new(&SCHEMA);
        let mut pairs = pairs_by_event(study, &study.largest_outlets(MOST_OUTLETS));
        pairs.sort_unstable();
        let runs = pairs.chunk_by(|x, y| (x.0, x.1) == (y.0, y.1));
        for run in runs.skip(part % PARTS_PER_BASIS).step_by(PARTS_PER_BASIS) {
            let (a, b, _) = run[0];
            let side = |event, outlet| side(study, &profiles, event, outlet);
            let events: Vec<Sides> =
                run.iter().map(|&(_, _, event)| (side(event, a), side(event, b))).collect();
            table.push(row(study, (a, b), basis, (&events, profiles.n_features())));
        }
        Ok(vec![table])
    }
}

/// What two outlets count in one event: (feature, count) on each side.
type Sides = (Vec<(u32, f64)>, Vec<(u32, f64)>);

/// (a, b, event) for each event that both outlets report.
fn pairs_by_event(study: &Study, outlets: &[u32]) -> Vec<(u32, u32, u32)> {
    let mut pairs = Vec::new();
    for (event, number) in study.events.iter().zip(0_u32..) {
        let mut here: Vec<u32> =
            event.articles.iter().map(|&article| study.outlet_of[article as usize]).collect();
        here.sort_unstable();
        here.dedup();
        here.retain(|outlet| outlets.binary_search(outlet).is_ok());
        for (index, &a) in here.iter().enumerate() {
            pairs.extend(here[index + 1..].iter().map(|&b| (a, b, number)));
        }
    }
    pairs
}

fn side(study: &Study, profiles: &Profiles, event: u32, outlet: u32) -> Vec<(u32, f64)> {
    let articles: Vec<u32> = study.events[event as usize]
        .articles
        .iter()
        .copied()
        .filter(|&article| study.outlet_of[article as usize] == outlet)
        .collect();
    profiles.sparse_sum(&articles)
}

fn row(study: &Study, (a, b): (u32, u32), basis: Basis, (events, n): (&[Sides], usize)) -> [Cell; 9] {
    let (mut sum_a, mut sum_b) = (vec![0.0; n], vec![0.0; n]);
    add_up(events.iter(), (&mut sum_a, &mut sum_b));
    let divergence = jensen_shannon(&sum_a, &sum_b);
    let interval = divergence
        .filter(|_| events.len() >= FEWEST_EVENTS)
        .and_then(|divergence| interval((events, n), divergence, &study.fewer_draws));
    [
        Cell::text(ALL_EVENTS),
        Cell::shared(&study.outlets[a as usize]),
        Cell::shared(&study.outlets[b as usize]),
        Cell::text(basis.name()),
        Cell::count(events.len()),
        Cell::optional(divergence),
        Cell::optional(interval.map(|it| it.low)),
        Cell::optional(interval.map(|it| it.high)),
        Cell::optional(cosine(&sum_a, &sum_b)),
    ]
}

fn add_up<'a>(events: impl Iterator<Item = &'a Sides>, (sum_a, sum_b): (&mut [f64], &mut [f64])) {
    sum_a.fill(0.0);
    sum_b.fill(0.0);
    for (side_a, side_b) in events {
        side_a.iter().for_each(|&(feature, count)| sum_a[feature as usize] += count);
        side_b.iter().for_each(|&(feature, count)| sum_b[feature as usize] += count);
    }
}

/// The 95 % percentile interval of the divergence under resampling of events, less the bootstrap's bias: samples that
/// repeat some events and lack others diverge more than the events themselves (Efron & Tibshirani 1993, chapter 10).
fn interval((events, n): (&[Sides], usize), divergence: f64, draws: &Draws) -> Option<Interval> {
    let mut drawn: Vec<f64> = Vec::with_capacity(draws.resamples());
    let (mut sums_a, mut sums_b) = (Vec::new(), Vec::new());
    draws.tables(events.len(), |table| {
        for first in (0..table.n_resamples()).step_by(AT_ONCE) {
            let n_resamples = AT_ONCE.min(table.n_resamples() - first);
            for sums in [&mut sums_a, &mut sums_b] {
                sums.clear();
                sums.resize(n * n_resamples, 0.0_f32);
            }
            for (event, (side_a, side_b)) in events.iter().enumerate() {
                let times = &table.of_unit(event)[first..first + n_resamples];
                add_drawn(side_a, times, &mut sums_a);
                add_drawn(side_b, times, &mut sums_b);
            }
            drawn.extend(jensen_shannon_of_counts(&sums_a, &sums_b, n_resamples).into_iter().flatten());
        }
    });
    #[expect(clippy::cast_precision_loss, reason = "a few hundred resamples")]
    let bias = drawn.iter().sum::<f64>() / drawn.len().max(1) as f64 - divergence;
    let found = Interval::of(&mut drawn, LEVEL)?;
    Some(Interval { low: (found.low - bias).max(0.0), high: found.high - bias, ..found })
}

/// Adds counts to the sums of some resamples, as often as their event was drawn in each; all sums of one feature stand
/// side by side.
#[expect(clippy::cast_possible_truncation, reason = "counts of one event are small whole numbers")]
fn add_drawn(counts: &[(u32, f64)], times: &[u8], sums: &mut [f32]) {
    let mut drawn = [0.0; AT_ONCE];
    drawn.iter_mut().zip(times).for_each(|(drawn, &times)| *drawn = f32::from(times));
    for &(feature, count) in counts {
        let sums = &mut sums[feature as usize * times.len()..][..times.len()];
        sums.iter_mut().zip(&drawn).for_each(|(sum, times)| *sum += times * count as f32);
    }
}
