//! Some of the articles with their words, so near to each other in memory that a search among them is quick: those that
//! lie within the windows of a run of days, and those without a day.

use super::neighbours::Index;
use std::ops::Range;

/// Places on a shelf that hold a word, with the word's weight there.
pub(super) type Places<'a> = &'a [(u32, f32)];

/// Articles in the order of their days, those without a day last; each has a place, counted from 0. Words that only one of
/// them has are left out, as they make no two alike; the others have slots.
#[derive(Debug)]
pub struct Shelf {
    dated: Range<usize>,
    undated: Range<usize>,
    /// Where the vector of each place ends.
    ends: Vec<usize>,
    vectors: Vec<(u32, f32)>,
    /// Where the places of each slot begin, and where those without a day do.
    begins: Vec<(u32, u32)>,
    places: Vec<(u32, f32)>,
}

const NO_SLOT: u32 = u32::MAX;

impl Shelf {
    /// The articles at some positions of an index.
    pub(super) fn new(index: &Index<'_>, dated: Range<usize>, undated: Range<usize>) -> Self {
        let positions = || dated.clone().chain(undated.clone());
        let mut slot_of = vec![0_u32; index.n_words()];
        for &(word, _) in positions().flat_map(|position| index.vector(position)) {
            slot_of[word as usize] += 1;
        }
        let (mut n_slots, mut n_places, mut begins) = (0, 0, Vec::new());
        for slot in &mut slot_of {
            let n_articles = std::mem::replace(slot, NO_SLOT);
            if n_articles > 1 {
                *slot = n_slots;
                n_slots += 1;
                begins.push((n_places, n_places));
                n_places += n_articles;
            }
        }
        let mut shelf =
            Self { dated, undated, ends: Vec::new(), vectors: Vec::new(), begins, places: Vec::new() };
        shelf.vectors.reserve_exact(n_places as usize);
        shelf.places.resize(n_places as usize, (0, 0.0));
        let mut next: Vec<u32> = shelf.begins.iter().map(|begin| begin.0).collect();
        for place in 0..shelf.n_articles() {
            for &(word, weight) in index.vector(shelf.position_of(place)) {
                let slot = slot_of[word as usize];
                if slot == NO_SLOT {
                    continue;
                }
                shelf.vectors.push((slot, weight));
                let at = &mut next[slot as usize];
                shelf.places[*at as usize] = (narrow(place), weight);
                *at += 1;
                if place < shelf.dated.len() {
                    shelf.begins[slot as usize].1 = *at;
                }
            }
            shelf.ends.push(shelf.vectors.len());
        }
        shelf
    }

    pub(super) fn n_articles(&self) -> usize {
        self.dated.len() + self.undated.len()
    }

    pub(super) fn n_slots(&self) -> usize {
        self.begins.len()
    }

    /// The position in the index of a place.
    pub(super) fn position_of(&self, place: usize) -> usize {
        match place.checked_sub(self.dated.len()) {
            None => self.dated.start + place,
            Some(beyond) => self.undated.start + beyond,
        }
    }

    /// The place of a position.
    pub(super) fn place_of(&self, position: usize) -> usize {
        match position.checked_sub(self.undated.start) {
            None => position.saturating_sub(self.dated.start),
            Some(beyond) => self.dated.len() + beyond,
        }
    }

    /// The places of some positions with a day.
    pub(super) fn places_of(&self, positions: &Range<usize>) -> Range<u32> {
        let place = |position: usize| narrow(position.saturating_sub(self.dated.start).min(self.dated.len()));
        place(positions.start)..place(positions.end)
    }

    /// The slots and weights of the words at a place.
    pub(super) fn vector(&self, place: usize) -> &[(u32, f32)] {
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.vectors[start..self.ends[place]]
    }

    /// The places of a slot within `reach`, and those without a day; without a `reach` all places. `window` is what was
    /// found for a `reach` that began and ended no later.
    pub(super) fn places(
        &self,
        slot: u32,
        reach: Option<&Range<u32>>,
        window: &mut (u32, u32),
    ) -> [Places<'_>; 2] {
        let (begin, undated) = self.begins[slot as usize];
        let end = self.begins.get(slot as usize + 1).map_or(self.places.len(), |next| next.0 as usize);
        let Some(reach) = reach else { return [&self.places[begin as usize..end], &[]] };
        let dated = &self.places[begin as usize..undated as usize];
        if window.0 == u32::MAX {
            let from = narrow(dated.partition_point(|&(place, _)| place < reach.start));
            *window = (from, from);
        }
        let place = |at: u32| dated.get(at as usize).map_or(u32::MAX, |it| it.0);
        while place(window.0) < reach.start {
            window.0 += 1;
        }
        window.1 = window.1.max(window.0);
        while place(window.1) < reach.end {
            window.1 += 1;
        }
        [&dated[window.0 as usize..window.1 as usize], &self.places[undated as usize..end]]
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

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
