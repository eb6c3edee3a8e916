//! `outlets.csv`: the outlets and how much of each there is.

use super::Comparison;
use super::events::day_range;
use crate::error::Result;
use crate::key::{About, Voice};
use crate::study::Study;
use crate::tables::{Cell, Column, Kind, Schema, Table};

const SCHEMA: Schema = Schema {
    name: "outlets",
    row: "an outlet",
    key: &["outlet"],
    columns: &[
        Column::text("outlet", "the outlet's name"),
        Column::count("n_articles", "articles", "its articles"),
        Column::count("n_events", "events", "the events that it reports"),
        Column::count("n_shared_events", "events", "of these, the events that another outlet reports too"),
        Column::count("n_words", "words", "words of its articles"),
        Column::count("n_own_words", "words", "of these, the words outside quotations"),
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
    ],
    foreign_keys: &[],
};

/// The table of outlets.
#[derive(Debug)]
pub(crate) struct Outlets;

impl Comparison for Outlets {
    fn about(&self) -> About {
        About { name: "outlets", line: SCHEMA.row, unit: "", limits: "", source: "" }
    }

    fn schemas(&self) -> &'static [&'static Schema] {
        &[&SCHEMA]
    }

    fn part(&self, study: &Study, _part: usize) -> Result<Vec<Table>> {
        let mut table = Table::new(&SCHEMA);
        for (outlet, name) in (0_u32..).zip(&study.outlets) {
            let articles = study.articles_of(outlet);
            let events = study.events_of(outlet);
            let words = |voice| articles.iter().map(|&article| study.n_words(article, voice)).sum::<u64>();
            let (first, last) = day_range(study, articles);
            table.push([
                Cell::shared(name),
                Cell::count(articles.len()),
                Cell::count(events.len()),
                Cell::count(events.iter().filter(|event| !event.others.is_empty()).count()),
                Cell::whole(words(Voice::All)),
                Cell::whole(words(Voice::Own)),
                first,
                last,
            ]);
        }
        Ok(vec![table])
    }
}
