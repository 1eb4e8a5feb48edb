//! What kinds of table there are, each by the columns that mean something in it: here the table of
//! holdings; price lists bring their own.

use std::borrow::Cow;
use std::fmt;

use crate::batch::error::BatchError;

use super::columns::{HeadNames, Slips, column_names, column_of, lacks, missing, name_of};
#[cfg(feature = "formats")]
use super::columns::{is_text, no_sheet};

/// The columns that mean something in a kind of table, each with a number.
pub(crate) trait KnownColumns: fmt::Debug + Send + Sync {
    /// The column of a name, without regard to case, spaces, hyphens and underscores.
    fn column_of(&self, name: &str) -> Option<usize>;

    /// The name of a column.
    fn name_of(&self, column: usize) -> Cow<'static, str>;

    /// The names of all columns, as a hint lists them.
    fn names(&self) -> Vec<&'static str>;

    /// Whether some columns hold dates.
    fn has_dates(&self) -> bool;

    /// The columns that have to be there and are not among these names.
    fn missing(&self, names: &[&str]) -> Vec<&'static str>;

    /// The error of a table whose head has none of the columns, but these names.
    fn lacking(&self, names: &[String]) -> BatchError;

    /// Whether the cells of a column are text, even where they look like numbers.
    #[cfg(feature = "formats")]
    fn is_text(&self, column: usize) -> bool;

    /// The error of a workbook none of whose sheets, which are named, has the columns.
    #[cfg(feature = "formats")]
    fn no_sheet(&self, sheets: &str) -> BatchError;

    /// Whether a workbook must have no more than one sheet with the columns, where none is named.
    #[cfg(feature = "formats")]
    fn wants_one_sheet(&self) -> bool;
}

/// The columns of a table of holdings.
#[derive(Debug)]
pub(crate) struct HoldingColumns;

impl KnownColumns for HoldingColumns {
    fn column_of(&self, name: &str) -> Option<usize> {
        column_of(name)
    }

    fn name_of(&self, column: usize) -> Cow<'static, str> {
        name_of(column).into()
    }

    fn names(&self) -> Vec<&'static str> {
        column_names().collect()
    }

    fn has_dates(&self) -> bool {
        true
    }

    fn missing(&self, names: &[&str]) -> Vec<&'static str> {
        missing(names)
    }

    fn lacking(&self, names: &[String]) -> BatchError {
        lacks(&missing(&[]), names)
    }

    #[cfg(feature = "formats")]
    fn is_text(&self, column: usize) -> bool {
        is_text(column)
    }

    #[cfg(feature = "formats")]
    fn no_sheet(&self, sheets: &str) -> BatchError {
        no_sheet(sheets)
    }

    #[cfg(feature = "formats")]
    fn wants_one_sheet(&self) -> bool {
        false
    }
}

/// A table whose columns have the names that are known.
pub(crate) struct OwnNames(pub(crate) &'static dyn KnownColumns);

impl HeadNames for OwnNames {
    fn is_known(&self, name: &str) -> bool {
        self.0.column_of(name).is_some()
    }

    fn is_head(&self, names: &[String]) -> bool {
        self.0.missing(&names.iter().map(String::as_str).collect::<Vec<_>>()).is_empty()
    }

    #[cfg(feature = "formats")]
    fn is_text(&self, name: &str) -> bool {
        self.0.column_of(name).is_some_and(|column| self.0.is_text(column))
    }

    fn slips(&self) -> Slips {
        Slips::Refused
    }

    fn lacking(&self, names: &[String]) -> BatchError {
        self.0.lacking(names)
    }

    #[cfg(feature = "formats")]
    fn no_sheet(&self, sheets: &str) -> BatchError {
        self.0.no_sheet(sheets)
    }

    #[cfg(feature = "formats")]
    fn wants_one_sheet(&self) -> bool {
        self.0.wants_one_sheet()
    }
}
