//! Which pairs of texts are worth a close look: those that share several kept shingles.

use super::Fingerprint;

/// Of the texts that share a shingle each is paired with so many of the first and of those right before it: the text
/// that a thousand outlets publish costs thousands of pairs, not half a million.
const PAIRED: usize = 4;
/// So many candidates of a text, those with most shared shingles, are looked at.
const MOST_CANDIDATES: usize = 6;
/// The share of the shorter text's kept shingles below which a pair cannot be a copy.
const LEAST_SHARE: f64 = 0.25;

/// A text and one before it that may hold the same passages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    /// The later text.
    pub later: u32,
    /// The earlier one.
    pub earlier: u32,
}

/// Finds the candidates.
///
/// # Shape
/// `order` names each text once, the first published first.
/// # Returns
/// Sorted by the later text in that order, then by the shared shingles, most first.
#[must_use]
pub fn candidates(fingerprints: &[Fingerprint], order: &[u32]) -> Vec<Candidate> {
    let mut pairs = pairs_by_shingle(fingerprints, order);
    pairs.sort_unstable();
    let size = |place: u32| fingerprints[order[place as usize] as usize].shingles.len();
    let mut found: Vec<(u32, usize, u32)> = Vec::new();
    for run in pairs.chunk_by(|a, b| a == b) {
        let (later, earlier) = run[0];
        let smaller = size(later).min(size(earlier));
        #[expect(clippy::cast_precision_loss, reason = "the shingles of one text")]
        let share = run.len() as f64 / smaller as f64;
        if share >= LEAST_SHARE {
            found.push((later, run.len(), earlier));
        }
    }
    found.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
    let best = found.chunk_by(|a, b| a.0 == b.0).flat_map(|run| run.iter().take(MOST_CANDIDATES));
    best.map(|&(later, _, earlier)| Candidate {
        later: order[later as usize],
        earlier: order[earlier as usize],
    })
    .collect()
}

/// One pair of places in `order` (the later first) a shared shingle.
fn pairs_by_shingle(fingerprints: &[Fingerprint], order: &[u32]) -> Vec<(u32, u32)> {
    let mut kept: Vec<(u64, u32)> = Vec::with_capacity(fingerprints.iter().map(|it| it.shingles.len()).sum());
    for (place, &text) in (0_u32..).zip(order) {
        kept.extend(fingerprints[text as usize].shingles.iter().map(|&shingle| (shingle, place)));
    }
    kept.sort_unstable();
    let mut pairs = Vec::new();
    for run in kept.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
        for (index, &(_, later)) in run.iter().enumerate().skip(1) {
            let near = index.saturating_sub(PAIRED).max(PAIRED.min(index));
            let earlier = run[..PAIRED.min(index)].iter().chain(&run[near..index]);
            pairs.extend(earlier.map(|&(_, earlier)| (later, earlier)));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::{Candidate, Fingerprint, candidates};

    fn print(shingles: &[u64]) -> Fingerprint {
        Fingerprint { shingles: shingles.to_vec(), n_words: 100 }
    }

    #[test]
    fn the_later_text_is_paired_with_the_earlier_one() {
        let texts = [print(&[1, 2, 3, 4]), print(&[1, 2, 3, 9]), print(&[2, 4, 9, 10]), print(&[])];
        let found = candidates(&texts, &[1, 0, 2, 3]);
        let pair = |later, earlier| Candidate { later, earlier };
        assert_eq!(found, [pair(0, 1), pair(2, 1), pair(2, 0)]);
    }

    #[test]
    fn a_text_that_is_everywhere_costs_no_square_of_pairs() {
        let texts = vec![print(&[1, 2, 3]); 2_000];
        let order: Vec<u32> = (0..2_000).collect();
        assert!(candidates(&texts, &order).len() <= 6 * 2_000);
    }
}
