//! Q-values of a table's rows: those that pool events are one family, those of single events another.

use crate::key::ALL_EVENTS;
use crate::stats::fdr::benjamini_hochberg;
use crate::tables::{Cell, Table};

/// Fills in the column `q_value` from `p_value`.
pub(crate) fn fill_q_values(table: &mut Table) {
    for pooled in [true, false] {
        fill_family(table, pooled);
    }
}

fn fill_family(table: &mut Table, pooled: bool) {
    let schema = table.schema();
    let position = |name| schema.position(name).unwrap_or_default();
    let (event, p_value, q_value) = (position("event_id"), position("p_value"), position("q_value"));
    let is_of_family = |row: &[Cell]| (row[event].as_text() == ALL_EVENTS) == pooled;
    let p_values: Vec<Option<f64>> =
        table.rows().filter(|row| is_of_family(row)).map(|row| row[p_value].as_number()).collect();
    let q_values = benjamini_hochberg(&p_values);
    for (row, q) in table.rows_mut().filter(|row| is_of_family(row)).zip(q_values) {
        row[q_value] = Cell::optional(q);
    }
}
