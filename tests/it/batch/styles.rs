//! CSV as Excel opens it by a double click.

use super::{Place, row, run_small, said, table};

const MARK: &[u8] = "\u{feff}".as_bytes();
const TABLES: [&str; 5] = ["lines.csv", "quotes.csv", "rejects.csv", "findings.csv", "changes.csv"];

fn rows() -> [String; 3] {
    [
        row("A", &[("customer", "\"Smith; Sons, Ltd\"")]),
        row("B", &[("edition", "x"), ("customer", "=1+1")]),
        row("C", &[("owned", "20")]),
    ]
}

#[test]
fn the_style_of_excel_has_the_same_cells_behind_a_byte_order_mark() {
    let place = Place::new();
    let input = place.file("table.csv", table(&rows()));
    let old = place.file("old.csv", table(&[row("A", &[]), row("D", &[])]));
    assert_eq!(run_small(&[&old, "--out", &place.text("old")]).status.code(), Some(0));
    for (out, style) in [("plain", "plain"), ("excel", "excel")] {
        let out = place.text(out);
        let output = run_small(&[
            &input,
            "--out",
            &out,
            "--csv",
            style,
            "--compare-with",
            &place.text("old"),
        ]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    }
    for name in TABLES {
        let (plain, excel) =
            (place.read(&format!("plain/{name}")), place.read(&format!("excel/{name}")));
        assert!(!plain.starts_with(MARK), "{name}");
        assert_eq!(excel.strip_prefix(MARK), Some(&plain[..]), "{name}");
    }
    // What the summary says of the files is what stands there.
    let outputs = place.summary("excel")["outputs"].clone();
    for one in outputs.as_array().expect("outputs") {
        let bytes = place.read(&format!("excel/{}", one["name"].as_str().expect("a name")));
        assert_eq!(one["bytes"], bytes.len(), "{}", one["name"]);
    }
    assert_eq!(place.summary("excel")["asked"]["csv"], "excel");
    let output = run_small(&[&input, "--out", &place.text("excel"), "--resume"]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(said(&output).contains("had another --csv"), "{}", said(&output));
}

#[test]
fn what_is_written_for_excel_goes_in_again_and_can_be_compared_with() {
    let place = Place::new();
    let input = place.file("table.csv", table(&rows()));
    let excel = place.text("excel");
    run_small(&[&input, "--out", &excel, "--csv", "excel"]);
    let rejects = place.text("excel/rejects.csv");
    let output = run_small(&[&rejects, "--out", &place.text("again")]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(place.read_text("again/rejects.csv").contains("unknown-edition"));
    let output = run_small(&[&input, "--out", &place.text("same"), "--compare-with", &excel]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert_eq!(place.summary("same")["changes"]["unchanged"], 2);
    assert_eq!(place.rows("same/changes.csv").len(), 0);
}

/// A run of Excel's style with decimal commas is an earlier run like any other.
#[test]
fn quotes_with_decimal_commas_can_be_compared_with() {
    let place = Place::new();
    let input = place.file("table.csv", table(&rows()));
    run_small(&[&input, "--out", &place.text("old")]);
    let quotes = place.read_text("old/quotes.csv");
    // No cell of this table holds a comma or a point but amounts, if the one name goes.
    let quotes =
        quotes.replace("\"Smith; Sons, Ltd\"", "Smith").replace(',', ";").replace('.', ",");
    place.file("old/quotes.csv", format!("\u{feff}{quotes}"));
    let output =
        run_small(&[&input, "--out", &place.text("new"), "--compare-with", &place.text("old")]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert_eq!(place.summary("new")["changes"]["unchanged"], 2);
}

#[test]
fn a_killed_or_stopped_run_in_this_style_goes_on() {
    let place = Place::new();
    let input = place.sample(2_000, 61);
    let whole = place.text("whole");
    super::run(&[&input, "--out", &whole, "--csv", "excel"]);
    let out = place.text("out");
    let mut child = super::batch(&["-", "--out", &out, "--csv", "excel"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("the program starts");
    while !place.path("out/.reinstate-batch/lock").exists() {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    std::thread::sleep(std::time::Duration::from_millis(200));
    std::fs::create_dir_all(place.path("out/quotes.csv/in the way")).expect("a folder");
    let mut stdin = child.stdin.take().expect("an input");
    std::io::copy(&mut std::fs::File::open(&input).expect("a table"), &mut stdin).expect("a pipe");
    drop(stdin);
    assert_eq!(child.wait().expect("an end").code(), Some(3));
    std::fs::remove_dir_all(place.path("out/quotes.csv")).expect("gone");
    let output = super::run(&[&input, "--out", &out, "--csv", "excel", "--resume"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    super::assert_same(&place.path("whole"), &place.path("out"));
}
