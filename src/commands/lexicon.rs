//! `lexicon check`: what a lexicon holds, and which of its entries never count.

use super::{say, tell};
use crate::cli::LexiconCommand;
use crate::error::{Error, Result};
use crate::text::lexicon::{Entry, Lexicon};
use crate::text::visible::visible;
use encoding_rs::{Encoding, WINDOWS_1252};
use std::path::Path;

/// How much of a name or an entry is shown, in characters.
const SHOWN: usize = 80;

/// How many entries of one fault are shown.
const TOLD: usize = 50;

pub(super) fn run(command: LexiconCommand) -> Result<()> {
    let LexiconCommand::Check { files, strict } = command;
    let (mut n_idle, mut problems) = (0, Vec::new());
    for file in files {
        match read(&file) {
            Ok(lexicon) => {
                let (lines, n) = look_over(&file, &lexicon);
                say(&format!("{}\n", lines.join("\n")));
                n_idle += n;
            }
            Err(problem) => problems.push(problem),
        }
    }
    // The last is told by the program's end.
    let last = problems.pop();
    problems.iter().for_each(|problem| tell(&format!("parallax: {problem}")));
    match last {
        Some(problem) => Err(problem),
        None if strict && n_idle > 0 => Err(Error::Idle(n_idle)),
        None => Ok(()),
    }
}

/// What there is to say of a lexicon, and how many of its entries add nothing.
fn look_over(file: &Path, lexicon: &Lexicon) -> (Vec<String>, usize) {
    let n_exclusions = lexicon.entries.iter().filter(|entry| entry.is_exclusion).count();
    let n_entries = lexicon.entries.len() - n_exclusions;
    let beside = if n_exclusions > 0 { format!(", {n_exclusions} exclusions") } else { String::new() };
    let mut lines = vec![format!("{}: {n_entries} entries{beside}", file.display())];
    let mut counts = vec![0_usize; lexicon.categories.len()];
    let counted = lexicon.entries.iter().filter(|entry| !entry.is_exclusion);
    counted.for_each(|entry| counts[entry.category] += 1);
    let names = lexicon.categories.iter().map(|name| visible(name, SHOWN));
    lines.extend(names.zip(&counts).map(|(name, n)| format!("  {name}: {n}")));
    let place = |entry: &Entry| {
        let category = &lexicon.categories[entry.category];
        format!("{} in {}", visible(&entry.text, SHOWN), visible(category, SHOWN))
    };
    let repeated = lexicon.repeated.iter().map(|it| {
        let entry = place(&lexicon.entries[it.entry]);
        format!("  repeated: {entry}, in line {} as in line {}", it.line, it.first_line)
    });
    let shadowed = lexicon.shadowed().into_iter().map(|(entry, by)| {
        format!("  shadowed: {} adds nothing to {}", place(entry), visible(&by.text, SHOWN))
    });
    let idle = lexicon
        .idle_exclusions()
        .into_iter()
        .map(|entry| format!("  idle: {} guards no entry", place(entry)));
    let mut n = 0;
    for mut found in [repeated.collect::<Vec<_>>(), shadowed.collect(), idle.collect()] {
        n += found.len();
        let n_more = found.len().saturating_sub(TOLD);
        found.truncate(TOLD);
        lines.append(&mut found);
        if n_more > 0 {
            lines.push(format!("  and {n_more} more such"));
        }
    }
    (lines, n)
}

/// The text of a file that people wrote: UTF-8, UTF-16 with a byte order mark, else windows-1252.
pub(super) fn decoded(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).map_err(|source| Error::reading(path, source))?;
    Ok(match Encoding::for_bom(&bytes) {
        Some((encoding, _)) => encoding.decode(&bytes).0.into_owned(),
        None => match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => WINDOWS_1252.decode_without_bom_handling(error.as_bytes()).0.into_owned(),
        },
    })
}

/// Reads a lexicon from its file: UTF-8, UTF-16 with a byte order mark, else windows-1252, as older programs write it.
pub(super) fn read(path: &Path) -> Result<Lexicon> {
    let content = decoded(path)?;
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Lexicon::read(&name, &content).map_err(|problem| Error::content(path, problem))
}
