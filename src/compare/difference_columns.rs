//! The difference columns: how an outlet differs from the others of the same events, for any mean or rate.

use crate::dfm::Scale;
use crate::tables::{Cell, Column, ForeignKey, Kind};
use std::sync::Arc;

const UNIT: &str = "the measure's unit: mean score, matches per 1,000 words, or mean over articles";
const NO_INTERVAL: &str = "fewer than two things to resample, or all of them alike";
const NO_REFERENCE: &str = "no other outlet reports an event of the outlet";

/// The columns, in the order of the file.
pub(crate) const COLUMNS: &[Column] = &[
    Column::text("event_id", "the event, or ALL: within-event figures averaged over events"),
    Column::text("outlet", "the outlet"),
    Column::text("measure", "the measure"),
    Column::text("feature", "the feature of the measure"),
    Column::text("voice", "all, own (outside quotations) or quoted"),
    Column::text("zone", "all, headline, lead (the first three sentences) or body"),
    Column::count("n_articles", "articles", "the outlet's articles that the figure is taken over"),
    Column::count("n_words", "words", "the words of those articles in this voice and zone"),
    Column::new(
        "estimate",
        Kind::Number,
        UNIT,
        "the outlet's value; in ALL rows the average of its values in the events that others report too, weighted like \
         the difference, or over all its articles where there is no such event",
        "nothing to take it over",
    ),
    Column::new(
        "std_error",
        Kind::Number,
        UNIT,
        "standard deviation of the bootstrapped estimate, times sqrt(n / (n - 1)) for n effective units",
        NO_INTERVAL,
    ),
    Column::new("ci_low", Kind::Number, UNIT, "lower end of the 95 % interval of the estimate", NO_INTERVAL),
    Column::new("ci_high", Kind::Number, UNIT, "upper end of the 95 % interval of the estimate", NO_INTERVAL),
    Column::new(
        "ci_unit",
        Kind::Text,
        "",
        "what the bootstrap resamples: event, article or sentence",
        NO_INTERVAL,
    ),
    Column::new(
        "reference",
        Kind::Number,
        UNIT,
        "the same over all other outlets of the same events",
        NO_REFERENCE,
    ),
    Column::new(
        "difference",
        Kind::Number,
        UNIT,
        "estimate minus reference, within each event; in ALL rows averaged over events with weights n1*n2/(n1+n2), the \
         numbers of articles on the two sides",
        NO_REFERENCE,
    ),
    Column::new(
        "difference_std_error",
        Kind::Number,
        UNIT,
        "standard deviation of the bootstrapped difference, times sqrt(n / (n - 1)) for n effective units",
        NO_INTERVAL,
    ),
    Column::new(
        "difference_ci_low",
        Kind::Number,
        UNIT,
        "lower end of the 95 % interval of the difference: percentile bootstrap, widened by the t distribution for few units",
        NO_INTERVAL,
    ),
    Column::new(
        "difference_ci_high",
        Kind::Number,
        UNIT,
        "upper end of the 95 % interval of the difference",
        NO_INTERVAL,
    ),
    Column::new(
        "p_value",
        Kind::Number,
        "0 to 1",
        "two-sided permutation of outlet labels over articles within events: exact up to 10,000 relabelings, else \
         (1 + k) / (1 + R), in batches until k reaches a twentieth of --resamples or R 20 times --resamples",
        "see p_note",
    ),
    Column::new(
        "q_value",
        Kind::Number,
        "0 to 1",
        "Benjamini-Hochberg over the table's ALL rows, and separately over its event rows",
        "no p_value",
    ),
    Column::new(
        "p_note",
        Kind::Text,
        "",
        "why there is no p_value: no_shared_event, one_outlet, too_few_articles (no relabeling could reach 0.05), \
         all_equal (every relabeling gives the same difference), not_in_english (the measure needs English)",
        "there is a p_value",
    ),
    Column::count("n_events", "events", "events in which both the outlet and another have a value"),
    Column::count(
        "n_events_same_sign",
        "events",
        "of these, events whose own difference has the sign of `difference`",
    ),
];

/// Where the columns point to.
pub(crate) const FOREIGN_KEYS: &[ForeignKey] = &[
    ForeignKey { column: "outlet", table: "groups", target: "group" },
    ForeignKey { column: "outlet", table: "outlets", target: "outlet" },
];

/// What identifies a row.
pub(crate) const KEY: &[&str] = &["event_id", "outlet", "measure", "feature", "voice", "zone"];

/// An estimate's uncertainty.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Spread {
    pub(crate) std_error: Option<f64>,
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
}

impl Spread {
    /// The spread of an estimate, kept within what such a figure can be: a mean score within -1 and 1, a rate or a figure
    /// of articles not below 0 where nothing is, and a figure of articles not above 1 where it is a share. `seen` are the
    /// least and the largest of the figures that the estimate is made of and held against.
    pub(crate) fn within(self, scale: Scale, seen: (f64, f64)) -> Self {
        let from = if seen.0 < 0.0 { f64::NEG_INFINITY } else { 0.0 };
        let is_share = seen.0 >= 0.0 && seen.1 <= 1.0;
        let (least, most) = match scale {
            Scale::MeanOfSentences => (-1.0, 1.0),
            Scale::MeanOfArticles(_) if is_share => (0.0, 1.0),
            Scale::RatePerThousand | Scale::MeanOfArticles(_) => (from, f64::INFINITY),
        };
        let [low, high] = [self.low, self.high].map(|end| end.map(|end: f64| end.clamp(least, most)));
        Self { low, high, ..self }
    }
}

/// A row before it enters its table.
#[derive(Clone, Debug)]
pub(crate) struct DifferenceRow<'a> {
    pub(crate) event: Arc<str>,
    pub(crate) outlet: Arc<str>,
    pub(crate) measure: &'a str,
    pub(crate) feature: &'a str,
    pub(crate) voice: &'static str,
    pub(crate) zone: &'static str,
    pub(crate) n_articles: usize,
    pub(crate) n_words: u64,
    pub(crate) estimate: Option<f64>,
    pub(crate) spread: Spread,
    pub(crate) ci_unit: &'static str,
    pub(crate) reference: Option<f64>,
    pub(crate) difference: Option<f64>,
    pub(crate) difference_spread: Spread,
    pub(crate) p_value: Option<f64>,
    pub(crate) p_note: &'static str,
    pub(crate) n_events: usize,
    pub(crate) n_events_same_sign: usize,
}

/// A figure without the dust of rounding: what is below 1e-12 in the unit of a score or a rate is zero.
pub(crate) fn tidy(value: Option<f64>) -> Cell {
    Cell::optional(value.map(|value| if value.abs() < 1e-12 { 0.0 } else { value }))
}

impl DifferenceRow<'_> {
    /// The cells, with an empty q-value.
    pub(crate) fn cells(&self) -> [Cell; 23] {
        [
            Cell::shared(&self.event),
            Cell::shared(&self.outlet),
            Cell::text(self.measure),
            Cell::text(self.feature),
            Cell::text(self.voice),
            Cell::text(self.zone),
            Cell::count(self.n_articles),
            Cell::whole(self.n_words),
            tidy(self.estimate),
            tidy(self.spread.std_error),
            tidy(self.spread.low),
            tidy(self.spread.high),
            Cell::text(self.ci_unit),
            tidy(self.reference),
            tidy(self.difference),
            tidy(self.difference_spread.std_error),
            tidy(self.difference_spread.low),
            tidy(self.difference_spread.high),
            Cell::optional(self.p_value),
            Cell::Empty,
            Cell::text(self.p_note),
            Cell::count(self.n_events),
            Cell::count(self.n_events_same_sign),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::Spread;
    use crate::dfm::Scale;
    use crate::key::Zone;

    #[test]
    fn an_interval_keeps_within_what_the_figure_can_be() {
        let wide = Spread { std_error: Some(1.0), low: Some(-3.0), high: Some(3.0) };
        let of_articles = Scale::MeanOfArticles(Zone::All);
        for (scale, seen, low, high) in [
            (Scale::MeanOfSentences, (-0.5, 0.5), -1.0, 1.0),
            (Scale::RatePerThousand, (0.0, 0.5), 0.0, 3.0),
            (Scale::RatePerThousand, (-0.5, 0.5), -3.0, 3.0),
            (of_articles, (0.0, 1.0), 0.0, 1.0),
            (of_articles, (0.5, 60.0), 0.0, 3.0),
            (of_articles, (-2.0, 0.5), -3.0, 3.0),
        ] {
            let found = wide.within(scale, seen);
            assert_eq!((found.low, found.high), (Some(low), Some(high)), "{scale:?} {seen:?}");
        }
    }
}
