//! Whoever changes a value of any table, or puts a row in, is found by `verify`.

use std::collections::BTreeSet;

use reinstate::register::{Register, VerifyWanted};
use rusqlite::types::Value;

use super::Desk;
use super::busy_desk::{busy_desk, erased_desk};
use super::raw::Raw;

/// The columns whose words are known: another of them is the lie that looks most like the truth.
const WORDS: [(&str, &[&str]); 7] = [
    ("state", &["draft", "sent", "accepted", "declined", "withdrawn", "superseded", "annulled"]),
    ("role", &["rep", "approver", "finance", "admin"]),
    ("kind", &["renewal", "reinstatement", "change", "concession", "vendor", "sent", "withdrawn"]),
    ("needs", &["", "concession", "vendor", "concession vendor"]),
    ("decision", &["approved", "rejected"]),
    ("via", &["link", "recorded"]),
    ("zone", &["Europe/Amsterdam", "Europe/Berlin"]),
];

/// What is not seen: another number than 0 and 1 where the check of the table asks for one of
/// these. It is read as 1, so it says nothing else than before.
const NOT_SEEN: [(&str, &str); 3] = [
    ("acceptance.late", "Integer(1) → Integer(2)"),
    ("register.samples", "Integer(1) → Integer(2)"),
    ("register.vendor_approval", "Integer(1) → Integer(2)"),
];

/// Whether somebody who opens the register now and verifies it is told that something is wrong.
pub(super) fn is_found(desk: &Desk) -> bool {
    let verified =
        Register::open(&desk.path()).and_then(|register| register.verify(&VerifyWanted::default()));
    verified.map_or(true, |verified| !verified.is_whole())
}

/// Other values that somebody may put in the place of one.
fn lies(column: &str, value: &Value) -> Vec<Value> {
    let words = WORDS.iter().find(|(name, _)| *name == column).map(|(_, words)| *words);
    match value {
        Value::Null => vec![
            Value::Text("2026-11-24T12:00:00.000Z".to_owned()),
            Value::Integer(1),
            Value::Blob(b"%PDF-1.7".to_vec()),
        ],
        Value::Integer(number) => vec![Value::Integer(number + 1), Value::Integer(1 - number)],
        Value::Text(text) => {
            let mut lies = words.unwrap_or_default().to_vec();
            lies.retain(|word| word != text);
            let mut lies: Vec<Value> =
                lies.into_iter().map(|word| Value::Text(word.to_owned())).collect();
            let last = text.chars().next_back().unwrap_or('0');
            let changed = text.strip_suffix(last).unwrap_or_default();
            let other = if last == '1' { '2' } else { '1' };
            lies.push(Value::Text(format!("{changed}{other}")));
            lies.extend([Value::Null, Value::Text(format!("{text}9"))]);
            lies
        }
        Value::Blob(bytes) => {
            let mut changed = bytes.clone();
            let middle = changed.len() / 2;
            changed.iter_mut().skip(middle).take(1).for_each(|byte| *byte ^= 1);
            vec![Value::Blob(changed), Value::Null]
        }
        Value::Real(_) => unreachable!("no column holds one"),
    }
}

/// The rows of a table that are worth a lie: of the long ones some of each kind.
fn rows(connection: &Raw, table: &str) -> Vec<i64> {
    let group = match table {
        "event" => "length(kind)",
        "revision" => "pdf is null, erased_at is null, state = 'accepted'",
        "quote" => "customer, run",
        "approval" => "decision, kind, reason = ''",
        "reason" => "body",
        _ => "rowid",
    };
    let select = format!("select max(rowid) from {table} group by {group}");
    let rows = connection.texts(&select);
    rows.iter().map(|row| row.parse().expect("a number")).collect()
}

/// Changes every column of a table, one by one; the places where nobody finds it.
fn not_found(desk: &Desk, table: &str) -> BTreeSet<String> {
    let connection = desk.forced();
    let mut missed = BTreeSet::new();
    for column in connection.columns(table) {
        let mut tried = 0;
        for row in rows(&connection, table) {
            let select = format!("select {column} from {table} where rowid = $1");
            let value = connection.value(&select, &[row.into()]);
            let mut more = lies_wanted(table, &column);
            for lie in lies(&column, &value).into_iter().filter(|lie| *lie != value) {
                if more == 0 {
                    break;
                }
                let rowid = if lie_moves_row(&connection, table, &column) {
                    lie.clone()
                } else {
                    row.into()
                };
                if !set(&connection, table, &column, &row.into(), &lie) {
                    continue;
                }
                more -= 1;
                tried += 1;
                if !is_found(desk) {
                    missed.insert(format!("{table}.{column} of row {row}: {value:?} → {lie:?}"));
                }
                assert!(set(&connection, table, &column, &rowid, &value), "{table}.{column}");
            }
        }
        assert!(tried > 0, "{table}.{column} takes no other value");
    }
    missed
}

/// So many of them are tried. The hash of an event sees all of it alike.
fn lies_wanted(table: &str, column: &str) -> usize {
    match (table, column) {
        ("event", _) => 1,
        (_, "state") => 4,
        _ => 2,
    }
}

/// Whether the column is the number of the row itself.
fn lie_moves_row(connection: &Raw, table: &str, column: &str) -> bool {
    matches!(connection, Raw::Sqlite(_)) && column == "seq" && matches!(table, "event" | "reason")
}

/// Whether a row takes a value; its type and what must be unique stand in the file itself.
fn set(connection: &Raw, table: &str, column: &str, row: &Value, value: &Value) -> bool {
    let update = format!("update {table} set {column} = $1 where rowid = $2");
    match connection.try_run(&update, &[value.clone(), row.clone()]) {
        Ok(rows) => {
            assert_eq!(rows, 1, "{update}");
            true
        }
        Err(_) => false,
    }
}

fn every_column_is_held(desk: &Desk, wanted: &[&str]) {
    let mut missed = BTreeSet::new();
    for table in wanted {
        missed.append(&mut not_found(desk, table));
    }
    assert!(!is_found(desk), "what was changed stands again as it was");
    let is_known = |place: &String| {
        NOT_SEEN.iter().any(|(column, lie)| place.starts_with(column) && place.ends_with(lie))
    };
    missed.retain(|place| !is_known(place));
    assert!(missed.is_empty(), "nobody finds:\n{}", Vec::from_iter(missed).join("\n"));
}

#[test]
fn every_table_is_tried() {
    let desk = Desk::new("2026-11-24");
    let connection = desk.forced();
    let tried = [&REVISIONS[..], &EVENTS[..], &OTHERS[..], &PASSING].concat();
    let mut tried: Vec<&str> = tried;
    tried.sort_unstable();
    assert_eq!(connection.tables(), tried);
}

const REVISIONS: [&str; 1] = ["revision"];
const EVENTS: [&str; 1] = ["event"];
const OTHERS: [&str; 9] = [
    "access_key",
    "acceptance",
    "account",
    "approval",
    "book",
    "quote",
    "reason",
    "register",
    "series",
];
/// What comes and goes, and is in no log: who is signed in, and answers to be given again.
const PASSING: [&str; 2] = ["request_key", "session"];

#[test]
fn each_column_of_a_revision_is_held() {
    every_column_is_held(&busy_desk(), &REVISIONS);
}

#[test]
fn each_column_of_an_event_is_held() {
    every_column_is_held(&busy_desk(), &EVENTS);
}

#[test]
fn each_column_of_all_else_is_held() {
    every_column_is_held(&busy_desk(), &OTHERS);
}

#[test]
fn each_column_of_what_was_erased_is_held() {
    let tables = ["revision", "acceptance", "book", "quote", "reason"];
    every_column_is_held(&erased_desk(), &tables);
}

/// A copy of a row with another key: a quote, a revision, an approval that nobody gave.
#[test]
fn a_row_that_was_put_in_is_found() {
    let desk = busy_desk();
    let connection = desk.forced();
    for (table, key, other) in [
        ("account", "id", Value::Text("hugo".to_owned())),
        ("acceptance", "rev", Value::Integer(9)),
        ("acceptance", "number", Value::Text("Q-2026-00099".to_owned())),
        ("approval", "rev", Value::Integer(9)),
        ("approval", "kind", Value::Text("vendor".to_owned())),
        ("approval", "number", Value::Text("Q-2026-00099".to_owned())),
        ("book", "sha256", Value::Text("00".repeat(32))),
        ("reason", "seq", Value::Integer(1)),
        ("revision", "rev", Value::Integer(9)),
        ("revision", "number", Value::Text("Q-2026-00099".to_owned())),
        ("series", "series", Value::Text("Q-2025-{n:5}".to_owned())),
    ] {
        let names = connection.columns(table);
        let values: Vec<String> = names
            .iter()
            .map(|name| match name.as_str() {
                name if name == key => "$1".to_owned(),
                "link_sha256" | "proxy_user" => "null".to_owned(),
                name => name.to_owned(),
            })
            .collect();
        let insert = format!(
            "insert into {table} ({}) select {} from {table} order by rowid limit 1",
            names.join(", "),
            values.join(", "),
        );
        assert_eq!(connection.run(&insert, &[other]), 1, "{insert}");
        assert!(is_found(&desk), "{table}.{key}");
        let delete = format!("delete from {table} where rowid = {}", connection.last_row());
        assert_eq!(connection.run(&delete, &[]), 1, "{delete}");
        assert!(!is_found(&desk), "{table}.{key}");
    }
}

/// Rows that are gone, whatever table they were in.
#[test]
fn a_row_that_was_taken_out_is_found() {
    let desk = busy_desk();
    let connection = desk.forced();
    for table in connection.tables() {
        for row in rows(&connection, &table) {
            let copy =
                format!("create temp table gone as select * from {table} where rowid = {row}");
            let delete = format!("delete from {table} where rowid = {row}");
            connection.batch(&format!("{copy}; {delete};"));
            assert!(is_found(&desk), "{table} without row {row}");
            let names = connection.columns(&table).join(", ");
            let back = format!(
                "insert into {table} (rowid, {names}) select {row}, {names} from gone; \
                 drop table gone;"
            );
            connection.batch(&back);
        }
    }
    assert!(!is_found(&desk));
}
