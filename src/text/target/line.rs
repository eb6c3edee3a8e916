//! The words of one sentence with what each may say, and where verbs stand among them.

use super::lists::{Sign, TargetCues, Verb, sign};
use crate::text::cues::{Cues, job};
use crate::text::phrase::{Phrase, Words};
use crate::text::vocabulary::UNKNOWN;
use crate::text::{Document, Sentence};

/// How many words before another may negate it.
const NEGATION_REACH: usize = 4;
/// The longest verb group before its verb.
const LONGEST_GROUP: usize = 5;
/// The most words that a mention takes in before it.
const LONGEST_NAME: usize = 9;
/// What ends a phrase.
pub(super) const FUNCTION: u32 =
    job::AUXILIARY | job::PREPOSITION | job::CONJUNCTION | job::SUBORDINATOR | job::RELATIVE | job::NEGATION;

/// A sentence, ready for its mentions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub(super) words: Words<'a>,
    cues: &'a TargetCues,
}

impl<'a> Line<'a> {
    pub(super) fn new(
        document: &Document<'a>,
        sentence: &Sentence,
        (cues, reports): (&'a TargetCues, &'a Cues),
    ) -> Self {
        const FEWEST: usize = 3;
        let tokens = document.tokens_of(sentence);
        let words = Words { text: document.source(sentence.zone), tokens, cues: reports, is_title: false };
        let long = || (0..tokens.len()).filter(|&at| words.word(at).len() > FEWEST);
        let is_title = long().count() > FEWEST && long().all(|at| words.is_capital(at));
        Self { words: Words { is_title, ..words }, cues }
    }

    pub(super) fn n(&self) -> usize {
        self.words.tokens.len()
    }

    pub(super) fn sign(&self, at: usize) -> Sign {
        self.words.tokens.get(at).map_or(Sign::default(), |token| self.cues.sign(token.term))
    }

    pub(super) fn is(&self, at: usize, bits: u64) -> bool {
        self.sign(at).bits & bits != 0
    }

    pub(super) fn does(&self, at: usize, jobs: u32) -> bool {
        self.words.does(at, jobs)
    }

    pub(super) fn is_joined(&self, at: usize) -> bool {
        self.words.is_joined(at)
    }

    /// Whether word `at` is written with a capital that tells a name.
    pub(super) fn is_name(&self, at: usize) -> bool {
        self.words.is_capital(at) && !self.words.is_title && !self.opens_phrase(at)
    }

    pub(super) fn opens_phrase(&self, at: usize) -> bool {
        self.does(at, job::OPENS_PHRASE)
    }

    /// Whether word `at` ends in 's or in an apostrophe.
    pub(super) fn owns(&self, at: usize) -> bool {
        let text = self.words.text;
        self.words.tokens.get(at).is_some_and(|token| token.is_possessive(text))
            || self.words.gap(at).starts_with(['\'', '’'])
    }

    /// Whether a stop stands between word `at` and the next.
    pub(super) fn is_stopped(&self, at: usize) -> bool {
        let gap = self.words.gap(at);
        gap.contains([';', ':']) || (gap.contains(['.', '?', '!', '\n']) && !self.is_joined(at))
    }

    /// What word `at` says as a verb, where it is one.
    pub(super) fn verb(&self, at: usize) -> Option<Verb> {
        if !self.is(at, sign::VERB) || !self.is_verblike(at) {
            return None;
        }
        let term = |at: usize| self.words.tokens.get(at).map_or(UNKNOWN, |token| token.term);
        self.cues.verb(at, term)
    }

    /// What the noun at word `at` says of what stands behind the preposition after it.
    pub(super) fn toward(&self, at: usize) -> Option<i8> {
        let (noun, preposition) = (self.words.tokens.get(at)?, self.words.tokens.get(at + 1)?);
        (self.is(at, sign::NOUN) && self.is_joined(at))
            .then(|| self.cues.toward(noun.term, preposition.term))?
    }

    /// Whether word `at` can be a verb where it stands: not behind an article, a possessive, a preposition or an adjective.
    pub(super) fn is_verblike(&self, at: usize) -> bool {
        if at > 0 && self.words.is_capital(at) && !self.words.is_title {
            return false;
        }
        let Some(before) = at.checked_sub(1).filter(|&before| self.is_joined(before)) else { return true };
        if self.is(at, sign::ING) {
            return !self.opens_phrase(before);
        }
        if self.opens_phrase(before) || self.owns(before) {
            return false;
        }
        if self.does(before, job::PREPOSITION) && !self.is(before, sign::TO) {
            return false;
        }
        let is_described =
            self.sign(before).word != 0 && !self.is(before, sign::LY | sign::LINK) && !self.ends_in_s(before);
        self.is(at, sign::ED) || !is_described
    }

    fn ends_in_s(&self, at: usize) -> bool {
        self.words.word(at).ends_with('s')
    }

    /// Whether word `at` is a verb or a helper of one.
    pub(super) fn is_verbal(&self, at: usize) -> bool {
        self.does(at, job::AUXILIARY)
            || self.is(at, sign::PASSIVE)
            || (self.is(at, sign::VERB) && self.verb(at).is_some())
            || (self.does(at, job::VERB) && self.is_verblike(at))
    }

    /// Whether a negation among the words before word `at` turns it round.
    pub(super) fn is_negated(&self, at: usize) -> bool {
        for before in (at.saturating_sub(NEGATION_REACH)..at).rev() {
            if !self.is_joined(before) {
                return false;
            }
            if self.is(before, sign::NEGATES | sign::STOPS) {
                return true;
            }
            if self.does(before, job::CONJUNCTION | job::RELATIVE | job::THAT) {
                return false;
            }
        }
        false
    }

    /// The first word of the group of helpers and adverbs before the verb `at`.
    pub(super) fn group(&self, at: usize) -> usize {
        let mut first = at;
        while first > 0 && at - first < LONGEST_GROUP && self.is_joined(first - 1) {
            let before = first - 1;
            let is_part = self.does(before, job::AUXILIARY | job::ADVERB | job::NEGATION)
                || self.is(before, sign::PASSIVE | sign::LY);
            if !is_part {
                break;
            }
            first = before;
        }
        first
    }

    /// Whether the verb `at` with its group is passive: with be or get, or a bare participle before by, for, as and the like.
    pub(super) fn is_passive(&self, (group, at): Phrase) -> bool {
        if !self.is(at, sign::PARTICIPLE) {
            return false;
        }
        let has_be = |at: usize| self.is(at, sign::PASSIVE) || self.owns(at);
        if (group..at).any(has_be) {
            return true;
        }
        let has_helper = (group..at).any(|at| self.does(at, job::AUXILIARY));
        let has_pronoun = group
            .checked_sub(1)
            .is_some_and(|before| self.does(before, job::PRONOUN) && !self.is(before, sign::SOME));
        !has_helper && !has_pronoun && self.is_joined(at) && self.is(at + 1, sign::BEHIND_PARTICIPLE)
    }

    /// The words of the noun phrase in which the words `first..end` stand, as far as it reaches before them.
    pub(super) fn phrase_of(&self, (mention, end): Phrase) -> Phrase {
        let mut first = mention;
        while first > 0 && end - first < LONGEST_NAME && self.is_joined(first - 1) {
            let at = first - 1;
            if self.opens_phrase(at) {
                return (at, end);
            }
            let is_capital = self.words.is_capital(at);
            let ends = self.does(at, FUNCTION | job::ADVERB | job::THAT | job::TO | job::PRONOUN)
                || self.owns(at)
                || ((!is_capital || self.words.is_title)
                    && (self.verb(at).is_some() || self.does(at, job::VERB) || self.is(at, sign::LINK)));
            if ends || !(is_capital || self.sign(at).word != 0 || self.is(at, sign::BEFORE_NAME)) {
                break;
            }
            first = at;
        }
        (first, end)
    }
}
