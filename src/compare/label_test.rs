//! The permutation of outlet labels within events, as pooled rows and event rows take it.

use super::pooled_rows::EXACT_UP_TO;
use crate::stats::permutation::{Outcome, Permutation, Reason};
use crate::stats::random::Stream;
use crate::stats::strata::Strata;

/// A test ends when one in this many of `--resamples` relabelings is as far out as what was seen, which makes a p-value of
/// 0.05 as precise as all of them would. One that is far from chance needs more to be told among hundreds of tests: it
/// goes on to [`DEEPER`] times `--resamples`.
const ENOUGH: usize = 20;
const DEEPER: usize = 20;

/// The test with its memory.
pub(crate) struct LabelTest {
    seed: u64,
    pooled: Permutation,
    of_event: Permutation,
}

impl LabelTest {
    pub(crate) fn new(seed: u64, resamples: usize) -> Self {
        let pooled = Permutation::new(EXACT_UP_TO, resamples.saturating_mul(DEEPER))
            .until(resamples.div_ceil(ENOUGH).max(1));
        Self { seed, pooled, of_event: Permutation::new(EXACT_UP_TO, resamples) }
    }

    /// The p-value of units over several events, or why there is none; `key` names the cell's random stream.
    pub(crate) fn pooled(&mut self, strata: &Strata, key: &[&str]) -> (Option<f64>, &'static str) {
        let mut stream = Stream::new(self.seed, &[&["permutation"], key].concat());
        read(self.pooled.test(strata, &mut stream))
    }

    /// The p-value of the units of one event, which is empty unless a relabeling can reach 0.05.
    pub(crate) fn of_event(&mut self, strata: &Strata, key: &[&str]) -> (Option<f64>, &'static str) {
        if strata.relabelings() < 20.0 {
            return (None, "too_few_articles");
        }
        let mut stream = Stream::new(self.seed, &[&["permutation"], key].concat());
        let mut outcome = self.of_event.test(strata, &mut stream);
        // Of a stratum alone, what draws cannot reach it cannot reach.
        outcome.exact = true;
        read(outcome)
    }
}

fn read(outcome: Outcome) -> (Option<f64>, &'static str) {
    match (outcome.reason, outcome.smallest_possible_p) {
        (Some(Reason::NoStrata), _) => (None, "no_shared_event"),
        (Some(Reason::AllEqual), _) => (None, "all_equal"),
        (None, Some(smallest)) if outcome.exact && smallest > 0.05 => (None, "too_few_articles"),
        (None, _) => (outcome.p_value, ""),
    }
}
