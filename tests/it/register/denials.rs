//! What a register refuses, each with its fixed code: bad input, and files that cannot be used.

use std::path::Path;

use reinstate::register::{
    Actor, Decision, DecisionGiven, DeclineReason, NAME_MAX, PROOF_BYTES_MAX, PURCHASE_ORDER_MAX,
    REASON_MAX, RecordedAcceptance, Register, RegisterError, Role, RunEntry, RunStage, SampleBooks,
    ToRegister, ToSend, VerifyWanted,
};
use rusqlite::{Connection, ErrorCode, ffi};
use serde_json::json;

use super::raw::server;
use super::{
    BOOK, Desk, PDF, account, actor, at, code, conceded, day, link, noon, purchase_order, quoted,
    quoted_with, settings,
};
use crate::support::{offered, read, shelf};

const DAY: &str = "2026-11-24";

/// The message of a denial.
fn message<T>(result: Result<T, RegisterError>) -> String {
    result.err().map_or_else(|| "done".to_owned(), |error| error.to_string())
}

#[test]
fn an_unknown_number_is_denied_everywhere_in_the_same_words() {
    let mut desk = Desk::new(DAY);
    let number = desk.sent(DAY);
    let now = noon(DAY);
    for name in [
        "Q-2026-00099",
        "q-2026-00001",
        "",
        "-",
        "Q-2026-00001-2",
        "Q-2026-00001-01",
        "Q-2026-00001-+1",
        "Q-2026-00001-",
        "'; drop table quote; --",
    ] {
        let denied = desk.register.history(name, now);
        assert_eq!(code(denied), "unknown", "{name}");
    }
    assert_eq!(desk.register.history(&number, now).expect("known").1, None);
    let document = desk.register.history(&format!("{number}-1"), now).expect("known");
    assert_eq!((document.0.quote.number, document.1), (number, Some(1)));

    let (name, dora, root) = ("Q-2026-00099", actor("dora"), actor("root"));
    let digest = link(1);
    let given = DecisionGiven {
        quote_sha256: &digest,
        kind: None,
        decision: Decision::Approved,
        reason: "looked at it",
    };
    let to_send = ToSend { quote_sha256: &digest, pdf: PDF, link_sha256: Some(&digest) };
    let quote = quoted(DAY);
    let register = &mut desk.register;
    let wanted = VerifyWanted { number: Some(name.to_owned()), ..VerifyWanted::default() };
    let messages = [
        message(register.history(name, now)),
        message(register.revise(&dora, name, ToRegister { quote: &quote, book: &BOOK }, now)),
        message(register.decide(&dora, name, given, now)),
        message(register.send(&dora, name, to_send, now)),
        message(register.renew_link(&dora, name, &digest, now)),
        message(register.accept(&dora, name, purchase_order(), now)),
        message(register.decline(&dora, name, DeclineReason::Price, now)),
        message(register.withdraw(&dora, name, "a mistake", now)),
        message(register.annul(&dora, name, "a mistake", now)),
        message(register.erase(&root, name, "a mistake", now)),
        message(register.verify(&wanted)),
    ];
    for said in &messages {
        assert_eq!(said, "there is no quote `Q-2026-00099`");
    }
    assert_eq!(code(register.book(&digest)), "unknown");
}

#[test]
fn an_account_has_to_be_there_and_not_ended_and_to_have_the_role() {
    let mut desk = Desk::new(DAY);
    let now = noon(DAY);
    assert_eq!(code(desk.add("zoe", &quoted(DAY), now)), "unknown-account");
    let gina = account("gina", Role::Approver, None);
    assert_eq!(code(desk.register.add_account(&actor("dora"), &gina, now)), "role-too-low");
    assert_eq!(code(desk.register.add_account(&actor("root"), &gina, now)), "done");
    assert_eq!(code(desk.register.add_account(&actor("root"), &gina, now)), "account-exists");
    assert_eq!(code(desk.register.end_account(&actor("ann"), "gina", now)), "role-too-low");
    assert_eq!(code(desk.register.end_account(&actor("root"), "gina", now)), "done");
    assert_eq!(code(desk.register.end_account(&actor("root"), "gina", now)), "unknown");
    assert_eq!(code(desk.register.end_account(&actor("root"), "root", now)), "last-admin");
    assert_eq!(code(desk.add("gina", &quoted(DAY), now)), "account-ended");
    let number = desk.sent(DAY);
    // Another rep's quote is shown to all, and changed by its owner.
    assert_eq!(code(desk.revise("ben", &number, &quoted(DAY), now)), "role-too-low");
    assert_eq!(code(desk.accept("ben", &number, now)), "role-too-low");
    assert_eq!(
        code(desk.accept("dora", &number, now)),
        "role-too-low",
        "an approver takes late ones"
    );
    let erased = desk.register.erase(&actor("dora"), &number, "asked for", now);
    assert_eq!(code(erased), "role-too-low");
}

#[test]
fn names_of_accounts_have_bounds() {
    let mut desk = Desk::new(DAY);
    let long = "x".repeat(NAME_MAX + 1);
    for (id, name) in [
        ("", "Gina"),
        (" ", "Gina"),
        ("gina", ""),
        ("gina", "Gi\nna"),
        ("gi\u{1b}na", "Gina"),
        ("gina", "Gi\u{202e}na"),
        (long.as_str(), "Gina"),
        ("gina", long.as_str()),
    ] {
        let mut gina = account(id, Role::Rep, None);
        gina.name = name.to_owned();
        let denied = desk.register.add_account(&actor("root"), &gina, noon(DAY));
        assert_eq!(code(denied), "wrong-field", "{id:?} {name:?}");
    }
    let mut gina = account("gina", Role::Rep, None);
    gina.name = "é".repeat(NAME_MAX);
    let done = desk.register.add_account(&actor("root"), &gina, noon(DAY));
    assert_eq!(code(done), "done", "characters are counted, not bytes");
    let line = Actor { by: "cli:a\nb".to_owned(), account: "ann".to_owned() };
    let quote = quoted(DAY);
    let wanted = ToRegister { quote: &quote, book: &BOOK };
    assert_eq!(code(desk.register.add(&line, wanted, noon(DAY))), "line-feed");
}

#[test]
fn what_may_not_be_registered_is_told_why() {
    let mut desk = Desk::new(DAY);
    let now = noon(DAY);
    let quote = quoted(DAY);
    let other = ToRegister { quote: &quote, book: "another book" };
    assert_eq!(code(desk.register.add(&actor("ann"), other, now)), "other-book");
    for (change, expected) in [
        (json!({ "customer": null }), "no-customer"),
        (json!({ "quote_number": "Q-1" }), "number-given"),
        (json!({ "quote_date": "2026-11-25", "start": "2026-11-25" }), "quote-date-ahead"),
        (json!({ "quote_date": "2026-11-23" }), "done"),
    ] {
        assert_eq!(code(desk.add("ann", &quoted_with(DAY, &change), now)), expected, "{change}");
    }
    let number = desk.sent(DAY);
    let customer = json!({ "customer": { "name": "Another Ltd", "org_id": "ORG-1" } });
    let revised = desk.revise("ann", &number, &quoted_with(DAY, &customer), now);
    assert_eq!(code(revised), "other-customer");
    let renamed = json!({ "customer": { "name": "Harbour Group plc", "org_id": "ORG-2088" } });
    let revised = desk.revise("ann", &number, &quoted_with(DAY, &renamed), now);
    assert_eq!(code(revised), "done", "the same customer by another name");
}

#[test]
fn a_customer_that_differs_by_its_org_id_alone_is_told_by_that() {
    let mut desk = Desk::new(DAY);
    let now = noon(DAY);
    let plain = quoted_with(DAY, &json!({ "customer": { "name": "Harbour" } }));
    let number = desk.add("ann", &plain, now).expect("registered").number;
    let named = json!({ "customer": { "name": "Harbour", "org_id": "ORG-7" } });
    assert_eq!(
        message(desk.revise("ann", &number, &quoted_with(DAY, &named), now)),
        "Q-2026-00001 is for Harbour (no ORG ID), and this request for Harbour (ORG ID ORG-7)"
    );
}

#[test]
fn sample_prices_are_for_registers_that_try_it_out() {
    let text = read("pricing/citrix-css-2026.2.toml");
    let shelf = shelf([("sample", text.as_str())]);
    let asked = read("examples/requests/renewal.toml");
    let source = reinstate::engine::request::Source {
        origin: "request",
        text: &asked,
        format: reinstate::engine::node::Format::Toml,
    };
    let mut asked = reinstate::engine::request::Request::read(source, None).expect("a request");
    asked.quote_number = None;
    let quote = offered(&asked, &shelf);
    assert!(quote.is_sample());
    let now = noon(quote.request.quote_date);
    for (samples, expected) in
        [(SampleBooks::Refused, "sample-prices"), (SampleBooks::Taken, "done")]
    {
        let mut settings = settings("Europe/Amsterdam");
        settings.samples = samples;
        let mut desk = Desk::with(&settings, now);
        let wanted = ToRegister { quote: &quote, book: &text };
        assert_eq!(code(desk.register.add(&actor("ann"), wanted, now)), expected);
    }
}

#[test]
fn reasons_have_bounds() {
    let mut desk = Desk::new(DAY);
    let now = noon(DAY);
    let (fits, long) = ("é".repeat(REASON_MAX), "é".repeat(REASON_MAX + 1));
    let number = desk.add("ann", &conceded(DAY, "8%"), now).expect("registered").number;
    let digest = desk.digest(&number, now);
    for (reason, expected) in [
        ("", "wrong-field"),
        (" \n", "wrong-field"),
        ("a\u{7}b", "wrong-field"),
        ("a\u{1b}[2Jb", "wrong-field"),
        (&long, "wrong-field"),
        ("two\nlines", "done"),
    ] {
        let given = DecisionGiven {
            quote_sha256: &digest,
            kind: None,
            decision: Decision::Approved,
            reason,
        };
        let decided = desk.register.decide(&actor("cas"), &number, given, now);
        assert_eq!(code(decided), expected, "{reason:?}");
        if expected != "done" {
            let withdrawn = desk.register.withdraw(&actor("ann"), &number, reason, now);
            assert_eq!(code(withdrawn), expected, "{reason:?}");
            let annulled = desk.register.annul(&actor("dora"), &number, reason, now);
            assert_eq!(code(annulled), expected, "{reason:?}");
            let erased = desk.register.erase(&actor("root"), &number, reason, now);
            assert_eq!(code(erased), expected, "{reason:?}");
        }
    }
    assert_eq!(code(desk.register.withdraw(&actor("ann"), &number, &fits, now)), "done");
}

/// The fields that a denial names as wrong.
fn fields<T>(result: Result<T, RegisterError>) -> Vec<&'static str> {
    match result.err() {
        Some(RegisterError::Denied(denied)) => denied.fields.iter().map(|one| one.field).collect(),
        Some(RegisterError::Store { .. }) | None => Vec::new(),
    }
}

#[test]
fn a_wrong_reason_is_named_as_a_field() {
    let mut desk = Desk::new(DAY);
    let now = noon(DAY);
    let number = desk.add("ann", &conceded(DAY, "8%"), now).expect("registered").number;
    let digest = desk.digest(&number, now);
    let decision = Decision::Approved;
    let given = DecisionGiven { quote_sha256: &digest, kind: None, decision, reason: "" };
    let register = &mut desk.register;
    assert_eq!(fields(register.decide(&actor("cas"), &number, given, now)), ["reason"]);
    assert_eq!(fields(register.withdraw(&actor("ann"), &number, " ", now)), ["reason"]);
    assert_eq!(fields(register.annul(&actor("dora"), &number, "", now)), ["reason"]);
    assert_eq!(fields(register.erase(&actor("root"), &number, "", now)), ["reason"]);
}

#[test]
fn all_wrong_fields_of_an_acceptance_are_told_at_once() {
    let mut desk = Desk::new(DAY);
    let number = desk.sent(DAY);
    let late = noon("2026-12-28");
    let long = "x".repeat(REASON_MAX + 1);
    let wrong = RecordedAcceptance {
        by: "",
        purchase_order: Some("PO\n7"),
        proof: Some(b"GIF89a"),
        late_reason: Some(&long),
        ..purchase_order()
    };
    let denied = desk.register.accept(&actor("dora"), &number, wrong, late);
    assert_eq!(fields(denied), ["by", "po_number", "proof", "late_reason"]);
    let empty = RecordedAcceptance { late_reason: Some(""), ..purchase_order() };
    let denied = desk.register.accept(&actor("dora"), &number, empty, late);
    assert_eq!(message(denied), "a reason is needed");
    let denied = desk.register.accept(&actor("dora"), &number, empty, late);
    assert_eq!(fields(denied), ["late_reason"]);
}

#[test]
fn an_acceptance_has_something_to_show_for_it() {
    let mut desk = Desk::new(DAY);
    let number = desk.sent(DAY);
    let huge = [b"%PDF-1.7".to_vec(), vec![0; PROOF_BYTES_MAX - 7]].concat();
    let largest = &huge[..PROOF_BYTES_MAX];
    let (order, long_order) = ("9".repeat(PURCHASE_ORDER_MAX), "9".repeat(PURCHASE_ORDER_MAX + 1));
    let (name, long_name) = ("x".repeat(NAME_MAX), "x".repeat(NAME_MAX + 1));
    let given = purchase_order();
    let with_proof = |proof| RecordedAcceptance { proof, purchase_order: None, ..given };
    let wrong = [
        RecordedAcceptance { purchase_order: None, ..given },
        RecordedAcceptance { purchase_order: Some(""), ..given },
        RecordedAcceptance { purchase_order: Some("PO\n7"), ..given },
        RecordedAcceptance { purchase_order: Some(&long_order), ..given },
        RecordedAcceptance { by: "", ..given },
        RecordedAcceptance { by: " ", ..given },
        RecordedAcceptance { by: "Pri\u{0}ya", ..given },
        RecordedAcceptance { by: &long_name, ..given },
        with_proof(Some(&huge)),
        with_proof(Some(b"")),
        with_proof(Some(b"GIF89a")),
        with_proof(Some(b"<html>no mail: this</html>")),
        with_proof(Some(b"PK\x03\x04 a document")),
    ];
    let now = noon(DAY);
    for given in wrong {
        let denied = desk.register.accept(&actor("ann"), &number, given, now);
        assert_eq!(code(denied), "wrong-field", "{:?} {:?}", given.by, given.purchase_order);
    }
    let late = RecordedAcceptance { late_reason: Some("the post was slow"), ..given };
    assert_eq!(code(desk.register.accept(&actor("root"), &number, late, now)), "not-late");
    let other = link(9);
    let other = RecordedAcceptance { quote_sha256: Some(&other), ..given };
    assert_eq!(code(desk.register.accept(&actor("ann"), &number, other, now)), "other-document");
    for proof in
        [largest, b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"From: a@b.c\r\n"]
    {
        let number = desk.sent(DAY);
        let done = desk.register.accept(&actor("ann"), &number, with_proof(Some(proof)), now);
        assert_eq!(code(done), "done", "{:?}", &proof[..4]);
    }
    let fits = RecordedAcceptance { by: &name, purchase_order: Some(&order), ..given };
    assert_eq!(code(desk.register.accept(&actor("ann"), &number, fits, now)), "done");
}

#[test]
fn what_moved_on_meanwhile_says_to_what() {
    let mut desk = Desk::new(DAY);
    let now = noon(DAY);
    let draft = desk.add("ann", &quoted(DAY), now).expect("registered").number;
    assert_eq!(code(desk.accept("ann", &draft, now)), "not-sent");
    let sent = desk.sent(DAY);
    assert_eq!(code(desk.send("ann", &sent, now)), "already-sent");
    assert_eq!(code(desk.decide("cas", &sent, Decision::Approved, now)), "already-sent");
    let declined = desk.sent(DAY);
    desk.register.decline(&actor("ann"), &declined, DeclineReason::Price, now).expect("declined");
    assert_eq!(code(desk.accept("ann", &declined, now)), "already-declined");
    let annulled = desk.sent(DAY);
    desk.accept("ann", &annulled, now).expect("accepted");
    let own = desk.register.annul(&actor("root"), &annulled, "never ordered", now);
    assert_eq!(code(own), "done", "another one than who recorded it");
    let again = desk.register.annul(&actor("dora"), &annulled, "never ordered", now);
    assert_eq!(code(again), "already-annulled");
    assert_eq!(code(desk.revise("ann", &annulled, &quoted(DAY), now)), "already-annulled");
    let recorded = desk.sent(DAY);
    desk.accept("root", &recorded, now).expect("accepted");
    let own = desk.register.annul(&actor("root"), &recorded, "never ordered", now);
    assert_eq!(code(own), "own-acceptance");
    let needs_none = desk.decide("cas", &draft, Decision::Approved, now);
    assert_eq!(code(needs_none), "nothing-to-decide");
    let refused = desk.add("ann", &conceded(DAY, "8%"), now).expect("registered").number;
    desk.decide("cas", &refused, Decision::Rejected, now).expect("refused");
    assert_eq!(code(desk.send("ann", &refused, now)), "approval-refused");
    let again = desk.decide("dora", &refused, Decision::Approved, now);
    assert_eq!(code(again), "nothing-to-decide", "a refusal is final");
}

/// A run says what became of the accounts that it leaves alone, and goes on with the others.
#[test]
fn a_run_keeps_what_was_decided() {
    let mut desk = Desk::new(DAY);
    let now = noon(DAY);
    let (first, second) = (quoted(DAY), conceded(DAY, "3%"));
    let accounts = ["accepted", "declined", "annulled", "sent", "draft"];
    let run = |desk: &mut Desk, quote| {
        let wanted = ToRegister { quote, book: &BOOK };
        let entries = accounts.map(|account| RunEntry { account, wanted });
        let done = desk
            .register
            .add_run(&actor("fin"), ("december", RunStage::Written), &entries, now)
            .expect("run");
        done.into_iter().map(|one| (one.outcome.word(), one.number)).collect::<Vec<_>>()
    };
    let created = run(&mut desk, &first);
    let numbers: Vec<String> = created.iter().map(|(_, number)| number.clone()).collect();
    for number in &numbers[..4] {
        desk.send("fin", number, now).expect("sent");
    }
    desk.accept("fin", &numbers[0], now).expect("accepted");
    let declined = desk.register.decline(&actor("fin"), &numbers[1], DeclineReason::Price, now);
    declined.expect("declined");
    desk.accept("fin", &numbers[2], now).expect("accepted");
    desk.register.annul(&actor("dora"), &numbers[2], "never ordered", now).expect("annulled");
    let said = |done: Vec<(&'static str, String)>| {
        assert!(done.iter().map(|(_, number)| number).eq(&numbers), "{done:?}");
        done.into_iter().map(|(word, _)| word).collect::<Vec<_>>()
    };
    let again = run(&mut desk, &first);
    assert_eq!(said(again), ["kept", "kept", "kept", "same", "same"]);
    let changed = run(&mut desk, &second);
    assert_eq!(said(changed), ["kept", "kept", "kept", "revised", "revised"]);
    desk.is_whole();
}

#[test]
fn a_clock_may_be_five_minutes_behind() {
    let mut desk = Desk::with(&settings("Europe/Amsterdam"), at("2026-11-24T12:00:00.000Z"));
    let quote = quoted(DAY);
    let behind = desk.add("ann", &quote, at("2026-11-24T11:54:59.000Z"));
    assert_eq!(code(behind), "clock-behind");
    let allowed = desk.add("ann", &quote, at("2026-11-24T11:55:00.000Z"));
    assert_eq!(code(allowed), "done");
    let early = at("2026-01-01T00:00:00.000Z");
    assert!(desk.register.history("Q-2026-00001", early).is_ok(), "whoever reads is let");
}

#[test]
fn a_file_that_is_no_register_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let open = |path: &Path| code(Register::open(path));
    let path = |name: &str| folder.path().join(name);
    assert_eq!(open(&path("none.db")), "register-absent");
    assert!(!path("none.db").exists(), "looking makes no file");
    std::fs::write(path("text.db"), "a text that is long enough for a header".repeat(9))
        .expect("a file");
    assert_eq!(open(&path("text.db")), "not-a-register");
    std::fs::write(path("empty.db"), "").expect("a file");
    assert_eq!(open(&path("empty.db")), "not-a-register");
    let other = Connection::open(path("other.db")).expect("a database");
    other
        .execute_batch("create table register (id int); create table song (name text)")
        .expect("made");
    assert_eq!(open(&path("other.db")), "not-a-register");
    assert_eq!(open(folder.path()), "register-absent");
}

#[test]
fn a_register_is_made_in_a_file_of_its_own() {
    if server().is_some() {
        return;
    }
    let desk = Desk::new(DAY);
    let before = desk.events();
    let again = |path: &Path| {
        code(Register::create(path, &settings("Europe/Amsterdam"), &actor("ann"), noon(DAY)))
    };
    assert_eq!(again(&desk.path()), "register-exists");
    assert_eq!(desk.events(), before, "it is as it was");
    assert_eq!(again(&desk.folder().join("no/such/folder.db")), "register-fault");
    let mut nameless = settings("Europe/Amsterdam");
    nameless.name = " ".to_owned();
    let path = desk.folder().join("other.db");
    let denied = Register::create(&path, &nameless, &actor("ann"), noon(DAY));
    assert_eq!(code(denied), "wrong-field");
    assert!(!path.exists(), "nothing is left of it");
    assert_eq!(code(desk.register.back_up(&desk.path())), "register-exists");
    assert_eq!(code(desk.register.back_up(&path)), "done");
    let copy = Register::open(&path).expect("a register");
    assert!(copy.verify(&VerifyWanted::default()).expect("read").is_whole());
    assert_eq!(copy.head().expect("a head"), desk.register.head().expect("a head"));
}

#[test]
fn a_register_of_another_program_is_refused() {
    for (set, expected) in [
        ("schema = schema + 1", "register-newer"),
        ("zone = 'Mars/Olympus'", "register-damaged"),
        ("number_format = 'no count'", "register-damaged"),
    ] {
        let desk = Desk::new(DAY);
        desk.raw().run(&format!("update register set {set}"), &[]);
        assert_eq!(code(Register::open(&desk.path())), expected, "{set}");
    }
}

/// SQLite reads a file of a later way of writing, and does not write it. Permissions would not do:
/// an administrator is above them.
#[test]
fn a_file_that_may_not_be_written_is_read() {
    if server().is_some() {
        return;
    }
    let desk = Desk::new(DAY);
    let path = desk.folder().join("copy.db");
    desk.register.back_up(&path).expect("a copy");
    let mut bytes = std::fs::read(&path).expect("the copy");
    bytes[18] = 3;
    std::fs::write(&path, bytes).expect("the copy");
    let mut register = Register::open(&path).expect("it can be read");
    assert!(register.verify(&VerifyWanted::default()).expect("read").is_whole());
    let quote = quoted(DAY);
    let wanted = ToRegister { quote: &quote, book: &BOOK };
    assert_eq!(code(register.add(&actor("ann"), wanted, noon(DAY))), "register-read-only");
}

/// What is hard to bring about in a test: a full disk, and others that write.
#[test]
fn faults_of_the_database_have_their_codes() {
    for (known, number, expected) in [
        (ErrorCode::DiskFull, ffi::SQLITE_FULL, "register-full"),
        (ErrorCode::DatabaseBusy, ffi::SQLITE_BUSY, "register-busy"),
        (ErrorCode::ReadOnly, ffi::SQLITE_READONLY, "register-read-only"),
        (ErrorCode::DatabaseCorrupt, ffi::SQLITE_CORRUPT, "register-damaged"),
    ] {
        let error = ffi::Error::new(number);
        assert_eq!(error.code, known);
        let error = RegisterError::from(rusqlite::Error::SqliteFailure(error, None));
        assert_eq!(error.code(), expected);
    }
}

#[test]
fn numbers_that_are_used_up_say_so() {
    let mut settings = settings("Europe/Amsterdam");
    let format = format!("{}{{n}}", "A".repeat(23));
    settings.number_format = reinstate::register::NumberFormat::parse(&format).expect("a format");
    let mut desk = Desk::with(&settings, noon(DAY));
    let first = desk.add("ann", &quoted(DAY), noon(DAY)).expect("registered").number;
    assert_eq!(first, format!("{}1", "A".repeat(23)));
    desk.raw().run("update series set next = 1000000000", &[]);
    assert_eq!(code(desk.add("ann", &quoted(DAY), noon(DAY))), "numbers-used-up");
    assert_eq!(quoted(DAY).valid_through, day("2026-12-24"));
}

#[cfg(not(feature = "postgres"))]
#[test]
fn a_program_without_postgresql_says_so() {
    let denied = Register::open(Path::new("postgres://ann@db/quotes"));
    assert_eq!(code(denied), "register-unsupported");
}
