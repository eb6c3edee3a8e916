//! Quotations: what is quoted directly, who said it, with which verb, and its sentiment.

use super::{Measure, Observer, Prepared, Resources};
use crate::dfm::Scale;
use crate::error::Result;
use crate::harvest::{Emit, QuoteRecord, to_fixed};
use crate::key::{About, Zone};
use crate::text::vader::VaderScratch;
use crate::text::{Attribution, Document};

/// The measure. It has no feature of its own: quotations go to `quotes.csv`.
#[derive(Debug)]
pub(crate) struct Quotes;

impl Measure for Quotes {
    fn about(&self) -> About {
        About {
            name: "quotes",
            line: "direct quotations with speaker, reporting verb and sentiment",
            unit: "one row a quotation",
            limits: "double quote marks only; a speaker is looked for in the sentences of the quotation; one without an \
                     attribution takes the speaker of the one right before it, and a pronoun takes the last name \
                     before it, which may be another person's",
            source: "",
        }
    }

    fn name(&self) -> &'static str {
        "quotes"
    }

    fn features(&self) -> Vec<String> {
        Vec::new()
    }

    fn scale(&self) -> Scale {
        Scale::RatePerThousand
    }

    fn prepare<'a>(&'a self, resources: &'a Resources) -> Result<Box<dyn Prepared + 'a>> {
        Ok(Box::new(Ready { resources }))
    }
}

struct Ready<'a> {
    resources: &'a Resources,
}

impl Prepared for Ready<'_> {
    fn observer(&self) -> Box<dyn Observer + '_> {
        Box::new(Quoter { resources: self.resources, scratch: VaderScratch::default() })
    }
}

/// Whether a quotation takes up the one before: in one paragraph, with little more than its attribution between
/// (`"...," Ann Lee said. "..."`).
fn goes_on(text: &str, before_end: usize, start: usize) -> bool {
    const FARTHEST: usize = 80;
    let between = text.get(before_end..start).unwrap_or("\n");
    before_end > 0 && between.len() <= FARTHEST && !between.contains('\n')
}

struct Quoter<'a> {
    resources: &'a Resources,
    scratch: VaderScratch,
}

impl Observer for Quoter<'_> {
    fn observe(&mut self, document: &Document<'_>, emit: &mut Emit<'_>) {
        let mut last_named = None;
        let (mut before, mut before_end) = (Attribution::default(), 0);
        let n_title_tokens = document
            .sentences()
            .iter()
            .take_while(|sentence| sentence.zone == Zone::Headline)
            .map(|sentence| sentence.end_token as usize)
            .sum::<usize>();
        let tokens = &document.tokens()[n_title_tokens..];
        for quotation in document.quotations() {
            let first = tokens.partition_point(|token| (token.start as usize) < quotation.start);
            let end = tokens.partition_point(|token| (token.start as usize) < quotation.end);
            let (Ok(start_byte), Ok(end_byte), Ok(n_words)) =
                (u32::try_from(quotation.start), u32::try_from(quotation.end), u32::try_from(end - first))
            else {
                continue;
            };
            if n_words == 0 {
                continue;
            }
            let mut found = document.attribute(quotation, &self.resources.report_verbs);
            if found.mention.is_none()
                && found.verb.is_none()
                && goes_on(document.text(), before_end, quotation.start)
            {
                found = Attribution { verb: None, verb_class: None, ..before };
            }
            if !found.is_pronoun && found.mention.is_some() {
                last_named = found.mention;
            }
            (before, before_end) = (found, quotation.end);
            let words = &document.text()[quotation.start..quotation.end];
            let sentiment = self.resources.vader.score(words, &mut self.scratch).compound;
            emit.quote(QuoteRecord {
                start: start_byte,
                end: end_byte,
                n_words,
                mention: found.mention,
                speaker: if found.is_pronoun { last_named } else { found.mention },
                verb: found.verb,
                verb_class: found.verb_class,
                sentiment: to_fixed(sentiment),
            });
        }
    }
}
