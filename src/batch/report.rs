//! How a run ended.

use super::price::sums::{DocumentCount, Sums};

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What it added up.
    pub sums: Sums,
    /// The documents it made.
    pub documents: DocumentCount,
    /// Whether there was anything left to do.
    pub ended: Ended,
    /// What there is to say of the table.
    pub table: TableRead,
}

/// What there is to say of a table that was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableRead {
    /// Columns that mean nothing.
    pub unknown_columns: Vec<String>,
    /// Ids of accounts that differ only by case, spaces or punctuation.
    pub look_alikes: Vec<Vec<String>>,
    /// How many rows a workbook hides, whether they were priced or left out.
    pub hidden_rows: u64,
    /// Which sheet it was, where a workbook has several.
    pub sheet: Option<String>,
}

/// Whether there was anything left to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// It was done now.
    Now,
    /// An earlier run had done all of it.
    Before,
}
