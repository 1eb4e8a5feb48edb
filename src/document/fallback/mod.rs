//! Fonts of the user, for texts that the built-in font lacks letters of.
//!
//! A text that is all in the built-in font never comes here. Any other is set in runs, each in one
//! font and one direction ([`fonts`]), and [`ruler`] measures and breaks both kinds.

pub(in crate::document) mod font;
pub mod fonts;
pub mod ruler;
pub(in crate::document) mod runs;

pub use font::{FONT_BYTES_MAX, FontFault};
pub use fonts::{FONTS_MAX, MissingCharacters, UserFonts};
