//! Writing a result: tables, charts, report, and last the manifest.

use super::job::Job;
use crate::charts::{CHARTS, Drawing, raster};
use crate::compare::{COMPARISONS, skipped};
use crate::config::{ChartChoice, Options};
use crate::error::{Error, Result};
use crate::key::About;
use crate::manifest::{Digest, FILE_NAME, Manifest, digest};
use crate::measures::MEASURES;
use crate::report::{ReportInput, render};
use crate::tables::{SINKS, Schema, SinkOptions, Table, TableSet, package};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Tables that are too large for text.
const PARQUET_ONLY: &[&str] = &["vectors"];

/// Makes the folder of a result ready: new, empty, an earlier result of ours (whose files are taken away), or any
/// folder with `--force`.
pub(super) fn prepare(folder: &Path, force: bool) -> Result<()> {
    let is_empty = match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
        Err(source) => return Err(Error::reading(folder, source)),
    };
    if !is_empty {
        match Manifest::read(folder) {
            Ok(manifest) => remove_outputs(folder, &manifest)?,
            Err(_) if force => remove(&folder.join(FILE_NAME))?,
            Err(_) => {
                let why = "exists and is not a result of parallax; choose another folder, or --force to write into it";
                return Err(Error::Usage(format!("{} {why}", folder.display())));
            }
        }
    }
    let charts = folder.join("charts");
    std::fs::create_dir_all(&charts).map_err(|source| Error::writing(&charts, source))
}

/// Takes away what an earlier run wrote, its manifest first: what is left of it is then no result.
fn remove_outputs(folder: &Path, manifest: &Manifest) -> Result<()> {
    remove(&folder.join(FILE_NAME))?;
    let is_inside = |path: &Path| path.components().all(|part| matches!(part, std::path::Component::Normal(_)));
    for output in manifest.outputs.iter().filter(|output| is_inside(Path::new(&output.path))) {
        remove(&folder.join(&output.path))?;
    }
    Ok(())
}

fn remove(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::writing(path, error)),
        _ => Ok(()),
    }
}

/// Keeps the rows that the `--only-...`, `--voice` and `--zone` options want. The figures were made before.
pub(super) fn filter(tables: &mut TableSet, options: &Options) {
    for (column, values) in &options.only {
        for table in tables.iter_mut() {
            let positions: Vec<usize> = if *column == "outlet" {
                ["outlet", "outlet_a", "outlet_b"].iter().filter_map(|name| table.schema().position(name)).collect()
            } else {
                table.schema().position(column).into_iter().collect()
            };
            if !positions.is_empty() {
                table.retain(|row| positions.iter().any(|&at| values.iter().any(|value| value == row[at].as_text())));
            }
        }
    }
}

/// Writes the tables; those without a row are written too where a comparison made them.
pub(super) fn write_tables(folder: &Path, tables: &TableSet, options: &Options) -> Result<Vec<(String, &'static Schema)>> {
    let mut files = Vec::new();
    let sink_options = SinkOptions { raw_text: options.raw_text };
    for table in tables.iter() {
        let name = table.schema().name;
        for sink in SINKS {
            let form = sink.about().name;
            let is_wanted = match PARQUET_ONLY.contains(&name) {
                true => form == "parquet",
                false => options.formats.iter().any(|wanted| wanted == form),
            };
            if is_wanted {
                let file = format!("{name}.{form}");
                sink.write(table, &folder.join(&file), sink_options)?;
                files.push((file, table.schema()));
            }
        }
    }
    files.sort_by(|a, b| a.0.cmp(&b.0));
    let schemas: Vec<&'static Schema> = tables.iter().map(Table::schema).collect();
    let csv = SINKS.first().ok_or_else(|| Error::Usage("no sink for the codebook".to_owned()))?;
    csv.write(&package::codebook(&schemas), &folder.join("codebook.csv"), SinkOptions { raw_text: true })?;
    let path = folder.join("datapackage.json");
    let text = serde_json::to_string_pretty(&package::descriptor(&files))
        .map_err(|error| Error::content(&path, error.to_string()))?;
    std::fs::write(&path, text + "\n").map_err(|source| Error::writing(&path, source))?;
    Ok(files)
}

/// Draws the charts and the report.
///
/// # Returns
/// The names of the files, and why charts were not drawn.
pub(super) fn draw(folder: &Path, tables: &TableSet, choice: ChartChoice, words: &Words<'_>) -> Result<Vec<String>> {
    let n = match choice {
        ChartChoice::All => CHARTS.len(),
        ChartChoice::First(n) => n,
    };
    let mut files = Vec::new();
    let mut drawn: Vec<(About, Drawing)> = Vec::new();
    for chart in CHARTS.iter().take(n) {
        let (about, drawing) = (chart.about(), chart.draw(tables)?);
        if let Drawing::Svg(svg) = &drawing {
            let png = raster::png(svg)?;
            for (ending, bytes) in [("svg", svg.as_bytes()), ("png", &png)] {
                let file = format!("charts/{}.{ending}", about.name);
                let path = folder.join(&file);
                std::fs::write(&path, bytes).map_err(|source| Error::writing(&path, source))?;
                files.push(file);
            }
        }
        drawn.push((about, drawing));
    }
    let methods: Vec<About> = MEASURES.iter().map(|it| it.about()).chain(COMPARISONS.iter().map(|it| it.about())).collect();
    let methods: Vec<About> = methods.into_iter().filter(|about| !about.limits.is_empty()).collect();
    let input = ReportInput {
        summary: words.summary,
        messages: words.messages,
        charts: &drawn,
        methods: &methods,
        files: words.files,
    };
    let path = folder.join("report.html");
    std::fs::write(&path, render(tables, &input)?).map_err(|source| Error::writing(&path, source))?;
    files.push("report.html".to_owned());
    Ok(files)
}

/// The words of a report that stand in no table.
pub(super) struct Words<'a> {
    /// The summary.
    pub(super) summary: &'a [String],
    /// The messages.
    pub(super) messages: &'a [String],
    /// The files of tables and what a row is.
    pub(super) files: &'a [(String, &'static str)],
}

/// What closes a result.
pub(super) struct Closing {
    pub(super) command: &'static str,
    pub(super) files: Vec<String>,
    pub(super) counts: BTreeMap<String, usize>,
    pub(super) summary: Vec<String>,
}

/// Writes the manifest, which makes the folder a result.
pub(super) fn close(folder: &Path, job: Job, closing: Closing) -> Result<()> {
    let Closing { command, mut files, counts, summary } = closing;
    files.sort();
    let outputs: Vec<Digest> = files.iter().map(|file| digest(&folder.join(file), file)).collect::<Result<_>>()?;
    let threads = job.workers.n_threads();
    Manifest {
        tool: "parallax".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        command: command.to_owned(),
        options: option_values(&job.options),
        counts,
        summary,
        messages: job.notes,
        inputs: input_digests(&job.input_files, &job.options)?,
        outputs,
        run: job.stopwatch.finish(threads),
    }
    .write(folder)
}

/// The files that were read: articles, lexicons, events.
fn input_digests(inputs: &[PathBuf], options: &Options) -> Result<Vec<Digest>> {
    let events = match &options.events {
        crate::config::EventChoice::File(path) => Some(path.clone()),
        _ => None,
    };
    let mut all: Vec<PathBuf> = inputs.iter().cloned().chain(options.lexicons.iter().cloned()).chain(events).collect();
    all.sort();
    all.dedup();
    all.iter().filter(|path| path.is_file()).map(|path| digest(path, &path.display().to_string())).collect()
}

/// The options that bear on what is written; not the threads, not the folder.
fn option_values(options: &Options) -> BTreeMap<String, serde_json::Value> {
    let events = match &options.events {
        crate::config::EventChoice::Auto => "auto".to_owned(),
        crate::config::EventChoice::Column => "column".to_owned(),
        crate::config::EventChoice::File(path) => path.display().to_string(),
    };
    let map: Vec<String> = options.map.iter().map(|(field, column)| format!("{field}={column}")).collect();
    let lexicons: Vec<String> = options.lexicons.iter().map(|path| path.display().to_string()).collect();
    [
        ("article-scores", json!(options.article_scores)),
        ("charts", json!(format!("{:?}", options.charts).to_lowercase())),
        ("date-window", json!(options.date_window)),
        ("events", json!(events)),
        ("evidence", json!(format!("{:?}", options.evidence).to_lowercase())),
        ("format", json!(options.formats)),
        ("lexicon", json!(lexicons)),
        ("map", json!(map)),
        ("max-record-bytes", json!(options.max_record_bytes)),
        ("min-articles", json!(options.min_articles)),
        ("only", json!(options.only)),
        ("outlet-from-folder", json!(options.outlet_from_folder)),
        ("quote-limit", json!(options.quote_limit)),
        ("raw-text", json!(options.raw_text)),
        ("resamples", json!(options.resamples)),
        ("seed", json!(options.seed)),
        ("since-until-days", json!(options.days)),
        ("text", json!(options.text)),
        ("vectors", json!(options.vectors)),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

/// Adds the skipped records to the tables.
pub(super) fn add_skipped(tables: &mut TableSet, job: &Job) {
    tables.insert(skipped::table(&job.skipped));
}
