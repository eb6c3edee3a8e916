//! Document-feature matrices: for each article and cell the sum of values and how much they were taken over, in
//! integers, so that sums over any set of articles are exact and the same in any order.

mod entries;
mod matrix;
mod terms;

pub use entries::{Entries, EntryName, EntryUse, LexiconEntries, entry_uses};
pub use matrix::{Dfm, Entry};
pub use terms::{TermList, TermMatrix, TermRow};

use crate::error::{Error, Result};
use crate::harvest::{ArticleRecord, FIXED_ONE};
use crate::key::{DifferenceTable, Voice, Zone};

/// How the values of a measure become one figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// The mean over sentences.
    MeanOfSentences,
    /// The sum per 1,000 words.
    RatePerThousand,
    /// The mean over articles, each of which has one value, of the whole of it or of its headline.
    MeanOfArticles(Zone),
}

impl Scale {
    /// The scales, in the order of the rows of tables.
    pub const EACH: [Self; 4] = [
        Self::MeanOfSentences,
        Self::RatePerThousand,
        Self::MeanOfArticles(Zone::All),
        Self::MeanOfArticles(Zone::Headline),
    ];
}

/// A feature of a run: one column family of the matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    /// The measure's name.
    pub measure: String,
    /// The feature's name within the measure.
    pub name: String,
    /// How its values become a figure.
    pub scale: Scale,
    /// The table in which it is compared.
    pub table: DifferenceTable,
    /// Whether it means something for English only.
    pub needs_english: bool,
    /// Whether it has rows in single events too.
    pub is_shown_in_events: bool,
}

/// A reading of a text: whose words, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reading {
    /// Whose words.
    pub voice: Voice,
    /// Where.
    pub zone: Zone,
}

/// The readings that are kept for every feature.
pub const READINGS: [Reading; 6] = [
    Reading { voice: Voice::All, zone: Zone::All },
    Reading { voice: Voice::Own, zone: Zone::All },
    Reading { voice: Voice::Quoted, zone: Zone::All },
    Reading { voice: Voice::All, zone: Zone::Headline },
    Reading { voice: Voice::All, zone: Zone::Lead },
    Reading { voice: Voice::All, zone: Zone::Body },
];

/// The words of an article in each of [`READINGS`].
#[must_use]
pub fn n_words(record: &ArticleRecord) -> [u64; READINGS.len()] {
    READINGS.map(|reading| record.n_words(reading.voice, reading.zone))
}

impl Reading {
    /// Whether a value of this voice and zone belongs to the reading. A mean keeps three voices apart (a sentence has
    /// a score as a whole and one for each voice in it); a rate counts a word once, and `all` is own and quoted; the one
    /// value of an article belongs to one reading.
    #[must_use]
    pub fn takes(&self, scale: Scale, voice: Voice, zone: Zone) -> bool {
        let in_zone = self.zone == Zone::All || self.zone == zone;
        match scale {
            Scale::MeanOfSentences => self.voice == voice && in_zone,
            Scale::RatePerThousand => (self.voice == Voice::All || self.voice == voice) && in_zone,
            Scale::MeanOfArticles(_) => self.has(scale) && self.voice == voice && self.zone == zone,
        }
    }

    /// Whether features of this scale have a figure in the reading at all.
    #[must_use]
    pub fn has(&self, scale: Scale) -> bool {
        match scale {
            Scale::MeanOfSentences | Scale::RatePerThousand => true,
            Scale::MeanOfArticles(zone) => self.voice == Voice::All && self.zone == zone,
        }
    }
}

/// A figure's two parts for one article or for a set of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The sum of the values, in fixed point.
    pub sum: i64,
    /// The number of sentences, of words, or of articles.
    pub size: u64,
}

impl Tally {
    /// The sum of two tallies.
    ///
    /// # Errors
    /// [`Error::Overflow`] when the sum leaves the range of its integers.
    pub fn plus(self, other: Self) -> Result<Self> {
        let sum = self.sum.checked_add(other.sum).ok_or(Error::Overflow { what: "values" })?;
        let size = self.size.checked_add(other.size).ok_or(Error::Overflow { what: "sizes" })?;
        Ok(Self { sum, size })
    }

    /// The figure: a mean, or a rate per 1,000 words; `None` where there is nothing to take it over.
    #[must_use]
    pub fn figure(self, scale: Scale) -> Option<f64> {
        let (sum, size) = self.parts(scale);
        (self.size > 0).then(|| sum / size)
    }

    /// Numerator and denominator of the figure as numbers, in the figure's unit.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "sums of a corpus stay far below 2^53")]
    pub fn parts(self, scale: Scale) -> (f64, f64) {
        let factor = match scale {
            Scale::MeanOfSentences | Scale::MeanOfArticles(_) => FIXED_ONE,
            Scale::RatePerThousand => FIXED_ONE / 1_000.0,
        };
        (self.sum as f64 / factor, self.size as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::{Dfm, Feature, READINGS, Reading, Scale, Tally};
    use crate::harvest::{ArticleRecord, Emit, Place};
    use crate::key::{DifferenceTable, Voice, Zone};

    #[test]
    fn a_figure_of_articles_is_their_mean_and_has_one_reading() {
        let scale = Scale::MeanOfArticles(Zone::Headline);
        let feature = Feature {
            measure: "m".to_owned(),
            name: "f".to_owned(),
            scale,
            table: DifferenceTable::Style,
            needs_english: true,
            is_shown_in_events: false,
        };
        let records = [8.0, 11.0].map(|value| {
            let mut record = ArticleRecord { article: u32::from(value > 9.0), ..ArticleRecord::default() };
            let place = Place { voice: Voice::All, zone: Zone::Headline, sentence: 0, start: 0, end: 1 };
            Emit::new(&mut record, 0, 0).value(0, place, value);
            record
        });
        let dfm = Dfm::from_records(3, &[feature], &records).unwrap();
        for (number, reading) in READINGS.iter().enumerate() {
            let is_its = *reading == Reading { voice: Voice::All, zone: Zone::Headline };
            assert_eq!(reading.has(scale), is_its);
            let total = dfm.total(0, number, &[0, 1, 2]).unwrap();
            assert_eq!(total.figure(scale), is_its.then_some(9.5), "{reading:?}");
        }
        assert_eq!(dfm.tally(0, 3, 2), Tally::default());
    }
}
