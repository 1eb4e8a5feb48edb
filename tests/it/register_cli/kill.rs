//! Writers that are killed at any moment: what was acknowledged is there, and nothing is half.

use std::io::Read as _;
use std::process::Stdio;
use std::time::Duration;

use super::batch::table;
use super::{RegisterDesk, Said, today};
use crate::register::fixtures::first_schema;
use crate::support::program;

/// How many writers are killed: few by default, more with `REINSTATE_KILLS`.
fn rounds(few: u64) -> u64 {
    let wanted = std::env::var("REINSTATE_KILLS").ok();
    wanted.and_then(|wanted| wanted.parse().ok()).unwrap_or(few)
}

/// Moments spread over a time by the golden ratio: dense, and none twice.
fn moment(round: u64, whole: Duration) -> Duration {
    let part = round * 618_034 % 1_000_000;
    whole * u32::try_from(part).expect("a part") / 1_000_000
}

#[test]
fn a_killed_writer_leaves_whole_quotes_and_every_number_that_it_told() {
    let desk = RegisterDesk::new();
    let request = desk.request("request.toml", "A", "");
    let begun = std::time::Instant::now();
    let mut told = vec![desk.run(&["add", &request]).done().trim_end().to_owned()];
    let whole = begun.elapsed();
    let mut killed = 0;
    for round in 1..=rounds(25) {
        let mut child = desk
            .command("admin", &["add", &request])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(moment(round, whole));
        let _ = child.kill();
        let mut out = String::new();
        child.stdout.take().expect("a pipe").read_to_string(&mut out).expect("text");
        killed += u32::from(child.wait().expect("an end").code().is_none());
        if let Some(number) = out.strip_suffix('\n') {
            told.push(number.to_owned());
        }
    }
    assert!(killed > 0);
    desk.assert_whole();
    let list = desk.run(&["list", "--json"]).json();
    let quotes = list["quotes"].as_array().expect("quotes");
    for number in &told {
        assert!(quotes.iter().any(|quote| quote["number"] == number.as_str()), "{number} is lost");
    }
    // No number is missing between: the next one follows the last.
    let next = desk.added("rob", "A", "");
    let count: usize = next.rsplit('-').next().and_then(|n| n.parse().ok()).expect("a number");
    assert_eq!(count, quotes.len() + 1, "on {}", today());
}

#[test]
fn a_killed_run_goes_on_to_each_account_once() {
    let desk = RegisterDesk::new();
    let table = table(&desk, "table.csv", 1_000, 2);
    let arguments = ["add", "--batch", &table, "--run", "december"];
    let begun = std::time::Instant::now();
    desk.run(&["add", "--batch", &table, "--run", "first"]).done();
    let whole = begun.elapsed();
    for round in 1..=rounds(6) {
        let mut child = desk
            .command("admin", &arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(moment(round, whole));
        let _ = child.kill();
        child.wait().expect("an end");
        let list = desk.run(&["list", "--run", "december", "--json"]).json();
        let registered = list["quotes"].as_array().expect("quotes").len();
        assert_eq!(registered % 200, 0, "a transaction has 200 accounts");
    }
    desk.run(&arguments).done();
    let list = desk.run(&["list", "--run", "december", "--json"]).json();
    assert_eq!(list["quotes"].as_array().map(Vec::len), Some(1_000));
    let said = desk.run(&["verify"]).done();
    assert!(said.contains("2000 quotes, 2000 revisions: nothing is wrong"), "{said}");
}

/// Whenever it is killed, the register is the old one or the new one, and a backup that is there is
/// whole.
#[test]
fn a_killed_migration_leaves_the_old_register_or_the_new_one() {
    let desk = RegisterDesk::new();
    let on = |name: &str, arguments: &[&str]| {
        let mut command = program();
        command.args(["register", "--register", &desk.text(name), "--as", "admin"]);
        command.args(arguments);
        command
    };
    let run = |name: &str, arguments: &[&str]| {
        Said::of(on(name, arguments).output().expect("the program runs"))
    };
    first_schema(&desk.path("first.db"));
    let begun = std::time::Instant::now();
    run("first.db", &["migrate"]).done();
    let whole = begun.elapsed();
    for round in 1..=rounds(12) {
        let (name, backup) = (format!("{round}.db"), format!("{round}-before.db"));
        first_schema(&desk.path(&name));
        let arguments = ["migrate", "--backup", &desk.text(&backup)];
        let mut command = on(&name, &arguments);
        let mut child = command.stderr(Stdio::null()).spawn().expect("the program starts");
        std::thread::sleep(moment(round, whole));
        let _ = child.kill();
        child.wait().expect("an end");
        let verified = run(&name, &["verify"]);
        if verified.code == Some(3) {
            assert!(verified.err.contains("register migrate"), "{}", verified.err);
            run(&name, &["migrate", "--backup", &desk.text(&format!("{round}-again.db"))]).done();
            run(&name, &["verify", "--recompute"]).done();
        } else {
            verified.done();
            assert!(desk.path(&backup).exists(), "it is written before");
        }
        if desk.path(&backup).exists() {
            let later = desk.text(&format!("{round}-later.db"));
            run(&backup, &["migrate", "--backup", &later]).done();
            run(&backup, &["verify"]).done();
        }
    }
}
