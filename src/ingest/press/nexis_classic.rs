//! The classic form of Nexis: `1 of 100 DOCUMENTS`, the source, the date, the headline, fields such as `LENGTH: 355 words`,
//! the text, fields such as `LOAD-DATE:`, a copyright line.
//!
//! Older exports put the copyright first and label the headline and the body. A label opens a field only at the start of a
//! paragraph and in capitals.

use std::ops::Range;

use super::document::{Account, Document};
use super::labels::{Case, Label, label};
use super::lines::Lines;
use super::{dateline, nexis, words};

/// More paragraphs above the first label than a source, a date and a headline ever take: the label stands in the text.
const MAX_ABOVE: usize = 8;

/// Whether a line stands between two documents: `1 of 100 DOCUMENTS`, `Dokument 1 von 100`, `Document 1 de 100`.
pub(super) fn is_separator(line: &str) -> bool {
    if line.len() > 60 || !line.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let words: Vec<String> = line.split_whitespace().map(str::to_lowercase).collect();
    let [a, b, c, d] = words.as_slice() else { return false };
    let is_document = |word: &str| {
        [
            "document",
            "documents",
            "dokument",
            "dokumente",
            "dokumenten",
            "documenten",
            "documento",
            "documentos",
            "documenti",
        ]
        .contains(&word)
    };
    let number = |word: &str| word.replace([',', '.'], "").parse::<u32>().ok();
    let (number_of, of, total) = if is_document(a) { (b, c, d) } else { (a, b, c) };
    let is_pair = number(number_of).zip(number(total)).is_some_and(|(n, total)| 1 <= n && n <= total);
    is_pair
        && (is_document(a) || is_document(d))
        && ["of", "von", "de", "van", "di", "sur"].contains(&of.as_str())
}

/// Reads a file: what stands between separators is a document; a file without one is one document.
pub(super) fn read(lines: &Lines, account: &mut Account<'_, '_>) {
    let starts: Vec<usize> = (0..lines.len()).filter(|at| is_separator(lines.get(*at))).collect();
    let Some(first) = starts.first().copied() else {
        let document = document(lines, 0..lines.len());
        return account.add(document, 0);
    };
    nexis::cover(lines, 0..first, account);
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    for (start, end) in starts.iter().copied().zip(ends) {
        account.add(document(lines, start + 1..end), start);
    }
}

/// A paragraph, or a field.
struct Block<'a> {
    label: Option<Label>,
    /// What stands behind the label, in its line.
    value: &'a str,
    lines: Range<usize>,
}

impl Block<'_> {
    /// The field without its label.
    fn field(&self, lines: &Lines) -> String {
        let rest = lines.joined(self.lines.start + 1..self.lines.end);
        format!("{} {rest}", self.value).trim().to_owned()
    }
}

/// The paragraphs and fields of a document. Where lines are no parts of paragraphs, each is one.
fn blocks(lines: &Lines, range: Range<usize>) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let (mut is_apart, mut has_label) = (true, false);
    for at in range {
        let line = lines.get(at);
        if line.is_empty() {
            is_apart = true;
            continue;
        }
        let last = blocks.last();
        let in_field = last.is_some_and(|block| block.label.is_some());
        let opens = is_apart || in_field || !lines.is_wrapped;
        let found = if opens { label(line, Case::Capitals) } else { None };
        // Above the first field, a source, its copyright and its date may stand in lines without a blank one between.
        let is_after_rights =
            !has_label && last.is_some_and(|block| words::is_copyright(lines.get(block.lines.start)));
        let is_date = !has_label && blocks.len() < MAX_ABOVE && dateline::date(line).is_some();
        has_label |= found.is_some();
        match blocks.last_mut() {
            Some(block)
                if !is_apart && lines.is_wrapped && found.is_none() && !is_after_rights && !is_date =>
            {
                block.lines.end = at + 1;
            }
            _ => blocks.push(Block {
                label: found.map(|(label, _)| label),
                value: found.map_or("", |(_, value)| value),
                lines: at..at + 1,
            }),
        }
        is_apart = false;
    }
    blocks
}

/// Where the fields and the copyright below the text start.
fn tail(lines: &Lines, blocks: &[Block<'_>]) -> usize {
    let is = |wanted: Label| move |block: &Block<'_>| block.label == Some(wanted);
    let above = blocks.iter().position(is(Label::Body)).or_else(|| blocks.iter().position(is(Label::Length)));
    let from = above.map_or(0, |at| at + 1);
    let is_tail =
        |block: &Block<'_>| matches!(block.label, Some(Label::Tail | Label::Language | Label::Loaded));
    let found = blocks.iter().skip(from).position(is_tail).map(|at| at + from);
    let mut tail = found.unwrap_or(blocks.len());
    while let Some(before) =
        tail.checked_sub(1).filter(|before| *before >= from).and_then(|at| blocks.get(at))
    {
        let is_loose = found.is_some() && before.label == Some(Label::Loose);
        if !is_loose && !words::is_copyright(lines.get(before.lines.start)) {
            break;
        }
        tail -= 1;
    }
    tail
}

/// The blocks of the fields above the text: where they start and where the text does. Both are the same without a field.
fn fields_above(blocks: &[Block<'_>], tail: usize) -> Option<(usize, usize)> {
    let above = blocks.get(..tail)?;
    let first = above.iter().position(|block| block.label.is_some()).filter(|first| *first <= MAX_ABOVE)?;
    if let Some(body) = above.iter().position(|block| block.label == Some(Label::Body)) {
        return Some((first, body));
    }
    let mut end = first;
    while above.get(end).is_some_and(|block| block.label.is_some()) {
        let is_empty = above.get(end).is_some_and(|block| block.value.is_empty() && block.lines.len() == 1);
        end += 1;
        // What a label alone in its line announces stands below it.
        if is_empty && above.get(end).is_some_and(|block| block.label.is_none()) {
            end += 1;
        }
    }
    Some((first, end))
}

fn document(lines: &Lines, range: Range<usize>) -> Document {
    let blocks = blocks(lines, range);
    let tail = tail(lines, &blocks);
    let mut document = Document::default();
    let (above, body) = match fields_above(&blocks, tail) {
        Some((first, body)) => (blocks.get(..first).unwrap_or_default(), body),
        None => {
            // A source, a date and a headline without a field.
            let dated =
                blocks.iter().take(MAX_ABOVE.min(tail)).position(|block| date_of(lines, block).is_some());
            let body = dated.map_or(2, |at| at.max(1) + 2).min(tail);
            (blocks.get(..body).unwrap_or_default(), body)
        }
    };
    read_above(lines, above, &mut document);
    let is_field = |at: usize| at < body || at >= tail;
    for (_, block) in blocks.iter().enumerate().filter(|(at, _)| is_field(*at)) {
        read_field(lines, block, &mut document);
    }
    if let Some(start) = blocks.get(body).filter(|_| body < tail) {
        let end = blocks
            .get(tail)
            .map_or_else(|| blocks.last().map_or(0, |last| last.lines.end), |it| it.lines.start);
        let skipped = usize::from(start.label == Some(Label::Body));
        let value = if skipped == 1 { start.value } else { "" };
        document.text = lines.paragraphs(value, start.lines.start + skipped..end);
    }
    document
}

fn date_of(lines: &Lines, block: &Block<'_>) -> Option<String> {
    dateline::date(lines.get(block.lines.start))
}

/// Source, date and headline, which have no labels.
fn read_above(lines: &Lines, above: &[Block<'_>], document: &mut Document) {
    let above: Vec<&Block<'_>> =
        above.iter().filter(|block| !words::is_copyright(lines.get(block.lines.start))).collect();
    let dated = above.iter().position(|block| date_of(lines, block).is_some());
    if let Some(date) = dated.and_then(|at| above.get(at)).and_then(|block| date_of(lines, block)) {
        document.date = date;
    }
    let named = if dated == Some(0) { None } else { Some(0) };
    if let Some(block) = named.and_then(|at| above.get(at)) {
        document.outlet = lines.joined(block.lines.clone());
    }
    let rest = above.iter().enumerate().filter(|(at, _)| Some(*at) != dated && Some(*at) != named);
    let mut titles: Vec<String> =
        rest.map(|(_, block)| lines.joined(block.lines.clone())).filter(|line| !line.is_empty()).collect();
    let is_only = |line: &str| titles.len() == 1 && !line.to_lowercase().ends_with("edition");
    if titles.first().is_some_and(|line| is_edition(line) && !is_only(line)) {
        titles.remove(0);
    }
    document.title = titles.join(" ");
}

/// Whether a short line below the date names an edition.
fn is_edition(line: &str) -> bool {
    let lower = line.to_lowercase();
    let names =
        ["edition", "ausgabe", "édition", "editie", "edición", "edizione", "correction appended", "ausg."];
    line.split_whitespace().count() <= 6 && names.iter().any(|name| lower.contains(name))
}

fn read_field(lines: &Lines, block: &Block<'_>, document: &mut Document) {
    let set = |place: &mut String, value: String| {
        if place.is_empty() {
            *place = value;
        }
    };
    match block.label {
        Some(Label::Headline) => document.title = block.field(lines),
        Some(Label::Byline) => set(&mut document.author, words::author(&block.field(lines)).to_owned()),
        Some(Label::Language) => {
            let written = block.field(lines);
            set(&mut document.language, words::language(&written).map_or(written, str::to_owned));
        }
        Some(Label::Length) if document.n_words.is_none() => {
            document.n_words = words::word_count(block.value).flatten();
        }
        _ => {}
    }
}
