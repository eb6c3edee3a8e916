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
    foreign_keys: &[ForeignKey { column: "outlet", table: "outlets", target: "outlet" }],
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
        study.compared_outlets().len()
    }

    fn part(&self, study: &Study, part: usize) -> Result<Vec<Table>> {
        let mut table = Table::new(&SCHEMA);
        let outlet = study.compared_outlets()[part];
        let mut events = study.events_of(outlet);
        events.retain(|event| !event.others.is_empty());
        for voice in [Voice::All, Voice::Own] {
            let contrast = Contrast::new(study, &events, voice);
            for row in contrast.rows(study, &study.outlets[outlet as usize]) {
                table.push(row);
            }
        }
        Ok(vec![table])
    }
}

/// What was counted of a term on both sides.
#[derive(Clone, Copy, Default)]
struct TermSums {
    count: u64,
    count_reference: u64,
    n_articles: u32,
    n_articles_reference: u32,
    n_events: u32,
    last_event: u32,
}

struct Contrast<'a> {
    events: &'a [SharedEvent],
    voice: Voice,
    sums: Vec<TermSums>,
    total: u64,
    total_reference: u64,
}

/// A term that was tested.
struct Tested {
    term: u32,
    found: Keyness,
    q_value: f64,
}

impl<'a> Contrast<'a> {
    fn new(study: &Study, events: &'a [SharedEvent], voice: Voice) -> Self {
        let mut sums = vec![TermSums { last_event: u32::MAX, ..TermSums::default() }; study.terms.n_terms()];
        let (mut total, mut total_reference) = (0, 0);
        for event in events {
            for &article in &event.own {
                total += study.n_words(article, voice);
                for row in study.terms.of_article(article as usize) {
                    let (sum, count) = (&mut sums[row.term as usize], count_in(row, voice));
                    sum.count += u64::from(count);
                    sum.n_articles += u32::from(count > 0);
                    sum.n_events += u32::from(count > 0 && sum.last_event != event.event);
                    sum.last_event = if count > 0 { event.event } else { sum.last_event };
                }
            }
            for &article in &event.others {
                total_reference += study.n_words(article, voice);
                for row in study.terms.of_article(article as usize) {
                    let (sum, count) = (&mut sums[row.term as usize], count_in(row, voice));
                    sum.count_reference += u64::from(count);
                    sum.n_articles_reference += u32::from(count > 0);
                }
            }
        }
        Self { events, voice, sums, total, total_reference }
    }

    fn tested(&self) -> Vec<Tested> {
        let mut all: Vec<Tested> = (0_u32..)
            .zip(&self.sums)
            .filter(|(_, sum)| sum.count + sum.count_reference >= FEWEST)
            .filter_map(|(term, sum)| {
                let counts = Counts {
                    target: sum.count,
                    reference: sum.count_reference,
                    total_target: self.total,
                    total_reference: self.total_reference,
                };
                keyness(counts, PRIOR_SIZE).map(|found| Tested { term, found, q_value: 1.0 })
            })
            .collect();
        let p_values: Vec<Option<f64>> = all.iter().map(|tested| Some(tested.found.g2_p)).collect();
        for (tested, q_value) in all.iter_mut().zip(benjamini_hochberg(&p_values)) {
            tested.q_value = q_value.unwrap_or(1.0);
        }
        all.sort_by(|a, b| b.found.z.total_cmp(&a.found.z).then(a.term.cmp(&b.term)));
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
        let mut position = vec![u32::MAX; self.sums.len()];
        for (it, number) in tested.iter().zip(0..) {
            position[it.term as usize] = number;
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
                if let Some(places) = present.get_mut(position[row.term as usize] as usize)
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
        let term = tested.term as usize;
        let (sum, found) = (&self.sums[term], &tested.found);
        let rate = |count: u64, total: u64| Cell::number(1_000.0 * count as f64 / total as f64);
        [
            Cell::text(ALL_EVENTS),
            Cell::shared(outlet),
            Cell::shared(study.terms.spelling(term)),
            Cell::whole(u64::from(study.terms.n_words(term))),
            Cell::text(self.voice.name()),
            Cell::text("all"),
            Cell::whole(sum.count),
            Cell::whole(sum.count_reference),
            rate(sum.count, self.total),
            rate(sum.count_reference, self.total_reference),
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
