//! `quote --ubl`: beside the other files, on standard output, and what it is refused for.

use std::path::PathBuf;
use std::process::{Command, Output};

use crate::support::{project, read};

const REQUEST: &str = "examples/requests/reinstatement-nl.toml";
const BRAND: &str = "examples/brand/brand.toml";

struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.path()).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
            .collect();
        names.sort();
        names
    }

    /// Runs `quote`; names that begin with `desk/` are files of the desk.
    fn quote(&self, request: &str, arguments: &[&str]) -> Output {
        let arguments = arguments.iter().map(|argument| match argument.strip_prefix("desk/") {
            Some(name) => self.path(name),
            None => PathBuf::from(argument),
        });
        Command::new(env!("CARGO_BIN_EXE_reinstate"))
            .args(["quote", request])
            .args(arguments)
            .current_dir(project("."))
            .env_remove("REINSTATE_BOOKS")
            .output()
            .expect("the program runs")
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn it_is_written_beside_the_others_and_on_standard_output_alone() {
    let desk = Desk::new();
    let files = ["--json", "desk/q.json", "--pdf", "desk/q.pdf", "--ubl", "desk/q.xml"];
    let output = desk.quote(REQUEST, &[&files[..], &["--brand", BRAND]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(desk.names(), ["q.json", "q.pdf", "q.xml"]);
    let file = std::fs::read(desk.path("q.xml")).expect("a quotation");
    assert!(file.starts_with(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Quotation xmlns="));
    let output = desk.quote(REQUEST, &["--ubl", "-", "--brand", BRAND]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(output.stdout == file, "the same bytes, and nothing else");
    let output = desk.quote(REQUEST, &["--ubl", "-", "--json", "-", "--brand", BRAND]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("--json and --ubl cannot both go to standard output"));
}

#[test]
fn without_an_issuer_there_is_none_and_no_other_file() {
    let desk = Desk::new();
    let files = ["--json", "desk/q.json", "--html", "desk/q.html", "--ubl", "desk/q.xml"];
    let output = desk.quote(REQUEST, &files);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("error[issuer-missing]: "), "{said}");
    assert!(said.contains("hint: name the issuer with --brand FILE"), "{said}");
    assert_eq!(desk.names(), [""; 0]);
    assert!(output.stdout.is_empty());
}

#[test]
fn a_refused_request_has_no_quotation() {
    let desk = Desk::new();
    let request = desk.path("request.toml");
    let text = read(REQUEST).replace("term_years = 3", "term_years = 9");
    std::fs::write(&request, text).expect("a request");
    let request = request.display().to_string();
    let output = desk.quote(&request, &["--ubl", "desk/q.xml", "--brand", BRAND]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("error[term-not-offered]"), "{}", said(&output));
    assert_eq!(desk.names(), ["request.toml"]);
    // It is never written over the request.
    let output = desk.quote(&request, &["--ubl", "desk/request.toml", "--brand", BRAND]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("--ubl would overwrite the request"));
}

#[test]
fn where_one_file_cannot_be_written_none_is() {
    let desk = Desk::new();
    let files = ["--json", "desk/q.json", "--ubl", "desk/none/q.xml", "--brand", BRAND];
    let output = desk.quote(REQUEST, &files);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert_eq!(desk.names(), [""; 0]);
}
