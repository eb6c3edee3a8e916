//! Boilerplate: what an outlet prints under many of its articles ("Sign up for our newsletter"), found from the corpus
//! itself.

use super::ByteRange;
use super::shingles::{mix, number};
use crate::text::{Document, Quotation, Vocabulary};
use std::collections::BTreeMap;

/// A sentence of so many words may be boilerplate wherever it stands; a shorter one only alone on its line, as "He did."
/// is written often.
const LONG_ENOUGH: u32 = 4;
/// A sentence that stands in so many articles of an outlet, and in this share of them, is boilerplate.
const FEWEST: usize = 5;
const SHARE: f64 = 0.01;
/// Of an outlet with few articles: a sentence in so many of them, and in this share.
const FEWEST_OF_FEW: usize = 3;
const SHARE_OF_FEW: f64 = 0.5;
/// An article more than this share of whose words repeats is itself repeated (a later version of a story) and tells
/// nothing of what stands under others.
const MOST_REPEATED: f64 = 0.5;

/// A sentence as boilerplate is looked for: numbers are taken as equal (`photo 3 of 12`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// What its words come to.
    key: u64,
    /// Its place in the text.
    range: ByteRange,
    /// Its words.
    n_words: u32,
    /// Whether it can be boilerplate at all.
    is_candidate: bool,
}

/// The code of all words without a letter: numbers change from one article to the next.
const NUMBER: u64 = 1;

/// A code for each word of a vocabulary, for [`passages`].
#[must_use]
pub fn codes(vocabulary: &Vocabulary) -> Vec<u64> {
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
    let code = |form: &[u8]| if form.iter().any(is_letter) { number(form) } else { NUMBER };
    vocabulary.ids().map(|id| code(vocabulary.bytes(id))).collect()
}

/// The passages of a document, in order; quoted ones and the headline are none.
///
/// # Shape
/// `codes` are those of the vocabulary whose numbers the tokens have.
#[must_use]
pub fn passages(document: &Document<'_>, codes: &[u64]) -> Vec<Passage> {
    let mut found = Vec::with_capacity(document.sentences().len());
    for sentence in document.sentences().iter().filter(|it| it.zone != crate::key::Zone::Headline) {
        let tokens = document.tokens_of(sentence);
        let (mut key, mut has_letter) = (0, false);
        for token in tokens {
            let code = codes.get(token.term as usize).copied().unwrap_or(NUMBER);
            has_letter |= code != NUMBER;
            key = mix(key ^ code);
        }
        let n_words = u32::try_from(tokens.len()).unwrap_or(u32::MAX);
        let range = (sentence.start, sentence.end);
        let is_quoted = is_quoted(document.quotations(), range);
        let stands_out = n_words >= LONG_ENOUGH || is_alone(document.text(), range);
        found.push(Passage { key, range, n_words, is_candidate: has_letter && stands_out && !is_quoted });
    }
    found
}

fn is_quoted(quotations: &[Quotation], (start, end): ByteRange) -> bool {
    let after = quotations.partition_point(|quote| quote.end <= start as usize);
    quotations.get(after).is_some_and(|quote| quote.start < end as usize)
}

/// Whether nothing else stands on the lines of a range.
fn is_alone(text: &str, (start, end): ByteRange) -> bool {
    let is_edge = |character: char| !character.is_whitespace() || character == '\n';
    let before = text.get(..start as usize).and_then(|before| before.chars().rev().find(|&it| is_edge(it)));
    let behind = text.get(end as usize..).and_then(|behind| behind.chars().find(|&it| is_edge(it)));
    before.is_none_or(|it| it == '\n') && behind.is_none_or(|it| it == '\n')
}

/// A sentence that an outlet repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeated {
    /// The outlet, by the number that it was given.
    pub outlet: u32,
    /// How many of its articles have it.
    pub n_articles: usize,
    /// How many articles it has in all.
    pub n_articles_outlet: usize,
    /// The words of the sentence.
    pub n_words: u32,
    /// The first article that has it, and where.
    pub example: (u32, ByteRange),
}

/// What [`find`] finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Boilerplate {
    /// The repeated sentences, by outlet, those in most articles first.
    pub repeated: Vec<Repeated>,
    /// For each article the ranges of its text that are boilerplate, sorted.
    pub ranges: Vec<Vec<ByteRange>>,
}

/// Finds boilerplate: sentences in at least 5 articles and 1 % of the articles of an outlet, or in 3 and half of them,
/// that are mostly different otherwise. A quotation is never boilerplate, nor is what an outlet writes in other words.
///
/// # Shape
/// One list of passages and one outlet an article.
#[must_use]
pub fn find(passages: &[Vec<Passage>], outlet_of: &[u32]) -> Boilerplate {
    let mut by_outlet: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (article, &outlet) in (0_u32..).zip(outlet_of) {
        by_outlet.entry(outlet).or_default().push(article);
    }
    let mut found = Boilerplate { repeated: Vec::new(), ranges: vec![Vec::new(); passages.len()] };
    for (&outlet, articles) in &by_outlet {
        let keys = repeated_keys(passages, articles);
        let mut seen: BTreeMap<u64, Repeated> = BTreeMap::new();
        for &article in articles {
            let mut of_article: Vec<u64> = Vec::new();
            for passage in passages[article as usize].iter().filter(|it| it.is_candidate) {
                if keys.binary_search(&passage.key).is_err() {
                    continue;
                }
                found.ranges[article as usize].push(passage.range);
                let row = seen.entry(passage.key).or_insert(Repeated {
                    outlet,
                    n_articles: 0,
                    n_articles_outlet: articles.len(),
                    n_words: passage.n_words,
                    example: (article, passage.range),
                });
                if !of_article.contains(&passage.key) {
                    of_article.push(passage.key);
                    row.n_articles += 1;
                }
            }
        }
        let mut rows: Vec<Repeated> = seen.into_values().collect();
        rows.sort_by_key(|row| (std::cmp::Reverse(row.n_articles), row.example));
        found.repeated.extend(rows);
    }
    found
}

/// The keys of an outlet's boilerplate, sorted.
fn repeated_keys(passages: &[Vec<Passage>], articles: &[u32]) -> Vec<u64> {
    let of = |article: &u32| passages[*article as usize].as_slice();
    let all = counts(articles.iter().map(of));
    let count = |key: u64| all.binary_search_by_key(&key, |&(key, _)| key).map_or(0, |at| all[at].1);
    let is_original = |article: &&u32| {
        let sum = |repeated: bool| -> u32 {
            let counted = of(article).iter().filter(|it| !repeated || count(it.key) >= FEWEST_OF_FEW);
            counted.map(|passage| passage.n_words).sum()
        };
        f64::from(sum(true)) <= MOST_REPEATED * f64::from(sum(false))
    };
    let originals: Vec<u32> = articles.iter().filter(is_original).copied().collect();
    #[expect(clippy::cast_precision_loss, reason = "articles of one outlet")]
    let is_often = |n: usize| {
        let share = n as f64 / articles.len() as f64;
        (n >= FEWEST && share >= SHARE) || (n >= FEWEST_OF_FEW && share >= SHARE_OF_FEW)
    };
    counts(originals.iter().map(of)).into_iter().filter(|&(_, n)| is_often(n)).map(|(key, _)| key).collect()
}

/// In how many articles each candidate stands, sorted by key.
fn counts<'a>(articles: impl Iterator<Item = &'a [Passage]>) -> Vec<(u64, usize)> {
    let mut keys: Vec<u64> = Vec::new();
    let mut of_article: Vec<u64> = Vec::new();
    for passages in articles {
        of_article.clear();
        of_article.extend(passages.iter().filter(|it| it.is_candidate).map(|it| it.key));
        of_article.sort_unstable();
        of_article.dedup();
        keys.append(&mut of_article);
    }
    keys.sort_unstable();
    keys.chunk_by(|a, b| a == b).map(|run| (run[0], run.len())).collect()
}

#[cfg(test)]
mod tests {
    use super::{Boilerplate, codes, find, passages};
    use crate::text::{Analyser, NumberedWords, Vocabulary};

    fn found(texts: &[String]) -> Boilerplate {
        let mut analyser = Analyser::default();
        let mut vocabulary = Vocabulary::default();
        let words: Vec<_> = texts.iter().map(|it| NumberedWords::read(("", it), &mut vocabulary)).collect();
        let codes = codes(&vocabulary);
        let mut of = |(text, words): (&String, &NumberedWords)| {
            passages(&analyser.analyse(("", text), &[], words.numbers()), &codes)
        };
        let all: Vec<_> = texts.iter().zip(&words).map(&mut of).collect();
        find(&all, &vec![0; texts.len()])
    }

    /// Different words for each number.
    fn story(number: usize) -> String {
        let word = |index: usize| char::from(b'a' + u8::try_from(index % 26).unwrap()).to_string().repeat(4);
        let of = |from: usize| (0..9).map(|index| word(from + 7 * index)).collect::<Vec<_>>().join(" ");
        format!("A {} came. B {} went.", of(number), of(number + 3))
    }

    #[test]
    fn what_stands_under_every_article_is_found_whatever_its_numbers() {
        let texts: Vec<String> = (0..6)
            .map(|n| format!("{}\nAdvertisement\nPhoto {n} of 12 by staff. He did. He left.", story(n)))
            .collect();
        let Boilerplate { repeated, ranges } = found(&texts);
        let words: Vec<_> = repeated.iter().map(|it| (it.n_words, it.n_articles)).collect();
        assert_eq!(words, [(1, 6), (6, 6)], "short sentences beside others are no boilerplate");
        let cut: Vec<&str> =
            ranges[2].iter().map(|&(start, end)| &texts[2][start as usize..end as usize]).collect();
        assert_eq!(cut, ["Advertisement", "Photo 2 of 12 by staff."]);
    }

    #[test]
    fn versions_of_one_story_and_quotations_are_no_boilerplate() {
        let versions: Vec<String> = (0..8).map(|_| story(1)).collect();
        assert!(found(&versions).repeated.is_empty());
        let quoting: Vec<String> =
            (0..8).map(|n| format!("{} “We will not give in to them,” she said.", story(n))).collect();
        assert!(found(&quoting).repeated.is_empty());
        assert!(found(&[]).repeated.is_empty());
    }
}
