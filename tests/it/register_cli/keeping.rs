//! What whoever keeps a register does: keys, and a register of an earlier version.

use super::{RegisterDesk, Said};

use crate::register::fixtures::first_schema;
use crate::support::program;

fn on(path: &str, arguments: &[&str]) -> Said {
    let mut command = program();
    command.args(["register", "--register", path, "--as", "admin"]).args(arguments);
    Said::of(command.output().expect("the program runs"))
}

#[test]
fn a_key_is_printed_once_and_revoked() {
    let desk = RegisterDesk::new();
    let made = desk.run(&["key", "make", "rob", "--expires", "2099-12-31"]);
    assert!(made.err.contains("is for rob, through 2099-12-31"), "{}", made.err);
    let key = made.done();
    assert!(key.starts_with("rk_") && key.len() == 3 + 43 + 1, "{key}");
    let other = desk.run(&["key", "make", "anna"]).done();
    assert_ne!(key, other);
    let listed = desk.run(&["key", "list", "--json"]).json();
    let keys = listed["keys"].as_array().expect("keys");
    let of_rob = keys.iter().find(|one| one["account"] == "rob").expect("a key");
    assert_eq!(of_rob["standing"], "valid");
    // The end of that day in Amsterdam.
    assert_eq!(of_rob["expires_at"], "2099-12-31T23:00:00.000Z");
    let id = of_rob["id"].as_str().expect("an id");
    desk.run(&["key", "revoke", id]).done();
    desk.run(&["key", "revoke", id]).failed(1, "error[already-revoked]");
    desk.run(&["key", "revoke", "nothing"]).failed(1, "reinstate register key list");
    let table = desk.run(&["key", "list"]).done();
    assert!(table.contains("revoked") && table.contains("never"), "{table}");
    assert!(!table.contains(key.trim_end()));
    desk.run_as("anna", &["key", "make", "anna"]).failed(1, "error[role-too-low]");
    desk.run(&["key", "make", "eve"]).failed(1, "error[unknown]: there is no account `eve`");
    desk.run(&["key", "make", "rob", "--expires", "2020-01-01"]).failed(1, "--expires");
    desk.assert_whole();
}

#[test]
fn a_register_of_an_earlier_version_is_refused_until_it_is_migrated() {
    let desk = RegisterDesk::new();
    let old = desk.text("old.db");
    first_schema(&desk.path("old.db"));
    for arguments in [&["list"][..], &["verify"], &["head"], &["backup", &desk.text("copy.db")]] {
        on(&old, arguments).failed(3, "reinstate register migrate");
    }
    on(&old, &["migrate", "--dumped"]).failed(3, "leave `--dumped` out");
    let migrated = on(&old, &["migrate"]);
    assert!(migrated.err.contains("has schema 2 now, and had 1"), "{}", migrated.err);
    migrated.done();
    assert!(desk.path("old-schema-1.db").exists());
    let said = on(&old, &["verify", "--recompute"]).done();
    assert!(said.contains("16 events, 4 quotes, 5 revisions: nothing is wrong"), "{said}");
    let head = on(&old, &["head"]).done();
    let again = on(&old, &["migrate", "--backup", &desk.text("no.db")]);
    assert!(again.err.contains("is up to date: it has schema 2"), "{}", again.err);
    again.done();
    assert!(!desk.path("no.db").exists());
    assert_eq!(on(&old, &["head"]).done(), head);

    first_schema(&desk.path("old.db"));
    for ending in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{old}{ending}"));
    }
    on(&old, &["migrate"]).failed(3, "name another file");
    on(&old, &["list"]).failed(3, "reinstate register migrate");
    on(&old, &["migrate", "--backup", &desk.text("elsewhere.db")]).done();
    on(&old, &["list"]).done();
}
