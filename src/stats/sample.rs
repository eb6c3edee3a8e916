//! Samples of units, and what they add up to in each resample.

use super::draws::{Draws, Side, Table};
use super::few_units::Widening;

/// Resamples that are added up at a time: the sums of some thirty columns then stay in the nearest memory.
const AT_ONCE: usize = 128;

/// Draws of more than this are made anew for each call.
const MOST_KEPT: usize = 1 << 22;

/// Numerator and denominator of one unit or stratum; a ratio of many is `sum(numerators) / sum(denominators)`.
///
/// For a mean the denominators are sizes; for a weighted mean of differences `d` they are the weights `w`, and the
/// numerators `w d`.
pub type Pair = (f64, f64);

/// Units with one size each and a numerator in each of several columns, of which those that are not zero are listed.
#[derive(Debug, Clone, Default)]
pub struct Sample {
    pub(super) sizes: Vec<f64>,
    /// In the order of units.
    values: Vec<(u32, u32, f64)>,
}

impl Sample {
    /// A sample of units of these sizes, which are the denominators of all columns; `values` holds unit, column and
    /// numerator of what is not zero.
    ///
    /// # Shape
    /// Each unit of `values` is a position in `sizes`.
    #[must_use]
    pub fn new(sizes: Vec<f64>, mut values: Vec<(u32, u32, f64)>) -> Self {
        values.sort_by_key(|&(unit, ..)| unit);
        Self { sizes, values }
    }

    /// A sample of one column.
    #[must_use]
    pub fn of_pairs(pairs: &[Pair]) -> Self {
        let values = (0..).zip(pairs).map(|(unit, pair)| (unit, 0, pair.0)).collect();
        Self::new(pairs.iter().map(|pair| pair.1).collect(), values)
    }
}

/// Resampled sums of the columns of a sample.
#[derive(Debug, Clone, Default)]
pub(super) struct Sums {
    resamples: usize,
    /// Resample by resample, the size of what was drawn.
    sizes: Vec<f64>,
    /// Column by column, the same of the numerators.
    columns: Vec<f64>,
    /// The ratio of all units, column by column; NaN where they have no size.
    estimates: Vec<f64>,
    /// The draws of the last number of units that are not kept for all: the next call often has as many.
    last: (usize, Vec<(usize, Table)>),
}

impl Sums {
    pub(super) fn resample(&mut self, sample: &Sample, n_columns: usize, (side, draws): (Side, &Draws)) {
        self.resamples = draws.resamples();
        for (sums, n) in [(&mut self.sizes, 1), (&mut self.columns, n_columns)] {
            sums.clear();
            sums.resize(n * self.resamples, 0.0);
        }
        self.estimates.clear();
        self.estimates.resize(n_columns, 0.0);
        let size: f64 = sample.sizes.iter().sum();
        sample.values.iter().for_each(|&(_, column, value)| self.estimates[column as usize] += value);
        self.estimates.iter_mut().for_each(|sum| *sum = divide(*sum, size));
        // As many units are drawn as there are: where all are of one size, nothing of it is left to chance.
        let is_even = sample.sizes.iter().all(|&one| Some(&one) == sample.sizes.first());
        if is_even {
            self.sizes.fill(size);
        }
        let n = sample.sizes.len();
        if draws.keeps(n) || n * self.resamples > MOST_KEPT {
            draws.for_each_table(side, n, |first, table| self.add_up((sample, is_even), first, table));
            return;
        }
        let (of, mut tables) = std::mem::take(&mut self.last);
        if of != n {
            tables.clear();
            draws.for_each_table(side, n, |first, table| tables.push((first, table.clone())));
        }
        tables.iter().for_each(|(first, table)| self.add_up((sample, is_even), *first, table));
        self.last = (n, tables);
    }

    /// Adds up one table of draws, whose first resample is `first`.
    fn add_up(&mut self, (sample, is_even): (&Sample, bool), first: usize, table: &Table) {
        for from in (0..table.n_resamples()).step_by(AT_ONCE) {
            let to = (from + AT_ONCE).min(table.n_resamples());
            let mut values = sample.values.as_slice();
            let mut times = [0.0; AT_ONCE];
            for (unit, &size) in sample.sizes.iter().enumerate() {
                for (times, &drawn) in times.iter_mut().zip(&table.of_unit(unit)[from..to]) {
                    *times = f64::from(drawn);
                }
                let times = &times[..to - from];
                if !is_even {
                    add(&mut self.sizes[first + from..], times, size);
                }
                while let Some((&(of, column, value), rest)) = values.split_first()
                    && of as usize == unit
                {
                    values = rest;
                    add(&mut self.columns[column as usize * self.resamples + first + from..], times, value);
                }
            }
        }
    }

    /// The resampled ratios of a column, moved away from the ratio of all its units.
    pub(super) fn stretched(&self, column: usize, widening: Widening) -> impl Iterator<Item = f64> {
        let estimate = self.estimates[column];
        let sums = &self.columns[column * self.resamples..][..self.resamples];
        let ratios = sums.iter().zip(&self.sizes).map(|(&sum, &size)| divide(sum, size));
        ratios.map(move |ratio| estimate + widening.ends * (ratio - estimate))
    }
}

/// Adds `value`, as often as it was drawn, to each sum.
#[inline]
fn add(sums: &mut [f64], times: &[f64], value: f64) {
    for (sum, times) in sums.iter_mut().zip(times) {
        *sum += times * value;
    }
}

fn divide(numerator: f64, denominator: f64) -> f64 {
    if denominator > 0.0 { numerator / denominator } else { f64::NAN }
}
