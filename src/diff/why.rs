//! Why figures moved: what the manifests and the tables of articles tell.

use super::table::Moved;
use crate::manifest::{FileDigest, Manifest};
use std::collections::{BTreeMap, BTreeSet};

/// Options that choose what is written and move no figure.
const OF_WRITING: &[&str] =
    &["article-scores", "charts", "evidence", "format", "only", "quote-limit", "raw-text", "text", "vectors"];

/// The columns of `articles.csv` that are read from the source rather than measured.
const OF_SOURCE: &[&str] =
    &["outlet", "group", "date", "title", "url", "author", "language", "n_words", "n_sentences", "n_quotes"];

/// How many names a reason lists.
const NAMED: usize = 3;

/// Which of the two results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The first.
    Before,
    /// The second.
    After,
}

/// What differs between two manifests, one line each; empty where nothing does.
#[must_use]
pub fn reasons(before: &Manifest, after: &Manifest) -> Vec<String> {
    let mut lines = Vec::new();
    for (what, a, b) in [
        ("version", before.version.clone(), after.version.clone()),
        ("command", before.command.clone(), after.command.clone()),
        ("seed", before.seed.to_string(), after.seed.to_string()),
    ] {
        if a != b {
            lines.push(format!("{what}: {a}, then {b}"));
        }
    }
    lines.extend(options(before, after));
    lines.extend(inputs(before, after));
    lines
}

/// Options in two lines: those that move figures, and those that choose what is written.
fn options(before: &Manifest, after: &Manifest) -> Vec<String> {
    let names: BTreeSet<&String> = before.options.keys().chain(after.options.keys()).collect();
    let (mut of_figures, mut of_writing) = (Vec::new(), Vec::new());
    for name in names {
        let (a, b) = (before.options.get(name), after.options.get(name));
        if a == b {
            continue;
        }
        let shown = |value: Option<&serde_json::Value>| {
            value.map_or_else(|| "not noted".to_owned(), ToString::to_string).replace('"', "")
        };
        let told = format!("{name} {}, then {}", shown(a), shown(b));
        if OF_WRITING.contains(&name.as_str()) { of_writing.push(told) } else { of_figures.push(told) }
    }
    let mut lines = Vec::new();
    if !of_figures.is_empty() {
        lines.push(format!("options: {}", of_figures.join("; ")));
    }
    if !of_writing.is_empty() {
        lines.push(format!(
            "options that choose what is written and move no figure: {}",
            of_writing.join("; ")
        ));
    }
    lines
}

/// Files that were read: other ones, or with other bytes. A file of the same bytes elsewhere is the same.
fn inputs(before: &Manifest, after: &Manifest) -> Vec<String> {
    let by_path = |manifest: &Manifest| -> BTreeMap<String, String> {
        manifest.inputs.iter().map(|FileDigest { path, blake3, .. }| (path.clone(), blake3.clone())).collect()
    };
    let (a, b) = (by_path(before), by_path(after));
    let digests = |files: &BTreeMap<String, String>| files.values().cloned().collect::<BTreeSet<String>>();
    let (in_a, in_b) = (digests(&a), digests(&b));
    let changed: Vec<&String> = a
        .iter()
        .filter(|(path, digest)| b.get(*path).is_some_and(|other| other != *digest))
        .map(|(path, _)| path)
        .collect();
    let only = |mine: &BTreeMap<String, String>,
                theirs: &BTreeMap<String, String>,
                digests: &BTreeSet<String>| {
        let is_new =
            |(path, digest): &(&String, &String)| !theirs.contains_key(*path) && !digests.contains(*digest);
        mine.iter().filter(is_new).map(|(path, _)| path.clone()).collect::<Vec<_>>()
    };
    let (gone, new) = (only(&a, &b, &in_b), only(&b, &a, &in_a));
    let lexicons = lexicons_of(before).chain(lexicons_of(after)).collect::<BTreeSet<String>>();
    let mut lines = Vec::new();
    for (what, paths) in
        [("changed", changed.into_iter().cloned().collect::<Vec<_>>()), ("gone", gone), ("new", new)]
    {
        let (of_lexicons, of_articles): (Vec<String>, Vec<String>) =
            paths.into_iter().partition(|path| lexicons.contains(path));
        for (kind, paths) in [("lexicon", of_lexicons), ("input", of_articles)] {
            if !paths.is_empty() {
                lines.push(format!("{kind} {what}: {}", named(&paths)));
            }
        }
    }
    lines
}

fn lexicons_of(manifest: &Manifest) -> impl Iterator<Item = String> {
    let list = manifest.options.get("lexicon").and_then(|it| it.as_array()).cloned().unwrap_or_default();
    list.into_iter().filter_map(|it| it.as_str().map(str::to_owned))
}

fn named(names: &[String]) -> String {
    let more = names.len().saturating_sub(NAMED);
    let shown = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}

/// What the moves of `articles.csv` tell: articles added, removed, changed, and moved to other events.
#[must_use]
pub fn articles(moves: &[Moved]) -> Vec<String> {
    let name = |moved: &Moved| moved.key.strip_prefix("article_id=").unwrap_or(&moved.key).to_owned();
    let those = |keep: &dyn Fn(&Moved) -> bool| -> Vec<String> {
        let names: BTreeSet<String> = moves.iter().filter(|it| keep(it)).map(name).collect();
        names.into_iter().collect()
    };
    let is_row = |moved: &Moved| moved.column.is_empty();
    [
        ("added", those(&|it| is_row(it) && it.before.is_empty())),
        ("removed", those(&|it| is_row(it) && it.after.is_empty())),
        ("changed in what was read", those(&|it| OF_SOURCE.contains(&it.column.as_str()))),
        ("in another event", those(&|it| it.column == "event_id")),
    ]
    .into_iter()
    .filter(|(_, names)| !names.is_empty())
    .map(|(what, names)| format!("articles {what}: {} ({})", names.len(), named(&names)))
    .collect()
}
