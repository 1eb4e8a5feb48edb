//! The receipt: what it takes to compute a quote again, years later, and get the same cents.

use super::book::PriceBook;
use super::digest::sha256;
use super::request::Request;

/// The engine's name and version, as receipts state it.
pub const ENGINE: &str = concat!("reinstate ", env!("CARGO_PKG_VERSION"));

/// Engine, price book and request of a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Name and version of the engine.
    pub engine: &'static str,
    /// Id of the price book.
    pub book: String,
    /// Version of the price book.
    pub book_version: String,
    /// SHA-256 of the price book's text.
    pub book_sha256: [u8; 32],
    /// SHA-256 of the request in its one fixed form ([`Request::canonical_json`]).
    pub request_sha256: [u8; 32],
}

impl Receipt {
    /// The receipt of a request priced from a book.
    #[must_use]
    pub fn of(request: &Request, book: &PriceBook) -> Self {
        Self {
            engine: ENGINE,
            book: book.about().id.clone(),
            book_version: book.about().version.clone(),
            book_sha256: *book.sha256(),
            request_sha256: sha256(request.canonical_json().as_bytes()),
        }
    }
}
