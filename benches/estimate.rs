//! What an estimate over HTTP takes besides HTTP, part by part: `cargo bench --bench estimate`.
#![expect(clippy::disallowed_methods, reason = "a benchmark reads its own files")]

use divan::{Bencher, black_box};
use reinstate::document::json;
use reinstate::engine::book::{PriceBook, Shelf};
use reinstate::engine::node::Format;
use reinstate::engine::quote::{Outcome, Quote, price};
use reinstate::engine::request::{Request, Source};

fn main() {
    divan::main();
}

fn shelf() -> Shelf {
    let text = std::fs::read_to_string("pricing/citrix-css-2026.2.toml").expect("the sample book");
    let (book, _) = PriceBook::read("book", &text).expect("a good book");
    Shelf::of([book]).expect("one version")
}

/// The example of a reinstatement, with a customer, a tax and another contract.
fn text() -> String {
    let path = "examples/requests/reinstatement-nl.toml";
    let toml = std::fs::read_to_string(path).expect("the example");
    let source = Source { origin: path, text: &toml, format: Format::Toml };
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
