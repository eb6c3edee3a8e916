//! JSON: objects of categories, lists of entries, in each other.

use super::Format;
use super::rows::{Rows, at_line};
use crate::key::About;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::cell::{Cell, RefCell};
use std::fmt;

pub(super) const FORMAT: Format = Format {
    about: About {
        name: "json",
        line: "JSON: an object of categories with lists of entries, in each other; an entry with a number as its value weighs so",
        unit: "a space or _ parts the words of a phrase, a * ends a word",
        limits: "",
        source: "",
    },
    endings: &["json"],
    is_it: |content| content.trim_start().starts_with('{'),
    read,
};

/// What is read so far, and the line that reading has come to.
struct State {
    rows: RefCell<Rows>,
    line: Cell<u64>,
    /// What made reading stop, where that is not the JSON itself.
    stopped_by: RefCell<Option<String>>,
}

/// The bytes of a file, which count the lines as they are taken.
struct Lines<'a> {
    bytes: &'a [u8],
    state: &'a State,
}

impl std::io::Read for Lines<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.bytes.len().min(into.len());
        let (taken, rest) = self.bytes.split_at(n);
        into[..n].copy_from_slice(taken);
        self.bytes = rest;
        let n_lines = taken.iter().filter(|&&byte| byte == b'\n').count() as u64;
        self.state.line.set(self.state.line.get() + n_lines);
        Ok(n)
    }
}

fn read(content: &str) -> Result<Rows, String> {
    let state = State { rows: RefCell::default(), line: Cell::new(1), stopped_by: RefCell::default() };
    let mut deserializer =
        serde_json::Deserializer::from_reader(Lines { bytes: content.as_bytes(), state: &state });
    let whole = Inside { state: &state, node: None, key: None };
    let read = whole.deserialize(&mut deserializer).and_then(|()| deserializer.end());
    if let Some(problem) = state.stopped_by.take() {
        return Err(problem);
    }
    read.map_err(|error| at_line(error.line() as u64, &format!("the JSON is damaged: {error}")))?;
    Ok(state.rows.into_inner())
}

/// A value inside a category, and its key where it is one of an object's.
struct Inside<'a> {
    state: &'a State,
    node: Option<usize>,
    key: Option<&'a str>,
}

impl Inside<'_> {
    fn line(&self) -> u64 {
        self.state.line.get()
    }

    fn stop<E: Error>(&self, problem: String) -> E {
        self.state.stopped_by.replace(Some(problem));
        E::custom("")
    }

    /// The category of the value: that of its key, else the one that it stands in.
    fn category<E: Error>(&self) -> Result<Option<usize>, E> {
        let Some(key) = self.key else { return Ok(self.node) };
        let made = self.state.rows.borrow_mut().category(self.node, key, self.line());
        made.map(Some).map_err(|problem| self.stop(problem))
    }

    fn entry<E: Error>(&self, text: &str) -> Result<(), E> {
        let Some(node) = self.category()? else {
            return Err(self.stop(at_line(self.line(), "an entry stands in no category")));
        };
        self.state.rows.borrow_mut().entry(node, self.line(), (text, "", ""));
        Ok(())
    }

    /// A number: the weight of its key, else a word.
    fn number<E: Error>(&self, number: &str) -> Result<(), E> {
        match (self.node, self.key) {
            (Some(node), Some(key)) => {
                self.state.rows.borrow_mut().entry(node, self.line(), (key, number, ""));
                Ok(())
            }
            _ => self.entry(number),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Inside<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Inside<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a category, a list of entries, or an entry")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.entry(text)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.number(&number.to_string())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.number(&number.to_string())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        self.number(&number.to_string())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let node = self.category()?;
        while list.next_element_seed(Inside { state: self.state, node, key: None })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let node = self.category()?;
        while let Some(key) = object.next_key::<String>()? {
            object.next_value_seed(Inside { state: self.state, node, key: Some(&key) })?;
        }
        Ok(())
    }
}
