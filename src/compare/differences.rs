//! `sentiment.csv`, `frames.csv` and `style.csv`: how outlets differ from the others of the same events, for any mean or rate.

use super::Comparison;
use super::difference_columns::{COLUMNS, FOREIGN_KEYS, KEY};
use super::event_rows::EventRows;
use super::pooled_rows::PooledRows;
use super::q_values::fill_q_values;
use crate::error::Result;
use crate::key::{About, DifferenceTable};
use crate::study::Study;
use crate::tables::{Schema, Table};

const SENTIMENT_SCHEMA: Schema = Schema {
    name: "sentiment",
    row: "an outlet's sentiment in one voice and zone, against the other outlets of the same events",
    key: KEY,
    columns: COLUMNS,
    foreign_keys: FOREIGN_KEYS,
};

const FRAMES_SCHEMA: Schema = Schema {
    name: "frames",
    row: "an outlet's rate of a frame or of a category of a user's lexicon, against the other outlets of the same events",
    key: KEY,
    columns: COLUMNS,
    foreign_keys: FOREIGN_KEYS,
};

const STYLE_SCHEMA: Schema = Schema {
    name: "style",
    row: "how an outlet writes, by one feature, against the other outlets of the same events",
    key: KEY,
    columns: COLUMNS,
    foreign_keys: FOREIGN_KEYS,
};

/// A table of difference columns.
#[derive(Debug)]
pub(crate) struct Differences {
    schema: &'static Schema,
    schemas: &'static [&'static Schema],
    about: About,
    /// The table that it is.
    is: DifferenceTable,
    /// How many of the readings get rows in single events.
    n_event_readings: usize,
}

/// The table of sentiment.
pub(crate) const SENTIMENT: Differences = Differences {
    schema: &SENTIMENT_SCHEMA,
    schemas: &[&SENTIMENT_SCHEMA],
    about: About {
        name: "sentiment",
        line: "how an outlet's sentiment differs from that of the others on the same events",
        unit: "mean VADER compound score over sentences, -1 to 1",
        limits: "a difference in words, not in stance: see the measure",
        source: "within-event permutation: Good 2005; event bootstrap: Davison & Hinkley 1997; Benjamini & Hochberg 1995",
    },
    is: DifferenceTable::Sentiment,
    n_event_readings: 6,
};

/// The table of frames and of users' lexicons.
pub(crate) const FRAMES: Differences = Differences {
    schema: &FRAMES_SCHEMA,
    schemas: &[&FRAMES_SCHEMA],
    about: About {
        name: "frames",
        line: "how an outlet's use of each frame differs from that of the others on the same events",
        unit: "matches per 1,000 words",
        limits: "a difference in words, not in argument: see the measures; moral foundations and generic frames have rows \
                 over all events only",
        source: "within-event permutation: Good 2005; event bootstrap: Davison & Hinkley 1997; Benjamini & Hochberg 1995",
    },
    is: DifferenceTable::Frames,
    n_event_readings: 1,
};

/// The table of loaded and hedged language, of style, readability and headlines.
pub(crate) const STYLE: Differences = Differences {
    schema: &STYLE_SCHEMA,
    schemas: &[&STYLE_SCHEMA],
    about: About {
        name: "style",
        line: "how an outlet's way of writing (loaded and hedged language, style, readability, headlines) differs from that of the \
               others on the same events",
        unit: "the measure's unit: matches per 1,000 words, or the mean over articles",
        limits: "a difference in words, not in intent: see the measures; `loaded` and `hedges` alone have rows in single \
                 events",
        source: "within-event permutation: Good 2005; event bootstrap: Davison & Hinkley 1997; Benjamini & Hochberg 1995",
    },
    is: DifferenceTable::Style,
    n_event_readings: 1,
};

impl Comparison for Differences {
    fn about(&self) -> About {
        self.about
    }

    fn schemas(&self) -> &'static [&'static Schema] {
        self.schemas
    }

    fn n_parts(&self, study: &Study) -> usize {
        study.compared_outlets().len()
    }

    fn part(&self, study: &Study, part: usize) -> Result<Vec<Table>> {
        let mut table = Table::new(self.schema);
        let outlet = study.compared_outlets()[part];
        let events = study.events_of(outlet);
        let features: Vec<usize> =
            (0..study.features.len()).filter(|&it| study.features[it].table == self.is).collect();
        for row in PooledRows::new(study, outlet, &events)?.rows(&features)? {
            table.push(row.cells());
        }
        let shown: Vec<usize> =
            features.iter().copied().filter(|&it| study.features[it].is_shown_in_events).collect();
        for row in EventRows::new(study, outlet)?.rows(&events, &shown, self.n_event_readings)? {
            table.push(row.cells());
        }
        Ok(vec![table])
    }

    fn finish(&self, tables: &mut [Table]) {
        for table in tables {
            fill_q_values(table);
        }
    }
}
