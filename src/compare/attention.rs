//! `attention.csv`: how much of its naming an outlet gives to each person, organisation and place, and how early.

use super::Comparison;
use super::attention_rows::Rows;
use super::difference_columns::FOREIGN_KEYS;
use super::q_values::fill_q_values;
use super::shares::{CI_HIGH, CI_LOW, P_VALUE};
use crate::error::Result;
use crate::key::About;
use crate::study::Study;
use crate::tables::{Column, Kind, Schema, Table};

const SCHEMA: Schema = Schema {
    name: "attention",
    row: "an entity that an outlet or the others of the same events mention",
    key: &["event_id", "outlet", "entity"],
    columns: &[
        Column::text(
            "event_id",
            "the event: one of at least two outlets; ALL: over the events in which the outlet or another mentions the entity \
             and both mention any, where these are at least 3",
        ),
        Column::text("outlet", "the outlet"),
        Column::text(
            "entity",
            "a person, organisation or place, as in entities: in an event the 10 that most articles mention, in two outlets \
             at least; in ALL the 40 of an outlet that most articles of its shared events mention, its own and others' alike",
        ),
        Column::text("kind", "person, organisation or place"),
        Column::count("n_articles", "articles", "the outlet's articles on these events"),
        Column::count("n_articles_with", "articles", "those that mention it"),
        Column::count(
            "n_mentions",
            "mentions",
            "mentions in them by name or label, in headlines and quotations too; pronouns are none",
        ),
        Column::new(
            "mentions_per_1000",
            Kind::Number,
            "per 1,000 words",
            "n_mentions by the words of n_articles",
            "the articles have no words",
        ),
        Column::new(
            "share_of_mentions",
            Kind::Number,
            "0 to 1",
            "share of the outlet's mentions of all persons, organisations and places; in ALL the mean over events with weights \
             n_o*n_r/(n_o+n_r) of the articles that mention any",
            "the outlet mentions none",
        ),
        Column::new(
            "reference",
            Kind::Number,
            "0 to 1",
            "the same of all other outlets",
            "they mention none",
        ),
        Column::new(
            "difference",
            Kind::Number,
            "-1 to 1",
            "share_of_mentions less reference",
            "either side mentions none",
        ),
        CI_LOW,
        CI_HIGH,
        P_VALUE,
        Column::new(
            "q_value",
            Kind::Number,
            "0 to 1",
            "Benjamini-Hochberg over the ALL rows",
            "there is no p_value",
        ),
        Column::new(
            "p_note",
            Kind::Text,
            "",
            "why there is no p_value; one_event: rows of one event describe and are not tested",
            "there is a p_value",
        ),
        Column::new(
            "first_place",
            Kind::Number,
            "0 to 1",
            "the share of an article's text that stands before the first mention, 0 for one in the headline: mean over the \
             articles that mention it; in ALL the mean over the events in which both sides do, weighted as above",
            "no article of the outlet mentions it; in ALL, no event of both sides",
        ),
        Column::new(
            "first_place_reference",
            Kind::Number,
            "0 to 1",
            "the same of all other outlets",
            "none of their articles mentions it; in ALL, no event of both sides",
        ),
        Column::count(
            "n_events",
            "events",
            "events that the difference is taken over; 0 where there is none",
        ),
        Column::count("n_articles_reference", "articles", "articles of other outlets on these events"),
        Column::count("n_mentions_reference", "mentions", "mentions in them"),
    ],
    foreign_keys: FOREIGN_KEYS,
};

/// The table of attention.
#[derive(Debug)]
pub(crate) struct Attention;

impl Comparison for Attention {
    fn about(&self) -> About {
        About {
            name: "attention",
            line: "how much of its naming an outlet gives to a person, organisation or place, and how early, against the others \
                   on the same events",
            unit: "share of mentions",
            limits: "mentions by name or label, no pronouns; an outlet that speaks of itself counts; shares of one text add up to 1: more of one is less of another; \
                     what is said about them does not count; agency texts of many outlets draw shares together \
                     (`--wire once`); see the measure `names`",
            source: "within-event permutation: Good 2005; event bootstrap: Davison & Hinkley 1997; Benjamini & Hochberg 1995",
        }
    }

    fn schemas(&self) -> &'static [&'static Schema] {
        &[&SCHEMA]
    }

    fn part(&self, study: &Study, _part: usize) -> Result<Vec<Table>> {
        let mut table = Table::new(&SCHEMA);
        let mut rows = Rows::new(study)?;
        for outlet in study.compared_outlets() {
            rows.of_outlet(outlet).into_iter().for_each(|row| table.push(row));
        }
        Ok(vec![table])
    }

    fn finish(&self, tables: &mut [Table]) {
        tables.iter_mut().for_each(fill_q_values);
    }
}
