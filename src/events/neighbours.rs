//! The nearest neighbours of each article, through an inverted index.

use super::desk::Desk;
use super::shelf::{Places, Shelf, narrow};
use super::weights::Weighted;
use crate::text::TermId;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// How fast similarity fades with the days between two articles: `exp(-FADING * days)`. Reports of one event mostly
/// come on one day, and stories of one topic on neighbouring days share many words.
const FADING: f32 = 0.6;

/// What is left of a similarity where one of two articles has no day: it may be of any, and hardly is of that one.
const ONE_DAY_UNKNOWN: f32 = 0.5;

/// How many neighbours of an article are kept.
pub(super) const MOST_NEIGHBOURS: usize = 48;

/// Neighbours of a lower similarity are not kept.
pub(super) const FLOOR: f32 = 0.01;

/// An article looks at no more places of the index than this, those of its rarest words first: words that very many
/// articles of its days share tell little, and the work stays in proportion to the number of articles.
const MOST_PLACES: usize = 4_000;

/// A block of fewer articles is not worth a shelf of its own.
const SHORTEST_BLOCK: usize = 2_048;

/// So many of those met on the way are then compared in full.
const MOST_CANDIDATES: usize = MOST_NEIGHBOURS + MOST_NEIGHBOURS / 3;

/// An article that is alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbour {
    /// The article, by its position in the order of days.
    pub article: u32,
    /// The cosine similarity, faded by the days between both, in [0, 1].
    pub similarity: f32,
}

/// Articles in the order of their days, those without a day last, ready to be searched.
#[derive(Debug)]
pub struct Index<'a> {
    vectors: Vec<&'a Weighted>,
    days: &'a [Option<i64>],
    n_dated: usize,
    n_words: usize,
    window_days: i64,
    /// By days between two articles of one window.
    fadings: Vec<f32>,
    /// All articles with a day, for windows that hold most of them and for articles without a day.
    dated: OnceLock<Arc<Shelf>>,
    /// All articles without a day, which may be of any.
    undated: OnceLock<Arc<Shelf>>,
}

/// Where the neighbours of a block are looked for: for articles with a day among those of their days; for articles without
/// a day among those with one, and those without.
pub type Shelves = Vec<Arc<Shelf>>;

impl<'a> Index<'a> {
    /// Prepares the search.
    ///
    /// # Shape
    /// One vector and one day an article, in the order of days, those without a day last; `n_words` is the size of the
    /// vocabulary.
    #[must_use]
    pub fn new(
        vectors: Vec<&'a Weighted>,
        days: &'a [Option<i64>],
        (n_words, window_days): (usize, i64),
    ) -> Self {
        debug_assert!(days.is_sorted_by_key(|day| (day.is_none(), *day)));
        let n_dated = days.partition_point(Option::is_some);
        let fadings = (0..=window_days.clamp(0, 1_000)).map(faded).collect();
        Self {
            vectors,
            days,
            n_dated,
            n_words,
            window_days,
            fadings,
            dated: OnceLock::new(),
            undated: OnceLock::new(),
        }
    }

    /// Cuts the positions in the order of days into blocks: none of them with articles with and without a day, and none
    /// much smaller than what the windows of its articles hold beside it, so that the work grows with the number of
    /// articles.
    #[must_use]
    pub fn blocks(&self) -> Vec<Range<usize>> {
        let windows = (0..self.n_dated).step_by(SHORTEST_BLOCK).map(|at| self.reach(at..at + 1).len());
        let size = windows.max().unwrap_or_default().max(SHORTEST_BLOCK);
        let cut =
            |from: usize, to: usize| (from..to).step_by(size).map(move |start| start..(start + size).min(to));
        cut(0, self.n_dated).chain(cut(self.n_dated, self.days.len())).collect()
    }

    /// The articles among which the neighbours of a block are looked for.
    #[must_use]
    pub fn shelves(&self, block: &Range<usize>) -> Shelves {
        let undated = || Arc::new(Shelf::new(self, self.n_dated..self.days.len(), 1));
        let dated = || Arc::new(Shelf::new(self, 0..self.n_dated, 1));
        let reach = self.reach(block.clone());
        let mut shelves = vec![if 2 * reach.len() > self.n_dated {
            Arc::clone(self.dated.get_or_init(dated))
        } else {
            // A word that only one of them has makes no two of them alike.
            Arc::new(Shelf::new(self, reach, 2))
        }];
        if block.start >= self.n_dated {
            shelves.push(Arc::clone(self.undated.get_or_init(undated)));
        }
        shelves
    }

    /// The vector of the article at a position.
    pub(super) fn vector(&self, position: usize) -> &'a Weighted {
        self.vectors[position]
    }

    /// The size of the vocabulary.
    pub(super) fn n_words(&self) -> usize {
        self.n_words
    }

    /// The positions of the articles with a day within the windows of those at some positions; of all for articles without
    /// a day.
    ///
    /// # Shape
    /// At least one position.
    fn reach(&self, positions: Range<usize>) -> Range<usize> {
        let last = positions.end.saturating_sub(1);
        let Some((first, last)) = self.days[positions.start].zip(self.days[last]) else {
            return 0..self.n_dated;
        };
        let (first, last) = (first.saturating_sub(self.window_days), last.saturating_add(self.window_days));
        let dated = &self.days[..self.n_dated];
        let before = |limit: i64| dated.partition_point(|day| day.is_some_and(|day| day < limit));
        before(first)..before(last.saturating_add(1))
    }

    /// The neighbours of the articles at some positions in the order of days: of an article with a day those with a day, of
    /// one without a day all.
    ///
    /// # Shape
    /// `shelves` are those of one of [`Index::blocks`], `positions` are some of that block.
    /// # Returns
    /// For each position at most 48 neighbours of a similarity of at least 0.01, the most alike first, ties by position.
    #[must_use]
    pub fn nearest(&self, shelves: &Shelves, positions: Range<usize>) -> Vec<Vec<Neighbour>> {
        let mut desks: Vec<Desk<'_>> = shelves.iter().map(|shelf| Desk::new(shelf)).collect();
        positions.map(|position| self.nearest_of(position, &mut desks)).collect()
    }

    /// Makes articles without a day neighbours of those with a day that they keep: every article without one would have
    /// to be looked at for each that has one to find them from there.
    ///
    /// # Shape
    /// `lists` are those of [`Index::nearest`] for all positions; so are those that are given back.
    #[must_use]
    pub fn seen_from_both(&self, mut lists: Vec<Vec<Neighbour>>) -> Vec<Vec<Neighbour>> {
        let (dated, undated) = lists.split_at_mut(self.n_dated);
        let mut has_more = vec![false; dated.len()];
        for (article, list) in (narrow(self.n_dated)..).zip(&*undated) {
            for &Neighbour { article: other, similarity } in list {
                if let Some(list) = dated.get_mut(other as usize) {
                    list.push(Neighbour { article, similarity });
                    has_more[other as usize] = true;
                }
            }
        }
        let longer = dated.iter_mut().zip(has_more).filter(|(_, has_more)| *has_more);
        longer.for_each(|(list, _)| keep_nearest(list, MOST_NEIGHBOURS));
        lists
    }

    fn nearest_of(&self, position: usize, desks: &mut [Desk<'_>]) -> Vec<Neighbour> {
        let (day, vector) = (self.days[position], self.vector(position));
        let is_whole = self.collect(position, desks);
        let fading = |other: usize| match day {
            Some(day) => self.fading(day, other),
            None if other < self.n_dated => ONE_DAY_UNKNOWN,
            None => 1.0,
        };
        let mut met: Vec<Rank> = Vec::with_capacity(desks.iter().map(Desk::n_met).sum());
        for desk in desks.iter_mut() {
            let others = desk.take_scores().filter(|&(other, _)| other != position);
            met.extend(others.map(|(other, score)| Rank::new(score * fading(other), other)));
        }
        let n_looked_at = if is_whole { MOST_NEIGHBOURS } else { MOST_CANDIDATES };
        if met.len() > n_looked_at {
            met.select_nth_unstable(n_looked_at);
            met.truncate(n_looked_at);
        }
        let mut found: Vec<Neighbour> = met.into_iter().map(Rank::neighbour).collect();
        if !is_whole {
            desks.iter_mut().for_each(|desk| desk.lay_out(vector, 1.0));
            for one in &mut found {
                let other = one.article as usize;
                let desk = &desks[usize::from(day.is_none() && other >= self.n_dated)];
                one.similarity = desk.product_with(other) * fading(other);
            }
            desks.iter_mut().for_each(|desk| desk.lay_out(vector, 0.0));
        }
        found.retain(|one| one.similarity >= FLOOR);
        keep_nearest(&mut found, MOST_NEIGHBOURS);
        found.shrink_to_fit();
        found
    }

    /// Adds up products word by word, the rarest first. Whether all words were looked at.
    fn collect(&self, position: usize, desks: &mut [Desk<'_>]) -> bool {
        let reach = self.days[position].map(|_| self.reach(position..position + 1));
        let mut words: Vec<(usize, TermId, f32, [Places<'_>; 2])> = self
            .vector(position)
            .iter()
            .map(|&(word, weight)| {
                let mut places: [Places<'_>; 2] = [&[], &[]];
                for (places, desk) in places.iter_mut().zip(desks.iter_mut()) {
                    *places = desk.places(word, reach.as_ref());
                }
                (places[0].len() + places[1].len(), word, weight, places)
            })
            .collect();
        words.sort_unstable_by_key(|&(n_places, word, ..)| (n_places, word));
        let mut n_left = MOST_PLACES;
        for (n_places, _, weight, places) in words {
            if n_places > n_left {
                return false;
            }
            n_left -= n_places;
            desks.iter_mut().zip(places).for_each(|(desk, places)| desk.add(places, weight));
        }
        true
    }

    /// The share of a similarity that the days between a day and an article with a day leave.
    fn fading(&self, day: i64, other: usize) -> f32 {
        let days = self.days[other].and_then(|other| usize::try_from(day.abs_diff(other)).ok());
        days.and_then(|days| self.fadings.get(days)).copied().unwrap_or(0.0)
    }
}

/// Keeps the most alike, in order.
fn keep_nearest(found: &mut Vec<Neighbour>, n: usize) {
    let nearer =
        |a: &Neighbour, b: &Neighbour| b.similarity.total_cmp(&a.similarity).then(a.article.cmp(&b.article));
    if found.len() > n {
        found.select_nth_unstable_by(n, nearer);
        found.truncate(n);
    }
    found.sort_unstable_by(nearer);
}

#[expect(clippy::cast_precision_loss, reason = "the days of a window are few")]
fn faded(days: i64) -> f32 {
    (-FADING * days as f32).exp()
}

/// An article and its similarity in one number, the smaller the more alike and of equal ones the earlier: to select from
/// thousands is then quick.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank(u64);

impl Rank {
    /// # Shape
    /// The similarity is not negative: then the order of its bits is its own.
    fn new(similarity: f32, article: usize) -> Self {
        Self((u64::from(!similarity.to_bits()) << 32) | u64::from(narrow(article)))
    }

    #[expect(clippy::cast_possible_truncation, reason = "each half has 32 bits")]
    fn neighbour(self) -> Neighbour {
        Neighbour { article: self.0 as u32, similarity: f32::from_bits(!((self.0 >> 32) as u32)) }
    }
}

#[cfg(test)]
mod tests {
    use super::{FLOOR, Index, MOST_NEIGHBOURS, Neighbour, ONE_DAY_UNKNOWN, Weighted, faded, keep_nearest};
    use crate::stats::random::Stream;

    /// All similarities, one by one. An article with a day knows of those without what these know of it.
    fn one_by_one(vectors: &[Weighted], days: &[Option<i64>], window_days: i64) -> Vec<Vec<Neighbour>> {
        let fading = |one: usize, other: usize| match (days[one], days[other]) {
            (Some(one), Some(other)) if (one - other).abs() <= window_days => faded((one - other).abs()),
            (Some(_), Some(_)) => 0.0,
            (None, None) => 1.0,
            _ => ONE_DAY_UNKNOWN,
        };
        let similarity = |one: usize, other: usize| {
            let weight = |word: u32| vectors[other].iter().find(|it| it.0 == word).map_or(0.0, |it| it.1);
            let product: f32 = vectors[one].iter().map(|&(word, own)| own * weight(word)).sum();
            product * fading(one, other)
        };
        let n_dated = days.iter().flatten().count();
        let among = |one: usize, others: &mut dyn Iterator<Item = usize>| {
            let mut found: Vec<Neighbour> = others
                .filter(|&other| other != one)
                .map(|other| Neighbour { article: super::narrow(other), similarity: similarity(one, other) })
                .filter(|it| it.similarity >= FLOOR)
                .collect();
            keep_nearest(&mut found, MOST_NEIGHBOURS);
            found
        };
        let undated: Vec<_> = (n_dated..days.len()).map(|one| among(one, &mut (0..vectors.len()))).collect();
        let keeps = |other: usize, one: usize| {
            undated[other - n_dated].iter().any(|kept| kept.article as usize == one)
        };
        let of_dated = |one: usize| {
            let others = (n_dated..days.len()).filter(|&other| keeps(other, one));
            among(one, &mut (0..n_dated).chain(others))
        };
        (0..n_dated).map(of_dated).chain(undated.iter().cloned()).collect()
    }

    #[test]
    fn neighbours_are_those_that_all_pairs_give() {
        let mut stream = Stream::new(5, &["neighbours"]);
        // Of one day, over many days with and without some that have none, and none with a day.
        for (n_articles, n_days, undated_in) in [(60, 1, 0), (90, 40, 0), (90, 40, 4), (60, 1, 1)] {
            let mut days: Vec<Option<i64>> = (0..n_articles)
                .map(|it| (undated_in == 0 || it % undated_in != 0).then(|| i64::from(stream.below(n_days))))
                .collect();
            days.sort_by_key(|day| (day.is_none(), *day));
            let mut vector = || -> Weighted {
                let words = (0..50).filter(|_| stream.below(8) == 0);
                let weighted: Weighted = words.map(|word| (word, 0.05 + word as f32 / 300.0)).collect();
                weighted
            };
            let vectors: Vec<Weighted> = (0..n_articles).map(|_| vector()).collect();
            let index = Index::new(vectors.iter().collect(), &days, (50, 3));
            let found: Vec<_> = index
                .blocks()
                .into_iter()
                .flat_map(|block| index.nearest(&index.shelves(&block), block))
                .collect();
            let found = index.seen_from_both(found);
            let expected = one_by_one(&vectors, &days, 3);
            assert!(found.iter().map(Vec::len).sum::<usize>() > found.len());
            for (found, expected) in found.iter().zip(&expected) {
                assert_eq!(found.len(), expected.len());
                for (one, other) in found.iter().zip(expected) {
                    assert!((one.similarity - other.similarity).abs() < 1e-6, "{one:?} {other:?}");
                }
            }
        }
    }
}
