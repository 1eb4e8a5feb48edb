//! One table in all forms gives the same bytes.

use std::process::Stdio;

use parquet::basic::{Compression, GzipLevel, ZstdLevel};
use parquet::file::properties::{WriterProperties, WriterVersion};

use super::{Values, parquet, put_typed, texts, workbook};
use crate::batch::{HEADER, Place, assert_same, batch, run, said};

const ROWS: u64 = 1_200;

/// The rows of a sample, with its header left out.
fn rows(csv: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(csv);
    let cells = |row: csv::StringRecord| row.iter().map(str::to_owned).collect();
    reader.records().map(|row| cells(row.expect("a row"))).collect()
}

fn schema(types: &[(&str, &str)]) -> String {
    let column = |name: &str| {
        let known = types.iter().find(|(column, _)| *column == name);
        match known.map(|(_, kind)| *kind) {
            Some(kind) => kind.replace("NAME", name),
            None => format!("optional binary {name} (UTF8);"),
        }
    };
    format!("message table {{ {} }}", HEADER.split(',').map(column).collect::<String>())
}

fn all_text(rows: &[Vec<String>]) -> Vec<Values> {
    (0..HEADER.split(',').count()).map(|column| texts(rows, column)).collect()
}

fn assert_same_as(place: &Place, whole: &str, name: &str, bytes: Vec<u8>) {
    let input = place.file(name, bytes);
    let out = format!("out-{name}");
    let output = run(&[&input, "--out", &place.text(&out)]);
    assert_eq!(output.status.code(), Some(1), "{name}: {}", said(&output));
    assert_same(&place.path(whole), &place.path(&out));
}

#[test]
fn one_table_as_csv_workbook_and_parquet_is_priced_alike() {
    let place = Place::new();
    let input = place.sample(ROWS, 21);
    let csv = std::fs::read(&input).expect("a table");
    assert_eq!(run(&[&input, "--out", &place.text("whole")]).status.code(), Some(1));
    let sheet = workbook(|book| put_typed(book.add_worksheet(), &csv));
    assert_same_as(&place, "whole", "table.xlsx", sheet);
    let rows = rows(&csv);
    let (first, second) = rows.split_at(rows.len() / 3);
    let parts = || vec![all_text(first), all_text(second)];
    let zstd = Compression::ZSTD(ZstdLevel::default());
    let codecs = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(GzipLevel::default()),
        Compression::LZ4,
        Compression::LZ4_RAW,
        zstd,
    ];
    for (number, codec) in codecs.into_iter().enumerate() {
        let version =
            if number % 2 == 0 { WriterVersion::PARQUET_1_0 } else { WriterVersion::PARQUET_2_0 };
        let properties = WriterProperties::builder()
            .set_compression(codec)
            .set_writer_version(version)
            .set_dictionary_enabled(number % 3 != 0)
            .build();
        let bytes = parquet(&schema(&[]), &parts(), properties);
        assert_same_as(&place, "whole", &format!("table-{number}.parquet"), bytes);
    }
}

#[test]
fn a_stream_of_either_kind_is_priced_as_its_file() {
    let place = Place::new();
    let input = place.sample(ROWS, 22);
    let csv = std::fs::read(&input).expect("a table");
    assert_eq!(run(&[&input, "--out", &place.text("whole")]).status.code(), Some(1));
    let sheet = workbook(|book| put_typed(book.add_worksheet(), &csv));
    let columns = parquet(&schema(&[]), &[all_text(&rows(&csv))], WriterProperties::default());
    for (name, bytes) in [("xlsx", sheet), ("parquet", columns)] {
        let file = std::fs::File::open(place.file(name, bytes)).expect("a file");
        let output = batch(&["-", "--out", &place.text(&format!("out-{name}"))])
            .stdin(Stdio::from(file))
            .output()
            .expect("the program runs");
        assert_eq!(output.status.code(), Some(1), "{name}: {}", said(&output));
        assert_same(&place.path("whole"), &place.path(&format!("out-{name}")));
    }
}

/// Days of 1970 and later, by a count that knows nothing of the program's.
fn days(text: &str) -> Option<i32> {
    let mut parts = text.split('-').map(|part| part.parse::<i32>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let is_leap = |year: i32| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let years: i32 = (1970..year).map(|year| if is_leap(year) { 366 } else { 365 }).sum();
    let february = if is_leap(year) { 29 } else { 28 };
    let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let months: i32 = lengths.iter().take(usize::try_from(month).ok()? - 1).sum();
    Some(years + months + day - 1)
}

#[test]
fn typed_columns_are_the_same_table() {
    let place = Place::new();
    let input = place.sample(ROWS, 23);
    let csv = std::fs::read(&input).expect("a table");
    // Rows that a typed column cannot hold are left out of the table.
    let typed = ["owned", "retire", "term_years", "covered_through"];
    let fits = |row: &&Vec<String>| {
        let own = HEADER.split(',').zip(row.iter()).filter(|(name, _)| typed.contains(name));
        own.into_iter().all(|(name, cell)| match name {
            "covered_through" => days(cell).is_some(),
            "retire" => cell.is_empty() || cell.parse::<i32>().is_ok(),
            _ => cell.parse::<i32>().is_ok(),
        })
    };
    let all = rows(&csv);
    let rows: Vec<Vec<String>> = all.iter().filter(fits).cloned().collect();
    assert!(rows.len() * 10 > all.len() * 9, "most rows fit");
    let mut text = format!("{HEADER}\n");
    for row in &rows {
        let mut line = csv::Writer::from_writer(Vec::new());
        line.write_record(row).expect("a row");
        text.push_str(&String::from_utf8(line.into_inner().expect("a row")).expect("text"));
    }
    let plain = place.file("plain.csv", text);
    assert_eq!(run(&[&plain, "--out", &place.text("whole")]).status.code(), Some(1));
    let kinds = [
        ("owned", "required double NAME;"),
        ("retire", "optional int64 NAME (DECIMAL(12,2));"),
        ("term_years", "optional int32 NAME (UINT_8);"),
        ("covered_through", "optional int32 NAME (DATE);"),
    ];
    let mut columns = all_text(&rows);
    let at = super::place;
    let number = |row: &Vec<String>, name: &str| row[at(name)].parse::<i32>().ok();
    columns[at("owned")] = Values::Double(
        rows.iter().filter_map(|row| number(row, "owned")).map(Into::into).collect(),
    );
    let hundredfold = |row| number(row, "retire").map(|count| i64::from(count) * 100);
    columns[at("retire")] = Values::Large(rows.iter().map(hundredfold).collect());
    columns[at("term_years")] =
        Values::Small(rows.iter().map(|row| number(row, "term_years")).collect());
    columns[at("covered_through")] =
        Values::Small(rows.iter().map(|row| days(&row[at("covered_through")])).collect());
    let bytes = parquet(&schema(&kinds), &[columns], WriterProperties::default());
    assert_same_as(&place, "whole", "typed.parquet", bytes);
}

/// Every other row of a table, and then the rest.
fn apart(csv: &[u8]) -> Vec<u8> {
    let mut rows = csv.split_inclusive(|byte| *byte == b'\n');
    let head = rows.next().expect("a head");
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for (number, row) in rows.enumerate() {
        if number % 2 == 0 { &mut first } else { &mut second }.extend_from_slice(row);
    }
    [head, &first, &second].concat()
}

#[test]
fn scattered_rows_are_put_together_whatever_the_table_is_kept_in() {
    let place = Place::new();
    let csv = apart(&std::fs::read(place.sample(ROWS, 24)).expect("a table"));
    let input = place.file("apart.csv", &csv);
    let whole = run(&[&input, "--out", &place.text("whole"), "--group"]);
    assert_eq!(whole.status.code(), Some(1), "{}", said(&whole));
    assert_eq!(place.summary("whole")["rejects"].get("account-not-adjacent"), None);
    let sheet = workbook(|book| put_typed(book.add_worksheet(), &csv));
    let columns = parquet(&schema(&[]), &[all_text(&rows(&csv))], WriterProperties::default());
    for (name, bytes) in [("table.xlsx", sheet), ("table.parquet", columns)] {
        let input = place.file(name, bytes);
        let stdin = std::fs::File::open(&input).expect("a file");
        let out = |from: &str| format!("out-{from}-{name}");
        let from_file = run(&[&input, "--out", &place.text(&out("file")), "--group"]);
        assert_eq!(from_file.status.code(), Some(1), "{name}: {}", said(&from_file));
        assert_same(&place.path("whole"), &place.path(&out("file")));
        let piped = batch(&["-", "--out", &place.text(&out("pipe")), "--group"])
            .stdin(Stdio::from(stdin))
            .output()
            .expect("the program runs");
        assert_eq!(piped.status.code(), Some(1), "{name}: {}", said(&piped));
        assert_same(&place.path("whole"), &place.path(&out("pipe")));
    }
}
