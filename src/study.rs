//! The study: everything that comparisons read, sorted by key, with outlets and events as positions.

use crate::article::Article;
use crate::copies::{Copies, WireReading, boilerplate::Repeated};
use crate::dfm::{Dfm, Entries, Feature, READINGS, TermMatrix};
use crate::entities::Entities;
use crate::events::Event;
use crate::harvest::ArticleRecord;
use crate::key::{Voice, Zone};
use crate::speakers::{Quoted, Speakers};
use crate::stats::draws::Draws;
use std::sync::{Arc, OnceLock};

/// Which passages go to `evidence.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvidenceChoice {
    /// The strongest of each outlet and feature, over all events and in each.
    Top,
    /// Every one.
    All,
    /// None.
    None,
}

/// The periods of trends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// Weeks, or months where the corpus spans many of them.
    Auto,
    /// Weeks from Monday on.
    Week,
    /// Months.
    Month,
}

/// What the comparisons of a run may be told.
#[derive(Clone, Debug, PartialEq)]
pub struct StudyOptions {
    /// The seed of all random streams.
    pub seed: u64,
    /// Relabelings and bootstrap samples for figures over all events.
    pub resamples: usize,
    /// The passages to keep.
    pub evidence: EvidenceChoice,
    /// The most words of a passage that an output may show.
    pub quote_limit: Option<usize>,
    /// An outlet of fewer articles gets no row in the comparisons; it stays in the reference of the others.
    pub min_articles: usize,
    /// Whether the vectors of all articles are wanted.
    pub vectors: bool,
    /// How copies are counted.
    pub wire: WireReading,
    /// The periods of trends.
    pub period: Period,
}

impl StudyOptions {
    /// The draws of the event bootstrap.
    #[must_use]
    pub fn draws(&self) -> Draws {
        Draws::new(self.seed, self.resamples)
    }

    /// The draws for what is described, in many rows and without a verdict: a fifth of the resamples, but at least 200.
    #[must_use]
    pub fn fewer_draws(&self) -> Draws {
        Draws::new(self.seed, (self.resamples / 5).max(200).min(self.resamples))
    }
}

/// The outlets behind groups that are compared in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Members {
    /// The column of the user's table whose values are the groups.
    pub column: String,
    /// The outlets' names, sorted.
    pub outlets: Vec<Arc<str>>,
    /// The outlet of each article, by position in `outlets`.
    pub outlet_of: Vec<u32>,
}

/// The corpus as comparisons see it.
#[derive(Debug)]
pub struct Study {
    /// The articles, sorted by id.
    pub articles: Vec<Article>,
    /// The outlet of each article, by position in [`Study::outlets`].
    pub outlet_of: Vec<u32>,
    /// The event of each article, by position in [`Study::events`].
    pub event_of: Vec<u32>,
    /// The articles of each outlet, in order.
    pub by_outlet: Vec<Vec<u32>>,
    /// The outlets' names, sorted; those of groups of outlets where these are compared.
    pub outlets: Vec<Arc<str>>,
    /// The outlets behind the groups; `None` where outlets are compared one by one.
    pub members: Option<Members>,
    /// The events, sorted by id.
    pub events: Vec<Event>,
    /// The ids of the events.
    pub event_ids: Vec<Arc<str>>,
    /// The features of all measures.
    pub features: Vec<Feature>,
    /// What was seen in each article.
    pub records: Vec<ArticleRecord>,
    /// Sums by article, feature and reading.
    pub dfm: Dfm,
    /// How often the entries of lexicons matched.
    pub entries: Entries,
    /// Counts of terms by article.
    pub terms: TermMatrix,
    /// Who and what the articles name; nothing where articles are measured on their own.
    pub entities: Entities,
    /// The words of each article, by the position of the reading in [`READINGS`].
    pub n_words: Vec<[u64; READINGS.len()]>,
    /// See [`StudyOptions::draws`].
    pub draws: Arc<Draws>,
    /// See [`StudyOptions::fewer_draws`].
    pub fewer_draws: Arc<Draws>,
    /// The names of the classes of reporting verbs.
    pub verb_classes: Vec<String>,
    /// The copies: which articles published one text.
    pub copies: Copies,
    /// What outlets print under many of their articles; left out of all counts unless it was to be kept.
    pub boilerplate: Vec<Repeated>,
    /// The sums under the readings of copies that were not asked for; none where nothing is copied.
    pub other_readings: Vec<(WireReading, Dfm)>,
    /// What was asked for.
    pub options: StudyOptions,
    /// Who is quoted, once it was asked for.
    pub(crate) speakers: OnceLock<Speakers>,
}

/// An event that an outlet and at least one other report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedEvent {
    /// The event.
    pub event: u32,
    /// The outlet's articles.
    pub own: Vec<u32>,
    /// The articles of all other outlets.
    pub others: Vec<u32>,
}

impl Study {
    /// Who is quoted in each article.
    pub fn speakers(&self) -> &Speakers {
        self.speakers.get_or_init(|| {
            let Self { articles, records, event_of, entities, .. } = self;
            Speakers::of(Quoted { articles, records, event_of, entities })
        })
    }

    /// The articles of an outlet.
    #[must_use]
    pub fn articles_of(&self, outlet: u32) -> &[u32] {
        &self.by_outlet[outlet as usize]
    }

    /// The events of an outlet, those that no other outlet reports included.
    #[must_use]
    pub fn events_of(&self, outlet: u32) -> Vec<SharedEvent> {
        let mut events: Vec<u32> =
            self.articles_of(outlet).iter().map(|&article| self.event_of[article as usize]).collect();
        events.sort_unstable();
        events.dedup();
        let parts = |event: u32| {
            let articles = &self.events[event as usize].articles;
            let (own, others) =
                articles.iter().partition(|&&article| self.outlet_of[article as usize] == outlet);
            SharedEvent { event, own, others }
        };
        events.into_iter().map(parts).collect()
    }

    /// The outlets that have enough articles for rows of their own in the comparisons.
    #[must_use]
    pub fn compared_outlets(&self) -> Vec<u32> {
        let has_enough = |&outlet: &u32| self.articles_of(outlet).len() >= self.options.min_articles;
        (0..).take(self.outlets.len()).filter(has_enough).collect()
    }

    /// The `n` outlets with most articles among those that are compared, in the order of outlets.
    #[must_use]
    pub fn largest_outlets(&self, n: usize) -> Vec<u32> {
        let mut outlets = self.compared_outlets();
        outlets.sort_by_key(|&outlet| (std::cmp::Reverse(self.articles_of(outlet).len()), outlet));
        outlets.truncate(n);
        outlets.sort_unstable();
        outlets
    }

    /// For each article whether at least two outlets report its event.
    #[must_use]
    pub fn is_shared(&self) -> Vec<bool> {
        let shared: Vec<bool> = self.events.iter().map(|event| self.is_of_two(event)).collect();
        // `score` looks for no events: then none is shared.
        self.event_of.iter().map(|&event| shared.get(event as usize).copied().unwrap_or(false)).collect()
    }

    /// Whether at least two outlets report an article's event.
    #[must_use]
    pub fn is_in_shared_event(&self, article: u32) -> bool {
        let event = self.event_of.get(article as usize).and_then(|&event| self.events.get(event as usize));
        event.is_some_and(|event| self.is_of_two(event))
    }

    fn is_of_two(&self, event: &Event) -> bool {
        let mut outlets = event.articles.iter().map(|&article| self.outlet_of[article as usize]);
        outlets.next().is_some_and(|first| outlets.any(|other| other != first))
    }

    /// Leaves articles that are not in English out of the features that need it, so that they have no figure rather than 0.
    pub fn leave_out_other_languages(&mut self) {
        for (number, _) in self.articles.iter().enumerate().filter(|(_, article)| !article.is_english()) {
            let readings = self.other_readings.iter_mut().map(|(_, dfm)| dfm);
            std::iter::once(&mut self.dfm).chain(readings).for_each(|dfm| dfm.leave_out_foreign(number));
        }
    }

    /// The name of an article's outlet, also where groups are compared.
    #[must_use]
    pub fn outlet_name(&self, article: u32) -> &str {
        let index = article as usize;
        let of_group = |members: &'_ Members| members.outlet_of.get(index).copied();
        let member = self.members.as_ref().and_then(|it| it.outlets.get(of_group(it)? as usize));
        member.map_or(self.articles[index].outlet.as_str(), |name| name)
    }

    /// A name for an outlet's random streams that no renaming changes: the id of its first article.
    #[must_use]
    pub fn stream_key(&self, outlet: u32) -> &str {
        self.articles_of(outlet).first().map_or("", |&article| &self.articles[article as usize].id)
    }

    /// The words of an article in one voice.
    #[must_use]
    pub fn n_words(&self, article: u32, voice: Voice) -> u64 {
        self.n_words_in(article, reading_of(voice))
    }

    /// The words of an article in one of [`READINGS`], by position.
    #[must_use]
    pub fn n_words_in(&self, article: u32, reading: usize) -> u64 {
        self.n_words[article as usize].get(reading).copied().unwrap_or_default()
    }

    /// The string into which the offsets of a zone point.
    #[must_use]
    pub fn source(&self, article: u32, zone: Zone) -> &str {
        let article = &self.articles[article as usize];
        if zone == Zone::Headline { &article.title } else { &article.text }
    }
}

/// The reading of a voice in the whole article, by its position in [`READINGS`].
fn reading_of(voice: Voice) -> usize {
    READINGS.iter().position(|it| it.voice == voice && it.zone == Zone::All).unwrap_or_default()
}
