//! The shape of a table as `datapackage.json` of its result says, so that results of other versions can be read.

use crate::error::{Error, Result};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// The shape of a table that is written as CSV.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// The file's name.
    pub path: String,
    /// The columns that identify a row.
    pub key: Vec<String>,
    /// The columns that hold numbers.
    pub numbers: Vec<String>,
    /// Those of them that are offsets: they move with any change of a text, and are no figures.
    pub offsets: Vec<String>,
}

/// The tables of a result, by name.
///
/// # Errors
/// When `datapackage.json` cannot be read.
pub fn shapes(folder: &Path) -> Result<BTreeMap<String, Shape>> {
    let path = folder.join("datapackage.json");
    let text = std::fs::read(&path).map_err(|source| Error::reading(&path, source))?;
    let package: Value = serde_json::from_slice(&text)
        .map_err(|error| Error::content(&path, format!("{error}; restore it, or make the result again")))?;
    let resources = package["resources"].as_array().map(Vec::as_slice).unwrap_or_default();
    Ok(resources.iter().filter_map(shape).filter(|(name, _)| name != "codebook").collect())
}

fn shape(resource: &Value) -> Option<(String, Shape)> {
    let path = resource["path"].as_str()?.to_owned();
    let name = path.strip_suffix(".csv").filter(|name| !name.contains(['/', '\\']))?.to_owned();
    let words = |value: &Value| -> Vec<String> {
        value.as_array().into_iter().flatten().filter_map(|it| it.as_str().map(str::to_owned)).collect()
    };
    let schema = &resource["schema"];
    let fields = schema["fields"].as_array()?;
    let named = |keep: &dyn Fn(&Value) -> bool| -> Vec<String> {
        fields.iter().filter(|it| keep(it)).filter_map(|it| it["name"].as_str().map(str::to_owned)).collect()
    };
    let is_number = |it: &Value| matches!(it["type"].as_str(), Some("number" | "integer"));
    let numbers = named(&is_number);
    let offsets = named(&|it| is_number(it) && it["unit"].as_str() == Some("bytes"));
    Some((name, Shape { path, key: words(&schema["primaryKey"]), numbers, offsets }))
}
