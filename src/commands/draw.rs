//! `draw`: the charts and the report again, from the tables of a result alone.

use super::output::{self, Words};
use super::say;
use crate::config::ChartChoice;
use crate::engine::Workers;
use crate::error::{Error, Result};
use crate::manifest::{FileDigest, read_manifest};
use crate::tables::{TableSet, csv};
use std::path::Path;

pub(super) fn run(folder: &Path) -> Result<()> {
    let mut manifest = read_manifest(folder)?;
    if manifest.command != "compare" {
        return Err(Error::Usage(format!(
            "{} is a result of {}, which has no charts",
            folder.display(),
            manifest.command
        )));
    }
    let schemas = output::schemas();
    let mut tables = TableSet::default();
    let (drawn_before, files): (Vec<String>, Vec<String>) =
        manifest.outputs.iter().map(|output| output.path.clone()).partition(|path| is_drawn(path));
    for file in files.iter().filter(|file| file.ends_with(".csv")) {
        if let Some(schema) = schemas.iter().find(|schema| file.split('.').next() == Some(schema.name)) {
            tables.insert(csv::read(schema, &folder.join(file))?);
        }
    }
    if tables.get("articles").is_none() {
        return Err(Error::Usage(format!("{} has no tables as CSV; draw reads those", folder.display())));
    }
    let charts = manifest.options.get("charts").and_then(|value| value.as_str()).unwrap_or("all");
    let words = Words { summary: &manifest.summary, messages: &manifest.messages, files: &files };
    let drawn = output::draw(&Workers::new(None)?, folder, (&tables, choice(charts)), &words)?;
    // Only what was drawn gets new digests: a table that was edited still shows as changed.
    manifest.outputs.retain(|output| !drawn_before.contains(&output.path));
    for file in &drawn {
        manifest.outputs.push(FileDigest::of_file(file, &folder.join(file))?);
    }
    manifest.save_again(folder)?;
    say(&format!("Drawn: {}\n", drawn.join(", ")));
    Ok(())
}

/// Whether a file of a result is drawn from its tables.
fn is_drawn(path: &str) -> bool {
    path.starts_with("charts/") || path == "report.html"
}

/// The choice as the manifest writes it.
fn choice(text: &str) -> ChartChoice {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().map_or(ChartChoice::All, ChartChoice::First)
}
