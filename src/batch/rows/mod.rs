//! The table of holdings: what it is kept in, its columns, its rows, and the places between two
//! accounts. Also how a cell of CSV is written, so that reading and writing it stand together.

pub(super) mod account_cells;
pub(super) mod cells;
pub(super) mod chunks;
pub(super) mod columns;
pub(super) mod encoding;
#[cfg(feature = "formats")]
pub(super) mod formats;
pub(super) mod gathered;
pub(super) mod head;
pub(super) mod input;
pub(super) mod known;
mod look_up;
mod made;
pub(super) mod map;
pub(super) mod names;
pub(super) mod reading;
pub(super) mod row;
pub(super) mod row_parser;
pub(super) mod row_place;
pub(super) mod stream;
mod synonyms;
