//! Articles with all but the same words within the window of days: for grouping they are one, so that a text that
//! thousands publish costs no more than one, makes its words no commoner, and hides nobody's true neighbours.
//!
//! Candidates share a band of a one-permutation minhash sketch (Li, Owen and Zhang 2012, filled up after Shrivastava and
//! Li 2014); each is then compared in full with the first of its band, so the work grows with the number of articles.

use super::ArticleWords;
use crate::text::{TermSet, Vocabulary, code_of, scatter};
use rustc_hash::{FxBuildHasher, FxHashMap};

/// The places of a sketch.
const PLACES: usize = 64;

/// A band of this many places must be equal: with 16 bands, articles that share four fifths of their words are met with
/// probability 0.9998.
const PLACES_PER_BAND: usize = 4;

/// Articles repeat each other when they share this part of their distinct words (Jaccard).
const LEAST_SHARED: f64 = 0.75;

/// So many texts of one band are compared with; a band that more share tells nothing.
const FIRST_ONES_PER_BAND: usize = 4;

/// An article of fewer distinct terms is no copy unless all its words are the same: a headline alone is soon repeated.
const FEWEST_TERMS: usize = 12;

/// The last few texts of a band.
#[derive(Clone, Copy, Default)]
struct FirstOnes {
    articles: [u32; FIRST_ONES_PER_BAND],
    n: usize,
}

impl FirstOnes {
    /// Takes in a text; where the band is full, the oldest goes.
    fn push(&mut self, article: u32) {
        self.articles[self.n % FIRST_ONES_PER_BAND] = article;
        self.n += 1;
    }

    fn iter(&self) -> impl Iterator<Item = u32> {
        self.articles.into_iter().take(self.n)
    }
}

/// Which articles repeat another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeats {
    /// The articles that stand for themselves and those that repeat them, in the order of their days, those without a day
    /// last.
    pub first: Vec<u32>,
    /// For each article the position in [`Repeats::first`] of the one that stands for it.
    stands_for: Vec<u32>,
}

/// What all articles are sketched with.
#[derive(Debug)]
pub struct Sketcher<'a> {
    terms: &'a TermSet,
    codes: Vec<u64>,
}

/// The bands of an article; none where it has too few terms.
pub type Sketch = Vec<u64>;

impl<'a> Sketcher<'a> {
    /// A sketcher for articles that count in `vocabulary`. Words are known by their letters, so that what repeats what
    /// does not hang on what else is in the corpus.
    #[must_use]
    pub fn new(terms: &'a TermSet, vocabulary: &Vocabulary) -> Self {
        Self {
            terms,
            codes: vocabulary
                .ids()
                .map(|id| scatter(code_of(vocabulary.bytes(id).iter().copied())))
                .collect(),
        }
    }

    /// The bands of an article.
    #[must_use]
    pub fn sketch(&self, article: &ArticleWords) -> Sketch {
        let mut places = [u64::MAX; PLACES];
        let mut n_terms = 0;
        for &(word, _) in article.counts.iter().filter(|&&(word, _)| self.terms.holds(word)) {
            let code = self.codes.get(word as usize).copied().unwrap_or_default();
            if let Some(place) = usize::try_from(code >> 58).ok().and_then(|at| places.get_mut(at)) {
                *place = (*place).min(code);
            }
            n_terms += 1;
        }
        if n_terms < FEWEST_TERMS { Vec::new() } else { bands(&places) }
    }
}

/// The keys of the bands. An empty place takes what the next full one holds.
fn bands(places: &[u64; PLACES]) -> Sketch {
    let filled = |at: usize| {
        let mut round = places.iter().cycle().skip(at).take(PLACES).zip(0_u64..);
        round.find(|&(&place, _)| place != u64::MAX).map_or(0, |(&place, far)| scatter(place ^ scatter(far)))
    };
    (0..PLACES)
        .step_by(PLACES_PER_BAND)
        .map(|from| {
            (from..from + PLACES_PER_BAND).fold(scatter(from as u64), |key, at| scatter(key ^ filled(at)))
        })
        .collect()
}

impl Repeats {
    /// Finds the repeats: of each article, the first (by day, then by position) within `window_days` that has all but the
    /// same terms. Articles without a word repeat nothing: they are alike in nothing either.
    ///
    /// # Shape
    /// One sketch an article, by one [`Sketcher`].
    #[must_use]
    pub fn new(articles: &[ArticleWords], sketches: &[Sketch], terms: &TermSet, window_days: i64) -> Self {
        let words = |article: u32| &articles[article as usize];
        let mut order: Vec<u32> = (0..).take(articles.len()).collect();
        order.sort_by_key(|&article| (words(article).day.is_none(), words(article).day, article));
        let mut stands_for: Vec<u32> = (0..).take(articles.len()).collect();
        // With room for all from the start: to grow, a map hashes anew all words of all articles.
        let mut first_of_words: FxHashMap<&ArticleWords, u32> =
            FxHashMap::with_capacity_and_hasher(articles.len(), FxBuildHasher);
        let mut of_band: FxHashMap<u64, FirstOnes> =
            FxHashMap::with_capacity_and_hasher(sketches.iter().map(Vec::len).sum(), FxBuildHasher);
        for &article in &order {
            let own = words(article);
            if own.counts.is_empty() {
                continue;
            }
            let same = *first_of_words.entry(own).or_insert(article);
            if same != article {
                stands_for[article as usize] = stands_for[same as usize];
                continue;
            }
            let mut met: Vec<u32> = Vec::new();
            for key in &sketches[article as usize] {
                met.extend(of_band.get(key).into_iter().flat_map(FirstOnes::iter));
            }
            met.sort_unstable_by_key(|&other| (words(other).day, other));
            met.dedup();
            let is_near = |other: u32| match (words(other).day, own.day) {
                (Some(before), Some(day)) => day.abs_diff(before) <= window_days.unsigned_abs(),
                (before, day) => before == day,
            };
            let repeated = met
                .into_iter()
                .find(|&other| is_near(other) && shared(words(other), own, terms) >= LEAST_SHARED);
            if let Some(other) = repeated {
                stands_for[article as usize] = other;
                continue;
            }
            for &key in &sketches[article as usize] {
                of_band.entry(key).or_default().push(article);
            }
        }
        let is_first = |article: &u32| stands_for[*article as usize] == *article;
        let first: Vec<u32> = order.into_iter().filter(is_first).collect();
        let mut position_of = vec![0; articles.len()];
        for (&article, position) in first.iter().zip(0..) {
            position_of[article as usize] = position;
        }
        stands_for.iter_mut().for_each(|article| *article = position_of[*article as usize]);
        Self { first, stands_for }
    }

    /// What the articles have that stand for themselves.
    ///
    /// # Shape
    /// `of_all` holds one value an article.
    pub fn pick<'a, T>(&'a self, of_all: &'a [T]) -> impl Iterator<Item = &'a T> {
        self.first.iter().map(|&article| &of_all[article as usize])
    }

    /// How many others each of [`Repeats::first`] stands for.
    #[must_use]
    pub fn n_repeats(&self) -> Vec<u32> {
        let mut counts = vec![0_u32; self.first.len()];
        self.stands_for.iter().for_each(|&position| counts[position as usize] += 1);
        counts.into_iter().map(|count| count.saturating_sub(1)).collect()
    }

    /// Gives each article what the one that stands for it has.
    ///
    /// # Shape
    /// `of_first` holds one value for each of [`Repeats::first`].
    #[must_use]
    pub fn spread(&self, of_first: &[u32]) -> Vec<u32> {
        self.stands_for.iter().map(|&position| of_first[position as usize]).collect()
    }
}

/// The part of the distinct terms of two articles that both have.
#[expect(clippy::cast_precision_loss, reason = "an article has few words")]
fn shared(one: &ArticleWords, other: &ArticleWords, terms: &TermSet) -> f64 {
    let of = |article: &'_ ArticleWords| {
        article.counts.iter().map(|&(word, _)| word).filter(|&word| terms.holds(word)).collect::<Vec<_>>()
    };
    let (one, other) = (of(one), of(other));
    let mut rest = other.iter().peekable();
    let mut n_shared = 0_usize;
    for word in &one {
        while rest.next_if(|&it| it < word).is_some() {}
        n_shared += usize::from(rest.next_if_eq(&word).is_some());
    }
    let n_all = one.len() + other.len() - n_shared;
    if n_all == 0 { 0.0 } else { n_shared as f64 / n_all as f64 }
}

#[cfg(test)]
mod tests {
    use super::{ArticleWords, Repeats, Sketcher};
    use crate::text::{NumberedWords, TermSet, Vocabulary};

    fn repeats(articles: &[(&str, Option<i64>)]) -> Repeats {
        let mut vocabulary = Vocabulary::default();
        let words: Vec<ArticleWords> = articles
            .iter()
            .map(|&(text, day)| ArticleWords { counts: NumberedWords::counts_of(text, &mut vocabulary), day })
            .collect();
        let terms = TermSet::new(&vocabulary, &Vocabulary::default());
        let sketcher = Sketcher::new(&terms, &vocabulary);
        let sketches: Vec<_> = words.iter().map(|article| sketcher.sketch(article)).collect();
        Repeats::new(&words, &sketches, &terms, 3)
    }

    const STRIKE: &str = "dock workers at lasker harbour walked out before dawn over pay, shifts and safety; the port \
                          company called the strike unlawful and asked a court to end it within two days";

    #[test]
    fn all_but_the_same_words_within_days_are_one() {
        let edited = STRIKE.replace("unlawful", "reckless");
        let articles = [
            (STRIKE, Some(1)),
            ("", Some(1)),
            ("dam burst", Some(1)),
            (&edited, Some(3)),
            (STRIKE, Some(20)),
            ("dam burst", Some(1)),
            ("", Some(1)),
        ];
        let found = repeats(&articles);
        assert_eq!(found.first, [0, 1, 2, 6, 4], "in the order of days");
        assert_eq!(found.spread(&[10, 11, 12, 13, 14]), [10, 11, 12, 10, 14, 12, 13]);
        assert!(repeats(&[]).first.is_empty());
    }
}
