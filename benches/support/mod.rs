//! What the benchmarks share: the sample book.

use reinstate::engine::book::{PriceBook, Shelf};

/// The text of the sample book.
pub(crate) const BOOK: &str = include_str!("../../pricing/citrix-css-2026.2.toml");

/// A shelf with the sample book.
pub(crate) fn shelf() -> Shelf {
    let Ok((book, _)) = PriceBook::read("book", BOOK) else { panic!("the shipped book") };
    let Ok(shelf) = Shelf::of([book]) else { panic!("a shelf of one book") };
    shelf
}
