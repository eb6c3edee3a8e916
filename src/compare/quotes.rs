//! `quotes.csv`: the quotations.

use super::Comparison;
use super::cells::passage;
use crate::error::Result;
use crate::harvest::FIXED_ONE;
use crate::key::About;
use crate::study::Study;
use crate::tables::{Cell, Column, ForeignKey, Kind, Schema, Table};

const SCHEMA: Schema = Schema {
    name: "quotes",
    row: "a quotation",
    key: &["article_id", "quote_id"],
    columns: &[
        Column::text("article_id", "the article"),
        Column::count("quote_id", "", "the quotation in its article, from 1"),
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
        Column::text("kind", "direct: between double quote marks"),
        Column::new(
            "speaker",
            Kind::Text,
            "",
            "who said it: the mention, or for a pronoun the last name before",
            "not found",
        ),
        Column::new(
            "speaker_mention",
            Kind::Text,
            "",
            "the words that name the speaker beside it",
            "not found",
        ),
        Column::new("verb", Kind::Text, "", "the reporting verb", "not found"),
        Column::new("verb_class", Kind::Text, "", "what the verb says of the quotation", "no verb was found"),
        Column::count("n_words", "words", "its words"),
        Column::new(
            "sentiment",
            Kind::Number,
            "-1 to 1",
            "its VADER compound score, as one sentence",
            "the article is not in English",
        ),
        Column::count("start", "bytes", "the first byte in the article's text, after the mark"),
        Column::count("end", "bytes", "the byte of the closing mark"),
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
            line: "who is quoted, with which verb",
            unit: "",
            limits: "direct quotations only",
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
            let sentiment =
                |fixed: i32| Cell::optional(article.is_english().then(|| f64::from(fixed) / FIXED_ONE));
            for (quote, number) in record.quotes.iter().zip(1..) {
                let class = quote.verb_class.and_then(|class| study.verb_classes.get(usize::from(class)));
                table.push([
                    id.clone(),
                    Cell::count(number),
                    outlet.clone(),
                    event.clone(),
                    Cell::text("direct"),
                    words(quote.speaker),
                    words(quote.mention),
                    words(quote.verb),
                    class.map_or(Cell::Empty, |class| Cell::text(class)),
                    Cell::whole(u64::from(quote.n_words)),
                    sentiment(quote.sentiment),
                    Cell::whole(u64::from(quote.start)),
                    Cell::whole(u64::from(quote.end)),
                ]);
            }
        }
        Ok(vec![table])
    }
}
