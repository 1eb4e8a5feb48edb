//! Tables that are kept as Parquet or XLSX, read as the CSV that they would be.
//!
//! A reader works on a thread of its own and hands CSV over in blocks, a few at a time: all that
//! follows is as for CSV, and memory does not grow with the table. Text stays what it is, whole
//! numbers are digits, days are ISO dates, and what is neither — a fraction, a time of day, an
//! error — is handed over so that the rules for cells reject it: nothing is rounded or guessed.

mod encoded;
mod look_sheet;
mod look_workbook;
mod pipe;
mod read_parquet;
mod read_workbook;
mod shown;
mod text;

pub(crate) use pipe::READER;
pub(super) use read_parquet::open as open_parquet;
pub(super) use read_workbook::open as open_workbook;
pub(crate) use text::ColumnTexts;
