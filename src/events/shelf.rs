//! A run of articles with their words, so near to each other in memory that a search among them is quick.

use super::neighbours::Index;
use std::ops::Range;

/// Places on a shelf that hold a word, with the word's weight there.
pub(super) type Places<'a> = &'a [(u32, f32)];

/// A run of articles in the order of their days; each has a place, counted from 0, and the words that they have have
/// slots.
#[derive(Debug)]
pub struct Shelf {
    positions: Range<usize>,
    /// By word; [`NO_SLOT`] for those that have none.
    slot_of: Vec<u32>,
    /// Where the vector of each place ends.
    ends: Vec<usize>,
    vectors: Vec<(u32, f32)>,
    /// Where the places of each slot begin, and at last where all end.
    begins: Vec<usize>,
    places: Vec<(u32, f32)>,
}

const NO_SLOT: u32 = u32::MAX;

impl Shelf {
    /// The articles at some positions of an index, with the words that `fewest` of them have.
    pub(super) fn new(index: &Index<'_>, positions: Range<usize>, fewest: usize) -> Self {
        let mut n_articles = vec![0_usize; index.n_words()];
        for &(word, _) in positions.clone().flat_map(|position| index.vector(position)) {
            n_articles[word as usize] += 1;
        }
        let mut begins = vec![0];
        let mut n_places = 0;
        let mut slot = |n: usize| {
            (n >= fewest).then(|| {
                n_places += n;
                begins.push(n_places);
                narrow(begins.len() - 2)
            })
        };
        let slot_of: Vec<u32> = n_articles.into_iter().map(|n| slot(n).unwrap_or(NO_SLOT)).collect();
        let mut next = begins.clone();
        let mut shelf = Self {
            ends: Vec::with_capacity(positions.len()),
            vectors: Vec::with_capacity(n_places),
            places: vec![(0, 0.0); n_places],
            positions,
            slot_of,
            begins,
        };
        for (place, position) in (0..).zip(shelf.positions.clone()) {
            for &(word, weight) in index.vector(position) {
                let slot = shelf.slot_of[word as usize];
                if slot != NO_SLOT {
                    shelf.vectors.push((slot, weight));
                    let at = &mut next[slot as usize];
                    shelf.places[*at] = (place, weight);
                    *at += 1;
                }
            }
            shelf.ends.push(shelf.vectors.len());
        }
        shelf
    }

    pub(super) fn n_articles(&self) -> usize {
        self.positions.len()
    }

    pub(super) fn n_slots(&self) -> usize {
        self.begins.len() - 1
    }

    /// The slot of a word, if it has one.
    pub(super) fn slot_of(&self, word: u32) -> Option<u32> {
        self.slot_of.get(word as usize).copied().filter(|&slot| slot != NO_SLOT)
    }

    /// The position in the index of a place.
    pub(super) fn position_of(&self, place: u32) -> usize {
        self.positions.start + place as usize
    }

    /// The places of some positions.
    pub(super) fn places_of(&self, positions: &Range<usize>) -> Range<u32> {
        let place = |position: usize| narrow(position.saturating_sub(self.positions.start));
        place(positions.start)..place(positions.end)
    }

    /// The slots and weights of the words at a place.
    pub(super) fn vector(&self, place: u32) -> &[(u32, f32)] {
        let place = place as usize;
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.vectors[start..self.ends[place]]
    }

    /// The places of a slot.
    pub(super) fn places(&self, slot: u32) -> Places<'_> {
        &self.places[self.begins[slot as usize]..self.begins[slot as usize + 1]]
    }
}

/// The part of a slot's places that lies within a reach, found again and again for reaches that begin and end later and
/// later: a search for each would cost more than all else.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Window {
    is_found: bool,
    from: u32,
    to: u32,
}

impl Window {
    /// The places within `reach`, whose ends lie no lower than at the last call.
    pub(super) fn of<'a>(&mut self, places: Places<'a>, reach: &Range<u32>) -> Places<'a> {
        if !self.is_found {
            let from = narrow(places.partition_point(|&(place, _)| place < reach.start));
            *self = Self { is_found: true, from, to: from };
        }
        let place = |at: u32| places.get(at as usize).map_or(u32::MAX, |it| it.0);
        while place(self.from) < reach.start {
            self.from += 1;
        }
        self.to = self.to.max(self.from);
        while place(self.to) < reach.end {
            self.to += 1;
        }
        &places[self.from as usize..self.to as usize]
    }
}

/// The product of a vector with weights by slot.
pub(super) fn product(vector: &[(u32, f32)], weights: &[f32]) -> f32 {
    let of = |&(slot, weight): &(u32, f32)| weight * weights[slot as usize];
    // Four running sums: one would wait for each addition to end before the next. The order is fixed all the same.
    let mut sums = [0.0; 4];
    let (fours, rest) = vector.as_chunks::<4>();
    for four in fours {
        sums.iter_mut().zip(four).for_each(|(sum, part)| *sum += of(part));
    }
    sums.iter_mut().zip(rest).for_each(|(sum, part)| *sum += of(part));
    (sums[0] + sums[1]) + (sums[2] + sums[3])
}

/// A number of articles, places or slots as it is stored.
pub(super) fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
