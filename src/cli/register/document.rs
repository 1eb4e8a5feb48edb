//! The PDF of a revision.

use std::path::Path;

use crate::cli::args::{FontFlags, PaperArgument};
use crate::cli::books;
use crate::cli::brand::{brand, issuer_missing};
use crate::cli::error::CommandError;
use crate::cli::fonts::{FontUse, fonts};
use crate::cli::global::Global;
use crate::document::brand::Brand;
use crate::document::fallback::UserFonts;
use crate::document::pdf::PaperChoice;
use crate::engine::book::Shelf;
use crate::engine::quote::SealStage;
use crate::register::{DrawnRevision, DrawnWith, NotDrawn, RevisionRow};

use super::opened::Opened;

/// What is said where no brand is named.
const NO_ISSUER: &str = "the PDF of a quote has to name who sends it";

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
        let brand = brand(global, brand_file)?.ok_or_else(|| issuer_missing(NO_ISSUER))?;
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
        let with = DrawnWith { brand: Some(&self.brand), shelf: &self.shelf, stage };
        let drawn = DrawnRevision::of(&opened.register, revision, with).map_err(not_drawn)?;
        drawn
            .pdf((Some(&self.brand), &self.fonts), self.paper)
            .map_err(|error| CommandError::no_pdf(&error))
    }
}

fn not_drawn(why: NotDrawn) -> CommandError {
    let message = why.to_string();
    match why {
        NotDrawn::Register(error) => error.into(),
        NotDrawn::Erased(_) => {
            CommandError::refused("erased", &message, "there is no document of it any more")
        }
        NotDrawn::NotRecomputed { .. } => {
            CommandError::refused("not-recomputed", &message, "make a new revision of it")
        }
        NotDrawn::NoIssuer => issuer_missing(NO_ISSUER),
    }
}
