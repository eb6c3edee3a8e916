//! What an article can carry or lack: entities, terms, sources, frames. A kind of thing is one [`Carrier`] in the list
//! that [`carriers`] makes.

use super::carrier_entities::Entities;
use super::cells::zone_reading;
use super::find_term::find_term;
use crate::dfm::Feature;
use crate::key::Zone;
use crate::speakers::Speakers;
use crate::study::Study;
use std::collections::BTreeMap;

/// A kind of things that articles carry, each a number of its own.
pub(crate) trait Carrier {
    /// Its name in the table.
    fn kind(&self) -> &'static str;

    /// The things that an article carries, each once, in any order.
    fn carried(&self, article: u32, into: &mut Vec<u32>);

    /// How a thing is called in some articles that carry it.
    fn name(&self, thing: u32, articles: &[u32]) -> String;

    /// The first place of the thing in an article: its range of bytes in the zone's text.
    fn place(&self, article: u32, thing: u32) -> Option<(Zone, (u32, u32))>;

    /// How much commoner the thing is in these articles than in all others, as the log of the ratio of shares; `None`
    /// for what is too common everywhere to be missed.
    fn lift(&self, _thing: u32, _articles: &[u32], _n_in_event: usize) -> Option<f64> {
        Some(1.0)
    }

    /// The parts of a thing that count as things themselves: an article that carries all of them does not lack it.
    fn parts(&self, _thing: u32) -> Vec<u32> {
        Vec::new()
    }

    /// Terms of one word that together may stand for the thing: an outlet all of which are in one of its articles does not
    /// lack it; none where nothing stands for it.
    fn hints(&self, _thing: u32) -> Vec<u32> {
        Vec::new()
    }

    /// The stems of the words in the names of a thing: what has no others is not shown beside it.
    fn name_words(&self, _thing: u32) -> Vec<String> {
        Vec::new()
    }

    /// Whether a thing is no more than words of names that are shown already.
    fn is_named_by(&self, _thing: u32, _words: &[String]) -> bool {
        false
    }
}

/// The kinds; entities come first, as the words of their names are no terms beside them.
pub(crate) fn carriers<'a>(study: &'a Study, speakers: &'a Speakers) -> Vec<Box<dyn Carrier + 'a>> {
    vec![
        Box::new(Entities::new(study)),
        Box::new(Terms::new(study)),
        Box::new(Sources { speakers }),
        Box::new(Frames { study, reading: zone_reading(Zone::All) }),
    ]
}

/// A term or entity of an event is at least this many times as common there as elsewhere.
const LEAST_LIFT: f64 = 8.0;

/// Words, one thing for all forms of a stem, and pairs of words.
struct Terms<'a> {
    study: &'a Study,
    /// The thing of each term: words come as stems first, pairs behind them.
    thing_of: Vec<u32>,
    /// A term of each thing.
    term_of: Vec<u32>,
    stems: BTreeMap<String, u32>,
    /// The words inside each word with hyphens: `Ann-Lee` carries `ann` and `lee`.
    inside: BTreeMap<u32, Vec<u32>>,
    is_hyphenated: Vec<bool>,
    /// In how many articles of the corpus each thing stands.
    n_articles: Vec<u32>,
}

impl<'a> Terms<'a> {
    fn new(study: &'a Study) -> Self {
        let terms = &study.terms;
        let n_terms = u32::try_from(terms.n_terms()).unwrap_or(u32::MAX);
        let mut stems: BTreeMap<String, u32> = BTreeMap::new();
        let (mut thing_of, mut term_of) = (vec![0_u32; terms.n_terms()], Vec::new());
        let mut add = |term: u32| {
            term_of.push(term);
            u32::try_from(term_of.len() - 1).unwrap_or(u32::MAX)
        };
        for term in (0..n_terms).filter(|&term| terms.n_words(term as usize) == 1) {
            let stem = stem(&terms.spelling(term as usize)).to_owned();
            thing_of[term as usize] = *stems.entry(stem).or_insert_with(|| add(term));
        }
        for term in (0..n_terms).filter(|&term| terms.n_words(term as usize) > 1) {
            thing_of[term as usize] = add(term);
        }
        let inside: BTreeMap<u32, Vec<u32>> = (0..n_terms)
            .filter(|&term| terms.n_words(term as usize) == 1)
            .map(|term| (term, terms.spelling(term as usize)))
            .filter(|(_, spelling)| spelling.contains('-'))
            .map(|(term, spelling)| {
                (term, spelling.split('-').filter_map(|word| stems.get(stem(word)).copied()).collect())
            })
            .collect();
        let mut is_hyphenated = vec![false; terms.n_terms()];
        inside.keys().for_each(|&term| is_hyphenated[term as usize] = true);
        let mut found = Self {
            study,
            thing_of,
            stems,
            inside,
            is_hyphenated,
            n_articles: vec![0; term_of.len()],
            term_of,
        };
        let mut carried = Vec::new();
        for article in (0_u32..).take(study.articles.len()) {
            carried.clear();
            found.carried(article, &mut carried);
            carried.iter().for_each(|&thing| found.n_articles[thing as usize] += 1);
        }
        found
    }

    /// The terms of an article that are this thing.
    fn forms(&self, article: u32, thing: u32) -> impl Iterator<Item = (u32, u32)> {
        let rows = self.study.terms.of_article(article as usize).iter();
        let is_it =
            move |term: u32| self.thing_of[term as usize] == thing || self.inside(term).contains(&thing);
        rows.filter(move |row| is_it(row.term)).map(|row| (row.term, row.all))
    }

    fn inside(&self, term: u32) -> &[u32] {
        let found = self.is_hyphenated[term as usize].then(|| self.inside.get(&term)).flatten();
        found.map_or(&[], Vec::as_slice)
    }
}

impl Carrier for Terms<'_> {
    fn kind(&self) -> &'static str {
        "term"
    }

    fn carried(&self, article: u32, into: &mut Vec<u32>) {
        for row in self.study.terms.of_article(article as usize) {
            into.push(self.thing_of[row.term as usize]);
            into.extend(self.inside(row.term));
        }
        into.sort_unstable();
        into.dedup();
    }

    fn name(&self, thing: u32, articles: &[u32]) -> String {
        let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
        for (term, n) in articles.iter().flat_map(|&article| self.forms(article, thing)) {
            *counts.entry(term).or_default() += u64::from(n);
        }
        let most =
            counts.iter().max_by_key(|&(&term, &n)| (n, std::cmp::Reverse(term))).map(|(&term, _)| term);
        self.study.terms.spelling(most.unwrap_or(self.term_of[thing as usize]) as usize)
    }

    fn place(&self, article: u32, thing: u32) -> Option<(Zone, (u32, u32))> {
        let it = &self.study.articles[article as usize];
        let in_text = |text: &str| {
            let spellings =
                self.forms(article, thing).map(|(term, _)| self.study.terms.spelling(term as usize));
            spellings.filter_map(|spelling| find_term(text, &spelling)).min()
        };
        in_text(&it.text)
            .map(|at| (Zone::All, at))
            .or_else(|| in_text(&it.title).map(|at| (Zone::Headline, at)))
    }

    fn lift(&self, thing: u32, articles: &[u32], n_in_event: usize) -> Option<f64> {
        let spelling = self.study.terms.spelling(self.term_of[thing as usize] as usize);
        let is_word = |word: &str| word.chars().filter(|it| it.is_alphabetic()).count() > 2;
        if !spelling.split(' ').all(is_word) {
            return None;
        }
        let n_with = self.n_articles[thing as usize] as usize;
        lift_of((articles.len(), n_in_event), (n_with, self.study.articles.len()))
    }

    fn parts(&self, thing: u32) -> Vec<u32> {
        let spelling = self.study.terms.spelling(self.term_of[thing as usize] as usize);
        let words: Vec<&str> = spelling.split(' ').collect();
        let part = |word: &&str| self.stems.get(stem(word)).copied();
        words.iter().filter_map(part).filter(|&part| part != thing).collect()
    }

    fn is_named_by(&self, thing: u32, words: &[String]) -> bool {
        let spelling = self.study.terms.spelling(self.term_of[thing as usize] as usize);
        let mut parts = spelling.split([' ', '-']);
        parts.all(|part| words.iter().any(|word| word == stem(part.trim_end_matches("'s"))))
    }
}

/// How much commoner a thing is inside an event than outside, as the log of the ratio of shares, from (articles with it,
/// articles) of the event and of the corpus; `None` below [`LEAST_LIFT`].
#[expect(clippy::cast_precision_loss, reason = "numbers of articles stay far below 2^53")]
pub(crate) fn lift_of((n_with, n): (usize, usize), (n_with_in_all, n_in_all): (usize, usize)) -> Option<f64> {
    let n_outside = n_in_all.saturating_sub(n) as f64;
    let n_with_outside = n_with_in_all.saturating_sub(n_with) as f64;
    let lift = n_with as f64 / n as f64 / ((n_with_outside + 0.5) / (n_outside + 1.0));
    (lift >= LEAST_LIFT || n_outside < 1.0).then(|| lift.max(1.1).ln())
}

/// A word without the common endings of its forms, so that an outlet that writes `strikes` does not lack `strike`. It
/// joins too much rather than too little: what is joined wrongly is one omission fewer.
pub(crate) fn stem(word: &str) -> &str {
    const FEWEST: usize = 4;
    const ENDINGS: &[&str] =
        &["ings", "ions", "ing", "ion", "ers", "ies", "ied", "er", "es", "ed", "s", "e", "y"];
    let cut = |ending: &&str| word.strip_suffix(*ending).filter(|rest| rest.chars().count() >= FEWEST);
    let short = word.strip_suffix('s').filter(|rest| rest.len() >= 3 && !rest.ends_with(['s', 'u', 'i']));
    ENDINGS.iter().find_map(cut).or(short).unwrap_or(word)
}

/// Speakers with a name who are quoted or reported.
struct Sources<'a> {
    speakers: &'a Speakers,
}

impl Carrier for Sources<'_> {
    fn kind(&self) -> &'static str {
        "source"
    }

    fn carried(&self, article: u32, into: &mut Vec<u32>) {
        let said = self.speakers.of_article[article as usize].iter().map(|said| said.speaker);
        into.extend(said.filter(|&speaker| self.speakers.is_named[speaker as usize]));
    }

    fn name(&self, thing: u32, _articles: &[u32]) -> String {
        self.speakers.names[thing as usize].clone()
    }

    fn place(&self, article: u32, thing: u32) -> Option<(Zone, (u32, u32))> {
        self.speakers.said(article, thing).map(|said| (Zone::All, said.place))
    }
}

/// Whether a feature is a policy frame; `other` is what is left over, and nobody misses it.
fn is_frame(feature: &Feature) -> bool {
    feature.measure == "frames" && feature.name != "other"
}

/// The policy frames.
struct Frames<'a> {
    study: &'a Study,
    /// The reading of the whole article.
    reading: usize,
}

impl Carrier for Frames<'_> {
    fn kind(&self) -> &'static str {
        "frame"
    }

    fn carried(&self, article: u32, into: &mut Vec<u32>) {
        let entries = self.study.dfm.entries(self.reading, article).filter(|entry| entry.sum > 0);
        let frames = entries.filter(|entry| is_frame(&self.study.features[usize::from(entry.feature)]));
        into.extend(frames.map(|entry| u32::from(entry.feature)));
    }

    fn name(&self, thing: u32, _articles: &[u32]) -> String {
        self.study.features[thing as usize].name.clone()
    }

    fn place(&self, article: u32, thing: u32) -> Option<(Zone, (u32, u32))> {
        let seen = self.study.records[article as usize].observations.iter();
        let seen = seen.filter(|it| u32::from(it.feature) == thing && it.value > 0);
        seen.min_by_key(|it| (it.zone == Zone::Headline, it.start)).map(|it| (it.zone, (it.start, it.end)))
    }
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn forms_of_a_word_are_one_thing() {
        for forms in [
            ["strike", "strikes"],
            ["bus", "bus"],
            ["tax", "tax"],
            ["evacuated", "evacuation"],
            ["cut", "cuts"],
        ] {
            assert_eq!(stem(forms[0]), stem(forms[1]), "{forms:?}");
        }
        assert_ne!(stem("police"), stem("politics"));
    }
}
