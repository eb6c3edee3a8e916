//! `lexicon check`: what a lexicon holds, and which of its entries never count.

use super::say;
use crate::cli::LexiconCommand;
use crate::error::{Error, Result};
use crate::text::lexicon::{Entry, Lexicon};
use std::path::Path;

pub(super) fn run(command: LexiconCommand) -> Result<()> {
    let LexiconCommand::Check { files } = command;
    for file in files {
        let lexicon = read(&file)?;
        let n_exclusions = lexicon.entries.iter().filter(|entry| entry.is_exclusion).count();
        let n_entries = lexicon.entries.len() - n_exclusions;
        let beside = if n_exclusions > 0 { format!(", {n_exclusions} exclusions") } else { String::new() };
        let mut lines = vec![format!("{}: {n_entries} entries{beside}", file.display())];
        for (number, category) in lexicon.categories.iter().enumerate() {
            let is_counted = |entry: &&Entry| entry.category == number && !entry.is_exclusion;
            let n = lexicon.entries.iter().filter(is_counted).count();
            lines.push(format!("  {category}: {n}"));
        }
        for (shadowed, by) in lexicon.shadowed() {
            let category = &lexicon.categories[shadowed.category];
            lines.push(format!("  shadowed: {} in {category} adds nothing to {}", shadowed.text, by.text));
        }
        for idle in lexicon.idle_exclusions() {
            let category = &lexicon.categories[idle.category];
            lines.push(format!("  idle: {} in {category} guards no entry", idle.text));
        }
        say(&format!("{}\n", lines.join("\n")));
    }
    Ok(())
}

/// Reads a lexicon from its file.
pub(super) fn read(path: &Path) -> Result<Lexicon> {
    let bytes = std::fs::read(path).map_err(|source| Error::reading(path, source))?;
    let content = String::from_utf8(bytes)
        .map_err(|_| Error::content(path, "is not UTF-8; save it as UTF-8 and try again"))?;
    let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    Lexicon::parse(&name, &content).map_err(|problem| Error::content(path, problem))
}
