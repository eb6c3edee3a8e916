//! The lists of names, and the joining of names to entities, over all cores.

use super::{Workers, embedded, stop_words};
use crate::article::Article;
use crate::entities::{Corpus, Entities, KnownNames, read};
use crate::error::Result;
use crate::harvest::ArticleRecord;
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

/// Joins the names of all articles to entities, where events were looked for; the records hand their names over.
///
/// # Errors
/// When an embedded list is not usable.
pub(super) fn join_entities(
    workers: &Workers,
    (articles, records, event_of): (&[Article], &mut [ArticleRecord], &[u32]),
    has_events: bool,
) -> Result<Entities> {
    let mut entities = Entities::default();
    if has_events {
        let (places, organisations) =
            (embedded("place_names", PLACES)?, embedded("organisation_names", ORGANISATIONS)?);
        let known = KnownNames::new(&places, &organisations);
        let corpus = Corpus { articles, records: &*records, event_of };
        let ranges = workers.ranges(0..articles.len());
        let parts = workers.map(&ranges, |range| read(corpus, range.clone()));
        entities = Entities::join(corpus, parts, &known);
    }
    records.iter_mut().for_each(|record| record.names = Vec::new());
    Ok(entities)
}
