//! Intervals of ratios, by drawing units or strata with replacement.

use std::ops::Range;

use super::few_units::{Widening, widening};
use super::random::Stream;

/// Draws made at once: they and the values of a few hundred units fit in the nearest memory.
const DRAWS: usize = 4096;

/// Numerator and denominator of one unit or stratum; a ratio of many is `sum(numerators) / sum(denominators)`.
///
/// For a mean the denominators are sizes; for a weighted mean of differences `d` they are the weights `w`, and the
/// numerators `w d`.
pub type Pair = (f64, f64);

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

/// Intervals of two ratios whose units are drawn apart from each other, and of their difference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoSample {
    /// Ratio of the target units.
    pub target: Option<Interval>,
    /// Ratio of the reference units.
    pub reference: Option<Interval>,
    /// Target ratio less reference ratio; `None` if either is.
    pub difference: Option<Interval>,
}

/// Percentile bootstrap, stretched about the estimate for few units, with the memory that it reuses from one call to the next; results do not depend on earlier
/// calls.
///
/// # Returns
/// All methods: `None` for a ratio if fewer than two units have a positive denominator, or if every resample gives the
/// same: units that are all alike do not tell how others would vary. Resamples whose denominator is
/// not positive are left out; of two such units, both are missed by fewer than one resample in seven (`exp(-2)`).
/// # Source
/// Davison & Hinkley (1997), sections 2.2 and 5.3.1; for few units Hesterberg (2015), section 5.3; quantiles: Hyndman & Fan (1996), type 7 (linear interpolation).
/// # Checked against
/// The full distribution of all `n^n` resamples, enumerated in Python, to the Monte Carlo error; the quantiles: `NumPy`
/// `quantile`, by hand.
/// # Example
/// ```
/// use parallax::stats::{bootstrap::Bootstrap, random::Stream};
/// let pairs = [(1.0, 2.0), (3.0, 4.0), (2.0, 1.0), (5.0, 5.0)];
/// let mut bootstrap = Bootstrap::new(2000, 0.95).unwrap();
/// let interval = bootstrap.ratio(&pairs, &mut Stream::new(1, &["example"])).unwrap();
/// assert!(interval.low < 11.0 / 12.0 && 11.0 / 12.0 < interval.high);
/// ```
#[derive(Debug, Clone)]
pub struct Bootstrap {
    resamples: usize,
    level: f64,
    draws: Vec<u16>,
    /// Pairs, one list per ratio.
    columns: Vec<Vec<Pair>>,
    /// Resampled ratios, one list per ratio; NaN where the denominator is not positive.
    values: Vec<Vec<f64>>,
}

impl Bootstrap {
    /// Intervals of a level, such as 0.95, from a number of resamples.
    ///
    /// # Returns
    /// `None` unless there are at least 2 resamples and `level` lies between 0 and 1.
    #[must_use]
    pub fn new(resamples: usize, level: f64) -> Option<Self> {
        let valid = resamples >= 2 && level > 0.0 && level < 1.0;
        let (draws, columns, values) = (Vec::new(), Vec::new(), Vec::new());
        valid.then_some(Self { resamples, level, draws, columns, values })
    }

    /// Interval of one ratio.
    pub fn ratio(&mut self, pairs: &[Pair], stream: &mut Stream) -> Option<Interval> {
        let [interval] = self.ratios(pairs, |pair| [*pair], stream);
        interval
    }

    /// Intervals of `K` ratios of the same units, all from the same draws.
    ///
    /// # Shape
    /// `pairs_of` gives the `K` pairs of a unit; it is called once for each.
    pub fn ratios<T, const K: usize>(
        &mut self,
        units: &[T],
        pairs_of: impl Fn(&T) -> [Pair; K],
        stream: &mut Stream,
    ) -> [Option<Interval>; K] {
        self.reset(K);
        for unit in units {
            for (column, pair) in self.columns.iter_mut().zip(pairs_of(unit)) {
                column.push(pair);
            }
        }
        self.resample(0..K, stream);
        std::array::from_fn(|k| self.stretch(k).and_then(|widening| self.interval(k, widening)))
    }

    /// Intervals of two ratios and of their difference, units drawn separately on the two sides.
    pub fn two_sample(&mut self, target: &[Pair], reference: &[Pair], stream: &mut Stream) -> TwoSample {
        self.reset(3);
        self.columns[0].extend_from_slice(target);
        self.columns[1].extend_from_slice(reference);
        self.resample(0..1, stream);
        self.resample(1..2, stream);
        let widenings = [self.stretch(0), self.stretch(1)];
        let (sides, difference) = self.values.split_at_mut(2);
        difference[0].extend(sides[0].iter().zip(&sides[1]).map(|(target, reference)| target - reference));
        TwoSample::of(&mut self.values, widenings, self.level)
    }

    fn reset(&mut self, n_columns: usize) {
        self.columns.resize_with(n_columns, Vec::new);
        self.values.resize_with(n_columns, Vec::new);
        self.columns.iter_mut().for_each(Vec::clear);
        self.values.iter_mut().for_each(Vec::clear);
    }

    /// Draws units of equally long columns, the same for all of them.
    fn resample(&mut self, which: Range<usize>, stream: &mut Stream) {
        let (columns, values) = (&self.columns[which.clone()], &mut self.values[which]);
        let n_units = columns.first().map_or(0, Vec::len);
        let Ok(n) = u16::try_from(n_units) else {
            return resample_large(columns, values, self.resamples, stream);
        };
        // A few thousand draws at once, for several resamples if units are few, and one ratio after the other: both keep
        // the innermost loop free of everything but its additions.
        let at_once = (DRAWS / n_units.max(1)).max(1);
        let mut left = if n == 0 { 0 } else { self.resamples };
        while left > 0 {
            let count = left.min(at_once);
            left -= count;
            self.draws.resize(count * n_units, 0);
            stream.fill_below(n, &mut self.draws);
            for (column, values) in columns.iter().zip(values.iter_mut()) {
                values.extend(self.draws.chunks_exact(n_units).map(|draws| ratio_of(column, draws)));
            }
        }
    }

    /// Stretches the resampled ratios of a column about the ratio of all its units.
    fn stretch(&mut self, column: usize) -> Option<Widening> {
        let pairs = &self.columns[column];
        let widening = widening(pairs.iter().map(|pair| pair.1), self.level)?;
        let estimate = divide(pairs.iter().fold((0.0, 0.0), |sum, &pair| plus(sum, pair)));
        stretch(&mut self.values[column], estimate, widening);
        Some(widening)
    }

    fn interval(&mut self, column: usize, widening: Widening) -> Option<Interval> {
        Interval::of_stretched(&mut self.values[column], widening, self.level)
    }
}

/// Moves resampled statistics away from the estimate.
pub(super) fn stretch(values: &mut [f64], estimate: f64, widening: Widening) {
    values.iter_mut().for_each(|value| *value = estimate + widening.ends * (*value - estimate));
}

impl TwoSample {
    /// Intervals from stretched statistics of the target, the reference and their difference; a side without a widening
    /// has no interval.
    ///
    /// # Shape
    /// Three lists.
    pub(super) fn of(
        values: &mut [Vec<f64>],
        [target, reference]: [Option<Widening>; 2],
        level: f64,
    ) -> Self {
        let mut side = |at: usize, widening: Option<Widening>| {
            widening.and_then(|widening| Interval::of_stretched(&mut values[at], widening, level))
        };
        let both = target.and(reference);
        let sides = (side(0, target), side(1, reference));
        let mut difference = side(2, both);
        if let Some(difference) = &mut difference {
            let error = |side: Option<Interval>| side.map_or(0.0, |side| side.std_error);
            difference.std_error = error(sides.0).hypot(error(sides.1));
        }
        Self { target: sides.0, reference: sides.1, difference }
    }
}

impl Interval {
    /// The interval of stretched statistics; `None` where all of them are the same.
    fn of_stretched(values: &mut Vec<f64>, widening: Widening, level: f64) -> Option<Self> {
        let found = Self::of(values, level)?;
        let std_error = found.std_error * widening.error / widening.ends;
        // Equal units differ by the rounding of their sums alone.
        let dust = 1e-12 * (1.0 + found.low.abs().max(found.high.abs()));
        (std_error > dust).then_some(Self { std_error, ..found })
    }

    /// The interval that holds the middle share `level` of resampled statistics; those that are not finite are taken
    /// out, the others reordered.
    ///
    /// # Shape
    /// `level` lies between 0 and 1.
    /// # Returns
    /// `None` for fewer than two statistics.
    pub fn of(values: &mut Vec<f64>, level: f64) -> Option<Self> {
        values.retain(|value| value.is_finite());
        if values.len() < 2 {
            return None;
        }
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let square = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>();
        let tail = (1.0 - level) / 2.0;
        Some(Self {
            low: quantile(values, tail),
            high: quantile(values, 1.0 - tail),
            std_error: (square / (n - 1.0)).sqrt(),
        })
    }
}

/// Ratio of the drawn pairs; NaN if its denominator is not positive.
#[inline]
fn ratio_of(column: &[Pair], draws: &[u16]) -> f64 {
    // Four running sums: one would wait for each addition to end before the next. The order is fixed all the same.
    let mut lanes = [(0.0, 0.0); 4];
    let mut fours = draws.chunks_exact(4);
    for four in &mut fours {
        for (sum, &draw) in lanes.iter_mut().zip(four) {
            *sum = plus(*sum, column[usize::from(draw)]);
        }
    }
    for (sum, &draw) in lanes.iter_mut().zip(fours.remainder()) {
        *sum = plus(*sum, column[usize::from(draw)]);
    }
    divide(plus(plus(lanes[0], lanes[1]), plus(lanes[2], lanes[3])))
}

/// The same without a list of draws, for more units than 16 bits can number.
fn resample_large(columns: &[Vec<Pair>], values: &mut [Vec<f64>], resamples: usize, stream: &mut Stream) {
    let n_units = columns.first().map_or(0, Vec::len);
    let mut sums = vec![(0.0, 0.0); columns.len()];
    for _ in 0..resamples {
        sums.fill((0.0, 0.0));
        for _ in 0..n_units {
            let draw = stream.index(n_units);
            for (sum, column) in sums.iter_mut().zip(columns) {
                *sum = plus(*sum, column[draw]);
            }
        }
        for (values, &sum) in values.iter_mut().zip(&sums) {
            values.push(divide(sum));
        }
    }
}

fn plus(a: Pair, b: Pair) -> Pair {
    (a.0 + b.0, a.1 + b.1)
}

fn divide((numerator, denominator): Pair) -> f64 {
    if denominator > 0.0 { numerator / denominator } else { f64::NAN }
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
        Bootstrap::new(4000, 0.95).unwrap()
    }

    fn stream() -> Stream {
        Stream::new(1, &["bootstrap"])
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
        assert_eq!(bootstrap().ratio(&[], &mut stream()), None);
        assert_eq!(bootstrap().ratio(&[(1.0, 1.0)], &mut stream()), None);
        assert_eq!(bootstrap().ratio(&[(1.0, 1.0), (0.0, 0.0)], &mut stream()), None);
        let sides = bootstrap().two_sample(&[(1.0, 1.0)], &[(1.0, 2.0), (5.0, 2.0)], &mut stream());
        assert!(sides.target.is_none() && sides.difference.is_none() && sides.reference.is_some());
        assert!(Bootstrap::new(1, 0.95).is_none() && Bootstrap::new(100, 1.0).is_none());
    }

    #[test]
    fn resamples_without_a_denominator_are_left_out() {
        // Two of ten units are informed: about one resample in ten has neither.
        let mut pairs = vec![(0.0, 0.0); 8];
        pairs.extend([(1.0, 1.0), (3.0, 1.0)]);
        let interval = bootstrap().ratio(&pairs, &mut stream()).unwrap();
        let ends = widening([1.0, 1.0].into_iter(), 0.95).unwrap().ends;
        assert!((interval.low - 2.0 + ends).abs() < 1e-12 && (interval.high - 2.0 - ends).abs() < 1e-12);
        pairs.pop();
        assert_eq!(bootstrap().ratio(&pairs, &mut stream()), None);
    }

    #[test]
    fn equal_units_do_not_tell_how_others_would_vary() {
        assert_eq!(bootstrap().ratio(&[(0.3, 3.0); 7], &mut stream()), None);
        let sides = bootstrap().two_sample(&[(0.0, 1.0); 4], &[(1.0, 2.0), (5.0, 2.0)], &mut stream());
        assert!(sides.target.is_none() && sides.difference.is_some());
    }

    #[test]
    fn the_standard_error_of_a_mean_is_the_known_one() {
        let pairs: Vec<Pair> = (0..60).map(|i| (f64::from(i * i % 37), 1.0)).collect();
        let mean = pairs.iter().map(|p| p.0).sum::<f64>() / 60.0;
        let variance = pairs.iter().map(|p| (p.0 - mean) * (p.0 - mean)).sum::<f64>() / 60.0;
        let interval = bootstrap().ratio(&pairs, &mut stream()).unwrap();
        assert!((interval.std_error / (variance / 59.0).sqrt() - 1.0).abs() < 0.05);
        assert!(interval.low < mean && mean < interval.high);
    }

    #[test]
    fn ratios_together_are_the_ratios_alone() {
        let rows: Vec<[Pair; 3]> =
            (0..33).map(|i| [f64::from(i % 5), f64::from(i % 7), 2.0].map(|x| (x, 1.0 + x))).collect();
        let together = bootstrap().ratios(&rows, |row| *row, &mut stream());
        for k in 0..3 {
            let alone: Vec<Pair> = rows.iter().map(|row| row[k]).collect();
            assert_eq!(together[k], bootstrap().ratio(&alone, &mut stream()));
        }
    }

    #[test]
    fn sides_swapped_flip_the_difference() {
        let (a, b): (Vec<Pair>, Vec<Pair>) = (
            (0..20).map(|i| (f64::from(i), 2.0)).collect(),
            (0..30).map(|i| (f64::from(i % 4), 1.0)).collect(),
        );
        let one = bootstrap().two_sample(&a, &b, &mut stream()).difference.unwrap();
        let other = bootstrap().two_sample(&b, &a, &mut stream()).difference.unwrap();
        assert!(one.low < 3.25 && 3.25 < one.high);
        assert!((one.low + other.high).abs() < 0.2 && (one.std_error / other.std_error - 1.0).abs() < 0.05);
    }

    #[test]
    fn more_units_than_sixteen_bits_can_number_are_drawn_too() {
        let pairs: Vec<Pair> = (0..70_000).map(|i| (f64::from(i % 2), 1.0)).collect();
        let interval = Bootstrap::new(100, 0.95).unwrap().ratio(&pairs, &mut stream()).unwrap();
        assert!((interval.std_error / (0.25_f64 / 70_000.0).sqrt() - 1.0).abs() < 0.3);
    }
}
