//! From what an archive says of a document to a record, and the account of what a file offered.

use std::borrow::Cow;
use std::ops::Range;

use crate::article::SkipReason;
use crate::ingest::Reading;
use crate::ingest::fields::{Field, counted};
use crate::ingest::record::{Gathering, Place, Record};

use super::lines::Lines;

/// How many documents a note names.
const MAX_NAMED: usize = 5;

/// A document of an archive.
#[derive(Clone, Debug, Default)]
pub(super) struct Document {
    pub(super) id: String,
    pub(super) outlet: String,
    pub(super) title: String,
    pub(super) author: String,
    pub(super) date: String,
    pub(super) language: String,
    pub(super) text: String,
    /// How many words the archive says it has.
    pub(super) n_words: Option<u64>,
}

/// Gathers the documents of a file and what belongs to none.
pub(super) struct Account<'a, 'b> {
    gathering: Gathering<'a>,
    lines: &'b Lines,
    max_bytes: usize,
    n: u64,
    /// Documents of which the text is far from as long as stated, the first few by number.
    n_unlike: usize,
    unlike: Vec<String>,
}

impl<'a, 'b> Account<'a, 'b> {
    /// Nothing gathered yet.
    pub(super) fn new(mut gathering: Gathering<'a>, lines: &'b Lines, max_bytes: usize) -> Self {
        lines.notes.iter().for_each(|note| gathering.note(note.clone()));
        Self { gathering, lines, max_bytes, n: 0, n_unlike: 0, unlike: Vec::new() }
    }

    /// The number that the next document gets.
    pub(super) fn next(&self) -> u64 {
        self.n + 1
    }

    /// Makes a document that starts at line `at` an article, or a skip.
    pub(super) fn add(&mut self, document: Document, at: usize) {
        self.n += 1;
        let place = Place { number: self.n, offset: self.lines.offset(at) };
        if document.text.is_empty() {
            let detail = match document.title.as_str() {
                "" => "the document has no body".to_owned(),
                title => format!("the document {title:?} has no body"),
            };
            return self.gathering.skip(place, SkipReason::MissingText, detail);
        }
        if document.outlet.is_empty() {
            let detail = format!("the document {:?} names no source", document.title);
            return self.gathering.skip(place, SkipReason::MissingOutlet, detail);
        }
        if document.text.len() > self.max_bytes {
            let detail = format!("a text of {} bytes; the limit is {}", document.text.len(), self.max_bytes);
            return self.gathering.skip(place, SkipReason::TooLarge, detail);
        }
        self.compare_length(&document);
        let mut record = Record::default();
        for (field, value) in [
            (Field::Id, document.id),
            (Field::Outlet, document.outlet),
            (Field::Title, document.title),
            (Field::Author, document.author),
            (Field::Date, document.date),
            (Field::Language, document.language),
            (Field::Text, document.text),
        ] {
            record.offer(&[(field, 0)], Cow::Owned(value));
        }
        self.gathering.add(record, place);
    }

    /// Remembers a document whose text has less than two thirds of the words that the archive states, or more than half as
    /// many again. A few words make no case: archives count headlines and captions in.
    fn compare_length(&mut self, document: &Document) {
        let Some(stated) = document.n_words else { return };
        let counted = document.text.split_whitespace().count() as u64;
        let is_unlike = counted.abs_diff(stated) > 30
            && (counted.saturating_mul(3) < stated.saturating_mul(2)
                || counted.saturating_mul(2) > stated.saturating_mul(3));
        if is_unlike {
            self.n_unlike += 1;
            if self.unlike.len() < MAX_NAMED {
                self.unlike.push(format!("record {} ({counted} of {stated})", self.n));
            }
        }
    }

    /// Lines that belong to no document and are known: a cover page, a summary of the search.
    pub(super) fn known(&mut self, what: &str, lines: Range<usize>) {
        let filled: Vec<usize> = self.lines.filled(lines).collect();
        if let [first, ..] = filled.as_slice() {
            let n = counted(filled.len(), "line");
            let from: String = self.lines.get(*first).chars().take(60).collect();
            self.gathering.note(format!("{what} belongs to no article: {n}, from {from:?} on"));
        }
    }

    /// Lines that belong to no document and are not known.
    pub(super) fn strays(&mut self, lines: Range<usize>, is_furniture: impl Fn(&str) -> bool) {
        let strays = self.lines.filled(lines).filter(|at| !is_furniture(self.lines.get(*at)));
        let strays: Vec<usize> = strays.collect();
        if let [first, ..] = strays.as_slice() {
            let n = counted(strays.len(), "line");
            let at = Place { number: 0, offset: self.lines.offset(*first) };
            self.gathering.skip_part(at, format!("{n} of no article, from {:?} on", self.lines.get(*first)));
        }
    }

    /// Tells the user something of the whole file.
    pub(super) fn note(&mut self, sentence: &str) {
        self.gathering.note(sentence);
    }

    /// Hands over what was gathered.
    pub(super) fn finish(mut self) -> Reading {
        if self.n_unlike > 0 {
            let more = self.n_unlike - self.unlike.len();
            let more = if more == 0 { String::new() } else { format!(" and {more} more") };
            self.gathering.note(format!(
                "{} with a text far from as long as the archive states, in words: {}{more}",
                counted(self.n_unlike, "document"),
                self.unlike.join(", ")
            ));
        }
        if let Some(error) = &self.lines.broken {
            self.gathering.broken(Place { number: self.n + 1, offset: None }, error);
        }
        self.gathering.finish()
    }
}
