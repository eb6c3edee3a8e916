//! Is something more frequent in a target group than in a reference group, and by how much?

use statrs::function::erf::erfc;

/// The two-sided 95 % quantile of the standard normal distribution.
const Z_95: f64 = 1.959_963_984_540_054;

/// How often one thing was counted in two groups, and how much was counted there in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Count in the target group.
    pub target: u64,
    /// Count in the reference group.
    pub reference: u64,
    /// Count of everything in the target group.
    pub total_target: u64,
    /// Count of everything in the reference group.
    pub total_reference: u64,
}

/// Measures of one contrast. Those with a sign are positive if the target group has the higher rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Keyness {
    /// Difference of the log odds (natural logarithms), shrunk towards the pooled counts.
    pub log_odds: f64,
    /// Standard error of `log_odds`.
    pub std_error: f64,
    /// Lower end of the 95 % interval of `log_odds`.
    pub ci_low: f64,
    /// Upper end of the 95 % interval of `log_odds`.
    pub ci_high: f64,
    /// `log_odds` in standard errors.
    pub z: f64,
    /// Logarithm to base 2 of the ratio of rates: 1 is twice as frequent.
    pub log_ratio: f64,
    /// The end of the 95 % interval of `log_ratio` that is nearer to 0; 0 if the interval spans it.
    pub log_ratio_bound: f64,
    /// Log-likelihood ratio of the 2 by 2 table, with sign.
    pub g2: f64,
    /// p-value of `g2`, in `(0, 1]`.
    pub g2_p: f64,
    /// Pearson's chi-squared of the 2 by 2 table without correction, with sign.
    pub chi2: f64,
    /// p-value of `chi2`, in `(0, 1]`.
    pub chi2_p: f64,
}

/// All measures of one contrast.
///
/// # Shape
/// `prior_size` is the weight of the prior in counts (5,000 in the reference figures): it is spread over all things in
/// proportion to their pooled counts.
/// # Returns
/// `None` if nothing was counted in either group, if the counts exceed their totals, if one total is 0, if nothing else
/// was counted, or if `prior_size` is not a positive number.
/// # Source
/// With counts `y`, totals `n`, `t` target and `r` reference:
/// - `log_odds`: Monroe, Colaresi & Quinn (2008), equations (15), (16), (20), (22), (23), with the prior
///   `a = prior_size (y_t + y_r) / (n_t + n_r)`: `log((y_t + a) / (n_t + prior_size - y_t - a))` less the same of `r`;
///   variance `1 / (y_t + a) + 1 / (y_r + a)`.
/// - `g2`: Dunning (1993), page 71, on all four cells: `2 sum O log(O / E)`.
/// - `log_ratio`: Hardie (2014), with 0.5 added to counts and totals: `log2((y_t + 0.5) / (n_t + 0.5))` less the same of
///   `r`; variance by the delta method (Walter 1975):
///   `1 / (y_t + 0.5) - 1 / (n_t + 0.5) + 1 / (y_r + 0.5) - 1 / (n_r + 0.5)`, over `log(2)` squared.
/// # Checked against
/// `SciPy` `chi2_contingency` with and without `lambda_="log-likelihood"`, and the published formulas in Python, 1e-8;
/// the interval of `log_ratio`: statsmodels `Table2x2.log_riskratio_se` of the counts with 0.5 added, 1e-9.
/// # Example
/// ```
/// use parallax::stats::keyness::{Counts, keyness};
/// let counts = Counts { target: 30, reference: 10, total_target: 1000, total_reference: 1000 };
/// let found = keyness(counts, 5000.0).unwrap();
/// assert!(found.log_odds > 0.0 && found.log_odds < 3_f64.ln() && found.log_ratio_bound < found.log_ratio);
/// ```
#[must_use]
pub fn keyness(counts: Counts, prior_size: f64) -> Option<Keyness> {
    let Counts { target, reference, total_target, total_reference } = counts;
    let counted = u128::from(target) + u128::from(reference);
    let total = u128::from(total_target) + u128::from(total_reference);
    let fits =
        target <= total_target && reference <= total_reference && total_target > 0 && total_reference > 0;
    if !fits || counted == 0 || counted == total || !(prior_size > 0.0 && prior_size.is_finite()) {
        return None;
    }
    let prior = prior_size * counted as f64 / total as f64;
    let prior_rest = prior_size * (total - counted) as f64 / total as f64;
    let odds = |count: u64, of: u64| (count as f64 + prior) / ((of - count) as f64 + prior_rest);
    let log_odds = (odds(target, total_target) / odds(reference, total_reference)).ln();
    let std_error = (1.0 / (target as f64 + prior) + 1.0 / (reference as f64 + prior)).sqrt();

    let (log_ratio, log_ratio_error) = log_ratio(counts);
    let (g2, chi2) = fit(counts);
    Some(Keyness {
        log_odds,
        std_error,
        ci_low: log_odds - Z_95 * std_error,
        ci_high: log_odds + Z_95 * std_error,
        z: log_odds / std_error,
        log_ratio,
        log_ratio_bound: nearer_to_zero(log_ratio, Z_95 * log_ratio_error),
        g2,
        g2_p: chi_squared_p(g2.abs()),
        chi2,
        chi2_p: chi_squared_p(chi2.abs()),
    })
}

/// Log ratio to base 2 and its standard error.
fn log_ratio(counts: Counts) -> (f64, f64) {
    let (y_t, n_t) = (counts.target as f64 + 0.5, counts.total_target as f64 + 0.5);
    let (y_r, n_r) = (counts.reference as f64 + 0.5, counts.total_reference as f64 + 0.5);
    let variance = (1.0 / y_t - 1.0 / n_t) + (1.0 / y_r - 1.0 / n_r);
    (((y_t / n_t) / (y_r / n_r)).log2(), variance.sqrt() / std::f64::consts::LN_2)
}

/// The end of `value ± reach` that is nearer to 0; 0, without a sign, if the interval spans it.
fn nearer_to_zero(value: f64, reach: f64) -> f64 {
    if value.abs() <= reach { 0.0 } else { value - reach.copysign(value) }
}

/// Signed log-likelihood ratio and signed chi-squared of the 2 by 2 table.
fn fit(counts: Counts) -> (f64, f64) {
    let Counts { target, reference, total_target, total_reference } = counts;
    let (n_t, n_r) = (total_target as f64, total_reference as f64);
    let share = (target as f64 + reference as f64) / (n_t + n_r);
    // Observed less expected is the same in all four cells but for the sign. From integers, so exact until the division.
    let ahead = u128::from(target) * u128::from(total_reference);
    let behind = u128::from(reference) * u128::from(total_target);
    let shift = ahead.abs_diff(behind) as f64 / (n_t + n_r);
    if ahead == behind {
        return (0.0, 0.0);
    }
    let sign = if ahead > behind { 1.0 } else { -1.0 };
    let expected = [n_t * share, n_r * share, n_t * (1.0 - share), n_r * (1.0 - share)];
    let shifts = [sign * shift, -sign * shift, -sign * shift, sign * shift];
    let (mut g2, mut chi2) = (0.0, 0.0);
    for (expected, shift) in expected.into_iter().zip(shifts) {
        g2 += 2.0 * expected * deviance(shift / expected);
        chi2 += shift * shift / expected;
    }
    (sign * g2, sign * chi2)
}

/// `(1 + x) log(1 + x) - x`, the part of a cell that lies `x` times its expectation above it.
///
/// The four cells' `O log(O / E)` nearly cancel; with `O - E`, which sums to 0, taken off each, nothing is left to cancel.
fn deviance(x: f64) -> f64 {
    if x <= -1.0 {
        1.0 // nothing was counted: the limit of x log x is 0
    } else if x.abs() < 1e-3 {
        x * x * (1.0 / 2.0 - x * (1.0 / 6.0 - x * (1.0 / 12.0 - x * (1.0 / 20.0 - x / 30.0))))
    } else {
        (1.0 + x) * x.ln_1p() - x
    }
}

/// Upper tail of chi-squared with one degree of freedom.
///
/// # Returns
/// At least the smallest positive number: a p-value is never 0.
fn chi_squared_p(x: f64) -> f64 {
    erfc((x / 2.0).sqrt()).clamp(f64::MIN_POSITIVE, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(target: u64, reference: u64, total_target: u64, total_reference: u64) -> Option<Keyness> {
        keyness(Counts { target, reference, total_target, total_reference }, 5000.0)
    }

    #[test]
    fn what_was_not_counted_has_no_keyness() {
        assert_eq!(of(0, 0, 10, 10), None);
        assert_eq!(of(11, 0, 10, 10), None);
        assert_eq!(of(0, 3, 0, 10), None);
        assert_eq!(of(10, 10, 10, 10), None);
        let counts = Counts { target: 1, reference: 1, total_target: 10, total_reference: 10 };
        assert!([0.0, -1.0, f64::NAN, f64::INFINITY].iter().all(|&size| keyness(counts, size).is_none()));
    }

    #[test]
    fn swapping_the_groups_flips_the_signs_and_leaves_the_p_values() {
        for (a, b, n, m) in [(3, 9, 100, 80), (0, 5, 1000, 900), (7, 0, 50, 1_000_000), (50, 4, 50, 60)] {
            let (one, other) = (of(a, b, n, m).unwrap(), of(b, a, m, n).unwrap());
            for (x, y) in [
                (one.log_odds, other.log_odds),
                (one.z, other.z),
                (one.ci_low, other.ci_high),
                (one.log_ratio, other.log_ratio),
                (one.log_ratio_bound, other.log_ratio_bound),
                (one.g2, other.g2),
                (one.chi2, other.chi2),
            ] {
                assert!((x + y).abs() <= 1e-9 * x.abs(), "{x} {y}");
            }
            assert!((one.g2_p - other.g2_p).abs() <= 1e-9 * one.g2_p);
            assert!(one.g2_p > 0.0 && one.g2_p <= 1.0 && one.chi2_p > 0.0 && one.chi2_p <= 1.0);
        }
    }

    #[test]
    fn equal_rates_show_nothing() {
        let same = of(5, 10, 1000, 2000).unwrap();
        assert!(same.log_odds.abs() < 0.01 && same.log_ratio_bound.abs() < 1e-15);
        assert!(same.g2.abs() < 1e-15 && (same.g2_p - 1.0).abs() < 1e-15);
    }

    #[test]
    fn g2_keeps_its_digits_where_four_large_numbers_nearly_cancel() {
        // Computed with 40 digits (mpmath).
        let found = of(78, 107, 821_577, 1_129_824).unwrap().g2;
        assert!((found / 0.000_275_552_445_439_447_56 - 1.0).abs() < 1e-12, "{found}");
        // Both branches meet.
        let (below, above) = (deviance(0.000_999_999_999_999), deviance(0.001_000_000_000_001));
        assert!((above / below - 1.0).abs() < 1e-11);
    }

    #[test]
    fn the_bound_lies_between_zero_and_the_log_ratio() {
        let clear = of(300, 100, 10_000, 10_000).unwrap();
        assert!(clear.log_ratio_bound > 1.0 && clear.log_ratio_bound < clear.log_ratio);
        let clear = of(100, 300, 10_000, 10_000).unwrap();
        assert!(clear.log_ratio_bound < -1.0 && clear.log_ratio_bound > clear.log_ratio);
        assert!(of(3, 2, 10_000, 10_000).unwrap().log_ratio_bound.abs() < 1e-15);
    }

    #[test]
    fn a_huge_difference_still_has_a_positive_p() {
        let huge = of(900_000, 10, 1_000_000, 1_000_000).unwrap();
        assert!(huge.g2 > 1e6 && huge.g2_p > 0.0 && huge.chi2_p > 0.0);
    }
}
