//! Sums, the oracle, threads, and any input whatever: nothing is lost and nothing is added.

use std::collections::BTreeMap;
use std::process::Command;

use proptest::prelude::*;
use serde_json::Value;

use super::{HEADER, OUTPUTS, Place, QUOTE_DATE, assert_same, row, run, run_small, said, table};
use crate::support::{PYTHON, project, tool};

const SAMPLE_ROWS: u64 = 20_000;

fn minor(text: &str) -> i128 {
    text.replace('.', "").parse().expect("an amount")
}

/// The sums of `lines.csv` by currency, product line and status, added up here.
fn sums_of_lines(place: &Place, out: &str) -> BTreeMap<String, Vec<i128>> {
    let mut sums: BTreeMap<String, Vec<i128>> = BTreeMap::new();
    for row in place.rows(&format!("{out}/lines.csv")) {
        let key = format!("{} {} {}", row[16], row[2], row[5]);
        let sum = sums.entry(key).or_insert_with(|| vec![0; 6]);
        sum[0] += 1;
        for (at, cell) in row[11..16].iter().enumerate() {
            sum[at + 1] += minor(cell);
        }
    }
    sums
}

fn sums_of_summary(summary: &Value) -> BTreeMap<String, Vec<i128>> {
    let groups = summary["groups"].as_array().expect("groups").iter();
    groups
        .map(|group| {
            let text = |name: &str| group[name].as_str().expect(name);
            let key = format!("{} {} {}", text("currency"), text("product_line"), text("status"));
            let lines = i128::from(group["lines"].as_u64().expect("lines"));
            let amounts = ["forward", "term_discount", "back_coverage", "penalty", "total"];
            (key, std::iter::once(lines).chain(amounts.map(|name| minor(text(name)))).collect())
        })
        .collect()
}

fn assert_counts(summary: &Value) {
    for what in ["rows", "accounts"] {
        let count = |name: &str| summary[what][name].as_u64().expect(name);
        assert_eq!(count("in"), count("priced") + count("rejected") + count("skipped"), "{what}");
    }
    let rejects = summary["rejects"].as_object().expect("rejects").values();
    let rejects: u64 = rejects.map(|count| count.as_u64().expect("a count")).sum();
    assert_eq!(rejects, summary["rows"]["rejected"].as_u64().expect("rejected"));
}

#[test]
fn sums_are_those_of_the_lines_and_of_the_oracle() {
    let place = Place::new();
    let input = place.sample(SAMPLE_ROWS, 7);
    let output = run(&[&input, "--out", &place.text("out")]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let summary = place.summary("out");
    assert_counts(&summary);
    assert_eq!(summary["rows"]["in"], SAMPLE_ROWS);
    assert_eq!(sums_of_summary(&summary), sums_of_lines(&place, "out"));
    let lines = place.rows("out/lines.csv");
    let quotes = place.rows("out/quotes.csv");
    let all = |rows: &[Vec<String>], column: usize, currency: usize| {
        let mut sums: BTreeMap<String, i128> = BTreeMap::new();
        for row in rows {
            *sums.entry(row[currency].clone()).or_default() += minor(&row[column]);
        }
        sums
    };
    assert_eq!(all(&lines, 15, 16), all(&quotes, 9, 3));
    let Some(oracle) = oracle(&input, &project("pricing").display().to_string()) else { return };
    let expected: BTreeMap<String, Vec<String>> =
        serde_json::from_value(oracle["lines"].clone()).expect("lines");
    assert_eq!(lines.len(), expected.len());
    for row in &lines {
        assert_eq!(&row[2..17], expected[&row[0]].as_slice(), "row {}", row[0]);
    }
    let sums: BTreeMap<String, Vec<String>> =
        serde_json::from_value(oracle["sums"].clone()).expect("sums");
    let sums: BTreeMap<String, Vec<i128>> = sums
        .into_iter()
        .map(|(key, cells)| (key, cells.iter().map(|cell| minor(cell)).collect()))
        .collect();
    assert_eq!(sums_of_summary(&summary), sums);
}

/// The oracle's answer; `None`, and a word why, where there is no Python for it.
fn oracle(input: &str, books: &str) -> Option<Value> {
    let script = project("tests/oracle/batch.py");
    let mut python = Command::new("python3");
    let output = tool(python.arg(script).args([books, input, QUOTE_DATE]), PYTHON)?;
    assert!(output.status.success(), "{}", said(&output));
    Some(serde_json::from_slice(&output.stdout).expect("JSON"))
}

#[test]
fn the_bytes_do_not_depend_on_threads_or_on_how_the_table_is_kept() {
    let place = Place::new();
    // More than one chunk, and accounts that come back.
    let mut text = place.read_text_of(&place.sample(30_000, 3));
    let again: String = text.lines().skip(10).take(500).map(|line| format!("{line}\n")).collect();
    text.push_str(&again);
    let input = place.file("table.csv", &text);
    for (out, jobs) in [("one", "1"), ("two", "2"), ("five", "5")] {
        let output = run(&[&input, "--out", &place.text(out), "--jobs", jobs]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert_same(&place.path("one"), &place.path(out));
    }
    assert!(place.summary("one")["rejects"]["account-not-adjacent"].as_u64() > Some(300));
    let compressed = [("gzip", "table.csv.gz"), ("zstd", "table.csv.zst")];
    for (program, name) in compressed {
        let mut command = Command::new(program);
        if tool(command.args(["-q", "-k", &input]), program).is_none() {
            continue;
        }
        let output = run(&[&place.text(name), "--out", &place.text(program)]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert_same(&place.path("one"), &place.path(program));
    }
    let file = std::fs::File::open(&input).expect("the table");
    let mut command = super::batch(&["-", "--out", &place.text("standard")]);
    let output = command.stdin(file).output().expect("the program runs");
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert_same(&place.path("one"), &place.path("standard"));
}

impl Place {
    fn read_text_of(&self, path: &str) -> String {
        std::fs::read_to_string(path).expect("text")
    }
}

#[test]
fn mended_rejects_are_priced_like_the_rest() {
    let place = Place::new();
    let good = table(&[
        row("A", &[]),
        row("A", &[("owned", "25"), ("retire", "5")]),
        row("B", &[("customer", "'=1+1, Ltd'")]).replace("'=1+1, Ltd'", "\"=1+1, Ltd\""),
    ]);
    let bad = good
        .replace(",25,5,", ",25x,5,")
        .replace("2026-12-31,basic,1,list,EUR,,,,,\n", "@@")
        .replacen("@@", "2026-12-31,basic,1,list,EUR,,,,,\n", 2)
        .replace("@@", "31-12-2026,basic,1,list,EUR,,,,,\n");
    let (good, bad) = (place.file("good.csv", good), place.file("bad.csv", bad));
    assert_eq!(run_small(&[&good, "--out", &place.text("good")]).status.code(), Some(0));
    assert_eq!(run_small(&[&bad, "--out", &place.text("bad")]).status.code(), Some(1));
    assert!(place.rows("bad/lines.csv").is_empty());
    let mended = place.read_text("bad/rejects.csv").replace("25x", "25");
    let mended = place.file("mended.csv", mended.replace("31-12-2026", "2026-12-31"));
    let output = run_small(&[&mended, "--out", &place.text("mended")]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    for name in ["lines.csv", "quotes.csv"] {
        let read = |folder: &str| place.read_text(&format!("{folder}/{name}"));
        assert_eq!(read("good"), read("mended"), "{name}");
    }
    let quotes = place.read_text("mended/quotes.csv");
    assert!(quotes.contains("B,\"'=1+1, Ltd\",renewal"), "a formula stays text: {quotes}");
}

#[test]
fn what_is_not_due_is_counted_as_skipped() {
    let place = Place::new();
    let text = table(&[
        row("A", &[("covered_through", "2026-12-31")]),
        row("A", &[("covered_through", "2027-01-01"), ("owned", "bad")]),
        row("B", &[("covered_through", "2027-01-01")]),
        row("C", &[("covered_through", "when?")]),
    ]);
    let input = place.file("table.csv", text);
    let out = place.text("out");
    let due = ["--due-from", "2026-12-01", "--due-through", "2026-12-31"];
    let output = run_small(&[&[input.as_str(), "--out", &out], &due[..]].concat());
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let summary = place.summary("out");
    assert_counts(&summary);
    let rows = &summary["rows"];
    assert_eq!(
        (&rows["priced"], &rows["skipped"], &rows["rejected"]),
        (&1.into(), &2.into(), &1.into())
    );
    let accounts = &summary["accounts"];
    assert_eq!((&accounts["priced"], &accounts["skipped"]), (&1.into(), &1.into()));
}

/// Bytes that are more or less like rows.
fn noise() -> impl Strategy<Value = Vec<u8>> {
    let cell = prop_oneof![
        Just(b"".to_vec()),
        Just(b"A".to_vec()),
        Just(b"anvil".to_vec()),
        Just(b"10".to_vec()),
        Just(b"2026-12-31".to_vec()),
        Just(b"\"".to_vec()),
        Just(b"\"a,\"\"b\"".to_vec()),
        Just(b"'=x".to_vec()),
        Just(b"\r".to_vec()),
        Just(b"\n".to_vec()),
        Just(b"\xff\xc3".to_vec()),
        proptest::collection::vec(any::<u8>(), 0..6),
    ];
    let any_row = proptest::collection::vec(cell, 0..20).prop_map(|cells| cells.join(&b","[..]));
    let good = (0..3_u8, 0..3_u8).prop_map(|(org_id, years)| {
        row(&format!("ORG-{org_id}"), &[("term_years", &years.to_string())]).trim_end().into()
    });
    let rows = proptest::collection::vec(prop_oneof![any_row, good], 0..30);
    rows.prop_map(|rows| rows.join(&b"\n"[..]))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 60,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]
    #[test]
    fn whatever_comes_in_is_priced_rejected_or_skipped(noise in noise()) {
        let place = Place::new();
        let mut text = format!("{HEADER}\n").into_bytes();
        text.extend_from_slice(&noise);
        let input = place.file("table.csv", &text);
        let output = run_small(&[&input, "--out", &place.text("out")]);
        prop_assert!(matches!(output.status.code(), Some(0 | 1)), "{}", said(&output));
        let summary = place.summary("out");
        assert_counts(&summary);
        for name in OUTPUTS {
            let path = place.path("out").join(name);
            prop_assert!(path.exists());
        }
        // Rows are what the csv package takes for rows, but for those of empty cells, where no
        // quote can be left open.
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_slice());
        let is_empty = |cell: &[u8]| {
            let text = std::str::from_utf8(cell);
            text.is_ok_and(|text| text.chars().all(|one| matches!(one, ' ' | '\t' | '\u{a0}')))
        };
        let records = reader.byte_records().map(|record| record.expect("a row"));
        let rows = records.filter(|record| !record.iter().all(is_empty)).count();
        let is_quoted = text.contains(&b'"');
        prop_assert!(is_quoted || summary["rows"]["in"] == rows, "{summary}");
        // What was rejected is rejected again, and for the same reasons.
        let rejects = place.text("out/rejects.csv");
        let again = run_small(&[&rejects, "--out", &place.text("again")]);
        prop_assert!(matches!(again.status.code(), Some(0 | 1)), "{}", said(&again));
        prop_assert_eq!(&place.summary("again")["rows"]["in"], &summary["rows"]["rejected"]);
    }
}
