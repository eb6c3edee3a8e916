//! What several tests need: small corpora, and the way from articles to tables.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each test file uses a part of it, and fails by panicking"
)]

use parallax::article::{Article, Published};
use parallax::compare::COMPARISONS;
use parallax::copies::WireReading;
use parallax::engine::{self, EventSource, Wanted, Workers};
use parallax::events::GroupingOptions;
use parallax::measures::MEASURES;
use parallax::study::{EvidenceChoice, Period, Study, StudyOptions};
use parallax::tables::{Cell, TableSet};
use std::path::PathBuf;
use std::sync::Arc;

/// The project's folder.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// An article of a given event.
pub fn article(id: &str, outlet: &str, event: &str, text: &str) -> Article {
    Article {
        id: id.to_owned(),
        outlet: outlet.to_owned(),
        title: String::new(),
        text: text.to_owned(),
        published: Some(Published { seconds: 1_770_000_000, has_time: false, iso: "2026-02-02".to_owned() }),
        url: String::new(),
        author: String::new(),
        language: String::new(),
        event: Some(event.to_owned()),
        source_file: Arc::from("test"),
        source_record: 1,
    }
}

/// Options for tests: few resamples.
pub fn options() -> StudyOptions {
    StudyOptions {
        seed: 1,
        resamples: 200,
        evidence: EvidenceChoice::Top,
        quote_limit: None,
        min_articles: 1,
        vectors: false,
        wire: WireReading::All,
        period: Period::Auto,
    }
}

/// From articles to a study, on so many threads.
pub fn study(mut articles: Vec<Article>, threads: usize) -> (Workers, Study) {
    let workers = Workers::new(Some(threads)).unwrap();
    articles.sort_by(|a, b| a.id.cmp(&b.id));
    let wanted = Wanted {
        measures: MEASURES,
        events: Some(EventSource::Auto(GroupingOptions::default())),
        // The small corpora of the tests say one thing in many articles.
        keep_boilerplate: true,
        members: None,
        options: options(),
    };
    let study = engine::make_study(&workers, articles, wanted, |_| ()).unwrap();
    (workers, study)
}

/// From articles to all tables.
pub fn tables(articles: Vec<Article>, threads: usize) -> TableSet {
    let (workers, study) = study(articles, threads);
    engine::compare(&workers, &study, COMPARISONS).unwrap()
}

/// All cells of all tables, as text.
pub fn printed(tables: &TableSet) -> Vec<String> {
    tables
        .iter()
        .flat_map(|table| {
            table.rows().map(|row| format!("{} {row:?}", table.schema().name)).collect::<Vec<_>>()
        })
        .collect()
}

/// A figure of the table of that name: the row whose cells hold all of `wanted`, and its column.
pub fn figure(tables: &TableSet, table: &str, wanted: &[&str], column: &str) -> Option<f64> {
    let table = tables.get(table)?;
    let position = table.schema().position(column)?;
    let has = |row: &&[Cell]| wanted.iter().all(|text| row.iter().any(|cell| cell.as_text() == *text));
    table.rows().find(has).and_then(|row| row[position].as_number())
}

/// The cells of a column, in the rows whose cells hold all of `wanted`; numbers as they print.
pub fn texts(tables: &TableSet, table: &str, wanted: &[&str], column: &str) -> Vec<String> {
    let Some(table) = tables.get(table) else { return Vec::new() };
    let position = table.schema().position(column).unwrap();
    let has = |row: &&[Cell]| wanted.iter().all(|text| row.iter().any(|cell| cell.as_text() == *text));
    let text = |row: &[Cell]| match &row[position] {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.to_string(),
        cell => cell.as_number().unwrap().to_string(),
    };
    table.rows().filter(has).map(text).collect()
}
