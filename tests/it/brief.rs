//! What `quote` prints where it writes files: three lines, or nothing.

use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::support::{program, project};

/// Without tax in Dutch 108.527,22, with it 131.317,94: the guide goes through this example.
const REQUEST: &str = "examples/requests/reinstatement-nl.toml";
const LINES: [&str; 2] = [
    "Totaal excl. BTW: €\u{a0}108.527,22 · Totaal incl. BTW: €\u{a0}131.317,94",
    "Prijsindicatie reinstatement (heractivering) support · Geldig tot en met 24 december 2026",
];

fn quote(folder: &Path, request: &str, arguments: &[&str]) -> Output {
    let request = project(request);
    let mut command = program();
    command.args(["--quote-date", "2026-11-24", "quote"]).arg(request).args(arguments);
    command.current_dir(folder).output().expect("the program runs")
}

fn lines(output: &Output) -> Vec<String> {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(!said.contains("error"), "{said}");
    let printed = String::from_utf8(output.stdout.clone()).expect("UTF-8");
    printed.lines().map(str::to_owned).collect()
}

#[test]
fn where_files_are_written_three_lines_say_what_is_paid_until_when_and_which_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = ["--pdf", "q.pdf", "--json", "q.json"];
    let printed = lines(&quote(folder.path(), REQUEST, &files));
    assert_eq!(printed, [LINES[0], LINES[1], "Geschreven bestanden: q.json, q.pdf"]);
    // The amounts are those of the file.
    let json = std::fs::read_to_string(folder.path().join("q.json")).expect("a file");
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["totals"]["subtotal"], "108527.22");
    assert_eq!(json["totals"]["total"], "131317.94");
    assert_eq!(json["valid_through"], "2026-12-24");
}

#[test]
fn brief_is_three_lines_also_without_a_file_and_in_each_language() {
    let folder = tempfile::tempdir().expect("a folder");
    let printed = lines(&quote(folder.path(), REQUEST, &["--brief"]));
    assert_eq!(printed, [LINES[0], LINES[1], "Geen bestand geschreven"]);
    for (language, none, files) in [
        ("en", "No file written", "Files written: q.html"),
        ("de", "Keine Datei geschrieben", "Geschriebene Dateien: q.html"),
        ("fr", "Aucun fichier écrit", "Fichiers écrits\u{a0}: q.html"),
    ] {
        let more = ["--brief", "--language", language];
        assert_eq!(lines(&quote(folder.path(), REQUEST, &more))[2], none);
        let more = [&more[..], &["--html", "q.html"]].concat();
        assert_eq!(lines(&quote(folder.path(), REQUEST, &more))[2], files);
    }
    // No tax, and so one sum: 30,685.00 by the example's golden case.
    let printed = lines(&quote(folder.path(), "examples/requests/renewal.toml", &["--brief"]));
    assert_eq!(printed[0], "Total excl. VAT: US$30,685.00");
}

#[test]
fn quiet_prints_nothing_and_says_what_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let empty: [String; 0] = [];
    assert_eq!(lines(&quote(folder.path(), REQUEST, &["--quiet"])), empty);
    assert_eq!(lines(&quote(folder.path(), REQUEST, &["--quiet", "--pdf", "q.pdf"])), empty);
    assert!(folder.path().join("q.pdf").exists());
    let late = ["--quote-date", "2036-01-01"];
    let said = |more: &[&str]| {
        let mut command = program();
        command.arg("quote").arg(project(REQUEST)).args(late).args(more);
        let output = command.output().expect("the program runs");
        assert_eq!(output.status.code(), Some(1));
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        (text(output.stdout), text(output.stderr))
    };
    let (printed, errors) = said(&["--quiet"]);
    assert_eq!(printed, "");
    assert!(errors.contains("error["), "{errors}");
    // Data that is asked for is no talk.
    let json = quote(folder.path(), REQUEST, &["--quiet", "--json", "-"]);
    assert!(serde_json::from_slice::<Value>(&json.stdout).is_ok());
}

#[test]
fn what_cannot_go_together_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    for (arguments, said) in [
        (["--brief", "--quiet", "--pdf", "q.pdf"], "cannot be used with"),
        (["--brief", "--detail=brief", "--json", "-"], "--brief and --json cannot both go to"),
    ] {
        let output = quote(folder.path(), REQUEST, &arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert!(errors.contains(said), "{errors}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
}
