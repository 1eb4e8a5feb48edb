//! From rows to prices: an account at a time, with what it adds up to and its documents.

pub(super) mod account;
mod account_rows;
mod as_json;
pub(super) mod chunk;
pub(super) mod documents;
pub(super) mod gather;
mod gathered;
pub(super) mod in_memory;
pub(super) mod known_accounts;
pub(super) mod met;
mod names;
pub(super) mod priced_columns;
mod rejects;
pub(super) mod requests;
mod row_group;
pub(super) mod sum_rows;
pub(super) mod sums;
pub(super) mod table_cells;
mod tally;
mod write;
