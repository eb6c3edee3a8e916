//! From bytes to text: byte order marks, UTF-16, legacy encodings, damage; and what is no text at all.
//!
//! Nothing is normalised and no line ending changed. What nobody sees is taken out later, in `clean.rs`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Cursor, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use super::input::{Cut, InputFile};
use crate::error::Result;

/// How bytes became text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Repair {
    /// Valid UTF-8, taken as it is.
    None,
    /// UTF-8 with bad bytes, each run of which became U+FFFD.
    Replaced,
    /// UTF-8 with bytes of windows-1252 in it, as when files of both were put together.
    Mixed,
    /// Another encoding, by its name.
    ReadAs(&'static str),
    /// HTML entities that were decoded.
    Unescaped,
    /// Soft hyphens and signs without width that were taken out.
    Invisible,
    /// Control characters that were taken out.
    Controls,
    /// A web page where a text should be: its article was taken.
    Page,
    /// A piece of a web page where a text should be: its markup was taken out.
    Piece,
}

/// Bytes as text: valid UTF-8 as it is, damaged UTF-8 with U+FFFD, all else in the encoding it looks like.
///
/// `sample` is more text of the same file, which makes the guess of an encoding surer for a short record.
pub(super) fn text<'a>(bytes: &'a [u8], sample: &[u8]) -> (Cow<'a, str>, Repair) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (Cow::Borrowed(text), Repair::None);
    }
    if let Some(mixed) = mixed(bytes) {
        return (Cow::Owned(mixed), Repair::Mixed);
    }
    if is_damaged_utf8(bytes) {
        return (String::from_utf8_lossy(bytes), Repair::Replaced);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, false);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    (text, Repair::ReadAs(name_of(encoding)))
}

/// The encoding's name as people write it.
fn name_of(encoding: &'static encoding_rs::Encoding) -> &'static str {
    if encoding == encoding_rs::WINDOWS_1252 { "windows-1252" } else { encoding.name() }
}

/// UTF-8 in which each bad byte stands alone and is a sign of windows-1252; `None` when it is something else.
///
/// Lone bytes that begin a sequence of two (0xC2, 0xC3) rather tell of damage, and so do broken sequences of more than
/// one byte. Where more than one byte in twenty is bad, the whole is in another encoding and its valid sequences are
/// chance.
fn mixed(bytes: &[u8]) -> Option<String> {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        match chunk.invalid() {
            [] => {}
            [0xC2 | 0xC3] => return None,
            [byte] if !RARE.contains(byte) => bad += 1,
            _ => return None,
        }
    }
    if good == 0 || bad * 20 > bytes.len() {
        return None;
    }
    let mut text = String::with_capacity(bytes.len() + bad * 2);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.push_str(&encoding_rs::WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    Some(text)
}

/// Bytes that hardly occur in legacy text.
const RARE: [u8; 9] = [0x81, 0x8D, 0x8F, 0x90, 0x9D, 0xC0, 0xC1, 0xFE, 0xFF];

/// Whether bytes that are not valid UTF-8 are UTF-8 with some damage rather than another encoding.
///
/// A share of bad bytes alone cannot tell: English in windows-1252 has few bytes beyond ASCII, all of them bad. But
/// in a legacy encoding hardly any of them form valid sequences, and in damaged UTF-8 most do. A few bytes that
/// hardly occur in legacy text (0xFF, unassigned ones) count as damage even where the rest is ASCII.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad, mut rare) = (0_usize, 0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += chunk.invalid().len();
        rare += chunk.invalid().iter().filter(|byte| RARE.contains(byte)).count();
    }
    bad * 100 < bytes.len().max(101) && (good >= bad || rare == bad)
}

/// The bytes of a byte order mark at the start of UTF-8.
pub(super) fn mark_length(head: &[u8]) -> usize {
    if head.starts_with(&[0xEF, 0xBB, 0xBF]) { 3 } else { 0 }
}

/// UTF-16, and how it was told.
#[derive(Clone, Copy)]
struct Utf16 {
    encoding: &'static encoding_rs::Encoding,
    /// The bytes of the byte order mark; 0 where there is none.
    mark: usize,
}

/// How many bytes tell UTF-16 without a mark.
const UTF_16_SAMPLE: usize = 4096;

/// The encoding that a UTF-16 byte order mark announces, or that zero bytes in every other place do.
fn utf16(head: &[u8]) -> Option<Utf16> {
    use encoding_rs::{UTF_16BE, UTF_16LE};
    match head {
        // UTF-32 begins like UTF-16 of the same order.
        [0xFF, 0xFE, 0, 0, ..] => return None,
        [0xFF, 0xFE, ..] => return Some(Utf16 { encoding: UTF_16LE, mark: 2 }),
        [0xFE, 0xFF, ..] => return Some(Utf16 { encoding: UTF_16BE, mark: 2 }),
        _ => {}
    }
    let sample = head.get(..head.len().min(UTF_16_SAMPLE) & !1).unwrap_or_default();
    let zeros = |first: usize| sample.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let encoding = match (zeros(0), zeros(1)) {
        (0, low) if low * 16 >= sample.len() && low > 1 => UTF_16LE,
        (high, 0) if high * 16 >= sample.len() && high > 1 => UTF_16BE,
        _ => return None,
    };
    // Tables of small numbers have such zeros too, but are no text.
    let (text, _) = encoding.decode_without_bom_handling(sample);
    let is_text = |c: char| c.is_whitespace() || !(c.is_control() || c == '\u{FFFD}');
    // The sample may end within a pair of surrogates.
    let whole = text.strip_suffix('\u{FFFD}').unwrap_or(&text);
    whole.chars().all(is_text).then_some(Utf16 { encoding, mark: 0 })
}

/// The head as text for sniffing and for headers: without mark, in the encoding that it looks like.
pub(super) fn head_text(file: &InputFile) -> Cow<'_, str> {
    match utf16(&file.head) {
        Some(Utf16 { encoding, mark }) => {
            encoding.decode_without_bom_handling(file.head.get(mark..).unwrap_or_default()).0
        }
        None => {
            let head = file.head.get(mark_length(&file.head)..).unwrap_or_default();
            match std::str::from_utf8(head) {
                // The head may end within a character.
                Err(error) if error.error_len().is_none() => {
                    String::from_utf8_lossy(head.get(..error.valid_up_to()).unwrap_or_default())
                }
                _ => text(head, &[]).0,
            }
        }
    }
}

/// A file of records, opened behind its byte order mark.
pub(super) struct Opened {
    /// The bytes; UTF-8, or in a legacy encoding that leaves ASCII in place.
    pub(super) bytes: Box<dyn BufRead>,
    /// The offset in the file of the first of them; `None` where the file was UTF-16, so that no offset would fit.
    pub(super) start: Option<u64>,
    /// What to tell the user.
    pub(super) note: Option<String>,
}

/// Opens a file whose records are decoded one by one. UTF-16 is decoded here, as its line ends look different.
pub(super) fn open(file: &InputFile) -> Result<Opened> {
    if let Some(Utf16 { encoding, mark }) = utf16(&file.head) {
        let how = if mark > 0 { "byte order mark" } else { "zero bytes" };
        let note = format!("read as {} (by its {how}), so skipped records have no offset", encoding.name());
        let (bytes, broken) = file.bytes_so_far()?;
        let (text, _) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        let text = Cursor::new(text.into_owned().into_bytes());
        let bytes: Box<dyn BufRead> = match broken {
            None => Box::new(text),
            Some(error) => Box::new(text.chain(BufReader::new(Cut::new(error.kind(), error.to_string())))),
        };
        return Ok(Opened { bytes, start: None, note: Some(note) });
    }
    let mark = mark_length(&file.head);
    let mut bytes = file.reader()?;
    let mut skipped = [0_u8; 3];
    bytes.read_exact(skipped.get_mut(..mark).unwrap_or_default()).map_err(|error| file.failed(error))?;
    Ok(Opened { bytes, start: Some(mark as u64), note: None })
}

/// The file as text up to where its bytes break off, should they; otherwise as [`whole`].
pub(super) fn whole_so_far(file: &InputFile) -> Result<(String, Option<String>, Option<std::io::Error>)> {
    if utf16(&file.head).is_some() {
        let mut opened = open(file)?;
        let mut bytes = Vec::new();
        let broken = opened.bytes.read_to_end(&mut bytes).err();
        return Ok((String::from_utf8_lossy(&bytes).into_owned(), opened.note, broken));
    }
    let (mut bytes, broken) = file.bytes_so_far()?;
    bytes.drain(..mark_length(&file.head).min(bytes.len()));
    let (text, note) = whole_text(bytes);
    Ok((text, note, broken))
}

/// The whole file as text, without its byte order mark, and what to tell the user.
pub(super) fn whole(file: &InputFile) -> Result<(String, Option<String>)> {
    if utf16(&file.head).is_some() {
        let mut opened = open(file)?;
        let mut text = String::new();
        opened.bytes.read_to_string(&mut text).map_err(|error| file.failed(error))?;
        return Ok((text, opened.note));
    }
    let mut bytes = file.bytes()?;
    bytes.drain(..mark_length(&file.head));
    Ok(whole_text(bytes))
}

fn whole_text(bytes: Vec<u8>) -> (String, Option<String>) {
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let (text, repair) = text(error.as_bytes(), &[]);
            (text.into_owned(), describe(repair, ""))
        }
    }
}

/// Which records of a file were no valid UTF-8, for one note each kind.
#[derive(Debug, Default)]
pub(super) struct Repairs {
    records: BTreeMap<Repair, (usize, Vec<String>)>,
}

impl Repairs {
    /// Remembers how record `number` became text.
    pub(super) fn add(&mut self, number: u64, repair: Repair) {
        if repair == Repair::None {
            return;
        }
        let (count, examples) = self.records.entry(repair).or_default();
        if examples.last().is_some_and(|last| *last == number.to_string()) {
            return;
        }
        *count += 1;
        if *count <= 5 {
            examples.push(number.to_string());
        }
    }

    /// One sentence for each kind of repair.
    pub(super) fn notes(&self) -> impl Iterator<Item = String> {
        self.records.iter().filter_map(|(repair, (count, examples))| {
            let more = if *count > examples.len() {
                format!(" and {} more", count - examples.len())
            } else {
                String::new()
            };
            let what = if *count == 1 { "record" } else { "records" };
            describe(*repair, &format!("{what} {}{more}: ", examples.join(", ")))
        })
    }
}

/// What to tell the user of it; `place` says where.
pub(super) fn describe(repair: Repair, place: &str) -> Option<String> {
    match repair {
        Repair::None => None,
        Repair::Replaced => Some(format!("{place}not valid UTF-8; bad bytes became U+FFFD")),
        Repair::Mixed => Some(format!("{place}UTF-8 with bytes of windows-1252 in it; read as both")),
        Repair::ReadAs(name) => Some(format!("{place}not valid UTF-8; read as {name}")),
        Repair::Unescaped => Some(format!("{place}HTML entities (such as &amp;) decoded")),
        Repair::Invisible => Some(format!("{place}soft hyphens or signs without width taken out")),
        Repair::Controls => {
            Some(format!("{place}control characters taken out, or read as what they stand for"))
        }
        Repair::Page => Some(format!("{place}the text is a web page; its article is read")),
        Repair::Piece => Some(format!("{place}the text is a piece of a web page; read without its markup")),
    }
}

/// Formats that are not read, told by their first bytes.
const FOREIGN: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "a Word, PowerPoint or OpenDocument file, or an e-book: save it as plain text or .xlsx"),
    (b"\xD0\xCF\x11\xE0", "an old Excel or Word file: save it as .xlsx or plain text"),
    (b"BZh", "bzip2 data: unpack it first, or pack it as .gz"),
    (b"\xFD7zXZ", "xz data: unpack it first, or pack it as .gz"),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive: unpack it first, or pack it as .zip"),
    (b"Rar!", "a RAR archive: unpack it first, or pack it as .zip"),
    (b"\xFF\xFE\x00\x00", "UTF-32 text: save it as UTF-8"),
    (b"\x00\x00\xFE\xFF", "UTF-32 text: save it as UTF-8"),
    (b"%PDF-", "a PDF: save it as plain text"),
    (b"<?xml", "XML that is neither a page nor a feed"),
];

/// What the file is, if it is a known format that no reader takes.
pub(super) fn foreign(head: &[u8]) -> Option<&'static str> {
    if head.get(257..262) == Some(b"ustar") {
        return Some("a tar archive: unpack it first, or pack it as .zip");
    }
    let head = head.get(mark_length(head)..).unwrap_or_default().trim_ascii_start();
    let starts =
        |magic: &[u8]| head.get(..magic.len()).is_some_and(|start| start.eq_ignore_ascii_case(magic));
    FOREIGN.iter().find(|(magic, _)| starts(magic)).map(|(_, what)| *what)
}

/// Whether bytes are no text: NUL bytes, or more than one control character in twenty.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    if utf16(bytes).is_some() {
        return false;
    }
    let is_control = |byte: &&u8| matches!(byte, 0x00..=0x08 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    bytes.contains(&0) || bytes.iter().filter(is_control).count() * 20 > bytes.len()
}

/// Why no reader takes a file, for its `Skip`.
pub(super) fn unknown(head: &[u8]) -> String {
    match foreign(head) {
        Some(what) => what.to_owned(),
        None if is_binary(head) => "binary data".to_owned(),
        None => "no reader knows this format; see `parallax list readers`".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legacy_text_is_told_from_damaged_text() {
        let curly = b"He said it wasn\x92t so, and the caf\xE9 closed at noon on a quiet street.";
        assert_eq!(
            text(curly, &[]),
            (
                "He said it wasn’t so, and the café closed at noon on a quiet street.".into(),
                Repair::ReadAs("windows-1252")
            )
        );
        let mut damaged = "Zürich, Genève, Łódź und Århus. ".repeat(20).into_bytes();
        damaged.push(0xC3);
        damaged.extend_from_slice(b" end");
        let (read, repair) = text(&damaged, &[]);
        assert_eq!(repair, Repair::Replaced);
        assert!(read.ends_with("\u{FFFD} end") && read.starts_with("Zürich"));
        let mut stray = b"plain words ".repeat(20);
        stray.push(0xFF);
        assert_eq!(text(&stray, &[]).1, Repair::Replaced);
    }

    #[test]
    fn binary_is_not_text_and_utf_16_is() {
        assert!(
            is_binary(b"GIF89a\x00\x01")
                && !is_binary("Ünïcode\ttext\r\n".as_bytes())
                && !is_binary(&[0xFF, 0xFE, 65, 0])
        );
        assert_eq!(foreign(b"\xEF\xBB\xBF\n<?XML ?>"), Some("XML that is neither a page nor a feed"));
    }

    #[test]
    fn repairs_are_counted_once_a_record() {
        let mut repairs = Repairs::default();
        for number in [3, 3, 4, 5, 6, 7, 8] {
            repairs.add(number, Repair::Replaced);
        }
        let notes: Vec<String> = repairs.notes().collect();
        assert_eq!(notes, ["records 3, 4, 5, 6, 7 and 1 more: not valid UTF-8; bad bytes became U+FFFD"]);
    }
}
