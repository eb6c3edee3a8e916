//! Parquet, row group by row group, only the columns that hold something of an article.

use std::convert::Infallible;

use polars::io::mmap::MmapBytesReader;
use polars::io::parquet::read::_internal::to_deserializer;
use polars::prelude::{FileMetadataRef, ParquetReader as Polars, PolarsResult};

use super::columns::{Column, Values, add_rows, plan};
use super::guard::guarded;
use super::input::InputFile;
use super::record::Gathering;
use super::{ReadOptions, Reader, Reading};
use crate::error::Result;
use crate::key::About;

/// What the decoder makes room for, whatever the value: a damaged file can claim any number of rows.
const BYTES_OF_A_VALUE: u64 = 16;

/// Reads Parquet files.
pub(super) struct ParquetReader;

impl Reader for ParquetReader {
    fn about(&self) -> About {
        About {
            name: "parquet",
            line: "Parquet, one article a row; strings, categories, numbers, dates and times",
            unit: "by its first four bytes, PAR1",
            limits: "nested columns (lists, structs) are not read; one row group is held in memory at a time",
            source: "Apache Parquet format",
        }
    }

    fn sniff(&self, file: &InputFile, _: &ReadOptions) -> bool {
        file.head.starts_with(b"PAR1")
    }

    fn read(&self, file: &InputFile, options: &ReadOptions) -> Result<Reading> {
        let limit = options.limits.unpacked_bytes(file.size());
        let mut gathering = Gathering::of_packed_table(file, options, limit);
        let metadata = guarded(|| metadata(file))
            .map_err(|problem| file.wrong(format!("no valid Parquet: {problem}")))?;
        let schema = guarded(|| polars::prelude::infer_schema(&metadata))
            .map_err(|problem| file.wrong(format!("no valid Parquet schema: {problem}")))?;
        let Some(columns) = plan(&schema, options, &mut gathering) else { return Ok(gathering.finish()) };
        let mut first = 1_u64;
        for group in 0..metadata.row_groups.len() {
            let n = metadata.row_groups.get(group).map_or(0, |group| group.num_rows());
            let values = if n as u64 > limit / BYTES_OF_A_VALUE {
                Err(format!("{n} rows at once are more than the limit allows; raise it with --max-unpacked"))
            } else {
                columns.iter().map(|column| read(column, file, &metadata, group)).collect()
            };
            if !add_rows((first, n), &columns, values, &mut gathering) {
                break;
            }
            // Saturating, as a damaged file can claim any number of rows.
            first = first.saturating_add(n as u64);
        }
        Ok(gathering.finish())
    }
}

fn metadata(file: &InputFile) -> PolarsResult<FileMetadataRef> {
    fn of<R: MmapBytesReader>(source: R) -> PolarsResult<FileMetadataRef> {
        Polars::new(source).get_metadata().cloned()
    }
    use polars::prelude::SerReader;
    match file.seekable() {
        Ok(Ok(opened)) => of(opened),
        Ok(Err(bytes)) => of(bytes),
        Err(error) => Err(std::io::Error::other(error.to_string()).into()),
    }
}

/// Reads the column of one row group.
///
/// Through the decoder below polars' `ParquetReader`, for two reasons: that one needs the features `dtype-date`
/// and `dtype-datetime` for dates (a rebuild of all of polars), and it maps the whole file, so that a file cut
/// short while it is read kills the process.
fn read(
    column: &Column,
    file: &InputFile,
    metadata: &FileMetadataRef,
    group: usize,
) -> std::result::Result<Values, String> {
    let group = metadata.row_groups.get(group).ok_or("no such row group")?;
    let name = &column.field.name;
    let mut chunks = group.columns_under_root_iter(name).ok_or("the column is missing")?;
    let (Some(chunk), None) = (chunks.next(), chunks.next()) else {
        return Err("the column is nested".to_owned());
    };
    let bytes = file
        .range(guarded(|| Ok::<_, Infallible>(chunk.byte_range()))?)
        .map_err(|error| error.to_string())?;
    let rows = group.num_rows();
    let arrays = guarded(|| {
        to_deserializer(vec![(chunk, bytes.into())], column.field.clone(), None).map(|(arrays, _)| arrays)
    })?;
    let n: usize = arrays.iter().map(|array| array.len()).sum();
    if n != rows {
        return Err(format!("column {name} has {n} values for {rows} rows"));
    }
    guarded(|| column.values(arrays))
}
