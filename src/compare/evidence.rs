//! `evidence.csv`: the passages behind the figures.

use super::Comparison;
use super::cells::passage;
use crate::error::Result;
use crate::harvest::{FIXED_ONE, Observation};
use crate::key::{About, Voice, Zone};
use crate::study::{EvidenceChoice, Study};
use crate::tables::{Cell, Column, ForeignKey, Kind, Schema, Table};
use std::cmp::Reverse;

/// How many passages an outlet shows for a feature over all events.
const KEPT_OF_OUTLET: usize = 5;

/// How much of the text stands beside a passage.
const CONTEXT_BYTES: usize = 60;

const SCHEMA: Schema = Schema {
    name: "evidence",
    row: "a passage behind a score",
    key: &["article_id", "measure", "feature", "start", "end", "voice", "zone"],
    columns: &[
        Column::text("article_id", "the article"),
        Column::text("measure", "the measure"),
        Column::text("feature", "the feature"),
        Column::count(
            "start",
            "bytes",
            "the first byte: in the title where zone is headline, else in the text",
        ),
        Column::count("end", "bytes", "the byte after the last"),
        Column::new(
            "outlet",
            Kind::Text,
            "",
            "the article's outlet",
            "nothing names an outlet (`score` only)",
        ),
        Column::new(
            "event_id",
            Kind::Text,
            "",
            "the article's event",
            "events were not looked for (`score`)",
        ),
        Column::text("voice", "own, or quoted"),
        Column::text("zone", "headline, lead or body"),
        Column::new("weight", Kind::Number, "the measure's unit", "what the passage counts", "never"),
        Column::text("text", "the passage, cut with --quote-limit"),
        Column::new("left", Kind::Text, "", "what stands before it", "nothing, or --quote-limit was given"),
        Column::new("right", Kind::Text, "", "what stands after it", "nothing, or --quote-limit was given"),
    ],
    foreign_keys: &[ForeignKey { column: "article_id", table: "articles", target: "article_id" }],
};

/// The table of passages.
#[derive(Debug)]
pub(crate) struct Evidence;

impl Comparison for Evidence {
    fn about(&self) -> About {
        About {
            name: "evidence",
            line: "the passages behind the figures",
            unit: "",
            limits: "--evidence top shows the strongest five of each outlet and feature, and the strongest one in each \
                     event that two outlets report; --evidence all shows every one",
            source: "",
        }
    }

    fn schemas(&self) -> &'static [&'static Schema] {
        &[&SCHEMA]
    }

    fn n_parts(&self, study: &Study) -> usize {
        study.by_outlet.len().max(1)
    }

    fn part(&self, study: &Study, part: usize) -> Result<Vec<Table>> {
        let mut table = Table::new(&SCHEMA);
        // `score` knows no outlets: there all articles are one part.
        let all: Vec<u32>;
        let articles = if let Some(articles) = study.by_outlet.get(part) {
            articles
        } else {
            all = (0..).take(study.articles.len()).collect();
            &all
        };
        let chosen = match study.options.evidence {
            EvidenceChoice::None => Vec::new(),
            EvidenceChoice::All => articles.iter().flat_map(|&article| candidates(study, article)).collect(),
            EvidenceChoice::Top => strongest(study, articles),
        };
        for (article, seen) in chosen {
            table.push(row(study, article, seen));
        }
        Ok(vec![table])
    }
}

/// A passage that counts: its article and what was seen. A sentence is shown in the voice that speaks, not as a whole.
type Candidate<'a> = (u32, &'a Observation);

fn candidates(study: &Study, article: u32) -> impl Iterator<Item = Candidate<'_>> {
    let seen = study.records[article as usize].observations.iter();
    seen.filter(|seen| seen.value != 0 && seen.voice != Voice::All).map(move |seen| (article, seen))
}

/// What is strongest comes first: a total order (weight, headline before lead before body, article, place) makes the
/// choice the same in any run.
fn strength((article, seen): &Candidate<'_>) -> (Reverse<u32>, Zone, u32, u32, u32, Voice) {
    (Reverse(seen.value.unsigned_abs()), seen.zone, *article, seen.start, seen.end, seen.voice)
}

/// The strongest passage of an article for each feature and sign.
fn strongest_of<'a>(study: &'a Study, article: u32, into: &mut Vec<Candidate<'a>>) {
    let observations = &study.records[article as usize].observations;
    // What was seen stands in the order of features.
    for run in observations.chunk_by(|a, b| a.feature == b.feature) {
        for is_positive in [false, true] {
            let of_sign = run.iter().filter(|seen| {
                seen.value != 0 && seen.voice != Voice::All && (seen.value > 0) == is_positive
            });
            into.extend(of_sign.map(|seen| (article, seen)).min_by_key(strength));
        }
    }
}

/// The strongest passages of an outlet's articles for each feature and sign: of all of them, and of those in each event.
fn strongest<'a>(study: &'a Study, articles: &[u32]) -> Vec<Candidate<'a>> {
    let event = |article: u32| study.event_of.get(article as usize).copied().unwrap_or_default();
    let mut all = Vec::new();
    // One passage an article, feature and sign stands for it.
    articles.iter().for_each(|&article| strongest_of(study, article, &mut all));
    let kind = |it: &Candidate<'_>| (it.1.feature, it.1.value > 0);
    all.sort_unstable_by_key(|it| (kind(it), strength(it)));
    let runs = all.chunk_by(|a, b| kind(a) == kind(b));
    let mut chosen: Vec<Candidate<'_>> =
        runs.flat_map(|run| run.iter().take(KEPT_OF_OUTLET).copied()).collect();
    all.retain(|it| study.is_in_shared_event(it.0));
    all.sort_by_key(|it| (kind(it), event(it.0)));
    all.dedup_by_key(|it| (kind(it), event(it.0)));
    chosen.extend(all);
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

fn row(study: &Study, article: u32, seen: &Observation) -> [Cell; 13] {
    let feature = &study.features[usize::from(seen.feature)];
    let index = article as usize;
    let source = study.source(article, seen.zone);
    let limit = study.options.quote_limit;
    let (left, right) = if limit.is_some() { ("", "") } else { context(source, seen) };
    let event = study.event_of.get(index).and_then(|&it| study.event_ids.get(it as usize));
    [
        Cell::text(&study.articles[index].id),
        Cell::text(&feature.measure),
        Cell::text(&feature.name),
        Cell::whole(u64::from(seen.start)),
        Cell::whole(u64::from(seen.end)),
        study.outlet_of.get(index).map_or(Cell::Empty, |&it| Cell::shared(&study.outlets[it as usize])),
        event.map_or(Cell::Empty, Cell::shared),
        Cell::text(seen.voice.name()),
        Cell::text(seen.zone.name()),
        Cell::number(f64::from(seen.value) / FIXED_ONE),
        Cell::text(passage(source, (seen.start, seen.end), limit)),
        Cell::text(left),
        Cell::text(right),
    ]
}

/// What stands beside a passage, cut at characters.
fn context<'a>(source: &'a str, seen: &Observation) -> (&'a str, &'a str) {
    let (start, end) = (seen.start as usize, seen.end as usize);
    let from = source.floor_char_boundary(start.saturating_sub(CONTEXT_BYTES));
    let to = source.ceil_char_boundary((end + CONTEXT_BYTES).min(source.len()));
    (source.get(from..start).unwrap_or("").trim_start(), source.get(end..to).unwrap_or("").trim_end())
}
