//! Two results held against each other: which figures moved, and why.

mod cells;
mod shape;
mod table;
mod why;

pub use cells::is_moved;
pub use shape::{Shape, shapes};
pub use table::{Moved, TableDiff, compare};
pub use why::{Side, articles, reasons};
