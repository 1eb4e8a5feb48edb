//! Tables that say themselves how their text is encoded.

use crate::batch::error::BatchError;
use crate::batch::rows::reading::Reading;

/// Refuses an encoding that somebody named for such a table.
pub(super) fn no_encoding(reading: &Reading, why: &str) -> Result<(), BatchError> {
    let Some(encoding) = reading.encoding else { return Ok(()) };
    Err(BatchError::table(
        format!("{why}, and cannot be read as {encoding}"),
        "leave out --encoding",
    ))
}
