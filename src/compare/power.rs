//! `power.csv`: which difference this corpus could have shown, before an empty result is trusted.

use super::Comparison;
use super::difference_columns::FOREIGN_KEYS;
use super::sides::{Group, Sums, weight, why_empty};
use crate::dfm::Scale;
use crate::error::Result;
use crate::key::About;
use crate::stats::bootstrap::Pair;
use crate::stats::power::{minimum_detectable, standard_deviation};
use crate::stats::ratio::{effective_number, std_error};
use crate::study::Study;
use crate::tables::{Cell, Column, Kind, Schema, Table};

const UNIT: &str = "the measure's unit: mean score, matches per 1,000 words, or mean over articles";
const ALPHA: f64 = 0.05;
const POWER: f64 = 0.8;

const SCHEMA: Schema = Schema {
    name: "power",
    row: "the smallest difference of an outlet from the others of the same events that its events could have shown",
    key: &["outlet", "measure", "feature"],
    columns: &[
        Column::text("outlet", "the outlet"),
        Column::text("measure", "the measure"),
        Column::text(
            "feature",
            "the feature of the measure, in all voices and zones (of headlines: in these)",
        ),
        Column::count("n_events", "events", "events in which both the outlet and another have a value"),
        Column::new(
            "n_events_effective",
            Kind::Number,
            "events",
            "how many events of like weight they are worth: (sum w)^2 / sum w^2 with the weights of the difference",
            "no such event",
        ),
        Column::new(
            "minimum_detectable_difference",
            Kind::Number,
            UNIT,
            "the true difference that a two-sided test at `alpha` finds with `power`: std_error times the sum of two quantiles \
             of the t distribution with n_events_effective - 1 degrees of freedom",
            "see note",
        ),
        Column::new("alpha", Kind::Number, "0 to 1", "the level of the test, of one test alone", "never"),
        Column::new(
            "power",
            Kind::Number,
            "0 to 1",
            "how often a true difference of that size is found",
            "never",
        ),
        Column::new(
            "std_error",
            Kind::Number,
            UNIT,
            "standard error of the difference over all events, from how it varies between them",
            "see note",
        ),
        Column::new("reference", Kind::Number, UNIT, "the others' value in the same events", "no such event"),
        Column::new(
            "relative_to_reference",
            Kind::Number,
            "shares",
            "the minimum detectable difference over the reference: 1 is a rate twice as high, or none at all",
            "see note; the reference is 0; or values of the measure can be below 0, where a share says nothing",
        ),
        Column::new(
            "relative_to_spread",
            Kind::Number,
            "standard deviations",
            "the minimum detectable difference over the standard deviation of all articles' values",
            "see note",
        ),
        Column::new(
            "note",
            Kind::Text,
            "",
            "why there is no minimum: one_outlet, no_shared_event, one_event (how events vary cannot be told), all_equal (the \
             difference is the same in all events), not_in_english (the measure needs English), no_values",
            "there is one",
        ),
    ],
    foreign_keys: FOREIGN_KEYS,
};

/// The table of power.
#[derive(Debug)]
pub(crate) struct Power;

impl Comparison for Power {
    fn about(&self) -> About {
        About {
            name: "power",
            line: "which difference an outlet's events could have shown at all, before an empty result is trusted",
            unit: UNIT,
            limits: "for one test alone: after correction for many, only larger differences stand; it takes the differences of \
                     events as they vary here",
            source: "Bloom 1995; Murray 1998; standard error: Cochran 1977",
        }
    }

    fn schemas(&self) -> &'static [&'static Schema] {
        &[&SCHEMA]
    }

    fn n_parts(&self, study: &Study) -> usize {
        Group::all(study).len()
    }

    fn part(&self, study: &Study, part: usize) -> Result<Vec<Table>> {
        let mut table = Table::new(&SCHEMA);
        let groups = Group::all(study);
        let Some(group) = groups.get(part) else { return Ok(vec![table]) };
        let by_event = group.by_event(study)?;
        let spreads: Vec<Option<f64>> = group.features.iter().map(|&it| spread(study, (group, it))).collect();
        for outlet in study.compared_outlets() {
            let contrasts = Contrasts::new(study, (group, outlet), &by_event)?;
            for (column, (&feature, &spread)) in group.features.iter().zip(&spreads).enumerate() {
                let about = &study.features[feature];
                let names = [&about.measure, &about.name].map(|name| Cell::text(name));
                table.push(
                    std::iter::once(Cell::shared(&study.outlets[outlet as usize]))
                        .chain(names)
                        .chain(contrasts.cells(column, (group.scale, spread))),
                );
            }
        }
        Ok(vec![table])
    }
}

/// The standard deviation of the articles' values.
fn spread(study: &Study, (group, feature): (&Group, usize)) -> Option<f64> {
    let articles = (0_u32..).take(study.articles.len());
    let figures = articles.filter_map(|it| study.dfm.tally(feature, group.reading, it).figure(group.scale));
    standard_deviation(figures).filter(|it| *it > 0.0)
}

/// An outlet's events that others report too.
struct Contrasts {
    weights: Vec<f64>,
    /// By feature: weight times difference and weight, event by event.
    differences: Vec<Vec<Pair>>,
    /// By feature: the sum of weight times the others' value.
    references: Vec<f64>,
    why_empty: &'static str,
}

impl Contrasts {
    fn new(study: &Study, (group, outlet): (&Group, u32), by_event: &[Sums]) -> Result<Self> {
        let n_features = group.features.len();
        let mut contrasts = Self {
            weights: Vec::new(),
            differences: vec![Vec::new(); n_features],
            references: vec![0.0; n_features],
            why_empty: "",
        };
        let mut all = Sums::new(n_features);
        for (event, own) in group.of_outlet(study, outlet)? {
            let others = by_event[event as usize].without(&own);
            if others.size > 0 {
                let weight = weight(own.n_articles, others.n_articles);
                contrasts.weights.push(weight);
                for column in 0..n_features {
                    let figures = own.figure(column, group.scale).zip(others.figure(column, group.scale));
                    let (own, others) = figures.unwrap_or_default();
                    contrasts.differences[column].push((weight * (own - others), weight));
                    contrasts.references[column] += weight * others;
                }
            }
            all = all.plus(&own)?;
        }
        contrasts.why_empty = match contrasts.weights.len() {
            0 => why_empty(study, outlet, &all),
            1 => "one_event",
            _ => "all_equal",
        };
        Ok(contrasts)
    }

    /// The cells of a feature, from the number of events on.
    fn cells(&self, column: usize, (scale, spread): (Scale, Option<f64>)) -> [Cell; 10] {
        let sum: f64 = self.weights.iter().sum();
        let n = effective_number(self.weights.iter().copied());
        let has_events = !self.weights.is_empty();
        let reference = has_events.then(|| self.references[column] / sum);
        let error = std_error(&self.differences[column]);
        let least = error.and_then(|error| minimum_detectable(error, n, (ALPHA, POWER)));
        // Of scores around zero no share can be taken.
        let whole = reference.filter(|it| *it > 0.0 && scale != Scale::MeanOfSentences);
        let over = |whole: Option<f64>| least.zip(whole).map(|(least, whole)| least / whole);
        [
            Cell::count(self.weights.len()),
            Cell::optional(has_events.then_some(n)),
            Cell::optional(least),
            Cell::number(ALPHA),
            Cell::number(POWER),
            Cell::optional(error),
            super::difference_columns::tidy(reference),
            Cell::optional(over(whole)),
            Cell::optional(over(spread)),
            Cell::text(if least.is_some() { "" } else { self.why_empty }),
        ]
    }
}
