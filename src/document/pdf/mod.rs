//! PDF: from a sheet to pages, and from pages to the bytes of a document.
//!
//! `compose` makes blocks of a sheet and says what each part of them is, `layout` places them in
//! micrometres; neither knows anything of PDF. [`emit`] makes a document of the pages and is the
//! only part that knows printpdf: every document is tagged, PDF/A-3a and PDF/UA-1.
//!
//! ```
//! use reinstate::document::json;
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
//! let (sheet, json) = (Sheet::of(&quote), json::quote(&quote));
//! let data = pdf::Attachment::quote_json(&json, &sheet.title);
//! let bytes = pdf::document(&sheet, Paper::A4, &[data])?;
//! assert!(bytes.starts_with(b"%PDF-1.7"));
//! # Ok::<(), pdf::PdfError>(())
//! ```

mod attachment;
mod block;
mod compose;
mod content;
mod embed;
mod embed_user;
pub mod emit;
mod layout;
mod metadata;
mod operand;
mod paper;
mod picture;
mod show;
mod structure;
mod table;
pub mod tags;
mod write;

use super::drawing::fonts::TextError;
use super::drawing::palette::Palette;
use super::fallback::ruler::Ruler;
use super::fallback::{MissingCharacters, UserFonts};
use super::sheet::Sheet;

pub use attachment::{Attachment, Relationship};
pub use layout::{LayoutError, pages, tagged_pages};
pub use paper::{Paper, PaperChoice};

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// The sheet cannot be laid out.
    #[error("{0}")]
    Layout(#[from] LayoutError),
    /// No font has some of the characters.
    #[error("{0}")]
    Missing(MissingCharacters),
    /// The pages cannot be written.
    #[error("{0}")]
    Emit(#[from] emit::EmitError),
}

/// A sheet as PDF in the built-in font, with files inside it; the same on equal paper gives equal
/// bytes.
///
/// # Errors
/// As for [`document_in`].
pub fn document(
    sheet: &Sheet,
    paper: Paper,
    attachments: &[Attachment<'_>],
) -> Result<Vec<u8>, PdfError> {
    document_in(&UserFonts::NONE, sheet, paper, attachments)
}

/// The same, in fonts of the user where the built-in one lacks characters.
///
/// # Errors
/// Characters that no font has, all of them.
pub fn document_in(
    fonts: &UserFonts,
    sheet: &Sheet,
    paper: Paper,
    attachments: &[Attachment<'_>],
) -> Result<Vec<u8>, PdfError> {
    let pages = match tagged_pages(sheet, paper, &Ruler::new(fonts)) {
        Err(LayoutError::Text(TextError::MissingCharacter(_))) => {
            // Once more, to know all that is missing; no matter how that ends.
            let ruler = Ruler::gathering(fonts);
            let _ = tagged_pages(sheet, paper, &ruler);
            return Err(PdfError::Missing(ruler.missing()));
        }
        pages => pages?,
    };
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
        fonts,
        logo: sheet.issuer.as_ref().and_then(|issuer| issuer.logo.as_deref()),
        attachments,
    };
    Ok(emit::emit(&pages, &about)?)
}
