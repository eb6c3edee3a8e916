//! The standard error of a ratio of sums over units, without resampling.

use super::bootstrap::Interval;
use super::sample::Pair;
use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// Above so many degrees of freedom quantiles come from a series: that of statrs loses digits where they are very many.
const MANY: f64 = 200.0;

/// A quantile of the t distribution; `None` where the degrees of freedom are not positive.
///
/// # Source
/// Abramowitz & Stegun (1964), 26.7.5, three terms, for many degrees of freedom: to 1e-8 at 200.
pub(super) fn student_quantile(share: f64, freedom: f64) -> Option<f64> {
    if freedom <= MANY {
        return Some(StudentsT::new(0.0, 1.0, freedom).ok()?.inverse_cdf(share));
    }
    let z = Normal::standard().inverse_cdf(share);
    let first = (z.powi(3) + z) / 4.0;
    let second = (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / 96.0;
    let third = (3.0 * z.powi(7) + 19.0 * z.powi(5) + 17.0 * z.powi(3) - 15.0 * z) / 384.0;
    Some(z + first / freedom + second / (freedom * freedom) + third / freedom.powi(3))
}

/// The effective number of units of these weights, `(sum w)^2 / sum w^2`: as many as there are where all weigh the same,
/// near 1 where one outweighs all others; 0 without a positive weight.
///
/// # Source
/// Kish (1965), Survey Sampling, section 8.2.
#[must_use]
pub fn effective_number(weights: impl Iterator<Item = f64>) -> f64 {
    let positive = weights.filter(|weight| *weight > 0.0);
    let (sum, squares) = positive.fold((0.0, 0.0), |(sum, squares), w| (sum + w, squares + w * w));
    if squares > 0.0 { sum * sum / squares } else { 0.0 }
}

/// The standard error of `sum(x) / sum(w)` over independent units `(x, w)`, to first order:
/// `sqrt(n / (n - 1) sum (x - r w)^2) / sum(w)`.
///
/// # Shape
/// Units whose denominator is not positive do not count.
/// # Returns
/// `None` for fewer than two units, and where all have the same ratio: they do not tell how others would vary.
/// # Source
/// Cochran (1977), Sampling Techniques, (6.13); for units that are clusters the same as the sandwich of Liang & Zeger
/// (1986) with the factor `n / (n - 1)`.
/// # Checked against
/// statsmodels `WLS` on a constant with `cov_type="cluster"`, 1e-6 (`fixtures/oracle/ratio.csv`).
/// # Example
/// ```
/// use parallax::stats::ratio::std_error;
/// // A mean of 1, 2 and 3: the standard deviation 1, over the root of 3.
/// let found = std_error(&[(1.0, 1.0), (2.0, 1.0), (3.0, 1.0)]).unwrap();
/// assert!((found - 1.0 / 3.0_f64.sqrt()).abs() < 1e-12);
/// ```
#[must_use]
pub fn std_error(units: &[Pair]) -> Option<f64> {
    let counted = || units.iter().filter(|unit| unit.1 > 0.0);
    let (n, sum, size) =
        counted().fold((0.0, 0.0, 0.0), |(n, sum, size), &(x, w)| (n + 1.0, sum + x, size + w));
    if n < 2.0 {
        return None;
    }
    let ratio = sum / size;
    let squares: f64 = counted().map(|&(x, w)| (x - ratio * w) * (x - ratio * w)).sum();
    let scale: f64 = counted().map(|&(x, _)| x * x).sum();
    // Equal ratios differ by the rounding of their sums alone.
    (squares > 1e-20 * scale).then(|| (n / (n - 1.0) * squares).sqrt() / size)
}

/// Half the length of an interval in standard errors, for units of these weights: the quantile of the t distribution with
/// one degree of freedom less than their effective number, which is taken as at least 2.
///
/// # Returns
/// `None` for fewer than two units of positive weight.
#[must_use]
pub fn reach(weights: impl Iterator<Item = f64> + Clone, level: f64) -> Option<f64> {
    weights.clone().filter(|weight| *weight > 0.0).nth(1)?;
    let n = effective_number(weights).max(2.0);
    student_quantile(f64::midpoint(1.0, level), n - 1.0)
}

/// The interval of a ratio of units, reaching so many standard errors to both sides.
#[must_use]
pub fn interval(units: &[Pair], reach: f64) -> Option<Interval> {
    let std_error = std_error(units)?;
    let (sum, size) =
        units.iter().filter(|it| it.1 > 0.0).fold((0.0, 0.0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    let (ratio, half) = (sum / size, reach * std_error);
    Some(Interval { low: ratio - half, high: ratio + half, std_error })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_effective_number_is_that_of_equal_weights_or_less() {
        assert!((effective_number([2.0; 7].into_iter()) - 7.0).abs() < 1e-12);
        assert!(effective_number([1_000.0, 1.0, 1.0].into_iter()) < 1.01);
        assert_eq!(effective_number([0.0, -1.0].into_iter()).to_bits(), 0.0_f64.to_bits());
    }

    #[test]
    fn quantiles_of_t_are_those_of_tables_at_few_and_many_degrees() {
        // SciPy 1.17 t.ppf.
        for (share, freedom, expected) in [
            (0.975, 3.0, 3.182446305),
            (0.8, 11.5, 0.874003968),
            (0.975, 199.5, 1.971926308),
            (0.975, 201.0, 1.971836507),
            (0.8, 1500.0, 0.841860926),
            (0.975, 999999.0, 1.959966357),
        ] {
            let found = student_quantile(share, freedom).unwrap();
            assert!((found - expected).abs() < 1e-6, "{share} {freedom}: {found}");
        }
    }

    #[test]
    fn one_unit_or_equal_units_have_no_standard_error() {
        assert_eq!(std_error(&[]), None);
        assert_eq!(std_error(&[(1.0, 2.0), (0.0, 0.0)]), None);
        assert_eq!(std_error(&[(0.3, 3.0), (0.1, 1.0), (0.7, 7.0)]), None);
        assert_eq!(std_error(&[(0.0, 3.0), (0.0, 1.0)]), None);
        assert_eq!(reach([1.0, 0.0].into_iter(), 0.95), None);
    }

    #[test]
    fn an_interval_reaches_as_far_as_the_t_distribution_says() {
        // Tables: t(0.975; 2) = 4.302653.
        let units = [(1.0, 1.0), (2.0, 1.0), (3.0, 1.0)];
        let found = interval(&units, reach(units.iter().map(|it| it.1), 0.95).unwrap()).unwrap();
        assert!((found.high - 2.0 - 4.302_653 / 3.0_f64.sqrt()).abs() < 1e-5, "{found:?}");
        assert!((found.low + found.high - 4.0).abs() < 1e-12);
    }

    #[test]
    fn the_standard_error_is_that_of_the_bootstrap() {
        let units: Vec<Pair> = (0..80_u32).map(|i| (f64::from(i * i % 23), f64::from(3 + i % 5))).collect();
        let draws = super::super::draws::Draws::new(1, 4_000);
        let mut bootstrap = super::super::bootstrap::Bootstrap::new(&draws.into(), 0.95).unwrap();
        let (ours, theirs) = (std_error(&units).unwrap(), bootstrap.ratio(&units).unwrap().std_error);
        assert!((ours / theirs - 1.0).abs() < 0.05, "{ours} {theirs}");
    }
}
