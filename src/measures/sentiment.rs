//! Sentiment: the VADER compound score of each sentence, as a whole, of its own words and of its quoted words.

use super::{Measure, Observer, Prepared, Resources};
use crate::dfm::Scale;
use crate::error::Result;
use crate::harvest::{Emit, Place};
use crate::key::{About, DifferenceTable, Voice};
use crate::text::vader::{Vader, VaderScratch};
use crate::text::{Document, Quotation, Sentence};

/// The part of a sentence in one voice is scored from this many words on: "he said" beside a quotation is no
/// sentence of the outlet's own.
const FEWEST_WORDS: usize = 3;

/// The measure.
#[derive(Debug)]
pub(crate) struct Sentiment;

impl Measure for Sentiment {
    fn about(&self) -> About {
        About {
            name: "sentiment",
            line: "how positive or negative the words of sentences are: the mean VADER compound score",
            unit: "mean over sentences, -1 (most negative) to 1 (most positive)",
            limits: "a word list with rules for English: it knows neither irony nor topic (a report of a war is negative \
                     whoever writes it) nor towards whom a word is directed; compare only within the same events",
            source: "Hutto & Gilbert 2014, VADER: A parsimonious rule-based model for sentiment analysis of social media text",
        }
    }

    fn name(&self) -> &'static str {
        "sentiment"
    }

    fn features(&self) -> Vec<String> {
        vec!["compound".to_owned()]
    }

    fn scale(&self) -> Scale {
        Scale::MeanOfSentences
    }

    fn table(&self) -> DifferenceTable {
        DifferenceTable::Sentiment
    }

    fn needs_english(&self) -> bool {
        true
    }

    fn prepare<'a>(&'a self, resources: &'a Resources) -> Result<Box<dyn Prepared + 'a>> {
        Ok(Box::new(Ready { vader: &resources.vader }))
    }
}

struct Ready<'a> {
    vader: &'a Vader,
}

impl Prepared for Ready<'_> {
    fn observer(&self) -> Box<dyn Observer + '_> {
        Box::new(SentenceScorer { vader: self.vader, scratch: VaderScratch::default(), part: String::new() })
    }
}

struct SentenceScorer<'a> {
    vader: &'a Vader,
    scratch: VaderScratch,
    part: String,
}

impl Observer for SentenceScorer<'_> {
    fn observe(&mut self, document: &Document<'_>, emit: &mut Emit<'_>) {
        for (sentence, number) in document.sentences().iter().zip(0_u32..) {
            let tokens = document.tokens_of(sentence);
            let n_quoted = tokens.iter().filter(|token| token.is_quoted).count();
            let n_own = tokens.len() - n_quoted;
            let place = |voice| Place {
                voice,
                zone: sentence.zone,
                sentence: number,
                start: sentence.start,
                end: sentence.end,
            };
            let whole = self.vader.score(document.slice(sentence), &mut self.scratch).compound;
            emit.value(0, place(Voice::All), whole);
            for (voice, n, other) in [(Voice::Own, n_own, n_quoted), (Voice::Quoted, n_quoted, n_own)] {
                if other == 0 && n > 0 {
                    emit.value(0, place(voice), whole);
                } else if n >= FEWEST_WORDS {
                    self.take_voice(document, sentence, voice);
                    emit.value(0, place(voice), self.vader.score(&self.part, &mut self.scratch).compound);
                }
            }
        }
    }
}

impl SentenceScorer<'_> {
    /// Puts the parts of a sentence that are in one voice into the buffer.
    fn take_voice(&mut self, document: &Document<'_>, sentence: &Sentence, voice: Voice) {
        self.part.clear();
        let text = document.source(sentence.zone);
        let (start, end) = (sentence.start as usize, sentence.end as usize);
        let quotations = document.quotations_beside(sentence.zone);
        let first = quotations.partition_point(|quote| quote.end <= start);
        let mut at = start;
        for quote in quotations[first..].iter().take_while(|quote| quote.start < end) {
            let inside = Quotation { start: quote.start.clamp(start, end), end: quote.end.clamp(start, end) };
            let range = if voice == Voice::Quoted { inside.start..inside.end } else { at..inside.start };
            self.part.push_str(text.get(range).unwrap_or(""));
            self.part.push(' ');
            at = inside.end;
        }
        if voice == Voice::Own {
            self.part.push_str(text.get(at..end).unwrap_or(""));
        }
    }
}
