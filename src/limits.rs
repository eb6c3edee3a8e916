//! What a hostile or mistaken input may cost, and the defaults that hold where a user says nothing.

/// A mebibyte, in bytes.
pub const MIB: u64 = 1 << 20;

/// The longest record that is read, in bytes.
pub const MAX_RECORD_BYTES: usize = 256 << 20;

/// How much a container (a compressed file, an archive, a folder) may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most that one compressed file or archive may unpack to, in bytes; `None` for what [`Limits::unpacked_bytes`]
    /// then allows. What stands before that point is used.
    pub max_unpacked_bytes: Option<u64>,
    /// How many containers may lie in each other: 1 reads `a.csv.gz` and `a.zip`, 2 a `.csv.gz` in a `.zip`.
    pub max_nesting: usize,
    /// The most files in all inputs, and the most in one archive.
    pub max_files: usize,
}

impl Limits {
    /// The defaults: unpacked files by their size, three containers in each other, a million files.
    pub const DEFAULT: Self = Self { max_unpacked_bytes: None, max_nesting: 3, max_files: 1_000_000 };

    /// How much a file of `size` bytes may unpack to: what the user said, else 1 GiB, or 20 times its size where that
    /// is more. Written language packs to a third or a sixth; only a bomb comes to more than that and to a gibibyte.
    #[must_use]
    pub fn unpacked_bytes(&self, size: u64) -> u64 {
        self.max_unpacked_bytes.unwrap_or_else(|| size.saturating_mul(20).max(1024 * MIB))
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
