//! The report: one HTML file that opens offline, made of tables, drawings and what the manifest keeps. It computes no
//! figure; the same input gives the same bytes.

mod inline;

use crate::charts::Drawing;
use crate::error::{Error, Result};
use crate::key::{ALL_EVENTS, About};
use crate::tables::{Cell, Schema, Table, TableSet};
use askama::Template;
use inline::inlined;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The most rows of a table in the report; the CSV has all.
const MOST_ROWS: usize = 50;
/// What the report links to but does not list from the caller's files, so that it does not matter who lists them.
const OWN_FILES: [&str; 2] = ["report.html", "manifest.json"];

/// What a report is made of. All of it stands in the files of a result: what no table holds is in its manifest.
#[derive(Clone, Copy, Debug)]
pub struct ReportInput<'a> {
    /// The heading.
    pub title: &'a str,
    /// The lines of the summary; a line that starts with spaces belongs to the one before.
    pub summary: &'a [String],
    /// What a user should know of the run.
    pub messages: &'a [String],
    /// The tables, as they were written.
    pub tables: &'a TableSet,
    /// The charts, in order, each with its drawing.
    pub charts: &'a [(About, Drawing)],
    /// What was measured and compared, to say how.
    pub methods: &'a [About],
    /// The shapes of all tables that a result may hold; they say what a row of a listed file is.
    pub schemas: &'a [&'static Schema],
    /// The paths of the files beside the report, within the folder, in any order.
    pub files: &'a [String],
}

/// Makes the report.
///
/// # Errors
/// When the template cannot be filled.
pub fn render(input: &ReportInput<'_>) -> Result<String> {
    Page::new(input)
        .render()
        .map_err(|error| Error::Draw { chart: "report.html".to_owned(), problem: error.to_string() })
}

#[derive(Template)]
#[template(path = "report.html")]
struct Page {
    title: String,
    facts: Vec<(String, String)>,
    summary: Vec<String>,
    messages: Vec<String>,
    figures: Vec<Figure>,
    has_tests: bool,
    differences: Part<[String; 9]>,
    outlets: Part<[String; 6]>,
    events: Part<[String; 4]>,
    n_copies: usize,
    n_boilerplate: usize,
    methods: Vec<(&'static str, Vec<About>)>,
    skipped: Vec<(String, String)>,
    files: Vec<(String, String)>,
}

/// The rows of a table that are shown, and how many there are.
struct Part<T> {
    rows: Vec<T>,
    n: usize,
}

struct Figure {
    about: About,
    svg: String,
    nothing: String,
    links: Vec<String>,
}

impl Page {
    fn new(input: &ReportInput<'_>) -> Self {
        let files: BTreeSet<&str> = input.files.iter().map(String::as_str).collect();
        Self {
            title: shown(input.title).into_owned(),
            facts: facts(input.tables),
            summary: input.summary.iter().map(|line| shown(line).into_owned()).collect(),
            messages: input.messages.iter().map(|line| shown(line).into_owned()).collect(),
            figures: input.charts.iter().map(|(about, drawing)| figure(about, drawing, &files)).collect(),
            has_tests: tested(input.tables).next().is_some(),
            differences: differences(input.tables),
            outlets: outlets(input.tables),
            events: events(input.tables),
            n_copies: rows(input.tables, "wire").filter(|row| row.text("role") != "first").count(),
            n_boilerplate: rows(input.tables, "boilerplate").count(),
            methods: methods(input.methods),
            skipped: skipped(input.tables),
            files: list_files(&files, input),
        }
    }
}

impl Page {
    /// The file of a table, where the result has one.
    fn path(&self, table: &str) -> Option<&str> {
        let paths = ["csv", "parquet"].map(|extension| format!("{table}.{extension}"));
        let of = |path: &String| self.files.iter().find(|(file, _)| file == path);
        paths.iter().find_map(of).map(|(path, _)| path.as_str())
    }
}

/// What is said of each method, a measure and the comparisons of the same name together. Plain counts need no words.
fn methods(abouts: &[About]) -> Vec<(&'static str, Vec<About>)> {
    let mut methods: Vec<(&'static str, Vec<About>)> = Vec::new();
    let is_told =
        |about: &&About| [about.unit, about.limits, about.source].iter().any(|text| !text.is_empty());
    for about in abouts.iter().filter(is_told) {
        match methods.iter_mut().find(|(name, _)| *name == about.name) {
            Some((_, abouts)) => abouts.push(*about),
            None => methods.push((about.name, vec![*about])),
        }
    }
    methods
}

/// A row by the names of its columns; a column that its table lacks is empty.
#[derive(Clone, Copy)]
struct Row<'a> {
    schema: &'static Schema,
    cells: &'a [Cell],
}

impl<'a> Row<'a> {
    fn cell(self, column: &str) -> &'a Cell {
        self.schema.position(column).and_then(|at| self.cells.get(at)).unwrap_or(&Cell::Empty)
    }

    fn text(self, column: &str) -> &'a str {
        self.cell(column).as_text()
    }

    fn number(self, column: &str) -> Option<f64> {
        self.cell(column).as_number()
    }

    /// A text for a reader.
    fn shown(self, column: &str) -> String {
        shown(self.text(column)).into_owned()
    }

    /// A count for a reader.
    fn count(self, column: &str) -> String {
        if let Cell::Integer(count) = self.cell(column) { grouped(&count.to_string()) } else { String::new() }
    }

    /// A figure for a reader.
    fn figure(self, column: &str) -> String {
        self.number(column).map_or_else(String::new, rounded)
    }

    /// `low to high`, where there is an interval.
    fn interval(self, [low, high]: [&str; 2]) -> String {
        let ends = self.number(low).zip(self.number(high));
        ends.map_or_else(String::new, |(low, high)| format!("{} to {}", rounded(low), rounded(high)))
    }
}

fn rows<'a>(tables: &'a TableSet, name: &str) -> impl Iterator<Item = Row<'a>> + use<'a> {
    let of = |table: &'a Table| table.rows().map(|cells| Row { schema: table.schema(), cells });
    tables.get(name).into_iter().flat_map(of)
}

/// How much there is of what.
fn facts(tables: &TableSet) -> Vec<(String, String)> {
    let shared =
        rows(tables, "events").filter(|row| row.number("n_outlets").is_some_and(|n| n > 1.0)).count();
    let mut facts: Vec<(String, String)> = ["articles", "outlets", "groups", "events"]
        .into_iter()
        .filter_map(|name| tables.get(name).map(|table| (name.to_owned(), count(table.n_rows()))))
        .collect();
    if tables.get("events").is_some() {
        facts.push(("events that two or more outlets report".to_owned(), count(shared)));
    }
    let day = |column| rows(tables, "events").map(move |row| row.text(column)).filter(|day| !day.is_empty());
    if let (Some(first), Some(last)) = (day("first_date").min(), day("last_date").max()) {
        facts.push(("days".to_owned(), shown(&format!("{first} to {last}")).into_owned()));
    }
    let n_skipped = tables.get("skipped").map_or(0, Table::n_rows);
    facts.push(("records not used".to_owned(), count(n_skipped)));
    facts
}

fn figure(about: &About, drawing: &Drawing, files: &BTreeSet<&str>) -> Figure {
    let name = about.name;
    let (svg, nothing) = match drawing {
        Drawing::Svg(svg) => (inlined(svg, name), String::new()),
        Drawing::Nothing(why) => (String::new(), shown(why).into_owned()),
    };
    let paths = [format!("charts/{name}.svg"), format!("charts/{name}.png"), format!("{name}.csv")];
    let links = paths.into_iter().filter(|path| files.contains(path.as_str())).collect();
    Figure { about: *about, svg, nothing, links }
}

/// The unit of a difference; empty where the feature's name tells it.
fn unit(row: Row<'_>) -> &'static str {
    match row.text("measure") {
        "sentiment" => "score",
        "readability" | "headline" => "",
        _ => "per 1,000 words",
    }
}

/// The differences over all events that were tested, with their unit.
fn tested(tables: &TableSet) -> impl Iterator<Item = (&'static str, Row<'_>)> {
    let of = |name| rows(tables, name).map(|row| (unit(row), row));
    ["sentiment", "frames", "style"]
        .into_iter()
        .flat_map(of)
        .filter(|(_, row)| row.text("event_id") == ALL_EVENTS && row.number("q_value").is_some())
}

/// The differences that the correction for many tests leaves standing, the strongest for its uncertainty first.
fn differences(tables: &TableSet) -> Part<[String; 9]> {
    let strength = |row: Row<'_>| match (row.number("difference"), row.number("difference_std_error")) {
        (Some(difference), Some(error)) if error > 0.0 => (difference / error).abs(),
        _ => 0.0,
    };
    let mut found: Vec<_> =
        tested(tables).filter(|(_, row)| row.number("q_value").is_some_and(|q| q < 0.05)).collect();
    found.sort_by(|a, b| strength(b.1).total_cmp(&strength(a.1)));
    part(found, |(unit, row)| {
        let what = if row.text("measure") == row.text("feature") { "" } else { row.text("feature") };
        let zone = if row.text("zone") == "all" { String::new() } else { format!(", {}", row.text("zone")) };
        let sign = row.number("difference").map_or("", |value| if value > 0.0 { "+" } else { "" });
        [
            row.shown("outlet"),
            shown(&format!("{} {what}", row.text("measure"))).trim_end().to_owned(),
            shown(format!("voice {}{zone}; {unit}", row.text("voice")).trim_end_matches("; ")).into_owned(),
            format!("{sign}{}", row.figure("difference")),
            row.interval(["difference_ci_low", "difference_ci_high"]),
            row.figure("estimate"),
            row.figure("reference"),
            row.number("q_value").map_or_else(String::new, probability),
            format!("{} of {}", row.count("n_events_same_sign"), row.count("n_events")),
        ]
    })
}

/// The outlets, those with most articles first, with the sentiment of their own voice.
fn outlets(tables: &TableSet) -> Part<[String; 6]> {
    let own = rows(tables, "sentiment").filter(|row| {
        row.text("event_id") == ALL_EVENTS && row.text("voice") == "own" && row.text("zone") == "all"
    });
    let own: BTreeMap<&str, Row<'_>> = own.map(|row| (row.text("outlet"), row)).collect();
    let mut found: Vec<Row<'_>> = rows(tables, "groups").collect();
    let name = if found.is_empty() { "outlet" } else { "group" };
    if found.is_empty() {
        found.extend(rows(tables, "outlets"));
    }
    found.sort_by(|a, b| most_first("n_articles", *a, *b).then(a.text(name).cmp(b.text(name))));
    part(found, |row| {
        let own = own.get(row.text(name));
        [
            row.shown(name),
            row.count("n_articles"),
            row.count("n_events"),
            row.count("n_words"),
            own.map_or_else(String::new, |own| own.figure("estimate")),
            own.map_or_else(String::new, |own| own.interval(["ci_low", "ci_high"])),
        ]
    })
}

/// The events, those of most outlets first.
fn events(tables: &TableSet) -> Part<[String; 4]> {
    let mut found: Vec<Row<'_>> = rows(tables, "events").collect();
    found.sort_by(|a, b| most_first("n_outlets", *a, *b).then(most_first("n_articles", *a, *b)));
    part(found, |row| {
        let label = if row.text("label").is_empty() { "event_id" } else { "label" };
        let (first, last) = (row.shown("first_date"), row.shown("last_date"));
        let days = if first == last { first } else { format!("{first} to {last}") };
        [row.shown(label), days, row.count("n_articles"), row.count("n_outlets")]
    })
}

fn most_first(column: &str, a: Row<'_>, b: Row<'_>) -> std::cmp::Ordering {
    b.number(column).unwrap_or_default().total_cmp(&a.number(column).unwrap_or_default())
}

fn part<R, T>(rows: Vec<R>, show: impl Fn(&R) -> T) -> Part<T> {
    Part { n: rows.len(), rows: rows.iter().take(MOST_ROWS).map(show).collect() }
}

/// How many records were not used, by reason.
fn skipped(tables: &TableSet) -> Vec<(String, String)> {
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    rows(tables, "skipped").for_each(|row| *reasons.entry(row.text("reason")).or_default() += 1);
    reasons.into_iter().map(|(reason, n)| (shown(reason).into_owned(), count(n))).collect()
}

/// All files of the result, each with what it holds.
fn list_files(files: &BTreeSet<&str>, input: &ReportInput<'_>) -> Vec<(String, String)> {
    let listed = files.iter().copied().filter(|path| !OWN_FILES.contains(path)).chain([OWN_FILES[1]]);
    listed.map(|path| (shown(path).into_owned(), describe(path, input))).collect()
}

fn describe(path: &str, input: &ReportInput<'_>) -> String {
    let (stem, extension) = path.split_once('.').unwrap_or((path, ""));
    if let Some(schema) = input.schemas.iter().find(|schema| schema.name == stem) {
        return format!("a row is {}", schema.row);
    }
    let chart = stem
        .strip_prefix("charts/")
        .and_then(|name| input.charts.iter().find(|(about, _)| about.name == name));
    match (path, chart) {
        (_, Some((about, _))) => format!("{} ({})", about.line, extension.to_uppercase()),
        ("codebook.csv", _) => {
            "every column of every table: type, unit, meaning, when it is empty".to_owned()
        }
        ("datapackage.json", _) => "the same for programs, as a Frictionless Data Package".to_owned(),
        ("manifest.json", _) => {
            "version, options, seed, digests of every input and output, counts, times".to_owned()
        }
        ("texts.jsonl", _) => "the texts into which the offsets point".to_owned(),
        _ => String::new(),
    }
}

/// A text for a page: HTML is escaped by the template; here signs that cannot be seen, and those that turn the order
/// of the text around them, become visible.
fn shown(text: &str) -> Cow<'_, str> {
    let is_hidden = |letter: char| {
        (letter.is_control() && letter != '\n' && letter != '\t')
            || matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let show = |letter: char| {
        if is_hidden(letter) { format!("[U+{:04X}]", u32::from(letter)) } else { letter.to_string() }
    };
    Cow::Owned(text.chars().map(show).collect())
}

/// A figure of a table, cut to three decimals where that leaves something of it.
fn rounded(value: f64) -> String {
    let magnitude = value.abs();
    if magnitude >= 1_000.0 {
        grouped(&format!("{value:.0}"))
    } else if magnitude >= 100.0 {
        format!("{value:.1}")
    } else if magnitude >= 0.0005 || magnitude == 0.0 {
        format!("{value:.3}")
    } else {
        format!("{value}")
    }
}

fn probability(value: f64) -> String {
    if value < 0.001 { "< 0.001".to_owned() } else { format!("{value:.3}") }
}

fn count(n: usize) -> String {
    grouped(&n.to_string())
}

/// Puts commas between thousands.
fn grouped(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let comma = |(at, digit): (usize, char)| {
        let starts = at > 0 && (digits.len() - at).is_multiple_of(3);
        starts.then_some(',').into_iter().chain([digit])
    };
    sign.chars().chain(digits.chars().enumerate().flat_map(comma)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_table_or_shorter() {
        let texts = [0.0, -0.123_456, 12_345.6, 123.456, 0.000_04].map(rounded);
        assert_eq!(texts, ["0.000", "-0.123", "12,346", "123.5", "0.00004"]);
        assert_eq!(["-1234567", "123", "1234"].map(grouped), ["-1,234,567", "123", "1,234"]);
    }
}
