//! XLSX workbooks: every visible sheet with a header that names the text, a record a row.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Read;

use calamine::{Cell, DataRef, Reader as _, SheetVisible, Xlsx, XlsxCellReader, XlsxError};

use super::archive::{self, Bytes};
use super::fields::{Columns, Field, Slot, some_of};
use super::guard::guarded;
use super::input::InputFile;
use super::record::{Gathering, Place, Record};
use super::unpack::too_much;
use super::{ReadOptions, Reader, Reading, date};
use crate::article::SkipReason;
use crate::error::Result;
use crate::key::About;

/// How many rows with something in them may stand above a header: titles, remarks.
const ROWS_ABOVE: usize = 20;

/// More sheets than anybody keeps; a hostile workbook could list one sheet a million times.
const MAX_SHEETS: usize = 1_000;

/// Days from 1899-12-30, at which Excel counts 0, to 1970-01-01.
const EPOCH_DAY: f64 = 25_569.0;

/// Days between the two epochs of Excel, 1900 and 1904.
const DAYS_1904: f64 = 1_462.0;

/// Reads XLSX workbooks.
pub(super) struct XlsxReader;

impl Reader for XlsxReader {
    fn about(&self) -> About {
        About {
            name: "xlsx",
            line: "Excel workbooks (.xlsx), one article a row; every visible sheet with a header that names the text",
            unit: "by the workbook inside it",
            limits: "a sheet's header must stand in its first 20 rows; formulas count as the value that was saved",
            source: "ECMA-376 (Office Open XML)",
        }
    }

    fn sniff(&self, file: &InputFile, _: &ReadOptions) -> bool {
        file.head.starts_with(b"PK\x03\x04")
            && archive::open(file).is_ok_and(|it| it.index_for_name("xl/workbook.xml").is_some())
    }

    fn read(&self, file: &InputFile, options: &ReadOptions) -> Result<Reading> {
        let mut left = options.limits.unpacked_bytes(file.size());
        check_size(file, left)?;
        let source = file.seekable()?.map_or_else(Bytes::Memory, Bytes::File);
        let mut book = guarded(|| Xlsx::new(source))
            .map_err(|problem| file.wrong(format!("no valid XLSX: {problem}")))?;
        let shift = if book.has_1904_epoch() { DAYS_1904 } else { 0.0 };
        let mut whole = Gathering::of_table(file, options);
        let mut sheets = Vec::new();
        let visible = book.sheets_metadata().iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
        let names: Vec<String> = visible.map(|sheet| sheet.name.clone()).collect();
        if names.len() > MAX_SHEETS {
            let detail = format!("{} sheets; those behind the first {MAX_SHEETS} are not read", names.len());
            whole.skip_part(Place { number: 1, offset: None }, detail);
        }
        for name in names.iter().take(MAX_SHEETS) {
            match guarded(|| header(book.worksheet_cells_reader(name)?, options)) {
                Ok(found) => {
                    found.seen.iter().for_each(|name| whole.column(name));
                    match found.columns {
                        Some(columns) => sheets.push((name, found.row, columns)),
                        None if found.seen.is_empty() => {}
                        None => whole.note(format!("sheet {name:?} is not read: no header names its text")),
                    }
                }
                Err(problem) => {
                    let detail = format!("sheet {name:?} cannot be read: {problem}");
                    whole.skip_part(Place { number: 1, offset: None }, detail);
                }
            }
        }
        if sheets.is_empty() {
            let columns: Vec<String> = whole.columns().iter().cloned().collect();
            let detail = format!(
                "no sheet has a column that holds the text; name it with --map text=COLUMN (columns: {})",
                some_of(&columns, 20)
            );
            whole.skip_file(SkipReason::UnknownFormat, detail);
        }
        let mut reading = whole.finish();
        for (name, header_row, columns) in &sheets {
            // Rows are numbered by sheet, so that each sheet is a file of its own where there are several.
            let mut part = file.clone();
            if sheets.len() > 1 {
                part.input.name = format!("{}/{name}", file.input.name).into();
            }
            let mut gathering = Gathering::of_packed_table(&part, options, left);
            let sheet = Sheet { header_row: *header_row, columns, shift, limit: options.max_record_bytes };
            let read = guarded(|| sheet.read(book.worksheet_cells_reader(name)?, &mut gathering));
            if let Err(problem) = read {
                let detail = format!("the rest of sheet {name:?} cannot be read: {problem}");
                gathering.skip_part(Place { number: 1, offset: None }, detail);
            }
            left = gathering.left();
            reading.take(gathering.finish(), if sheets.len() > 1 { Some(name) } else { None });
        }
        Ok(reading)
    }
}

/// Fails when the workbook unpacks to more than the limit: the library holds all of its strings.
fn check_size(file: &InputFile, limit: u64) -> Result<()> {
    let mut archive =
        archive::open(file).map_err(|problem| file.wrong(format!("no valid XLSX: {problem}")))?;
    let mut left = limit;
    for index in 0..archive.len() {
        // What is damaged is met again, and told, by whoever needs it.
        let unpacked = guarded(|| {
            let entry = archive.by_index(index)?;
            Ok::<_, zip::result::ZipError>(std::io::copy(&mut entry.take(left + 1), &mut std::io::sink()))
        });
        left = match unpacked {
            Ok(Ok(n)) => left.checked_sub(n).ok_or_else(|| file.failed(too_much(limit).error()))?,
            _ => left,
        };
    }
    Ok(())
}

/// What the first rows of a sheet say.
struct Header {
    /// The cells of the first row with something in it, and of the header.
    seen: Vec<String>,
    /// The row of the header, counted from 0.
    row: u32,
    /// What each column holds, by its place; `None` when no row names the text.
    columns: Option<BTreeMap<u32, Vec<Slot>>>,
}

/// Looks for the row that names the text, and another field unless it is the first row.
fn header(
    mut cells: XlsxCellReader<'_, Bytes>,
    options: &ReadOptions,
) -> std::result::Result<Header, XlsxError> {
    let mut found = Header { seen: Vec::new(), row: 0, columns: None };
    let (mut row, mut at) = (Vec::new(), 0);
    let mut n_rows = 0;
    while n_rows <= ROWS_ABOVE {
        let next = cells.next_cell()?;
        let is_end = next.is_none();
        let next_row = next.as_ref().map(|cell| cell.get_position().0);
        if next_row != Some(at) && !row.is_empty() {
            let (places, names): (Vec<u32>, Vec<String>) = std::mem::take(&mut row).into_iter().unzip();
            let columns = Columns::resolve(&options.fields, &names);
            n_rows += 1;
            if columns.has(Field::Text) && (n_rows == 1 || columns.n_known() > 1) {
                found.columns = Some(places.into_iter().zip(columns.slots).collect());
                (found.seen, found.row) = (names, at);
                return Ok(found);
            }
            if found.seen.is_empty() {
                found.seen = names;
            }
        }
        if is_end {
            break;
        }
        let Some(cell) = next else { break };
        at = cell.get_position().0;
        let name = shown(cell.get_value(), false, 0.0);
        if !name.trim().is_empty() {
            row.push((cell.get_position().1, name.trim().chars().take(200).collect()));
        }
    }
    Ok(found)
}

/// A sheet whose header was found.
struct Sheet<'a> {
    header_row: u32,
    columns: &'a BTreeMap<u32, Vec<Slot>>,
    /// Days to add to a date of this workbook.
    shift: f64,
    /// The longest row, in bytes.
    limit: usize,
}

/// A row so far.
#[derive(Default)]
struct Row {
    record: Record,
    n_bytes: usize,
    is_blank: bool,
}

impl Sheet<'_> {
    fn read(
        &self,
        mut cells: XlsxCellReader<'_, Bytes>,
        gathering: &mut Gathering<'_>,
    ) -> std::result::Result<(), XlsxError> {
        let text = self.columns.values().find(|slots| slots.iter().any(|(field, _)| *field == Field::Text));
        let blank = || {
            let mut row = Row { is_blank: true, ..Row::default() };
            // A cell without a value is left out of the sheet, and yet the column is there.
            text.into_iter().for_each(|slots| row.record.offer(slots, Cow::Borrowed("")));
            row
        };
        let (mut row, mut at) = (blank(), self.header_row);
        loop {
            let next = cells.next_cell();
            let next_row = next.as_ref().ok().and_then(Option::as_ref).map(|cell| cell.get_position().0);
            if next_row != Some(at) {
                // A row that breaks off is not used.
                if gathering.left() == 0 {
                    gathering.full(Place { number: u64::from(at) + 1, offset: None });
                    return Ok(());
                }
                if next.is_ok() {
                    self.add(std::mem::replace(&mut row, blank()), at, gathering);
                }
                at = next_row.unwrap_or(at);
            }
            let Some(cell) = next? else { return Ok(()) };
            if at > self.header_row {
                self.offer(&cell, &mut row);
            }
        }
    }

    fn offer(&self, cell: &Cell<DataRef<'_>>, row: &mut Row) {
        let Some(slots) = self.columns.get(&cell.get_position().1) else {
            row.is_blank &= matches!(cell.get_value(), DataRef::Empty);
            return;
        };
        let is_date = slots.iter().any(|(field, _)| *field == Field::Date);
        let value = shown(cell.get_value(), is_date, self.shift);
        row.is_blank &= value.trim().is_empty();
        row.n_bytes = row.n_bytes.saturating_add(value.len());
        if row.n_bytes <= self.limit {
            row.record.offer(slots, value);
        }
    }

    fn add(&self, row: Row, at: u32, gathering: &mut Gathering<'_>) {
        // As the program shows it.
        let place = Place { number: u64::from(at) + 1, offset: None };
        if row.is_blank {
            return;
        }
        if row.n_bytes > self.limit {
            let detail = format!("a row of {} bytes; the limit is {}", row.n_bytes, self.limit);
            return gathering.skip(place, SkipReason::TooLarge, detail);
        }
        gathering.add(row.record, place);
    }
}

/// A cell as the text of a field; blank for an error such as `#N/A`.
fn shown<'a>(value: &'a DataRef<'_>, is_date: bool, shift: f64) -> Cow<'a, str> {
    match value {
        DataRef::SharedString(text) => Cow::Borrowed(text),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Cow::Borrowed(text)
        }
        DataRef::Int(number) => Cow::Owned(number.to_string()),
        // A date whose format was lost; so small a number of seconds since 1970 would be a day of that January.
        DataRef::Float(days) if is_date && (10_000.0..100_000.0).contains(days) => iso(*days + shift),
        // Display writes 12.0 as 12, which is what the cell shows.
        DataRef::Float(number) => Cow::Owned(number.to_string()),
        DataRef::Bool(is_true) => Cow::Borrowed(if *is_true { "true" } else { "false" }),
        DataRef::DateTime(time) if time.is_datetime() => iso(time.as_f64() + shift),
        DataRef::DateTime(duration) => Cow::Owned(duration.as_f64().to_string()),
        DataRef::Error(_) | DataRef::Empty => Cow::Borrowed(""),
    }
}

/// Days since 1899-12-30 as ISO 8601; blank when they are no date.
fn iso(days: f64) -> Cow<'static, str> {
    let seconds = ((days - EPOCH_DAY) * 86_400.0).round();
    // Beyond that no calendar reaches, and within it each whole number is exact.
    if !(-1e12..1e12).contains(&seconds) {
        return Cow::Borrowed("");
    }
    #[expect(clippy::cast_possible_truncation, reason = "in range by the check above")]
    let seconds = seconds as i64;
    date::from_seconds(seconds, false).map_or(Cow::Borrowed(""), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_days_are_dates() {
        assert_eq!(iso(46_085.395_833_333), "2026-03-04T09:30:00");
        assert_eq!(shown(&DataRef::Float(46_085.0), true, 0.0), "2026-03-04T00:00:00");
        assert_eq!(shown(&DataRef::Float(44_623.0), true, DAYS_1904), "2026-03-04T00:00:00");
        assert_eq!(shown(&DataRef::Float(46_085.0), false, 0.0), "46085");
        assert_eq!((iso(f64::NAN), iso(1e300)), (Cow::Borrowed(""), Cow::Borrowed("")));
    }
}
