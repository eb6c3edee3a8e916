//! What a stratified random sample of a finite population tells of the whole: totals, shares, and how far a figure that
//! is known for all members is off.

use statrs::distribution::{ContinuousCDF, Normal};

/// A stratum: how many members it has, and what was found in those that were drawn, each with the same probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stratum {
    /// Its members.
    pub size: usize,
    /// Those that were drawn and looked at.
    pub n: usize,
    /// The sum of what was found in them, between 0 and 1 each.
    pub sum: f64,
}

/// An estimate with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Estimate {
    /// The same in units of `whole`.
    #[must_use]
    pub fn over(self, whole: f64) -> Self {
        Self { value: self.value / whole, low: self.low / whole, high: self.high / whole }
    }
}

/// The quantile of the normal distribution that leaves `(1 - level) / 2` above it.
#[must_use]
pub fn normal_quantile(level: f64) -> f64 {
    Normal::standard().inverse_cdf(f64::midpoint(1.0, level))
}

/// The two-sided p-value of an estimate with this standard error against 0, by the normal distribution; `None` where the
/// error is 0.
#[must_use]
pub fn two_sided_p(estimate: f64, std_error: f64) -> Option<f64> {
    (std_error > 0.0).then(|| 2.0 * Normal::standard().sf((estimate / std_error).abs()))
}

/// The share of a stratum's members that have a property, with Wilson's interval; a stratum that was looked at whole has no
/// uncertainty.
///
/// # Returns
/// Within 0 and 1; `None` where nothing was drawn.
/// # Source
/// Wilson (1927), JASA 22, 209-212; with `n (N - 1) / (N - n)` for `n`, the finite population correction.
/// # Checked against
/// The closed form in Python, 1e-9 (`stratified_sample.csv`).
#[must_use]
pub fn share(stratum: Stratum, level: f64) -> Option<Estimate> {
    let Stratum { size, n, sum } = stratum;
    if n == 0 {
        return None;
    }
    let value = sum / n as f64;
    if n >= size {
        return Some(Estimate { value, low: value, high: value });
    }
    let n = n as f64 * (size as f64 - 1.0) / (size - n) as f64;
    let z2 = normal_quantile(level).powi(2);
    let centre = (value + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = (z2 * (value * (1.0 - value) / n + z2 / (4.0 * n * n))).sqrt() / (1.0 + z2 / n);
    Some(Estimate { value, low: (centre - half).clamp(0.0, value), high: (centre + half).clamp(value, 1.0) })
}

/// The number of members that have a property, over all strata. The distances of the strata's own limits from their
/// estimates add up in squares, so that a stratum in which nothing was found still adds to the upper end.
///
/// # Returns
/// `None` where a stratum with members had none drawn: nothing is known of it.
/// # Source
/// Zou & Donner (2008), Statistics in Medicine 27, 1693-1702, equation 3 (MOVER), for a weighted sum.
/// # Checked against
/// The closed form in Python, 1e-9 (`stratified_sample.csv`).
#[must_use]
pub fn total(strata: &[Stratum], level: f64) -> Option<Estimate> {
    let (mut value, mut below, mut above) = (0.0, 0.0, 0.0);
    for stratum in strata.iter().filter(|it| it.size > 0) {
        let found = share(*stratum, level)?;
        let size = stratum.size as f64;
        value += size * found.value;
        below += (size * (found.value - found.low)).powi(2);
        above += (size * (found.high - found.value)).powi(2);
    }
    Some(Estimate { value, low: (value - below.sqrt()).max(0.0), high: value + above.sqrt() })
}

/// The share that `part` has in `part + rest`, two estimates that do not depend on each other.
///
/// # Returns
/// Within 0 and 1; `None` where both are 0.
/// # Source
/// Donner & Zou (2012), Statistical Methods in Medical Research 21, 347-359, equation 9 (MOVER for the ratio of `rest` and
/// `part`), turned into a share.
/// # Checked against
/// The closed form in Python, 1e-9 (`stratified_sample.csv`); covered in 93 to 97 % of simulated samples (below).
#[must_use]
pub fn part_of(part: Estimate, rest: Estimate) -> Option<Estimate> {
    let value = part.value / (part.value + rest.value);
    if !value.is_finite() {
        return None;
    }
    let product = part.value * rest.value;
    let square = |value: f64, end: f64| end * (2.0 * value - end);
    let root = |a: f64, b: f64| (product * product - a * b).max(0.0).sqrt();
    let (a, b) = (square(rest.value, rest.low), square(part.value, part.high));
    // In this form the lower end needs no division by b, which may be 0 or less.
    let low_ratio = if a > 0.0 { a / (product + root(a, b)) } else { 0.0 };
    let (a, b) = (square(rest.value, rest.high), square(part.value, part.low));
    // Where part may be nothing, the ratio has no upper end.
    let high_ratio = if b > 0.0 { (product + root(a, b)) / b } else { f64::INFINITY };
    let (low, high) = (1.0 / (1.0 + high_ratio), 1.0 / (1.0 + low_ratio));
    Some(Estimate { value, low: low.clamp(0.0, value), high: high.clamp(value, 1.0) })
}

/// The members of a stratum that were drawn: for each the weight that it has in a figure, and how far what is known of
/// all members is off for it (true less known).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Checked {
    /// The members of the stratum.
    pub size: usize,
    /// (weight in the figure, error) of each drawn member.
    pub drawn: Vec<(f64, f64)>,
}

/// How far a figure that is a weighted sum over all members is off, from the errors of those that were drawn: the figure plus
/// this is free of the errors, whatever they are, as only the draw is left to chance.
///
/// # Returns
/// The correction and its variance; `None` where a stratum with members had none drawn.
/// # Source
/// The difference estimator: Särndal, Swensson & Wretman (1992), section 6.3; for text measures Egami, Hinck, Stewart &
/// Wei (2023), and prediction-powered inference, Angelopoulos et al. (2023), Science 382, 669-674. A stratum whose drawn
/// members all have the same error is given the variance of Agresti & Coull's share (two of each added), not 0.
/// # Checked against
/// Enumeration of all samples of a small population: the mean of the corrections is the true error (below).
#[must_use]
pub fn correction(strata: &[Checked]) -> Option<(f64, f64)> {
    let (mut sum, mut variance) = (0.0, 0.0);
    for stratum in strata.iter().filter(|it| it.size > 0) {
        let (size, n) = (stratum.size as f64, stratum.drawn.len() as f64);
        if stratum.drawn.is_empty() {
            return None;
        }
        let products: Vec<f64> = stratum.drawn.iter().map(|(weight, error)| weight * error).collect();
        let mean = products.iter().sum::<f64>() / n;
        sum += size * mean;
        let first = stratum.drawn[0].1;
        let is_even = stratum.drawn.iter().all(|(_, error)| (error - first).abs() < 1e-12);
        let spread = if is_even {
            let share = (first.abs() * n + 2.0) / (n + 4.0);
            let weights = stratum.drawn.iter().map(|(weight, _)| weight * weight).sum::<f64>() / n;
            share * (1.0 - share) * weights
        } else {
            products.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / (n - 1.0)
        };
        variance += size * size * (1.0 - n / size).max(0.0) * spread / n;
    }
    Some((sum, variance))
}

#[cfg(test)]
mod tests {
    use super::super::random::Stream;
    use super::*;

    #[test]
    fn a_stratum_that_was_looked_at_whole_is_known() {
        let all = share(Stratum { size: 8, n: 8, sum: 3.0 }, 0.95).unwrap();
        assert_eq!((all.low, all.high), (0.375, 0.375));
        assert_eq!(share(Stratum { size: 8, n: 0, sum: 0.0 }, 0.95), None);
        let unseen = [Stratum { size: 8, n: 8, sum: 3.0 }, Stratum { size: 2, n: 0, sum: 0.0 }];
        assert_eq!(total(&unseen, 0.95), None);
        assert_eq!(correction(&[Checked { size: 2, drawn: Vec::new() }]), None);
    }

    #[test]
    fn nothing_found_is_not_the_same_as_nothing_there() {
        let missed = total(&[Stratum { size: 1_000, n: 50, sum: 0.0 }], 0.95).unwrap();
        assert!(missed.value == 0.0 && missed.high > 40.0, "{missed:?}");
        let found = total(&[Stratum { size: 100, n: 50, sum: 45.0 }], 0.95).unwrap();
        let recall = part_of(found, missed).unwrap();
        assert!(recall.high > 0.999 && recall.low < 0.75 && recall.low > 0.3, "{recall:?}");
        let none = Estimate { value: 0.0, low: 0.0, high: 0.0 };
        assert_eq!(part_of(none, none), None);
    }

    #[test]
    fn intervals_of_a_recall_cover_what_they_should() {
        let mut stream = Stream::new(5, &["recall"]);
        let (matched, rest) = (300, 2_000);
        let (true_found, true_missed) = (240, 100);
        let truth = f64::from(true_found) / f64::from(true_found + true_missed);
        let mut covered = 0;
        for _ in 0..500 {
            let mut draw = |size: usize, n: usize, n_true: i32| {
                let mut members: Vec<i32> = (0..).take(size).collect();
                stream.shuffle(&mut members);
                let sum = members[..n].iter().filter(|&&it| it < n_true).count() as f64;
                total(&[Stratum { size, n, sum }], 0.95).unwrap()
            };
            let found = part_of(draw(matched, 60, true_found), draw(rest, 80, true_missed)).unwrap();
            covered += usize::from(found.low <= truth && truth <= found.high);
        }
        assert!((462..=488).contains(&covered), "{covered} of 500");
    }

    #[test]
    fn over_all_samples_the_correction_is_right_on_average() {
        let members = [(0.5, 1.0), (0.25, 0.0), (1.0, -1.0), (2.0, 0.0), (0.125, 1.0)];
        let truth: f64 = members.iter().map(|(weight, error)| weight * error).sum();
        let (mut sum, mut n) = (0.0, 0.0);
        for a in 0..5 {
            for b in a + 1..5 {
                let drawn = vec![members[a], members[b]];
                sum += correction(&[Checked { size: 5, drawn }]).unwrap().0;
                n += 1.0;
            }
        }
        assert!((sum / n - truth).abs() < 1e-12);
    }
}
