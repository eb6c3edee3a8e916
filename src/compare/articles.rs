//! `articles.csv`: what is known of each article, and its sentiment.

use super::Comparison;
use super::cells::{feature_of, figure, zone_reading};
use super::wire::wire_id;
use crate::error::Result;
use crate::key::{About, Voice, Zone};
use crate::study::Study;
use crate::tables::{Cell, Column, ForeignKey, Kind, Schema, Table};

const MEAN: &str = "mean VADER compound score over sentences, -1 to 1";
const NO_SENTENCE: &str = "the article has no sentence of this kind";

const SCHEMA: Schema = Schema {
    name: "articles",
    row: "an article",
    key: &["article_id"],
    columns: &[
        Column::text("article_id", "the source's id, or one made from the article's content"),
        Column::new("outlet", Kind::Text, "", "the outlet", "nothing names an outlet (`score` only)"),
        Column::new(
            "group",
            Kind::Text,
            "",
            "the group of outlets that is compared",
            "outlets are compared one by one",
        ),
        Column::new(
            "event_id",
            Kind::Text,
            "",
            "the event it reports",
            "events were not looked for (`score`)",
        ),
        Column::new(
            "wire_id",
            Kind::Text,
            "",
            "the text that it shares with other articles: see wire.csv",
            "its text is its own, or copies were not looked for (`score`)",
        ),
        Column::new(
            "wire_role",
            Kind::Text,
            "",
            "first, copy or edited",
            "its text is its own, or copies were not looked for (`score`)",
        ),
        Column::new(
            "date",
            Kind::Date,
            "ISO 8601",
            "when it was published",
            "no date, or one that could not be read",
        ),
        Column::new("title", Kind::Text, "", "the headline", "no headline"),
        Column::new("url", Kind::Text, "", "the address", "no address"),
        Column::new("author", Kind::Text, "", "the author as given", "no author"),
        Column::new("language", Kind::Text, "", "the language as given", "no language"),
        Column::count("n_words", "words", "words and numbers of headline and text"),
        Column::count("n_sentences", "sentences", "sentences, the headline counted as one"),
        Column::count("n_quotes", "quotations", "direct quotations in the text"),
        Column::new(
            "share_quoted",
            Kind::Number,
            "0 to 1",
            "share of the words inside quotations",
            "no words",
        ),
        Column::new("sentiment", Kind::Number, MEAN, "sentiment of all sentences", NO_SENTENCE),
        Column::new("sentiment_own", Kind::Number, MEAN, "sentiment outside quotations", NO_SENTENCE),
        Column::new("sentiment_quoted", Kind::Number, MEAN, "sentiment inside quotations", NO_SENTENCE),
        Column::new("sentiment_headline", Kind::Number, MEAN, "sentiment of the headline", NO_SENTENCE),
        Column::new(
            "sentiment_lead",
            Kind::Number,
            MEAN,
            "sentiment of the first three sentences",
            NO_SENTENCE,
        ),
        Column::new("loaded", Kind::Number, "per 1,000 words", "loaded words", "this measure was not taken"),
        Column::new("hedges", Kind::Number, "per 1,000 words", "hedging words", "this measure was not taken"),
        Column::text("source_file", "the file it was read from"),
        Column::count("source_record", "", "the record in that file, from 1"),
    ],
    foreign_keys: &[
        ForeignKey { column: "event_id", table: "events", target: "event_id" },
        ForeignKey { column: "outlet", table: "outlets", target: "outlet" },
    ],
};

/// The table of articles.
#[derive(Debug)]
pub(crate) struct Articles;

impl Comparison for Articles {
    fn about(&self) -> About {
        About { name: "articles", line: SCHEMA.row, unit: "", limits: "", source: "" }
    }

    fn schemas(&self) -> &'static [&'static Schema] {
        &[&SCHEMA]
    }

    fn part(&self, study: &Study, _part: usize) -> Result<Vec<Table>> {
        let mut table = Table::new(&SCHEMA);
        let compound = feature_of(study, "sentiment", "compound");
        for article in (0_u32..).take(study.articles.len()) {
            table.push(row(study, article, compound));
        }
        Ok(vec![table])
    }
}

fn row(study: &Study, article: u32, compound: Option<usize>) -> [Cell; 24] {
    let index = article as usize;
    let read = &study.articles[index];
    let record = &study.records[index];
    let n_words = study.n_words(article, Voice::All);
    let n_quoted = study.n_words(article, Voice::Quoted);
    let sentiment = |reading: usize| {
        Cell::optional(
            compound.and_then(|feature| figure(study, feature, study.dfm.column(feature, reading)[index])),
        )
    };
    let event = study.event_of.get(index).and_then(|&event| study.event_ids.get(event as usize));
    #[expect(clippy::cast_precision_loss, reason = "words of one article")]
    let share = (n_words > 0).then(|| n_quoted as f64 / n_words as f64);
    [
        Cell::text(&read.id),
        Cell::text(&read.outlet),
        Cell::Empty,
        event.map_or(Cell::Empty, Cell::shared),
        wire_id(study, article),
        study.copies.member(article).map_or(Cell::Empty, |member| Cell::text(member.role.name())),
        read.published.as_ref().map_or(Cell::Empty, |published| Cell::text(&published.iso)),
        Cell::text(&read.title),
        Cell::text(&read.url),
        Cell::text(&read.author),
        Cell::text(&read.language),
        Cell::whole(n_words),
        Cell::count(record.sentences.len()),
        Cell::count(record.quotes.len()),
        Cell::optional(share),
        sentiment(0),
        sentiment(1),
        sentiment(2),
        sentiment(zone_reading(Zone::Headline)),
        sentiment(zone_reading(Zone::Lead)),
        Cell::Empty,
        Cell::Empty,
        Cell::shared(&read.source_file),
        Cell::whole(read.source_record),
    ]
}
