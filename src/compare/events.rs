//! `events.csv`: the events, with how alike their articles are.

use super::Comparison;
use crate::copies::Role;
use crate::error::Result;
use crate::key::About;
use crate::study::Study;
use crate::tables::{Cell, Column, ForeignKey, Kind, Schema, Table};

const SCHEMA: Schema = Schema {
    name: "events",
    row: "an event",
    key: &["event_id"],
    columns: &[
        Column::text(
            "event_id",
            "the first day and three words that stand out, or the id that the input gave",
        ),
        Column::new(
            "label",
            Kind::Text,
            "",
            "the headline of the central article",
            "that article has no headline",
        ),
        Column::new(
            "first_date",
            Kind::Date,
            "ISO 8601",
            "the first day of its articles",
            "no article has a date",
        ),
        Column::new(
            "last_date",
            Kind::Date,
            "ISO 8601",
            "the last day of its articles",
            "no article has a date",
        ),
        Column::count("n_articles", "articles", "its articles"),
        Column::count("n_outlets", "outlets", "the outlets that report it"),
        Column::count(
            "n_wire_copies",
            "articles",
            "articles whose text another one published before them, whole or edited",
        ),
        Column::new(
            "coherence",
            Kind::Number,
            "0 to 1",
            "mean TF-IDF cosine similarity of its pairs of articles",
            "one article only",
        ),
        Column::text("central_article_id", "the article that is most like the others"),
    ],
    foreign_keys: &[ForeignKey { column: "central_article_id", table: "articles", target: "article_id" }],
};

/// The table of events.
#[derive(Debug)]
pub(crate) struct Events;

impl Comparison for Events {
    fn about(&self) -> About {
        About {
            name: "events",
            line: "which articles report the same thing",
            unit: "",
            limits: "grouped by words and days: two stories of one topic on one day may be taken for one",
            source: "average linkage of TF-IDF vectors within a window of days, after Nallapati et al. 2004",
        }
    }

    fn schemas(&self) -> &'static [&'static Schema] {
        &[&SCHEMA]
    }

    fn part(&self, study: &Study, _part: usize) -> Result<Vec<Table>> {
        let mut table = Table::new(&SCHEMA);
        for (number, event) in study.events.iter().enumerate() {
            let mut outlets: Vec<u32> =
                event.articles.iter().map(|&it| study.outlet_of[it as usize]).collect();
            outlets.sort_unstable();
            outlets.dedup();
            let central = &study.articles[event.central as usize];
            let (first, last) = day_range(study, &event.articles);
            table.push([
                Cell::shared(&study.event_ids[number]),
                Cell::text(&central.title),
                first,
                last,
                Cell::count(event.articles.len()),
                Cell::count(outlets.len()),
                Cell::count(event.articles.iter().filter(|&&it| is_copy(study, it)).count()),
                Cell::optional(event.coherence),
                Cell::text(&central.id),
            ]);
        }
        Ok(vec![table])
    }
}

fn is_copy(study: &Study, article: u32) -> bool {
    study.copies.member(article).is_some_and(|member| member.role != Role::First)
}

/// The first and the last day of some articles.
pub(crate) fn day_range(study: &Study, articles: &[u32]) -> (Cell, Cell) {
    let dates = || articles.iter().filter_map(|&article| study.articles[article as usize].published.as_ref());
    let day = |iso: Option<&str>| iso.and_then(|iso| iso.get(..10)).map_or(Cell::Empty, Cell::text);
    let iso = |published: &crate::article::Published| (published.seconds, published.iso.clone());
    let first = dates().map(iso).min();
    let last = dates().map(iso).max();
    (day(first.as_ref().map(|(_, iso)| iso.as_str())), day(last.as_ref().map(|(_, iso)| iso.as_str())))
}
