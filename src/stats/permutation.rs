//! Permutation of labels within strata: could labels that mean nothing give such a difference?

use super::random::Stream;
use super::relabelings::Relabelings;
use super::strata::{Strata, TIE};

/// Why there is no p-value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// No stratum has units on both sides.
    NoStrata,
    /// Within each stratum all units have the same ratio, so every relabeling gives the same statistic.
    AllEqual,
}

/// What a permutation test found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// `sum(w d) / sum(w)`; `None` without strata.
    pub difference: Option<f64>,
    /// Two-sided p-value in `(0, 1]`.
    pub p_value: Option<f64>,
    /// The smallest p-value that any labelling of these units could have: if it is above a level, the test cannot reach
    /// that level, whatever the labels. Exact if the test is; else the share of draws that reach the largest one.
    pub smallest_possible_p: Option<f64>,
    /// The number of relabelings there are; see [`Strata::relabelings`].
    pub relabelings: f64,
    /// Whether all relabelings were looked at, rather than a random draw of them.
    pub exact: bool,
    /// Why `p_value` and `smallest_possible_p` are `None`.
    pub reason: Option<Reason>,
}

/// The test, with the memory that it reuses from one call to the next; results do not depend on earlier calls.
///
/// # Example
/// ```
/// use parallax::stats::permutation::Permutation;
/// use parallax::stats::random::Stream;
/// use parallax::stats::strata::{Strata, Unit};
/// let unit = |sum| Unit { sum, n: 1.0 };
/// let mut strata = Strata::default();
/// strata.push([unit(3.0)], [unit(0.0), unit(1.0)]);
/// let outcome = Permutation::new(10_000, 2_000).test(&strata, &mut Stream::new(1, &["example"]));
/// assert_eq!((outcome.difference, outcome.p_value), (Some(2.5), Some(1.0 / 3.0)));
/// ```
#[derive(Debug, Clone)]
pub struct Permutation {
    exact_up_to: usize,
    resamples: usize,
    enough: usize,
    relabelings: Relabelings,
}

impl Permutation {
    /// A test that looks at all relabelings if there are at most `exact_up_to`, else at `resamples` random ones.
    ///
    /// Memory grows with the larger of the two: 8 bytes each.
    #[must_use]
    pub fn new(exact_up_to: usize, resamples: usize) -> Self {
        Self { exact_up_to, resamples, enough: usize::MAX, relabelings: Relabelings::default() }
    }

    /// The same test, but random relabelings end, after a batch of 128, once `enough` of them are as far from 0 as the
    /// observed one: a p-value that is plainly large need not be known to three digits.
    ///
    /// # Source
    /// Besag & Clifford (1991), Sequential Monte Carlo p-values, closed version, in batches.
    #[must_use]
    pub fn until(self, enough: usize) -> Self {
        Self { enough, ..self }
    }

    /// Tests the target units against the reference units: labels are permuted within strata, their numbers kept.
    ///
    /// # Returns
    /// The share of relabelings whose statistic is at least as far from 0 as the observed one: of all of them if exact,
    /// the observed one among them; else `(1 + k) / (1 + n)` of `n` that were drawn. Ties count; statistics are tied within 1e-11 of
    /// the weighted mean of the strata's largest ratios.
    /// # Source
    /// Good (2005), Permutation, Parametric and Bootstrap Tests of Hypotheses, chapters 3 and 6; Monte Carlo p-value:
    /// Davison & Hinkley (1997), (4.11).
    /// # Checked against
    /// `SciPy` 1.17 `permutation_test` (exact) and enumeration in Python with and without strata, 1e-9.
    pub fn test(&mut self, strata: &Strata, stream: &mut Stream) -> Outcome {
        let relabelings = strata.relabelings();
        let exact = relabelings <= self.exact_up_to as f64;
        let difference = strata.difference();
        let none = |reason| Outcome {
            difference,
            p_value: None,
            smallest_possible_p: None,
            relabelings,
            exact,
            reason: Some(reason),
        };
        if strata.is_empty() {
            return none(Reason::NoStrata);
        }
        if strata.all_equal() {
            return none(Reason::AllEqual);
        }
        let observed = self.relabelings.observed(strata).abs();
        let tie = TIE * strata.scale();
        if exact {
            self.relabelings.enumerate_all(strata);
        } else {
            self.relabelings.prepare(strata);
            self.relabelings.draw((observed - tie, self.enough), self.resamples, stream);
        }
        let largest = self.relabelings.null.iter().fold(observed, |largest, x| largest.max(x.abs()));
        let extra = usize::from(!exact);
        let share = |bound: f64| {
            let reached = self.relabelings.null.iter().filter(|x| x.abs() >= bound - tie).count();
            (reached + extra) as f64 / (self.relabelings.null.len() + extra) as f64
        };
        let (p_value, smallest_possible_p) = (Some(share(observed)), Some(share(largest)));
        Outcome { difference, p_value, smallest_possible_p, relabelings, exact, reason: None }
    }
}

#[cfg(test)]
mod tests {
    use super::super::strata::Unit;
    use super::*;

    type Sides = (Vec<Unit>, Vec<Unit>);

    fn unit(sum: f64, n: f64) -> Unit {
        Unit { sum, n }
    }

    /// Strata of the given (target, reference) numbers, with scores of two digits so that ties happen.
    fn random(sides: &[(usize, usize)], stream: &mut Stream) -> Vec<Sides> {
        let mut units = |count: usize| -> Vec<Unit> {
            let mut score = |n: u32| f64::from(stream.below(n)) / 10.0;
            (0..count).map(|_| unit(score(30) - 1.5, 10.0 * score(3) + 1.0)).collect()
        };
        sides.iter().map(|&(n_t, n_r)| (units(n_t), units(n_r))).collect()
    }

    fn outcome(sides: &[Sides], exact_up_to: usize, resamples: usize) -> Outcome {
        let mut strata = Strata::default();
        for (target, reference) in sides {
            strata.push(target.iter().copied(), reference.iter().copied());
        }
        Permutation::new(exact_up_to, resamples).test(&strata, &mut Stream::new(1, &["test"]))
    }

    /// The p-value by going through all assignments of labels, without any of the code above.
    fn brute_force(sides: &[Sides]) -> f64 {
        let mut all = vec![0.0];
        let mut observed = 0.0;
        for (target, reference) in sides {
            let units: Vec<Unit> = target.iter().chain(reference).copied().collect();
            let (n_t, n_r) = (target.len() as f64, reference.len() as f64);
            let statistic = |labels: usize| {
                let pooled = |side: bool| {
                    let of: Vec<&Unit> = (0..)
                        .zip(&units)
                        .filter(|(i, _)| (labels >> i & 1 == 1) == side)
                        .map(|(_, u)| u)
                        .collect();
                    of.iter().map(|u| u.sum).sum::<f64>() / of.iter().map(|u| u.n).sum::<f64>()
                };
                n_t * n_r / (n_t + n_r) * (pooled(true) - pooled(false))
            };
            observed += statistic((1 << target.len()) - 1);
            let labels = (0..1_usize << units.len()).filter(|l| l.count_ones() as usize == target.len());
            let own: Vec<f64> = labels.map(statistic).collect();
            all = all.iter().flat_map(|sum| own.iter().map(move |x| sum + x)).collect();
        }
        let reached = all.iter().filter(|x: &&f64| x.abs() >= f64::abs(observed) - 1e-12).count();
        reached as f64 / all.len() as f64
    }

    #[test]
    fn the_exact_p_is_that_of_brute_force_and_of_swapped_sides() {
        let mut stream = Stream::new(1, &["exact"]);
        for shape in
            [&[(1, 2)][..], &[(3, 3)], &[(5, 2)], &[(2, 2), (1, 3)], &[(1, 1), (3, 1), (2, 3), (1, 4)]]
        {
            for _ in 0..20 {
                let sides = random(shape, &mut stream);
                let found = outcome(&sides, 10_000, 0);
                let p = found.p_value.unwrap();
                assert!(found.exact && (p - brute_force(&sides)).abs() < 1e-12);
                assert!(p >= found.smallest_possible_p.unwrap() && p <= 1.0);
                let swapped: Vec<Sides> = sides.into_iter().map(|(t, r)| (r, t)).collect();
                let swapped = outcome(&swapped, 10_000, 0);
                assert!((found.difference.unwrap() + swapped.difference.unwrap()).abs() < 1e-12);
                assert_eq!((found.p_value, found.relabelings), (swapped.p_value, swapped.relabelings));
            }
        }
    }

    #[test]
    fn random_relabelings_come_close_to_all_of_them() {
        let mut stream = Stream::new(1, &["close"]);
        // Lists drawn from, alone and merged; units drawn one by one: C(15, 5) = 3003 is too long for a list.
        for shape in [&[(2, 6)][..], &[(1, 4), (2, 3), (3, 2), (1, 5)], &[(5, 10)], &[(10, 5), (1, 2)]] {
            for _ in 0..5 {
                let sides = random(shape, &mut stream);
                let (all, some) = (outcome(&sides, 10_000, 0), outcome(&sides, 1, 20_000));
                assert!(all.exact && !some.exact);
                let (p, drawn) = (all.p_value.unwrap(), some.p_value.unwrap());
                assert!((p - drawn).abs() < 5.0 * (p * (1.0 - p) / 20_000.0).sqrt() + 1e-4, "{p} {drawn}");
                assert_eq!(some, outcome(&sides, 1, 20_000));
                assert!(drawn > 0.0 && drawn <= 1.0);
            }
        }
    }

    #[test]
    fn a_p_that_is_plainly_large_ends_early_and_a_small_one_does_not() {
        let sides = random(&[(2, 6), (5, 10), (3, 4)], &mut Stream::new(1, &["early"]));
        let mut strata = Strata::default();
        sides.iter().for_each(|(t, r)| _ = strata.push(t.iter().copied(), r.iter().copied()));
        let all = Permutation::new(0, 20_000).test(&strata, &mut Stream::new(1, &["all"])).p_value.unwrap();
        let mut early = Permutation::new(0, 20_000).until(50);
        let p = early.test(&strata, &mut Stream::new(1, &["early"])).p_value.unwrap();
        assert!(early.relabelings.null.len() < 20_000 && (p / all - 1.0).abs() < 0.6, "{p} {all}");
        let far = vec![(vec![unit(9.0, 1.0); 5], vec![unit(0.0, 1.0); 10]); 2];
        strata.clear();
        far.iter().for_each(|(t, r)| _ = strata.push(t.iter().copied(), r.iter().copied()));
        assert!(early.test(&strata, &mut Stream::new(1, &["far"])).p_value.unwrap() < 1e-3);
        assert_eq!(early.relabelings.null.len(), 20_000);
    }

    #[test]
    fn the_smallest_possible_p_counts_ties_and_mirrors() {
        let of = |n_t: usize, values: &[f64]| {
            let units: Vec<Unit> = values.iter().map(|&x| unit(x, 1.0)).collect();
            let (target, reference) = units.split_at(n_t);
            outcome(&[(target.to_vec(), reference.to_vec())], 10_000, 0).smallest_possible_p.unwrap()
        };
        let near = |p: f64, expected: f64| assert!((p - expected).abs() < 1e-15, "{p}");
        near(of(1, &[3.0, 1.0, 2.5]), 1.0 / 3.0);
        near(of(2, &[1.0, 2.0, 4.0, 9.0]), 2.0 / 6.0);
        near(of(1, &[0.0, 0.0, 0.0, 1.0, 0.0]), 1.0 / 5.0);
        near(of(2, &[0.0, 0.0, 0.0, 1.0]), 1.0);
        near(of(3, &[1.0, 2.0, 4.0, 9.0, 9.5, 12.0, 13.0]), 1.0 / 35.0);
    }

    #[test]
    fn nothing_to_permute_has_no_p_but_a_reason() {
        let none = outcome(&[], 10_000, 100);
        assert_eq!((none.difference, none.p_value, none.reason), (None, None, Some(Reason::NoStrata)));
        let single = outcome(&[(vec![unit(1.0, 1.0)], vec![])], 10_000, 100);
        assert_eq!(single.reason, Some(Reason::NoStrata));
        for exact_up_to in [0, 10_000] {
            let equal = outcome(&[(vec![unit(2.0, 1.0)], vec![unit(4.0, 2.0); 3])], exact_up_to, 100);
            assert_eq!((equal.difference, equal.p_value), (Some(0.0), None));
            assert_eq!((equal.reason, equal.smallest_possible_p), (Some(Reason::AllEqual), None));
        }
    }
}
