//! Rows of a table of a result, some columns of them: tables of passages are too large to hold whole.

use crate::error::{Error, Result};
use crate::tables::csv::unguarded;
use csv::{Reader, StringRecord};
use std::fs::File;
use std::path::Path;

/// Calls `take` for each row with the cells of the columns, in the order of `columns`; text without its guard.
pub(super) fn for_each_row<const N: usize>(
    path: &Path,
    columns: [&str; N],
    raw_text: bool,
    mut take: impl FnMut([&str; N]),
) -> Result<()> {
    let broken = |error: csv::Error| Error::content(path, format!("{error}; make the result again"));
    let file = File::open(path).map_err(|source| Error::reading(path, source))?;
    let mut reader = Reader::from_reader(std::io::BufReader::new(file));
    let headers = reader.headers().map_err(broken)?.clone();
    let mut places = [0; N];
    for (place, column) in places.iter_mut().zip(columns) {
        *place = headers.iter().position(|name| name == column).ok_or_else(|| {
            Error::content(path, format!("has no column {column}; make the result again with this version"))
        })?;
    }
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).map_err(broken)? {
        take(places.map(|at| unguarded(record.get(at).unwrap_or(""), raw_text)));
    }
    Ok(())
}
