//! Exports of Factiva: articles as they are shown, or with the code of each field; `Document` and a number ends each.

use std::ops::Range;

use crate::error::Result;
use crate::ingest::decode;
use crate::ingest::input::InputFile;
use crate::ingest::record::Gathering;
use crate::ingest::{ReadOptions, Reader, Reading};
use crate::key::About;

use super::document::Account;
use super::lines::{self, Form, Lines};
use super::{factiva_codes, factiva_page, words};

/// Reads exports of Factiva.
pub(in crate::ingest) struct FactivaReader;

impl Reader for FactivaReader {
    fn about(&self) -> About {
        About {
            name: "factiva",
            line: "articles saved from Factiva as text, HTML or rich text, with or without field codes such as \"HD\"",
            unit: "by lines such as \"Document XYZ0000020260312em3c0001\" behind a word count and a date, or by field codes",
            limits: "without field codes, a headline in plain text is told from a section and a byline by their form; a \
                     document without a source or a body is skipped; DOCX is not read",
            source: "",
        }
    }

    fn sniff(&self, file: &InputFile, _: &ReadOptions) -> bool {
        match lines::form(file) {
            // Scripts may fill the first bytes of a page.
            Some(Form::Html) if is_page(file) => true,
            form => form.is_some_and(|form| is_factiva(&lines::of_head(file, form))),
        }
    }

    fn read(&self, file: &InputFile, options: &ReadOptions) -> Result<Reading> {
        let form = lines::form(file).unwrap_or(Form::Text);
        let lines = lines::of_file(file, form)?;
        Ok(read(file, options, &lines))
    }
}

/// Whether a page is one that Factiva made for saving.
fn is_page(file: &InputFile) -> bool {
    let head = decode::head_text(file);
    head.contains("<title>Factiva</title>")
        && ["factivalogo", "fcpNavContainer", "articleParagraph"].iter().any(|mark| head.contains(mark))
}

/// Whether lines are those of an export of Factiva.
pub(super) fn is_factiva(lines: &Lines) -> bool {
    let all = 0..lines.len();
    if factiva_codes::n_head_codes(lines, all.clone()) >= 4 {
        return true;
    }
    let anchors: Vec<usize> = factiva_page::anchors(lines, all.clone()).collect();
    let Some(first) = anchors.first() else { return false };
    let has_rights = lines.filled(*first..lines.len()).take(10).any(|at| words::is_copyright(lines.get(at)));
    has_rights || all.clone().any(|at| number(lines.get(at)).is_some())
}

/// The number in a line that ends a document: `Document XYZ0000020260312em3c0001`, also behind the code `AN`.
pub(super) fn number(line: &str) -> Option<&str> {
    if line.len() > 60 {
        return None;
    }
    let mut words = line.split_whitespace();
    let first = words.next().filter(|word| *word != "AN").or_else(|| words.next())?;
    let is_document =
        ["Document", "Dokument", "Documento", "文件", "文档", "文書", "ドキュメント", "Документ"]
            .contains(&first);
    let number = words.next().filter(|_| is_document && words.next().is_none())?;
    let n_digits = number.bytes().filter(u8::is_ascii_digit).count();
    let is_number = (18..=32).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && number.starts_with(|c: char| c.is_ascii_alphabetic())
        && n_digits >= 8;
    is_number.then_some(number)
}

/// Reads lines that are those of an export of Factiva.
pub(super) fn read(file: &InputFile, options: &ReadOptions, lines: &Lines) -> Reading {
    let mut account = Account::new(Gathering::new(file, options), lines, options.max_record_bytes);
    let mut start = 0;
    for end in 0..lines.len() {
        if let Some(id) = number(lines.get(end)) {
            one(lines, start..end, id, &mut account);
            start = end + 1;
        }
    }
    rest(lines, start..lines.len(), &mut account);
    account.finish()
}

fn one(lines: &Lines, range: Range<usize>, id: &str, account: &mut Account<'_, '_>) {
    if factiva_codes::n_head_codes(lines, range.clone()) >= 3 {
        factiva_codes::read(lines, range, id, account);
    } else {
        factiva_page::read(lines, range, id, account);
    }
}

/// What follows the last number: a summary of the search, or a document that was cut off.
fn rest(lines: &Lines, range: Range<usize>, account: &mut Account<'_, '_>) {
    let summary = range.clone().find(|at| is_summary(lines.get(*at))).unwrap_or(range.end);
    let before = range.start..summary;
    let is_document = factiva_codes::n_head_codes(lines, before.clone()) >= 3
        || factiva_page::anchors(lines, before.clone()).next().is_some();
    if is_document {
        account.note(
            "the last document has no number (a line such as \"Document XYZ...\"): the file may be cut off",
        );
        one(lines, before, "", account);
    } else {
        account.strays(before, is_furniture);
    }
    account.known("the summary of the search", summary..range.end);
}

/// Whether a line opens the summary of a search.
fn is_summary(line: &str) -> bool {
    matches!(
        line,
        "Search Summary"
            | "Suchzusammenfassung"
            | "Zusammenfassung der Suche"
            | "Résumé de la recherche"
            | "Resumen de búsqueda"
    )
}

/// Lines of Factiva's page that belong to no document.
pub(super) fn is_furniture(line: &str) -> bool {
    matches!(line, "Factiva" | "Dow Jones" | "Dow Jones Factiva" | "Factiva®" | "Dow Jones & Company")
        || (line.len() < 120 && line.contains("Factiva, Inc."))
        || is_page_number(line)
}

/// `Page 3 of 83`.
fn is_page_number(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let opens = words.next().is_some_and(|word| ["Page", "Seite", "Página", "Pagina"].contains(&word));
    let is_number =
        |word: Option<&str>| word.is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    opens
        && is_number(words.next())
        && words.next().is_some_and(|word| ["of", "von", "sur", "de", "van", "di"].contains(&word))
        && is_number(words.next())
        && words.next().is_none()
}

/// The paragraphs of a text without the furniture of pages.
pub(super) fn paragraphs(lines: &Lines, first: &str, range: Range<usize>) -> String {
    let mut parts = vec![];
    let mut start = range.start;
    for at in range.clone().filter(|at| is_furniture(lines.get(*at))) {
        parts.push(start..at);
        start = at + 1;
    }
    parts.push(start..range.end);
    let mut text = first.trim().to_owned();
    for part in parts {
        text = lines.paragraphs(&text, part);
    }
    text
}

/// A date with a time, where both are known and the date has none.
pub(super) fn date_and_time(date: String, time: Option<String>) -> String {
    match time {
        Some(time) if !date.is_empty() && !date.contains(':') => format!("{date} {time}"),
        _ => date,
    }
}
