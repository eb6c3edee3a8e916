//! The words beside a reporting verb: whether it reports, and where begins what it reports.

use super::cues::job;
use super::phrase::{Phrase, Words};

/// How far behind a verb its clause may begin, in tokens.
pub(super) const CLAUSE_REACH: usize = 14;
/// How far behind a verb its own words are looked at.
const VERB_REACH: usize = 8;

impl Words<'_> {
    /// Whether word `at` reports as a verb: not as the noun or the adjective of its form.
    pub(super) fn is_verb(&self, at: usize) -> bool {
        if !self.does(at, job::VERB) || self.is_quoted(at) || (self.is_capital(at) && !self.is_title) {
            return false;
        }
        let Some(before) = at.checked_sub(1).filter(|&before| self.is_joined(before)) else { return true };
        let is_of_noun = self.does(before, job::ARTICLE | job::POSSESSIVE)
            || (self.does(before, job::PREPOSITION) && !self.does(before, job::TO))
            || (self.does(before, job::DEMONSTRATIVE) && !self.does(before, job::PRONOUN | job::THAT));
        let is_gerund = self.word(at).ends_with("ing");
        let of_owner = self.does(at, job::NOUN | job::AMBIGUOUS) && self.is_possessive(before);
        !(is_of_noun && !(is_gerund && self.does(before, job::PREPOSITION)) || of_owner)
    }

    /// Whether word `at` reports as a verb, with a speaker that fits it where it has the form of a noun: `he claims` and
    /// `voters fear`, not `a reasonable fear` nor `sharp comments`.
    pub(super) fn is_cue(&self, at: usize) -> bool {
        if !self.is_verb(at) {
            return false;
        }
        if !self.does(at, job::NOUN | job::AMBIGUOUS) || self.word(at).ends_with("ing") {
            return true;
        }
        let group = self.verb_group(at);
        let has_helper = (group..at).any(|it| self.does(it, job::AUXILIARY));
        if has_helper || self.does(at.saturating_sub(1), job::TO) {
            return true;
        }
        let Some((first, end)) = self.subject_before(group) else {
            return group > 0
                && !self.is_joined(group - 1)
                && self.phrase_after(at + 1, self.tokens.len()).is_some_and(|it| self.is_capital(it.1 - 1));
        };
        let last = end - 1;
        let is_plural = self.word(last).ends_with('s') && !self.is_capital(last);
        if self.does(last, job::PRONOUN) {
            return true;
        }
        if !self.word(at).ends_with('s') {
            return is_plural && !self.does(first, job::ARTICLE);
        }
        !is_plural && (self.is_capital(last) || (self.does(first, job::OPENS_PHRASE) && end > first + 1))
    }

    /// Whether word `at` owns the next: `his`, `Lee's`, `voters'`.
    pub(super) fn is_possessive(&self, at: usize) -> bool {
        let word = self.word(at);
        self.does(at, job::POSSESSIVE)
            || word.ends_with("'s")
            || word.ends_with("’s")
            || matches!(self.gap(at), "' " | "’ ")
    }

    /// Whether the verb of this group is a passive one.
    pub(super) fn is_passive(&self, (group, verb): Phrase) -> bool {
        (group..verb).any(|at| self.does(at, job::BE)) && !self.word(verb).ends_with("ing")
    }

    /// Whether a mark that may end a clause parts word `at` and the next.
    pub(super) fn is_parted(&self, at: usize) -> bool {
        self.gap(at).contains([',', '"', '”', '’', '\'', '—', '–', '?', '!', '-', '…', '»'])
    }

    /// Whether the words of a verb end before word `at`: the sentence ends there, a mark stands there, or only where,
    /// when and how it was said follows.
    pub(super) fn is_closed_at(&self, at: usize) -> bool {
        if at >= self.tokens.len() || (at > 0 && !self.is_joined(at - 1)) {
            return !self.is_quoted(at) || self.gap(at - 1).starts_with(',');
        }
        let says_where = job::PREPOSITION | job::CALENDAR | job::ADVERB | job::SUBORDINATOR | job::RELATIVE;
        let is_manner = self.word(at).ends_with("ly") && !self.is_capital(at);
        if self.does(at, job::THAT | job::TO) || !(self.does(at, says_where) || is_manner) {
            return false;
        }
        let end = self.tokens.len().min(at + CLAUSE_REACH);
        !(at..end).any(|it| self.is_quoted(it) || self.does(it, job::THAT))
    }

    /// Where a report ends whose speaker is the relative pronoun `who`: a clause between marks ends where the sentence
    /// takes up its verb (`Lee, who said that the dam held, left`).
    pub(super) fn end_of_relative(&self, who: usize, (start, end): Phrase) -> usize {
        if !self.does(who, job::RELATIVE) || who == 0 || self.is_joined(who - 1) {
            return end;
        }
        let goes_on = |at: usize| self.does(at, job::AUXILIARY) || self.is_verb(at);
        let mark = (start..end.saturating_sub(1)).find(|&at| self.is_broken(at) && goes_on(at + 1));
        mark.map_or(end, |at| at + 1)
    }

    /// The word behind a particle with which a verb ends (`as she pointed out,`).
    pub(super) fn behind_particle(&self, at: usize) -> usize {
        let is_particle = at > 0
            && at < self.tokens.len()
            && self.is_joined(at - 1)
            && self.does(at, job::PREPOSITION)
            && (self.is_broken(at) || at + 1 == self.tokens.len());
        at + usize::from(is_particle)
    }

    /// The word behind who is spoken to: `told reporters`, `told the BBC`.
    pub(super) fn behind_addressee(&self, verb: usize, at: usize) -> usize {
        if !self.does(verb, job::ADDRESSED) || at == 0 || at >= self.tokens.len() || !self.is_joined(at - 1) {
            return at;
        }
        if self.does(at, job::OBJECT) {
            return at + 1;
        }
        self.phrase_after(at, self.tokens.len()).map_or(at, |phrase| phrase.1)
    }

    /// The word with which begins what the verb reports behind it.
    pub(super) fn clause_behind(&self, verb: usize) -> Option<usize> {
        let n = self.tokens.len();
        let at = verb + 1;
        if at >= n {
            return None;
        }
        let gap = self.gap(verb);
        if gap.contains(':') || self.is_quoted(at) || (self.does(at, job::THAT) && !gap.contains(';')) {
            return Some(at);
        }
        if !self.is_joined(verb) {
            return None;
        }
        if let Some(that) = self.that_behind(at) {
            return Some(that);
        }
        let at = self.behind_addressee(verb, at);
        let at = self.behind_circumstance(at)?;
        // "Said to reporters"
        let is_addressee = self.does(at, job::TO)
            && (self.is_capital(at + 1) || self.does(at + 1, job::OBJECT | job::ARTICLE | job::POSSESSIVE));
        if is_addressee && !self.is_title && !self.does(verb, job::CLAUSE) {
            return None;
        }
        let is_free = !self.does(verb, job::CLAUSE) || self.has_clause(at);
        (is_free && at < n && (at == verb + 1 || self.is_joined(at - 1) || self.is_quoted(at))).then_some(at)
    }

    /// The `that` of the verb's clause, over who is spoken to and when, or the quote mark there.
    fn that_behind(&self, from: usize) -> Option<usize> {
        let end = self.tokens.len().min(from + CLAUSE_REACH);
        for at in from..end {
            if self.does(at, job::THAT) && !self.is_quoted(at) {
                return (at == from || !self.does(at - 1, job::PREPOSITION)).then_some(at);
            }
            let is_other = self.does(at, job::AUXILIARY | job::CONJUNCTION | job::TO) || self.is_verb(at);
            if is_other || self.is_quoted(at) || self.gap(at).contains([';', ':', ',']) {
                return None;
            }
        }
        None
    }

    /// Behind a day (`said Monday`, `said on Monday`) and a circumstance (`said in a statement`) before the clause.
    ///
    /// # Returns
    /// `None` where the circumstance is all that follows.
    fn behind_circumstance(&self, from: usize) -> Option<usize> {
        let mut at = from;
        if self.does(at, job::CALENDAR) && !self.is_capital(at + 1) {
            at += 1;
        } else if self.does(at, job::PREPOSITION) && self.does(at + 1, job::CALENDAR) {
            at += 2;
        }
        if at >= self.tokens.len() {
            return None;
        }
        let of_matter = job::TO | job::AS;
        if !self.does(at, job::PREPOSITION)
            || self.does(at, of_matter)
            || !self.does(at, job::OF | job::CALENDAR)
        {
            return Some(at);
        }
        let is_matter = matches!(self.word(at), "of" | "for" | "from");
        let end = self.tokens.len().min(at + CLAUSE_REACH);
        for it in at + 1..end {
            let opens = self.is_quoted(it)
                || (self.does(it, job::PRONOUN) && !self.does(it, job::OPENS_PHRASE) && it > at + 1);
            if opens && !is_matter {
                return Some(it);
            }
            if !self.is_joined(it) && !is_matter {
                return (it + 1 < end && self.is_quoted(it + 1)).then_some(it + 1);
            }
        }
        Some(at)
    }

    /// Whether a clause, an infinitive, a question or a quotation begins with word `at`.
    fn has_clause(&self, at: usize) -> bool {
        if self.does(at, job::QUESTION | job::THAT | job::TO) || self.is_quoted(at) {
            return true;
        }
        let end = self.tokens.len().min(at + VERB_REACH);
        for it in at..end {
            let is_infinitive = self.does(it, job::TO) && (!self.is_capital(it + 1) || self.is_title);
            if self.does(it, job::AUXILIARY) || is_infinitive || self.is_quoted(it + 1) {
                return true;
            }
            if !self.is_joined(it) {
                return false;
            }
        }
        false
    }
}
