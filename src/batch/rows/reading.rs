//! How a table is to be read, where it does not say so itself.

use std::num::NonZero;

use super::encoding::TextEncoding;
use super::head::HeadPlace;

/// How a table is to be read, where it does not say so itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// The sheet of a workbook; without one, the first that has the columns.
    pub sheet: Option<String>,
    /// The line, or row of a sheet, that names the columns, counted from 1 and blank ones too;
    /// without one, the first that has all that a table needs.
    pub header_row: Option<NonZero<u64>>,
    /// The encoding of a table of text; without one, UTF-8, or the UTF-16 that a mark at its
    /// beginning says it is.
    pub encoding: Option<TextEncoding>,
    /// What becomes of the rows that a workbook hides.
    pub hidden: HiddenRows,
}

/// What becomes of rows that a workbook does not show, by hand or by a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HiddenRows {
    /// They are priced like all others, and counted.
    #[default]
    Price,
    /// They are left out, and counted.
    Skip,
}

impl Reading {
    pub(super) fn head_place(&self) -> HeadPlace {
        self.header_row.map_or(HeadPlace::Search, |row| HeadPlace::Line(row.get()))
    }
}
