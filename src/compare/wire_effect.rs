//! `wire_effect.csv`: each outlet's figures with copies as published, with each text once, and without copied words.

use super::Comparison;
use super::difference_columns::FOREIGN_KEYS;
use super::event_sums::EventSums;
use super::pooled_rows::{blocks, pooled_estimates};
use crate::copies::WireReading;
use crate::dfm::{Dfm, READINGS};
use crate::error::Result;
use crate::key::About;
use crate::study::Study;
use crate::tables::{Cell, Column, Kind, Schema, Table};

const UNIT: &str = "the measure's unit: mean score, matches per 1,000 words, or mean over articles";
const NOTHING_LEFT: &str = "no words are left to take it over";

const SCHEMA: Schema = Schema {
    name: "wire_effect",
    row: "a figure of an outlet under three readings of copies",
    key: &["outlet", "measure", "feature"],
    columns: &[
        Column::text("outlet", "the outlet"),
        Column::text("measure", "the measure"),
        Column::text("feature", "the feature of the measure"),
        Column::new(
            "all",
            Kind::Number,
            UNIT,
            "the estimate (all voices and zones, as in the measure's ALL rows) with every article as published",
            NOTHING_LEFT,
        ),
        Column::new(
            "once",
            Kind::Number,
            UNIT,
            "the same with each copied text once in an event, where it stood first (--wire once)",
            NOTHING_LEFT,
        ),
        Column::new(
            "own",
            Kind::Number,
            UNIT,
            "the same without copied sentences (--wire own)",
            NOTHING_LEFT,
        ),
        Column::count("n_all", "sentences or words", "what `all` is taken over"),
        Column::count("n_once", "sentences or words", "what `once` is taken over"),
        Column::count("n_own", "sentences or words", "what `own` is taken over"),
    ],
    foreign_keys: FOREIGN_KEYS,
};

/// The table of readings of copies.
#[derive(Debug)]
pub(crate) struct WireEffect;

impl Comparison for WireEffect {
    fn about(&self) -> About {
        About {
            name: "wire_effect",
            line: "how much of an outlet's figures comes from copied text",
            unit: UNIT,
            limits: "a sentence is copied when more than half of its words are; headlines never are",
            source: "",
        }
    }

    fn schemas(&self) -> &'static [&'static Schema] {
        &[&SCHEMA]
    }

    fn part(&self, study: &Study, _part: usize) -> Result<Vec<Table>> {
        let mut table = Table::new(&SCHEMA);
        let dfms = WireReading::EACH.map(|reading| dfm_of(study, reading));
        let is_of_text = |&feature: &usize| READINGS[0].has(study.features[feature].scale);
        let features: Vec<usize> = (0..study.features.len()).filter(is_of_text).collect();
        let blocks = blocks(study, &features);
        let mut sums = EventSums::default();
        for outlet in study.compared_outlets() {
            let events = study.events_of(outlet);
            sums.take(&events);
            let mut of_readings = Vec::with_capacity(dfms.len());
            for dfm in dfms {
                of_readings.push(pooled_estimates(dfm, (&blocks, 0), (&events, &mut sums))?);
            }
            for (at, &(feature, _)) in of_readings[0].iter().enumerate() {
                let about = &study.features[feature];
                let mut cells = vec![
                    Cell::shared(&study.outlets[outlet as usize]),
                    Cell::text(&about.measure),
                    Cell::text(&about.name),
                ];
                cells.extend(of_readings.iter().map(|estimates| Cell::optional(estimates[at].1)));
                for dfm in dfms {
                    let size = dfm.total(feature, 0, study.articles_of(outlet))?.size;
                    cells.push(Cell::whole(size));
                }
                table.push(cells);
            }
        }
        Ok(vec![table])
    }
}

/// The sums under a reading; where nothing is copied all readings are the same.
fn dfm_of(study: &Study, reading: WireReading) -> &Dfm {
    let other = study.other_readings.iter().find(|(other, _)| *other == reading);
    other.map_or(&study.dfm, |(_, dfm)| dfm)
}
