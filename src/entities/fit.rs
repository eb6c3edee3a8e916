//! Names in doubt: whether the capital that opens a sentence, or those of a headline, belong to the name is told by
//! how the corpus names it elsewhere.

use super::facts::{Facts, Fit};
use super::known::KnownNames;
use super::read::Pair;
use super::{key_of, words_of};
use crate::harvest::ArticleRecord;
use crate::text::names::mark;
use crate::text::{TermId, UNKNOWN, Vocabulary};

/// Decides for each name that stands in doubt somewhere what it is taken for there.
pub(super) fn fit(
    mut facts: Facts,
    records: &[ArticleRecord],
    pairs: &[Vec<Pair>],
    vocabulary: &mut Vocabulary,
    known: &KnownNames,
) -> Facts {
    let mut in_doubt: Vec<(TermId, bool)> = Vec::new();
    for (mention, pair) in
        records.iter().zip(pairs).flat_map(|(record, pairs)| record.names.iter().zip(pairs))
    {
        if mention.has(mark::DOUBTFUL_FIRST | mark::TITLE_CASE) {
            in_doubt.push((pair.name, mention.has(mark::TITLE_CASE)));
        }
    }
    in_doubt.sort_unstable();
    in_doubt.dedup();
    let fits: Vec<(TermId, Fit)> = in_doubt
        .iter()
        .map(|&(name, of_title)| (name, of_name(&facts, name, of_title, (vocabulary, known))))
        .collect();
    facts.extend(known, vocabulary);
    for (name, fit) in fits {
        if let Some(fact) = facts.of.get_mut(name as usize) {
            fact.fit = fit;
        }
    }
    facts
}

fn of_name(
    facts: &Facts,
    name: TermId,
    of_title: bool,
    (vocabulary, known): (&mut Vocabulary, &KnownNames),
) -> Fit {
    let fact = facts.get(name);
    if fact.n_sure > 0 || fact.known.is_some() {
        return Fit::Whole;
    }
    let key = key_of(vocabulary, name).to_owned();
    let words: Vec<&str> = words_of(&key).collect();
    let n = words.len();
    let mut part = |from: usize, end: usize| {
        let key = words.get(from..end)?.join(" ");
        let id = vocabulary.find(key.as_bytes());
        let is_sure = id != UNKNOWN && facts.get(id).n_sure > 0 || known.find(key.as_bytes()).is_some();
        let (from, end) = (u32::try_from(from).ok()?, u32::try_from(end).ok()?);
        is_sure.then(|| Fit::Part(vocabulary.intern(key.as_bytes()), from, end))
    };
    if !of_title {
        return part(1, n).unwrap_or(Fit::Whole);
    }
    let mut parts = (1..n).rev().flat_map(|size| (0..=n - size).map(move |from| (from, from + size)));
    parts.find_map(|(from, end)| part(from, end)).unwrap_or(Fit::Nothing)
}
