//! Boilerplate and copies, over all cores.

use super::{Workers, narrow};
use crate::agency;
use crate::article::{Article, Published};
use crate::copies::boilerplate::{self, Boilerplate};
use crate::copies::{
    ByteRange, Candidate, Copies, Fingerprint, Overlap, Texts, candidates, families, fingerprint, overlap,
};
use crate::text::{Analyser, Vocabulary};

/// An outlet that prints its own text again later than this many days makes no copy of it.
const DAYS_OF_A_STORY: u64 = 7;

/// What outlets print under many of their articles.
#[must_use]
pub fn find_boilerplate(workers: &Workers, articles: &[Article]) -> Boilerplate {
    let ranges = workers.ranges(articles.len());
    let passages = workers.map(&ranges, |range| {
        let (mut analyser, vocabulary) = (Analyser::default(), Vocabulary::default());
        let of = |article: &Article| {
            boilerplate::passages(&analyser.analyse(("", &article.text), &[], &vocabulary))
        };
        articles[range.clone()].iter().map(of).collect::<Vec<_>>()
    });
    let mut outlets: Vec<&str> = articles.iter().map(|article| article.outlet.as_str()).collect();
    outlets.sort_unstable();
    outlets.dedup();
    let outlet_of: Vec<u32> = articles
        .iter()
        .map(|article| narrow(outlets.binary_search(&article.outlet.as_str()).unwrap_or_default()))
        .collect();
    boilerplate::find(&passages.concat(), &outlet_of)
}

/// The articles that published one text.
///
/// # Shape
/// `left_out` holds for each article the ranges that do not count.
#[must_use]
pub fn find_copies(workers: &Workers, articles: &[Article], left_out: &[Vec<ByteRange>]) -> Copies {
    let numbers: Vec<u32> = (0..).take(articles.len()).collect();
    let text_of = |article: u32| {
        let at = article as usize;
        (articles[at].text.as_str(), left_out[at].as_slice())
    };
    let prints: Vec<Fingerprint> = workers.map(&numbers, |&article| {
        let (text, left_out) = text_of(article);
        fingerprint(text, left_out)
    });
    let agency_of: Vec<Option<String>> =
        workers.map(articles, |article| agency::of_article(&article.outlet, &article.text));
    let is_agency: Vec<bool> = articles
        .iter()
        .zip(&agency_of)
        .map(|(article, agency)| {
            agency.as_ref().is_some_and(|agency| agency::is_outlet(agency, &article.outlet))
        })
        .collect();
    let order = in_order_of_publication(articles, &is_agency);
    let mut pairs = candidates(&prints, &order);
    pairs.retain(|pair| !is_reuse(&articles[pair.later as usize], &articles[pair.earlier as usize]));
    let looked_at = workers.map(&pairs, |pair| {
        let (later, earlier) = (text_of(pair.later), text_of(pair.earlier));
        let found = overlap(later, earlier);
        let own = || overlap((later.0, &unquoted(later)), (earlier.0, &unquoted(earlier)));
        found.is_copy(own).then_some((*pair, found))
    });
    let found: Vec<(Candidate, Overlap)> = looked_at.into_iter().flatten().collect();
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

/// Whether an outlet uses a text of its own again (an explainer, a gallery) rather than that it goes on with a story.
fn is_reuse(later: &Article, earlier: &Article) -> bool {
    let days = later.published.as_ref().zip(earlier.published.as_ref());
    let days = days.map_or(0, |(later, earlier)| later.day().abs_diff(earlier.day()));
    later.outlet == earlier.outlet && days > DAYS_OF_A_STORY
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
