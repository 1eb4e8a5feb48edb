//! How fast the engine prices: `cargo bench --bench pricing`.

mod support;

use divan::{Bencher, black_box};
use reinstate::engine::alternatives::alternatives;
use reinstate::engine::assess::assess;
use reinstate::engine::book::{PriceBook, Shelf};
use reinstate::engine::node::Format;
use reinstate::engine::price::price;
use reinstate::engine::quote::Outcome;
use reinstate::engine::request::{Holding, HoldingRef, Request, Source};
use reinstate::engine::working::{WithoutWorking, Working};
use support::{BOOK, shelf};

fn main() {
    divan::main();
}

/// One holding in the reinstatement band: every charge is computed.
fn request() -> Request {
    let text = r#"{"quote_date": "2026-11-24", "start": "2026-12-01", "currency": "EUR",
        "service_level": "select", "term_years": 1, "program": "enterprise-3",
        "holding": [{"product_line": "virtual-apps-desktops", "edition": "premium",
                     "owned": 500, "retire": 20, "covered_through": "2026-03-31"}]}"#;
    let source = Source { origin: "request", text, format: Format::Json };
    Request::read(source, None).expect("a good request")
}

/// From the ids of a request to amounts: look-ups, all refusals, all charges; no working.
#[divan::bench]
fn holding_without_working(bencher: Bencher<'_, '_>) {
    let (shelf, request) = (shelf(), request());
    let holdings: Vec<HoldingRef<'_>> = request.holdings.iter().map(Holding::as_ref).collect();
    bencher.bench(|| {
        assess::<WithoutWorking>(black_box(request.as_ref()), black_box(&holdings), &shelf).is_ok()
    });
}

/// The same, with every step kept.
#[divan::bench]
fn holding_with_working(bencher: Bencher<'_, '_>) {
    let (shelf, request) = (shelf(), request());
    let holdings: Vec<HoldingRef<'_>> = request.holdings.iter().map(Holding::as_ref).collect();
    bencher.bench(|| {
        assess::<Working>(black_box(request.as_ref()), black_box(&holdings), &shelf).is_ok()
    });
}

/// A whole quote: lines with working, totals, findings, receipt with its digest.
#[divan::bench]
fn quote(bencher: Bencher<'_, '_>) {
    let (shelf, request) = (shelf(), request());
    bencher.bench(|| price(black_box(&request), &shelf));
}

/// A shelf of one conformance book, and a request that it prices.
fn new_shape(book: &str, request: &str) -> (Shelf, Request) {
    let (book, _) = PriceBook::read("book", book).expect("a good book");
    let source = Source { origin: "request", text: request, format: Format::Json };
    let shelf = Shelf::of([book]).expect("one book");
    (shelf, Request::read(source, None).expect("a good request"))
}

/// Licences that join, licences that were used without cover, and a rise, each with its working.
#[divan::bench]
fn changes_while_cover_runs(bencher: Bencher<'_, '_>) {
    let request = r#"{"quote_date": "2026-03-15", "currency": "USD", "service_level": "premium",
        "program": "list",
        "addition": [
            {"product_line": "stream", "edition": "seat", "quantity": 15, "ends": "2027-01-31"},
            {"product_line": "suite", "edition": "basic", "quantity": 20, "ends": "2027-01-31",
             "used_since": "2025-01-01"}],
        "raise": [{"product_line": "suite", "edition": "basic", "quantity": 90,
                   "from_level": "basic", "ends": "2026-10-31"}]}"#;
    let book = include_str!("../tests/conformance/books/eta/eta.toml");
    let (shelf, request) = new_shape(book, request);
    assert!(matches!(price(&request, &shelf), Outcome::Offered(_)), "a price");
    bencher.bench(|| price(black_box(&request), &shelf));
}

/// A lapse with several penalties and a fee once a quote, paid monthly over two years with tax.
#[divan::bench]
fn payments_by_the_month(bencher: Bencher<'_, '_>) {
    let request = r#"{"quote_date": "2026-06-15", "currency": "USD", "service_level": "basic",
        "program": "list", "term_years": 2, "payment": "monthly",
        "tax": {"name": "VAT", "rate": "21%"},
        "holding": [{"product_line": "suite", "edition": "pro", "owned": 17,
                     "covered_through": "2026-04-30"}]}"#;
    let book = include_str!("../tests/conformance/books/zeta/zeta.toml");
    let (shelf, request) = new_shape(book, request);
    assert!(matches!(price(&request, &shelf), Outcome::Offered(_)), "a price");
    bencher.bench(|| price(black_box(&request), &shelf));
}

/// Terms, levels, choices, waiting and its jumps within 1,000 days, buying new.
#[divan::bench]
fn all_alternatives(bencher: Bencher<'_, '_>) {
    let (shelf, request) = (shelf(), request());
    bencher.bench(|| alternatives(black_box(&request), &shelf));
}

/// Reading and checking the sample book.
#[divan::bench]
fn read_book(bencher: Bencher<'_, '_>) {
    bencher.bench(|| PriceBook::read("book", black_box(BOOK)).is_ok());
}
