//! The paper that pages are laid out for.

use crate::document::drawing::{MM, Micrometres};

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
