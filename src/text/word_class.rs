//! The class of a word, guessed from the words beside it: enough to tell `they claim` from `a claim`.

use super::lexicon::Lexicon;
use super::vocabulary::{TermId, Vocabulary};
use super::{Document, Sentence, Token};

/// A class that a word may be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WordClass {
    /// A verb.
    Verb,
    /// A noun.
    Noun,
    /// An adjective.
    Adjective,
}

impl WordClass {
    /// The classes.
    pub const EACH: [Self; 3] = [Self::Verb, Self::Noun, Self::Adjective];

    /// The name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Verb => "verb",
            Self::Noun => "noun",
            Self::Adjective => "adjective",
        }
    }
}

/// What a word tells of its neighbours, as bits.
type Signs = u16;

const ADJECTIVE: Signs = 1;
const AFTER_NOUN: Signs = 1 << 1;
const AFTER_VERB: Signs = 1 << 2;
const BEFORE_ADJECTIVE: Signs = 1 << 3;
const BEFORE_NOUN: Signs = 1 << 4;
const BEFORE_VERB: Signs = 1 << 5;
const FUNCTION: Signs = 1 << 6;
const PREPOSITION: Signs = 1 << 7;
/// Ends like an adjective or a participle.
const ADJECTIVE_ENDING: Signs = 1 << 8;
/// Ends like the adjective of a country or a party.
const DEMONYM_ENDING: Signs = 1 << 9;
const LY: Signs = 1 << 10;
const S: Signs = 1 << 11;
const NUMBER: Signs = 1 << 12;

/// Words that a list names, whatever for.
const LISTED: Signs =
    AFTER_NOUN | AFTER_VERB | BEFORE_ADJECTIVE | BEFORE_NOUN | BEFORE_VERB | FUNCTION | PREPOSITION;

/// The categories of the word list with their signs.
const CATEGORIES: [(&str, Signs); 8] = [
    ("adjective", ADJECTIVE),
    ("after_noun", AFTER_NOUN),
    ("after_verb", AFTER_VERB),
    ("before_adjective", BEFORE_ADJECTIVE),
    ("before_noun", BEFORE_NOUN),
    ("before_verb", BEFORE_VERB),
    ("function", FUNCTION),
    ("preposition", PREPOSITION),
];

const ADJECTIVE_ENDINGS: [&[u8]; 12] =
    [b"al", b"ive", b"ous", b"ful", b"less", b"ic", b"ish", b"able", b"ible", b"ary", b"ed", b"ing"];
const DEMONYM_ENDINGS: [&[u8]; 8] = [b"ian", b"ean", b"ese", b"ish", b"can", b"ic", b"al", b"ive"];

/// A word of an ending has at least so many letters before it.
const LEAST_STEM: usize = 2;

/// What each word of a vocabulary tells of its neighbours.
#[derive(Clone, Debug, Default)]
pub struct WordClasses {
    signs: Vec<Signs>,
}

impl WordClasses {
    /// Looks a word list (`data/lexicons/word_classes.csv`) up in a vocabulary.
    #[must_use]
    pub fn new(list: &Lexicon, vocabulary: &Vocabulary) -> Self {
        let mut signs: Vec<Signs> = vocabulary.ids().map(|id| by_ending(vocabulary.bytes(id))).collect();
        for entry in &list.entries {
            let category = &list.categories[entry.category];
            let sign = CATEGORIES.iter().find(|(name, _)| name == category).map_or(0, |&(_, sign)| sign);
            if let Some(of_word) = signs.get_mut(vocabulary.find(entry.text.as_bytes()) as usize) {
                *of_word |= sign;
            }
        }
        Self { signs }
    }

    fn signs(&self, term: TermId) -> Signs {
        self.signs.get(term as usize).copied().unwrap_or_default()
    }

    /// The class of the token at a position of a sentence.
    ///
    /// # Returns
    /// What the first rule says that fits: after `to`, an auxiliary or a subject pronoun a verb; after a determiner or a
    /// possessive a noun, or an adjective where another noun follows; and so on. A noun where nothing tells.
    #[must_use]
    pub fn class(&self, document: &Document<'_>, sentence: &Sentence, at: usize) -> WordClass {
        let tokens = document.tokens_of(sentence);
        let source = document.source(sentence.zone);
        let before_and = |at: usize| {
            let before = tokens.get(at.checked_sub(1)?)?;
            before.is_right_before(*tokens.get(at)?, source).then_some(*before)
        };
        let before = before_and(at);
        let after = before_and(at + 1).map_or(0, |_| self.signs(tokens[at + 1].term) | LOOKED_UP);
        let nominal = if after & LOOKED_UP != 0 && after & (LISTED | LY | NUMBER) == 0 {
            WordClass::Adjective
        } else {
            WordClass::Noun
        };
        if let Some(before) = before {
            let further = before_and(at - 1).map_or(0, |it| self.signs(it.term));
            if let Some(class) = self.told_before(source, before, further, nominal) {
                return class;
            }
        }
        if after & AFTER_VERB != 0 {
            return WordClass::Verb;
        }
        if after & AFTER_NOUN != 0 {
            return WordClass::Noun;
        }
        let is_subject = |before: Token| {
            let signs = self.signs(before.term);
            signs & LISTED == 0 && (signs & S != 0 || before.is_capital(source))
        };
        if before.is_some_and(is_subject) { WordClass::Verb } else { nominal }
    }

    /// What the word before tells; `further` are the signs of the one before that.
    fn told_before(
        &self,
        source: &str,
        before: Token,
        further: Signs,
        nominal: WordClass,
    ) -> Option<WordClass> {
        let signs = self.signs(before.term);
        let is_possessive = before.is_possessive(source);
        if signs & BEFORE_VERB != 0 && !is_possessive {
            return Some(WordClass::Verb);
        }
        if is_possessive || signs & (BEFORE_NOUN | NUMBER) != 0 {
            return Some(nominal);
        }
        if signs & LY != 0 {
            let is_of_phrase = further & (BEFORE_ADJECTIVE | BEFORE_NOUN) != 0;
            return Some(if is_of_phrase { WordClass::Adjective } else { WordClass::Verb });
        }
        if signs & BEFORE_ADJECTIVE != 0 {
            return Some(WordClass::Adjective);
        }
        let ending = if before.is_capital(source) { DEMONYM_ENDING } else { ADJECTIVE_ENDING };
        (signs & (PREPOSITION | ADJECTIVE | ending) != 0).then_some(nominal)
    }
}

/// Set beside the signs of a word that stands there, as a word may have none.
const LOOKED_UP: Signs = 1 << 15;

fn by_ending(form: &[u8]) -> Signs {
    let ends = |endings: &[&[u8]]| {
        endings.iter().any(|ending| form.len() >= ending.len() + LEAST_STEM && form.ends_with(ending))
    };
    let sign = |holds: bool, sign: Signs| if holds { sign } else { 0 };
    sign(ends(&ADJECTIVE_ENDINGS), ADJECTIVE_ENDING)
        | sign(ends(&DEMONYM_ENDINGS), DEMONYM_ENDING)
        | sign(form.ends_with(b"ly"), LY)
        | sign(form.ends_with(b"s"), S)
        | sign(form.first().is_some_and(u8::is_ascii_digit), NUMBER)
}

#[cfg(test)]
mod tests {
    use super::{WordClass, WordClasses};
    use crate::text::lexicon::Lexicon;
    use crate::text::{Analyser, NumberedWords, Vocabulary};

    /// The class of the first `claim...` of a text.
    fn class_in(text: &str) -> WordClass {
        let list = include_str!("../../data/lexicons/word_classes.csv");
        let list = Lexicon::parse("word_classes", list).unwrap();
        let mut vocabulary = Vocabulary::default();
        let _ = NumberedWords::read(("", text), &mut vocabulary);
        let vocabulary = vocabulary.sorted();
        let classes = WordClasses::new(&list, &vocabulary);
        let mut analyser = Analyser::default();
        let document = analyser.analyse(("", text), &[], &vocabulary);
        let sentence = document.sentences()[0];
        let is_claim = |it: &crate::text::Token| vocabulary.bytes(it.term).starts_with(b"claim");
        let at = document.tokens_of(&sentence).iter().position(is_claim).unwrap();
        classes.class(&document, &sentence, at)
    }

    #[test]
    fn the_words_beside_tell_verb_noun_and_adjective() {
        for (text, expected) in [
            ("They claim the money.", WordClass::Verb),
            ("He did not claim it.", WordClass::Verb),
            ("Lawyers claim that it was lost.", WordClass::Verb),
            ("Her claim was paid.", WordClass::Noun),
            ("The minister's claim was false.", WordClass::Noun),
            ("A false claim of theft", WordClass::Noun),
            ("The claimed losses were small.", WordClass::Adjective),
            ("Claim", WordClass::Noun),
        ] {
            assert_eq!(class_in(text), expected, "{text}");
        }
    }
}
