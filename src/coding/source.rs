//! The result from which is drawn: its articles with their texts, and all places where the measure saw the feature.

use super::rows::for_each_row;
use super::target::Target;
use crate::article::Article;
use crate::error::{Error, Result};
use crate::manifest::{FileDigest, Manifest};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::Path;
use std::sync::Arc;

/// The articles of a result.
#[derive(Debug, Default)]
pub struct Source {
    /// As the measures saw them, in the order of their table; `event` as the result has it.
    pub articles: Vec<Article>,
    /// What is compared: each article's outlet, or its group with `--by`.
    pub compared: Vec<String>,
}

/// A place where the measure saw the feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Match {
    /// The article, by its position.
    pub article: u32,
    /// Whether the offsets point into the text and not into the title.
    pub is_in_text: bool,
    /// The first byte.
    pub start: u32,
}

/// Whether a result holds all that is needed: every passage, and texts that were measured whole.
///
/// # Errors
/// [`Error::Usage`] that says how to make the result; [`Error::Content`] when a table is not as it was written.
pub fn check(folder: &Path, manifest: &Manifest, has_other_texts: bool) -> Result<()> {
    let option = |name: &str| manifest.options.get(name);
    let is = |name: &str, value: &str| option(name).and_then(|it| it.as_str()).is_none_or(|it| it == value);
    let mut problems = Vec::new();
    if !is("evidence", "all") {
        problems.push("holds the strongest passages only: make it with --evidence all");
    }
    if !is("wire", "all") {
        problems.push("leaves copied words out: make it with --wire all");
    }
    if option("only").and_then(|it| it.as_array()).is_some_and(|it| !it.is_empty()) {
        problems
            .push("holds some rows only: make it without --only-outlet, --only-event, --voice and --zone");
    }
    let is_written = |name: &str| manifest.outputs.iter().any(|output| output.path == name);
    if !is_written("evidence.csv") || !is_written("articles.csv") {
        problems.push("has no tables as CSV: make it with --format csv");
    }
    if !has_other_texts && !is_written("texts.jsonl") {
        problems.push("holds no texts: make it with --text, or name texts.jsonl of a result on the same input with --texts");
    }
    if !problems.is_empty() {
        return Err(Error::Usage(format!("{}: {}", folder.display(), problems.join("; "))));
    }
    for listed in manifest.outputs.iter().filter(|it| {
        ["evidence.csv", "articles.csv"].contains(&it.path.as_str())
            || (it.path == "texts.jsonl" && !has_other_texts)
    }) {
        let path = folder.join(&listed.path);
        if FileDigest::of_file(&listed.path, &path)? != *listed {
            return Err(Error::content(&path, "changed since it was written; make the result again"));
        }
    }
    Ok(())
}

#[derive(Deserialize)]
struct TextLine {
    id: String,
    #[serde(default)]
    title: String,
    text: String,
}

/// Reads the articles and their texts.
///
/// # Errors
/// When a file cannot be read, or the texts lack an article.
pub fn read_source(folder: &Path, texts: &Path, raw_text: bool) -> Result<Source> {
    let mut source = Source::default();
    let mut places = BTreeMap::new();
    let file: Arc<str> = Arc::from("");
    let columns = ["article_id", "outlet", "group", "event_id", "url", "author", "language"];
    for_each_row(&folder.join("articles.csv"), columns, raw_text, |row| {
        let [id, outlet, group, event, url, author, language] = row.map(str::to_owned);
        places.insert(id.clone(), source.articles.len());
        source.compared.push(if group.is_empty() { outlet.clone() } else { group });
        source.articles.push(Article {
            id,
            outlet,
            title: String::new(),
            text: String::new(),
            published: None,
            url,
            author,
            language,
            event: (!event.is_empty()).then_some(event),
            source_file: Arc::clone(&file),
            source_record: 0,
        });
    })?;
    let reading = |error| Error::reading(texts, error);
    let mut has_text = vec![false; source.articles.len()];
    let opened = std::fs::File::open(texts).map_err(reading)?;
    for (number, line) in (1..).zip(std::io::BufReader::new(opened).lines()) {
        let line = line.map_err(reading)?;
        let read: TextLine = serde_json::from_str(&line).map_err(|error| {
            let problem = format!("line {number}: {error}; texts.jsonl is written by --text: name that one");
            Error::content(texts, problem)
        })?;
        if let Some(&at) = places.get(&read.id) {
            has_text[at] = true;
            (source.articles[at].title, source.articles[at].text) = (read.title, read.text);
        }
    }
    match has_text.iter().position(|has| !has) {
        None => Ok(source),
        Some(first) => {
            let n = has_text.iter().filter(|has| !**has).count();
            let id = &source.articles[first].id;
            let problem = format!(
                "lacks {n} articles of the result, such as {id}; make the result again with --text, or name the texts of the \
                 same input"
            );
            Err(Error::content(texts, problem))
        }
    }
}

/// Reads where the measure saw the feature, sorted.
///
/// # Errors
/// [`Error::Usage`] that lists what there is, where nothing of that name is; [`Error::Content`] where the texts are not those
/// of the result.
pub fn read_matches(folder: &Path, source: &Source, target: &Target, raw_text: bool) -> Result<Vec<Match>> {
    let path = folder.join("evidence.csv");
    let ids = source.articles.iter().zip(0_u32..).map(|(article, at)| (article.id.as_str(), at));
    let ids: BTreeMap<&str, u32> = ids.collect();
    let (mut matches, mut known, mut wrong) = (Vec::new(), BTreeMap::<String, usize>::new(), None);
    let columns = ["article_id", "measure", "feature", "start", "zone", "weight", "text"];
    let mut last = (String::new(), String::new());
    for_each_row(&path, columns, raw_text, |[id, measure, feature, start, zone, weight, text]| {
        if (measure, feature) != (last.0.as_str(), last.1.as_str()) {
            last = (measure.to_owned(), feature.to_owned());
            Target::names_of(measure, feature)
                .into_iter()
                .for_each(|name| *known.entry(name).or_default() += 1);
        }
        if !target.takes(measure, feature, weight.parse().unwrap_or(0.0)) {
            return;
        }
        let is_in_text = zone != "headline";
        let place = ids.get(id).zip(start.parse::<u32>().ok());
        let found = place.filter(|&(&article, start)| {
            let article = &source.articles[article as usize];
            let inside = if is_in_text { &article.text } else { &article.title };
            inside.get(start as usize..).is_some_and(|rest| rest.starts_with(text))
        });
        match found {
            Some((&article, start)) => matches.push(Match { article, is_in_text, start }),
            None => wrong = wrong.take().or_else(|| Some(format!("{id}, {zone}, byte {start}"))),
        }
    })?;
    if let Some(place) = wrong {
        let problem = format!(
            "{place}: the text there is another; the texts are not those of this result, name them with --texts"
        );
        return Err(Error::content(&path, problem));
    }
    if matches.is_empty() {
        let names: Vec<&str> = known.keys().map(String::as_str).collect();
        return Err(Error::Usage(format!(
            "--measure {}: no passage of it; there are {}",
            target.name(),
            names.join(", ")
        )));
    }
    matches.sort_unstable();
    matches.dedup();
    Ok(matches)
}
