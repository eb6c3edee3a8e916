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

/// The fields of a document: what stands behind each code in its line, and the lines below it. A code may come again.
type Fields<'a> = BTreeMap<&'static str, Vec<(&'a str, Range<usize>)>>;

/// Reads the lines of one document, or of several where the number that ends one is missing.
pub(super) fn read(lines: &Lines, range: Range<usize>, id: &str, account: &mut Account<'_, '_>) {
    let first = range.clone().find(|at| code(lines.get(*at)).is_some()).unwrap_or(range.end);
    account.strays(range.start..first, factiva::is_furniture);
    let mut fields = Fields::new();
    let (mut start, mut last) = (first, None);
    for at in first..range.end {
        match code(lines.get(at)).filter(|(code, value)| opens_field(&fields, code, value)) {
            Some((code, value)) => {
                if is_next(&fields, code) {
                    account.add(document(lines, &fields, ""), start);
                    fields.clear();
                    start = at;
                }
                fields.entry(code).or_default().push((value, at + 1..at + 1));
                last = Some(code);
            }
            None => {
                let field = last.and_then(|last| fields.get_mut(last)).and_then(|field| field.last_mut());
                if let Some((_, below)) = field {
                    below.end = at + 1;
                }
            }
        }
    }
    account.add(document(lines, &fields, id), start);
}

/// Whether a code opens a field here. A line of a capital word alone may be the end of a paragraph, so that below the
/// text a code stands alone only where it does so above.
fn opens_field(fields: &Fields<'_>, code: &str, value: &str) -> bool {
    let is_alone = fields.get("HD").and_then(|field| field.first()).is_none_or(|(value, _)| value.is_empty());
    !value.is_empty() || is_alone || ["LP", "TD"].contains(&code) || !has_text(fields)
}

fn has_text(fields: &Fields<'_>) -> bool {
    fields.contains_key("TD") || fields.contains_key("LP")
}

/// Whether a code opens the next document: one of the head behind the text, or a second headline.
fn is_next(fields: &Fields<'_>, code: &str) -> bool {
    let is_head = ["SE", "HD", "BY", "WC", "PD", "SN"].contains(&code);
    is_head && (has_text(fields) || (code == "HD" && fields.contains_key("HD")))
}

fn document(lines: &Lines, fields: &Fields<'_>, id: &str) -> Document {
    let field = |code: &str| {
        let (value, below) = fields.get(code)?.first()?;
        let text = format!("{value} {}", lines.joined(below.clone()));
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    let parts = ["LP", "TD"].into_iter().filter_map(|code| fields.get(code)).flatten();
    let text: Vec<String> = parts
        .map(|(value, below)| factiva::paragraphs(lines, value, below.clone()))
        .filter(|text| !text.is_empty())
        .collect();
    let date = field("PD").and_then(|line| dateline::date(&line)).unwrap_or_default();
    let time = field("ET").and_then(|line| dateline::time_line(&line));
    let language = field("LA").unwrap_or_default();
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
