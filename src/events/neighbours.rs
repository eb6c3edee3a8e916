//! TF-IDF vectors of articles and, through an inverted index, the pairs of articles that are alike.

use super::ArticleWords;
use crate::text::{TermId, TermSet};

/// How many of an article's heaviest words describe it.
const WORDS_PER_ARTICLE: usize = 200;

/// How fast similarity fades with the days between two articles: `exp(-FADING * days)`. Reports of one event mostly
/// come on one day, and stories of one topic on neighbouring days share many words.
const FADING: f32 = 0.6;

/// An article keeps this many pairs with those before it, the most alike: a page that is everywhere must not cost the
/// square of its copies.
const MOST_NEIGHBOURS: usize = 1_000;

/// Pairs below this similarity are not kept; clustering takes them as it.
pub(super) const FLOOR: f32 = 0.04;

/// A pair of articles and their cosine similarity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// The article that comes first.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// The similarity, faded by the days between them, in [0, 1].
    pub similarity: f32,
}

/// An article's heaviest words with their weights, of unit length, sorted by word.
pub type Weighted = Vec<(TermId, f32)>;

/// As many articles without any of its words are thought beside the corpus: in a handful of articles on one matter the
/// words that all of them share are what makes them alike, not what says nothing.
const THOUGHT_ARTICLES: f64 = 100.0;

/// The inverse document frequency of each word: `ln((N + 100) / (df + 0.5))`.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a weight needs no more digits"
)]
fn inverse_frequencies(articles: &[ArticleWords], n_words: usize) -> Vec<f32> {
    let mut frequency = vec![0_u32; n_words];
    for article in articles {
        for &(word, _) in &article.counts {
            frequency[word as usize] += 1;
        }
    }
    let n = articles.len() as f64;
    frequency.into_iter().map(|df| ((n + THOUGHT_ARTICLES) / (f64::from(df) + 0.5)).ln() as f32).collect()
}

/// Weighs the words of articles.
#[derive(Debug)]
pub struct Weigher<'a> {
    terms: &'a TermSet,
    idf: Vec<f32>,
}

impl<'a> Weigher<'a> {
    /// A weigher for the articles of one corpus; `n_words` is the size of the vocabulary that they count in.
    #[must_use]
    pub fn new(articles: &[ArticleWords], terms: &'a TermSet, n_words: usize) -> Self {
        Self { terms, idf: inverse_frequencies(articles, n_words) }
    }

    /// Weighs an article's words by `(1 + ln tf) * idf` and keeps the heaviest.
    #[must_use]
    pub fn weigh(&self, article: &ArticleWords) -> Weighted {
        weigh_one(article, self.terms, &self.idf)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of one article are small")]
fn weigh_one(article: &ArticleWords, terms: &TermSet, idf: &[f32]) -> Weighted {
    let mut weighted: Weighted = article
        .counts
        .iter()
        .filter(|&&(word, _)| terms.holds(word))
        .map(|&(word, count)| (word, (1.0 + (count as f32).ln()) * idf[word as usize]))
        .filter(|&(_, weight)| weight > 0.0)
        .collect();
    weighted.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    weighted.truncate(WORDS_PER_ARTICLE);
    let length = weighted.iter().map(|&(_, weight)| weight * weight).sum::<f32>().sqrt();
    if length > 0.0 {
        weighted.iter_mut().for_each(|(_, weight)| *weight /= length);
    }
    weighted.sort_unstable_by_key(|&(word, _)| word);
    weighted
}

/// The places of a word: articles in the order of their days, those without a day last.
#[derive(Debug)]
struct Postings {
    offsets: Vec<usize>,
    places: Vec<(u32, f32)>,
}

impl Postings {
    fn new(vectors: &[Weighted], order: &[u32], n_words: usize) -> Self {
        let mut offsets = vec![0_usize; n_words + 1];
        for &(word, _) in vectors.iter().flatten() {
            offsets[word as usize + 1] += 1;
        }
        for index in 1..offsets.len() {
            offsets[index] += offsets[index - 1];
        }
        let mut next = offsets.clone();
        let mut places = vec![(0, 0.0); offsets[n_words]];
        for (position, &article) in (0_u32..).zip(order) {
            for &(word, weight) in &vectors[article as usize] {
                places[next[word as usize]] = (position, weight);
                next[word as usize] += 1;
            }
        }
        Self { offsets, places }
    }

    fn of(&self, word: TermId) -> &[(u32, f32)] {
        &self.places[self.offsets[word as usize]..self.offsets[word as usize + 1]]
    }
}

/// The share of a similarity that the days between two articles leave.
fn fading(one: Option<i64>, other: Option<i64>) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "the days of a window are few")]
    let days = one.zip(other).map_or(0.0, |(one, other)| one.abs_diff(other) as f32);
    (-FADING * days).exp()
}

/// The articles in the order of their days, with an index from words to places.
#[derive(Debug)]
pub struct Neighbours<'a> {
    vectors: &'a [Weighted],
    days: Vec<Option<i64>>,
    order: Vec<u32>,
    postings: Postings,
    window_days: i64,
}

impl<'a> Neighbours<'a> {
    /// Prepares the search.
    ///
    /// # Shape
    /// One vector an article; `n_words` is the size of the vocabulary.
    #[must_use]
    pub fn new(articles: &[ArticleWords], vectors: &'a [Weighted], n_words: usize, window_days: i64) -> Self {
        let days: Vec<Option<i64>> = articles.iter().map(|article| article.day).collect();
        let mut order: Vec<u32> = (0..).take(articles.len()).collect();
        order.sort_by_key(|&article| (days[article as usize].is_none(), days[article as usize], article));
        let postings = Postings::new(vectors, &order, n_words);
        Self { vectors, days, order, postings, window_days }
    }

    /// All pairs of an article at `positions` in the order of days and one before it, whose similarity is at least
    /// 0.04 and whose days lie within the window. An article without a day is compared with every other.
    ///
    /// As each article looks only at those before it, a pair is found once, whatever the cut into ranges; the work
    /// grows with the number of articles in a window, not with the square of the corpus.
    #[must_use]
    pub fn edges(&self, positions: std::ops::Range<usize>) -> Vec<Edge> {
        let mut scores = vec![0.0_f32; positions.end];
        let mut touched: Vec<u32> = Vec::new();
        let mut found = Vec::new();
        for position in positions {
            let article = self.order[position];
            let day = self.days[article as usize];
            let first = day.map_or(0, |day| {
                let from = day - self.window_days;
                self.order.partition_point(|&other| self.days[other as usize].is_some_and(|day| day < from))
            });
            for &(word, weight) in &self.vectors[article as usize] {
                let places = self.postings.of(word);
                let from = places.partition_point(|&(place, _)| (place as usize) < first);
                let before = places[from..].iter().take_while(|&&(place, _)| (place as usize) < position);
                for &(place, other_weight) in before {
                    let score = &mut scores[place as usize];
                    if *score <= 0.0 {
                        touched.push(place);
                    }
                    *score += weight * other_weight;
                }
            }
            let first_of_article = found.len();
            for place in touched.drain(..) {
                let other = self.order[place as usize];
                let score = std::mem::take(&mut scores[place as usize]);
                let similarity = score * fading(day, self.days[other as usize]);
                if similarity >= FLOOR {
                    found.push(Edge { a: article.min(other), b: article.max(other), similarity });
                }
            }
            if found.len() - first_of_article > MOST_NEIGHBOURS {
                found[first_of_article..].sort_unstable_by(|x: &Edge, y: &Edge| {
                    y.similarity.total_cmp(&x.similarity).then((x.a, x.b).cmp(&(y.a, y.b)))
                });
                found.truncate(first_of_article + MOST_NEIGHBOURS);
            }
        }
        found
    }
}
