//! What a search of one shelf needs again and again, so that an article costs no memory of its own.

use super::shelf::{Places, Shelf, Window, product};
use super::weights::Weighted;
use crate::text::TermId;
use std::ops::Range;

/// A shelf with room to add up products beside it.
pub(super) struct Desk<'s> {
    shelf: &'s Shelf,
    /// By place.
    scores: Vec<f32>,
    /// The places with a score.
    touched: Vec<u32>,
    /// By slot.
    weights: Vec<f32>,
    windows: Vec<Window>,
}

impl<'s> Desk<'s> {
    pub(super) fn new(shelf: &'s Shelf) -> Self {
        Self {
            shelf,
            scores: vec![0.0; shelf.n_articles()],
            touched: Vec::new(),
            weights: vec![0.0; shelf.n_slots()],
            windows: vec![Window::default(); shelf.n_slots()],
        }
    }

    /// The places that hold a word; within `reach`, some positions of the index, where there is one.
    pub(super) fn places(&mut self, word: TermId, reach: Option<&Range<usize>>) -> Places<'s> {
        let Some(slot) = self.shelf.slot_of(word) else { return &[] };
        let places = self.shelf.places(slot);
        let window = |reach| self.windows[slot as usize].of(places, &self.shelf.places_of(reach));
        reach.map_or(places, window)
    }

    /// Adds the products of a word's weight with those at some places to their scores.
    pub(super) fn add(&mut self, places: Places<'_>, weight: f32) {
        for &(place, other_weight) in places {
            let score = &mut self.scores[place as usize];
            if *score <= 0.0 {
                self.touched.push(place);
            }
            *score += weight * other_weight;
        }
    }

    /// How many places have a score.
    pub(super) fn n_met(&self) -> usize {
        self.touched.len()
    }

    /// Takes the scores away: (position in the index, score).
    pub(super) fn take_scores(&mut self) -> impl Iterator<Item = (usize, f32)> {
        let (shelf, scores) = (self.shelf, &mut self.scores);
        self.touched
            .drain(..)
            .map(move |place| (shelf.position_of(place), std::mem::take(&mut scores[place as usize])))
    }

    /// Lays out the weights of an article times a factor: 1 before products are asked for, 0 after.
    pub(super) fn lay_out(&mut self, vector: &Weighted, factor: f32) {
        for &(word, weight) in vector {
            if let Some(slot) = self.shelf.slot_of(word) {
                self.weights[slot as usize] = factor * weight;
            }
        }
    }

    /// The product of the article that is laid out with the one at a position.
    pub(super) fn product_with(&self, position: usize) -> f32 {
        let place = self.shelf.places_of(&(position..position + 1)).start;
        product(self.shelf.vector(place), &self.weights)
    }
}
