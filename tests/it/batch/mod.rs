//! Many renewals at once, through the program as a user runs it.

mod as_they_come;
mod codes;
mod compliance;
mod documents;
mod folder;
#[cfg(feature = "formats")]
mod formats;
mod group;
mod group_forms;
mod in_memory;
mod kill;
mod loss;
mod map;
mod reading;
mod reconcile;
mod row_kinds;
mod styles;
mod sums;
mod whole;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{program, project, slow_program};

/// The outputs of a run that are compared byte for byte.
const OUTPUTS: [&str; 6] =
    ["lines.csv", "quotes.csv", "rejects.csv", "findings.csv", "summary.json", "summary.html"];
/// The same in the order in which they move to their place.
const OUTPUTS_AS_THEY_MOVE: [&str; 6] =
    ["lines.csv", "quotes.csv", "rejects.csv", "findings.csv", "summary.html", "summary.json"];
const QUOTE_DATE: &str = "2026-11-24";
const HEADER: &str = "org_id,customer,product_line,edition,release,owned,retire,covered_through,\
    service_level,term_years,program,currency,start,quantity,current_service_level,language,book";

/// A run that can be stopped in its middle.
fn batch(arguments: &[&str]) -> Command {
    with_date(program(), arguments)
}

/// A run that is slow enough to be stopped in its middle.
fn slow_batch(arguments: &[&str]) -> Command {
    with_date(slow_program(), arguments)
}

fn with_date(mut program: Command, arguments: &[&str]) -> Command {
    program.args(["--quote-date", QUOTE_DATE, "batch"]).args(arguments);
    program
}

fn run(arguments: &[&str]) -> Output {
    batch(arguments).output().expect("the program runs")
}

/// Runs with the small book of these tests.
fn run_small(arguments: &[&str]) -> Output {
    let books = project("tests/batch");
    let books = books.to_str().expect("a plain path");
    batch(arguments).args(["--books", books]).output().expect("the program runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder with a made-up install base in it.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: TempDir::new().expect("a folder") }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().expect("a plain path").to_owned()
    }

    /// Writes a file and gives its path.
    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        std::fs::write(self.path(name), bytes).expect("a file");
        self.text(name)
    }

    /// A sample of so many rows.
    fn sample(&self, rows: u64, seed: u64) -> String {
        let (rows, seed) = (rows.to_string(), seed.to_string());
        let output = run(&["sample", "--rows", &rows, "--seed", &seed]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        self.file(&format!("sample-{rows}-{seed}.csv"), output.stdout)
    }

    fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn read_text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).expect("text")
    }

    fn summary(&self, out: &str) -> Value {
        serde_json::from_slice(&self.read(&format!("{out}/summary.json"))).expect("JSON")
    }

    /// The rows of an output, by the csv package.
    fn rows(&self, name: &str) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(self.path(name));
        let records = reader.as_mut().expect("a table").records();
        records
            .map(|record| record.expect("a row").iter().map(str::to_owned).collect())
            .skip(1)
            .collect()
    }
}

/// The names and bytes of two folders' outputs must be the same.
fn assert_same(one: &Path, other: &Path) {
    for name in OUTPUTS {
        let read = |folder: &Path| std::fs::read(folder.join(name)).expect(name);
        assert!(read(one) == read(other), "{name} differs in {}", other.display());
    }
}

/// A row of the small book's table, with some cells replaced.
fn row(org_id: &str, replaced: &[(&str, &str)]) -> String {
    let plain = [
        ("org_id", org_id),
        ("customer", "Smithy"),
        ("product_line", "anvil"),
        ("edition", "pro"),
        ("owned", "10"),
        ("covered_through", "2026-12-31"),
        ("service_level", "basic"),
        ("term_years", "1"),
        ("program", "list"),
        ("currency", "EUR"),
    ];
    let cell = |name: &str| {
        let given = replaced.iter().chain(&plain).find(|(known, _)| *known == name);
        given.map_or("", |(_, cell)| *cell).to_owned()
    };
    let mut text = HEADER.split(',').map(cell).collect::<Vec<_>>().join(",");
    text.push('\n');
    text
}

/// A table of rows.
fn table(rows: &[String]) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{HEADER}");
    text.extend(rows.iter().map(String::as_str));
    text
}
