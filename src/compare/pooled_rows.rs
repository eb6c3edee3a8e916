//! The rows that pool events: each event's own contrast, averaged over events.

use super::difference_columns::{DifferenceRow, Spread};
use super::event_sums::{EventSums, Side};
use super::label_test::LabelTest;
use super::sides::weight;
use crate::dfm::{Dfm, READINGS, Scale, Tally};
use crate::error::{Error, Result};
use crate::key::ALL_EVENTS;
use crate::stats::bootstrap::{Bootstrap, Interval, Sample};
use crate::stats::draws::Draws;
use crate::stats::strata::{Strata, Unit};
use crate::study::{SharedEvent, Study};
use std::sync::Arc;

/// The most relabelings that are looked at one by one.
pub(crate) const EXACT_UP_TO: usize = 10_000;

/// The level of all intervals.
pub(crate) const LEVEL: f64 = 0.95;

/// Makes the pooled rows of one outlet.
pub(crate) struct PooledRows<'a> {
    study: &'a Study,
    outlet: u32,
    events: &'a [SharedEvent],
    sums: EventSums,
    test: LabelTest,
    bootstrap: Bootstrap,
    strata: Strata,
}

/// One event's share in a pooled figure.
#[derive(Clone, Copy)]
struct Share {
    weight: f64,
    estimate: f64,
    reference: f64,
}

/// A feature in one of the readings, by positions.
#[derive(Clone, Copy)]
pub(crate) struct CellKey {
    pub(crate) feature: usize,
    pub(crate) reading: usize,
    pub(crate) scale: Scale,
}

/// What an event adds to a pooled figure; `None` where one side has nothing to take the figure over.
fn share([own, others]: &[Side; 2], scale: Scale) -> Option<Share> {
    let (estimate, reference) = own.tally.figure(scale).zip(others.tally.figure(scale))?;
    let weight = weight(own.n_articles as usize, others.n_articles as usize);
    Some(Share { weight, estimate, reference })
}

fn mean(shares: &[Share], value: impl Fn(&Share) -> f64) -> f64 {
    let total: f64 = shares.iter().map(|share| share.weight).sum();
    shares.iter().map(|share| share.weight * value(share)).sum::<f64>() / total
}

/// The figures of an outlet in one reading as its rows that pool `events` have them, from any sums: over the events that
/// others report too, or over all its articles where there is none.
pub(crate) fn pooled_estimates(
    dfm: &Dfm,
    (features, reading): (&[(Scale, Vec<usize>)], usize),
    (events, sums): (&[SharedEvent], &mut EventSums),
) -> Result<Vec<(usize, Option<f64>)>> {
    let n_features = features.iter().flat_map(|(_, block)| block).max().map_or(0, |most| most + 1);
    sums.gather(dfm, n_features, reading);
    let articles: Vec<u32> = events.iter().flat_map(|event| event.own.iter().copied()).collect();
    let mut estimates = Vec::new();
    for (scale, block) in features {
        sums.weigh(dfm, block[0], reading)?;
        for &feature in block {
            let shares: Vec<Share> =
                sums.sides(feature, *scale)?.iter().filter_map(|sides| share(sides, *scale)).collect();
            let estimate = if shares.is_empty() {
                dfm.total(feature, reading, &articles)?.figure(*scale)
            } else {
                Some(mean(&shares, |it| it.estimate))
            };
            estimates.push((feature, estimate));
        }
    }
    Ok(estimates)
}

impl<'a> PooledRows<'a> {
    /// # Errors
    /// [`Error::Usage`] when there are too few resamples for an interval.
    pub(crate) fn new(study: &'a Study, outlet: u32, events: &'a [SharedEvent]) -> Result<Self> {
        let test = LabelTest::new(study.options.seed, study.options.resamples);
        let bootstrap = bootstrap(&study.draws)?;
        let mut sums = EventSums::default();
        sums.take(events);
        Ok(Self { study, outlet, events, sums, test, bootstrap, strata: Strata::default() })
    }

    /// One row a feature and reading.
    pub(crate) fn rows(mut self, features: &[usize]) -> Result<Vec<DifferenceRow<'a>>> {
        let mut rows = Vec::with_capacity(features.len() * READINGS.len());
        let blocks = blocks(self.study, features);
        for (reading, kept) in READINGS.iter().enumerate() {
            self.sums.gather(&self.study.dfm, self.study.features.len(), reading);
            for (scale, features) in blocks.iter().filter(|(scale, _)| kept.has(*scale)) {
                rows.extend(self.block(features, reading, *scale)?);
            }
        }
        Ok(rows)
    }

    /// The rows of features that are taken over the same sentences or words, and so share events and weights.
    fn block(&mut self, features: &[usize], reading: usize, scale: Scale) -> Result<Vec<DifferenceRow<'a>>> {
        if scale == Scale::RatePerThousand {
            self.sums.weigh(&self.study.dfm, features[0], reading)?;
        }
        let (mut rows, mut sizes, mut cells) = (Vec::with_capacity(features.len()), Vec::new(), Vec::new());
        for (column, &feature) in (0_u32..).zip(features) {
            let (row, shares) = self.row(CellKey { feature, reading, scale })?;
            if column == 0 {
                sizes = shares.iter().map(|share| share.weight).collect();
            }
            for (event, &Share { weight, estimate, reference }) in (0_u32..).zip(&shares) {
                let figures = [estimate, estimate - reference].map(|figure| weight * figure);
                let values = (2 * column..).zip(figures).map(|(column, value)| (event, column, value));
                cells.extend(values.filter(|(.., value)| *value != 0.0));
            }
            let least = shares.iter().map(|it| it.estimate).fold(f64::INFINITY, f64::min);
            let most = shares.iter().map(|it| it.estimate.max(it.reference)).fold(0.0, f64::max);
            rows.push((row, (least, most)));
        }
        let found = self.bootstrap.ratios(&Sample::new(sizes, cells), 2 * features.len());
        let with_spread = |((mut row, seen), found): ((DifferenceRow<'a>, (f64, f64)), &[_])| {
            let [own, difference] = [found[0], found[1]];
            (row.spread, row.difference_spread) = (spread(own).within(scale, seen), spread(difference));
            row.ci_unit = if own.or(difference).is_some() { "event" } else { "" };
            row
        };
        Ok(rows.into_iter().zip(found.chunks_exact(2)).map(with_spread).collect())
    }

    /// A row without its intervals, and what each event adds to it.
    fn row(&mut self, cell: CellKey) -> Result<(DifferenceRow<'a>, Vec<Share>)> {
        let mut row = self.empty_row(cell);
        let sides = self.sums.sides(cell.feature, cell.scale)?;
        let both: Vec<(&[Side; 2], Share)> =
            sides.iter().filter_map(|sides| Some((sides, share(sides, cell.scale)?))).collect();
        let shares: Vec<Share> = both.iter().map(|(_, share)| *share).collect();
        if shares.is_empty() {
            return Ok((self.without_reference(cell, row)?, shares));
        }
        row.n_articles = both.iter().map(|(sides, _)| sides[0].n_articles as usize).sum();
        let size = both.iter().map(|(sides, _)| sides[0].tally.size).sum();
        row.n_words = if cell.scale == Scale::RatePerThousand {
            size
        } else {
            self.sums.own_articles(cell.feature).map(|it| self.study.n_words_in(it, cell.reading)).sum()
        };
        estimate(&mut row, &shares);
        self.sums.strata(cell.feature, cell.scale, &mut self.strata);
        self.test(&mut row);
        Ok((row, shares))
    }

    fn empty_row(&self, cell: CellKey) -> DifferenceRow<'a> {
        let (feature, reading) = (&self.study.features[cell.feature], READINGS[cell.reading]);
        DifferenceRow {
            event: Arc::from(ALL_EVENTS),
            outlet: Arc::clone(&self.study.outlets[self.outlet as usize]),
            measure: &feature.measure,
            feature: &feature.name,
            voice: reading.voice.name(),
            zone: reading.zone.name(),
            n_articles: 0,
            n_words: 0,
            estimate: None,
            spread: Spread::default(),
            ci_unit: "",
            reference: None,
            difference: None,
            difference_spread: Spread::default(),
            p_value: None,
            p_note: "",
            n_events: 0,
            n_events_same_sign: 0,
        }
    }

    /// The outlet's own figure over all its articles, where there is nothing to hold it against.
    fn without_reference(&self, cell: CellKey, mut row: DifferenceRow<'a>) -> Result<DifferenceRow<'a>> {
        let articles: Vec<u32> = self.events.iter().flat_map(|event| event.own.iter().copied()).collect();
        let has_figure = |&&it: &&u32| self.study.dfm.tally(cell.feature, cell.reading, it).size > 0;
        row.n_articles = articles.iter().filter(has_figure).count();
        row.n_words = words(self.study, &articles, cell.reading);
        row.estimate = self.study.dfm.total(cell.feature, cell.reading, &articles)?.figure(cell.scale);
        let is_english = |&article: &u32| self.study.articles[article as usize].is_english();
        row.p_note = if self.study.outlets.len() < 2 {
            "one_outlet"
        } else if row.n_articles == 0 && !articles.is_empty() && !articles.iter().any(is_english) {
            "not_in_english"
        } else {
            "no_shared_event"
        };
        Ok(row)
    }

    fn test(&mut self, row: &mut DifferenceRow<'a>) {
        let key = self.study.stream_key(self.outlet);
        let key = [row.measure, row.feature, row.voice, row.zone, key];
        (row.p_value, row.p_note) = self.test.pooled(&self.strata, &key);
        // Events are shared: without strata, none of them has a match.
        if row.p_note == "no_shared_event" {
            row.p_note = "all_equal";
        }
    }
}

fn estimate(row: &mut DifferenceRow<'_>, shares: &[Share]) {
    let (estimate, reference) = (mean(shares, |it| it.estimate), mean(shares, |it| it.reference));
    let difference = mean(shares, |it| it.estimate - it.reference);
    let sign_of = |share: &&Share| (share.estimate - share.reference) * difference > 1e-24;
    (row.estimate, row.reference, row.difference) = (Some(estimate), Some(reference), Some(difference));
    row.n_events = shares.len();
    row.n_events_same_sign = shares.iter().filter(sign_of).count();
}

/// The features that are taken over the same sentences or words, and how: rates share their words (those that need English,
/// and the others), each mean has sentences or articles of its own.
pub(crate) fn blocks(study: &Study, features: &[usize]) -> Vec<(Scale, Vec<usize>)> {
    let of = |scale| {
        [true, false].into_iter().flat_map(move |needs_english| {
            let is_of_block = |&it: &usize| {
                let feature = &study.features[it];
                feature.scale == scale && feature.needs_english == needs_english
            };
            let features: Vec<usize> = features.iter().copied().filter(is_of_block).collect();
            let size = if scale == Scale::RatePerThousand { features.len().max(1) } else { 1 };
            features.chunks(size).map(|block| (scale, block.to_vec())).collect::<Vec<_>>()
        })
    };
    Scale::EACH.into_iter().flat_map(of).collect()
}

/// An article's tally as a unit of the permutation.
pub(crate) fn unit(tally: Tally, scale: Scale) -> Unit {
    let (sum, n) = tally.parts(scale);
    Unit { sum, n }
}

/// A part and its whole as a unit of the permutation.
#[expect(clippy::cast_precision_loss, reason = "words of an article stay far below 2^53")]
pub(crate) fn unit_of(part: u64, whole: u64) -> Unit {
    Unit { sum: part as f64, n: whole as f64 }
}

/// The interval as it stands in a row.
pub(crate) fn spread(interval: Option<Interval>) -> Spread {
    Spread {
        std_error: interval.map(|it| it.std_error),
        low: interval.map(|it| it.low),
        high: interval.map(|it| it.high),
    }
}

/// A bootstrap at the level of all intervals.
pub(crate) fn bootstrap(draws: &Arc<Draws>) -> Result<Bootstrap> {
    Bootstrap::new(draws, LEVEL).ok_or_else(|| Error::Usage("--resamples must be at least 2".to_owned()))
}

/// The words of some articles in one of the readings.
pub(crate) fn words(study: &Study, articles: &[u32], reading: usize) -> u64 {
    articles.iter().map(|&it| study.n_words_in(it, reading)).sum()
}
