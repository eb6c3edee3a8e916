//! Random streams, each made from a seed and the name of what it is for.

use rand_chacha::ChaCha8Core;
use rand_chacha::rand_core::SeedableRng;
use rand_chacha::rand_core::block::Generator;

/// Words that a bulk draw takes at once.
const BATCH: usize = 16;

/// A stream of random bits that depends on its seed and key alone: not on other streams, on threads or on the machine.
///
/// # Source
/// `ChaCha` with 8 rounds (Bernstein 2008), keyed with 256 bits of a hash of seed and key parts.
/// # Checked against
/// An independent Python implementation of the hash and of the cipher, bit for bit (`fixtures/oracle/random.csv`).
/// # Example
/// ```
/// use parallax::stats::random::Stream;
/// let mut a = Stream::new(1, &["table", "cell"]);
/// let mut b = Stream::new(1, &["table", "cell"]);
/// assert_eq!(a.next_u64(), b.next_u64());
/// assert_ne!(Stream::new(1, &["ab", "c"]).next_u64(), Stream::new(1, &["a", "bc"]).next_u64());
/// ```
#[derive(Debug, Clone)]
pub struct Stream {
    core: ChaCha8Core,
    words: [u32; 64],
    next: usize,
}

impl Stream {
    /// The stream of a seed and a key; the parts `["ab", "c"]` and `["a", "bc"]` are different keys.
    #[must_use]
    pub fn new(seed: u64, key: &[&str]) -> Self {
        Self { core: ChaCha8Core::from_seed(hash(seed, key)), words: [0; 64], next: 64 }
    }

    /// The next 32 bits.
    #[inline]
    pub fn next_u32(&mut self) -> u32 {
        if self.next >= self.words.len() {
            self.core.generate(&mut self.words);
            self.next = 0;
        }
        let word = self.words[self.next];
        self.next += 1;
        word
    }

    /// The next 64 bits: two 32-bit words, the earlier one below.
    #[inline]
    pub fn next_u64(&mut self) -> u64 {
        let low = u64::from(self.next_u32());
        low | u64::from(self.next_u32()) << 32
    }

    /// A uniform integer in `0..n`, without bias; 0 if `n` is 0.
    ///
    /// # Source
    /// Lemire (2019), Fast random integer generation in an interval, algorithm 5.
    #[inline]
    pub fn below(&mut self, n: u32) -> u32 {
        let mut product = u64::from(self.next_u32()) * u64::from(n);
        if (product & 0xFFFF_FFFF) < u64::from(n) {
            let reject = u64::from(n.wrapping_neg().checked_rem(n).unwrap_or(0));
            while (product & 0xFFFF_FFFF) < reject {
                product = u64::from(self.next_u32()) * u64::from(n);
            }
        }
        high(product)
    }

    /// A uniform position in a slice of length `n`, without bias; 0 if `n` is 0.
    #[inline]
    pub fn index(&mut self, n: usize) -> usize {
        if let Ok(n) = u32::try_from(n) {
            return self.below(n) as usize;
        }
        // Beyond 2^32 speed no longer matters: 64 bits, the uneven rest thrown away.
        let n = n as u64;
        let reject = n.wrapping_neg() % n;
        loop {
            let product = u128::from(self.next_u64()) * u128::from(n);
            if product & u128::from(u64::MAX) >= u128::from(reject) {
                return usize::try_from(product >> 64).unwrap_or(0);
            }
        }
    }

    /// Fills a slice with independent uniform integers in `0..n`, without bias; zeros if `n` is 0.
    ///
    /// Several times faster than repeated [`Stream::below`]: a draw takes 16 bits, and while a whole batch is accepted,
    /// as nearly always if `n` is below 1,000, no step waits for another and the compiler uses vector instructions.
    ///
    /// # Source
    /// As [`Stream::below`], with 16 bits in place of 32. A draw is fit if the lower half of its product with `n` is at
    /// least `2^16 mod n`.
    pub fn fill_below(&mut self, n: u16, out: &mut [u16]) {
        let reject = narrow(0x1_0000_u32.checked_rem(u32::from(n)).unwrap_or(0));
        let mut filled = 0;
        while let Some(batch) = out.get_mut(filled..).and_then(<[u16]>::first_chunk_mut::<{ 2 * BATCH }>) {
            let draws = self.batch();
            let mut unfit = false;
            for (slot, draw) in batch.iter_mut().zip(draws) {
                *slot = scaled(draw, n);
                unfit |= draw.wrapping_mul(n) < reject;
            }
            if !unfit {
                filled += 2 * BATCH;
                continue;
            }
            for draw in draws {
                // One that is unfit is overwritten by the next: a branch would often be mispredicted.
                out[filled] = scaled(draw, n);
                filled += usize::from(draw.wrapping_mul(n) >= reject);
            }
        }
        while filled < out.len() {
            let draw = narrow(self.next_u32() & 0xFFFF);
            out[filled] = scaled(draw, n);
            filled += usize::from(draw.wrapping_mul(n) >= reject);
        }
    }

    /// The next `BATCH` words, each split into its lower and its upper half; a shorter rest of the buffer is dropped.
    #[inline]
    fn batch(&mut self) -> [u16; 2 * BATCH] {
        if self.next + BATCH > self.words.len() {
            self.core.generate(&mut self.words);
            self.next = 0;
        }
        let words = &self.words[self.next..self.next + BATCH];
        self.next += BATCH;
        let mut halves = [0; 2 * BATCH];
        for (pair, &word) in halves.chunks_exact_mut(2).zip(words) {
            pair[0] = narrow(word & 0xFFFF);
            pair[1] = narrow(word >> 16);
        }
        halves
    }

    /// Puts a slice in a uniformly random order.
    ///
    /// # Source
    /// Durstenfeld (1964), algorithm 235.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.index(last + 1));
        }
    }
}

#[inline]
fn high(product: u64) -> u32 {
    (product >> 32) as u32
}

#[expect(clippy::cast_possible_truncation, reason = "called with numbers below 2^16 only")]
#[inline]
fn narrow(word: u32) -> u16 {
    word as u16
}

/// The draw's place in `0..n`: the upper half of the product.
#[inline]
fn scaled(draw: u16, n: u16) -> u16 {
    narrow((u32::from(draw) * u32::from(n)) >> 16)
}

/// 256 bits of seed and key, whatever the machine.
///
/// Four lanes take the seed, then each part's length and its bytes as 64-bit little-endian words, zeros at the end;
/// the lengths keep parts apart. Not meant against an adversary, who could choose the seed anyway.
fn hash(seed: u64, key: &[&str]) -> [u8; 32] {
    // The first 256 bits of the fraction of pi: numbers without a hidden choice.
    let mut lanes: [u64; 4] =
        [0x243F_6A88_85A3_08D3, 0x1319_8A2E_0370_7344, 0xA409_3822_299F_31D0, 0x082E_FA98_EC4E_6C89];
    let mut absorb = |word: u64| {
        for lane in &mut lanes {
            *lane = mix((*lane ^ word).wrapping_add(0x9E37_79B9_7F4A_7C15));
        }
    };
    absorb(seed);
    for part in key {
        absorb(part.len() as u64);
        for chunk in part.as_bytes().chunks(8) {
            let mut bytes = [0; 8];
            bytes[..chunk.len()].copy_from_slice(chunk);
            absorb(u64::from_le_bytes(bytes));
        }
    }
    let mut out = [0; 32];
    for (bytes, lane) in out.chunks_exact_mut(8).zip(lanes) {
        bytes.copy_from_slice(&lane.to_le_bytes());
    }
    out
}

/// The finaliser of `SplitMix64` (Steele, Lea & Flood 2014): a bijection of 64 bits.
fn mix(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    word ^ (word >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_change_of_seed_or_key_changes_the_stream() {
        let keys: [&[&str]; 9] =
            [&[], &[""], &["", ""], &["a"], &["a", ""], &["", "a"], &["ab"], &["a", "b"], &["a\0"]];
        let mut firsts: Vec<u64> = keys.iter().map(|key| Stream::new(7, key).next_u64()).collect();
        firsts.push(Stream::new(8, &[]).next_u64());
        firsts.sort_unstable();
        firsts.dedup();
        assert_eq!(firsts.len(), 10);
    }

    #[test]
    fn integers_are_uniform_one_by_one_and_in_bulk() {
        let mut stream = Stream::new(1, &["uniform"]);
        // Of the draws from 0..40,000 two in five are rejected, of those from 0..4,096 none.
        for n in [1, 2, 3, 7, 200, 3000, 4096, 40_000] {
            let draws = 40_000 * usize::from(n) / usize::from(n.min(50));
            let mut bulk = vec![u16::MAX; draws];
            stream.fill_below(n, &mut bulk);
            let single: Vec<u16> = (0..draws).map(|_| narrow(stream.below(u32::from(n)))).collect();
            for values in [&bulk, &single] {
                assert!(values.iter().all(|&value| value < n));
                let mut counts = vec![0.0; usize::from(n)];
                for &value in values {
                    counts[usize::from(value)] += 1.0;
                }
                let expected = draws as f64 / f64::from(n);
                let chi2: f64 = counts.iter().map(|c: &f64| (c - expected) * (c - expected) / expected).sum();
                let freedom = f64::from(n - 1);
                assert!(chi2 <= freedom + 5.0 * (2.0 * freedom).sqrt(), "n {n}: {chi2}");
            }
        }
    }

    #[test]
    fn an_empty_range_gives_zero_and_an_odd_length_is_filled() {
        let mut stream = Stream::new(1, &[]);
        assert_eq!((stream.below(0), stream.index(0)), (0, 0));
        for length in [0, 1, 2, 3, 63, 64, 65, 127, 128, 129, 1001] {
            let mut out = vec![99; length];
            stream.fill_below(3000, &mut out);
            stream.fill_below(3, &mut out);
            assert!(out.iter().all(|&value| value < 3));
            stream.fill_below(0, &mut out);
            assert!(out.iter().all(|&value| value == 0));
        }
    }

    #[test]
    fn shuffling_keeps_the_items_and_reaches_every_order() {
        let mut stream = Stream::new(1, &["shuffle"]);
        let mut seen = std::collections::BTreeMap::new();
        for _ in 0..6000 {
            let mut items = [0, 1, 2];
            stream.shuffle(&mut items);
            *seen.entry(items).or_insert(0) += 1;
        }
        assert_eq!(seen.len(), 6);
        assert!(seen.values().all(|&n| (850..1150).contains(&n)), "{seen:?}");
    }
}
