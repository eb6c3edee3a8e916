//! Permutation of labels within strata: could labels that mean nothing give such a difference?

use super::random::Stream;
use super::strata::{Strata, Stratum, TIE, Unit, ratio};

/// The longest list of sums that is drawn from: strata of few relabelings share such a list, others have their units
/// drawn. Measured from 64 to 16,384 on 200 strata of 3 to 6 units: the time is least, and flat, from 512 to 2,048.
const LIST: usize = 1024;

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
    /// Weighted differences of all relabelings of the strata at hand.
    list: Vec<f64>,
    /// The same of one stratum.
    own: Vec<f64>,
    merged: Vec<f64>,
    pool: Vec<Unit>,
    chosen: Vec<usize>,
    draws: Vec<u16>,
    /// The statistic, times the sum of weights, of each relabeling looked at.
    null: Vec<f64>,
}

impl Permutation {
    /// A test that looks at all relabelings if there are at most `exact_up_to`, else at `resamples` random ones.
    ///
    /// Memory grows with the larger of the two: 8 bytes each.
    #[must_use]
    pub fn new(exact_up_to: usize, resamples: usize) -> Self {
        let (list, own, merged, pool) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (chosen, draws, null) = (Vec::new(), Vec::new(), Vec::new());
        Self { exact_up_to, resamples, list, own, merged, pool, chosen, draws, null }
    }

    /// Tests the target units against the reference units: labels are permuted within strata, their numbers kept.
    ///
    /// # Returns
    /// The share of relabelings whose statistic is at least as far from 0 as the observed one: of all of them if exact,
    /// the observed one among them; else `(1 + k) / (1 + resamples)`. Ties count; statistics are tied within 1e-11 of
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
        if exact {
            self.enumerate_all(strata);
        } else {
            self.draw(strata, stream);
        }
        let observed = self.observed(strata).abs();
        let tie = TIE * strata.scale();
        let largest = self.null.iter().fold(observed, |largest, x| largest.max(x.abs()));
        let extra = usize::from(!exact);
        let share = |bound: f64| {
            let reached = self.null.iter().filter(|x| x.abs() >= bound - tie).count();
            (reached + extra) as f64 / (self.null.len() + extra) as f64
        };
        let (p_value, smallest_possible_p) = (Some(share(observed)), Some(share(largest)));
        Outcome { difference, p_value, smallest_possible_p, relabelings, exact, reason: None }
    }

    /// All relabelings of all strata, into `null`.
    fn enumerate_all(&mut self, strata: &Strata) {
        self.list.clear();
        self.list.push(0.0);
        for &stratum in &strata.strata {
            let scale = self.centre(strata, stratum);
            self.enumerate(stratum, scale);
            self.merge();
        }
        std::mem::swap(&mut self.list, &mut self.null);
    }

    /// Random relabelings, into `null`: stratum by stratum, so that what is drawn from stays in the nearest memory.
    fn draw(&mut self, strata: &Strata, stream: &mut Stream) {
        self.null.clear();
        self.null.resize(self.resamples, 0.0);
        self.draws.resize(self.resamples, 0);
        self.list.clear();
        self.list.push(0.0);
        for &stratum in &strata.strata {
            let scale = self.centre(strata, stratum);
            if stratum.relabelings() > LIST as f64 {
                self.draw_units(stratum, scale, stream);
                continue;
            }
            self.enumerate(stratum, scale);
            if self.list.len() * self.own.len() > LIST {
                self.draw_list(stream);
            }
            // One uniform draw from the sums of two lists is an independent uniform draw from each.
            self.merge();
        }
        self.draw_list(stream);
    }

    /// Puts the stratum's units, less its pooled ratio, into `pool`, the side to draw first.
    ///
    /// # Returns
    /// The factor and the total size with which a drawn (sum, n) gives weight times difference; see [`Scale::of`].
    fn centre(&mut self, strata: &Strata, stratum: Stratum) -> Scale {
        let units = strata.units(stratum);
        let pooled = ratio(units);
        let (target, reference) = units.split_at(stratum.n_target);
        let target_is_drawn = target.len() <= reference.len();
        let (drawn, rest) = if target_is_drawn { (target, reference) } else { (reference, target) };
        self.pool.clear();
        self.pool
            .extend(drawn.iter().chain(rest).map(|unit| Unit { sum: unit.sum - pooled * unit.n, n: unit.n }));
        let total = self.pool.iter().map(|unit| unit.n).sum();
        let sign = if target_is_drawn { 1.0 } else { -1.0 };
        Scale { factor: sign * stratum.weight() * total, total }
    }

    /// Weight times difference of every relabeling of the units in `pool`, into `own`.
    fn enumerate(&mut self, stratum: Stratum, scale: Scale) {
        self.own.clear();
        if stratum.n_drawn() == 1 {
            self.own.extend(self.pool.iter().map(|&unit| scale.of(unit)));
            return;
        }
        self.chosen.clear();
        self.chosen.extend(0..stratum.n_drawn());
        loop {
            self.own.push(scale.of(sum_of(self.chosen.iter().map(|&i| self.pool[i]))));
            // The next choice in lexicographic order: the last place that can move moves, those after it follow.
            let end = self.pool.len() - self.chosen.len();
            let Some(place) = (0..self.chosen.len()).rev().find(|&i| self.chosen[i] < end + i) else {
                return;
            };
            let from = self.chosen[place] + 1;
            for (i, slot) in self.chosen[place..].iter_mut().enumerate() {
                *slot = from + i;
            }
        }
    }

    /// Every sum of one entry of `list` and one of `own`, into `list`.
    fn merge(&mut self) {
        self.merged.clear();
        for own in &self.own {
            self.merged.extend(self.list.iter().map(|sum| sum + own));
        }
        std::mem::swap(&mut self.list, &mut self.merged);
    }

    /// Adds a uniformly drawn entry of `list` to each of `null`, and empties `list`.
    fn draw_list(&mut self, stream: &mut Stream) {
        // Lists are at most LIST long.
        stream.fill_below(u16::try_from(self.list.len()).unwrap_or(u16::MAX), &mut self.draws);
        for (sum, &draw) in self.null.iter_mut().zip(&self.draws) {
            *sum += self.list[usize::from(draw)];
        }
        self.list.clear();
        self.list.push(0.0);
    }

    /// Adds the weighted difference of a uniformly drawn relabeling of `pool` to each of `null`.
    ///
    /// # Source
    /// The first steps of a Fisher-Yates shuffle: they may start from any order, so `pool` is not put back.
    fn draw_units(&mut self, stratum: Stratum, scale: Scale, stream: &mut Stream) {
        let (pool, k) = (&mut self.pool, stratum.n_drawn());
        for sum in &mut self.null {
            for i in 0..k {
                let j = i + stream.index(pool.len() - i);
                pool.swap(i, j);
            }
            *sum += scale.of(sum_of(pool[..k].iter().copied()));
        }
    }

    /// The observed statistic, computed as those of the relabelings are.
    fn observed(&mut self, strata: &Strata) -> f64 {
        let mut sum = 0.0;
        for &stratum in &strata.strata {
            let scale = self.centre(strata, stratum);
            sum += scale.of(sum_of(self.pool[..stratum.n_drawn()].iter().copied()));
        }
        sum
    }
}

/// Turns a drawn side into weight times difference.
#[derive(Debug, Clone, Copy)]
struct Scale {
    factor: f64,
    total: f64,
}

impl Scale {
    /// With centred sums the other side's sum is the opposite: `s / n + s / (total - n) = s total / (n (total - n))`.
    #[inline]
    fn of(self, drawn: Unit) -> f64 {
        self.factor * drawn.sum / (drawn.n * (self.total - drawn.n))
    }
}

#[inline]
fn sum_of(units: impl Iterator<Item = Unit>) -> Unit {
    units.fold(Unit { sum: 0.0, n: 0.0 }, |a, b| Unit { sum: a.sum + b.sum, n: a.n + b.n })
}

#[cfg(test)]
mod tests {
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
