//! PDF: from a sheet to pages, and from pages to the bytes of a document.
//!
//! `layout` places boxes in micrometres and knows nothing of PDF; [`fonts`] measures text, so that
//! it knows what fits; [`emit`] writes the pages and is the only part that knows printpdf;
//! [`palette`] says which colour a tone is on paper.

mod block;
mod embed;
pub mod emit;
pub mod fonts;
mod layout;
pub mod palette;
mod table;
mod wrap;

use std::fmt;

use super::drawing::{MM, Micrometres};
use super::sheet::Sheet;

pub use layout::{LayoutError, pages};

/// The paper of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// ISO 216 A4: 210 × 297 mm.
    A4,
    /// US Letter: 8.5 × 11 in.
    Letter,
}

impl Paper {
    /// Width and height.
    #[must_use]
    pub const fn size_um(self) -> (Micrometres, Micrometres) {
        match self {
            Self::A4 => (210 * MM, 297 * MM),
            Self::Letter => (215_900, 279_400),
        }
    }
}

/// Why there is no PDF.
#[derive(Debug)]
pub enum PdfError {
    /// The sheet cannot be laid out.
    Layout(LayoutError),
    /// The pages cannot be written.
    Emit(emit::EmitError),
}

impl fmt::Display for PdfError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Layout(error) => error.fmt(formatter),
            Self::Emit(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for PdfError {}

/// A sheet as PDF; equal sheets on equal paper give equal bytes.
///
/// # Errors
/// A character that the font lacks, named; or a holding whose text is taller than a page.
pub fn document(sheet: &Sheet, paper: Paper) -> Result<Vec<u8>, PdfError> {
    let pages = pages(sheet, paper).map_err(PdfError::Layout)?;
    let about = emit::About {
        title: &sheet.about.title,
        author: &sheet.about.author,
        subject: &sheet.about.subject,
        keywords: "",
        language: sheet.language.tag(),
        created: sheet.about.created,
        digest: sheet.about.digest,
        palette: match sheet.accent {
            Some(accent) => palette::Palette::default().with_accent(accent),
            None => palette::Palette::default(),
        },
        logo: sheet.issuer.as_ref().and_then(|issuer| issuer.logo.as_deref()),
    };
    emit::emit(&pages, &about).map_err(PdfError::Emit)
}
