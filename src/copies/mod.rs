//! Copied text: what several outlets published of one text, and what an outlet prints under everything. Both are found
//! from the words alone, so that the figures can be read with and without them.

pub mod boilerplate;
mod candidates;
mod families;
mod masks;
mod overlap;
mod shingles;

pub use candidates::{Candidate, candidates};
pub use families::{Copies, Family, Member, Role, Texts, families};
pub use masks::{WireReading, masks};
pub use overlap::{Overlap, Shingled, overlap};
pub use shingles::{Fingerprint, fingerprint, numbers};

/// A range of bytes of a text, the end not included.
pub type ByteRange = (u32, u32);
