//! Whether a mention is the subject or the object of a verb, as far as the words between them tell.

use super::line::Line;
use super::lists::sign;
use crate::text::cues::job;
use crate::text::phrase::Phrase;

/// Below this a mention does not count as subject or object.
pub(super) const LEAST: f64 = 0.25;

impl Line<'_> {
    /// How surely a mention is the subject before the verb group that begins with word `group`: 1 right before it, less
    /// for each word between that may be the subject instead, 0 behind a stop.
    pub(super) fn subject_weight(&self, group: usize, (_, end): Phrase) -> f64 {
        if end > group {
            return 0.0;
        }
        // Once `and` or `to` stands between, the verb shares its subject with one before it.
        let mut is_shared = false;
        let mut weight = 1.0;
        for at in (end..group).rev() {
            if self.is_stopped(at) {
                return 0.0;
            }
            if self.words.gap(at).contains([',', '—', '–', '(', ')']) {
                weight *= 0.85;
            }
            weight *= self.between_subject(at, group, end, &mut is_shared);
        }
        if end > 0 && self.is_stopped(end - 1) { 0.0 } else { weight }
    }

    /// By how much word `at` between a mention and a verb group makes the mention less likely its subject.
    fn between_subject(&self, at: usize, group: usize, end: usize, is_shared: &mut bool) -> f64 {
        if self.is(at, sign::TO) && !self.words.is_capital(at + 1) {
            *is_shared = true;
            return 0.8;
        }
        if self.is(at, sign::WHO) {
            return 1.0;
        }
        if self.is(at, sign::THING) {
            return 0.5;
        }
        if self.is(at, sign::AND | sign::BUT) {
            *is_shared = true;
            return if self.is(at, sign::BUT) { 0.7 } else { 0.8 };
        }
        if self.does(at, job::SUBORDINATOR) {
            return 0.35;
        }
        if self.does(at, job::PRONOUN) && !self.does(at, job::RELATIVE) && !self.owns(at) {
            return if at + 1 == group || !*is_shared { 0.15 } else { 0.6 };
        }
        if self.is_name(at) {
            let goes_on = at > end && self.is_joined(at - 1) && self.words.is_capital(at - 1);
            let before = at.saturating_sub(1);
            let hangs = self.is(before, sign::HANGS) || self.words.gap(before).contains('(');
            return match (goes_on, *is_shared || hangs) {
                (true, _) => 1.0,
                (false, true) => 0.85,
                (false, false) => 0.4,
            };
        }
        if !*is_shared && self.is_verbal(at) {
            return 0.5;
        }
        if self.does(at, job::PREPOSITION) { 0.9 } else { 1.0 }
    }

    /// How surely a mention is the object of what ends before word `from`: 1 right behind it, less for each word between
    /// that leads away from it, 0 behind a stop.
    pub(super) fn object_weight(&self, from: usize, (first, _): Phrase) -> f64 {
        if first < from {
            return 0.0;
        }
        let mut weight = 1.0;
        for at in from..=first {
            if let Some(before) = at.checked_sub(1) {
                if self.is_stopped(before) {
                    return 0.0;
                }
                if self.words.gap(before).contains(',') {
                    weight *= 0.6;
                }
            }
            if at < first {
                weight *= self.between_object(at);
            }
        }
        weight
    }

    fn between_object(&self, at: usize) -> f64 {
        if self.is(at, sign::OF) {
            0.7
        } else if self.is(at, sign::AND) {
            0.8
        } else if self.is(at, sign::BUT) {
            0.0
        } else if self.does(at, job::PREPOSITION | job::TO) {
            0.45
        } else if self.does(at, job::RELATIVE | job::THAT | job::SUBORDINATOR) {
            0.4
        } else if self.is_verbal(at) {
            0.5
        } else if self.owns(at) {
            0.6
        } else if self.is_name(at) {
            0.8
        } else if self.does(at, job::PRONOUN) && !self.opens_phrase(at) {
            0.4
        } else {
            0.95
        }
    }

    /// What is left of a word's weight across the gap between word `at` and the next, and whether a contrast begins there.
    pub(super) fn crossing(&self, at: usize) -> (f64, bool) {
        let gap = self.words.gap(at);
        let mut weight = if gap.contains([';', ':']) {
            0.4
        } else if gap.contains(['—', '–', '(', ')']) {
            0.5
        } else if gap.contains(',') {
            0.75
        } else if gap.contains(['.', '?', '!', '\n']) && !self.is_joined(at) {
            0.35
        } else {
            1.0
        };
        let next = at + 1;
        let is_contrast = self.is(next, sign::CONTRAST);
        if is_contrast {
            weight *= 0.4;
        } else if self.does(next, job::RELATIVE) || self.is(next, sign::WHO | sign::THING) {
            weight *= 0.7;
        } else if self.does(next, job::SUBORDINATOR) {
            weight *= 0.6;
        } else if self.is(next, sign::AND) && gap.contains(',') {
            weight *= 0.7;
        }
        (weight, is_contrast)
    }
}
