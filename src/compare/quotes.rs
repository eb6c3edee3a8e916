//! `quotes.csv`: the quotations and indirect reports.

use super::Comparison;
use super::cells::passage;
use crate::error::Result;
use crate::harvest::{FIXED_ONE, QuoteKind, QuoteRecord};
use crate::key::About;
use crate::study::Study;
use crate::tables::{Cell, Column, ForeignKey, Kind, Schema, Table};

const SCHEMA: Schema = Schema {
    name: "quotes",
    row: "a quotation or an indirect report",
    key: &["article_id", "quote_id"],
    columns: &[
        Column::text("article_id", "the article"),
        Column::count("quote_id", "", "the row in its article, from 1, in the order of the text"),
        Column::new(
            "outlet",
            Kind::Text,
            "",
            "the article's outlet",
            "nothing names an outlet (`score` only)",
        ),
        Column::new(
            "event_id",
            Kind::Text,
            "",
            "the article's event",
            "events were not looked for (`score`)",
        ),
        Column::text(
            "kind",
            "direct: in quote marks; indirect: in the outlet's words, what someone is said to say or think; mixed: such \
             a report with parts in quote marks, which have rows of their own; scare: one to three words in quote marks \
             that nobody is said to have said",
        ),
        Column::new(
            "speaker",
            Kind::Text,
            "",
            "who said it: the full name of the person or organisation, as in entities, that the mention names; else the \
             mention; for a pronoun the last name before",
            "not found",
        ),
        Column::new(
            "speaker_mention",
            Kind::Text,
            "",
            "the words that name the speaker beside it",
            "not found",
        ),
        Column::new(
            "verb",
            Kind::Text,
            "",
            "the reporting verb, or what stands for it: a noun, an adverb, according to, a colon behind a name",
            "not found",
        ),
        Column::new(
            "verb_class",
            Kind::Text,
            "",
            "what the verb says of the quotation",
            "no verb was found, or a colon",
        ),
        Column::count("n_words", "words", "its words"),
        Column::new(
            "sentiment",
            Kind::Number,
            "-1 to 1",
            "its VADER compound score, as one sentence",
            "the row is indirect: its words are the outlet's; or the article is not in English",
        ),
        Column::count(
            "start",
            "bytes",
            "the first byte in the article's text: of direct and scare the opening mark",
        ),
        Column::count(
            "end",
            "bytes",
            "the byte behind the last: of direct and scare behind the closing mark",
        ),
    ],
    foreign_keys: &[ForeignKey { column: "article_id", table: "articles", target: "article_id" }],
};

/// The table of quotations.
#[derive(Debug)]
pub(crate) struct QuoteTable;

impl Comparison for QuoteTable {
    fn about(&self) -> About {
        About {
            name: "quotes",
            line: "who is quoted or reported, with which verb",
            unit: "",
            limits: "counts and shares of quotations in other tables are those of direct ones",
            source: "",
        }
    }

    fn schemas(&self) -> &'static [&'static Schema] {
        &[&SCHEMA]
    }

    fn part(&self, study: &Study, _part: usize) -> Result<Vec<Table>> {
        let mut table = Table::new(&SCHEMA);
        for (index, record) in study.records.iter().enumerate() {
            let article = &study.articles[index];
            let id = Cell::text(&article.id);
            let outlet = study
                .outlet_of
                .get(index)
                .map_or(Cell::Empty, |&it| Cell::shared(&study.outlets[it as usize]));
            let event = study.event_of.get(index).and_then(|&it| study.event_ids.get(it as usize));
            let event = event.map_or(Cell::Empty, Cell::shared);
            let limit = study.options.quote_limit;
            let words = |range: Option<(u32, u32)>| {
                range.map_or(Cell::Empty, |range| Cell::text(passage(&article.text, range, limit)))
            };
            let sentiment = |quote: &QuoteRecord| {
                let is_scored = article.is_english() && quote.kind != QuoteKind::Indirect;
                Cell::optional(is_scored.then(|| f64::from(quote.sentiment) / FIXED_ONE))
            };
            let speaker = |quote: &QuoteRecord| {
                let named = study.entities.speaker(record.article, quote);
                named.map_or_else(|| words(quote.speaker), |entity| Cell::shared(&entity.name))
            };
            for (quote, number) in record.quotes.iter().zip(1..) {
                let class = quote.verb_class.and_then(|class| study.verb_classes.get(usize::from(class)));
                table.push([
                    id.clone(),
                    Cell::count(number),
                    outlet.clone(),
                    event.clone(),
                    Cell::text(quote.kind.name()),
                    speaker(quote),
                    words(quote.mention),
                    words(quote.verb),
                    class.map_or(Cell::Empty, |class| Cell::text(class)),
                    Cell::whole(u64::from(quote.n_words)),
                    sentiment(quote),
                    Cell::whole(u64::from(quote.start)),
                    Cell::whole(u64::from(quote.end)),
                ]);
            }
        }
        Ok(vec![table])
    }
}
