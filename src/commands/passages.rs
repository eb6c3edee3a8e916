//! What `sample` and `validate` share: from a result to the frame of its sentences.

use crate::coding::{Frame, Match, Passage, Source, Target, check, passages_of, read_matches, read_source};
use crate::engine::{Workers, find_boilerplate, number_words};
use crate::error::{Error, Result};
use crate::manifest::read_manifest;
use crate::measures::MEASURES;
use crate::text::Analyser;
use std::path::{Path, PathBuf};

/// How many articles a thread takes at once.
const AT_ONCE: usize = 64;

/// A result as coders meet it.
pub(super) struct Ground {
    pub(super) source: Source,
    pub(super) frame: Frame,
}

/// Reads a result and finds its sentences.
pub(super) fn ground(folder: &Path, target: &Target, texts: Option<&PathBuf>) -> Result<Ground> {
    let manifest = read_manifest(folder)?;
    check(folder, &manifest, texts.is_some())?;
    let is_on = |name: &str| manifest.options.get(name).and_then(|it| it.as_bool()).unwrap_or(false);
    let raw_text = is_on("raw-text");
    let own = folder.join("texts.jsonl");
    let source = read_source(folder, texts.unwrap_or(&own), raw_text)?;
    let matches = read_matches(folder, &source, target, raw_text)?;
    let workers = Workers::new(None)?;
    let left_out = if manifest.command == "score" || is_on("keep-boilerplate") {
        vec![Vec::new(); source.articles.len()]
    } else {
        let words = number_words(&workers, &source.articles);
        let outlets: Vec<&str> = source.articles.iter().map(|it| it.outlet.as_str()).collect();
        find_boilerplate(&workers, (&source.articles, &words), &outlets).ranges
    };
    let passages = passages(&workers, (&source, target), &left_out, &matches)?;
    let frame = Frame::new(passages, &source.articles, &source.compared);
    Ok(Ground { source, frame })
}

/// The sentences that the measure looked at.
fn passages(
    workers: &Workers,
    (source, target): (&Source, &Target),
    left_out: &[Vec<(u32, u32)>],
    matches: &[Match],
) -> Result<Vec<Passage>> {
    let needs_english =
        MEASURES.iter().any(|measure| measure.name() == target.measure && measure.needs_english());
    let numbered: Vec<_> = (0_u32..).zip(&source.articles).collect();
    let parts: Vec<&[_]> = numbered.chunks(AT_ONCE).collect();
    let found = workers.map(&parts, |part| {
        let (mut analyser, mut passages, mut n_lost) = (Analyser::default(), Vec::new(), 0);
        for &(number, article) in part.iter().filter(|(_, it)| it.is_english() || !needs_english) {
            let from = matches.partition_point(|seen| seen.article < number);
            let to = matches.partition_point(|seen| seen.article <= number);
            let of_article =
                passages_of((number, article), &left_out[number as usize], &matches[from..to], &mut analyser);
            passages.extend(of_article.0);
            n_lost += of_article.1;
        }
        (passages, n_lost)
    });
    let n_lost: usize = found.iter().map(|it| it.1).sum();
    if n_lost > 0 {
        return Err(Error::Usage(format!(
            "{n_lost} passages of {} lie in no sentence of the texts: they are not those of the result",
            target.name()
        )));
    }
    Ok(found.into_iter().flat_map(|it| it.0).collect())
}
