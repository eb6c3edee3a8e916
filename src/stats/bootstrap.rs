//! Intervals of ratios, by drawing units or strata with replacement.

use super::draws::{Draws, Side};
use super::few_units::{Widening, widening};
use super::sample::Sums;
pub use super::sample::{Pair, Sample};
use std::sync::Arc;

/// An interval and the standard error that belongs to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end, not below `low`.
    pub high: f64,
    /// Standard deviation of the resampled statistics, times `sqrt(n / (n - 1))`.
    pub std_error: f64,
}

/// Intervals of a ratio of the target units and of its difference from that of the reference units, whose units are
/// drawn apart from each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoSample {
    /// Ratio of the target units.
    pub target: Option<Interval>,
    /// Target ratio less reference ratio; `None` if either side has none.
    pub difference: Option<Interval>,
}

/// Percentile bootstrap, stretched about the estimate for few units, with the memory that it reuses from one call to the
/// next; results do not depend on earlier calls. Columns of one call, and calls with as many units, share their draws.
///
/// # Returns
/// All methods: `None` for a ratio if fewer than two units have a positive denominator, or if every resample gives the
/// same: units that are all alike do not tell how others would vary. Resamples whose denominator is
/// not positive are left out; of two such units, both are missed by fewer than one resample in seven (`exp(-2)`).
/// # Source
/// Davison & Hinkley (1997), sections 2.2, 3.2 and 5.3.1; for few units Hesterberg (2015), section 5.3; quantiles: Hyndman
/// & Fan (1996), type 7 (linear interpolation).
/// # Checked against
/// The full distribution of all `n^n` resamples, enumerated in Python, to the Monte Carlo error; the quantiles: `NumPy`
/// `quantile`, by hand.
/// # Example
/// ```
/// use parallax::stats::{bootstrap::Bootstrap, draws::Draws};
/// let pairs = [(1.0, 2.0), (3.0, 4.0), (2.0, 1.0), (5.0, 5.0)];
/// let mut bootstrap = Bootstrap::new(&Draws::new(1, 2000).into(), 0.95).unwrap();
/// let interval = bootstrap.ratio(&pairs).unwrap();
/// assert!(interval.low < 11.0 / 12.0 && 11.0 / 12.0 < interval.high);
/// ```
#[derive(Debug, Clone)]
pub struct Bootstrap {
    level: f64,
    draws: Arc<Draws>,
    /// Of each side.
    sums: [Sums; 2],
    values: [Vec<f64>; 3],
}

impl Bootstrap {
    /// Intervals of a level, such as 0.95, from draws.
    ///
    /// # Returns
    /// `None` unless there are at least 2 resamples and `level` lies between 0 and 1.
    #[must_use]
    pub fn new(draws: &Arc<Draws>, level: f64) -> Option<Self> {
        let valid = draws.resamples() >= 2 && level > 0.0 && level < 1.0;
        let draws = Arc::clone(draws);
        valid.then_some(Self { level, draws, sums: Default::default(), values: Default::default() })
    }

    /// Interval of one ratio.
    pub fn ratio(&mut self, pairs: &[Pair]) -> Option<Interval> {
        self.ratios(&Sample::of_pairs(pairs), 1).first().copied().flatten()
    }

    /// Intervals of the ratios of all columns.
    ///
    /// # Shape
    /// `n_columns` is above each column number of the sample.
    /// # Returns
    /// One entry a column.
    pub fn ratios(&mut self, sample: &Sample, n_columns: usize) -> Vec<Option<Interval>> {
        let Some(widening) = widening(sample.sizes.iter().copied(), self.level) else {
            return vec![None; n_columns];
        };
        self.sums[0].resample(sample, n_columns, (Side::Target, &self.draws));
        let (sums, values) = (&self.sums[0], &mut self.values[0]);
        let of = |column| {
            values.clear();
            values.extend(sums.stretched(column, widening));
            Interval::of_stretched(values, widening, self.level)
        };
        (0..n_columns).map(of).collect()
    }

    /// Intervals of the ratios of the target, column by column, and of their differences from those of the reference.
    ///
    /// # Shape
    /// `n_columns` is above each column number of both samples.
    /// # Returns
    /// One entry a column.
    pub fn two_sample(&mut self, target: &Sample, reference: &Sample, n_columns: usize) -> Vec<TwoSample> {
        let widenings = [target, reference].map(|it| widening(it.sizes.iter().copied(), self.level));
        let [Some(of_target), of_reference] = widenings else {
            return vec![TwoSample { target: None, difference: None }; n_columns];
        };
        self.sums[0].resample(target, n_columns, (Side::Target, &self.draws));
        if of_reference.is_some() {
            self.sums[1].resample(reference, n_columns, (Side::Reference, &self.draws));
        }
        let ([target, reference], level) = (&self.sums, self.level);
        let [own, others, apart] = &mut self.values;
        let mut of = |column| {
            own.clear();
            own.extend(target.stretched(column, of_target));
            apart.clear();
            if let Some(of_reference) = of_reference {
                others.clear();
                others.extend(reference.stretched(column, of_reference));
                apart.extend(own.iter().zip(others.iter()).map(|(own, other)| own - other));
            }
            let target = Interval::of_stretched(own, of_target, level);
            let difference = of_reference.and_then(|of_reference| {
                let error = target.map_or(0.0, |target| target.std_error);
                let std_error = error.hypot(error_of_stretched(others, of_reference).unwrap_or(0.0));
                Interval::of_stretched(apart, of_target, level).map(|it| Interval { std_error, ..it })
            });
            TwoSample { target, difference }
        };
        (0..n_columns).map(&mut of).collect()
    }
}

/// The standard error of stretched statistics; `None` where all of them are the same.
fn error_of_stretched(values: &mut Vec<f64>, widening: Widening) -> Option<f64> {
    let (mean, deviation) = spread(values)?;
    let std_error = deviation * widening.error / widening.ends;
    (std_error > dust(mean)).then_some(std_error)
}

/// Takes out what is not finite; mean and standard deviation of the rest, `None` for fewer than two values.
fn spread(values: &mut Vec<f64>) -> Option<(f64, f64)> {
    values.retain(|value| value.is_finite());
    if values.len() < 2 {
        return None;
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let square = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>();
    Some((mean, (square / (n - 1.0)).sqrt()))
}

/// Equal units differ by the rounding of their sums alone.
fn dust(size: f64) -> f64 {
    1e-12 * (1.0 + size.abs())
}

impl Interval {
    /// The interval of stretched statistics; `None` where all of them are the same.
    fn of_stretched(values: &mut Vec<f64>, widening: Widening, level: f64) -> Option<Self> {
        let found = Self::of(values, level)?;
        let std_error = found.std_error * widening.error / widening.ends;
        (std_error > dust(found.low.abs().max(found.high.abs()))).then_some(Self { std_error, ..found })
    }

    /// The interval that holds the middle share `level` of resampled statistics; those that are not finite are taken
    /// out, the others reordered.
    ///
    /// # Shape
    /// `level` lies between 0 and 1.
    /// # Returns
    /// `None` for fewer than two statistics.
    pub fn of(values: &mut Vec<f64>, level: f64) -> Option<Self> {
        let (_, std_error) = spread(values)?;
        let tail = (1.0 - level) / 2.0;
        Some(Self { low: quantile(values, tail), high: quantile(values, 1.0 - tail), std_error })
    }
}

/// Quantile by linear interpolation between order statistics; reorders the values.
///
/// # Shape
/// At least one value; `share` in `[0, 1]`.
/// # Source
/// Hyndman & Fan (1996), type 7, the default of R and `NumPy`.
fn quantile(values: &mut [f64], share: f64) -> f64 {
    let position = (values.len() - 1) as f64 * share;
    let below = floor(position).min(values.len() - 1);
    // Selecting is linear; a full sort would cost more than the resampling of a small sample.
    let (_, &mut low, above) = values.select_nth_unstable_by(below, f64::total_cmp);
    let high = above.iter().copied().min_by(f64::total_cmp).unwrap_or(low);
    low + (position - below as f64) * (high - low)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a position in a slice: not negative, and truncating is what is asked for"
)]
fn floor(position: f64) -> usize {
    position as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bootstrap() -> Bootstrap {
        Bootstrap::new(&Draws::new(1, 4000).into(), 0.95).unwrap()
    }

    fn two_sample(target: &[Pair], reference: &[Pair]) -> TwoSample {
        bootstrap().two_sample(&Sample::of_pairs(target), &Sample::of_pairs(reference), 1)[0]
    }

    #[test]
    fn quantiles_interpolate_between_order_statistics() {
        let values = [4.0, 1.0, 3.0, 2.0];
        for (share, expected) in [(0.0, 1.0), (1.0, 4.0), (0.5, 2.5), (0.1, 1.3), (0.975, 3.925)] {
            assert!((quantile(&mut values.clone(), share) - expected).abs() < 1e-12);
        }
        assert!((quantile(&mut [7.0], 0.3) - 7.0).abs() < 1e-15);
    }

    #[test]
    fn fewer_than_two_informed_units_have_no_interval() {
        assert_eq!(bootstrap().ratio(&[]), None);
        assert_eq!(bootstrap().ratio(&[(1.0, 1.0)]), None);
        assert_eq!(bootstrap().ratio(&[(1.0, 1.0), (0.0, 0.0)]), None);
        let (one, two) = ([(1.0, 1.0)], [(1.0, 2.0), (5.0, 2.0)]);
        let found = [two_sample(&one, &two), two_sample(&two, &one)];
        assert!(found[0].target.is_none() && found[0].difference.is_none());
        assert!(found[1].target.is_some() && found[1].difference.is_none());
        assert!(
            Bootstrap::new(&Draws::new(1, 1).into(), 0.95).is_none()
                && Bootstrap::new(&Draws::new(1, 100).into(), 1.0).is_none()
        );
    }

    #[test]
    fn resamples_without_a_denominator_are_left_out() {
        // Two of ten units are informed: about one resample in ten has neither.
        let mut pairs = vec![(0.0, 0.0); 8];
        pairs.extend([(1.0, 1.0), (3.0, 1.0)]);
        let interval = bootstrap().ratio(&pairs).unwrap();
        let ends = widening([1.0, 1.0].into_iter(), 0.95).unwrap().ends;
        assert!((interval.low - 2.0 + ends).abs() < 1e-12 && (interval.high - 2.0 - ends).abs() < 1e-12);
        pairs.pop();
        assert_eq!(bootstrap().ratio(&pairs), None);
    }

    #[test]
    fn equal_units_do_not_tell_how_others_would_vary() {
        assert_eq!(bootstrap().ratio(&[(0.3, 3.0); 7]), None);
        let sides = two_sample(&[(0.0, 1.0); 4], &[(1.0, 2.0), (5.0, 2.0)]);
        assert!(sides.target.is_none() && sides.difference.is_some());
    }

    #[test]
    fn the_standard_error_of_a_mean_is_the_known_one() {
        let pairs: Vec<Pair> = (0..60).map(|i| (f64::from(i * i % 37), 1.0)).collect();
        let mean = pairs.iter().map(|p| p.0).sum::<f64>() / 60.0;
        let variance = pairs.iter().map(|p| (p.0 - mean) * (p.0 - mean)).sum::<f64>() / 60.0;
        let interval = bootstrap().ratio(&pairs).unwrap();
        assert!((interval.std_error / (variance / 59.0).sqrt() - 1.0).abs() < 0.05);
        assert!(interval.low < mean && mean < interval.high);
    }

    #[test]
    fn columns_together_are_the_columns_alone() {
        let pairs = |column: u32| -> Vec<Pair> {
            (0..40_u32).map(|i| (f64::from(i * (column + 1) % 5), f64::from(3 + i % 4))).collect()
        };
        let together = |of: &dyn Fn(u32) -> Vec<Pair>| {
            let cells = (0..3).flat_map(|column: u32| (0..40).map(move |unit: u32| (unit, column)));
            let values = cells.map(|(unit, column)| (unit, column, of(column)[unit as usize].0));
            Sample::new(of(0).iter().map(|pair| pair.1).collect(), values.collect())
        };
        let (target, reference) = (together(&pairs), together(&|column| pairs(column + 1)));
        let one = bootstrap().ratios(&target, 3);
        let two = bootstrap().two_sample(&target, &reference, 3);
        for column in 0..3 {
            assert_eq!(one[column as usize], bootstrap().ratio(&pairs(column)));
            assert_eq!(two[column as usize], two_sample(&pairs(column), &pairs(column + 1)));
            assert_eq!(two[column as usize].target, one[column as usize]);
        }
    }

    #[test]
    fn sides_swapped_flip_the_difference() {
        let (a, b): (Vec<Pair>, Vec<Pair>) = (
            (0..20).map(|i| (f64::from(i), 2.0)).collect(),
            (0..30).map(|i| (f64::from(i % 4), 1.0)).collect(),
        );
        let one = two_sample(&a, &b).difference.unwrap();
        let other = two_sample(&b, &a).difference.unwrap();
        assert!(one.low < 3.25 && 3.25 < one.high);
        assert!((one.low + other.high).abs() < 0.2 && (one.std_error / other.std_error - 1.0).abs() < 0.05);
    }

    #[test]
    fn more_units_than_sixteen_bits_can_number_are_drawn_too() {
        let pairs: Vec<Pair> = (0..70_000).map(|i| (f64::from(i % 2), 1.0)).collect();
        let interval = Bootstrap::new(&Draws::new(1, 100).into(), 0.95).unwrap().ratio(&pairs).unwrap();
        assert!((interval.std_error / (0.25_f64 / 70_000.0).sqrt() - 1.0).abs() < 0.3);
    }
}
