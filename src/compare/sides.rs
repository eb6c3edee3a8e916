//! Exact sums by event, on an outlet's side and on that of all others, for features that are taken over the same
//! sentences, words or articles: what is made of all articles, and not only of events that several outlets report.

use crate::dfm::{READINGS, Scale, Tally};
use crate::error::{Error, Result};
use crate::study::Study;

/// The most features of a group: their resampled sums stay in near memory.
const MOST: usize = 16;

/// Features that are taken over the same sentences, words or articles, and so share their sizes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    /// How values become a figure.
    pub(crate) scale: Scale,
    /// The widest reading that the features have: all voices, and all zones but for figures of headlines.
    pub(crate) reading: usize,
    /// The features, in their order.
    pub(crate) features: Vec<usize>,
}

impl Group {
    /// All features of a study, in groups.
    pub(crate) fn all(study: &Study) -> Vec<Self> {
        let mut groups: Vec<Self> = Vec::new();
        for (number, feature) in study.features.iter().enumerate() {
            let Some(reading) = READINGS.iter().position(|it| it.has(feature.scale)) else { continue };
            let fits = |group: &&mut Self| {
                let is_alike = |&first: &usize| has_sizes_of(study, (first, number), reading);
                group.scale == feature.scale
                    && group.features.len() < MOST
                    && group.features.first().is_some_and(is_alike)
            };
            match groups.iter_mut().find(fits) {
                Some(group) => group.features.push(number),
                None => groups.push(Self { scale: feature.scale, reading, features: vec![number] }),
            }
        }
        groups
    }

    /// What an article is taken over: sentences, words, or itself.
    pub(crate) fn size(&self, study: &Study, article: u32) -> u64 {
        self.features.first().map_or(0, |&it| study.dfm.tally(it, self.reading, article).size)
    }

    /// Adds an article to sums.
    ///
    /// # Errors
    /// [`Error::Overflow`] when a sum leaves the range of its integers.
    pub(crate) fn add(&self, study: &Study, article: u32, into: &mut Sums) -> Result<()> {
        let size = self.size(study, article);
        if size > 0 {
            into.size = into.size.checked_add(size).ok_or(Error::Overflow { what: "sizes" })?;
            into.n_articles += 1;
            for (sum, &feature) in into.sums.iter_mut().zip(&self.features) {
                let value = study.dfm.tally(feature, self.reading, article).sum;
                *sum = sum.checked_add(value).ok_or(Error::Overflow { what: "values" })?;
            }
        }
        Ok(())
    }

    /// The sums of some articles.
    ///
    /// # Errors
    /// [`Error::Overflow`] when a sum leaves the range of its integers.
    pub(crate) fn total(&self, study: &Study, articles: &[u32]) -> Result<Sums> {
        let mut total = Sums::new(self.features.len());
        articles.iter().try_for_each(|&article| self.add(study, article, &mut total))?;
        Ok(total)
    }

    /// The sums of each event, of all outlets.
    ///
    /// # Errors
    /// [`Error::Overflow`] when a sum leaves the range of its integers.
    pub(crate) fn by_event(&self, study: &Study) -> Result<Vec<Sums>> {
        study.events.iter().map(|event| self.total(study, &event.articles)).collect()
    }

    /// The events of an outlet, in order, with its own sums in each; those in which it has nothing to take a figure over
    /// are left out.
    ///
    /// # Errors
    /// [`Error::Overflow`] when a sum leaves the range of its integers.
    pub(crate) fn of_outlet(&self, study: &Study, outlet: u32) -> Result<Vec<(u32, Sums)>> {
        let mut articles: Vec<u32> = study.articles_of(outlet).to_vec();
        articles.sort_by_key(|&article| study.event_of[article as usize]);
        let mut events = Vec::new();
        for articles in articles.chunk_by(|&a, &b| study.event_of[a as usize] == study.event_of[b as usize]) {
            let own = self.total(study, articles)?;
            if let Some(&first) = articles.first().filter(|_| own.size > 0) {
                events.push((study.event_of[first as usize], own));
            }
        }
        Ok(events)
    }
}

/// Whether two features of one scale are taken over the same in all articles: rates are where both need English or neither.
fn has_sizes_of(study: &Study, (first, other): (usize, usize), reading: usize) -> bool {
    if study.features[first].scale == Scale::RatePerThousand {
        return study.features[first].needs_english == study.features[other].needs_english;
    }
    (0..).take(study.articles.len()).all(|article| {
        let [one, two] = [first, other].map(|it| study.dfm.tally(it, reading, article));
        one.size == two.size
    })
}

/// Sums of the features of a group over some articles, in integers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sums {
    /// The sentences, words or articles.
    pub(crate) size: u64,
    /// The articles that have any.
    pub(crate) n_articles: usize,
    /// Of each feature, in fixed point.
    sums: Vec<i64>,
}

impl Sums {
    pub(crate) fn new(n_features: usize) -> Self {
        Self { size: 0, n_articles: 0, sums: vec![0; n_features] }
    }

    /// What is left without a part of it.
    pub(crate) fn without(&self, part: &Self) -> Self {
        Self {
            size: self.size - part.size,
            n_articles: self.n_articles - part.n_articles,
            sums: self.sums.iter().zip(&part.sums).map(|(all, part)| all - part).collect(),
        }
    }

    /// # Errors
    /// [`Error::Overflow`] when a sum leaves the range of its integers.
    pub(crate) fn plus(mut self, other: &Self) -> Result<Self> {
        self.size = self.size.checked_add(other.size).ok_or(Error::Overflow { what: "sizes" })?;
        self.n_articles += other.n_articles;
        for (sum, more) in self.sums.iter_mut().zip(&other.sums) {
            *sum = sum.checked_add(*more).ok_or(Error::Overflow { what: "values" })?;
        }
        Ok(self)
    }

    fn tally(&self, column: usize) -> Tally {
        Tally { sum: self.sums[column], size: self.size }
    }

    /// The figure of a feature, by its position in the group.
    pub(crate) fn figure(&self, column: usize, scale: Scale) -> Option<f64> {
        self.tally(column).figure(scale)
    }

    /// Numerator of a feature's figure, in its unit.
    pub(crate) fn numerator(&self, column: usize, scale: Scale) -> f64 {
        self.tally(column).parts(scale).0
    }

    /// Denominator of all figures.
    pub(crate) fn denominator(&self) -> f64 {
        self.tally(0).parts(Scale::RatePerThousand).1
    }
}

/// The weight of an event of so many articles on two sides, as in the rows that pool events: `n1 n2 / (n1 + n2)`.
#[expect(clippy::cast_precision_loss, reason = "an event has few articles")]
pub(crate) fn weight(own: usize, others: usize) -> f64 {
    let (own, others) = (own as f64, others as f64);
    own * others / (own + others)
}

/// Why an outlet has no figure on shared events.
pub(crate) fn why_empty(study: &Study, outlet: u32, own: &Sums) -> &'static str {
    let is_english = |&article: &u32| study.articles[article as usize].is_english();
    if study.outlets.len() < 2 {
        "one_outlet"
    } else if own.n_articles > 0 {
        "no_shared_event"
    } else if study.articles_of(outlet).iter().any(is_english) {
        "no_values"
    } else {
        "not_in_english"
    }
}
