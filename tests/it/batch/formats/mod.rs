//! Tables as Parquet and XLSX, in and out.

mod as_they_come;
mod cells;
mod damage;
mod outputs;
mod same;
mod workbooks;

use std::fs::File;
use std::io::{Read, Write};
use std::sync::Arc;

use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArray,
    FixedLenByteArrayType, FloatType, Int32Type, Int64Type,
};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

use super::HEADER;

/// A row's cells, empty where not given, as the small book's tables have them.
fn plain(org_id: &str) -> Vec<String> {
    super::row(org_id, &[]).trim_end().split(',').map(str::to_owned).collect()
}

fn place(column: &str) -> usize {
    HEADER.split(',').position(|name| name == column).expect("a column")
}

/// Writes a table of CSV into a sheet as a person would have it: counts as numbers, days as dates.
fn put_typed(sheet: &mut Worksheet, csv: &[u8]) {
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv);
    for (row, record) in (0..).zip(reader.records()) {
        for (column, cell) in (0..).zip(&record.expect("a row")) {
            let number = cell.parse::<i32>().ok();
            if cell.is_empty() {
                continue;
            } else if let Some(number) = number {
                sheet.write_number(row, column, number).expect("a number");
            } else if let Some(day) = day(cell) {
                sheet.write_datetime_with_format(row, column, day, &date).expect("a date");
            } else {
                sheet.write_string(row, column, cell).expect("a text");
            }
        }
    }
}

fn day(cell: &str) -> Option<ExcelDateTime> {
    let bytes = cell.as_bytes();
    let is_day = bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-';
    is_day.then(|| ExcelDateTime::parse_from_str(cell).ok()).flatten()
}

fn workbook(put: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    put(&mut workbook);
    workbook.save_to_buffer().expect("a workbook")
}

/// The same workbook with one of its parts changed.
fn with_part(workbook: &[u8], name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(std::io::Cursor::new(workbook)).expect("an archive");
    let mut new = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut is_changed = false;
    for place in 0..old.len() {
        let mut part = old.by_index(place).expect("a part");
        let own = part.name().expect("a name").into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).expect("text");
        if own == name {
            text = change(text);
            is_changed = true;
        }
        new.start_file(own, zip::write::SimpleFileOptions::default()).expect("a part");
        new.write_all(text.as_bytes()).expect("a part");
    }
    assert!(is_changed, "{name}");
    new.finish().expect("an archive").into_inner()
}

/// The values of a column.
#[expect(clippy::disallowed_types, reason = "columns of others hold floats")]
enum Values {
    Text(Vec<Option<String>>),
    Fixed(Vec<Vec<u8>>),
    Small(Vec<Option<i32>>),
    Large(Vec<Option<i64>>),
    Double(Vec<f64>),
    Single(Vec<f32>),
    Bool(Vec<bool>),
}

/// All cells of a column of CSV as text.
fn texts(rows: &[Vec<String>], column: usize) -> Values {
    let cell = |row: &Vec<String>| Some(row[column].clone()).filter(|cell| !cell.is_empty());
    Values::Text(rows.iter().map(cell).collect())
}

/// Writes a file of one row group for each part.
fn parquet(schema: &str, parts: &[Vec<Values>], properties: WriterProperties) -> Vec<u8> {
    let schema = parse_message_type(schema).expect("a schema");
    let mut file = tempfile::tempfile().expect("a file");
    let copy = file.try_clone().expect("a file");
    let mut writer =
        SerializedFileWriter::new(copy, Arc::new(schema), Arc::new(properties)).expect("a writer");
    for part in parts {
        let mut group = writer.next_row_group().expect("a group");
        for values in part {
            let mut column = group.next_column().expect("a column").expect("one more");
            put(&mut column, values);
            column.close().expect("a column");
        }
        group.close().expect("a group");
    }
    writer.close().expect("a file");
    all_of(&mut file)
}

fn all_of(file: &mut File) -> Vec<u8> {
    use std::io::Seek;
    file.rewind().expect("a file");
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).expect("bytes");
    bytes
}

fn put(column: &mut SerializedColumnWriter<'_>, values: &Values) {
    match values {
        Values::Text(texts) => {
            put_some::<ByteArrayType, _>(column, texts, |text| ByteArray::from(text.as_str()));
        }
        Values::Fixed(all) => {
            let all: Vec<FixedLenByteArray> = all.iter().cloned().map(Into::into).collect();
            put_all::<FixedLenByteArrayType>(column, &all);
        }
        Values::Small(numbers) => put_some::<Int32Type, _>(column, numbers, |number| *number),
        Values::Large(numbers) => put_some::<Int64Type, _>(column, numbers, |number| *number),
        Values::Double(numbers) => put_all::<DoubleType>(column, numbers),
        Values::Single(numbers) => put_all::<FloatType>(column, numbers),
        Values::Bool(all) => put_all::<BoolType>(column, all),
    }
}

fn put_all<T: DataType>(column: &mut SerializedColumnWriter<'_>, values: &[T::T]) {
    column.typed::<T>().write_batch(values, None, None).expect("values");
}

fn put_some<T: DataType, V>(
    column: &mut SerializedColumnWriter<'_>,
    values: &[Option<V>],
    value: fn(&V) -> T::T,
) {
    let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
    let values: Vec<T::T> = values.iter().flatten().map(value).collect();
    column.typed::<T>().write_batch(&values, Some(&levels), None).expect("values");
}
