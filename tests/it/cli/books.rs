//! Price books of one's own, and the commands on them.

use serde_json::Value;

use super::{Desk, REQUEST, ended};
use crate::support::{project, read};

#[test]
fn books_of_a_folder_replace_the_samples() {
    let desk = Desk::with_request();
    desk.write("books/one.toml", read("tests/conformance/books/gamma/gamma.toml"));
    desk.write("empty/readme.md", "none");
    let done = desk.run(&["--books", "books", "book", "list"]).expect(0, &[]);
    assert!(done.out.contains("books/one.toml") && !done.out.contains("citrix"), "{}", done.out);
    let output = desk.command(&["book", "list"]).env("REINSTATE_BOOKS", "books").output();
    assert_eq!(ended(output.expect("an end")).out, done.out);
    let output = desk.command(&["book", "list"]).env("REINSTATE_BOOKS", "").output();
    assert!(ended(output.expect("an end")).out.contains("citrix-css"));
    let empty =
        ["there is no price book in empty", "hint: price books are files that end in .toml"];
    desk.run(&["quote", "request.toml", "--books", "empty"]).expect(3, &empty);
    // What programs and systems hide in a folder is no book, but can be named.
    desk.write("books/._one.toml", [0, 5, 22, 7]);
    desk.write("books/.one.toml", "draft");
    desk.write("books/.git/two.toml", "draft");
    assert_eq!(desk.run(&["--books", "books", "book", "list"]).expect(0, &[]).out, done.out);
    desk.run(&["book", "check", "books"]).expect(0, &[]);
    desk.run(&["book", "check", "books/._one.toml"]).expect(1, &["books/._one.toml"]);
    desk.write("hidden/.one.toml", "draft");
    desk.run(&["--books", "hidden", "book", "list"]).expect(3, &["no price book in hidden"]);
    desk.run(&["--books", "missing", "quote", "request.toml"])
        .expect(3, &["cannot read missing", "hint: check the path"]);
}

#[test]
fn all_problems_of_all_books_are_shown() {
    let desk = Desk::with_request();
    let book = read("pricing/citrix-css-2026.2.toml");
    desk.write("books/a.toml", book.replace("EUR = \"255.00\"", "EUR = 255.0"));
    desk.write("books/b.toml", book.replace("of_srp = \"18%\"", "of_srp = 0.18"));
    desk.write("books/c.toml", [0xff, 0xfe]);
    let said = [
        "books/a.toml:",
        "`product_line[0].edition[0].srp.EUR` must be quoted text",
        "a number with a fraction has lost digits",
        "books/b.toml:",
        "`rate[0].of_srp` must be quoted text",
        "error[not-text]: byte 0 is not UTF-8",
        "--> books/c.toml",
    ];
    desk.run(&["--books", "books", "quote", "request.toml", "--json", "q.json"]).expect(1, &said);
    assert_eq!(desk.names(), ["books", "request.toml"]);
    let done = desk.run(&["book", "check", "books"]).expect(1, &said);
    assert_eq!(done.out, "3 price books checked: 3 errors, no warnings\n");
}

#[test]
fn book_check_tells_errors_from_warnings() {
    let desk = Desk::new();
    let done = desk.run(&["book", "check"]).expect(0, &[]);
    assert_eq!(done.out, "3 price books checked: no errors, no warnings\n");
    let book = read("pricing/citrix-css-2026.2.toml");
    desk.write("one.toml", &book);
    desk.write("two.toml", &book);
    // A file that is named twice is one book; two files with one version are a mistake.
    let done = desk.run(&["book", "check", "one.toml", "one.toml"]).expect(0, &[]);
    assert!(done.out.starts_with("1 price book checked"), "{}", done.out);
    desk.run(&["book", "check", "."]).expect(1, &["error[two-versions]", "one.toml", "two.toml"]);
    let nothing =
        book.replace("back_coverage = { day_count = \"actual/365\"", "back_coverage = \"none\" # ");
    assert_ne!(nothing, book);
    desk.write("warned.toml", nothing);
    let done =
        desk.run(&["book", "check", "warned.toml"]).expect(0, &["warning[penalty-of-nothing]"]);
    assert!(done.out.contains("no errors, ") && done.out.contains(" warning"), "{}", done.out);
    desk.run(&["book", "check", "missing.toml"]).expect(3, &["cannot read missing.toml"]);
}

#[test]
fn book_show_is_for_persons_and_for_programs() {
    let desk = Desk::new();
    let shown = desk.run(&["book", "show", "--on", "2026-11-24"]).expect(0, &[]).out;
    for part in [
        "citrix-css 2026.2 (sample)",
        "RATES, of the SRP per year",
        "enterprise-6  Enterprise License Program, level 6       45%  40% for netscaler-mpx",
        "Back support: the gap, counted as years-up, at the list price",
        "Whatever no band takes is not reinstated.",
    ] {
        assert!(shown.contains(part), "`{part}` is not in\n{shown}");
    }
    let older = desk.run(&["book", "show", "citrix-css", "--version", "2026.1", "--toml"]);
    assert_eq!(older.expect(0, &[]).out, read("pricing/citrix-css-2026.1.toml"));
    let tree = desk.run(&["book", "show", "--on", "2026-03-01", "--json"]).expect(0, &[]).out;
    let tree: Value = serde_json::from_str(&tree).expect("JSON");
    assert_eq!(tree["book"]["version"], "2026.1");
    assert_eq!(tree["book"]["effective_from"], "2026-01-01");
    assert_eq!(tree["term"]["max_years"], 5);
    desk.run(&["book", "show", "--version", "2027"])
        .expect(2, &["hint: choose 2026.1, 2026.2 or 2027.1"]);
    desk.run(&["book", "show", "citrix-cs"]).expect(2, &["did you mean `citrix-css`?"]);
    desk.run(&["book", "show", "--on", "2020-01-01"]).expect(2, &["1 January 2026", "--version"]);
    desk.run(&["book", "show", "--on", "2026-01-01", "--version", "2026.1"]).expect(2, &[]);
}

#[test]
fn book_diff_reads_all_before_it_prints() {
    let desk = Desk::with_request();
    let [old, new] = ["2026.1", "2026.2"].map(|version| {
        project(&format!("pricing/citrix-css-{version}.toml")).to_str().expect("a path").to_owned()
    });
    let done = desk.run(&["book", "diff", &old, &new, "--requests", "request.toml"]).expect(0, &[]);
    assert!(done.out.contains("book.version") && done.out.contains("request.toml"), "{}", done.out);
    desk.write("requests/a.toml", REQUEST.replace("500", "x"));
    desk.write("requests/b.json", "{");
    let said = ["requests/a.toml", "requests/b.json"];
    let done = desk.run(&["book", "diff", &old, &new, "--requests", "requests"]).expect(1, &said);
    assert_eq!(done.out, "");
    desk.run(&["book", "diff", "request.toml", &new]).expect(1, &["request.toml"]);
}
