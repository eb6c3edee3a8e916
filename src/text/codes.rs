//! Numbers for words and for what is made of them: the same on every machine and in every run.

/// Scatters the bits of a number.
///
/// # Source
/// The finaliser of `SplitMix64`: Steele, Lea & Flood (2014), figure 16.
#[must_use]
pub fn scatter(code: u64) -> u64 {
    let code = (code ^ (code >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let code = (code ^ (code >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    code ^ (code >> 31)
}

/// A number for some bytes, FNV-1a: quick for words, which are short.
#[must_use]
pub fn code_of(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |code, byte| (code ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
