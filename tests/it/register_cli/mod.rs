//! The register on the command line.

mod batch;
#[cfg(target_os = "linux")]
mod full;
mod keeping;
mod kill;
mod life;
mod links;
mod mail;
mod wrong;

use std::path::PathBuf;
use std::process::Output;

use chrono::{Days, Local, NaiveDate};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{program, project};

/// A folder with a register, whose books are the approved ones of the examples.
struct RegisterDesk {
    folder: TempDir,
}

/// What a command came to: exit code, standard output and standard error.
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Said {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("text"),
            err: String::from_utf8(output.stderr).expect("text"),
        }
    }

    /// What it printed, where all went well.
    fn done(self) -> String {
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.err);
        self.out
    }

    /// What was said where it did not.
    fn failed(self, code: i32, says: &str) {
        assert_eq!(self.code, Some(code), "{}{}", self.out, self.err);
        assert!(self.err.contains(says), "{says}: {}", self.err);
    }

    fn json(self) -> Value {
        serde_json::from_str(&self.done()).expect("JSON")
    }
}

impl RegisterDesk {
    fn new() -> Self {
        let desk = Self { folder: TempDir::new().expect("a folder") };
        desk.run(&["init", "--zone", "Europe/Amsterdam"]).done();
        desk.run(&["account", "add", "anna", "--role", "approver", "--limit", "10%"]).done();
        desk.run(&["account", "add", "rob", "--role", "rep"]).done();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().expect("a plain path").to_owned()
    }

    fn file(&self, name: &str, text: &str) -> String {
        std::fs::write(self.path(name), text).expect("a file");
        self.text(name)
    }

    /// Runs `reinstate register …` as the admin.
    fn run(&self, arguments: &[&str]) -> Said {
        self.run_as("admin", arguments)
    }

    fn run_as(&self, account: &str, arguments: &[&str]) -> Said {
        Said::of(self.command(account, arguments).output().expect("the program runs"))
    }

    fn command(&self, account: &str, arguments: &[&str]) -> std::process::Command {
        let mut command = program();
        command
            .arg("--books")
            .arg(project("examples/quote/books"))
            .args(["register", "--register", &self.text("quotes.db"), "--as", account])
            .args(arguments);
        command
    }

    /// A request of a customer: three servers, covered for 30 more days, for a year at 18% of
    /// EUR 7,200: EUR 3,888.00 without tax, 4,704.48 with 21%.
    fn request(&self, name: &str, customer: &str, more: &str) -> String {
        let covered = today().checked_add_days(Days::new(30)).expect("a day");
        // The ORG ID says nothing of the name.
        let org_id: u32 = customer.chars().map(u32::from).sum();
        let text = format!(
            "currency = \"EUR\"\nservice_level = \"standard\"\nterm_years = 1\nprogram = \"list\"\n\
             tax = {{ name = \"VAT\", rate = \"21%\" }}\n{more}\n\
             [customer]\nname = \"{customer}\"\norg_id = \"ORG-{org_id}\"\n\
             [[holding]]\nproduct_line = \"historian\"\nedition = \"server\"\nowned = 3\n\
             covered_through = {covered}\n"
        );
        self.file(name, &text)
    }

    /// Registers such a request, and gives the number.
    fn added(&self, account: &str, customer: &str, more: &str) -> String {
        let request = self.request("request.toml", customer, more);
        self.run_as(account, &["add", &request]).done().trim_end().to_owned()
    }

    /// The quote of a number, as a list tells it.
    fn listed(&self, number: &str) -> Value {
        let all = self.run(&["list", "--json"]).json();
        let quotes = all["quotes"].as_array().expect("quotes").clone();
        let found = quotes.into_iter().find(|quote| quote["number"] == number);
        found.unwrap_or_else(|| panic!("no {number}"))
    }

    fn assert_whole(&self) {
        let said = self.run(&["verify", "--recompute"]).done();
        assert!(said.contains("nothing is wrong"), "{said}");
    }
}

/// The first number of a new register: its year is that of Amsterdam.
fn first_number() -> String {
    let now = chrono::Utc::now().with_timezone(&chrono_tz::Europe::Amsterdam);
    now.format("Q-%Y-00001").to_string()
}

/// The brand of the examples.
fn brand() -> String {
    project("examples/brand/brand.toml").to_str().expect("a plain path").to_owned()
}

fn today() -> NaiveDate {
    Local::now().date_naive()
}
