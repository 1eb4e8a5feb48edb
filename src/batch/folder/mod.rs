//! The folder of a run: how it is begun, grows, is resumed, and ends with its summary.

pub(super) mod compare;
mod csv_style;
mod document_files;
mod finish;
mod grown;
mod look_alikes;
mod outputs;
mod page;
#[cfg(feature = "formats")]
mod parquet;
pub(super) mod resume;
pub(super) mod sink;
pub(super) mod start;
mod summary;
#[cfg(feature = "formats")]
pub(super) mod workbook;
#[cfg(feature = "formats")]
mod workbook_cells;
#[cfg(feature = "formats")]
mod workbook_summary;
