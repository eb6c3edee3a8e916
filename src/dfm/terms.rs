//! The matrix of articles and terms, sparse: for each article the terms it holds and how often.

use crate::text::{Term, TermCount, Vocabulary};
use std::sync::Arc;

/// A term of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermRow {
    /// The term, by its position in the matrix.
    pub term: u32,
    /// How often the article has it.
    pub all: u32,
    /// How often outside quotations.
    pub own: u32,
}

/// Terms that stand in at least two articles, in the order of their spelling, and their counts by article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TermMatrix {
    spellings: Vec<Arc<str>>,
    n_words: Vec<u8>,
    n_articles: Vec<u32>,
    counts: Vec<u64>,
    offsets: Vec<usize>,
    rows: Vec<TermRow>,
}

/// A term of one article says nothing of an outlet's habit and makes most of the vocabulary.
const FEWEST_ARTICLES: u32 = 2;

impl TermMatrix {
    /// Builds the matrix from the counts of each article.
    #[must_use]
    pub fn new(articles: Vec<Vec<TermCount>>, vocabulary: &Vocabulary) -> Self {
        let mut words = vec![0_u32; vocabulary.len()];
        let mut pairs: Vec<Term> = Vec::new();
        for count in articles.iter().flatten() {
            if count.term.n_words() == 1 {
                words[count.term.first() as usize] += 1;
            } else {
                pairs.push(count.term);
            }
        }
        pairs.sort_unstable();
        let mut kept: Vec<(Term, u32)> = pairs
            .chunk_by(|a, b| a == b)
            .map(|run| (run[0], u32::try_from(run.len()).unwrap_or(u32::MAX)))
            .filter(|&(_, n)| n >= FEWEST_ARTICLES)
            .collect();
        kept.extend(
            vocabulary
                .ids()
                .map(|id| (Term::word(id), words[id as usize]))
                .filter(|&(_, n)| n >= FEWEST_ARTICLES),
        );
        kept.sort_unstable();
        let terms: Vec<Term> = kept.iter().map(|&(term, _)| term).collect();
        let mut matrix = Self {
            spellings: terms.iter().map(|term| Arc::from(term.spelling(vocabulary))).collect(),
            n_words: terms.iter().map(|term| term.n_words()).collect(),
            n_articles: kept.iter().map(|&(_, n)| n).collect(),
            counts: vec![0; kept.len()],
            offsets: vec![0],
            rows: Vec::new(),
        };
        let blocks = Blocks::new(&terms, vocabulary.len());
        for counts in articles {
            for count in counts {
                if let Some(position) = blocks.find(&terms, count.term) {
                    matrix.counts[position] += u64::from(count.all);
                    let term = u32::try_from(position).unwrap_or(u32::MAX);
                    matrix.rows.push(TermRow { term, all: count.all, own: count.own });
                }
            }
            matrix.offsets.push(matrix.rows.len());
        }
        matrix
    }

    /// How many terms there are.
    #[must_use]
    pub fn n_terms(&self) -> usize {
        self.spellings.len()
    }

    /// A term as it is spelled.
    #[must_use]
    pub fn spelling(&self, term: usize) -> &Arc<str> {
        &self.spellings[term]
    }

    /// How many words a term has.
    #[must_use]
    pub fn n_words(&self, term: usize) -> u8 {
        self.n_words[term]
    }

    /// In how many articles a term stands.
    #[must_use]
    pub fn n_articles(&self, term: usize) -> u32 {
        self.n_articles[term]
    }

    /// How often a term stands in the corpus.
    #[must_use]
    pub fn count(&self, term: usize) -> u64 {
        self.counts[term]
    }

    /// The terms of an article, sorted by term.
    #[must_use]
    pub fn of_article(&self, article: usize) -> &[TermRow] {
        &self.rows[self.offsets[article]..self.offsets[article + 1]]
    }
}

/// Where the terms that begin with a word start, so that a term is found in a few steps.
struct Blocks {
    offsets: Vec<u32>,
}

impl Blocks {
    fn new(terms: &[Term], n_words: usize) -> Self {
        let mut offsets = vec![0_u32; n_words + 1];
        for term in terms {
            offsets[term.first() as usize + 1] += 1;
        }
        for index in 1..offsets.len() {
            offsets[index] += offsets[index - 1];
        }
        Self { offsets }
    }

    fn find(&self, terms: &[Term], term: Term) -> Option<usize> {
        let first = term.first() as usize;
        let (from, to) = (self.offsets[first] as usize, self.offsets[first + 1] as usize);
        terms[from..to].binary_search(&term).ok().map(|offset| from + offset)
    }
}
