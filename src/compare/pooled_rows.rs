//! The rows that pool events: each event's own contrast, averaged over events.

use super::difference_columns::{DifferenceRow, Spread};
use crate::dfm::{Dfm, READINGS, Scale, Tally};
use crate::error::{Error, Result};
use crate::key::ALL_EVENTS;
use crate::stats::bootstrap::{Bootstrap, Interval, Sample};
use crate::stats::draws::Draws;
use crate::stats::permutation::{Permutation, Reason};
use crate::stats::random::Stream;
use crate::stats::strata::{Strata, Unit};
use crate::study::{SharedEvent, Study};
use std::sync::Arc;

/// The most relabelings that are looked at one by one.
pub(crate) const EXACT_UP_TO: usize = 10_000;

/// A p-value below [`LOOKED_INTO`] is taken again from this many times as many relabelings: among hundreds of tests one
/// in a thousand is too coarse to be told from chance.
const DEEPER: usize = 20;
const LOOKED_INTO: f64 = 0.02;

/// The level of all intervals.
pub(crate) const LEVEL: f64 = 0.95;

/// Makes the pooled rows of one outlet.
pub(crate) struct PooledRows<'a> {
    study: &'a Study,
    outlet: u32,
    events: &'a [SharedEvent],
    permutation: Permutation,
    deeper: Permutation,
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
fn share(dfm: &Dfm, cell: CellKey, event: &SharedEvent) -> Result<Option<Share>> {
    let column = dfm.column(cell.feature, cell.reading);
    let side = |articles: &[u32]| {
        let n = articles.iter().filter(|&&it| column[it as usize].size > 0).count();
        let figure = dfm.total(cell.feature, cell.reading, articles)?.figure(cell.scale);
        #[expect(clippy::cast_precision_loss, reason = "an event has few articles")]
        Ok::<_, Error>(figure.map(|figure| (n as f64, figure)))
    };
    let sides = side(&event.own)?.zip(side(&event.others)?);
    Ok(sides.map(|((n_own, estimate), (n_others, reference))| Share {
        weight: n_own * n_others / (n_own + n_others),
        estimate,
        reference,
    }))
}

fn mean(shares: &[Share], value: impl Fn(&Share) -> f64) -> f64 {
    let total: f64 = shares.iter().map(|share| share.weight).sum();
    shares.iter().map(|share| share.weight * value(share)).sum::<f64>() / total
}

/// The figure of an outlet as its row that pools `events` has it, from any sums: over the events that others report too,
/// or over all its articles where there is none.
pub(crate) fn pooled_estimate(dfm: &Dfm, cell: CellKey, events: &[SharedEvent]) -> Result<Option<f64>> {
    let mut shares = Vec::new();
    for event in events {
        shares.extend(share(dfm, cell, event)?);
    }
    if !shares.is_empty() {
        return Ok(Some(mean(&shares, |it| it.estimate)));
    }
    let articles: Vec<u32> = events.iter().flat_map(|event| event.own.iter().copied()).collect();
    Ok(dfm.total(cell.feature, cell.reading, &articles)?.figure(cell.scale))
}

impl<'a> PooledRows<'a> {
    /// # Errors
    /// [`Error::Usage`] when there are too few resamples for an interval.
    pub(crate) fn new(study: &'a Study, outlet: u32, events: &'a [SharedEvent]) -> Result<Self> {
        let resamples = study.options.resamples;
        let permutation = Permutation::new(EXACT_UP_TO, resamples);
        let deeper = Permutation::new(EXACT_UP_TO, resamples.saturating_mul(DEEPER));
        let bootstrap = bootstrap(&study.draws)?;
        Ok(Self { study, outlet, events, permutation, deeper, bootstrap, strata: Strata::default() })
    }

    /// One row a feature and reading.
    pub(crate) fn rows(mut self, features: &[usize]) -> Result<Vec<DifferenceRow<'a>>> {
        let mut rows = Vec::with_capacity(features.len() * READINGS.len());
        for (scale, features) in blocks(self.study, features) {
            for reading in (0..READINGS.len()).filter(|&it| READINGS[it].has(scale)) {
                rows.extend(self.block(&features, reading, scale)?);
            }
        }
        Ok(rows)
    }

    /// The rows of features that are taken over the same sentences or words, and so share events and weights.
    fn block(&mut self, features: &[usize], reading: usize, scale: Scale) -> Result<Vec<DifferenceRow<'a>>> {
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
        let column = self.study.dfm.column(cell.feature, cell.reading);
        self.strata.clear();
        let (mut shares, mut articles) = (Vec::new(), Vec::new());
        for event in self.events {
            let units =
                |articles: &'a [u32]| articles.iter().map(|&it| unit(column[it as usize], cell.scale));
            if self.strata.push(units(&event.own), units(&event.others)) {
                shares.extend(share(&self.study.dfm, cell, event)?);
                articles.extend(event.own.iter().copied().filter(|&it| column[it as usize].size > 0));
            }
        }
        let mut row = self.empty_row(cell, &articles);
        if shares.is_empty() {
            return Ok((self.without_reference(cell, row)?, shares));
        }
        estimate(&mut row, &shares);
        self.test(&mut row);
        Ok((row, shares))
    }

    fn empty_row(&self, cell: CellKey, articles: &[u32]) -> DifferenceRow<'a> {
        let (feature, reading) = (&self.study.features[cell.feature], READINGS[cell.reading]);
        DifferenceRow {
            event: Arc::from(ALL_EVENTS),
            outlet: Arc::clone(&self.study.outlets[self.outlet as usize]),
            measure: &feature.measure,
            feature: &feature.name,
            voice: reading.voice.name(),
            zone: reading.zone.name(),
            n_articles: articles.len(),
            n_words: words(self.study, articles, cell.reading),
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
        let column = self.study.dfm.column(cell.feature, cell.reading);
        row.n_articles = articles.iter().filter(|&&it| column[it as usize].size > 0).count();
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
        let stream = |use_: &str| {
            let seed = self.study.options.seed;
            Stream::new(seed, &[use_, row.measure, row.feature, row.voice, row.zone, key])
        };
        let mut outcome = self.permutation.test(&self.strata, &mut stream("permutation"));
        if !outcome.exact && outcome.p_value.is_some_and(|p| p < LOOKED_INTO) {
            outcome = self.deeper.test(&self.strata, &mut stream("deeper permutation"));
        }
        (row.p_value, row.p_note) = match (outcome.reason, outcome.smallest_possible_p) {
            (Some(Reason::NoStrata), _) => (None, "no_shared_event"),
            (Some(Reason::AllEqual), _) => (None, "all_equal"),
            (None, Some(smallest)) if outcome.exact && smallest > 0.05 => (None, "too_few_articles"),
            (None, _) => (outcome.p_value, ""),
        };
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

/// The features that are taken over the same sentences or words, and how: rates share their words, each mean has
/// sentences or articles of its own.
pub(crate) fn blocks(study: &Study, features: &[usize]) -> Vec<(Scale, Vec<usize>)> {
    let of = |scale| {
        let features: Vec<usize> =
            features.iter().copied().filter(|&it| study.features[it].scale == scale).collect();
        let size = if scale == Scale::RatePerThousand { features.len().max(1) } else { 1 };
        features.chunks(size).map(|block| (scale, block.to_vec())).collect::<Vec<_>>()
    };
    Scale::EACH.into_iter().flat_map(of).collect()
}

/// An article's tally as a unit of the permutation.
pub(crate) fn unit(tally: Tally, scale: Scale) -> Unit {
    let (sum, n) = tally.parts(scale);
    Unit { sum, n }
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
