//! The program itself on the files of the project: the conformance cases, and an exit code for
//! each kind of failure. What it says and writes is in `cli.rs`.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::support::{differences, project, read};

/// Runs the program in the project's folder, with something on its standard input.
fn run(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_reinstate"))
        .args(arguments)
        .current_dir(project("."))
        .env_remove("REINSTATE_BOOKS")
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
    // The cases with a name of their own; the random ones go through the library.
    let named = cases.iter().filter(|case| !case["name"].as_str().unwrap_or("").contains("random"));
    let mut count = 0;
    for case in named {
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
                assert!(codes.contains(&&case["refusal"]), "{name}: {codes:?}");
                assert_eq!(output.status.code(), Some(1), "{name}");
                assert!(said(&output).contains("hint:"), "{name}");
            }
        }
        count += 1;
    }
    assert_eq!(count, 56);
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
