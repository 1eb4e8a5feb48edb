//! What happens to quotes in a life.

use super::{RegisterDesk, Said, brand, first_number};

use crate::support::program;

/// By hand: 3 × 18% × 7,200.00 = 3,888.00, and 21% of that is 816.48.
#[test]
fn a_quote_is_registered_sent_and_accepted() {
    let desk = RegisterDesk::new();
    let number = desk.added("rob", "Harbour", "");
    assert_eq!(number, first_number());
    let draft = desk.listed(&number);
    assert_eq!(draft["shown"], "ready");
    assert_eq!(draft["revision"], 1);
    assert_eq!(draft["owner"], "rob");
    let amounts = ["subtotal", "tax", "total"].map(|key| draft[key].as_str().expect("text"));
    assert_eq!(amounts, ["3888.00", "816.48", "4704.48"]);

    desk.run_as("rob", &["show", &number, "--pdf", &desk.text("draft.pdf"), "--brand", &brand()])
        .done();
    let sent = desk.text("sent.pdf");
    desk.run_as("rob", &["send", &number, "--brand", &brand(), "--pdf", &sent]).done();
    assert_eq!(desk.listed(&number)["shown"], "sent");
    let read = |name: &str| std::fs::read(desk.path(name)).expect("a file");
    assert_ne!(read("draft.pdf"), read("sent.pdf"));
    // The document that is kept is the one that was sent, whatever brand there is now.
    let document = format!("{number}-1");
    desk.run(&["show", &document, "--pdf", &desk.text("again.pdf")]).done();
    assert_eq!(read("again.pdf"), read("sent.pdf"));

    let accept = ["accept", &number, "--by", "E. Jansen", "--po", "4500012"];
    desk.run_as("rob", &accept).done();
    assert_eq!(desk.listed(&number)["shown"], "accepted");
    let shown = desk.run(&["show", &number]).done();
    assert!(shown.contains("by E. Jansen, purchase order 4500012"), "{shown}");
    desk.run_as("rob", &accept).failed(1, "error[already-accepted]");
    desk.assert_whole();
}

#[test]
fn what_was_sealed_is_handed_out_byte_for_byte_and_verifies_alone() {
    let desk = RegisterDesk::new();
    let number = desk.added("rob", "Harbour", "");
    let sealed = desk.run(&["show", &number, "--json"]).done();
    let quote: serde_json::Value = serde_json::from_str(&sealed).expect("JSON");
    assert_eq!(quote["number"], number);
    assert_eq!(quote["revision"], 1);
    assert_eq!(quote["standing"], "offer");
    let digest = reinstate::engine::digest::sha256(sealed.as_bytes());
    let digest = reinstate::engine::digest::hex(&digest);
    assert_eq!(desk.listed(&number)["quote_sha256"], digest);
    desk.run(&["send", &number, "--brand", &brand(), "--pdf", &desk.text("q.pdf")]).done();
    for file in [desk.file("q.json", &sealed), desk.text("q.pdf")] {
        let books = crate::support::project("examples/quote/books");
        let mut verify = program();
        verify.arg("--books").arg(books).args(["verify", &file]);
        let said = Said::of(verify.output().expect("the program runs")).done();
        assert!(said.contains("the same to the cent, EUR 4704.48"), "{said}");
    }
}

#[test]
fn the_foot_of_a_sent_document_holds_the_head_of_the_log() {
    let desk = RegisterDesk::new();
    let number = desk.added("rob", "Harbour", "");
    let head = desk.run(&["head"]).done();
    let (seq, hash) = head.trim_end().split_once(':').expect("a head");
    let pdf = desk.text("q.pdf");
    desk.run(&["send", &number, "--brand", &brand(), "--pdf", &pdf]).done();
    let mut reader = std::process::Command::new("pdftotext");
    let said = crate::support::tool(reader.args([&pdf, "-"]), "poppler-utils");
    let Some(said) = said else { return };
    let text = String::from_utf8(said.stdout).expect("text");
    let told = format!("register {seq}·{}", &hash[..16]);
    assert!(text.contains(&told), "{told} is not in {text}");
    // What the customer holds shows that the log was not cut.
    desk.run(&["verify", "--head", &format!("{seq}·{}", &hash[..16])]).done();
}

/// By hand: 8% of 3,888.00 is 311.04 off: 3,576.96; 21% of that is 751.16: 4,328.12.
#[test]
fn a_discount_above_that_of_the_book_waits_for_another_person() {
    let desk = RegisterDesk::new();
    let more = "concession = { rate = \"8%\", reason = \"three sites\" }";
    let number = desk.added("rob", "Harbour", more);
    let draft = desk.listed(&number);
    assert_eq!(
        (&draft["shown"], &draft["needs"]),
        (&"waiting for approval".into(), &"concession".into())
    );
    assert_eq!(draft["total"], "4328.12");
    let waiting = desk.run(&["approvals"]).done();
    assert!(waiting.contains(&number), "{waiting}");
    let send = ["send", &number, "--brand", &brand()];
    desk.run_as("rob", &send).failed(1, "error[needs-approval]");
    let approve = ["approve", &number, "--reason", "a good customer"];
    desk.run_as("rob", &approve).failed(1, "error[role-too-low]");
    desk.run_as("anna", &approve).done();
    desk.run_as("rob", &send).done();
    assert_eq!(desk.listed(&number)["shown"], "sent");
    // Another revision starts without.
    let request = desk.request("next.toml", "Harbour", more);
    desk.run_as("rob", &["revise", &number, &request]).done();
    desk.run_as("rob", &send).failed(1, "error[needs-approval]");
    desk.run_as("anna", &["refuse", &number, "--reason", "once is enough"]).done();
    desk.run_as("rob", &send).failed(1, "error[approval-refused]");
    let history = desk.run(&["show", &number, "--history"]).done();
    assert!(history.contains("a good customer") && history.contains("once is enough"), "{history}");
    desk.assert_whole();
}

#[test]
fn an_approver_with_a_limit_does_not_approve_more() {
    let desk = RegisterDesk::new();
    let more = "concession = { rate = \"11%\", reason = \"three sites\" }";
    let number = desk.added("rob", "Harbour", more);
    let approve = ["approve", &number, "--reason", "a good customer"];
    desk.run_as("anna", &approve).failed(1, "error[above-limit]");
    desk.run(&approve).done();
}

#[test]
fn a_revision_supersedes_the_one_before_when_it_is_sent() {
    let desk = RegisterDesk::new();
    let number = desk.added("rob", "Harbour", "");
    let send = ["send", &number, "--brand", &brand()];
    desk.run_as("rob", &send).done();
    let request = desk.request("next.toml", "Harbour", "");
    desk.run_as("rob", &["revise", &number, &request]).done();
    // Until then the first one stands, and who means that one does not send the second.
    assert_eq!(desk.listed(&number)["revision"], 1);
    let again = ["send", &format!("{number}-1"), "--brand", &brand()];
    desk.run_as("rob", &again).failed(1, "error[other-document]");
    desk.run_as("rob", &send).done();
    assert_eq!(desk.listed(&number)["revision"], 2);
    let first = format!("{number}-1");
    let shown = desk.run(&["show", &first]).done();
    assert!(shown.contains("superseded"), "{shown}");
    desk.run_as("rob", &["accept", &first, "--by", "E. Jansen", "--po", "1"])
        .failed(1, "error[other-document]");
    desk.assert_whole();
}

/// The draft has 8% off, which the book has somebody approve.
#[test]
fn a_draft_behind_what_was_sent_waits_for_approval_and_is_withdrawn_alone() {
    let desk = RegisterDesk::new();
    let number = desk.added("rob", "Harbour", "");
    desk.run_as("rob", &["send", &number, "--brand", &brand()]).done();
    let concession = "concession = { rate = \"8%\", reason = \"loyal\" }";
    let request = desk.request("next.toml", "Harbour", concession);
    desk.run_as("rob", &["revise", &number, &request]).done();
    let waits = desk.run_as("anna", &["approvals", "--json"]).json();
    let quotes = waits["quotes"].as_array().expect("quotes");
    assert_eq!(quotes.len(), 1, "{waits}");
    assert_eq!((&quotes[0]["number"], &quotes[0]["revision"]), (&number.clone().into(), &2.into()));
    let draft = format!("{number}-2");
    let said = desk.run_as("rob", &["withdraw", &draft, "--reason", "too much off"]);
    assert!(said.err.contains(&format!("{draft} is withdrawn")), "{}", said.err);
    said.done();
    assert_eq!(desk.listed(&number)["shown"], "sent");
    assert_eq!(desk.run(&["approvals"]).done(), "no quotes\n");
    desk.assert_whole();
}

#[test]
fn a_quote_ends_declined_withdrawn_or_annulled() {
    let desk = RegisterDesk::new();
    let send = |number: &str| desk.run(&["send", number, "--brand", &brand()]).done();
    let declined = desk.added("rob", "A", "");
    send(&declined);
    desk.run_as("rob", &["decline", &declined, "--reason", "competitor"]).done();
    let withdrawn = desk.added("rob", "B", "");
    desk.run_as("rob", &["withdraw", &withdrawn, "--reason", "by mistake"]).done();
    let annulled = desk.added("rob", "C", "");
    send(&annulled);
    let proof = desk.file("order.eml", "From: e@example.com\r\nSubject: order\r\n\r\nYes.\r\n");
    desk.run_as("rob", &["accept", &annulled, "--by", "E. Jansen", "--proof", &proof]).done();
    desk.run_as("rob", &["annul", &annulled, "--reason", "x"]).failed(1, "error[role-too-low]");
    desk.run_as("anna", &["annul", &annulled, "--reason", "the order was cancelled"]).done();
    for (number, status) in
        [(&declined, "declined"), (&withdrawn, "withdrawn"), (&annulled, "annulled")]
    {
        assert_eq!(desk.listed(number)["shown"], status);
        let found = desk.run(&["list", "--status", status, "--csv"]).done();
        assert_eq!(found.lines().count(), 2, "{found}");
    }
    let pipeline = desk.run(&["pipeline", "--json"]).json();
    assert_eq!(pipeline["pipeline"].as_array().map(Vec::len), Some(3));
    desk.assert_whole();
}

#[test]
fn an_erased_quote_keeps_its_number_and_its_log() {
    let desk = RegisterDesk::new();
    let number = desk.added("rob", "Secretive Holding", "");
    let erase = ["erase", &number, "--reason", "asked for"];
    desk.run_as("rob", &erase).failed(1, "error[role-too-low]");
    desk.run(&erase).done();
    assert_eq!(desk.listed(&number)["customer"], "(erased)");
    // It was a draft that could be sent, and is none any more.
    let list = desk.run(&["list"]).done();
    assert!(list.contains("ready, erased"), "{list}");
    let csv = desk.run(&["list", "--csv"]).done();
    assert!(csv.lines().next().is_some_and(|heads| heads.ends_with(",erased_at")), "{csv}");
    assert!(desk.listed(&number)["erased_at"].is_string());
    desk.run(&["send", &number, "--brand", &brand()]).failed(1, "error[erased]");
    desk.run(&["show", &number, "--json"]).failed(1, "error[erased]");
    let bytes = std::fs::read(desk.path("quotes.db")).expect("a file");
    let name = b"Secretive";
    assert!(!bytes.windows(name.len()).any(|part| part == name));
    let said = desk.run(&["verify"]).done();
    assert!(said.contains(&format!("{number}-1")), "{said}");
    assert_eq!(desk.added("rob", "Next", "")[7..], *"00002");
}

#[test]
fn a_register_goes_out_as_a_copy_and_as_tables() {
    let desk = RegisterDesk::new();
    let number = desk.added("rob", "=cmd", "");
    desk.run(&["send", &number, "--brand", &brand()]).done();
    let copy = desk.text("copy.db");
    desk.run(&["backup", &copy]).done();
    desk.run(&["backup", &copy]).failed(3, "name another file");
    let mut verify = program();
    verify.args(["register", "--register", &copy, "verify", "--recompute"]);
    Said::of(verify.output().expect("the program runs")).done();
    let out = desk.text("export");
    desk.run(&["export", &out]).done();
    desk.run(&["export", &out]).failed(2, "exists already");
    let read =
        |name: &str| std::fs::read_to_string(desk.path("export").join(name)).expect("a file");
    let quotes = read("quotes.csv");
    assert!(quotes.contains("'=cmd"), "a formula for a spreadsheet: {quotes}");
    assert!(read("revisions.csv").contains("3888.00,816.48,4704.48"));
    let events = read("events.jsonl");
    // Made, three accounts, registered, sent.
    assert_eq!(events.lines().count(), 6, "{events}");
    assert!(read("acceptances.csv").starts_with("number,revision,"));
}

#[test]
fn a_list_tells_what_is_due_and_finds_a_customer() {
    let desk = RegisterDesk::new();
    let number = desk.added("rob", "Harbour", "");
    desk.added("rob", "Ångström", "");
    // The book has quotes stand for 30 days.
    let due = |days: &str| desk.run(&["list", "--due-within", days, "--csv"]).done();
    assert_eq!(due("29d").lines().count(), 1);
    assert_eq!(due("30d").lines().count(), 3);
    let org_id = desk.listed(&number)["org_id"].as_str().expect("an id").to_owned();
    for (wanted, rows) in [("harb", 1), ("ÅNG", 1), (&org_id, 1), ("nobody", 0)] {
        let found = desk.run(&["list", "--customer", wanted, "--csv"]).done();
        assert_eq!(found.lines().count(), rows + 1, "{wanted}: {found}");
    }
    assert!(desk.run(&["list"]).done().contains(&number));
}
