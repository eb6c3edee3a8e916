//! `sources.csv`: whom an outlet lets speak, and for how much of the words that it quotes.

use super::Comparison;
use super::label_test::LabelTest;
use super::pooled_rows::{bootstrap, unit_of};
use super::q_values::fill_q_values;
use super::speakers::{Said, Speakers};
use crate::error::Result;
use crate::key::{ALL_EVENTS, About};
use crate::stats::bootstrap::{Bootstrap, Interval, Pair, Sample};
use crate::stats::strata::{Strata, Unit};
use crate::study::{SharedEvent, Study};
use crate::tables::{Cell, Column, ForeignKey, Kind, Schema, Table};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A speaker of fewer shared events of an outlet has no row over all of them: nothing could be said of a habit.
const FEWEST_EVENTS: usize = 3;
/// A speaker in fewer articles of an event has no row there.
const FEWEST_ARTICLES: usize = 2;

const SCHEMA: Schema = Schema {
    name: "sources",
    row: "a source that an outlet quotes",
    key: &["event_id", "outlet", "speaker"],
    columns: &[
        Column::text(
            "event_id",
            "the event, where at least 2 articles quote the speaker and the outlet does; ALL: over the events that the \
             outlet and another report and in which either quotes the speaker, where these are at least 3",
        ),
        Column::text("outlet", "the outlet"),
        Column::text(
            "speaker",
            "who is quoted: a name without titles, a surname joined to the one full name of its event that ends in it; \
             a role in lower case; no pronouns",
        ),
        Column::count("n_quotes", "quotations", "direct quotations of the speaker in the outlet"),
        Column::count("n_words", "words", "their words"),
        Column::count("n_articles", "articles", "articles of the outlet with such a quotation"),
        Column::new(
            "share_of_quoted_words",
            Kind::Number,
            "0 to 1",
            "share of the words that the outlet quotes directly, from whomever; in ALL the mean over events with weights \
             n_o*n_r/(n_o+n_r) of the articles that quote anything",
            "no event in which both sides quote anything",
        ),
        Column::new(
            "share_reference",
            Kind::Number,
            "0 to 1",
            "the same of all other outlets of the same events",
            "no event in which both sides quote anything",
        ),
        Column::new(
            "difference",
            Kind::Number,
            "-1 to 1",
            "share_of_quoted_words less share_reference",
            "no event in which both sides quote anything",
        ),
        Column::new(
            "ci_low",
            Kind::Number,
            "-1 to 1",
            "lower end of the 95 % interval of the difference, from drawing events",
            "a row of one event; or all events are alike",
        ),
        Column::new(
            "ci_high",
            Kind::Number,
            "-1 to 1",
            "upper end of it",
            "a row of one event; or all events are alike",
        ),
        Column::new(
            "p_value",
            Kind::Number,
            "0 to 1",
            "permutation of outlet labels over the articles within events",
            "see p_note",
        ),
        Column::new(
            "q_value",
            Kind::Number,
            "0 to 1",
            "Benjamini-Hochberg over the ALL rows, and separately over the rows of single events",
            "there is no p_value",
        ),
        Column::new("p_note", Kind::Text, "", "why there is no p_value", "there is a p_value"),
        Column::count("n_events", "events", "events that the difference is taken over"),
        Column::count(
            "n_articles_reference",
            "articles",
            "articles of other outlets on these events that quote the speaker",
        ),
    ],
    foreign_keys: &[
        ForeignKey { column: "outlet", table: "groups", target: "group" },
        ForeignKey { column: "outlet", table: "outlets", target: "outlet" },
    ],
};

/// The table of sources.
#[derive(Debug)]
pub(crate) struct Sources;

impl Comparison for Sources {
    fn about(&self) -> About {
        About {
            name: "sources",
            line: "whom an outlet quotes, for which share of its quoted words, against the others on the same events",
            unit: "share of directly quoted words",
            limits: "counts direct quotations; those whose speaker was not found count in the whole; two people of one \
                     surname in an event may be taken for one where only one has a first name there",
            source: "within-event permutation: Good 2005; event bootstrap: Davison & Hinkley 1997",
        }
    }

    fn schemas(&self) -> &'static [&'static Schema] {
        &[&SCHEMA]
    }

    fn part(&self, study: &Study, _part: usize) -> Result<Vec<Table>> {
        let mut table = Table::new(&SCHEMA);
        let speakers = Speakers::of(study);
        let quoted: Vec<u64> = study
            .records
            .iter()
            .map(|record| record.direct_quotes().map(|quote| u64::from(quote.n_words)).sum())
            .collect();
        let mut rows = Rows {
            study,
            speakers: &speakers,
            quoted: &quoted,
            test: LabelTest::new(study.options.seed, study.options.resamples),
            bootstrap: bootstrap(&study.draws)?,
            strata: Strata::default(),
        };
        for outlet in study.compared_outlets() {
            rows.of_outlet(outlet).into_iter().for_each(|row| table.push(row));
        }
        Ok(vec![table])
    }

    fn finish(&self, tables: &mut [Table]) {
        tables.iter_mut().for_each(fill_q_values);
    }
}

/// Makes the rows.
struct Rows<'a> {
    study: &'a Study,
    speakers: &'a Speakers,
    /// The directly quoted words of each article.
    quoted: &'a [u64],
    test: LabelTest,
    bootstrap: Bootstrap,
    strata: Strata,
}

/// Events of an outlet in which a speaker is quoted, by position, and in how many articles each.
type Places = Vec<(usize, usize)>;

impl Rows<'_> {
    fn of_outlet(&mut self, outlet: u32) -> Vec<[Cell; 16]> {
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
                rows.push(self.row(outlet, speaker, &all, None));
            }
            for &(number, n_articles) in places.iter().filter(|(_, n)| *n >= FEWEST_ARTICLES) {
                let event = &events[number];
                let is_own = |&article: &u32| self.quotes(article, speaker).is_some();
                if n_articles >= FEWEST_ARTICLES && event.own.iter().any(is_own) {
                    rows.push(self.row(outlet, speaker, &[event], Some(event.event)));
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

    fn row(&mut self, outlet: u32, speaker: u32, events: &[&SharedEvent], one: Option<u32>) -> [Cell; 16] {
        let name = &self.speakers.names[speaker as usize];
        let id = one
            .map_or_else(|| Arc::from(ALL_EVENTS), |event| Arc::clone(&self.study.event_ids[event as usize]));
        let mut strata = std::mem::take(&mut self.strata);
        strata.clear();
        let mut shares = Vec::new();
        for event in events {
            let units = |articles: &[u32]| -> Vec<Unit> {
                articles.iter().map(|&article| self.unit(article, speaker)).collect()
            };
            let (own, others) = (units(&event.own), units(&event.others));
            let estimate = ratio(&own);
            if strata.push(own, others) {
                shares.push(estimate);
            }
        }
        let figures = Figures::of(&strata, &shares);
        let interval = if one.is_none() { self.interval(&strata) } else { None };
        let key = ["sources", name, &id, self.study.stream_key(outlet)];
        let (p_value, p_note) = match (shares.is_empty(), one) {
            (true, _) => (None, "nothing_quoted"),
            (false, None) => self.test.pooled(&strata, &key),
            (false, Some(_)) => self.test.of_event(&strata, &key),
        };
        self.strata = strata;
        let quotes = |articles: &[u32]| -> Vec<Said> {
            articles.iter().filter_map(|&article| self.quotes(article, speaker).copied()).collect()
        };
        let own: Vec<Said> = events.iter().flat_map(|event| quotes(&event.own)).collect();
        let n_others: usize = events.iter().map(|event| quotes(&event.others).len()).sum();
        [
            Cell::shared(&id),
            Cell::shared(&self.study.outlets[outlet as usize]),
            Cell::text(name),
            Cell::whole(own.iter().map(|said| u64::from(said.n_quotes)).sum()),
            Cell::whole(own.iter().map(|said| said.n_words).sum()),
            Cell::count(own.len()),
            Cell::optional(figures.estimate),
            Cell::optional(figures.reference),
            Cell::optional(figures.difference),
            Cell::optional(interval.map(|it| it.low)),
            Cell::optional(interval.map(|it| it.high)),
            Cell::optional(p_value),
            Cell::Empty,
            Cell::text(p_note),
            Cell::count(shares.len()),
            Cell::count(n_others),
        ]
    }

    fn interval(&mut self, strata: &Strata) -> Option<Interval> {
        let pairs: Vec<Pair> = strata.contrasts().map(|it| (it.weight * it.difference, it.weight)).collect();
        self.bootstrap.ratios(&Sample::of_pairs(&pairs), 1).first().copied().flatten()
    }
}

/// The shares of both sides.
struct Figures {
    estimate: Option<f64>,
    reference: Option<f64>,
    difference: Option<f64>,
}

impl Figures {
    /// From the outlet's share in each stratum.
    fn of(strata: &Strata, shares: &[f64]) -> Self {
        let weights: f64 = strata.contrasts().map(|it| it.weight).sum();
        let sum: f64 = strata.contrasts().zip(shares).map(|(it, share)| it.weight * share).sum();
        let difference = strata.difference();
        let estimate = difference.map(|_| sum / weights);
        let reference = estimate.zip(difference).map(|(estimate, difference)| {
            // What is 0 of the others must not be a rounding error.
            let reference = estimate - difference;
            if reference.abs() < 1e-12 { 0.0 } else { reference }
        });
        Self { estimate, reference, difference }
    }
}

/// The ratio of all units that have a size; 0 where none has.
fn ratio(units: &[Unit]) -> f64 {
    let (sum, n) = units.iter().fold((0.0, 0.0), |(sum, n), unit| (sum + unit.sum, n + unit.n));
    if n > 0.0 { sum / n } else { 0.0 }
}
