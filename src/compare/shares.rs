//! Shares of an outlet against those of the others of the same events, as `sources.csv` and `attention.csv` tell them.

use crate::stats::bootstrap::{Bootstrap, Interval, Pair, Sample};
use crate::stats::strata::{Strata, Unit};

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
}

/// The interval of a difference, from drawing events.
pub(crate) fn interval(bootstrap: &mut Bootstrap, strata: &Strata) -> Option<Interval> {
    let pairs: Vec<Pair> = strata.contrasts().map(|it| (it.weight * it.difference, it.weight)).collect();
    bootstrap.ratios(&Sample::of_pairs(&pairs), 1).first().copied().flatten()
}

/// The ratio of all units that have a size; 0 where none has.
pub(crate) fn ratio(units: &[Unit]) -> f64 {
    let (sum, n) = units.iter().fold((0.0, 0.0), |(sum, n), unit| (sum + unit.sum, n + unit.n));
    if n > 0.0 { sum / n } else { 0.0 }
}
