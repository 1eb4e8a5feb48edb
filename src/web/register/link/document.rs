//! The document behind a link, as a part of its page.

use crate::document::html::{self, Beyond, Folds};
use crate::document::json;
use crate::engine::quote::SealStage;
use crate::register::{
    DrawnRevision, DrawnWith, LinkedRevision, Recomputed, Register, recomputed, shelf_of,
};
use crate::web::estimator::Estimator;

/// A sealed quote, ready for its page.
pub(super) struct LinkDocument {
    pub(super) banner: Option<String>,
    /// What the total is called, with the tax in it.
    pub(super) total_label: String,
    /// The body that the page shares with the documents, in HTML.
    pub(super) body: String,
}

impl LinkDocument {
    /// The document of a revision; `None` where it cannot be shown as it was sealed, and its PDF
    /// has to say it alone.
    pub(super) fn of(
        estimator: &Estimator,
        register: &Register,
        linked: &LinkedRevision,
    ) -> Option<Self> {
        let with = DrawnWith {
            brand: estimator.brand.as_ref(),
            shelf: &estimator.shelf,
            stage: SealStage::Sent,
        };
        let mut drawn = DrawnRevision::of(register, &linked.revision, with).ok()?;
        let is_sealed = json::quote(&drawn.quote).as_bytes() == linked.content;
        if !is_sealed && !has_same_cents(register, linked) {
            return None;
        }
        let beyond = Beyond { folds: Folds::Long, ..Beyond::default() };
        Some(Self {
            banner: drawn.sheet.banner(),
            body: html::body(&drawn.sheet, beyond).ok()?,
            total_label: drawn
                .sheet
                .answer
                .sums
                .pop()
                .map_or(drawn.sheet.answer.label, |sum| sum.label),
        })
    }
}

/// Whether another version of the engine, which sealed it, came to the same amounts.
fn has_same_cents(register: &Register, linked: &LinkedRevision) -> bool {
    let book = register.book(&linked.revision.book_sha256).ok();
    let shelf = book.and_then(|book| shelf_of(&book).ok());
    shelf.is_some_and(|shelf| {
        matches!(recomputed(&linked.content, &shelf), Recomputed::SameCents { .. })
    })
}
