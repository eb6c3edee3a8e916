//! Agreement of coders who sort the same units into categories.

use super::random::Stream;

/// Krippendorff's alpha for nominal categories: 1 for perfect agreement, 0 for what chance gives, below 0 for less.
///
/// # Shape
/// `units` has the codes of each unit, in any order, with as many as there are: coders may leave units out. Units with
/// fewer than two codes tell nothing of agreement and do not count.
/// # Returns
/// `None` where no unit has two codes, or all codes are the same: chance then agrees always.
/// # Source
/// Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", section C.
/// # Checked against
/// The published examples A, B and C of that paper and a count over all pairs of codes, 1e-9 (`krippendorff.csv`).
/// # Example
/// ```
/// use parallax::stats::krippendorff::alpha_nominal;
/// assert_eq!(alpha_nominal(&[vec![0, 0], vec![1, 1], vec![1]]), Some(1.0));
/// assert_eq!(alpha_nominal(&[vec![1, 1], vec![1, 1]]), None);
/// ```
#[must_use]
pub fn alpha_nominal(units: &[Vec<u8>]) -> Option<f64> {
    alpha_of(units.iter().filter(|codes| codes.len() > 1))
}

fn alpha_of<'a>(units: impl Iterator<Item = &'a Vec<u8>>) -> Option<f64> {
    let mut of_code = [0.0; 256];
    let (mut n, mut disagreed) = (0.0, 0.0);
    for codes in units {
        let mut here = [0_u32; 256];
        codes.iter().for_each(|&code| here[usize::from(code)] += 1);
        let size = codes.len() as f64;
        let alike: f64 = here.iter().map(|&n| f64::from(n) * (f64::from(n) - 1.0)).sum();
        disagreed += size - alike / (size - 1.0);
        n += size;
        of_code.iter_mut().zip(&here).for_each(|(sum, &n)| *sum += f64::from(n));
    }
    let by_chance = n * n - of_code.iter().map(|n| n * n).sum::<f64>();
    (by_chance > 0.0).then(|| 1.0 - (n - 1.0) * disagreed / by_chance)
}

/// An interval for [`alpha_nominal`], from resampling units.
///
/// # Shape
/// `level` lies between 0 and 1.
/// # Returns
/// Percentiles of the resampled values; resamples in which all codes are the same have no value and do not count.
/// `None` for fewer than five units with two codes, or where over half of the resamples have no value.
/// # Source
/// Zapf, Castell, Morawietz & Karch (2016), BMC Medical Research Methodology 16:93, the nonparametric bootstrap.
/// # Checked against
/// Nothing yet but the law that it holds the estimate.
#[must_use]
pub fn alpha_interval(
    units: &[Vec<u8>],
    resamples: usize,
    stream: &mut Stream,
    level: f64,
) -> Option<(f64, f64)> {
    let units: Vec<&Vec<u8>> = units.iter().filter(|codes| codes.len() > 1).collect();
    if units.len() < 5 {
        return None;
    }
    let draw = |_| alpha_of((0..units.len()).map(|_| units[stream.index(units.len())]));
    let mut found: Vec<f64> = (0..resamples).filter_map(draw).collect();
    if found.is_empty() || 2 * found.len() < resamples {
        return None;
    }
    found.sort_unstable_by(f64::total_cmp);
    let tail = (1.0 - level) / 2.0;
    Some((quantile(&found, tail), quantile(&found, 1.0 - tail)))
}

/// The quantile of sorted numbers, between neighbours by proportion (type 7 of Hyndman & Fan 1996).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    let place = share.clamp(0.0, 1.0) * last as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the list")]
    let below = place.floor() as usize;
    let (low, high) = (sorted[below.min(last)], sorted[(below + 1).min(last)]);
    low + (place - place.floor()) * (high - low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_codes_and_the_order_of_units_do_not_matter() {
        let units = [vec![0, 0, 1], vec![1, 1], vec![0, 1], vec![0, 0], vec![2]];
        let renamed: Vec<Vec<u8>> =
            units.iter().rev().map(|codes| codes.iter().rev().map(|it| 9 - it).collect()).collect();
        let (a, b) = (alpha_nominal(&units).unwrap(), alpha_nominal(&renamed).unwrap());
        assert!((a - b).abs() < 1e-12);
    }

    #[test]
    fn what_cannot_be_told_is_none() {
        assert_eq!(alpha_nominal(&[]), None);
        assert_eq!(alpha_nominal(&[vec![1], vec![0], vec![]]), None);
        let mut stream = Stream::new(1, &["alpha"]);
        assert_eq!(alpha_interval(&vec![vec![0, 0]; 9], 100, &mut stream, 0.95), None);
        assert_eq!(alpha_interval(&vec![vec![0, 1]; 4], 100, &mut stream, 0.95), None);
    }

    #[test]
    fn the_interval_holds_the_estimate_and_shrinks_with_units() {
        let units = |n: usize| -> Vec<Vec<u8>> {
            (0..n).map(|i| vec![u8::from(i % 2 == 0), u8::from(i % 2 == 0) ^ u8::from(i % 7 == 0)]).collect()
        };
        let width = |n: usize| {
            let units = units(n);
            let (low, high) = alpha_interval(&units, 400, &mut Stream::new(2, &["alpha"]), 0.95).unwrap();
            let alpha = alpha_nominal(&units).unwrap();
            assert!(low <= alpha && alpha <= high, "{low} {alpha} {high}");
            high - low
        };
        assert!(width(400) < width(40));
    }
}
