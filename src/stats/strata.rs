//! Units in strata, a target side and a reference side in each, and the difference between the sides.
//!
//! A contrast is taken within each stratum and then averaged, so that a side's choice of strata is not mistaken for what
//! it does in them.

/// Statistics nearer than this are ties, relative to the largest that a weighted mean of the units' ratios could be.
///
/// Relabelings that are equal in exact arithmetic (a mirrored one, tied units) differ by rounding, as their sums run in
/// another order: by about 1e-16 times the root of the number of strata, at worst times the number. 1e-11 is far above
/// that, and far below what counts and scores of a few digits can differ by.
pub(super) const TIE: f64 = 1e-11;

/// One unit: a ratio of a sum and a size, such as a sum of scores and how many were summed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit {
    /// What was summed.
    pub sum: f64,
    /// Over how many. A unit of size 0 holds no information.
    pub n: f64,
}

/// Strata that have units on both sides, kept in two flat arrays so that one allocation serves many tests.
///
/// # Example
/// ```
/// use parallax::stats::strata::{Strata, Unit};
/// let unit = |sum, n| Unit { sum, n };
/// let mut strata = Strata::default();
/// assert!(strata.push([unit(6.0, 2.0)], [unit(0.0, 1.0), unit(1.0, 1.0)]));
/// assert!(!strata.push([unit(6.0, 2.0)], []));
/// assert_eq!((strata.difference(), strata.relabelings()), (Some(2.5), 3.0));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Strata {
    units: Vec<Unit>,
    pub(super) strata: Vec<Stratum>,
}

/// One stratum: its target units come first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stratum {
    start: usize,
    pub(super) n_target: usize,
    n_units: usize,
}

/// What one stratum says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contrast {
    /// `n_t n_r / (n_t + n_r)` with the numbers of units on the two sides.
    pub weight: f64,
    /// Ratio of the pooled target units less ratio of the pooled reference units.
    pub difference: f64,
}

impl Strata {
    /// Takes all strata out, and keeps the memory.
    pub fn clear(&mut self) {
        self.units.clear();
        self.strata.clear();
    }

    /// Adds a stratum, unless one side has no units.
    ///
    /// # Shape
    /// Units whose size is not positive or whose sum is not finite are left out first, and count nowhere.
    /// # Returns
    /// Whether it was added.
    pub fn push(
        &mut self,
        target: impl IntoIterator<Item = Unit>,
        reference: impl IntoIterator<Item = Unit>,
    ) -> bool {
        let usable = |unit: &Unit| unit.n > 0.0 && unit.n.is_finite() && unit.sum.is_finite();
        let start = self.units.len();
        self.units.extend(target.into_iter().filter(usable));
        let n_target = self.units.len() - start;
        self.units.extend(reference.into_iter().filter(usable));
        let n_units = self.units.len() - start;
        let both = n_target > 0 && n_units > n_target;
        if both {
            self.strata.push(Stratum { start, n_target, n_units });
        } else {
            self.units.truncate(start);
        }
        both
    }

    /// The number of strata.
    #[must_use]
    pub fn len(&self) -> usize {
        self.strata.len()
    }

    /// Whether no stratum has both sides.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.strata.is_empty()
    }

    /// Weight and difference of each stratum, in the order of pushing.
    pub fn contrasts(&self) -> impl Iterator<Item = Contrast> {
        self.strata.iter().map(|stratum| {
            let (target, reference) = self.units(*stratum).split_at(stratum.n_target);
            Contrast { weight: stratum.weight(), difference: ratio(target) - ratio(reference) }
        })
    }

    /// `sum(w d) / sum(w)` over the strata; `None` without strata.
    #[must_use]
    pub fn difference(&self) -> Option<f64> {
        let (sum, weights) = self
            .contrasts()
            .fold((0.0, 0.0), |(sum, weights), c| (sum + c.weight * c.difference, weights + c.weight));
        (!self.is_empty()).then(|| sum / weights)
    }

    /// The number of relabelings, a product of binomial coefficients; exact up to 2^53, infinite where too large.
    #[must_use]
    pub fn relabelings(&self) -> f64 {
        self.strata.iter().map(|stratum| stratum.relabelings()).product()
    }

    pub(super) fn units(&self, stratum: Stratum) -> &[Unit] {
        &self.units[stratum.start..stratum.start + stratum.n_units]
    }

    /// The sum over strata of weight times largest ratio: what rounding errors and ties are measured by.
    pub(super) fn scale(&self) -> f64 {
        self.strata.iter().map(|stratum| stratum.weight() * spread(self.units(*stratum)).1).sum()
    }

    /// Whether every relabeling gives the same statistic.
    ///
    /// With ratios taken from the stratum's pooled ratio, target and reference sums are opposite, and the difference is
    /// the target sum times something positive. If that never changes, neither does its sign; but over all relabelings
    /// the target sums add up to 0. So all are 0, and then each unit's is: all ratios are equal.
    pub(super) fn all_equal(&self) -> bool {
        self.strata.iter().all(|stratum| {
            let (range, largest) = spread(self.units(*stratum));
            range <= TIE * largest
        })
    }
}

impl Stratum {
    pub(super) fn weight(self) -> f64 {
        let (n_t, n_r) = (self.n_target as f64, (self.n_units - self.n_target) as f64);
        n_t * n_r / (n_t + n_r)
    }

    /// The size of the smaller side, which is the one to draw.
    pub(super) fn n_drawn(self) -> usize {
        self.n_target.min(self.n_units - self.n_target)
    }

    pub(super) fn relabelings(self) -> f64 {
        // Each step is a whole number, so nothing is rounded below 2^53.
        (1..=self.n_drawn()).fold(1.0, |c, i| c * (self.n_units + 1 - i) as f64 / i as f64)
    }
}

pub(super) fn ratio(units: &[Unit]) -> f64 {
    let (sum, n) = units.iter().fold((0.0, 0.0), |(sum, n), unit| (sum + unit.sum, n + unit.n));
    sum / n
}

/// Range and largest absolute value of the units' ratios.
fn spread(units: &[Unit]) -> (f64, f64) {
    let (low, high) = units
        .iter()
        .map(|unit| unit.sum / unit.n)
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
    (high - low, high.abs().max(low.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(sum: f64, n: f64) -> Unit {
        Unit { sum, n }
    }

    #[test]
    fn strata_without_both_sides_and_units_without_size_are_left_out() {
        let mut strata = Strata::default();
        assert!(!strata.push([], []));
        assert!(!strata.push([unit(1.0, 1.0)], []));
        assert!(!strata.push([unit(1.0, 0.0)], [unit(1.0, 1.0)]));
        assert!(!strata.push([unit(1.0, 1.0)], [unit(f64::NAN, 1.0), unit(1.0, -1.0)]));
        assert!(strata.is_empty() && strata.difference().is_none());
        assert!(strata.push([unit(4.0, 2.0), unit(9.0, 0.0)], [unit(1.0, 1.0)]));
        assert_eq!(strata.len(), 1);
        let only: Vec<Contrast> = strata.contrasts().collect();
        assert_eq!(only, [Contrast { weight: 0.5, difference: 1.0 }]);
        strata.clear();
        assert!(strata.is_empty());
    }

    #[test]
    fn units_are_pooled_within_sides_and_differences_weighted_over_strata() {
        let mut strata = Strata::default();
        strata.push([unit(1.0, 1.0), unit(9.0, 9.0)], [unit(0.0, 5.0)]);
        strata.push([unit(0.0, 1.0)], [unit(2.0, 1.0)]);
        // Weights 2/3 and 1/2, differences 1 and -2.
        let expected = (2.0 / 3.0 - 1.0) / (2.0 / 3.0 + 0.5);
        assert!((strata.difference().unwrap() - expected).abs() < 1e-15);
    }

    #[test]
    fn relabelings_are_a_product_of_binomials() {
        let mut strata = Strata::default();
        strata.push(vec![unit(1.0, 1.0); 5], vec![unit(1.0, 1.0); 3]);
        assert_eq!(strata.relabelings().to_bits(), 56.0_f64.to_bits());
        strata.push(vec![unit(1.0, 1.0); 2], vec![unit(1.0, 1.0); 1]);
        assert_eq!(strata.relabelings().to_bits(), 168.0_f64.to_bits());
        strata.push(vec![unit(1.0, 1.0); 900], vec![unit(1.0, 1.0); 900]);
        assert!(strata.relabelings().is_infinite());
    }

    #[test]
    fn equal_ratios_are_seen_whatever_the_sizes() {
        let mut strata = Strata::default();
        strata.push([unit(0.3, 3.0)], [unit(0.1, 1.0), unit(0.7, 7.0)]);
        strata.push([unit(0.0, 3.0)], [unit(0.0, 1.0)]);
        assert!(strata.all_equal());
        strata.push([unit(0.0, 3.0)], [unit(1e-9, 1.0)]);
        assert!(!strata.all_equal());
    }
}
