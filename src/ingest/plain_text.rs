//! Plain text files, one article each, sorted into a folder for each outlet.

use std::borrow::Cow;
use std::path::Path;

use super::decode;
use super::fields::Field;
use super::input::InputFile;
use super::record::{Gathering, Place, Record};
use super::{ReadOptions, Reader, Reading};
use crate::article::SkipReason;
use crate::error::Result;
use crate::key::About;

/// The longest first line that is taken for a headline, in bytes.
const TITLE_BYTES: usize = 200;

/// Extensions of text that is no article: a broken table must not become one, nor a script that lies in the folder.
const NO_ARTICLES: &[&str] = &[
    "csv",
    "tsv",
    "tab",
    "psv",
    "json",
    "jsonl",
    "ndjson",
    "jsonlines",
    "parquet",
    "arrow",
    "arrows",
    "feather",
    "xlsx",
    "xls",
    "zip",
    "html",
    "htm",
    "xml",
    "rss",
    "svg",
    "css",
    "js",
    "py",
    "r",
    "rs",
    "sh",
    "ipynb",
    "toml",
    "yaml",
    "yml",
    "ini",
    "log",
];

/// Reads a file of plain text as one article.
pub(super) struct PlainTextReader;

impl Reader for PlainTextReader {
    fn about(&self) -> About {
        About {
            name: "plain_text",
            line: "plain text, a file an article: OUTLET/2026-03-04-any-name.txt, headline in the first line",
            unit: "what no other reader takes and is text; the outlet is the sub-folder's name",
            limits: "a first line of up to 200 bytes counts as the headline, whatever it says",
            source: "",
        }
    }

    fn sniff(&self, file: &InputFile, _: &ReadOptions) -> bool {
        !NO_ARTICLES.contains(&file.extension().as_str())
            && decode::foreign(&file.head).is_none()
            && !decode::is_binary(&file.head)
    }

    fn read(&self, file: &InputFile, options: &ReadOptions) -> Result<Reading> {
        let mut gathering = Gathering::new(file, options);
        let place = Place { number: 1, offset: Some(0) };
        let limit = options.max_record_bytes as u64;
        let too_large = |n: u64| format!("a text of {n} bytes; the limit is {limit}");
        if let Some(length) = file.length().filter(|length| *length > limit) {
            gathering.skip(place, SkipReason::TooLarge, too_large(length));
            return Ok(gathering.finish());
        }
        let (content, note) = decode::whole(file)?;
        if decode::is_binary(content.as_bytes()) {
            gathering.skip_file(SkipReason::UnknownFormat, "binary data");
            return Ok(gathering.finish());
        }
        if let Some(note) = note {
            gathering.note(note);
        }
        if content.len() as u64 > limit {
            gathering.skip(place, SkipReason::TooLarge, too_large(content.len() as u64));
            return Ok(gathering.finish());
        }
        gathering.add(article(file, options, &content), place);
        Ok(gathering.finish())
    }
}

/// The record of a file that is one article; what the content does not say, its name and its folder do.
pub(super) fn article(file: &InputFile, options: &ReadOptions, content: &str) -> Record {
    let (title, text) = split_title(content);
    let input = &file.input;
    let mut record = Record::default();
    let mut offer = |field, value: &str| record.offer(&[(field, 0)], Cow::Borrowed(value));
    offer(Field::Id, &input.stem);
    offer(Field::Title, title);
    offer(Field::Text, text);
    offer(Field::Date, date_of(&input.stem));
    if input.in_subfolder || options.outlet_from_folder {
        offer(Field::Outlet, input.folder.as_deref().unwrap_or_default());
    }
    record
}

/// The first line that is not blank, when it is short and more follows, and the text from the next such line on.
/// Without a headline the whole is text. White space around the text is no part of it.
fn split_title(content: &str) -> (&str, &str) {
    let content = content.trim();
    let Some((first, rest)) = content.split_once('\n') else { return ("", content) };
    let (first, rest) = (first.trim_end(), rest.trim_start());
    if first.len() <= TITLE_BYTES { (first, rest) } else { ("", content) }
}

/// The ISO date with which the file's name starts (`2026-03-04-some-slug`, `20260304_slug`).
fn date_of(stem: &str) -> &str {
    let name = Path::new(stem).file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let is_digits =
        |part: Option<&str>| part.is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let ends = |at: usize| name.get(at..).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
    let part = |from, to| is_digits(name.get(from..to));
    if part(0, 4)
        && part(5, 7)
        && part(8, 10)
        && name.get(4..5) == Some("-")
        && name.get(7..8) == Some("-")
        && ends(10)
    {
        return name.get(..10).unwrap_or_default();
    }
    if part(0, 8) && ends(8) { name.get(..8).unwrap_or_default() } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_first_line_is_the_headline() {
        assert_eq!(split_title("\n Title \r\n\r\n Text\nmore\n\n"), ("Title", "Text\nmore"));
        assert_eq!(split_title("only one line"), ("", "only one line"));
        let long = format!("{}\nmore", "x".repeat(201));
        assert_eq!(split_title(&long), ("", long.as_str()));
    }

    #[test]
    fn dates_in_names() {
        assert_eq!(date_of("outlet/2026-03-04-slug"), "2026-03-04");
        assert_eq!(date_of("20260304"), "20260304");
        assert_eq!(
            (date_of("2026-03-041"), date_of("202603041"), date_of("é-2026"), date_of("")),
            ("", "", "", "")
        );
    }
}
