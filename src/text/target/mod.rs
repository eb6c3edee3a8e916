//! What a sentence says, good or bad, of one mention in it.
//!
//! Rules find what throws a light on the mention: verbs of which it is subject or object, nouns with a preposition,
//! what it owns, attributes, predicates, appositions, what it is called, and words near it, less across a comma, a
//! conjunction or a contrast; what the mention itself says counts apart. A rule score adds them up by fixed weights; the
//! score in use weighs them by a small logistic model.
//!
//! # Source
//! The task: F. Hamborg and K. Donnay (2021). `NewsMTSC`: A Dataset for (Multi-)Target-dependent Sentiment Classification
//! in Political News Articles. EACL 2021. The rules, lists and weights are the project's own.

mod features;
mod forms;
mod kinds;
mod line;
mod lists;
mod place;
mod weights;

pub use kinds::{FLAGS, Features, N_FEATURES, SIGNED};
pub use lists::{TargetCues, TargetLists};
pub use weights::{NEUTRAL_BELOW, TargetWeights, rule_score};

use super::cues::Cues;
use super::{Document, Sentence};
use line::Line;

impl TargetCues {
    /// What a sentence of a document says of a mention in it, given by its bytes in the sentence's string.
    ///
    /// # Returns
    /// `None` where no word of the sentence lies in these bytes.
    #[must_use]
    pub fn features(
        &self,
        document: &Document<'_>,
        sentence: &Sentence,
        (start, end): (u32, u32),
        reports: &Cues,
    ) -> Option<Features> {
        let tokens = document.tokens_of(sentence);
        let first = tokens.partition_point(|token| token.end <= start);
        let after = tokens.partition_point(|token| token.start < end);
        let line = Line::new(document, sentence, (self, reports));
        (first < after).then(|| features::features(&line, (first, after)))
    }
}

#[cfg(test)]
mod tests;
