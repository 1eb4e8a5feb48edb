//! A quote with the name, address, logo and colour of who sends it, as PDF and as HTML.
//!
//! `cargo run --example brand -- [FOLDER]` writes `quote.pdf` and `quote.html` to the folder, or,
//! without one, to the system's folder for temporary files.
#![expect(clippy::disallowed_methods, reason = "an example writes its own files")]

use std::error::Error;
use std::path::PathBuf;

use reinstate::document::brand::{BrandFile, Logo};
use reinstate::document::html;
use reinstate::document::pdf::{Paper, document};
use reinstate::document::sheet::{Sheet, SheetExtras};
use reinstate::engine::alternatives::alternatives;
use reinstate::engine::book::{PriceBook, Shelf};
use reinstate::engine::node::Format;
use reinstate::engine::price::price;
use reinstate::engine::quote::Outcome;
use reinstate::engine::request::{Request, Source};

const BOOK: &str = include_str!("../pricing/citrix-css-2026.2.toml");
const REQUEST: &str = include_str!("requests/reinstatement-nl.toml");
const BRAND: &str = include_str!("brand/brand.toml");
const LOGO: &[u8] = include_bytes!("brand/logo.svg");

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).map_or_else(std::env::temp_dir, PathBuf::from);

    let (book, _warnings) = PriceBook::read("citrix-css-2026.2.toml", BOOK)?;
    let shelf = Shelf::of([book])?;
    let source = Source { origin: "reinstatement-nl.toml", text: REQUEST, format: Format::Toml };
    let request = Request::read(source, None)?;

    // The file names its logo; where that is kept is up to the caller.
    let brand = BrandFile::read("brand.toml", BRAND)?;
    let brand = brand.with_logo(Some(Logo::of(LOGO.to_vec())?));

    let Outcome::Offered(quote) = price(&request, &shelf) else {
        return Err("the request is refused".into());
    };
    let options = alternatives(&request, &shelf);
    let shown = SheetExtras {
        alternatives: options.as_ref(),
        brand: Some(&brand),
        ..SheetExtras::default()
    };
    let sheet = Sheet::for_customer(&quote, shown)?;
    for (name, bytes) in [
        ("quote.pdf", document(&sheet, Paper::A4, &[])?),
        ("quote.html", html::page(&sheet)?.into_bytes()),
    ] {
        let path = folder.join(name);
        std::fs::write(&path, bytes)?;
        println!("{}", path.display());
    }
    Ok(())
}
