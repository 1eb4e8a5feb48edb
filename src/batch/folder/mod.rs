//! The folder of a run: how it is begun, grows, is resumed, and ends with its summary.

pub(super) mod compare;
mod look_alikes;
mod outputs;
mod page;
#[cfg(feature = "formats")]
mod parquet;
pub(super) mod resume;
pub(super) mod sink;
pub(super) mod start;
mod summary;
