//! `score`: the measures of single articles; it needs no outlet and no event, and can run on any part of a corpus.

use super::job::Job;
use super::output::{self, Closing};
use super::summary::counted;
use crate::cli::JobArguments;
use crate::compare::{Comparison, PER_ARTICLE};
use crate::config;
use crate::engine;
use crate::error::{Error, Result};
use crate::study::Study;
use crate::tables::{SINKS, package};
use std::io::Write;
use std::path::Path;

pub(super) fn run(arguments: JobArguments) -> Result<()> {
    let formats: Vec<&str> = SINKS.iter().map(|sink| sink.about().name).collect();
    let mut options = config::check(arguments, &formats)?;
    if !options.languages_are_named {
        // Nothing is compared, so no article need be left out.
        options.languages = None;
    }
    let mut job = Job::start(options)?;
    let Some(folder) = job.options.output.clone().filter(|_| !job.options.dry_run) else {
        return Err(Error::Usage("score has no dry run".to_owned()));
    };
    output::prepare(&folder, job.options.force)?;
    let articles = job.read(false)?;
    let study = job.study(articles, false)?;
    job.step("tables");
    let is_wanted = |it: &&'static dyn Comparison| job.options.vectors || it.about().name != "vectors";
    let wanted: Vec<&dyn Comparison> = PER_ARTICLE.iter().copied().filter(is_wanted).collect();
    let mut tables = engine::compare(&job.workers, &study, &wanted)?;
    output::add_skipped(&mut tables, &job);
    output::filter(&mut tables, &job.options);
    job.step("writing tables");
    let files = output::write_tables(&job.workers, &folder, &tables, &job.options)?;
    let mut names: Vec<String> = files.iter().map(package::TableFile::path).collect();
    names.push("datapackage.json".to_owned());
    if job.options.text {
        write_texts(&folder.join("texts.jsonl"), &study)?;
        names.push("texts.jsonl".to_owned());
    }
    let summary = vec![format!(
        "{} scored; {}.",
        counted(study.articles.len(), "article", "articles"),
        counted(job.skipped.len(), "record skipped", "records skipped"),
    )];
    let counts = [("articles", study.articles.len()), ("skipped", job.skipped.len())]
        .map(|(name, n)| (name.to_owned(), n as u64));
    drop(study);
    job.step("closing");
    super::compare::finish(
        job,
        &folder,
        Closing { command: "score", files: names, counts: counts.into(), summary },
    )
}

/// The texts into which the offsets of all tables point.
pub(super) fn write_texts(path: &Path, study: &Study) -> Result<()> {
    let file = std::fs::File::create(path).map_err(|source| Error::writing(path, source))?;
    let mut out = std::io::BufWriter::new(file);
    for article in &study.articles {
        let line = serde_json::json!({"id": article.id, "title": article.title, "text": article.text});
        writeln!(out, "{line}").map_err(|source| Error::writing(path, source))?;
    }
    out.flush().map_err(|source| Error::writing(path, source))
}
