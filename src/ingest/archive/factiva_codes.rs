//! The form of Factiva with the code of each field: `HD` the headline, `LP` and `TD` the text, `AN` the number.

use std::collections::BTreeMap;
use std::ops::Range;

use super::document::{Account, Document};
use super::lines::Lines;
use super::{dateline, factiva, words};

/// The codes of fields.
const CODES: &[&str] = &[
    "SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "NGC", "GC", "ED", "PG", "VOL", "LA", "CY", "CLM",
    "LP", "TD", "CT", "RF", "ART", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "DLN", "DE", "CX",
    "FDS", "PBL",
];

/// The code that a line opens with, and what stands behind it. A code and one space before a capital letter could as well be
/// a word of the text (`IN OTHER NEWS`), so that only codes which stand above the text may be parted so.
pub(super) fn code(line: &str) -> Option<(&'static str, &str)> {
    let end = line.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(line.len());
    let (name, rest) = line.split_at(end);
    let code = CODES.iter().find(|code| **code == name)?;
    let is_head = ["HD", "WC", "PD", "SN", "SC", "LA", "CY", "AN"].contains(code);
    let is_parted = rest.is_empty()
        || rest.starts_with(['\t', '\u{A0}'])
        || rest.starts_with("  ")
        || (is_head && rest.starts_with(' '));
    is_parted.then(|| (*code, rest.trim()))
}

/// How many different codes of every document's head open a line.
pub(super) fn n_head_codes(lines: &Lines, range: Range<usize>) -> usize {
    let codes: Vec<&str> = range.filter_map(|at| code(lines.get(at))).map(|(code, _)| code).collect();
    ["HD", "WC", "PD", "SN", "LA"].iter().filter(|wanted| codes.contains(wanted)).count()
}

/// The fields of a document: what stands behind each code in its line, and the lines below it.
type Fields<'a> = BTreeMap<&'static str, (&'a str, Range<usize>)>;

/// Reads the lines of one document, or of several where the number that ends one is missing.
pub(super) fn read(lines: &Lines, range: Range<usize>, id: &str, account: &mut Account<'_, '_>) {
    let mut fields = Fields::new();
    let mut start = None;
    let mut last: Option<&'static str> = None;
    for at in range.clone() {
        if let Some((code, value)) = code(lines.get(at)) {
            // A field of the head behind the text, or a second headline: the next document.
            let is_head = ["SE", "HD", "BY", "WC", "PD", "SN"].contains(&code);
            let has_text = fields.contains_key("TD") || fields.contains_key("LP");
            if is_head && (has_text || (code == "HD" && fields.contains_key("HD"))) {
                account.add(document(lines, &fields, ""), start.unwrap_or(at));
                fields.clear();
                start = None;
            }
            start.get_or_insert(at);
            fields.entry(code).or_insert((value, at + 1..at + 1));
            last = Some(code);
        } else if let Some(field) = last.and_then(|last| fields.get_mut(last)) {
            field.1.end = at + 1;
        }
    }
    let first = start.unwrap_or(range.start);
    account.strays(
        range.start..if last.is_none() { range.end } else { first_code(lines, range) },
        factiva::is_furniture,
    );
    account.add(document(lines, &fields, id), first);
}

fn first_code(lines: &Lines, range: Range<usize>) -> usize {
    range.clone().find(|at| code(lines.get(*at)).is_some()).unwrap_or(range.end)
}

fn document(lines: &Lines, fields: &Fields<'_>, id: &str) -> Document {
    let field = |code: &str| {
        let (value, below) = fields.get(code)?;
        let text = format!("{value} {}", lines.joined(below.clone()));
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    let paragraphs = |code: &str| {
        let (value, below) = fields.get(code)?;
        Some(factiva::paragraphs(lines, value, below.clone())).filter(|text| !text.is_empty())
    };
    let date = field("PD").and_then(|line| dateline::date(&line)).unwrap_or_default();
    let time = field("ET").and_then(|line| dateline::time_line(&line));
    let language = field("LA").unwrap_or_default();
    let text: Vec<String> = ["LP", "TD"].into_iter().filter_map(paragraphs).collect();
    Document {
        id: id.to_owned(),
        outlet: field("SN").unwrap_or_default(),
        title: field("HD").unwrap_or_default(),
        author: field("BY").map(|byline| words::author(&byline).to_owned()).unwrap_or_default(),
        date: factiva::date_and_time(date, time),
        language: words::language(&language).map_or(language.clone(), str::to_owned),
        n_words: field("WC").and_then(|line| words::word_count(&line)).flatten(),
        text: text.join("\n\n"),
    }
}
