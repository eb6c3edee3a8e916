//! The rows of single events: descriptions with intervals from articles or sentences, and a p-value only where the
//! event has enough articles for one.

use super::difference_columns::DifferenceRow;
use super::label_test::LabelTest;
use super::pooled_rows::{blocks, bootstrap, spread, unit, words};
use crate::dfm::{READINGS, Scale};
use crate::error::Result;
use crate::harvest::FIXED_ONE;
use crate::key::Zone;
use crate::stats::bootstrap::{Bootstrap, Sample, TwoSample};
use crate::stats::strata::Strata;
use crate::study::{SharedEvent, Study};
use std::sync::Arc;

/// From this many articles of the outlet on, the bootstrap draws articles; below, sentences.
const FEWEST_ARTICLES: usize = 4;

/// Makes the event rows of one outlet.
pub(crate) struct EventRows<'a> {
    study: &'a Study,
    outlet: u32,
    test: LabelTest,
    bootstrap: Bootstrap,
    strata: Strata,
}

/// An event in one reading, and the features that are taken over the same sentences or words.
#[derive(Clone, Copy)]
struct Block<'b> {
    event: &'b SharedEvent,
    features: &'b [usize],
    reading: usize,
    scale: Scale,
}

impl<'a> EventRows<'a> {
    /// # Errors
    /// [`crate::error::Error::Usage`] when there are too few resamples for an interval.
    pub(crate) fn new(study: &'a Study, outlet: u32) -> Result<Self> {
        let test = LabelTest::new(study.options.seed, study.options.resamples);
        let bootstrap = bootstrap(&study.fewer_draws)?;
        Ok(Self { study, outlet, test, bootstrap, strata: Strata::default() })
    }

    /// One row an event that others report too, feature and reading; rows in which neither side has a match are left
    /// out.
    pub(crate) fn rows(
        mut self,
        events: &[SharedEvent],
        features: &[usize],
        n_readings: usize,
    ) -> Result<Vec<DifferenceRow<'a>>> {
        let mut rows = Vec::new();
        let blocks = blocks(self.study, features);
        for event in events.iter().filter(|event| !event.others.is_empty()) {
            for (scale, features) in &blocks {
                for reading in (0..n_readings).filter(|&it| READINGS[it].has(*scale)) {
                    rows.extend(self.block(Block { event, features, reading, scale: *scale })?);
                }
            }
        }
        Ok(rows)
    }

    fn block(&mut self, block: Block<'_>) -> Result<Vec<DifferenceRow<'a>>> {
        let mut rows = Vec::new();
        for (column, &feature) in (0_u32..).zip(block.features) {
            if let Some(row) = self.row(block, feature)? {
                rows.push((column, feature, row));
            }
        }
        let Some((_, _, first)) = rows.first() else { return Ok(Vec::new()) };
        let (found, by_article) = self.intervals(block, first);
        let mut done = Vec::with_capacity(rows.len());
        for (column, feature, mut row) in rows {
            let found = found[column as usize];
            let estimate = row.estimate.unwrap_or_default();
            let seen = (estimate, row.reference.map_or(estimate, |reference| reference.max(estimate)));
            row.spread = spread(found.target).within(block.scale, seen);
            row.difference_spread = spread(found.difference);
            row.ci_unit = match (found.target.or(found.difference), by_article) {
                (None, _) => "",
                (Some(_), true) => "article",
                (Some(_), false) => "sentence",
            };
            self.add_test(&mut row, block, feature);
            done.push(row);
        }
        Ok(done)
    }

    fn row(&self, block: Block<'_>, feature: usize) -> Result<Option<DifferenceRow<'a>>> {
        let Block { event, reading, scale, .. } = block;
        let dfm = &self.study.dfm;
        let (own, others) =
            (dfm.total(feature, reading, &event.own)?, dfm.total(feature, reading, &event.others)?);
        let has_nothing = scale == Scale::RatePerThousand && own.sum == 0 && others.sum == 0;
        if has_nothing || own.size == 0 || others.size == 0 {
            return Ok(None);
        }
        let (estimate, reference) = (own.figure(scale), others.figure(scale));
        let difference = estimate.zip(reference).map(|(estimate, reference)| estimate - reference);
        let has_figure = |&it: &u32| dfm.tally(feature, reading, it).size > 0;
        let articles: Vec<u32> = event.own.iter().copied().filter(has_figure).collect();
        let (about, kind) = (&self.study.features[feature], READINGS[reading]);
        Ok(Some(DifferenceRow {
            event: Arc::clone(&self.study.event_ids[event.event as usize]),
            outlet: Arc::clone(&self.study.outlets[self.outlet as usize]),
            measure: &about.measure,
            feature: &about.name,
            voice: kind.voice.name(),
            zone: kind.zone.name(),
            n_articles: articles.len(),
            n_words: words(self.study, &articles, reading),
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
        }))
    }

    /// The intervals of all features of a block, and whether they come from articles.
    fn intervals(&mut self, block: Block<'_>, row: &DifferenceRow<'_>) -> (Vec<TwoSample>, bool) {
        let has_figure = |&&it: &&u32| self.study.dfm.tally(block.features[0], block.reading, it).size > 0;
        let n_others = block.event.others.iter().filter(has_figure).count();
        // A figure of articles as a whole has nothing below them to draw.
        let is_of_articles = matches!(block.scale, Scale::MeanOfArticles(_));
        let by_article = is_of_articles || row.n_articles >= FEWEST_ARTICLES && n_others >= 2;
        // Sentences of one article are alike, so where the others have articles enough, these are drawn.
        let others_by_article = by_article || n_others >= FEWEST_ARTICLES;
        let sample = |articles: &[u32], by_article: bool| {
            let mut units = Units::default();
            for &article in articles {
                if by_article {
                    add_article(self.study, article, block, &mut units);
                } else {
                    add_sentences(self.study, article, block, &mut units);
                }
            }
            Sample::new(units.sizes, units.values)
        };
        let own = sample(&block.event.own, by_article);
        let others = sample(&block.event.others, others_by_article);
        let found = self.bootstrap.two_sample(&own, &others, block.features.len());
        (found, by_article)
    }

    /// The exact permutation over the articles of the event, where it can reach 0.05 at all.
    fn add_test(&mut self, row: &mut DifferenceRow<'_>, block: Block<'_>, feature: usize) {
        let dfm = &self.study.dfm;
        let unit = |&it: &u32| unit(dfm.tally(feature, block.reading, it), block.scale);
        let Block { event, .. } = block;
        self.strata.clear();
        self.strata.push(event.own.iter().map(unit), event.others.iter().map(unit));
        let outlet = self.study.stream_key(self.outlet);
        let key = [row.measure, row.feature, row.voice, row.zone, &row.event, outlet];
        (row.p_value, row.p_note) = self.test.of_event(&self.strata, &key);
    }
}

/// The units of a sample while they are gathered: sizes, and (unit, column, numerator).
#[derive(Default)]
struct Units {
    sizes: Vec<f64>,
    values: Vec<(u32, u32, f64)>,
}

/// Adds an article as one unit.
fn add_article(study: &Study, article: u32, block: Block<'_>, units: &mut Units) {
    let unit = narrow(units.sizes.len());
    for (column, &feature) in (0_u32..).zip(block.features) {
        let (sum, size) = study.dfm.tally(feature, block.reading, article).parts(block.scale);
        if column == 0 {
            if size <= 0.0 {
                return;
            }
            units.sizes.push(size);
        }
        units.values.push((unit, column, sum));
    }
}

/// Adds an article's sentences as units.
fn add_sentences(study: &Study, article: u32, block: Block<'_>, units: &mut Units) {
    let record = &study.records[article as usize];
    let reading = READINGS[block.reading];
    let first_unit = narrow(units.sizes.len());
    if block.scale == Scale::RatePerThousand {
        let is_in_zone = |zone: Zone| reading.zone == Zone::All || zone == reading.zone;
        #[expect(clippy::cast_precision_loss, reason = "words of one sentence")]
        let size = |sentence: &crate::harvest::SentenceSize| {
            if is_in_zone(sentence.zone) { sentence.n_words(reading.voice) as f64 } else { 0.0 }
        };
        units.sizes.extend(record.sentences.iter().map(size));
    }
    for (column, &feature) in (0_u32..).zip(block.features) {
        let from = record.observations.partition_point(|seen| usize::from(seen.feature) < feature);
        let seen = record.observations[from..].iter().take_while(|seen| usize::from(seen.feature) == feature);
        for seen in seen.filter(|seen| reading.takes(block.scale, seen.voice, seen.zone)) {
            let value = f64::from(seen.value) / FIXED_ONE;
            match block.scale {
                Scale::MeanOfSentences | Scale::MeanOfArticles(_) => {
                    units.values.push((narrow(units.sizes.len()), column, value));
                    units.sizes.push(1.0);
                }
                Scale::RatePerThousand => {
                    units.values.push((first_unit + seen.sentence, column, 1_000.0 * value));
                }
            }
        }
    }
}

fn narrow(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}
