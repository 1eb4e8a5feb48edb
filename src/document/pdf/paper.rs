//! The paper that pages are laid out for.

use crate::document::drawing::{MM, Micrometres};
use crate::engine::book::Language;

/// The paper of a PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "web", derive(utoipa::ToSchema), schema(as = PaperName))]
pub enum Paper {
    /// ISO 216 A4: 210 × 297 mm.
    A4,
    /// US Letter: 8.5 × 11 in.
    Letter,
}

/// The paper that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperChoice {
    /// That which is usual where the language of the document is spoken.
    OfLanguage,
    /// This one.
    Given(Paper),
}

impl PaperChoice {
    /// The paper of a document in a language.
    #[must_use]
    pub const fn paper(self, language: Language) -> Paper {
        match self {
            Self::OfLanguage => Paper::usual_in(language),
            Self::Given(paper) => paper,
        }
    }
}

impl From<Option<Paper>> for PaperChoice {
    fn from(paper: Option<Paper>) -> Self {
        paper.map_or(Self::OfLanguage, Self::Given)
    }
}

impl Paper {
    /// The paper that is usual where a language is spoken.
    #[must_use]
    pub const fn usual_in(language: Language) -> Self {
        match language {
            Language::AmericanEnglish => Self::Letter,
            Language::English | Language::Dutch | Language::German | Language::French => Self::A4,
        }
    }

    /// The word for it, for example `a4`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::Letter => "letter",
        }
    }

    /// The paper of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::A4, Self::Letter].into_iter().find(|paper| paper.word() == word)
    }

    /// Width and height.
    #[must_use]
    pub const fn size_um(self) -> (Micrometres, Micrometres) {
        match self {
            Self::A4 => (210 * MM, 297 * MM),
            Self::Letter => (215_900, 279_400),
        }
    }
}
