//! `skipped.csv`: the records that were read and not used.

use crate::article::Skip;
use crate::tables::{Cell, Column, Kind, Schema, Table};

/// The shape of `skipped.csv`.
pub const SCHEMA: Schema = Schema {
    name: "skipped",
    row: "a record that was not used",
    key: &["file", "record", "offset", "reason"],
    columns: &[
        Column::text("file", "the file, as its path was given"),
        Column::new("record", Kind::Integer, "", "the record in the file, from 1", "the whole file is meant"),
        Column::new(
            "offset",
            Kind::Integer,
            "bytes",
            "where the record starts",
            "the format has no such place",
        ),
        Column::text(
            "reason",
            "malformed_record, missing_text, missing_outlet, duplicate_id, too_large, unreadable_file, unknown_format, \
             empty_file, filtered_out, other_language or no_group",
        ),
        Column::new("detail", Kind::Text, "", "what was found", "nothing to add"),
    ],
    foreign_keys: &[],
};

/// The table of skipped records.
#[must_use]
pub fn table(skipped: &[Skip]) -> Table {
    let mut table = Table::new(&SCHEMA);
    for skip in skipped {
        table.push([
            Cell::shared(&skip.file),
            skip.record.map_or(Cell::Empty, Cell::whole),
            skip.offset.map_or(Cell::Empty, Cell::whole),
            Cell::text(skip.reason.name()),
            Cell::text(&skip.detail),
        ]);
    }
    table.sort_by_key();
    table
}
