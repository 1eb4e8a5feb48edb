//! Prices a table of holdings into a folder, account by account, with a PDF for each.
//!
//! `cargo run --example batch -- FOLDER [TABLE]`; the folder must be empty, or not there yet.

use std::error::Error;
use std::num::NonZero;
use std::path::PathBuf;
use std::thread::available_parallelism;

use reinstate::batch::{
    Attempt, CurrencyKey, Destination, Due, Progress, Reading, Scattered, Settings, TableInput,
    Tables, WantedDocuments, run,
};
use reinstate::document::pdf::PaperChoice;
use reinstate::engine::book::{PriceBook, Shelf};
use reinstate::engine::calendar::parse_iso;

const BOOK: &str = include_str!("../pricing/citrix-css-2026.2.toml");
const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/batch/holdings.csv");

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("name a folder")?);
    let table = arguments.next().map_or_else(|| PathBuf::from(TABLE), PathBuf::from);

    let (book, _warnings) = PriceBook::read("citrix-css-2026.2.toml", BOOK)?;
    let shelf = Shelf::of([book])?;
    let settings = Settings {
        shelf: &shelf,
        quote_date: None,
        // The library reads no clock: the caller says what day it is.
        today: parse_iso("2026-11-24").ok_or("no day")?,
        map: None,
        reading: Reading::default(),
        scattered: Scattered::default(),
        due: Due::default(),
        documents: WantedDocuments {
            pdf: Some(PaperChoice::OfLanguage),
            ..WantedDocuments::default()
        },
        tables: Tables::default(),
        compare_with: None,
        jobs: available_parallelism().unwrap_or(NonZero::<usize>::MIN),
    };
    // With `Attempt::Resume`, a run that was cut short goes on where it was.
    let destination = Destination::Folder(folder, Attempt::First);
    let watcher = |progress: Progress| eprintln!("{} rows are written", progress.rows);
    let report = run(&settings, &TableInput::File(table), &destination, &watcher)?;

    let accounts = &report.sums.accounts;
    println!("{} accounts priced, {} rejected", accounts.priced, accounts.rejected);
    for (CurrencyKey { currency }, total) in &report.sums.currencies {
        println!("{currency} {}", total.total);
    }
    for (code, count) in &report.sums.rejects {
        println!("{code}: {count} rows");
    }
    Ok(())
}
