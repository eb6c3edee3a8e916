//! What two texts share, to the byte.

use super::ByteRange;
use super::shingles::{SHINGLE, WordNumbers, shingles};

/// What two texts share.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overlap {
    /// The share of the one text's words that stand in passages of the other, 0 to 1.
    pub share: f64,
    /// The same of the other text.
    pub other_share: f64,
    /// How many words of the one text stand in such passages.
    pub n_words: u32,
    /// The passages of the one text, from the first to the last byte of their words, sorted.
    pub ranges: Vec<ByteRange>,
    /// The passages of the other text.
    pub other_ranges: Vec<ByteRange>,
}

/// A text is a copy of another from this share of the shorter one's words on. On labelled pairs, those that are copies
/// share 0.78 and more, articles that merely report the same event 0.56 and less (docs/validation.md).
const LEAST_SHARE: f64 = 0.65;
/// Passages of fewer words than this in all make no copy.
const FEWEST_WORDS: u32 = 20;
/// From this share on a text is a copy even if it is nothing but a quotation (a speech, a letter).
const SHARE_OF_SPEECH: f64 = 0.95;

impl Overlap {
    /// Whether the one text is a copy of the other, or holds it, as far as this overlap tells; `own` is that of the words
    /// outside quotations, as two outlets that quote one speech at length copy nothing from each other.
    #[must_use]
    pub fn is_copy(&self, own: impl FnOnce() -> Self) -> bool {
        let holds =
            |share: f64, it: &Self| it.share.max(it.other_share) >= share && it.n_words >= FEWEST_WORDS;
        holds(LEAST_SHARE, self) && (holds(SHARE_OF_SPEECH, self) || holds(LEAST_SHARE, &own()))
    }
}

/// The passages of at least eight words that stand in both texts, without the ranges `left_out` of each.
///
/// Case, punctuation and white space do not matter.
#[must_use]
pub fn overlap(
    (one, one_left_out): (&str, &[ByteRange]),
    (other, other_left_out): (&str, &[ByteRange]),
) -> Overlap {
    let (mut words, mut other_words) = (WordNumbers::default(), WordNumbers::default());
    words.read(one, one_left_out);
    other_words.read(other, other_left_out);
    let shingles: Vec<u64> = words.shingles().collect();
    let other_shingles: Vec<u64> = other_words.shingles().collect();
    let (n_words, ranges) = covered(&words, &shingles, &sorted(&other_shingles));
    let (n_other, other_ranges) = covered(&other_words, &other_shingles, &sorted(&shingles));
    let share = |n: u32, of: usize| if of == 0 { 0.0 } else { f64::from(n) / of as f64 };
    Overlap {
        share: share(n_words, words.numbers.len()),
        other_share: share(n_other, other_words.numbers.len()),
        n_words,
        ranges,
        other_ranges,
    }
}

fn sorted(shingles: &[u64]) -> Vec<u64> {
    let mut shingles = shingles.to_vec();
    shingles.sort_unstable();
    shingles
}

/// How many words stand in shingles that the other text has too, and their passages.
fn covered(words: &WordNumbers, shingles: &[u64], other: &[u64]) -> (u32, Vec<ByteRange>) {
    let runs = runs(shingles, other);
    let bytes = |&(start, end): &(usize, usize)| (words.spans[start].0, words.spans[end - 1].1);
    (n_words(&runs), runs.iter().map(bytes).collect())
}

/// The runs of words, from the first to the one after the last, that shingles cover which are also among `other`, sorted.
fn runs(shingles: &[u64], other: &[u64]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, shingle) in shingles.iter().enumerate() {
        if other.binary_search(shingle).is_err() {
            continue;
        }
        match runs.last_mut() {
            Some(run) if at <= run.1 => run.1 = at + SHINGLE,
            _ => runs.push((at, at + SHINGLE)),
        }
    }
    runs
}

fn n_words(runs: &[(usize, usize)]) -> u32 {
    u32::try_from(runs.iter().map(|(start, end)| end - start).sum::<usize>()).unwrap_or(u32::MAX)
}

/// The shingles of a text, to tell without its places whether another can be a copy of it, or it of the other.
#[derive(Clone, Debug)]
pub struct Shingled {
    n_words: usize,
    shingles: Vec<u64>,
    sorted: Vec<u64>,
}

impl Shingled {
    /// The shingles of a text, from the numbers of its words that count.
    #[must_use]
    pub fn new(numbers: &[u64]) -> Self {
        let shingles: Vec<u64> = shingles(numbers).collect();
        Self { n_words: numbers.len(), sorted: sorted(&shingles), shingles }
    }

    /// Whether [`overlap`] of this text and another can be that of a copy: [`Overlap::is_copy`], quotations not looked at.
    #[must_use]
    pub fn may_be_copy(&self, other: &Self) -> bool {
        let (n, n_other) =
            (n_words(&runs(&self.shingles, &other.sorted)), n_words(&runs(&other.shingles, &self.sorted)));
        let share = |n: u32, of: usize| if of == 0 { 0.0 } else { f64::from(n) / of as f64 };
        n >= FEWEST_WORDS && share(n, self.n_words).max(share(n_other, other.n_words)) >= LEAST_SHARE
    }
}

#[cfg(test)]
mod tests {
    use super::{Overlap, Shingled, WordNumbers, overlap};

    fn shingled(text: &str) -> Shingled {
        let mut words = WordNumbers::default();
        words.read(text, &[]);
        Shingled::new(&words.numbers)
    }

    #[test]
    fn passages_are_known_to_the_byte() {
        let wire = "The port of Lasker was closed on Monday after a crane fell into the basin.";
        let article = format!("By our reporter. {} Nobody was hurt, we learned.", wire.to_uppercase());
        let found = overlap((&article, &[]), (wire, &[]));
        assert_eq!(found.other_ranges, [(0, 73)]);
        let (start, end) = found.ranges[0];
        assert_eq!(&article[start as usize..end as usize], wire.to_uppercase().trim_end_matches('.'));
        assert_eq!((found.ranges.len(), found.n_words), (1, 15));
        assert!((found.other_share - 1.0).abs() < 1e-12 && (found.share - 15.0 / 23.0).abs() < 1e-12);
    }

    #[test]
    fn what_may_be_a_copy_is_told_without_the_places() {
        let words = |from: usize, n: usize| (from..from + n).map(|it| format!("w{it} ")).collect::<String>();
        for (one, other) in [
            (words(0, 30), words(0, 30)),
            (words(0, 30), words(0, 300)),
            (words(0, 300), words(10, 19)),
            (words(0, 30), words(12, 30)),
            (words(0, 30), words(9, 60)),
            (words(0, 30), String::new()),
        ] {
            let found = overlap((&one, &[]), (&other, &[]));
            let is_copy = found.is_copy(|| found.clone());
            assert_eq!(shingled(&one).may_be_copy(&shingled(&other)), is_copy, "{one}| {other}");
        }
    }

    #[test]
    fn a_shared_quotation_makes_no_copy() {
        let of = |share: f64| Overlap { share, n_words: 50, ..Overlap::default() };
        assert!(of(0.7).is_copy(|| of(0.8)) && !of(0.7).is_copy(|| of(0.2)) && !of(0.6).is_copy(|| of(0.9)));
        assert!(of(1.0).is_copy(Overlap::default), "a speech printed whole");
        assert!(!Overlap { n_words: 19, ..of(1.0) }.is_copy(Overlap::default));
    }

    #[test]
    fn an_edit_parts_a_passage_in_two() {
        let one = "a b c d e f g h i j k l m n o p q r s t";
        let other = "a b c d e f g h i j X l m n o p q r s t";
        let found = overlap((one, &[]), (other, &[]));
        let passages: Vec<&str> =
            found.ranges.iter().map(|&(start, end)| &one[start as usize..end as usize]).collect();
        assert_eq!(passages, ["a b c d e f g h i j", "l m n o p q r s t"]);
        assert_eq!(found.n_words, 19);
    }

    #[test]
    fn texts_that_share_nothing_overlap_in_nothing() {
        let found = overlap(("one two three", &[]), ("", &[]));
        assert_eq!((found.share, found.n_words, found.ranges.len()), (0.0, 0, 0));
    }
}
