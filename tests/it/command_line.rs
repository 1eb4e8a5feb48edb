//! The program itself, run as a user runs it.

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

/// One output that cannot be written leaves none of the others behind.
#[test]
fn all_files_are_written_or_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let (html, json) = (folder.path().join("q.html"), folder.path().join("q.json"));
    let pdf = folder.path().join("none").join("q.pdf");
    let (html, json, pdf) = (html.display(), json.display(), pdf.display());
    let (html, json, pdf) = (html.to_string(), json.to_string(), pdf.to_string());
    let request = "examples/requests/renewal.toml";
    let output = run(&["quote", request, "--html", &html, "--json", &json, "--pdf", &pdf], "");
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    let left = std::fs::read_dir(folder.path()).expect("the folder").count();
    assert_eq!(left, 0, "something was left behind");
}

/// A name that would command a terminal never reaches one raw.
#[test]
fn control_characters_are_shown_and_not_sent() {
    let request = read("examples/requests/renewal.toml")
        .replace("Harbour & Sons Ltd", "Harbour \\u001b[31m\\u202eSons");
    let output = run(&["quote", "-"], &request);
    assert_eq!(output.status.code(), Some(1));
    for text in [said(&output), printed(&output)] {
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text:?}");
    }
    assert!(said(&output).contains("U+001B"));
}

/// 10,000 characters of a name are no reason for 10,000 characters of an error.
#[test]
fn a_very_long_name_gets_a_short_error() {
    let request =
        read("examples/requests/renewal.toml").replace("Harbour & Sons Ltd", &"x".repeat(10_000));
    let output = run(&["quote", "-"], &request);
    assert_eq!(output.status.code(), Some(1));
    let said = said(&output);
    assert!(said.contains("10000 characters") && said.len() < 1_500, "{said}");
}

#[test]
fn every_command_has_help_with_an_example_a_manual_page_and_completions() {
    for command in [
        &["quote"][..],
        &["explain"],
        &["compare"],
        &["book", "list"],
        &["book", "show"],
        &["book", "check"],
        &["book", "diff"],
        &["completions"],
        &["man"],
    ] {
        let help = printed(&run(&[command, &["--help"]].concat(), ""));
        assert!(help.contains("Example"), "{command:?}: {help}");
        let page = printed(&run(&[&["man"], command].concat(), ""));
        assert!(page.starts_with(".ie") || page.contains(".TH"), "{command:?}: {page}");
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let text = printed(&run(&["completions", shell], ""));
        assert!(text.contains("quote"), "{shell}");
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

/// The same request by flags and by file is the same quote.
#[test]
fn flags_and_a_file_give_the_same_quote() {
    let flags = [
        "quote",
        "--quote-date",
        "2026-11-24",
        "--product-line",
        "virtual-apps-desktops",
        "--edition",
        "premium",
        "--owned",
        "500",
        "--retire",
        "20",
        "--covered-through",
        "2026-03-31",
        "--service-level",
        "select",
        "--term",
        "3",
        "--program",
        "enterprise-3",
        "--currency",
        "EUR",
        "--json",
        "-",
    ];
    let by_flags = run(&flags, "");
    assert_eq!(by_flags.status.code(), Some(0), "{}", said(&by_flags));
    let file = "quote_date = 2026-11-24\ncurrency = \"EUR\"\nservice_level = \"select\"\n\
                term_years = 3\nprogram = \"enterprise-3\"\n[[holding]]\n\
                product_line = \"virtual-apps-desktops\"\nedition = \"premium\"\nowned = 500\n\
                retire = 20\ncovered_through = 2026-03-31\n";
    let by_file = run(&["quote", "-", "--json", "-"], file);
    assert_eq!(printed(&by_flags), printed(&by_file));
}
