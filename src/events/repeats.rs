//! Articles with the same words on the same day: for grouping they are one, so that a text that thousands publish
//! costs no more than one.

use super::ArticleWords;

/// Which articles repeat another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeats {
    /// The articles that stand for themselves and those that repeat them, in order.
    pub first: Vec<u32>,
    /// For each article the position in [`Repeats::first`] of the one that stands for it.
    stands_for: Vec<u32>,
}

impl Repeats {
    /// Finds the repeats. Articles without a word repeat nothing: they are alike in nothing either.
    #[must_use]
    pub fn new(articles: &[ArticleWords]) -> Self {
        let words = |article: u32| &articles[article as usize];
        let mut order: Vec<u32> = (0..).take(articles.len()).collect();
        order.sort_by(|&a, &b| words(a).cmp(words(b)).then(a.cmp(&b)));
        let mut first_of = vec![0; articles.len()];
        for run in order.chunk_by(|&a, &b| words(a) == words(b) && !words(a).counts.is_empty()) {
            run.iter().for_each(|&article| first_of[article as usize] = run[0]);
        }
        let is_first = |&article: &u32| first_of[article as usize] == article;
        let first: Vec<u32> = (0..).take(articles.len()).filter(is_first).collect();
        let position = |first_one: &u32| first.binary_search(first_one).unwrap_or_default();
        let stands_for = first_of.iter().map(|it| u32::try_from(position(it)).unwrap_or(u32::MAX)).collect();
        Self { first, stands_for }
    }

    /// Gives each article the group of the one that stands for it.
    #[must_use]
    pub fn spread(&self, groups: &[u32]) -> Vec<u32> {
        self.stands_for.iter().map(|&position| groups[position as usize]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{ArticleWords, Repeats};

    #[test]
    fn the_same_words_on_the_same_day_are_one() {
        let article = |count, day| ArticleWords { counts: vec![(0, count)], day: Some(day) };
        let empty = ArticleWords::default();
        let articles = [article(1, 1), empty.clone(), article(2, 1), article(1, 1), article(1, 2), empty];
        let repeats = Repeats::new(&articles);
        assert_eq!(repeats.first, [0, 1, 2, 4, 5]);
        assert_eq!(repeats.spread(&[10, 11, 12, 13, 14]), [10, 11, 12, 10, 13, 14]);
        assert!(Repeats::new(&[]).first.is_empty());
    }
}
