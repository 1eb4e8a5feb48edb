//! `reinstate.toml` and `config`: what holds, and from where.

use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

use crate::support::{program, project, read};

const HOLDING: &str = "service_level = \"select\"\nterm_years = 1\nprogram = \"easy\"\n\
    quote_date = 2026-11-24\n[[holding]]\nproduct_line = \"virtual-apps-desktops\"\n\
    edition = \"premium\"\nowned = 5\ncovered_through = 2026-12-31\n";

/// A working folder and a home, and the program in them.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().expect("a folder"));
        for folder in ["work", "user/reinstate"] {
            std::fs::create_dir_all(desk.path(folder)).expect("a folder");
        }
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::create_dir_all(self.path(name).parent().expect("a folder")).expect("a folder");
        std::fs::write(self.path(name), text).expect("a file");
    }

    /// The file of the working folder.
    fn here(&self, text: &str) {
        self.write("work/reinstate.toml", text);
    }

    /// The file of the user.
    fn of_user(&self, text: &str) {
        self.write("user/reinstate/reinstate.toml", text);
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program();
        let home = self.path("user");
        command.args(arguments).current_dir(self.path("work")).env_remove("REINSTATE_NO_CONFIG");
        command.env("XDG_CONFIG_HOME", &home).env("APPDATA", &home);
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program runs")
    }

    /// What is printed by a command that succeeds.
    #[track_caller]
    fn printed(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    #[track_caller]
    fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.printed(arguments)).expect("JSON")
    }

    #[track_caller]
    fn refused(&self, arguments: &[&str], code: i32, words: &[&str]) {
        let output = self.run(arguments);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(code), "{said}");
        for part in words {
            assert!(said.contains(part), "`{part}` is not in\n{said}");
        }
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder with one book that is no sample.
fn books(desk: &Desk, folder: &str, id: &str) {
    let book = read("tests/conformance/books/gamma/gamma.toml");
    let named = book.replacen("id = \"gamma\"", &format!("id = \"{id}\""), 1);
    assert_ne!(named, book);
    desk.write(&format!("{folder}/book.toml"), &named);
}

#[test]
fn flags_win_over_the_environment_that_over_the_working_folder_that_over_the_user() {
    let desk = Desk::new();
    for (folder, id) in [
        ("user/reinstate/prices", "of-user"),
        ("work/prices", "of-here"),
        ("work/variable", "of-variable"),
        ("work/flag", "of-flag"),
    ] {
        books(&desk, folder, id);
    }
    let list = ["book", "list"];
    assert!(desk.printed(&list).contains("citrix-css"));
    // Paths are from the folder of the file.
    desk.of_user("books = \"prices\"\n");
    assert!(desk.printed(&list).contains("of-user"));
    // The file itself is no price book, wherever it lies.
    desk.write("user/reinstate/prices/reinstate.toml", "language = \"nl\"\n");
    assert!(desk.printed(&list).contains("of-user"));
    desk.printed(&["book", "check", "../user/reinstate/prices"]);
    // A key that the file of the working folder does not have is that of the user.
    desk.here("language = \"nl\"\n");
    assert!(desk.printed(&list).contains("of-user"));
    desk.here("books = \"prices\"\n");
    assert!(desk.printed(&list).contains("of-here"));
    let with_variable = |arguments: &[&str]| {
        let mut command = desk.command(arguments);
        let output = command.env("REINSTATE_BOOKS", "variable").output().expect("it runs");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    assert!(with_variable(&list).contains("of-variable"));
    let flagged = ["book", "list", "--books", "flag"];
    assert!(with_variable(&flagged).contains("of-flag"));
    assert!(desk.printed(&flagged).contains("of-flag"));
}

#[test]
fn no_config_and_its_variable_leave_the_files_unread() {
    let desk = Desk::new();
    desk.here("boks = \"prices\"\n");
    desk.of_user("language = 5\n");
    desk.refused(&["book", "list"], 2, &["unknown key `boks`", "`language` must be"]);
    assert!(desk.printed(&["book", "list", "--no-config"]).contains("citrix-css"));
    assert!(desk.printed(&["--no-config", "book", "list"]).contains("citrix-css"));
    for (value, code) in [("1", 0), ("", 2)] {
        let mut command = desk.command(&["book", "list"]);
        let output = command.env("REINSTATE_NO_CONFIG", value).output().expect("it runs");
        assert_eq!(output.status.code(), Some(code), "{value}: {}", said(&output));
    }
    // What needs no setting does not read them.
    desk.printed(&["completions", "bash"]);
    desk.printed(&["--help"]);
    desk.printed(&["--version"]);
}

#[test]
fn what_is_wrong_in_the_files_is_told_at_once_with_its_place() {
    let desk = Desk::new();
    desk.here("# mine\nboks = \"prices\"\npaper = \"leter\"\nfonts = \"a.ttf\"\n");
    desk.of_user("currency = \"eur\"\nbooks = \n");
    let words = [
        "error[unknown-key]: unknown key `boks`",
        " --> reinstate.toml:2:1",
        "2 | boks = \"prices\"\n  | ^^^^\n",
        "hint: did you mean `books`?",
        "`paper`: `leter` is not a paper size",
        "reinstate.toml:3:9",
        "`fonts` must be a list, not a text",
        "user/reinstate/reinstate.toml:1:12",
        "did you mean EUR?",
        "user/reinstate/reinstate.toml:2:9",
    ];
    desk.refused(&["quote", "request.toml"], 2, &words);
    desk.refused(&["config"], 2, &words);
    std::fs::write(desk.path("work/reinstate.toml"), [0x62, 0xff]).expect("a file");
    desk.refused(&["config"], 2, &["byte 1 is not UTF-8", "reinstate.toml"]);
    std::fs::remove_file(desk.path("work/reinstate.toml")).expect("a file");
    std::fs::create_dir(desk.path("work/reinstate.toml")).expect("a folder");
    desk.refused(&["config"], 3, &["cannot read reinstate.toml", "--no-config leaves it unread"]);
}

#[test]
fn what_a_file_names_and_is_not_there_is_told_with_the_file() {
    let desk = Desk::new();
    desk.write("work/request.toml", &format!("currency = \"EUR\"\n{HOLDING}"));
    desk.of_user("books = \"none\"\n");
    let words =
        ["user/reinstate/none", "it is named by `books` in", "user/reinstate/reinstate.toml"];
    desk.refused(&["quote", "request.toml"], 3, &words);
    desk.of_user("brand = \"none.toml\"\n");
    desk.refused(&["quote", "request.toml"], 3, &["none.toml", "it is named by `brand` in"]);
    // A command that has no use for a brand does not read it.
    desk.printed(&["explain", "request.toml"]);
    desk.of_user("fonts = [\"none.ttf\"]\n");
    let words = ["none.ttf", "it is named by `fonts` in"];
    desk.refused(&["quote", "request.toml", "--pdf", "q.pdf"], 3, &words);
    desk.printed(&["quote", "request.toml", "--html", "q.html"]);
    desk.refused(&["serve", "--listen", "127.0.0.1:0"], 3, &words);
    desk.of_user("");
    let mut command = desk.command(&["book", "list"]);
    let output = command.env("REINSTATE_BOOKS", "none").output().expect("it runs");
    assert_eq!(output.status.code(), Some(3));
    assert!(said(&output).contains("note: it is named by the variable REINSTATE_BOOKS"));
    let output = said(&desk.run(&["book", "list", "--books", "none"]));
    assert!(!output.contains("note:"), "{output}");
}

#[test]
fn language_and_currency_are_those_of_requests_that_name_none() {
    let desk = Desk::new();
    desk.write("work/request.toml", HOLDING);
    let quote = ["quote", "request.toml", "--json", "-"];
    desk.refused(&quote, 1, &["the key `currency` is missing"]);
    desk.here("currency = \"EUR\"\nlanguage = \"nl-BE\"\n");
    let found = desk.json(&quote);
    assert_eq!(found["currency"], "EUR");
    assert_eq!(found["request"]["language"], "nl");
    // What the request says stands, and a flag before it.
    let own = format!("currency = \"USD\"\nlanguage = \"de\"\n{HOLDING}");
    desk.write("work/request.toml", &own);
    let found = desk.json(&quote);
    assert_eq!(found["currency"], "USD");
    assert_eq!(found["request"]["language"], "de");
    let found = desk.json(&[&quote[..], &["--language", "fr"]].concat());
    assert_eq!(found["request"]["language"], "fr");
    // By flags, the same.
    let flags = [
        "--product-line=virtual-apps-desktops",
        "--edition=premium",
        "--owned=5",
        "--covered-through=2026-12-31",
        "--service-level=select",
        "--term=1",
        "--program=easy",
        "--quote-date=2026-11-24",
        "--json=-",
    ];
    let found = desk.json(&[&["quote"][..], &flags].concat());
    assert_eq!(found["currency"], "EUR");
    assert_eq!(found["request"]["language"], "nl");
    let found = desk.json(&[&["quote", "--currency", "USD"][..], &flags].concat());
    assert_eq!(found["currency"], "USD");
    let output = said(&desk.run(&["quote"]));
    assert!(output.contains("--program are missing"), "{output}");
    // The quote says all it rests on: it is priced the same without the file.
    desk.write("work/request.toml", HOLDING);
    desk.printed(&["quote", "request.toml", "--json", "q.json"]);
    desk.printed(&["--no-config", "verify", "q.json"]);
}

#[test]
fn brand_paper_and_fonts_are_those_of_the_documents() {
    let desk = Desk::new();
    let request = project("examples/quote/request.toml").display().to_string();
    let folder = project("examples/quote/books").display().to_string();
    let quote = |more: &[&str], file: &str| {
        let arguments = ["quote", &request, "--books", &folder, "--pdf", file];
        desk.run(&[&arguments[..], more].concat())
    };
    let output = quote(&[], "q.pdf");
    assert!(said(&output).contains("issuer-missing"), "{}", said(&output));
    let brand = project("examples/brand/brand.toml").display().to_string();
    desk.of_user(&format!("brand = '{brand}'\npaper = \"Letter\"\n"));
    assert_eq!(quote(&[], "by-file.pdf").status.code(), Some(0));
    let output = quote(&["--no-config", "--brand", &brand, "--paper", "LETTER"], "by-flag.pdf");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let bytes = |name: &str| std::fs::read(desk.path(&format!("work/{name}"))).expect("a PDF");
    assert!(bytes("by-file.pdf") == bytes("by-flag.pdf"), "other bytes");
    assert_eq!(quote(&["--paper", "a4"], "a4.pdf").status.code(), Some(0));
    assert!(bytes("a4.pdf") != bytes("by-flag.pdf"));
    // A batch takes them for its documents alone.
    let table = project("examples/batch/install-base.csv").display().to_string();
    desk.of_user("brand = \"none.toml\"\nfonts = [\"none.ttf\"]\n");
    let batch = ["--quote-date", "2026-11-24", "batch", &table, "--out", "out"];
    assert_eq!(desk.run(&batch).status.code(), Some(1));
    let output = desk.run(&[&batch[..5], &["out-2", "--documents", "html"]].concat());
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(said(&output).contains("it is named by `brand` in"), "{}", said(&output));
}

#[test]
fn config_says_what_holds_and_from_where() {
    let desk = Desk::new();
    desk.here("books = \"prices\"\npaper = \"letter\"\n");
    desk.of_user("books = \"others\"\ncurrency = \"EUR\"\n");
    let mut command = desk.command(&["config"]);
    let output = command.env("REINSTATE_FONTS", "a.ttf").output().expect("it runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let rows: Vec<Vec<&str>> = text
        .lines()
        .map(|line| line.split("  ").filter(|cell| !cell.is_empty()).collect())
        .collect();
    let user = desk.path("user/reinstate/reinstate.toml").display().to_string();
    let trimmed: Vec<Vec<&str>> =
        rows.iter().map(|row| row.iter().map(|cell| cell.trim()).collect()).collect();
    for wanted in [
        ["books", "prices", "reinstate.toml"],
        ["brand", "none", "built in"],
        ["fonts", "a.ttf", "variable REINSTATE_FONTS"],
        ["language", "en", "built in"],
        ["paper", "letter", "reinstate.toml"],
        ["currency", "EUR", &user],
    ] {
        assert!(trimmed.contains(&wanted.to_vec()), "{wanted:?}\n{text}");
    }
    let found = desk.json(&["config", "--json", "--books", "flag"]);
    let settings = &found["settings"];
    assert_eq!(settings["books"]["value"], "flag");
    assert_eq!(settings["books"]["source"], "flag");
    assert_eq!(settings["books"]["name"], "--books");
    assert_eq!(settings["currency"]["name"], *user);
    assert_eq!(settings["currency"]["source"], "file");
    assert_eq!(settings["fonts"]["value"], Value::Null);
    assert_eq!(settings["language"]["value"], "en");
    assert_eq!(settings["language"]["source"], "built-in");
    assert_eq!(found["files"][1]["path"], *user);
    assert_eq!(found["files"][1]["standing"], "read");
    std::fs::remove_file(desk.path("work/reinstate.toml")).expect("a file");
    assert_eq!(desk.json(&["config", "--json"])["files"][0]["standing"], "not there");
    let found = desk.json(&["config", "--json", "--no-config"]);
    assert_eq!(found["files"][1]["standing"], "not read");
    assert_eq!(found["settings"]["currency"]["value"], Value::Null);
    assert!(desk.printed(&["config", "--no-config"]).contains("(--no-config)"));
}
