//! WordStat (`.cat`): lines indented by tabs, categories without and words with a weight in brackets.

use super::rows::{Rows, at_line};
use super::{Format, first_lines, lines};
use crate::key::About;
use crate::text::visible::visible;

pub(super) const FORMAT: Format = Format {
    about: About {
        name: "wordstat",
        line: "WordStat: lines indented by tabs, a category as its name, an entry as WORD (1) with its weight",
        unit: "_ parts the words of a phrase, a * ends a word",
        limits: "rules (lines with @) are refused",
        source: "Provalis Research, WordStat",
    },
    endings: &["cat"],
    is_it: |content| {
        let is_entry = |line: &str| line.starts_with('\t') && weighted(line.trim()).is_some();
        first_lines(content).any(is_entry)
            && first_lines(content).next().is_some_and(|first| !first.starts_with(char::is_whitespace))
    },
    read,
};

/// An entry and its weight: `WORD (1)`.
fn weighted(text: &str) -> Option<(&str, &str)> {
    let (entry, weight) = text.strip_suffix(')')?.rsplit_once('(')?;
    let weight = weight.trim();
    (weight.parse::<f64>().is_ok() && !entry.trim().is_empty()).then(|| (entry.trim(), weight))
}

fn read(content: &str) -> Result<Rows, String> {
    let mut rows = Rows::default();
    // The categories in which a line stands, by depth.
    let mut open: Vec<usize> = Vec::new();
    for (line, text) in lines(content) {
        let depth = text.bytes().take_while(|&byte| byte == b'\t').count();
        let text = text.trim();
        if text.starts_with('@') {
            let shown = visible(text, 60);
            rows.problem(line, &format!("`{shown}` is a rule, which is not read; take it out"));
            continue;
        }
        if depth > open.len() {
            let problem = "is indented further than any category above it; indent by one tab a level";
            return Err(at_line(line, &format!("`{}` {problem}", visible(text, 60))));
        }
        match weighted(text) {
            Some((entry, weight)) => match depth.checked_sub(1) {
                Some(outer) => rows.entry(open[outer], line, (entry, weight, "")),
                None => {
                    rows.problem(line, &format!("`{}` stands in no category; indent it", visible(text, 60)));
                }
            },
            None => {
                open.truncate(depth);
                open.push(rows.category(open.last().copied(), text, line)?);
            }
        }
    }
    Ok(rows)
}
