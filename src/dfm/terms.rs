//! The matrix of articles and terms, sparse: for each article the terms it holds and how often.

use crate::text::{Term, TermCount, Vocabulary};

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

/// A term of one article says nothing of an outlet's habit and makes most of the vocabulary.
const FEWEST_ARTICLES: u32 = 2;

/// The terms that stand in at least two articles, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TermList {
    terms: Vec<Term>,
    n_articles: Vec<u32>,
    /// Where the terms that begin with each word start, so that a term is found in a few steps.
    starts: Vec<u32>,
}

impl TermList {
    /// Finds the terms in the counts of each article.
    ///
    /// # Shape
    /// `n_words` is the size of the vocabulary.
    #[must_use]
    pub fn new(articles: &[Vec<TermCount>], n_words: usize) -> Self {
        let counts = || articles.iter().flatten().map(|count| count.term);
        let mut n_alone = vec![0_u32; n_words];
        let mut ends = vec![0_usize; n_words + 1];
        for term in counts() {
            if term.second().is_some() {
                ends[term.first() as usize + 1] += 1;
            } else {
                n_alone[term.first() as usize] += 1;
            }
        }
        (1..ends.len()).for_each(|word| ends[word] += ends[word - 1]);
        // The second words of pairs, put beside each other by their first: many short sorts are quicker than one of all.
        let mut seconds = vec![0; ends[n_words]];
        for term in counts() {
            if let Some(second) = term.second() {
                let next = &mut ends[term.first() as usize];
                seconds[*next] = second;
                *next += 1;
            }
        }
        let mut list = Self::default();
        let mut from = 0;
        for (first, (n_alone, &end)) in (0..).zip(n_alone.into_iter().zip(&ends)) {
            list.starts.push(narrow(list.terms.len()));
            list.add(Term::word(first), n_alone);
            let pairs = &mut seconds[from..end];
            pairs.sort_unstable();
            for run in pairs.chunk_by(|a, b| a == b) {
                list.add(Term::pair(first, run[0]), narrow(run.len()));
            }
            from = end;
        }
        list.starts.push(narrow(list.terms.len()));
        list
    }

    fn add(&mut self, term: Term, n_articles: u32) {
        if n_articles >= FEWEST_ARTICLES {
            self.terms.push(term);
            self.n_articles.push(n_articles);
        }
    }

    /// The row of an article.
    #[must_use]
    pub fn row(&self, counts: &[TermCount]) -> Vec<TermRow> {
        let row = |count: &TermCount| {
            let term = self.find(count.term)?;
            Some(TermRow { term, all: count.all, own: count.own })
        };
        let mut row: Vec<TermRow> = counts.iter().filter_map(row).collect();
        row.shrink_to_fit();
        row
    }

    fn find(&self, term: Term) -> Option<u32> {
        let first = term.first() as usize;
        let (from, to) = (*self.starts.get(first)?, *self.starts.get(first + 1)?);
        let at = self.terms[from as usize..to as usize].binary_search(&term).ok()?;
        Some(from + narrow(at))
    }
}

/// Terms that stand in at least two articles, in the order of their spelling, and their counts by article.
#[derive(Clone, Debug, Default)]
pub struct TermMatrix {
    vocabulary: Vocabulary,
    list: TermList,
    counts: Vec<u64>,
    rows: Vec<Vec<TermRow>>,
}

impl TermMatrix {
    /// Puts the rows of all articles together.
    ///
    /// # Shape
    /// `rows` are those of `list`, whose terms are of `vocabulary`.
    #[must_use]
    pub fn new(list: TermList, rows: Vec<Vec<TermRow>>, vocabulary: Vocabulary) -> Self {
        let mut counts = vec![0; list.terms.len()];
        for row in rows.iter().flatten() {
            counts[row.term as usize] += u64::from(row.all);
        }
        Self { vocabulary, list, counts, rows }
    }

    /// How many terms there are.
    #[must_use]
    pub fn n_terms(&self) -> usize {
        self.list.terms.len()
    }

    /// A term as it is spelled.
    #[must_use]
    pub fn spelling(&self, term: usize) -> String {
        self.list.terms[term].spelling(&self.vocabulary)
    }

    /// How many words a term has.
    #[must_use]
    pub fn n_words(&self, term: usize) -> u8 {
        self.list.terms[term].n_words()
    }

    /// In how many articles a term stands.
    #[must_use]
    pub fn n_articles(&self, term: usize) -> u32 {
        self.list.n_articles[term]
    }

    /// How often a term stands in the corpus.
    #[must_use]
    pub fn count(&self, term: usize) -> u64 {
        self.counts[term]
    }

    /// The terms of an article, sorted by term.
    #[must_use]
    pub fn of_article(&self, article: usize) -> &[TermRow] {
        &self.rows[article]
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
