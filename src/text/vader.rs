//! VADER: the sentiment of a sentence from a lexicon and rules for boosters, negation, capitals and punctuation.
//!
//! # Source
//! C.J. Hutto and E.E. Gilbert (2014). VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media
//! Text. ICWSM-14. What counts is the code of the Python package vaderSentiment 3.3.2, with its quirks; its list of
//! idioms without lexicon words is not used there and not here.
//!
//! # Checked against
//! vaderSentiment 3.3.2 on Python 3.11: all four printed figures of 10,476 texts and of `tests/fixtures/vader/`.

// Here and not in `mod.rs`, because nobody else needs it; the path, because a folder `vader/` beside `vader.rs` would
// break the house's rule on module files.
#[path = "vader_rules.rs"]
mod rules;

use rules::{BUT, WordId, WordTable, Words, eight_bytes, table_lines};
use rustc_hash::FxHashMap;

const EMOJI: &str = include_str!("../../data/lexicons/vader_emoji.tsv");

const EXCLAMATION: f64 = 0.292;
const QUESTION: f64 = 0.18;
const MANY_QUESTIONS: f64 = 0.96;
const BEFORE_BUT: f64 = 0.5;
const AFTER_BUT: f64 = 1.5;
/// The square of the sum of valences at which the compound score is 1/√2.
const NORMALISATION: f64 = 15.0;

/// The sentiment of a sentence, not rounded; the reference prints three digits, and four of the compound score.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct VaderScores {
    /// The share of negative words, weighted by their valence; 0 to 1.
    pub neg: f64,
    /// The share of words without sentiment; 0 to 1.
    pub neu: f64,
    /// The share of positive words, weighted by their valence; 0 to 1.
    pub pos: f64,
    /// The sum of valences, normalised to -1 to 1.
    pub compound: f64,
}

/// A word that gave a sentence some of its sentiment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contribution {
    /// The first byte of the word in the sentence.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// Its valence after all rules; never 0.
    pub sentiment: f64,
}

/// Buffers that [`Vader::score`] uses again for each sentence, and what it found in the last one.
#[derive(Debug, Default)]
pub struct VaderScratch {
    ids: Vec<WordId>,
    spans: Vec<(usize, usize)>,
    /// The positions of the words that the lexicon has.
    hits: Vec<usize>,
    contributions: Vec<Contribution>,
    described: String,
    descriptions: Vec<Description>,
}

impl VaderScratch {
    /// The words that gave the last sentence its sentiment, in its order.
    ///
    /// A word of an emoji's description stands for the whole emoji, so an emoji can contribute more than once.
    #[must_use]
    pub fn contributions(&self) -> &[Contribution] {
        &self.contributions
    }
}

/// An emoji of a sentence and the words that took its place.
#[derive(Clone, Copy, Debug)]
struct Description {
    start: usize,
    end: usize,
    emoji_start: usize,
    emoji_end: usize,
}

/// The scorer: the lexicon, the rules' words and the emoji.
pub struct Vader {
    table: WordTable,
    emoji: FxHashMap<char, &'static str>,
}

impl Vader {
    /// Builds the scorer from the tables in the program.
    ///
    /// # Errors
    /// A sentence that names the table, the line and what is wrong there, which only a changed table can cause.
    pub fn embedded() -> Result<Self, String> {
        let mut emoji = FxHashMap::default();
        for (number, line) in table_lines("vader_emoji.tsv", EMOJI, "emoji\tdescription")? {
            let Some((sign, description)) = line.split_once('\t') else {
                return Err(format!("vader_emoji.tsv, line {number}: no tab: {line}"));
            };
            // The reference looks single characters up, so it never finds longer sequences.
            let mut characters = sign.chars();
            if let (Some(character), None) = (characters.next(), characters.next()) {
                if character.is_ascii() {
                    return Err(format!(
                        "vader_emoji.tsv, line {number}: ASCII is not searched for emoji: {line}"
                    ));
                }
                emoji.insert(character, description);
            }
        }
        Ok(Self { table: WordTable::embedded()?, emoji })
    }

    /// Scores a sentence and leaves the words that mattered in `scratch`.
    ///
    /// # Returns
    /// All 0 for a text without words; for words without sentiment `neu` is 1 and all else 0.
    ///
    /// # Example
    /// ```
    /// use parallax::text::vader::{Vader, VaderScratch};
    ///
    /// let vader = Vader::embedded()?;
    /// let mut scratch = VaderScratch::default();
    /// let scores = vader.score("The talks were not very good.", &mut scratch);
    /// assert_eq!(format!("{:.4}", scores.compound), "-0.3865");
    /// assert_eq!(scratch.contributions()[0].start, 24);
    /// # Ok::<(), String>(())
    /// ```
    pub fn score(&self, sentence: &str, scratch: &mut VaderScratch) -> VaderScores {
        let VaderScratch { ids, spans, hits, contributions, described, descriptions } = scratch;
        contributions.clear();
        let text =
            if self.describe(sentence, described, descriptions) { described.as_str() } else { sentence };
        ids.clear();
        spans.clear();
        hits.clear();
        split(text, |span, is_ascii| {
            let id = self.find(text, span, is_ascii);
            if self.table.is_in_lexicon(id) {
                hits.push(ids.len());
            }
            ids.push(id);
            spans.push(span);
        });
        if hits.is_empty() {
            return VaderScores { neu: if ids.is_empty() { 0.0 } else { 1.0 }, ..VaderScores::default() };
        }
        let words = Words { table: &self.table, text, ids, spans };
        for &at in hits.iter() {
            let sentiment = words.valence(at);
            if sentiment != 0.0 {
                let (start, end) = spans[at];
                contributions.push(Contribution { start, end, sentiment });
            }
        }
        if let Some(at) = ids.iter().position(|&id| id == BUT) {
            weigh_around_but(contributions, spans[at].0);
        }
        for it in contributions.iter_mut().filter(|_| !descriptions.is_empty()) {
            (it.start, it.end) = range_in_sentence(descriptions, it.start, it.end);
        }
        totals(contributions, ids.len(), emphasis(text))
    }

    fn find(&self, text: &str, (start, end): (usize, usize), is_ascii: bool) -> WordId {
        // The Kelvin sign is the one character beyond ASCII that lower case makes ASCII.
        if !is_ascii && text[start..end].chars().any(|it| it == '\u{212a}') {
            let word = text[start..end].replace('\u{212a}', "k");
            return self.table.find(word.as_bytes(), 0, word.len());
        }
        self.table.find(text.as_bytes(), start, end)
    }

    /// Writes the sentence with words in place of its emoji; `false` if it has none.
    fn describe(&self, sentence: &str, described: &mut String, descriptions: &mut Vec<Description>) -> bool {
        descriptions.clear();
        described.clear();
        let (mut copied, mut at) = (0, 0);
        while let Some((emoji_start, character)) = next_beyond_ascii(sentence, at) {
            at = emoji_start + character.len_utf8();
            let Some(words) = self.emoji.get(&character) else { continue };
            described.push_str(&sentence[copied..emoji_start]);
            copied = at;
            // No blank follows, as in the reference: words right after an emoji merge with its last word.
            if !described.is_empty() && !described.ends_with(' ') {
                described.push(' ');
            }
            let start = described.len();
            described.push_str(words);
            descriptions.push(Description { start, end: described.len(), emoji_start, emoji_end: copied });
        }
        if descriptions.is_empty() {
            return false;
        }
        described.push_str(&sentence[copied..]);
        true
    }
}

/// The first character beyond ASCII at or after byte `at`, and its place.
#[inline]
fn next_beyond_ascii(text: &str, mut at: usize) -> Option<(usize, char)> {
    let bytes = text.as_bytes();
    while at < bytes.len() {
        let beyond = eight_bytes(bytes, at) & HIGH_BITS;
        if beyond != 0 {
            at += (beyond.trailing_zeros() / 8) as usize;
            return text.get(at..)?.chars().next().map(|character| (at, character));
        }
        at += 8;
    }
    None
}

const HIGH_BITS: u64 = 0x8080_8080_8080_8080;

/// Calls `take` for each word between blanks, with its byte range and whether it is ASCII.
#[inline]
fn split(text: &str, mut take: impl FnMut((usize, usize), bool)) {
    let bytes = text.as_bytes();
    let (mut start, mut at, mut is_ascii) = (0, 0, true);
    while at < bytes.len() {
        // Letters, digits and punctuation are passed eight at a time; of what stops here nearly all are blanks.
        let stops = stops_in(eight_bytes(bytes, at));
        if stops == 0 {
            at += 8;
            continue;
        }
        at += (stops.trailing_zeros() / 8) as usize;
        let character = text.get(at..).and_then(|rest| rest.chars().next());
        let width = character.map_or(1, char::len_utf8);
        if character.is_none_or(is_blank) {
            if start < at {
                take(strip_punctuation(text, (start, at), is_ascii), is_ascii);
            }
            (start, is_ascii) = (at + width, true);
        } else {
            is_ascii &= width == 1;
        }
        at += width;
    }
    if start < bytes.len() {
        take(strip_punctuation(text, (start, bytes.len()), is_ascii), is_ascii);
    }
}

/// Where Python's `str.split` splits: also at the separators 1C to 1F, which Unicode does not count as white space.
fn is_blank(character: char) -> bool {
    character == ' ' || character.is_whitespace() || matches!(character, '\u{1c}'..='\u{1f}')
}

/// The high bits of those of eight bytes that may be blank or part of a blank: below 21 or beyond ASCII. Only the
/// lowest is sure, for its subtraction may borrow from the bytes above it.
#[inline]
const fn stops_in(eight: u64) -> u64 {
    (eight.wrapping_sub(0x2121_2121_2121_2121) | eight) & HIGH_BITS
}

/// A word without the punctuation around it, but as it was where at most two characters would be left: an emoticon.
fn strip_punctuation(text: &str, (start, end): (usize, usize), is_ascii: bool) -> (usize, usize) {
    let bytes = text.as_bytes();
    let (mut from, mut to) = (start, end);
    while from < to && bytes[from].is_ascii_punctuation() {
        from += 1;
    }
    while from < to && bytes[to - 1].is_ascii_punctuation() {
        to -= 1;
    }
    let is_short = if is_ascii { to - from <= 2 } else { text[from..to].chars().nth(2).is_none() };
    if is_short { (start, end) } else { (from, to) }
}

/// Halves what stands before the first `but` and raises what stands after it.
///
/// The reference looks for each sentiment's place by its value, so of equal sentiments the first may be changed twice
/// and others not at all.
fn weigh_around_but(contributions: &mut [Contribution], but_start: usize) {
    for at in 0..contributions.len() {
        let sentiment = contributions[at].sentiment;
        let same = |it: &Contribution| it.sentiment.to_bits() == sentiment.to_bits();
        let first = contributions.iter().position(same).unwrap_or(at);
        let weight = if contributions[first].start < but_start { BEFORE_BUT } else { AFTER_BUT };
        contributions[first].sentiment = sentiment * weight;
    }
}

/// Where words of the described sentence stand in the sentence itself.
fn range_in_sentence(descriptions: &[Description], start: usize, end: usize) -> (usize, usize) {
    let before = |place: usize| descriptions[..descriptions.partition_point(|it| it.start < place)].last();
    let from = match before(start + 1) {
        Some(it) if start < it.end => it.emoji_start,
        Some(it) => it.emoji_end + (start - it.end),
        None => start,
    };
    let to = match before(end) {
        Some(it) if end <= it.end => it.emoji_end,
        Some(it) => it.emoji_end + (end - it.end),
        None => end,
    };
    (from, to)
}

/// What exclamation and question marks add to a sentence's sentiment.
fn emphasis(text: &str) -> f64 {
    // Counts that fit in a byte add up sixteen lanes at a time; wider ones took a twentieth of all time.
    let count_in = |part: &[u8], mark: u8| part.iter().map(|&byte| u8::from(byte == mark)).sum::<u8>();
    let count =
        |mark| text.as_bytes().chunks(255).map(|part| usize::from(count_in(part, mark))).sum::<usize>();
    let exclamations = count(b'!').min(4) as f64 * EXCLAMATION;
    let questions = match count(b'?') {
        0 | 1 => 0.0,
        n @ (2 | 3) => n as f64 * QUESTION,
        _ => MANY_QUESTIONS,
    };
    exclamations + questions
}

fn totals(contributions: &[Contribution], n_words: usize, emphasis: f64) -> VaderScores {
    let (mut sum, mut pos, mut neg): (f64, f64, f64) = (0.0, 0.0, 0.0);
    for &Contribution { sentiment, .. } in contributions {
        sum += sentiment;
        // The 1 makes up for the neutral words, each of which counts 1.
        if sentiment > 0.0 {
            pos += sentiment + 1.0;
        } else {
            neg += sentiment - 1.0;
        }
    }
    if sum > 0.0 {
        sum += emphasis;
    } else if sum < 0.0 {
        sum -= emphasis;
    }
    if pos > -neg {
        pos += emphasis;
    } else if pos < -neg {
        neg -= emphasis;
    }
    let neu = (n_words - contributions.len()) as f64;
    let neg = neg.abs();
    let total = pos + neg + neu;
    let compound = (sum / (sum * sum + NORMALISATION).sqrt()).clamp(-1.0, 1.0);
    VaderScores { neg: neg / total, neu: neu / total, pos: pos / total, compound }
}

#[cfg(test)]
mod tests {
    use super::{Vader, VaderScores, VaderScratch};

    /// The scores as the reference prints them, and the words that contribute.
    fn score(sentence: &str) -> (String, Vec<&str>) {
        let mut scratch = VaderScratch::default();
        let VaderScores { neg, neu, pos, compound } =
            Vader::embedded().unwrap().score(sentence, &mut scratch);
        let words = scratch.contributions().iter().map(|it| &sentence[it.start..it.end]).collect();
        (format!("{neg:.3} {neu:.3} {pos:.3} {compound:.4}"), words)
    }

    fn assert_scores(sentence: &str, expected: &str, words: &[&str]) {
        assert_eq!(score(sentence), (expected.to_owned(), words.to_vec()), "{sentence:?}");
    }

    #[test]
    fn text_without_words_scores_nothing_and_punctuation_is_a_neutral_word() {
        assert_scores("", "0.000 0.000 0.000 0.0000", &[]);
        assert_scores("?!...", "0.000 1.000 0.000 0.0000", &[]);
    }

    #[test]
    fn capitals_negation_and_never_so_change_a_valence() {
        assert_scores("The new ferry is GOOD.", "0.000 0.524 0.476 0.5622", &["GOOD"]);
        assert_scores("The bridge was not very safe.", "0.344 0.656 0.000 -0.3865", &["safe"]);
        assert_scores("It was never so good.", "0.000 0.475 0.525 0.6626", &["good"]);
    }

    #[test]
    fn equal_sentiments_around_but_are_weighed_by_the_place_of_the_first() {
        assert_scores("Good good but good.", "0.000 0.114 0.886 0.7750", &["Good", "good", "good"]);
    }

    #[test]
    fn an_emoji_counts_by_its_description_and_merges_with_the_word_after_it() {
        assert_scores("I ❤ this pier", "0.000 0.488 0.512 0.6369", &["❤"]);
        assert_scores("The choir sang😀well", "0.000 0.615 0.385 0.3612", &["😀"]);
        assert_scores("I am ❤broken", "0.589 0.411 0.000 -0.6486", &["❤broken"]);
        assert_scores("😀but😢", "0.408 0.263 0.329 -0.1531", &["😀", "😢"]);
    }
}
