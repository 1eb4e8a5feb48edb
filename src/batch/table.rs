//! A table that somebody else holds in memory: rows in, and for each row its price or why it has
//! none. It is the way of a [`run`](super::run()) from the cells of a row on, without a file before
//! it and files behind it, for programs that bring a table engine of their own.
//!
//! ```
//! use reinstate::batch::Due;
//! use reinstate::batch::table::{RowOutcome, TablePricer};
//! use reinstate::engine::book::{PriceBook, Shelf};
//! use reinstate::engine::calendar::parse_iso;
//!
//! let shelf = Shelf::of(reinstate::samples::BOOKS.map(|(name, text)| {
//!     PriceBook::read(name, text).unwrap().0
//! })).unwrap();
//! let columns = [
//!     "org_id", "customer", "currency", "program", "term_years", "start", "service_level",
//!     "product_line", "edition", "owned", "retire", "covered_through",
//! ];
//! let row = [
//!     "ORG-1", "Noordzee", "EUR", "enterprise-3", "3", "2026-12-01", "select",
//!     "virtual-apps-desktops", "premium", "500", "20", "2026-03-31",
//! ];
//! let today = parse_iso("2026-11-24").unwrap();
//! let mut pricer = TablePricer::new(&[shelf], &columns, today, Due::default()).unwrap();
//! let cell = |_row, column: usize, text: &mut Vec<u8>| text.extend(row[column].bytes());
//! let priced = pricer.price(1, None, cell).unwrap();
//!
//! let RowOutcome::Priced(line) = priced[0].get(0).unwrap().outcome else { panic!("refused") };
//! assert_eq!((line.quantity, line.total.to_string().as_str()), (480, "108527.22"));
//! ```

pub use super::price::in_memory::{ACCOUNT_ROWS_MAX, TablePricer};
pub use super::price::priced_columns::{PricedColumns, PricedRow, RowOutcome, TableLine};
pub use super::price::table_cells::TableCells;
