//! Turns of a transcript: a name and a colon at the start of a line, and what was said on it.

use super::attribution::Attribution;
use super::cues::job;
use super::report::{Finder, Report};
use super::{Document, Token};
use crate::key::Zone;

/// The longest turn, in bytes.
const LONGEST_TURN: usize = 10_000;
/// The longest name before the colon, in tokens.
const LONGEST_LABEL: usize = 5;

impl Document<'_> {
    /// The last token of the text that begins in the `n` bytes from `from` on.
    fn token_before(&self, from: u32, n: usize) -> Option<Token> {
        let sentences = self.sentences();
        let end = from as usize + n;
        let index = sentences.partition_point(|it| it.zone == Zone::Headline || (it.start as usize) < end);
        let tokens = self.tokens_of(sentences.get(index.checked_sub(1)?)?);
        let last = tokens.partition_point(|token| (token.start as usize) < end);
        tokens.get(last.checked_sub(1)?).copied()
    }
}

impl Finder<'_, '_> {
    /// `Ann Lee: The dam held` at the start of a line, as in transcripts and headlines.
    pub(super) fn labelled(&mut self) {
        let words = self.words;
        let is_name = |at: usize| words.is_capital(at) && !words.does(at, job::VERB | job::CALENDAR);
        let Some(last) = (0..LONGEST_LABEL.min(self.n())).find(|&at| !words.is_joined(at)) else { return };
        let gap = words.gap(last);
        if !gap.starts_with(": ") || !(0..=last).all(is_name) {
            return;
        }
        let (Some(first), Some(colon)) = (words.tokens.first(), words.tokens.get(last)) else { return };
        let line_start = words.text.get(..first.start as usize).is_none_or(|it| {
            it.trim_end_matches(['"', '“', ' ']).chars().next_back().is_none_or(|before| before == '\n')
        });
        if !line_start {
            return;
        }
        let attribution = Attribution {
            mention: words.bytes((0, last + 1)),
            verb: Some((colon.end, colon.end + 1)),
            ..Attribution::default()
        };
        self.last = Some((0, last + 1));
        let Some(next) = words.tokens.get(last + 1) else { return };
        let line = words.text.as_bytes().get(next.start as usize..).unwrap_or_default();
        let n = line.iter().take(LONGEST_TURN).take_while(|&&byte| byte != b'\n').count();
        let last = self.document.token_before(next.start, n);
        if let Some(last) = last.filter(|last| last.start > next.start) {
            let is_mixed = next.is_quoted != last.is_quoted || words.tokens.iter().any(|it| it.is_quoted);
            self.push(Report { start: next.start, end: last.end, is_mixed, attribution });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::text::cues::tests::cues;
    use crate::text::{Analyser, NumberedWords, Vocabulary};

    fn turns(text: &str) -> Vec<String> {
        let mut vocabulary = Vocabulary::default();
        let _ = NumberedWords::read(("", text), &mut vocabulary);
        let cues = cues(&vocabulary);
        let mut analyser = Analyser::default();
        let document = analyser.analyse(("", text), &[], &vocabulary);
        let mut found = Vec::new();
        document.reports(&cues, &mut found);
        found.iter().map(|it| text[it.start as usize..it.end as usize].to_owned()).collect()
    }

    #[test]
    fn a_turn_runs_to_the_end_of_its_line() {
        assert_eq!(turns("LEE: It held. It will hold.\nDOE: Why?"), ["It held. It will hold"]);
        assert!(turns("The dam, once more: it held.\nReport: 3 dams.").is_empty());
        assert!(turns("The town of Ely: it has a dam.").is_empty());
    }
}
