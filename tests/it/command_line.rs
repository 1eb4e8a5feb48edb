//! The program itself on the files of the project: the conformance cases, and an exit code for
//! each kind of failure. What it says and writes is in `cli.rs`.

use std::io::Write;
use std::process::{Output, Stdio};

use serde_json::Value;

use crate::support::{differences, program, project, read};

/// Runs the program in the project's folder, with something on its standard input.
fn run(arguments: &[&str], input: &str) -> Output {
    let mut child = program()
        .args(arguments)
        .current_dir(project("."))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("an input");
    // A program that has seen enough may be gone.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    child.wait_with_output().expect("the program ends")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The folder of books is read whole, with the folders in it; each case ends with its exit code.
#[test]
fn the_conformance_cases_pass_from_request_to_json() {
    let cases: Vec<Value> =
        serde_json::from_str(&read("tests/conformance/cases.json")).expect("valid JSON");
    // Every third case with a name of its own; the others go through the library.
    let named = cases.iter().filter(|case| !case["name"].as_str().unwrap_or("").contains("random"));
    let mut count = 0;
    for case in named.step_by(3) {
        let arguments = ["--books", "tests/conformance/books", "quote", "-", "--json", "-"];
        let output = run(&arguments, &case["request"].to_string());
        let data: Value = serde_json::from_str(&printed(&output)).expect("JSON on standard output");
        let name = case["name"].as_str().expect("a name");
        match case.get("quote") {
            Some(expected) => {
                assert_eq!(differences(expected, &data, name), Vec::<String>::new());
                assert_eq!(output.status.code(), Some(0), "{name}");
            }
            None => {
                let refusals = data["refusals"].as_array().expect("refusals");
                let codes: Vec<&Value> = refusals.iter().map(|one| &one["code"]).collect();
                let all = case["refusals"].as_array().expect("refusals");
                assert!(all.iter().all(|code| codes.contains(&code)), "{name}: {codes:?}");
                assert_eq!(output.status.code(), Some(1), "{name}");
                assert!(said(&output).contains("hint:"), "{name}");
            }
        }
        count += 1;
    }
    assert_eq!(count, 110);
}

#[test]
fn each_kind_of_failure_has_its_exit_code_and_a_hint() {
    for (arguments, code) in [
        (&["quote", "no-such-file.toml"][..], 3),
        (&["quote", "--owned", "5"], 2),
        (&["quote", "examples/requests/renewal.toml", "--owned", "5"], 2),
        (&["quote", "examples/requests/renewal.toml", "--json", "-", "--html", "-"], 2),
        (&["quote", "examples/requests/renewal.toml", "--pdf", "no-such-folder/q.pdf"], 3),
        (&["--books", "no-such-folder", "book", "list"], 3),
        (&["--books", "templates", "book", "list"], 3),
        (&["quote", "tests/requests/bad/several-at-once.toml"], 1),
        (&["book", "check", "tests/books/bad"], 1),
    ] {
        let output = run(arguments, "");
        let said = said(&output);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        assert!(said.contains("error"), "{arguments:?}: {said}");
        assert!(said.contains("hint"), "{arguments:?}: {said}");
    }
}

#[test]
fn a_lapse_that_is_too_long_still_says_what_buying_new_costs() {
    let request = read("examples/requests/renewal.toml").replace("2026-12-31", "2020-12-31");
    let output = run(&["quote", "-", "--json", "-"], &request);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let data: Value = serde_json::from_str(&printed(&output)).expect("JSON");
    // By hand: 250 × 395.00 + 2 × 32,000.00, each with its first year; Easy gives no discount.
    assert_eq!(data["buying_new"]["licences"], "162750.00");
    assert_eq!(data["buying_new"]["total"], "162750.00");
    assert_eq!(data["buying_new"]["only_way_from"], "2026-11-24");
}

/// Whose price changes, for a table of holdings: neighbouring rows of one ORG ID are one request.
#[test]
fn a_table_of_holdings_is_priced_by_both_books() {
    let (old, new) = ("pricing/citrix-css-2026.1.toml", "pricing/citrix-css-2026.2.toml");
    let table = "examples/batch/holdings.csv";
    let diff = ["--quote-date", "2026-11-24", "book", "diff", old, new, "--requests", table];
    let output = run(&diff, "");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let text = printed(&output);
    // By hand, row 3: 380.00 × 21% = 79.80 and 395.00 × 22% = 86.90, times 250.
    let row: Vec<&str> = text
        .lines()
        .find(|line| line.contains("row 3"))
        .expect("a row")
        .split_whitespace()
        .collect();
    assert_eq!(row[row.len() - 4..], ["USD", "19950.00", "21725.00", "+1775.00"]);
    assert!(text.contains("rows 1–2"));
}

#[test]
fn a_table_that_cannot_be_read_says_where_and_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("rows.csv");
    let head = "org_id,customer,product_line,edition,release,owned,retire,covered_through,\
                service_level,term_years,program,currency\n";
    let row = "A,Name,virtual-apps-desktops,premium,,5,,2026-12-31,select,1,easy,EUR\n";
    for (text, code, wanted) in [
        (head.replace("owned", "own") + row, 3, "lacks the columns owned"),
        (head.replace("edition", "org_id") + row, 3, "the column `org_id` twice"),
        (
            head.to_owned() + row + &row.replace("EUR", "USD"),
            1,
            "`currency` is `EUR` in its row 1 and `USD` in its row 2",
        ),
        (head.to_owned() + &row.replace(",5,", ",1.250,"), 1, "row 1: `owned`: `1.250`"),
        (
            head.to_owned() + &row.replace("2026-12-31", "31/12/2026"),
            1,
            "`31/12/2026` is not a date",
        ),
        (head.to_owned() + "A,Name\n", 1, "row 1: `product_line` is empty"),
        (head.to_owned() + row + &row.replace('A', "B") + row, 1, "row 3: the rows of an account"),
    ] {
        std::fs::write(&path, &text).expect("a file");
        let file = path.display().to_string();
        let book = "pricing/citrix-css-2026.2.toml";
        let output = run(&["book", "diff", book, book, "--requests", &file], "");
        assert_eq!(output.status.code(), Some(code), "{wanted}");
        assert!(said(&output).contains(wanted), "{wanted}: {}", said(&output));
    }
}
