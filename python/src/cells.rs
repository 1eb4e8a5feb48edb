//! The values of a column as the text of cells, by the rules that Parquet is read by.

use std::io::Write as _;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{
    ArrowDictionaryKeyType, ArrowPrimitiveType, ArrowTimestampType, Date32Type, Date64Type,
    Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, Float32Type, Float64Type,
    Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{
    Array, BinaryArray, BinaryViewArray, GenericBinaryArray, LargeBinaryArray, OffsetSizeTrait,
    PrimitiveArray,
};
use arrow_buffer::{ArrowNativeType as _, BooleanBuffer, NullBuffer};
use arrow_schema::{DataType, TimeUnit};
use reinstate::batch::values::{
    Unit, push_day, push_decimal, push_double, push_moment, push_single,
};

/// What columns may be, for whoever has one that is something else.
pub(crate) const READABLE: &str = "give text, whole numbers, decimals, dates or timestamps, one in \
                                   each row; text as it stands in the source is best";

/// The cells of a column of one batch.
pub(crate) struct Cells {
    nulls: Option<NullBuffer>,
    texts: Box<dyn Texts>,
}

/// Values that can be written as text.
trait Texts: Send + Sync {
    /// Writes the value of a row, which has one.
    fn push(&self, row: usize, out: &mut Vec<u8>);
}

/// Whether the values of a type can be cells.
pub(crate) fn is_readable(data_type: &DataType) -> bool {
    let values = if let DataType::Dictionary(_, values) = data_type { values } else { data_type };
    is_single(values)
}

fn is_single(data_type: &DataType) -> bool {
    data_type.is_integer()
        || data_type.is_decimal()
        || data_type.is_string()
        || matches!(
            data_type,
            DataType::Null
                | DataType::Float32
                | DataType::Float64
                | DataType::Date32
                | DataType::Date64
                | DataType::Timestamp(_, _)
        )
}

impl Cells {
    /// The cells of a column; `None` where its type is none that can be one.
    pub(crate) fn of(column: &dyn Array) -> Option<Self> {
        let nulls = column.nulls().cloned();
        texts(column).map(|texts| Self { nulls, texts })
    }

    /// The same for a column of ids: what is no number is nobody's id.
    pub(crate) fn of_ids(column: &dyn Array) -> Option<Self> {
        let cells = Self::of(column)?;
        let (doubles, singles) =
            (column.as_primitive_opt::<Float64Type>(), column.as_primitive_opt::<Float32Type>());
        let is_number = |row: usize| {
            doubles.is_none_or(|values| !values.value(row).is_nan())
                && singles.is_none_or(|values| !values.value(row).is_nan())
        };
        let are_numbers = NullBuffer::new(BooleanBuffer::collect_bool(column.len(), is_number));
        Some(Self { nulls: NullBuffer::union(cells.nulls.as_ref(), Some(&are_numbers)), ..cells })
    }

    /// Writes the text of a row's cell: nothing where it has no value.
    pub(crate) fn push(&self, row: usize, out: &mut Vec<u8>) {
        if self.nulls.as_ref().is_none_or(|nulls| nulls.is_valid(row)) {
            self.texts.push(row, out);
        }
    }
}

/// The values of a column. Text goes by its bytes: that it is UTF-8 is the word of another program,
/// and the library looks for itself.
#[expect(clippy::wildcard_enum_match_arm, reason = "no other type is readable, now and later")]
fn texts(column: &dyn Array) -> Option<Box<dyn Texts>> {
    Some(match column.data_type() {
        DataType::Null => Box::new(Nothing),
        DataType::Utf8 => Box::new(BinaryArray::from(column.as_string::<i32>().clone())),
        DataType::LargeUtf8 => Box::new(LargeBinaryArray::from(column.as_string::<i64>().clone())),
        DataType::Utf8View => Box::new(column.as_string_view().clone().to_binary_view()),
        DataType::Int8 => integers::<Int8Type>(column),
        DataType::Int16 => integers::<Int16Type>(column),
        DataType::Int32 => integers::<Int32Type>(column),
        DataType::Int64 => integers::<Int64Type>(column),
        DataType::UInt8 => integers::<UInt8Type>(column),
        DataType::UInt16 => integers::<UInt16Type>(column),
        DataType::UInt32 => integers::<UInt32Type>(column),
        DataType::UInt64 => integers::<UInt64Type>(column),
        DataType::Float32 => Box::new(Singles(column.as_primitive().clone())),
        DataType::Float64 => Box::new(Doubles(column.as_primitive().clone())),
        DataType::Date32 => Box::new(Days(column.as_primitive().clone())),
        DataType::Date64 => Box::new(Milliseconds(column.as_primitive().clone())),
        DataType::Timestamp(TimeUnit::Second, _) => moments::<TimestampSecondType>(column),
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            moments::<TimestampMillisecondType>(column)
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            moments::<TimestampMicrosecondType>(column)
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => moments::<TimestampNanosecondType>(column),
        DataType::Decimal32(_, scale) => decimals::<Decimal32Type>(column, *scale),
        DataType::Decimal64(_, scale) => decimals::<Decimal64Type>(column, *scale),
        DataType::Decimal128(_, scale) => decimals::<Decimal128Type>(column, *scale),
        DataType::Decimal256(_, scale) => {
            Box::new(LongDecimals { units: column.as_primitive().clone(), scale: *scale })
        }
        DataType::Dictionary(key, values) if is_single(values) => dictionary(column, key)?,
        _ => return None,
    })
}

/// A column in which no row has a value.
struct Nothing;

impl Texts for Nothing {
    fn push(&self, _: usize, _: &mut Vec<u8>) {}
}

impl<O: OffsetSizeTrait> Texts for GenericBinaryArray<O> {
    #[inline]
    fn push(&self, row: usize, out: &mut Vec<u8>) {
        let offsets = self.value_offsets();
        let place = |row: usize| offsets.get(row).map(|offset| offset.as_usize());
        let bytes = place(row).zip(place(row.saturating_add(1)));
        let bytes = bytes.and_then(|(start, end)| self.value_data().get(start..end));
        out.extend_from_slice(bytes.unwrap_or_default());
    }
}

impl Texts for BinaryViewArray {
    #[inline]
    fn push(&self, row: usize, out: &mut Vec<u8>) {
        out.extend_from_slice(self.value(row));
    }
}

struct Integers<T: ArrowPrimitiveType>(PrimitiveArray<T>);

fn integers<T: ArrowPrimitiveType>(column: &dyn Array) -> Box<dyn Texts>
where
    T::Native: std::fmt::Display,
{
    Box::new(Integers::<T>(column.as_primitive().clone()))
}

impl<T: ArrowPrimitiveType> Texts for Integers<T>
where
    T::Native: std::fmt::Display,
{
    fn push(&self, row: usize, out: &mut Vec<u8>) {
        // Writing to memory does not fail.
        let _ = write!(out, "{}", self.0.value(row));
    }
}

struct Singles(PrimitiveArray<Float32Type>);

impl Texts for Singles {
    fn push(&self, row: usize, out: &mut Vec<u8>) {
        push_single(out, self.0.value(row));
    }
}

struct Doubles(PrimitiveArray<Float64Type>);

impl Texts for Doubles {
    fn push(&self, row: usize, out: &mut Vec<u8>) {
        push_double(out, self.0.value(row));
    }
}

struct Days(PrimitiveArray<Date32Type>);

impl Texts for Days {
    fn push(&self, row: usize, out: &mut Vec<u8>) {
        push_day(out, self.0.value(row).into());
    }
}

struct Milliseconds(PrimitiveArray<Date64Type>);

impl Texts for Milliseconds {
    fn push(&self, row: usize, out: &mut Vec<u8>) {
        push_moment(out, self.0.value(row), Unit::Milliseconds);
    }
}

struct Moments<T: ArrowTimestampType>(PrimitiveArray<T>);

fn moments<T: ArrowTimestampType>(column: &dyn Array) -> Box<dyn Texts> {
    Box::new(Moments::<T>(column.as_primitive().clone()))
}

impl<T: ArrowTimestampType> Texts for Moments<T> {
    fn push(&self, row: usize, out: &mut Vec<u8>) {
        let unit = match T::UNIT {
            TimeUnit::Second => Unit::Seconds,
            TimeUnit::Millisecond => Unit::Milliseconds,
            TimeUnit::Microsecond => Unit::Microseconds,
            TimeUnit::Nanosecond => Unit::Nanoseconds,
        };
        push_moment(out, self.0.value(row), unit);
    }
}

struct Decimals<T: ArrowPrimitiveType> {
    units: PrimitiveArray<T>,
    scale: i8,
}

fn decimals<T: ArrowPrimitiveType>(column: &dyn Array, scale: i8) -> Box<dyn Texts>
where
    T::Native: Into<i128>,
{
    Box::new(Decimals::<T> { units: column.as_primitive().clone(), scale })
}

impl<T: ArrowPrimitiveType> Texts for Decimals<T>
where
    T::Native: Into<i128>,
{
    fn push(&self, row: usize, out: &mut Vec<u8>) {
        let units: i128 = self.units.value(row).into();
        match u32::try_from(self.scale) {
            Ok(decimals) => push_decimal(out, units, decimals),
            Err(_) => push_digits(out, &units.to_string(), self.scale),
        }
    }
}

/// Decimals that may be longer than any other number.
struct LongDecimals {
    units: PrimitiveArray<Decimal256Type>,
    scale: i8,
}

impl Texts for LongDecimals {
    fn push(&self, row: usize, out: &mut Vec<u8>) {
        push_digits(out, &self.units.value(row).to_string(), self.scale);
    }
}

/// The digits of a number's units, with so many decimals: digits alone where it is whole. A number
/// below no decimals counts tens, hundreds and so on.
pub(crate) fn push_digits(out: &mut Vec<u8>, units: &str, scale: i8) {
    let (sign, digits) = match units.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", units),
    };
    let decimals = usize::from(scale.max(0).unsigned_abs());
    let zeros = usize::from(scale.min(0).unsigned_abs());
    let digits = format!("{digits:0>width$}", width = decimals.saturating_add(1));
    let (whole, rest) = digits.split_at(digits.len().saturating_sub(decimals));
    out.extend_from_slice(sign.as_bytes());
    out.extend_from_slice(whole.as_bytes());
    if whole != "0" {
        out.extend(std::iter::repeat_n(b'0', zeros));
    }
    if rest.bytes().any(|digit| digit != b'0') {
        out.push(b'.');
        out.extend_from_slice(rest.as_bytes());
    }
}

/// Values that rows share; a row has the place of its own.
struct Shared {
    places: Vec<usize>,
    values: Cells,
    count: usize,
}

impl Texts for Shared {
    fn push(&self, row: usize, out: &mut Vec<u8>) {
        if let Some(place) = self.places.get(row).filter(|place| **place < self.count) {
            self.values.push(*place, out);
        }
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "by its definition no other type is a key")]
fn dictionary(column: &dyn Array, key: &DataType) -> Option<Box<dyn Texts>> {
    let places = match key {
        DataType::Int8 => places::<Int8Type>(column),
        DataType::Int16 => places::<Int16Type>(column),
        DataType::Int32 => places::<Int32Type>(column),
        DataType::Int64 => places::<Int64Type>(column),
        DataType::UInt8 => places::<UInt8Type>(column),
        DataType::UInt16 => places::<UInt16Type>(column),
        DataType::UInt32 => places::<UInt32Type>(column),
        DataType::UInt64 => places::<UInt64Type>(column),
        _ => return None,
    };
    let values = column.as_any_dictionary_opt()?.values();
    Some(Box::new(Shared { places, values: Cells::of(values.as_ref())?, count: values.len() }))
}

/// The places of values; where a row has no value, its place may be anything.
fn places<K: ArrowDictionaryKeyType>(column: &dyn Array) -> Vec<usize> {
    let keys = column.as_dictionary::<K>().keys().values();
    keys.iter().map(|key| key.to_usize().unwrap_or(usize::MAX)).collect()
}
