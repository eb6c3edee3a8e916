//! What the mentions of each name tell together: what it seems to name, and whether it is a name at all.

use super::known::KnownNames;
use super::read::Pair;
use super::{key_of, words_of};
use crate::harvest::ArticleRecord;
use crate::text::names::{NameForm, NameKind, mark};
use crate::text::{TermId, UNKNOWN, Vocabulary};

/// Words that end a name without being its family name.
const SUFFIXES: [&str; 8] = ["jr", "sr", "ii", "iii", "iv", "esq", "phd", "md"];

/// What is known of one name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fact {
    /// How many words it has.
    pub(super) n_words: u32,
    /// Its first word.
    pub(super) first: TermId,
    /// Its last word, a suffix left aside.
    pub(super) last: TermId,
    /// Whether a suffix ends it.
    pub(super) has_suffix: bool,
    /// The name of the lists that it is a form of.
    pub(super) known: Option<u32>,
    /// Whether it names no person.
    pub(super) is_thing: bool,
    /// Mentions that are surely names.
    pub(super) n_sure: u32,
    /// Mentions that may be no names.
    pub(super) n_weak: u32,
    /// How often it seemed to be of each kind.
    pub(super) kinds: [u32; NameKind::EACH.len()],
    /// What stands in its place where its first mention was cut wrongly: see [`super::fit`].
    pub(super) fit: Fit,
}

/// What a name is taken for where it stands in doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// As it stands.
    Whole,
    /// Some of its words: their name, the first, and the one behind the last.
    Part(TermId, u32, u32),
    /// Nothing.
    Nothing,
}

/// The facts, by name.
pub(super) struct Facts {
    pub(super) of: Vec<Fact>,
}

impl Facts {
    /// Gathers the facts. Words of names are added to the vocabulary where it lacks them.
    pub(super) fn new(
        records: &[ArticleRecord],
        pairs: &[Vec<Pair>],
        known: &KnownNames,
        vocabulary: &mut Vocabulary,
    ) -> Self {
        let mut facts = Self { of: Vec::new() };
        facts.extend(known, vocabulary);
        for (mention, pair) in
            records.iter().zip(pairs).flat_map(|(record, pairs)| record.names.iter().zip(pairs))
        {
            let Some(fact) = facts.of.get_mut(pair.name as usize) else { continue };
            if mention.form == NameForm::Label {
                continue;
            }
            fact.is_thing |= mention.has(mark::THING);
            if mention.has(mark::WEAK | mark::NEEDS_NAME) {
                fact.n_weak += 1;
            } else if !mention.has(mark::DOUBTFUL_FIRST | mark::TITLE_CASE) {
                fact.n_sure += 1;
                fact.kinds[mention.kind as usize] += 1;
            }
        }
        facts
    }

    /// Makes facts for the names that were added to the vocabulary, and for their words.
    pub(super) fn extend(&mut self, known: &KnownNames, vocabulary: &mut Vocabulary) {
        let mut at = self.of.len();
        while at < vocabulary.len() {
            let Ok(id) = TermId::try_from(at) else { break };
            let fact = fact(id, known, vocabulary);
            self.of.push(fact);
            at += 1;
        }
    }

    /// The facts of a name.
    pub(super) fn get(&self, name: TermId) -> Fact {
        self.of.get(name as usize).copied().unwrap_or(NO_FACT)
    }
}

const NO_FACT: Fact = Fact {
    n_words: 0,
    first: UNKNOWN,
    last: UNKNOWN,
    has_suffix: false,
    known: None,
    is_thing: false,
    n_sure: 0,
    n_weak: 0,
    kinds: [0; NameKind::EACH.len()],
    fit: Fit::Whole,
};

fn fact(id: TermId, known: &KnownNames, vocabulary: &mut Vocabulary) -> Fact {
    let key = key_of(vocabulary, id);
    let n_words = words_of(key).count();
    let known = known.find(key.as_bytes());
    if n_words < 2 {
        return Fact { n_words: 1, first: id, last: id, known, ..NO_FACT };
    }
    let has_suffix = words_of(key).next_back().is_some_and(|last| SUFFIXES.contains(&last));
    let first = words_of(key).next().unwrap_or("").to_owned();
    let last = words_of(key).rev().nth(usize::from(has_suffix)).unwrap_or("").to_owned();
    let (first, last) = (vocabulary.intern(first.as_bytes()), vocabulary.intern(last.as_bytes()));
    let n_words = u32::try_from(n_words - usize::from(has_suffix)).unwrap_or(u32::MAX);
    Fact { n_words, first, last, has_suffix, known, ..NO_FACT }
}

impl Fact {
    /// The kind that most mentions seem to have; where none tells, `Other`.
    pub(super) fn kind(&self) -> NameKind {
        let told = NameKind::EACH.into_iter().filter(|&kind| kind != NameKind::Other);
        let most = told.max_by_key(|&kind| (self.kinds[kind as usize], std::cmp::Reverse(kind)));
        most.filter(|&kind| self.kinds[kind as usize] > 0).unwrap_or(NameKind::Other)
    }

    /// Whether it may be the full name of a person.
    pub(super) fn may_be_person(&self) -> bool {
        self.known.is_none()
            && !self.is_thing
            && (2..=5).contains(&self.n_words)
            && matches!(self.kind(), NameKind::Person | NameKind::Other)
    }
}
