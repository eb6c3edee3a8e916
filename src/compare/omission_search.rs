//! The search for what most outlets of an event carry and one does not.

use super::carriers::Carrier;
use super::cells::passage;
use super::find_term::around;
use crate::key::{Voice, Zone};
use crate::stats::presence::{Group, absence, presence_rate};
use crate::study::Study;
use crate::tables::Cell;
use std::collections::{BTreeMap, BTreeSet};

/// With two other outlets, what both carry and one lacks is a third of all that two of three carry: it says nothing. Of
/// three others, two must carry it, and then half of the others may lack it too.
const FEWEST_OTHERS: usize = 3;
/// A thing of one other outlet is its own.
const FEWEST_WITH: usize = 2;
/// How many things of a kind an outlet shows in an event.
const KEPT: usize = 10;

/// An event with outlets enough.
pub(crate) struct Scene<'a> {
    study: &'a Study,
    event: u32,
    /// (outlet, article), sorted; those that the measures can read.
    articles: Vec<(u32, u32)>,
    /// The outlets, sorted, each with its articles and their words.
    outlets: Vec<(u32, Group)>,
}

impl<'a> Scene<'a> {
    pub(crate) fn of(study: &'a Study, event: u32) -> Option<Self> {
        let can_be_read = |&&article: &&u32| {
            study.articles[article as usize].is_english() && study.n_words(article, Voice::All) > 0
        };
        let articles = study.events[event as usize].articles.iter().filter(can_be_read);
        let mut articles: Vec<(u32, u32)> =
            articles.map(|&article| (study.outlet_of[article as usize], article)).collect();
        articles.sort_unstable();
        let mut outlets: Vec<(u32, Group)> = Vec::new();
        for run in articles.chunk_by(|a, b| a.0 == b.0) {
            let size = run.iter().map(|&(_, article)| size(study, article)).sum();
            outlets.push((run[0].0, Group { n: number(run.len()), size }));
        }
        (outlets.len() > FEWEST_OTHERS).then_some(Self { study, event, articles, outlets })
    }

    /// Of an outlet: how many articles and words it has here.
    fn own(&self, outlet: u32) -> Group {
        let at = self.outlets.binary_search_by_key(&outlet, |(outlet, _)| *outlet);
        at.map_or(Group { n: 0.0, size: 0.0 }, |at| self.outlets[at].1)
    }

    /// Whether an article of the outlet has all of some terms; not of none.
    fn has_together(&self, outlet: u32, terms: &[u32]) -> bool {
        let from = self.articles.partition_point(|it| it.0 < outlet);
        let mut own = self.articles[from..].iter().take_while(|it| it.0 == outlet);
        let has = |article: u32, term| {
            self.study.terms.of_article(article as usize).binary_search_by_key(&term, |row| row.term).is_ok()
        };
        !terms.is_empty() && own.any(|&(_, article)| terms.iter().all(|&term| has(article, term)))
    }

    fn all(&self) -> Group {
        let add = |sum: Group, (_, one): &(u32, Group)| Group { n: sum.n + one.n, size: sum.size + one.size };
        self.outlets.iter().fold(Group { n: 0.0, size: 0.0 }, add)
    }

    fn sizes(&self, articles: &[u32]) -> Vec<f64> {
        articles.iter().map(|&article| size(self.study, article)).collect()
    }
}

/// Whether so many of `n_others` outlets are most of them.
fn are_most(n_with: usize, n_others: usize) -> bool {
    n_with >= FEWEST_WITH && 2 * n_with > n_others
}

/// Where a row holds the name of what is lacking.
const FEATURE: usize = 3;

/// Something that an outlet lacks.
struct Lack {
    outlet: u32,
    thing: u32,
    p_value: f64,
    /// How likely it is to be missed: rows are shown by it.
    score: f64,
}

/// What the outlets of one event lack of one kind.
pub(crate) struct Search<'a> {
    scene: &'a Scene<'a>,
    carrier: &'a dyn Carrier,
    /// (thing, outlet, article), sorted: what the articles carry.
    carried: Vec<(u32, u32, u32)>,
    lacks: Vec<Lack>,
    /// How often a compared outlet carries what most others do.
    pub(crate) n_carried: usize,
}

impl<'a> Search<'a> {
    /// Looks at each thing once, for all outlets together: the articles without it and its rate are the same for each
    /// outlet that lacks it.
    pub(crate) fn run(scene: &'a Scene<'a>, carrier: &'a dyn Carrier, is_compared: &[bool]) -> Self {
        let carried = carried(scene, carrier);
        let mut search = Self { scene, carrier, carried: Vec::new(), lacks: Vec::new(), n_carried: 0 };
        let n_others = scene.outlets.len() - 1;
        for run in carried.chunk_by(|a, b| a.0 == b.0) {
            let mut with: Vec<u32> = run.iter().map(|it| it.1).collect();
            with.dedup();
            if !are_most(with.len(), n_others) {
                continue;
            }
            let thing = run[0].0;
            let articles: Vec<u32> = run.iter().map(|it| it.2).collect();
            let Some(lift) = carrier.lift(thing, &articles, scene.articles.len()) else { continue };
            if are_most(with.len() - 1, n_others) {
                search.n_carried += with.iter().filter(|&&outlet| is_compared[outlet as usize]).count();
            }
            if with.len() <= n_others {
                let parts = carrier.parts(thing);
                let has =
                    |outlet, part| carried.binary_search_by(|it| (it.0, it.1).cmp(&(part, outlet))).is_ok();
                let has_parts = |outlet| !parts.is_empty() && parts.iter().all(|&part| has(outlet, part));
                let outlets = scene.outlets.iter().map(|(outlet, _)| *outlet);
                let hints = carrier.hints(thing);
                let lacks = |&outlet: &u32| {
                    with.binary_search(&outlet).is_err()
                        && !has_parts(outlet)
                        && !scene.has_together(outlet, &hints)
                };
                let lacking = outlets.filter(|outlet| is_compared[*outlet as usize] && lacks(outlet));
                search.test((thing, lift), &articles, lacking);
            }
        }
        search.carried = carried;
        search.lacks.sort_by(|a, b| {
            a.outlet.cmp(&b.outlet).then(b.score.total_cmp(&a.score)).then(a.thing.cmp(&b.thing))
        });
        search
    }

    fn test(&mut self, (thing, lift): (u32, f64), articles: &[u32], lacking: impl Iterator<Item = u32>) {
        let sizes = self.scene.sizes(articles);
        let all = self.scene.all();
        let without = Group { n: all.n - number(sizes.len()), size: all.size - sizes.iter().sum::<f64>() };
        for outlet in lacking {
            if let Some(p_value) = absence(&sizes, without, self.scene.own(outlet)) {
                self.lacks.push(Lack { outlet, thing, p_value, score: (1.0 - p_value) * lift });
            }
        }
    }

    /// The p-values of all that is lacking.
    pub(crate) fn p_values(&self) -> impl Iterator<Item = Option<f64>> {
        self.lacks.iter().map(|lack| Some(lack.p_value))
    }

    /// The rows that are shown, without q-values, each with its place among [`Search::p_values`]. Adds the words of names
    /// that an outlet's rows show to `shown`, and shows nothing that is in them already.
    pub(crate) fn rows(&self, shown: &mut BTreeMap<u32, Vec<String>>) -> Vec<(usize, [Cell; 18])> {
        let mut rows = Vec::new();
        let numbered: Vec<(usize, &Lack)> = self.lacks.iter().enumerate().collect();
        for of_outlet in numbered.chunk_by(|a, b| a.1.outlet == b.1.outlet) {
            let words = shown.entry(of_outlet[0].1.outlet).or_default();
            // Things may be called alike, such as a word with a hyphen and the pair of its parts.
            let mut names = BTreeSet::new();
            for (number, lack) in self.distinct(of_outlet, words) {
                let row = self.row(lack);
                if names.insert(row[FEATURE].as_text().to_owned()) {
                    rows.push((number, row));
                }
                words.append(&mut self.carrier.name_words(lack.thing));
            }
        }
        rows
    }

    /// The first things, of which none is a part of another or shares one with it, or is but words of names.
    fn distinct<'b>(&self, of_outlet: &[(usize, &'b Lack)], words: &[String]) -> Vec<(usize, &'b Lack)> {
        let (mut kept, mut taken): (Vec<(usize, &Lack)>, Vec<u32>) = (Vec::new(), Vec::new());
        for &(number, lack) in of_outlet {
            let mut of_it = self.carrier.parts(lack.thing);
            of_it.push(lack.thing);
            if of_it.iter().any(|part| taken.contains(part)) || self.carrier.is_named_by(lack.thing, words) {
                continue;
            }
            taken.append(&mut of_it);
            kept.push((number, lack));
            if kept.len() == KEPT {
                break;
            }
        }
        kept
    }

    fn row(&self, lack: &Lack) -> [Cell; 18] {
        let (scene, carrier, study) = (self.scene, self.carrier, self.scene.study);
        let from = self.carried.partition_point(|it| it.0 < lack.thing);
        let with = self.carried[from..].iter().take_while(|it| it.0 == lack.thing);
        let articles: Vec<u32> = with.clone().map(|it| it.2).collect();
        let mut outlets: Vec<u32> = with.map(|it| it.1).collect();
        outlets.dedup();
        let (own, all, sizes) = (scene.own(lack.outlet), scene.all(), scene.sizes(&articles));
        let half = 0.5 * (all.size - own.size) / (all.n - own.n);
        let rate = presence_rate(&sizes, all.size - own.size - sizes.iter().sum::<f64>() + half);
        let example = example(study, &articles);
        let place = example.and_then(|article| Some((article, carrier.place(article, lack.thing)?)));
        let shown = place.map(|(article, (zone, at))| {
            let text = study.source(article, zone);
            (zone, around(text, at), text)
        });
        let n_own = scene.articles.iter().filter(|it| it.0 == lack.outlet).count();
        let words = scene.articles.iter().filter(|it| it.0 == lack.outlet);
        [
            Cell::shared(&study.event_ids[scene.event as usize]),
            Cell::shared(&study.outlets[lack.outlet as usize]),
            Cell::text(carrier.kind()),
            Cell::text(&carrier.name(lack.thing, &articles)),
            Cell::count(outlets.len()),
            Cell::count(articles.len()),
            Cell::count(n_own),
            Cell::optional(rate.map(|rate| 1.0 - (-rate * own.size).exp())),
            Cell::number(lack.p_value),
            Cell::Empty,
            example.map_or(Cell::Empty, |article| Cell::text(&study.articles[article as usize].id)),
            Cell::count(scene.outlets.len() - 1),
            Cell::count(scene.articles.len() - n_own),
            Cell::whole(words.map(|it| study.n_words(it.1, Voice::All)).sum()),
            shown.map_or(Cell::Empty, |(_, (start, _), _)| Cell::whole(u64::from(start))),
            shown.map_or(Cell::Empty, |(_, (_, end), _)| Cell::whole(u64::from(end))),
            shown.map_or(Cell::Empty, |(zone, ..)| {
                Cell::text(if zone == Zone::Headline { zone.name() } else { "text" })
            }),
            shown.map_or(Cell::Empty, |(_, at, text)| {
                Cell::text(passage(text, at, study.options.quote_limit))
            }),
        ]
    }
}

/// (thing, outlet, article), sorted: what the articles of an event carry.
fn carried(scene: &Scene<'_>, carrier: &dyn Carrier) -> Vec<(u32, u32, u32)> {
    let (mut all, mut of_article) = (Vec::new(), Vec::new());
    for &(outlet, article) in &scene.articles {
        of_article.clear();
        carrier.carried(article, &mut of_article);
        all.extend(of_article.iter().map(|&thing| (thing, outlet, article)));
    }
    all.sort_unstable();
    all
}

/// The article whose length is the median of these.
fn example(study: &Study, articles: &[u32]) -> Option<u32> {
    let mut by_length: Vec<(u64, u32)> =
        articles.iter().map(|&article| (study.n_words(article, Voice::All), article)).collect();
    by_length.sort_unstable();
    by_length.get(by_length.len().saturating_sub(1) / 2).map(|it| it.1)
}

#[expect(clippy::cast_precision_loss, reason = "words of an article stay far below 2^53")]
fn size(study: &Study, article: u32) -> f64 {
    study.n_words(article, Voice::All) as f64
}

#[expect(clippy::cast_precision_loss, reason = "numbers of articles stay far below 2^53")]
fn number(count: usize) -> f64 {
    count as f64
}
