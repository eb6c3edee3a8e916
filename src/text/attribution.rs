//! Who said a quotation: the reporting verb beside it, and the name or noun phrase beside the verb.

use super::cues::{Cues, job};
use super::phrase::{Phrase, Words};
use super::{Document, Quotation};
use crate::key::Zone;

/// How many tokens before a quotation the verb is looked for.
const REACH_BEFORE: usize = 16;
/// How many behind it: who speaks may be named at length before the verb.
const REACH_BEHIND: usize = 28;
/// The longest name that signs a quotation, in tokens.
const LONGEST_SIGNATURE: usize = 5;
/// How near before a quotation a verb has it for sure, in tokens.
const BESIDE: usize = 2;

/// Who said a quotation, as byte ranges of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attribution {
    /// The words that name the speaker; `None` where none were found.
    pub mention: Option<(u32, u32)>,
    /// Whether those words are a pronoun.
    pub is_pronoun: bool,
    /// The name or noun phrase that a relative pronoun takes up.
    pub antecedent: Option<(u32, u32)>,
    /// The reporting verb, or the words that stand for it.
    pub verb: Option<(u32, u32)>,
    /// The verb's class in [`Cues`]; `None` for a colon.
    pub verb_class: Option<u8>,
}

impl Document<'_> {
    /// Finds who said a quotation of the text: after it (`"...," said Ann Lee`, `"...," the mayor said`), else
    /// before it (`Ann Lee said: "..."`), within the sentences that it touches, else in the sentence before where
    /// that ends in a colon.
    #[must_use]
    pub fn attribute(&self, quotation: &Quotation, cues: &Cues) -> Attribution {
        let sentences = self.sentences();
        let from =
            sentences.partition_point(|it| it.zone == Zone::Headline || (it.end as usize) < quotation.start);
        let to =
            sentences.partition_point(|it| it.zone == Zone::Headline || (it.start as usize) < quotation.end);
        let words = |index: usize| Words::of(self, index, cues);
        let first = words(from);
        let begin = first.position(quotation.start);
        let reach = (begin.saturating_sub(REACH_BEFORE)..begin).rev();
        let before = reach.take_while(|&at| !first.is_quoted(at)).find(|&at| first.is_cue(at));
        let is_near = before.is_some_and(|verb| begin - verb <= BESIDE);
        let last = words(to.saturating_sub(1));
        let behind = last.position(quotation.end);
        before
            .filter(|_| is_near)
            .map(|verb| first.attribution((0, verb)))
            .or_else(|| last.attribution_behind(behind))
            .or_else(|| last.signed(behind, quotation.end))
            .or_else(|| words(to).signed(0, quotation.end).filter(|_| behind == last.tokens.len()))
            .or_else(|| before.map(|verb| first.attribution((0, verb))))
            .or_else(|| words(to).attribution_of_next(quotation.end).filter(|_| behind == last.tokens.len()))
            .or_else(|| words(from.checked_sub(1)?).lead_in(quotation.start).filter(|_| begin == 0))
            .unwrap_or_default()
    }
}

impl Words<'_> {
    /// The position of the first word at or behind byte `at`.
    fn position(&self, at: usize) -> usize {
        self.tokens.partition_point(|token| (token.start as usize) < at)
    }

    /// The attribution in the words from `behind` on, which follow a quotation.
    fn attribution_behind(&self, behind: usize) -> Option<Attribution> {
        let reach = behind..self.tokens.len().min(behind + REACH_BEHIND);
        let is_near = |&at: &usize| !self.is_quoted(at) && (at == 0 || !self.gap(at - 1).contains(';'));
        let verb = reach.take_while(is_near).find(|&at| self.is_cue(at))?;
        Some(self.attribution((behind, verb)))
    }

    /// A signature behind a quotation: a dash and a name that ends the line.
    fn signed(&self, behind: usize, end: usize) -> Option<Attribution> {
        let gap =
            self.text.get(end..self.tokens.get(behind)?.start as usize).filter(|gap| !gap.contains('\n'))?;
        let dash = gap.find(['―', '—', '–'])?;
        let mark = gap.get(dash..)?.chars().next()?;
        let name = (behind, self.tokens.len());
        let is_name = name.1 - name.0 <= LONGEST_SIGNATURE && (name.0..name.1).all(|at| self.is_capital(at));
        let start = u32::try_from(end + dash).ok()?;
        let verb = Some((start, start + u32::try_from(mark.len_utf8()).ok()?));
        is_name.then(|| Attribution { mention: self.bytes(name), verb, ..Attribution::default() })
    }

    /// The attribution by this sentence, where it does nothing but name the speaker of what ends before it
    /// (`"Why?" Ann Lee asked.`).
    fn attribution_of_next(&self, end: usize) -> Option<Attribution> {
        let first = self.tokens.first()?;
        let is_beside = self.text.get(end..first.start as usize).is_some_and(|gap| !gap.contains('\n'));
        let reach = 0..self.tokens.len().min(REACH_BEFORE);
        let verb =
            reach.take_while(|&at| !self.is_quoted(at)).find(|&at| self.is_cue(at)).filter(|_| is_beside)?;
        let subject = self.subject_before(self.verb_group(verb)).filter(|it| it.0 == 0)?;
        let is_whole = self.is_closed_at(self.behind_addressee(verb, verb + 1));
        is_whole.then(|| self.attributed(Some(subject), (verb, verb + 1), self.role(verb).class))
    }

    /// The attribution by this sentence of a quotation behind it, where it ends in a colon.
    fn lead_in(&self, start: usize) -> Option<Attribution> {
        let last = self.tokens.last()?;
        let is_lead_in = self.text.get(last.end as usize..start)?.contains(':');
        let n = self.tokens.len();
        let mut reach = (n.saturating_sub(REACH_BEFORE)..n).rev();
        let verb = reach.find(|&at| self.is_cue(at)).filter(|_| is_lead_in)?;
        Some(self.attribution((0, verb)))
    }

    /// The attribution by the verb `verb`, whose speaker is not looked for before word `from`.
    fn attribution(&self, (from, verb): Phrase) -> Attribution {
        let before = self.subject_before(self.verb_group(verb)).filter(|phrase| phrase.0 >= from);
        let inverted = |verb: usize| self.phrase_after(verb + 1, self.tokens.len());
        let is_gerund = |verb: usize| self.word(verb).ends_with("ing");
        let subject = if is_gerund(verb) {
            // "..., he said, adding": the speaker of the verb before.
            let mut reach = (verb.saturating_sub(REACH_BEFORE)..verb).rev();
            let other = reach.find(|&at| self.is_cue(at) && !is_gerund(at));
            let of_other =
                |other: usize| self.subject_before(self.verb_group(other)).or_else(|| inverted(other));
            before.or_else(|| other.and_then(of_other)).or_else(|| self.opening_subject(verb))
        } else {
            before
                .or_else(|| inverted(verb).filter(|_| from > 0))
                .or_else(|| self.opening_subject(verb).filter(|_| from == 0))
                .or_else(|| inverted(verb))
        };
        self.attributed(subject, (verb, verb + 1), self.role(verb).class)
    }

    /// The attribution to these words for the speaker by these words for the verb.
    pub(super) fn attributed(&self, subject: Option<Phrase>, verb: Phrase, class: u8) -> Attribution {
        let pronoun =
            subject.filter(|it| it.1 == it.0 + 1 && self.does(it.0, job::PRONOUN | job::POSSESSIVE));
        let relative = pronoun.map(|it| it.0).filter(|&at| self.does(at, job::RELATIVE));
        Attribution {
            mention: subject.and_then(|subject| self.bytes(subject)),
            is_pronoun: pronoun.is_some(),
            antecedent: relative.and_then(|at| self.bytes(self.phrase_before(at)?)),
            verb: self.bytes(verb),
            verb_class: Some(class),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::text::cues::tests::cues;
    use crate::text::{Analyser, NumberedWords, Vocabulary};

    fn attributed(text: &str) -> Vec<(String, String)> {
        let mut vocabulary = Vocabulary::default();
        let _ = NumberedWords::read(("", text), &mut vocabulary);
        let cues = cues(&vocabulary);
        let mut analyser = Analyser::default();
        let document = analyser.analyse(("", text), &[], &vocabulary);
        let slice = |range: Option<(u32, u32)>| {
            range.map_or(String::new(), |(start, end)| text[start as usize..end as usize].to_owned())
        };
        document
            .quotations()
            .iter()
            .map(|quotation| document.attribute(quotation, &cues))
            .map(|found| (slice(found.mention), slice(found.verb)))
            .collect()
    }

    #[test]
    fn the_speaker_stands_before_or_after_the_verb() {
        for (text, mention, verb) in [
            ("\"We won,\" said Ann B. Lee, the mayor.", "Ann B. Lee", "said"),
            ("\"We won,\" the deputy mayor claimed on Monday.", "the deputy mayor", "claimed"),
            ("On Monday Ann Lee said: \"We won.\"", "Ann Lee", "said"),
            ("\"We won. We did,\" he said.", "he", "said"),
            ("\"We won,\" said fire chief Ann Lee, smiling.", "fire chief Ann Lee", "said"),
            ("The mayor of the town later said: \"We won.\"", "The mayor of the town", "said"),
            ("After the storm, which he saw, Lee has claimed \"we won\".", "Lee", "claimed"),
            ("The sign hung \"No entry\" in red.", "", ""),
        ] {
            assert_eq!(attributed(text), [(mention.to_owned(), verb.to_owned())], "{text}");
        }
    }
}
