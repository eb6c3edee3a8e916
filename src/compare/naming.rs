//! `naming.csv`: who is called what, by which outlet.

use super::Comparison;
use super::difference_columns::FOREIGN_KEYS;
use super::naming_rows::NamingRows;
use super::naming_uses::Uses;
use super::q_values::fill_q_values;
use crate::error::Result;
use crate::key::About;
use crate::study::Study;
use crate::tables::{Cell, Column, Kind, Schema, Table};
use std::sync::Arc;

const NO_INTERVAL: &str =
    "fewer than two events (in rows of one event: than four articles on a side), or they are all alike";

const SCHEMA: Schema = Schema {
    name: "naming",
    row: "a name or label that an outlet or the others of the same events use for an entity",
    key: &["event_id", "outlet", "entity", "name"],
    columns: &[
        Column::text(
            "event_id",
            "the event; ALL: over the events in which the outlet and another name the entity",
        ),
        Column::text("outlet", "the outlet"),
        Column::text(
            "entity",
            "a person or organisation, as in entities: over all events the twelve that the outlet names most, in at least \
             three shared events and five articles on both sides; in an event the three that are named most, three times \
             at least on both sides",
        ),
        Column::text("name", "one of its five most frequent names and labels there, its title included"),
        Column::count("count", "mentions", "the outlet's mentions under that name, outside quotations"),
        Column::new(
            "share",
            Kind::Number,
            "0 to 1",
            "their share of the outlet's mentions of the entity outside quotations; over all events the mean of the events' \
             shares, weighted as differences are",
            "never",
        ),
        Column::new("share_reference", Kind::Number, "0 to 1", "the same of the other outlets", "never"),
        Column::new("difference", Kind::Number, "-1 to 1", "share less share_reference", "never"),
        Column::new(
            "ci_low",
            Kind::Number,
            "-1 to 1",
            "lower end of the 95 % interval of the difference, from a bootstrap of events; in rows of one event of articles",
            NO_INTERVAL,
        ),
        Column::new("ci_high", Kind::Number, "-1 to 1", "upper end", NO_INTERVAL),
        Column::new(
            "p_value",
            Kind::Number,
            "0 to 1",
            "permutation of outlet labels over articles within events",
            "all articles use the name alike, or too few articles to reach 0.05",
        ),
        Column::new(
            "q_value",
            Kind::Number,
            "0 to 1",
            "Benjamini-Hochberg over all rows of ALL, and apart over those of single events",
            "no p-value",
        ),
    ],
    foreign_keys: FOREIGN_KEYS,
};

/// A row of the table.
#[derive(Clone, Debug)]
pub(crate) struct NamingRow {
    pub(crate) event: Arc<str>,
    pub(crate) entity: u32,
    pub(crate) alias: u32,
    pub(crate) count: u32,
    pub(crate) share: f64,
    pub(crate) share_reference: f64,
    pub(crate) interval: Option<(f64, f64)>,
    pub(crate) p_value: Option<f64>,
}

/// The table of names.
#[derive(Debug)]
pub(crate) struct Naming;

impl Comparison for Naming {
    fn about(&self) -> About {
        About {
            name: "naming",
            line: "who is called what: the share of an outlet's mentions of a person or organisation under each name",
            unit: "share of mentions",
            limits: "mentions outside quotations; a label counts beside a name, or where one person of the article alone has \
                     the office; see the measure `names`",
            source: "within-event permutation: Good 2005; event bootstrap: Davison & Hinkley 1997; Benjamini & Hochberg 1995",
        }
    }

    fn schemas(&self) -> &'static [&'static Schema] {
        &[&SCHEMA]
    }

    fn n_parts(&self, study: &Study) -> usize {
        study.compared_outlets().len()
    }

    fn part(&self, study: &Study, part: usize) -> Result<Vec<Table>> {
        let mut table = Table::new(&SCHEMA);
        let outlet = study.compared_outlets()[part];
        let mut events = study.events_of(outlet);
        events.retain(|event| !event.others.is_empty());
        let uses = Uses::new(study, &events);
        let mut rows = NamingRows::new(study, outlet, &events)?;
        let name = &study.outlets[outlet as usize];
        for row in rows.pooled(&uses).into_iter().chain(rows.of_events(&uses)) {
            table.push(cells(study, name, &row));
        }
        Ok(vec![table])
    }

    fn finish(&self, tables: &mut [Table]) {
        tables.iter_mut().for_each(fill_q_values);
    }
}

fn cells(study: &Study, outlet: &Arc<str>, row: &NamingRow) -> [Cell; 12] {
    [
        Cell::shared(&row.event),
        Cell::shared(outlet),
        Cell::text(study.entities.name(row.entity)),
        Cell::text(study.entities.alias(row.alias)),
        Cell::whole(u64::from(row.count)),
        Cell::number(row.share),
        Cell::number(row.share_reference),
        Cell::number(row.share - row.share_reference),
        Cell::optional(row.interval.map(|it| it.0)),
        Cell::optional(row.interval.map(|it| it.1)),
        Cell::optional(row.p_value),
        Cell::Empty,
    ]
}
