//! `validate`: a result held against what human coders found.

use super::passages::ground;
use super::sample::key_beside;
use super::{lexicon, say};
use crate::cli::ValidateArguments;
use crate::coding::{FINDINGS, Findings, Lot, Sheets, read_key, table};
use crate::error::{Error, Result};
use crate::tables::{SINKS, SinkOptions, write_file};
use crate::text::visible::visible;
use std::path::{Path, PathBuf};

/// Bootstrap samples and relabelings where nothing is said.
const RESAMPLES: usize = 2_000;

/// How many outlets the summary shows.
const TOLD: usize = 8;

pub(super) fn run(arguments: &ValidateArguments) -> Result<()> {
    let resamples = arguments.resamples.unwrap_or(RESAMPLES);
    if resamples == 0 {
        return Err(Error::Usage("--resamples must be at least 1".to_owned()));
    }
    let [first, ..] = arguments.coded.as_slice() else {
        return Err(Error::Usage("name the coded sheet".to_owned()));
    };
    let output = arguments.output.clone().unwrap_or_else(|| first.with_file_name("validation.csv"));
    refuse_other_file(&output)?;
    let key_path = arguments.key.clone().map_or_else(|| find_key(first), Ok)?;
    let key = read_key(&key_path)?;
    let ground = ground(&arguments.folder, &key.target, arguments.texts.as_ref())?;
    let passages = key.passages(&key_path, (&ground.frame, &ground.source.articles))?;
    let mut sheets = Sheets::default();
    for path in &arguments.coded {
        let content = lexicon::decoded(path)?;
        sheets.add(path, &content, |id| passages.contains_key(id), arguments.coded.len() == 1)?;
    }
    let n_drawn = passages.len();
    let coded = sheets.coded.iter().filter_map(|(id, it)| Some((*passages.get(id.as_str())?, it.clone())));
    let lot = Lot { frame: &ground.frame, coded: coded.collect() };
    let findings = Findings::of(&lot, (arguments.seed.unwrap_or(1), resamples));
    let Some(csv) = SINKS.first() else { return Ok(()) };
    write_file(*csv, &table(&findings), &SinkOptions { raw_text: false }, &output)?;
    let mut lines = vec![head(&lot, (&sheets, n_drawn), &key.target.name())];
    lines.extend(told(&findings, &ground.frame.outlets));
    lines.push(format!("All findings are in {}.", output.display()));
    say(&format!("{}\n", lines.join("\n")));
    Ok(())
}

/// A file that is there already is written over only where it holds earlier findings.
fn refuse_other_file(path: &Path) -> Result<()> {
    let header: Vec<&str> = FINDINGS.columns.iter().map(|column| column.name).collect();
    match std::fs::read(path) {
        Ok(bytes) if !bytes.starts_with(header.join(",").as_bytes()) => Err(Error::Usage(format!(
            "{} is there already and holds something else; name another file with -o",
            path.display()
        ))),
        _ => Ok(()),
    }
}

/// The key beside a sheet, else the only key in its folder: coded sheets often have another name.
fn find_key(sheet: &Path) -> Result<PathBuf> {
    let beside = key_beside(sheet);
    if beside.is_file() {
        return Ok(beside);
    }
    let folder = sheet.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = std::fs::read_dir(folder).map_err(|source| Error::reading(folder, source))?;
    let is_key = |path: &PathBuf| path.to_string_lossy().ends_with(".key.csv");
    let keys: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(is_key).collect();
    match <[PathBuf; 1]>::try_from(keys) {
        Ok([key]) => Ok(key),
        Err(keys) => Err(Error::Usage(format!(
            "no key {} ({} other keys in that folder); name the key that sample wrote with --key",
            beside.display(),
            keys.len()
        ))),
    }
}

fn head(lot: &Lot<'_>, (sheets, n_drawn): (&Sheets, usize), target: &str) -> String {
    let n_coded = lot.coded.iter().filter(|(_, it)| it.value().is_some()).count();
    let n_unsure: usize = lot.coded.iter().map(|(_, it)| it.n_unsure).sum();
    let unsure = if n_unsure > 0 { format!("; {n_unsure} times cannot tell") } else { String::new() };
    let coders = if sheets.coders.len() == 1 { "coder" } else { "coders" };
    format!("{target}: {n_coded} of {n_drawn} passages coded by {} {coders}{unsure}.", sheets.coders.len())
}

/// The findings in words.
fn told(findings: &[Findings], outlets: &[String]) -> Vec<String> {
    let find = |quantity: &str, outlet: &str| {
        findings.iter().find(|it| it.quantity == quantity && it.outlet == outlet)
    };
    let shown = |quantity: &str, outlet: &str| find(quantity, outlet).map_or_else(String::new, figure);
    let mut lines = vec![
        format!("Agreement of coders, Krippendorff's alpha: {}", shown("alpha", "ALL")),
        format!("Precision: {}", shown("precision", "ALL")),
        format!("Recall: {}", shown("recall", "ALL")),
        format!("Share of sentences, measured: {}", shown("share_measured", "ALL")),
        format!("  corrected by the codes: {}", shown("share_corrected", "ALL")),
    ];
    if outlets.len() < 2 {
        return lines;
    }
    let p = |quantity: &str| {
        find(quantity, "ALL").map_or_else(String::new, |it| {
            it.p_value.map_or_else(|| format!("not tested ({})", it.note), |p| format!("p {p:.3}"))
        })
    };
    lines.push(format!(
        "Do errors differ between outlets? {} (false matches {}, misses {})",
        p("errors_differ"),
        p("false_matches_differ"),
        p("misses_differ")
    ));
    lines.push("By outlet: precision; recall; difference from the others, measured and corrected".to_owned());
    for outlet in outlets.iter().take(TOLD) {
        lines.push(format!(
            "  {}: {}; {}; {} and {}",
            visible(outlet, 40),
            shown("precision", outlet),
            shown("recall", outlet),
            shown("difference_measured", outlet),
            shown("difference_corrected", outlet)
        ));
    }
    if outlets.len() > TOLD {
        lines.push(format!("  and {} more", outlets.len() - TOLD));
    }
    lines
}

fn figure(found: &Findings) -> String {
    match (found.estimate, found.has_interval) {
        (Some(it), true) => format!("{:.3} ({:.3} to {:.3})", it.value, it.low, it.high),
        (Some(it), false) => format!("{:.3} ({})", it.value, found.note),
        (None, _) => format!("unknown ({})", found.note),
    }
}
