//! Boilerplate and copies, over all cores.

use super::{Words, Workers, narrow};
use crate::agency;
use crate::article::{Article, Published};
use crate::copies::boilerplate::{self, Boilerplate};
use crate::copies::{
    ByteRange, Candidate, Copies, Fingerprint, Overlap, Shingled, Texts, candidates, families, fingerprint,
    numbers, overlap,
};
use crate::text::{Analyser, NumberedWords, Vocabulary};

/// An outlet that prints its own text again later than this many days makes no copy of it.
const DAYS_OF_A_STORY: u64 = 7;

/// What outlets print under many of their articles.
///
/// # Shape
/// `outlets` has the outlet of each article.
#[must_use]
pub fn find_boilerplate(
    workers: &Workers,
    (articles, words): (&[Article], &Words),
    outlets: &[&str],
) -> Boilerplate {
    let codes = boilerplate::codes(&words.vocabulary);
    let ranges = workers.ranges(0..articles.len());
    let passages = workers.map(&ranges, |range| {
        let mut analyser = Analyser::default();
        let of = |(article, words): (&Article, &NumberedWords)| {
            let document = analyser.analyse(("", &article.text), &[], words.numbers_of_text());
            boilerplate::passages(&document, &codes)
        };
        articles[range.clone()].iter().zip(&words.articles[range.clone()]).map(of).collect::<Vec<_>>()
    });
    let mut names = outlets.to_vec();
    names.sort_unstable();
    names.dedup();
    let number = |outlet| narrow(names.binary_search(outlet).unwrap_or_default());
    let outlet_of: Vec<u32> = outlets.iter().map(number).collect();
    boilerplate::find(&passages.concat(), &outlet_of)
}

/// The articles that published one text.
///
/// # Shape
/// `outlets` has the outlet of each article, `left_out` the ranges of its text that do not count.
#[must_use]
pub fn find_copies(
    workers: &Workers,
    (articles, words): (&[Article], &Words),
    (outlets, left_out): (&[&str], &[Vec<ByteRange>]),
) -> Copies {
    let all: Vec<u32> = (0..).take(articles.len()).collect();
    let numbers = numbers(&words.vocabulary);
    let text_of = |article: u32| {
        let at = article as usize;
        (articles[at].text.as_str(), left_out[at].as_slice())
    };
    let numbers_of = |article: u32| -> Vec<u64> {
        let (text, left_out) = text_of(article);
        let words = words.articles[article as usize].of_text(text, left_out);
        words.filter_map(|word| numbers.get(word as usize).copied()).collect()
    };
    let prints: Vec<Fingerprint> = workers.map(&all, |&article| fingerprint(&numbers_of(article)));
    let agency_of: Vec<Option<String>> =
        workers.map(&all, |&it| agency::of_article(outlets[it as usize], text_of(it).0));
    let is_agency: Vec<bool> = outlets
        .iter()
        .zip(&agency_of)
        .map(|(outlet, agency)| agency.as_ref().is_some_and(|agency| agency::is_outlet(agency, outlet)))
        .collect();
    let order = in_order_of_publication(articles, &is_agency);
    let mut pairs = candidates(&prints, &order);
    pairs.retain(|pair| {
        let (later, earlier) = (pair.later as usize, pair.earlier as usize);
        outlets[later] != outlets[earlier] || !is_reuse(&articles[later], &articles[earlier])
    });
    let by_later: Vec<&[Candidate]> = pairs.chunk_by(|a, b| a.later == b.later).collect();
    let looked_at = workers.map(&by_later, |pairs| {
        let shingled = pairs.first().map(|pair| Shingled::new(&numbers_of(pair.later)));
        let look = |pair: &Candidate| {
            let earlier = Shingled::new(&numbers_of(pair.earlier));
            shingled.as_ref().filter(|later| later.may_be_copy(&earlier))?;
            let (later, earlier) = (text_of(pair.later), text_of(pair.earlier));
            let found = overlap(later, earlier);
            let own = || overlap((later.0, &unquoted(later)), (earlier.0, &unquoted(earlier)));
            found.is_copy(own).then_some((*pair, found))
        };
        pairs.iter().filter_map(look).collect::<Vec<_>>()
    });
    let found: Vec<(Candidate, Overlap)> = looked_at.concat();
    let texts: Vec<&str> = articles.iter().map(|article| article.text.as_str()).collect();
    let texts =
        Texts { texts: &texts, left_out, order: &order, agency_of: &agency_of, is_agency: &is_agency };
    families(texts, |article| prints[article as usize].n_words, &found)
}

/// What is left out of a text when its quotations are left out too, sorted.
fn unquoted((text, left_out): (&str, &[ByteRange])) -> Vec<ByteRange> {
    let mut analyser = Analyser::default();
    let document = analyser.analyse(("", text), &[], &Vocabulary::default());
    let quotations = document.quotations().iter().map(|quote| (narrow(quote.start), narrow(quote.end)));
    let mut ranges: Vec<ByteRange> = quotations.chain(left_out.iter().copied()).collect();
    ranges.sort_unstable();
    ranges
}

/// Whether an outlet uses a text of its own again (an explainer, a gallery) rather than goes on with a story.
fn is_reuse(later: &Article, earlier: &Article) -> bool {
    let days = later.published.as_ref().zip(earlier.published.as_ref());
    let days = days.map_or(0, |(later, earlier)| later.day().abs_diff(earlier.day()));
    days > DAYS_OF_A_STORY
}

/// The articles by day and time; of one day those with a time come first, then an agency's, then by id; those without a
/// day come last.
fn in_order_of_publication(articles: &[Article], is_agency: &[bool]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..).take(articles.len()).collect();
    order.sort_by_key(|&article| {
        let at = article as usize;
        let published = articles[at].published.as_ref();
        let time = published.filter(|it| it.has_time).map_or(i64::MAX, |it| it.seconds);
        (published.map_or(i64::MAX, Published::day), time, !is_agency[at], article)
    });
    order
}
