//! What the articles of an outlet's events have of each feature, gathered once a reading for all features.

use crate::dfm::{Dfm, Scale, Tally};
use crate::error::Result;
use crate::stats::strata::{Strata, Unit};
use crate::study::SharedEvent;

/// One side of an event: how many articles have something to take the figure over, and what they sum up to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Side {
    pub(crate) n_articles: u32,
    pub(crate) tally: Tally,
}

impl Side {
    fn add(&mut self, tally: Tally) -> Result<()> {
        self.tally = self.tally.plus(tally)?;
        self.n_articles += u32::from(tally.size > 0);
        Ok(())
    }
}

/// An event's place among the articles of all: its own first, then those of the others.
#[derive(Clone, Copy, Debug)]
struct Place {
    start: u32,
    n_own: u32,
    end: u32,
}

/// What an article has of a feature.
#[derive(Clone, Copy, Debug)]
struct Cell {
    unit: u32,
    tally: Tally,
}

/// The sums of an outlet's events; memory is kept from one reading to the next.
#[derive(Debug, Default)]
pub(crate) struct EventSums {
    places: Vec<Place>,
    articles: Vec<u32>,
    /// The words of each article, for rates.
    words: Vec<u64>,
    /// Feature by feature, in the order of articles.
    cells: Vec<Vec<Cell>>,
    /// Event by event, the two sides of a feature.
    sides: Vec<[Side; 2]>,
    /// The same of rates before their values are added.
    empty_sides: Vec<[Side; 2]>,
    units: Vec<Unit>,
}

impl EventSums {
    /// Takes the events of an outlet.
    pub(crate) fn take(&mut self, events: &[SharedEvent]) {
        self.places.clear();
        self.articles.clear();
        for event in events {
            let start = self.articles.len();
            self.articles.extend_from_slice(&event.own);
            self.articles.extend_from_slice(&event.others);
            let (n_own, end) = (narrow(event.own.len()), narrow(self.articles.len()));
            self.places.push(Place { start: narrow(start), n_own, end });
        }
    }

    /// Gathers what the articles have in one reading.
    pub(crate) fn gather(&mut self, dfm: &Dfm, n_features: usize, reading: usize) {
        self.cells.iter_mut().for_each(Vec::clear);
        self.cells.resize_with(n_features, Vec::new);
        for (&article, unit) in self.articles.iter().zip(0..) {
            for entry in dfm.entries(reading, article) {
                self.cells[usize::from(entry.feature)].push(Cell { unit, tally: entry.tally() });
            }
        }
    }

    /// Takes the words of the articles over which the rates of `feature`, and of those that need as much of an article, are
    /// taken.
    ///
    /// # Errors
    /// [`crate::error::Error::Overflow`] when a sum leaves the range of its integers.
    pub(crate) fn weigh(&mut self, dfm: &Dfm, feature: usize, reading: usize) -> Result<()> {
        self.words.clear();
        self.words.extend(self.articles.iter().map(|&article| dfm.words(feature, reading, article)));
        self.empty_sides.clear();
        for place in &self.places {
            let mut sides = [Side::default(); 2];
            for unit in place.start..place.end {
                let size = self.words[unit as usize];
                sides[place.side_of(unit)].add(Tally { sum: 0, size })?;
            }
            self.empty_sides.push(sides);
        }
        Ok(())
    }

    /// The two sides of each event for a feature: the outlet's own articles, and those of the others.
    ///
    /// # Errors
    /// [`crate::error::Error::Overflow`] when a sum leaves the range of its integers.
    pub(crate) fn sides(&mut self, feature: usize, scale: Scale) -> Result<&[[Side; 2]]> {
        self.sides.clear();
        if scale == Scale::RatePerThousand {
            self.sides.extend_from_slice(&self.empty_sides);
        } else {
            self.sides.resize(self.places.len(), <[Side; 2]>::default());
        }
        let mut event = 0;
        for cell in &self.cells[feature] {
            while self.places[event].end <= cell.unit {
                event += 1;
            }
            self.sides[event][self.places[event].side_of(cell.unit)].add(cell.tally)?;
        }
        Ok(&self.sides)
    }

    /// The strata of the permutation: the events in which both sides have something to take the figure over. Of a rate an
    /// event without any match is left out: whatever its labels, it adds nothing to the statistic.
    pub(crate) fn strata(&mut self, feature: usize, scale: Scale, strata: &mut Strata) {
        strata.clear();
        let mut cells = self.cells[feature].as_slice();
        while let Some(first) = cells.first() {
            let event = self.places.partition_point(|place| place.end <= first.unit);
            let place = self.places[event];
            let (here, after) = cells.split_at(cells.partition_point(|cell| cell.unit < place.end));
            cells = after;
            self.units.clear();
            let unit = |tally: Tally| {
                let (sum, n) = tally.parts(scale);
                Unit { sum, n }
            };
            let n_own = if scale == Scale::RatePerThousand {
                let words = &self.words[place.start as usize..place.end as usize];
                self.units.extend(words.iter().map(|&size| unit(Tally { sum: 0, size })));
                for cell in here {
                    let sum = cell.tally.sum;
                    let at = (cell.unit - place.start) as usize;
                    self.units[at] = unit(Tally { sum, size: words[at] });
                }
                place.n_own as usize
            } else {
                self.units.extend(here.iter().map(|cell| unit(cell.tally)));
                here.partition_point(|cell| place.side_of(cell.unit) == 0)
            };
            let (own, others) = self.units.split_at(n_own);
            strata.push(own.iter().copied(), others.iter().copied());
        }
    }

    /// The articles of the outlet over which a mean is taken, in events in which the others have something too.
    pub(crate) fn own_articles(&self, feature: usize) -> impl Iterator<Item = u32> {
        let mut event = 0;
        self.cells[feature].iter().filter_map(move |cell| {
            while self.places[event].end <= cell.unit {
                event += 1;
            }
            let is_own = self.places[event].side_of(cell.unit) == 0;
            let both = self.sides[event].iter().all(|side| side.n_articles > 0);
            (is_own && both && cell.tally.size > 0).then(|| self.articles[cell.unit as usize])
        })
    }
}

impl Place {
    /// 0 for an article of the outlet, 1 for one of the others.
    fn side_of(self, unit: u32) -> usize {
        usize::from(unit - self.start >= self.n_own)
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
