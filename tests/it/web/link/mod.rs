//! The page behind a customer's link, on a real socket: looking writes nothing, accepting happens
//! once, and what does not stand any more names nothing that came after.
//!
//! Source of what is expected: sections 6, 10, 12 and 14 of the register's rules; amounts by hand,
//! three servers for a year at 18% of EUR 7,200: 3,888.00, and 4,704.48 with 21%.

mod document;
mod looking;
mod sending;

pub(super) use document::said;

use std::io::{Read, Write};

use chrono::{Days, NaiveDate, Utc};
use form_urlencoded::Serializer;
use reinstate::register::{Moment, ToSend, token, token_sha256};
use serde_json::json;

use crate::register::{Desk, PDF, actor, noon, quoted_with};
use crate::support::project;
use crate::web::server::{Answer, Server};

/// A register that is served to customers, and somebody who works at it beside the server.
struct LinkServer {
    server: Server,
    desk: Desk,
}

/// A quote that is sent, with its token.
#[derive(Clone)]
struct SentQuote {
    number: String,
    token: String,
    quote_sha256: String,
}

/// So many days ago; what happens at noon of yesterday has happened.
fn days_ago(days: u64) -> NaiveDate {
    Utc::now().date_naive().checked_sub_days(Days::new(days)).expect("a day")
}

fn yesterday() -> Moment {
    noon(days_ago(1))
}

/// A register that was made long enough ago.
fn old_desk() -> Desk {
    Desk::new(&days_ago(60).to_string())
}

/// Sends a quote of a day with a token of its own, in a language.
fn sent(desk: &mut Desk, (day, tag): (NaiveDate, &str), seed: u8) -> SentQuote {
    let change = json!({ "language": tag, "tax": { "name": "VAT", "rate": "21%" } });
    let sealed = desk.add("ann", &quoted_with(day, &change), noon(day)).expect("registered");
    let token = token(&[seed; 32]);
    let link = token_sha256(&token);
    let given = ToSend { quote_sha256: &sealed.quote_sha256, pdf: PDF, link_sha256: Some(&link) };
    desk.register.send(&actor("ann"), &sealed.number, given, noon(day)).expect("sent");
    SentQuote { number: sealed.number, token, quote_sha256: sealed.quote_sha256 }
}

impl LinkServer {
    fn of(desk: Desk, arguments: &[&str]) -> Self {
        let path = desk.path();
        let brand = project("examples/brand/brand.toml");
        let register = ["--register", path.to_str().expect("a plain path")];
        let brand = ["--brand", brand.to_str().expect("a plain path")];
        let server = Server::with(&[&register[..], &brand, arguments].concat());
        Self { server, desk }
    }

    /// With a quote that was sent yesterday.
    fn new() -> (Self, SentQuote) {
        let mut desk = old_desk();
        let quote = sent(&mut desk, (days_ago(1), "en"), 1);
        (Self::of(desk, &[]), quote)
    }

    fn look(&self, quote: &SentQuote) -> Answer {
        self.server.get(&format!("/q/{}", quote.token))
    }

    /// Sends a form, with further lines of the head.
    fn send(&self, path: &str, head: &[&str], form: &[(&str, &str)]) -> Answer {
        let body = Serializer::new(String::new()).extend_pairs(form).finish();
        let kind = ["content-type: application/x-www-form-urlencoded"];
        let head = [&kind[..], head].concat();
        self.server.send(&super::server::post(path, &head, body.as_bytes()))
    }

    fn accept(&self, quote: &SentQuote, changes: &[(&str, &str)]) -> Answer {
        let form = form_of(quote, changes);
        let form: Vec<(&str, &str)> = form.iter().map(|(key, text)| (*key, &**text)).collect();
        self.send(&format!("/q/{}/accept", quote.token), &[OURS], &form)
    }

    fn decline(&self, quote: &SentQuote, reason: &str) -> Answer {
        let form =
            [("token", &*quote.token), ("quote_sha256", &quote.quote_sha256), ("reason", reason)];
        self.send(&format!("/q/{}/decline", quote.token), &[OURS], &form)
    }
}

/// What a browser says of a form of the page.
const OURS: &str = "sec-fetch-site: same-origin";

/// The form filled in, with some of it changed, or left out where it is empty.
fn form_of<'a>(quote: &SentQuote, changes: &[(&'a str, &str)]) -> Vec<(&'a str, String)> {
    let filled: [(&str, &str); 6] = [
        ("token", &quote.token),
        ("quote_sha256", &quote.quote_sha256),
        ("name", "Priya Natarajan"),
        ("email", "priya@harbour.example"),
        ("po_number", "PO 118"),
        ("agreed", "yes"),
    ];
    let changed = |key: &str| changes.iter().find(|(known, _)| *known == key);
    let kept = filled.into_iter().filter(|(key, _)| changed(key).is_none());
    let kept = kept.map(|(key, text)| (key, text.to_owned()));
    let new = changes.iter().filter(|(_, text)| !text.is_empty());
    kept.chain(new.map(|(key, text)| (*key, (*text).to_owned()))).collect()
}

/// The status and the length of an answer without a body.
fn head(server: &Server, path: &str) -> String {
    let mut stream = server.connect();
    let request = format!("HEAD {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("room");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("a head alone");
    answer
}
