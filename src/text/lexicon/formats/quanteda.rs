//! YAML as quanteda reads it: categories with lists of entries, in each other.

use super::rows::{Rows, at_line};
use super::{Format, first_lines};
use crate::key::About;
use saphyr_parser::{Event, Parser, ScalarStyle};

/// How deep lists and mappings may lie in each other.
const DEEPEST: usize = 64;

pub(super) const NAME: &str = "yaml";

pub(super) const FORMAT: Format = Format {
    about: About {
        name: NAME,
        line: "YAML as quanteda reads it: categories with lists of entries, in each other; an entry with a number as its value weighs so",
        unit: "a space or _ parts the words of a phrase, a * ends a word",
        limits: "anchors and aliases are refused; an entry that starts with * or ! must stand in quotes",
        source: "quanteda, dictionary()",
    },
    endings: &["yml", "yaml"],
    is_it: |content| {
        let mut lines = first_lines(content).map(str::trim).filter(|line| !line.starts_with('#'));
        lines
            .any(|line| line == "---" || line.ends_with(':') || line.contains(": ") || line.starts_with("- "))
    },
    read,
};

/// A list or mapping that is open, with the category it fills and, in a mapping, the key whose value comes next.
struct Open {
    node: Option<usize>,
    is_mapping: bool,
    key: Option<String>,
}

fn read(content: &str) -> Result<Rows, String> {
    let mut reading = Reading { rows: Rows::default(), open: Vec::new() };
    for event in Parser::new_from_str(content) {
        let (event, span) = event.map_err(|error| {
            at_line(error.marker().line() as u64, &format!("the YAML is damaged: {}", error.info()))
        })?;
        let line = span.start.line() as u64;
        match event {
            Event::Scalar(value, style, ..) => reading.scalar(line, &value, style == ScalarStyle::Plain)?,
            Event::SequenceStart(..) => reading.begin(line, false)?,
            Event::MappingStart(..) => reading.begin(line, true)?,
            Event::SequenceEnd | Event::MappingEnd => {
                reading.open.pop();
            }
            Event::Alias(_) => {
                return Err(at_line(
                    line,
                    "aliases are not read: write the list out, or put a word that starts with * in quotes",
                ));
            }
            _ => {}
        }
    }
    Ok(reading.rows)
}

struct Reading {
    rows: Rows,
    open: Vec<Open>,
}

impl Reading {
    /// The category of what comes next: the one that is open, or that of the key before it.
    fn node(&mut self, line: u64) -> Result<Option<usize>, String> {
        let Some(open) = self.open.last_mut() else { return Ok(None) };
        match (open.is_mapping, open.key.take()) {
            (true, Some(key)) => self.rows.category(open.node, &key, line).map(Some),
            (true, None) => Err(at_line(line, "a list or mapping cannot be the name of a category")),
            (false, _) => Ok(open.node),
        }
    }

    fn begin(&mut self, line: u64, is_mapping: bool) -> Result<(), String> {
        if self.open.len() >= DEEPEST {
            return Err(at_line(
                line,
                &format!("lists lie more than {DEEPEST} deep in each other; write them flatter"),
            ));
        }
        let node = self.node(line)?;
        self.open.push(Open { node, is_mapping, key: None });
        Ok(())
    }

    fn scalar(&mut self, line: u64, value: &str, is_plain: bool) -> Result<(), String> {
        if let Some(open) = self.open.last_mut().filter(|open| open.is_mapping) {
            let Some(key) = &open.key else {
                open.key = Some(value.to_owned());
                return Ok(());
            };
            let is_number = is_plain
                && value.ends_with(|sign: char| sign.is_ascii_digit())
                && value.parse::<f64>().is_ok();
            if let Some(node) = open.node.filter(|_| is_number) {
                self.rows.entry(node, line, (key, value, ""));
                open.key = None;
                return Ok(());
            }
        }
        let node = self.node(line)?;
        match node {
            Some(_) if is_plain && ["", "~", "null"].contains(&value) => {}
            Some(node) => self.rows.entry(node, line, (value, "", "")),
            None => {
                return Err(at_line(
                    line,
                    "an entry stands in no category; write `category: [entry, entry]`",
                ));
            }
        }
        Ok(())
    }
}
