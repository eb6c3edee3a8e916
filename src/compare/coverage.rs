//! `coverage.csv`: how much room each outlet gives each event, and how soon.

use super::Comparison;
use crate::article::Published;
use crate::error::Result;
use crate::key::{About, Voice};
use crate::speakers::Speakers;
use crate::study::Study;
use crate::tables::{Cell, Column, ForeignKey, Kind, Schema, Table};
use std::collections::BTreeSet;

const SCHEMA: Schema = Schema {
    name: "coverage",
    row: "an outlet in an event that it reports",
    key: &["event_id", "outlet"],
    columns: &[
        Column::text("event_id", "the event"),
        Column::text("outlet", "the outlet"),
        Column::count("n_articles", "articles", "the outlet's articles on the event"),
        Column::count("n_words", "words", "their words"),
        Column::new(
            "share_of_words",
            Kind::Number,
            "0 to 1",
            "share of the words of all the outlet's articles that goes to the event",
            "the outlet has no words",
        ),
        Column::new(
            "first_published",
            Kind::Date,
            "ISO 8601",
            "its first article on the event",
            "no article has a date",
        ),
        Column::new(
            "hours_after_first",
            Kind::Number,
            "hours",
            "how long after the first article of any outlet",
            "one of the two has no time of day",
        ),
        Column::new(
            "share_quoted",
            Kind::Number,
            "0 to 1",
            "share of its words inside quotations",
            "no words",
        ),
        Column::count(
            "n_sources",
            "speakers",
            "different speakers whom it quotes directly, as in sources.csv",
        ),
    ],
    foreign_keys: &[
        ForeignKey { column: "event_id", table: "events", target: "event_id" },
        ForeignKey { column: "outlet", table: "groups", target: "group" },
        ForeignKey { column: "outlet", table: "outlets", target: "outlet" },
    ],
};

/// The table of coverage.
#[derive(Debug)]
pub(crate) struct Coverage;

impl Comparison for Coverage {
    fn about(&self) -> About {
        About {
            name: "coverage",
            line: "which outlet reports which event, how much and how soon",
            unit: "words, shares, hours",
            limits: "knows only the articles that were given: an event that seems left out may be missing from the input",
            source: "",
        }
    }

    fn schemas(&self) -> &'static [&'static Schema] {
        &[&SCHEMA]
    }

    fn part(&self, study: &Study, _part: usize) -> Result<Vec<Table>> {
        let mut table = Table::new(&SCHEMA);
        let speakers = study.speakers();
        for (outlet, name) in (0_u32..).zip(&study.outlets) {
            let n_all: u64 = study.articles_of(outlet).iter().map(|&it| study.n_words(it, Voice::All)).sum();
            for event in study.events_of(outlet) {
                let words = |voice| event.own.iter().map(|&it| study.n_words(it, voice)).sum::<u64>();
                let first = first_of(study, &event.own);
                let first_of_all = first_of(study, &study.events[event.event as usize].articles);
                table.push([
                    Cell::shared(&study.event_ids[event.event as usize]),
                    Cell::shared(name),
                    Cell::count(event.own.len()),
                    Cell::whole(words(Voice::All)),
                    share(words(Voice::All), n_all),
                    first.map_or(Cell::Empty, |published| Cell::text(&published.iso)),
                    hours_between(first_of_all, first),
                    share(words(Voice::Quoted), words(Voice::All)),
                    Cell::count(n_sources(speakers, &event.own)),
                ]);
            }
        }
        Ok(vec![table])
    }
}

fn first_of<'a>(study: &'a Study, articles: &[u32]) -> Option<&'a Published> {
    articles.iter().filter_map(|&article| study.articles[article as usize].published.as_ref()).min()
}

#[expect(clippy::cast_precision_loss, reason = "words and seconds stay far below 2^53")]
fn hours_between(first: Option<&Published>, own: Option<&Published>) -> Cell {
    match (first, own) {
        (Some(first), Some(own)) if first.has_time && own.has_time => {
            Cell::number((own.seconds - first.seconds) as f64 / 3_600.0)
        }
        _ => Cell::Empty,
    }
}

#[expect(clippy::cast_precision_loss, reason = "words and seconds stay far below 2^53")]
fn share(part: u64, whole: u64) -> Cell {
    Cell::optional((whole > 0).then(|| part as f64 / whole as f64))
}

/// The speakers with direct quotations in any of some articles.
fn n_sources(speakers: &Speakers, articles: &[u32]) -> usize {
    let said = |&article: &u32| speakers.of_article[article as usize].iter();
    let quoted = articles.iter().flat_map(said).filter(|it| it.n_quotes > 0);
    quoted.map(|it| it.speaker).collect::<BTreeSet<_>>().len()
}
