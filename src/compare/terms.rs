//! `terms.csv`: the words and phrases that an outlet uses more, or less, than the others on the same events.

use super::Comparison;
use crate::error::Result;
use crate::key::{ALL_EVENTS, About, Voice};
use crate::stats::dispersion::dispersion_of_present;
use crate::stats::fdr::benjamini_hochberg;
use crate::stats::keyness::{Counts, Keyness, keyness};
use crate::study::{SharedEvent, Study};
use crate::tables::{Cell, Column, ForeignKey, Kind, Schema, Table};
use std::sync::Arc;

/// How many terms an outlet shows, for those that it uses more and for those that it uses less.
const KEPT: usize = 50;
/// Into how many parts the outlets are cut: those of one part share the memory for their sums.
const PARTS: usize = 32;
/// A term below this count on both sides together is not tested.
const FEWEST: u64 = 5;
/// The weight of the prior, in words.
const PRIOR_SIZE: f64 = 5_000.0;

const NOT_PRESENT: &str = "the outlet does not have it, or has one article only";

const SCHEMA: Schema = Schema {
    name: "terms",
    row: "a term of an outlet, against the other outlets of the same events",
    key: &["event_id", "outlet", "voice", "term"],
    columns: &[
        Column::text("event_id", "ALL: over the events that the outlet and another report"),
        Column::text("outlet", "the outlet"),
        Column::text("term", "a word, or two neighbouring words, in lower case"),
        Column::count("n", "words", "how many words the term has"),
        Column::text("voice", "all, or own (outside quotations)"),
        Column::text("zone", "all"),
        Column::count("count", "", "how often the outlet has it"),
        Column::count("count_reference", "", "how often the others have it"),
        Column::new("rate_per_1000", Kind::Number, "per 1,000 words", "the outlet's rate", "never"),
        Column::new("rate_reference", Kind::Number, "per 1,000 words", "the rate of the others", "never"),
        Column::count("n_articles", "articles", "articles of the outlet that have it"),
        Column::count("n_articles_reference", "articles", "articles of the others that have it"),
        Column::count("n_events", "events", "events in which the outlet has it"),
        Column::new(
            "log_odds",
            Kind::Number,
            "natural log",
            "log odds ratio with informative Dirichlet prior",
            "never",
        ),
        Column::new("std_error", Kind::Number, "natural log", "its standard error", "never"),
        Column::new(
            "ci_low",
            Kind::Number,
            "natural log",
            "lower end of its 95 % interval (normal)",
            "never",
        ),
        Column::new(
            "ci_high",
            Kind::Number,
            "natural log",
            "upper end of its 95 % interval (normal)",
            "never",
        ),
        Column::new("z", Kind::Number, "standard errors", "log_odds / std_error", "never"),
        Column::new(
            "log_ratio",
            Kind::Number,
            "log base 2",
            "log of the ratio of rates, 0.5 added to counts",
            "never",
        ),
        Column::new(
            "log_ratio_bound",
            Kind::Number,
            "log base 2",
            "the end of its 95 % interval nearer to 0",
            "never",
        ),
        Column::new(
            "g2",
            Kind::Number,
            "chi-squared, 1 df",
            "log-likelihood ratio with the sign of the difference",
            "never",
        ),
        Column::new(
            "dispersion",
            Kind::Number,
            "0 to 1",
            "DPnorm over the outlet's articles: 0 even, 1 heaped",
            NOT_PRESENT,
        ),
        Column::new(
            "p_value",
            Kind::Number,
            "0 to 1",
            "of g2. It takes words as independent of each other, which they are not: read it beside n_articles, n_events \
             and dispersion",
            "never",
        ),
        Column::new(
            "q_value",
            Kind::Number,
            "0 to 1",
            "Benjamini-Hochberg over all terms that were tested for this outlet and voice, those not shown included",
            "never",
        ),
        Column::new("p_note", Kind::Text, "", "why there is no p_value", "there is a p_value"),
    ],
    foreign_keys: &[
        ForeignKey { column: "outlet", table: "groups", target: "group" },
        ForeignKey { column: "outlet", table: "outlets", target: "outlet" },
    ],
};

/// The table of terms.
#[derive(Debug)]
pub(crate) struct Terms;

impl Comparison for Terms {
    fn about(&self) -> About {
        About {
            name: "terms",
            line: "the words and phrases that an outlet uses more or less than the others on the same events",
            unit: "log odds ratio, z",
            limits: "stop words, numbers and terms of one article are left out; the p-value takes words as independent; \
                     a term may come from one event or one article: see n_events, n_articles, dispersion",
            source: "Monroe, Colaresi & Quinn 2008; Dunning 1993; Hardie 2014; Gries 2008; Lijffijt & Gries 2012",
        }
    }

    fn schemas(&self) -> &'static [&'static Schema] {
        &[&SCHEMA]
    }

    fn n_parts(&self, study: &Study) -> usize {
        PARTS.min(study.compared_outlets().len())
    }

    fn part(&self, study: &Study, part: usize) -> Result<Vec<Table>> {
        let mut table = Table::new(&SCHEMA);
        let mut sums = Sums::new(study);
        for outlet in study.compared_outlets().into_iter().skip(part).step_by(PARTS) {
            let mut events = study.events_of(outlet);
            events.retain(|event| !event.others.is_empty());
            sums.add_up(&events);
            for (number, voice) in VOICES.into_iter().enumerate() {
                let contrast = Contrast { sums: &sums, events: &events, number, voice };
                for row in contrast.rows(study, &study.outlets[outlet as usize]) {
                    table.push(row);
                }
            }
        }
        Ok(vec![table])
    }
}

/// The voices in which terms are compared.
const VOICES: [Voice; 2] = [Voice::All, Voice::Own];

/// What was counted of a term on both sides.
#[derive(Clone, Copy)]
struct TermSums {
    count: u64,
    count_reference: u64,
    n_articles: u32,
    n_articles_reference: u32,
    n_events: u32,
    last_event: u32,
}

const NOTHING: TermSums = TermSums {
    count: 0,
    count_reference: 0,
    n_articles: 0,
    n_articles_reference: 0,
    n_events: 0,
    last_event: u32::MAX,
};

/// The terms of one outlet and of the others of its events, in each of [`VOICES`].
struct Sums<'a> {
    study: &'a Study,
    /// For each term of the corpus its place among the terms met; [`NOT_MET`] for most.
    place_of: Vec<u32>,
    /// The terms met.
    terms: Vec<u32>,
    sums: Vec<[TermSums; 2]>,
    total: [u64; 2],
    total_reference: [u64; 2],
}

const NOT_MET: u32 = u32::MAX;

impl<'a> Sums<'a> {
    fn new(study: &'a Study) -> Self {
        let place_of = vec![NOT_MET; study.terms.n_terms()];
        let (terms, sums) = (Vec::new(), Vec::new());
        Self { study, place_of, terms, sums, total: [0; 2], total_reference: [0; 2] }
    }

    /// Forgets the outlet before and adds up the events of the next.
    fn add_up(&mut self, events: &[SharedEvent]) {
        self.terms.drain(..).for_each(|term| self.place_of[term as usize] = NOT_MET);
        self.sums.clear();
        (self.total, self.total_reference) = ([0; 2], [0; 2]);
        for event in events {
            for &article in &event.own {
                self.total = self.with_words(self.total, article);
                for row in self.study.terms.of_article(article as usize) {
                    for (sum, voice) in self.at(row.term).iter_mut().zip(VOICES) {
                        let count = count_in(row, voice);
                        sum.count += u64::from(count);
                        sum.n_articles += u32::from(count > 0);
                        sum.n_events += u32::from(count > 0 && sum.last_event != event.event);
                        sum.last_event = if count > 0 { event.event } else { sum.last_event };
                    }
                }
            }
            for &article in &event.others {
                self.total_reference = self.with_words(self.total_reference, article);
                for row in self.study.terms.of_article(article as usize) {
                    for (sum, voice) in self.at(row.term).iter_mut().zip(VOICES) {
                        let count = count_in(row, voice);
                        sum.count_reference += u64::from(count);
                        sum.n_articles_reference += u32::from(count > 0);
                    }
                }
            }
        }
    }

    /// A total with the words of one more article.
    fn with_words(&self, total: [u64; 2], article: u32) -> [u64; 2] {
        std::array::from_fn(|number| total[number] + self.study.n_words(article, VOICES[number]))
    }

    fn at(&mut self, term: u32) -> &mut [TermSums; 2] {
        let place = &mut self.place_of[term as usize];
        if *place == NOT_MET {
            *place = u32::try_from(self.terms.len()).unwrap_or(NOT_MET);
            self.terms.push(term);
            self.sums.push([NOTHING; 2]);
        }
        &mut self.sums[*place as usize]
    }
}

struct Contrast<'a> {
    sums: &'a Sums<'a>,
    events: &'a [SharedEvent],
    /// The voice, by its place in [`VOICES`].
    number: usize,
    voice: Voice,
}

/// A term that was tested, by its place among the terms met.
struct Tested {
    place: usize,
    found: Keyness,
    q_value: f64,
}

impl Contrast<'_> {
    fn tested(&self) -> Vec<Tested> {
        let (terms, n) = (&self.sums.terms, self.number);
        let sums = self.sums.sums.iter().map(|of_voices| of_voices[n]).enumerate();
        let mut all: Vec<Tested> = sums
            .filter(|(_, sum)| sum.count + sum.count_reference >= FEWEST)
            .filter_map(|(place, sum)| {
                let counts = Counts {
                    target: sum.count,
                    reference: sum.count_reference,
                    total_target: self.sums.total[n],
                    total_reference: self.sums.total_reference[n],
                };
                keyness(counts, PRIOR_SIZE).map(|found| Tested { place, found, q_value: 1.0 })
            })
            .collect();
        let p_values: Vec<Option<f64>> = all.iter().map(|tested| Some(tested.found.g2_p)).collect();
        for (tested, q_value) in all.iter_mut().zip(benjamini_hochberg(&p_values)) {
            tested.q_value = q_value.unwrap_or(1.0);
        }
        all.sort_by(|a, b| b.found.z.total_cmp(&a.found.z).then(terms[a.place].cmp(&terms[b.place])));
        all
    }

    fn rows(&self, study: &Study, outlet: &Arc<str>) -> Vec<[Cell; 25]> {
        let mut tested = self.tested();
        let n_more = tested.partition_point(|it| it.found.z > 0.0);
        let n_less = tested.len() - n_more;
        tested.drain(n_more.min(KEPT)..n_more + n_less.saturating_sub(KEPT));
        let spread = self.dispersions(study, &tested);
        tested.iter().zip(spread).map(|(it, spread)| self.row(study, outlet, it, spread)).collect()
    }

    /// The dispersion of each term over the outlet's articles.
    fn dispersions(&self, study: &Study, tested: &[Tested]) -> Vec<Option<f64>> {
        let mut position = vec![usize::MAX; self.sums.terms.len()];
        for (number, it) in tested.iter().enumerate() {
            position[it.place] = number;
        }
        let mut present: Vec<Vec<(u64, u64)>> = vec![Vec::new(); tested.len()];
        let (mut smallest, mut total) = (u64::MAX, 0);
        for &article in self.events.iter().flat_map(|event| &event.own) {
            let size = study.n_words(article, self.voice);
            if size == 0 {
                continue;
            }
            (smallest, total) = (smallest.min(size), total + size);
            for row in study.terms.of_article(article as usize) {
                let count = count_in(row, self.voice);
                let place = self.sums.place_of[row.term as usize] as usize;
                if let Some(places) = present.get_mut(position[place])
                    && count > 0
                {
                    places.push((u64::from(count), size));
                }
            }
        }
        let of = |places: &Vec<(u64, u64)>| dispersion_of_present(places.iter().copied(), total, smallest);
        present.iter().map(|places| of(places).map(|spread| spread.dp_norm)).collect()
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of a corpus stay far below 2^53")]
    fn row(&self, study: &Study, outlet: &Arc<str>, tested: &Tested, dispersion: Option<f64>) -> [Cell; 25] {
        let term = self.sums.terms[tested.place] as usize;
        let (sum, found) = (&self.sums.sums[tested.place][self.number], &tested.found);
        let (n, n_reference) = (self.sums.total[self.number], self.sums.total_reference[self.number]);
        let rate = |count: u64, total: u64| Cell::number(1_000.0 * count as f64 / total as f64);
        [
            Cell::text(ALL_EVENTS),
            Cell::shared(outlet),
            Cell::text(&study.terms.spelling(term)),
            Cell::whole(u64::from(study.terms.n_words(term))),
            Cell::text(self.voice.name()),
            Cell::text("all"),
            Cell::whole(sum.count),
            Cell::whole(sum.count_reference),
            rate(sum.count, n),
            rate(sum.count_reference, n_reference),
            Cell::whole(u64::from(sum.n_articles)),
            Cell::whole(u64::from(sum.n_articles_reference)),
            Cell::whole(u64::from(sum.n_events)),
            Cell::number(found.log_odds),
            Cell::number(found.std_error),
            Cell::number(found.ci_low),
            Cell::number(found.ci_high),
            Cell::number(found.z),
            Cell::number(found.log_ratio),
            Cell::number(found.log_ratio_bound),
            Cell::number(found.g2),
            Cell::optional(dispersion),
            Cell::number(found.g2_p),
            Cell::number(tested.q_value),
            Cell::Empty,
        ]
    }
}

/// How often an article has a term in one voice.
fn count_in(row: &crate::dfm::TermRow, voice: Voice) -> u32 {
    match voice {
        Voice::All => row.all,
        Voice::Own => row.own,
        Voice::Quoted => row.all - row.own,
    }
}
