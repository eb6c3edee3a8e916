//! `draw`: the charts and the report again, from the tables of a result alone.

use super::output::{self, Words};
use super::say;
use crate::compare::{COMPARISONS, skipped};
use crate::config::ChartChoice;
use crate::error::{Error, Result};
use crate::manifest::{Manifest, digest};
use crate::tables::{Schema, TableSet, csv};
use std::path::Path;

pub(super) fn run(folder: &Path) -> Result<()> {
    let mut manifest = Manifest::read(folder)?;
    if manifest.command != "compare" {
        return Err(Error::Usage(format!("{} is a result of {}, which has no charts", folder.display(), manifest.command)));
    }
    let (mut tables, mut files) = (TableSet::default(), Vec::new());
    let mut schemas: Vec<&'static Schema> = COMPARISONS.iter().flat_map(|it| it.schemas()).copied().collect();
    schemas.push(&skipped::SCHEMA);
    for output in &manifest.outputs {
        let Some(schema) = schemas.iter().find(|schema| output.path.split('.').next() == Some(schema.name)) else {
            continue;
        };
        if output.path.ends_with(".csv") {
            tables.insert(csv::read(schema, &folder.join(&output.path))?);
        }
        files.push((output.path.clone(), schema.row));
    }
    if tables.get("articles").is_none() {
        return Err(Error::Usage(format!("{} has no tables as CSV; draw reads those", folder.display())));
    }
    let charts = manifest.options.get("charts").and_then(|value| value.as_str()).unwrap_or("all");
    let words = Words { summary: &manifest.summary, messages: &manifest.messages, files: &files };
    let drawn = output::draw(folder, &tables, choice(charts), &words)?;
    for file in &drawn {
        let new = digest(&folder.join(file), file)?;
        match manifest.outputs.iter_mut().find(|output| output.path == *file) {
            Some(old) => *old = new,
            None => manifest.outputs.push(new),
        }
    }
    manifest.outputs.sort_by(|a, b| a.path.cmp(&b.path));
    manifest.write(folder)?;
    say(&format!("Drawn: {}\n", drawn.join(", ")));
    Ok(())
}

/// The choice as the manifest writes it.
fn choice(text: &str) -> ChartChoice {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().map_or(ChartChoice::All, ChartChoice::First)
}
