//! From articles to a study: boilerplate, copies, words, events, measures, in this order.

use super::{
    EventSource, Measured, Parts, Words, Workers, features, find_boilerplate, find_copies, find_events,
    harvest, number_words, resources, stop_words, study,
};
use crate::article::Article;
use crate::copies::{ByteRange, Copies, WireReading, boilerplate::Boilerplate, masks};
use crate::dfm::LexiconEntries;
use crate::error::Result;
use crate::events::Event;
use crate::measures::Measure;
use crate::study::{Members, Study, StudyOptions};
use crate::text::TermSet;
use std::collections::{BTreeMap, BTreeSet};

/// What a study is to hold.
#[derive(Clone)]
pub struct Wanted<'a> {
    /// The measures.
    pub measures: &'a [&'a dyn Measure],
    /// Where events come from; `None` where articles are measured on their own: then neither events nor copies nor
    /// boilerplate are looked for, as what is said of one article must not depend on the others.
    pub events: Option<EventSource>,
    /// Whether boilerplate is counted too.
    pub keep_boilerplate: bool,
    /// The outlets behind groups, where groups are compared.
    pub members: Option<Members>,
    /// What the comparisons are told.
    pub options: StudyOptions,
}

/// Takes articles to a study. `step` is told what is done now.
///
/// # Shape
/// The articles are sorted by id.
/// # Errors
/// When events are asked for by a column that no article has, a measure cannot be made ready, or a sum overflows.
pub fn make_study(
    workers: &Workers,
    articles: Vec<Article>,
    wanted: Wanted<'_>,
    mut step: impl FnMut(&'static str),
) -> Result<Study> {
    let Wanted { measures, events: source, keep_boilerplate, members, options } = wanted;
    step("counting words");
    let words = number_words(workers, &articles);
    let mut boilerplate = nothing(&articles);
    let mut copies = Copies::default();
    let outlets = outlets_of(&articles, members.as_ref());
    if source.is_some() {
        step("finding copies");
        if !keep_boilerplate {
            boilerplate = find_boilerplate(workers, (&articles, &words), &outlets);
        }
        copies = find_copies(workers, (&articles, &words), (&outlets, &boilerplate.ranges));
    }
    let terms = TermSet::new(&words.vocabulary, &stop_words()?);
    step("finding events");
    let events = match &source {
        Some(source) => {
            find_events(workers, (&articles, &outlets), (&words, &terms), (source, &boilerplate.ranges))?
        }
        None => Vec::new(),
    };
    step("measuring");
    let Words { vocabulary, articles: words } = words;
    let (resources, verb_classes) = resources(vocabulary)?;
    let (main, others) = readings(&articles, &boilerplate, (&copies, &events), options.wire);
    let see = |measured: &[Measured]| {
        harvest(workers, (&articles, &words, measured), measures, (&resources, &terms))
    };
    let records = see(&main)?;
    let other_readings =
        others.iter().map(|(reading, measured)| Ok((*reading, see(measured)?))).collect::<Result<_>>()?;
    step("adding up");
    drop(words);
    let features = features(measures);
    let of_lexicon = |measure: &&dyn Measure| {
        Some(LexiconEntries::new((measure.name(), measure.is_of_user()), measure.lexicon()?))
    };
    let lexicons = measures.iter().filter_map(of_lexicon).collect();
    let boilerplate = boilerplate.repeated;
    let parts = Parts {
        articles,
        events,
        records,
        features,
        lexicons,
        verb_classes,
        copies,
        boilerplate,
        other_readings,
    };
    let mut study = study(workers, parts, resources.vocabulary, options)?;
    study.leave_out_other_languages();
    study.members = members;
    Ok(study)
}

/// The outlet of each article, also where its group stands in the outlet's place.
fn outlets_of<'a>(articles: &'a [Article], members: Option<&'a Members>) -> Vec<&'a str> {
    let own = |(index, article): (usize, &'a Article)| {
        let member = members.and_then(|it| it.outlets.get(*it.outlet_of.get(index)? as usize));
        member.map_or(article.outlet.as_str(), |name| name)
    };
    articles.iter().enumerate().map(own).collect()
}

/// The events of a corpus and nothing else; `keep_boilerplate` goes with their source.
///
/// # Errors
/// When events are asked for by a column that no article has.
pub fn events_alone(
    workers: &Workers,
    (articles, members): (&[Article], Option<&Members>),
    (source, keep_boilerplate): (&EventSource, bool),
    mut step: impl FnMut(&'static str),
) -> Result<Vec<Event>> {
    step("counting words");
    let words = number_words(workers, articles);
    let outlets = outlets_of(articles, members);
    let boilerplate = if keep_boilerplate {
        nothing(articles)
    } else {
        find_boilerplate(workers, (articles, &words), &outlets)
    };
    let terms = TermSet::new(&words.vocabulary, &stop_words()?);
    step("finding events");
    find_events(workers, (articles, &outlets), (&words, &terms), (source, &boilerplate.ranges))
}

fn nothing(articles: &[Article]) -> Boilerplate {
    Boilerplate { ranges: vec![Vec::new(); articles.len()], ..Boilerplate::default() }
}

/// What is measured in the reading of copies that was asked for, and what each other reading measures otherwise; there
/// are no others where nothing is copied.
fn readings(
    articles: &[Article],
    boilerplate: &Boilerplate,
    (copies, events): (&Copies, &[Event]),
    chosen: WireReading,
) -> (Vec<Measured>, Vec<(WireReading, Vec<Measured>)>) {
    let mut event_of = vec![0; articles.len()];
    for (number, event) in (0_u32..).zip(events) {
        event.articles.iter().for_each(|&article| event_of[article as usize] = number);
    }
    let masks_of = |reading| -> BTreeMap<u32, Vec<ByteRange>> {
        let text = |article: u32| articles[article as usize].text.as_str();
        masks(copies, reading, |article| event_of[article as usize], text).into_iter().collect()
    };
    let left_out = |article: u32, masks: &BTreeMap<u32, Vec<ByteRange>>| {
        let mut ranges = boilerplate.ranges[article as usize].clone();
        ranges.extend(masks.get(&article).into_iter().flatten());
        ranges.sort_unstable();
        (article, ranges)
    };
    let of_chosen = masks_of(chosen);
    let main = (0_u32..).take(articles.len()).map(|article| left_out(article, &of_chosen)).collect();
    let others = WireReading::EACH.into_iter().filter(|&it| it != chosen && !copies.families.is_empty());
    let other = |reading| {
        let of_other = masks_of(reading);
        let changed: BTreeSet<u32> = of_other.keys().chain(of_chosen.keys()).copied().collect();
        (reading, changed.into_iter().map(|article| left_out(article, &of_other)).collect())
    };
    (main, others.map(other).collect())
}
