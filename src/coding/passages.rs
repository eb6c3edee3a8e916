//! The frame: all sentences that could be drawn, each with whether the measure saw the feature in it.

use super::source::Match;
use crate::article::Article;
use crate::key::Zone;
use crate::text::{Analyser, Vocabulary};

/// A sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The article, by its position.
    pub article: u32,
    /// Its position in the article, the headline counted.
    pub sentence: u32,
    /// Headline, lead or body.
    pub zone: Zone,
    /// The first byte, in the title for the headline, else in the text.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// Whether the measure saw the feature in it.
    pub is_matched: bool,
}

/// All sentences, with the names of what is compared and of events.
#[derive(Debug, Default)]
pub struct Frame {
    /// In the order of articles and places.
    pub passages: Vec<Passage>,
    /// The outlets (or groups), sorted.
    pub outlets: Vec<String>,
    /// Each article's outlet, by its position.
    pub outlet_of: Vec<u32>,
    /// The events, sorted; empty where the result has none.
    pub events: Vec<String>,
    /// Each article's event, by its position; `None` where it has none.
    pub event_of: Vec<Option<u32>>,
}

impl Frame {
    /// The frame of these passages.
    #[must_use]
    pub fn new(passages: Vec<Passage>, articles: &[Article], compared: &[String]) -> Self {
        let sorted = |mut names: Vec<String>| {
            names.sort_unstable();
            names.dedup();
            names
        };
        let outlets = sorted(compared.to_vec());
        let events = sorted(articles.iter().filter_map(|article| article.event.clone()).collect());
        let place = |names: &[String], name: &String| {
            names.binary_search(name).ok().and_then(|at| u32::try_from(at).ok())
        };
        let outlet_of = compared.iter().map(|name| place(&outlets, name).unwrap_or_default()).collect();
        let event_of = articles.iter().map(|article| place(&events, article.event.as_ref()?)).collect();
        Self { passages, outlets, outlet_of, events, event_of }
    }

    /// A passage's outlet, by its position.
    #[must_use]
    pub fn outlet(&self, passage: &Passage) -> usize {
        self.outlet_of.get(passage.article as usize).map_or(0, |&it| it as usize)
    }

    /// The stratum of a passage: two an outlet, the sentences without a match and those with one.
    #[must_use]
    pub fn stratum(&self, passage: &Passage) -> usize {
        2 * self.outlet(passage) + usize::from(passage.is_matched)
    }

    /// How many sentences each stratum has.
    #[must_use]
    pub fn sizes(&self) -> Vec<usize> {
        let mut sizes = vec![0; 2 * self.outlets.len()];
        self.passages.iter().for_each(|passage| sizes[self.stratum(passage)] += 1);
        sizes
    }
}

/// The sentences of one article, as the measures saw them.
///
/// # Shape
/// `left_out` are ranges of the text that were not measured, sorted; `matches` those of the article, sorted.
/// # Returns
/// The sentences, and how many matches lie in none: 0 where the texts are those that were measured.
#[must_use]
pub fn passages_of(
    (number, article): (u32, &Article),
    left_out: &[(u32, u32)],
    matches: &[Match],
    analyser: &mut Analyser,
) -> (Vec<Passage>, usize) {
    let nothing = Vocabulary::default();
    let document = analyser.analyse((&article.title, &article.text), left_out, &nothing);
    let mut n_placed = 0;
    let passages = (0_u32..).zip(document.sentences()).map(|(sentence, it)| {
        let is_in_text = it.zone != Zone::Headline;
        let from = matches.partition_point(|seen| (seen.is_in_text, seen.start) < (is_in_text, it.start));
        let to = matches.partition_point(|seen| (seen.is_in_text, seen.start) < (is_in_text, it.end));
        n_placed += to - from;
        Passage {
            article: number,
            sentence,
            zone: it.zone,
            start: it.start,
            end: it.end,
            is_matched: to > from,
        }
    });
    let passages: Vec<Passage> = passages.collect();
    (passages, matches.len() - n_placed)
}
