//! From the articles as read to those that a job uses: their language, their outlets' names, their groups.

use super::summary::counted;
use crate::article::{Article, Skip, SkipReason};
use crate::compare::outlets::own_columns;
use crate::config::Options;
use crate::corpus;
use crate::engine::Workers;
use crate::error::{Error, Result};
use crate::language::{self, Told};
use crate::outlets::{Catalogue, unify};
use crate::study::Members;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What was skipped, and what there is to say.
#[derive(Default)]
pub(super) struct Said {
    pub(super) skipped: Vec<Skip>,
    pub(super) notes: Vec<String>,
}

/// The user's table of outlets, where one is given; a column that `--by` names must be in it.
pub(super) fn catalogue(options: &Options) -> Result<Option<Catalogue>> {
    let Some(path) = &options.outlets else { return Ok(None) };
    let catalogue = Catalogue::read(path, &own_columns())?;
    match &options.by {
        Some(by) if !catalogue.columns().contains(by) => Err(Error::Usage(format!(
            "--by {by}: {} has no such column; it has {}",
            catalogue.file(),
            if catalogue.columns().is_empty() { "none".to_owned() } else { catalogue.columns().join(", ") }
        ))),
        _ => Ok(Some(catalogue)),
    }
}

/// Tells the articles' languages, and keeps those that are wanted (`None`: all).
pub(super) fn keep_languages(
    workers: &Workers,
    articles: &mut Vec<Article>,
    wanted: Option<&[String]>,
    said: &mut Said,
) {
    let told = workers.map(articles, |article| language::tell(&article.language, &article.text));
    let (mut n_kept, mut n_left): (BTreeMap<&str, usize>, BTreeMap<&str, usize>) = Default::default();
    let mut told = told.into_iter();
    articles.retain_mut(|article| {
        let told = told.next().flatten();
        let given = std::mem::take(&mut article.language);
        let Some(told) = told else { return true };
        told.code.clone_into(&mut article.language);
        if wanted.is_some_and(|wanted| !wanted.iter().any(|code| code == told.code)) {
            said.skipped.push(corpus::skip(article, SkipReason::OtherLanguage, describe(told, &given)));
            *n_left.entry(told.code).or_default() += 1;
            return false;
        }
        *n_kept.entry(told.code).or_default() += 1;
        true
    });
    if let Some(wanted) = wanted.filter(|_| !n_left.is_empty()) {
        said.notes.push(format!(
            "articles in other languages than {} left out: {}; --language any keeps them",
            wanted.join(", "),
            list(&n_left)
        ));
    }
    n_kept.remove("en");
    if !n_kept.is_empty() {
        said.notes.push(format!(
            "articles in other languages than English: {}; what needs English (sentiment, frames, speakers) is empty for them",
            list(&n_kept)
        ));
    }
}

fn describe(told: Told, given: &str) -> String {
    match told.confidence {
        Some(confidence) => {
            format!("the text is in {} (confidence {confidence:.2}); --language any keeps it", told.code)
        }
        None if given.is_empty() => format!("the text is in {}; --language any keeps it", told.code),
        None => format!("the source calls the language {given}; --language any keeps it"),
    }
}

/// `de 3, fr 1`.
fn list(counts: &BTreeMap<&str, usize>) -> String {
    counts.iter().map(|(code, n)| format!("{code} {n}")).collect::<Vec<_>>().join(", ")
}

/// Gives the outlets their names.
///
/// # Returns
/// The new name of each name that changes.
pub(super) fn name(
    articles: &mut [Article],
    catalogue: Option<&Catalogue>,
    said: &mut Said,
) -> BTreeMap<String, String> {
    let (names, notes) = unify(articles, catalogue);
    said.notes.extend(notes);
    names
}

/// Puts groups in the place of outlets: the values of a column of the user's table. Where groups are compared, an
/// article of no group is skipped.
///
/// # Errors
/// [`Error::Usage`] when no article is left.
pub(super) fn group(
    articles: &mut Vec<Article>,
    (catalogue, column): (&Catalogue, &str),
    is_compared: bool,
    said: &mut Said,
) -> Result<Members> {
    let group_of = |article: &Article| catalogue.value(&article.outlet, column);
    let mut without: BTreeMap<String, usize> = BTreeMap::new();
    articles.retain(|article| {
        let stays = !is_compared || !group_of(article).is_empty();
        if !stays {
            let detail = format!("--by {column}: {} says none of {}", catalogue.file(), article.outlet);
            said.skipped.push(corpus::skip(article, SkipReason::NoGroup, detail));
            *without.entry(article.outlet.clone()).or_default() += 1;
        }
        stays
    });
    let n_without = counted(without.len(), "outlet", "outlets");
    if articles.is_empty() {
        return Err(Error::Usage(format!(
            "--by {column}: {} gives it for no outlet of the input ({n_without})",
            catalogue.file()
        )));
    }
    if !without.is_empty() {
        let mut largest: Vec<(&String, &usize)> = without.iter().collect();
        largest.sort_by_key(|(name, n)| (std::cmp::Reverse(**n), *name));
        let some: Vec<String> = largest.iter().take(8).map(|(name, n)| format!("{name:?} ({n})")).collect();
        let more = if largest.len() > some.len() { ", ..." } else { "" };
        said.notes.push(format!(
            "--by {column}: {n_without} without a {column} left out (articles; see skipped.csv): {}{more}",
            some.join(", ")
        ));
    }
    said.notes.push(format!(
        "--by {column}: groups of outlets are compared; where tables, charts and report say outlet they mean such a group \
         (groups.csv has them, outlets.csv and articles.csv the outlets behind them)"
    ));
    let names: BTreeSet<&str> = articles.iter().map(|article| article.outlet.as_str()).collect();
    let outlets: Vec<Arc<str>> = names.into_iter().map(Arc::from).collect();
    let place =
        |article: &Article| outlets.binary_search_by(|name| (**name).cmp(&article.outlet)).unwrap_or(0);
    let outlet_of =
        articles.iter().map(|article| u32::try_from(place(article)).unwrap_or(u32::MAX)).collect();
    for article in articles.iter_mut() {
        article.outlet = catalogue.value(&article.outlet, column).to_owned();
    }
    Ok(Members { column: column.to_owned(), outlets, outlet_of })
}
