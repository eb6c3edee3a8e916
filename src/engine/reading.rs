//! Reading, over all cores.

use super::Workers;
use crate::article::Skip;
use crate::corpus::{Corpus, Filter, assemble};
use crate::error::{Error, Result};
use crate::ingest::{Found, ReadOptions};
use std::collections::BTreeSet;

/// Reads the inputs and puts the articles in order.
///
/// # Errors
/// [`Error::NothingToRead`] when no article is left; [`Error::Usage`] when `--map` names a column that no file has.
pub fn read(workers: &Workers, found: Found, options: &ReadOptions, filter: &Filter) -> Result<Corpus> {
    let Found { inputs, mut skipped, mut notes } = found;
    let readings = workers.map(&inputs, |input| crate::ingest::read(input, options));
    let (mut articles, mut columns) = (Vec::new(), BTreeSet::new());
    for (reading, input) in readings.into_iter().zip(&inputs) {
        articles.extend(reading.articles);
        skipped.extend(reading.skipped);
        notes.extend(reading.notes.into_iter().map(|note| format!("{}: {note}", input.name)));
        columns.extend(reading.columns);
    }
    if !columns.is_empty() {
        options.fields.check_found(&columns)?;
    }
    let corpus = assemble(articles, skipped, notes, filter);
    if corpus.articles.is_empty() {
        let mut why: Vec<String> = corpus.skipped.iter().take(5).map(describe_skip).collect();
        if corpus.skipped.len() > why.len() {
            why.push(format!("and {} more", corpus.skipped.len() - why.len()));
        }
        return Err(Error::NothingToRead(if why.is_empty() {
            "the input is empty".to_owned()
        } else {
            why.join("; ")
        }));
    }
    Ok(corpus)
}

/// A skipped record, in one line.
#[must_use]
pub fn describe_skip(skip: &Skip) -> String {
    let record = skip.record.map_or(String::new(), |record| format!(", record {record}"));
    format!("{}{record}: {} ({})", skip.file, skip.reason.name(), skip.detail)
}
