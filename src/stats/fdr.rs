//! Many tests at once: the false discovery rate.

/// Adjusts p-values so that, of those kept below a bound, at most that share is expected to be false.
///
/// # Shape
/// One result per input, in its order. `None`, and what is no probability, is no test: it stays `None` and does not
/// count in the number of tests.
/// # Returns
/// Adjusted values in `[0, 1]`, none below its p-value, in the order of the p-values.
/// # Source
/// Benjamini & Hochberg (1995), page 293, (1); stated as adjusted p-values: `q_(i) = min over j >= i of m p_(j) / j`.
/// # Checked against
/// statsmodels 0.15 `multipletests(method="fdr_bh")`, 1e-9.
/// # Example
/// ```
/// use parallax::stats::fdr::benjamini_hochberg;
/// assert_eq!(benjamini_hochberg(&[Some(0.5), None, Some(0.125)]), [Some(0.5), None, Some(0.25)]);
/// ```
#[must_use]
pub fn benjamini_hochberg(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    benjamini_hochberg_among(p_values, 0)
}

/// The same, where `n_others` more tests were made whose p-values are 1 and need not be listed.
#[must_use]
pub fn benjamini_hochberg_among(p_values: &[Option<f64>], n_others: usize) -> Vec<Option<f64>> {
    let mut ranked: Vec<(f64, usize)> = p_values
        .iter()
        .enumerate()
        .filter_map(|(i, &p)| Some((p.filter(|p| (0.0..=1.0).contains(p))?, i)))
        .collect();
    ranked.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));

    let n_tests = (ranked.len() + n_others) as f64;
    let mut adjusted = vec![None; p_values.len()];
    let mut smallest = 1.0_f64;
    for (below, &(p, i)) in ranked.iter().enumerate().rev() {
        // The factor is formed first: for the largest p it is exactly 1, and no q falls below its p by rounding.
        smallest = smallest.min(p * (n_tests / (below + 1) as f64));
        adjusted[i] = Some(smallest);
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_tests_give_no_values() {
        assert!(benjamini_hochberg(&[]).is_empty());
        assert_eq!(benjamini_hochberg(&[None, None]), [None, None]);
        assert_eq!(benjamini_hochberg(&[Some(f64::NAN), Some(0.25), Some(-1.0)]), [None, Some(0.25), None]);
    }

    #[test]
    fn tests_with_a_p_of_one_count_without_being_listed() {
        let listed = benjamini_hochberg(&[Some(0.01), Some(0.3), Some(1.0), Some(1.0), Some(1.0)]);
        assert_eq!(benjamini_hochberg_among(&[Some(0.01), Some(0.3)], 3), listed[..2]);
        assert_eq!(benjamini_hochberg_among(&[Some(0.9)], 3), [Some(1.0)]);
    }

    #[test]
    fn ties_get_the_same_value() {
        assert_eq!(benjamini_hochberg(&[Some(0.25); 4]), [Some(0.25); 4]);
    }

    #[test]
    fn q_is_never_below_p_and_follows_its_order() {
        let mut stream = crate::stats::random::Stream::new(1, &["fdr"]);
        for n in 1..60 {
            let p: Vec<Option<f64>> = (0..n)
                .map(|i| (i % 7 != 3).then(|| f64::from(stream.below(1_000_000)) / 1_000_000.0))
                .collect();
            let q = benjamini_hochberg(&p);
            let mut pairs: Vec<(f64, f64)> = p.iter().zip(&q).filter_map(|(&p, &q)| p.zip(q)).collect();
            assert_eq!(pairs.len(), p.iter().flatten().count());
            pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
            assert!(pairs.iter().all(|&(p, q)| p <= q && q <= 1.0));
            assert!(pairs.windows(2).all(|w| w[0].1 <= w[1].1));
        }
    }
}
