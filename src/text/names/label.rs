//! Labels: noun phrases that stand for a name, beside it or after it was given such an office.

use super::words::{
    AFTER_LABEL, ARTICLE, BEFORE_OFFICE, FORMER, FUNCTION, KNOWN_PLACE, MODIFIER, NOUN, OF, OFFICE,
    PERSON_NOUN,
};
use super::{Line, NO_LINK, NameFinder, NameForm, NameKind, NameMention, link, mark};
use crate::text::TermId;

/// The most words before the head of a label.
const LONGEST: usize = 6;

/// So many of them may be words that no list knows to modify.
const MOST_UNKNOWN: usize = 2;

/// Who was called by an office or noun in the article.
#[derive(Clone, Copy, Debug)]
pub(super) struct Holder {
    noun: TermId,
    is_former: bool,
    /// The last word of the name.
    last: TermId,
    /// The mention, by its position among those found.
    mention: usize,
}

/// A noun phrase: its first word, its head, and whether it speaks of what was.
#[derive(Clone, Copy)]
struct Phrase {
    first: usize,
    head: usize,
    is_former: bool,
}

impl NameFinder {
    /// The labels of a sentence whose names are those found from position `first` on.
    pub(super) fn see_labels(&mut self, line: &Line<'_>, first: usize) {
        let n_names = self.found.len();
        let mut next = 0;
        for position in first..n_names {
            let mention = self.found[position];
            let from = line.tokens.partition_point(|token| token.start < mention.start);
            let end = line.tokens.partition_point(|token| token.start < mention.end);
            if from < end {
                // A noun that stands for a later name of the sentence must not be taken for one before it.
                let (before, behind) = self.beside(line, position, (from, end));
                self.see_definite(line, (next, before));
                self.hold(line, position, (from, end));
                next = behind;
            }
        }
        self.see_definite(line, (next, line.len()));
    }

    /// The labels right beside a name: `embattled minister Jane Doe`, `the former president, Donald Trump,` and `Jane
    /// Doe, the embattled minister`.
    ///
    /// # Returns
    /// The first word of name and labels, and the word behind their last.
    fn beside(&mut self, line: &Line<'_>, position: usize, (from, end): (usize, usize)) -> (usize, usize) {
        let mention = self.found[position];
        let is_doubtful = mention.has(mark::WEAK | mark::NEEDS_NAME) || mention.form == NameForm::Acronym;
        if mention.kind == NameKind::Place || is_doubtful || line.is_title_case {
            return (from, end);
        }
        let is_thing = mention.has(mark::THING) || line.does(end - 1, KNOWN_PLACE);
        let before = line.phrase_before(from, mention.kind).filter(|_| !is_thing);
        if let Some(phrase) = before {
            self.push_label(line, phrase, position);
        }
        let behind = line.phrase_behind(end);
        if let Some(phrase) = behind {
            self.push_label(line, phrase, position);
        }
        (before.map_or(from, |phrase| phrase.first), behind.map_or(end, |phrase| phrase.head + 1))
    }

    fn push_label(&mut self, line: &Line<'_>, phrase: Phrase, position: usize) {
        let (Some(first), Some(head)) = (line.tokens.get(phrase.first), line.tokens.get(phrase.head)) else {
            return;
        };
        let is_group = !line.does(phrase.head, PERSON_NOUN | OFFICE);
        if !is_group {
            let last = self.last_word(line, position);
            self.holders.extend(last.map(|last| Holder {
                noun: head.term,
                is_former: phrase.is_former,
                last,
                mention: position,
            }));
        }
        self.found.push(NameMention {
            start: first.start,
            end: line.end_of(phrase.head),
            sentence: line.number,
            link: link(position),
            n_title_bytes: 0,
            marks: 0,
            zone: line.zone,
            voice: first.voice(),
            kind: if is_group { NameKind::Organisation } else { NameKind::Person },
            form: NameForm::Label,
        });
    }

    /// The last word of the name at a position, where it is of this sentence.
    fn last_word(&self, line: &Line<'_>, position: usize) -> Option<TermId> {
        let mention = self.found.get(position)?;
        let end = line.tokens.partition_point(|token| token.start < mention.end);
        let last = (0..end).rev().find(|&at| !line.does(at, super::words::SUFFIX))?;
        line.tokens.get(last).map(|token| token.term)
    }

    /// Notes that the person of a mention has the office that stands before the name, and where the person was last
    /// named.
    fn hold(&mut self, line: &Line<'_>, position: usize, (from, end): (usize, usize)) {
        let mention = self.found[position];
        let Some(last) = self.last_word(line, position) else { return };
        for holder in self.holders.iter_mut().filter(|holder| holder.last == last) {
            holder.mention = position;
        }
        let name = mention.start + u32::from(mention.n_title_bytes);
        let office = (from..end)
            .take_while(|&at| line.tokens[at].start < name)
            .filter(|&at| line.does(at, OFFICE))
            .last();
        if let Some(office) = office {
            let is_former = (from.saturating_sub(1)..office).any(|at| line.does(at, FORMER));
            let noun = line.tokens[office].term;
            self.holders.push(Holder { noun, is_former, last, mention: position });
        }
    }

    /// The labels between two names that take up an office which one person of the article alone has: `the president`.
    fn see_definite(&mut self, line: &Line<'_>, (from, end): (usize, usize)) {
        if self.holders.is_empty() {
            return;
        }
        for at in from..end {
            if !line.does(at, PERSON_NOUN | OFFICE) {
                continue;
            }
            let goes_on = line.gap(at) == " " && (line.is_capital(at + 1) || line.does(at + 1, NOUN | OF));
            let Some(phrase) = line.phrase_ending(at).filter(|phrase| phrase.first >= from && !goes_on)
            else {
                continue;
            };
            let is_the = line.word(phrase.first).eq_ignore_ascii_case("the");
            let is_of_place = (phrase.first..at).any(|word| line.does(word, KNOWN_PLACE));
            if !is_the || is_of_place || line.is_possessive_noun(at) {
                continue;
            }
            let noun = line.tokens[at].term;
            let mut holders = self
                .holders
                .iter()
                .filter(|holder| holder.noun == noun && holder.is_former == phrase.is_former);
            let Some(first) = holders.next().copied() else { continue };
            if holders.all(|other| other.last == first.last) {
                self.push_found(line, phrase, first.mention);
            }
        }
    }

    /// Notes a label that takes up a person named before.
    fn push_found(&mut self, line: &Line<'_>, phrase: Phrase, position: usize) {
        let n_holders = self.holders.len();
        self.push_label(line, phrase, position);
        self.holders.truncate(n_holders);
        if let Some(label) =
            self.found.last_mut().filter(|label| usize::from(label.link) >= usize::from(NO_LINK))
        {
            label.link = NO_LINK;
        }
    }
}

impl Line<'_> {
    /// A noun with 's may be its possessive; the label is the noun all the same. What is none is a plural's.
    fn is_possessive_noun(&self, at: usize) -> bool {
        self.gap(at).starts_with(['\'', '’'])
    }

    /// The label whose head is the word before a name: beside it, or with a comma between (then with an article).
    fn phrase_before(&self, from: usize, kind: NameKind) -> Option<Phrase> {
        let head = from.checked_sub(1)?;
        let is_head = self.does(head, NOUN) && !self.is_capital(head);
        match self.gap(head) {
            " " if is_head && kind != NameKind::Organisation && self.does(head, PERSON_NOUN) => {
                Some(self.phrase_ending(head).unwrap_or_else(|| self.bare_phrase(head)))
            }
            ", " if is_head => {
                self.phrase_ending(head).filter(|phrase| !self.word(phrase.first).starts_with(['a', 'A']))
            }
            _ => None,
        }
    }

    /// The phrase with an article that ends with word `head`.
    fn phrase_ending(&self, head: usize) -> Option<Phrase> {
        let least = head.saturating_sub(LONGEST);
        let (mut is_former, mut n_unknown) = (false, 0);
        for first in (least..head).rev() {
            if self.gap(first) != " " {
                return None;
            }
            if self.does(first, ARTICLE) {
                return Some(Phrase { first, head, is_former });
            }
            is_former |= self.does(first, FORMER);
            let fits = self.does(first, MODIFIER | BEFORE_OFFICE | FORMER | KNOWN_PLACE);
            let is_verb = self.word(first).ends_with("ed") || self.word(first).ends_with("ing");
            n_unknown += usize::from(!fits);
            if !fits
                && (is_verb
                    || n_unknown > MOST_UNKNOWN
                    || self.does(first, FUNCTION)
                    || self.is_capital(first))
            {
                return None;
            }
        }
        None
    }

    /// The phrase without an article that ends with word `head`: with the words before it that are known to modify.
    fn bare_phrase(&self, head: usize) -> Phrase {
        let fits = |at: usize| {
            self.gap(at) == " "
                && self.does(at, MODIFIER | BEFORE_OFFICE | FORMER | KNOWN_PLACE)
                && !self.does(at, ARTICLE)
        };
        let least = head.saturating_sub(LONGEST);
        let first = (least..head).rev().take_while(|&at| fits(at)).last().unwrap_or(head);
        Phrase { first, head, is_former: (first..head).any(|at| self.does(at, FORMER)) }
    }

    /// The apposition behind the name that ends before word `end`: `, the embattled minister` up to its head, which a
    /// comma, the end of the sentence, or `of`, `who` and the like follow.
    fn phrase_behind(&self, end: usize) -> Option<Phrase> {
        let last = end.checked_sub(1)?;
        if self.gap(last) != ", " || !self.does(end, ARTICLE | MODIFIER | FORMER | BEFORE_OFFICE | NOUN) {
            return None;
        }
        let mut is_former = false;
        for at in end..(end + LONGEST).min(self.len()) {
            is_former |= self.does(at, FORMER);
            let is_head = self.does(at, NOUN) && !self.is_capital(at);
            let gap = self.gap(at);
            let goes_on = gap == " " && !self.does(at + 1, AFTER_LABEL);
            if is_head && !goes_on {
                return Some(Phrase { first: end, head: at, is_former });
            }
            let fits = at == end || !self.does(at, FUNCTION) || self.does(at, MODIFIER | FORMER);
            if gap != " " || !fits {
                return None;
            }
        }
        None
    }
}
