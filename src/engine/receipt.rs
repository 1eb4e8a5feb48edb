//! The receipt: what it takes to compute a quote again, years later, and get the same cents.

use sha2::{Digest, Sha256};

use super::book::PriceBook;
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

/// SHA-256 (FIPS 180-4) of bytes.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// A digest as 64 hexadecimal digits.
#[must_use]
pub fn hex(digest: &[u8; 32]) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or_default();
    digest.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published: FIPS 180-4, example of one block.
    #[test]
    fn the_digest_is_sha_256() {
        assert_eq!(
            hex(&sha256(b"abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
