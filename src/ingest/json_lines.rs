//! JSON Lines, and JSON files that hold an array of records.

use std::borrow::Cow;
use std::io::{BufRead, Read};

use serde::de::DeserializeSeed;
use serde_json::Deserializer;

use super::decode;
use super::input::InputFile;
use super::json_file::{is_one_value, read_value};
use super::json_value::{Keys, RecordSeed};
use super::record::{Gathering, Place, Record};
use super::{ReadOptions, Reader, Reading};
use crate::article::SkipReason;
use crate::error::Result;
use crate::key::About;

/// Reads JSON Lines, one article a line; also a JSON array of articles, or an object that holds one.
pub(super) struct JsonLinesReader;

impl Reader for JsonLinesReader {
    fn about(&self) -> About {
        About {
            name: "json_lines",
            line: "JSON Lines, one article a line; a JSON array of articles, or an object with one",
            unit: "by its first line: an object, or an array of objects; also by .jsonl, .ndjson",
            limits: "a JSON file that is no JSON Lines is held in memory, and is lost behind its first syntax error",
            source: "RFC 8259; jsonlines.org",
        }
    }

    fn sniff(&self, file: &InputFile, _: &ReadOptions) -> bool {
        let head = decode::head_text(file);
        let opens = |line: &str, open: char, then: &[char]| {
            line.strip_prefix(open).is_some_and(|rest| {
                let rest = rest.trim_start();
                rest.starts_with(then) || (rest.is_empty() && file.extension().starts_with("json"))
            })
        };
        let is_array = opens(head.trim_start(), '[', &['{', ']']);
        // A broken first line must not hide the good ones below it.
        let mut lines = head.lines().map(str::trim_start).filter(|line| !line.is_empty()).take(3);
        is_array
            || lines.any(|line| opens(line, '{', &['"', '}']))
            || (is_lines_by_name(file) && !decode::is_binary(&file.head))
    }

    fn read(&self, file: &InputFile, options: &ReadOptions) -> Result<Reading> {
        let mut gathering = Gathering::of_table(file, options);
        let mut keys = Keys::new(&options.fields);
        if is_one_value(file, &mut keys) {
            read_value(file, options, &mut keys, &mut gathering)?;
        } else {
            read_lines(file, options, &mut keys, &mut gathering)?;
        }
        keys.names().for_each(|name| gathering.column(name));
        Ok(gathering.finish())
    }
}

pub(super) fn is_lines_by_name(file: &InputFile) -> bool {
    matches!(file.extension().as_str(), "jsonl" | "ndjson" | "jsonlines")
}

/// One line at most `limit` bytes long, without its end.
enum Line {
    End,
    Whole { offset: u64 },
    TooLong { offset: u64, length: u64 },
}

/// Reads lines into a buffer that never holds more than the limit.
struct Lines {
    bytes: Box<dyn BufRead>,
    offset: u64,
    limit: u64,
    line: Vec<u8>,
}

impl Lines {
    fn next(&mut self) -> std::io::Result<Line> {
        let offset = self.offset;
        self.line.clear();
        let mut length = self.fill(self.limit.saturating_add(1))?;
        if length == 0 {
            return Ok(Line::End);
        }
        let mut is_too_long = false;
        // Short of its end, but not of the limit: the last line.
        while length > self.limit && self.line.last() != Some(&b'\n') {
            is_too_long = true;
            self.line.clear();
            self.line.shrink_to(1 << 20);
            let more = self.fill(1 << 20)?;
            length += more;
            if more == 0 {
                break;
            }
        }
        Ok(if is_too_long { Line::TooLong { offset, length } } else { Line::Whole { offset } })
    }

    fn fill(&mut self, most: u64) -> std::io::Result<u64> {
        let read = self.bytes.by_ref().take(most).read_until(b'\n', &mut self.line)? as u64;
        self.offset += read;
        Ok(read)
    }
}

/// A record is numbered by its line, so that an editor finds it.
fn read_lines(
    file: &InputFile,
    options: &ReadOptions,
    keys: &mut Keys<'_>,
    gathering: &mut Gathering<'_>,
) -> Result<()> {
    let opened = decode::open(file)?;
    if let Some(note) = opened.note {
        gathering.note(note);
    }
    let has_offsets = opened.start.is_some();
    let limit = options.max_record_bytes as u64;
    let mut lines = Lines { bytes: opened.bytes, offset: opened.start.unwrap_or(0), limit, line: Vec::new() };
    for number in 1.. {
        let place = |offset| Place { number, offset: has_offsets.then_some(offset) };
        let next = match lines.next() {
            Ok(next) => next,
            // Nothing came before: the file as a whole cannot be read.
            Err(error) if number == 1 => return Err(file.failed(error)),
            Err(error) => {
                gathering.broken(place(lines.offset), &error);
                break;
            }
        };
        match next {
            Line::End => break,
            Line::TooLong { offset, length } => {
                let detail = format!("a line of {length} bytes; the limit is {limit}");
                gathering.skip(place(offset), SkipReason::TooLarge, detail);
            }
            Line::Whole { offset } => {
                let line = gathering.text(&lines.line, number);
                if line.trim().is_empty() {
                    continue;
                }
                // Without its end, which the parser would count as a second line.
                // Files that were put together leave their byte order marks within.
                match read_line(line.trim_end_matches(['\n', '\r']).trim_start_matches('\u{FEFF}'), keys) {
                    Ok(record) => {
                        if !record.has_text() {
                            keys.names().for_each(|name| gathering.column(name));
                        }
                        gathering.add(record, place(offset));
                    }
                    Err(error) => {
                        gathering.skip(place(offset), SkipReason::MalformedRecord, describe(&error));
                    }
                }
            }
        }
    }
    Ok(())
}

fn read_line(line: &str, keys: &mut Keys<'_>) -> serde_json::Result<Record> {
    let parse = |line: &str, keys: &mut Keys<'_>| {
        let mut record = Record::default();
        let mut json = Deserializer::from_str(line);
        RecordSeed { keys, record: &mut record, lists: None }.deserialize(&mut json)?;
        json.end()?;
        Ok(record)
    };
    parse(line, keys).or_else(|error| match without_nan(line) {
        Cow::Owned(line) => parse(&line, keys),
        Cow::Borrowed(_) => Err(error),
    })
}

/// The line with `null` for the bare `NaN` and `Infinity` that Python writes for missing numbers.
fn without_nan(line: &str) -> Cow<'_, str> {
    const WORDS: [&str; 3] = ["NaN", "-Infinity", "Infinity"];
    let mut clean: Option<String> = None;
    let (mut copied, mut at) = (0, 0);
    let (mut in_string, mut is_escaped) = (false, false);
    while let Some(byte) = line.as_bytes().get(at) {
        match byte {
            b'\\' if in_string => is_escaped = !is_escaped,
            b'"' if !is_escaped => in_string = !in_string,
            _ => is_escaped = false,
        }
        let rest = line.as_bytes().get(at..).unwrap_or_default();
        let word = if in_string { None } else { WORDS.iter().find(|word| rest.starts_with(word.as_bytes())) };
        if let Some(word) = word {
            let clean = clean.get_or_insert_default();
            clean.push_str(line.get(copied..at).unwrap_or_default());
            clean.push_str("null");
            at += word.len();
            copied = at;
        } else {
            at += 1;
        }
    }
    match clean {
        Some(clean) => Cow::Owned(clean + line.get(copied..).unwrap_or_default()),
        None => Cow::Borrowed(line),
    }
}

/// The parser counts lines within what it was given, which here is one line.
fn describe(error: &serde_json::Error) -> String {
    error.to_string().replace(" at line 1 column ", " at byte ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_nan_becomes_null_outside_strings_only() {
        assert_eq!(
            without_nan(r#"{"a": NaN, "b": "NaN \" NaN", "c": [-Infinity]}"#),
            r#"{"a": null, "b": "NaN \" NaN", "c": [null]}"#
        );
        assert!(matches!(without_nan(r#"{"a": "NaN\\"}"#), Cow::Borrowed(_)));
    }

    #[test]
    fn a_line_over_the_limit_is_passed_without_being_held() {
        let bytes = Box::new(std::io::Cursor::new(b"12345\n123456789\n1234567890123\nabc".to_vec()));
        let mut lines = Lines { bytes, offset: 0, limit: 10, line: Vec::new() };
        assert!(matches!(lines.next().unwrap(), Line::Whole { offset: 0 }));
        assert!(matches!(lines.next().unwrap(), Line::Whole { offset: 6 }));
        assert!(matches!(lines.next().unwrap(), Line::TooLong { offset: 16, length: 14 }));
        assert!(matches!(lines.next().unwrap(), Line::Whole { offset: 30 }));
        assert!(matches!(lines.next().unwrap(), Line::End));
    }
}
