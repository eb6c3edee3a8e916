//! The matrix of articles and features in each reading, sparse: most articles have nothing of most features.

use super::{Feature, READINGS, Scale, Tally, n_words};
use crate::error::{Error, Result};
use crate::harvest::ArticleRecord;
use std::sync::Arc;

/// What an article has of a feature in one reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The feature, by position.
    pub feature: u16,
    /// The number of sentences of a mean, 1 for a figure of the article; 0 for a rate, whose size is the article's words.
    size: u32,
    /// The sum of the values, in fixed point.
    pub sum: i64,
}

impl Entry {
    /// What it adds to a figure beside the words of the article.
    #[must_use]
    pub fn tally(&self) -> Tally {
        Tally { sum: self.sum, size: u64::from(self.size) }
    }
}

/// One article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Row {
    /// Its words in each reading.
    words: [u64; READINGS.len()],
    /// Where the entries of each reading end.
    ends: [u32; READINGS.len()],
    /// Reading by reading, in the order of features.
    entries: Vec<Entry>,
    /// Whether it is in another language, in which features that need English have no figure.
    is_foreign: bool,
}

impl Row {
    fn of(&self, reading: usize) -> &[Entry] {
        let from = reading.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.entries[from as usize..self.ends[reading] as usize]
    }

    fn entry(&self, feature: usize, reading: usize) -> Option<&Entry> {
        let entries = self.of(reading);
        let found = entries.binary_search_by_key(&feature, |it| usize::from(it.feature));
        found.ok().and_then(|at| entries.get(at))
    }

    /// The row of the tallies of each reading, feature by feature.
    fn from_tallies(tallies: &[Vec<Tally>; READINGS.len()], words: [u64; READINGS.len()]) -> Result<Self> {
        let too_large = |_| Error::Overflow { what: "sizes" };
        let mut row = Self { words, ..Self::default() };
        for (of_reading, end) in tallies.iter().zip(&mut row.ends) {
            let filled = of_reading.iter().zip(0_u16..).filter(|(it, _)| **it != Tally::default());
            for (&Tally { sum, size }, feature) in filled {
                row.entries.push(Entry { feature, sum, size: u32::try_from(size).map_err(too_large)? });
            }
            *end = u32::try_from(row.entries.len()).map_err(too_large)?;
        }
        row.entries.shrink_to_fit();
        Ok(row)
    }
}

/// For each feature, reading and article a [`Tally`]. Copies share the rows in which they do not differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dfm {
    scales: Vec<Scale>,
    need_english: Vec<bool>,
    rows: Vec<Arc<Row>>,
}

impl Dfm {
    /// An empty matrix for these features; it changes nothing when merged.
    #[must_use]
    pub fn new(n_articles: usize, features: &[Feature]) -> Self {
        Self {
            scales: features.iter().map(|feature| feature.scale).collect(),
            need_english: features.iter().map(|feature| feature.needs_english).collect(),
            rows: vec![Arc::default(); n_articles],
        }
    }

    /// The matrix of records, whose articles are positions below `n_articles`.
    ///
    /// # Errors
    /// [`Error::Overflow`] when a sum leaves the range of its integers.
    pub fn from_records(n_articles: usize, features: &[Feature], records: &[ArticleRecord]) -> Result<Self> {
        Self::new(n_articles, features).with(records)
    }

    /// The matrix with these articles counted anew.
    ///
    /// # Errors
    /// [`Error::Overflow`] when a sum leaves the range of its integers.
    pub fn with(&self, records: &[ArticleRecord]) -> Result<Self> {
        let mut dfm = self.clone();
        let mut tallies = READINGS.map(|_| vec![Tally::default(); self.scales.len()]);
        for record in records {
            for seen in &record.observations {
                let feature = usize::from(seen.feature);
                let scale = self.scales[feature];
                let size = u64::from(scale != Scale::RatePerThousand);
                for (kept, tallies) in READINGS.iter().zip(&mut tallies) {
                    if kept.takes(scale, seen.voice, seen.zone) {
                        tallies[feature] =
                            tallies[feature].plus(Tally { sum: i64::from(seen.value), size })?;
                    }
                }
            }
            dfm.rows[record.article as usize] = Arc::new(Row::from_tallies(&tallies, n_words(record))?);
            tallies.iter_mut().for_each(|tallies| tallies.fill(Tally::default()));
        }
        Ok(dfm)
    }

    /// Leaves an article out of the features that need English: its figures there are missing, not 0.
    pub fn leave_out_foreign(&mut self, article: usize) {
        if let Some(row) = self.rows.get_mut(article) {
            Arc::make_mut(row).is_foreign = true;
        }
    }

    /// Adds another matrix of the same shape, cell by cell.
    ///
    /// # Errors
    /// [`Error::Overflow`] when a sum leaves the range of its integers.
    pub fn merge(&mut self, other: &Self) -> Result<()> {
        debug_assert_eq!((self.rows.len(), &self.scales), (other.rows.len(), &other.scales));
        for (mine, theirs) in self.rows.iter_mut().zip(&other.rows) {
            let mut tallies = READINGS.map(|_| vec![Tally::default(); self.scales.len()]);
            for row in [&*mine, theirs] {
                for (reading, tallies) in tallies.iter_mut().enumerate() {
                    for entry in row.of(reading) {
                        let cell = &mut tallies[usize::from(entry.feature)];
                        *cell = cell.plus(entry.tally())?;
                    }
                }
            }
            let mut words = mine.words;
            for (sum, &added) in words.iter_mut().zip(&theirs.words) {
                *sum = sum.checked_add(added).ok_or(Error::Overflow { what: "sizes" })?;
            }
            let is_foreign = mine.is_foreign || theirs.is_foreign;
            *mine = Arc::new(Row { is_foreign, ..Row::from_tallies(&tallies, words)? });
        }
        Ok(())
    }

    /// The tally of an article for a feature and one of [`READINGS`], by positions.
    #[must_use]
    pub fn tally(&self, feature: usize, reading: usize, article: u32) -> Tally {
        let row = &self.rows[article as usize];
        if row.is_foreign && self.need_english[feature] {
            return Tally::default();
        }
        let seen = row.entry(feature, reading).map(Entry::tally).unwrap_or_default();
        match self.scales[feature] {
            Scale::RatePerThousand => Tally { sum: seen.sum, size: row.words[reading] },
            Scale::MeanOfSentences | Scale::MeanOfArticles(_) => seen,
        }
    }

    /// What an article has in one of [`READINGS`], in the order of features; a feature that it lacks, and one that has no
    /// figure in it, is not listed.
    pub fn entries(&self, reading: usize, article: u32) -> impl Iterator<Item = &Entry> {
        let row = &self.rows[article as usize];
        let is_kept = |entry: &&Entry| !(row.is_foreign && self.need_english[usize::from(entry.feature)]);
        row.of(reading).iter().filter(is_kept)
    }

    /// The words over which the rate of a feature is taken in an article; 0 where it has no figure there.
    #[must_use]
    pub fn words(&self, feature: usize, reading: usize, article: u32) -> u64 {
        let row = &self.rows[article as usize];
        if row.is_foreign && self.need_english[feature] { 0 } else { row.words[reading] }
    }

    /// The exact sum over some articles.
    ///
    /// # Errors
    /// [`Error::Overflow`] when a sum leaves the range of its integers.
    pub fn total(&self, feature: usize, reading: usize, articles: &[u32]) -> Result<Tally> {
        let mut tallies = articles.iter().map(|&article| self.tally(feature, reading, article));
        tallies.try_fold(Tally::default(), Tally::plus)
    }
}
