//! Quotations: what is quoted directly, who said it, with which verb, and its sentiment.

use super::{Measure, Observer, Prepared, Resources};
use crate::dfm::Scale;
use crate::error::Result;
use crate::harvest::{Emit, QuoteKind, QuoteRecord, to_fixed};
use crate::key::{About, Zone};
use crate::text::vader::VaderScratch;
use crate::text::{Attribution, Document, Quotation, Report, Token};
use std::cmp::Reverse;

/// The most bytes between a quotation and the one that goes on with it.
const FARTHEST: usize = 120;
/// The longest scare quote, in words.
const LONGEST_SCARE: u32 = 3;

/// The measure. It has no feature of its own: quotations go to `quotes.csv`.
#[derive(Debug)]
pub(crate) struct Quotes;

impl Measure for Quotes {
    fn about(&self) -> About {
        About {
            name: "quotes",
            line: "direct quotations and indirect reports, with speaker, reporting verb and sentiment",
            unit: "one row a quotation or report",
            limits: "a speaker is looked for in the sentences of the quotation; one without an attribution takes that of \
                     the one right before it, and a pronoun takes the last name before it, which may be another \
                     person's; an indirect report is known by its verb, a list, and its end by marks and \
                     conjunctions; it stays the outlet's own voice, while all that stands in quote marks is the quoted \
                     voice, scare quotes too; single marks behind a word in s may be apostrophes",
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
        let scratch = VaderScratch::default();
        Box::new(Quoter {
            resources: self.resources,
            scratch,
            reports: Vec::new(),
            around: Vec::new(),
            extra: Vec::new(),
            seen: Vec::new(),
        })
    }
}

/// Whether a quotation takes up the one before: little more than its attribution stands between, and it opens a
/// sentence (`"...," Ann Lee said. "..."`).
fn goes_on(text: &str, before_end: usize, start: usize) -> bool {
    let between = text.get(before_end..start).unwrap_or("");
    before_end > 0 && between.len() <= if between.contains('\n') { FARTHEST } else { 2 * FARTHEST }
}

/// Whether a quotation stands as a sentence: its last character ends one, and so does what stands before its mark.
fn is_whole(document: &Document<'_>, quotation: &Quotation) -> bool {
    let is_end =
        |text: &str| text.trim_end().ends_with(['.', '!', '?', '…', '”', '"', '\'']) || text.ends_with('\n');
    let text = document.text();
    let before =
        text.get(..quotation.start).unwrap_or("").trim_end_matches(['“', '"', '‘', '\'', '„', '«', '»']);
    text.get(..quotation.end).is_some_and(is_end) && is_end(before)
}

/// Whether a quotation is of a few words only.
fn is_short(n_words: u32) -> bool {
    n_words <= LONGEST_SCARE
}

struct Quoter<'a> {
    resources: &'a Resources,
    scratch: VaderScratch,
    /// The reports by known verbs, which do not overlap.
    reports: Vec<Report>,
    /// The one around the quotation that is looked at.
    around: Vec<Report>,
    /// Reports around quotations that no known verb attributes.
    extra: Vec<Report>,
    seen: Vec<Seen>,
}

/// A quotation or report before its speaker's name is known.
#[derive(Clone, Copy)]
struct Seen {
    kind: QuoteKind,
    start: u32,
    end: u32,
    /// The bytes between the marks.
    inner: (u32, u32),
    n_words: u32,
    attribution: Attribution,
}

impl Quoter<'_> {
    /// The direct quotations and scare quotes, with who said them: by the report that they stand in, by the words
    /// beside them, or as the quotation before.
    fn see_quotations(&mut self, document: &Document<'_>, tokens: &[Token]) {
        let (mut before, mut before_end) = (Attribution::default(), 0);
        let mut n_passed = 0;
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
            let passed = self.reports[n_passed..].iter().take_while(|report| report.end <= start_byte);
            n_passed += passed.count();
            let around = self.reports.get(n_passed).filter(|report| report.start <= start_byte);
            let mut attribution = around.map_or_else(
                || document.attribute(quotation, &self.resources.cues),
                |report| report.attribution,
            );
            let is_found = |it: &Attribution| it.mention.is_some() || it.verb.is_some();
            let takes_up = !is_short(n_words) || is_whole(document, quotation);
            if !is_found(&attribution) && takes_up && goes_on(document.text(), before_end, quotation.start) {
                attribution = before;
            }
            if around.is_none() {
                attribution = self.see_around(document, (quotation, attribution));
            }
            let is_scare = attribution == Attribution::default() && is_short(n_words);
            let kind = if is_scare { QuoteKind::Scare } else { QuoteKind::Direct };
            if !is_scare {
                (before, before_end) = (attribution, quotation.end);
            }
            let (start, end) = document.with_marks(quotation).unwrap_or((start_byte, end_byte));
            self.seen.push(Seen { kind, start, end, inner: (start_byte, end_byte), n_words, attribution });
        }
    }

    /// Keeps the report around a quotation where no other stands there; its attribution is the quotation's.
    fn see_around(&mut self, document: &Document<'_>, known: (&Quotation, Attribution)) -> Attribution {
        self.around.clear();
        document.report_around(known, &self.resources.cues, &mut self.around);
        let Some(report) = self.around.first() else { return known.1 };
        let index = self.reports.partition_point(|it| it.start < report.start);
        let before = index.checked_sub(1).and_then(|index| self.reports.get(index));
        let is_free = |other: Option<&Report>| {
            other.is_none_or(|other| other.start >= report.end || other.end <= report.start)
        };
        if is_free(self.reports.get(index)) && is_free(before) && is_free(self.extra.last()) {
            self.extra.push(*report);
        }
        report.attribution
    }

    fn see_reports(&mut self, tokens: &[Token]) {
        for report in self.reports.iter().chain(&self.extra) {
            let first = tokens.partition_point(|token| token.start < report.start);
            let end = tokens.partition_point(|token| token.start < report.end);
            self.seen.push(Seen {
                kind: if report.is_mixed { QuoteKind::Mixed } else { QuoteKind::Indirect },
                start: report.start,
                end: report.end,
                inner: (report.start, report.end),
                n_words: u32::try_from(end - first).unwrap_or(u32::MAX),
                attribution: report.attribution,
            });
        }
    }
}

impl Observer for Quoter<'_> {
    fn observe(&mut self, document: &Document<'_>, emit: &mut Emit<'_>) {
        let n_title_tokens = document
            .sentences()
            .iter()
            .take_while(|sentence| sentence.zone == Zone::Headline)
            .map(|sentence| sentence.end_token as usize)
            .sum::<usize>();
        let tokens = &document.tokens()[n_title_tokens..];
        self.seen.clear();
        self.extra.clear();
        document.reports(&self.resources.cues, &mut self.reports);
        self.reports.sort_unstable_by_key(|report| (report.start, Reverse(report.end)));
        // What is reported inside a report is what its speaker says of another.
        let mut end = 0;
        self.reports.retain(|report| {
            let is_outer = report.start >= end;
            end = end.max(report.end);
            is_outer
        });
        self.see_quotations(document, tokens);
        self.see_reports(tokens);
        self.seen.sort_by_key(|seen| (seen.start, Reverse(seen.end)));
        let mut last_named = None;
        for seen in &self.seen {
            let Seen { kind, start, end, inner, n_words, attribution } = *seen;
            if !attribution.is_pronoun && attribution.mention.is_some() {
                last_named = attribution.mention;
            }
            let words = document.text().get(inner.0 as usize..inner.1 as usize).unwrap_or("");
            // An indirect report is in the outlet's words, which the sentiment of its own voice counts already.
            let sentiment = if kind == QuoteKind::Indirect {
                0.0
            } else {
                self.resources.vader.score(words, &mut self.scratch).compound
            };
            emit.quote(QuoteRecord {
                kind,
                start,
                end,
                n_words,
                mention: attribution.mention,
                speaker: if attribution.is_pronoun {
                    attribution.antecedent.or(last_named)
                } else {
                    attribution.mention
                },
                verb: attribution.verb,
                verb_class: attribution.verb_class,
                sentiment: to_fixed(sentiment),
            });
        }
    }
}
