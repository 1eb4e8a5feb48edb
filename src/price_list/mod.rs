//! Price lists: a table of prices put into a price book, taken out of one, and raised.
//!
//! `read` takes a table apart into a list, and finds what is wrong with its rows. `import` puts a
//! list into the text of a book, of which all else stays as it is. `rules` makes room for a list
//! in a book whose rules alone are wanted; `uplift` makes the prices of a new version; `export`
//! writes the table that `read` reads.

pub(crate) mod columns;
pub(crate) mod document;
pub(crate) mod export;
pub(crate) mod facts;
mod gather;
pub(crate) mod head;
mod heads;
pub(crate) mod import;
pub(crate) mod list;
pub(crate) mod names;
pub(crate) mod read;
pub(crate) mod rules;
pub(crate) mod uplift;
#[cfg(feature = "formats")]
pub(crate) mod workbook;
