//! What only a register in PostgreSQL can meet. `tests/postgres/check.sh` runs these tests, and all
//! others of the register, on a server of their own.
//!
//! `REINSTATE_KILLS` says how often the server is killed.

use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::time::Duration;

use postgres::{Client, NoTls};
use reinstate::register::{
    Migrated, MigrationBackup, Register, RegisterError, ToRegister, VerifyWanted,
};

use super::fixtures::{first_schema, noted};
use super::raw::{Place, Raw, server};
use super::server::Schema;
use super::{BOOK, Desk, actor, code, link, noon, quoted, settings};
use crate::support::read;

const DAY: &str = "2026-11-24";

/// The URL of the server; without one the test says that it is skipped.
fn server_of_tests() -> Option<String> {
    let server = server();
    if server.is_none() {
        eprintln!(
            "skipped: REINSTATE_POSTGRES names no server (tests/postgres/check.sh starts one)"
        );
    }
    server
}

fn add(register: &mut Register) -> Result<String, RegisterError> {
    let quote = quoted(DAY);
    let wanted = ToRegister { quote: &quote, book: &BOOK };
    register.add(&actor("ann"), wanted, noon(DAY)).map(|sealed| sealed.number)
}

/// With more settings of the connection.
fn opened_with(desk: &Desk, setting: &str) -> Result<Register, RegisterError> {
    let url = desk.path().to_string_lossy().into_owned();
    Register::open(Path::new(&format!("{url}%20-c%20{setting}")))
}

#[test]
fn a_register_is_made_once_in_a_schema() {
    let Some(server) = server_of_tests() else { return };
    let schema = Schema::new(&server);
    let url = schema.url();
    let path = Path::new(&url);
    let make = || Register::create(path, &settings("Europe/Amsterdam"), &actor("root"), noon(DAY));
    assert_eq!(code(Register::open(path)), "not-a-register");
    assert_eq!(code(make()), "done");
    let head = Register::open(path).expect("a register").head().expect("a head");
    assert_eq!(code(make()), "register-exists");
    assert_eq!(Register::open(path).expect("a register").head().expect("a head"), head);
}

#[test]
fn of_two_that_make_a_register_one_does() {
    let Some(server) = server_of_tests() else { return };
    for _ in 0..5 {
        let schema = Schema::new(&server);
        let url = schema.url();
        let make = || {
            let settings = settings("Europe/Amsterdam");
            code(Register::create(Path::new(&url), &settings, &actor("root"), noon(DAY)))
        };
        let mut codes = std::thread::scope(|scope| {
            let other = scope.spawn(make);
            [make(), other.join().expect("no panic")]
        });
        codes.sort_unstable();
        assert_eq!(codes, ["done", "register-exists"]);
    }
}

/// SQLite sorts by bytes, and a list goes on behind its last row in that order.
#[test]
fn text_sorts_by_its_bytes() {
    if server_of_tests().is_none() {
        return;
    }
    let desk = Desk::new(DAY);
    let other = "select table_name || '.' || column_name from information_schema.columns \
                 where table_schema = current_schema() and data_type = 'text' \
                 and collation_name is distinct from 'C'";
    assert_eq!(desk.raw().texts(other), Vec::<String>::new());
}

/// Else the answers that named an erased quote stay in the pages of the table.
#[test]
fn what_is_erased_from_a_table_gives_its_room_back() {
    if server_of_tests().is_none() {
        return;
    }
    let mut desk = Desk::new(DAY);
    let number = desk.sent(DAY);
    desk.register.erase(&actor("root"), &number, "asked for", noon(DAY)).expect("erased");
    let vacuumed = "select relname::text from pg_stat_user_tables \
                    where schemaname = current_schema() and vacuum_count > 0 order by relname";
    assert_eq!(
        desk.raw().texts(vacuumed),
        ["acceptance", "approval", "quote", "reason", "request_key", "revision"]
    );
}

#[test]
fn a_register_that_others_write_for_too_long_is_busy() {
    if server_of_tests().is_none() {
        return;
    }
    let desk = Desk::new(DAY);
    let mut register = opened_with(&desk, "lock_timeout%3D50ms").expect("a register");
    let raw = desk.raw();
    raw.holds();
    assert_eq!(code(add(&mut register)), "register-busy");
    assert!(register.head().is_ok(), "readers go on");
    raw.batch("commit");
    assert_eq!(code(add(&mut register)), "done");
}

#[test]
fn a_server_that_takes_no_changes_is_read() {
    if server_of_tests().is_none() {
        return;
    }
    let mut desk = Desk::new(DAY);
    desk.sent(DAY);
    let mut register =
        opened_with(&desk, "default_transaction_read_only%3Don").expect("it can be read");
    assert!(register.verify(&VerifyWanted::default()).expect("read").is_whole());
    assert_eq!(code(add(&mut register)), "register-read-only");
}

#[test]
fn a_connection_that_ended_is_made_again() {
    if server_of_tests().is_none() {
        return;
    }
    let desk = Desk::new(DAY);
    let url = format!("{}&application_name=one%20that%20ends", desk.path().to_string_lossy());
    let mut register = Register::open(Path::new(&url)).expect("a register");
    assert_eq!(code(add(&mut register)), "done");
    desk.raw().texts(
        "select pg_terminate_backend(pid)::text from pg_stat_activity \
         where application_name = 'one that ends'",
    );
    // Whether it has noticed or not, at most one call fails.
    let numbers = [add(&mut register), add(&mut register)];
    assert_eq!(code(numbers.into_iter().last().expect("two")), "done");
    desk.is_whole();
}

#[test]
fn a_server_that_cannot_be_reached_is_told_without_the_password() {
    let Some(server) = server_of_tests() else { return };
    let wrong = |url: &str| {
        let error = Register::open(Path::new(url)).err().expect("no register");
        assert!(!format!("{error:?}").contains("s3cret"), "{error:?}");
        (error.code(), error.to_string())
    };
    for url in [
        "postgres://ann:s3cret@/quotes?host=/nowhere",
        "postgres://ann:s3cret@127.0.0.1:1/quotes",
        "postgres://ann:s3cret@host:port/quotes",
        "postgres://ann@",
        &server.replace("/postgres?", "/nothing?"),
        &format!("{server}&sslmode=require"),
    ] {
        let (code, told) = wrong(url);
        assert_eq!(code, "register-absent", "{url}: {told}");
    }
}

#[test]
fn a_copy_is_made_by_the_tools_of_the_server() {
    if server_of_tests().is_none() {
        return;
    }
    let desk = Desk::new(DAY);
    let file = desk.folder().join("copy.db");
    assert_eq!(code(desk.register.back_up(&file)), "register-unsupported");
    assert!(!file.exists());
}

/// A register that version 0.1.0 made with the first schema, put into PostgreSQL row by row.
#[test]
fn a_register_of_version_0_1_0_is_migrated_after_a_dump() {
    if server_of_tests().is_none() {
        return;
    }
    let desk = Desk::new(DAY);
    let file = desk.folder().join("first.db");
    first_schema(&file);
    let (old, raw) = (Raw::open(&Place::File(file)), desk.raw());
    raw.batch("set session_replication_role = replica");
    raw.batch("drop table access_key, session, request_key");
    for table in raw.tables() {
        raw.batch(&format!("truncate {table} cascade"));
    }
    for table in raw.tables() {
        let columns = raw.columns(&table);
        let places: Vec<String> = (1..=columns.len()).map(|place| format!("${place}")).collect();
        let (columns, places) = (columns.join(", "), places.join(", "));
        let insert = format!("insert into {table} ({columns}) values ({places})");
        for row in old.rows(&format!("select {columns} from {table}"), &[]) {
            assert_eq!(raw.run(&insert, &row), 1);
        }
    }
    let (path, backup) = (desk.path(), desk.folder().join("before.db"));
    assert_eq!(code(Register::open(&path)), "register-older");
    let [admin] = &raw.texts("select id from account where role = 'admin'")[..] else {
        panic!("one admin")
    };
    let migrate = |kept| Register::migrate(&path, kept, &actor(admin), noon("2026-11-30"));
    assert_eq!(code(migrate(MigrationBackup::File(&backup))), "register-unsupported");
    assert!(!backup.exists());
    assert_eq!(Register::schema_of(&path).expect("a register"), 1);
    let done = migrate(MigrationBackup::MadeByServer).expect("migrated");
    assert_eq!(done, Some(Migrated { from: 1, to: 2 }));
    let register = Register::open(&path).expect("a register");
    let wanted = VerifyWanted { head: Some(noted()), recompute: true, ..VerifyWanted::default() };
    let found = register.verify(&wanted).expect("read");
    assert!(found.is_whole(), "{:#?}", found.faults);
    assert_eq!((found.quotes, found.revisions), (4, 5));
    let again = migrate(MigrationBackup::MadeByServer);
    assert_eq!(again.expect("nothing to do"), None);
}

/// The role of the guide may do all but make, change and empty tables.
#[test]
fn a_role_with_the_rights_of_the_guide_works_and_can_do_no_more() {
    let Some(server) = server_of_tests() else { return };
    let mut desk = Desk::new(DAY);
    let url = desk.path().to_string_lossy().into_owned();
    let schema = url.rsplit_once("%3D").expect("a schema").1.to_owned();
    let guide = read("GUIDE.md");
    let grants = guide.split("```sql\n").find(|text| text.starts_with("grant ")).expect("rights");
    let grants = grants
        .split("```")
        .next()
        .expect("rights")
        .replace("schema quotes", &format!("schema {schema}"))
        .replace(" quotes.", &format!(" {schema}."));
    let role = format!("clerk_{schema}");
    let grants = grants.replace("quotes_user", &role);
    desk.raw().batch(&format!("create role {role} login; {grants}"));

    let as_role = url.replace("tester@", &format!("{role}@"));
    assert_ne!(as_role, url, "{server} is the tester's");
    let own =
        std::mem::replace(&mut desk.register, Register::open(Path::new(&as_role)).expect("open"));
    let number = desk.sent(DAY);
    desk.revise("ann", &number, &super::conceded(DAY, "8%"), noon(DAY)).expect("revised");
    desk.decide("cas", &number, reinstate::register::Decision::Approved, noon(DAY))
        .expect("approved");
    desk.send("ann", &number, noon(DAY)).expect("sent");
    desk.register.renew_link(&actor("ann"), &number, &link(99), noon(DAY)).expect("a link");
    desk.accept("ann", &number, noon(DAY)).expect("accepted");
    desk.register.annul(&actor("cas"), &number, "a mistake", noon(DAY)).expect("annulled");
    let other = desk.sent(DAY);
    desk.register.withdraw(&actor("ann"), &other, "a mistake", noon(DAY)).expect("withdrawn");
    desk.register.erase(&actor("root"), &other, "asked for", noon(DAY)).expect("erased");
    desk.register.end_account(&actor("root"), "ben", noon(DAY)).expect("ended");
    desk.is_whole();

    let mut client = Client::connect(&as_role, NoTls).expect("the server runs");
    for denied in [
        "delete from event",
        "update event set actor = 'nobody'",
        "truncate event cascade",
        "delete from revision",
        "update revision set total = 0",
        "update register set name = 'mine'",
        "drop table reason",
        "create table mine (id int)",
        "alter table revision disable trigger all",
    ] {
        assert!(client.batch_execute(denied).is_err(), "{denied}");
    }
    desk.register = own;
    desk.raw().batch(&format!("drop owned by {role}; drop role {role}"));
}

/// How often the server is killed: few by default, more with `REINSTATE_KILLS`.
fn rounds() -> u64 {
    let wanted = std::env::var("REINSTATE_KILLS").ok();
    wanted.and_then(|wanted| wanted.parse().ok()).unwrap_or(5)
}

/// It is run alone: the server is that of the other tests, too.
#[test]
#[ignore = "ends the server that the other tests are on; tests/postgres/check.sh runs it"]
fn a_killed_server_keeps_every_number_that_it_told() {
    let Some(server) = server_of_tests() else { return };
    let crash = std::env::var("REINSTATE_POSTGRES_CRASH").expect("tests/postgres/cluster.sh");
    let desk = Desk::new(DAY);
    let path = desk.path();
    let told = Mutex::new(Vec::new());
    for round in 1..=rounds() {
        let failed = std::thread::scope(|scope| {
            let writer = scope.spawn(|| {
                let mut register = Register::open(&path).expect("a register");
                loop {
                    match add(&mut register) {
                        Ok(number) => told.lock().expect("whole").push(number),
                        Err(error) => return error.code(),
                    }
                }
            });
            // Moments spread over a second by the golden ratio.
            std::thread::sleep(Duration::from_micros(200_000 + round * 618_034 % 1_000_000));
            let crashed = Command::new(&crash).status().expect("it runs");
            assert!(crashed.success());
            writer.join().expect("no panic")
        });
        assert!(
            matches!(failed, "register-absent" | "register-fault" | "register-busy"),
            "{failed}"
        );
        let register = Register::open(&path).expect("it came up again");
        let verified = register.verify(&VerifyWanted::default()).expect("read");
        assert!(verified.is_whole(), "{:#?}", verified.faults);
        let told = told.lock().expect("whole");
        assert!(!told.is_empty());
        for number in told.iter() {
            assert!(register.history(number, noon(DAY)).is_ok(), "{number} is lost");
        }
        // At most one for each round was written and not told.
        let extra = verified.quotes - told.len();
        assert!(extra <= usize::try_from(round).expect("a count"), "{extra} were not told");
        println!("kill {round}: {} told, {extra} there besides", told.len());
    }
    let raw = Raw::open(&Place::Schema(Schema::new(&server)));
    assert_eq!(raw.tables(), Vec::<String>::new());
}
