//! `verify`: whether a result is as its manifest says.

use super::{say, tell};
use crate::error::{Error, Result};
use crate::manifest::Manifest;
use std::path::Path;

pub(super) fn run(folder: &Path) -> Result<()> {
    let manifest = Manifest::read(folder)?;
    let found = manifest.changes(folder)?;
    for note in &found.notes {
        tell(&format!("parallax: {note}"));
    }
    if found.changed.is_empty() {
        say(&format!("{} is as its manifest says: {} files.\n", folder.display(), manifest.outputs.len()));
        return Ok(());
    }
    Err(Error::Verify(format!("{} is not as its manifest says:\n{}", folder.display(), found.changed.join("\n"))))
}
