//! What the words of a vocabulary do in and beside names, as bits: a word may do several things.

use crate::text::lexicon::Lexicon;
use crate::text::vocabulary::{TermId, UNKNOWN, Vocabulary};

/// Mr.
pub(super) const HONORIFIC: u32 = 1;
/// President.
pub(super) const OFFICE: u32 = 1 << 1;
/// Prime, before minister.
pub(super) const BEFORE_OFFICE: u32 = 1 << 2;
/// Jr.
pub(super) const SUFFIX: u32 = 1 << 3;
/// Van, bin.
pub(super) const PARTICLE: u32 = 1 << 4;
/// Monday.
pub(super) const CALENDAR: u32 = 1 << 5;
/// A capital that names nobody.
pub(super) const NO_NAME: u32 = 1 << 6;
/// A name that ends so is an organisation's.
pub(super) const ORGANISATION: u32 = 1 << 7;
/// A name that ends so is a place's.
pub(super) const PLACE: u32 = 1 << 8;
/// A name that begins so is a place's.
pub(super) const PLACE_LEAD: u32 = 1 << 9;
/// A name may go on with `of` behind it.
pub(super) const TAKES_OF: u32 = 1 << 10;
/// A name may go on with `for` behind it.
pub(super) const TAKES_FOR: u32 = 1 << 11;
/// A name may go on with `and` before it.
pub(super) const TOPIC: u32 = 1 << 12;
/// Former.
pub(super) const FORMER: u32 = 1 << 13;
/// Embattled.
pub(super) const MODIFIER: u32 = 1 << 14;
/// A word that begins sentences and is no name.
pub(super) const COMMON: u32 = 1 << 15;
/// A function word.
pub(super) const FUNCTION: u32 = 1 << 16;
/// The head of a label of a person.
pub(super) const PERSON_NOUN: u32 = 1 << 17;
/// The head of a label of an organisation.
pub(super) const GROUP_NOUN: u32 = 1 << 18;
/// A given name.
pub(super) const GIVEN: u32 = 1 << 19;
/// A known place or its adjective, in one word.
pub(super) const KNOWN_PLACE: u32 = 1 << 20;
/// A known organisation in one word.
pub(super) const KNOWN_ORGANISATION: u32 = 1 << 21;
/// The, a.
pub(super) const ARTICLE: u32 = 1 << 22;
/// Of.
pub(super) const OF: u32 = 1 << 23;
/// For.
pub(super) const FOR: u32 = 1 << 24;
/// And.
pub(super) const AND: u32 = 1 << 25;
/// In, at, near: what follows is more often a place.
pub(super) const IN: u32 = 1 << 26;
/// What may follow the head of an apposition.
pub(super) const AFTER_LABEL: u32 = 1 << 27;

/// A name that ends so is no person's.
pub(super) const THING: u32 = 1 << 28;

/// What stands before a name.
pub(super) const TITLE: u32 = HONORIFIC | OFFICE;
/// What makes a word a known name.
pub(super) const KNOWN: u32 = KNOWN_PLACE | KNOWN_ORGANISATION;
/// What may head a label.
pub(super) const NOUN: u32 = PERSON_NOUN | GROUP_NOUN;

const CATEGORIES: [(&str, u32); 19] = [
    ("before_office", BEFORE_OFFICE),
    ("calendar", CALENDAR),
    ("common", COMMON),
    ("former", FORMER),
    ("group_noun", GROUP_NOUN),
    ("honorific", HONORIFIC),
    ("modifier", MODIFIER),
    ("no_name", NO_NAME),
    ("office", OFFICE),
    ("organisation", ORGANISATION),
    ("particle", PARTICLE),
    ("person_noun", PERSON_NOUN),
    ("place", PLACE),
    ("place_lead", PLACE_LEAD),
    ("suffix", SUFFIX),
    ("takes_for", TAKES_FOR),
    ("takes_of", TAKES_OF),
    ("thing", THING),
    ("topic", TOPIC),
];

const SINGLE_WORDS: [(&str, u32); 17] = [
    ("the", ARTICLE),
    ("a", ARTICLE),
    ("an", ARTICLE),
    ("of", OF | AFTER_LABEL),
    ("for", FOR | AFTER_LABEL),
    ("and", AND),
    ("in", IN | AFTER_LABEL),
    ("at", IN | AFTER_LABEL),
    ("near", IN),
    ("outside", IN),
    ("across", IN),
    ("from", IN | AFTER_LABEL),
    ("who", AFTER_LABEL),
    ("whose", AFTER_LABEL),
    ("with", AFTER_LABEL),
    ("on", AFTER_LABEL),
    ("turned", AFTER_LABEL),
];

/// The lists of which [`NameWords`] are made.
#[derive(Clone, Copy, Debug)]
pub struct NameLists<'a> {
    /// Words by what they do in or beside a name.
    pub words: &'a Lexicon,
    /// Given names.
    pub given: &'a Lexicon,
    /// Places with their adjectives.
    pub places: &'a Lexicon,
    /// Organisations with their acronyms.
    pub organisations: &'a Lexicon,
    /// Function words.
    pub stop_words: &'a Vocabulary,
}

/// What each word of a vocabulary does in and beside names.
#[derive(Clone, Debug, Default)]
pub struct NameWords {
    bits: Vec<u32>,
}

impl NameWords {
    /// Looks the words of the lists up in a vocabulary.
    #[must_use]
    pub fn new(lists: NameLists<'_>, vocabulary: &Vocabulary) -> Self {
        let mut bits = vec![0; vocabulary.len()];
        let mut add = |form: &[u8], bit: u32| {
            let term = vocabulary.find(form);
            if let Some(of_word) = bits.get_mut(term as usize).filter(|_| term != UNKNOWN) {
                *of_word |= bit;
            }
        };
        for entry in &lists.words.entries {
            let category = lists.words.categories[entry.category].as_str();
            let bit = CATEGORIES.iter().find(|(name, _)| *name == category).map_or(0, |&(_, bit)| bit);
            add(entry.text.as_bytes(), bit);
        }
        let known =
            [(lists.given, GIVEN), (lists.places, KNOWN_PLACE), (lists.organisations, KNOWN_ORGANISATION)];
        for (lexicon, bit) in known {
            lexicon.entries.iter().for_each(|entry| add(entry.text.as_bytes(), bit));
        }
        lists.stop_words.ids().for_each(|id| add(lists.stop_words.bytes(id), FUNCTION));
        SINGLE_WORDS.iter().for_each(|&(word, bit)| add(word.as_bytes(), bit | FUNCTION));
        Self { bits }
    }

    /// What a word does; nothing where the vocabulary lacks it.
    pub(super) fn bits(&self, term: TermId) -> u32 {
        self.bits.get(term as usize).copied().unwrap_or_default()
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.bits.len()
    }
}
