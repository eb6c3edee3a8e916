//! `article_scores.csv`: every score of every article.

use super::Comparison;
use super::cells::figure;
use crate::dfm::READINGS;
use crate::error::Result;
use crate::key::About;
use crate::study::Study;
use crate::tables::{Cell, Column, ForeignKey, Kind, Schema, Table};

const SCHEMA: Schema = Schema {
    name: "article_scores",
    row: "a score of an article that is not zero",
    key: &["article_id", "measure", "feature", "voice", "zone"],
    columns: &[
        Column::text("article_id", "the article"),
        Column::text("measure", "the measure"),
        Column::text("feature", "the feature"),
        Column::text("voice", "all, own (outside quotations) or quoted"),
        Column::text("zone", "all, headline, lead (the first three sentences) or body"),
        Column::count(
            "n",
            "sentences of a mean, words of a rate, 1 for a figure of the article",
            "what the score is taken over",
        ),
        Column::new(
            "estimate",
            Kind::Number,
            "the measure's unit",
            "the score",
            "never: rows of zero are left out",
        ),
    ],
    foreign_keys: &[ForeignKey { column: "article_id", table: "articles", target: "article_id" }],
};

/// The table of scores.
#[derive(Debug)]
pub(crate) struct Scores;

impl Comparison for Scores {
    fn about(&self) -> About {
        About { name: "article_scores", line: SCHEMA.row, unit: "", limits: "", source: "" }
    }

    fn schemas(&self) -> &'static [&'static Schema] {
        &[&SCHEMA]
    }

    fn part(&self, study: &Study, _part: usize) -> Result<Vec<Table>> {
        let mut table = Table::new(&SCHEMA);
        for (number, article) in (0_u32..).zip(&study.articles) {
            let id = Cell::text(&article.id);
            for (feature, about) in study.features.iter().enumerate() {
                for (reading, kind) in READINGS.iter().enumerate() {
                    let tally = study.dfm.tally(feature, reading, number);
                    if tally.sum == 0 {
                        continue;
                    }
                    table.push([
                        id.clone(),
                        Cell::text(&about.measure),
                        Cell::text(&about.name),
                        Cell::text(kind.voice.name()),
                        Cell::text(kind.zone.name()),
                        Cell::whole(tally.size),
                        Cell::optional(figure(study, feature, tally)),
                    ]);
                }
            }
        }
        Ok(vec![table])
    }
}
