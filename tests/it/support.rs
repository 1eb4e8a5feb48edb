//! What several tests share: books, requests, and a quote as plain data.

#[cfg(feature = "cli")]
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use reinstate::document::json;
use reinstate::engine::book::{PriceBook, Shelf};
use reinstate::engine::node::{self, Format, Node, NodeValue};
use reinstate::engine::price::price;
use reinstate::engine::problem::Problems;
use reinstate::engine::quote::{Outcome, Quote};
use reinstate::engine::request::{Request, Source};
use serde_json::{Value, json};

/// A path inside the project.
pub(crate) fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The text of a file inside the project.
pub(crate) fn read(path: &str) -> String {
    let path = project(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Says that something cannot be tested here, and why. Where every tool has to be there
/// (`REINSTATE_TOOLS=required`, as `.ci/run` has it), that is a failure.
pub(crate) fn skipped(why: &str) {
    let is_required = std::env::var("REINSTATE_TOOLS").is_ok_and(|tools| tools == "required");
    assert!(!is_required, "skipped, and every tool is required here: {why}");
    eprintln!("skipped: {why}");
}

/// What another program says; `None`, and a word how to get it, where it is not installed.
pub(crate) fn tool(command: &mut Command, install: &str) -> Option<Output> {
    match command.output() {
        Ok(output) => Some(output),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let name = command.get_program().to_string_lossy();
            skipped(&format!("{name} is not installed; install {install}"));
            None
        }
        Err(error) => panic!("{command:?}: {error}"),
    }
}

/// The program, without what the user of this machine has set for it: the one that was built with
/// the tests, or an optimised one that `REINSTATE_PROGRAM` names, which takes a tenth of the time.
#[cfg(feature = "cli")]
pub(crate) fn program() -> Command {
    without_settings(Command::new(program_file()))
}

/// The one that was built with the tests, for those that have to stop it in its middle.
#[cfg(feature = "cli")]
pub(crate) fn slow_program() -> Command {
    without_settings(Command::new(env!("CARGO_BIN_EXE_reinstate")))
}

#[cfg(feature = "cli")]
fn program_file() -> OsString {
    std::env::var_os("REINSTATE_PROGRAM").unwrap_or_else(|| env!("CARGO_BIN_EXE_reinstate").into())
}

/// The same program, run by a script of the shell: `"$0" "$@"` is the program with its arguments.
#[cfg(all(feature = "cli", unix))]
pub(crate) fn in_shell(script: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", script]).arg(program_file());
    without_settings(shell)
}

#[cfg(feature = "cli")]
fn without_settings(mut command: Command) -> Command {
    for name in ["REINSTATE_BOOKS", "REINSTATE_FONTS", "REINSTATE_REGISTER"] {
        command.env_remove(name);
    }
    command.env("REINSTATE_NO_CONFIG", "1");
    command
}

/// What a reader installs for the oracle and the replay.
pub(crate) const PYTHON: &str = "Python 3.11 or later";

/// A checked book of a text; its problems stop the test.
pub(crate) fn book(origin: &str, text: &str) -> PriceBook {
    match PriceBook::read(origin, text) {
        Ok((book, _)) => book,
        Err(problems) => panic!("{problems}"),
    }
}

/// A shelf of texts.
pub(crate) fn shelf<'text>(texts: impl IntoIterator<Item = (&'text str, &'text str)>) -> Shelf {
    let books = texts.into_iter().map(|(origin, text)| book(origin, text));
    match Shelf::of(books) {
        Ok(shelf) => shelf,
        Err(problems) => panic!("{problems}"),
    }
}

/// A shelf of the books in some files of the project.
pub(crate) fn shelf_of_files(paths: &[&str]) -> Shelf {
    let texts: Vec<String> = paths.iter().map(|path| read(path)).collect();
    shelf(paths.iter().copied().zip(texts.iter().map(String::as_str)))
}

/// The conformance books.
pub(crate) fn conformance_shelf() -> Shelf {
    let families = ["alpha", "beta", "gamma", "zeta", "eta", "theta"];
    let folders = families.map(|family| format!("tests/conformance/books/{family}"));
    let books: Vec<String> = folders.iter().flat_map(|folder| files(folder, &[".toml"])).collect();
    shelf_of_files(&books.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Where the books stand that the program ships.
pub(crate) const SHIPPED_BOOKS: [&str; 3] = [
    "pricing/citrix-css-2026.1.toml",
    "pricing/citrix-css-2026.2.toml",
    "pricing/citrix-css-2027.1.toml",
];

/// The books that the program ships.
pub(crate) fn shipped_shelf() -> Shelf {
    shelf_of_files(&SHIPPED_BOOKS)
}

/// A request of JSON; its problems stop the test.
pub(crate) fn request(value: &Value) -> Request {
    let text = value.to_string();
    let source = Source { origin: "request", text: &text, format: Format::Json };
    match Request::read(source, None) {
        Ok(request) => request,
        Err(problems) => panic!("{problems}"),
    }
}

/// The quote of a request; a refusal stops the test.
pub(crate) fn offered(request: &Request, shelf: &Shelf) -> Quote {
    match price(request, shelf) {
        Outcome::Offered(quote) => *quote,
        Outcome::Refused(refusals) => panic!("refused: {refusals:?}"),
    }
}

/// The codes of the refusals of a request, in order; a quote stops the test.
pub(crate) fn refused(request: &Request, shelf: &Shelf) -> Vec<&'static str> {
    match price(request, shelf) {
        Outcome::Offered(quote) => panic!("offered for {}", quote.totals.total),
        Outcome::Refused(refusals) => {
            refusals.iter().map(|refusal| refusal.reason.code()).collect()
        }
    }
}

/// A quote as the data that conformance cases and the oracle speak of.
pub(crate) fn quote_value(quote: &Quote) -> Value {
    let mut value: Value = serde_json::from_str(&json::quote(quote)).expect("valid JSON");
    let mut findings: Vec<&str> = quote.findings.iter().map(|finding| finding.code()).collect();
    findings.sort_unstable();
    findings.dedup();
    value["findings"] = json!(findings);
    with_nothing_said(value)
}

/// A quote in which a line without part numbers, and a quote without payments, say so.
pub(crate) fn with_nothing_said(mut quote: Value) -> Value {
    if quote["payments"].is_null() {
        quote["payments"] = json!([]);
    }
    for line in quote["lines"].as_array_mut().expect("lines") {
        if line["skus"].is_null() {
            line["skus"] = json!({});
        }
    }
    quote
}

/// The places where an expectation and what came out differ; keys that are not expected do not
/// matter.
pub(crate) fn differences(expected: &Value, actual: &Value, path: &str) -> Vec<String> {
    match (expected, actual) {
        (Value::Object(expected), Value::Object(actual)) => expected
            .iter()
            .flat_map(|(key, expected)| {
                let actual = actual.get(key).unwrap_or(&Value::Null);
                differences(expected, actual, &format!("{path}.{key}"))
            })
            .collect(),
        (Value::Array(expected), Value::Array(actual)) if expected.len() == actual.len() => {
            let pairs = expected.iter().zip(actual).enumerate();
            pairs
                .flat_map(|(place, (expected, actual))| {
                    differences(expected, actual, &format!("{path}[{place}]"))
                })
                .collect()
        }
        _ if expected == actual => Vec::new(),
        _ => vec![format!("{path}: expected {expected}, got {actual}")],
    }
}

/// A text in TOML as plain data; dates become text, as they are in JSON.
pub(crate) fn toml_value(path: &str) -> Value {
    let text = read(path);
    let mut problems = Problems::none_in(path, &text);
    let node = node::parse(Format::Toml, &text, &mut problems);
    assert!(problems.list.is_empty(), "{problems}");
    plain(&node)
}

fn plain(node: &Node<'_>) -> Value {
    match &node.value {
        NodeValue::Text(text) | NodeValue::Typed(text) => json!(text),
        NodeValue::Integer(number) => json!(number),
        NodeValue::Boolean(value) => json!(value),
        NodeValue::Date(date) => json!(date.to_string()),
        NodeValue::List(items) => items.iter().map(plain).collect(),
        NodeValue::Table(entries) => {
            let pairs = entries.iter().map(|entry| (entry.key.to_string(), plain(&entry.node)));
            Value::Object(pairs.collect())
        }
        NodeValue::HugeInteger | NodeValue::Float | NodeValue::DateTime | NodeValue::Null => {
            panic!("a test needs no {}", node.value.kind())
        }
    }
}

/// The files of a folder of the project with one of some endings, in the order of their names.
pub(crate) fn files(folder: &str, endings: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(project(folder)).expect(folder) {
        let name = entry.expect(folder).file_name().into_string().expect("a plain name");
        if endings.iter().any(|ending| name.ends_with(ending)) {
            found.push(format!("{folder}/{name}"));
        }
    }
    found.sort();
    found
}
