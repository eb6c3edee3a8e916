//! `verify`: whether a result is as its manifest says.

use super::{say, tell};
use crate::error::{Error, Result};
use crate::manifest;
use std::path::Path;

pub(super) fn run(folder: &Path) -> Result<()> {
    let (failures, notes): (Vec<_>, Vec<_>) =
        manifest::verify(folder)?.into_iter().partition(manifest::Change::is_failure);
    for note in &notes {
        tell(&format!("parallax: {note}"));
    }
    if failures.is_empty() {
        say(&format!("{} is as its manifest says.\n", folder.display()));
        return Ok(());
    }
    let told: Vec<String> = failures.iter().map(ToString::to_string).collect();
    Err(Error::Verify(format!("{} is not as its manifest says:\n{}", folder.display(), told.join("\n"))))
}
