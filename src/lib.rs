//! What it costs to renew, or after a lapse to reinstate, support on software already owned — to
//! the cent, with the working of every amount.
//!
//! The way of a quote is straight through the house:
//!
//! - [`engine`] reads price books and requests, decides and computes. It is pure: no files, no
//!   clock, no floats, no words for customers.
//! - `document` turns a quote into a sheet of final text in one language, and the
//!   sheet into text, HTML and PDF; and a quote into JSON. It computes nothing.
//! - `batch` prices many renewals at once, from a table into a folder.
//! - `web` is the estimator: a web page and an API over the same prices.
//! - `register` keeps quotes: numbers, revisions, approval, and a log that shows tampering.
//! - `cli` is the command line; its `run` is the whole program.
//!
//! A quote, from a price book and a request to its total and back through its working:
//!
//! ```
//! use reinstate::engine::book::{PriceBook, Shelf};
//! use reinstate::engine::node::Format;
//! use reinstate::engine::price::price;
//! use reinstate::engine::quote::Outcome;
//! use reinstate::engine::request::{Request, Source};
//! use reinstate::engine::working::replay;
//!
//! let text = include_str!("../pricing/citrix-css-2026.2.toml");
//! let (book, _warnings) = PriceBook::read("citrix-css-2026.2.toml", text).unwrap();
//! let shelf = Shelf::of([book]).unwrap();
//!
//! let text = r#"{
//!     "quote_date": "2026-11-24", "start": "2026-12-01", "currency": "EUR",
//!     "service_level": "select", "term_years": 3, "program": "enterprise-3",
//!     "holding": [{ "product_line": "virtual-apps-desktops", "edition": "premium",
//!                   "owned": 500, "retire": 20, "covered_through": "2026-03-31" }]
//! }"#;
//! let source = Source { origin: "request", text, format: Format::Json };
//! let request = Request::read(source, None).unwrap();
//!
//! let Outcome::Offered(quote) = price(&request, &shelf) else { panic!("refused") };
//! assert_eq!(quote.totals.total.to_string(), "108527.22");
//! assert!(replay(&quote.lines[0].working).is_ok());
//! ```
//!
//! The public API is what these pages show: `engine`, `samples`, `document`, `batch`, `web`, and of
//! `cli` its `run` and `command`. Before 1.0 a minor version may change it.
//!
//! Features: `cli` (the binary), `batch` (many renewals at once), `web` (the estimator) and
//! `document` (HTML, PDF, words) are on by default, as is `formats` (Parquet and XLSX); without
//! them the engine builds alone.
#[cfg(feature = "batch")]
pub mod batch;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "document")]
pub mod document;
pub mod engine;
#[cfg(feature = "batch")]
mod files;
#[cfg(feature = "cli")]
mod price_list;
#[cfg(feature = "register")]
pub mod register;
pub mod samples;
#[cfg(feature = "web")]
pub mod web;
