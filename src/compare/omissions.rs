//! `omissions.csv`: what most outlets of an event carry and one does not.

use super::Comparison;
use super::carriers::carriers;
use super::omission_search::{Scene, Search};
use crate::error::Result;
use crate::key::About;
use crate::stats::fdr::benjamini_hochberg_among;
use crate::study::Study;
use crate::tables::{Cell, Column, ForeignKey, Kind, Schema, Table};
use std::collections::BTreeMap;

const SCHEMA: Schema = Schema {
    name: "omissions",
    row: "a thing that most others report in an event and an outlet does not",
    key: &["event_id", "outlet", "kind", "feature"],
    columns: &[
        Column::text("event_id", "the event: one that at least 3 outlets beside this one report"),
        Column::text("outlet", "the outlet, none of whose articles on the event carries the thing"),
        Column::text(
            "kind",
            "entity (a person, organisation or place, by any of its names; an outlet with the family name, or with all words \
             of the name in an article, does not lack it), term (a word in all its forms, or two neighbouring words of which \
             the outlet lacks one; none that is but words of a listed entity's names), both at least 8 times as common in \
             the event as outside; source (a name quoted or reported); frame (a policy frame: any match); the 10 of a kind \
             that are likeliest to be missed, what is of the event before what is common",
        ),
        Column::text("feature", "the thing"),
        Column::count("n_outlets_with", "outlets", "others that carry it: at least 2, and more than half"),
        Column::count("n_articles_with", "articles", "their articles that carry it"),
        Column::count("n_articles_outlet", "articles", "the outlet's articles on the event"),
        Column::new(
            "expected_presence",
            Kind::Number,
            "0 to 1",
            "the chance that articles of these lengths carry it at least once, at the rate per word of the others, one \
             more of whose articles is taken as half without it",
            "never",
        ),
        Column::new(
            "p_value",
            Kind::Number,
            "0 to 1",
            "the chance that all of the outlet's articles lack it, were they drawn from all articles of the event: the \
             larger of the product of exp(-rate * words), with the rate of all articles, the outlet's among them, and of \
             (1 - share of articles with it) to the power of n_articles_outlet. It takes articles as independent",
            "never",
        ),
        Column::new(
            "q_value",
            Kind::Number,
            "0 to 1",
            "Benjamini-Hochberg over all things that most others of an event carry, those not shown and those that the \
             outlet carries included",
            "never",
        ),
        Column::text("example_article_id", "an article of another outlet that carries it, of median length"),
        Column::count("n_outlets_reference", "outlets", "other outlets of the event"),
        Column::count("n_articles_reference", "articles", "their articles on the event"),
        Column::count("n_words_outlet", "words", "the words of the outlet's articles on the event"),
        Column::new(
            "example_start",
            Kind::Integer,
            "bytes",
            "the first byte of the passage there",
            "not found",
        ),
        Column::new("example_end", Kind::Integer, "bytes", "the byte after its last", "not found"),
        Column::new(
            "example_zone",
            Kind::Text,
            "",
            "headline where the bytes are those of the title, else text",
            "not found",
        ),
        Column::new("example", Kind::Text, "", "the passage, cut with --quote-limit", "not found"),
    ],
    foreign_keys: &[
        ForeignKey { column: "event_id", table: "events", target: "event_id" },
        ForeignKey { column: "example_article_id", table: "articles", target: "article_id" },
        ForeignKey { column: "outlet", table: "groups", target: "group" },
        ForeignKey { column: "outlet", table: "outlets", target: "outlet" },
    ],
};

/// The table of omissions.
#[derive(Debug)]
pub(crate) struct Omissions;

impl Comparison for Omissions {
    fn about(&self) -> About {
        About {
            name: "omissions",
            line: "entities, terms, sources and frames that most outlets of an event carry and one does not",
            unit: "probability, given the lengths of its articles",
            limits: "an event that is two stories makes omissions of what belongs to the other one; a fact in other words \
                     is taken for lacking; articles that share a text are taken as independent, which makes p-values too \
                     small; a frame of one match counts as carried",
            source: "Poisson-binomial: Wang 1993; complementary log-log rate: McCullagh & Nelder 1989; Benjamini & \
                     Hochberg 1995",
        }
    }

    fn schemas(&self) -> &'static [&'static Schema] {
        &[&SCHEMA]
    }

    fn part(&self, study: &Study, _part: usize) -> Result<Vec<Table>> {
        let speakers = study.speakers();
        let carriers = carriers(study, speakers);
        let is_compared = is_compared(study);
        let (mut p_values, mut n_carried, mut rows) = (Vec::new(), 0, Vec::new());
        for event in (0_u32..).take(study.events.len()) {
            let Some(scene) = Scene::of(study, event) else { continue };
            let mut shown = BTreeMap::new();
            for carrier in &carriers {
                let search = Search::run(&scene, carrier.as_ref(), &is_compared);
                let first = p_values.len();
                p_values.extend(search.p_values());
                n_carried += search.n_carried;
                rows.extend(search.rows(&mut shown).into_iter().map(|(number, row)| (first + number, row)));
            }
        }
        let q_values = benjamini_hochberg_among(&p_values, n_carried);
        let q_value = SCHEMA.position("q_value").unwrap_or_default();
        let mut table = Table::new(&SCHEMA);
        for (number, mut row) in rows {
            row[q_value] = Cell::optional(q_values[number]);
            table.push(row);
        }
        Ok(vec![table])
    }
}

fn is_compared(study: &Study) -> Vec<bool> {
    let mut is_compared = vec![false; study.outlets.len()];
    study.compared_outlets().into_iter().for_each(|outlet| is_compared[outlet as usize] = true);
    is_compared
}
