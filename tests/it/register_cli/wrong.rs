//! What cannot be done, and the way out.

use super::{RegisterDesk, Said, brand};

use crate::support::{program, project};

fn bare(arguments: &[&str]) -> Said {
    let mut command = program();
    command.env_remove("REINSTATE_REGISTER").arg("register").args(arguments);
    Said::of(command.output().expect("the program runs"))
}

#[test]
fn a_register_that_is_not_there_is_told_with_the_way_out() {
    bare(&["list"]).failed(2, "REINSTATE_REGISTER");
    bare(&["list", "--register", "/nowhere/at/all.db"]).failed(3, "register init");
    let way_out =
        if cfg!(feature = "postgres") { "that the server runs" } else { "--features postgres" };
    bare(&["list", "--register", "postgres://ann@127.0.0.1:1/x"]).failed(3, way_out);
    let desk = RegisterDesk::new();
    let text = desk.file("text.db", "this is a text, and long enough to be taken for a database");
    bare(&["list", "--register", &text]).failed(3, "not a register");
    desk.run(&["init", "--zone", "Europe/Amsterdam"]).failed(3, "cannot write");
}

#[test]
fn a_wrong_zone_or_format_makes_no_register() {
    let desk = RegisterDesk::new();
    let path = desk.text("other.db");
    let init = |more: &[&str]| bare(&[&["init", "--register", &path], more].concat());
    init(&["--zone", "Europe/Amsterdm"]).failed(2, "did you mean Europe/Amsterdam?");
    init(&["--zone", "UTC", "--number", "Q-{year}"]).failed(2, "`{n}` once");
    init(&["--zone", "UTC", "--name", ""]).failed(1, "is empty");
    assert!(!desk.path("other.db").exists());
}

#[test]
fn a_request_that_may_not_be_registered_takes_no_number() {
    let desk = RegisterDesk::new();
    let ahead = super::today().succ_opt().and_then(|day| day.succ_opt()).expect("a day");
    let request = desk.request("ahead.toml", "A", &format!("quote_date = {ahead}"));
    desk.run(&["add", &request]).failed(1, "error[quote-date-ahead]");
    let request = desk.request("number.toml", "A", "quote_number = \"X-1\"");
    desk.run(&["add", &request]).failed(1, "error[number-given]");
    let anonymous = desk.request("a.toml", "A", "");
    let text = std::fs::read_to_string(&anonymous).expect("a file");
    let start = text.find("[customer]").expect("a customer");
    let end = text.find("[[holding]]").expect("a holding");
    let request = desk.file("anonymous.toml", &format!("{}{}", &text[..start], &text[end..]));
    desk.run(&["add", &request]).failed(1, "error[no-customer]");
    let request = desk.request("refused.toml", "A", "");
    let text = std::fs::read_to_string(&request).expect("a file");
    let request = desk.file("refused.toml", &text.replace("\"server\"", "\"serve\""));
    desk.run(&["add", &request]).failed(1, "error[unknown-edition]");
    // The shipped books have sample prices.
    let sample = project("examples/requests/reinstatement-nl.toml");
    let mut command = program();
    command.args(["register", "--register", &desk.text("quotes.db"), "--as", "rob", "add"]);
    command.arg(sample);
    Said::of(command.output().expect("the program runs")).failed(1, "error[sample-prices]");
    assert!(desk.added("rob", "A", "").ends_with("-00001"));
}

#[test]
fn an_unknown_number_or_account_changes_nothing() {
    let desk = RegisterDesk::new();
    let head = desk.run(&["head"]).done();
    let send = ["send", "Q-1999-00001", "--brand", &brand()];
    for arguments in [
        &["show", "Q-1999-00001"][..],
        &["show", "Q-1999-00001-1"],
        &["withdraw", "Q-1999-00001", "--reason", "x"],
        &["approve", "Q-1999-00001", "--reason", "x"],
        &["accept", "Q-1999-00001", "--by", "x", "--po", "1"],
        &["erase", "Q-1999-00001", "--reason", "x"],
        &["verify", "Q-1999-00001"],
        &send,
    ] {
        desk.run(arguments).failed(1, "error[unknown]: there is no quote");
    }
    let request = desk.request("request.toml", "A", "");
    desk.run_as("eve", &["add", &request]).failed(1, "error[unknown-account]");
    desk.run(&["account", "end", "rob"]).done();
    desk.run_as("rob", &["add", &request]).failed(1, "error[account-ended]");
    desk.run(&["account", "end", "admin"]).failed(1, "error[last-admin]");
    desk.run(&["account", "add", "rob", "--role", "rep"]).failed(1, "error[account-exists]");
    desk.run_as("anna", &["account", "add", "x", "--role", "rep"]).failed(1, "role-too-low");
    assert_ne!(desk.run(&["head"]).done(), head);
    desk.assert_whole();
}

#[test]
fn fields_have_their_bounds() {
    let desk = RegisterDesk::new();
    let number = desk.added("rob", "A", "");
    desk.run(&["send", &number, "--brand", &brand()]).done();
    let accept = |more: &[&str]| desk.run(&[&["accept", &number], more].concat());
    accept(&["--by", "x"]).failed(1, "--po");
    accept(&["--by", "", "--po", "1"]).failed(1, "is empty");
    accept(&["--by", &"x".repeat(201), "--po", "1"]).failed(1, "more than 200");
    accept(&["--by", "a\u{1b}[31m", "--po", "1"]).failed(1, "steer a terminal");
    accept(&["--by", "x", "--po", &"1".repeat(65)]).failed(1, "more than 64");
    accept(&["--by", "x", "--po", "1", "--late"]).failed(2, "--reason");
    accept(&["--by", "x", "--po", "1", "--late", "--reason", "x"]).failed(1, "error[not-late]");
    let text = desk.file("proof.txt", "no proof at all");
    accept(&["--by", "x", "--proof", &text]).failed(1, "no PDF, PNG, JPEG or mail");
    let large = desk.file("large.pdf", &format!("%PDF-{}", "x".repeat(5 * 1024 * 1024)));
    accept(&["--by", "x", "--proof", &large]).failed(1, "more than 5242880 bytes");
    let withdraw = |reason: &str| desk.run(&["withdraw", &number, "--reason", reason]);
    withdraw(" ").failed(1, "a reason is needed");
    withdraw(&"x".repeat(2_001)).failed(1, "2,000");
    assert_eq!(desk.listed(&number)["shown"], "sent");
    desk.run(&["list", "--status", "snet"]).failed(2, "did you mean `sent`?");
    desk.run(&["verify", "--head", "12"]).failed(2, "register head");
    desk.assert_whole();
}

#[test]
fn a_draft_is_not_drawn_without_its_issuer() {
    let desk = RegisterDesk::new();
    let number = desk.added("rob", "A", "");
    desk.run(&["show", &number, "--pdf", "-"]).failed(1, "error[issuer-missing]");
    desk.run(&["send", &number]).failed(1, "error[issuer-missing]");
    assert_eq!(desk.listed(&number)["shown"], "ready");
}
