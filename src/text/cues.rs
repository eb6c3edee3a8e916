//! What the words of a vocabulary do in an attribution: which report, with which class, and which stand around them.

use super::Token;
use super::lexicon::Lexicon;
use super::vocabulary::{UNKNOWN, Vocabulary};

/// What a word may do, as bits: a word may do several things.
pub(super) mod job {
    /// A verb that reports.
    pub(in crate::text) const VERB: u32 = 1;
    /// A noun that reports.
    pub(in crate::text) const NOUN: u32 = 1 << 1;
    /// A verb that reports only before a clause, an infinitive or quote marks.
    pub(in crate::text) const CLAUSE: u32 = 1 << 2;
    /// A verb that may name who is spoken to.
    pub(in crate::text) const ADDRESSED: u32 = 1 << 3;
    /// An adverb that reports without a speaker.
    pub(in crate::text) const HEARSAY: u32 = 1 << 4;
    /// The, a.
    pub(in crate::text) const ARTICLE: u32 = 1 << 5;
    /// His, their.
    pub(in crate::text) const POSSESSIVE: u32 = 1 << 6;
    /// This, another.
    pub(in crate::text) const DEMONSTRATIVE: u32 = 1 << 7;
    /// Has, would.
    pub(in crate::text) const AUXILIARY: u32 = 1 << 8;
    /// Is, were.
    pub(in crate::text) const BE: u32 = 1 << 9;
    /// Also, later.
    pub(in crate::text) const ADVERB: u32 = 1 << 10;
    /// Not, never.
    pub(in crate::text) const NEGATION: u32 = 1 << 11;
    /// A capital that names no person.
    pub(in crate::text) const CALENDAR: u32 = 1 << 12;
    /// He, who.
    pub(in crate::text) const PRONOUN: u32 = 1 << 13;
    /// Him, reporters.
    pub(in crate::text) const OBJECT: u32 = 1 << 14;
    /// In, of.
    pub(in crate::text) const PREPOSITION: u32 = 1 << 15;
    /// And, but.
    pub(in crate::text) const CONJUNCTION: u32 = 1 << 16;
    /// While, because.
    pub(in crate::text) const SUBORDINATOR: u32 = 1 << 17;
    /// Who, which.
    pub(in crate::text) const RELATIVE: u32 = 1 << 18;
    /// Whether, how.
    pub(in crate::text) const QUESTION: u32 = 1 << 19;
    /// That.
    pub(in crate::text) const THAT: u32 = 1 << 20;
    /// To.
    pub(in crate::text) const TO: u32 = 1 << 21;
    /// According.
    pub(in crate::text) const ACCORDING: u32 = 1 << 22;
    /// Of, for: they may stand inside a noun phrase.
    pub(in crate::text) const OF: u32 = 1 << 23;
    /// By.
    pub(in crate::text) const BY: u32 = 1 << 24;
    /// As.
    pub(in crate::text) const AS: u32 = 1 << 25;
    /// A form that is a noun as often as a verb.
    pub(in crate::text) const AMBIGUOUS: u32 = 1 << 26;
    /// So-called.
    pub(in crate::text) const DISTANCING: u32 = 1 << 27;

    /// What opens a noun phrase.
    pub(in crate::text) const OPENS_PHRASE: u32 = ARTICLE | POSSESSIVE | DEMONSTRATIVE;
    /// What cannot be part of a name or noun phrase.
    pub(in crate::text) const ENDS_PHRASE: u32 =
        AUXILIARY | PREPOSITION | CONJUNCTION | SUBORDINATOR | RELATIVE | THAT | ADVERB | NEGATION | CALENDAR;
    /// What attributes.
    pub(in crate::text) const REPORTS: u32 = VERB | NOUN | HEARSAY | ACCORDING;
}

/// The categories of the word list, and single words that do something of their own.
const CATEGORIES: &[(&str, u32)] = &[
    ("addressed", job::ADDRESSED),
    ("adverb", job::ADVERB),
    ("ambiguous", job::AMBIGUOUS),
    ("article", job::ARTICLE),
    ("auxiliary", job::AUXILIARY),
    ("be", job::BE),
    ("calendar", job::CALENDAR),
    ("clause", job::CLAUSE),
    ("conjunction", job::CONJUNCTION),
    ("demonstrative", job::DEMONSTRATIVE),
    ("distancing", job::DISTANCING),
    ("hearsay", job::HEARSAY),
    ("negation", job::NEGATION),
    ("object", job::OBJECT),
    ("possessive", job::POSSESSIVE),
    ("preposition", job::PREPOSITION),
    ("pronoun", job::PRONOUN),
    ("question", job::QUESTION),
    ("relative", job::RELATIVE),
    ("subordinator", job::SUBORDINATOR),
];
const SINGLE_WORDS: &[(&str, u32)] = &[
    ("that", job::THAT),
    ("to", job::TO),
    ("according", job::ACCORDING),
    ("of", job::OF),
    ("for", job::OF),
    ("at", job::OF),
    ("from", job::OF),
    ("in", job::OF),
    ("by", job::BY),
    ("as", job::AS),
];

/// What a word does, with its class where it reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Role {
    /// The bits of [`job`].
    pub(super) jobs: u32,
    /// The position of its class.
    pub(super) class: u8,
}

/// The lists of which [`Cues`] are made.
#[derive(Clone, Copy, Debug)]
pub struct CueLists<'a> {
    /// Reporting verbs: class, form.
    pub verbs: &'a Lexicon,
    /// Reporting nouns: class of the verbs, form.
    pub nouns: &'a Lexicon,
    /// The words around them: what they do, form.
    pub words: &'a Lexicon,
}

/// What each word of a vocabulary does in an attribution.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    /// By term: the position of its role.
    role_of: Vec<u8>,
    /// The roles that occur; the first is to do nothing.
    roles: Vec<Role>,
}

impl Cues {
    /// Looks the words of the lists up in a vocabulary. The classes are those of the verbs, by their positions.
    #[must_use]
    pub fn new(lists: CueLists<'_>, vocabulary: &Vocabulary) -> Self {
        let CueLists { verbs, nouns, words } = lists;
        let class_of = |name: &str| {
            let position = verbs.categories.iter().position(|class| class == name);
            position.and_then(|position| u8::try_from(position).ok())
        };
        let mut found: Vec<(u32, Role)> = Vec::new();
        let mut see = |form: &str, jobs: u32, class: Option<u8>| {
            let term = vocabulary.find(form.as_bytes());
            if term != UNKNOWN {
                found.push((term, Role { jobs, class: class.unwrap_or_default() }));
            }
        };
        // The class of the verb wins over that of the noun: verbs come first, and the sort below keeps their order.
        for (lexicon, jobs) in [(verbs, job::VERB), (nouns, job::NOUN)] {
            for entry in &lexicon.entries {
                see(&entry.text, jobs, class_of(&lexicon.categories[entry.category]));
            }
        }
        for entry in &words.entries {
            let category = words.categories[entry.category].as_str();
            let jobs = CATEGORIES.iter().find(|(name, _)| *name == category).map_or(0, |&(_, jobs)| jobs);
            let class = (jobs == job::HEARSAY).then(|| class_of("doubting")).flatten();
            see(&entry.text, jobs, class);
        }
        for &(word, jobs) in SINGLE_WORDS {
            see(word, jobs, (jobs == job::ACCORDING).then(|| class_of("neutral")).flatten());
        }
        found.sort_by_key(|&(term, _)| term);
        Self::from_found(&found, vocabulary.len())
    }

    fn from_found(found: &[(u32, Role)], n_terms: usize) -> Self {
        let mut cues = Self { role_of: vec![0; n_terms], roles: vec![Role::default()] };
        for of_term in found.chunk_by(|a, b| a.0 == b.0) {
            let jobs = of_term.iter().fold(0, |jobs, (_, role)| jobs | role.jobs);
            let role = Role { jobs, class: of_term[0].1.class };
            let position = cues.roles.iter().position(|&it| it == role).unwrap_or_else(|| {
                cues.roles.push(role);
                cues.roles.len() - 1
            });
            // The lists make a few dozen roles; one beyond a byte would do nothing.
            cues.role_of[of_term[0].0 as usize] = u8::try_from(position).unwrap_or(0);
        }
        cues
    }

    /// What a token does; nothing where the vocabulary lacks it.
    pub(super) fn role(&self, token: &Token) -> Role {
        let position = self.role_of.get(token.term as usize).copied().unwrap_or(0);
        self.roles.get(usize::from(position)).copied().unwrap_or_default()
    }
}

#[cfg(test)]
pub(in crate::text) mod tests {
    use super::{CATEGORIES, CueLists, Cues, job};
    use crate::text::lexicon::Lexicon;
    use crate::text::{Token, Vocabulary};

    /// The cues of the lists that are compiled in.
    pub(in crate::text) fn cues(vocabulary: &Vocabulary) -> Cues {
        let parse = |content| Lexicon::parse("list", content).unwrap();
        let verbs = parse(include_str!("../../data/lexicons/report_verbs.csv"));
        let nouns = parse(include_str!("../../data/lexicons/report_nouns.csv"));
        let words = parse(include_str!("../../data/lexicons/attribution_words.csv"));
        Cues::new(CueLists { verbs: &verbs, nouns: &nouns, words: &words }, vocabulary)
    }

    #[test]
    fn a_word_has_all_its_jobs_and_the_class_of_its_verb() {
        let verbs = Lexicon::parse("v", "category,entry\ndoubting,claim\nneutral,said\n").unwrap();
        let nouns = Lexicon::parse("n", "category,entry\nneutral,claim\n").unwrap();
        let words = Lexicon::parse("w", "category,entry\nsubordinator,that\n").unwrap();
        let vocabulary = Vocabulary::from_forms([b"claim".as_slice(), b"that", b"dam"]);
        let cues = Cues::new(CueLists { verbs: &verbs, nouns: &nouns, words: &words }, &vocabulary);
        let role = |term| cues.role(&Token { start: 0, end: 0, term, is_quoted: false });
        assert_eq!((role(0).jobs, role(0).class), (job::VERB | job::NOUN, 0));
        assert_eq!(role(1).jobs, job::THAT | job::SUBORDINATOR);
        assert_eq!((role(2).jobs, role(super::UNKNOWN).jobs), (0, 0));
    }

    #[test]
    fn the_list_of_words_has_no_category_that_does_nothing() {
        let content = include_str!("../../data/lexicons/attribution_words.csv");
        let words = Lexicon::parse("attribution_words", content).unwrap();
        let known: Vec<&str> = CATEGORIES.iter().map(|&(name, _)| name).collect();
        assert_eq!(words.categories, known);
    }
}
