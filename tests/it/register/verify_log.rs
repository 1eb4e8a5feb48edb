//! Whoever takes the log itself in hand: what its chain shows, and what only a head that was noted
//! elsewhere, or the price book, does.

use reinstate::register::{LogEvent, LogHead, Register, VerifyWanted};
use rusqlite::Connection;
use rusqlite::types::Value as Column;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::Desk;
use super::busy_desk::busy_desk;
use super::raw::{Raw, said, server};
use super::verify::is_found;

fn hex_sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn events(connection: &Raw) -> Vec<LogEvent> {
    let sql = "select seq, at, actor, kind, number, rev, data, prev, hash from event order by seq";
    let number = |value: &Column| said(value).parse().expect("a number");
    let given = |value: &Column| Some(value.clone()).filter(|value| *value != Column::Null);
    let event = |row: Vec<Column>| LogEvent {
        seq: number(&row[0]),
        at: said(&row[1]),
        actor: said(&row[2]),
        kind: said(&row[3]),
        number: given(&row[4]).as_ref().map(said),
        rev: given(&row[5]).as_ref().map(number),
        data: said(&row[6]),
        prev: said(&row[7]),
        hash: said(&row[8]),
    };
    connection.rows(sql, &[]).into_iter().map(event).collect()
}

/// Writes another log in the place of the one that is there; its hashes are right where they are
/// made anew.
fn write(connection: &Raw, events: &[LogEvent]) {
    connection.batch("begin; delete from event;");
    for event in events {
        let LogEvent { seq, at, actor, kind, number, rev, data, prev, hash } = event.clone();
        connection.run(
            "insert into event (seq, at, actor, kind, number, rev, data, prev, hash) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            &[
                seq.into(),
                at.into(),
                actor.into(),
                kind.into(),
                number.into(),
                rev.into(),
                data.into(),
                prev.into(),
                hash.into(),
            ],
        );
    }
    let last = events.last().expect("an event");
    let set = "update register set head_seq = $1, head_hash = $2";
    connection.run(set, &[last.seq.into(), last.hash.clone().into()]);
    connection.batch("commit");
}

/// Numbers and hashes as they would be if this had been the log from the first day.
fn with_right_hashes(mut events: Vec<LogEvent>) -> Vec<LogEvent> {
    let mut prev = "0".repeat(64);
    for (seq, event) in (1..).zip(&mut events) {
        (event.seq, event.prev) = (seq, prev);
        event.hash = event.hash_of_content();
        prev = event.hash.clone();
    }
    events
}

/// Whether it is found by somebody who has noted the head before.
fn is_found_with(desk: &Desk, head: &LogHead) -> bool {
    let register = Register::open(&desk.path()).expect("a register");
    let wanted = VerifyWanted { head: Some(head.clone()), ..VerifyWanted::default() };
    !register.verify(&wanted).expect("it can be read").is_whole()
}

#[test]
fn an_event_that_is_taken_out_is_found() {
    let desk = busy_desk();
    let connection = desk.forced();
    let whole = events(&connection);
    for place in 0..whole.len() {
        let mut cut = whole.clone();
        cut.remove(place);
        if place % 4 == 0 && place + 1 < whole.len() {
            write(&connection, &cut);
            assert!(is_found(&desk), "without event {}", place + 1);
        }
        // With the hashes made anew, the tables still say what the log does not.
        write(&connection, &with_right_hashes(cut));
        assert!(is_found(&desk), "without event {}, the hashes made anew", place + 1);
    }
    write(&connection, &whole);
    assert!(!is_found(&desk));
}

#[test]
fn events_that_are_put_in_or_change_places_are_found() {
    let desk = busy_desk();
    let connection = desk.forced();
    let whole = events(&connection);
    for place in (1..whole.len()).step_by(3) {
        let mut swapped = whole.clone();
        swapped.swap(place - 1, place);
        let seqs = (swapped[place].seq, swapped[place - 1].seq);
        (swapped[place - 1].seq, swapped[place].seq) = seqs;
        write(&connection, &swapped);
        assert!(is_found(&desk), "event {} changed places with the one before", place + 1);
    }
    for place in (0..whole.len()).step_by(2) {
        let mut longer = whole.clone();
        longer.insert(place, whole[place].clone());
        if matches!(&*whole[place].kind, "link-renewed" | "erased") {
            continue;
        }
        write(&connection, &with_right_hashes(longer));
        assert!(is_found(&desk), "event {} ({}) twice", place + 1, whole[place].kind);
    }
}

/// The last quote is gone with its event, its revision and its count: only who noted the head sees
/// it.
#[test]
fn a_tail_that_was_cut_off_is_found_with_a_noted_head_alone() {
    let desk = busy_desk();
    let head = desk.register.head().expect("a head");
    assert!(!is_found_with(&desk, &head));
    let connection = desk.forced();
    let mut cut = events(&connection);
    let last = cut.pop().expect("an event");
    let number = last.number.expect("a quote");
    assert_eq!(last.kind, "registered");
    write(&connection, &cut);
    assert!(is_found(&desk), "the quote is still there");
    for table in ["revision", "quote"] {
        let delete = format!("delete from {table} where number = $1");
        assert_eq!(connection.run(&delete, &[number.clone().into()]), 1, "{delete}");
    }
    connection.run("update series set next = next - 1", &[]);
    assert!(!is_found(&desk), "nothing in the file says that there was more");
    assert!(is_found_with(&desk, &head));
}

/// Ann's work becomes Ben's, with every hash made anew.
#[test]
fn a_log_that_was_rewritten_is_found_with_a_noted_head_alone() {
    let desk = busy_desk();
    let head = desk.register.head().expect("a head");
    let connection = desk.forced();
    let mut rewritten = events(&connection);
    for event in rewritten.iter_mut().filter(|event| event.actor == "cli:ann") {
        event.actor = "cli:ben".to_owned();
    }
    write(&connection, &rewritten);
    assert!(is_found(&desk), "the hashes are the old ones");
    write(&connection, &with_right_hashes(rewritten));
    assert!(!is_found(&desk), "nothing in the file says that it was another");
    assert!(is_found_with(&desk, &head));
    // A head before the first change is still there.
    let early = &events(&connection)[0];
    assert!(!is_found_with(&desk, &LogHead { seq: 1, hash: early.hash.clone() }));
}

/// Somebody makes a draft cheaper, and every digest and hash anew.
#[test]
fn an_amount_that_was_changed_with_all_digests_is_found_by_pricing_again() {
    let mut desk = Desk::new("2026-11-24");
    let now = super::noon("2026-11-24");
    let sealed = desk.add("ann", &super::quoted("2026-11-24"), now).expect("registered");
    let content = desk.register.content(&sealed.number, 1).expect("read").expect("there");
    let content = String::from_utf8(content).expect("text");
    let total = serde_json::from_str::<Value>(&content).expect("JSON")["totals"]["total"].clone();
    let total = total.as_str().expect("an amount").to_owned();
    // Three servers at 18% of 7,200.00.
    assert_eq!(total, "3888.00");
    let cheaper = content.replace(&total, "3887.00");
    let digest = hex_sha256(cheaper.as_bytes());
    let packed = zstd::bulk::compress(cheaper.as_bytes(), 3).expect("packed");

    let connection = desk.forced();
    let update = "update revision set json = $1, quote_sha256 = $2, subtotal = subtotal - 100, \
                  total = total - 100";
    connection.run(update, &[packed.into(), digest.clone().into()]);
    assert!(is_found(&desk), "the log has the old digest");
    let columns = columns_sha256(&connection);
    let mut log = events(&connection);
    let registered = log.last_mut().expect("an event");
    let mut data: Value = serde_json::from_str(&registered.data).expect("JSON");
    data["quote_sha256"] = digest.into();
    data["columns_sha256"] = columns.into();
    registered.data = data.to_string();
    write(&connection, &with_right_hashes(log));
    assert!(!is_found(&desk), "every digest and hash is right");

    let wanted = VerifyWanted { recompute: true, ..VerifyWanted::default() };
    let found = Register::open(&desk.path()).expect("a register").verify(&wanted).expect("read");
    let told: Vec<&str> = found.faults.iter().map(|fault| fault.what.as_str()).collect();
    assert!(told.iter().any(|what| what.contains("3887.00, now 3888.00")), "{told:?}");
    assert_eq!(found.faults[0].place, format!("{}-1", sealed.number));
}

/// The digest of the columns of the only revision, as the event of its sealing has it.
fn columns_sha256(connection: &Raw) -> String {
    let columns = "kind, quote_date, start_date, valid_through, currency, subtotal, tax, total, \
                   engine, book_sha256, request_sha256";
    let rows = connection.rows(&format!("select {columns} from revision"), &[]);
    let values: Vec<String> = rows.concat().iter().map(said).collect();
    let text = format!("reinstate-columns-1\n{}", values.join("\n"));
    hex_sha256(text.as_bytes())
}

/// Whatever byte of the file is another one: it opens and is verified, or an error says why not.
#[test]
fn a_file_with_a_byte_changed_is_an_error_or_a_fault_and_never_a_panic() {
    if server().is_some() {
        return;
    }
    let desk = busy_desk();
    let path = desk.path();
    let connection = Connection::open(&path).expect("a database");
    let pragma = "pragma wal_checkpoint(truncate); pragma journal_mode = delete;";
    drop(desk.register);
    connection.execute_batch(pragma).expect(pragma);
    drop(connection);
    let whole = std::fs::read(&path).expect("the file");
    let page = 4_096;
    let mut found = 0;
    // The header of the file and the heads of all pages, and of the rest a sample.
    let heads = (0..whole.len()).filter(|place| place % page < 12).step_by(29);
    let sample = (0..whole.len()).step_by(6_131);
    let places: Vec<usize> = (0..100).step_by(3).chain(heads).chain(sample).collect();
    for (count, place) in places.iter().enumerate() {
        let mut bytes = whole.clone();
        bytes[*place] ^= [0x01, 0x80, 0xff][count % 3];
        let copy = desk.folder.path().join("copy.db");
        std::fs::write(&copy, &bytes).expect("a copy");
        let wanted = VerifyWanted { recompute: false, ..VerifyWanted::default() };
        let verified = Register::open(&copy).and_then(|register| register.verify(&wanted));
        found += usize::from(verified.map_or(true, |verified| !verified.is_whole()));
        for ending in ["copy.db", "copy.db-wal", "copy.db-shm"] {
            let _ = std::fs::remove_file(desk.folder.path().join(ending));
        }
    }
    // Free pages, and what a page does not use, say nothing.
    assert!(found * 3 > places.len(), "{found} of {}", places.len());
}

/// Registers of before have the user of a proxy in their log, and not its digest.
#[test]
fn a_log_with_the_user_of_a_proxy_as_it_was_is_whole_too() {
    let desk = busy_desk();
    let connection = desk.forced();
    let mut log = events(&connection);
    let gina = log.iter_mut().find(|event| event.data.contains("proxy_user_sha256"));
    let gina = gina.expect("an account with a proxy's user");
    let mut data: Value = serde_json::from_str(&gina.data).expect("JSON");
    data.as_object_mut().expect("an object").remove("proxy_user_sha256");
    data["proxy_user"] = "gina@meridian.example".into();
    gina.data = data.to_string();
    write(&connection, &with_right_hashes(log));
    assert!(!is_found(&desk), "as it was written before");
    let update = "update account set proxy_user = 'another' where proxy_user is not null";
    connection.run(update, &[]);
    assert!(is_found(&desk), "another user");
}
