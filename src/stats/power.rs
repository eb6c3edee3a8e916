//! What a sample could have shown.

use super::ratio::student_quantile;

/// The smallest true difference that a two-sided test at level `alpha` finds with this power, where its estimate has this
/// standard error and comes from `n` units: `(t(1 - alpha / 2; n - 1) + t(power; n - 1)) SE`.
///
/// # Shape
/// `alpha` and `power` lie between 0 and 1; `n` may be an effective number, and is taken as at least 2.
/// # Returns
/// In the unit of the standard error; `None` where that is not positive.
/// # Source
/// Bloom (1995), "Minimum Detectable Effects", Evaluation Review 19(5), page 548; with t in place of normal quantiles for
/// few units, Murray (1998), Design and Analysis of Group-Randomized Trials, chapter 9.
/// # Checked against
/// `SciPy` 1.17 `t.ppf`, 1e-6 (`fixtures/oracle/power.csv`); simulated normal samples of 5, 12 and 40 units (below).
/// # Example
/// ```
/// use parallax::stats::power::minimum_detectable;
/// // Of many units: 1.96 + 0.84 standard errors.
/// let found = minimum_detectable(1.0, 1e6, (0.05, 0.8)).unwrap();
/// assert!((found - 2.8016).abs() < 1e-3);
/// ```
#[must_use]
pub fn minimum_detectable(std_error: f64, n: f64, (alpha, power): (f64, f64)) -> Option<f64> {
    let of = |share| student_quantile(share, n.max(2.0) - 1.0);
    let found = (of(1.0 - alpha / 2.0)? + of(power)?) * std_error;
    (std_error > 0.0 && found.is_finite()).then_some(found)
}

/// Mean and standard deviation (with `n - 1`) of some values; `None` for fewer than two.
#[must_use]
pub fn standard_deviation(values: impl Iterator<Item = f64> + Clone) -> Option<f64> {
    let (n, sum) = values.clone().fold((0.0, 0.0), |(n, sum), value| (n + 1.0, sum + value));
    let mean = sum / n;
    let squares: f64 = values.map(|value| (value - mean) * (value - mean)).sum();
    (n >= 2.0).then(|| (squares / (n - 1.0)).sqrt())
}

#[cfg(test)]
mod tests {
    use super::super::random::Stream;
    use super::super::ratio;
    use super::*;

    #[test]
    fn nothing_is_detectable_without_a_standard_error() {
        assert_eq!(minimum_detectable(0.0, 9.0, (0.05, 0.8)), None);
        assert_eq!(minimum_detectable(f64::NAN, 9.0, (0.05, 0.8)), None);
        assert_eq!(minimum_detectable(f64::INFINITY, 9.0, (0.05, 0.8)), None);
        assert!(minimum_detectable(1.0, 1.0, (0.05, 0.8)) == minimum_detectable(1.0, 2.0, (0.05, 0.8)));
    }

    #[test]
    fn fewer_units_detect_only_larger_differences() {
        let of = |n| minimum_detectable(1.0, n, (0.05, 0.8)).unwrap();
        assert!(of(3.0) > of(5.0) && of(5.0) > of(50.0) && of(50.0) > 2.8);
        assert!(minimum_detectable(1.0, 9.0, (0.05, 0.9)).unwrap() > of(9.0));
    }

    #[test]
    fn standard_deviations_need_two_values() {
        assert_eq!(standard_deviation([1.0].into_iter()), None);
        assert!((standard_deviation([1.0, 3.0].into_iter()).unwrap() - 2.0_f64.sqrt()).abs() < 1e-12);
    }

    /// A t test finds a difference of that size in about four of five samples.
    #[test]
    fn a_difference_of_that_size_is_found_as_often_as_it_says() {
        let mut stream = Stream::new(5, &["power"]);
        // The mean of twelve uniform draws: near normal, with standard deviation 1 / 12.
        let mut draw = || (0..12).map(|_| f64::from(stream.below(1_000_000)) / 1e6 - 0.5).sum::<f64>();
        for n in [5_u32, 12, 40] {
            let true_error = 1.0 / f64::from(n).sqrt();
            let effect = minimum_detectable(true_error, f64::from(n), (0.05, 0.8)).unwrap();
            let found = (0..2_000).filter(|_| {
                let units: Vec<(f64, f64)> = (0..n).map(|_| (effect + draw(), 1.0)).collect();
                let reach = ratio::reach(units.iter().map(|it| it.1), 0.95).unwrap();
                ratio::interval(&units, reach).is_some_and(|it| it.low > 0.0)
            });
            let share = found.count() as f64 / 2_000.0;
            assert!((0.76..0.86).contains(&share), "{n} units: {share}");
        }
    }
}
