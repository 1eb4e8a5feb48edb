//! Tables become quotes, once.

use std::collections::{BTreeMap, BTreeSet};

use super::{RegisterDesk, Said, brand, today};

use crate::support::{program, project};

/// A table of so many accounts, each with `owned` servers, covered for 30 more days.
pub(super) fn table(desk: &RegisterDesk, name: &str, accounts: u32, owned: u32) -> String {
    let covered = today().checked_add_days(chrono::Days::new(30)).expect("a day");
    let mut text = String::from(
        "org_id,customer,contact,email,product_line,edition,owned,covered_through,service_level,\
         term_years,program,currency\n",
    );
    for account in 1..=accounts {
        text.push_str(&format!(
            "ORG-{account:05},Customer {account},P. {account},p{account}@example.com,historian,\
             server,{owned},{covered},standard,1,list,EUR\n"
        ));
    }
    desk.file(name, &text)
}

fn counts(said: Said) -> BTreeMap<String, u64> {
    let value: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
    serde_json::from_value(value["counts"].clone()).expect("counts")
}

fn counted(counts: &BTreeMap<String, u64>) -> [u64; 5] {
    ["created", "same", "revised", "kept", "rejected"].map(|word| counts[word])
}

/// By hand: 18% of 7,200.00 is 1,296.00 for each of two servers: 2,592.00.
#[test]
fn a_table_makes_its_quotes_once_and_revises_what_changed() {
    let desk = RegisterDesk::new();
    let first = table(&desk, "first.csv", 450, 2);
    let add = |table: &str| desk.run(&["add", "--batch", table, "--run", "december", "--json"]);
    assert_eq!(counted(&counts(add(&first))), [450, 0, 0, 0, 0]);
    assert_eq!(counted(&counts(add(&first))), [0, 450, 0, 0, 0]);
    let results = std::fs::read_to_string(desk.path("register.csv")).expect("a file");
    assert_eq!(results.lines().count(), 451);
    assert!(results.contains("ORG-00001,same,"), "{results}");
    assert!(results.contains(",1,EUR,2592.00,"), "{results}");
    // One was accepted and one declined; those stay as they are.
    let list = desk.run(&["list", "--run", "december", "--json"]).json();
    let numbers: Vec<&str> = list["quotes"]
        .as_array()
        .expect("quotes")
        .iter()
        .filter_map(|q| q["number"].as_str())
        .collect();
    assert_eq!(numbers.len(), 450);
    for number in &numbers[..2] {
        desk.run(&["send", number, "--brand", &brand()]).done();
    }
    desk.run(&["accept", numbers[0], "--by", "x", "--po", "1"]).done();
    desk.run(&["decline", numbers[1], "--reason", "price"]).done();
    let second = table(&desk, "second.csv", 451, 3);
    assert_eq!(counted(&counts(add(&second))), [1, 0, 448, 2, 0]);
    assert_eq!(counted(&counts(add(&second))), [0, 449, 0, 2, 0]);
    desk.assert_whole();
}

#[test]
fn trying_a_table_out_registers_nothing() {
    let desk = RegisterDesk::new();
    let table = table(&desk, "table.csv", 30, 2);
    let head = desk.run(&["head"]).done();
    let arguments = ["add", "--batch", &table, "--run", "december", "--dry-run", "--json"];
    assert_eq!(counted(&counts(desk.run(&arguments))), [30, 0, 0, 0, 0]);
    assert_eq!(desk.run(&["head"]).done(), head);
}

/// The run of a table without a name is that table's.
#[test]
fn the_same_table_is_the_same_run_without_a_name() {
    let desk = RegisterDesk::new();
    let table = table(&desk, "table.csv", 3, 2);
    let add = || desk.run(&["add", "--batch", &table, "--json"]);
    assert_eq!(counted(&counts(add())), [3, 0, 0, 0, 0]);
    assert_eq!(counted(&counts(add())), [0, 3, 0, 0, 0]);
    let other = self::table(&desk, "other.csv", 3, 1);
    let said = counts(desk.run(&["add", "--batch", &other, "--json"]));
    assert_eq!(counted(&said), [3, 0, 0, 0, 0]);
}

#[test]
fn a_quote_that_stands_in_another_run_is_told() {
    let desk = RegisterDesk::new();
    let table = table(&desk, "table.csv", 1, 2);
    desk.run(&["add", "--batch", &table, "--run", "november"]).done();
    let number = super::first_number();
    desk.run(&["send", &number, "--brand", &brand()]).done();
    desk.run(&["add", "--batch", &table, "--run", "december"]).done();
    let results = std::fs::read_to_string(desk.path("register.csv")).expect("a file");
    assert!(results.contains(&format!("2592.00,{number},")), "{results}");
}

/// Two servers cost 2,592.00 a year, as above. The second row of the first account stands behind
/// the others and ends later than is asked for: it is no part of the quote.
#[test]
fn the_flags_for_the_rows_of_a_table_mean_what_they_mean_for_a_batch() {
    let desk = RegisterDesk::new();
    let plain = table(&desk, "plain.csv", 3, 2);
    let text = std::fs::read_to_string(&plain).expect("a file");
    let day = |days| today().checked_add_days(chrono::Days::new(days)).expect("a day").to_string();
    let row = text.lines().nth(1).expect("a row").replace(&day(30), &day(400));
    let text = format!("{text}{row}\n").replace("Customer 2", "Caf\u{e9}");
    let latin1: Vec<u8> = text.chars().map(|one| u8::try_from(one).expect("Latin-1")).collect();
    let name = desk.text("table.csv");
    std::fs::write(&name, latin1).expect("a file");
    let through = day(60);
    let flags =
        ["--group", "--due-through", &through, "--encoding", "windows-1252", "--hidden", "skip"];
    let add = |flags: &[&str]| {
        let said = desk.run(&[&["add", "--batch", &name, "--json"], flags].concat());
        counted(&counts(said))
    };
    assert_eq!(add(&flags), [3, 0, 0, 0, 0]);
    let results = std::fs::read_to_string(desk.path("register.csv")).expect("a file");
    assert_eq!(results.matches(",1,EUR,2592.00,").count(), 3, "{results}");
    let list = desk.run(&["list"]).done();
    assert!(list.contains("Café"), "{list}");
    // The flags are a part of the run's name; without them it is another run, and two accounts of
    // it have faults: one comes back, one is not UTF-8.
    assert_eq!(add(&flags), [0, 3, 0, 0, 0]);
    assert_eq!(add(&[]), [1, 0, 0, 0, 2]);
    let said = desk.run(&["add", "--group", "request.toml"]);
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("--group is for a table"), "{}", said.err);
}

/// What `batch` prices and what is registered are the same accounts and the same cents.
#[test]
fn a_run_reconciles_with_a_batch_of_the_same_table() {
    let desk = RegisterDesk::new();
    let samples = desk.text("samples.db");
    let register = |arguments: &[&str]| {
        let mut command = program();
        command.args(["--quote-date", "2026-11-24", "register", "--register", &samples]);
        command.args(["--as", "admin"]).args(arguments);
        Said::of(command.output().expect("the program runs"))
    };
    register(&["init", "--zone", "Europe/Amsterdam", "--samples"]).done();
    let table = project("examples/batch/install-base.csv");
    let table = table.to_str().expect("a plain path");
    let results = desk.text("results.csv");
    let said = register(&["add", "--batch", table, "--run", "x", "--results", &results, "--json"]);
    // The example has rows that are rejected, on purpose.
    assert_eq!(said.code, Some(1), "{}", said.err);
    let said = counts(said);
    let registered = said["created"];
    let mut batch = program();
    let out = desk.text("out");
    batch.args(["--quote-date", "2026-11-24", "batch", table, "--out", &out]);
    assert_eq!(batch.output().expect("the program runs").status.code(), Some(1));
    let summary = std::fs::read_to_string(desk.path("out/summary.json")).expect("a file");
    let summary: serde_json::Value = serde_json::from_str(&summary).expect("JSON");
    assert_eq!(summary["accounts"]["priced"], registered);
    assert_eq!(summary["accounts"]["rejected"], said["rejected"]);
    assert!(said["rejected"] > 0);
    let mut sums: BTreeMap<String, u64> = BTreeMap::new();
    let mut reader = csv::Reader::from_path(&results).expect("a table");
    for row in reader.records() {
        let row = row.expect("a row");
        if &row[1] == "created" {
            let cents: u64 = row[5].replace('.', "").parse().expect("an amount");
            *sums.entry(row[4].to_owned()).or_default() += cents;
        }
    }
    assert!(sums.len() > 1);
    for (currency, sum) in sums {
        let all = summary["currencies"].as_array().expect("currencies");
        let found = all.iter().find(|one| one["currency"] == currency.as_str());
        let total = found.and_then(|one| one["total"].as_str()).expect("a total");
        assert_eq!(total.replace('.', ""), sum.to_string(), "{currency}");
    }
}

/// Two accounts with three reasons between them, and one that comes back: three are rejected.
#[test]
fn rejected_accounts_are_counted_and_not_their_reasons() {
    let desk = RegisterDesk::new();
    let name = table(&desk, "table.csv", 3, 2);
    let mut text = std::fs::read_to_string(&name).expect("a file");
    let row = text.lines().nth(1).expect("a row").to_owned();
    let other = |id: &str, edition: &str| {
        row.replace("ORG-00001", id).replace(",server,", &format!(",{edition},"))
    };
    for row in [
        other("ORG-00008", "wrong"),
        other("ORG-00008", "worse"),
        other("ORG-00009", "server").replace(",2,", ",x,"),
        other("ORG-00002", "server"),
    ] {
        text.push_str(&row);
        text.push('\n');
    }
    let table = desk.file("table.csv", &text);
    let said = desk.run(&["add", "--batch", &table, "--run", "december", "--json"]);
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert_eq!(counted(&counts(said)), [2, 0, 0, 0, 3]);
    let said = desk.run(&["add", "--batch", &table, "--run", "december"]);
    assert!(said.err.contains("0 created, 2 same, 0 revised, 0 kept, 3 rejected"), "{}", said.err);
    desk.assert_whole();
}

#[test]
fn a_run_is_sent_with_a_table_for_the_mail_merge() {
    let desk = RegisterDesk::new();
    let table = table(&desk, "table.csv", 3, 2);
    desk.run(&["add", "--batch", &table, "--run", "december"]).done();
    let out = desk.text("out");
    let send = ["send", "--run", "december", "--out", &out, "--brand", &brand()];
    desk.run(&send).done();
    let merge = std::fs::read_to_string(desk.path("out/send.csv")).expect("a file");
    assert_eq!(merge.lines().count(), 4, "{merge}");
    assert!(merge.contains("Customer 2,ORG-00002,P. 2,p2@example.com,EUR,2592.00,0.00,2592.00,"));
    let pdf = format!("out/{}-1.pdf", super::first_number());
    let sent = std::fs::read(desk.path(&pdf)).expect("a file");
    assert!(sent.starts_with(b"%PDF-"));
    // Run again it sends nothing twice, and makes the same files.
    desk.run(&send).done();
    assert_eq!(std::fs::read(desk.path(&pdf)).expect("a file"), sent);
    assert_eq!(std::fs::read_to_string(desk.path("out/send.csv")).expect("a file"), merge);
    desk.run(&["send", "--run", "nothing", "--out", &out, "--brand", &brand()])
        .failed(2, "there is no run");
    desk.assert_whole();
}

/// So many different texts stand in a column of a table.
fn different(table: &str, column: &str) -> usize {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let place = reader.headers().expect("heads").iter().position(|head| head == column);
    let place = place.expect("a column");
    let cells = reader.records().map(|row| row.expect("a row")[place].to_owned());
    cells.collect::<BTreeSet<String>>().len()
}

/// 200 accounts a transaction: 401 are registered in three.
#[test]
fn the_clock_is_read_for_each_transaction_of_a_run() {
    let desk = RegisterDesk::new();
    let table = table(&desk, "table.csv", 401, 2);
    desk.run(&["add", "--batch", &table, "--run", "december"]).done();
    let list = desk.run(&["list", "--csv"]).done();
    assert_eq!(different(&list, "created_at"), 3);
}

#[test]
fn the_clock_is_read_for_each_document_that_is_sent() {
    let desk = RegisterDesk::new();
    let table = table(&desk, "table.csv", 3, 2);
    desk.run(&["add", "--batch", &table, "--run", "december"]).done();
    let out = desk.text("out");
    desk.run(&["send", "--run", "december", "--out", &out, "--brand", &brand()]).done();
    desk.run(&["export", &desk.text("export")]).done();
    let revisions = std::fs::read_to_string(desk.path("export/revisions.csv")).expect("a file");
    assert_eq!(different(&revisions, "sent_at"), 3);
}
