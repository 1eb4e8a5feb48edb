//! Prices a request with the library and prints the quote, its working, its JSON or its page.
//!
//! `cargo run --example library -- REQUEST.toml [explain|json|html]`
#![expect(clippy::disallowed_methods, reason = "an example reads its own files")]

use reinstate::document::{html, json, sheet::Sheet, text};
use reinstate::engine::alternatives::alternatives;
use reinstate::engine::book::{PriceBook, Shelf};
use reinstate::engine::node::Format;
use reinstate::engine::price::price;
use reinstate::engine::quote::Outcome;
use reinstate::engine::request::{Request, Source};

const BOOK: &str = include_str!("../pricing/citrix-css-2026.2.toml");

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().unwrap_or("examples/requests/renewal.toml".to_owned());
    let what = arguments.next().unwrap_or_default();
    let (book, _warnings) = PriceBook::read("citrix-css-2026.2.toml", BOOK)?;
    let shelf = Shelf::of([book])?;
    let written = std::fs::read_to_string(&path)?;
    let source = Source { origin: &path, text: &written, format: Format::Toml };
    let request = Request::read(source, None)?;
    match price(&request, &shelf) {
        Outcome::Offered(quote) => match what.as_str() {
            "explain" => print!("{}", text::explain(&quote, None)),
            "json" => print!("{}", json::quote(&quote)),
            what => {
                let sheet = match alternatives(&request, &shelf) {
                    Some(alternatives) => Sheet::with_options(&quote, &alternatives),
                    None => Sheet::of(&quote),
                };
                match what {
                    "html" => print!("{}", html::page(&sheet)?),
                    _ => print!("{}", text::quote(&sheet, 100)),
                }
            }
        },
        Outcome::Refused(refusals) => {
            print!("{}", json::refusals(&refusals, request.language, None))
        }
    }
    Ok(())
}
