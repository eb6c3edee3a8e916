//! Sentiment towards mentions: the scorer that is made ready for the documents of a run.
//!
//! It finds no names itself: whoever knows the mentions of a document gives them, each with its sentence.

use super::Resources;
use crate::error::{Error, Result};
use crate::harvest::to_fixed;
use crate::text::lexicon::Lexicon;
use crate::text::target::{Features, TargetCues, TargetLists, TargetWeights};
use crate::text::{Cues, Document};
use std::path::Path;

/// The scorer of mentions, for the documents of one vocabulary; shared by all threads.
#[derive(Debug)]
pub struct Targets<'a> {
    cues: TargetCues,
    reports: &'a Cues,
    weights: TargetWeights,
}

impl<'a> Targets<'a> {
    /// Makes the scorer ready.
    ///
    /// # Errors
    /// When a table that is compiled into the program is not usable.
    pub fn new(resources: &'a Resources) -> Result<Self> {
        let verbs = embedded("target_verbs", include_str!("../../data/lexicons/target_verbs.csv"))?;
        let nouns = embedded("target_nouns", include_str!("../../data/lexicons/target_nouns.csv"))?;
        let words = embedded("target_words", include_str!("../../data/lexicons/target_words.csv"))?;
        let negations = embedded("negations", include_str!("../../data/lexicons/negations.csv"))?;
        let report_verbs = embedded("report_verbs", include_str!("../../data/lexicons/report_verbs.csv"))?;
        let lists = TargetLists {
            verbs: &verbs,
            nouns: &nouns,
            words: &words,
            negations: &negations,
            report_verbs: &report_verbs,
        };
        let weights = TargetWeights::embedded()
            .map_err(|problem| Error::content(Path::new("data/models/target_weights.csv"), problem))?;
        let cues = TargetCues::new(lists, &resources.vader, &resources.vocabulary);
        Ok(Self { cues, reports: &resources.cues, weights })
    }

    /// What the rules find about a mention, given by the position of its sentence and its bytes in the string that the
    /// sentence is part of (the title for the headline, else the text).
    ///
    /// # Returns
    /// `None` where there is no such sentence, or none of its words lies in these bytes.
    #[must_use]
    pub fn features(
        &self,
        document: &Document<'_>,
        sentence: usize,
        mention: (u32, u32),
    ) -> Option<Features> {
        let sentence = document.sentences().get(sentence)?;
        self.cues.features(document, sentence, mention, self.reports)
    }

    /// The sentiment towards a mention, given in the same way.
    ///
    /// # Returns
    /// -1 (bad) to 1 (good) in fixed point; within ±0.05 it is neutral. `None` as for the features.
    #[must_use]
    pub fn score(&self, document: &Document<'_>, sentence: usize, mention: (u32, u32)) -> Option<i32> {
        let features = self.features(document, sentence, mention)?;
        Some(to_fixed(self.weights.score(&features)))
    }
}

fn embedded(name: &str, content: &str) -> Result<Lexicon> {
    Lexicon::parse(name, content).map_err(|problem| Error::content(Path::new(name), problem))
}
