//! Parquet as rows: row group by row group, a few rows of each column at a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use csv::ByteRecord;
use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, TimeUnit, Type};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{DataType, Int96};
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use parquet::schema::types::ColumnDescriptor;

use crate::batch::error::BatchError;
use crate::batch::rows::columns::{COLUMNS_MAX, HeadNames, is_known};
use crate::batch::rows::reading::Reading;
use crate::batch::rows::row_parser::ROW_BYTES_MAX;
use crate::batch::rows::stream::TableStream;
use crate::batch::values::{
    Unit, push_day, push_decimal, push_double, push_moment, push_single, push_time, push_uuid,
    with_mark,
};
use crate::files::stage::SourceFile;

use super::encoded::no_encoding;
use super::pipe::{self, Demand, RowSender, damaged};
use super::text::ColumnTexts;

/// So many rows of each column are held at once.
const BATCH_ROWS: usize = 256;
/// Most bytes of a decimal's units; more digits than 38 do not fit.
const DECIMAL_BYTES_MAX: usize = 16;
/// The day 1970-01-01 as old files count it, from noon of 4714 years before.
const JULIAN_DAY_OF_1970: i64 = 2_440_588;
const MILLISECONDS_OF_DAY: i64 = 86_400_000;

/// What the values of a column mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Text,
    /// Whole numbers, true or false, or floats: what the type of the values says.
    Plain,
    /// Whole numbers without a sign.
    Unsigned,
    /// Units with so many decimals.
    Decimal(u32),
    Day,
    Moment(Unit),
    Time(Unit),
    Uuid,
}

/// A column that is read.
struct InputColumn {
    /// Its place among the leaves of the schema.
    leaf: usize,
    meaning: Meaning,
    cells: ColumnTexts,
}

/// Opens Parquet as a stream of CSV.
pub(in crate::batch::rows) fn open(
    source: SourceFile,
    reading: &Reading,
    names: &Arc<dyn HeadNames>,
) -> Result<TableStream, BatchError> {
    no_encoding(reading, "the text of Parquet is UTF-8")?;
    pipe::open(source, names.notation().decimal, Arc::default(), read)
}

/// Reads a file, its header first.
fn read(source: SourceFile, rows: &mut RowSender, bytes: Arc<AtomicU64>) -> Result<(), BatchError> {
    let length = source.length_bytes();
    let file = SerializedFileReader::new(source.into_file()).map_err(broken)?;
    let (mut columns, header) = columns(&file)?;
    packed(&file)?;
    if rows.push(&header) == Demand::NoMore {
        return Ok(());
    }
    let groups = file.metadata().row_groups();
    let count =
        |rows: i64| u64::try_from(rows).map_err(|_| broken("a part has fewer than no rows"));
    let mut all = 0_u64;
    for group in groups {
        all = all.saturating_add(count(group.num_rows())?);
    }
    let mut done = 0;
    for (place, group) in groups.iter().enumerate() {
        let reader = file.get_row_group(place).map_err(broken)?;
        let mut readers = Vec::new();
        for column in &columns {
            readers.push(reader.get_column_reader(column.leaf).map_err(broken)?);
        }
        let mut left = count(group.num_rows())?;
        while left > 0 {
            let some = usize::try_from(left).unwrap_or(BATCH_ROWS).min(BATCH_ROWS);
            for (column, reader) in columns.iter_mut().zip(&mut readers) {
                column.read(reader, some)?;
                if matches!(column.meaning, Meaning::Plain | Meaning::Decimal(_)) {
                    with_mark(&mut column.cells.bytes, rows.decimal);
                }
            }
            if hand_over(&columns, some, rows) == Demand::NoMore {
                return Ok(());
            }
            let some = u64::try_from(some).unwrap_or(left);
            left -= some;
            done += some;
            // How far the file was read, as a part of its bytes.
            let part = u128::from(length) * u128::from(done) / u128::from(all.max(1));
            bytes.store(u64::try_from(part).unwrap_or(length), Ordering::Relaxed);
        }
    }
    Ok(())
}

fn broken(why: impl std::fmt::Display) -> BatchError {
    damaged("Parquet file", why)
}

fn hand_over(columns: &[InputColumn], count: usize, rows: &mut RowSender) -> Demand {
    let mut row = ByteRecord::new();
    for place in 0..count {
        row.clear();
        for column in columns {
            row.push_field(column.cells.get(place));
        }
        if rows.push(&row) == Demand::NoMore {
            return Demand::NoMore;
        }
    }
    Demand::More
}

/// The columns that can be cells, and their names. What cannot be is left out, unless it has the
/// name of a column that means something.
fn columns<R: ChunkReader + 'static>(
    file: &SerializedFileReader<R>,
) -> Result<(Vec<InputColumn>, ByteRecord), BatchError> {
    let schema = file.metadata().file_metadata().schema_descr();
    let fields = schema.root_schema().get_fields();
    if fields.len() > COLUMNS_MAX {
        return Err(BatchError::table(
            format!("the table has {} columns", fields.len()),
            format!("leave out what is not needed; {COLUMNS_MAX} are the most"),
        ));
    }
    let mut columns = Vec::new();
    let mut header = ByteRecord::new();
    let mut leaves = (0..schema.num_columns()).peekable();
    for (place, field) in fields.iter().enumerate() {
        let name = field.name();
        let leaf = leaves.peek().copied();
        while leaves.next_if(|leaf| schema.get_column_root_idx(*leaf) == place).is_some() {}
        let meaning = leaf.filter(|_| is_single(field));
        let meaning = meaning.and_then(|leaf| meaning_of(&schema.column(leaf)));
        match (leaf, meaning) {
            (Some(leaf), Some(meaning)) => {
                columns.push(InputColumn { leaf, meaning, cells: ColumnTexts::default() });
                header.push_field(name.as_bytes());
            }
            (_, _) if is_known(name) => {
                return Err(BatchError::table(
                    format!("the column `{name}` holds no plain values: {}", kind(field)),
                    "make it text, whole numbers or dates, one in each row",
                ));
            }
            (_, _) => {}
        }
    }
    Ok((columns, header))
}

/// Whether a field has one value in each row, or none.
fn is_single(field: &parquet::schema::types::Type) -> bool {
    field.is_primitive() && field.get_basic_info().repetition() != Repetition::REPEATED
}

/// What the values of a field are, in words.
fn kind(field: &parquet::schema::types::Type) -> String {
    if !is_single(field) {
        return "it is a list or a structure".to_owned();
    }
    let basic = field.get_basic_info();
    match basic.logical_type_ref() {
        Some(logical) => format!("they are of the type {logical:?}"),
        None => format!("they are of the type {:?}", field.get_physical_type()),
    }
}

/// What the values of a column mean as text; `None` where they are nothing that a cell can be.
fn meaning_of(column: &ColumnDescriptor) -> Option<Meaning> {
    let unit = |unit: &TimeUnit| match unit {
        TimeUnit::MILLIS => Unit::Milliseconds,
        TimeUnit::MICROS => Unit::Microseconds,
        TimeUnit::NANOS => Unit::Nanoseconds,
    };
    if let Some(logical) = column.logical_type_ref() {
        return match logical {
            LogicalType::String | LogicalType::Enum | LogicalType::Json => Some(Meaning::Text),
            LogicalType::Decimal(decimal) => {
                u32::try_from(decimal.scale).ok().map(Meaning::Decimal)
            }
            LogicalType::Date => Some(Meaning::Day),
            LogicalType::Time(time) => Some(Meaning::Time(unit(&time.unit))),
            LogicalType::Timestamp(moment) => Some(Meaning::Moment(unit(&moment.unit))),
            LogicalType::Integer(integer) if integer.is_signed => Some(Meaning::Plain),
            LogicalType::Integer(_) => Some(Meaning::Unsigned),
            LogicalType::Unknown => Some(Meaning::Plain),
            LogicalType::Uuid => Some(Meaning::Uuid),
            LogicalType::Map
            | LogicalType::List
            | LogicalType::Bson
            | LogicalType::Float16
            | LogicalType::Variant(_)
            | LogicalType::Geometry(_)
            | LogicalType::Geography(_)
            | LogicalType::File
            | LogicalType::_Unknown { .. } => None,
        };
    }
    match column.converted_type() {
        ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON => Some(Meaning::Text),
        ConvertedType::DECIMAL => u32::try_from(column.type_scale()).ok().map(Meaning::Decimal),
        ConvertedType::DATE => Some(Meaning::Day),
        ConvertedType::TIME_MILLIS => Some(Meaning::Time(Unit::Milliseconds)),
        ConvertedType::TIME_MICROS => Some(Meaning::Time(Unit::Microseconds)),
        ConvertedType::TIMESTAMP_MILLIS => Some(Meaning::Moment(Unit::Milliseconds)),
        ConvertedType::TIMESTAMP_MICROS => Some(Meaning::Moment(Unit::Microseconds)),
        ConvertedType::UINT_8
        | ConvertedType::UINT_16
        | ConvertedType::UINT_32
        | ConvertedType::UINT_64 => Some(Meaning::Unsigned),
        ConvertedType::INT_8
        | ConvertedType::INT_16
        | ConvertedType::INT_32
        | ConvertedType::INT_64 => Some(Meaning::Plain),
        ConvertedType::NONE => match column.physical_type() {
            Type::BYTE_ARRAY => Some(Meaning::Text),
            Type::FIXED_LEN_BYTE_ARRAY => None,
            Type::INT96 => Some(Meaning::Moment(Unit::Nanoseconds)),
            Type::BOOLEAN | Type::INT32 | Type::INT64 | Type::FLOAT | Type::DOUBLE => {
                Some(Meaning::Plain)
            }
        },
        ConvertedType::MAP
        | ConvertedType::MAP_KEY_VALUE
        | ConvertedType::LIST
        | ConvertedType::BSON
        | ConvertedType::INTERVAL => None,
    }
}

/// Whether all of the file is packed in a way that can be unpacked here.
fn packed<R: ChunkReader + 'static>(file: &SerializedFileReader<R>) -> Result<(), BatchError> {
    let groups = file.metadata().row_groups().iter();
    let other =
        groups.flat_map(|group| group.columns()).find_map(|chunk| match chunk.compression() {
            Compression::UNCOMPRESSED
            | Compression::SNAPPY
            | Compression::GZIP(_)
            | Compression::LZ4
            | Compression::LZ4_RAW
            | Compression::ZSTD(_) => None,
            Compression::BROTLI(_) => Some("brotli"),
            Compression::LZO => Some("LZO"),
        });
    match other {
        None => Ok(()),
        Some(other) => Err(BatchError::table(
            format!("the Parquet file is compressed with {other}, which cannot be read here"),
            "write it with snappy, gzip, zstd or lz4, or without compression",
        )),
    }
}

impl InputColumn {
    /// Reads the texts of the next rows.
    fn read(&mut self, reader: &mut ColumnReader, rows: usize) -> Result<(), BatchError> {
        let Self { meaning, cells, .. } = self;
        let meaning = *meaning;
        cells.clear();
        match reader {
            ColumnReader::BoolColumnReader(reader) => texts(reader, rows, cells, |out, value| {
                out.extend_from_slice(if *value { b"true" } else { b"false" });
                Ok(())
            }),
            ColumnReader::Int32ColumnReader(reader) => texts(reader, rows, cells, |out, value| {
                // Without a sign, its bits are those of another number.
                let bits = u32::from_le_bytes(value.to_le_bytes());
                number(out, (*value).into(), u64::from(bits), meaning)
            }),
            ColumnReader::Int64ColumnReader(reader) => texts(reader, rows, cells, |out, value| {
                number(out, *value, u64::from_le_bytes(value.to_le_bytes()), meaning)
            }),
            ColumnReader::Int96ColumnReader(reader) => texts(reader, rows, cells, old_moment),
            ColumnReader::FloatColumnReader(reader) => texts(reader, rows, cells, |out, value| {
                push_single(out, *value);
                Ok(())
            }),
            ColumnReader::DoubleColumnReader(reader) => texts(reader, rows, cells, |out, value| {
                push_double(out, *value);
                Ok(())
            }),
            ColumnReader::ByteArrayColumnReader(reader) => {
                texts(reader, rows, cells, |out, value| bytes(out, value.data(), meaning))
            }
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                texts(reader, rows, cells, |out, value| bytes(out, value.data(), meaning))
            }
        }
    }
}

/// Reads the next values of a column and writes each as a cell; where there is none, it is empty.
fn texts<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    rows: usize,
    cells: &mut ColumnTexts,
    write: impl Fn(&mut Vec<u8>, &T::T) -> Result<(), BatchError>,
) -> Result<(), BatchError> {
    let mut values = Vec::new();
    let mut levels = Vec::new();
    let mut read = 0;
    while read < rows {
        let more = reader.read_records(rows - read, Some(&mut levels), None, &mut values);
        let (more, _, _) = more.map_err(|error: ParquetError| broken(error))?;
        if more == 0 {
            return Err(broken("a column has fewer rows than the others"));
        }
        read += more;
    }
    if levels.is_empty() {
        // A column without empty cells has no levels.
        levels.resize(values.len(), 1);
    }
    let mut values = values.iter();
    for level in &levels {
        if *level > 0 {
            let value = values.next().ok_or_else(|| broken("a column has too few values"))?;
            write(&mut cells.bytes, value)?;
        }
        // A cell that makes its row too long need not be kept.
        cells.end(ROW_BYTES_MAX + 1);
    }
    if cells.len() == rows { Ok(()) } else { Err(broken("a column has too many rows")) }
}

fn number(
    out: &mut Vec<u8>,
    value: i64,
    unsigned: u64,
    meaning: Meaning,
) -> Result<(), BatchError> {
    match meaning {
        Meaning::Plain => out.extend_from_slice(value.to_string().as_bytes()),
        Meaning::Unsigned => out.extend_from_slice(unsigned.to_string().as_bytes()),
        Meaning::Decimal(decimals) => push_decimal(out, value.into(), decimals),
        Meaning::Day => push_day(out, value),
        Meaning::Moment(unit) => push_moment(out, value, unit),
        Meaning::Time(unit) => push_time(out, value, unit),
        Meaning::Text | Meaning::Uuid => return Err(broken("a column's type contradicts itself")),
    }
    Ok(())
}

/// A moment as old programs wrote it: nanoseconds of a day, and the day.
fn old_moment(out: &mut Vec<u8>, value: &Int96) -> Result<(), BatchError> {
    let [low, high, day] = value.data() else {
        return Err(broken("a moment is none"));
    };
    let nanoseconds = (i64::from(*high) << 32) | i64::from(*low);
    let days = i64::from(*day) - JULIAN_DAY_OF_1970;
    let (milliseconds, rest) = (nanoseconds / 1_000_000, nanoseconds % 1_000_000);
    let value = days * MILLISECONDS_OF_DAY + milliseconds % MILLISECONDS_OF_DAY;
    if rest == 0 && (0..MILLISECONDS_OF_DAY).contains(&milliseconds) {
        push_moment(out, value, Unit::Milliseconds);
    } else {
        push_day(out, days);
        out.extend_from_slice(format!("T+{nanoseconds}ns").as_bytes());
    }
    Ok(())
}

fn bytes(out: &mut Vec<u8>, value: &[u8], meaning: Meaning) -> Result<(), BatchError> {
    match meaning {
        Meaning::Text => out.extend_from_slice(value),
        Meaning::Uuid => push_uuid(out, value),
        Meaning::Decimal(decimals) => {
            if value.is_empty() || value.len() > DECIMAL_BYTES_MAX {
                return Err(broken("a decimal has more than 38 digits, or none"));
            }
            // Most significant first, and its sign is that of the first byte.
            let is_negative = value.first().is_some_and(|first| *first >= 0x80);
            let sign = if is_negative { -1 } else { 0 };
            let units = value.iter().fold(sign, |units, byte| (units << 8) | i128::from(*byte));
            push_decimal(out, units, decimals);
        }
        Meaning::Plain
        | Meaning::Unsigned
        | Meaning::Day
        | Meaning::Moment(_)
        | Meaning::Time(_) => return Err(broken("a column's type contradicts itself")),
    }
    Ok(())
}
