//! How far apart two distributions are, on dense slices and on sorted lists of (id, weight).

use std::sync::LazyLock;

/// Jensen-Shannon divergence of two weight vectors, each scaled to sum to 1.
///
/// # Shape
/// Equally long, entry by entry the same category; weights are finite and not negative.
/// # Returns
/// Bits, in `[0, 1]`: 0 for equal distributions, 1 if no category is shared. `None` if the lengths differ, if a weight
/// is not valid, or if one side sums to 0.
/// # Source
/// Lin (1991), equation (4.1) with equal weights and logarithms to base 2:
/// `1/2 sum p log2(p / m) + 1/2 sum q log2(q / m)`, `m = (p + q) / 2`.
/// # Checked against
/// `SciPy` 1.17 `distance.jensenshannon(base=2) ** 2`, 1e-9.
/// # Example
/// ```
/// use parallax::stats::divergence::jensen_shannon;
/// assert_eq!(jensen_shannon(&[2.0, 0.0], &[0.0, 7.0]), Some(1.0));
/// ```
#[must_use]
pub fn jensen_shannon(a: &[f64], b: &[f64]) -> Option<f64> {
    jensen_shannon_of(|| dense(a, b), a.len() == b.len())
}

/// [`jensen_shannon`] of sparse vectors.
///
/// # Shape
/// Each list in ascending order of id, no id twice; an id that is absent has weight 0.
/// # Returns
/// As [`jensen_shannon`]; `None` also if a list is not in order.
#[must_use]
pub fn jensen_shannon_sparse(a: &[(u32, f64)], b: &[(u32, f64)]) -> Option<f64> {
    jensen_shannon_of(|| Joined { a, b }, in_order(a) && in_order(b))
}

/// Cosine of the angle between two weight vectors; one less this is the cosine distance.
///
/// # Shape
/// Equally long; weights are finite and not negative.
/// # Returns
/// `[0, 1]`: 1 for the same proportions, 0 if no category is shared. `None` as for [`jensen_shannon`].
/// # Source
/// Salton & `McGill` (1983), page 121: `sum a b / sqrt(sum a^2 sum b^2)`.
/// # Checked against
/// `SciPy` 1.17 `distance.cosine`, 1e-9.
#[must_use]
pub fn cosine(a: &[f64], b: &[f64]) -> Option<f64> {
    cosine_of(|| dense(a, b), a.len() == b.len())
}

/// [`cosine`] of sparse vectors.
///
/// # Shape
/// As [`jensen_shannon_sparse`].
/// # Returns
/// As [`cosine`]; `None` also if a list is not in order.
#[must_use]
pub fn cosine_sparse(a: &[(u32, f64)], b: &[(u32, f64)]) -> Option<f64> {
    cosine_of(|| Joined { a, b }, in_order(a) && in_order(b))
}

/// Both loops below run over pairs of weights, from whichever shape they come.
fn jensen_shannon_of<I: Iterator<Item = (f64, f64)>>(pairs: impl Fn() -> I, fits: bool) -> Option<f64> {
    let (total_a, total_b) = pairs().fold((0.0, 0.0), |(x, y), (a, b)| (x + a, y + b));
    if !(fits && valid(pairs()) && total_a > 0.0 && total_b > 0.0) {
        return None;
    }
    let (share_a, share_b) = (1.0 / total_a, 1.0 / total_b);
    let (mut a_log_a, mut b_log_b, mut m_log_m) = (0.0, 0.0, 0.0);
    let (mut both_a, mut both_b) = (0.0, 0.0);
    // What one side alone has adds half its share: the logarithm of p / m is 1 there.
    for (a, b) in pairs().filter(|(a, b)| *a > 0.0 && *b > 0.0) {
        let (p, q) = (a * share_a, b * share_b);
        a_log_a += times_log(a);
        b_log_b += times_log(b);
        both_a += a;
        both_b += b;
        // Forming m as p + q keeps the two sides alike: swapping them changes no bit.
        let m = (p + q) / 2.0;
        m_log_m += m * m.log2();
    }
    let side =
        |x_log_x: f64, both: f64, total: f64| (x_log_x - both * total.log2() + (total - both)) / total / 2.0;
    // Equal distributions with other totals may end a rounding error away from zero.
    Some((side(a_log_a, both_a, total_a) + side(b_log_b, both_b, total_b) - m_log_m).clamp(0.0, 1.0))
}

/// `x log2 x`; of small whole numbers, which counts are, from a table.
fn times_log(x: f64) -> f64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "what is not small and whole is told below"
    )]
    let whole = x as usize;
    match TIMES_LOG.get(whole) {
        #[expect(clippy::cast_precision_loss, reason = "below the length of the table")]
        Some(&found) if whole as f64 == x => found,
        _ => x * x.log2(),
    }
}

static TIMES_LOG: LazyLock<Vec<f64>> = LazyLock::new(|| {
    (0..4_096_u32).map(f64::from).map(|x| if x > 0.0 { x * x.log2() } else { 0.0 }).collect()
});

fn cosine_of<I: Iterator<Item = (f64, f64)>>(pairs: impl Fn() -> I, fits: bool) -> Option<f64> {
    let (mut dot, mut square_a, mut square_b) = (0.0, 0.0, 0.0);
    for (a, b) in pairs() {
        dot += a * b;
        square_a += a * a;
        square_b += b * b;
    }
    let length = square_a.sqrt() * square_b.sqrt();
    (fits && valid(pairs()) && length > 0.0).then(|| (dot / length).min(1.0))
}

fn valid(mut pairs: impl Iterator<Item = (f64, f64)>) -> bool {
    let weight = |x: f64| x >= 0.0 && x.is_finite();
    pairs.all(|(a, b)| weight(a) && weight(b))
}

fn in_order(list: &[(u32, f64)]) -> bool {
    list.is_sorted_by(|x, y| x.0 < y.0)
}

fn dense(a: &[f64], b: &[f64]) -> impl Iterator<Item = (f64, f64)> {
    a.iter().copied().zip(b.iter().copied())
}

/// Walks two sorted lists as one, 0 where an id is absent.
struct Joined<'a> {
    a: &'a [(u32, f64)],
    b: &'a [(u32, f64)],
}

impl Iterator for Joined<'_> {
    type Item = (f64, f64);

    fn next(&mut self) -> Option<(f64, f64)> {
        let id = match (self.a.first(), self.b.first()) {
            (Some(a), Some(b)) => a.0.min(b.0),
            (Some(only), None) | (None, Some(only)) => only.0,
            (None, None) => return None,
        };
        Some((take(&mut self.a, id), take(&mut self.b, id)))
    }
}

fn take(list: &mut &[(u32, f64)], id: u32) -> f64 {
    match list.split_first() {
        Some((&(first, weight), rest)) if first == id => {
            *list = rest;
            weight
        }
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::random::Stream;

    fn near(a: Option<f64>, b: f64) {
        assert!((a.unwrap() - b).abs() < 1e-12, "{a:?} is not {b}");
    }

    #[test]
    fn equal_proportions_are_no_distance_apart_and_nothing_shared_is_the_whole() {
        near(jensen_shannon(&[1.0, 2.0, 0.0], &[3.0, 6.0, 0.0]), 0.0);
        near(cosine(&[1.0, 2.0, 0.0], &[3.0, 6.0, 0.0]), 1.0);
        near(jensen_shannon(&[1.0, 2.0, 0.0], &[0.0, 0.0, 5.0]), 1.0);
        near(cosine(&[1.0, 2.0, 0.0], &[0.0, 0.0, 5.0]), 0.0);
    }

    #[test]
    fn what_is_no_distribution_has_no_distance() {
        for (a, b) in [(&[][..], &[][..]), (&[1.0], &[1.0, 2.0]), (&[0.0], &[1.0]), (&[-1.0], &[1.0])] {
            assert_eq!(jensen_shannon(a, b), None);
            assert_eq!(cosine(a, b), None);
        }
        assert_eq!(jensen_shannon(&[f64::NAN], &[1.0]), None);
        let twisted = [(2, 1.0), (1, 1.0)];
        assert_eq!(jensen_shannon_sparse(&twisted, &twisted), None);
        assert_eq!(cosine_sparse(&[(1, 1.0), (1, 1.0)], &[(1, 1.0)]), None);
    }

    #[test]
    fn it_is_symmetric_bounded_and_the_same_for_sparse_lists() {
        let mut stream = Stream::new(1, &["divergence"]);
        let mut draw = |n: usize| -> Vec<f64> {
            (0..n).map(|_| f64::from(stream.below(5)) * f64::from(stream.below(3))).collect()
        };
        let sparse = |dense: &[f64]| -> Vec<(u32, f64)> {
            (0..).zip(dense.iter().copied()).filter(|&(_, weight)| weight > 0.0).collect()
        };
        for n in 1..80 {
            let (a, b) = (draw(n), draw(n));
            for (one, other, sparsely) in [
                (
                    jensen_shannon(&a, &b),
                    jensen_shannon(&b, &a),
                    jensen_shannon_sparse(&sparse(&a), &sparse(&b)),
                ),
                (cosine(&a, &b), cosine(&b, &a), cosine_sparse(&sparse(&a), &sparse(&b))),
            ] {
                assert_eq!(one, other);
                assert!(one.is_none_or(|x| (0.0..=1.0).contains(&x)));
                assert_eq!(one, sparsely);
            }
        }
    }
}
