//! Links for customers: printed once, renewed, and kept through a run that is stopped.

use std::collections::BTreeMap;

use reinstate::register::{Register, token_sha256};

use super::batch::table;
use super::{RegisterDesk, brand, first_number};

const BASE: &str = "https://quotes.example.com/";

/// What the register keeps of the link of a document.
fn kept(desk: &RegisterDesk, document: &str) -> Option<String> {
    let register = Register::open(&desk.path("quotes.db")).expect("a register");
    let now = reinstate::register::Moment::of(chrono::Utc::now());
    let (history, rev) = register.history(document, now).expect(document);
    let found = history.revisions.into_iter().find(|(one, _, _)| Some(one.rev) == rev);
    found.expect("a revision").0.link_sha256
}

/// The token of a link, which begins where it should.
fn token_of(link: &str) -> &str {
    let token = link.trim_end().strip_prefix("https://quotes.example.com/q/").expect(link);
    assert_eq!(token.len(), 43, "{link}");
    token
}

#[test]
fn a_link_is_printed_and_its_digest_kept() {
    let desk = RegisterDesk::new();
    let number = desk.added("rob", "Harbour", "");
    let link = desk.run(&["send", &number, "--brand", &brand(), "--base-url", BASE]).done();
    let document = format!("{number}-1");
    assert_eq!(kept(&desk, &document), Some(token_sha256(token_of(&link))));
    let bytes = std::fs::read(desk.path("quotes.db")).expect("a file");
    let token = token_of(&link).as_bytes();
    assert!(!bytes.windows(token.len()).any(|part| part == token), "the token is not kept");
    desk.assert_whole();
}

#[test]
fn sending_again_makes_another_link_and_leaves_the_document() {
    let desk = RegisterDesk::new();
    let number = desk.added("rob", "Harbour", "");
    let document = format!("{number}-1");
    let resend = ["send", &number, "--base-url", BASE, "--resend"];
    desk.run(&resend).failed(1, "error[not-sent]");
    let pdf = desk.text("sent.pdf");
    desk.run(&["send", &number, "--brand", &brand(), "--pdf", &pdf]).done();
    assert_eq!(kept(&desk, &document), None);
    let first = desk.run(&resend).done();
    assert_eq!(kept(&desk, &document), Some(token_sha256(token_of(&first))));
    let again = desk.text("again.pdf");
    let second = desk.run(&[&resend[..], &["--pdf", &again]].concat()).done();
    assert_ne!(first, second);
    assert_eq!(kept(&desk, &document), Some(token_sha256(token_of(&second))));
    let read = |path: &str| std::fs::read(path).expect("a file");
    assert!(read(&pdf) == read(&again), "nothing is drawn anew");
    desk.run(&["send", &number, "--resend"]).failed(2, "--base-url");
    desk.run_as("anna", &resend).done();
    desk.run(&["account", "add", "eve", "--role", "rep"]).done();
    desk.run_as("eve", &resend).failed(1, "error[role-too-low]");
    // A later revision stands now; the one before has no link to renew.
    let request = desk.request("next.toml", "Harbour", "");
    desk.run(&["revise", &number, &request]).done();
    desk.run(&["send", &number, "--brand", &brand()]).done();
    desk.run(&["send", &document, "--base-url", BASE, "--resend"])
        .failed(1, "error[other-document]");
    desk.assert_whole();
}

#[test]
fn an_address_with_more_than_a_path_is_refused() {
    let desk = RegisterDesk::new();
    for wrong in ["ftp://example.com", "https://example.com/?a=1", "https://example.com/#a", "x"] {
        desk.run(&["send", "Q-1", "--base-url", wrong]).failed(2, "https://quotes.example.com");
    }
}

#[test]
fn a_link_gives_way_to_a_file_on_standard_output() {
    let desk = RegisterDesk::new();
    let number = desk.added("rob", "Harbour", "");
    let send = ["send", &number, "--brand", &brand(), "--base-url", BASE, "--eml", "-"];
    let said = desk.run(&send);
    assert!(said.err.contains("its link is https://quotes.example.com/q/"), "{}", said.err);
    assert!(!said.done().starts_with("https:"));
}

/// The links of send.csv by their documents.
fn merged(desk: &RegisterDesk) -> BTreeMap<String, String> {
    let mut reader = csv::Reader::from_path(desk.path("out/send.csv")).expect("a table");
    let heads = reader.headers().expect("heads").clone();
    let place = heads.iter().position(|head| head == "link").expect("links");
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| (row[0].to_owned(), row[place].to_owned())).collect()
}

#[test]
fn a_run_that_is_sent_again_keeps_its_links() {
    let desk = RegisterDesk::new();
    let table = table(&desk, "table.csv", 3, 2);
    desk.run(&["add", "--batch", &table, "--run", "december"]).done();
    let out = desk.text("out");
    let send = ["send", "--run", "december", "--out", &out, "--brand", &brand()];
    // One of them went out before, without a link.
    desk.run(&["send", &first_number(), "--brand", &brand()]).done();
    let with_links = [&send[..], &["--base-url", BASE]].concat();
    desk.run(&with_links).done();
    let first = merged(&desk);
    assert_eq!(first.len(), 3);
    for (document, link) in &first {
        assert_eq!(kept(&desk, document), Some(token_sha256(token_of(link))), "{document}");
    }
    // It was stopped before it wrote the table: what was given out is still known.
    std::fs::remove_file(desk.path("out/send.csv")).expect("a file");
    desk.run(&with_links).done();
    assert_eq!(merged(&desk), first);
    // In another folder nobody knows them.
    std::fs::remove_file(desk.path("out/links.csv")).expect("a file");
    let said = desk.run(&with_links);
    assert!(said.err.contains("--resend"), "{}", said.err);
    said.done();
    assert!(merged(&desk).values().all(String::is_empty));
    desk.assert_whole();
}
