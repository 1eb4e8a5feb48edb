//! PDF: from drawings in micrometres to the bytes of a document.
//!
//! [`fonts`] measures text, so that a layout knows what fits; [`emit`] writes the pages and is the
//! only part that knows printpdf; [`palette`] says which colour a tone is on paper.

mod embed;
pub mod emit;
pub mod fonts;
pub mod palette;
