//! The features of a mention and their names.

/// Rules that find good and bad, in the order of their numbers.
pub const SIGNED: [&str; 17] = [
    "subject",
    "object",
    "passive",
    "agent",
    "noun",
    "owned",
    "head",
    "attribute",
    "predicate",
    "apposition",
    "named",
    "near",
    "contrast",
    "far",
    "verb",
    "speech",
    "sentence",
];
/// What else is looked at, yes or no.
pub const FLAGS: [&str; 17] = [
    "speaks", "attacks", "owner", "pronoun", "opens", "negation", "should", "about", "against", "by", "for",
    "like", "of", "place", "than", "to", "with",
];
/// The number of features: good and bad of each rule, then the flags.
pub const N_FEATURES: usize = 2 * SIGNED.len() + FLAGS.len();

/// Positions in [`SIGNED`].
pub(super) mod rule {
    pub(in crate::text::target) const SUBJECT: usize = 0;
    pub(in crate::text::target) const OBJECT: usize = 1;
    pub(in crate::text::target) const PASSIVE: usize = 2;
    pub(in crate::text::target) const AGENT: usize = 3;
    pub(in crate::text::target) const NOUN: usize = 4;
    pub(in crate::text::target) const OWNED: usize = 5;
    pub(in crate::text::target) const HEAD: usize = 6;
    pub(in crate::text::target) const ATTRIBUTE: usize = 7;
    pub(in crate::text::target) const PREDICATE: usize = 8;
    pub(in crate::text::target) const APPOSITION: usize = 9;
    pub(in crate::text::target) const NAMED: usize = 10;
    pub(in crate::text::target) const NEAR: usize = 11;
    pub(in crate::text::target) const CONTRAST: usize = 12;
    pub(in crate::text::target) const FAR: usize = 13;
    pub(in crate::text::target) const VERB: usize = 14;
    pub(in crate::text::target) const SPEECH: usize = 15;
    pub(in crate::text::target) const SENTENCE: usize = 16;
}

/// Positions in [`FLAGS`].
pub(super) mod flag {
    pub(in crate::text::target) const SPEAKS: usize = 0;
    pub(in crate::text::target) const ATTACKS: usize = 1;
    pub(in crate::text::target) const OWNER: usize = 2;
    pub(in crate::text::target) const PRONOUN: usize = 3;
    pub(in crate::text::target) const OPENS: usize = 4;
    pub(in crate::text::target) const NEGATION: usize = 5;
    pub(in crate::text::target) const SHOULD: usize = 6;
    pub(in crate::text::target) const ABOUT: usize = 7;
}

/// The most that one rule counts.
const MOST: f64 = 4.0;
/// The features of a mention.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Features {
    pub(super) values: [f64; N_FEATURES],
}

impl Features {
    /// The values: good and bad of each rule of [`SIGNED`] in turn, 0 to 4; then the [`FLAGS`], 0 or 1.
    #[must_use]
    pub fn values(&self) -> &[f64; N_FEATURES] {
        &self.values
    }

    /// The names of the values.
    pub fn names() -> impl Iterator<Item = String> {
        let signed = SIGNED.iter().flat_map(|name| [format!("{name}_good"), format!("{name}_bad")]);
        signed.chain(FLAGS.iter().map(|&name| name.to_owned()))
    }

    pub(super) fn add(&mut self, rule: usize, value: f64) {
        let place = 2 * rule + usize::from(value < 0.0);
        self.values[place] = (self.values[place] + value.abs()).min(MOST);
    }

    pub(super) fn raise(&mut self, flag: usize) {
        self.values[2 * SIGNED.len() + flag] = 1.0;
    }
}
