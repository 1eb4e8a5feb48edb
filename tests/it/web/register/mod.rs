//! A register behind the server: programs with keys, on a real socket.

mod kill;
mod life;
mod own_only;
mod races;
mod read_again;
mod repeats;
mod team;
mod wrong;

use std::net::TcpStream;
use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::server::{Answer, Server};
use crate::register::raw::Place;
use crate::support::{program, project};

/// The accounts beside `root`, who is the admin.
const ACCOUNTS: [(&str, &[&str]); 5] = [
    ("ann", &["--role", "rep"]),
    ("ben", &["--role", "rep"]),
    ("cas", &["--role", "approver", "--limit", "10%"]),
    ("dora", &["--role", "approver"]),
    ("fin", &["--role", "finance"]),
];

const QUOTES: &str = "/api/v1/register/quotes";

/// A register that is served, with a key for each account.
pub(super) struct ServedRegister {
    pub(super) server: Server,
    place: Place,
    folder: TempDir,
    keys: Vec<(String, String)>,
}

impl ServedRegister {
    fn new() -> Self {
        Self::with(&[])
    }

    /// With further arguments of `serve`.
    fn with(arguments: &[&str]) -> Self {
        let folder = TempDir::new().expect("a folder");
        let place = Place::new(folder.path());
        let path = place.path();
        let path = path.to_str().expect("a plain path");
        let run = |arguments: &[&str]| {
            let mut command = program();
            command.args(["register", "--register", path, "--as", "root"]).args(arguments);
            let output = command.output().expect("the program");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8(output.stdout).expect("text").trim().to_owned()
        };
        run(&["init", "--zone", "Europe/Amsterdam"]);
        let mut keys = vec![("root".to_owned(), run(&["key", "make", "root"]))];
        for (id, role) in ACCOUNTS {
            run(&[&["account", "add", id], role].concat());
            keys.push((id.to_owned(), run(&["key", "make", id])));
        }
        let server = serve(path, arguments);
        Self { server, place, folder, keys }
    }

    /// The same register behind another server.
    fn again(self) -> Self {
        let server = serve(self.path().to_str().expect("a plain path"), &[]);
        Self { server, ..self }
    }

    /// The same register behind a server with other price books and no brand: what was asked for
    /// before is refused there.
    fn bare(self) -> Self {
        let path = self.path();
        let path = path.to_str().expect("a plain path");
        Self { server: Server::without_day(&["--register", path]), ..self }
    }

    fn path(&self) -> PathBuf {
        self.place.path()
    }

    /// What a command of the register prints, beside the server.
    fn run(&self, arguments: &[&str]) -> String {
        let mut command = program();
        command.args(["register", "--as", "root", "--register"]).arg(self.path()).args(arguments);
        let output = command.output().expect("the program");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    }

    fn key(&self, who: &str) -> &str {
        let found = self.keys.iter().find(|(id, _)| id == who);
        found.map(|(_, key)| key.as_str()).expect(who)
    }

    fn head(&self, who: &str, more: &[&str]) -> Vec<String> {
        let key = format!("authorization: Bearer {}", self.key(who));
        std::iter::once(key).chain(more.iter().map(|line| (*line).to_owned())).collect()
    }

    fn get(&self, who: &str, path: &str) -> Answer {
        let head = self.head(who, &[]).join("\r\n");
        self.server.send(format!("GET {path} HTTP/1.1\r\nhost: x\r\n{head}\r\n\r\n").as_bytes())
    }

    fn post(&self, who: &str, path: &str, more: &[&str], body: &Value) -> Answer {
        let head = self.head(who, more);
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        self.server.post(path, &head, body.to_string().as_bytes())
    }

    /// Registers three servers of a customer, and gives the number of the quote.
    fn added(&self, who: &str, customer: &str) -> String {
        self.added_with(who, customer, json!({}))
    }

    fn added_with(&self, who: &str, customer: &str, more: Value) -> String {
        let key = format!("idempotency-key: {customer}");
        let answer = self.post(who, QUOTES, &[&key], &asked(customer, more));
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.json()["number"].as_str().expect("a number").to_owned()
    }

    /// The digest of the revision that a quote shows.
    fn digest(&self, number: &str) -> String {
        let answer = self.get("root", &format!("{QUOTES}/{number}"));
        answer.json()["quote_sha256"].as_str().expect("a digest").to_owned()
    }

    /// The id of somebody's key.
    fn key_id(&self, who: &str) -> String {
        let keys: Value =
            serde_json::from_str(&self.run(&["key", "list", "--json"])).expect("JSON");
        let mut keys = keys["keys"].as_array().expect("keys").iter();
        let found = keys.find(|key| key["account"] == who).expect("a key");
        found["id"].as_str().expect("an id").to_owned()
    }

    /// The `etag` of a quote.
    fn etag(&self, number: &str) -> String {
        let answer = self.get("root", &format!("{QUOTES}/{number}"));
        answer.header("etag").expect("an etag").to_owned()
    }

    /// Changes a quote as it is now.
    fn change(&self, who: &str, (number, what): (&str, &str), body: &Value) -> Answer {
        let seen = format!("if-match: {}", self.etag(number));
        self.post(who, &format!("{QUOTES}/{number}/{what}"), &[&seen], body)
    }

    /// A quote of a customer that is sent.
    fn sent(&self, customer: &str) -> String {
        let number = self.added("ann", customer);
        let answer = self.change("ann", (&number, "send"), &json!({}));
        assert_eq!(answer.status, 200, "{}", answer.text());
        number
    }

    fn state(&self, number: &str) -> String {
        let answer = self.get("root", &format!("{QUOTES}/{number}"));
        answer.json()["state"].as_str().expect("a state").to_owned()
    }

    /// Everything is verified, and priced again.
    fn assert_whole(&self) {
        let said = self.run(&["verify", "--recompute"]);
        assert!(said.contains("nothing is wrong"), "{said}");
    }
}

fn serve(path: &str, arguments: &[&str]) -> Server {
    let books = project("examples/quote/books");
    let brand = project("examples/brand/brand.toml");
    let served = [
        "--books",
        books.to_str().expect("a plain path"),
        "--brand",
        brand.to_str().expect("a plain path"),
        "--register",
        path,
    ];
    Server::without_day(&[&served, arguments].concat())
}

/// The day that it is where the register is kept.
fn today() -> chrono::NaiveDate {
    chrono::Utc::now().with_timezone(&chrono_tz::Europe::Amsterdam).date_naive()
}

/// Three servers from today for a year, at 18% of EUR 7,200.00 each: by hand EUR 3,888.00 without
/// tax, and 4,704.48 with 21%.
fn asked(customer: &str, more: Value) -> Value {
    let today = today().to_string();
    let mut asked = json!({
        "start": today, "currency": "EUR", "service_level": "standard", "term_years": 1,
        "program": "list", "tax": { "name": "VAT", "rate": "21%" },
        "customer": { "name": customer, "org_id": format!("ORG-{customer}") },
        "holding": [{ "product_line": "historian", "edition": "server", "owned": 3,
                      "covered_through": today }],
    });
    let more = more.as_object().expect("a table").clone();
    asked.as_object_mut().expect("a table").extend(more);
    asked
}

/// Sends bytes, and does not wait for the answer.
fn begun(server: &Server, bytes: &[u8]) -> TcpStream {
    use std::io::Write as _;
    let mut stream = server.connect();
    stream.write_all(bytes).expect("sent");
    stream
}
