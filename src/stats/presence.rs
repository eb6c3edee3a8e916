//! Whether something is found in units of different sizes: the rate at which it is, and the chance that it is in none.
//!
//! A unit of size `s` holds it with probability `1 - exp(-rate s)`: the larger the unit, the likelier. The number of units
//! that hold it is then Poisson-binomial; the chance that none does is the product of their zero probabilities.

/// The most steps of Newton's method; it needs fewer than ten.
const STEPS: usize = 60;

/// The maximum-likelihood rate, from the sizes of the units that hold it and the total size of those that do not.
///
/// # Shape
/// Sizes that are not positive and finite are left out.
/// # Returns
/// Above 0; `None` where no unit holds it, or where none is without it: then no rate is too large.
/// # Source
/// The score of a complementary log-log model with the size as offset (`McCullagh` & Nelder 1989, section 4.3):
/// `sum over holders of s / (exp(rate s) - 1) = total size of the others`.
/// # Checked against
/// The likelihood, searched by golden section in Python, 1e-6.
#[must_use]
pub fn presence_rate(with: &[f64], total_without: f64) -> Option<f64> {
    let sizes = || with.iter().copied().filter(|size| *size > 0.0 && size.is_finite());
    let (n, total) = sizes().fold((0.0, 0.0), |(n, total), size| (n + 1.0, total + size));
    if n < 1.0 || !(total_without > 0.0 && total_without.is_finite()) {
        return None;
    }
    // As x / (exp(x) - 1) >= 1 - x / 2, this start lies below the root; the score is convex and falls, so Newton's steps
    // rise to the root and never pass it.
    let mut rate = n / (total_without + total / 2.0);
    for _ in 0..STEPS {
        let (mut score, mut slope) = (-total_without, 0.0);
        for size in sizes() {
            let odds = 1.0 / (rate * size).exp_m1();
            score += size * odds;
            slope += size * size * odds * (1.0 + odds);
        }
        let step = score / slope;
        rate += step;
        if step.is_nan() || step <= 1e-12 * rate {
            break;
        }
    }
    Some(rate)
}

/// The chance that `n_drawn` units, of `total_drawn` size together, all lack what `with` hold and units of
/// `total_without` size (those drawn among them) lack, if units are exchangeable given their sizes.
///
/// The larger of two chances: the product of zero probabilities `exp(-rate total_drawn)` at the [`presence_rate`], and
/// `(1 - n_with / n)^n_drawn`, at which sizes do not matter. So small units excuse, but large ones do not accuse: in
/// texts a length that doubles does not double what is told. Both rates are taken over all units, the drawn ones among
/// them as what they are, without; this is the correction for estimation: for one unit of the common size it gives
/// `1 - n_with / n`, the exact chance that, of `n` units, the drawn one is among those without; for more units it is
/// not below the exact (hypergeometric) one.
///
/// # Shape
/// `n_without` counts all units without, those drawn included; `total_without` is their size.
/// # Returns
/// In `[0, 1]`; `None` where there is nothing to compare.
/// # Source
/// Poisson-binomial: Wang (1993), Statistica Sinica 3, 295-312.
#[must_use]
pub fn absence(with: &[f64], without: Group, drawn: Group) -> Option<f64> {
    let rate = presence_rate(with, without.size)?;
    let (n_with, n) = (with.len() as f64, with.len() as f64 + without.n);
    let by_size = (-rate * drawn.size).exp();
    let by_number = (1.0 - n_with / n).powf(drawn.n);
    (drawn.n > 0.0 && without.n >= drawn.n).then(|| by_size.max(by_number).clamp(0.0, 1.0))
}

/// Units together: how many, and how large.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Group {
    /// How many.
    pub n: f64,
    /// Their size.
    pub size: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::random::Stream;

    #[test]
    fn equal_sizes_have_a_rate_in_closed_form() {
        let rate = presence_rate(&[200.0; 3], 200.0).unwrap();
        assert!((rate - 4.0_f64.ln() / 200.0).abs() < 1e-12);
        let one = Group { n: 1.0, size: 200.0 };
        assert!((absence(&[200.0; 3], one, one).unwrap() - 0.25).abs() < 1e-12);
    }

    #[test]
    fn nothing_held_or_nothing_lacking_has_no_rate() {
        assert_eq!(presence_rate(&[], 10.0), None);
        assert_eq!(presence_rate(&[0.0, f64::NAN], 10.0), None);
        assert_eq!(presence_rate(&[5.0], 0.0), None);
    }

    #[test]
    fn a_short_unit_is_excused_and_a_long_one_is_not_accused() {
        let with = [300.0, 400.0, 500.0, 350.0];
        let of = |size| {
            let one = Group { n: 1.0, size };
            absence(&with, one, one).unwrap()
        };
        assert!(of(40.0) > 0.5, "{}", of(40.0));
        assert!((of(4_000.0) - 0.2).abs() < 1e-12, "{}", of(4_000.0));
    }

    /// The law: where the drawn units are like the others, p-values at or below a level come no more often than it says.
    #[test]
    fn absence_is_not_too_often_small_among_exchangeable_units() {
        const RUNS: u32 = 20_000;
        let mut stream = Stream::new(1, &["absence"]);
        for (n, n_drawn, rate, by_size) in [
            (6, 1, 0.004, true),
            (9, 2, 0.004, true),
            (15, 3, 0.002, true),
            (12, 2, 0.0, false),
            (30, 6, 0.003, true),
        ] {
            let mut reached = [0_u32; 3];
            for _ in 0..RUNS {
                let mut with = Vec::new();
                let (mut without, mut drawn) = (Group { n: 0.0, size: 0.0 }, Group { n: 0.0, size: 0.0 });
                let mut is_in_drawn = false;
                for unit in 0..n {
                    let size = f64::from(50 + stream.below(900));
                    let chance = if by_size { 1.0 - f64::exp(-rate * size) } else { 0.7 };
                    let holds = f64::from(stream.below(1_000_000)) < chance * 1e6;
                    if unit < n_drawn {
                        drawn = Group { n: drawn.n + 1.0, size: drawn.size + size };
                        is_in_drawn |= holds;
                    }
                    if holds {
                        with.push(size);
                    } else {
                        without = Group { n: without.n + 1.0, size: without.size + size };
                    }
                }
                let p = if is_in_drawn { None } else { absence(&with, without, drawn) };
                for (count, level) in reached.iter_mut().zip([0.01, 0.05, 0.2]) {
                    *count += u32::from(p.is_some_and(|p| p <= level));
                }
            }
            for (count, level) in reached.iter().zip([0.01, 0.05, 0.2]) {
                let share = f64::from(*count) / f64::from(RUNS);
                let error = (level * (1.0 - level) / f64::from(RUNS)).sqrt();
                assert!(share <= level + 3.0 * error, "{n} {n_drawn}: {share} at {level}");
            }
        }
    }
}
