//! Names: where persons, organisations and places are named, and by which labels.

use super::{Measure, Observer, Prepared, Resources};
use crate::dfm::Scale;
use crate::error::Result;
use crate::harvest::Emit;
use crate::key::About;
use crate::text::Document;
use crate::text::names::{NameFinder, NameMention, NameWords};

/// The measure. It has no feature of its own: names go to `entities.csv` and `naming.csv`.
#[derive(Debug)]
pub(crate) struct Names;

impl Measure for Names {
    fn about(&self) -> About {
        About {
            name: "names",
            line: "persons, organisations and places that are named, and the labels by which they are called",
            unit: "one mention a name or label",
            limits: "capitals and word lists, no model: a rare word at the start of a sentence may pass for a name, names \
                     of films and laws pass for names like others; in headlines with capitals throughout, what the text \
                     does not name is missed; a label counts beside a name, or where one person of the article alone has \
                     the office; pronouns are no mentions",
            source: "",
        }
    }

    fn name(&self) -> &'static str {
        "names"
    }

    fn features(&self) -> Vec<String> {
        Vec::new()
    }

    fn scale(&self) -> Scale {
        Scale::RatePerThousand
    }

    fn needs_english(&self) -> bool {
        true
    }

    fn prepare<'a>(&'a self, resources: &'a Resources) -> Result<Box<dyn Prepared + 'a>> {
        Ok(Box::new(Ready { words: &resources.name_words }))
    }
}

struct Ready<'a> {
    words: &'a NameWords,
}

impl Prepared for Ready<'_> {
    fn observer(&self) -> Box<dyn Observer + '_> {
        Box::new(Namer { words: self.words, finder: NameFinder::default(), found: Vec::new() })
    }
}

struct Namer<'a> {
    words: &'a NameWords,
    finder: NameFinder,
    found: Vec<NameMention>,
}

impl Observer for Namer<'_> {
    fn observe(&mut self, document: &Document<'_>, emit: &mut Emit<'_>) {
        self.finder.find(document, self.words, &mut self.found);
        emit.names(&self.found);
    }
}
