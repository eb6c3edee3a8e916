//! A difference of two ratios, split into what differs within strata and what comes of the choice of strata; all parts
//! from the same resamples of strata.

use super::bootstrap::Interval;
use super::draws::{Draws, Table};
use super::few_units::{Widening, widening};
use super::ratio::effective_number;

/// Resamples that are added up at a time: the sums of some thirty columns then stay in near memory.
const AT_ONCE: usize = 128;

/// The resamples of a number of strata, drawn once and used for many decompositions.
#[derive(Debug, Clone)]
pub struct Resamples {
    tables: Vec<Table>,
    n_resamples: usize,
}

/// What some strata hold: for each a row of columns.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// The strata, by position among all that are drawn.
    pub strata: Vec<u32>,
    /// The columns of the first stratum, then of the second, and so on.
    pub values: Vec<f64>,
    /// How many columns there are.
    pub n_columns: usize,
}

impl Rows {
    /// No strata yet.
    #[must_use]
    pub fn new(n_columns: usize) -> Self {
        Self { strata: Vec::new(), values: Vec::new(), n_columns }
    }

    /// Adds a stratum.
    ///
    /// # Shape
    /// As many values as columns.
    pub fn push(&mut self, stratum: u32, values: impl IntoIterator<Item = f64>) {
        self.strata.push(stratum);
        self.values.extend(values);
        self.values.resize(self.strata.len() * self.n_columns, 0.0);
    }

    /// One column, stratum by stratum.
    pub fn column(&self, column: usize) -> impl Iterator<Item = f64> {
        self.values.iter().skip(column).step_by(self.n_columns.max(1)).copied()
    }

    /// The sum of a column.
    #[must_use]
    pub fn sum(&self, column: usize) -> f64 {
        self.column(column).sum()
    }
}

impl Resamples {
    /// Draws all strata with replacement, as many as there are.
    #[must_use]
    pub fn new(draws: &Draws, n_strata: usize) -> Self {
        let mut tables = Vec::new();
        draws.tables(n_strata, |table| tables.push(table.clone()));
        Self { n_resamples: draws.resamples(), tables }
    }

    /// The sums of each column in each resample, column by column.
    ///
    /// # Shape
    /// Each stratum is below the number of strata that are drawn.
    #[must_use]
    pub fn sums(&self, rows: &Rows) -> Vec<f64> {
        let mut sums = vec![0.0; rows.n_columns * self.n_resamples];
        let mut first = 0;
        for table in &self.tables {
            for from in (0..table.n_resamples()).step_by(AT_ONCE) {
                let to = (from + AT_ONCE).min(table.n_resamples());
                let mut times = [0.0; AT_ONCE];
                for (&stratum, values) in rows.strata.iter().zip(rows.values.chunks_exact(rows.n_columns)) {
                    let drawn = &table.of_unit(stratum as usize)[from..to];
                    times.iter_mut().zip(drawn).for_each(|(times, &drawn)| *times = f64::from(drawn));
                    for (column, &value) in values.iter().enumerate().filter(|it| *it.1 != 0.0) {
                        let sums = &mut sums[column * self.n_resamples + first + from..][..to - from];
                        sums.iter_mut().zip(&times).for_each(|(sum, times)| *sum += times * value);
                    }
                }
            }
            first += table.n_resamples();
        }
        sums
    }
}

/// A difference and its two parts, each with an interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decomposition {
    /// The ratio of the target over all its strata less that of the reference over all of its.
    pub total: (f64, Option<Interval>),
    /// The weighted mean of the differences within strata that both sides have; `None` where there is none.
    pub within: Option<(f64, Option<Interval>)>,
    /// The rest: what the two sides would differ by if they did not differ within strata.
    pub between: Option<(f64, Option<Interval>)>,
}

/// The columns of `target`: its size, the weight of the stratum (0 where it is the target's alone), then for each
/// feature its sum and weight times difference.
pub const SIZE: usize = 0;
/// See [`SIZE`].
pub const WEIGHT: usize = 1;

/// Splits a difference of ratios for several features at once.
///
/// With `y = sum / size` over all strata of a side, `total = y_t - y_r`. Within strata that both have,
/// `within = sum(w d) / sum(w)`, with `d` the difference of the ratios in the stratum; that is the coefficient of the side
/// in a regression on side and stratum where units have size 1 and `w = n_t n_r / (n_t + n_r)`.
/// `between = total - within` then is the difference of the sides' mean stratum effects: strata of one side alone, and
/// unlike sizes of those that both have. The three add up exactly.
///
/// # Shape
/// `target` has the columns of [`SIZE`]; `all` has the size of both sides together, then the sum of each feature.
/// Strata are positions among those of `resamples`.
/// # Returns
/// One entry a feature, `None` where a side has no size at all. An interval is the percentile one over the resamples of
/// strata, for all parts the same, stretched for few strata as those of `Bootstrap`; `None` where all resamples agree.
/// # Source
/// Kitagawa (1955); Oaxaca (1973); Blinder (1973); with coefficients from both sides together: Fortin, Lemieux & Firpo
/// (2011), section 2.4; the rest as difference of effects: Gelbach (2016), equation 9.
/// # Checked against
/// statsmodels `OLS` on side and stratum, 1e-6 (`fixtures/oracle/decomposition.csv`).
#[must_use]
pub fn decompose(
    target: &Rows,
    all: &Rows,
    (resamples, sums_of_all): (&Resamples, &[f64]),
    level: f64,
) -> Vec<Option<Decomposition>> {
    let n_features = target.n_columns.saturating_sub(2) / 2;
    let sides = [target, all].map(|rows| (0..rows.n_columns).map(|it| rows.sum(it)).collect::<Vec<f64>>());
    let sums = resamples.sums(target);
    let n = resamples.n_resamples;
    let widenings = [SIZE, WEIGHT].map(|column| {
        let found = widening(target.column(column), level)?;
        // One stratum that outweighs all others leaves too few to tell.
        (effective_number(target.column(column)) > 1.0).then_some(found)
    });
    let at = |resample: usize| {
        let of = |sums: &'_ [f64], n_columns: usize| {
            (0..n_columns).map(|column| sums[column * n + resample]).collect::<Vec<f64>>()
        };
        [of(&sums, target.n_columns), of(sums_of_all, all.n_columns)]
    };
    let resampled: Vec<[Vec<f64>; 2]> = (0..n).map(at).collect();
    let mut values = Vec::with_capacity(n);
    let mut interval = |estimate: f64, widening: Option<Widening>, of: &dyn Fn(&[Vec<f64>; 2]) -> f64| {
        let widening = widening?;
        values.clear();
        values.extend(resampled.iter().map(of).map(|it| estimate + widening.ends * (it - estimate)));
        stretched(&mut values, widening, level)
    };
    let of_feature = |feature: usize| {
        let total_of = move |sides: &[Vec<f64>; 2]| total(sides, feature);
        let within_of = move |sides: &[Vec<f64>; 2]| within(sides, feature);
        let between_of = move |sides: &[Vec<f64>; 2]| total(sides, feature) - within(sides, feature);
        let (whole, inside) = (total_of(&sides), within_of(&sides));
        let total = (whole, interval(whole, widenings[0], &total_of));
        if !whole.is_finite() {
            return None;
        }
        let parts = inside.is_finite().then(|| {
            let rest = whole - inside;
            (
                (inside, interval(inside, widenings[1], &within_of)),
                (rest, interval(rest, widenings[1], &between_of)),
            )
        });
        Some(Decomposition { total, within: parts.map(|it| it.0), between: parts.map(|it| it.1) })
    };
    (0..n_features).map(of_feature).collect()
}

/// The total difference of a feature; not finite where a side has no size.
fn total([target, all]: &[Vec<f64>; 2], feature: usize) -> f64 {
    let (sum, size) = (target[2 + 2 * feature], target[SIZE]);
    let (rest, rest_size) = (all[1 + feature] - sum, all[0] - size);
    if size > 0.0 && rest_size > 0.0 { sum / size - rest / rest_size } else { f64::NAN }
}

/// The weighted mean of a feature's differences within strata.
fn within([target, _]: &[Vec<f64>; 2], feature: usize) -> f64 {
    if target[WEIGHT] > 0.0 { target[3 + 2 * feature] / target[WEIGHT] } else { f64::NAN }
}

/// The interval of stretched statistics; `None` where all of them are the same.
fn stretched(values: &mut Vec<f64>, widening: Widening, level: f64) -> Option<Interval> {
    let found = Interval::of(values, level)?;
    let std_error = found.std_error * widening.error / widening.ends;
    let dust = 1e-12 * (1.0 + found.low.abs().max(found.high.abs()));
    (std_error > dust).then_some(Interval { std_error, ..found })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Strata as (own sum, own size, others' sum, others' size), decomposed with weights `n1 n2 / (n1 + n2)` of the sizes.
    fn of(strata: &[(f64, f64, f64, f64)]) -> Option<Decomposition> {
        let (mut target, mut all) = (Rows::new(4), Rows::new(2));
        for (stratum, &(sum, size, rest, rest_size)) in (0..).zip(strata) {
            let both = size > 0.0 && rest_size > 0.0;
            let weight = if both { size * rest_size / (size + rest_size) } else { 0.0 };
            let difference = if both { sum / size - rest / rest_size } else { 0.0 };
            if size > 0.0 {
                target.push(stratum, [size, weight, sum, weight * difference]);
            }
            all.push(stratum, [size + rest_size, sum + rest]);
        }
        let resamples = Resamples::new(&Draws::new(1, 400), strata.len());
        let sums = resamples.sums(&all);
        decompose(&target, &all, (&resamples, &sums), 0.95)[0]
    }

    #[test]
    fn sides_that_differ_in_the_choice_of_strata_alone_differ_between_them() {
        // In each stratum both say the same; one side gives the second more room.
        let found = of(&[(2.0, 2.0, 6.0, 6.0), (18.0, 6.0, 6.0, 2.0), (4.0, 2.0, 4.0, 2.0)]).unwrap();
        assert!(found.within.unwrap().0.abs() < 1e-12);
        assert!((found.between.unwrap().0 - found.total.0).abs() < 1e-12 && found.total.0 > 0.5);
    }

    #[test]
    fn sides_that_differ_alike_in_strata_of_like_size_differ_within_them() {
        let found = of(&[(4.0, 2.0, 2.0, 2.0), (10.0, 2.0, 8.0, 2.0), (5.0, 2.0, 3.0, 2.0)]).unwrap();
        assert!((found.within.unwrap().0 - 1.0).abs() < 1e-12 && found.between.unwrap().0.abs() < 1e-12);
        assert_eq!(found.within.unwrap().1, None, "equal differences do not tell how others would vary");
    }

    #[test]
    fn strata_of_one_side_alone_count_between() {
        let found =
            of(&[(2.0, 2.0, 2.0, 2.0), (3.0, 2.0, 3.0, 2.0), (90.0, 9.0, 0.0, 0.0), (0.0, 0.0, 1.0, 4.0)]);
        let found = found.unwrap();
        assert!(found.within.unwrap().0.abs() < 1e-12 && found.between.unwrap().0 > 3.0);
    }

    #[test]
    fn without_a_stratum_of_both_there_is_a_total_alone_and_without_another_side_nothing() {
        let found = of(&[(2.0, 2.0, 0.0, 0.0), (0.0, 0.0, 2.0, 4.0)]).unwrap();
        assert!((found.total.0 - 0.5).abs() < 1e-12 && found.within.is_none() && found.between.is_none());
        assert_eq!(of(&[(2.0, 2.0, 0.0, 0.0), (3.0, 2.0, 0.0, 0.0)]), None);
    }

    #[test]
    fn one_stratum_has_figures_and_no_interval() {
        let found = of(&[(2.0, 2.0, 3.0, 2.0)]).unwrap();
        assert_eq!((found.total, found.within.unwrap()), ((-0.5, None), (-0.5, None)));
    }

    #[test]
    fn the_parts_add_up_and_sides_swapped_change_all_signs() {
        let strata: Vec<_> = (0..30_u32)
            .map(|i| (f64::from(i % 7), f64::from(1 + i % 3), f64::from(i * i % 11), f64::from(1 + i % 4)))
            .collect();
        let swapped: Vec<_> = strata.iter().map(|&(a, b, c, d)| (c, d, a, b)).collect();
        let (one, other) = (of(&strata).unwrap(), of(&swapped).unwrap());
        assert!((one.within.unwrap().0 + one.between.unwrap().0 - one.total.0).abs() < 1e-12);
        let parts = |it: Decomposition| [it.total, it.within.unwrap(), it.between.unwrap()];
        for (one, other) in parts(one).into_iter().zip(parts(other)) {
            let (here, there) = (one.1.unwrap(), other.1.unwrap());
            assert!((one.0 + other.0).abs() < 1e-12);
            assert!(
                here.low < one.0
                    && one.0 < here.high
                    && (here.std_error / there.std_error - 1.0).abs() < 0.02
            );
        }
    }
}
