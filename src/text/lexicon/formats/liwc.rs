//! LIWC (`.dic`): numbered categories between two lines of `%`, then words with the numbers of their categories.

use super::rows::{Rows, at_line};
use super::{Format, first_lines, lines};
use crate::key::About;
use crate::text::visible::visible;
use std::collections::BTreeMap;

pub(super) const FORMAT: Format = Format {
    about: About {
        name: "liwc",
        line: "LIWC: numbered categories between two lines of %, then a word or phrase a line with its categories' numbers",
        unit: "a * ends a word",
        limits: "words that count by what stands beside them, such as `kind <of>131/125`, are refused",
        source: "Pennebaker, Francis & Booth, Linguistic Inquiry and Word Count",
    },
    endings: &["dic"],
    is_it: |content| first_lines(content).next().is_some_and(|line| line.trim() == "%"),
    read,
};

fn read(content: &str) -> Result<Rows, String> {
    let mut lines = lines(content).map(|(line, text)| (line, text.trim_start()));
    match lines.next() {
        Some((_, "%")) => {}
        first => {
            let line = first.map_or(1, |(line, _)| line);
            return Err(at_line(line, "the categories must stand between two lines of `%`; put one here"));
        }
    }
    let mut rows = Rows::default();
    let mut nodes: BTreeMap<&str, usize> = BTreeMap::new();
    let mut is_closed = false;
    for (line, text) in lines.by_ref() {
        if text == "%" {
            is_closed = true;
            break;
        }
        let (number, name) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        if !is_number(number) {
            let problem = format!("`{}` is no number and name of a category", visible(text, 60));
            return Err(at_line(line, &format!("{problem}; a line of `%` ends the categories")));
        }
        let node = rows.category(None, name, line)?;
        if nodes.insert(number, node).is_some_and(|other| other != node) {
            return Err(at_line(line, &format!("the number {number} names two categories; change one")));
        }
    }
    if !is_closed {
        return Err("the categories have no end: put a line of `%` before the first word".to_owned());
    }
    for (line, text) in lines {
        word(&mut rows, &nodes, (line, text));
    }
    Ok(rows)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Takes in one word or phrase. A tab ends it; without one it goes on up to the numbers at the end.
fn word(rows: &mut Rows, nodes: &BTreeMap<&str, usize>, (line, text): (u64, &str)) {
    let shown = visible(text, 60);
    if is_conditional(text) {
        let problem =
            "counts by what stands beside it, which is not read; give it plain numbers of categories";
        return rows.problem(line, &format!("`{shown}` {problem}"));
    }
    let (entry, numbers): (String, Vec<&str>) = match text.split_once('\t') {
        Some((entry, numbers)) => (entry.to_owned(), numbers.split_whitespace().collect()),
        None => {
            let parts: Vec<&str> = text.split_whitespace().collect();
            let n_numbers = parts.iter().skip(1).rev().take_while(|part| is_number(part)).count();
            let (words, numbers) = parts.split_at(parts.len() - n_numbers);
            (words.join(" "), numbers.to_vec())
        }
    };
    if numbers.is_empty() {
        rows.problem(line, &format!("`{shown}` has no number of a category; add one"));
    }
    for number in numbers {
        match nodes.get(number) {
            Some(&node) => rows.entry(node, line, (&entry, "", "")),
            None => rows.problem(
                line,
                &format!("`{}` in `{shown}` is the number of no category", visible(number, 20)),
            ),
        }
    }
}

/// Whether a line is such as `kind <of>131/125` or `like (02 134)125/464`.
fn is_conditional(text: &str) -> bool {
    let is_bracket =
        |(at, _): (usize, char)| text[at + 1..].trim_start().starts_with(|next: char| next.is_ascii_digit());
    (text.contains('<') && text.contains('>')) || text.char_indices().filter(|it| it.1 == '(').any(is_bracket)
}
