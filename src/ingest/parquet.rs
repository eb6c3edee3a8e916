//! Parquet, row group by row group, only the columns that hold something of an article.

use std::borrow::Cow;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

use polars::io::mmap::MmapBytesReader;
use polars::io::parquet::read::_internal::to_deserializer;
use polars::polars_compute::cast::cast_unchecked;
use polars::prelude::{
    ArrowDataType, ArrowField, ArrowSchema, ArrowTimeUnit, BinaryChunked, DataType, FileMetadataRef,
    Int64Chunked, ParquetReader as Polars, PolarsResult, Series, StringChunked,
};

use super::fields::{Columns, Field, Slot, some_of};
use super::input::InputFile;
use super::record::{Gathering, Place, Record};
use super::{ReadOptions, Reader, Reading, date};
use crate::article::SkipReason;
use crate::error::Result;
use crate::key::About;

const SECONDS_PER_DAY: i64 = 86_400;

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
        let mut gathering = Gathering::new(file, options);
        let metadata = guarded(|| metadata(file))
            .map_err(|problem| file.wrong(format!("no valid Parquet: {problem}")))?;
        let schema = guarded(|| polars::prelude::infer_schema(&metadata))
            .map_err(|problem| file.wrong(format!("no valid Parquet schema: {problem}")))?;
        let names: Vec<String> = schema.iter_names().map(ToString::to_string).collect();
        names.iter().for_each(|name| gathering.column(name));
        let resolved = Columns::resolve(&options.fields, &names);
        let columns = plan(&schema, resolved, &mut gathering);
        if !columns.iter().any(Column::holds_text) {
            let names = some_of(&names, 20);
            let detail =
                format!("no column holds the text; name it with --map text=COLUMN (columns: {names})");
            gathering.skip_file(SkipReason::UnknownFormat, detail);
            return Ok(gathering.finish());
        }
        let mut first = 1_u64;
        for group in 0..metadata.row_groups.len() {
            let rows = metadata.row_groups.get(group).map_or(0, |group| group.num_rows());
            match columns.iter().map(|column| column.read(file, &metadata, group)).collect() {
                Ok(values) => add_rows(rows, first, &columns, values, &mut gathering),
                Err(problem) => {
                    let last = first.saturating_add(rows as u64).saturating_sub(1);
                    let detail = format!("rows {first} to {last} cannot be decoded: {problem}");
                    gathering.skip(
                        Place { number: first, offset: None },
                        SkipReason::MalformedRecord,
                        detail,
                    );
                }
            }
            // Saturating, as a damaged file can claim any number of rows.
            first = first.saturating_add(rows as u64);
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

thread_local! {
    /// Whether this thread is in the decoder, whose panics are caught and become skips.
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

static QUIET: Once = Once::new();

/// What the decoder says of broken data, be it an error or a panic: some of its checks are assertions (one damaged
/// file in two hundred meets one). Its panics are not printed, as the run goes on and the skip says what happened.
fn guarded<T>(work: impl FnOnce() -> PolarsResult<T>) -> std::result::Result<T, String> {
    QUIET.call_once(|| {
        let usual = take_hook();
        set_hook(Box::new(move |panic| {
            if !IS_GUARDED.get() {
                usual(panic);
            }
        }));
    });
    IS_GUARDED.set(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    IS_GUARDED.set(false);
    match result {
        Ok(result) => result.map_err(|error| error.to_string()),
        Err(_) => Err("the decoder gave up on damaged data".to_owned()),
    }
}

/// How the values of a column become strings.
#[derive(Clone, Copy)]
enum Kind {
    /// Bytes that should be UTF-8.
    Bytes,
    /// Whole or other numbers.
    Number,
    /// Days since 1970.
    Days,
    /// Time since 1970, so many to a second; UTC when the file names a zone.
    Instants { per_second: i64, is_utc: bool },
}

/// A column to be read.
struct Column {
    field: ArrowField,
    kind: Kind,
    slots: Vec<Slot>,
}

/// The columns that can be read and hold something of an article.
fn plan(schema: &ArrowSchema, resolved: Columns, gathering: &mut Gathering<'_>) -> Vec<Column> {
    let wanted = schema.iter_values().zip(resolved.slots).filter(|(_, slots)| !slots.is_empty());
    let mut columns = Vec::new();
    for (field, slots) in wanted {
        match Column::plan(field, slots) {
            Some(column) => columns.push(column),
            // A column of nulls alone has no type, and nothing is lost.
            None if field.dtype == ArrowDataType::Null => {}
            None => gathering.note(format!("column {} is not read: {}", field.name, type_name(&field.dtype))),
        }
    }
    columns
}

fn type_name(dtype: &ArrowDataType) -> String {
    if dtype.is_nested() {
        return "it holds lists or structs".to_owned();
    }
    format!("it is of type {dtype:?}").chars().take(80).collect()
}

/// The values of a column in one row group.
enum Values {
    Bytes(BinaryChunked),
    Text(StringChunked),
    Days(Int64Chunked),
    Instants(Int64Chunked, i64, bool),
}

impl Column {
    /// How to read the column; `None` when it is of a type that is not read.
    fn plan(field: &ArrowField, slots: Vec<Slot>) -> Option<Self> {
        use ArrowDataType as A;
        let (dtype, kind) = match &field.dtype {
            // As bytes, so that one bad byte costs no more than itself. Categories are stored as plain strings.
            A::Utf8View | A::LargeUtf8 | A::BinaryView | A::LargeBinary => (A::BinaryView, Kind::Bytes),
            A::Dictionary(_, value, _) if matches!(value.as_ref(), A::Utf8View | A::LargeUtf8) => {
                (A::BinaryView, Kind::Bytes)
            }
            A::Int32 | A::Int64 | A::UInt32 | A::UInt64 | A::Float32 | A::Float64 => {
                (field.dtype.clone(), Kind::Number)
            }
            // Small integers would need more of polars; stored they are all 32 bits wide.
            A::Int8 | A::Int16 | A::UInt8 | A::UInt16 => (A::Int32, Kind::Number),
            A::Date32 => (A::Date32, Kind::Days),
            A::Timestamp(unit, zone) => {
                let per_second = match unit {
                    ArrowTimeUnit::Second => 1,
                    ArrowTimeUnit::Millisecond => 1_000,
                    ArrowTimeUnit::Microsecond => 1_000_000,
                    ArrowTimeUnit::Nanosecond => 1_000_000_000,
                };
                (field.dtype.clone(), Kind::Instants { per_second, is_utc: zone.is_some() })
            }
            _ => return None,
        };
        Some(Self { field: ArrowField::new(field.name.clone(), dtype, true), kind, slots })
    }

    fn holds_text(&self) -> bool {
        self.slots.iter().any(|(field, _)| *field == Field::Text)
    }

    /// Reads the column of one row group.
    ///
    /// Through the decoder below polars' `ParquetReader`, for two reasons: that one needs the features `dtype-date`
    /// and `dtype-datetime` for dates (a rebuild of all of polars), and it maps the whole file, so that a file cut
    /// short while it is read kills the process.
    fn read(
        &self,
        file: &InputFile,
        metadata: &FileMetadataRef,
        group: usize,
    ) -> std::result::Result<Values, String> {
        let group = metadata.row_groups.get(group).ok_or("no such row group")?;
        let mut chunks = group.columns_under_root_iter(&self.field.name).ok_or("the column is missing")?;
        let (Some(chunk), None) = (chunks.next(), chunks.next()) else {
            return Err("the column is nested".to_owned());
        };
        let bytes = file.range(guarded(|| Ok(chunk.byte_range()))?).map_err(|error| error.to_string())?;
        let rows = group.num_rows();
        let series = guarded(|| {
            let (mut arrays, _) = to_deserializer(vec![(chunk, bytes.into())], self.field.clone(), None)?;
            let plain = match self.kind {
                Kind::Days => Some(ArrowDataType::Int32),
                Kind::Instants { .. } => Some(ArrowDataType::Int64),
                Kind::Bytes | Kind::Number => None,
            };
            if let Some(plain) = plain {
                arrays = arrays
                    .iter()
                    .map(|array| cast_unchecked(array.as_ref(), &plain))
                    .collect::<PolarsResult<_>>()?;
            }
            Series::try_from((self.field.name.clone(), arrays))
        })?;
        if series.len() != rows {
            return Err(format!("column {} has {} values for {rows} rows", self.field.name, series.len()));
        }
        guarded(|| {
            Ok(match self.kind {
                Kind::Bytes => Values::Bytes(series.binary()?.clone()),
                Kind::Number => Values::Text(series.cast(&DataType::String)?.str()?.clone()),
                Kind::Days => Values::Days(series.cast(&DataType::Int64)?.i64()?.clone()),
                Kind::Instants { per_second, is_utc } => {
                    Values::Instants(series.i64()?.clone(), per_second, is_utc)
                }
            })
        })
    }
}

impl Values {
    /// The value of a row; blank where it has none.
    fn value(&self, row: usize, number: u64, gathering: &mut Gathering<'_>) -> Cow<'_, str> {
        let value = match self {
            Self::Bytes(values) => values.get(row).map(|bytes| gathering.text(bytes, number)),
            // Pandas makes the ids of a column with gaps floats: 12.0 is 12.
            Self::Text(values) => {
                values.get(row).map(|text| Cow::Borrowed(text.strip_suffix(".0").unwrap_or(text)))
            }
            Self::Days(values) => {
                let seconds = values.get(row).and_then(|days| days.checked_mul(SECONDS_PER_DAY));
                seconds.and_then(|seconds| date::from_seconds(seconds, false)).map(Cow::Owned)
            }
            Self::Instants(values, per_second, is_utc) => {
                let seconds = values.get(row).map(|value| value.div_euclid(*per_second));
                seconds.and_then(|seconds| date::from_seconds(seconds, *is_utc)).map(Cow::Owned)
            }
        };
        value.unwrap_or_default()
    }
}

fn add_rows(rows: usize, first: u64, columns: &[Column], values: Vec<Values>, gathering: &mut Gathering<'_>) {
    for (row, number) in (0..rows).zip(first..) {
        let mut record = Record::default();
        for (column, values) in columns.iter().zip(&values) {
            record.offer(&column.slots, values.value(row, number, gathering));
        }
        gathering.add(record, Place { number, offset: None });
    }
}
