//! Many renewals at once: a table of holdings in, priced lines, quotes, rejects and sums out.
//!
//! [`cut`](self) takes the table apart between accounts, so that each piece is priced alone and on
//! any thread; the pieces are written in their order, so that equal tables give equal bytes. No
//! rule is here: every account goes through [`crate::engine::assess`].
//!
//! A run stands in a hidden folder until it is whole ([`crate::files::stage`]); `resume` says what
//! is kept there and how a run that was cut short goes on.

mod account;
mod columns;
mod compare;
mod cut;
mod documents;
mod gather;
mod input;
mod page;
mod read;
mod resume;
mod run;
mod sample;
mod seen;
mod sink;
mod summary;
mod sums;
mod write;

use std::fmt;
use std::io;
use std::num::NonZero;
use std::path::PathBuf;

use crate::engine::book::Shelf;
use crate::engine::calendar::Date;
use crate::files::FileError;

pub use documents::{Page, Wanted};
pub use gather::{FromRows, Gathered, Rejected, gather};
pub use input::Input;
pub use run::{Progress, Watcher, run};
pub use sample::{Sample, SampleError, sample};
pub use sums::{
    BookUsed, Count, GroupKey, Lapse, MonthKey, MonthTotal, Sums, Total, amount_text, month_name,
};

use read::Cells;

/// The outputs that grow while a run goes on, in the order they are written.
const TABLES: [&str; 3] = ["lines.csv", "quotes.csv", "rejects.csv"];
const LINES_HEADER: &str = "row,org_id,product_line,edition,quantity,status,gap_days,forward_from,\
    forward_through,unit_list,unit_net,forward,term_discount,back_coverage,penalty,total,currency";
const QUOTES_HEADER: &str = "org_id,customer,kind,currency,lines,forward,term_discount,\
    back_coverage,penalty,subtotal";

/// What a run is asked for.
pub struct Settings<'run> {
    /// The price books.
    pub shelf: &'run Shelf,
    /// The day of all quotes, where it is named.
    pub quote_date: Option<Date>,
    /// The day of all quotes, where none is named and no begun run says.
    pub today: Date,
    /// Only holdings whose cover ends in these days.
    pub due: Due,
    /// Documents for each priced account.
    pub documents: Wanted<'run>,
    /// The folder of an earlier run to compare with.
    pub compare_with: Option<PathBuf>,
    /// How many threads work.
    pub jobs: NonZero<usize>,
}

/// Where the outputs go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// To a folder.
    Folder(PathBuf, Attempt),
    /// Nowhere: all is done but the writing.
    Nowhere,
}

/// Whether a run may find the beginnings of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// The folder must be empty.
    First,
    /// A run that was cut short goes on; with none, one begins.
    Resume,
}

/// The days in which cover ends, both inclusive; without any, all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Due {
    /// Not earlier.
    pub from: Option<Date>,
    /// Not later.
    pub through: Option<Date>,
}

impl Due {
    /// Whether a row is not asked for; one that does not say is.
    fn leaves_out(self, cells: Option<&Cells<'_>>) -> bool {
        if self.from.is_none() && self.through.is_none() {
            return false;
        }
        let date = cells.and_then(|cells| cells.covered_through().ok());
        date.is_some_and(|date| {
            self.from.is_some_and(|from| date < from)
                || self.through.is_some_and(|through| date > through)
        })
    }
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What it added up; rows and accounts alone where it had ended before.
    pub sums: Sums,
    /// Whether there was anything left to do.
    pub ended: Ended,
    /// Columns of the input that mean nothing.
    pub unknown_columns: Vec<String>,
}

/// Whether there was anything left to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// It was done now.
    Now,
    /// An earlier run had done all of it.
    Before,
}

/// Why a run ended without outputs, or before all of them.
#[derive(Debug)]
pub enum BatchError {
    /// A file cannot be read or written.
    File(FileError),
    /// The input breaks off or is damaged.
    Input(io::Error),
    /// The input is no table of holdings.
    Table {
        /// What is wrong.
        message: String,
        /// What to do.
        hint: String,
    },
    /// The folder is not one that this run may fill.
    Folder {
        /// What is wrong.
        message: String,
        /// What to do.
        hint: String,
    },
    /// Something that cannot happen.
    Bug(&'static str),
}

impl BatchError {
    fn table(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Table { message: message.into(), hint: hint.into() }
    }

    fn folder(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Folder { message: message.into(), hint: hint.into() }
    }

    fn input(error: io::Error) -> Self {
        Self::Input(error)
    }

    fn output(source: io::Error) -> Self {
        Self::File(FileError { action: "write", path: PathBuf::from("the comparison"), source })
    }

    fn csv(error: csv::Error) -> Self {
        Self::Input(error.into())
    }
}

impl From<FileError> for BatchError {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

impl fmt::Display for BatchError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(error) => error.fmt(formatter),
            Self::Input(error) => write!(formatter, "cannot read the input: {error}"),
            Self::Table { message, .. } | Self::Folder { message, .. } => {
                formatter.write_str(message)
            }
            Self::Bug(what) => write!(formatter, "this is a bug: {what}"),
        }
    }
}

impl std::error::Error for BatchError {}
