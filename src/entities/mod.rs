//! Entities: who and what the names of a corpus name.
//!
//! A family name alone is joined to a full name of the same article, else of the same event, else of the corpus, and only
//! where one person is meant or one by far the most; an acronym to its expansion; the adjective of a country to the
//! country. Where two persons of one family name are as likely, the family name stays an entity of its own. Each step is
//! linear in mentions.

mod article;
mod facts;
mod fit;
mod full_names;
mod known;
mod read;
mod tally;

pub use crate::text::names::NameKind;
pub use known::KnownNames;
pub use read::{NamesRead, read};

use crate::article::Article;
use crate::harvest::{ArticleRecord, QuoteRecord};
use crate::key::{Voice, Zone};
use crate::text::Vocabulary;
use std::sync::Arc;

/// A mention of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntityMention {
    /// The entity, by its position.
    pub entity: u32,
    /// The name or label by which it is called, see [`Entities::alias`].
    pub alias: u32,
    /// The first byte, that of a title included; in the title for the headline, else in the text.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// The sentence, by its position in the document.
    pub sentence: u32,
    /// Where.
    pub zone: Zone,
    /// Whose words.
    pub voice: Voice,
    /// Whether it is a noun phrase in the place of a name.
    pub is_label: bool,
}

/// A name or label of an entity and how often it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The name or label, see [`Entities::alias`].
    pub alias: u32,
    /// How many mentions are written so.
    pub n: u32,
    /// In how many articles.
    pub n_articles: u32,
}

/// A person, organisation or place, or what else has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Its full name.
    pub name: Arc<str>,
    /// What it is.
    pub kind: NameKind,
    /// Its mentions.
    pub n: u32,
    /// The articles that mention it.
    pub n_articles: u32,
    /// Its names and labels, the most frequent first.
    pub aliases: Vec<Alias>,
}

/// The entities of a corpus and where they are mentioned.
#[derive(Clone, Debug, Default)]
pub struct Entities {
    entities: Vec<Entity>,
    /// The written forms, by alias.
    written: Vec<Arc<str>>,
    mentions: Vec<Vec<EntityMention>>,
}

/// What is joined: the articles, what was seen in them, and their events.
#[derive(Clone, Copy, Debug)]
pub struct Corpus<'a> {
    /// The articles.
    pub articles: &'a [Article],
    /// What was seen in each.
    pub records: &'a [ArticleRecord],
    /// The event of each.
    pub event_of: &'a [u32],
}

impl Entities {
    /// Joins the names of a corpus.
    ///
    /// # Shape
    /// `parts` are those of [`read`] over neighbouring runs of articles, in order.
    #[must_use]
    pub fn join(corpus: Corpus<'_>, parts: Vec<NamesRead>, known: &KnownNames) -> Self {
        let names = read::put_together(parts, corpus.articles.len());
        let mut vocabulary = names.vocabulary;
        let facts = facts::Facts::new(corpus.records, &names.pairs, known, &mut vocabulary);
        let facts = fit::fit(facts, corpus.records, &names.pairs, &mut vocabulary, known);
        let index = full_names::FullNames::new(&facts, corpus, &names.pairs, &vocabulary);
        let mut resolver = article::Resolver::new(&facts, &index, known);
        let resolved: Vec<_> = (0..corpus.articles.len())
            .map(|number| resolver.resolve(corpus, number, &names.pairs[number]))
            .collect();
        tally::tally(corpus, resolved, (&facts, known), (&vocabulary, &names.written))
    }

    /// How many entities there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entities.len()
    }

    /// Whether there are none: names were not joined (`score`), or there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entities.is_empty()
    }

    /// The entities, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = &Entity> {
        self.entities.iter()
    }

    /// An entity.
    #[must_use]
    pub fn get(&self, entity: u32) -> Option<&Entity> {
        self.entities.get(entity as usize)
    }

    /// The person or organisation that the mention of a quotation's speaker names.
    #[must_use]
    pub fn speaker(&self, article: u32, quote: &QuoteRecord) -> Option<&Entity> {
        quote.speaker.and_then(|range| self.named_in(article, range))
    }

    /// The full name of an entity; empty where there is no such entity.
    #[must_use]
    pub fn name(&self, entity: u32) -> &str {
        self.get(entity).map_or("", |it| &it.name)
    }

    /// What an entity is.
    #[must_use]
    pub fn kind(&self, entity: u32) -> NameKind {
        self.get(entity).map_or(NameKind::Other, |it| it.kind)
    }

    /// A name or label as it is written.
    #[must_use]
    pub fn alias(&self, alias: u32) -> &str {
        self.written.get(alias as usize).map_or("", |it| it)
    }

    /// The mentions of an article: those of the headline, then those of the text, in the order of their first bytes.
    #[must_use]
    pub fn mentions_of(&self, article: u32) -> &[EntityMention] {
        self.mentions.get(article as usize).map_or(&[], Vec::as_slice)
    }

    /// The person or organisation that a range of an article's text names.
    #[must_use]
    pub fn named_in(&self, article: u32, (start, end): (u32, u32)) -> Option<&Entity> {
        let mentions = self.mentions_of(article);
        let of_text = &mentions[mentions.partition_point(|it| it.zone == Zone::Headline)..];
        let from = of_text.partition_point(|it| it.end <= start);
        let inside = of_text[from..].iter().take_while(|it| it.start < end);
        let mut named =
            inside.filter(|it| matches!(self.kind(it.entity), NameKind::Person | NameKind::Organisation));
        // "Ann Lee of the Harbour Agency": of persons and organisations the first person speaks.
        let first = named.next()?;
        let is_person = |it: &&EntityMention| self.kind(it.entity) == NameKind::Person;
        let speaker = Some(first).filter(is_person).or_else(|| named.find(is_person)).unwrap_or(first);
        self.get(speaker.entity)
    }
}

/// The words of a key.
fn words_of(key: &str) -> impl DoubleEndedIterator<Item = &str> {
    key.split(' ')
}

/// A key's form in a vocabulary.
fn key_of(vocabulary: &Vocabulary, id: u32) -> &str {
    vocabulary.form(id)
}

#[cfg(test)]
mod tests;
