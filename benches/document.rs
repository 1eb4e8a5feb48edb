//! What a document takes, from a priced quote to its text: `cargo bench --bench document`.

mod support;

use divan::{Bencher, black_box};
use reinstate::document::sheet::Sheet;
use reinstate::document::{html, json};
use reinstate::engine::alternatives::{Alternatives, alternatives};
use reinstate::engine::node::Format;
use reinstate::engine::price::price;
use reinstate::engine::quote::{Outcome, Quote};
use reinstate::engine::request::{Request, Source};
use support::shelf;

const EXAMPLE: &str = include_str!("../examples/requests/reinstatement-nl.toml");

fn main() {
    divan::main();
}

/// The example of a reinstatement, and what else its customer could do.
fn quote() -> (Box<Quote>, Alternatives) {
    let source = Source { origin: "request", text: EXAMPLE, format: Format::Toml };
    let (shelf, request) = (shelf(), Request::read(source, None).expect("a good request"));
    let found = alternatives(&request, &shelf).expect("a book in force");
    match price(&request, &shelf) {
        Outcome::Offered(quote) => (quote, found),
        Outcome::Refused(refusals) => panic!("the example is refused: {refusals:?}"),
    }
}

/// Every sentence and every number of a quote, in words.
#[divan::bench]
fn sheet(bencher: Bencher<'_, '_>) {
    let (quote, _) = quote();
    bencher.bench(|| Sheet::of(black_box(&quote)));
}

/// The same with the options.
#[divan::bench]
fn sheet_with_options(bencher: Bencher<'_, '_>) {
    let (quote, found) = quote();
    bencher.bench(|| Sheet::with_options(black_box(&quote), &found));
}

/// The sheet and the page made from it.
#[divan::bench]
fn html_page(bencher: Bencher<'_, '_>) {
    let (quote, found) = quote();
    bencher.bench(|| html::page(&Sheet::with_options(black_box(&quote), &found)));
}

/// JSON, which says in words what the findings are.
#[divan::bench]
fn json_quote(bencher: Bencher<'_, '_>) {
    let (quote, _) = quote();
    bencher.bench(|| json::quote(black_box(&quote)));
}
