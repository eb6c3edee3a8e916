//! Rich text: an export of an archive of which the first bytes show nothing yet, or one article a file.

use crate::article::SkipReason;
use crate::error::Result;
use crate::ingest::input::InputFile;
use crate::ingest::record::{Gathering, Place};
use crate::ingest::{ReadOptions, Reader, Reading, plain_text};
use crate::key::About;

use super::lines::{self, Form, Lines};
use super::{factiva, nexis};

/// Reads rich text.
pub(in crate::ingest) struct RtfReader;

impl Reader for RtfReader {
    fn about(&self) -> About {
        About {
            name: "rtf",
            line: "rich text, a file an article, as plain text is read; or an export of Nexis or Factiva",
            unit: "by its first bytes, {\\rtf",
            limits: "pictures, page headers and notes are left out; a first line of up to 200 bytes counts as the headline",
            source: "",
        }
    }

    fn sniff(&self, file: &InputFile, _: &ReadOptions) -> bool {
        lines::form(file) == Some(Form::RichText)
    }

    fn read(&self, file: &InputFile, options: &ReadOptions) -> Result<Reading> {
        let lines = lines::of_file(file, Form::RichText)?;
        // A logo or a long cover page may fill the first bytes, so that no reader saw what the file is.
        if nexis::is_nexis(&lines) {
            return Ok(nexis::read(file, options, &lines));
        }
        if factiva::is_factiva(&lines) {
            return Ok(factiva::read(file, options, &lines));
        }
        Ok(article(file, options, &lines))
    }
}

/// A file that is one article.
fn article(file: &InputFile, options: &ReadOptions, lines: &Lines) -> Reading {
    let mut gathering = Gathering::new(file, options);
    lines.notes.iter().for_each(|note| gathering.note(note.clone()));
    if let Some(error) = &lines.broken {
        gathering.broken(Place { number: 2, offset: None }, error);
    }
    let place = Place { number: 1, offset: Some(0) };
    let text = lines.paragraphs("", 0..lines.len());
    if text.len() > options.max_record_bytes {
        let detail = format!("a text of {} bytes; the limit is {}", text.len(), options.max_record_bytes);
        gathering.skip(place, SkipReason::TooLarge, detail);
        return gathering.finish();
    }
    if text.is_empty() {
        gathering.skip(place, SkipReason::MissingText, "the rich text holds no text");
        return gathering.finish();
    }
    gathering.add(plain_text::article(file, options, &text), place);
    gathering.finish()
}
