//! CSV, TSV and their kin: a header, then a record a row, quoted as RFC 4180 has it.

use csv::ReaderBuilder;

use super::decode;
use super::fields::{Columns, Field, FieldMap, some_of};
use super::input::InputFile;
use super::record::{Gathering, Place, Record};
use super::rows::{Next, Rows};
use super::{ReadOptions, Reader, Reading};
use crate::article::SkipReason;
use crate::error::Result;
use crate::key::About;

/// The signs that may part the cells, in the order in which they are tried.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// How many rows help to tell the delimiter.
const ROWS_LOOKED_AT: usize = 20;

/// Reads delimited text with a header that names the column of the text.
pub(super) struct DelimitedReader;

impl Reader for DelimitedReader {
    fn about(&self) -> About {
        About {
            name: "delimited",
            line: "CSV, TSV, or columns parted by semicolons or bars, with a header",
            unit: "by a header that names the text and another field; also by .csv, .tsv",
            limits: "a quote that is never closed swallows the rows behind it, which the skip then says",
            source: "RFC 4180",
        }
    }

    fn sniff(&self, file: &InputFile, options: &ReadOptions) -> bool {
        let is_named = matches!(file.extension().as_str(), "csv" | "tsv" | "tab" | "psv");
        let layout = Layout::of(file, &options.fields);
        let has_text = layout.columns.has(Field::Text);
        // A line of prose can hold a comma and the word "article"; a second field makes it a header.
        (is_named && !decode::is_binary(&file.head))
            || (has_text && layout.columns.n_known() > 1)
            || (has_text && layout.delimiter == b'\t')
    }

    fn read(&self, file: &InputFile, options: &ReadOptions) -> Result<Reading> {
        let mut gathering = Gathering::of_table(file, options);
        let layout = Layout::of(file, &options.fields);
        layout.header.iter().for_each(|name| gathering.column(name));
        if !layout.columns.has(Field::Text) {
            let names = some_of(&layout.header, 20);
            let detail =
                format!("no column holds the text; name it with --map text=COLUMN (columns: {names})");
            gathering.skip_file(SkipReason::UnknownFormat, detail);
            return Ok(gathering.finish());
        }
        let opened = decode::open(file)?;
        if let Some(note) = opened.note {
            gathering.note(note);
        }
        let mut rows = Rows::new(opened.bytes, layout.delimiter, options.max_record_bytes);
        let mut next = Ok(Next::Row);
        if layout.announces {
            next = rows.skip_line().map(|()| Next::Row);
        }
        // The header counts as row 0.
        for number in 0.. {
            next = next.and_then(|_| rows.next());
            let place = Place { number, offset: opened.start.map(|start| start + rows.start) };
            match next {
                Err(error) if number <= 1 => return Err(file.failed(error)),
                Err(error) => {
                    gathering.broken(place, &error);
                    break;
                }
                Ok(Next::End) => break,
                Ok(_) if number == 0 => {}
                Ok(Next::TooLong) => {
                    let (length, limit) = (rows.length, options.max_record_bytes);
                    let detail =
                        format!("a row of {length} bytes; the limit is {limit}{}", open_quote(&rows));
                    gathering.skip(place, SkipReason::TooLarge, detail);
                }
                Ok(Next::Row) => add(&rows, place, &layout, &mut gathering),
            }
            next = Ok(Next::Row);
        }
        Ok(gathering.finish())
    }
}

fn add(rows: &Rows, place: Place, layout: &Layout, gathering: &mut Gathering<'_>) {
    let (n_cells, expected) = (rows.cells().len(), layout.header.len());
    // Spreadsheets write rows out to the width of the widest.
    let has_surplus = rows.cells().skip(expected).any(|cell| !cell.trim_ascii().is_empty());
    if n_cells < expected || has_surplus {
        let detail = format!("the row has {n_cells} cells, the header {expected}{}", open_quote(rows));
        return gathering.skip(place, SkipReason::MalformedRecord, detail);
    }
    if rows.is_left_open() {
        let detail = format!("the end of the file is met within a quote{}", open_quote(rows));
        return gathering.skip(place, SkipReason::MalformedRecord, detail);
    }
    let mut record = Record::default();
    for (cell, slots) in rows.cells().zip(&layout.columns.slots) {
        if !slots.is_empty() {
            record.offer(slots, gathering.text(cell, place.number));
        }
    }
    gathering.add(record, place);
}

/// Where to look when a row goes over many lines.
fn open_quote(rows: &Rows) -> String {
    if rows.n_lines > 1 {
        format!("; it goes over {} lines, so look for a quote that is not closed", rows.n_lines)
    } else {
        String::new()
    }
}

/// What the head says of a delimited file.
struct Layout {
    delimiter: u8,
    /// Whether the first line does no more than name the delimiter (`sep=;`), as Excel wants it.
    announces: bool,
    header: Vec<String>,
    columns: Columns,
}

impl Layout {
    /// The delimiter under which the header names most fields, the text before all; among equals the one that cuts
    /// the first rows most evenly, then into most cells.
    fn of(file: &InputFile, map: &FieldMap) -> Self {
        let head = decode::head_text(file);
        if let Some((delimiter, rest)) = announced(&head) {
            return Self { announces: true, ..Self::with(delimiter, rest, map).0 };
        }
        let score = |layout: &(Self, usize)| {
            let (layout, even) = layout;
            (layout.columns.has(Field::Text), layout.columns.n_known(), *even, layout.header.len())
        };
        let mut best: Option<(Self, usize)> = None;
        for delimiter in DELIMITERS {
            let candidate = Self::with(delimiter, &head, map);
            if best.as_ref().is_none_or(|best| score(&candidate) > score(best)) {
                best = Some(candidate);
            }
        }
        let none = || Self {
            delimiter: b',',
            announces: false,
            header: Vec::new(),
            columns: Columns { slots: Vec::new() },
        };
        best.map_or_else(none, |(layout, _)| layout)
    }

    /// The header under one delimiter, and how many of the first rows have as many cells.
    fn with(delimiter: u8, head: &str, map: &FieldMap) -> (Self, usize) {
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(head.as_bytes());
        let mut rows = reader.byte_records().map_while(std::result::Result::ok);
        let header: Vec<String> = rows
            .next()
            .map(|row| row.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect())
            .unwrap_or_default();
        let even = rows.take(ROWS_LOOKED_AT).filter(|row| row.len() == header.len()).count();
        let columns = Columns::resolve(map, &header);
        (Self { delimiter, announces: false, header, columns }, even)
    }
}

/// The delimiter that a first line `sep=;` names, and what stands behind that line.
fn announced(head: &str) -> Option<(u8, &str)> {
    let (line, rest) = head.split_once('\n')?;
    let line = line.trim_end_matches('\r').trim_matches('"');
    let (key, delimiter) = line.split_once('=')?;
    match delimiter.as_bytes() {
        [delimiter] if key.trim().eq_ignore_ascii_case("sep") => Some((*delimiter, rest)),
        _ => None,
    }
}
