//! JSON files that are no JSON Lines: a list of records, an object that holds one, records over several lines.

use serde::de::DeserializeSeed;
use serde_json::Deserializer;

use super::input::InputFile;
use super::json_lines::is_lines_by_name;
use super::json_value::{Keys, Lists, RecordSeed};
use super::record::{Gathering, Place, Record};
use super::{ReadOptions, decode};
use crate::article::SkipReason;
use crate::error::Result;

/// Whether the file is one JSON value (an array, an object with an array, an object over several lines) rather than
/// a record a line.
pub(super) fn is_one_value(file: &InputFile, keys: &mut Keys<'_>) -> bool {
    let head = decode::head_text(file);
    let head = head.trim_start();
    if head.starts_with('[') {
        return true;
    }
    if is_lines_by_name(file) {
        return false;
    }
    let (line, rest) =
        head.split_once('\n').map_or((head, None), |(line, rest)| (line, Some(rest.trim_start())));
    let (mut record, mut lists) = (Record::default(), Lists::default());
    let seed = RecordSeed { keys, record: &mut record, lists: Some(&mut lists) };
    let result = seed.deserialize(&mut Deserializer::from_str(line));
    let wraps_records = !record.has_text() && lists.lists.len() == 1;
    match (result, rest) {
        (Ok(()), rest) => wraps_records && rest.unwrap_or_default().is_empty(),
        (Err(error), _) if !error.is_eof() => false,
        // A first line longer than the head: it is a record, or all the records.
        (Err(_), None) => wraps_records && !file.head_is_all,
        // Printed over several lines, unless a record was cut off and the next line starts another.
        (Err(_), Some(rest)) => !rest.starts_with('{') || line.trim_end().ends_with(['[', '{']),
    }
}

/// Reads the file as one JSON value after the other: lists of records, objects that hold one, and lone records.
pub(super) fn read_value(
    file: &InputFile,
    options: &ReadOptions,
    keys: &mut Keys<'_>,
    gathering: &mut Gathering<'_>,
) -> Result<()> {
    let (text, note, broken) = decode::whole_so_far(file)?;
    if let Some(note) = note {
        gathering.note(note);
    }
    let mut json = Deserializer::from_str(&text);
    let mut number = 0;
    while json.end().is_err() {
        let (mut record, mut found) = (Record::default(), Lists::default());
        let seed = RecordSeed { keys, record: &mut record, lists: Some(&mut found) };
        let result = seed.deserialize(&mut json);
        keys.names().for_each(|name| gathering.column(name));
        let is_wrapper = found.is_list || (found.lists.len() == 1 && !record.has_text());
        let records = match (is_wrapper, result.is_ok()) {
            // Lists within the elements were not gathered, so the first is the only one.
            (true, _) => found.lists.into_iter().next().unwrap_or_default(),
            (false, true) => vec![Some(record)],
            (false, false) => Vec::new(),
        };
        for record in records {
            number += 1;
            add(record, Place { number, offset: None }, options, gathering);
        }
        let place = Place { number: number + 1, offset: None };
        match (result, &broken) {
            (Ok(()), _) => {}
            (Err(error), Some(broken)) if error.is_eof() => {
                gathering.broken(place, broken);
                return Ok(());
            }
            (Err(error), _) => {
                let detail = format!("{error}; the rest of the file is not read");
                gathering.skip(place, SkipReason::MalformedRecord, detail);
                return Ok(());
            }
        }
    }
    if let Some(broken) = &broken {
        gathering.broken(Place { number: number + 1, offset: None }, broken);
    }
    Ok(())
}

fn add(record: Option<Record>, place: Place, options: &ReadOptions, gathering: &mut Gathering<'_>) {
    let limit = options.max_record_bytes;
    match record {
        None => gathering.skip(place, SkipReason::MalformedRecord, "not an object"),
        Some(record) if record.text_bytes() > limit => {
            let detail = format!("a text of {} bytes; the limit is {limit}", record.text_bytes());
            gathering.skip(place, SkipReason::TooLarge, detail);
        }
        Some(record) => gathering.add(record, place),
    }
}
