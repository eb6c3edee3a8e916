//! The form of Nexis Uni and Lexis+: headline, source, date, copyright, fields such as `Length: 937 words`, `Body`, the text,
//! `Classification` and its fields, `End of Document`.

use std::ops::Range;

use super::document::{Account, Document};
use super::labels::{Case, Label, label};
use super::lines::Lines;
use super::{dateline, nexis, words};

/// Lines of a headline, where it has several.
const MAX_TITLE: usize = 4;

/// Whether a line ends a document.
pub(super) fn is_end(line: &str) -> bool {
    let ends = [
        "end of document",
        "ende des dokuments",
        "ende des dokumentes",
        "dokumentende",
        "fin du document",
        "fin de document",
        "einde van document",
        "einde van het document",
        "einde document",
        "fin del documento",
        "fine del documento",
        "fim do documento",
    ];
    line.len() <= 30 && ends.contains(&line.to_lowercase().as_str())
}

/// Whether a line stands above the text.
pub(super) fn is_body(line: &str) -> bool {
    matches!(line, "Body" | "BODY" | "Text" | "Corps" | "Texte" | "Tekst" | "Hauptteil" | "Cuerpo")
}

/// Whether a line stands above the fields below the text.
fn is_classification(line: &str) -> bool {
    matches!(
        line,
        "Classification"
            | "Klassifizierung"
            | "Klassifikation"
            | "Classificatie"
            | "Clasificación"
            | "Classificazione"
    )
}

/// Whether a line stands above captions.
fn is_graphic(line: &str) -> bool {
    matches!(line, "Graphic" | "Grafik" | "Graphique" | "Grafiek" | "Gráfico")
}

/// Whether a line stands above a remark of a few lines; it may also stand above a part of the text.
fn is_remark(line: &str) -> bool {
    matches!(line, "Notes" | "Correction" | "Anmerkungen" | "Korrektur")
}

/// Reads a file: each `End of Document` ends one; what follows the last is one when it has a body.
pub(super) fn read(lines: &Lines, account: &mut Account<'_, '_>) {
    let mut start = 0;
    for end in (0..lines.len()).filter(|at| is_end(lines.get(*at))) {
        one(lines, start..end, account);
        start = end + 1;
    }
    let rest = start..lines.len();
    if lines.filled(rest.clone()).any(|at| is_body(lines.get(at))) {
        account.note("the last document has no \"End of Document\": the file may be cut off");
        one(lines, rest, account);
    } else {
        nexis::cover(lines, rest, account);
    }
}

/// Reads one document and accounts for what stands above it.
fn one(lines: &Lines, range: Range<usize>, account: &mut Account<'_, '_>) {
    let body = range.clone().find(|at| is_body(lines.get(*at)));
    let head = range.start..body.unwrap_or_else(|| behind(lines, range.clone()));
    let (dated, end) = dated(lines, head.clone());
    let source = source(lines, head.start..dated.unwrap_or(end));
    let title = source.clone().map(|source| title(lines, head.start..source.start));
    let start = title.clone().filter(|title| !title.is_empty()).or(source.clone()).map(|lines| lines.start);
    let first = start.or_else(|| lines.filled(range.clone()).next()).unwrap_or(range.start);
    nexis::cover(lines, range.start..first, account);
    let mut document = Document::default();
    if let Some((source, title)) = source.zip(title) {
        // A document with one line above its date has a headline and names no source.
        if title.is_empty() {
            document.title = lines.joined(source);
        } else {
            document.outlet = lines.joined(source).trim_end_matches('.').to_owned();
            document.title = lines.joined(title);
        }
    }
    document.date = dated.and_then(|at| dateline::date(lines.get(at))).unwrap_or_default();
    let text = body.map_or(range.end..range.end, |body| text(lines, body + 1..range.end));
    read_fields(lines, head.start..text.start, &mut document);
    read_fields(lines, text.end..range.end, &mut document);
    document.text = without_subtitles(lines, text);
    account.add(document, first);
}

/// The line with the date, the nearest above the copyright or above the first field; and where that stands.
fn dated(lines: &Lines, head: Range<usize>) -> (Option<usize>, usize) {
    let rights = head.clone().rev().find(|at| words::is_copyright(lines.get(*at)));
    let field = || {
        let is_field =
            |at: &usize| matches!(label(lines.get(*at), Case::Any), Some((it, _)) if it != Label::Loose);
        head.clone().find(is_field)
    };
    let end = rights.or_else(field).unwrap_or(head.end);
    let is_date = |at: &usize| dateline::date(lines.get(*at)).is_some();
    let date = lines.filled(head.start..end).rev().take(4).find(is_date);
    (date.or_else(|| lines.filled(head).find(is_date)), end)
}

/// The line with the source, the last of `above`; what it is a part of may stand in brackets in a line of its own.
fn source(lines: &Lines, above: Range<usize>) -> Option<Range<usize>> {
    let is_remark = |at: &usize| lines.get(*at) == "Correction Appended";
    let last = lines.filled(above.clone()).rev().find(|at| !is_remark(at))?;
    let line = lines.get(last);
    let before = last.checked_sub(1).filter(|at| above.contains(at) && !lines.get(*at).is_empty());
    let is_part = line.starts_with('(') && line.ends_with(')');
    Some(before.filter(|_| is_part).unwrap_or(last)..last + 1)
}

/// The headline: the lines without a blank one between them, at the end of `above`.
fn title(lines: &Lines, above: Range<usize>) -> Range<usize> {
    let Some(last) = lines.filled(above.clone()).next_back() else { return above.end..above.end };
    let mut start = last;
    while let Some(before) = start.checked_sub(1).filter(|at| *at >= above.start && last - at < MAX_TITLE)
        && !lines.get(before).is_empty()
    {
        start = before;
    }
    start..last + 1
}

/// Where what follows the text starts: captions, a remark, the classification, or the fields at the end. Each is looked
/// for from the end, since a line of the text may look like any of them (a quoted letter has a `Subject:`).
fn behind(lines: &Lines, range: Range<usize>) -> usize {
    const MAX_REMARK: usize = 12;
    let heading = |end: usize, is: fn(&str) -> bool| (range.start..end).rev().find(|at| is(lines.get(*at)));
    let is_field = |at: &usize| {
        let found = label(lines.get(*at), Case::Any).map(|(label, _)| label);
        matches!(found, Some(Label::Tail | Label::Language | Label::Loose | Label::Loaded))
    };
    let fields = || {
        let last = lines.filled(range.clone()).next_back()?;
        (range.start..last + 1).rev().take_while(is_field).last()
    };
    let end = heading(range.end, is_classification).or_else(fields).unwrap_or(range.end);
    let end = heading(end, is_graphic).unwrap_or(end);
    let remark = heading(end, is_remark)
        .filter(|at| lines.filled(at + 1..end).take(MAX_REMARK + 1).count() <= MAX_REMARK);
    remark.unwrap_or(end)
}

/// The lines of the text.
fn text(lines: &Lines, range: Range<usize>) -> Range<usize> {
    range.start..behind(lines, range)
}

/// The paragraphs of a text. Some sources part it into a summary and the rest by lines that are none of their words.
fn without_subtitles(lines: &Lines, range: Range<usize>) -> String {
    let mut parts = Vec::new();
    let mut start = range.start;
    for at in range.clone().filter(|at| matches!(lines.get(*at), "ABSTRACT" | "FULL TEXT")) {
        parts.push(start..at);
        start = at + 1;
    }
    parts.push(start..range.end);
    let texts: Vec<String> =
        parts.into_iter().map(|part| lines.paragraphs("", part)).filter(|it| !it.is_empty()).collect();
    texts.join("\n\n")
}

fn read_fields(lines: &Lines, range: Range<usize>, document: &mut Document) {
    for at in lines.filled(range) {
        match label(lines.get(at), Case::Any) {
            Some((Label::Byline, value)) if document.author.is_empty() => {
                document.author = words::author(value).to_owned();
            }
            Some((Label::Language, value)) if document.language.is_empty() => {
                document.language = words::language(value).map_or_else(|| value.to_owned(), str::to_owned);
            }
            Some((Label::Length, value)) if document.n_words.is_none() => {
                document.n_words = words::word_count(value).flatten();
            }
            _ => {}
        }
    }
}
