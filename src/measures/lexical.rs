//! Rates of words and phrases by category of a lexicon: the policy frames, and lexicons of the user.

use super::{Measure, Observer, Prepared, Resources};
use crate::dfm::Scale;
use crate::error::{Error, Result};
use crate::harvest::{Emit, Place};
use crate::key::About;
use crate::text::Document;
use crate::text::lexicon::{Entry, Lexicon, Matcher};
use std::path::Path;
use std::sync::LazyLock;

static POLICY_FRAMES: LazyLock<std::result::Result<Lexicon, String>> =
    LazyLock::new(|| Lexicon::parse("frames", include_str!("../../data/lexicons/policy_frames.csv")));

/// The fifteen policy frames.
#[derive(Debug)]
pub(crate) struct PolicyFrames;

impl PolicyFrames {
    fn lexicon() -> Result<&'static Lexicon> {
        POLICY_FRAMES
            .as_ref()
            .map_err(|problem| Error::content(Path::new("data/lexicons/policy_frames.csv"), problem.clone()))
    }
}

impl Measure for PolicyFrames {
    fn about(&self) -> About {
        About {
            name: "frames",
            line: "how much an outlet speaks in the terms of each of fifteen policy frames",
            unit: "matches per 1,000 words",
            limits: "a word list: it counts words of a frame, not claims; a word with two senses counts in both, and a \
                     frame that is argued without its usual words is missed",
            source: "Boydstun, Card, Gross, Resnik & Smith 2014, Tracking the development of media frames",
        }
    }

    fn name(&self) -> &'static str {
        "frames"
    }

    fn features(&self) -> Vec<String> {
        Self::lexicon().map(|lexicon| lexicon.categories.clone()).unwrap_or_default()
    }

    fn scale(&self) -> Scale {
        Scale::RatePerThousand
    }

    fn needs_english(&self) -> bool {
        true
    }

    fn prepare<'a>(&'a self, resources: &'a Resources) -> Result<Box<dyn Prepared + 'a>> {
        Ok(Box::new(Ready::new(Self::lexicon()?, resources)))
    }
}

/// A lexicon of the user: one feature a category, each match counting its entry's weight.
#[derive(Debug)]
pub struct LexicalMeasure<'a> {
    lexicon: &'a Lexicon,
}

impl<'a> LexicalMeasure<'a> {
    /// The measure of a lexicon that the user gave.
    #[must_use]
    pub fn of_user(lexicon: &'a Lexicon) -> Self {
        Self { lexicon }
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
        self.lexicon.categories.clone()
    }

    fn scale(&self) -> Scale {
        Scale::RatePerThousand
    }

    fn prepare<'a>(&'a self, resources: &'a Resources) -> Result<Box<dyn Prepared + 'a>> {
        Ok(Box::new(Ready::new(self.lexicon, resources)))
    }
}

struct Ready<'a> {
    matcher: Matcher,
    entries: &'a [Entry],
}

impl<'a> Ready<'a> {
    fn new(lexicon: &'a Lexicon, resources: &Resources) -> Self {
        Self { matcher: lexicon.compile(&resources.vocabulary), entries: &lexicon.entries }
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
        let entries = self.ready.entries;
        self.ready.matcher.find(document, |hit| {
            let place = Place {
                voice: hit.first.voice(),
                zone: document.sentences()[hit.sentence].zone,
                sentence: u32::try_from(hit.sentence).unwrap_or(u32::MAX),
                start: hit.first.start,
                end: hit.last.end,
            };
            if let Ok(category) = u16::try_from(hit.category) {
                emit.value(category, place, entries[hit.entry].weight);
            }
        });
    }
}
