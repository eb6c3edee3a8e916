//! How often each of `n` units is drawn in each of many resamples.
//!
//! It hangs on the seed, the side and `n` alone: ratios over as many units share their draws, which costs an interval
//! nothing, as no two of them are put together, and spares drawing again what was drawn.

use super::random::Stream;
use std::sync::OnceLock;

/// The tables of up to so many draws are kept, each made when it is first asked for; one of more is made anew for each
/// use, a part of its resamples at a time.
const KEPT: usize = 1 << 18;

/// Nor is the table of more units than this kept: together they would take as much memory as a corpus.
const MOST_UNITS_KEPT: usize = 300;

/// The part of a table that is made at a time takes about this many bytes.
const TABLE_BYTES: usize = 1 << 20;

/// Which of two samples is drawn: they must not be drawn alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Target,
    Reference,
}

/// Draws with replacement, as many as there are units, for all bootstraps of a run to share.
#[derive(Debug)]
pub struct Draws {
    seed: u64,
    resamples: usize,
    /// By number of units, target and reference.
    kept: Vec<[OnceLock<Table>; 2]>,
}

/// Some of the resamples of one number of units.
#[derive(Debug, Clone)]
pub struct Table {
    /// How many resamples.
    len: usize,
    /// Unit by unit, how often it was drawn in each of them. 255 stands for more: of units drawn once on average, none is.
    times: Vec<u8>,
}

impl Table {
    /// How many resamples it holds.
    #[must_use]
    pub fn n_resamples(&self) -> usize {
        self.len
    }

    /// How often a unit was drawn in each of the resamples.
    ///
    /// # Shape
    /// `unit` is below the number of units.
    #[must_use]
    pub fn of_unit(&self, unit: usize) -> &[u8] {
        &self.times[unit * self.len..][..self.len]
    }
}

impl Draws {
    /// The draws of a number of resamples.
    #[must_use]
    pub fn new(seed: u64, resamples: usize) -> Self {
        let n = (KEPT / resamples.max(1)).min(MOST_UNITS_KEPT);
        Self { seed, resamples, kept: std::iter::repeat_with(Default::default).take(n + 1).collect() }
    }

    /// How many resamples there are.
    #[must_use]
    pub fn resamples(&self) -> usize {
        self.resamples
    }

    /// Whether the draws of `n` units are kept once they are made.
    pub(super) fn keeps(&self, n: usize) -> bool {
        n < self.kept.len()
    }

    /// Hands out the draws of `n` units, table by table.
    pub fn tables(&self, n: usize, mut take: impl FnMut(&Table)) {
        self.for_each_table(Side::Target, n, |_, table| take(table));
    }

    /// Hands out the draws of `n` units, table by table, each with the number of its first resample.
    pub(super) fn for_each_table(&self, side: Side, n: usize, mut take: impl FnMut(usize, &Table)) {
        if n == 0 {
            return;
        }
        let mut stream = stream(self.seed, side, n);
        if let Some(kept) = self.kept.get(n) {
            let kept = &kept[usize::from(side == Side::Reference)];
            return take(0, kept.get_or_init(|| table(&mut stream, n, self.resamples)));
        }
        let at_once = (TABLE_BYTES / n).max(1);
        for first in (0..self.resamples).step_by(at_once) {
            take(first, &table(&mut stream, n, at_once.min(self.resamples - first)));
        }
    }
}

fn stream(seed: u64, side: Side, n: usize) -> Stream {
    let side = if side == Side::Target { "target" } else { "reference" };
    Stream::new(seed, &["bootstrap", side, &n.to_string()])
}

fn table(stream: &mut Stream, n: usize, len: usize) -> Table {
    let mut times = vec![0_u8; n * len];
    let mut add = |unit: usize, resample: usize| {
        let slot = &mut times[unit * len + resample];
        *slot = slot.saturating_add(1);
    };
    if let Ok(below) = u16::try_from(n) {
        let mut drawn = vec![0; n];
        for resample in 0..len {
            stream.fill_below(below, &mut drawn);
            drawn.iter().for_each(|&unit| add(usize::from(unit), resample));
        }
    } else {
        for resample in 0..len {
            (0..n).for_each(|_| add(stream.index(n), resample));
        }
    }
    Table { len, times }
}

#[cfg(test)]
mod tests {
    use super::{Draws, Side};

    fn tables(draws: &Draws, side: Side, n: usize) -> Vec<(usize, Vec<u64>)> {
        let mut found = Vec::new();
        draws.for_each_table(side, n, |first, table| {
            let per_resample = (0..table.len)
                .map(|at| (0..n).map(|unit| u64::from(table.of_unit(unit)[at])).sum::<u64>())
                .collect();
            found.push((first, per_resample));
        });
        found
    }

    #[test]
    fn each_resample_draws_as_many_units_as_there_are() {
        // The last does not fit into one table, nor its number into 16 bits.
        for (n, resamples) in [(1, 50), (7, 200), (3_000, 400), (70_000, 40)] {
            let draws = Draws::new(1, resamples);
            let found = tables(&draws, Side::Target, n);
            let sums: Vec<u64> = found.iter().flat_map(|(_, sums)| sums.clone()).collect();
            assert!(sums.len() == resamples && sums.iter().all(|&sum| sum == n as u64), "{n}");
            let firsts = found.iter().scan(0, |at, (_, sums)| Some(std::mem::replace(at, *at + sums.len())));
            assert!(firsts.eq(found.iter().map(|(first, _)| *first)));
        }
        assert!(tables(&Draws::new(1, 10), Side::Target, 0).is_empty());
    }

    #[test]
    fn sides_and_seeds_are_drawn_apart_and_what_was_drawn_before_changes_nothing() {
        let of = |draws: &Draws, side| {
            let mut times = Vec::new();
            draws.for_each_table(side, 20, |_, table| times = table.times.clone());
            times
        };
        let draws = Draws::new(1, 100);
        let first = of(&draws, Side::Target);
        assert_ne!(first, of(&draws, Side::Reference));
        assert_ne!(first, of(&Draws::new(2, 100), Side::Target));
        (1..200).for_each(|n| draws.for_each_table(Side::Target, n, |_, _| ()));
        assert_eq!(first, of(&draws, Side::Target));
    }
}
