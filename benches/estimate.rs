//! What an estimate over HTTP takes besides HTTP, part by part: `cargo bench --bench estimate`.

mod support;

use divan::{Bencher, black_box};
use reinstate::document::json;
use reinstate::engine::book::Shelf;
use reinstate::engine::node::Format;
use reinstate::engine::price::price;
use reinstate::engine::quote::{Outcome, Quote};
use reinstate::engine::request::{Request, Source};
use support::shelf;

const EXAMPLE: &str = include_str!("../examples/requests/reinstatement-nl.toml");

fn main() {
    divan::main();
}

/// The example of a reinstatement in JSON, with a customer, a tax and another contract.
fn text() -> String {
    let source = Source { origin: "request", text: EXAMPLE, format: Format::Toml };
    Request::read(source, None).expect("a good request").canonical_json()
}

fn read(text: &str) -> Request {
    Request::read(Source { origin: "request", text, format: Format::Json }, None).expect("good")
}

fn quote(request: &Request, shelf: &Shelf) -> Box<Quote> {
    match price(request, shelf) {
        Outcome::Offered(quote) => quote,
        Outcome::Refused(refusals) => panic!("the example is refused: {refusals:?}"),
    }
}

/// From JSON to a request.
#[divan::bench]
fn read_request(bencher: Bencher<'_, '_>) {
    let text = text();
    bencher.bench(|| read(black_box(&text)));
}

/// From a request to a quote with its workings and findings.
#[divan::bench]
fn price_request(bencher: Bencher<'_, '_>) {
    let (shelf, request) = (shelf(), read(&text()));
    bencher.bench(|| quote(black_box(&request), &shelf));
}

/// From a quote to its JSON, 13 kB of it.
#[divan::bench]
fn write_quote(bencher: Bencher<'_, '_>) {
    let (shelf, request) = (shelf(), read(&text()));
    let quote = quote(&request, &shelf);
    bencher.bench(|| json::quote(black_box(&quote)));
}

/// All three.
#[divan::bench]
fn estimate(bencher: Bencher<'_, '_>) {
    let (shelf, text) = (shelf(), text());
    bencher.bench(|| json::quote(&quote(&read(black_box(&text)), &shelf)));
}

/// 8 KiB of JSON in which no key is known, and each is like one that is.
#[divan::bench]
fn read_nonsense(bencher: Bencher<'_, '_>) {
    let members: Vec<String> = (0..480).map(|n| format!("\"common_{n:03}\": 1")).collect();
    let text = format!("{{{}}}", members.join(", "));
    let source = || Source { origin: "request", text: black_box(&text), format: Format::Json };
    bencher.bench(|| Request::read(source(), None).is_err());
}
