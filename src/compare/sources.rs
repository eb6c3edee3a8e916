//! `sources.csv`: whom an outlet lets speak, and for how much of the words that it quotes.

use super::Comparison;
use super::difference_columns::FOREIGN_KEYS;
use super::q_values::fill_q_values;
use super::shares::{CI_HIGH, CI_LOW, P_VALUE};
use super::source_rows::Rows;
use crate::error::Result;
use crate::key::About;
use crate::study::Study;
use crate::tables::{Column, Kind, Schema, Table};

const SCHEMA: Schema = Schema {
    name: "sources",
    row: "a source that an outlet quotes",
    key: &["event_id", "outlet", "speaker"],
    columns: &[
        Column::text(
            "event_id",
            "the event, where at least 2 articles quote the speaker and the outlet does; ALL: over the events that the \
             outlet and another report, both with direct quotations, some of the speaker, where these are at least 3",
        ),
        Column::text("outlet", "the outlet"),
        Column::text(
            "speaker",
            "who is quoted: the full name of a person or organisation, as in entities and quotes, that the mention names, a \
             spokesman's too; else a name without titles, a surname joined to the one full name of its event that ends in \
             it; a role in lower case; no pronouns",
        ),
        Column::count("n_quotes", "quotations", "direct quotations of the speaker in the outlet"),
        Column::count("n_words", "words", "their words"),
        Column::count("n_articles", "articles", "articles of the outlet with such a quotation"),
        Column::new(
            "share_of_quoted_words",
            Kind::Number,
            "0 to 1",
            "share of the words that the outlet quotes directly, from whomever; in ALL the mean over events with weights \
             n_o*n_r/(n_o+n_r) of the articles that quote anything",
            "no event in which both sides quote anything",
        ),
        Column::new(
            "share_reference",
            Kind::Number,
            "0 to 1",
            "the same of all other outlets of the same events",
            "no event in which both sides quote anything",
        ),
        Column::new(
            "difference",
            Kind::Number,
            "-1 to 1",
            "share_of_quoted_words less share_reference",
            "no event in which both sides quote anything",
        ),
        CI_LOW,
        CI_HIGH,
        P_VALUE,
        Column::new(
            "q_value",
            Kind::Number,
            "0 to 1",
            "Benjamini-Hochberg over the ALL rows, and separately over the rows of single events",
            "there is no p_value",
        ),
        Column::new("p_note", Kind::Text, "", "why there is no p_value", "there is a p_value"),
        Column::count("n_events", "events", "events that the difference is taken over"),
        Column::count(
            "n_articles_reference",
            "articles",
            "articles of other outlets on these events that quote the speaker",
        ),
    ],
    foreign_keys: FOREIGN_KEYS,
};

/// The table of sources.
#[derive(Debug)]
pub(crate) struct Sources;

impl Comparison for Sources {
    fn about(&self) -> About {
        About {
            name: "sources",
            line: "whom an outlet quotes, for which share of its quoted words, against the others on the same events",
            unit: "share of directly quoted words",
            limits: "counts direct quotations; those whose speaker was not found count in the whole; who speaks \
                     for a named person or organisation counts as it; two people of one name are one",
            source: "within-event permutation: Good 2005; event bootstrap: Davison & Hinkley 1997",
        }
    }

    fn schemas(&self) -> &'static [&'static Schema] {
        &[&SCHEMA]
    }

    fn part(&self, study: &Study, _part: usize) -> Result<Vec<Table>> {
        let mut table = Table::new(&SCHEMA);
        let speakers = study.speakers();
        let mut rows = Rows::new(study, speakers)?;
        for outlet in study.compared_outlets() {
            rows.of_outlet(outlet).into_iter().for_each(|row| table.push(row));
        }
        Ok(vec![table])
    }

    fn finish(&self, tables: &mut [Table]) {
        tables.iter_mut().for_each(fill_q_values);
    }
}
