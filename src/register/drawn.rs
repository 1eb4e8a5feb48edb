//! The documents of a revision, made again from its own bytes.

use crate::document::brand::{Brand, IssuerMissing};
use crate::document::enclosed::Enclosed;
use crate::document::fallback::UserFonts;
use crate::document::pdf::{self, PaperChoice, PdfError};
use crate::document::sheet::{Sheet, SheetExtras};
use crate::engine::alternatives::alternatives;
use crate::engine::book::Shelf;
use crate::engine::quote::{Quote, SealStage};

use super::error::RegisterError;
use super::recompute::quote_of;
use super::rows::RevisionRow;
use super::store::{LogHead, Register};

/// So many digits of the head's hash stand in the foot of a document.
const HEAD_DIGITS: usize = 16;

/// A revision as a document, in whichever form it is then written.
pub struct DrawnRevision {
    /// The quote, priced again with the book that the register kept.
    pub quote: Quote,
    /// Its document.
    pub sheet: Sheet,
}

/// What a document is drawn with.
#[derive(Clone, Copy)]
pub struct DrawnWith<'a> {
    /// Who sends it; a quote that is sent has to name it.
    pub brand: Option<&'a Brand>,
    /// The books at hand: what else could be had is told where they still have that of the
    /// revision in force.
    pub shelf: &'a Shelf,
    /// Whether it is a draft, or goes out.
    pub stage: SealStage,
}

/// Why a revision has no document.
#[derive(Debug, thiserror::Error)]
pub enum NotDrawn {
    /// The register cannot be read.
    #[error(transparent)]
    Register(#[from] RegisterError),
    /// Its content was erased.
    #[error("the content of {0} was erased")]
    Erased(String),
    /// Its bytes and its book do not give the same cents any more.
    #[error("{document} cannot be drawn: {why}")]
    NotRecomputed {
        /// The number of the document.
        document: String,
        /// What differs.
        why: String,
    },
    /// There is no brand to name who sends it.
    #[error("the document of a quote has to name who sends it")]
    NoIssuer,
}

impl DrawnRevision {
    /// The document of a sealed revision. One that goes out has the head of the log in its foot.
    ///
    /// # Errors
    /// It was erased, does not come to the same cents, or lacks a brand.
    pub fn of(
        register: &Register,
        revision: &RevisionRow,
        with: DrawnWith<'_>,
    ) -> Result<Self, NotDrawn> {
        let document = || revision.document();
        let content = register.content(&revision.number, revision.rev)?;
        let content = content.ok_or_else(|| NotDrawn::Erased(document()))?;
        let book = register.book(&revision.book_sha256)?;
        let quote = quote_of(&content, &book, with.stage)
            .map_err(|why| NotDrawn::NotRecomputed { document: document(), why })?;
        let (request, digest) = (&quote.request, quote.receipt.book_sha256);
        let in_force = with.shelf.in_force(request.as_ref().book, request.quote_date);
        let is_at_hand = in_force.is_ok_and(|book| *book.sha256() == digest);
        let found = is_at_hand.then(|| alternatives(request, with.shelf)).flatten();
        let LogHead { seq, hash } = register.head()?;
        let start: String = hash.chars().take(HEAD_DIGITS).collect();
        let head = format!("{seq}·{start}");
        let shown = SheetExtras {
            alternatives: found.as_ref(),
            brand: with.brand,
            register_head: (with.stage == SealStage::Sent).then_some(&*head),
            ..SheetExtras::default()
        };
        let sheet =
            Sheet::for_customer(&quote, shown).map_err(|IssuerMissing| NotDrawn::NoIssuer)?;
        Ok(Self { quote, sheet })
    }

    /// The same as PDF, with the quote's JSON inside.
    ///
    /// # Errors
    /// A text that no PDF can have.
    pub fn pdf(
        &self,
        (brand, fonts): (Option<&Brand>, &UserFonts),
        paper: PaperChoice,
    ) -> Result<Vec<u8>, PdfError> {
        let inside = Enclosed::of(&self.quote, &self.sheet, brand);
        let paper = paper.paper(self.sheet.language);
        pdf::document_in(fonts, &self.sheet, paper, &inside.attachments())
    }
}
