//! Columns of typed values, as Parquet and Arrow hold them, on their way to the fields of articles.

use std::borrow::Cow;

use polars::polars_compute::cast::cast_unchecked;
use polars::prelude::{
    ArrayRef, ArrowDataType, ArrowField, ArrowSchema, ArrowTimeUnit, BinaryChunked, DataType, Int64Chunked,
    PolarsResult, Series, StringChunked,
};

use super::date;
use polars_arrow::array::{Array, DictionaryArray};
use polars_arrow::datatypes::IntegerType;

use super::ReadOptions;
use super::fields::{Columns, Field, Slot, some_of};
use super::record::{Gathering, Place, Record};
use crate::article::SkipReason;

const SECONDS_PER_DAY: i64 = 86_400;

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
pub(super) struct Column {
    /// Its name, and the type it is read as.
    pub(super) field: ArrowField,
    /// Its place in the schema.
    pub(super) index: usize,
    kind: Kind,
    slots: Vec<Slot>,
}

/// The columns that can be read and hold something of an article; `None`, and a skip, when none holds the text.
pub(super) fn plan(
    schema: &ArrowSchema,
    options: &ReadOptions,
    gathering: &mut Gathering<'_>,
) -> Option<Vec<Column>> {
    let names: Vec<String> = schema.iter_names().map(ToString::to_string).collect();
    names.iter().for_each(|name| gathering.column(name));
    let resolved = Columns::resolve(&options.fields, &names);
    let wanted = schema.iter_values().zip(resolved.slots).enumerate();
    let mut columns = Vec::new();
    for (index, (field, slots)) in wanted.filter(|(_, (_, slots))| !slots.is_empty()) {
        match Column::plan(field, index, slots) {
            Some(column) => columns.push(column),
            // A column of nulls alone has no type, and nothing is lost.
            None if field.dtype == ArrowDataType::Null => {}
            None => gathering.note(format!("column {} is not read: {}", field.name, type_name(&field.dtype))),
        }
    }
    if columns.iter().any(|column| column.slots.iter().any(|(field, _)| *field == Field::Text)) {
        return Some(columns);
    }
    let names = some_of(&names, 20);
    let detail = format!("no column holds the text; name it with --map text=COLUMN (columns: {names})");
    gathering.skip_file(SkipReason::UnknownFormat, detail);
    None
}

fn type_name(dtype: &ArrowDataType) -> String {
    if dtype.is_nested() {
        return "it holds lists or structs".to_owned();
    }
    format!("it is of type {dtype:?}").chars().take(80).collect()
}

/// The values of a column in some rows.
pub(super) enum Values {
    Bytes(BinaryChunked),
    Text(StringChunked),
    Number(StringChunked),
    Days(Int64Chunked),
    Instants(Int64Chunked, i64, bool),
}

impl Column {
    /// How to read the column; `None` when it is of a type that is not read.
    fn plan(field: &ArrowField, index: usize, slots: Vec<Slot>) -> Option<Self> {
        use ArrowDataType as A;
        let (dtype, kind) = match &field.dtype {
            // As bytes, so that one bad byte costs no more than itself. Categories are stored as plain strings.
            A::Utf8View | A::LargeUtf8 | A::Utf8 | A::BinaryView | A::LargeBinary | A::Binary => {
                (A::BinaryView, Kind::Bytes)
            }
            A::Dictionary(_, value, _) if matches!(value.as_ref(), A::Utf8View | A::LargeUtf8 | A::Utf8) => {
                (A::BinaryView, Kind::Bytes)
            }
            A::Int32 | A::Int64 | A::UInt32 | A::UInt64 | A::Float32 | A::Float64 => {
                (field.dtype.clone(), Kind::Number)
            }
            // Small integers would need more of polars; stored they are all 32 bits wide.
            A::Int8 | A::Int16 | A::UInt8 | A::UInt16 => (A::Int32, Kind::Number),
            A::Date32 => (A::Date32, Kind::Days),
            A::Date64 => (A::Date64, Kind::Instants { per_second: 1_000, is_utc: false }),
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
        Some(Self { field: ArrowField::new(field.name.clone(), dtype, true), index, kind, slots })
    }

    /// The values of arrays of this column, whatever form of its type they have.
    pub(super) fn values(&self, mut arrays: Vec<ArrayRef>) -> PolarsResult<Values> {
        let plain = match self.kind {
            Kind::Days => Some(ArrowDataType::Int32),
            Kind::Instants { .. } => Some(ArrowDataType::Int64),
            Kind::Number => Some(self.field.dtype.clone()),
            Kind::Bytes => None,
        };
        for array in &mut arrays {
            if let Some(plain) = plain.as_ref().filter(|plain| *plain != array.dtype()) {
                *array = cast_unchecked(array.as_ref(), plain)?;
            }
        }
        if let [array] = &arrays[..]
            && let ArrowDataType::Dictionary(_, values, is_ordered) = array.dtype()
        {
            let wide = ArrowDataType::Dictionary(IntegerType::Int64, values.clone(), *is_ordered);
            return self.categories(cast_unchecked(array.as_ref(), &wide)?.as_ref());
        }
        let series = Series::try_from((self.field.name.clone(), arrays))?;
        Ok(match self.kind {
            Kind::Bytes if *series.dtype() == DataType::String => Values::Text(series.str()?.clone()),
            Kind::Bytes => Values::Bytes(series.binary()?.clone()),
            Kind::Number => Values::Number(series.cast(&DataType::String)?.str()?.clone()),
            Kind::Days => Values::Days(series.cast(&DataType::Int64)?.i64()?.clone()),
            Kind::Instants { per_second, is_utc } => {
                Values::Instants(series.i64()?.clone(), per_second, is_utc)
            }
        })
    }
}

impl Column {
    /// The values of an array of categories, whose keys are 64 bits wide; polars would make a type of its own of it.
    fn categories(&self, array: &dyn Array) -> PolarsResult<Values> {
        let Some(array) = array.as_any().downcast_ref::<DictionaryArray<i64>>() else {
            polars::prelude::polars_bail!(ComputeError: "categories of an unknown form");
        };
        let values = Series::try_from((self.field.name.clone(), array.values().clone()))?;
        let values = values.str()?;
        let keys = array.keys().iter().map(|key| usize::try_from(*key?).ok());
        let strings = keys.map(|key| values.get(key?));
        Ok(Values::Text(strings.collect()))
    }
}

impl Values {
    /// The value of a row; blank where it has none.
    fn value(&self, row: usize, number: u64, gathering: &mut Gathering<'_>) -> Cow<'_, str> {
        let value = match self {
            Self::Bytes(values) => values.get(row).map(|bytes| gathering.text(bytes, number)),
            Self::Text(values) => values.get(row).map(Cow::Borrowed),
            // Pandas makes the ids of a column with gaps floats: 12.0 is 12.
            Self::Number(values) => {
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

/// Adds `n` rows, the first of which is record `first`, or one skip that says why they cannot be had; `false` when the
/// limit is reached.
pub(super) fn add_rows(
    (first, n): (u64, usize),
    columns: &[Column],
    values: Result<Vec<Values>, String>,
    gathering: &mut Gathering<'_>,
) -> bool {
    let values = match values {
        Ok(values) => values,
        Err(problem) => {
            let last = first.saturating_add(n as u64).saturating_sub(1);
            let detail = format!("rows {first} to {last} cannot be decoded: {problem}");
            let place = Place { number: first, offset: None };
            gathering.skip(place, SkipReason::MalformedRecord, detail);
            return true;
        }
    };
    for (row, number) in (0..n).zip(first..) {
        if gathering.left() == 0 {
            gathering.full(Place { number, offset: None });
            return false;
        }
        let mut record = Record::default();
        for (column, values) in columns.iter().zip(&values) {
            record.offer(&column.slots, values.value(row, number, gathering));
        }
        gathering.add(record, Place { number, offset: None });
    }
    true
}
