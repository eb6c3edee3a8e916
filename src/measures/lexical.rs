//! Rates of words and phrases by category of a lexicon: those that are compiled into the program, and the user's own.

use super::{Measure, Observer, Prepared, Resources};
use crate::dfm::Scale;
use crate::error::{Error, Result};
use crate::harvest::{Emit, Place};
use crate::key::{About, DifferenceTable};
use crate::text::lexicon::{Entry, Lexicon, Matcher};
use crate::text::{Document, Negations, WordClasses};
use std::path::Path;

/// A feature that adds up categories: its name and theirs.
type Total = (&'static str, &'static [&'static str]);

/// A lexicon that is compiled into the program, as a measure: one feature a category, and totals of some.
#[derive(Clone, Copy)]
pub(crate) struct WordList {
    pub(super) about: About,
    pub(super) table: DifferenceTable,
    /// The file, for messages.
    pub(super) file: &'static str,
    pub(super) lexicon: fn() -> &'static std::result::Result<Lexicon, String>,
    pub(super) totals: &'static [Total],
    /// See [`Measure::is_shown_in_events`].
    pub(super) is_shown_in_events: fn(&str) -> bool,
}

impl WordList {
    fn read(&self) -> Result<&'static Lexicon> {
        (self.lexicon)().as_ref().map_err(|problem| Error::content(Path::new(self.file), problem.clone()))
    }
}

impl Measure for WordList {
    fn about(&self) -> About {
        self.about
    }

    fn name(&self) -> &str {
        self.about.name
    }

    fn features(&self) -> Vec<String> {
        let categories = self.read().map(|lexicon| lexicon.categories.clone()).unwrap_or_default();
        categories.into_iter().chain(self.totals.iter().map(|(name, _)| (*name).to_owned())).collect()
    }

    fn scale(&self) -> Scale {
        Scale::RatePerThousand
    }

    fn table(&self) -> DifferenceTable {
        self.table
    }

    fn is_shown_in_events(&self, feature: &str) -> bool {
        (self.is_shown_in_events)(feature)
    }

    fn needs_english(&self) -> bool {
        true
    }

    fn lexicon(&self) -> Option<&Lexicon> {
        self.read().ok()
    }

    fn prepare<'a>(&'a self, resources: &'a Resources) -> Result<Box<dyn Prepared + 'a>> {
        Ok(Box::new(Ready::new(self.read()?, self.totals, resources)))
    }
}

/// What is added to a category's name for its matches that are negated.
const NEGATED: &str = ".negated";

/// A lexicon of the user: one feature a category, each match counting its entry's weight. Where negation is looked at, a
/// match that is negated counts for a feature of its own instead.
#[derive(Debug)]
pub struct LexicalMeasure<'a> {
    lexicon: &'a Lexicon,
    sees_negation: bool,
}

impl<'a> LexicalMeasure<'a> {
    /// The measure of a lexicon that the user gave.
    #[must_use]
    pub fn of_user(lexicon: &'a Lexicon, sees_negation: bool) -> Self {
        Self { lexicon, sees_negation }
    }
}

impl Measure for LexicalMeasure<'_> {
    fn about(&self) -> About {
        About {
            name: "lexicon",
            line: "matches of a lexicon given with --lexicon, by category",
            unit: "matches (or the sum of their weights) per 1,000 words",
            limits: "as good as its entries: look at what matched in evidence.csv",
            source: "the user's file",
        }
    }

    fn name(&self) -> &str {
        &self.lexicon.name
    }

    fn features(&self) -> Vec<String> {
        let categories = &self.lexicon.categories;
        let negated = categories.iter().filter(|_| self.sees_negation).map(|name| format!("{name}{NEGATED}"));
        categories.iter().cloned().chain(negated).collect()
    }

    fn scale(&self) -> Scale {
        Scale::RatePerThousand
    }

    fn lexicon(&self) -> Option<&Lexicon> {
        Some(self.lexicon)
    }

    fn is_of_user(&self) -> bool {
        true
    }

    fn prepare<'a>(&'a self, resources: &'a Resources) -> Result<Box<dyn Prepared + 'a>> {
        let negations = self.sees_negation.then_some(&resources.negations);
        Ok(Box::new(Ready { negations, ..Ready::new(self.lexicon, &[], resources) }))
    }
}

struct Ready<'a> {
    matcher: Matcher,
    classes: &'a WordClasses,
    entries: &'a [Entry],
    /// By category: the features that a match counts for.
    features: Vec<Vec<u16>>,
    /// What tells negated matches, where they count for features of their own.
    negations: Option<&'a Negations>,
}

impl<'a> Ready<'a> {
    fn new(lexicon: &'a Lexicon, totals: &[Total], resources: &'a Resources) -> Self {
        let number = |position: usize| u16::try_from(position).ok();
        let n_categories = lexicon.categories.len();
        let features = |(category, name): (usize, &String)| {
            let holds = |(_, total): &(usize, &Total)| total.1.contains(&name.as_str());
            let of_totals = totals.iter().enumerate().filter(holds).map(|(at, _)| n_categories + at);
            std::iter::once(category).chain(of_totals).filter_map(number).collect()
        };
        Self {
            matcher: lexicon.compile(&resources.vocabulary),
            classes: &resources.word_classes,
            entries: &lexicon.entries,
            features: lexicon.categories.iter().enumerate().map(features).collect(),
            negations: None,
        }
    }
}

impl Prepared for Ready<'_> {
    fn observer(&self) -> Box<dyn Observer + '_> {
        Box::new(Finder { ready: self })
    }
}

struct Finder<'a> {
    ready: &'a Ready<'a>,
}

impl Observer for Finder<'_> {
    fn observe(&mut self, document: &Document<'_>, emit: &mut Emit<'_>) {
        let Ready { matcher, classes, entries, features, negations } = self.ready;
        let n_categories = u16::try_from(features.len()).unwrap_or(u16::MAX);
        matcher.find(document, classes, |hit| {
            let place = Place {
                voice: hit.first.voice(),
                zone: document.sentences()[hit.sentence].zone,
                sentence: u32::try_from(hit.sentence).unwrap_or(u32::MAX),
                start: hit.first.start,
                end: hit.last.end,
            };
            emit.entry(hit.entry);
            let is_negated = negations.is_some_and(|negations| negations.is_negated(document, &hit));
            let shift = if is_negated { n_categories } else { 0 };
            for &feature in &features[hit.category] {
                emit.value(feature + shift, place, entries[hit.entry].weight);
            }
        });
    }
}
