//! Relabelings of units within strata, all of them or a random draw, and the statistic of each.

use super::random::Stream;
use super::strata::{Strata, Stratum, Unit, ratio};

/// The longest list of sums that is drawn from: strata of few relabelings share such a list, others have their units
/// drawn. A longer list spares draws and costs more to make; most tests end after a batch or two.
const LIST: usize = 256;

/// Relabelings that are drawn before it is asked whether more are needed.
const BATCH: usize = 128;

/// The statistics of relabelings, with the memory that they take.
#[derive(Debug, Clone, Default)]
pub(super) struct Relabelings {
    /// Weighted differences of all relabelings of the strata at hand.
    list: Vec<f64>,
    /// The same of one stratum.
    own: Vec<f64>,
    merged: Vec<f64>,
    /// Sums that are drawn from, list after list, and where each ends.
    lists: Vec<f64>,
    ends: Vec<usize>,
    /// The units of the strata of many relabelings, stratum after stratum.
    units: Vec<Unit>,
    /// Where those of each end, how many of them are drawn, and its scale.
    drawn: Vec<(usize, usize, Scale)>,
    pool: Vec<Unit>,
    chosen: Vec<usize>,
    draws: Vec<u16>,
    /// The statistic, times the sum of weights, of each relabeling looked at.
    pub(super) null: Vec<f64>,
}

impl Relabelings {
    /// All relabelings of all strata, into `null`.
    pub(super) fn enumerate_all(&mut self, strata: &Strata) {
        self.list.clear();
        self.list.push(0.0);
        for &stratum in &strata.strata {
            let scale = self.centre(strata, stratum);
            self.enumerate(stratum, scale);
            self.merge();
        }
        std::mem::swap(&mut self.list, &mut self.null);
    }

    /// What random relabelings are drawn from: lists of sums, and the units of strata that are too large for one.
    pub(super) fn prepare(&mut self, strata: &Strata) {
        self.lists.clear();
        self.ends.clear();
        self.units.clear();
        self.drawn.clear();
        self.list.clear();
        self.list.push(0.0);
        for &stratum in &strata.strata {
            let scale = self.centre(strata, stratum);
            if stratum.relabelings() > LIST as f64 {
                self.units.extend_from_slice(&self.pool);
                self.drawn.push((self.units.len(), stratum.n_drawn(), scale));
                continue;
            }
            self.enumerate(stratum, scale);
            if self.list.len() * self.own.len() > LIST {
                self.keep_list();
            }
            // One uniform draw from the sums of two lists is an independent uniform draw from each.
            self.merge();
        }
        self.keep_list();
    }

    /// Puts `list` with those that are drawn from, and empties it.
    fn keep_list(&mut self) {
        self.lists.extend_from_slice(&self.list);
        self.ends.push(self.lists.len());
        self.list.clear();
        self.list.push(0.0);
    }

    /// Up to `n` random relabelings, into `null`, batch by batch, until enough of them reach `bound`.
    pub(super) fn draw(&mut self, (bound, enough): (f64, usize), n: usize, stream: &mut Stream) {
        self.null.clear();
        let mut reached = 0;
        while self.null.len() < n && reached < enough {
            let from = self.null.len();
            let to = (from + BATCH).min(n);
            self.null.resize(to, 0.0);
            self.draws.resize(to - from, 0);
            let mut start = 0;
            for &end in &self.ends {
                let list = &self.lists[start..end];
                start = end;
                // Lists are at most LIST long.
                stream.fill_below(u16::try_from(list.len()).unwrap_or(u16::MAX), &mut self.draws);
                for (sum, &draw) in self.null[from..].iter_mut().zip(&self.draws) {
                    *sum += list[usize::from(draw)];
                }
            }
            let mut start = 0;
            for &(end, n_drawn, scale) in &self.drawn {
                draw_units((&mut self.units[start..end], n_drawn, scale), stream, &mut self.null[from..]);
                start = end;
            }
            reached += self.null[from..].iter().filter(|x| x.abs() >= bound).count();
        }
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

    /// The observed statistic, computed as those of the relabelings are.
    pub(super) fn observed(&mut self, strata: &Strata) -> f64 {
        let mut sum = 0.0;
        for &stratum in &strata.strata {
            let scale = self.centre(strata, stratum);
            sum += scale.of(sum_of(self.pool[..stratum.n_drawn()].iter().copied()));
        }
        sum
    }
}

/// Adds the weighted difference of a uniformly drawn relabeling of the units to each of the sums.
///
/// # Source
/// The first steps of a Fisher-Yates shuffle: they may start from any order, so the units are not put back.
fn draw_units((units, n_drawn, scale): (&mut [Unit], usize, Scale), stream: &mut Stream, sums: &mut [f64]) {
    for sum in sums {
        for i in 0..n_drawn {
            let j = i + stream.index(units.len() - i);
            units.swap(i, j);
        }
        *sum += scale.of(sum_of(units[..n_drawn].iter().copied()));
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
