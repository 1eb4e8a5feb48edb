//! A quote's JSON priced again: the same cents, or what differs and why.

use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::attached::pdf_with;
use crate::support::{program, project, tool};

const REQUEST: &str = "examples/requests/reinstatement-nl.toml";

struct Desk {
    place: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { place: tempfile::tempdir().expect("a folder") }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        program().args(arguments).current_dir(project(".")).output().expect("the program runs")
    }

    /// The example as a quote, changed.
    fn quote(&self, change: impl FnOnce(&mut Value)) -> String {
        let file = self.path("quote.json").display().to_string();
        let output = self.run(&["quote", REQUEST, "--json", &file]);
        assert_eq!(output.status.code(), Some(0));
        let text = std::fs::read_to_string(&file).expect("a quote");
        let mut quote: Value = serde_json::from_str(&text).expect("valid JSON");
        let before = quote.clone();
        change(&mut quote);
        if quote != before {
            std::fs::write(&file, quote.to_string()).expect("a file");
        }
        file
    }

    /// The exit code, what is printed and what is said.
    fn verify(&self, file: &str, more: &[&str]) -> (Option<i32>, String, String) {
        let date = ["--quote-date", "2026-11-24"];
        let output = self.run(&[&["verify", file], &date[..], more].concat());
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    }
}

/// The total is that of the README's picture, worked out there.
#[test]
fn a_quote_as_it_was_made_is_the_same_to_the_cent() {
    let desk = Desk::new();
    let file = desk.quote(|_| {});
    let (code, printed, _) = desk.verify(&file, &[]);
    assert_eq!(code, Some(0), "{printed}");
    assert_eq!(printed, format!("{file}: the same to the cent, EUR 131317.94\n"));
    // In another layout, and with a mark before it, too.
    let text = std::fs::read_to_string(&file).expect("a quote");
    let value: Value = serde_json::from_str(&text).expect("valid JSON");
    std::fs::write(&file, format!("\u{feff}{value}")).expect("a file");
    assert_eq!(desk.verify(&file, &[]).0, Some(0));
    let (code, printed, _) = desk.verify(&file, &["--json"]);
    let found: Value = serde_json::from_str(&printed).expect("valid JSON");
    assert_eq!(code, Some(0));
    assert_eq!((&found["same"], &found["total"]), (&json!(true), &json!("131317.94")));
}

#[test]
fn another_engine_is_told_and_the_cents_are_the_same() {
    let desk = Desk::new();
    let file = desk.quote(|quote| quote["receipt"]["engine"] = json!("reinstate 0.0.9"));
    let (code, printed, _) = desk.verify(&file, &[]);
    assert_eq!(code, Some(0), "{printed}");
    assert!(printed.contains("engine: made by reinstate 0.0.9, priced again by reinstate"));
}

#[test]
fn an_amount_that_was_changed_is_named_with_both_values() {
    let desk = Desk::new();
    let file = desk.quote(|quote| quote["totals"]["total"] = json!("100000.00"));
    let (code, printed, _) = desk.verify(&file, &[]);
    assert_eq!(code, Some(1), "{printed}");
    assert!(printed.contains("totals.total: 100000.00 in the file, 131317.94 priced again"));
    assert!(printed.contains("the file was changed"), "{printed}");
    let (code, printed, _) = desk.verify(&file, &["--json"]);
    let found: Value = serde_json::from_str(&printed).expect("valid JSON");
    assert_eq!(code, Some(1));
    let field = json!({ "place": "totals.total", "given": "100000.00", "now": "131317.94" });
    assert_eq!((&found["same"], &found["fields"]), (&json!(false), &json!([field])));
    assert_eq!(found["others"], json!([]));
}

#[test]
fn a_request_that_was_changed_is_not_the_one_that_was_priced() {
    let desk = Desk::new();
    let file = desk.quote(|quote| quote["request"]["customer"]["name"] = json!("Another"));
    let (code, printed, _) = desk.verify(&file, &[]);
    assert_eq!(code, Some(1), "{printed}");
    assert!(printed.contains("request: it is not the one that was priced"), "{printed}");
}

#[test]
fn another_price_book_is_the_reason() {
    let desk = Desk::new();
    let file = desk.quote(|_| {});
    let books = desk.path("books");
    std::fs::create_dir(&books).expect("a folder");
    let book = std::fs::read_to_string(project("pricing/citrix-css-2026.2.toml")).expect("a book");
    // A comment more: the same prices in another text.
    std::fs::write(books.join("book.toml"), format!("# mine\n{book}")).expect("a book");
    let books = books.display().to_string();
    let (code, printed, _) = desk.verify(&file, &["--books", &books]);
    assert_eq!(code, Some(0), "{printed}");
    assert!(printed.contains("price book: made with citrix-css 2026.2 ("), "{printed}");
    // Books that are no family of the request's.
    let (code, printed, _) = desk.verify(&file, &["--books", "tests/conformance/books"]);
    assert_eq!(code, Some(1), "{printed}");
    assert!(printed.contains("not the same"), "{printed}");
}

#[test]
fn a_quote_that_does_not_stand_any_more_says_so_beside_its_result() {
    let desk = Desk::new();
    let file = desk.quote(|_| {});
    let output = desk.run(&["--quote-date", "2030-01-01", "verify", &file]);
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("does not stand any more"), "{said}");
    let (_, _, said) = desk.verify(&file, &[]);
    assert_eq!(said, "");
}

#[test]
fn what_is_no_quote_is_an_error_that_says_what_to_do() {
    let desk = Desk::new();
    for (name, text, expected) in [
        ("no.json", "{", "it is not JSON: EOF while parsing an object at line 1 column 1"),
        ("list.json", "[]", "it is not the JSON of a quote: it has no `request`"),
        ("refused.json", "{\"schema\":2,\"refusals\":[]}", "it has no `request`"),
        ("old.json", "{\"schema\":1,\"request\":{}}", "its `schema` is not 2"),
        ("bad.json", "{\"schema\":2,\"request\":{}}", "missing"),
    ] {
        let file = desk.path(name).display().to_string();
        std::fs::write(&file, text).expect("a file");
        let (code, printed, said) = desk.verify(&file, &[]);
        assert_eq!((code, &*printed), (Some(1), ""), "{name}: {said}");
        assert!(said.contains(expected), "{name}: {said}");
    }
    let deep = format!("{{\"request\":{}", "[".repeat(100_000));
    let file = desk.path("deep.json").display().to_string();
    std::fs::write(&file, deep).expect("a file");
    assert_eq!(desk.verify(&file, &[]).0, Some(1));
    let (code, _, said) = desk.verify(&desk.path("none.json").display().to_string(), &[]);
    assert_eq!(code, Some(3), "{said}");
}

/// The quote of the example inside a PDF, changed.
fn pdf(desk: &Desk, change: impl FnOnce(&mut Value)) -> String {
    let json = desk.quote(change);
    let text = std::fs::read_to_string(json).expect("a quote");
    let file = desk.path("quote.pdf");
    std::fs::write(&file, pdf_with(&text)).expect("a file");
    file.display().to_string()
}

#[test]
fn a_pdf_is_verified_by_the_quote_inside_it() {
    let desk = Desk::new();
    let file = pdf(&desk, |_| {});
    let (code, printed, said) = desk.verify(&file, &[]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(printed, format!("{file}: the same to the cent, EUR 131317.94\n"));
    assert!(said.contains("its quote.json is priced again"), "{said}");
    // One cent of one line, and the sums made to fit.
    let file = pdf(&desk, |quote| {
        quote["lines"][0]["penalty"] = json!("0.01");
        quote["lines"][0]["total"] = json!("108527.23");
        quote["totals"]["subtotal"] = json!("108527.23");
    });
    let (code, printed, _) = desk.verify(&file, &[]);
    assert_eq!(code, Some(1), "{printed}");
    for expected in [
        "lines[0].penalty: 0.01 in the file, 0.00 priced again",
        "lines[0].total: 108527.23 in the file, 108527.22 priced again",
        "totals.subtotal: 108527.23 in the file, 108527.22 priced again",
        "the file was changed",
    ] {
        assert!(printed.contains(expected), "{expected}: {printed}");
    }
    let (code, printed, _) = desk.verify(&file, &["--json"]);
    let found: Value = serde_json::from_str(&printed).expect("valid JSON");
    assert_eq!((code, found["fields"].as_array().map(Vec::len)), (Some(1), Some(3)));
}

/// The PDF that the program writes, and the same as another program saved it: each object in the
/// open, or packed with others.
#[test]
fn a_quote_as_pdf_is_verified_also_after_another_program_saved_it() {
    let desk = Desk::new();
    let file = desk.path("made.pdf").display().to_string();
    assert_eq!(desk.run(&["quote", REQUEST, "--pdf", &file]).status.code(), Some(0));
    let same = |file: &str| {
        let (code, printed, said) = desk.verify(file, &[]);
        assert_eq!(code, Some(0), "{said}");
        assert_eq!(printed, format!("{file}: the same to the cent, EUR 131317.94\n"));
    };
    same(&file);
    for way in ["disable", "generate"] {
        let saved = desk.path("saved.pdf").display().to_string();
        let mut qpdf = Command::new("qpdf");
        qpdf.args([&format!("--object-streams={way}"), "--recompress-flate", &file, &saved]);
        if tool(&mut qpdf, "qpdf").is_some() {
            same(&saved);
        }
    }
}

#[test]
fn a_pdf_without_a_quote_is_an_error_that_says_what_to_do() {
    let desk = Desk::new();
    for (name, bytes, expected) in [
        ("other.pdf", pdf_with("<xml/>"), "the PDF has no quote attached (`quote.json`)"),
        ("short.pdf", b"%PDF-1.7".to_vec(), "the PDF has no quote attached"),
        ("old.pdf", pdf_with("{\"schema\":1,\"request\":{}}"), "its `schema` is not 2"),
        ("cut.pdf", pdf_with("{\"schema\":2,"), "it is not JSON"),
        ("no.json", b"\xff\xfe".to_vec(), "byte 0 is not UTF-8"),
    ] {
        let file = desk.path(name).display().to_string();
        std::fs::write(&file, bytes).expect("a file");
        let (code, printed, said) = desk.verify(&file, &[]);
        assert_eq!((code, &*printed), (Some(1), ""), "{name}: {said}");
        assert!(said.contains(expected) && said.contains("hint: "), "{name}: {said}");
    }
}
