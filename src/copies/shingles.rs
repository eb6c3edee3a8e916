//! Shingles: runs of eight words as numbers, and the few of them that stand for a text when copies are looked for.

use super::ByteRange;
use crate::text::{RangeWalk, Vocabulary, next_token, normalise, scatter};

/// The words of a shingle: news writers share runs of five words by chance and custom, hardly ever eight.
pub(super) const SHINGLE: usize = 8;
/// One shingle of each run of this many is kept, the smallest: a copied passage of `SHINGLE + WINDOW - 1` words has one
/// kept in both texts.
const WINDOW: usize = 12;

/// The words of a text as numbers, with their places.
#[derive(Clone, Debug, Default)]
pub(super) struct WordNumbers {
    pub(super) numbers: Vec<u64>,
    pub(super) spans: Vec<ByteRange>,
}

impl WordNumbers {
    /// Walks a text; words that begin inside `left_out` (sorted ranges) do not count.
    pub(super) fn read(&mut self, text: &str, left_out: &[ByteRange]) {
        self.numbers.clear();
        self.spans.clear();
        let mut form = Vec::new();
        let mut left_out = RangeWalk::new(left_out);
        let mut at = 0;
        while let Some(span) = next_token(text, at) {
            at = span.end;
            let (Ok(start), Ok(end)) = (u32::try_from(span.start), u32::try_from(span.end)) else { return };
            if left_out.holds(span.start) {
                continue;
            }
            normalise(&text[span.start..span.end], span.is_ascii, &mut form);
            self.numbers.push(number(&form));
            self.spans.push((start, end));
        }
    }

    /// The numbers of all shingles, in the order of the text; none for a text of fewer words.
    pub(super) fn shingles(&self) -> impl Iterator<Item = u64> + '_ {
        shingles(&self.numbers)
    }
}

/// The numbers of all runs of [`SHINGLE`] words.
pub(super) fn shingles(numbers: &[u64]) -> impl Iterator<Item = u64> {
    numbers.windows(SHINGLE).map(|words| words.iter().fold(0, |all, &word| mix(all ^ word)))
}

/// The number of each word of a vocabulary, for [`fingerprint`].
#[must_use]
pub fn numbers(vocabulary: &Vocabulary) -> Vec<u64> {
    vocabulary.ids().map(|id| number(vocabulary.bytes(id))).collect()
}

/// A form as a number; two forms share one with a chance of one in 2^64.
pub(super) fn number(form: &[u8]) -> u64 {
    let (chunks, rest) = form.as_chunks::<8>();
    let start = mix(form.len() as u64);
    let all = chunks.iter().fold(start, |all, chunk| mix(all ^ u64::from_le_bytes(*chunk)));
    rest.iter().fold(all, |all, &byte| mix(all ^ u64::from(byte)))
}

/// Scatters the bits of a number, 0 included.
pub(super) fn mix(number: u64) -> u64 {
    scatter(number.wrapping_add(0x9E37_79B9_7F4A_7C15))
}

/// What stands for a text in the search for copies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fingerprint {
    /// The kept shingles, sorted, each once.
    pub shingles: Vec<u64>,
    /// The words of the text that count.
    pub n_words: u32,
}

/// The fingerprint of a text, from the [`numbers`] of its words.
///
/// # Source
/// Broder (1997), On the resemblance and containment of documents; Schleimer, Wilkerson & Aiken (2003), Winnowing.
#[must_use]
pub fn fingerprint(words: &[u64]) -> Fingerprint {
    let all: Vec<u64> = shingles(words).collect();
    let mut shingles = least_of_windows(&all);
    shingles.sort_unstable();
    shingles.dedup();
    shingles.shrink_to_fit();
    Fingerprint { shingles, n_words: u32::try_from(words.len()).unwrap_or(u32::MAX) }
}

/// The smallest number of each run of [`WINDOW`], each place once; of fewer numbers the smallest.
fn least_of_windows(numbers: &[u64]) -> Vec<u64> {
    let size = WINDOW.min(numbers.len()).max(1);
    let mut kept = Vec::with_capacity(numbers.len() / 4);
    // The place of the smallest is kept from one window to the next, so that few windows are walked.
    let mut least: Option<usize> = None;
    for start in 0..(numbers.len() + 1).saturating_sub(size) {
        let last = start + size - 1;
        let found = match least.filter(|&at| at >= start) {
            Some(at) if numbers[at] <= numbers[last] => at,
            Some(_) => last,
            None => (start..=last).min_by_key(|&at| numbers[at]).unwrap_or(start),
        };
        if least != Some(found) {
            kept.push(numbers[found]);
            least = Some(found);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{ByteRange, Fingerprint, SHINGLE, WINDOW, WordNumbers};
    use proptest::prelude::*;

    fn words(from: usize, n: usize) -> String {
        (from..from + n).map(|word| format!("w{word}")).collect::<Vec<_>>().join(" ")
    }

    fn fingerprint(text: &str, left_out: &[ByteRange]) -> Fingerprint {
        let mut words = WordNumbers::default();
        words.read(text, left_out);
        super::fingerprint(&words.numbers)
    }

    proptest! {
        #[test]
        fn a_long_enough_passage_leaves_a_mark_in_both_texts(before in 0..40_usize, behind in 0..40_usize) {
            let passage = words(1_000, SHINGLE + WINDOW - 1);
            let one = fingerprint(&format!("{} {passage} {}", words(0, before), words(100, behind)), &[]);
            let other = fingerprint(&format!("{} {passage}", words(200, 31)), &[]);
            prop_assert!(one.shingles.iter().any(|it| other.shingles.contains(it)));
        }
    }

    #[test]
    fn what_is_left_out_leaves_no_mark_and_short_texts_have_none() {
        let text = format!("{} {}", words(0, 30), words(100, 30));
        let end = u32::try_from(words(0, 30).len()).unwrap();
        let without = fingerprint(&text, &[(0, end)]);
        assert_eq!(without, fingerprint(&words(100, 30), &[]));
        assert_eq!(fingerprint("Seven words are not enough for one.", &[]).shingles.len(), 0);
        assert_eq!(fingerprint("A B c d E f g h", &[]), fingerprint("a b, c: d e f g h!", &[]));
    }
}
