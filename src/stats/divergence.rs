//! How far apart two distributions are.

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
    let pairs = || a.iter().copied().zip(b.iter().copied());
    if a.len() != b.len() || !valid(pairs()) {
        return None;
    }
    let mut parts = Parts { total_a: a.iter().sum(), total_b: b.iter().sum(), ..Parts::default() };
    parts.begin();
    pairs().filter(|(a, b)| *a > 0.0 && *b > 0.0).for_each(|(a, b)| parts.add(a, b));
    parts.divergence()
}

/// [`jensen_shannon`] of many pairs of vectors at once, in single precision, which holds whole counts below 2^24 exactly.
///
/// # Shape
/// Both slices hold `n_pairs` weights of the first category, then as many of the second, and so on; weights are finite
/// and not negative.
/// # Returns
/// One entry a pair; `None` where one side sums to 0.
#[must_use]
pub fn jensen_shannon_of_counts(a: &[f32], b: &[f32], n_pairs: usize) -> Vec<Option<f64>> {
    let mut parts = vec![Parts::default(); n_pairs];
    let categories = || a.chunks_exact(n_pairs).zip(b.chunks_exact(n_pairs));
    for (a, b) in categories() {
        for (part, (&a, &b)) in parts.iter_mut().zip(a.iter().zip(b)) {
            part.total_a += f64::from(a);
            part.total_b += f64::from(b);
        }
    }
    parts.iter_mut().for_each(Parts::begin);
    for (a, b) in categories() {
        for (part, (&a, &b)) in parts.iter_mut().zip(a.iter().zip(b)) {
            if a > 0.0 && b > 0.0 {
                part.add(f64::from(a), f64::from(b));
            }
        }
    }
    parts.iter().map(Parts::divergence).collect()
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
    let (mut dot, mut square_a, mut square_b) = (0.0, 0.0, 0.0);
    for (a, b) in a.iter().zip(b) {
        dot += a * b;
        square_a += a * a;
        square_b += b * b;
    }
    let length = square_a.sqrt() * square_b.sqrt();
    let fits = a.len() == b.len() && valid(a.iter().copied().zip(b.iter().copied()));
    (fits && length > 0.0).then(|| (dot / length).min(1.0))
}

/// What the divergence of two weight vectors is put together from.
///
/// What one side alone has adds half its share, as the logarithm of `p / m` is 1 there: logarithms are only taken of what
/// both have.
#[derive(Clone, Copy, Default)]
struct Parts {
    total_a: f64,
    total_b: f64,
    share_a: f64,
    share_b: f64,
    both_a: f64,
    both_b: f64,
    a_log_a: f64,
    b_log_b: f64,
    m_log_m: f64,
}

impl Parts {
    /// Once the totals are known.
    fn begin(&mut self) {
        (self.share_a, self.share_b) = (1.0 / self.total_a, 1.0 / self.total_b);
    }

    /// Adds a category that both have.
    fn add(&mut self, a: f64, b: f64) {
        let (p, q) = (a * self.share_a, b * self.share_b);
        self.a_log_a += times_log(a);
        self.b_log_b += times_log(b);
        self.both_a += a;
        self.both_b += b;
        // Forming m as p + q keeps the two sides alike: swapping them changes no bit.
        let m = (p + q) / 2.0;
        self.m_log_m += m * m.log2();
    }

    fn divergence(&self) -> Option<f64> {
        if !(self.total_a > 0.0 && self.total_b > 0.0) {
            return None;
        }
        let side = |x_log_x: f64, both: f64, total: f64| {
            (x_log_x - both * total.log2() + (total - both)) / total / 2.0
        };
        let sides =
            side(self.a_log_a, self.both_a, self.total_a) + side(self.b_log_b, self.both_b, self.total_b);
        // Equal distributions with other totals may end a rounding error away from zero.
        Some((sides - self.m_log_m).clamp(0.0, 1.0))
    }
}

/// `x log2 x`; of small whole numbers, which counts are, from a table.
fn times_log(x: f64) -> f64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "what is not small and whole is told below"
    )]
    let whole = x as usize;
    let is_whole = x.fract() == 0.0;
    TIMES_LOG.get(whole).copied().filter(|_| is_whole).unwrap_or_else(|| x * x.log2())
}

static TIMES_LOG: LazyLock<Vec<f64>> = LazyLock::new(|| {
    (0..4_096_u32).map(f64::from).map(|x| if x > 0.0 { x * x.log2() } else { 0.0 }).collect()
});

fn valid(mut pairs: impl Iterator<Item = (f64, f64)>) -> bool {
    let weight = |x: f64| x >= 0.0 && x.is_finite();
    pairs.all(|(a, b)| weight(a) && weight(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::random::Stream;

    #[expect(clippy::cast_possible_truncation, reason = "small whole numbers")]
    fn narrow(x: f64) -> f32 {
        x as f32
    }

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
    }

    #[test]
    fn it_is_symmetric_bounded_and_the_same_for_many_pairs_at_once() {
        let mut stream = Stream::new(1, &["divergence"]);
        let mut draw = |n: usize| -> Vec<f64> {
            (0..n).map(|_| f64::from(stream.below(5)) * f64::from(stream.below(3))).collect()
        };
        for n in 1..80 {
            let sides = [draw(n), draw(n), vec![0.0; n]];
            let pairs = [(0, 1), (1, 0), (0, 0), (0, 2)];
            let alone = pairs.map(|(a, b): (usize, usize)| jensen_shannon(&sides[a], &sides[b]));
            assert_eq!(alone[0], alone[1]);
            assert_eq!(cosine(&sides[0], &sides[1]), cosine(&sides[1], &sides[0]));
            assert!(alone.iter().flatten().all(|x| (0.0..=1.0).contains(x)) && alone[3].is_none());
            let together = |side: &dyn Fn((usize, usize)) -> usize| -> Vec<f32> {
                let cells = (0..n).flat_map(|at| pairs.map(|pair| sides[side(pair)][at]));
                cells.map(narrow).collect()
            };
            let (a, b) = (together(&|pair| pair.0), together(&|pair| pair.1));
            assert_eq!(jensen_shannon_of_counts(&a, &b, pairs.len()), alone);
        }
    }
}
