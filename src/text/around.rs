//! The report around a quotation inside a sentence: what the verb governs in whose object the quote marks stand.

use super::attribution::Attribution;
use super::clause::CLAUSE_REACH;
use super::cues::{Cues, job};
use super::phrase::Words;
use super::report::{Finder, Report};
use super::{Document, Quotation};
use crate::key::Zone;

impl Document<'_> {
    /// Finds the report around a quotation inside a sentence: what the verb before it governs that attributes it
    /// (`known`), else what the first verb behind the subject governs, known or not. None where the quotation opens the
    /// sentence, and where `so-called` and the like stand before it.
    pub fn report_around(
        &self,
        (quotation, known): (&Quotation, Attribution),
        cues: &Cues,
        found: &mut Vec<Report>,
    ) {
        let sentences = self.sentences();
        let index =
            sentences.partition_point(|it| it.zone == Zone::Headline || (it.end as usize) < quotation.start);
        let words = Words::of(self, index, cues);
        let begin = words.tokens.partition_point(|token| (token.start as usize) < quotation.start);
        if begin == 0 || words.does(begin - 1, job::DISTANCING) {
            return;
        }
        let mut finder = Finder::new(self, words, found);
        match known.verb {
            None => finder.around(begin),
            Some((verb, _)) => {
                let behind = words.tokens.partition_point(|token| token.start <= verb);
                let is_before = words.tokens.first().is_some_and(|first| first.start <= verb);
                if is_before && behind + 1 < begin && begin - behind <= CLAUSE_REACH {
                    let end = finder.end_of_report(begin);
                    finder.add((behind, end), known);
                }
            }
        }
    }
}

impl Finder<'_, '_> {
    /// What stands in quote marks behind a verb that the list lacks, with all that the verb governs.
    fn around(&mut self, begin: usize) {
        let words = self.words;
        let from = begin.saturating_sub(CLAUSE_REACH);
        let is_subject = |at: usize| words.does(at, job::PRONOUN) && !words.does(at, job::OPENS_PHRASE);
        let pronoun = (from..begin).rev().take_while(|&at| !words.is_quoted(at)).find(|&at| is_subject(at));
        let subject = pronoun.map(|at| (at, at + 1)).or_else(|| words.opening_subject(begin));
        let Some(subject) = subject else { return };
        let verb = (subject.1..begin).find(|&at| !words.belongs_to_verb(at));
        let Some(verb) = verb.filter(|&at| {
            let is_other = job::ENDS_PHRASE & !job::ADVERB | job::OPENS_PHRASE | job::TO | job::PRONOUN;
            !words.is_quoted(at) && !words.is_capital(at) && !words.does(at, is_other)
        }) else {
            return;
        };
        let end = self.end_of_report(begin);
        let comma = (begin..end).find(|&at| {
            !words.is_quoted(at + 1) && words.is_broken(at) && (words.is_quoted(at) || at > begin)
        });
        let end = comma.map_or(end, |at| at + 1);
        let attribution = words.attributed(Some(subject), (verb, verb + 1), 0);
        self.add((verb + 1, end), Attribution { verb_class: None, ..attribution });
    }
}

#[cfg(test)]
mod tests {
    use crate::text::cues::tests::cues;
    use crate::text::{Analyser, Attribution, NumberedWords, Vocabulary};

    fn around(text: &str) -> Option<(String, String)> {
        let mut vocabulary = Vocabulary::default();
        let _ = NumberedWords::read(("", text), &mut vocabulary);
        let cues = cues(&vocabulary);
        let mut analyser = Analyser::default();
        let document = analyser.analyse(("", text), &[], &vocabulary);
        let mut found = Vec::new();
        document.report_around((&document.quotations()[0], Attribution::default()), &cues, &mut found);
        let report = found.first()?;
        let (start, end) = report.attribution.mention?;
        let content = text[report.start as usize..report.end as usize].to_owned();
        Some((text[start as usize..end as usize].to_owned(), content))
    }

    #[test]
    fn the_subject_of_any_verb_is_behind_the_quoted_words_in_its_object() {
        let found = around("Ann Lee has long pushed her plan of “free water” for all, which failed.");
        assert_eq!(found, Some(("Ann Lee".to_owned(), "her plan of “free water” for all".to_owned())));
    }

    #[test]
    fn scare_quotes_have_nobody_behind_them() {
        assert_eq!(around("“Free water” has failed."), None);
        assert_eq!(around("Ann Lee pushed the so-called “free water” plan."), None);
        assert_eq!(around("The “free water” plan has failed."), None);
    }
}
