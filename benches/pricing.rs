//! How fast the engine prices: `cargo bench --bench pricing`.

mod support;

use divan::{Bencher, black_box};
use reinstate::engine::alternatives::alternatives;
use reinstate::engine::assess::assess;
use reinstate::engine::book::PriceBook;
use reinstate::engine::charges::charge;
use reinstate::engine::node::Format;
use reinstate::engine::price::price;
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

/// The amounts of a holding whose rate and prices are looked up: what a batch does per row.
#[divan::bench]
fn amounts_without_working(bencher: Bencher<'_, '_>) {
    let (shelf, request) = (shelf(), request());
    let holdings: Vec<HoldingRef<'_>> = request.holdings.iter().map(Holding::as_ref).collect();
    let priced = assess::<WithoutWorking>(request.as_ref(), &holdings, &shelf).expect("a price");
    let basis = priced.lines[0].basis;
    bencher.bench(|| charge(black_box(&basis), &mut WithoutWorking));
}

/// The same, with every step kept.
#[divan::bench]
fn amounts_with_working(bencher: Bencher<'_, '_>) {
    let (shelf, request) = (shelf(), request());
    let holdings: Vec<HoldingRef<'_>> = request.holdings.iter().map(Holding::as_ref).collect();
    let priced = assess::<WithoutWorking>(request.as_ref(), &holdings, &shelf).expect("a price");
    let basis = priced.lines[0].basis;
    bencher.bench(|| {
        let mut working = Working::default();
        charge(black_box(&basis), &mut working).map(|amounts| (amounts, working))
    });
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

/// Terms, waiting day by day for 1,000 days, buying new.
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
