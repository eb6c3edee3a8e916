//! The forms in which lexicons come, one file each.

mod csv;
mod json;
mod lexicoder;
mod liwc;
mod quanteda;
mod wordstat;

pub(super) use csv::read as read_csv;

use super::rows::{self, Rows};
use crate::key::About;

/// How many lines of a file are looked at to tell its form.
const LOOKED_AT: usize = 1_000;

/// A form of lexicon.
#[derive(Clone, Copy)]
pub struct Format {
    /// Its name, what it looks like, and what of it is not read.
    pub about: About,
    /// The endings of its files, in lower case.
    endings: &'static [&'static str],
    /// Whether a text is of this form beyond doubt.
    is_it: fn(&str) -> bool,
    pub(super) read: fn(&str) -> Result<Rows, String>,
}

/// The forms, in the order in which a text is held against them: from those that cannot be taken for another on.
pub const FORMATS: &[Format] =
    &[liwc::FORMAT, lexicoder::FORMAT, json::FORMAT, csv::FORMAT, wordstat::FORMAT, quanteda::FORMAT];

/// The form of a text, else that of its file's ending, else YAML where the text may be that: so may much that is no
/// dictionary.
pub(super) fn tell(content: &str, ending: &str) -> Result<&'static Format, String> {
    let has_ending = |format: &&Format| format.endings.iter().any(|it| it.eq_ignore_ascii_case(ending));
    let of_content = FORMATS
        .iter()
        .filter(|format| format.about.name != quanteda::NAME)
        .find(|format| (format.is_it)(content));
    let of_ending = || FORMATS.iter().find(has_ending);
    let told =
        of_content.or_else(of_ending).or_else(|| FORMATS.iter().find(|format| (format.is_it)(content)));
    told.ok_or_else(|| {
        let known: Vec<String> =
            FORMATS.iter().map(|it| format!("{} (.{})", it.about.name, it.endings.join(", ."))).collect();
        format!("is no dictionary in a form that is known; save it as one of: {}", known.join("; "))
    })
}

/// The lines of a text that say something, counted from 1, without the white space at their ends.
fn lines(content: &str) -> impl Iterator<Item = (u64, &str)> {
    (1..)
        .zip(content.split('\n'))
        .map(|(line, text)| (line, text.trim_end()))
        .filter(|(_, text)| !text.is_empty())
}

/// The first lines that say something.
fn first_lines(content: &str) -> impl Iterator<Item = &str> {
    lines(content).map(|(_, text)| text).take(LOOKED_AT)
}

#[cfg(test)]
mod tests;
