//! Names that lists know: places with their adjectives, organisations with their acronyms.

use crate::text::lexicon::Lexicon;
use crate::text::names::{NameKind, name_key};
use crate::text::{UNKNOWN, Vocabulary};
use std::sync::Arc;

/// The names of lists: each form leads to the name under which it is told.
#[derive(Clone, Debug, Default)]
pub struct KnownNames {
    forms: Vocabulary,
    /// By form.
    name_of: Vec<u32>,
    names: Vec<(Arc<str>, NameKind)>,
}

impl KnownNames {
    /// The names of a list of places and one of organisations, whose categories are the names and whose entries are the
    /// forms; of a form that both have the first counts.
    #[must_use]
    pub fn new(places: &Lexicon, organisations: &Lexicon) -> Self {
        let mut known = Self::default();
        let (mut word, mut key) = (Vec::new(), Vec::new());
        for (lexicon, kind) in [(places, NameKind::Place), (organisations, NameKind::Organisation)] {
            let first = narrow(known.names.len());
            known.names.extend(lexicon.categories.iter().map(|name| (Arc::from(name.as_str()), kind)));
            for entry in &lexicon.entries {
                name_key(&entry.text, &mut word, &mut key);
                let form = known.forms.intern(&key);
                if form as usize == known.name_of.len() {
                    known.name_of.push(first + narrow(entry.category));
                }
            }
        }
        known
    }

    /// The position of the name that a key is a form of.
    pub(super) fn find(&self, key: &[u8]) -> Option<u32> {
        let form = self.forms.find(key);
        (form != UNKNOWN).then(|| self.name_of.get(form as usize).copied()).flatten()
    }

    /// A name by its position, and what it names.
    pub(super) fn get(&self, name: u32) -> Option<&(Arc<str>, NameKind)> {
        self.names.get(name as usize)
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
