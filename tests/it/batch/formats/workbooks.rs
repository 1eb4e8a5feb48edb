//! The tables of a run as one workbook: the cells of the CSV, as numbers, days and text.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use calamine::{Data, Reader, Xlsx, open_workbook};

use crate::batch::{Place, batch, row, run, run_small, said, table};
use crate::support::{in_shell, tool};

const SHEETS: [(&str, &str); 4] =
    [("Quotes", "quotes"), ("Lines", "lines"), ("Rejects", "rejects"), ("Findings", "findings")];

fn sheets(path: &Path) -> BTreeMap<String, Vec<Vec<Data>>> {
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    let sheets = book.worksheets();
    let rows = |range: calamine::Range<Data>| range.rows().map(<[Data]>::to_vec).collect();
    sheets.into_iter().map(|(name, range)| (name, rows(range))).collect()
}

/// Whether a cell of a sheet says what the cell of the CSV says.
#[expect(clippy::wildcard_enum_match_arm, reason = "the other kinds are in no output")]
fn says(cell: &Data, csv: &str) -> bool {
    let plain = csv.strip_prefix('\'').unwrap_or(csv);
    match cell {
        Data::Empty => csv.is_empty(),
        Data::String(text) => text == plain || text == csv,
        Data::Float(number) => csv.parse().is_ok_and(|csv: rust_decimal::Decimal| {
            number.to_string().parse().is_ok_and(|number: rust_decimal::Decimal| number == csv)
        }),
        Data::DateTime(day) => {
            let (year, month, date, hour, minute, second, _) = day.to_ymd_hms_milli();
            (hour, minute, second) == (0, 0, 0) && format!("{year:04}-{month:02}-{date:02}") == csv
        }
        other => panic!("{other:?}"),
    }
}

fn is_share(cell: &Data, percent: &str) -> bool {
    let number = |text: &str| text.parse::<rust_decimal::Decimal>().expect("a number");
    number(&cell.to_string()) * number("100") == number(percent)
}

fn assert_sheets_agree(place: &Place, out: &str) {
    let sheets = sheets(&place.path(&format!("{out}/batch.xlsx")));
    for (name, table) in SHEETS {
        let (head, rows) = sheets[name].split_first().expect("a head");
        let csv = place.rows(&format!("{out}/{table}.csv"));
        assert_eq!(rows.len(), csv.len(), "{name}");
        for (row, csv) in rows.iter().zip(&csv) {
            for (place, csv) in csv.iter().enumerate() {
                let cell = row.get(place).unwrap_or(&Data::Empty);
                let is_rate = ["rate", "program_discount"].contains(&&*head[place].to_string());
                // A percentage is a share that is shown as one: 18% is 0.18.
                let is_said = if is_rate { is_share(cell, csv) } else { says(cell, csv) };
                assert!(is_said, "{name} {}: {cell:?} is not {csv}", head[place]);
            }
        }
    }
}

#[test]
fn a_workbook_holds_what_the_csv_holds_and_what_the_summary_says() {
    let place = Place::new();
    let input = place.sample(500, 51);
    let out = place.text("out");
    let output = run(&[&input, "--out", &out, "--format", "csv,xlsx"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert_sheets_agree(&place, "out");
    let book = sheets(&place.path("out/batch.xlsx"));
    let summary = place.summary("out");
    let outputs = summary["outputs"].as_array().expect("outputs");
    let names: Vec<&str> =
        outputs.iter().map(|one| one["name"].as_str().expect("a name")).collect();
    let csv = ["lines.csv", "quotes.csv", "rejects.csv", "findings.csv"];
    assert_eq!(names, [&csv[..], &["batch.xlsx"]].concat());
    for (currency, total) in totals(&place, "out") {
        let row = book["Summary"]
            .iter()
            .find(|row| [&row[0], &row[1]].map(ToString::to_string) == ["Total", &currency])
            .expect("a row of totals");
        assert!(says(&row[2], &total), "{row:?} {total}");
        assert!(says(&row[3], &total), "{row:?} {total}");
    }
}

/// The total of each currency, from the summary.
fn totals(place: &Place, out: &str) -> Vec<(String, String)> {
    let summary = place.summary(out);
    let currencies = summary["currencies"].as_array().expect("currencies");
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    currencies.iter().map(|one| (text(&one["currency"]), text(&one["total"]))).collect()
}

/// A program that is not this one opens the workbook, and adds up the sheets itself.
#[test]
fn libreoffice_adds_up_to_the_same() {
    let place = Place::new();
    let input = place.sample(400, 52);
    run(&[&input, "--out", &place.text("out"), "--format", "xlsx"]);
    let mut office = Command::new("soffice");
    office
        .arg(format!("-env:UserInstallation=file://{}", place.text("office")))
        .args(["--headless", "--convert-to", "csv", "--outdir", &place.text("made")])
        .arg(place.path("out/batch.xlsx"));
    let Some(output) = tool(&mut office, "LibreOffice Calc") else { return };
    assert!(output.status.success(), "{}", said(&output));
    // It writes the first sheet, in an encoding of its own.
    let text = String::from_utf8_lossy(&place.read("made/batch.csv")).into_owned();
    let number = |text: &str| text.parse::<rust_decimal::Decimal>().expect("a number");
    for (currency, total) in totals(&place, "out") {
        let row = text.lines().find_map(|line| line.strip_prefix(&format!("Total,{currency},")));
        let cells: Vec<&str> = row.expect("a row of totals").split(',').take(2).collect();
        assert_eq!(cells.len(), 2, "{text}");
        assert!(cells.iter().all(|cell| number(cell) == number(&total)), "{cells:?} {total}");
    }
}

#[test]
fn text_of_any_kind_stays_text() {
    let place = Place::new();
    let text = table(&[
        row("0012", &[("customer", "=1+1")]),
        row("1E5", &[("customer", "+31 20")]),
        row("C", &[("customer", "@SUM(A1)")]),
        row("D", &[("customer", "-x"), ("edition", "none")]),
    ]);
    let input = place.file("table.csv", text);
    let out = place.text("out");
    let output = run_small(&[&input, "--out", &out, "--format", "xlsx,csv"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert_sheets_agree(&place, "out");
    let book = sheets(&place.path("out/batch.xlsx"));
    let cells: Vec<(String, String)> =
        book["Quotes"][1..].iter().map(|row| (row[0].to_string(), row[1].to_string())).collect();
    let expected = [("0012", "=1+1"), ("1E5", "+31 20"), ("C", "@SUM(A1)")];
    assert_eq!(cells, expected.map(|(id, name)| (id.to_owned(), name.to_owned())));
    assert_eq!(book["Rejects"][1][1].to_string(), "-x");
}

#[test]
fn a_killed_run_to_a_workbook_goes_on_to_the_same_bytes_and_leaves_no_csv() {
    let place = Place::new();
    let input = place.sample(3_000, 53);
    let begun = Instant::now();
    let arguments = |out: &str| {
        [input.as_str(), "--out", out, "--format", "xlsx", "--resume"].map(str::to_owned)
    };
    let run_to = |out: &str| {
        let all = arguments(out);
        run(&all.iter().map(String::as_str).collect::<Vec<_>>())
    };
    assert_eq!(run_to(&place.text("whole")).status.code(), Some(1));
    let time = begun.elapsed();
    let mut names: Vec<_> = std::fs::read_dir(place.path("whole"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["batch.xlsx", "summary.html", "summary.json"]);
    for round in 1..=4 {
        let out = place.text(&format!("out-{round}"));
        let all = arguments(&out);
        let mut child = batch(&all.iter().map(String::as_str).collect::<Vec<_>>())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        // Later kills are nearer to the end, where the workbook is made.
        std::thread::sleep(time * round / 4 - Duration::from_millis(5).min(time / 8));
        let _ = child.kill();
        let _ = child.wait();
        let output = run_to(&out);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        for name in ["batch.xlsx", "summary.json", "summary.html"] {
            let read = |out: &str| place.read(&format!("{out}/{name}"));
            assert!(read("whole") == read(&format!("out-{round}")), "{name} in {out}");
        }
        assert!(!place.path(&format!("out-{round}/.reinstate-batch")).exists());
    }
}

/// A limit on the size of a file stands in for a full disk, as elsewhere.
#[cfg(unix)]
#[test]
fn a_full_disk_while_the_workbook_is_made_is_an_error_that_leaves_the_run_to_go_on() {
    let place = Place::new();
    let input = place.sample(3_000, 54);
    run(&[&input, "--out", &place.text("whole"), "--format", "xlsx"]);
    // The lines take less than 2 MB as CSV, and more as a sheet before it is compressed.
    let script = "trap '' XFSZ; ulimit -f 4000; exec \"$0\" \"$@\"";
    let output = in_shell(script)
        .args(["--quote-date", crate::batch::QUOTE_DATE, "batch"])
        .args([&input, "--out", &place.text("out")])
        .args(["--format", "xlsx"])
        .output()
        .expect("a shell");
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(said(&output).contains("cannot write the workbook"), "{}", said(&output));
    assert!(said(&output).contains("run it again with --resume"), "{}", said(&output));
    assert!(!said(&output).contains("bug"), "{}", said(&output));
    assert!(!place.path("out/batch.xlsx").exists(), "an output is whole or absent");
    let output = run(&[&input, "--out", &place.text("out"), "--format", "xlsx", "--resume"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(place.read("whole/batch.xlsx") == place.read("out/batch.xlsx"));
}
