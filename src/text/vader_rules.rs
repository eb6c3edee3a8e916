//! VADER's word table and the rules by which the words around a lexicon word change its valence.

use rustc_hash::FxHashMap;

const LEXICON: &str = include_str!("../../data/lexicons/vader.tsv");

const BOOST: f64 = 0.293;
const CAPITALS: f64 = 0.733;
const NEGATION: f64 = -0.74;
const NEVER_SO: f64 = 1.25;
/// What is left of a booster's effect one, two and three words before the word that it boosts.
const FADING: [f64; 3] = [1.0, 0.95, 0.9];

#[rustfmt::skip]
const NEGATIONS: &[&str] = &[
    "aint", "arent", "cannot", "cant", "couldnt", "darent", "didnt", "doesnt", "ain't", "aren't", "can't", "couldn't",
    "daren't", "didn't", "doesn't", "dont", "hadnt", "hasnt", "havent", "isnt", "mightnt", "mustnt", "neither", "don't",
    "hadn't", "hasn't", "haven't", "isn't", "mightn't", "mustn't", "neednt", "needn't", "never", "none", "nope", "nor",
    "not", "nothing", "nowhere", "oughtnt", "shant", "shouldnt", "uhuh", "wasnt", "werent", "oughtn't", "shan't",
    "shouldn't", "uh-uh", "wasn't", "weren't", "without", "wont", "wouldnt", "won't", "wouldn't", "rarely", "seldom",
    "despite",
];
#[rustfmt::skip]
const BOOSTERS: &[&str] = &[
    "absolutely", "amazingly", "awfully", "completely", "considerable", "considerably", "decidedly", "deeply", "effing",
    "enormous", "enormously", "entirely", "especially", "exceptional", "exceptionally", "extreme", "extremely",
    "fabulously", "flipping", "flippin", "frackin", "fracking", "fricking", "frickin", "frigging", "friggin", "fully",
    "fuckin", "fucking", "fuggin", "fugging", "greatly", "hella", "highly", "hugely", "incredible", "incredibly",
    "intensely", "major", "majorly", "more", "most", "particularly", "purely", "quite", "really", "remarkably", "so",
    "substantially", "thoroughly", "total", "totally", "tremendous", "tremendously", "uber", "unbelievably",
    "unusually", "utter", "utterly", "very",
];
#[rustfmt::skip]
const DAMPENERS: &[&str] = &[
    "almost", "barely", "hardly", "kinda", "kindof", "kind-of", "less", "little", "marginal", "marginally",
    "occasional", "occasionally", "partly", "scarce", "scarcely", "slight", "slightly", "somewhat", "sorta", "sortof",
    "sort-of",
];
/// Phrases that dampen; the reference keeps them among the words, but only pairs of words ever meet them.
const DAMPENING_PHRASES: &[&str] = &["just enough", "kind of", "sort of"];
/// The reference also lists `badass`, which its search for two and three words cannot find.
const IDIOMS: &[(&str, f64)] = &[
    ("the shit", 3.0),
    ("the bomb", 3.0),
    ("bad ass", 1.5),
    ("bus stop", 0.0),
    ("yeah right", -2.0),
    ("kiss of death", -1.5),
    ("to die for", 3.0),
    ("beating heart", 3.5),
];

/// A word's place in the [`WordTable`].
pub(super) type WordId = u16;
/// The id of all words that neither the lexicon nor a rule names.
pub(super) const UNKNOWN: WordId = 0;
/// The id of `but`.
pub(super) const BUT: WordId = 1;
const NEVER: WordId = 2;
const SO: WordId = 3;
const THIS: WordId = 4;
const WITHOUT: WordId = 5;
const DOUBT: WordId = 6;
const LEAST: WordId = 7;
const AT: WordId = 8;
const VERY: WordId = 9;
const NO: WordId = 10;
const OR: WordId = 11;
const NOR: WordId = 12;
const KIND: WordId = 13;
const OF: WordId = 14;
/// The words that rules name one by one, in the order of the ids above.
const NAMED: [&str; 14] = [
    "but", "never", "so", "this", "without", "doubt", "least", "at", "very", "no", "or", "nor", "kind", "of",
];

/// A word of up to 23 bytes in lower case, as three little-endian numbers filled up with zeros; the last byte is the
/// length, without which words that end in NUL would pass for shorter ones.
///
/// Numbers hash and compare in a few instructions, and bytes of the text become one without a buffer.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key(u64, u64, u64);

impl Key {
    const WIDTH: usize = 24;

    /// The key of the word at `start..end` of `bytes`; `None` for longer words.
    #[inline]
    fn new(bytes: &[u8], start: usize, end: usize) -> Option<Self> {
        let length = end - start;
        let part = |from: usize| match length.checked_sub(from) {
            None | Some(0) => 0,
            Some(rest) => lower_case(eight_bytes(bytes, start + from) & MASKS[rest.min(8)]),
        };
        (length < Self::WIDTH).then(|| Self(part(0), part(8), part(16) | (length as u64) << 56))
    }
}

/// The eight bytes at `at`, which must be a place in `bytes`, as a little-endian number; zeros follow the last byte.
#[inline]
pub(super) fn eight_bytes(bytes: &[u8], at: usize) -> u64 {
    match (bytes[at..].first_chunk(), bytes.last_chunk()) {
        (Some(eight), _) => u64::from_le_bytes(*eight),
        (None, Some(last)) => u64::from_le_bytes(*last) >> (8 * (at + 8 - bytes.len())),
        (None, None) => bytes[at..].iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)),
    }
}

/// Keeps the lowest 0 to 8 bytes of a number.
const MASKS: [u64; 9] = {
    let mut masks = [u64::MAX; 9];
    let mut bytes = 0;
    while bytes < 8 {
        masks[bytes] = (1 << (8 * bytes)) - 1;
        bytes += 1;
    }
    masks
};

/// Lower-cases the ASCII letters among eight bytes at once.
#[inline]
const fn lower_case(eight: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    let low = eight & !HIGH;
    // The high bit of each byte says: not before `A`, and after `Z`.
    let from_a = low + (0x80 - 0x41) * ONES;
    let after_z = low + (0x80 - 0x5b) * ONES;
    let is_upper = from_a & !after_z & !eight & HIGH;
    eight | (is_upper >> 2)
}

/// What the lexicon and the rules know of a word.
#[derive(Clone, Copy, Default)]
struct Word {
    valence: f64,
    /// 0 for words that are no boosters.
    boost: f64,
    is_in_lexicon: bool,
    is_negation: bool,
    is_in_phrase: bool,
}

/// Two or three words and what they are worth.
struct Phrase {
    words: Vec<WordId>,
    value: f64,
}

/// All words that the lexicon or a rule names, found with one look-up.
pub(super) struct WordTable {
    ids: FxHashMap<Key, WordId>,
    words: Vec<Word>,
    idioms: Vec<Phrase>,
    dampening: Vec<Phrase>,
}

impl WordTable {
    /// Builds the table from the embedded lexicon.
    pub(super) fn embedded() -> Result<Self, String> {
        let mut table = Self {
            ids: FxHashMap::default(),
            words: vec![Word::default()],
            idioms: Vec::new(),
            dampening: Vec::new(),
        };
        for word in NAMED {
            table.intern(word)?;
        }
        for (number, line) in table_lines("vader.tsv", LEXICON, "token\tvalence")? {
            let entry =
                line.split_once('\t').and_then(|(token, valence)| Some((token, valence.parse().ok()?)));
            let Some((token, valence)) = entry else {
                return Err(format!("vader.tsv, line {number}: not a token, a tab and a number: {line}"));
            };
            // Sought are words in lower case, so the reference never finds the few entries with capitals or spaces;
            // the only ones beyond ASCII are among them.
            if token.chars().any(|it| it.is_uppercase() || it.is_whitespace()) {
                continue;
            }
            let word = table.intern(token)?;
            word.valence = valence;
            word.is_in_lexicon = true;
        }
        for word in NEGATIONS {
            table.intern(word)?.is_negation = true;
        }
        for (words, boost) in [(BOOSTERS, BOOST), (DAMPENERS, -BOOST)] {
            for word in words {
                table.intern(word)?.boost = boost;
            }
        }
        for &(text, value) in IDIOMS {
            let phrase = table.phrase(text, value)?;
            table.idioms.push(phrase);
        }
        for text in DAMPENING_PHRASES {
            let phrase = table.phrase(text, -BOOST)?;
            table.dampening.push(phrase);
        }
        Ok(table)
    }

    fn intern(&mut self, word: &str) -> Result<&mut Word, String> {
        let key = Key::new(word.as_bytes(), 0, word.len()).filter(|_| word.is_ascii());
        let (Some(key), Ok(next)) = (key, WordId::try_from(self.words.len())) else {
            return Err(format!("{word}: not ASCII, not below {} bytes, or one word too many", Key::WIDTH));
        };
        let id = usize::from(*self.ids.entry(key).or_insert(next));
        if id == self.words.len() {
            self.words.push(Word::default());
        }
        Ok(&mut self.words[id])
    }

    fn phrase(&mut self, text: &str, value: f64) -> Result<Phrase, String> {
        let mut words = Vec::new();
        for word in text.split(' ') {
            self.intern(word)?.is_in_phrase = true;
            words.push(self.find(word.as_bytes(), 0, word.len()));
        }
        Ok(Phrase { words, value })
    }

    /// The id of the word at `start..end` of `bytes`, whatever its case.
    #[inline]
    pub(super) fn find(&self, bytes: &[u8], start: usize, end: usize) -> WordId {
        Key::new(bytes, start, end).and_then(|key| self.ids.get(&key)).copied().unwrap_or(UNKNOWN)
    }

    #[inline]
    pub(super) fn is_in_lexicon(&self, id: WordId) -> bool {
        self.words[usize::from(id)].is_in_lexicon
    }
}

/// The numbered lines after the header of an embedded table; none of them is a comment, for a token may begin with #.
pub(super) fn table_lines(
    name: &str,
    content: &'static str,
    header: &str,
) -> Result<impl Iterator<Item = (usize, &'static str)>, String> {
    let mut lines = content.lines().zip(1..).map(|(line, number)| (number, line));
    if !lines.any(|(_, line)| line == header) {
        return Err(format!("{name}: no line `{header}` between the comments and the table"));
    }
    Ok(lines)
}

/// A sentence whose words have been looked up.
pub(super) struct Words<'a> {
    pub(super) table: &'a WordTable,
    pub(super) text: &'a str,
    pub(super) ids: &'a [WordId],
    /// The byte ranges of the words.
    pub(super) spans: &'a [(usize, usize)],
}

impl Words<'_> {
    fn word(&self, at: usize) -> &Word {
        &self.table.words[usize::from(self.ids[at])]
    }

    fn token(&self, at: usize) -> &str {
        let (start, end) = self.spans[at];
        &self.text[start..end]
    }

    /// The valence of the word at `at` after all rules but that of `but`.
    pub(super) fn valence(&self, at: usize) -> f64 {
        let word = self.word(at);
        let next = self.ids.get(at + 1);
        if !word.is_in_lexicon || (self.ids[at] == KIND && next == Some(&OF)) {
            return 0.0;
        }
        let mut valence = word.valence;
        if self.ids[at] == NO && next.is_some_and(|&next| self.table.is_in_lexicon(next)) {
            valence = 0.0;
        }
        if self.follows_no(at) {
            valence = word.valence * NEGATION;
        }
        if self.is_emphasised(at) {
            valence += if valence > 0.0 { CAPITALS } else { -CAPITALS };
        }
        for distance in 1..=at.min(3) {
            if self.word(at - distance).is_in_lexicon {
                continue;
            }
            valence += self.boost(at - distance, valence) * FADING[distance - 1];
            valence = self.negate(valence, at, distance);
            if distance == 3 {
                valence = self.idioms(valence, at);
            }
        }
        let least =
            at > 0 && self.ids[at - 1] == LEAST && (at == 1 || !matches!(self.ids[at - 2], AT | VERY));
        if least { valence * NEGATION } else { valence }
    }

    fn follows_no(&self, at: usize) -> bool {
        let is = |distance: usize, id: WordId| at >= distance && self.ids[at - distance] == id;
        is(1, NO) || is(2, NO) || (is(3, NO) && (is(1, OR) || is(1, NOR)))
    }

    /// Whether a word is in capitals while others are not.
    fn is_emphasised(&self, at: usize) -> bool {
        is_upper(self.token(at)) && (0..self.ids.len()).any(|other| !is_upper(self.token(other)))
    }

    /// How much the word at `at` adds to a valence after it.
    fn boost(&self, at: usize, valence: f64) -> f64 {
        let boost = self.word(at).boost;
        if boost == 0.0 {
            return 0.0;
        }
        let signed = if valence < 0.0 { -boost } else { boost };
        match (self.is_emphasised(at), valence > 0.0) {
            (true, true) => signed + CAPITALS,
            (true, false) => signed - CAPITALS,
            (false, _) => signed,
        }
    }

    /// The valence of the word at `at` after a negation or intensifying `never` that stands `distance` words before it.
    fn negate(&self, valence: f64, at: usize, distance: usize) -> f64 {
        let first = self.ids[at - distance];
        let between = &self.ids[at - distance + 1..at];
        let is_so = |id: &WordId| matches!(*id, SO | THIS);
        // Without a `never`, a `so` or `this` right before the word is enough at the third distance: in the
        // reference `and` binds closer than the `or` before this condition.
        let intensifies = match distance {
            1 => false,
            2 => first == NEVER && is_so(&between[0]),
            _ => (first == NEVER && is_so(&between[0])) || is_so(&between[1]),
        };
        if intensifies {
            valence * NEVER_SO
        } else if (first == WITHOUT && between.contains(&DOUBT)) || !self.is_negation(at - distance) {
            valence
        } else {
            valence * NEGATION
        }
    }

    fn is_negation(&self, at: usize) -> bool {
        let token = self.token(at).as_bytes();
        self.word(at).is_negation || token.windows(3).any(|three| three.eq_ignore_ascii_case(b"n't"))
    }

    /// The valence after the idioms around the word at `at`, which has at least three words before it.
    fn idioms(&self, mut valence: f64, at: usize) -> f64 {
        // Almost all words leave here: a phrase needs two words in a row that some phrase has.
        let around = &self.ids[at - 3..(at + 2).min(self.ids.len())];
        let is_in_phrase = |id: &WordId| self.table.words[usize::from(*id)].is_in_phrase;
        if !around.windows(2).any(|pair| pair.iter().all(is_in_phrase)) {
            return valence;
        }
        let idiom = |from: usize, to: usize| find_phrase(&self.table.idioms, self.ids.get(from..to)?);
        let before = [(at - 1, at + 1), (at - 2, at + 1), (at - 2, at), (at - 3, at), (at - 3, at - 1)];
        if let Some(value) = before.into_iter().find_map(|(from, to)| idiom(from, to)) {
            valence = value;
        }
        // The longer of the phrases that begin at the word wins.
        if let Some(value) = idiom(at, at + 3).or_else(|| idiom(at, at + 2)) {
            valence = value;
        }
        for from in [at - 3, at - 2] {
            valence += find_phrase(&self.table.dampening, &self.ids[from..from + 2]).unwrap_or(0.0);
        }
        valence
    }
}

fn find_phrase(phrases: &[Phrase], words: &[WordId]) -> Option<f64> {
    phrases.iter().find(|phrase| phrase.words == words).map(|phrase| phrase.value)
}

/// Whether a word has letters with case and all of them are capitals: Python's `str.isupper`.
fn is_upper(word: &str) -> bool {
    let mut has_upper = false;
    for letter in word.chars() {
        if letter.is_uppercase() {
            has_upper = true;
        } else if letter.is_lowercase() || letter.to_lowercase().next() != Some(letter) {
            // The latter are the title-case digraphs, such as U+01C5, which are neither upper nor lower case.
            return false;
        }
    }
    has_upper
}
