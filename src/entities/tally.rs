//! From resolved mentions to entities: each with its name, its kind and how often it is called what.

use super::article::{Named, Resolved};
use super::facts::Facts;
use super::known::KnownNames;
use super::{Alias, Corpus, Entities, Entity, EntityMention};
use crate::text::names::{NameForm, NameKind};
use crate::text::{TermId, Vocabulary};
use std::cmp::Reverse;
use std::sync::Arc;

/// An entity with its name, by its position.
type Numbered = (Arc<str>, Named);

/// What is counted of one entity.
#[derive(Clone, Copy, Default)]
struct Count {
    n: u32,
    n_articles: u32,
    kinds: [u32; NameKind::EACH.len()],
    /// How often its last word alone stood for it.
    n_last_word: u32,
}

/// Counts resolved mentions, one list an article, and numbers entities by their names.
pub(super) fn tally(
    corpus: Corpus<'_>,
    resolved: Vec<Vec<Resolved>>,
    (facts, known): (&Facts, &KnownNames),
    (vocabulary, written): (&Vocabulary, &[Option<Arc<str>>]),
) -> Entities {
    let spelled = |id: TermId| match written.get(id as usize) {
        Some(Some(text)) => Arc::clone(text),
        _ => Arc::from(vocabulary.form(id)),
    };
    let mut all: Vec<Named> = resolved.iter().flatten().map(|it| it.named).collect();
    all.sort_unstable();
    all.dedup();
    let named = |it: Named| match it {
        Named::Known(name) => known.get(name).map_or_else(|| Arc::from(""), |(name, _)| Arc::clone(name)),
        Named::Name(name) => spelled(name),
    };
    let mut all: Vec<(Arc<str>, Named)> = all.into_iter().map(|it| (named(it), it)).collect();
    all.sort_unstable();
    let mut number_of: Vec<(Named, u32)> = (0..).zip(&all).map(|(number, it)| (it.1, number)).collect();
    number_of.sort_unstable();
    let find = |it: Named| {
        let at = number_of.binary_search_by_key(&it, |entry| entry.0).ok()?;
        number_of.get(at).map(|entry| entry.1)
    };
    let mut counts = vec![Count::default(); all.len()];
    let mut uses: Vec<(u32, TermId, u32)> = Vec::new();
    let mut mentions = Vec::with_capacity(resolved.len());
    for (article, of_article) in (0_u32..).zip(resolved) {
        let record = &corpus.records[article as usize];
        let mut list: Vec<EntityMention> = Vec::with_capacity(of_article.len());
        for it in of_article {
            let (Some(entity), Some(seen)) = (find(it.named), record.names.get(it.mention)) else { continue };
            let count = &mut counts[entity as usize];
            count.n += 1;
            count.kinds[seen.kind as usize] += u32::from(seen.form != NameForm::Label);
            count.n_last_word += u32::from(it.is_last_word);
            uses.push((entity, it.form, article));
            list.push(EntityMention {
                entity,
                alias: it.form,
                start: it.range.0,
                end: it.range.1,
                sentence: seen.sentence,
                zone: seen.zone,
                voice: seen.voice,
                is_label: seen.form == NameForm::Label,
            });
        }
        list.sort_by_key(|it| (it.zone != crate::key::Zone::Headline, it.start, it.end));
        let mut of_this: Vec<u32> = list.iter().map(|it| it.entity).collect();
        of_this.sort_unstable();
        of_this.dedup();
        of_this.iter().for_each(|&entity| counts[entity as usize].n_articles += 1);
        mentions.push(list);
    }
    let entities = entities(&all, &counts, uses, (facts, known));
    let written = (0..).take(vocabulary.len()).map(spelled).collect();
    Entities { entities, written, mentions }
}

fn entities(
    all: &[(Arc<str>, Named)],
    counts: &[Count],
    mut uses: Vec<(u32, TermId, u32)>,
    (facts, known): (&Facts, &KnownNames),
) -> Vec<Entity> {
    uses.sort_unstable();
    let mut aliases: Vec<Vec<Alias>> = vec![Vec::new(); all.len()];
    for run in uses.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let n_articles = run.chunk_by(|a, b| a.2 == b.2).count();
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let alias = Alias { alias: run[0].1, n: narrow(run.len()), n_articles: narrow(n_articles) };
        aliases[run[0].0 as usize].push(alias);
    }
    let each = all.iter().zip(counts).zip(aliases);
    let entity = |(((name, named), count), mut aliases): ((&Numbered, &Count), Vec<Alias>)| {
        aliases.sort_by_key(|it| (Reverse(it.n), it.alias));
        let kind = match *named {
            Named::Known(known_name) => known.get(known_name).map_or(NameKind::Other, |it| it.1),
            Named::Name(id) => kind(count, facts, id),
        };
        Entity { name: Arc::clone(name), kind, n: count.n, n_articles: count.n_articles, aliases }
    };
    each.map(entity).collect()
}

/// The kind that most mentions seem to have. A full name for which its last word alone stands is a person's.
fn kind(count: &Count, facts: &Facts, name: TermId) -> NameKind {
    let told = NameKind::EACH.into_iter().filter(|&kind| kind != NameKind::Other);
    let most = told.max_by_key(|&kind| (count.kinds[kind as usize], Reverse(kind))).unwrap_or_default();
    if facts.get(name).may_be_person() && count.n_last_word > 0 {
        return NameKind::Person;
    }
    // A name that seems a place behind `in` now and then is none.
    let n = count.kinds[most as usize];
    let is_told = n > 0 && (most != NameKind::Place || 4 * n >= count.n);
    if is_told { most } else { NameKind::Other }
}
