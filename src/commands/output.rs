//! Writing a result: tables, charts, report, and last the manifest.

use super::job::Job;
use crate::charts::{CHARTS, Chart, Drawing, raster};
use crate::compare::outlets::with_columns;
use crate::compare::{COMPARISONS, PER_ARTICLE, skipped};
use crate::config::{ChartChoice, EventChoice, Options};
use crate::engine::Workers;
use crate::error::{Error, Result};
use crate::key::About;
use crate::manifest::{self, FileDigest, Manifest};
use crate::measures::MEASURES;
use crate::report::{ReportInput, render};
use crate::tables::package::{self, TableFile};
use crate::tables::{Cell, SINKS, Schema, SinkOptions, Table, TableSet, write_file};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The heading of the report.
const TITLE: &str = "How outlets cover the same events";

/// Tables that are too large for text.
const PARQUET_ONLY: &[&str] = &["vectors"];

/// Makes the folder of a result ready: new, empty, an earlier result of ours (whose files are taken away), or any
/// folder with `--force`.
pub(super) fn prepare(folder: &Path, force: bool) -> Result<()> {
    if !force && !manifest::is_ours(folder)? {
        let why =
            "exists and is not a result of parallax; choose another folder, or --force to write into it";
        return Err(Error::Usage(format!("{} {why}", folder.display())));
    }
    manifest::begin(folder)?;
    let charts = folder.join("charts");
    std::fs::create_dir_all(&charts).map_err(|source| Error::writing(&charts, source))
}

/// Keeps the rows that the `--only-...`, `--voice` and `--zone` options want. The figures were made before.
pub(super) fn filter(tables: &mut TableSet, options: &Options) {
    for (column, values) in &options.only {
        for table in tables.iter_mut() {
            let positions: Vec<usize> = if *column == "outlet" {
                ["outlet", "outlet_a", "outlet_b", "group"]
                    .iter()
                    .filter_map(|name| table.schema().position(name))
                    .collect()
            } else {
                table.schema().position(column).into_iter().collect()
            };
            if !positions.is_empty() {
                table.retain(|row| {
                    positions.iter().any(|&at| values.iter().any(|value| value == row[at].as_text()))
                });
            }
        }
    }
}

/// Writes the tables; those without a row are written too where a comparison made them.
pub(super) fn write_tables(
    workers: &Workers,
    folder: &Path,
    tables: &TableSet,
    options: &Options,
) -> Result<Vec<TableFile>> {
    let sink_options = SinkOptions { raw_text: options.raw_text };
    let all: Vec<&Table> = tables.iter().collect();
    let written = workers.map(&all, |table| {
        let name = table.schema().name;
        let mut files = Vec::new();
        for sink in SINKS {
            let form = sink.about().name;
            let is_wanted = match PARQUET_ONLY.contains(&name) {
                true => form == "parquet",
                false => options.formats.iter().any(|wanted| wanted == form),
            };
            if is_wanted {
                let file = TableFile { schema: table.schema(), extension: sink.extension() };
                write_file(*sink, table, &sink_options, &folder.join(file.path()))?;
                files.push(file);
            }
        }
        Ok(files)
    });
    let mut files: Vec<TableFile> = written.into_iter().collect::<Result<Vec<_>>>()?.concat();
    files.sort_by_key(TableFile::path);
    let codebook = TableFile { schema: &package::CODEBOOK, extension: "csv" };
    for sink in SINKS.iter().filter(|sink| sink.extension() == codebook.extension) {
        write_file(*sink, &package::codebook(&files), &sink_options, &folder.join(codebook.path()))?;
    }
    files.push(codebook);
    let path = folder.join("datapackage.json");
    std::fs::write(&path, package::data_package(&files)).map_err(|source| Error::writing(&path, source))?;
    Ok(files)
}

/// Draws the charts and the report.
///
/// # Returns
/// The names of the files, and why charts were not drawn.
pub(super) fn draw(
    workers: &Workers,
    folder: &Path,
    (tables, choice): (&TableSet, ChartChoice),
    words: &Words<'_>,
) -> Result<Vec<String>> {
    let n = match choice {
        ChartChoice::All => CHARTS.len(),
        ChartChoice::First(n) => n,
    };
    let drawn: Vec<(About, Drawing)> = workers
        .map(&CHARTS[..n.min(CHARTS.len())], |chart| draw_one(folder, *chart, tables))
        .into_iter()
        .collect::<Result<_>>()?;
    let is_drawn = |(_, drawing): &&(About, Drawing)| matches!(drawing, Drawing::Svg(_));
    let files_of = |(about, _): &(About, Drawing)| ["svg", "png"].map(|ending| chart_file(about, ending));
    let mut files: Vec<String> = drawn.iter().filter(is_drawn).flat_map(files_of).collect();
    let methods: Vec<About> =
        MEASURES.iter().map(|it| it.about()).chain(COMPARISONS.iter().map(|it| it.about())).collect();
    let methods: Vec<About> = methods.into_iter().filter(|about| !about.limits.is_empty()).collect();
    let listed: Vec<String> = words.files.iter().chain(&files).cloned().collect();
    let schemas = schemas();
    let title = title(tables);
    let input = ReportInput {
        title: &title,
        summary: words.summary,
        messages: words.messages,
        tables,
        charts: &drawn,
        methods: &methods,
        schemas: &schemas,
        files: &listed,
    };
    let path = folder.join("report.html");
    std::fs::write(&path, render(&input)?).map_err(|source| Error::writing(&path, source))?;
    files.push("report.html".to_owned());
    Ok(files)
}

/// The heading of the report, which says so where groups of outlets are compared.
fn title(tables: &TableSet) -> String {
    let column = tables.get("groups").and_then(|groups| {
        let at = groups.schema().position("grouped_by")?;
        groups.rows().next()?.get(at).map(Cell::as_text)
    });
    column.map_or_else(|| TITLE.to_owned(), |column| format!("{TITLE}: outlets grouped by {column}"))
}

fn chart_file(about: &About, ending: &str) -> String {
    format!("charts/{}.{ending}", about.name)
}

/// Draws one chart, as SVG and as the same drawing in pixels.
fn draw_one(folder: &Path, chart: &dyn Chart, tables: &TableSet) -> Result<(About, Drawing)> {
    let (about, drawing) = (chart.about(), chart.draw(tables)?);
    if let Drawing::Svg(svg) = &drawing {
        let png = raster::png(svg)?;
        for (ending, bytes) in [("svg", svg.as_bytes()), ("png", &png)] {
            let path = folder.join(chart_file(&about, ending));
            std::fs::write(&path, bytes).map_err(|source| Error::writing(&path, source))?;
        }
    }
    Ok((about, drawing))
}

/// The shapes of all tables that a result may hold.
pub(super) fn schemas() -> Vec<&'static Schema> {
    let own = [&skipped::SCHEMA, &package::CODEBOOK];
    let all = COMPARISONS.iter().chain(PER_ARTICLE).flat_map(|it| it.schemas()).copied().chain(own);
    let by_name: BTreeMap<&str, &'static Schema> = all.map(|schema| (schema.name, schema)).collect();
    by_name.into_values().collect()
}

/// The words of a report that stand in no table.
pub(super) struct Words<'a> {
    /// The summary.
    pub(super) summary: &'a [String],
    /// The messages.
    pub(super) messages: &'a [String],
    /// The files beside the report and the charts.
    pub(super) files: &'a [String],
}

/// What closes a result.
pub(super) struct Closing {
    pub(super) command: &'static str,
    pub(super) files: Vec<String>,
    pub(super) counts: BTreeMap<String, u64>,
    pub(super) summary: Vec<String>,
}

/// Writes the manifest, which makes the folder a result.
pub(super) fn close(folder: &Path, job: Job, closing: Closing) -> Result<()> {
    let mut manifest = Manifest::new(closing.command, job.options.seed, option_values(&job.options));
    manifest.counts = closing.counts;
    manifest.summary = closing.summary;
    manifest.inputs = input_digests(&job.input_files, &job.options)?;
    manifest.run = job.clock.stopwatch.run(job.workers.n_threads());
    manifest.messages = job.notes;
    manifest.write(folder, &closing.files)?;
    Ok(())
}

/// The digests of the files that were read: articles, lexicons, events.
fn input_digests(inputs: &[PathBuf], options: &Options) -> Result<Vec<FileDigest>> {
    let events = match &options.events {
        EventChoice::File(path) => Some(path),
        _ => None,
    };
    let described = inputs.iter().chain(&options.lexicons).chain(&options.outlets);
    let all: BTreeSet<&PathBuf> = described.chain(events).collect();
    let files = all.into_iter().filter(|path| path.is_file());
    files.map(|path| FileDigest::of_file(&path.display().to_string(), path)).collect()
}

/// The options that bear on what is written; not the threads, not the folder.
fn option_values(options: &Options) -> serde_json::Map<String, serde_json::Value> {
    let events = match &options.events {
        EventChoice::Auto => "auto".to_owned(),
        EventChoice::Column => "column".to_owned(),
        EventChoice::File(path) => path.display().to_string(),
    };
    let map: Vec<String> = options.map.iter().map(|(field, column)| format!("{field}={column}")).collect();
    let lexicons: Vec<String> = options.lexicons.iter().map(|path| path.display().to_string()).collect();
    [
        ("article-scores", json!(options.article_scores)),
        ("asof", json!(options.asof)),
        ("by", json!(options.by)),
        ("charts", json!(format!("{:?}", options.charts).to_lowercase())),
        ("date-window", json!(options.date_window)),
        ("dates", json!(format!("{:?}", options.dates).to_lowercase())),
        ("events", json!(events)),
        ("evidence", json!(format!("{:?}", options.evidence).to_lowercase())),
        ("format", json!(options.formats)),
        ("keep-boilerplate", json!(options.keep_boilerplate)),
        ("language", json!(options.languages.as_ref().map_or("any".to_owned(), |codes| codes.join(",")))),
        ("lexicon", json!(lexicons)),
        ("map", json!(map)),
        ("max-files", json!(options.limits.max_files)),
        ("max-nesting", json!(options.limits.max_nesting)),
        ("max-record-bytes", json!(options.max_record_bytes)),
        ("max-unpacked-bytes", json!(options.limits.max_unpacked_bytes)),
        ("min-articles", json!(options.min_articles)),
        ("negation", json!(options.negation)),
        ("only", json!(options.only)),
        ("outlets", json!(options.outlets.as_ref().map(|path| path.display().to_string()))),
        ("outlet-from-folder", json!(options.outlet_from_folder)),
        ("period", json!(format!("{:?}", options.period).to_lowercase())),
        ("quote-limit", json!(options.quote_limit)),
        ("raw-text", json!(options.raw_text)),
        ("resamples", json!(options.resamples)),
        ("since-until-days", json!(options.days)),
        ("text", json!(options.text)),
        ("vectors", json!(options.vectors)),
        ("wire", json!(options.wire.name())),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

/// Adds the skipped records to the tables.
pub(super) fn add_skipped(tables: &mut TableSet, job: &Job) {
    tables.insert(skipped::table(&job.skipped));
}

/// Puts the columns of the user's table of outlets into `outlets.csv`.
pub(super) fn describe_outlets(tables: &mut TableSet, job: &Job) {
    let Some(catalogue) = job.catalogue.as_ref().filter(|catalogue| !catalogue.columns().is_empty()) else {
        return;
    };
    let value = |outlet: &str, column: &str| catalogue.value(outlet, column).to_owned();
    if let Some(wide) = tables.get("outlets").map(|table| with_columns(table, catalogue.columns(), value)) {
        tables.insert(wide);
    }
}
