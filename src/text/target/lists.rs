//! What each word of a vocabulary may say of a mention near it, looked up once from the lists.

use super::forms::{inflections, plural};
use crate::text::lexicon::Lexicon;
use crate::text::vader::{Vader, VaderScratch};
use crate::text::vocabulary::{TermId, UNKNOWN, Vocabulary};
use std::cmp::Reverse;

/// What a word is to the rules, as bits.
pub(super) mod sign {
    /// An entry of the verbs begins with it.
    pub(in crate::text) const VERB: u64 = 1;
    /// An entry of the nouns with a preposition begins with it.
    pub(in crate::text) const NOUN: u64 = 1 << 1;
    /// Not, never, isn't.
    pub(in crate::text) const NEGATES: u64 = 1 << 2;
    /// Deny, avoid: what follows is turned round.
    pub(in crate::text) const STOPS: u64 = 1 << 3;
    /// But, although, despite.
    pub(in crate::text) const CONTRAST: u64 = 1 << 4;
    /// Is, seems, remained.
    pub(in crate::text) const LINK: u64 = 1 << 5;
    /// Is, was, gets: with a participle they make a passive.
    pub(in crate::text) const PASSIVE: u64 = 1 << 6;
    /// May be a participle.
    pub(in crate::text) const PARTICIPLE: u64 = 1 << 7;
    /// Call, describe: what they call someone stands behind.
    pub(in crate::text) const NAMES: u64 = 1 << 8;
    /// Should, must.
    pub(in crate::text) const SHOULD: u64 = 1 << 9;
    /// Ends as words before a name do (`former`, `billionaire`).
    pub(in crate::text) const BEFORE_NAME: u64 = 1 << 10;
    /// Ends in -ly.
    pub(in crate::text) const LY: u64 = 1 << 11;
    /// Ends in -ing.
    pub(in crate::text) const ING: u64 = 1 << 12;
    /// Ends in -ed.
    pub(in crate::text) const ED: u64 = 1 << 13;
    /// And, or.
    pub(in crate::text) const AND: u64 = 1 << 14;
    /// But.
    pub(in crate::text) const BUT: u64 = 1 << 15;
    /// That, which.
    pub(in crate::text) const THING: u64 = 1 << 16;
    /// Who.
    pub(in crate::text) const WHO: u64 = 1 << 17;
    /// Said, added: verbs that stand before their speaker.
    pub(in crate::text) const SAID: u64 = 1 << 18;
    /// A report verb that only passes on.
    pub(in crate::text) const PLAIN_REPORT: u64 = 1 << 19;
    /// By, for, as: behind a participle they show a passive without be.
    pub(in crate::text) const BEHIND_PARTICIPLE: u64 = 1 << 20;
    /// Some, those: pronouns that a participle may follow.
    pub(in crate::text) const SOME: u64 = 1 << 21;
    /// In, at, on, over, from.
    pub(in crate::text) const PLACE: u64 = 1 << 22;
    pub(in crate::text) const ABOUT: u64 = 1 << 23;
    pub(in crate::text) const AGAINST: u64 = 1 << 24;
    pub(in crate::text) const BY: u64 = 1 << 25;
    pub(in crate::text) const FOR: u64 = 1 << 26;
    pub(in crate::text) const LIKE: u64 = 1 << 27;
    pub(in crate::text) const OF: u64 = 1 << 28;
    pub(in crate::text) const THAN: u64 = 1 << 29;
    pub(in crate::text) const TO: u64 = 1 << 30;
    pub(in crate::text) const WITH: u64 = 1 << 31;
    pub(in crate::text) const AS: u64 = 1 << 32;

    /// Prepositions that hang a phrase on the one before.
    pub(in crate::text) const HANGS: u64 = OF | FOR | PLACE | WITH | BY;
}

/// Words whose signs are few enough to stand here.
const CLOSED: &[(u64, &str)] = &[
    (
        sign::STOPS,
        "deny denies denied stop stopped avoid avoided prevent prevented against without nor neither",
    ),
    (
        sign::CONTRAST,
        "but although though while whereas despite however yet instead except unlike nonetheless nevertheless \
         notwithstanding",
    ),
    (
        sign::LINK,
        "am is are was were be been being isn't aren't wasn't weren't ain't i'm he's she's it's they're we're you're \
         seem seems seemed appear appears appeared look looks looked remain remains remained become becomes became \
         becoming feel feels felt sound sounds sounded stay stayed prove proved proves",
    ),
    (
        sign::PASSIVE,
        "am is are was were be been being isn't aren't wasn't weren't ain't i'm he's she's it's they're we're you're \
         get gets got getting gotten",
    ),
    (sign::NAMES, "saw seen"),
    (sign::SHOULD, "should must ought"),
    (sign::AND, "and or"),
    (sign::BUT, "but"),
    (sign::THING, "that which"),
    (sign::WHO, "who"),
    (sign::SAID, "said says added argued wrote asked told explained noted tweeted recalled insisted replied"),
    (sign::BEHIND_PARTICIPLE, "by of for as in with over from after at"),
    (sign::SOME, "who those these some many"),
    (sign::PLACE, "in at on over from"),
    (sign::ABOUT, "about"),
    (sign::AGAINST, "against"),
    (sign::BY, "by"),
    (sign::FOR, "for"),
    (sign::LIKE, "like"),
    (sign::OF, "of"),
    (sign::THAN, "than"),
    (sign::TO, "to"),
    (sign::WITH, "with"),
    (sign::AS, "as"),
];
/// Verbs by which someone is called something.
const NAMING: &str =
    "call describe label brand dub see view regard portray depict paint consider deem name pronounce declare";
/// Classes of report verbs that take no stance.
const PLAIN_CLASSES: [&str; 4] = ["neutral", "thinking", "directing", "revealing"];
/// Endings of words that may stand before a name.
const NAME_ENDINGS: [&str; 18] = [
    "al", "ic", "ive", "ian", "an", "er", "or", "man", "ist", "ent", "ed", "ing", "ous", "st", "ful", "ar",
    "ary", "ire",
];
const PARTICIPLES: &str = include_str!("../../../data/lexicons/irregular_participles.csv");
/// The most words of an entry behind its first.
const MOST_REST: usize = 4;

/// What a word says by itself.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sign {
    pub(super) bits: u64,
    /// From the words: -2 to 2.
    pub(super) word: i8,
    /// What someone has: -1 to 1.
    pub(super) owned: i8,
    /// Its valence in VADER: -4 to 4.
    pub(super) valence: f32,
}

/// A verb with what goes with it.
#[derive(Clone, Copy, Debug)]
struct VerbEntry {
    first: TermId,
    rest: [TermId; MOST_REST],
    n_rest: usize,
    subject: i8,
    object: i8,
}

/// What a verb says, and the word behind its entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Verb {
    pub(super) subject: i8,
    pub(super) object: i8,
    pub(super) end: usize,
}

/// The lists of which [`TargetCues`] are made.
#[derive(Clone, Copy, Debug)]
pub struct TargetLists<'a> {
    /// Verbs with a polarity for subject or object.
    pub verbs: &'a Lexicon,
    /// Nouns with a preposition, and nouns that someone has.
    pub nouns: &'a Lexicon,
    /// Words of praise and blame.
    pub words: &'a Lexicon,
    /// Negations.
    pub negations: &'a Lexicon,
    /// Reporting verbs by class.
    pub report_verbs: &'a Lexicon,
}

/// What the words of a vocabulary say of mentions near them.
#[derive(Clone, Debug, Default)]
pub struct TargetCues {
    signs: Vec<Sign>,
    verbs: Vec<VerbEntry>,
    toward: Vec<(TermId, TermId, i8)>,
}

impl TargetCues {
    /// Looks the lists up in a vocabulary.
    #[must_use]
    pub fn new(lists: TargetLists<'_>, vader: &Vader, vocabulary: &Vocabulary) -> Self {
        let mut scratch = VaderScratch::default();
        let by_form = |id: TermId| {
            let form = vocabulary.form(id);
            let _ = vader.score(form, &mut scratch);
            let valence = scratch.contributions().first().map_or(0.0, |it| it.sentiment);
            #[expect(clippy::cast_possible_truncation, reason = "a valence has one decimal")]
            let valence = valence as f32;
            Sign { bits: bits_of_form(form), valence, ..Sign::default() }
        };
        let mut cues = Self { signs: vocabulary.ids().map(by_form).collect(), ..Self::default() };
        for &(bits, words) in CLOSED {
            words.split_whitespace().for_each(|word| cues.set(vocabulary, word, bits));
        }
        for word in NAMING.split_whitespace() {
            inflections(word, |form| cues.set(vocabulary, form, sign::NAMES));
        }
        for word in PARTICIPLES.lines().filter(|line| !line.starts_with('#')).skip(1) {
            cues.set(vocabulary, word, sign::PARTICIPLE);
        }
        for (category, word, _) in rows(lists.negations).filter(|row| row.0 == "negation") {
            debug_assert_eq!(category, "negation");
            cues.set(vocabulary, word, sign::NEGATES);
        }
        for (_, word, _) in rows(lists.report_verbs).filter(|row| PLAIN_CLASSES.contains(&row.0)) {
            cues.set(vocabulary, word, sign::PLAIN_REPORT);
        }
        for (category, word, weight) in rows(lists.words) {
            if let Some(of_word) = cues.signs.get_mut(vocabulary.find(word.as_bytes()) as usize) {
                of_word.word = signed(category, weight);
            }
        }
        cues.add_nouns(lists.nouns, vocabulary);
        cues.add_verbs(lists.verbs, vocabulary);
        cues
    }

    fn set(&mut self, vocabulary: &Vocabulary, word: &str, bits: u64) {
        if let Some(of_word) = self.signs.get_mut(vocabulary.find(word.as_bytes()) as usize) {
            of_word.bits |= bits;
        }
    }

    fn add_nouns(&mut self, nouns: &Lexicon, vocabulary: &Vocabulary) {
        for (category, text, weight) in rows(nouns) {
            let value = signed(category, weight);
            let (noun, preposition) = text.split_once(' ').unwrap_or((text, ""));
            for form in [noun, &plural(noun)] {
                let term = vocabulary.find(form.as_bytes());
                let Some(of_word) = self.signs.get_mut(term as usize) else { continue };
                if preposition.is_empty() {
                    of_word.owned = value;
                } else {
                    of_word.bits |= sign::NOUN;
                    self.toward.push((term, vocabulary.find(preposition.as_bytes()), value));
                }
            }
        }
        self.toward.sort_unstable();
    }

    fn add_verbs(&mut self, verbs: &Lexicon, vocabulary: &Vocabulary) {
        for (category, text, weight) in rows(verbs) {
            let value = signed(category, weight);
            let (subject, object) = if category.starts_with("subject") { (value, 0) } else { (0, value) };
            let mut words = text.split(' ');
            let first = words.next().unwrap_or("");
            let (mut rest, mut n_rest) = ([UNKNOWN; MOST_REST], 0);
            for (place, word) in rest.iter_mut().zip(words.by_ref()) {
                *place = vocabulary.find(word.as_bytes());
                n_rest += 1;
            }
            if words.next().is_some() || rest[..n_rest].contains(&UNKNOWN) {
                continue;
            }
            inflections(first, |form| {
                let term = vocabulary.find(form.as_bytes());
                if let Some(of_word) = self.signs.get_mut(term as usize) {
                    of_word.bits |= sign::VERB;
                    self.verbs.push(VerbEntry { first: term, rest, n_rest, subject, object });
                }
            });
        }
        // Of entries with the same words the strongest counts: `found` may be a form of two verbs. The longest comes first.
        self.verbs.sort_by_key(|it| (it.first, Reverse(it.n_rest), it.rest));
        self.verbs.dedup_by(|other, kept| {
            let is_same = (other.first, other.rest) == (kept.first, kept.rest);
            if is_same {
                kept.subject = stronger(kept.subject, other.subject);
                kept.object = stronger(kept.object, other.object);
            }
            is_same
        });
    }

    pub(super) fn sign(&self, term: TermId) -> Sign {
        self.signs.get(term as usize).copied().unwrap_or_default()
    }

    /// What the verb that begins with word `at` says; `term` gives the term of a word.
    pub(super) fn verb(&self, at: usize, term: impl Fn(usize) -> TermId) -> Option<Verb> {
        let first = term(at);
        let from = self.verbs.partition_point(|it| it.first < first);
        let entries = self.verbs[from..].iter().take_while(|it| it.first == first);
        let stands = |it: &&VerbEntry| (0..it.n_rest).all(|k| term(at + 1 + k) == it.rest[k]);
        entries.into_iter().find(stands).map(|it| Verb {
            subject: it.subject,
            object: it.object,
            end: at + 1 + it.n_rest,
        })
    }

    /// What a noun before this preposition says of what follows.
    pub(super) fn toward(&self, noun: TermId, preposition: TermId) -> Option<i8> {
        let from = self.toward.partition_point(|it| (it.0, it.1) < (noun, preposition));
        self.toward.get(from).filter(|it| (it.0, it.1) == (noun, preposition)).map(|it| it.2)
    }
}

fn rows(lexicon: &Lexicon) -> impl Iterator<Item = (&str, &str, f64)> {
    lexicon.entries.iter().map(|it| (lexicon.categories[it.category].as_str(), it.text.as_str(), it.weight))
}

fn signed(category: &str, weight: f64) -> i8 {
    let value = if weight > 1.0 { 2 } else { 1 };
    if category.ends_with("negative") { -value } else { value }
}

fn stronger(one: i8, other: i8) -> i8 {
    if other.abs() > one.abs() { other } else { one }
}

fn bits_of_form(form: &str) -> u64 {
    let bit = |holds: bool, bit: u64| if holds { bit } else { 0 };
    bit(form.ends_with("n't"), sign::NEGATES)
        | bit(form.ends_with("ed"), sign::ED | sign::PARTICIPLE)
        | bit(form.ends_with("ing"), sign::ING)
        | bit(form.ends_with("ly"), sign::LY)
        | bit(NAME_ENDINGS.iter().any(|ending| form.ends_with(ending)), sign::BEFORE_NAME)
}
