//! The PDF of a revision.

use std::path::Path;

use crate::cli::args::{FontFlags, PaperArgument};
use crate::cli::books;
use crate::cli::brand::{brand, issuer_missing};
use crate::cli::error::CommandError;
use crate::cli::fonts::{FontUse, fonts};
use crate::cli::global::Global;
use crate::document::brand::{Brand, IssuerMissing};
use crate::document::enclosed::Enclosed;
use crate::document::fallback::UserFonts;
use crate::document::pdf::{self, PaperChoice};
use crate::document::sheet::{Sheet, SheetExtras};
use crate::engine::alternatives::alternatives;
use crate::engine::book::Shelf;
use crate::engine::quote::{Quote, SealStage};
use crate::register::{LogHead, RevisionRow, quote_of};

use super::opened::Opened;

/// So many digits of the head's hash stand in the foot of a document.
const HEAD_DIGITS: usize = 16;

/// What documents are drawn with.
pub(super) struct DocumentDesk {
    brand: Brand,
    fonts: UserFonts,
    paper: PaperChoice,
    shelf: Shelf,
}

impl DocumentDesk {
    pub(super) fn of(
        global: &Global,
        brand_file: Option<&Path>,
        flags: &FontFlags,
    ) -> Result<Self, CommandError> {
        let brand = brand(global, brand_file)?
            .ok_or_else(|| issuer_missing("the PDF of a quote has to name who sends it"))?;
        Ok(Self {
            brand,
            fonts: fonts(global, flags, FontUse::Pdf)?,
            paper: PaperArgument::choice(global.paper(None).map(|held| held.value)),
            shelf: books::shelf(global)?,
        })
    }

    pub(super) const fn brand(&self) -> &Brand {
        &self.brand
    }

    /// The PDF of a sealed revision, drawn from its own bytes.
    pub(super) fn pdf(
        &self,
        opened: &Opened,
        revision: &RevisionRow,
        stage: SealStage,
    ) -> Result<Vec<u8>, CommandError> {
        let quote = quote(opened, revision, stage)?;
        // What else could be had is told where the books at hand still have this one in force.
        let (request, digest) = (&quote.request, quote.receipt.book_sha256);
        let in_force = self.shelf.in_force(request.as_ref().book, request.quote_date);
        let is_at_hand = in_force.is_ok_and(|book| *book.sha256() == digest);
        let found = is_at_hand.then(|| alternatives(request, &self.shelf)).flatten();
        let LogHead { seq, hash } = opened.register.head()?;
        let start: String = hash.chars().take(HEAD_DIGITS).collect();
        let head = format!("{seq}·{start}");
        let shown = SheetExtras {
            alternatives: found.as_ref(),
            brand: Some(&self.brand),
            register_head: (stage == SealStage::Sent).then_some(&*head),
            ..SheetExtras::default()
        };
        let sheet = Sheet::for_customer(&quote, shown).map_err(|IssuerMissing| {
            issuer_missing("the PDF of a quote has to name who sends it")
        })?;
        let inside = Enclosed::of(&quote, &sheet, Some(&self.brand));
        let paper = self.paper.paper(sheet.language);
        pdf::document_in(&self.fonts, &sheet, paper, &inside.attachments())
            .map_err(|error| CommandError::no_pdf(&error))
    }
}

/// The quote of a sealed revision, priced again with the book that the register kept.
fn quote(opened: &Opened, revision: &RevisionRow, stage: SealStage) -> Result<Quote, CommandError> {
    let RevisionRow { number, rev, book_sha256, .. } = revision;
    let content = opened.register.content(number, *rev)?.ok_or_else(|| {
        let message = format!("the content of {} was erased", revision.document());
        CommandError::refused("erased", &message, "there is no document of it any more")
    })?;
    let book = opened.register.book(book_sha256)?;
    quote_of(&content, &book, stage).map_err(|why| {
        let message = format!("{} cannot be drawn: {why}", revision.document());
        CommandError::refused("not-recomputed", &message, "make a new revision of it")
    })
}
