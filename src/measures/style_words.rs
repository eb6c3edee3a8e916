//! What each word of a vocabulary is to the measure of style, told once from word lists and endings.

use crate::text::{TermId, Token, Vocabulary};

/// What a word is, as bits.
pub(super) type Signs = u64;

pub(super) const BE: Signs = 1;
pub(super) const GET: Signs = 1 << 1;
pub(super) const HAVE: Signs = 1 << 2;
/// Modal verbs, forms of do, and `to`: what comes next is an infinitive.
pub(super) const BEFORE_PLAIN: Signs = 1 << 3;
/// What may stand between an auxiliary and its verb.
pub(super) const ADVERB: Signs = 1 << 4;
pub(super) const PARTICIPLE: Signs = 1 << 5;
/// A participle that tells a state unless `by` follows.
pub(super) const STATE: Signs = 1 << 6;
/// `set` and `used`, which are no participle before `to`.
pub(super) const NOT_BEFORE_TO: Signs = 1 << 7;
pub(super) const BY: Signs = 1 << 8;
pub(super) const TO: Signs = 1 << 9;
pub(super) const GOING: Signs = 1 << 10;
pub(super) const WILL: Signs = 1 << 11;
/// Ends in 'll.
pub(super) const CLITIC_WILL: Signs = 1 << 12;
pub(super) const PAST: Signs = 1 << 13;
pub(super) const PAST_OR_PARTICIPLE: Signs = 1 << 14;
pub(super) const PRESENT: Signs = 1 << 15;
/// have and do, which are no present behind a modal verb.
pub(super) const ALSO_PLAIN: Signs = 1 << 16;
pub(super) const PLAIN: Signs = 1 << 17;
/// I, we, you, they: a plain form behind them is a present.
pub(super) const PLAIN_SUBJECT: Signs = 1 << 18;
/// he, it, that, who: an 's behind them is `is` or `has`.
pub(super) const S_SUBJECT: Signs = 1 << 19;
/// Demonstratives and quantifiers.
const OTHER_DETERMINER: Signs = 1 << 20;
pub(super) const FIRST_SINGULAR: Signs = 1 << 21;
pub(super) const FIRST_PLURAL: Signs = 1 << 22;
pub(super) const SECOND_PERSON: Signs = 1 << 23;
pub(super) const THIRD_PERSON: Signs = 1 << 24;
pub(super) const LET: Signs = 1 << 25;
/// us, it, me: in capitals an abbreviation.
pub(super) const ABBREVIATION_TOO: Signs = 1 << 26;
/// The letter I, and what makes it a number when it stands before it (`World War I`).
pub(super) const LETTER_I: Signs = 1 << 27;
pub(super) const BEFORE_ROMAN: Signs = 1 << 28;
pub(super) const FIGURE: Signs = 1 << 29;
pub(super) const NUMBER_WORD: Signs = 1 << 30;
pub(super) const SUPERLATIVE: Signs = 1 << 31;
/// most and least.
pub(super) const MOST: Signs = 1 << 32;
/// `at`, before which best, worst, most and least are a set phrase.
pub(super) const AT: Signs = 1 << 33;
pub(super) const LY: Signs = 1 << 34;
/// Looks like an adjective, for what stands after `the most`.
pub(super) const ADJECTIVE: Signs = 1 << 35;
pub(super) const ACRONYM: Signs = 1 << 36;
/// Articles and possessives.
pub(super) const ARTICLE: Signs = 1 << 37;

pub(super) const DETERMINER: Signs = ARTICLE | OTHER_DETERMINER;
pub(super) const PRONOUN: Signs = FIRST_SINGULAR | FIRST_PLURAL | SECOND_PERSON | THIRD_PERSON;

/// Words whose signs are few enough to stand here.
const CLOSED: &[(Signs, &str)] = &[
    (BE, "am is are was were be been being isn't aren't wasn't weren't ain't"),
    (GET, "get gets got getting gotten"),
    (HAVE, "have has had having haven't hasn't hadn't"),
    (
        BEFORE_PLAIN,
        "to can could may might must shall should will would can't cannot couldn't mustn't shan't shouldn't won't \
         wouldn't do does did don't doesn't didn't let",
    ),
    (
        ADVERB,
        "not also never ever even often then still just only already always once twice again soon later now so too \
         very well all both almost yet no longer first being been",
    ),
    (NOT_BEFORE_TO, "set used"),
    (BY, "by"),
    (TO, "to"),
    (GOING, "going"),
    (WILL, "will won't shall shan't"),
    (ALSO_PLAIN, "have do haven't don't"),
    (PLAIN_SUBJECT, "i we you they"),
    (S_SUBJECT, "he she it that there what who here where how"),
    (ARTICLE, "the a an my your his her its our their whose"),
    (OTHER_DETERMINER, "this that these those every each some any no another"),
    (LET, "let"),
    (ABBREVIATION_TOO, "us it me"),
    (LETTER_I, "i"),
    (BEFORE_ROMAN, "war part phase type class title division level chapter article volume section elizabeth"),
    (MOST, "most least"),
    (AT, "at"),
    (
        ADJECTIVE,
        "common severe secure intense diverse extreme complete remote obscure sincere mature modern western popular \
         familiar similar senior difficult corrupt beautiful certain open recent hated loved wanted watched",
    ),
    // Acronyms of five letters and more, which capitals do not stress.
    (
        ACRONYM,
        "unesco unicef unrwa usaid asean nafta naacp nascar nasdaq nyse covid lgbtq lgbtqi lgbtqia darpa ncaa norad \
         osce eurostat mercosur afl-cio espn msnbc c-span faang brics aipac hezbollah hamas isis usmca ofcom ofsted \
         pepfar scotus potus flotus radar swift aukus oecd centcom africom ukip ftse csiro usgs noaa cnbc politico barda",
    ),
];

/// Words in -ly that are neither adverb nor adjective.
const NO_ADVERB: &[&str] = &[
    "ally", "anomaly", "apply", "assembly", "belly", "billy", "bully", "comply", "emily", "family", "fly",
    "imply", "italy", "jelly", "july", "kelly", "molly", "monopoly", "multiply", "rally", "rely", "reply",
    "sally", "supply", "tally",
];

/// Parts behind a hyphen that make an adjective of any noun.
const ADJECTIVE_PARTS: &[&str] = &["-based", "-related", "-sized", "-minded", "-aged"];

/// Endings of adjectives; nouns in -s are none.
const ADJECTIVE_ENDINGS: &[&str] =
    &["al", "ive", "ous", "ful", "less", "ic", "ish", "able", "ible", "ary", "ed", "ing", "ent", "ant"];

/// Number words that mostly are something else (`one of them`, `a second`).
const SELDOM_NUMBER: &[&str] = &["double", "once", "one", "score", "scores", "second", "seconds", "twice"];

/// Superlatives of form that say only that something is new.
const FADED: &[&str] = &["latest"];

const IRREGULAR: &str = include_str!("../../data/lexicons/irregular_participles.csv");
const NO_PARTICIPLES: &str = include_str!("../../data/lexicons/not_participles.csv");
const SUPERLATIVES: &str = include_str!("../../data/lexicons/superlatives.csv");
const NO_SUPERLATIVES: &str = include_str!("../../data/lexicons/not_superlatives.csv");
const NUMBERS: &str = include_str!("../../data/lexicons/number_words.csv");
const PRONOUNS: &str = include_str!("../../data/lexicons/pronouns.csv");
const TENSES: &str = include_str!("../../data/lexicons/verb_tenses.csv");

/// The categories of word lists with their signs.
const CATEGORIES: &[(&str, Signs)] = &[
    ("first_plural", FIRST_PLURAL),
    ("first_singular", FIRST_SINGULAR),
    ("second", SECOND_PERSON),
    ("third_plural", THIRD_PERSON),
    ("third_singular", THIRD_PERSON),
    ("past", PAST),
    ("past_or_participle", PAST_OR_PARTICIPLE),
    ("plain", PLAIN),
    ("present", PRESENT),
];

/// The rows of a list that is compiled in: no comments, no header.
fn rows(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.starts_with('#')).skip(1)
}

/// The signs of the words of a vocabulary.
pub(super) struct Words {
    signs: Vec<Signs>,
}

impl Words {
    /// Looks the lists up in a vocabulary.
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let mut words = Self { signs: vocabulary.ids().map(|id| by_ending(vocabulary.form(id))).collect() };
        let mut change = |word: &str, on: Signs, off: Signs| {
            if let Some(signs) = words.signs.get_mut(vocabulary.find(word.as_bytes()) as usize) {
                *signs = (*signs & !off) | on;
            }
        };
        for word in rows(NO_PARTICIPLES) {
            let state = if word.ends_with("ed") { STATE } else { 0 };
            change(word, state, PARTICIPLE | PAST_OR_PARTICIPLE);
        }
        rows(IRREGULAR).for_each(|word| change(word, PARTICIPLE, 0));
        rows(NO_SUPERLATIVES).for_each(|word| change(word, 0, SUPERLATIVE));
        rows(SUPERLATIVES).for_each(|word| change(word, SUPERLATIVE, 0));
        rows(NUMBERS).for_each(|word| change(word, NUMBER_WORD, 0));
        for (category, word) in rows(PRONOUNS).chain(rows(TENSES)).filter_map(|row| row.split_once(',')) {
            let sign = CATEGORIES.iter().find(|(name, _)| *name == category).map_or(0, |&(_, sign)| sign);
            // A form that is the past alone is not also one in -ed that the words beside it must tell.
            change(word, sign, if sign == PAST { PAST_OR_PARTICIPLE } else { 0 });
        }
        for &(sign, of_sign) in CLOSED {
            of_sign.split_whitespace().for_each(|word| change(word, sign, 0));
        }
        ["most", "least"].iter().chain(FADED).for_each(|word| change(word, 0, SUPERLATIVE));
        SELDOM_NUMBER.iter().for_each(|word| change(word, 0, NUMBER_WORD));
        NO_ADVERB.iter().for_each(|word| change(word, 0, LY | ADVERB));
        words
    }

    /// The signs of a token.
    pub(super) fn signs(&self, token: Token) -> Signs {
        self.of_term(token.term)
    }

    fn of_term(&self, term: TermId) -> Signs {
        self.signs.get(term as usize).copied().unwrap_or_default()
    }
}

/// What the ending of a word tells.
fn by_ending(form: &str) -> Signs {
    let ends =
        |any: &[&str]| any.iter().any(|ending| form.len() > ending.len() + 2 && form.ends_with(ending));
    let mut signs = 0;
    let mut set = |holds: bool, sign: Signs| signs |= if holds { sign } else { 0 };
    let is_ed =
        form.len() >= 4 && form.ends_with("ed") && !ADJECTIVE_PARTS.iter().any(|it| form.ends_with(it));
    set(is_ed, PARTICIPLE | PAST_OR_PARTICIPLE);
    set(form.len() >= 5 && form.ends_with("est"), SUPERLATIVE);
    set(form.len() >= 4 && form.ends_with("ly"), LY | ADVERB);
    set(ends(ADJECTIVE_ENDINGS), ADJECTIVE);
    set(form.starts_with(|first: char| first.is_ascii_digit()), FIGURE);
    set(form.ends_with("'ll"), CLITIC_WILL | BEFORE_PLAIN);
    set(form.ends_with("'re") || form.ends_with("'m"), BE | PRESENT);
    set(form.ends_with("'ve"), HAVE | PRESENT);
    set(form.ends_with("'d"), HAVE | BEFORE_PLAIN);
    signs
}
