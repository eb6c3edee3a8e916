//! Rows of a table by the names of their columns, and the choice of the outlets that are shown.

use super::axis::{Estimate, whole};
use crate::key::ALL_EVENTS;
use crate::tables::{Cell, Schema, Table, TableSet};
use std::collections::BTreeMap;

/// The most outlets of a picture: more rows than this are a table, not a picture.
const MOST: usize = 30;

/// One row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    schema: &'static Schema,
    cells: &'a [Cell],
}

impl<'a> Row<'a> {
    fn cell(self, column: &str) -> &'a Cell {
        self.schema.position(column).and_then(|position| self.cells.get(position)).unwrap_or(&Cell::Empty)
    }

    /// The number in a column, if there is one.
    pub(super) fn number(self, column: &str) -> Option<f64> {
        self.cell(column).as_number()
    }

    /// The text in a column; empty where there is none.
    pub(super) fn text(self, column: &str) -> &'a str {
        self.cell(column).as_text()
    }

    /// Whether the row has this text in the column; a table without the column does not tell its rows apart by it.
    pub(super) fn is(self, column: &str, wanted: &str) -> bool {
        self.schema.position(column).is_none() || self.text(column) == wanted
    }

    /// A value with its interval.
    pub(super) fn estimate(self, [value, low, high]: [&str; 3]) -> Option<Estimate> {
        let interval = self.number(low).zip(self.number(high));
        self.number(value).map(|value| Estimate { value, interval })
    }

    /// Whether the difference of the row is significant at 5 % after correction for the number of tests.
    pub(super) fn is_significant(self) -> bool {
        self.number("q_value").is_some_and(|q_value| q_value < 0.05)
    }
}

/// The rows of a table that pool events.
pub(super) fn pooled_rows(table: &Table) -> impl Iterator<Item = Row<'_>> {
    let schema = table.schema();
    table.rows().map(move |cells| Row { schema, cells }).filter(|row| row.is("event_id", ALL_EVENTS))
}

/// The table, or why it cannot be drawn.
pub(super) fn table_with<'a>(
    tables: &'a TableSet,
    name: &str,
    columns: &[&str],
) -> Result<&'a Table, String> {
    let Some(table) = tables.get(name) else {
        return Err(format!("there is no table {name}"));
    };
    match columns.iter().find(|column| table.schema().position(column).is_none()) {
        Some(column) => Err(format!("the table {name} has no column {column}")),
        None => Ok(table),
    }
}

/// The outlets of a picture.
#[derive(Debug)]
pub(super) struct Outlets<'a> {
    /// The outlets, in the order of their names.
    pub(super) shown: Vec<&'a str>,
    /// How many there are in all.
    pub(super) n_all: usize,
    articles: BTreeMap<&'a str, f64>,
}

impl<'a> Outlets<'a> {
    /// Takes all outlets, or those with most articles where there are too many.
    ///
    /// # Errors
    /// A sentence that says why there is nothing to compare.
    pub(super) fn of(tables: &'a TableSet, outlets: impl Iterator<Item = &'a str>) -> Result<Self, String> {
        let articles = articles_of_outlets(tables);
        let mut ranked: Vec<(&str, f64)> = outlets
            .map(|outlet| (outlet, articles.get(outlet).copied().unwrap_or(0.0)))
            .collect::<BTreeMap<_, _>>()
            .into_iter()
            .collect();
        let n_all = ranked.len();
        if n_all < 2 {
            return Err(match ranked.first() {
                Some((outlet, _)) => {
                    format!("there is one outlet only ({outlet}), and so nothing to compare")
                }
                None => "the table has no row for this picture".to_owned(),
            });
        }
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        ranked.truncate(MOST);
        let mut shown: Vec<&str> = ranked.into_iter().map(|(outlet, _)| outlet).collect();
        shown.sort_by_cached_key(|outlet| (outlet.to_lowercase(), *outlet));
        Ok(Self { shown, n_all, articles })
    }

    /// How many articles the outlet is compared by, where a table says it.
    pub(super) fn n_articles(&self, outlet: &str) -> Option<f64> {
        self.articles.get(outlet).copied()
    }

    /// Whether the outlet is shown.
    pub(super) fn shows(&self, outlet: &str) -> bool {
        self.shown.contains(&outlet)
    }

    /// How many outlets the picture shows, for the subtitle.
    pub(super) fn n_shown(&self) -> String {
        let (shown, all) = (self.shown.len(), whole(super::canvas::count(self.n_all)));
        if shown == self.n_all {
            format!("{shown}\u{A0}outlets")
        } else if !self.articles.is_empty() {
            format!("{shown} of {all} outlets, those with most articles")
        } else {
            format!("{shown} of {all} outlets, the first by name")
        }
    }
}

/// How many articles an outlet is compared by: those in the events that others report too, as the rows of differences
/// say it; all it has where there are no such rows.
fn articles_of_outlets(tables: &TableSet) -> BTreeMap<&str, f64> {
    let compared = tables.get("sentiment").into_iter().chain(tables.get("frames"));
    let sources = compared.chain(tables.get("outlets"));
    let mut articles = BTreeMap::new();
    for row in sources.flat_map(pooled_rows).filter(|row| row.is("voice", "all") && row.is("zone", "all")) {
        if let Some(n_articles) = row.number("n_articles") {
            articles.entry(row.text("outlet")).or_insert(n_articles);
        }
    }
    articles
}
