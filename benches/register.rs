//! What a register takes, beside the disk that it stands on, in one run:
//! `cargo bench --bench register`, or with `-- 100000` for as many quotes.
//!
//! In PostgreSQL, on a server of its own whose disk is waited for:
//!
//! ```text
//! REINSTATE_POSTGRES_FSYNC=on bash tests/postgres/cluster.sh bash -c \
//!   'cargo bench --features postgres --bench register -- 10000 "$REINSTATE_POSTGRES"'
//! ```

mod support;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use reinstate::engine::book::Shelf;
use reinstate::engine::node::Format;
use reinstate::engine::price::price;
use reinstate::engine::quote::{Outcome, Quote};
use reinstate::engine::request::{Request, Source};
use reinstate::register::{
    Actor, ListWanted, Moment, NumberFormat, RUN_CHUNK, Register, RegisterSettings, RunEntry,
    RunStage, SampleBooks, ShownStatus, ToRegister, VendorApproval, VerifyWanted, Zone,
};
use support::{BOOK, shelf};

const EXAMPLE: &str = include_str!("../examples/requests/reinstatement-nl.toml");
/// What the floor writes at once: about as much as a quote with its pages.
const FLOOR_BYTES: usize = 16 * 1024;
const SINGLE: u32 = 1_000;
const WRITERS: u32 = 8;
const OF_EACH_WRITER: u32 = 250;

fn main() {
    // Cargo says `--bench`; a number is that of the quotes.
    let given = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    let quotes: u32 = given.unwrap_or(10_000);
    let folder = tempfile::tempdir().expect("a folder");
    let shelf = shelf();
    let quote = example("ORG-4711", &shelf);
    let floor = floor(folder.path());
    println!("floor, {FLOOR_BYTES} bytes and fdatasync: {}", rate(SINGLE, floor));

    let path = place(folder.path(), "register");
    let mut register = made(&path);
    let single = timed(|| {
        for number in 0..SINGLE {
            register.add(&actor(), wanted(&quote), at(number)).expect("a number");
        }
    });
    let ratio = ratio(floor, single);
    println!("a quote in a transaction of its own: {}, {ratio} of the floor", rate(SINGLE, single));

    let accounts: Vec<String> = (0..quotes).map(|number| format!("ORG-{number}")).collect();
    let mut batch = Duration::ZERO;
    for chunk in accounts.chunks(RUN_CHUNK) {
        let priced: Vec<Quote> = chunk.iter().map(|account| example(account, &shelf)).collect();
        let entries: Vec<RunEntry<'_>> = chunk
            .iter()
            .zip(&priced)
            .map(|(account, quote)| RunEntry { account, wanted: wanted(quote) })
            .collect();
        batch += timed(|| {
            register
                .add_run(&actor(), ("bench", RunStage::Written), &entries, at(SINGLE))
                .expect("numbers");
        });
    }
    println!("of a table, {RUN_CHUNK} in a transaction: {}", rate(quotes, batch));
    reads(&register, quotes);
    verified(&register);
    writers(&place(folder.path(), "writers"), &quote);
}

/// Where a register is made: in a file, or in a schema of a server.
fn place(folder: &Path, name: &str) -> PathBuf {
    #[cfg(feature = "postgres")]
    if let Some(server) = std::env::args().find(|argument| argument.starts_with("postgres")) {
        let mut client = postgres::Client::connect(&server, postgres::NoTls).expect("the server");
        client.batch_execute(&format!("create schema {name}")).expect("a schema");
        return PathBuf::from(format!("{server}&options=-c%20search_path%3D{name}"));
    }
    folder.join(name).with_extension("db")
}

/// Reads by number, and lists.
fn reads(register: &Register, quotes: u32) {
    const READS: u32 = 5_000;
    let read = timed(|| {
        for number in 1..=READS {
            let number = format!("Q-2026-{:05}", number % quotes + 1);
            let content = register.content(&number, 1).expect("a register");
            assert!(content.is_some_and(|content| !content.is_empty()));
        }
    });
    println!("the JSON of a number: {}", rate(READS, read));
    let due =
        ListWanted { statuses: vec![ShownStatus::Ready], limit: Some(50), ..ListWanted::default() };
    let mut lists: Vec<Duration> = (0..200)
        .map(|_| timed(|| assert_eq!(register.list(&due, at(0)).expect("a list").len(), 50)))
        .collect();
    lists.sort_unstable();
    let all = quotes + SINGLE;
    println!("50 of {all}: median {:?}, 99th of 100 {:?}", lists[100], lists[198]);
}

fn verified(register: &Register) {
    let mut events = 0;
    let plain = timed(|| {
        let found = register.verify(&VerifyWanted::default()).expect("a register");
        assert!(found.is_whole());
        events = found.events;
    });
    println!("verify {events} events: {plain:?}");
    let recompute = VerifyWanted { recompute: true, ..VerifyWanted::default() };
    let again = timed(|| assert!(register.verify(&recompute).expect("a register").is_whole()));
    println!("the same with every amount: {again:?}");
}

/// Several connections that all want to write.
fn writers(path: &Path, quote: &Quote) {
    drop(made(path));
    let all = timed(|| {
        std::thread::scope(|scope| {
            for _ in 0..WRITERS {
                scope.spawn(|| {
                    let mut register = Register::open(path).expect("a register");
                    for number in 0..OF_EACH_WRITER {
                        register.add(&actor(), wanted(quote), at(number)).expect("a number");
                    }
                });
            }
        });
    });
    let register = Register::open(path).expect("a register");
    let found = register.verify(&VerifyWanted::default()).expect("a register");
    assert!(found.is_whole(), "numbers without a gap");
    println!("{WRITERS} writers: {}, no gap", rate(WRITERS * OF_EACH_WRITER, all));
}

fn floor(folder: &Path) -> Duration {
    let mut file = tempfile::NamedTempFile::new_in(folder).expect("a file");
    let bytes = vec![7; FLOOR_BYTES];
    timed(|| {
        for _ in 0..SINGLE {
            file.write_all(&bytes).expect("room");
            file.as_file().sync_data().expect("a disk");
        }
    })
}

fn made(path: &Path) -> Register {
    let settings = RegisterSettings {
        name: "bench".to_owned(),
        zone: Zone::of("Europe/Amsterdam").expect("a zone"),
        number_format: NumberFormat::parse("Q-{year}-{n:5}").expect("a format"),
        samples: SampleBooks::Taken,
        vendor_approval: VendorApproval::NotWaitedFor,
        retention_years: 7,
    };
    Register::create(path, &settings, &actor(), at(0)).expect("a register")
}

/// The example for a customer of its own.
fn example(org_id: &str, shelf: &Shelf) -> Quote {
    let text = EXAMPLE.replace("ORG-4711", org_id);
    let source = Source { origin: "request", text: &text, format: Format::Toml };
    let request = Request::read(source, None).expect("a good request");
    match price(&request, shelf) {
        Outcome::Offered(quote) => *quote,
        Outcome::Refused(refusals) => panic!("the example is refused: {refusals:?}"),
    }
}

fn wanted(quote: &Quote) -> ToRegister<'_> {
    ToRegister { quote, book: BOOK }
}

fn actor() -> Actor {
    Actor { by: "cli:bench".to_owned(), account: "bench".to_owned() }
}

fn at(milliseconds: u32) -> Moment {
    let start = DateTime::<Utc>::from_timestamp(1_796_000_000, 0).expect("a moment");
    Moment::of(start + TimeDelta::milliseconds(milliseconds.into()))
}

fn timed(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

fn rate(count: u32, time: Duration) -> String {
    let a_second = u128::from(count) * 1_000_000 / time.as_micros().max(1);
    format!("{a_second} a second")
}

fn ratio(floor: Duration, time: Duration) -> String {
    let hundredths = floor.as_micros() * 100 / time.as_micros().max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
