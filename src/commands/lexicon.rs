//! `lexicon check`: what a lexicon holds, and which of its entries never count.

use super::say;
use crate::cli::LexiconCommand;
use crate::error::{Error, Result};
use crate::text::lexicon::Lexicon;
use std::path::Path;

pub(super) fn run(command: LexiconCommand) -> Result<()> {
    let LexiconCommand::Check { files } = command;
    for file in files {
        let lexicon = read(&file)?;
        let mut lines = vec![format!("{}: {} entries", file.display(), lexicon.entries.len())];
        for (number, category) in lexicon.categories.iter().enumerate() {
            let n = lexicon.entries.iter().filter(|entry| entry.category == number).count();
            lines.push(format!("  {category}: {n}"));
        }
        for (shadowed, by) in lexicon.shadowed() {
            let category = &lexicon.categories[shadowed.category];
            lines.push(format!("  shadowed: {} in {category} adds nothing to {}", shadowed.text, by.text));
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
