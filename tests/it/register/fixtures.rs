//! Registers that earlier versions made: they are migrated, verify, and come to the same cents.

use std::path::PathBuf;

use reinstate::register::{
    Actor, EventKind, ListWanted, LogHead, Migrated, MigrationBackup, Moment, Register,
    VerifyWanted,
};
use rusqlite::Connection;
use tempfile::TempDir;

use super::{Desk, code};
use crate::support::project;

/// A register is not larger than this.
const BYTES_MAX: usize = 16 * 1024 * 1024;
const NOW: &str = "2026-11-30T12:00:00.000Z";

/// A copy of the register that version 0.1.0 made with the first schema.
pub(crate) fn first_schema(path: &std::path::Path) {
    unpacked("tests/register/0.1.0.db.zst", path);
}

fn unpacked(packed: &str, path: &std::path::Path) {
    let packed = std::fs::read(project(packed)).expect("a file");
    let bytes = zstd::bulk::decompress(&packed, BYTES_MAX).expect("a register");
    std::fs::write(path, bytes).expect("a file");
}

struct Old {
    _folder: TempDir,
    path: PathBuf,
    backup: PathBuf,
}

impl Old {
    fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().join("quotes.db");
        first_schema(&path);
        let backup = folder.path().join("before.db");
        Self { _folder: folder, path, backup }
    }

    fn migrate(
        &self,
        account: &str,
    ) -> Result<Option<Migrated>, reinstate::register::RegisterError> {
        let actor = Actor { by: "cli:test".to_owned(), account: account.to_owned() };
        let now = Moment::parse(NOW).expect("a moment");
        Register::migrate(&self.path, MigrationBackup::File(&self.backup), &actor, now)
    }

    /// Who keeps it, as its file says.
    fn admin(&self) -> String {
        let sql = "select id from account where role = 'admin'";
        let connection = Connection::open(&self.path).expect("a database");
        connection.query_row(sql, [], |row| row.get(0)).expect(sql)
    }
}

/// As `register head` printed it when the file was made.
pub(super) fn noted() -> LogHead {
    LogHead {
        seq: 15,
        hash: "22f4b5d5fc69c27f64b41a42652c8d376511ab40b2fc5be3febaa9f70d9a3f88".to_owned(),
    }
}

/// Made on the command line with the approved book of the examples: three servers for a year, 18%
/// of EUR 7,200.00 each, as in the tests of the command line.
///
/// By hand: 3,888.00 and 21%; with 8% off 3,576.96 and 751.16.
#[test]
fn a_register_of_version_0_1_0_is_migrated_and_whole() {
    let old = Old::new();
    assert_eq!(code(Register::open(&old.path)), "register-older");
    let done = old.migrate(&old.admin()).expect("migrated");
    assert_eq!(done, Some(Migrated { from: 1, to: 2 }));
    let register = Register::open(&old.path).expect("a register");
    let wanted = VerifyWanted { head: Some(noted()), recompute: true, ..VerifyWanted::default() };
    let found = register.verify(&wanted).expect("a register");
    assert!(found.is_whole(), "{:?}", found.faults);
    let recomputed = found.same_bytes + found.same_cents.values().sum::<usize>();
    assert_eq!((found.quotes, found.revisions, recomputed), (4, 5, 4));
    assert_eq!(found.erased, ["Q-2026-00003-1"]);
    let events = register.events(15).expect("events");
    let [migrated] = &events[..] else { panic!("{events:?}") };
    assert_eq!(migrated.kind, EventKind::Migrated.word());
    let now = Moment::parse(NOW).expect("a moment");
    let list = register.list(&ListWanted::default(), now).expect("a list");
    let mut list: Vec<_> = list
        .iter()
        .map(|one| {
            let total = one.revision.total.to_string();
            (one.quote.number.as_str(), one.revision.rev, one.shown.word(), total)
        })
        .collect();
    list.sort_unstable();
    let wanted = [
        ("Q-2026-00001", 1, "accepted", "4704.48"),
        ("Q-2026-00002", 1, "sent", "4328.12"),
        ("Q-2026-00003", 1, "ready", "4704.48"),
        ("Q-2026-00004", 1, "withdrawn", "4704.48"),
    ];
    assert_eq!(list.len(), wanted.len());
    for (found, (number, rev, shown, total)) in list.iter().zip(wanted) {
        assert_eq!((found.0, found.1, found.2, found.3.as_str()), (number, rev, shown, total));
    }
}

#[test]
fn what_a_register_was_before_is_in_the_backup() {
    let old = Old::new();
    old.migrate(&old.admin()).expect("migrated");
    assert_eq!(Register::schema_of(&old.backup).expect("a register"), 1);
    let again = Old { path: old.backup.clone(), backup: old.path.with_extension("2"), ..old };
    again.migrate(&again.admin()).expect("migrated");
    let register = Register::open(&again.path).expect("a register");
    let wanted = VerifyWanted { head: Some(noted()), recompute: true, ..VerifyWanted::default() };
    assert!(register.verify(&wanted).expect("a register").is_whole());
}

#[test]
fn a_migration_that_may_not_be_changes_nothing() {
    let old = Old::new();
    let before = std::fs::read(&old.path).expect("a file");
    assert_eq!(code(old.migrate("nobody")), "unknown-account");
    assert!(!old.backup.exists());
    let actor = Actor { by: "cli:test".to_owned(), account: old.admin() };
    let now = Moment::parse(NOW).expect("a moment");
    let dumped = Register::migrate(&old.path, MigrationBackup::MadeByServer, &actor, now);
    assert_eq!(code(dumped), "register-unsupported");
    std::fs::write(&old.backup, "kept").expect("a file");
    assert_eq!(code(old.migrate(&old.admin())), "register-exists");
    assert_eq!(std::fs::read_to_string(&old.backup).expect("a file"), "kept");
    assert_eq!(Register::schema_of(&old.path).expect("a register"), 1);
    // In the head of the file stands how it is written to, and a count of changes.
    assert!(std::fs::read(&old.path).expect("a file")[100..] == before[100..]);
}

#[test]
fn a_register_that_is_up_to_date_stays_as_it_is() {
    let desk = Desk::new("2026-11-24");
    let head = desk.register.head().expect("a head");
    let backup = desk.folder().join("before.db");
    let kept = MigrationBackup::File(&backup);
    let done =
        Register::migrate(&desk.path(), kept, &super::actor("ann"), super::noon("2026-11-24"));
    assert_eq!(done.expect("nothing to do"), None);
    assert!(!backup.exists());
    assert_eq!(desk.register.head().expect("a head"), head);
    let wrong = "update register set schema = 3";
    desk.raw().run(wrong, &[]);
    assert_eq!(code(Register::open(&desk.path())), "register-newer");
    assert_eq!(code(Register::schema_of(&desk.path())), "register-newer");
}

/// Made on the command line with the same book, as `init`, three accounts, two quotes of three
/// servers, one of them withdrawn, and two keys, one of them revoked. By hand: 3,888.00 and 21%.
#[test]
fn a_register_of_the_second_schema_is_whole_and_knows_its_keys() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("quotes.db");
    unpacked("tests/register/0.1.0-schema-2.db.zst", &path);
    let register = Register::open(&path).expect("a register");
    let head = LogHead {
        seq: 10,
        hash: "b093fdad3c7fd260b1f5f6469afcbe0e06ffb8bf472ab7ec2fe1fce98ca3c1ca".to_owned(),
    };
    let wanted = VerifyWanted { head: Some(head), recompute: true, ..VerifyWanted::default() };
    let found = register.verify(&wanted).expect("a register");
    assert!(found.is_whole(), "{:?}", found.faults);
    assert_eq!((found.quotes, found.revisions), (2, 2));
    let now = Moment::parse(NOW).expect("a moment");
    // As it was printed then; it opens nothing but this register.
    let key = "rk_Kb-SU8AH5guRgOHXBNswcQR8Of-4QqzSHWACxZQH1Es";
    assert_eq!(register.account_of_key(key, now).expect("a key").id, "anna");
    let list = register.list(&ListWanted::default(), now).expect("a list");
    let mut list: Vec<_> =
        list.iter().map(|one| (one.shown.word(), one.revision.total.to_string())).collect();
    list.sort_unstable();
    let total = "4704.48".to_owned();
    assert_eq!(list, [("ready", total.clone()), ("withdrawn", total)]);
}
