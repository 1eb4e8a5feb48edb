//! Tables that are kept as Parquet or XLSX, read as the CSV that they would be, and outputs as
//! Parquet.
//!
//! A reader works on a thread of its own and hands CSV over in blocks, a few at a time: all that
//! follows is as for CSV, and memory does not grow with the table. Text stays what it is, whole
//! numbers are digits, days are ISO dates, and what is neither — a fraction, a time of day, an
//! error — is handed over so that the rules for cells reject it: nothing is rounded or guessed.

mod pipe;
mod read_parquet;
mod read_workbook;
mod text;
mod write_parquet;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use crate::files::stage::Source;

pub(super) use write_parquet::{Content, write};

use super::BatchError;
use super::input::Opened;

/// The name of the thread that reads a table. A fault of a library on it ends as an error that says
/// the file is damaged, and so it is not reported as a bug.
pub(crate) const READER: &str = "reinstate-table-reader";

/// Opens Parquet as a stream of CSV.
pub(super) fn open_parquet(source: Source) -> Result<Opened, BatchError> {
    let length = source.length_bytes();
    let read = Arc::new(AtomicU64::new(0));
    let progress = read_parquet::Progress { read: Arc::clone(&read), length };
    let file = source.into_file();
    let stream = pipe::start(move |rows| read_parquet::read(file, rows, &progress))?;
    Ok(Opened { stream, read, length: Some(length) })
}

/// Opens a workbook as a stream of CSV.
pub(super) fn open_workbook(source: Source) -> Result<Opened, BatchError> {
    let length = source.length_bytes();
    let read = Arc::new(AtomicU64::new(0));
    let progress = Arc::clone(&read);
    let file = source.into_file();
    let stream = pipe::start(move |rows| read_workbook::read(file, rows, progress))?;
    Ok(Opened { stream, read, length: Some(length) })
}

/// What is said of a file that breaks off, was changed, or was written wrongly.
fn damaged(kind: &str, why: impl std::fmt::Display) -> BatchError {
    BatchError::table(
        format!("the {kind} is damaged: {why}"),
        "have it written again by the program it comes from, or give the table as CSV",
    )
}
