//! `similarity.csv`: how far apart two outlets are on the events that both report.

use super::Comparison;
use super::pooled_rows::LEVEL;
use super::profile::{Basis, Profiles};
use crate::error::Result;
use crate::key::{ALL_EVENTS, About};
use crate::stats::bootstrap::Interval;
use crate::stats::divergence::{cosine, jensen_shannon};
use crate::stats::random::Stream;
use crate::study::Study;
use crate::tables::{Cell, Column, ForeignKey, Kind, Schema, Table};

/// An interval needs this many events.
const FEWEST_EVENTS: usize = 5;
/// Bootstrap samples of events: the ends of an interval need fewer than a p-value.
const RESAMPLES: usize = 200;

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
        ForeignKey { column: "outlet_a", table: "outlets", target: "outlet" },
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
    let mut key = [study.stream_key(a), study.stream_key(b)];
    key.sort_unstable();
    let interval = (events.len() >= FEWEST_EVENTS)
        .then(|| {
            interval(
                (events, n),
                Stream::new(study.options.seed, &["similarity", basis.name(), key[0], key[1]]),
            )
        })
        .flatten();
    [
        Cell::text(ALL_EVENTS),
        Cell::shared(&study.outlets[a as usize]),
        Cell::shared(&study.outlets[b as usize]),
        Cell::text(basis.name()),
        Cell::count(events.len()),
        Cell::optional(jensen_shannon(&sum_a, &sum_b)),
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
fn interval((events, n): (&[Sides], usize), mut stream: Stream) -> Option<Interval> {
    let (mut sum_a, mut sum_b) = (vec![0.0; n], vec![0.0; n]);
    let mut drawn: Vec<f64> = (0..RESAMPLES)
        .filter_map(|_| {
            let chosen = (0..events.len()).map(|_| &events[stream.index(events.len())]);
            add_up(chosen, (&mut sum_a, &mut sum_b));
            jensen_shannon(&sum_a, &sum_b)
        })
        .collect();
    add_up(events.iter(), (&mut sum_a, &mut sum_b));
    let estimate = jensen_shannon(&sum_a, &sum_b)?;
    #[expect(clippy::cast_precision_loss, reason = "a few hundred resamples")]
    let bias = drawn.iter().sum::<f64>() / drawn.len().max(1) as f64 - estimate;
    let found = Interval::of(&mut drawn, LEVEL)?;
    Some(Interval { low: (found.low - bias).max(0.0), high: found.high - bias, ..found })
}
