//! The rows of `sources.csv`.

use super::label_test::LabelTest;
use super::pooled_rows::{bootstrap, unit_of};
use super::shares::{Figures, event_id, interval, ratio};
use crate::error::Result;
use crate::harvest::ArticleRecord;
use crate::speakers::{Said, Speakers};
use crate::stats::bootstrap::Bootstrap;
use crate::stats::strata::{Strata, Unit};
use crate::study::{SharedEvent, Study};
use crate::tables::Cell;
use std::collections::BTreeMap;

/// A speaker of fewer shared events of an outlet has no row over all of them: nothing could be said of a habit.
const FEWEST_EVENTS: usize = 3;
/// A speaker in fewer articles of an event has no row there.
const FEWEST_ARTICLES: usize = 2;

/// Makes the rows.
pub(crate) struct Rows<'a> {
    study: &'a Study,
    speakers: &'a Speakers,
    /// The directly quoted words of each article.
    quoted: Vec<u64>,
    test: LabelTest,
    bootstrap: Bootstrap,
    strata: Strata,
}

/// Events of an outlet in which a speaker is quoted, by position, and in how many articles each.
type Places = Vec<(usize, usize)>;

impl<'a> Rows<'a> {
    /// # Errors
    /// [`crate::error::Error::Usage`] when there are too few resamples for an interval.
    pub(crate) fn new(study: &'a Study, speakers: &'a Speakers) -> Result<Self> {
        let words = |record: &ArticleRecord| record.direct_quotes().map(|it| u64::from(it.n_words)).sum();
        Ok(Self {
            study,
            speakers,
            quoted: study.records.iter().map(words).collect(),
            test: LabelTest::new(study.options.seed, study.options.resamples),
            bootstrap: bootstrap(&study.draws)?,
            strata: Strata::default(),
        })
    }

    /// The rows of one outlet: over all events, and in single ones.
    pub(crate) fn of_outlet(&mut self, outlet: u32) -> Vec<Vec<Cell>> {
        let mut events = self.study.events_of(outlet);
        events.retain(|event| !event.others.is_empty());
        let mut places: BTreeMap<u32, Places> = BTreeMap::new();
        for (number, event) in events.iter().enumerate() {
            for &article in event.own.iter().chain(&event.others) {
                let said = &self.speakers.of_article[article as usize];
                for said in said.iter().filter(|said| said.n_quotes > 0) {
                    let of_speaker = places.entry(said.speaker).or_default();
                    match of_speaker.last_mut() {
                        Some((last, n)) if *last == number => *n += 1,
                        _ => of_speaker.push((number, 1)),
                    }
                }
            }
        }
        let mut rows = Vec::new();
        for (&speaker, places) in &places {
            if places.len() >= FEWEST_EVENTS {
                let all: Vec<&SharedEvent> = places.iter().map(|&(number, _)| &events[number]).collect();
                rows.extend(self.row(outlet, speaker, &all, None));
            }
            for &(number, _) in places.iter().filter(|(_, n)| *n >= FEWEST_ARTICLES) {
                let event = &events[number];
                let is_own = |&article: &u32| self.quotes(article, speaker).is_some();
                if event.own.iter().any(is_own) {
                    rows.extend(self.row(outlet, speaker, &[event], Some(event.event)));
                }
            }
        }
        rows
    }

    /// What an article quotes directly of a speaker.
    fn quotes(&self, article: u32, speaker: u32) -> Option<&Said> {
        self.speakers.said(article, speaker).filter(|said| said.n_quotes > 0)
    }

    fn unit(&self, article: u32, speaker: u32) -> Unit {
        let words = self.quotes(article, speaker).map_or(0, |said| said.n_words);
        unit_of(words, self.quoted[article as usize])
    }

    /// The row of a speaker in some events, or in `one`; none where too few events have quotations on both sides.
    fn row(
        &mut self,
        outlet: u32,
        speaker: u32,
        events: &[&SharedEvent],
        one: Option<u32>,
    ) -> Option<Vec<Cell>> {
        let mut strata = std::mem::take(&mut self.strata);
        strata.clear();
        let (mut shares, mut used) = (Vec::new(), Vec::new());
        for &event in events {
            let units = |articles: &[u32]| -> Vec<Unit> {
                articles.iter().map(|&article| self.unit(article, speaker)).collect()
            };
            let (own, others) = (units(&event.own), units(&event.others));
            let estimate = ratio(&own);
            if strata.push(own, others) {
                shares.push(estimate);
                used.push(event);
            }
        }
        let is_enough = one.is_some() || shares.len() >= FEWEST_EVENTS;
        let place = Place { outlet, speaker, one };
        let row = is_enough.then(|| {
            let figures = self.figures(&strata, &shares, place);
            self.cells(if one.is_some() { events } else { &used }, (&figures, shares.len()), place)
        });
        self.strata = strata;
        row
    }

    fn figures(&mut self, strata: &Strata, shares: &[f64], place: Place) -> Figures {
        let interval = if place.one.is_none() { interval(&mut self.bootstrap, strata) } else { None };
        let (id, name) = (event_id(self.study, place.one), &self.speakers.names[place.speaker as usize]);
        let key = ["sources", name, &id, self.study.stream_key(place.outlet)];
        let (p_value, p_note) = match (shares.is_empty(), place.one) {
            (true, _) => (None, "nothing_quoted"),
            (false, None) => self.test.pooled(strata, &key),
            (false, Some(_)) => self.test.of_event(strata, &key),
        };
        Figures { interval, p_value, p_note, ..Figures::of(strata, shares) }
    }

    fn cells(
        &self,
        events: &[&SharedEvent],
        (found, n_events): (&Figures, usize),
        place: Place,
    ) -> Vec<Cell> {
        let quotes = |articles: &[u32]| -> Vec<Said> {
            articles.iter().filter_map(|&article| self.quotes(article, place.speaker).copied()).collect()
        };
        let own: Vec<Said> = events.iter().flat_map(|event| quotes(&event.own)).collect();
        let n_others: usize = events.iter().map(|event| quotes(&event.others).len()).sum();
        let names = [
            Cell::shared(&event_id(self.study, place.one)),
            Cell::shared(&self.study.outlets[place.outlet as usize]),
            Cell::text(&self.speakers.names[place.speaker as usize]),
            Cell::whole(own.iter().map(|said| u64::from(said.n_quotes)).sum()),
            Cell::whole(own.iter().map(|said| said.n_words).sum()),
            Cell::count(own.len()),
        ];
        let sizes = [Cell::count(n_events), Cell::count(n_others)];
        names.into_iter().chain(found.cells()).chain(sizes).collect()
    }
}

/// Whose row, and of which event; none for the row over all.
#[derive(Clone, Copy)]
struct Place {
    outlet: u32,
    speaker: u32,
    one: Option<u32>,
}
