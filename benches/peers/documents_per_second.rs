//! How many documents of one request a second, on one thread: from the priced quote to bytes.
//!
//! `cargo run --release --example documents_per_second -- REQUEST.toml [COUNT]`
#![expect(clippy::disallowed_methods, reason = "a benchmark reads its own files")]

use std::time::Instant;

use reinstate::document::pdf::{Attachment, Paper, document};
use reinstate::document::{html, json, sheet::Sheet};
use reinstate::engine::alternatives::alternatives;
use reinstate::engine::book::{PriceBook, Shelf};
use reinstate::engine::node::Format;
use reinstate::engine::price::price;
use reinstate::engine::quote::Outcome;
use reinstate::engine::request::{Request, Source};

const BOOK: &str = include_str!("../../pricing/citrix-css-2026.2.toml");

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("name a request")?;
    let count: u32 = arguments.next().unwrap_or("500".to_owned()).parse()?;
    let (book, _) = PriceBook::read("book", BOOK)?;
    let shelf = Shelf::of([book])?;
    let text = std::fs::read_to_string(&path)?;
    let source = Source { origin: &path, text: &text, format: Format::Toml };
    let request = Request::read(source, None)?;
    let make = || match (price(&request, &shelf), alternatives(&request, &shelf)) {
        (Outcome::Offered(quote), Some(found)) => {
            Ok((Sheet::with_options(&quote, &found), json::quote(&quote)))
        }
        _ => Err("the request is refused"),
    };
    let (sheet, data) = make()?;
    let mut bytes = 0;
    let started = Instant::now();
    for _ in 0..count {
        bytes = document(&sheet, Paper::A4, &[])?.len();
    }
    tell("pdf", count, started, bytes);
    let started = Instant::now();
    for _ in 0..count {
        let attached = [Attachment::quote_json(&data, &sheet.title)];
        bytes = document(&sheet, Paper::A4, &attached)?.len();
    }
    tell("pdf-with-json", count, started, bytes);
    let started = Instant::now();
    for _ in 0..count {
        bytes = html::page(&sheet)?.len();
    }
    tell("html", count, started, bytes);
    let started = Instant::now();
    for _ in 0..count {
        let (sheet, data) = make()?;
        let attached = [Attachment::quote_json(&data, &sheet.title)];
        bytes = document(&sheet, Paper::A4, &attached)?.len();
    }
    tell("price-and-pdf", count, started, bytes);
    Ok(())
}

/// `what documents-a-second bytes`, in whole numbers.
fn tell(what: &str, count: u32, started: Instant, bytes: usize) {
    let micros = started.elapsed().as_micros().max(1);
    println!("{what} {} {bytes}", u128::from(count) * 1_000_000 / micros);
}
