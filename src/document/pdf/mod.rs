//! PDF: from a sheet to pages, and from pages to the bytes of a document.
//!
//! `layout` places boxes in micrometres and knows nothing of PDF; [`emit`] writes the pages and is
//! the only part that knows printpdf.
//!
//! ```
//! use reinstate::document::pdf::{self, Paper};
//! use reinstate::document::sheet::Sheet;
//! # use reinstate::engine::book::{PriceBook, Shelf};
//! # use reinstate::engine::node::Format;
//! # use reinstate::engine::price::price;
//! # use reinstate::engine::quote::Outcome;
//! # use reinstate::engine::request::{Request, Source};
//! # let text = include_str!("../../../pricing/citrix-css-2026.2.toml");
//! # let (book, _) = PriceBook::read("book.toml", text).unwrap();
//! # let shelf = Shelf::of([book]).unwrap();
//! # let text = include_str!("../../../examples/requests/renewal.toml");
//! # let source = Source { origin: "request.toml", text, format: Format::Toml };
//! # let request = Request::read(source, None).unwrap();
//!
//! let Outcome::Offered(quote) = price(&request, &shelf) else { panic!("refused") };
//! let bytes = pdf::document(&Sheet::of(&quote), Paper::A4)?;
//! assert!(bytes.starts_with(b"%PDF-1.7"));
//! # Ok::<(), pdf::PdfError>(())
//! ```

mod block;
mod embed;
pub mod emit;
mod layout;
mod paper;
mod table;

use super::drawing::palette::Palette;
use super::sheet::Sheet;

pub use layout::{LayoutError, pages};
pub use paper::Paper;

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// The sheet cannot be laid out.
    #[error("{0}")]
    Layout(#[from] LayoutError),
    /// The pages cannot be written.
    #[error("{0}")]
    Emit(#[from] emit::EmitError),
}

/// A sheet as PDF; equal sheets on equal paper give equal bytes.
///
/// # Errors
/// A character that the font lacks, named; or a holding whose text is taller than a page.
pub fn document(sheet: &Sheet, paper: Paper) -> Result<Vec<u8>, PdfError> {
    let pages = pages(sheet, paper)?;
    let about = emit::PdfAbout {
        title: &sheet.about.title,
        author: &sheet.about.author,
        subject: &sheet.about.subject,
        keywords: "",
        language: sheet.language.tag(),
        created: sheet.about.created,
        digest: sheet.about.digest,
        palette: match sheet.accent {
            Some(accent) => Palette::default().with_accent(accent),
            None => Palette::default(),
        },
        logo: sheet.issuer.as_ref().and_then(|issuer| issuer.logo.as_deref()),
    };
    Ok(emit::emit(&pages, &about)?)
}
