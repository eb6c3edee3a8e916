//! `compare`: the main job.

use super::job::Job;
use super::output::{self, Closing, Words};
use super::summary::{self, counted};
use super::{say, tell};
use crate::article::Article;
use crate::cli::JobArguments;
use crate::compare::{COMPARISONS, Comparison, PER_ARTICLE};
use crate::config;
use crate::engine;
use crate::error::{Error, Result};
use crate::events::Event;
use crate::study::Study;
use crate::tables::SINKS;
use crate::tables::package::TableFile;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn run(arguments: JobArguments) -> Result<()> {
    let formats: Vec<&str> = SINKS.iter().map(|sink| sink.about().name).collect();
    let mut job = Job::start(config::check(arguments, &formats)?)?;
    let Some(folder) = job.options.output.clone().filter(|_| !job.options.dry_run) else {
        return dry_run(job);
    };
    output::prepare(&folder, job.options.force)?;
    let articles = job.read(true)?;
    let study = job.study(articles, true)?;
    job.step("comparing");
    job.notes.extend(note_on_undated(&study));
    let mut tables = engine::compare(&job.workers, &study, &comparisons(&job))?;
    output::add_skipped(&mut tables, &job);
    output::describe_outlets(&mut tables, &job);
    let summary = summary::lines(&study, &tables, job.skipped.len());
    let counts: BTreeMap<String, u64> = [
        ("articles", study.articles.len()),
        ("outlets", study.members.as_ref().map_or(study.outlets.len(), |members| members.outlets.len())),
        ("events", study.events.len()),
        ("skipped", job.skipped.len()),
    ]
    .map(|(name, n)| (name.to_owned(), n as u64))
    .into();
    output::filter(&mut tables, &job.options);
    job.step("writing tables");
    if job.options.text {
        super::score::write_texts(&folder.join("texts.jsonl"), &study)?;
    }
    drop(study);
    let files = output::write_tables(&job.workers, &folder, &tables, &job.options)?;
    job.step("drawing");
    let mut names: Vec<String> = files.iter().map(TableFile::path).collect();
    names.push("datapackage.json".to_owned());
    names.extend(job.options.text.then(|| "texts.jsonl".to_owned()));
    let words = Words { summary: &summary, messages: &job.notes, files: &names };
    let drawn = output::draw(&job.workers, &folder, (&tables, job.options.charts), &words)?;
    names.extend(drawn);
    job.step("closing");
    finish(job, &folder, Closing { command: "compare", files: names, counts, summary })
}

/// Trends know nothing of articles without a date.
fn note_on_undated(study: &Study) -> Option<String> {
    let (n, all) = (study.articles.iter().filter(|it| it.published.is_none()).count(), study.articles.len());
    match n {
        0 => None,
        n if n == all => Some("no article has a date: trends.csv has no row".to_owned()),
        n => Some(format!("{n} of {all} articles have no date: they are in no period of trends.csv")),
    }
}

/// Closes a result and says what came of it.
pub(super) fn finish(job: Job, folder: &std::path::Path, closing: Closing) -> Result<()> {
    let (quiet, strict, n_skipped) = (job.options.quiet, job.options.strict, job.skipped.len());
    let (summary, notes) = (closing.summary.clone(), job.notes.clone());
    let problems: Vec<String> =
        job.skipped.iter().filter(|skip| skip.record.is_none()).map(engine::describe_skip).collect();
    job.end_progress();
    output::close(folder, job, closing)?;
    for line in problems.iter().chain(&notes) {
        tell(&format!("parallax: {line}"));
    }
    if !quiet {
        say(&format!(
            "{}\nThe result is in {}; open report.html there.\n",
            summary.join("\n"),
            folder.display()
        ));
    }
    if strict && n_skipped > 0 { Err(Error::Strict(n_skipped)) } else { Ok(()) }
}

/// The comparisons that the options want.
fn comparisons(job: &Job) -> Vec<&'static dyn Comparison> {
    let is_wanted = |it: &&'static dyn Comparison| match it.about().name {
        "vectors" => job.options.vectors,
        "groups" => job.options.by.is_some(),
        _ => true,
    };
    let mut wanted: Vec<&'static dyn Comparison> = COMPARISONS.iter().copied().filter(is_wanted).collect();
    if job.options.article_scores {
        wanted.extend(PER_ARTICLE.iter().copied().filter(|it| it.about().name == "article_scores"));
    }
    wanted
}

/// Reads and groups only, and says what there is to compare.
fn dry_run(mut job: Job) -> Result<()> {
    let articles = job.read(true)?;
    let events = job.events(&articles)?;
    job.end_progress();
    let outlets: BTreeSet<&str> = articles.iter().map(|article| article.outlet.as_str()).collect();
    let n_shared = events.iter().filter(|event| n_outlets(event, &articles) > 1).count();
    let (one, many) = if job.options.by.is_some() { ("group", "groups") } else { ("outlet", "outlets") };
    let mut lines = vec![
        format!(
            "{} from {} on {}, of which {n_shared} reported by at least two {many}. {}.",
            counted(articles.len(), "article", "articles"),
            counted(outlets.len(), one, many),
            counted(events.len(), "event", "events"),
            counted(job.skipped.len(), "record skipped", "records skipped"),
        ),
        "Nothing was written (--dry-run).".to_owned(),
    ];
    let mut largest: Vec<&Event> = events.iter().collect();
    largest.sort_by_key(|event| (std::cmp::Reverse(event.articles.len()), &event.id));
    for event in largest.iter().take(15) {
        let articles = counted(event.articles.len(), "article", "articles");
        lines.push(format!("  {}: {articles}", event.id));
    }
    for line in job.skipped.iter().take(20).map(engine::describe_skip).chain(job.notes.iter().cloned()) {
        tell(&format!("parallax: {line}"));
    }
    say(&format!("{}\n", lines.join("\n")));
    Ok(())
}

fn n_outlets(event: &Event, articles: &[Article]) -> usize {
    let of = |&article: &u32| articles[article as usize].outlet.as_str();
    event.articles.iter().map(of).collect::<BTreeSet<_>>().len()
}
