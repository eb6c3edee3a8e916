//! `outlets.csv` and `groups.csv`: the outlets, and the groups of them where groups are compared, and how much of each
//! there is.

use super::Comparison;
use super::events::day_range;
use crate::error::Result;
use crate::key::{About, Voice};
use crate::study::Study;
use crate::tables::{Cell, Column, Kind, Schema, Table};
use std::sync::Arc;

const N_ARTICLES: Column = Column::count("n_articles", "articles", "its articles");
const N_EVENTS: Column = Column::count("n_events", "events", "the events that it reports");
const N_WORDS: Column = Column::count("n_words", "words", "words of its articles");
const N_OWN_WORDS: Column = Column::count("n_own_words", "words", "of these, the words outside quotations");
const FIRST_DATE: Column = Column::new(
    "first_date",
    Kind::Date,
    "ISO 8601",
    "the first day of its articles",
    "no article has a date",
);
const LAST_DATE: Column =
    Column::new("last_date", Kind::Date, "ISO 8601", "the last day of its articles", "no article has a date");

const SCHEMA: Schema = Schema {
    name: "outlets",
    row: "an outlet",
    key: &["outlet"],
    columns: &[
        Column::text("outlet", "the outlet's name"),
        N_ARTICLES,
        N_EVENTS,
        Column::count("n_shared_events", "events", "of these, the events that another outlet reports too"),
        N_WORDS,
        N_OWN_WORDS,
        FIRST_DATE,
        LAST_DATE,
    ],
    foreign_keys: &[],
};

const GROUPS: Schema = Schema {
    name: "groups",
    row: "a group of outlets that is compared",
    key: &["group"],
    columns: &[
        Column::text("group", "the group's name, which stands in the column outlet of the comparisons"),
        Column::text("grouped_by", "the column of --outlets that makes the groups (--by)"),
        Column::count("n_outlets", "outlets", "its outlets"),
        N_ARTICLES,
        N_EVENTS,
        Column::count("n_shared_events", "events", "of these, the events that another group reports too"),
        N_WORDS,
        N_OWN_WORDS,
        FIRST_DATE,
        LAST_DATE,
    ],
    foreign_keys: &[],
};

/// The columns that a user's table may not have, as `outlets.csv` has them.
#[must_use]
pub fn own_columns() -> Vec<&'static str> {
    SCHEMA.columns.iter().map(|column| column.name).chain(["group"]).collect()
}

/// `outlets.csv` with a user's columns behind the outlet's name. Their values come from `value` (outlet, column).
///
/// The shape of this table is made once a run and kept to its end, as shapes are.
#[must_use]
pub fn with_columns(table: &Table, columns: &[String], value: impl Fn(&str, &str) -> String) -> Table {
    let own = |name: &String| {
        let name: &'static str = Box::leak(name.clone().into_boxed_str());
        Column::new(name, Kind::Text, "", "from the file given with --outlets", "the file does not say it")
    };
    let schema = table.schema();
    let (name, figures) = schema.columns.split_at(1);
    let all: Vec<Column> =
        name.iter().copied().chain(columns.iter().map(own)).chain(figures.iter().copied()).collect();
    let schema = Schema { columns: Box::leak(all.into_boxed_slice()), ..*schema };
    let mut wide = Table::new(Box::leak(Box::new(schema)));
    for row in table.rows() {
        let (outlet, figures) = row.split_at(1);
        let name = outlet.first().map_or("", Cell::as_text);
        let of_user = columns.iter().map(|column| Cell::text(&value(name, column)));
        wide.push(outlet.iter().cloned().chain(of_user).chain(figures.iter().cloned()));
    }
    wide
}

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
        let parts = match &study.members {
            Some(members) => Parts::new(study, &members.outlets, &members.outlet_of),
            None => Parts::new(study, &study.outlets, &study.outlet_of),
        };
        for (name, articles) in parts.names.iter().zip(&parts.articles) {
            table.push([Cell::shared(name)].into_iter().chain(parts.figures(articles)));
        }
        Ok(vec![table])
    }
}

/// The table of groups.
#[derive(Debug)]
pub(crate) struct Groups;

impl Comparison for Groups {
    fn about(&self) -> About {
        About { name: "groups", line: GROUPS.row, unit: "", limits: "", source: "" }
    }

    fn schemas(&self) -> &'static [&'static Schema] {
        &[&GROUPS]
    }

    fn part(&self, study: &Study, _part: usize) -> Result<Vec<Table>> {
        let mut table = Table::new(&GROUPS);
        let Some(members) = &study.members else { return Ok(vec![table]) };
        let parts = Parts::new(study, &study.outlets, &study.outlet_of);
        for (name, articles) in parts.names.iter().zip(&parts.articles) {
            let mut outlets: Vec<Option<&u32>> =
                articles.iter().map(|&article| members.outlet_of.get(article as usize)).collect();
            outlets.sort_unstable();
            outlets.dedup();
            let head = [Cell::shared(name), Cell::text(&members.column), Cell::count(outlets.len())];
            table.push(head.into_iter().chain(parts.figures(articles)));
        }
        Ok(vec![table])
    }
}

/// The articles in parts: by outlet, or by group.
struct Parts<'a> {
    study: &'a Study,
    names: &'a [Arc<str>],
    articles: Vec<Vec<u32>>,
    /// For each event whether more than one part reports it.
    is_shared: Vec<bool>,
}

impl<'a> Parts<'a> {
    fn new(study: &'a Study, names: &'a [Arc<str>], part_of: &[u32]) -> Self {
        let mut articles = vec![Vec::new(); names.len()];
        for (article, &part) in (0_u32..).zip(part_of) {
            if let Some(articles) = articles.get_mut(part as usize) {
                articles.push(article);
            }
        }
        let is_shared = |of_event: &Vec<u32>| {
            let mut parts = of_event.iter().map(|&article| part_of.get(article as usize));
            parts.next().is_some_and(|first| parts.any(|other| other != first))
        };
        let is_shared = study.events.iter().map(|event| is_shared(&event.articles)).collect();
        Self { study, names, articles, is_shared }
    }

    fn figures(&self, articles: &[u32]) -> [Cell; 7] {
        let mut events: Vec<u32> = articles
            .iter()
            .filter_map(|&article| self.study.event_of.get(article as usize))
            .copied()
            .collect();
        events.sort_unstable();
        events.dedup();
        let n_shared =
            events.iter().filter(|&&event| self.is_shared.get(event as usize) == Some(&true)).count();
        let words = |voice| articles.iter().map(|&article| self.study.n_words(article, voice)).sum::<u64>();
        let (first, last) = day_range(self.study, articles);
        [
            Cell::count(articles.len()),
            Cell::count(events.len()),
            Cell::count(n_shared),
            Cell::whole(words(Voice::All)),
            Cell::whole(words(Voice::Own)),
            first,
            last,
        ]
    }
}
