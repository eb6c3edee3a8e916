//! `events_borderline.csv`: the articles that might as well stand in another event, for a person to check.

use super::Comparison;
use crate::error::Result;
use crate::key::About;
use crate::study::Study;
use crate::tables::{Cell, Column, ForeignKey, Kind, Schema, Table};

const SCHEMA: Schema = Schema {
    name: "events_borderline",
    row: "an article that might as well stand in another event",
    key: &["article_id"],
    columns: &[
        Column::text("article_id", "the article"),
        Column::text("event_id", "the event that it was given"),
        Column::text("second_event_id", "the event that it is next most like"),
        Column::new(
            "similarity",
            Kind::Number,
            "0 to 1",
            "mean TF-IDF cosine similarity to the other articles of its event, faded by the days between them",
            "it is the only article of its event",
        ),
        Column::new(
            "second_similarity",
            Kind::Number,
            "0 to 1",
            "the same, to the articles of the second event",
            "never",
        ),
        Column::new(
            "margin",
            Kind::Number,
            "-1 to 1",
            "similarity less second_similarity; for an only article, what second_similarity lacks to join the second event",
            "never",
        ),
        Column::count(
            "n_repeats",
            "articles",
            "other articles with all but the same words, which went to its event with it",
        ),
        Column::text("title", "its headline"),
    ],
    foreign_keys: &[
        ForeignKey { column: "article_id", table: "articles", target: "article_id" },
        ForeignKey { column: "event_id", table: "events", target: "event_id" },
        ForeignKey { column: "second_event_id", table: "events", target: "event_id" },
    ],
};

/// The table of borderline articles.
#[derive(Debug)]
pub(crate) struct EventsBorderline;

impl Comparison for EventsBorderline {
    fn about(&self) -> About {
        About {
            name: "events_borderline",
            line: "articles that might as well stand in another event; correct them with --events FILE",
            unit: "",
            limits: "lists an article when its second event is at least four fifths as like as its own, at most 500, \
                     those of the smallest margin; a mistake that words do not show is not among them",
            source: "the two similarities of the silhouette, Rousseeuw 1987",
        }
    }

    fn schemas(&self) -> &'static [&'static Schema] {
        &[&SCHEMA]
    }

    fn part(&self, study: &Study, _part: usize) -> Result<Vec<Table>> {
        let mut table = Table::new(&SCHEMA);
        let all = study.events.iter().zip(&study.event_ids);
        for (borderline, id) in all.flat_map(|(event, id)| event.borderline.iter().map(move |it| (it, id))) {
            let article = &study.articles[borderline.article as usize];
            table.push([
                Cell::text(&article.id),
                Cell::shared(id),
                Cell::shared(&study.event_ids[borderline.other as usize]),
                Cell::optional(borderline.similarity),
                Cell::number(borderline.other_similarity),
                Cell::number(borderline.margin),
                Cell::count(borderline.n_repeats as usize),
                Cell::text(&article.title),
            ]);
        }
        table.sort_by_key();
        Ok(vec![table])
    }
}
