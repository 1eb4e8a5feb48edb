//! A table of CSV as Parquet: some rows at a time, typed, and the same bytes for the same table.

use std::io::{Read, Write};
use std::sync::Arc;

use csv::ByteRecord;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{
    ByteArray, ByteArrayType, DataType, FixedLenByteArray, FixedLenByteArrayType, Int32Type,
    Int64Type,
};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};

use crate::batch::error::BatchError;
use crate::batch::rows::cells::{Quotes, reader, without_guard};
use crate::batch::rows::formats::ColumnTexts;
use crate::engine::calendar::parse_iso;
use crate::engine::receipt::ENGINE;

use super::outputs::{CellKind, TableColumnKinds};

/// Most rows of a row group, and most bytes of their texts, which are in memory until it is full.
const GROUP_ROWS_MAX: usize = 128 * 1024;
const GROUP_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Values that are written at once.
const VALUES_MAX: usize = 1024;
/// Decimals of all amounts, prices and shares: the most that a price book may have.
const AMOUNT_DECIMALS: u8 = 6;
/// Digits of all of them: 19 of the largest amount without decimals, and those behind the point.
const AMOUNT_DIGITS: i32 = 25;
/// What so many digits take: 2 to the power of 87 has 27.
const AMOUNT_BYTES: usize = 11;
/// Of zstd: level 3 makes a file one percent smaller.
const LEVEL: i32 = 1;

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ValueKind {
    /// Text.
    Text,
    /// Text, or nothing where the cell is empty.
    TextOrNothing,
    /// A whole number, or nothing.
    Count,
    /// A day, or nothing.
    Day,
    /// An amount in whatever currency, or nothing.
    Amount,
}

impl ValueKind {
    const fn of(cells: CellKind) -> Self {
        match cells {
            CellKind::Text | CellKind::Id | CellKind::Codes => Self::Text,
            CellKind::Count => Self::Count,
            CellKind::Day => Self::Day,
            CellKind::Amount | CellKind::UnitPrice | CellKind::Percent => Self::Amount,
        }
    }

    /// Whether a cell that is empty is no value at all.
    const fn may_be_nothing(self) -> bool {
        match self {
            Self::Text => false,
            Self::TextOrNothing | Self::Count | Self::Day | Self::Amount => true,
        }
    }

    fn schema(self, name: &str) -> Result<Type, ParquetError> {
        let (physical, logical) = match self {
            Self::Text | Self::TextOrNothing => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Self::Count => (Physical::INT64, None),
            Self::Day => (Physical::INT32, Some(LogicalType::Date)),
            Self::Amount => {
                let decimal = LogicalType::decimal(AMOUNT_DECIMALS.into(), AMOUNT_DIGITS);
                (Physical::FIXED_LEN_BYTE_ARRAY, Some(decimal))
            }
        };
        let repetition =
            if self.may_be_nothing() { Repetition::OPTIONAL } else { Repetition::REQUIRED };
        let mut column = Type::primitive_type_builder(name, physical)
            .with_repetition(repetition)
            .with_logical_type(logical);
        if self == Self::Amount {
            column = column
                .with_length(i32::try_from(AMOUNT_BYTES).unwrap_or(i32::MAX))
                .with_precision(AMOUNT_DIGITS)
                .with_scale(AMOUNT_DECIMALS.into());
        }
        column.build()
    }
}

/// A column, and the cells of the row group that is being filled.
struct OutputColumn {
    name: String,
    kind: ValueKind,
    cells: ColumnTexts,
}

/// Writes a table of CSV as Parquet.
pub(super) fn write<W: Write + Send>(
    csv: impl Read,
    delimiter: u8,
    kinds: TableColumnKinds,
    out: W,
) -> Result<W, BatchError> {
    let mut reader = reader(csv, delimiter, Quotes::Read);
    let mut record = ByteRecord::new();
    if !reader.read_byte_record(&mut record).map_err(BatchError::csv)? {
        return Err(BatchError::Bug("an output has no header"));
    }
    let mut columns = columns(&record, kinds);
    let schema = schema(&columns).map_err(failed)?;
    let mut writer =
        SerializedFileWriter::new(out, schema, Arc::new(properties()?)).map_err(failed)?;
    let (mut rows, mut bytes) = (0, 0);
    while reader.read_byte_record(&mut record).map_err(BatchError::csv)? {
        for (column, cell) in columns.iter_mut().zip(&record) {
            column.cells.bytes.extend_from_slice(without_guard(cell));
            column.cells.end(usize::MAX);
        }
        rows += 1;
        bytes += record.as_slice().len();
        if rows == GROUP_ROWS_MAX || bytes >= GROUP_BYTES_MAX {
            write_group(&mut writer, &mut columns)?;
            (rows, bytes) = (0, 0);
        }
    }
    if rows > 0 {
        write_group(&mut writer, &mut columns)?;
    }
    writer.into_inner().map_err(failed)
}

fn properties() -> Result<WriterProperties, BatchError> {
    let level = ZstdLevel::try_new(LEVEL).map_err(failed)?;
    Ok(WriterProperties::builder()
        .set_created_by(ENGINE.to_owned())
        .set_compression(Compression::ZSTD(level))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .build())
}

/// An error of the system is told as what it is.
fn failed(error: ParquetError) -> BatchError {
    let error = if let ParquetError::External(inner) = error { inner } else { error.into() };
    let source = error.downcast().map_or_else(std::io::Error::other, |error| *error);
    BatchError::output("the Parquet tables", source)
}

fn columns(header: &ByteRecord, kinds: TableColumnKinds) -> Vec<OutputColumn> {
    let mut columns: Vec<OutputColumn> = Vec::new();
    for (place, name) in header.iter().enumerate() {
        let mut name = String::from_utf8_lossy(without_guard(name)).into_owned();
        // Columns that mean nothing may have no name, or one that others have.
        let is_taken = |name: &str| columns.iter().any(|other| other.name == name);
        if name.is_empty() || is_taken(&name) {
            name = format!("{name}_{}", place + 1);
        }
        while is_taken(&name) {
            name.push('_');
        }
        let kind = match kinds {
            TableColumnKinds::Fixed(fixed) => {
                fixed.get(place).map_or(ValueKind::Text, |(_, cells)| ValueKind::of(*cells))
            }
            TableColumnKinds::OfInput => ValueKind::TextOrNothing,
        };
        columns.push(OutputColumn { name, kind, cells: ColumnTexts::default() });
    }
    columns
}

fn schema(columns: &[OutputColumn]) -> Result<TypePtr, ParquetError> {
    let mut fields = Vec::new();
    for column in columns {
        fields.push(Arc::new(column.kind.schema(&column.name)?));
    }
    Type::group_type_builder("table").with_fields(fields).build().map(Arc::new)
}

fn write_group<W: Write + Send>(
    writer: &mut SerializedFileWriter<W>,
    columns: &mut [OutputColumn],
) -> Result<(), BatchError> {
    let mut group = writer.next_row_group().map_err(failed)?;
    for column in columns {
        let next = group.next_column().map_err(failed)?;
        let mut out = next.ok_or(BatchError::Bug("a table has fewer columns than its header"))?;
        let cells = (0..column.cells.len()).map(|place| column.cells.get(place));
        match column.kind {
            kind @ (ValueKind::Text | ValueKind::TextOrNothing) => {
                put::<ByteArrayType>(&mut out, cells, kind, text)?;
            }
            kind @ ValueKind::Count => put::<Int64Type>(&mut out, cells, kind, count)?,
            kind @ ValueKind::Day => put::<Int32Type>(&mut out, cells, kind, day)?,
            kind @ ValueKind::Amount => {
                put::<FixedLenByteArrayType>(&mut out, cells, kind, |cell| {
                    amount(cell).map(big_endian)
                })?;
            }
        }
        out.close().map_err(failed)?;
        column.cells.clear();
    }
    group.close().map(drop).map_err(failed)
}

/// Writes the cells of a column as values; nothing for those that may be nothing and are empty.
fn put<'cell, T: DataType>(
    out: &mut SerializedColumnWriter<'_>,
    cells: impl Iterator<Item = &'cell [u8]>,
    kind: ValueKind,
    value: fn(&[u8]) -> Result<T::T, BatchError>,
) -> Result<(), BatchError> {
    let may_be_nothing = kind.may_be_nothing();
    let mut cells = cells.peekable();
    while cells.peek().is_some() {
        let (mut values, mut levels) = (Vec::with_capacity(VALUES_MAX), Vec::new());
        for cell in cells.by_ref().take(VALUES_MAX) {
            let is_nothing = may_be_nothing && cell.is_empty();
            levels.push(i16::from(!is_nothing));
            if !is_nothing {
                values.push(value(cell)?);
            }
        }
        let levels = may_be_nothing.then_some(levels.as_slice());
        out.typed::<T>().write_batch(&values, levels, None).map_err(failed)?;
    }
    Ok(())
}

/// A text; what is none is made one, as a column of text holds nothing else.
fn text(cell: &[u8]) -> Result<ByteArray, BatchError> {
    Ok(match std::str::from_utf8(cell) {
        Ok(text) => text.into(),
        Err(_) => String::from_utf8_lossy(cell).as_ref().into(),
    })
}

fn count(cell: &[u8]) -> Result<i64, BatchError> {
    parsed(cell, |text| text.parse().ok())
}

fn day(cell: &[u8]) -> Result<i32, BatchError> {
    let epoch = chrono::DateTime::UNIX_EPOCH.date_naive();
    parsed(cell, |text| {
        let days = parse_iso(text)?.signed_duration_since(epoch).num_days();
        i32::try_from(days).ok()
    })
}

/// An amount in units of the last of all decimals.
fn amount(cell: &[u8]) -> Result<i128, BatchError> {
    let limit = 10_u128.pow(AMOUNT_DIGITS.unsigned_abs());
    let units = parsed(cell, |text| {
        let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
        let missing = usize::from(AMOUNT_DECIMALS).checked_sub(rest.len())?;
        format!("{whole}{rest}{}", "0".repeat(missing)).parse::<i128>().ok()
    })?;
    if units.unsigned_abs() < limit {
        return Ok(units);
    }
    Err(BatchError::Bug("an amount has more digits than any can have"))
}

/// As few bytes as the digits of an amount take.
fn big_endian(units: i128) -> FixedLenByteArray {
    let bytes = units.to_be_bytes();
    let (_, last) = bytes.split_at(bytes.len() - AMOUNT_BYTES);
    last.to_vec().into()
}

fn parsed<T>(cell: &[u8], read: impl Fn(&str) -> Option<T>) -> Result<T, BatchError> {
    let value = std::str::from_utf8(cell).ok().and_then(read);
    value.ok_or(BatchError::Bug("a cell of an output is not what its column holds"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_of_any_currency_and_prices_have_one_scale() {
        for (cell, units) in [
            ("0", 0),
            ("25200", 25_200_000_000),
            ("433.87", 433_870_000),
            ("60.300", 60_300_000),
            ("0.000001", 1),
            ("-0.0001", -100),
            // The largest amount that there is, in a currency without decimals.
            ("9223372036854775807", 9_223_372_036_854_775_807_000_000),
            ("-9223372036854775808", -9_223_372_036_854_775_808_000_000),
        ] {
            assert_eq!(amount(cell.as_bytes()).ok(), Some(units), "{cell}");
        }
        assert!(amount(b"10000000000000000000").is_err());
    }

    #[test]
    fn an_amount_keeps_its_sign_in_fewer_bytes() {
        assert_eq!(big_endian(1).data(), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
        assert_eq!(big_endian(-2).data(), [255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 254]);
    }

    #[test]
    fn days_count_from_1970() {
        assert_eq!(day(b"1970-01-01").ok(), Some(0));
        assert_eq!(day(b"2026-11-24").ok(), Some(20_781));
        assert_eq!(day(b"1969-12-31").ok(), Some(-1));
    }
}
