//! The draw: of each stratum a simple random sample, of the same size where there is enough.

use super::passages::{Frame, Passage};
use crate::stats::random::Stream;
use std::collections::BTreeSet;

/// The letters of ids: no vowel, so that no word and no number comes of them, and no spreadsheet changes them.
const LETTERS: &[u8] = b"bcdfghjkmnpqrstvwxz";

/// The letters of an id.
const ID_LENGTH: usize = 6;

/// The fewest of a stratum: of one alone nobody can say how sure it is.
const FEWEST: usize = 2;

/// A passage that was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The id on the sheet, which tells nothing.
    pub id: String,
    /// The passage.
    pub passage: Passage,
    /// How many sentences its stratum has.
    pub size: usize,
    /// How many of them were drawn.
    pub n: usize,
}

/// Draws about `n` passages, in random order.
///
/// # Errors
/// How many are needed, where `n` gives some stratum fewer than two.
pub fn draw(frame: &Frame, n: usize, (seed, target): (u64, &str)) -> Result<Vec<Drawn>, usize> {
    let sizes = frame.sizes();
    let needed = sizes.iter().map(|&size| size.min(FEWEST)).sum();
    if n < needed {
        return Err(needed);
    }
    let shares = shares(&sizes, n);
    let mut members: Vec<Vec<Passage>> = vec![Vec::new(); sizes.len()];
    frame.passages.iter().for_each(|passage| members[frame.stratum(passage)].push(*passage));
    let mut drawn = Vec::new();
    for (stratum, mut members) in members.into_iter().enumerate() {
        let outlet = frame.outlets.get(stratum / 2).map_or("", String::as_str);
        let kind = if stratum % 2 == 1 { "matched" } else { "unmatched" };
        Stream::new(seed, &["sample", target, outlet, kind]).shuffle(&mut members);
        let size = members.len();
        members.truncate(shares[stratum]);
        drawn.extend(members.into_iter().map(|passage| (passage, size, shares[stratum])));
    }
    // Sorted first, so that the order hangs on the passages alone.
    drawn.sort_by_key(|(passage, ..)| (passage.article, passage.sentence));
    Stream::new(seed, &["sample", target, "order"]).shuffle(&mut drawn);
    let (mut stream, mut given) = (Stream::new(seed, &["sample", target, "ids"]), BTreeSet::new());
    let with_id = |(passage, size, n)| Drawn { id: new_id(&mut stream, &mut given), passage, size, n };
    Ok(drawn.into_iter().map(with_id).collect())
}

fn new_id(stream: &mut Stream, given: &mut BTreeSet<String>) -> String {
    loop {
        let letter = |_| char::from(LETTERS[stream.index(LETTERS.len())]);
        let id: String = (0..ID_LENGTH).map(letter).collect();
        if given.insert(id.clone()) {
            return id;
        }
    }
}

/// How many are drawn of each stratum: alike, but what a small stratum lacks goes to the others.
fn shares(sizes: &[usize], n: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|&at| (sizes[at], at));
    let (mut shares, mut left) = (vec![0; sizes.len()], n);
    for (done, &at) in order.iter().enumerate() {
        // What cannot be parted evenly goes to the larger strata, which come last.
        shares[at] = sizes[at].min(left / (order.len() - done));
        left -= shares[at];
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::shares;

    #[test]
    fn strata_get_alike_and_small_ones_all_they_have() {
        assert_eq!(shares(&[100, 100, 100, 100], 40), [10, 10, 10, 10]);
        assert_eq!(shares(&[3, 100, 0, 100], 40), [3, 18, 0, 19]);
        assert_eq!(shares(&[3, 4], 40), [3, 4]);
    }
}
