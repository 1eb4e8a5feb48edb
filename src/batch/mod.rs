//! Many renewals at once: a table of holdings in, priced lines, quotes, rejects and sums out.
//!
//! `rows` takes the table apart between accounts, so that each piece is priced alone and on any
//! thread; `price` prices a piece; `folder` writes what comes of the pieces in their order, so
//! that equal tables give equal bytes. No rule is here: every account goes through
//! [`crate::engine::assess`].
//!
//! A run stands in a hidden folder until it is whole (`files::stage`); `folder` says
//! what is kept there and how a run that was cut short is resumed.

mod compliance;
mod error;
mod folder;
mod guess;
mod price;
mod report;
mod rows;
mod run;
mod sample;
mod settings;
pub mod table;
pub mod values;

pub use crate::files::FileError;
pub use compliance::{ComplianceReport, ComplianceSettings, compliance};
pub use error::BatchError;
#[cfg(feature = "formats")]
pub(crate) use folder::workbook::WORKBOOK_WRITER;
pub use guess::{GuessedColumn, GuessedMap, guess_map};
pub use price::chunk::{FromRows, Rejected};
pub use price::requests::{RequestsWanted, TableRequests, requests_as, requests_of};
pub use price::sums::{
    BookKey, BookUsed, Count, CurrencyKey, DocumentCount, DocumentFailure, GroupKey, Month,
    MonthKey, MonthTotal, Sum, Sums, Total,
};
pub use report::{Ended, Report, TableRead};
#[cfg(feature = "cli")]
pub(crate) use rows::cells::{
    NOT_AS_SHOWN, end_row, error_of_sheet, number_fault, push_text, without_guard,
};
#[cfg(feature = "cli")]
pub(crate) use rows::columns::{HeadNames, PlacedValue};
pub use rows::encoding::TextEncoding;
#[cfg(feature = "formats")]
pub(crate) use rows::formats::READER;
#[cfg(feature = "cli")]
pub(crate) use rows::head::{HeadPlace, find as find_head};
pub use rows::input::TableInput;
#[cfg(all(feature = "cli", not(feature = "formats")))]
pub(crate) use rows::input::not_built;
#[cfg(feature = "cli")]
pub(crate) use rows::known::KnownColumns;
pub use rows::map::TableMap;
#[cfg(feature = "cli")]
pub(crate) use rows::map::kept_input_of;
pub use rows::reading::{HiddenRows, Reading};
pub use run::{Progress, Watcher, run};
pub use sample::{SampleError, SampleSettings, sample};
pub use settings::{
    Attempt, CsvStyle, Destination, Due, HtmlDocument, Scattered, Settings, TableFormat, Tables,
    WantedDocuments,
};
