//! A page of a news aggregator saved as text: one article in full, then related ones from other outlets.
//!
//! The page opens with the article (its first line is the headline) and the site's furniture. `Related Articles`
//! starts the others, each with its outlet, its age, `- outlet`, its headline and its text, a line each.

use std::borrow::Cow;

use super::date::{self, Order};
use super::decode;
use super::fields::{Field, counted};
use super::input::InputFile;
use super::record::{Gathering, Place, Record};
use super::{ReadOptions, Reader, Reading};
use crate::agency;
use crate::error::Result;
use crate::key::About;

/// The line behind which the other articles stand.
const RELATED: &str = "Related Articles";

/// The outlet of an article that names none and carries no agency's mark.
const UNKNOWN: &str = "(unknown)";

/// Reads an aggregator's page.
pub(super) struct AggregatorReader;

impl Reader for AggregatorReader {
    fn about(&self) -> About {
        About {
            name: "aggregator",
            line: "a news aggregator's page saved as text: an article, then \"Related Articles\" of other outlets",
            unit: "by the line \"Related Articles\" and a block of outlet, age, \"- outlet\" below it",
            limits: "ages such as \"29 minutes ago\" give no date; the first article's outlet is told from its agency",
            source: "",
        }
    }

    fn sniff(&self, file: &InputFile, _: &ReadOptions) -> bool {
        let head = decode::head_text(file);
        let lines = lines_of(&head);
        related(&lines).is_some_and(|at| (at..lines.len()).any(|at| starts_block(&lines, at)))
    }

    fn read(&self, file: &InputFile, options: &ReadOptions) -> Result<Reading> {
        let mut gathering = Gathering::new(file, options);
        let (page, note) = decode::whole(file)?;
        // Without offsets when the bytes are not those of the file.
        let base = if note.is_none() { Some(decode::mark_length(&file.head) as u64) } else { None };
        note.into_iter().for_each(|note| gathering.note(note));
        let lines = lines_of(&page);
        let place = |number: usize, line: &Line<'_>| Place {
            number: number as u64,
            offset: base.map(|base| base + line.start as u64),
        };
        let split = related(&lines).unwrap_or(lines.len());
        let before = lines.get(..split).unwrap_or_default();
        let main = strip_furniture(before);
        skip_strays(behind_advertisement(before), &place, &mut gathering);
        if let Some(first) = main.first() {
            let record = main_article(&page, main, &mut gathering);
            gathering.add(record, place(1, first));
        }
        let starts: Vec<usize> = (split..lines.len()).filter(|at| starts_block(&lines, *at)).collect();
        let first_block = starts.first().copied().unwrap_or(lines.len());
        skip_strays(lines.get(split + 1..first_block).unwrap_or_default(), &place, &mut gathering);
        let ends = starts.iter().skip(1).copied().chain([lines.len()]);
        let mut ages = Vec::new();
        for (n, (start, end)) in starts.iter().zip(ends).enumerate() {
            let Some(block @ [first, ..]) = lines.get(*start..end) else { continue };
            let record = related_article(&page, block, &mut ages);
            gathering.add(record, place(n + usize::from(!main.is_empty()) + 1, first));
            skip_strays(behind_advertisement(block), &place, &mut gathering);
        }
        if let Some(example) = ages.first() {
            let n = counted(ages.len(), "article");
            gathering
                .note(format!("{n} with an age (such as {example:?}) instead of a date, left without one"));
        }
        Ok(gathering.finish())
    }
}

/// A line without its end and the space around it, and where it lies in the page.
#[derive(Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

fn lines_of(page: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    let mut lines = Vec::new();
    for line in page.split_inclusive('\n') {
        let text = line.trim();
        // The start and end of what is not space, so that a text cut by lines has none around it.
        let at = start + (line.len() - line.trim_start().len());
        lines.push(Line { text, start: at, end: at + text.len() });
        start += line.len();
    }
    lines
}

fn related(lines: &[Line<'_>]) -> Option<usize> {
    lines.iter().position(|line| line.text == RELATED)
}

/// Whether an outlet's block starts here: outlet, age, `- outlet`.
fn starts_block(lines: &[Line<'_>], at: usize) -> bool {
    let Some([outlet, age, again, ..]) = lines.get(at..) else { return false };
    let names_again = again.text.strip_prefix(['-', '–', '—']).is_some_and(|name| name.trim() == outlet.text);
    !outlet.text.is_empty() && !age.text.is_empty() && names_again
}

/// What stands on the page and belongs to no article.
fn is_furniture(line: &str) -> bool {
    matches!(
        line,
        "" | "Try Our AI Features"
            | "Comments"
            | "No comments yet..."
            | "No comments yet"
            | "Share"
            | "Ask AI"
    ) || is_advertisement(line)
}

fn is_advertisement(line: &str) -> bool {
    line == "Try Our AI Features" || (line.starts_with("Explore what ") && line.ends_with(" can do for you:"))
}

/// The lines of an article without the furniture before and behind it. A word such as "Comments" within stays, but
/// what the site says of itself ends the article wherever it stands.
fn strip_furniture<'a, 'b>(lines: &'a [Line<'b>]) -> &'a [Line<'b>] {
    let cut = lines.iter().position(|line| is_advertisement(line.text)).unwrap_or(lines.len());
    let mut lines = lines.get(..cut).unwrap_or_default();
    while let [first, rest @ ..] = lines
        && is_furniture(first.text)
    {
        lines = rest;
    }
    while let [rest @ .., last] = lines
        && is_furniture(last.text)
    {
        lines = rest;
    }
    lines
}

/// The lines behind what the site says of itself.
fn behind_advertisement<'a, 'b>(lines: &'a [Line<'b>]) -> &'a [Line<'b>] {
    let cut = lines.iter().position(|line| is_advertisement(line.text)).unwrap_or(lines.len());
    lines.get(cut..).unwrap_or_default()
}

/// Lines that belong to no article and are no furniture: they are not used, and said to be so.
fn skip_strays(
    lines: &[Line<'_>],
    place: &impl Fn(usize, &Line<'_>) -> Place,
    gathering: &mut Gathering<'_>,
) {
    let strays: Vec<&Line<'_>> = lines.iter().filter(|line| !is_furniture(line.text)).collect();
    if let [first, ..] = strays.as_slice() {
        let at = place(0, first);
        let n = counted(strays.len(), "line");
        gathering.skip_part(at, format!("{n} of no article, from {:?} on", first.text));
    }
}

/// The page's bytes from the first to the last of these lines.
fn text_of<'a>(page: &'a str, lines: &[Line<'_>]) -> &'a str {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return "" };
    page.get(first.start..last.end).unwrap_or_default()
}

fn main_article(page: &str, lines: &[Line<'_>], gathering: &mut Gathering<'_>) -> Record {
    let [title, body @ ..] = lines else { return Record::default() };
    let texts: Vec<&str> = body.iter().map(|line| line.text).collect();
    let agency = agency::of(&texts);
    let kept = agency.as_ref().map_or(body.len(), |agency| agency.lines_kept);
    let body = strip_furniture(body.get(..kept).unwrap_or(body));
    match &agency {
        Some(agency) => {
            gathering.note(format!("record 1 names no outlet: taken as {}, {}", agency.name, agency.reason));
        }
        None => gathering.note(format!(
            "record 1 names no outlet and has no agency's sign-off, dateline or credit: taken as {UNKNOWN}"
        )),
    }
    let outlet = agency.map_or(UNKNOWN, |agency| agency.name);
    article(outlet, title.text, text_of(page, body))
}

fn related_article<'a>(page: &str, block: &[Line<'a>], ages: &mut Vec<&'a str>) -> Record {
    let [outlet, age, _, rest @ ..] = block else { return Record::default() };
    let rest = strip_furniture(rest);
    let (title, body) = rest.split_first().map_or(("", rest), |(title, body)| (title.text, body));
    let mut record = article(outlet.text, title, text_of(page, strip_furniture(body)));
    if date::parse(age.text, Order::MonthFirst).is_some() {
        record.offer(&[(Field::Date, 0)], Cow::Borrowed(age.text));
    } else {
        ages.push(age.text);
    }
    record
}

fn article(outlet: &str, title: &str, text: &str) -> Record {
    let mut record = Record::default();
    for (field, value) in [(Field::Outlet, outlet), (Field::Title, title), (Field::Text, text)] {
        record.offer(&[(field, 0)], Cow::Borrowed(value));
    }
    record
}
