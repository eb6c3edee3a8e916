//! What a sentence says of one of its mentions, rule by rule.

use super::kinds::{Features, N_FEATURES, flag, rule};
use super::line::{FUNCTION, Line};
use super::lists::{Verb, sign};
use super::place::LEAST;
use crate::text::cues::job;
use crate::text::phrase::Phrase;

/// The prepositions among the flags, from [`flag::ABOUT`] on.
const PREPOSITIONS: [u64; 10] = [
    sign::ABOUT,
    sign::AGAINST,
    sign::BY,
    sign::FOR,
    sign::LIKE,
    sign::OF,
    sign::PLACE,
    sign::THAN,
    sign::TO,
    sign::WITH,
];

/// What is left of a word's weight behind a negation, turned round.
const NEGATED: f64 = -0.6;
/// Words that are reached with at least this weight are near.
const NEAR: f64 = 0.55;
/// What is left of a word's reach beyond another name.
const PAST_NAME: f64 = 0.6;
/// The longest phrase that has its owner before it, and the longest behind its first word.
const LONGEST_OWNED: usize = 5;
const LONGEST_APPOSITION: usize = 8;
const LONGEST_PREDICATE: usize = 7;
/// How far behind a name stands what it is called.
const NAMED_REACH: usize = 10;
/// How far behind a name its report verb may stand, over an apposition.
const SPEAKER_REACH: usize = 16;

/// The verb by which a mention speaks.
#[derive(Clone, Copy, Debug)]
struct Speaking {
    verb: usize,
    is_before: bool,
}

/// A mention in its sentence.
struct Mention<'a> {
    line: &'a Line<'a>,
    /// Its own words.
    bare: Phrase,
    /// Its noun phrase.
    phrase: Phrase,
    is_owner: bool,
    speaking: Option<Speaking>,
    found: Features,
}

/// The features of the mention that the words `bare` are.
pub(super) fn features(line: &Line<'_>, bare: Phrase) -> Features {
    let phrase = line.phrase_of(bare);
    let is_owner = line.owns(bare.1 - 1) || (bare.1 - bare.0 == 1 && line.does(bare.0, job::POSSESSIVE));
    let found = Features { values: [0.0; N_FEATURES] };
    let mut mention = Mention { line, bare, phrase, is_owner, speaking: None, found };
    mention.speaking = mention.speaking();
    mention.flags();
    mention.within();
    mention.walk();
    mention.named();
    mention.sentence();
    mention.found
}

impl Mention<'_> {
    /// The report verb whose speaker the mention is: `Lee said`, `Lee, the mayor, said`, `said Lee`, `according to Lee`.
    fn speaking(&self) -> Option<Speaking> {
        let (line, (first, end)) = (self.line, self.phrase);
        let reports = |at: usize| line.does(at, job::VERB) && line.is_verblike(at);
        let mut at = end;
        let belongs =
            |at: usize| line.does(at, job::AUXILIARY | job::ADVERB | job::NEGATION) || line.is(at, sign::LY);
        while at < line.n() && at - end < 4 && line.is_joined(at - 1) && belongs(at) {
            at += 1;
        }
        if at < line.n() && line.is_joined(at - 1) && !self.is_owner && reports(at) {
            return Some(Speaking { verb: at, is_before: false });
        }
        if line.words.gap(end - 1).contains(',') {
            let reach = end + 1..line.n().min(end + SPEAKER_REACH);
            let is_verb = |&at: &usize| {
                line.words.gap(at - 1).contains(',')
                    && line.does(at, job::VERB)
                    && line.is(at, sign::SAID | sign::ED)
            };
            if let Some(verb) = reach.clone().find(is_verb) {
                return Some(Speaking { verb, is_before: false });
            }
        }
        let before = first.checked_sub(1)?;
        let opens = before == 0 || !line.is_joined(before - 1);
        if line.is(before, sign::SAID) && line.is_joined(before) && opens {
            return Some(Speaking { verb: before, is_before: true });
        }
        let is_according = before > 0 && line.is(before, sign::TO) && line.does(before - 1, job::ACCORDING);
        is_according.then(|| Speaking { verb: before - 1, is_before: true })
    }

    /// Whether word `at` is part of what the mention says.
    fn is_speech(&self, at: usize) -> bool {
        let Some(Speaking { verb, is_before }) = self.speaking else { return false };
        let (line, first) = (self.line, self.phrase.0);
        let is_parted = || {
            let before = first.checked_sub(1);
            before.is_some_and(|before| line.words.gap(before).contains(',') || line.words.is_quoted(before))
        };
        line.words.is_quoted(at) || (!is_before && at > verb) || (at < first && (is_before || is_parted()))
    }

    fn flags(&mut self) {
        let (line, (first, end)) = (self.line, self.bare);
        if let Some(Speaking { verb, .. }) = self.speaking {
            let is_plain = line.is(verb, sign::PLAIN_REPORT) || line.does(verb, job::ACCORDING);
            self.found.raise(if is_plain { flag::SPEAKS } else { flag::ATTACKS });
        }
        if self.is_owner {
            self.found.raise(flag::OWNER);
        }
        if end - first == 1 && line.does(first, job::PRONOUN | job::POSSESSIVE | job::OBJECT) {
            self.found.raise(flag::PRONOUN);
        }
        if self.phrase.0 == 0 {
            self.found.raise(flag::OPENS);
        }
        let before = self.phrase.0.checked_sub(1).filter(|&it| line.is_joined(it) && !self.is_owner);
        if let Some(before) = before {
            for (flag, &preposition) in (flag::ABOUT..).zip(&PREPOSITIONS) {
                if line.is(before, preposition) {
                    self.found.raise(flag);
                }
            }
        }
    }

    /// Words inside the noun phrase: `the embattled mayor Lee`.
    fn within(&mut self) {
        for at in (self.phrase.0..self.phrase.1).filter(|at| !(self.bare.0..self.bare.1).contains(at)) {
            let value = self.value(at);
            if value != 0.0 {
                self.found.add(rule::ATTRIBUTE, value);
            }
        }
    }

    /// What word `at` says by itself, turned round where it is negated.
    fn value(&self, at: usize) -> f64 {
        let sign = self.line.sign(at);
        let value = if sign.word == 0 { f64::from(sign.valence) / 2.0 } else { f64::from(sign.word) };
        if value != 0.0 && self.line.is_negated(at) { NEGATED * value } else { value }
    }

    /// Looks at every word outside the noun phrase, outwards from it to either side.
    fn walk(&mut self) {
        let (first, end) = self.phrase;
        let (mut reach, mut is_contrasted) = (1.0, false);
        for at in end..self.line.n() {
            let (weight, is_contrast) = self.line.crossing(at - 1);
            reach *= weight * if at > end { self.past_name(at - 1, at) } else { 1.0 };
            is_contrasted |= is_contrast;
            self.see(at, reach, is_contrasted);
        }
        (reach, is_contrasted) = (1.0, false);
        for at in (0..first).rev() {
            // What parts word `at` from the mention, but not what begins the mention's own clause (`but Lee`).
            if at + 1 < first || !self.line.is(first, sign::CONTRAST) {
                let (weight, is_contrast) = self.line.crossing(at);
                reach *= weight;
                is_contrasted |= is_contrast;
            }
            if at + 1 < first {
                reach *= self.past_name(at + 1, at);
            }
            self.see(at, reach, is_contrasted);
        }
    }

    /// What is left of the reach behind word `at`, before word `next`: another name that ends there draws to itself what lies
    /// beyond.
    fn past_name(&self, at: usize, next: usize) -> f64 {
        if self.line.is_name(at) && !self.line.is_name(next) { PAST_NAME } else { 1.0 }
    }

    fn see(&mut self, at: usize, reach: f64, is_contrasted: bool) {
        let line = self.line;
        let sign = line.sign(at);
        if reach >= NEAR && sign.bits & (sign::NEGATES | sign::SHOULD) != 0 && !self.is_speech(at) {
            if sign.bits & sign::NEGATES != 0 {
                self.found.raise(flag::NEGATION);
            }
            if sign.bits & sign::SHOULD != 0 && at >= self.phrase.1 {
                self.found.raise(flag::SHOULD);
            }
        }
        if let Some(verb) = line.verb(at) {
            self.verb(at, verb, reach);
        } else if !self.noun(at) {
            self.word(at, reach, is_contrasted);
        }
    }

    fn verb(&mut self, at: usize, verb: Verb, reach: f64) {
        let line = self.line;
        let group = line.group(at);
        let is_passive = verb.object != 0 && line.is_passive((group, at));
        let factor = if line.is_negated(at) { NEGATED } else { 1.0 };
        let (subject, object) = (f64::from(verb.subject) * factor, f64::from(verb.object) * factor);
        let owner = if self.is_owner { 0.6 } else { 1.0 };
        let before = line.subject_weight(group, self.phrase) * owner;
        let mut has_role = before > LEAST;
        if is_passive {
            if before > LEAST {
                self.found.add(rule::PASSIVE, object * before);
            }
            let by = (verb.end..verb.end + 4).find(|&it| line.is(it, sign::BY));
            let agent = by.map_or(0.0, |by| line.object_weight(by + 1, self.phrase));
            if agent > LEAST {
                self.found.add(rule::AGENT, subject * agent);
                has_role = true;
            }
        } else {
            if before > LEAST {
                self.found.add(rule::SUBJECT, subject * before);
            }
            let behind = line.object_weight(verb.end, self.phrase) * if self.is_owner { 0.75 } else { 1.0 };
            if behind > LEAST {
                self.found.add(rule::OBJECT, object * behind);
                has_role = true;
            }
        }
        if !has_role {
            let value = if object.abs() >= subject.abs() { object } else { subject };
            let rule = if self.is_speech(at) { rule::SPEECH } else { rule::VERB };
            self.found.add(rule, value * reach / 2.0);
        }
    }

    /// `support for Lee`, `critics of Lee`.
    fn noun(&mut self, at: usize) -> bool {
        let Some(value) = self.line.toward(at) else { return false };
        let weight = self.line.object_weight(at + 2, self.phrase);
        if weight <= LEAST {
            return false;
        }
        let factor = if self.line.is_negated(at) { NEGATED } else { 1.0 };
        self.found.add(rule::NOUN, f64::from(value) * weight * factor);
        true
    }

    fn word(&mut self, at: usize, reach: f64, is_contrasted: bool) {
        let (line, end) = (self.line, self.phrase.1);
        let value = self.value(at);
        let owned = line.sign(at).owned;
        if value == 0.0 && owned == 0 {
            return;
        }
        if at >= end && at < end + LONGEST_OWNED && self.is_in_phrase(at) {
            let value = if line.sign(at).word == 0 && owned != 0 { f64::from(owned) } else { value };
            self.found.add(if self.is_owner { rule::OWNED } else { rule::HEAD }, value);
            return;
        }
        if value == 0.0 {
            return;
        }
        if at > end && line.sign(at).word != 0 {
            let weight = self.predicate_weight(at);
            if weight > LEAST {
                self.found.add(rule::PREDICATE, value * weight);
                return;
            }
            let is_apposed = line.words.gap(end - 1).contains(',')
                && at - end <= LONGEST_APPOSITION
                && (end..at).all(|it| line.is_joined(it) && !line.is_verbal(it));
            if is_apposed {
                self.found.add(rule::APPOSITION, value);
                return;
            }
        }
        let distance = if at >= end { at - end + 1 } else { self.phrase.0 - at };
        #[expect(clippy::cast_precision_loss, reason = "a distance within a sentence")]
        let faded = value / (1.0 + distance as f64 / 6.0);
        match (self.is_speech(at), reach >= NEAR, is_contrasted) {
            (true, true, _) => self.found.add(rule::SPEECH, faded),
            (true, false, _) => self.found.add(rule::SPEECH, value / 2.0),
            (false, true, _) => self.found.add(rule::NEAR, faded),
            (false, false, true) => self.found.add(rule::CONTRAST, value / 2.0),
            (false, false, false) => self.found.add(rule::FAR, value / 2.0),
        }
    }

    /// Whether word `at` belongs to the phrase that begins behind the mention: `Lee's bitter defeat`, `Lee supporters`.
    fn is_in_phrase(&self, at: usize) -> bool {
        let line = self.line;
        let ends = |at: usize| {
            line.does(at, FUNCTION) || (!self.is_owner && (line.does(at, job::ADVERB) || line.is_verbal(at)))
        };
        (self.phrase.1..=at).all(|it| line.is_joined(it - 1) && !ends(it))
    }

    /// How surely word `at` is said of the mention by is, seems and the like.
    fn predicate_weight(&self, at: usize) -> f64 {
        let line = self.line;
        for link in (self.phrase.1.max(at.saturating_sub(LONGEST_PREDICATE))..at).rev() {
            if line.is(link, sign::LINK) {
                return line.subject_weight(line.group(link), self.phrase);
            }
            let leads_on = line.does(link, job::PREPOSITION) && !line.is(link, sign::OF | sign::AS);
            let is_other = line.does(link, job::RELATIVE | job::THAT) || line.is_verbal(link);
            if !line.is_joined(link) || leads_on || is_other {
                return 0.0;
            }
        }
        0.0
    }

    /// `They called Lee a coward`: what stands behind the name that a verb of naming has before it.
    fn named(&mut self) {
        let (line, (first, end)) = (self.line, self.phrase);
        let is_naming =
            |&at: &usize| line.is(at, sign::NAMES) && !(at + 1..first).any(|it| line.is_verbal(it));
        if !(first.saturating_sub(3)..first).rev().any(|at| is_naming(&at)) {
            return;
        }
        for at in end..line.n().min(end + NAMED_REACH) {
            let is_parted = line.words.gap(at - 1).contains(',') && !line.words.is_quoted(at);
            if is_parted {
                return;
            }
            let value = self.value(at);
            if value != 0.0 {
                self.found.add(rule::NAMED, value);
            }
        }
    }

    /// The sentence as a whole, from VADER's valences.
    fn sentence(&mut self) {
        const NORMALISATION: f64 = 15.0;
        let line = self.line;
        let of = |at: usize| {
            let valence = f64::from(line.sign(at).valence);
            if valence != 0.0 && line.is_negated(at) { -valence } else { valence }
        };
        let sum: f64 = (0..line.n()).map(of).sum();
        if sum != 0.0 {
            self.found.add(rule::SENTENCE, sum / (sum * sum + NORMALISATION).sqrt());
        }
    }
}
