//! Human coding: what is drawn from a result for people to code, how it is made blind, and what their codes say of the
//! measure.
//!
//! The unit is a sentence as the measures saw it. It is matched where the measure saw the feature in it. Sentences without a
//! match are drawn too, as recall hangs on them.

mod blind;
mod codes;
mod draw;
mod errors;
mod findings;
mod key;
mod passages;
mod rows;
mod sheet;
mod source;
mod target;

pub use blind::Blind;
pub use codes::{Coded, Sheets};
pub use draw::{Drawn, draw};
pub use findings::{FINDINGS, Findings, Lot, table};
pub use key::{KEY, key_table, read_key};
pub use passages::{Frame, Passage, passages_of};
pub use sheet::{Context, context, write_sheet};
pub use source::{Match, Source, check, read_matches, read_source};
pub use target::{LIKELY, Target};
