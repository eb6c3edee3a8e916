//! The nearest neighbours of each article, through an inverted index.

use super::ArticleWords;
use super::weights::Weighted;
use crate::text::TermId;
use std::ops::Range;

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
const MOST_PLACES: usize = 6_000;

/// So many of those met on the way are then compared in full.
const MOST_CANDIDATES: usize = 2 * MOST_NEIGHBOURS;

/// An article that is alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbour {
    /// The article.
    pub article: u32,
    /// The cosine similarity, faded by the days between both, in [0, 1].
    pub similarity: f32,
}

/// An index from words to the articles that hold them, in the order of their days, those without a day last.
#[derive(Debug)]
pub struct Index<'a> {
    vectors: &'a [Weighted],
    days: Vec<Option<i64>>,
    order: Vec<u32>,
    n_dated: usize,
    offsets: Vec<usize>,
    places: Vec<(u32, f32)>,
    /// For each word the first of its places without a day.
    undated: Vec<usize>,
    window_days: i64,
}

/// Positions in the order of days, with the word's weight there.
type Places<'a> = &'a [(u32, f32)];

/// What a search needs again and again.
struct Desk {
    scores: Vec<f32>,
    touched: Vec<u32>,
    weights: Vec<f32>,
    /// For each word its places within the window of the article looked at last; [`NOT_YET`] where it was in none. Articles
    /// come in the order of their days, so that both ends only go up: a search for each would cost more than all else.
    windows: Vec<(usize, usize)>,
}

const NOT_YET: (usize, usize) = (usize::MAX, usize::MAX);

impl<'a> Index<'a> {
    /// Prepares the search.
    ///
    /// # Shape
    /// One vector an article; `n_words` is the size of the vocabulary.
    #[must_use]
    pub fn new(articles: &[ArticleWords], vectors: &'a [Weighted], n_words: usize, window_days: i64) -> Self {
        let days: Vec<Option<i64>> = articles.iter().map(|article| article.day).collect();
        let mut order: Vec<u32> = (0..).take(articles.len()).collect();
        order.sort_by_key(|&article| (days[article as usize].is_none(), days[article as usize], article));
        let n_dated = order.partition_point(|&article| days[article as usize].is_some());
        let mut offsets = vec![0_usize; n_words + 1];
        for &(word, _) in vectors.iter().flatten() {
            offsets[word as usize + 1] += 1;
        }
        for index in 1..offsets.len() {
            offsets[index] += offsets[index - 1];
        }
        let mut next = offsets.clone();
        let mut places = vec![(0, 0.0); offsets[n_words]];
        for (position, &article) in (0_u32..).zip(&order) {
            for &(word, weight) in &vectors[article as usize] {
                places[next[word as usize]] = (position, weight);
                next[word as usize] += 1;
            }
        }
        let first_undated = |word: usize| {
            let (from, to) = (offsets[word], offsets[word + 1]);
            from + places[from..to].partition_point(|&(place, _)| (place as usize) < n_dated)
        };
        let undated = (0..n_words).map(first_undated).collect();
        Self { vectors, days, order, n_dated, offsets, places, undated, window_days }
    }

    /// The places of a word within the window of an article, and those without a day; `reach` is the window's positions, or
    /// `None` for an article without a day, which is compared with all.
    fn places_of(
        &self,
        word: TermId,
        reach: Option<&Range<usize>>,
        windows: &mut [(usize, usize)],
    ) -> [Places<'_>; 2] {
        let word = word as usize;
        let (start, undated, end) = (self.offsets[word], self.undated[word], self.offsets[word + 1]);
        let Some(reach) = reach else { return [&self.places[start..end], &[]] };
        let place = |at: usize| self.places[at].0 as usize;
        let window = &mut windows[word];
        if *window == NOT_YET {
            let dated = &self.places[start..undated];
            let from = start + dated.partition_point(|&(place, _)| (place as usize) < reach.start);
            *window = (from, from);
        }
        while window.0 < undated && place(window.0) < reach.start {
            window.0 += 1;
        }
        window.1 = window.1.max(window.0);
        while window.1 < undated && place(window.1) < reach.end {
            window.1 += 1;
        }
        [&self.places[window.0..window.1], &self.places[undated..end]]
    }

    /// The positions within the window of a day.
    fn reach(&self, day: Option<i64>) -> Option<Range<usize>> {
        let day = day?;
        let (first, last) = (day.saturating_sub(self.window_days), day.saturating_add(self.window_days));
        let dated = &self.order[..self.n_dated];
        let before = |limit: i64| {
            dated.partition_point(|&other| self.days[other as usize].is_some_and(|day| day < limit))
        };
        Some(before(first)..before(last.saturating_add(1)))
    }

    /// The neighbours of the articles at some positions in the order of days.
    ///
    /// # Returns
    /// For each position the article and at most 48 neighbours of a similarity of at least 0.01, the most alike first,
    /// ties by position.
    #[must_use]
    pub fn nearest(&self, positions: Range<usize>) -> Vec<(u32, Vec<Neighbour>)> {
        let n_words = self.offsets.len() - 1;
        let mut desk = Desk {
            scores: vec![0.0; self.order.len()],
            touched: Vec::new(),
            weights: vec![0.0; n_words],
            windows: vec![NOT_YET; n_words],
        };
        let of = |&article: &u32| (article, self.nearest_of(article as usize, &mut desk));
        self.order[positions].iter().map(of).collect()
    }

    fn nearest_of(&self, article: usize, desk: &mut Desk) -> Vec<Neighbour> {
        let day = self.days[article];
        let vector = &self.vectors[article];
        let is_whole = self.collect(day, vector, desk);
        let mut found: Vec<Neighbour> = Vec::with_capacity(desk.touched.len());
        for place in desk.touched.drain(..) {
            let other = self.order[place as usize];
            let score = std::mem::take(&mut desk.scores[place as usize]);
            if other as usize != article {
                found.push(Neighbour {
                    article: other,
                    similarity: score * fading(day, self.days[other as usize]),
                });
            }
        }
        if !is_whole {
            keep_nearest(&mut found, MOST_CANDIDATES);
            vector.iter().for_each(|&(word, weight)| desk.weights[word as usize] = weight);
            for one in &mut found {
                let other = one.article as usize;
                let product: f32 = self.vectors[other]
                    .iter()
                    .map(|&(word, weight)| weight * desk.weights[word as usize])
                    .sum();
                one.similarity = product * fading(day, self.days[other]);
            }
            vector.iter().for_each(|&(word, _)| desk.weights[word as usize] = 0.0);
        }
        found.retain(|one| one.similarity >= FLOOR);
        keep_nearest(&mut found, MOST_NEIGHBOURS);
        found.shrink_to_fit();
        found
    }

    /// Adds up products word by word, the rarest first. Whether all words were looked at.
    fn collect(&self, day: Option<i64>, vector: &Weighted, desk: &mut Desk) -> bool {
        let reach = self.reach(day);
        let mut words: Vec<(usize, TermId, f32, [Places<'_>; 2])> = vector
            .iter()
            .map(|&(word, weight)| {
                let places = self.places_of(word, reach.as_ref(), &mut desk.windows);
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
fn fading(one: Option<i64>, other: Option<i64>) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "the days of a window are few")]
    match (one, other) {
        (Some(one), Some(other)) => (-FADING * one.abs_diff(other) as f32).exp(),
        (None, None) => 1.0,
        _ => ONE_DAY_UNKNOWN,
    }
}
