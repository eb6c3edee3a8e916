//! Intervals of many ratios over the same units, most of whose numerators are zero.

use super::bootstrap::{TwoSample, stretch};
use super::few_units::widening;
use super::random::Stream;

/// Units with one size each and several numerators, of which those that are not zero are listed.
#[derive(Debug, Clone, Default)]
pub struct Sample {
    /// The units' sizes.
    pub sizes: Vec<f64>,
    /// Unit, column and numerator of what is not zero.
    pub values: Vec<(u32, u32, f64)>,
}

/// Bootstrap of two samples, column by column, all from the same draws: the units of each side are drawn once a
/// resample, however many columns there are.
#[derive(Debug, Clone)]
pub struct ColumnBootstrap {
    resamples: usize,
    level: f64,
    draws: Draws,
    sums: [Vec<f64>; 2],
    values: Vec<Vec<f64>>,
}

impl ColumnBootstrap {
    /// Intervals of a level, such as 0.95, from a number of resamples.
    ///
    /// # Shape
    /// At least 2 resamples; `level` between 0 and 1.
    #[must_use]
    pub fn new(resamples: usize, level: f64) -> Self {
        Self { resamples, level, draws: Draws::default(), sums: [Vec::new(), Vec::new()], values: Vec::new() }
    }

    /// Intervals of the ratios of both sides and of their difference.
    ///
    /// # Shape
    /// `n_columns` is above each column number of both samples.
    /// # Returns
    /// One entry a column, as [`super::bootstrap::Bootstrap::two_sample`] gives for one.
    /// # Source
    /// Davison & Hinkley (1997), sections 2.2 and 3.2.
    /// # Checked against
    /// [`super::bootstrap::Bootstrap::two_sample`], to the Monte Carlo error.
    pub fn two_sample(
        &mut self,
        target: &Sample,
        reference: &Sample,
        n_columns: usize,
        stream: &mut Stream,
    ) -> Vec<TwoSample> {
        self.values.resize_with(self.values.len().max(3 * n_columns), Vec::new);
        self.values.iter_mut().for_each(Vec::clear);
        self.sums.iter_mut().for_each(|sums| sums.resize(n_columns, 0.0));
        for _ in 0..self.resamples {
            let size_t = target.draw(&mut self.draws, &mut self.sums[0], stream);
            let size_r = reference.draw(&mut self.draws, &mut self.sums[1], stream);
            for column in 0..n_columns {
                let (ratio_t, ratio_r) =
                    (ratio(self.sums[0][column], size_t), ratio(self.sums[1][column], size_r));
                self.values[3 * column].push(ratio_t);
                self.values[3 * column + 1].push(ratio_r);
            }
        }
        let widenings = [target, reference].map(|it| widening(it.sizes.iter().copied(), self.level));
        let estimates = [target, reference].map(|it| it.ratios(n_columns));
        let columns = self.values.chunks_exact_mut(3).take(n_columns).enumerate();
        columns
            .map(|(column, values)| {
                for side in 0..2 {
                    if let Some(widening) = widenings[side] {
                        stretch(&mut values[side], estimates[side][column], widening);
                    }
                }
                let (sides, difference) = values.split_at_mut(2);
                let pairs = sides[0].iter().zip(&sides[1]);
                difference[0].extend(pairs.map(|(target, reference)| target - reference));
                TwoSample::of(values, widenings, self.level)
            })
            .collect()
    }
}

/// How often each unit was drawn.
#[derive(Debug, Clone, Default)]
struct Draws {
    drawn: Vec<u16>,
    times: Vec<u32>,
}

impl Draws {
    /// Draws `n` of `n` units with replacement.
    fn times(&mut self, n: usize, stream: &mut Stream) -> &[u32] {
        self.times.clear();
        self.times.resize(n, 0);
        if let Ok(below) = u16::try_from(n) {
            self.drawn.resize(n, 0);
            stream.fill_below(below, &mut self.drawn);
            self.drawn.iter().for_each(|&unit| self.times[usize::from(unit)] += 1);
        } else {
            (0..n).for_each(|_| self.times[stream.index(n)] += 1);
        }
        &self.times
    }
}

impl Sample {
    /// Draws as many units as there are, with replacement; adds up their numerators, and returns their size.
    fn draw(&self, draws: &mut Draws, sums: &mut [f64], stream: &mut Stream) -> f64 {
        let times = draws.times(self.sizes.len(), stream);
        sums.fill(0.0);
        for &(unit, column, value) in &self.values {
            sums[column as usize] += f64::from(times[unit as usize]) * value;
        }
        times.iter().zip(&self.sizes).map(|(&times, size)| f64::from(times) * size).sum()
    }

    /// The ratio of all units, column by column.
    fn ratios(&self, n_columns: usize) -> Vec<f64> {
        let size = self.sizes.iter().sum();
        let mut sums = vec![0.0; n_columns];
        self.values.iter().for_each(|&(_, column, value)| sums[column as usize] += value);
        sums.into_iter().map(|sum| ratio(sum, size)).collect()
    }
}

/// NaN, which is left out, where nothing with a size was drawn.
fn ratio(sum: f64, size: f64) -> f64 {
    if size > 0.0 { sum / size } else { f64::NAN }
}

#[cfg(test)]
mod tests {
    use super::super::bootstrap::{Bootstrap, Pair};
    use super::{ColumnBootstrap, Sample, Stream};

    #[test]
    fn columns_have_the_intervals_of_single_ratios() {
        let target: Vec<Pair> = (0..40_u32).map(|i| (f64::from(i % 3), f64::from(5 + i % 4))).collect();
        let reference: Vec<Pair> = (0..50_u32).map(|i| (f64::from(i % 2), f64::from(4 + i % 5))).collect();
        let sample = |pairs: &[Pair]| Sample {
            sizes: pairs.iter().map(|pair| pair.1).collect(),
            values: (0_u32..)
                .zip(pairs)
                .flat_map(|(unit, pair)| [(unit, 0, pair.0), (unit, 1, 2.0 * pair.0)])
                .collect(),
        };
        let stream = || Stream::new(7, &["columns"]);
        let (target_sample, reference_sample) = (sample(&target), sample(&reference));
        let found =
            ColumnBootstrap::new(4_000, 0.95).two_sample(&target_sample, &reference_sample, 2, &mut stream());
        let single = Bootstrap::new(4_000, 0.95).unwrap().two_sample(&target, &reference, &mut stream());
        for (of_many, alone) in [(found[0].target, single.target), (found[0].difference, single.difference)] {
            let (of_many, alone) = (of_many.unwrap(), alone.unwrap());
            assert!((of_many.low - alone.low).abs() < 0.15 * alone.std_error);
            assert!((of_many.high - alone.high).abs() < 0.15 * alone.std_error);
        }
        let (one, double) = (found[0].difference.unwrap(), found[1].difference.unwrap());
        assert!((2.0 * one.low - double.low).abs() < 1e-12);
    }

    #[test]
    fn one_unit_or_none_has_no_interval() {
        let one = Sample { sizes: vec![1.0], values: vec![(0, 0, 1.0)] };
        for sample in [one, Sample::default()] {
            let found = ColumnBootstrap::new(100, 0.95).two_sample(
                &sample,
                &sample,
                1,
                &mut Stream::new(7, &["one"]),
            );
            assert!(found[0].target.is_none() && found[0].difference.is_none());
        }
    }
}
