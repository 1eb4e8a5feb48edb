//! A first map for a table that has its own names: what its head and the first of its cells say.
//!
//! `sample` reads the beginning of the table, `cells` looks at what stands in each column, `choice`
//! says which column is which, `words` which words of a book its words could be, and `print` writes
//! all of it as a map. Nothing here prices: whoever uses the map looks at it first.

mod cells;
mod choice;
mod print;
mod sample;
mod words;

use crate::batch::error::BatchError;
use crate::batch::rows::input::TableInput;
use crate::engine::book::Shelf;

pub use print::{GuessedColumn, GuessedMap};

/// Guesses a map for a table, from its first rows and the names in the price books.
///
/// # Errors
/// An input that cannot be read, or one that has no rows.
pub fn guess_map(input: &TableInput, shelf: &Shelf) -> Result<GuessedMap, BatchError> {
    let sample = sample::read(input)?;
    let cells = cells::look(&sample);
    let books = words::BookWords::of(shelf);
    let chosen = choice::choose(&sample.names, &cells, &books);
    Ok(print::print(input, &sample, &chosen, &books))
}
