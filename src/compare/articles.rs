//! `articles.csv`: what is known of each article, its sentiment, and its loaded and hedged language.

use super::Comparison;
use super::cells::{feature_of, figure, zone_reading};
use super::wire::wire_id;
use crate::error::Result;
use crate::key::{About, Voice, Zone};
use crate::study::Study;
use crate::tables::{Cell, Column, ForeignKey, Kind, Schema, Table};

const MEAN: &str = "mean VADER compound score over sentences, -1 to 1";
const NO_SENTENCE: &str = "the article has no sentence of this kind, or is not in English";

const NO_WORDS: &str = "the article has no words, or is not in English";

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
        Column::new(
            "language",
            Kind::Text,
            "ISO 639-1",
            "the language as given, else as told from the text",
            "none is given, and the text does not tell it beyond doubt",
        ),
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
        Column::new("loaded", Kind::Number, "per 1,000 words", "loaded words", NO_WORDS),
        Column::new("hedges", Kind::Number, "per 1,000 words", "hedging words", NO_WORDS),
        Column::new(
            "dominant_frame",
            Kind::Text,
            "",
            "the policy frame with most matches, `other` left aside; of equals the first by name",
            "no frame has a match, or the article is not in English",
        ),
        Column::new(
            "dominant_frame_share",
            Kind::Number,
            "0 to 1",
            "its share of the matches of all policy frames but `other`: of fifteen frames most articles use many",
            "no frame has a match, or the article is not in English",
        ),
        Column::text("source_file", "the file it was read from"),
        Column::count("source_record", "", "the record in that file, from 1"),
    ],
    foreign_keys: &[
        ForeignKey { column: "event_id", table: "events", target: "event_id" },
        ForeignKey { column: "outlet", table: "outlets", target: "outlet" },
        ForeignKey { column: "group", table: "groups", target: "group" },
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
        let scores = Scores {
            compound: feature_of(study, "sentiment", "compound"),
            loaded: feature_of(study, "loaded", "loaded"),
            hedges: feature_of(study, "loaded", "hedges"),
            frames: (0..study.features.len())
                .filter(|&it| study.features[it].measure == "frames" && study.features[it].name != "other")
                .collect(),
        };
        for article in (0_u32..).take(study.articles.len()) {
            table.push(row(study, article, &scores));
        }
        Ok(vec![table])
    }
}

/// The features whose figures stand in the table.
struct Scores {
    compound: Option<usize>,
    loaded: Option<usize>,
    hedges: Option<usize>,
    frames: Vec<usize>,
}

/// The frame with most matches in an article, and its share of all.
fn dominant_frame<'a>(study: &'a Study, article: u32, frames: &[usize]) -> Option<(&'a str, f64)> {
    let sum = |&feature: &usize| study.dfm.tally(feature, 0, article).sum;
    let all: i64 = frames.iter().map(sum).sum();
    let first = frames.iter().rev().max_by_key(|feature| sum(feature))?;
    #[expect(clippy::cast_precision_loss, reason = "matches of one article")]
    let share = sum(first) as f64 / all as f64;
    (all > 0).then(|| (study.features[*first].name.as_str(), share))
}

fn row(study: &Study, article: u32, scores: &Scores) -> [Cell; 26] {
    let index = article as usize;
    let read = &study.articles[index];
    let record = &study.records[index];
    let n_words = study.n_words(article, Voice::All);
    let n_quoted = study.n_words(article, Voice::Quoted);
    let score = |feature: Option<usize>, reading: usize| {
        let of = |feature| figure(study, feature, study.dfm.tally(feature, reading, article));
        Cell::optional(feature.and_then(of))
    };
    let frame = dominant_frame(study, article, &scores.frames);
    let sentiment = |reading: usize| score(scores.compound, reading);
    let group = study.outlet_of.get(index).and_then(|&it| study.outlets.get(it as usize));
    let group = group.filter(|_| study.members.is_some());
    let event = study.event_of.get(index).and_then(|&event| study.event_ids.get(event as usize));
    #[expect(clippy::cast_precision_loss, reason = "words of one article")]
    let share = (n_words > 0).then(|| n_quoted as f64 / n_words as f64);
    [
        Cell::text(&read.id),
        Cell::text(study.outlet_name(article)),
        group.map_or(Cell::Empty, Cell::shared),
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
        Cell::count(record.direct_quotes().count()),
        Cell::optional(share),
        sentiment(0),
        sentiment(1),
        sentiment(2),
        sentiment(zone_reading(Zone::Headline)),
        sentiment(zone_reading(Zone::Lead)),
        score(scores.loaded, 0),
        score(scores.hedges, 0),
        frame.map_or(Cell::Empty, |(name, _)| Cell::text(name)),
        Cell::optional(frame.map(|(_, share)| share)),
        Cell::shared(&read.source_file),
        Cell::whole(read.source_record),
    ]
}
