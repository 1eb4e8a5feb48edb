//! PDF: from drawings in micrometres to the bytes of a document.
//!
//! [`fonts`] measures text, so that a layout knows what fits; [`emit`] writes the pages and is the
//! only part that knows printpdf; [`palette`] says which colour a tone is on paper.

mod embed;
pub mod emit;
pub mod fonts;
pub mod palette;

use crate::document::sheet::Sheet;

/// tmp
#[derive(Debug, Clone, Copy)]
pub enum Paper {
    /// a
    A4,
    /// l
    Letter,
}

/// tmp
pub fn document(_sheet: &Sheet, _paper: Paper) -> Result<Vec<u8>, emit::EmitError> {
    Err(emit::EmitError::NoPages)
}
