//! Lines, quotes and rejects as Parquet: the same rows, typed, and the same bytes every time.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{put_typed, workbook};
use crate::batch::{Place, batch, row, run, run_small, said, slow_batch, table};

const ROWS: u64 = 3_000;
const PARQUETS: [&str; 4] =
    ["lines.parquet", "quotes.parquet", "rejects.parquet", "findings.parquet"];
const SUMMARIES: [&str; 2] = ["summary.json", "summary.html"];

/// The cells of a file as text, by the record reader, which this program does not use.
fn rows(path: &Path) -> Vec<Vec<(String, Field)>> {
    let file = std::fs::File::open(path).expect("a file");
    let reader = SerializedFileReader::new(file).expect("a Parquet file");
    let rows = reader.get_row_iter(None).expect("rows");
    rows.map(|row| row.expect("a row").into_columns()).collect()
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the other kinds are in no output")]
fn shown(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Long(number) => number.to_string(),
        Field::Date(days) => {
            let day = day_of(*days);
            format!("{:04}-{:02}-{:02}", day.0, day.1, day.2)
        }
        Field::Decimal(decimal) => {
            let units =
                decimal.data().iter().fold(0_i128, |units, byte| (units << 8) | i128::from(*byte));
            assert_eq!((decimal.precision(), decimal.scale()), (25, 6));
            format!("{}.{:06}", units / 1_000_000, units % 1_000_000)
        }
        other => panic!("{other:?}"),
    }
}

/// The day so many days after 1970-01-01, counted month by month.
fn day_of(mut days: i32) -> (i32, usize, i32) {
    let (mut year, mut month) = (1970, 1);
    loop {
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let lengths = [31, if is_leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let length = lengths[month - 1];
        if days < length {
            return (year, month, days + 1);
        }
        days -= length;
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
}

/// A cell of CSV as it is without the mark for spreadsheets, and an amount with six decimals.
fn plain(cell: &str, like: &Field) -> String {
    if let Field::Decimal(_) = like {
        let (whole, rest) = cell.split_once('.').unwrap_or((cell, ""));
        return format!("{whole}.{rest:0<6}");
    }
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t']) => rest.to_owned(),
        Some(_) | None => cell.to_owned(),
    }
}

fn assert_tables_agree(place: &Place, out: &str) {
    for name in ["lines", "quotes", "rejects", "findings"] {
        let typed = rows(&place.path(&format!("{out}/{name}.parquet")));
        let csv = place.rows(&format!("{out}/{name}.csv"));
        assert_eq!(typed.len(), csv.len(), "{name}");
        for (typed, csv) in typed.iter().zip(&csv) {
            for ((column, field), cell) in typed.iter().zip(csv) {
                assert_eq!(shown(field), plain(cell, field), "{name}.{column}");
            }
        }
    }
}

fn assert_digests(place: &Place, out: &str, names: &[&str]) {
    let summary = place.summary(out);
    let outputs = summary["outputs"].as_array().expect("outputs");
    let listed: Vec<&str> =
        outputs.iter().map(|one| one["name"].as_str().expect("a name")).collect();
    assert_eq!(listed, names);
    for one in outputs {
        let bytes = place.read(&format!("{out}/{}", one["name"].as_str().expect("a name")));
        let digest: String =
            Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(one["sha256"], Value::from(digest));
        assert_eq!(one["bytes"], Value::from(bytes.len()));
    }
}

#[test]
fn parquet_holds_what_the_csv_holds() {
    let place = Place::new();
    let input = place.sample(ROWS, 31);
    let out = place.text("both");
    let output = run(&[&input, "--out", &out, "--format", "csv,parquet"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert_tables_agree(&place, "both");
    let csv = ["lines.csv", "quotes.csv", "rejects.csv", "findings.csv"];
    assert_digests(&place, "both", &[csv, PARQUETS].concat());
    let output = run(&[&input, "--out", &place.text("one"), "--format", "parquet", "--jobs", "1"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("rejects.parquet"), "{}", said(&output));
    assert_digests(&place, "one", &PARQUETS);
    assert!(!place.path("one/lines.csv").exists());
    let output = run(&[&input, "--out", &place.text("many"), "--format", "parquet", "--jobs", "5"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    for name in PARQUETS {
        assert!(
            place.read(&format!("one/{name}")) == place.read(&format!("both/{name}")),
            "{name}"
        );
    }
    assert_same(&place, "one", "many");
}

fn assert_same(place: &Place, one: &str, other: &str) {
    for name in PARQUETS.iter().chain(&SUMMARIES) {
        let read = |out: &str| place.read(&format!("{out}/{name}"));
        assert!(read(one) == read(other), "{name} differs in {other}");
    }
}

#[test]
fn the_sums_of_the_lines_are_those_of_the_summary() {
    let place = Place::new();
    let input = place.sample(ROWS, 32);
    run(&[&input, "--out", &place.text("out"), "--format", "parquet"]);
    let mut sums: BTreeMap<String, i128> = BTreeMap::new();
    for row in rows(&place.path("out/lines.parquet")) {
        let cell =
            |name: &str| shown(&row.iter().find(|(column, _)| column == name).expect("a column").1);
        *sums.entry(cell("currency")).or_default() +=
            cell("total").replace('.', "").parse::<i128>().expect("an amount");
    }
    let summary = place.summary("out");
    let currencies = summary["currencies"].as_array().expect("currencies");
    assert_eq!(currencies.len(), sums.len());
    for currency in currencies {
        let code = currency["currency"].as_str().expect("a code");
        let (whole, rest) =
            currency["total"].as_str().and_then(|total| total.split_once('.')).expect("cents");
        let units: i128 = format!("{whole}{rest:0<6}").parse().expect("an amount");
        assert_eq!(sums[code], units, "{code}");
    }
}

#[test]
fn rejects_go_in_again_and_text_is_as_it_is() {
    let place = Place::new();
    let text = table(&[
        row("A", &[("customer", "=1+1"), ("edition", "none")]),
        row("B", &[("owned", "1.250")]),
        row("C", &[("customer", "\"a;b, c\"")]),
    ]);
    // Columns that mean nothing, two without a name.
    let wider = |(number, line): (usize, &str)| match number {
        0 => format!("{line},,,remark\n"),
        _ => format!("{line},x,y,z\n"),
    };
    let input = place.file("table.csv", text.lines().enumerate().map(wider).collect::<String>());
    let first = run_small(&[&input, "--out", &place.text("first"), "--format", "parquet,csv"]);
    assert_eq!(first.status.code(), Some(1), "{}", said(&first));
    assert_tables_agree(&place, "first");
    let rejected = rows(&place.path("first/rejects.parquet"));
    assert_eq!(shown(&rejected[0][1].1), "=1+1");
    let again = place.text("first/rejects.parquet");
    let second = run_small(&[&again, "--out", &place.text("second"), "--format", "parquet,csv"]);
    assert_eq!(second.status.code(), Some(1), "{}", said(&second));
    let codes = |out: &str| -> Vec<String> {
        let rejected = rows(&place.path(&format!("{out}/rejects.parquet")));
        rejected.iter().map(|row| shown(&row[row.len() - 3].1)).collect()
    };
    assert_eq!(codes("first"), ["unknown-edition", "bad-number"]);
    assert_eq!(codes("second"), codes("first"));
}

#[test]
fn a_killed_run_from_a_workbook_to_parquet_goes_on_to_the_same_bytes() {
    let place = Place::new();
    let csv = std::fs::read(place.sample(5_000, 33)).expect("a table");
    let book = workbook(|book| put_typed(book.add_worksheet(), &csv));
    let book = place.file("table.xlsx", book);
    run(&[&book, "--out", &place.text("first"), "--format", "parquet"]);
    let input = place.text("first/rejects.parquet");
    assert!(Path::new(&input).is_file());
    for (name, input) in [("workbook", book), ("parquet", input)] {
        let whole = format!("whole-{name}");
        let begun = Instant::now();
        let output = run(&[&input, "--out", &place.text(&whole), "--format", "parquet"]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        let time = begun.elapsed();
        for round in 1..=5 {
            let out = format!("{name}-{round}");
            let mut child = batch(&[&input, "--out", &place.text(&out), "--format", "parquet"])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("the program starts");
            // Later kills are nearer to the end, where the tables are made.
            std::thread::sleep(time * round / 5 - Duration::from_millis(5).min(time / 8));
            let _ = child.kill();
            let _ = child.wait();
            let resume = ["--out", &place.text(&out), "--format", "parquet", "--resume"];
            let output = run(&[&[input.as_str()][..], &resume[..]].concat());
            assert_eq!(output.status.code(), Some(1), "{}", said(&output));
            assert_same(&place, &whole, &out);
            assert!(!place.path(&format!("{out}/.reinstate-batch")).exists());
        }
    }
}

#[test]
fn another_format_does_not_go_on() {
    let place = Place::new();
    let input = place.sample(30_000, 34);
    let out = place.text("out");
    let mut child = slow_batch(&[&input, "--out", &out, "--format", "parquet"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    while !place.path("out/.reinstate-batch/state.json").exists() {
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().expect("it runs");
    child.wait().expect("an end");
    let output = run(&[&input, "--out", &out, "--resume"]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(said(&output).contains("had another --format"), "{}", said(&output));
    let output = run(&[&input, "--out", &out, "--resume", "--format", "parquet"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
}

#[test]
fn a_comparison_needs_the_csv_of_the_earlier_run_and_says_so() {
    let place = Place::new();
    let input = place.file("table.csv", table(&[row("A", &[])]));
    let (old, new) = (place.text("old"), place.text("new"));
    assert_eq!(run_small(&[&input, "--out", &old, "--format", "parquet"]).status.code(), Some(0));
    let output = run_small(&[&input, "--out", &new, "--compare-with", &old]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(said(&output).contains("--format csv,parquet"), "{}", said(&output));
}
