//! The nearest neighbours of each article, through an inverted index.

use super::shelf::{Places, Shelf, product};
use super::weights::Weighted;
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
    /// All articles, for searches that no window bounds.
    all: OnceLock<Arc<Shelf>>,
}

/// What a search needs again and again.
struct Desk {
    scores: Vec<f32>,
    touched: Vec<u32>,
    weights: Vec<f32>,
    /// For each slot its places within the window of the article looked at last; [`NOT_YET`] where it was in none. Articles
    /// come in the order of their days, so that both ends only go up: a search for each would cost more than all else.
    windows: Vec<(u32, u32)>,
}

const NOT_YET: (u32, u32) = (u32::MAX, u32::MAX);

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
        Self { vectors, days, n_dated, n_words, window_days, fadings, all: OnceLock::new() }
    }

    /// Cuts the positions in the order of days into blocks: none of them with articles with and without a day, and none
    /// much smaller than what must be looked through beside it (the windows of its articles, and all without a day), so
    /// that the work grows with the number of articles.
    #[must_use]
    pub fn blocks(&self) -> Vec<Range<usize>> {
        let windows = (0..self.n_dated).step_by(SHORTEST_BLOCK).map(|at| self.reach(at..at + 1).len());
        let n_undated = self.days.len() - self.n_dated;
        let size = windows.max().unwrap_or_default().max(n_undated).max(SHORTEST_BLOCK);
        let cut =
            |from: usize, to: usize| (from..to).step_by(size).map(move |start| start..(start + size).min(to));
        cut(0, self.n_dated).chain(cut(self.n_dated, self.days.len())).collect()
    }

    /// The articles among which the neighbours of a block are looked for.
    #[must_use]
    pub fn shelf(&self, block: &Range<usize>) -> Arc<Shelf> {
        let (reach, undated) = (self.reach(block.clone()), self.n_dated..self.days.len());
        let shelf = |reach| Arc::new(Shelf::new(self, reach, undated.clone()));
        if 2 * (reach.len() + undated.len()) > self.days.len() {
            return Arc::clone(self.all.get_or_init(|| shelf(0..self.n_dated)));
        }
        shelf(reach)
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

    /// The neighbours of the articles at some positions in the order of days.
    ///
    /// # Shape
    /// `shelf` is that of one of [`Index::blocks`], `positions` are some of that block.
    /// # Returns
    /// For each position at most 48 neighbours of a similarity of at least 0.01, the most alike first, ties by position.
    #[must_use]
    pub fn nearest(&self, shelf: &Shelf, positions: Range<usize>) -> Vec<Vec<Neighbour>> {
        let mut desk = Desk {
            scores: vec![0.0; shelf.n_articles()],
            touched: Vec::new(),
            weights: vec![0.0; shelf.n_slots()],
            windows: vec![NOT_YET; shelf.n_slots()],
        };
        positions.map(|position| self.nearest_of(position, shelf, &mut desk)).collect()
    }

    fn nearest_of(&self, position: usize, shelf: &Shelf, desk: &mut Desk) -> Vec<Neighbour> {
        let day = self.days[position];
        let vector = shelf.vector(shelf.place_of(position));
        let is_whole = self.collect(position, shelf, desk);
        let fading = |other: usize| fading(day, self.days[other], &self.fadings);
        let rank = |place: u32| {
            let other = shelf.position_of(place as usize);
            let score = std::mem::take(&mut desk.scores[place as usize]);
            (other != position).then(|| Rank::new(score * fading(other), place))
        };
        let mut met: Vec<Rank> = desk.touched.drain(..).filter_map(rank).collect();
        let n_looked_at = if is_whole { MOST_NEIGHBOURS } else { MOST_CANDIDATES };
        if met.len() > n_looked_at {
            met.select_nth_unstable(n_looked_at);
            met.truncate(n_looked_at);
        }
        if !is_whole {
            vector.iter().for_each(|&(slot, weight)| desk.weights[slot as usize] = weight);
        }
        let neighbour = |rank: Rank| {
            let (similarity, place) = rank.parts();
            let other = shelf.position_of(place);
            let similarity = if is_whole {
                similarity
            } else {
                product(shelf.vector(place), &desk.weights) * fading(other)
            };
            Neighbour { article: narrow(other), similarity }
        };
        let mut found: Vec<Neighbour> = met.into_iter().map(neighbour).collect();
        vector.iter().for_each(|&(slot, _)| desk.weights[slot as usize] = 0.0);
        found.retain(|one| one.similarity >= FLOOR);
        keep_nearest(&mut found, MOST_NEIGHBOURS);
        found.shrink_to_fit();
        found
    }

    /// Adds up products word by word, the rarest first. Whether all words were looked at.
    fn collect(&self, position: usize, shelf: &Shelf, desk: &mut Desk) -> bool {
        let reach = self.days[position].map(|_| shelf.places_of(&self.reach(position..position + 1)));
        let mut words: Vec<(usize, u32, f32, [Places<'_>; 2])> = shelf
            .vector(shelf.place_of(position))
            .iter()
            .map(|&(slot, weight)| {
                let places = shelf.places(slot, reach.as_ref(), &mut desk.windows[slot as usize]);
                (places[0].len() + places[1].len(), slot, weight, places)
            })
            .collect();
        words.sort_unstable_by_key(|&(n_places, slot, ..)| (n_places, slot));
        let mut n_left = MOST_PLACES;
        for (n_places, _, weight, places) in words {
            if n_places > n_left {
                return false;
            }
            n_left -= n_places;
            for &(place, other_weight) in places.into_iter().flatten() {
                let score = &mut desk.scores[place as usize];
                if *score <= 0.0 {
                    desk.touched.push(place);
                }
                *score += weight * other_weight;
            }
        }
        true
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

/// The share of a similarity that the days between two articles leave.
fn fading(one: Option<i64>, other: Option<i64>, fadings: &[f32]) -> f32 {
    match (one, other) {
        (Some(one), Some(other)) => {
            let days = usize::try_from(one.abs_diff(other)).ok();
            days.and_then(|days| fadings.get(days)).copied().unwrap_or(0.0)
        }
        (None, None) => 1.0,
        _ => ONE_DAY_UNKNOWN,
    }
}

#[expect(clippy::cast_precision_loss, reason = "the days of a window are few")]
fn faded(days: i64) -> f32 {
    (-FADING * days as f32).exp()
}

/// A place and its similarity in one number, the smaller the more alike and of equal ones the earlier: to select from
/// thousands is then quick.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank(u64);

impl Rank {
    /// # Shape
    /// The similarity is not negative: then the order of its bits is its own.
    fn new(similarity: f32, place: u32) -> Self {
        Self((u64::from(!similarity.to_bits()) << 32) | u64::from(place))
    }

    #[expect(clippy::cast_possible_truncation, reason = "each half has 32 bits")]
    fn parts(self) -> (f32, usize) {
        (f32::from_bits(!((self.0 >> 32) as u32)), self.0 as u32 as usize)
    }
}

fn narrow(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}
