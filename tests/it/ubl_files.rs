//! `quote --ubl`: beside the other files, on standard output, and what it is refused for.

use std::path::PathBuf;
use std::process::Output;

use lopdf::{Document, Object, decode_text_string};

use crate::support::{program, project, read};

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
        program()
            .args(["quote", request])
            .args(arguments)
            .current_dir(project("."))
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

/// The names of the files inside a PDF, with what they have to do with it and their bytes.
fn inside(pdf: &[u8]) -> Vec<(String, String, Vec<u8>)> {
    let document = Document::load_mem(pdf).expect("a PDF");
    let files = document.catalog().and_then(|catalog| catalog.get(b"AF")).expect("files");
    let (_, files) = document.dereference(files).expect("a list");
    let of = |file: &Object| {
        let (_, file) = document.dereference(file).expect("a file");
        let file = file.as_dict().expect("a description");
        let name = decode_text_string(file.get(b"F").expect("F")).expect("a name");
        let relationship = file.get(b"AFRelationship").and_then(Object::as_name).expect("a word");
        let content = file.get_deref(b"EF", &document).and_then(Object::as_dict).expect("EF");
        let content = content.get_deref(b"F", &document).and_then(Object::as_stream).expect("F");
        let bytes = content.get_plain_content().expect("its bytes");
        (name, String::from_utf8_lossy(relationship).into_owned(), bytes)
    };
    files.as_array().expect("a list").iter().map(of).collect()
}

/// Of a quote that stands; an estimate and a draft have no quotation that a system could take for
/// one.
#[test]
fn the_pdf_of_a_quote_has_its_quotation_inside() {
    let desk = Desk::new();
    let books = "examples/quote/books";
    let files = ["--brand", BRAND, "--pdf", "desk/q.pdf", "--ubl", "desk/q.xml", "--books", books];
    let output = desk.quote("examples/quote/request.toml", &files);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let pdf = std::fs::read(desk.path("q.pdf")).expect("a PDF");
    let xml = std::fs::read(desk.path("q.xml")).expect("a quotation");
    assert!(String::from_utf8_lossy(&xml).contains("<cbc:ID>Q-2026-00042</cbc:ID>"));
    let found = inside(&pdf);
    let kinds: Vec<(&str, &str)> =
        found.iter().map(|(name, kind, _)| (name.as_str(), kind.as_str())).collect();
    assert_eq!(kinds, [("quotation.xml", "Alternative"), ("quote.json", "Data")]);
    assert!(found[0].2 == xml, "the same bytes as --ubl writes");
    // Verified by its JSON, with the books that it was made with.
    let verify = program()
        .args(["--books", books, "--quote-date", "2026-11-24", "verify"])
        .arg(desk.path("q.pdf"))
        .current_dir(project("."))
        .output()
        .expect("the program runs");
    assert_eq!(verify.status.code(), Some(0), "{}", said(&verify));

    let request = desk.path("request.toml");
    for (name, text) in [
        ("an estimate", read("examples/quote/request.toml").replace("quote_number", "# ")),
        ("a draft", read("examples/quote/request.toml").replace("rate = \"3%\"", "rate = \"60%\"")),
    ] {
        std::fs::write(&request, text).expect("a request");
        let request = request.display().to_string();
        let files = ["--brand", BRAND, "--pdf", "desk/q.pdf", "--books", books];
        let output = desk.quote(&request, &files);
        assert_eq!(output.status.code(), Some(0), "{name}: {}", said(&output));
        let found = inside(&std::fs::read(desk.path("q.pdf")).expect("a PDF"));
        assert_eq!(
            found.iter().map(|(name, ..)| name).collect::<Vec<_>>(),
            ["quote.json"],
            "{name}"
        );
    }
}
