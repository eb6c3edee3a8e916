//! The lists of names, and the joining of names to entities, over all cores.

use super::{Workers, embedded, stop_words};
use crate::entities::{Corpus, Entities, KnownNames, NamesRead, read};
use crate::error::Result;
use crate::text::Vocabulary;
use crate::text::names::{NameLists, NameWords};

const PLACES: &str = include_str!("../../data/lexicons/place_names.csv");
const ORGANISATIONS: &str = include_str!("../../data/lexicons/organisation_names.csv");

/// What the words of a vocabulary do in and beside names.
///
/// # Errors
/// When an embedded list is not usable.
pub(super) fn name_words(vocabulary: &Vocabulary) -> Result<NameWords> {
    let lists = NameLists {
        words: &embedded("name_words", include_str!("../../data/lexicons/name_words.csv"))?,
        given: &embedded("given_names", include_str!("../../data/lexicons/given_names.csv"))?,
        places: &embedded("place_names", PLACES)?,
        organisations: &embedded("organisation_names", ORGANISATIONS)?,
        stop_words: &stop_words()?,
    };
    Ok(NameWords::new(lists, vocabulary))
}

/// The names of all articles as they are read, and what is known of names beforehand.
pub(super) struct Named {
    parts: Vec<NamesRead>,
    known: KnownNames,
}

/// Reads the names of all articles; `None` where events were not looked for.
///
/// # Errors
/// When an embedded list is not usable.
pub(super) fn read_names(workers: &Workers, corpus: Corpus<'_>, has_events: bool) -> Result<Option<Named>> {
    if !has_events {
        return Ok(None);
    }
    let (places, organisations) =
        (embedded("place_names", PLACES)?, embedded("organisation_names", ORGANISATIONS)?);
    let known = KnownNames::new(&places, &organisations);
    let ranges = workers.ranges(0..corpus.articles.len());
    let parts = workers.map(&ranges, |range| read(corpus, range.clone()));
    Ok(Some(Named { parts, known }))
}

/// Joins names to entities.
pub(super) fn join_names(corpus: Corpus<'_>, names: Option<Named>) -> Entities {
    names.map(|Named { parts, known }| Entities::join(corpus, parts, &known)).unwrap_or_default()
}
