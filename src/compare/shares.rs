//! Shares of an outlet against those of the others of the same events, as `sources.csv` and `attention.csv` tell them.

use crate::key::ALL_EVENTS;
use crate::stats::bootstrap::{Bootstrap, Interval, Pair};
use crate::stats::strata::{Strata, Unit};
use crate::study::Study;
use crate::tables::{Cell, Column, Kind};
use std::sync::Arc;

/// The lower end of the interval.
pub(crate) const CI_LOW: Column = Column::new(
    "ci_low",
    Kind::Number,
    "-1 to 1",
    "lower end of the 95 % interval of the difference, from drawing events",
    "a row of one event; or all events are alike",
);

/// The upper end of the interval.
pub(crate) const CI_HIGH: Column = Column::new(
    "ci_high",
    Kind::Number,
    "-1 to 1",
    "upper end of it",
    "a row of one event; or all events are alike",
);

/// The p-value.
pub(crate) const P_VALUE: Column = Column::new(
    "p_value",
    Kind::Number,
    "0 to 1",
    "permutation of outlet labels over the articles within events",
    "see p_note",
);

/// The figures of a row.
#[derive(Default)]
pub(crate) struct Figures {
    pub(crate) estimate: Option<f64>,
    pub(crate) reference: Option<f64>,
    pub(crate) difference: Option<f64>,
    pub(crate) interval: Option<Interval>,
    pub(crate) p_value: Option<f64>,
    pub(crate) p_note: &'static str,
}

impl Figures {
    /// From the outlet's share in each stratum.
    pub(crate) fn of(strata: &Strata, shares: &[f64]) -> Self {
        let weights: f64 = strata.contrasts().map(|it| it.weight).sum();
        let sum: f64 = strata.contrasts().zip(shares).map(|(it, share)| it.weight * share).sum();
        let difference = strata.difference();
        let estimate = difference.map(|_| sum / weights);
        let reference = estimate.zip(difference).map(|(estimate, difference)| {
            // What is 0 of the others must not be a rounding error.
            let reference = estimate - difference;
            if reference.abs() < 1e-12 { 0.0 } else { reference }
        });
        Self { estimate, reference, difference, ..Self::default() }
    }

    /// The cells from the estimate to the note, with an empty q-value.
    pub(crate) fn cells(&self) -> [Cell; 8] {
        [
            Cell::optional(self.estimate),
            Cell::optional(self.reference),
            Cell::optional(self.difference),
            // Stretched for few events, an interval may leave what a difference of shares can be.
            Cell::optional(self.interval.map(|it| it.low.max(-1.0))),
            Cell::optional(self.interval.map(|it| it.high.min(1.0))),
            Cell::optional(self.p_value),
            Cell::Empty,
            Cell::text(self.p_note),
        ]
    }
}

/// The event of a row: one, or all.
pub(crate) fn event_id(study: &Study, one: Option<u32>) -> Arc<str> {
    one.map_or_else(|| Arc::from(ALL_EVENTS), |event| Arc::clone(&study.event_ids[event as usize]))
}

/// The interval of a difference, from drawing events.
pub(crate) fn interval(bootstrap: &mut Bootstrap, strata: &Strata) -> Option<Interval> {
    let pairs: Vec<Pair> = strata.contrasts().map(|it| (it.weight * it.difference, it.weight)).collect();
    bootstrap.ratio(&pairs)
}

/// The ratio of all units that have a size; 0 where none has.
pub(crate) fn ratio(units: &[Unit]) -> f64 {
    let (sum, n) = units.iter().fold((0.0, 0.0), |(sum, n), unit| (sum + unit.sum, n + unit.n));
    if n > 0.0 { sum / n } else { 0.0 }
}
