//! The rows of single events: descriptions with intervals from articles or sentences, and a p-value only where the
//! event has enough articles for one.

use super::difference_columns::DifferenceRow;
use super::pooled_rows::{EXACT_UP_TO, bootstrap, spread, unit, words};
use crate::dfm::{READINGS, Reading, Scale};
use crate::error::Result;
use crate::harvest::FIXED_ONE;
use crate::stats::bootstrap::{Bootstrap, Pair};
use crate::stats::permutation::{Permutation, Reason};
use crate::stats::random::Stream;
use crate::stats::strata::Strata;
use crate::study::{SharedEvent, Study};
use std::sync::Arc;

/// From this many articles of the outlet on, the bootstrap draws articles; below, sentences.
const FEWEST_ARTICLES: usize = 4;

/// A single event is described with a fifth of the resamples, but at least this many: its rows are many, and carry no
/// verdict.
const FEWEST_RESAMPLES: usize = 200;

/// Makes the event rows of one outlet.
pub(crate) struct EventRows<'a> {
    study: &'a Study,
    outlet: u32,
    permutation: Permutation,
    strata: Strata,
    own: Vec<Pair>,
    others: Vec<Pair>,
}

/// One event, feature and reading.
#[derive(Clone, Copy)]
struct EventCell<'a> {
    event: &'a SharedEvent,
    feature: usize,
    reading: usize,
    scale: Scale,
}

impl<'a> EventRows<'a> {
    pub(crate) fn new(study: &'a Study, outlet: u32) -> Self {
        let permutation = Permutation::new(EXACT_UP_TO, study.options.resamples);
        Self { study, outlet, permutation, strata: Strata::default(), own: Vec::new(), others: Vec::new() }
    }

    /// One row an event that others report too, feature and reading; rows in which neither side has a match are left
    /// out.
    pub(crate) fn rows(
        mut self,
        events: &[SharedEvent],
        features: &[usize],
        n_readings: usize,
    ) -> Result<Vec<DifferenceRow<'a>>> {
        let resamples = self.study.options.resamples;
        let mut bootstrap = bootstrap((resamples / 5).max(FEWEST_RESAMPLES).min(resamples.max(2)))?;
        let mut rows = Vec::new();
        for event in events.iter().filter(|event| !event.others.is_empty()) {
            for &feature in features {
                for reading in 0..n_readings {
                    let scale = self.study.features[feature].scale;
                    rows.extend(self.row(EventCell { event, feature, reading, scale }, &mut bootstrap)?);
                }
            }
        }
        Ok(rows)
    }

    fn row(&mut self, cell: EventCell<'_>, bootstrap: &mut Bootstrap) -> Result<Option<DifferenceRow<'a>>> {
        let EventCell { event, feature, reading, scale } = cell;
        let dfm = &self.study.dfm;
        let (own, others) = (dfm.total(feature, reading, &event.own)?, dfm.total(feature, reading, &event.others)?);
        let has_nothing = scale == Scale::RatePerThousand && own.sum == 0 && others.sum == 0;
        if has_nothing || own.size == 0 || others.size == 0 {
            return Ok(None);
        }
        let (estimate, reference) = (own.figure(scale), others.figure(scale));
        let difference = estimate.zip(reference).map(|(estimate, reference)| estimate - reference);
        let column = dfm.column(feature, reading);
        let articles: Vec<u32> = event.own.iter().copied().filter(|&it| column[it as usize].size > 0).collect();
        let (about, kind) = (&self.study.features[feature], READINGS[reading]);
        let mut row = DifferenceRow {
            event: Arc::clone(&self.study.event_ids[event.event as usize]),
            outlet: Arc::clone(&self.study.outlets[self.outlet as usize]),
            measure: &about.measure,
            feature: &about.name,
            voice: kind.voice.name(),
            zone: kind.zone.name(),
            n_articles: articles.len(),
            n_words: words(self.study, &articles, kind.voice, kind.zone),
            estimate,
            spread: spread(None),
            ci_unit: "",
            reference,
            difference,
            difference_spread: spread(None),
            p_value: None,
            p_note: "",
            n_events: 1,
            n_events_same_sign: usize::from(difference.is_some_and(|value| value != 0.0)),
        };
        self.add_intervals(&mut row, cell, bootstrap);
        self.add_test(&mut row, cell);
        Ok(Some(row))
    }

    fn add_intervals(&mut self, row: &mut DifferenceRow<'_>, cell: EventCell<'_>, bootstrap: &mut Bootstrap) {
        let column = self.study.dfm.column(cell.feature, cell.reading);
        let by_article = row.n_articles >= FEWEST_ARTICLES
            && cell.event.others.iter().filter(|&&it| column[it as usize].size > 0).count() >= 2;
        for (pairs, articles) in [(&mut self.own, &cell.event.own), (&mut self.others, &cell.event.others)] {
            pairs.clear();
            if by_article {
                let tallies = articles.iter().map(|&it| column[it as usize]).filter(|tally| tally.size > 0);
                pairs.extend(tallies.map(|tally| tally.parts(cell.scale)));
            } else {
                articles.iter().for_each(|&article| add_sentences(self.study, article, cell, pairs));
            }
        }
        let key = [row.measure, row.feature, row.voice, row.zone, &row.event, self.study.stream_key(self.outlet)];
        let mut stream = Stream::new(self.study.options.seed, &key);
        let found = bootstrap.two_sample(&self.own, &self.others, &mut stream);
        (row.spread, row.difference_spread) = (spread(found.target), spread(found.difference));
        row.ci_unit = match (found.target, by_article) {
            (None, _) => "",
            (Some(_), true) => "article",
            (Some(_), false) => "sentence",
        };
    }

    /// The exact permutation over the articles of the event, where it can reach 0.05 at all.
    fn add_test(&mut self, row: &mut DifferenceRow<'_>, cell: EventCell<'_>) {
        let column = self.study.dfm.column(cell.feature, cell.reading);
        let units = |articles: &'_ [u32]| -> Vec<_> {
            articles.iter().map(|&it| unit(column[it as usize], cell.scale)).collect()
        };
        self.strata.clear();
        self.strata.push(units(&cell.event.own), units(&cell.event.others));
        row.p_note = "too_few_articles";
        if self.strata.relabelings() < 20.0 {
            return;
        }
        let key = ["permutation", row.measure, row.feature, row.voice, row.zone, &row.event, self.study.stream_key(self.outlet)];
        let outcome = self.permutation.test(&self.strata, &mut Stream::new(self.study.options.seed, &key));
        (row.p_value, row.p_note) = match (outcome.reason, outcome.smallest_possible_p) {
            (Some(Reason::AllEqual), _) => (None, "all_equal"),
            (None, Some(smallest)) if smallest <= 0.05 => (outcome.p_value, ""),
            _ => (None, "too_few_articles"),
        };
    }
}

/// Adds the (sum, size) pairs of an article's sentences in one reading, in the unit of the figure.
fn add_sentences(study: &Study, article: u32, cell: EventCell<'_>, pairs: &mut Vec<Pair>) {
    let record = &study.records[article as usize];
    let reading: Reading = READINGS[cell.reading];
    let from = record.observations.partition_point(|seen| usize::from(seen.feature) < cell.feature);
    let seen = record.observations[from..].iter().take_while(|seen| usize::from(seen.feature) == cell.feature);
    let seen = seen.filter(|seen| reading.takes(cell.scale, seen.voice, seen.zone));
    match cell.scale {
        Scale::MeanOfSentences => pairs.extend(seen.map(|seen| (f64::from(seen.value) / FIXED_ONE, 1.0))),
        Scale::RatePerThousand => {
            let mut seen = seen.peekable();
            for (sentence, number) in record.sentences.iter().zip(0_u32..) {
                let mut sum = 0.0;
                while let Some(seen) = seen.next_if(|seen| seen.sentence <= number) {
                    sum += 1_000.0 * f64::from(seen.value) / FIXED_ONE;
                }
                let is_in_zone = reading.zone == crate::key::Zone::All || sentence.zone == reading.zone;
                let size = if is_in_zone { sentence.n_words(reading.voice) } else { 0 };
                if size > 0 {
                    #[expect(clippy::cast_precision_loss, reason = "words of one sentence")]
                    pairs.push((sum, size as f64));
                }
            }
        }
    }
}
