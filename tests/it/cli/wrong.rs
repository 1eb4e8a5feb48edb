//! Requests that are wrong or refused.

use serde_json::Value;

use super::{Desk, REQUEST, by_flags};

#[test]
fn a_malformed_request_shows_all_its_problems_and_writes_nothing() {
    let desk = Desk::new();
    let request = REQUEST
        .replace("currency", "curency")
        .replace("owned = 500", "owned = 5.5")
        .replace("2026-03-31", "2025-02-29")
        .replace("Noordzee", "\\u001b[31mNoordzee");
    desk.write("request.toml", request);
    let arguments = ["quote", "request.toml", "--json", "q.json", "--pdf", "q.pdf"];
    let said = [
        "error[unknown-key]: unknown key `curency`",
        " --> request.toml:2:1",
        "2 | curency = \"EUR\"\n  | ^^^^^^^\n",
        "hint: did you mean `currency`?",
        "`customer.name` holds the invisible character U+001B",
        "`holding[0].owned` must be a whole number",
        "  --> request.toml:16:19",
        "expected day between 01 and 28",
    ];
    let done = desk.run(&arguments).expect(1, &said);
    assert_eq!(done.out, "");
    assert_eq!(desk.names(), ["request.toml"]);
}

#[test]
fn numbers_at_their_limits_are_refused_and_no_bug() {
    let desk = Desk::new();
    let refused = |old: &str, new: &str, said: &[&str]| {
        let request = REQUEST.replace(old, new);
        desk.run_with(&["quote", "-"], &request).expect(1, said);
        desk.run_with(&["explain", "-"], &request).expect(1, said);
    };
    let largest = "owned = 9223372036854775807";
    let said = ["error[amount-too-large]: holding 1 (virtual-apps-desktops premium): ", "hint: "];
    refused("owned = 500", largest, &said);
    refused("owned = 500", "owned = 9223372036854775808", &["out of range", "9223372036854775807"]);
    refused("owned = 500", "owned = -1", &["out of range"]);
    refused("term_years = 3", "term_years = 0", &["error[term-not-offered]"]);
    refused("term_years = 3", "term_years = 6", &["error[term-not-offered]", "1 to 5"]);
    refused("2026-03-31", "2025-02-29", &["expected day between 01 and 28"]);
    let by_flag = by_flags(&["quote", "--retire", "9223372036854775807"], &[]);
    desk.run(&by_flag).expect(1, &["error[retired-exceeds-owned]"]);
}

#[test]
fn each_refusal_has_its_code_its_holding_and_a_way_out() {
    let desk = Desk::new();
    let second = "\n[[holding]]\nproduct_line = \"virtual-apps-desktop\"\nedition = \"premium\"\n\
                  owned = 3\ncovered_through = 2026-12-31\n";
    desk.write("request.toml", REQUEST.replace("term_years = 3", "term_years = 6") + second);
    let files = ["--json", "q.json", "--html", "q.html", "--pdf", "q.pdf"];
    let said = [
        "error[term-not-offered]: ",
        "error[unknown-product-line]: holding 2 (virtual-apps-desktop premium): ",
        "hint: Did you mean “virtual-apps-desktops”?",
    ];
    desk.run(&[&["quote", "request.toml"][..], &files].concat()).expect(1, &said);
    // The reasons are data, too; documents are of quotes alone.
    assert_eq!(desk.names(), ["q.json", "request.toml"]);
    let written: Value = serde_json::from_str(&desk.read("q.json")).expect("JSON");
    assert_eq!(written["refusals"][1]["code"], "unknown-product-line");
    let done = desk.run(&["quote", "request.toml", "--json", "-"]).expect(1, &said);
    assert_eq!(serde_json::from_str::<Value>(&done.out).expect("JSON"), written);
}

#[test]
fn a_name_of_ten_thousand_characters_is_cut_where_it_is_shown() {
    let desk = Desk::new();
    let request = REQUEST.replace("Noordzee", &"é".repeat(10_000));
    let done = desk.run_with(&["quote", "-"], request);
    let said = ["has 10015 characters; 200 is the most", "standard input:8:8", "hint: shorten it"];
    let done = done.expect(1, &said);
    assert!(done.err.lines().all(|line| line.chars().count() <= 110), "{}", done.err);
    let long = "x".repeat(10_000);
    desk.run(&["quote", &long]).expect(3, &["cannot read"]);
    desk.run(&by_flags(&["quote", "--customer", &long, "--org-id", "x"], &[]))
        .expect(2, &["--customer: has 10000 characters"]);
}

#[test]
fn many_problems_are_counted_and_not_all_shown() {
    let desk = Desk::new();
    let request = (0..80).fold(String::new(), |text, key| text + &format!("key{key} = 1\n"));
    let done =
        desk.run_with(&["quote", "-"], request).expect(1, &["and 35 more in standard input"]);
    assert_eq!(done.err.matches("error[").count(), 50);
}

#[test]
fn nothing_that_steers_a_terminal_is_printed() {
    let desk = Desk::new();
    let steering = "\u{1b}]0;title\u{7}\u{9b}31m\u{202e}";
    desk.write("request.toml", format!("x{steering}y\n{REQUEST}"));
    desk.write("books/a.toml", format!("# {steering}\n[book]\nid = \"{steering}\"\n"));
    let arguments: [&[&str]; 7] = [
        &["quote", "request.toml"],
        &["--books", "books", "quote", "request.toml"],
        &["book", "check", "books"],
        &["quote", &format!("{steering}.toml")],
        &["--books", steering, "book", "list"],
        &["book", "show", steering],
        &["man", steering],
    ];
    for arguments in arguments {
        let done = desk.run(arguments);
        let text = done.out + &done.err;
        let left = text.chars().find(|one| one.is_control() && *one != '\n' || *one == '\u{202e}');
        assert_eq!(left, None, "{arguments:?}\n{text}");
        assert_ne!(done.code, 0, "{arguments:?}");
    }
    let unknown = format!("unknown{steering}");
    let done = desk.run(&[&unknown]).expect(2, &["unrecognized subcommand"]);
    assert!(!done.err.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}']), "{}", done.err);
}
