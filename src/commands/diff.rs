//! `diff`: which figures moved between two results, and why.

use super::say;
use crate::cli::DiffArguments;
use crate::diff::{Moved, Shape, TableDiff, articles, compare, reasons, shapes};
use crate::error::{Error, Result};
use crate::manifest::{FileDigest, Manifest, read_manifest};
use crate::tables::csv::guarded;
use crate::text::visible::visible;
use std::fs::File;
use std::path::Path;

/// How many reasons, tables and figures the summary shows: with three heads at most 25 lines.
const REASONS: usize = 7;
const TABLES: usize = 6;
const FIGURES: usize = 6;

/// What is found, table by table.
type Found = Vec<(String, TableDiff)>;

pub(super) fn run(arguments: &DiffArguments) -> Result<()> {
    let DiffArguments { before, after, output } = arguments;
    let manifests = (read_manifest(before)?, read_manifest(after)?);
    let (a, b) = (shapes(before)?, shapes(after)?);
    let mut notes = Vec::new();
    for (name, folder, manifest) in [("the first", before, &manifests.0), ("the second", after, &manifests.1)]
    {
        notes.extend(
            edited(folder, manifest)?.map(|files| format!("changed by hand in {name} result: {files}")),
        );
    }
    for (mine, theirs, name) in [(&a, &b, "first"), (&b, &a, "second")] {
        let only: Vec<&str> =
            mine.keys().filter(|it| !theirs.contains_key(*it)).map(String::as_str).collect();
        if !only.is_empty() {
            notes.push(format!("tables of the {name} result only: {}", only.join(", ")));
        }
    }
    let mut writer = output.as_ref().map(|path| open(path)).transpose()?;
    let mut of_articles = Vec::new();
    let mut found: Found = Vec::new();
    for (name, shape) in b.iter().filter(|(name, _)| a.contains_key(*name)) {
        let diff = compare_one((before, after), (name, shape), &mut writer, &mut of_articles)?;
        found.push((name.clone(), diff));
    }
    if found.is_empty() {
        return Err(Error::Usage(
            "the results share no table as CSV; make them with --format csv".to_owned(),
        ));
    }
    if let (Some(writer), Some(path)) = (&mut writer, output) {
        writer.flush().map_err(|source| Error::writing(path, source))?;
    }
    let mut why = reasons(&manifests.0, &manifests.1);
    why.extend(articles(&of_articles));
    why.extend(notes);
    let mut lines = summary(&mut found, &why);
    if let Some(path) = output {
        lines.push(format!("Every move is in {}.", path.display()));
    }
    say(&format!("{}\n", lines.join("\n")));
    Ok(())
}

fn open(path: &Path) -> Result<csv::Writer<File>> {
    let file = File::create(path).map_err(|source| Error::writing(path, source))?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(file);
    let head = ["table", "key", "column", "before", "after", "change"];
    writer.write_record(head).map_err(|error| Error::writing(path, error.into()))?;
    Ok(writer)
}

fn compare_one(
    folders: (&Path, &Path),
    (name, shape): (&str, &Shape),
    writer: &mut Option<csv::Writer<File>>,
    of_articles: &mut Vec<Moved>,
) -> Result<TableDiff> {
    compare(folders, shape, |moved| {
        if name == "articles" {
            of_articles.push(moved.clone());
        }
        let Some(writer) = writer else { return Ok(()) };
        let change =
            moved.change.map_or_else(String::new, |it| crate::tables::round_significant(it).to_string());
        // Cells of the tables have their guard already; the key is put together anew.
        let key = guarded(&moved.key, false);
        let cells = [name, &key, &moved.column, &moved.before, &moved.after, &change];
        writer.write_record(cells).map_err(|error| Error::writing(Path::new("the file of -o"), error.into()))
    })
}

/// The tables of a result that are not as its manifest says.
fn edited(folder: &Path, manifest: &Manifest) -> Result<Option<String>> {
    let mut files = Vec::new();
    for listed in manifest.outputs.iter().filter(|it| it.path.ends_with(".csv")) {
        if FileDigest::of_file(&listed.path, &folder.join(&listed.path))? != *listed {
            files.push(listed.path.as_str());
        }
    }
    Ok((!files.is_empty()).then(|| files.join(", ")))
}

fn summary(found: &mut Found, why: &[String]) -> Vec<String> {
    let sum = |of: fn(&TableDiff) -> usize| found.iter().map(|(_, diff)| of(diff)).sum::<usize>();
    let (n_figures, n_moved) = (sum(|it| it.n_figures), sum(|it| it.n_moved));
    let (n_before, n_after) = (sum(|it| it.n_only_before), sum(|it| it.n_only_after));
    let n_texts = sum(|it| it.n_texts);
    let (n_tables, n_other) = (found.len(), found.iter().filter(|(_, diff)| !diff.is_same()).count());
    let mut lines = vec![if n_other == 0 {
        format!("Nothing moved: all {n_figures} figures of {n_tables} tables are the same.")
    } else {
        format!(
            "{n_moved} of {n_figures} figures moved and {n_texts} texts changed, in {n_other} of {n_tables} tables; {n_before} \
             rows are in the first result only, {n_after} in the second."
        )
    }];
    push_some(
        &mut lines,
        if n_other == 0 { "What differs beside the figures:" } else { "Why:" },
        why,
        REASONS,
    );
    if n_other > 0 && why.is_empty() {
        lines.push(
            "Why: the manifests are alike; the tables were made by another build, or changed".to_owned(),
        );
    }
    found.retain(|(_, diff)| !diff.is_same());
    found.sort_by(|(a, x), (b, y)| share(y).total_cmp(&share(x)).then(a.cmp(b)));
    let tables: Vec<String> = found.iter().map(|(name, diff)| table_line(name, diff)).collect();
    push_some(&mut lines, "Tables, by the share of their figures that moved:", &tables, TABLES);
    push_some(&mut lines, "What moved most, for its column:", &figures(found), FIGURES);
    lines
}

/// Adds a head and the first lines; nothing where there are none.
fn push_some(lines: &mut Vec<String>, head: &str, all: &[String], most: usize) {
    if all.is_empty() {
        return;
    }
    lines.push(head.to_owned());
    // A line that says "1 more" takes no less room than the one that it stands for.
    let shown = if all.len() > most { most - 1 } else { all.len() };
    lines.extend(all.iter().take(shown).map(|line| format!("  {}", visible(line, 300))));
    if all.len() > shown {
        lines.push(format!("  and {} more", all.len() - shown));
    }
}

#[expect(clippy::cast_precision_loss, reason = "figures of a table")]
fn share(diff: &TableDiff) -> f64 {
    if diff.n_figures == 0 { 0.0 } else { diff.n_moved as f64 / diff.n_figures as f64 }
}

fn table_line(name: &str, diff: &TableDiff) -> String {
    let mut line = format!("{name}: {:.1} % ({} of {})", 100.0 * share(diff), diff.n_moved, diff.n_figures);
    for (n, what) in [
        (diff.n_texts, "texts"),
        (diff.n_only_before, "rows in the first only"),
        (diff.n_only_after, "rows in the second only"),
    ] {
        if n > 0 {
            line.push_str(&format!(", {n} {what}"));
        }
    }
    if !diff.columns.is_empty() {
        line.push_str(&format!(", columns of one only: {}", diff.columns.join(", ")));
    }
    line
}

/// The figures that moved most, of all tables, at most two of each, so that one table does not hide the others.
fn figures(found: &Found) -> Vec<String> {
    let mut all: Vec<(&str, &Moved)> = found
        .iter()
        .flat_map(|(name, diff)| diff.most.iter().take(2).map(move |it| (name.as_str(), it)))
        .collect();
    all.sort_by(|a, b| b.1.size.total_cmp(&a.1.size).then_with(|| (a.0, &a.1.key).cmp(&(b.0, &b.1.key))));
    let values = |key: &str| {
        key.split("; ").filter_map(|it| Some(it.split_once('=')?.1.to_owned())).collect::<Vec<_>>()
    };
    all.iter()
        .map(|(table, moved)| {
            let shown = |text: &str| if text.is_empty() { "nothing".to_owned() } else { text.to_owned() };
            let change = moved
                .change
                .map_or_else(String::new, |it| format!(" ({:+})", crate::tables::round_significant(it)));
            format!(
                "{table}, {}: {} {}, then {}{change}",
                values(&moved.key).join(", "),
                moved.column,
                shown(&moved.before),
                shown(&moved.after)
            )
        })
        .collect()
}
