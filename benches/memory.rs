//! Whether the memory of a batch grows with its table: tables of several shapes, each once and four
//! times as long, through the program itself.
//!
//! `cargo bench --bench memory`. It ends with an error where memory grows by more than 20 bytes an
//! account, which look-alikes and accounts that come back are found by, and by more than buffers
//! may need. Linux alone, which says how much a process had at most.
#![expect(clippy::disallowed_methods, reason = "a benchmark writes and reads its own files")]

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

type Anyhow<T> = Result<T, Box<dyn Error>>;

/// How often a process is asked for its peak.
const EVERY: Duration = Duration::from_millis(2);
/// What buffers may differ by: which of two threads is ahead is another matter in each run.
const SLACK_KB: u64 = 64 * 1024;
const BYTES_AN_ACCOUNT: u64 = 20;
/// Rows of the first table: so many that all buffers are as large as they get.
const ROWS: u64 = 500_000;
/// How much longer the second table is.
const TIMES: u64 = 4;

/// A table of so many rows; in the second place, how many accounts it has at most.
type Shape = (&'static str, fn(u64) -> Anyhow<String>, &'static [&'static str]);

const SHAPES: [Shape; 5] = [
    ("a made-up install base", sample, &[]),
    ("the same with a cell too many in each row", wrong_rows, &[]),
    ("rows of one cell, each another account", |rows| Ok(tiny_rows(rows, |row| row)), &[]),
    ("rows of one cell, all of one account", |rows| Ok(tiny_rows(rows, |_| 1)), &[]),
    ("the install base with its accounts scattered, --group", scattered, &["--group"]),
];

fn main() -> Anyhow<()> {
    if !Path::new("/proc/self/status").exists() {
        println!("skipped: memory is measured on Linux alone");
        return Ok(());
    }
    println!("| table | rows | memory | rows | memory |\n|---|---|---|---|---|");
    let mut grown = Vec::new();
    for (what, table, flags) in SHAPES {
        let [few, many] = [ROWS, TIMES * ROWS];
        let [less, more] = [peak_kb(&table(few)?, flags)?, peak_kb(&table(many)?, flags)?];
        println!("| {what} | {few} | {} MB | {many} | {} MB |", less / 1024, more / 1024);
        let accounts_kb = (many - few) * BYTES_AN_ACCOUNT / 1024;
        if more > less + accounts_kb + SLACK_KB {
            grown.push(what);
        }
    }
    if grown.is_empty() { Ok(()) } else { Err(format!("memory grows: {grown:?}").into()) }
}

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_reinstate"))
}

/// The table that `reinstate batch sample` makes.
fn sample(rows: u64) -> Anyhow<String> {
    let mut command = program();
    command.args(["--quote-date", "2026-11-24", "batch", "sample", "--seed", "1", "--rows"]);
    let output = command.arg(rows.to_string()).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

fn wrong_rows(rows: u64) -> Anyhow<String> {
    let table = sample(rows)?;
    let (head, rest) = table.split_once('\n').ok_or("a head")?;
    Ok(format!("{head}\n{}", rest.replace('\n', ",x\n")))
}

fn tiny_rows(rows: u64, account: fn(u64) -> u64) -> String {
    let mut table = String::from(
        "org_id,customer,product_line,edition,owned,covered_through,service_level,term_years,\
         program,currency\n",
    );
    for row in 0..rows {
        // Writing to a text never fails.
        let _ = writeln!(table, "{}", account(row));
    }
    table
}

/// The install base, its even rows before its odd ones.
fn scattered(rows: u64) -> Anyhow<String> {
    let table = sample(rows)?;
    let mut lines = table.lines();
    let head = lines.next().ok_or("a head")?;
    let rest: Vec<&str> = lines.collect();
    let (even, odd) = (rest.iter().step_by(2), rest.iter().skip(1).step_by(2));
    let mut scattered = String::from(head);
    for row in even.chain(odd) {
        scattered.push('\n');
        scattered.push_str(row);
    }
    scattered.push('\n');
    Ok(scattered)
}

/// The most memory that a batch of a table had at once.
fn peak_kb(table: &str, flags: &[&str]) -> Anyhow<u64> {
    let place = tempfile::tempdir()?;
    let (input, out) = (place.path().join("table.csv"), place.path().join("out"));
    fs::write(&input, table)?;
    let mut command = program();
    command.args(["--quote-date", "2026-11-24", "batch", "--jobs", "2", "--out"]).arg(&out);
    command.args(flags).arg(&input).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let ended = loop {
        let told = fs::read_to_string(&status).unwrap_or_default();
        let most = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let most = most.and_then(|most| most.trim().trim_end_matches(" kB").parse().ok());
        peak = peak.max(most.unwrap_or(0));
        if let Some(ended) = child.try_wait()? {
            break ended;
        }
        sleep(EVERY);
    };
    match ended.code() {
        Some(0 | 1) if peak > 0 => Ok(peak),
        code => Err(format!("the batch ended with {code:?}").into()),
    }
}
