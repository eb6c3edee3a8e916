//! TF-IDF vectors of articles: how much each of its words says of an article.

use super::ArticleWords;
use crate::text::{TermId, TermSet, Vocabulary};

/// How many of an article's heaviest words describe it.
const WORDS_PER_ARTICLE: usize = 300;

/// As many articles without any of its words are thought beside the corpus: in a handful of articles on one matter the
/// words that all of them share are what makes them alike, not what says nothing.
const THOUGHT_ARTICLES: f64 = 100.0;

/// The least inverse document frequency: an event that fills the corpus is still known by the words of all its
/// articles. On labelled events any value up to 1.5 changes nothing.
const LEAST_IDF: f32 = 1.0;

/// Inverse document frequencies are taken to this power: a word that only two articles have is not so much better a sign
/// than one that twenty have. From 0.6 to 0.8 all is as good on labelled events, long and short; 1 is worse on short ones.
const IDF_POWER: f32 = 0.7;

/// A word that one article in so many has is rare enough to name an event.
const RARE: f32 = 8.0;

/// An article's heaviest words with their weights, of unit length, sorted by word.
pub type Weighted = Vec<(TermId, f32)>;

/// Weighs the words of articles.
#[derive(Debug)]
pub struct Weigher {
    weights: Vec<f32>,
    rarities: Vec<f32>,
}

impl Weigher {
    /// A weigher for the articles of one corpus, which count in `vocabulary`: terms and numbers have a weight. Document
    /// frequencies are those of `distinct`, the positions of articles that do not repeat another: a text that thousands
    /// publish must not make its words common.
    #[must_use]
    pub fn new(
        articles: &[ArticleWords],
        distinct: &[u32],
        (terms, vocabulary): (&TermSet, &Vocabulary),
    ) -> Self {
        let mut frequency = vec![0_u32; vocabulary.len()];
        for &article in distinct {
            for &(word, _) in &articles[article as usize].counts {
                if let Some(count) = frequency.get_mut(word as usize) {
                    *count += 1;
                }
            }
        }
        let says_something =
            |word: TermId| terms.holds(word) || vocabulary.bytes(word).iter().all(u8::is_ascii_digit);
        let weight = |(df, word)| {
            if says_something(word) {
                inverse(df, distinct.len()).max(LEAST_IDF).powf(IDF_POWER)
            } else {
                0.0
            }
        };
        let rarity = |(df, word): (u32, TermId)| {
            if terms.holds(word) { (inverse(df, distinct.len()) / RARE.ln()).min(1.0) } else { 0.0 }
        };
        Self {
            weights: frequency.iter().copied().zip(vocabulary.ids()).map(weight).collect(),
            rarities: frequency.into_iter().zip(vocabulary.ids()).map(rarity).collect(),
        }
    }

    /// How fit a term is to name an event, in [0, 1]: 1 for all that one article in eight has, or fewer, so that
    /// names hang little on what else is in the corpus; 0 for what is no term.
    #[must_use]
    pub(super) fn rarity(&self, word: TermId) -> f32 {
        self.rarities.get(word as usize).copied().unwrap_or_default()
    }

    /// Weighs an article's words by `(1 + ln tf) * idf^0.7` and keeps the 300 heaviest.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of one article are small")]
    pub fn weigh(&self, article: &ArticleWords) -> Weighted {
        let weight = |&(word, count): &(TermId, u32)| {
            let idf = self.weights.get(word as usize).filter(|&&weight| weight > 0.0)?;
            Some((word, (1.0 + (count.max(1) as f32).ln()) * idf))
        };
        let mut weighted: Weighted = article.counts.iter().filter_map(weight).collect();
        if weighted.len() > WORDS_PER_ARTICLE {
            let heavier = |a: &(TermId, f32), b: &(TermId, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
            weighted.select_nth_unstable_by(WORDS_PER_ARTICLE, heavier);
            weighted.truncate(WORDS_PER_ARTICLE);
            weighted.sort_unstable_by_key(|&(word, _)| word);
            weighted.shrink_to_fit();
        }
        let length = weighted.iter().map(|&(_, weight)| weight * weight).sum::<f32>().sqrt();
        if length > 0.0 {
            weighted.iter_mut().for_each(|(_, weight)| *weight /= length);
        }
        weighted
    }
}

/// `ln((N + 100) / (df + 0.5))`.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a weight needs no more digits"
)]
fn inverse(df: u32, n_articles: usize) -> f32 {
    ((n_articles as f64 + THOUGHT_ARTICLES) / (f64::from(df) + 0.5)).ln() as f32
}

#[cfg(test)]
mod tests {
    use super::Weigher;
    use crate::events::ArticleWords;
    use crate::text::{NumberedWords, TermSet, Vocabulary};

    #[test]
    fn a_rare_word_weighs_more_than_one_that_all_share_and_repeats_do_not_count() {
        let mut vocabulary = Vocabulary::default();
        let articles: Vec<ArticleWords> = ["harbour strike", "harbour dam", "harbour dam", "harbour dam"]
            .iter()
            .map(|text| ArticleWords { counts: NumberedWords::counts_of(text, &mut vocabulary), day: None })
            .collect();
        let terms = TermSet::new(&vocabulary, &Vocabulary::default());
        let weigh = |distinct: &[u32], article: usize, word: &[u8]| {
            let vector = Weigher::new(&articles, distinct, (&terms, &vocabulary)).weigh(&articles[article]);
            vector.iter().find(|&&(id, _)| id == vocabulary.find(word)).map_or(0.0, |&(_, weight)| weight)
        };
        assert!(weigh(&[0, 1, 2, 3], 0, b"strike") > weigh(&[0, 1, 2, 3], 0, b"harbour"));
        assert!(weigh(&[0, 1], 1, b"dam") > weigh(&[0, 1, 2, 3], 1, b"dam"));
    }
}
