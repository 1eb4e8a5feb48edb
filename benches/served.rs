//! What a register takes behind the server, beside a handler that only answers, in one run:
//! `cargo bench --bench served`, or with `-- 100000` for as many quotes in the register.
//!
//! In PostgreSQL, on a server of its own whose disk is waited for:
//!
//! ```text
//! REINSTATE_POSTGRES_FSYNC=on bash tests/postgres/cluster.sh bash -c \
//!   'cargo bench --features postgres --bench served -- 10000 "$REINSTATE_POSTGRES"'
//! ```

mod support;

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::get;
use chrono::{DateTime, Utc};
use reinstate::document::fallback::UserFonts;
use reinstate::document::json;
use reinstate::document::pdf::PaperChoice;
use reinstate::engine::book::Shelf;
use reinstate::engine::node::Format;
use reinstate::engine::price::price;
use reinstate::engine::quote::{Outcome, Quote};
use reinstate::engine::request::{Request, Source};
use reinstate::register::{
    Actor, Moment, NumberFormat, RUN_CHUNK, Register, RegisterSettings, RunEntry, RunStage,
    SampleBooks, ToRegister, VendorApproval, VerifyWanted, Zone,
};
use reinstate::web::{Estimator, RegisterDesk, RegisterSetup, Setup, router};
use support::{BOOK, shelf};
use tokio::runtime::Runtime;

const EXAMPLE: &str = include_str!("../examples/requests/reinstatement-nl.toml");
static SHELF: LazyLock<Shelf> = LazyLock::new(shelf);
const WRITERS: usize = 8;
const OF_EACH_WRITER: usize = 1_000;
const READERS: usize = 8;
const READS: usize = 2_000;
/// Of these the middle one is told.
const ROUNDS: usize = 9;

fn main() -> io::Result<()> {
    let given = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    let quotes: usize = given.unwrap_or(1_000);
    let folder = tempfile::tempdir()?;
    let path = place(folder.path());
    let (key, first) = filled(&path, quotes);
    let body = Register::open(&path).expect("a register").content(&first, 1).expect("read");
    let body = body.expect("a content");
    // The register ends after the server: its connections are closed on no thread of a socket.
    let (estimator, sockets) = (served(&path), Runtime::new()?);
    let address = sockets.block_on(serve(router(Arc::clone(&estimator))))?;
    let bare = Router::new().route("/bare", get(move || async move { body }));
    let bare = sockets.block_on(serve(bare))?;
    let place = format!("/api/v1/register/quotes/{first}.json");
    // In turns, so that both have the same machine.
    let mut rates = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        rates[0].push(reads(bare, "/bare", ""));
        rates[1].push(reads(address, "/healthz", ""));
        rates[2].push(reads(address, &place, &key));
    }
    let [bare, layers, read] = rates.map(|mut rates| {
        rates.sort_unstable();
        rates[ROUNDS / 2]
    });
    let percent = read * 100 / bare;
    println!("a handler that answers with the same bytes: {bare}/s");
    println!("`ok` of the server, without a key: {layers}/s");
    println!("the JSON of a number over HTTP: {read}/s, {percent} % of it");
    writes(address, &key);
    drop(sockets);
    drop(estimator);
    let register = Register::open(&path).expect("a register");
    let found = register.verify(&VerifyWanted::default()).expect("a register");
    assert!(found.is_whole(), "numbers without a gap");
    assert_eq!(found.quotes, quotes + WRITERS * OF_EACH_WRITER);
    println!("{} quotes, and nothing is wrong", found.quotes);
    Ok(())
}

/// Where the register is made: in a file, or in a server.
fn place(folder: &Path) -> PathBuf {
    let server = std::env::args().find(|argument| argument.starts_with("postgres"));
    server.map_or_else(|| folder.join("register.db"), PathBuf::from)
}

/// Many read one number; answers a second.
fn reads(address: SocketAddr, path: &str, key: &str) -> u128 {
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..READERS {
            scope.spawn(|| {
                let mut client = Client::to(address);
                let head = format!(
                    "GET {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {key}\r\n\r\n"
                );
                for _ in 0..READS {
                    assert_eq!(client.ask(head.as_bytes()), 200);
                }
            });
        }
    });
    rate(READERS * READS, begun.elapsed())
}

/// Many register at once: how many a second, and how long each of them waited.
fn writes(address: SocketAddr, key: &str) {
    let quote: serde_json::Value =
        serde_json::from_str(&json::quote(&example("ORG-4711"))).expect("JSON");
    let request = &quote["request"].to_string();
    let begun = Instant::now();
    let mut waits: Vec<Duration> = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                scope.spawn(move || {
                    let mut client = Client::to(address);
                    let ask = |number: usize| {
                        let head = format!(
                            "POST /api/v1/register/quotes HTTP/1.1\r\nhost: x\r\n\
                             authorization: Bearer {key}\r\ncontent-type: application/json\r\n\
                             idempotency-key: {writer}-{number}\r\ncontent-length: {}\r\n\r\n\
                             {request}",
                            request.len()
                        );
                        let begun = Instant::now();
                        assert_eq!(client.ask(head.as_bytes()), 201);
                        begun.elapsed()
                    };
                    (0..OF_EACH_WRITER).map(ask).collect::<Vec<_>>()
                })
            })
            .collect();
        writers.into_iter().flat_map(|writer| writer.join().expect("a writer")).collect()
    });
    let all = rate(waits.len(), begun.elapsed());
    waits.sort_unstable();
    let at = |part: usize| waits[waits.len() * part / 100];
    let most = waits.last().expect("a wait");
    println!(
        "{WRITERS} clients that register, pricing included: {all}/s; median {:?}, \
         99th of 100 {:?}, longest {most:?}",
        at(50),
        at(99)
    );
}

/// How many a second.
fn rate(count: usize, took: Duration) -> u128 {
    let micros = took.as_micros().max(1);
    u128::try_from(count).unwrap_or_default() * 1_000_000 / micros
}

/// A client on a connection that stays open.
struct Client {
    stream: BufReader<TcpStream>,
}

impl Client {
    fn to(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("a connection");
        stream.set_nodelay(true).expect("a socket");
        Self { stream: BufReader::new(stream) }
    }

    /// Sends a request, and reads its answer to the end.
    fn ask(&mut self, request: &[u8]) -> u16 {
        self.stream.get_mut().write_all(request).expect("sent");
        let (mut status, mut length) = (0, 0);
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).expect("an answer");
            let line = line.trim_end().to_ascii_lowercase();
            if let Some(rest) = line.strip_prefix("http/1.1 ") {
                status = rest[..3].parse().expect("a status");
            } else if let Some(rest) = line.strip_prefix("content-length: ") {
                length = rest.parse().expect("a length");
            } else if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).expect("a body");
        status
    }
}

async fn serve(router: Router) -> io::Result<SocketAddr> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

/// The server, as the command line begins it.
fn served(path: &Path) -> Arc<Estimator> {
    let desk = RegisterDesk::open(RegisterSetup {
        place: path.to_owned(),
        clock: Box::new(now),
        random: || Ok([7; 32]),
        book_text: Box::new(|_| Some(BOOK.to_owned())),
        base_url: None,
        own_only: false,
        paper: PaperChoice::from(None),
        user_header: None,
    });
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let estimator = Estimator::of(Setup {
        shelf: shelf(),
        today: Box::new(|| now_utc().date_naive()),
        brand: None,
        fonts: UserFonts::NONE,
        rate: None,
        proxies: Vec::new(),
        embed_origins: Vec::new(),
        workers,
        waiting_max: workers * 32,
    });
    let estimator = estimator.expect("threads").with_register(desk.expect("a register"));
    Arc::new(estimator)
}

fn now() -> Moment {
    Moment::of(now_utc())
}

#[expect(clippy::disallowed_methods, reason = "a server has a clock")]
fn now_utc() -> DateTime<Utc> {
    Utc::now()
}

/// A register with so many quotes; a key to it, and the number of the first quote.
fn filled(path: &Path, quotes: usize) -> (String, String) {
    let actor = Actor { by: "bench".to_owned(), account: "bench".to_owned() };
    let settings = RegisterSettings {
        name: "bench".to_owned(),
        zone: Zone::of("Europe/Amsterdam").expect("a zone"),
        number_format: NumberFormat::parse("Q-{year}-{n:6}").expect("a format"),
        samples: SampleBooks::Taken,
        vendor_approval: VendorApproval::NotWaitedFor,
        retention_years: 7,
    };
    let mut register = Register::create(path, &settings, &actor, now()).expect("a register");
    let key = register.make_key(&actor, "bench", (&[1; 32], None), now()).expect("a key");
    let accounts: Vec<String> = (0..quotes).map(|number| format!("A-{number}")).collect();
    let mut first = String::new();
    for chunk in accounts.chunks(RUN_CHUNK) {
        // Each is of a customer of its own, as in a table of renewals.
        let priced: Vec<(&String, Quote)> =
            chunk.iter().map(|account| (account, example(account))).collect();
        let entries: Vec<RunEntry<'_>> = priced
            .iter()
            .map(|(account, quote)| RunEntry { account, wanted: ToRegister { quote, book: BOOK } })
            .collect();
        let made = register
            .add_run(&actor, ("bench", RunStage::Written), &entries, now())
            .expect("numbers");
        if first.is_empty() {
            first = made.first().map(|one| one.number.clone()).expect("a number");
        }
    }
    (key.secret, first)
}

fn example(org_id: &str) -> Quote {
    let text = EXAMPLE.replace("ORG-4711", org_id);
    let source = Source { origin: "request", text: &text, format: Format::Toml };
    let request = Request::read(source, None).expect("a good request");
    match price(&request, &SHELF) {
        Outcome::Offered(quote) => *quote,
        Outcome::Refused(refusals) => panic!("the example is refused: {refusals:?}"),
    }
}
