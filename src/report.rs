//! `report.html`: one file that opens without a network, made from the tables, the charts and the manifest's words.

use crate::charts::Drawing;
use crate::error::{Error, Result};
use crate::key::About;
use crate::tables::{Cell, Table, TableSet};
use askama::Template;
use std::path::Path;

/// How many rows a table of the report shows.
const ROWS_SHOWN: usize = 50;
/// How many differences it shows.
const DIFFERENCES_SHOWN: usize = 30;

/// What the report is made from, besides the tables.
#[derive(Clone, Copy, Debug)]
pub struct ReportInput<'a> {
    /// The summary, a line each.
    pub summary: &'a [String],
    /// What a user should know of the run.
    pub messages: &'a [String],
    /// The charts, with what each gave.
    pub charts: &'a [(About, Drawing)],
    /// How the figures are made.
    pub methods: &'a [About],
    /// The files of the tables, with what a row is.
    pub files: &'a [(String, &'static str)],
}

/// The report as HTML.
///
/// # Errors
/// When the template fails.
pub fn render(tables: &TableSet, input: &ReportInput<'_>) -> Result<String> {
    let page = Page {
        summary: input.summary,
        messages: input.messages,
        charts: input.charts.iter().map(|(about, drawing)| chart(*about, drawing)).collect(),
        methods: input.methods,
        files: input.files,
        outlets: outlets(tables),
        events: events(tables),
        differences: differences(tables),
        n_differences: DIFFERENCES_SHOWN,
        n_rows: ROWS_SHOWN,
    };
    page.render().map_err(|error| Error::content(Path::new("report.html"), error.to_string()))
}

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    summary: &'a [String],
    messages: &'a [String],
    charts: Vec<ChartPart<'a>>,
    methods: &'a [About],
    files: &'a [(String, &'static str)],
    outlets: Vec<[String; 7]>,
    events: Vec<[String; 4]>,
    differences: Vec<[String; 8]>,
    n_differences: usize,
    n_rows: usize,
}

struct ChartPart<'a> {
    about: About,
    svg: &'a str,
    nothing: &'a str,
}

fn chart<'a>(about: About, drawing: &'a Drawing) -> ChartPart<'a> {
    match drawing {
        Drawing::Svg(svg) => ChartPart { about, svg: without_declaration(svg), nothing: "" },
        Drawing::Nothing(reason) => ChartPart { about, svg: "", nothing: reason },
    }
}

/// An SVG inside HTML has no XML declaration.
fn without_declaration(svg: &str) -> &str {
    svg.find("<svg").map_or(svg, |at| &svg[at..])
}

/// A reader of rows by column name.
struct Columns<'a> {
    table: &'a Table,
}

impl Columns<'_> {
    fn cell<'r>(&self, row: &'r [Cell], name: &str) -> &'r Cell {
        self.table.schema().position(name).and_then(|at| row.get(at)).unwrap_or(&Cell::Empty)
    }

    fn text(&self, row: &[Cell], name: &str) -> String {
        match self.cell(row, name) {
            Cell::Empty => String::new(),
            Cell::Text(text) => visible(text),
            Cell::Integer(value) => value.to_string(),
            Cell::Number(value) => short(*value),
            Cell::Boolean(value) => value.to_string(),
        }
    }

    fn number(&self, row: &[Cell], name: &str) -> Option<f64> {
        self.cell(row, name).as_number()
    }

    fn interval(&self, row: &[Cell], low: &str, high: &str) -> String {
        match (self.number(row, low), self.number(row, high)) {
            (Some(low), Some(high)) => format!("{} to {}", short(low), short(high)),
            _ => String::new(),
        }
    }
}

/// A number to three digits.
fn short(value: f64) -> String {
    let digits = if value.abs() < 10.0 { 3 } else { 1 };
    let text = format!("{value:.digits$}");
    if value != 0.0 && text.trim_start_matches(['-', '0', '.']).is_empty() { format!("{value:.1e}") } else { text }
}

/// Text without characters that turn or hide what stands around them.
fn visible(text: &str) -> String {
    let is_hidden = |it: char| {
        it.is_control() || matches!(it, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    text.chars().map(|it| if is_hidden(it) { '\u{b7}' } else { it }).collect()
}

fn outlets(tables: &TableSet) -> Vec<[String; 7]> {
    let Some(table) = tables.get("outlets") else { return Vec::new() };
    let columns = Columns { table };
    let mut rows: Vec<&[Cell]> = table.rows().collect();
    rows.sort_by_key(|row| std::cmp::Reverse(columns.number(row, "n_articles").map(f64::to_bits)));
    let row = |row: &[Cell]| {
        let name = columns.cell(row, "outlet").as_text();
        let [own, interval] = own_sentiment(tables, name);
        [
            visible(name),
            columns.text(row, "n_articles"),
            columns.text(row, "n_events"),
            columns.text(row, "n_shared_events"),
            columns.text(row, "n_words"),
            own,
            interval,
        ]
    };
    rows.into_iter().take(ROWS_SHOWN).map(row).collect()
}

/// An outlet's own-voice sentiment over all events, and its interval.
fn own_sentiment(tables: &TableSet, outlet: &str) -> [String; 2] {
    let Some(table) = tables.get("sentiment") else { return [String::new(), String::new()] };
    let columns = Columns { table };
    let is_wanted = |row: &&[Cell]| {
        [("event_id", "ALL"), ("outlet", outlet), ("voice", "own"), ("zone", "all")]
            .iter()
            .all(|(name, value)| columns.cell(row, name).as_text() == *value)
    };
    let row = table.rows().find(is_wanted).unwrap_or_default();
    [columns.text(row, "estimate"), columns.interval(row, "ci_low", "ci_high")]
}

fn events(tables: &TableSet) -> Vec<[String; 4]> {
    let Some(table) = tables.get("events") else { return Vec::new() };
    let columns = Columns { table };
    let mut rows: Vec<&[Cell]> = table.rows().collect();
    rows.sort_by_key(|row| std::cmp::Reverse(columns.number(row, "n_outlets").map(f64::to_bits)));
    let row = |row: &[Cell]| ["event_id", "label", "n_articles", "n_outlets"].map(|name| columns.text(row, name));
    rows.into_iter().take(ROWS_SHOWN).map(row).collect()
}

/// The differences over all events that stand after the correction for many tests, strongest first.
fn differences(tables: &TableSet) -> Vec<[String; 8]> {
    let mut found: Vec<(f64, [String; 8])> = Vec::new();
    for table in ["sentiment", "frames"].iter().filter_map(|name| tables.get(name)) {
        let columns = Columns { table };
        for row in table.rows() {
            let is_pooled = columns.cell(row, "event_id").as_text() == "ALL";
            let stands = columns.number(row, "q_value").is_some_and(|q| q < 0.05);
            let strength = columns.number(row, "difference").zip(columns.number(row, "difference_std_error"));
            let Some((difference, error)) = strength.filter(|(_, error)| is_pooled && stands && *error > 0.0) else {
                continue;
            };
            let feature = format!("{}: {}", columns.text(row, "measure"), columns.text(row, "feature").replace('_', " "));
            let reading = format!("{}, {}", columns.text(row, "voice"), columns.text(row, "zone"));
            let interval = columns.interval(row, "difference_ci_low", "difference_ci_high");
            let [outlet, difference_text, q] = ["outlet", "difference", "q_value"].map(|name| columns.text(row, name));
            let [events, same] = ["n_events", "n_events_same_sign"].map(|name| columns.text(row, name));
            found.push(((difference / error).abs(), [outlet, feature, reading, difference_text, interval, q, events, same]));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    found.into_iter().take(DIFFERENCES_SHOWN).map(|(_, row)| row).collect()
}

#[cfg(test)]
mod tests {
    use super::{ReportInput, render, short, visible};
    use crate::tables::TableSet;

    #[test]
    fn text_of_the_input_cannot_become_markup() {
        let summary = ["<script>alert(\"x\")</script> & 'y'".to_owned()];
        let input = ReportInput { summary: &summary, messages: &[], charts: &[], methods: &[], files: &[] };
        let page = render(&TableSet::default(), &input).unwrap();
        assert!(!page.contains("<script>"), "{page}");
        assert!(page.contains("&#60;script&#62;"));
        assert_eq!(visible("a\u{202e}b\u{7}"), "a·b·");
    }

    #[test]
    fn numbers_are_short_and_small_ones_are_not_zero() {
        assert_eq!([0.12345, -12.345, 0.0, 0.00001].map(short), ["0.123", "-12.3", "0.000", "1.0e-5"]);
    }
}
