//! Persons, organisations and places as things that articles carry.

use super::carriers::{Carrier, lift_of, stem};
use crate::entities::{Entity, EntityMention, NameKind};
use crate::key::Zone;
use crate::study::Study;
use std::collections::BTreeMap;

/// A word that is shorter says nothing of a name: `of`, `Al`.
const FEWEST_LETTERS: usize = 3;

/// Who and what the articles name; what has no kind is left out.
pub(crate) struct Entities<'a> {
    study: &'a Study,
    /// The terms of one word, by spelling.
    words: BTreeMap<String, u32>,
}

impl<'a> Entities<'a> {
    pub(crate) fn new(study: &'a Study) -> Self {
        let terms = &study.terms;
        let n_terms = u32::try_from(terms.n_terms()).unwrap_or(u32::MAX);
        let single = (0..n_terms).filter(|&term| terms.n_words(term as usize) == 1);
        let words = single.map(|term| (terms.spelling(term as usize), term)).collect();
        Self { study, words }
    }

    /// The mentions of an article that count, in the order of their places.
    fn mentions(&self, article: u32) -> impl Iterator<Item = &EntityMention> {
        let all = self.study.entities.mentions_of(article).iter();
        all.filter(|it| self.study.entities.kind(it.entity) != NameKind::Other)
    }
}

impl Carrier for Entities<'_> {
    fn kind(&self) -> &'static str {
        "entity"
    }

    fn carried(&self, article: u32, into: &mut Vec<u32>) {
        into.extend(self.mentions(article).map(|it| it.entity));
        into.sort_unstable();
        into.dedup();
    }

    fn name(&self, thing: u32, _articles: &[u32]) -> String {
        self.study.entities.name(thing).to_owned()
    }

    fn place(&self, article: u32, thing: u32) -> Option<(Zone, (u32, u32))> {
        let of_it = self.mentions(article).filter(|it| it.entity == thing);
        let first = of_it.min_by_key(|it| (it.zone == Zone::Headline, it.start))?;
        let zone = if first.zone == Zone::Headline { Zone::Headline } else { Zone::All };
        Some((zone, (first.start, first.end)))
    }

    fn lift(&self, thing: u32, articles: &[u32], n_in_event: usize) -> Option<f64> {
        let n_in_all = self.study.entities.get(thing)?.n_articles as usize;
        lift_of((articles.len(), n_in_event), (n_in_all, self.study.articles.len()))
    }

    /// The last word of a person's name, all words of another: what is named by them under a form that was not joined is
    /// not lacking.
    fn hints(&self, thing: u32) -> Vec<u32> {
        let Some(entity) = self.study.entities.get(thing) else { return Vec::new() };
        let words = words_of(&entity.name);
        let n_left_out = if entity.kind == NameKind::Person { words.len().saturating_sub(1) } else { 0 };
        words[n_left_out..].iter().filter_map(|word| self.words.get(word)).copied().collect()
    }

    fn name_words(&self, thing: u32) -> Vec<String> {
        let words = self.study.entities.get(thing).map(|entity| name_words(self.study, entity));
        words.unwrap_or_default()
    }
}

/// The words of a name in lower case.
fn words_of(name: &str) -> Vec<String> {
    let words = name.split(|it: char| !it.is_alphanumeric()).map(str::to_lowercase);
    words.filter(|word| word.chars().count() >= FEWEST_LETTERS).collect()
}

/// The stems of all words in the names of an entity that have a capital; labels have none.
fn name_words(study: &Study, entity: &Entity) -> Vec<String> {
    let aliases = entity.aliases.iter().map(|it| study.entities.alias(it.alias));
    let names = aliases.chain(std::iter::once(&*entity.name));
    let words = names.flat_map(|name| name.split(|it: char| !it.is_alphanumeric()));
    let capital = words.filter(|word| word.starts_with(char::is_uppercase)).map(str::to_lowercase);
    let mut stems: Vec<String> = capital.map(|word| stem(&word).to_owned()).collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}
