//! From the raw strings of a record to an article or a skip: the one place in which all record readers meet.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Display;

use super::decode::{self, Repair, Repairs};
use super::fields::{Field, N_FIELDS, Slot, some_of};
use super::input::InputFile;
use super::{ReadOptions, Reading, clean, date, entities, markup, reason_of_break};
use crate::article::{Article, Skip, SkipReason};

/// What an article, or the skip of one, costs besides its words: about this.
const BYTES_OF_A_RECORD: u64 = 256;

/// More names than a table of articles ever has; a hostile file could hold millions.
const MAX_COLUMNS: usize = 1_000;

/// The strings of one record, by field; of several columns that fit one field, the preferred one that is not blank.
#[derive(Clone, Debug, Default)]
pub(super) struct Record {
    values: [Option<(usize, String)>; N_FIELDS],
    /// Whether a column for the text was there, though blank.
    has_blank_text: bool,
    /// Whether the text comes from markup, whose entities are decoded.
    has_read_text: bool,
}

impl Record {
    /// Offers a value for each of `slots`; a blank one, or one that stands for "missing", changes nothing.
    pub(super) fn offer(&mut self, slots: &[Slot], value: Cow<'_, str>) {
        let Some(((field, rank), others)) = slots.split_first() else { return };
        for other in others {
            self.offer(std::slice::from_ref(other), Cow::Borrowed(&value));
        }
        if is_missing(&value) {
            self.has_blank_text |= *field == Field::Text;
            return;
        }
        let Some(place) = self.values.get_mut(*field as usize) else { return };
        if place.as_ref().is_none_or(|(taken, _)| rank < taken) {
            *place = Some((*rank, value.into_owned()));
        }
    }

    /// Whether a text was offered.
    pub(super) fn has_text(&self) -> bool {
        self.text().is_some()
    }

    /// The text, as it was offered.
    pub(super) fn text(&self) -> Option<&str> {
        self.value(Field::Text)
    }

    /// The value of a field.
    pub(super) fn value(&self, field: Field) -> Option<&str> {
        self.values.get(field as usize).and_then(Option::as_ref).map(|(_, value)| value.as_str())
    }

    /// Puts another text in the place of the one that was offered.
    pub(super) fn replace_text(&mut self, text: String) {
        if let Some((_, old)) = self.values.get_mut(Field::Text as usize).and_then(Option::as_mut) {
            *old = text;
            self.has_read_text = true;
        }
    }

    /// The length of all values.
    fn n_bytes(&self) -> usize {
        self.values.iter().flatten().map(|(_, value)| value.len()).sum()
    }

    /// The length of the text.
    pub(super) fn text_bytes(&self) -> usize {
        self.text().map_or(0, str::len)
    }

    /// Makes the title, the text and the names readable: entities decoded where `has_markup`, no sign that is not seen.
    fn clean(&mut self, has_markup: bool, mut tell: impl FnMut(Repair)) {
        let has_read_text = self.has_read_text;
        for field in
            [Field::Text, Field::Title, Field::Outlet, Field::Author, Field::Event, Field::Id, Field::Url]
        {
            let Some((_, value)) = self.values.get_mut(field as usize).and_then(Option::as_mut) else {
                continue;
            };
            let may_be_escaped = has_markup
                && !matches!(field, Field::Id | Field::Url)
                && !(field == Field::Text && has_read_text);
            if may_be_escaped && let Some(decoded) = entities::decode(value) {
                *value = decoded;
                tell(Repair::Unescaped);
            }
            let (cleaned, found) = clean::clean(value);
            if let Cow::Owned(cleaned) = cleaned {
                *value = cleaned;
            }
            if found.invisible {
                tell(Repair::Invisible);
            }
            if found.controls {
                tell(Repair::Controls);
            }
        }
        let text = self.values.get_mut(Field::Text as usize);
        if let Some(text) = text
            && text.as_ref().is_some_and(|(_, text)| is_missing(text))
        {
            *text = None;
            self.has_blank_text = true;
        }
    }

    fn take(&mut self, field: Field) -> Option<String> {
        self.values.get_mut(field as usize).and_then(Option::take).map(|(_, value)| value)
    }

    fn take_trimmed(&mut self, field: Field) -> String {
        let Some(value) = self.take(field) else { return String::new() };
        if value.trim().len() == value.len() { value } else { value.trim().to_owned() }
    }
}

/// Blank, or what R, pandas and databases write for a missing value.
fn is_missing(value: &str) -> bool {
    matches!(value.trim(), "" | "NA" | "N/A" | "NaN" | "nan" | "NaT" | "NULL" | "null" | "None" | "<NA>")
}

/// Where a record stands in its file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Counted from 1.
    pub(super) number: u64,
    /// The byte at which it starts.
    pub(super) offset: Option<u64>,
}

/// Gathers what a file gives. Dates stay raw until the end, as their order of day and month is told from all of them.
pub(super) struct Gathering<'a> {
    file: &'a InputFile,
    options: &'a ReadOptions,
    reading: Reading,
    dates: Vec<String>,
    repairs: Repairs,
    may_be_escaped: bool,
    /// The bytes that records may still come to.
    left: u64,
}

impl<'a> Gathering<'a> {
    /// Nothing gathered yet.
    pub(super) fn new(file: &'a InputFile, options: &'a ReadOptions) -> Self {
        Self {
            file,
            options,
            reading: Reading::default(),
            dates: Vec::new(),
            repairs: Repairs::default(),
            may_be_escaped: false,
            left: u64::MAX,
        }
    }

    /// For tables, whose cells a program may have filled from pages without decoding `&amp;` and its kind.
    pub(super) fn of_table(file: &'a InputFile, options: &'a ReadOptions) -> Self {
        Self { may_be_escaped: true, ..Self::new(file, options) }
    }

    /// For formats in which a few bytes can stand for a million long cells; `left` is what they may come to.
    pub(super) fn of_packed_table(file: &'a InputFile, options: &'a ReadOptions, left: u64) -> Self {
        Self { left, ..Self::of_table(file, options) }
    }

    /// What records may still come to, in bytes; once it is 0, no more of them should be added.
    pub(super) fn left(&self) -> u64 {
        self.left
    }

    /// Says that the record at `place` and those behind it are not read, as [`Gathering::left`] is 0.
    pub(super) fn full(&mut self, place: Place) {
        let detail = "the records come to more than the limit, and from this one on they are not read; \
                      raise the limit with --max-unpacked";
        self.skip(place, SkipReason::TooLarge, detail);
    }

    /// Bytes of a record as text; how they were read is noted.
    pub(super) fn text<'b>(&mut self, bytes: &'b [u8], number: u64) -> Cow<'b, str> {
        let (text, repair) = decode::text(bytes, &self.file.head);
        if repair != Repair::None {
            self.repairs.add(number, repair);
        }
        text
    }

    /// Remembers how the bytes of record `number` became text.
    pub(super) fn repaired(&mut self, repair: Repair, number: u64) {
        self.repairs.add(number, repair);
    }

    /// Remembers the name of a column or key.
    pub(super) fn column(&mut self, name: &str) {
        if self.reading.columns.len() < MAX_COLUMNS && !self.reading.columns.contains(name) {
            self.reading.columns.insert(name.to_owned());
        }
    }

    /// The columns so far.
    pub(super) fn columns(&self) -> &BTreeSet<String> {
        &self.reading.columns
    }

    /// Tells the user something of the whole file.
    pub(super) fn note(&mut self, sentence: impl Into<String>) {
        self.reading.notes.push(sentence.into());
    }

    /// A record that cannot be used.
    pub(super) fn skip(&mut self, place: Place, reason: SkipReason, detail: impl Display) {
        self.push_skip(Some(place.number), place.offset, reason, &detail.to_string());
    }

    /// A part of the file that belongs to no record.
    pub(super) fn skip_part(&mut self, place: Place, detail: impl Display) {
        self.push_skip(None, place.offset, SkipReason::MalformedRecord, &detail.to_string());
    }

    /// A file that cannot be used.
    pub(super) fn skip_file(&mut self, reason: SkipReason, detail: impl Display) {
        self.push_skip(None, None, reason, &detail.to_string());
    }

    /// The place where bytes break off: what was read before is kept, and the rest is this skip.
    pub(super) fn broken(&mut self, place: Place, error: &std::io::Error) {
        let detail = format!("{error}; the records before this point are used");
        self.push_skip(Some(place.number), place.offset, reason_of_break(error), &detail);
    }

    fn push_skip(&mut self, record: Option<u64>, offset: Option<u64>, reason: SkipReason, detail: &str) {
        let file = self.file.input.name.clone();
        // A detail may quote the input: one line, of a length that a table bears.
        let detail = detail
            .chars()
            .take(300)
            .map(|c| if c.is_control() || clean::is_bidi_control(c) { ' ' } else { c })
            .collect();
        self.reading.skipped.push(Skip { file, record, offset, reason, detail });
    }

    /// Makes a record an article, or a skip when it has no text.
    pub(super) fn add(&mut self, mut record: Record, place: Place) {
        self.left = self.left.saturating_sub(record.n_bytes() as u64 + BYTES_OF_A_RECORD);
        if self.may_be_escaped {
            match markup::read(&mut record) {
                Ok(Some(repair)) => self.repairs.add(place.number, repair),
                Ok(None) => {}
                Err(why) => return self.skip(place, SkipReason::MissingText, why),
            }
        }
        record.clean(self.may_be_escaped, |repair| self.repairs.add(place.number, repair));
        let Some(text) = record.take(Field::Text) else {
            let detail = self.no_text(&record);
            return self.skip(place, SkipReason::MissingText, detail);
        };
        let url = record.take_trimmed(Field::Url);
        let mut outlet = record.take_trimmed(Field::Outlet);
        if outlet.is_empty() {
            outlet = host(&url).unwrap_or_default();
        }
        if outlet.is_empty() && self.options.outlet_from_folder {
            outlet = self.file.input.folder.clone().unwrap_or_default();
        }
        self.dates.push(record.take_trimmed(Field::Date));
        let event = record.take_trimmed(Field::Event);
        self.reading.articles.push(Article {
            id: record.take_trimmed(Field::Id),
            outlet,
            title: record.take_trimmed(Field::Title),
            text,
            published: None,
            url,
            author: record.take_trimmed(Field::Author),
            language: record.take_trimmed(Field::Language),
            event: if event.is_empty() { None } else { Some(event) },
            source_file: self.file.input.name.clone(),
            source_record: place.number,
        });
    }

    fn no_text(&self, record: &Record) -> String {
        if record.has_blank_text {
            return "the text is blank".to_owned();
        }
        let names: Vec<String> = self.columns().iter().cloned().collect();
        format!("no text; name its column with --map text=COLUMN (seen so far: {})", some_of(&names, 12))
    }

    /// Reads the dates and hands over what was gathered.
    pub(super) fn finish(mut self) -> Reading {
        let (dates, notes) = date::read_all(&self.dates, self.options.dates, || self.file.modified());
        for (article, published) in self.reading.articles.iter_mut().zip(dates) {
            article.published = published;
        }
        self.reading.notes.extend(self.repairs.notes());
        self.reading.notes.extend(notes);
        self.reading
    }
}

/// The host of an address in small letters, without `www.`.
fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or_else(|| url.strip_prefix("//").unwrap_or(url), |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next()?;
    let name = authority.rsplit('@').next()?.split(':').next()?.trim_end_matches('.').to_lowercase();
    let name = name.strip_prefix("www.").unwrap_or(&name);
    let is_host =
        name.contains('.') && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    is_host.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preferred_column_wins_unless_it_is_blank() {
        let mut record = Record::default();
        record.offer(&[(Field::Outlet, 2)], "Wire".into());
        record.offer(&[(Field::Outlet, 0)], " Daily ".into());
        record.offer(&[(Field::Outlet, 1)], "Other".into());
        record.offer(&[(Field::Text, 0)], "NA".into());
        record.offer(&[(Field::Text, 3), (Field::Title, 9)], " Words ".into());
        assert_eq!(record.take_trimmed(Field::Outlet), "Daily");
        assert_eq!(record.take(Field::Text).as_deref(), Some(" Words "), "the text keeps its bytes");
        assert_eq!(record.take_trimmed(Field::Title), "Words");
    }

    #[test]
    fn hosts() {
        assert_eq!(host("https://www.Example.org:8080/a?b@c"), Some("example.org".into()));
        assert_eq!(host("//news.example.org/x"), Some("news.example.org".into()));
        assert_eq!(host("user@example.org/x"), Some("example.org".into()));
        assert_eq!((host(""), host("not a host.txt x"), host("localhost")), (None, None, None));
    }
}
