//! A change of level in a series: where it is largest, and whether a shuffled order of time gives as large a one.

use super::random::Stream;

/// A series of blocks in time, with the sums of several features, which are shuffled together. A block is what moves
/// together, such as all that one stratum holds.
#[derive(Debug, Clone, Default)]
pub struct Series {
    /// The period of each block, ascending.
    periods: Vec<usize>,
    sizes: Vec<f64>,
    /// Block by block the sum of each feature less what it would be at the mean level.
    residuals: Vec<f64>,
    /// By feature: the sum over all blocks.
    sums: Vec<f64>,
    /// By feature: whether all blocks have the same ratio.
    is_level: Vec<bool>,
    n_features: usize,
}

/// The largest change of level in a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// The first period of the new level.
    pub period: usize,
    /// The ratio from there on less the ratio before.
    pub change: f64,
    /// The share of orders of time that give as large a change, in `(0, 1]`; `None` where no order could tell.
    pub p_value: Option<f64>,
}

/// A block: its period, its size, and the sum of each feature.
pub type Block = (usize, f64, Vec<f64>);

/// How many orders are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shuffles {
    /// The most.
    pub most: usize,
    /// A series whose change so many of them reach is settled: more would only say more exactly that it is chance.
    pub settled: usize,
}

impl Series {
    /// A series of blocks, of which those without a size do not count.
    ///
    /// # Shape
    /// Each block has a sum of each of `n_features`.
    #[must_use]
    pub fn new(mut blocks: Vec<Block>, n_features: usize) -> Self {
        blocks.retain(|block| block.1 > 0.0);
        blocks.sort_by_key(|block| block.0);
        let size: f64 = blocks.iter().map(|block| block.1).sum();
        let sums: Vec<f64> =
            (0..n_features).map(|feature| blocks.iter().map(|block| block.2[feature]).sum()).collect();
        let residual = |block: &Block, feature: usize| block.2[feature] - sums[feature] / size * block.1;
        let is_level = |feature: usize| {
            let (mut residuals, mut squares) = (0.0, 0.0);
            for block in &blocks {
                residuals += residual(block, feature).powi(2);
                squares += block.2[feature].powi(2);
            }
            residuals <= 1e-20 * squares
        };
        Self {
            is_level: (0..n_features).map(is_level).collect(),
            residuals: blocks
                .iter()
                .flat_map(|block| (0..n_features).map(|it| residual(block, it)))
                .collect(),
            periods: blocks.iter().map(|block| block.0).collect(),
            sizes: blocks.iter().map(|block| block.1).collect(),
            sums,
            n_features,
        }
    }

    /// In how many ways the blocks can be put into the periods; infinite where too many to count.
    #[must_use]
    pub fn arrangements(&self) -> f64 {
        let (mut ways, mut placed) = (1.0, 0.0);
        for blocks in self.periods.chunk_by(|a, b| a == b) {
            for (one, _) in (1_u32..).zip(blocks) {
                placed += 1.0;
                ways *= placed / f64::from(one);
            }
        }
        ways.round()
    }

    /// The largest change of each feature, and how often shuffled time gives as large a one.
    ///
    /// For a boundary between periods let `N1` and `N2` be the sizes before and after it and `C` the sum, before it, of
    /// what the blocks have beyond the mean level: the statistic is the largest `abs(C) / sqrt(N1 N2)`, which is
    /// the difference of the two levels in units of its standard deviation, but for a factor that no order changes. Blocks
    /// are put into the places of each other, so that each period keeps its number of blocks; all features see the same
    /// orders.
    ///
    /// # Returns
    /// One entry a feature; `None` where there is no boundary, or where all blocks are on one level. The p-value is
    /// `(1 + k) / (1 + R)` with `k` of `R` orders at least as far from level as the true one: `R` is `shuffles.most`, or
    /// less where `k` came to `shuffles.settled` before. It is `None` for fewer than 20 arrangements, of which none
    /// could show a change at 0.05.
    /// # Source
    /// Page (1954), Biometrika 41; Pettitt (1979), Applied Statistics 28, for the change of a series at an unknown point;
    /// Csorgo & Horvath (1997), section 1.1, for the weights; the stopping rule: Besag & Clifford (1991), Biometrika 78.
    /// # Checked against
    /// Enumeration of all orders in Python, to the error of the draws, and to 1e-6 for the change
    /// (`fixtures/oracle/change_point.csv`).
    #[must_use]
    pub fn largest_change(&self, shuffles: Shuffles, stream: &mut Stream) -> Vec<Option<Change>> {
        let order: Vec<usize> = (0..self.periods.len()).collect();
        let mut walk = Walk::new(self.n_features);
        walk.go(self, &self.residuals, &order);
        let found: Vec<Option<(f64, usize)>> = (0..self.n_features)
            .map(|it| (!self.is_level[it] && walk.largest[it] > 0.0).then(|| (walk.largest[it], walk.at[it])))
            .collect();
        let p_values = self.p_values(&found, shuffles, stream);
        let change = |(feature, found): (usize, Option<(f64, usize)>)| {
            found.map(|(_, at)| Change {
                period: self.periods[at],
                change: self.change(feature, at),
                p_value: p_values[feature],
            })
        };
        found.into_iter().enumerate().map(change).collect()
    }

    /// The ratio of a feature from a block on less that before it.
    fn change(&self, feature: usize, at: usize) -> f64 {
        let size: f64 = self.sizes.iter().sum();
        let mean = self.sums[feature] / size;
        let side = |blocks: std::ops::Range<usize>| {
            let of = |block: usize| self.residuals[block * self.n_features + feature];
            let (sum, size) =
                blocks.fold((0.0, 0.0), |(sum, size), it| (sum + of(it), size + self.sizes[it]));
            mean + sum / size
        };
        side(at..self.sizes.len()) - side(0..at)
    }

    fn p_values(
        &self,
        found: &[Option<(f64, usize)>],
        shuffles: Shuffles,
        stream: &mut Stream,
    ) -> Vec<Option<f64>> {
        let mut p_values = vec![None; self.n_features];
        if self.arrangements() < 20.0 {
            return p_values;
        }
        let mut open: Vec<usize> = (0..self.n_features).filter(|&it| found[it].is_some()).collect();
        let mut n_reached = vec![0_usize; self.n_features];
        let mut order: Vec<usize> = (0..self.periods.len()).collect();
        let mut done = 0;
        let mut residuals = self.columns(&open);
        let mut walk = Walk::new(open.len());
        while done < shuffles.most && !open.is_empty() {
            stream.shuffle(&mut order);
            walk.go(self, &residuals, &order);
            done += 1;
            let before = open.len();
            for (&feature, &largest) in open.iter().zip(&walk.largest) {
                let true_one = found[feature].map_or(0.0, |it| it.0);
                // Orders that are equal in exact arithmetic differ by the rounding of their sums.
                n_reached[feature] += usize::from(largest >= true_one * (1.0 - 1e-9));
                if n_reached[feature] >= shuffles.settled || done == shuffles.most {
                    p_values[feature] = Some((1 + n_reached[feature]) as f64 / (1 + done) as f64);
                }
            }
            open.retain(|&feature| p_values[feature].is_none());
            if open.len() < before {
                (residuals, walk) = (self.columns(&open), Walk::new(open.len()));
            }
        }
        p_values
    }

    /// The residuals of some features, block by block.
    fn columns(&self, features: &[usize]) -> Vec<f64> {
        let row = |block: usize| features.iter().map(move |it| self.residuals[block * self.n_features + it]);
        (0..self.sizes.len()).flat_map(row).collect()
    }
}

/// A walk along a series, and what it found of each feature.
struct Walk {
    sums: Vec<f64>,
    /// The largest squared statistic.
    largest: Vec<f64>,
    /// The first block of the new level there.
    at: Vec<usize>,
}

impl Walk {
    fn new(n_features: usize) -> Self {
        Self { sums: vec![0.0; n_features], largest: vec![0.0; n_features], at: vec![0; n_features] }
    }

    /// Walks along the places of blocks; `order` says which block stands in each.
    fn go(&mut self, series: &Series, residuals: &[f64], order: &[usize]) {
        let n_features = self.sums.len();
        self.sums.fill(0.0);
        self.largest.fill(0.0);
        let (mut size, whole) = (0.0, series.sizes.iter().sum::<f64>());
        for (place, &block) in order.iter().enumerate() {
            if place > 0 && series.periods[place] != series.periods[place - 1] {
                let scale = 1.0 / (size * (whole - size));
                for ((sum, largest), at) in self.sums.iter().zip(&mut self.largest).zip(&mut self.at) {
                    let found = sum * sum * scale;
                    if found > *largest {
                        (*largest, *at) = (found, place);
                    }
                }
            }
            size += series.sizes[block];
            let row = &residuals[block * n_features..][..n_features];
            self.sums.iter_mut().zip(row).for_each(|(sum, residual)| *sum += residual);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANY: Shuffles = Shuffles { most: 2_000, settled: usize::MAX };

    fn series(values: &[f64]) -> Series {
        Series::new((0..).zip(values).map(|(period, &value)| (period, 2.0, vec![value])).collect(), 1)
    }

    fn found(series: &Series) -> Option<Change> {
        series.largest_change(MANY, &mut Stream::new(1, &["change"]))[0]
    }

    #[test]
    fn a_step_is_found_where_it_is() {
        let values = [1.0, 1.2, 0.9, 1.1, 1.0, 5.0, 5.2, 4.9, 5.1, 5.0];
        let change = found(&series(&values)).unwrap();
        assert_eq!(change.period, 5);
        assert!((change.change - 2.0).abs() < 1e-12 && change.p_value.unwrap() < 0.02, "{change:?}");
        let backwards: Vec<f64> = values.iter().rev().copied().collect();
        assert!((found(&series(&backwards)).unwrap().change + 2.0).abs() < 1e-12);
    }

    #[test]
    fn no_series_one_period_and_a_level_one_have_no_change() {
        assert!(found(&series(&[])).is_none() && found(&series(&[3.0])).is_none());
        assert!(found(&Series::new(vec![(4, 1.0, vec![2.0]), (4, 1.0, vec![5.0])], 1)).is_none());
        let level = vec![(0, 3.0, vec![0.3]), (1, 1.0, vec![0.1]), (2, 7.0, vec![0.7])];
        assert!(found(&Series::new(level, 1)).is_none());
        assert!(found(&series(&[0.0; 9])).is_none());
    }

    #[test]
    fn too_few_arrangements_have_a_change_and_no_p_value() {
        let short = series(&[1.0, 5.0, 5.5]);
        assert_eq!((short.arrangements(), found(&short).unwrap().p_value), (6.0, None));
        let pairs = [(0, 1.0), (0, 2.0), (1, 7.0), (1, 8.0)];
        let pairs = Series::new(pairs.map(|(period, value)| (period, 1.0, vec![value])).to_vec(), 1);
        assert!((pairs.arrangements() - 6.0).abs() < 1e-9);
    }

    #[test]
    fn settled_series_stop_and_features_do_not_touch_each_other() {
        let mut stream = Stream::new(2, &["noise"]);
        let mut draw = || f64::from(stream.below(1_000));
        let blocks: Vec<Block> = (0..60)
            .map(|it| (it / 6, 1.0, vec![draw(), draw() + 900.0 * f64::from(u8::from(it > 29)), 4.0]))
            .collect();
        let few = Shuffles { most: 2_000, settled: 10 };
        let test =
            |blocks: Vec<Block>, n| Series::new(blocks, n).largest_change(few, &mut Stream::new(1, &["x"]));
        let together = test(blocks.clone(), 3);
        for (feature, found) in together.iter().enumerate() {
            let alone: Vec<Block> = blocks.iter().map(|it| (it.0, it.1, vec![it.2[feature]])).collect();
            assert_eq!(test(alone, 1)[0], *found);
        }
        assert!(together[0].unwrap().p_value.unwrap() > 0.01, "{together:?}");
        assert_eq!((together[1].unwrap().period, together[2]), (5, None));
        assert!((together[1].unwrap().p_value.unwrap() - 1.0 / 2_001.0).abs() < 1e-12);
    }

    /// Of series without a change, one in twenty has a p-value of at most 0.05.
    #[test]
    fn p_values_of_series_without_a_change_are_uniform() {
        let mut stream = Stream::new(3, &["null"]);
        let test = Shuffles { most: 400, settled: 10 };
        let n_found = (0..1_000).filter(|number: &u32| {
            let blocks = (0..24)
                .map(|it| (it / 3, f64::from(1 + stream.below(4)), vec![f64::from(stream.below(1_000))]));
            let series = Series::new(blocks.collect(), 1);
            let found = series.largest_change(test, &mut Stream::new(u64::from(*number), &["test"]))[0];
            found.and_then(|it| it.p_value).is_some_and(|p| p <= 0.05)
        });
        let n_found = n_found.count();
        assert!((25..=75).contains(&n_found), "{n_found} of 1,000");
    }
}
