//! The words of one sentence, and the names and noun phrases among them.

use super::cues::{Cues, Role, job};
use super::token::char_at;
use super::{Document, Token};
use crate::key::Zone;

/// The longest name or noun phrase without what hangs on it by `of`, in tokens.
const LONGEST_PHRASE: usize = 7;
/// The longest apposition between a speaker and the verb, in tokens.
const LONGEST_APPOSITION: usize = 24;
/// How often a phrase may hang on another by `of`.
const MOST_HANGING: usize = 2;

/// Tokens of a text that stand beside each other, most often a sentence's.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) cues: &'a Cues,
    /// Whether all words are written with capitals, as in headlines.
    pub(super) is_title: bool,
}

/// Words by their positions: the first, and the one after the last.
pub(super) type Phrase = (usize, usize);

impl<'a> Words<'a> {
    /// The words of the sentence at this position; none where there is no such sentence. Only the first sentence of a
    /// text may be a headline.
    pub(super) fn of(document: &Document<'a>, index: usize, cues: &'a Cues) -> Self {
        const FEWEST: usize = 3;
        let sentences = document.sentences();
        let tokens = sentences.get(index).map_or(&[][..], |sentence| document.tokens_of(sentence));
        let words = Self { text: document.text(), tokens, cues, is_title: false };
        let is_first = index == 0 || sentences[index - 1].zone == Zone::Headline;
        let long = || (0..tokens.len()).filter(|&at| words.word(at).len() > FEWEST);
        let is_title = is_first && long().count() > FEWEST && long().all(|at| words.is_capital(at));
        Self { is_title, ..words }
    }

    pub(super) fn role(&self, at: usize) -> Role {
        self.tokens.get(at).map_or(Role::default(), |token| self.cues.role(token))
    }

    /// Whether word `at` does any of `jobs`.
    pub(super) fn does(&self, at: usize, jobs: u32) -> bool {
        self.role(at).jobs & jobs != 0
    }

    pub(super) fn is_quoted(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_quoted)
    }

    pub(super) fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |it| it.text(self.text))
    }

    /// What stands between word `at` and the next; nothing after the last word.
    pub(super) fn gap(&self, at: usize) -> &'a str {
        match (self.tokens.get(at), self.tokens.get(at + 1)) {
            (Some(left), Some(right)) => self.text.get(left.end as usize..right.start as usize).unwrap_or(""),
            _ => "",
        }
    }

    /// Whether nothing but a space stands between word `at` and the next, or the full stop of an initial.
    pub(super) fn is_joined(&self, at: usize) -> bool {
        match self.gap(at) {
            " " | "\u{a0}" => true,
            ". " => {
                let token = self.tokens[at];
                token.end - token.start <= 4 && self.is_capital(at)
            }
            _ => false,
        }
    }

    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .and_then(|token| char_at(self.text, token.start as usize))
            .is_some_and(|first| first.is_uppercase() || first.is_ascii_digit())
    }

    /// Whether a mark that parts clauses stands between word `at` and the next.
    pub(super) fn is_broken(&self, at: usize) -> bool {
        self.gap(at).contains([',', ';', ':', '—', '–', '(', ')', '\n'])
    }

    /// Whether word `at` is an adverb of manner: it ends in `ly`.
    fn is_manner(&self, at: usize) -> bool {
        !self.is_capital(at) && self.word(at).ends_with("ly")
    }

    /// Whether word `at` may stand between a speaker and the verb.
    pub(super) fn belongs_to_verb(&self, at: usize) -> bool {
        self.does(at, job::AUXILIARY | job::ADVERB | job::NEGATION) || self.is_manner(at)
    }

    /// The first word of the verb group that ends before word `verb`: its helpers and adverbs.
    pub(super) fn verb_group(&self, verb: usize) -> usize {
        let mut first = verb;
        while first > 0 && verb - first < 4 && self.belongs_to_verb(first - 1) && self.is_joined(first - 1) {
            first -= 1;
        }
        first
    }

    /// The name, pronoun or noun phrase that ends before word `end`.
    pub(super) fn phrase_before(&self, end: usize) -> Option<Phrase> {
        let mut phrase = self.simple_phrase_before(end)?;
        for _ in 0..MOST_HANGING {
            let Some(of) = phrase.0.checked_sub(1).filter(|&of| self.does(of, job::OF)) else { break };
            let Some(head) = self.simple_phrase_before(of).filter(|_| of > 0 && self.is_joined(of - 1))
            else {
                break;
            };
            // "In Ohio voters": what stands before `of` must be a phrase of its own, not the rest of a sentence.
            if self.does(head.0, job::PRONOUN) || (!self.is_closed(head) && !self.is_capital(head.0)) {
                break;
            }
            phrase.0 = head.0;
        }
        Some(phrase)
    }

    /// Whether a phrase opens with an article and the like, or stands where a clause begins.
    fn is_closed(&self, phrase: Phrase) -> bool {
        self.does(phrase.0, job::OPENS_PHRASE) || phrase.0 == 0 || !self.is_joined(phrase.0 - 1)
    }

    fn simple_phrase_before(&self, end: usize) -> Option<Phrase> {
        let last = end.checked_sub(1)?;
        if self.is_quoted(last) {
            return None;
        }
        if self.does(last, job::PRONOUN) && !self.does(last, job::RELATIVE) {
            return Some((last, end));
        }
        if self.does(last, job::ENDS_PHRASE | job::OPENS_PHRASE | job::TO | job::OBJECT) {
            return None;
        }
        let fits = |at: usize| !self.is_quoted(at) && !self.does(at, job::ENDS_PHRASE | job::PRONOUN);
        let mut first = last;
        while first > 0 && end - first < LONGEST_PHRASE && self.is_joined(first - 1) && fits(first - 1) {
            first -= 1;
            if self.does(first, job::OPENS_PHRASE) {
                return Some((first, end));
            }
        }
        let is_whole = first == 0 || !self.is_joined(first - 1) || self.does(first - 1, job::ENDS_PHRASE);
        let has_verb = (first..last).any(|at| self.does(at, job::VERB) && !self.is_capital(at));
        if is_whole && !has_verb {
            return Some((first, end));
        }
        // The start is not in sight: the run of capitals, or the last word alone.
        let capitals = (first..end).rev().take_while(|&at| self.is_capital(at)).count();
        Some((end - capitals.max(1), end))
    }

    /// The speaker whose verb group begins with word `group`: also over an apposition (`Ann Lee, the mayor, said`), a
    /// bracket (`Sen. Ann Lee (D-Ohio) said`) or a relative pronoun (`voters who said`).
    pub(super) fn subject_before(&self, group: usize) -> Option<Phrase> {
        let last = group.checked_sub(1)?;
        if self.does(last, job::RELATIVE) {
            return Some((last, group));
        }
        if self.is_joined(last) {
            return self.phrase_before(group);
        }
        let gap = self.gap(last);
        let opens = if gap.contains(')') { '(' } else { ',' };
        if opens == ',' && gap != ", " {
            return None;
        }
        let from = group.saturating_sub(LONGEST_APPOSITION);
        for at in (from..last).rev() {
            if self.is_quoted(at + 1) {
                return None;
            }
            if self.gap(at).contains(opens)
                && let Some(phrase) = self.apposed(at + 1)
            {
                return Some(phrase);
            }
        }
        None
    }

    /// The phrase before an apposition or bracket that begins with word `inner`: a name, or what has an article.
    fn apposed(&self, inner: usize) -> Option<Phrase> {
        let is_other = self.does(inner, job::CONJUNCTION | job::SUBORDINATOR | job::PRONOUN);
        if is_other && !self.does(inner, job::RELATIVE) {
            return None;
        }
        let stands =
            |phrase: &Phrase| self.is_capital(phrase.1 - 1) || self.does(phrase.0, job::OPENS_PHRASE);
        let is_number =
            |phrase: &Phrase| self.word(phrase.1 - 1).starts_with(|first: char| first.is_ascii_digit());
        self.phrase_before(inner).filter(|phrase| stands(phrase) && !is_number(phrase))
    }

    /// The name, pronoun or noun phrase that begins with word `first`, not reaching word `limit`.
    pub(super) fn phrase_after(&self, first: usize, limit: usize) -> Option<Phrase> {
        if first >= limit || self.is_quoted(first) {
            return None;
        }
        if self.does(first, job::PRONOUN) && !self.does(first, job::OPENS_PHRASE) {
            return Some((first, first + 1));
        }
        let opens = self.does(first, job::OPENS_PHRASE);
        if self.does(first, job::ENDS_PHRASE & !job::ADVERB) && !opens {
            return None;
        }
        let goes_on = |at: usize| {
            self.is_joined(at - 1)
                && !self.is_quoted(at)
                && !self.does(at, job::ENDS_PHRASE | job::PRONOUN | job::OPENS_PHRASE)
                && (!self.does(at, job::VERB) || self.is_capital(at))
        };
        let most = limit.min(first + LONGEST_PHRASE);
        let mut end = first + 1;
        while end < most && goes_on(end) {
            end += 1;
        }
        end = self.end_of_name((first, end));
        (end > first + 1 || !opens).then_some((first, end))
    }

    /// Where a phrase ends behind the name in it: no small letters belong to what stands in capitals. The capital of a
    /// sentence's first word makes a name only with an office before another (`Senate leader Ann Lee`).
    fn end_of_name(&self, (first, end): Phrase) -> usize {
        let run = |from: usize| (from..end).take_while(|&at| self.is_capital(at)).count();
        let is_name = |at: usize| self.is_capital(at) && !self.does(at, job::OPENS_PHRASE);
        let Some(name) = (first..end).find(|&at| is_name(at)) else { return end };
        let name_end = name + run(name);
        let next = (name_end..end).find(|&at| self.is_capital(at));
        let is_office = |at: usize| !self.word(at).ends_with('s') && !self.word(at).ends_with("ed");
        match next {
            Some(next) if name == 0 && (name_end..next).all(is_office) => next + run(next),
            _ => name_end,
        }
    }

    /// The phrase with which the sentence opens, after what stands before its first comma where that is no phrase.
    pub(super) fn opening_subject(&self, limit: usize) -> Option<Phrase> {
        let first = self.behind_dateline();
        let circumstance = job::PREPOSITION
            | job::SUBORDINATOR
            | job::ADVERB
            | job::CALENDAR
            | job::CONJUNCTION
            | job::DEMONSTRATIVE;
        if !self.does(first, circumstance) {
            return self.phrase_after(first, limit);
        }
        let mut reach = first..limit.min(first + LONGEST_APPOSITION);
        if let Some(comma) = reach.clone().find(|&at| self.gap(at).starts_with(',')) {
            return self.phrase_after(comma + 1, limit);
        }
        let is_subject =
            |at: usize| self.does(at, job::PRONOUN) && !self.does(at, job::OPENS_PHRASE | job::RELATIVE);
        reach.find(|&at| is_subject(at)).map(|at| (at, at + 1))
    }

    /// The word behind a dateline (`LONDON, July 25 (AP) — The mayor`); the first where there is none.
    fn behind_dateline(&self) -> usize {
        const LONGEST_DATELINE: usize = 10;
        let is_place = self.word(0).len() > 3 && self.word(0).chars().all(char::is_uppercase);
        let dash = (0..LONGEST_DATELINE).find(|&at| is_place && self.gap(at).contains(['—', '–', '-']));
        dash.map_or(0, |at| at + 1)
    }

    /// The bytes of a phrase; of a pronoun without what is drawn together with it (`he's`).
    pub(super) fn bytes(&self, phrase: Phrase) -> Option<(u32, u32)> {
        let (first, last) = (self.tokens.get(phrase.0)?, self.tokens.get(phrase.1.checked_sub(1)?)?);
        let drawn = self.word(phrase.0).find(['\'', '’']).filter(|_| self.does(phrase.0, job::PRONOUN));
        let end = drawn.and_then(|at| u32::try_from(at).ok()).map_or(last.end, |at| first.start + at);
        Some((first.start, end))
    }
}
