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
    /// Columns of the input that mean nothing.
    pub unknown_columns: Vec<String>,
    /// Ids of accounts that differ only by case, spaces or punctuation.
    pub look_alikes: Vec<Vec<String>>,
}

/// Whether there was anything left to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// It was done now.
    Now,
    /// An earlier run had done all of it.
    Before,
}
