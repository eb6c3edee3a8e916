//! CSV with the columns `category` and `entry`, and `weight` and `as` if wanted.

use super::rows::{Rows, at_line};
use super::{Format, first_lines};
use crate::key::About;

pub(super) const FORMAT: Format = Format {
    about: About {
        name: "csv",
        line: "a row an entry, with the columns category and entry, and weight and as (verb, noun, adjective) if wanted",
        unit: "parted by comma, semicolon or tab; lines that begin with # before the header are comments",
        limits: "",
        source: "this program",
    },
    endings: &["csv", "tsv"],
    is_it: |content| {
        let mut lines = first_lines(content).filter(|line| !line.starts_with('#'));
        lines.next().is_some_and(|header| {
            let mut cells = header.split([',', ';', '\t']).map(|cell| cell.trim().trim_matches('"'));
            let has = |wanted: &str, cell: &str| cell.eq_ignore_ascii_case(wanted);
            cells.clone().any(|cell| has("category", cell)) && cells.any(|cell| has("entry", cell))
        })
    },
    read,
};

pub(in crate::text::lexicon) fn read(content: &str) -> Result<Rows, String> {
    let header = first_lines(content).find(|line| !line.starts_with('#')).unwrap_or("");
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|sign| {
        let n = header.bytes().filter(|byte| byte == sign).count();
        (n, *sign == b',')
    });
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .trim(csv::Trim::All)
        .delimiter(delimiter.unwrap_or(b','))
        .from_reader(content.as_bytes());
    let headers = reader.headers().map_err(|error| format!("no header line: {error}"))?.clone();
    let column = |wanted: &str| {
        let is_it = |header: &str| header.trim_start_matches('\u{feff}').eq_ignore_ascii_case(wanted);
        headers.iter().position(is_it)
    };
    let (Some(category), Some(entry)) = (column("category"), column("entry")) else {
        return Err(
            "the header must name the columns `category` and `entry` (and may name `weight` and `as`)"
                .to_owned(),
        );
    };
    let (weight, word_class) = (column("weight"), column("as"));
    let mut rows = Rows::default();
    for record in reader.records() {
        let record = record.map_err(|error| match error.position() {
            Some(at) => at_line(at.line(), &error.to_string()),
            None => error.to_string(),
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |column: Option<usize>| column.and_then(|column| record.get(column)).unwrap_or("");
        let node = rows.category(None, cell(Some(category)), line)?;
        rows.entry(node, line, (cell(Some(entry)), cell(weight), cell(word_class)));
    }
    Ok(rows)
}
