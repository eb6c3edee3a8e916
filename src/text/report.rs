//! Indirect reports: what someone is said to say or think, outside quote marks or only partly inside them.

use super::attribution::Attribution;
use super::cues::{Cues, job};
use super::phrase::{Phrase, Words};
use super::{Document, Token};
use crate::key::Zone;

/// How many reports are taken from one sentence: what only looks like a sentence must not give a row a word.
const MOST_IN_SENTENCE: usize = 16;
/// The longest report, in tokens.
const LONGEST_REPORT: usize = 120;
/// The longest circumstance before a speaker, in tokens.
const LONGEST_CIRCUMSTANCE: usize = 20;
/// The shortest, in tokens.
const SHORTEST_REPORT: usize = 2;

/// An indirect report, as byte ranges of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report {
    /// The first byte of what is reported.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// Whether a part of it stands in quote marks.
    pub is_mixed: bool,
    /// Who is said to say it.
    pub attribution: Attribution,
}

impl Document<'_> {
    /// Finds the indirect reports of the text (not of the headline), in the order of their cues.
    pub fn reports(&self, cues: &Cues, found: &mut Vec<Report>) {
        found.clear();
        for (index, sentence) in self.sentences().iter().enumerate() {
            if sentence.zone == Zone::Headline {
                continue;
            }
            let words = Words::of(self, index, cues);
            Finder::new(self, words, found).walk();
        }
    }
}

impl Document<'_> {}

/// Looks for the reports of one sentence.
pub(super) struct Finder<'a, 'f> {
    pub(super) document: &'a Document<'a>,
    pub(super) words: Words<'a>,
    /// The last speaker in the sentence.
    pub(super) last: Option<Phrase>,
    /// The first word that no report has taken.
    from: usize,
    n_found: usize,
    pub(super) found: &'f mut Vec<Report>,
}

/// A cue with its speaker: the words of both, and the class.
#[derive(Clone, Copy)]
struct Cue {
    verb: Phrase,
    subject: Option<Phrase>,
}

impl<'a, 'f> Finder<'a, 'f> {
    /// A finder for these words of a document, which adds to `found`.
    pub(super) fn new(document: &'a Document<'a>, words: Words<'a>, found: &'f mut Vec<Report>) -> Self {
        Self { document, words, last: None, from: 0, n_found: 0, found }
    }

    pub(super) fn n(&self) -> usize {
        self.words.tokens.len()
    }

    fn walk(&mut self) {
        self.labelled();
        for at in 0..self.n() {
            let jobs = self.words.role(at).jobs;
            if jobs & job::REPORTS == 0 || self.words.is_quoted(at) {
                continue;
            }
            if self.n_found >= MOST_IN_SENTENCE {
                return;
            }
            if jobs & job::ACCORDING != 0 {
                self.according(at);
            } else if jobs & job::HEARSAY != 0 {
                self.hearsay(at);
            } else if self.words.is_cue(at) {
                self.verb(at);
            } else if jobs & job::NOUN != 0 && self.words.does(at + 1, job::THAT) && self.words.is_joined(at)
            {
                self.noun(at);
            }
        }
    }

    /// `according to Ann Lee`: before what is reported, or after it.
    fn according(&mut self, at: usize) {
        let words = self.words;
        if !words.does(at + 1, job::TO) {
            return;
        }
        let subject = words.phrase_after(at + 2, self.n());
        let cue = Cue { verb: (at, at + 2), subject };
        if at == self.from {
            let reach = self.n().min(at + LONGEST_REPORT / 4);
            let comma = (at + 2..reach).find(|&it| words.gap(it).starts_with(','));
            if let Some(comma) = comma {
                let end = self.end_of_report(comma + 1);
                self.report((comma + 1, end), cue);
            }
        } else {
            self.report((self.from, at), cue);
            self.from = subject.map_or(at + 2, |subject| subject.1);
        }
    }

    /// `allegedly`: what stands behind it.
    fn hearsay(&mut self, at: usize) {
        let end = self.end_of_report(at + 1);
        self.report((at + 1, end), Cue { verb: (at, at + 1), subject: None });
    }

    /// `his claim that the dam held`.
    fn noun(&mut self, at: usize) {
        let words = self.words;
        let owner = at.checked_sub(1).filter(|&before| words.is_possessive(before));
        let owner = match owner {
            Some(before) if words.does(before, job::POSSESSIVE) => Some((before, at)),
            Some(_) => words.phrase_before(at),
            // "Lee made the claim that…"
            None => words.opening_subject(at),
        };
        let end = self.end_of_report(at + 2);
        self.report((at + 1, end), Cue { verb: (at, at + 1), subject: owner });
    }

    fn verb(&mut self, at: usize) {
        let words = self.words;
        let group = words.verb_group(at);
        let is_passive = words.is_passive((group, at));
        let before = if is_passive { None } else { words.subject_before(group) };
        if !is_passive && self.parenthesis(at, before.map_or(group, |subject| subject.0), before) {
            return;
        }
        let Some(start) = words.clause_behind(at) else { return };
        let subject = if is_passive {
            words.does(at + 1, job::BY).then(|| words.phrase_after(at + 2, self.n())).flatten()
        } else {
            before.or(self.last).or_else(|| words.opening_subject(group))
        };
        if subject.is_none() && !is_passive {
            return;
        }
        // "After Lee said that the dam held, it burst."
        let is_opening =
            words.does(0, job::PREPOSITION | job::SUBORDINATOR) && !(0..at).any(|it| words.is_broken(it));
        let end = self.end_of_report(start);
        let comma = (start..end.saturating_sub(1)).find(|&it| words.gap(it).starts_with(',') && is_opening);
        let end = comma.map_or(end, |it| it + 1);
        let end = subject.map_or(end, |subject| words.end_of_relative(subject.0, (start, end)));
        self.report((start, end), Cue { verb: (group, at + 1), subject });
        self.last = subject.or(self.last);
    }

    /// `The dam held, Ann Lee said on Monday.` and `As Ann Lee said, the dam held.`, with what goes on behind it.
    ///
    /// # Returns
    /// Whether the verb stands so.
    fn parenthesis(&mut self, verb: usize, first: usize, before: Option<Phrase>) -> bool {
        let words = self.words;
        let follows_as = first > 0 && words.does(first - 1, job::AS);
        let first = first - usize::from(follows_as);
        let is_parted = first > 0 && words.is_parted(first - 1);
        let may_invert = !words.word(verb).ends_with("ing");
        let subject = before.or_else(|| words.phrase_after(verb + 1, self.n()).filter(|_| may_invert));
        let behind = if before.is_some() { verb + 1 } else { subject.map_or(verb + 1, |it| it.1) };
        let behind = words.behind_particle(words.behind_addressee(verb, behind));
        let cue = Cue { verb: (words.verb_group(verb), verb + 1), subject };
        if subject.is_none() || !(is_parted || (follows_as && first == 0)) || !words.is_closed_at(behind) {
            return false;
        }
        // Behind "said Ann Lee," stands who she is.
        let goes_on = before.is_some()
            && behind < self.n()
            && words.gap(behind - 1).starts_with(',')
            && !words.is_verb(behind)
            && (follows_as || !words.does(behind, job::CONJUNCTION | job::SUBORDINATOR | job::RELATIVE));
        let start = self.from + usize::from(words.does(self.from, job::CONJUNCTION));
        // "In spring, Ann Lee said" has nothing that she said.
        let is_circumstance = words.does(start, job::PREPOSITION | job::SUBORDINATOR | job::ACCORDING)
            && first.saturating_sub(start) <= LONGEST_CIRCUMSTANCE
            && !(start..first).any(|at| words.does(at, job::AUXILIARY) || words.is_quoted(at));
        if is_circumstance && !follows_as && !goes_on {
            return false;
        }
        if first > self.from && !is_circumstance {
            self.report((start, first), cue);
        }
        self.from = behind;
        if goes_on {
            let end = self.end_of_report(behind);
            self.report((behind, end), cue);
        }
        self.last = subject;
        true
    }

    /// The word after the last of a report that begins with word `start`: the end of the sentence, or where the next
    /// attribution begins.
    pub(super) fn end_of_report(&self, start: usize) -> usize {
        let words = self.words;
        let end = self.n().min(start + LONGEST_REPORT);
        for at in start + 1..end {
            if words.is_quoted(at) {
                continue;
            }
            let is_broken = words.is_broken(at - 1);
            if is_broken && !words.is_quoted(at - 1) && words.gap(at - 1).contains(';') {
                return at;
            }
            let is_next =
                words.does(at, job::ACCORDING) || (words.is_verb(at) && words.word(at).ends_with("ing"));
            if is_broken && is_next {
                return at;
            }
            let turns = words.does(at, job::CONJUNCTION)
                || (is_broken && words.does(at, job::SUBORDINATOR | job::RELATIVE));
            if turns && !words.does(at, job::THAT) && self.turns_to_verb(at) {
                return at;
            }
        }
        end
    }

    /// Whether a verb that reports follows the conjunction `at`, with its own speaker or none.
    fn turns_to_verb(&self, at: usize) -> bool {
        const FARTHEST: usize = 7;
        let words = self.words;
        for verb in at + 1..self.n().min(at + FARTHEST) {
            if words.is_quoted(verb) || (verb > at + 1 && !words.is_joined(verb - 1)) {
                return false;
            }
            if words.is_verb(verb) && !words.does(verb, job::CLAUSE) && !words.word(verb).ends_with("ing") {
                let group = words.verb_group(verb);
                let first = words.subject_before(group).map_or(group, |subject| subject.0);
                return first.min(group) <= at + 1;
            }
        }
        false
    }

    fn report(&mut self, range: Phrase, cue: Cue) {
        let words = self.words;
        let verb = (cue.verb.1).checked_sub(1);
        let role =
            words.role(if words.does(cue.verb.0, job::ACCORDING) { cue.verb.0 } else { verb.unwrap_or(0) });
        let verb_words =
            if words.does(cue.verb.0, job::ACCORDING) { cue.verb } else { (cue.verb.1 - 1, cue.verb.1) };
        let attribution = words.attributed(cue.subject, verb_words, role.class);
        self.add(range, attribution);
    }

    pub(super) fn add(&mut self, (start, end): Phrase, attribution: Attribution) {
        let Some(inner) = self.words.tokens.get(start..end) else { return };
        if inner.len() < SHORTEST_REPORT || inner.len() > LONGEST_REPORT {
            return;
        }
        let n_quoted = inner.iter().filter(|token| token.is_quoted).count();
        // What stands in quote marks as a whole is a direct quotation.
        if n_quoted == inner.len() {
            return;
        }
        let Some((start, end)) = self.words.bytes((start, end)) else { return };
        let end = inner.last().map_or(end, |last| self.end_of_quotation(last));
        self.push(Report { start, end, is_mixed: n_quoted > 0, attribution });
    }

    /// Takes a report as it is.
    pub(super) fn push(&mut self, report: Report) {
        self.found.push(report);
        self.n_found += 1;
    }

    /// Where a report ends whose last word is `last`: with the quotation that it is part of.
    fn end_of_quotation(&self, last: &Token) -> u32 {
        if !last.is_quoted {
            return last.end;
        }
        let quotations = self.document.quotations();
        let index = quotations.partition_point(|it| it.end <= last.start as usize);
        quotations.get(index).and_then(|it| u32::try_from(it.end).ok()).unwrap_or(last.end).max(last.end)
    }
}

#[cfg(test)]
mod tests {
    use crate::text::cues::tests::cues;
    use crate::text::{Analyser, NumberedWords, Vocabulary};

    /// Each report of a text: who, with which verb, what.
    fn reports(text: &str) -> Vec<[String; 3]> {
        let mut vocabulary = Vocabulary::default();
        let _ = NumberedWords::read(("", text), &mut vocabulary);
        let cues = cues(&vocabulary);
        let mut analyser = Analyser::default();
        let document = analyser.analyse(("", text), &[], &vocabulary);
        let mut found = Vec::new();
        document.reports(&cues, &mut found);
        let slice = |range: Option<(u32, u32)>| {
            range.map_or(String::new(), |(start, end)| text[start as usize..end as usize].to_owned())
        };
        let row = |it: &super::Report| {
            [slice(it.attribution.mention), slice(it.attribution.verb), slice(Some((it.start, it.end)))]
        };
        found.iter().map(row).collect()
    }

    #[test]
    fn a_report_stands_behind_its_verb_before_it_or_around_it() {
        for (text, [mention, verb, content]) in [
            ("Ann Lee said that the dam held.", ["Ann Lee", "said", "that the dam held"]),
            ("On Monday the mayor told reporters it held.", ["the mayor", "told", "it held"]),
            ("The dam held, the mayor of Ely said on Monday.", ["the mayor of Ely", "said", "The dam held"]),
            ("The dam held, said Ann Lee, the mayor.", ["Ann Lee", "said", "The dam held"]),
            ("As Ann Lee pointed out, the dam held.", ["Ann Lee", "pointed", "the dam held"]),
            ("According to the mayor, the dam held.", ["the mayor", "According to", "the dam held"]),
            ("The dam held, according to Ann Lee.", ["Ann Lee", "according to", "The dam held"]),
            ("Ann Lee, who runs the town, says it held.", ["Ann Lee", "says", "it held"]),
            ("Sen. Ann Lee (D-Ohio) believes it held.", ["Sen. Ann Lee", "believes", "it held"]),
            ("Few heard his claim that it held.", ["his", "claim", "that it held"]),
            ("He left voters who fear the dam may burst.", ["who", "fear", "the dam may burst"]),
            ("The dam is expected to hold.", ["", "expected", "to hold"]),
            ("Ann Lee: The dam held", ["Ann Lee", ":", "The dam held"]),
            ("He’s claiming it was “a disaster” for all.", ["He", "claiming", "it was “a disaster” for all"]),
        ] {
            let rows = reports(text);
            assert_eq!(rows, [[mention.to_owned(), verb.to_owned(), content.to_owned()]], "{text}");
        }
    }

    #[test]
    fn the_next_attribution_ends_a_report() {
        let rows = reports("Ann Lee said the dam held, adding that it was old, but critics said it leaked.");
        let contents: Vec<&str> = rows.iter().map(|row| row[2].as_str()).collect();
        assert_eq!(contents, ["the dam held", "that it was old", "it leaked"]);
        let speakers: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
        assert_eq!(speakers, ["Ann Lee", "Ann Lee", "critics"]);
    }

    #[test]
    fn what_only_looks_like_a_report_is_none() {
        for text in [
            "The proposed plan failed.",
            "She added sugar and found her keys.",
            "A reasonable doubt remains in his reports.",
            "\u{201c}We won,\u{201d} Ann Lee said.",
            "Said said said.",
        ] {
            assert!(reports(text).is_empty(), "{text}: {:?}", reports(text));
        }
    }

    #[test]
    fn hostile_text_gives_few_reports() {
        assert!(reports(&"he said he said ".repeat(50_000)).len() <= super::MOST_IN_SENTENCE);
        assert!(reports(&"lee: said, “that ’according to’ the ".repeat(20_000)).len() <= 20_000);
        let _ = reports(&"((, said that who, \"' said ".repeat(20_000));
    }
}
