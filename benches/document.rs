//! What a document takes, from a priced quote to its text: `cargo bench --bench document`.

mod support;

use divan::{Bencher, black_box};
use reinstate::document::pdf::{self, Paper};
use reinstate::document::sheet::Sheet;
use reinstate::document::{html, json};
use reinstate::engine::alternatives::{Alternatives, alternatives};
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

/// The example of a reinstatement, and what else its customer could do.
fn quote() -> (Box<Quote>, Alternatives) {
    let (request, shelf) = (request(EXAMPLE), shelf());
    let found = alternatives(&request, &shelf).expect("a book in force");
    (priced(&request, &shelf), found)
}

fn request(text: &str) -> Request {
    let source = Source { origin: "request", text, format: Format::Toml };
    Request::read(source, None).expect("a good request")
}

fn priced(request: &Request, shelf: &Shelf) -> Box<Quote> {
    match price(request, shelf) {
        Outcome::Offered(quote) => quote,
        Outcome::Refused(refusals) => panic!("the request is refused: {refusals:?}"),
    }
}

/// So many holdings of one customer, whose cover ended on 336 days of a year. What waiting costs is
/// priced for nearly every day then, so that more holdings alone make more work.
fn many(count: usize) -> Request {
    let mut text = String::from(
        "quote_date = 2026-11-24\nstart = 2026-12-01\ncurrency = \"EUR\"\n\
         service_level = \"select\"\nterm_years = 3\nprogram = \"enterprise-3\"\n",
    );
    for at in 0..count {
        let (month, day) = (1 + at / 28 % 12, 1 + at % 28);
        text.push_str(&format!(
            "[[holding]]\nproduct_line = \"virtual-apps-desktops\"\nedition = \"premium\"\n\
             owned = {}\ncovered_through = 2026-{month:02}-{day:02}\n",
            10 + at
        ));
    }
    request(&text)
}

/// What else a customer of many holdings could do: twice the holdings take twice the time.
#[divan::bench(args = [500, 1_000, 2_000])]
fn options_of_many(bencher: Bencher<'_, '_>, count: usize) {
    let (request, shelf) = (many(count), shelf());
    bencher.bench(|| alternatives(black_box(&request), &shelf));
}

/// The page of many holdings: twice the holdings take twice the time.
#[divan::bench(args = [500, 1_000, 2_000])]
fn html_page_of_many(bencher: Bencher<'_, '_>, count: usize) {
    let quote = priced(&many(count), &shelf());
    bencher.bench(|| html::page(&Sheet::of(black_box(&quote))));
}

/// The PDF of many holdings: twice the holdings take twice the time.
#[divan::bench(args = [500, 1_000, 2_000])]
fn pdf_of_many(bencher: Bencher<'_, '_>, count: usize) {
    let quote = priced(&many(count), &shelf());
    bencher.bench(|| pdf::document(&Sheet::of(black_box(&quote)), Paper::A4, &[]));
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
