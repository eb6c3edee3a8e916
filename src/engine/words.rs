//! Pass one, over all cores.

use super::Workers;
use crate::article::Article;
use crate::text::{NumberedWords, TermId, Vocabulary};
use rayon::prelude::*;

/// What pass one finds: the vocabulary and each article's words in it.
#[derive(Debug)]
pub struct Words {
    /// The forms of the corpus, sorted.
    pub vocabulary: Vocabulary,
    /// The words of each article.
    pub articles: Vec<NumberedWords>,
}

/// Pass one: the vocabulary of the corpus, and the words of each article as numbers in it.
#[must_use]
pub fn number_words(workers: &Workers, articles: &[Article]) -> Words {
    let ranges = workers.ranges(0..articles.len());
    let mut parts: Vec<(Vocabulary, Vec<NumberedWords>)> = workers.map(&ranges, |range| {
        let mut vocabulary = Vocabulary::default();
        let of = |article: &Article| NumberedWords::read((&article.title, &article.text), &mut vocabulary);
        let words = articles[range.clone()].iter().map(of).collect();
        (vocabulary, words)
    });
    let mut all = Vocabulary::default();
    for (part, _) in &parts {
        for id in part.ids() {
            all.intern(part.bytes(id));
        }
    }
    let vocabulary = all.sorted();
    workers.pool.install(|| {
        parts.par_iter_mut().for_each(|(part, words)| {
            let new: Vec<TermId> = part.ids().map(|id| vocabulary.find(part.bytes(id))).collect();
            words.iter_mut().for_each(|words| words.renumber(&new));
        });
    });
    Words { vocabulary, articles: parts.into_iter().flat_map(|(_, words)| words).collect() }
}
