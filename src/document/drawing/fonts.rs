//! The two faces of documents: which characters they have and how wide each is.
//!
//! A face comes as one TrueType file, which is read once. Each character has a glyph of its own:
//! `templates/fonts/cut.py` makes it so.

use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

use super::shape::{Face, Micrometres};

/// How many units of a width make the height of the font, its em; PDF counts in the same units.
pub const UNITS_PER_EM: i64 = 1_000;

/// Why a text has no width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// The font has no such character.
    #[error("the font has no character {}", shown(*.0))]
    MissingCharacter(char),
    /// The text is wider than a drawing can be.
    #[error("the text is wider than a drawing can be")]
    TooWide,
}

/// A character and its number, for people.
pub(in crate::document) fn shown(character: char) -> String {
    let code = format!("U+{:04X}", u32::from(character));
    if character.is_control() { code } else { format!("“{character}” ({code})") }
}

/// The width of a text in micrometres, rounded to the nearest.
///
/// # Errors
/// When the font lacks a character, or the width does not fit in [`Micrometres`].
pub fn width_um(face: Face, size_um: Micrometres, text: &str) -> Result<Micrometres, TextError> {
    let font = Font::of(face);
    let mut units = 0;
    font.each_glyph(text, |glyph| units += font.advance(glyph))?;
    to_um(units, size_um).ok_or(TextError::TooWide)
}

/// The width of a character in units of [`UNITS_PER_EM`], if the font has it.
#[must_use]
pub fn advance(face: Face, character: char) -> Option<i64> {
    let font = Font::of(face);
    font.glyph(character).map(|glyph| font.advance(glyph))
}

/// The first character of a text that cannot be set; both faces have the same characters.
#[must_use]
pub fn missing_character(text: &str) -> Option<char> {
    match Font::of(Face::Regular).each_glyph(text, |_| ()) {
        Err(TextError::MissingCharacter(character)) => Some(character),
        Ok(()) | Err(TextError::TooWide) => None,
    }
}

/// How high capitals and figures stand above the line they are written on.
#[must_use]
pub fn cap_height_um(face: Face, size_um: Micrometres) -> Micrometres {
    to_um(Font::of(face).cap_height.into(), size_um).unwrap_or_default()
}

/// A text as the glyphs of a face.
pub(in crate::document) struct Glyphs {
    /// The glyph numbers, two bytes each, as a document writes them.
    pub(in crate::document) codes: Vec<u8>,
    /// The width of the text, in units.
    pub(in crate::document) units: i64,
    /// The highest glyph number.
    pub(in crate::document) highest: u16,
}

impl Glyphs {
    pub(in crate::document) fn of(face: Face, text: &str) -> Result<Glyphs, TextError> {
        let font = Font::of(face);
        let mut glyphs = Glyphs { codes: Vec::with_capacity(text.len() * 2), units: 0, highest: 0 };
        font.each_glyph(text, |glyph| {
            glyphs.codes.extend(glyph.to_be_bytes());
            glyphs.units += font.advance(glyph);
            glyphs.highest = glyphs.highest.max(glyph);
        })?;
        Ok(glyphs)
    }

    pub(in crate::document) fn width_um(
        &self,
        size_um: Micrometres,
    ) -> Result<Micrometres, TextError> {
        to_um(self.units, size_um).ok_or(TextError::TooWide)
    }
}

/// What a face's file says of its glyphs; lengths are in units.
#[derive(Default)]
pub(in crate::document) struct Font {
    /// The glyph number of each code point, from 0; 0 where the font lacks the character.
    glyphs: Vec<u16>,
    /// The width of each glyph.
    advances: Vec<u16>,
    pub(in crate::document) ascent: i16,
    pub(in crate::document) descent: i16,
    pub(in crate::document) cap_height: i16,
    /// The box around all glyphs: left, bottom, right, top.
    pub(in crate::document) bounds: [i16; 4],
}

impl Font {
    /// The font of a face, read when it is first asked for.
    ///
    /// A file that cannot be read gives a font without characters, so that every text is refused;
    /// the tests measure texts with the files that are built in.
    pub(in crate::document) fn of(face: Face) -> &'static Font {
        static REGULAR: OnceLock<Font> = OnceLock::new();
        static BOLD: OnceLock<Font> = OnceLock::new();
        let (font, file): (_, &'static [u8]) = match face {
            Face::Regular => {
                (&REGULAR, include_bytes!("../../../templates/fonts/inter-regular.ttf"))
            }
            Face::Bold => (&BOLD, include_bytes!("../../../templates/fonts/inter-bold.ttf")),
        };
        font.get_or_init(|| Font::read(file).unwrap_or_default())
    }

    fn read(file: &[u8]) -> Option<Font> {
        let face = ttf_parser::Face::parse(file, 0).ok()?;
        let mut glyphs = Vec::new();
        for part in face.tables().cmap?.subtables.into_iter().filter(|part| part.is_unicode()) {
            part.codepoints(|code| {
                if let (Ok(place), Some(glyph)) = (u16::try_from(code), part.glyph_index(code)) {
                    let place = usize::from(place);
                    glyphs.resize(glyphs.len().max(place + 1), 0);
                    glyphs[place] = glyph.0;
                }
            });
        }
        let advance = |glyph| face.glyph_hor_advance(ttf_parser::GlyphId(glyph));
        let bounds = face.global_bounding_box();
        Some(Font {
            glyphs,
            advances: (0..face.number_of_glyphs()).map(advance).collect::<Option<_>>()?,
            ascent: face.tables().hhea.ascender,
            descent: face.tables().hhea.descender,
            cap_height: face.capital_height()?,
            bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max],
        })
    }

    /// Every character as its glyph number and its code point.
    pub(in crate::document) fn characters(&self) -> impl Iterator<Item = (u16, u16)> {
        self.glyphs.iter().copied().zip(0..).filter(|&(glyph, _)| glyph != 0)
    }

    /// The width of a glyph.
    pub(in crate::document) fn advance(&self, glyph: u16) -> i64 {
        self.advances.get(usize::from(glyph)).copied().map_or(0, i64::from)
    }

    /// Hands on the glyphs of a text.
    ///
    /// A form of compatibility that the font lacks is set as what it stands for: `ﬁ` as `fi`, a
    /// wide letter as a plain one (Unicode Standard Annex 15, NFKC). Whoever copies the text gets
    /// that, too.
    fn each_glyph(&self, text: &str, mut each: impl FnMut(u16)) -> Result<(), TextError> {
        for character in text.chars() {
            if let Some(glyph) = self.glyph(character) {
                each(glyph);
                continue;
            }
            let missing = TextError::MissingCharacter(character);
            let folded = std::iter::once(character).nfkc().map(|part| self.glyph(part));
            folded.collect::<Option<Vec<u16>>>().ok_or(missing)?.into_iter().for_each(&mut each);
        }
        Ok(())
    }

    /// Whether the font has a glyph of its own for a character.
    pub(in crate::document) fn has(&self, character: char) -> bool {
        self.glyph(character).is_some()
    }

    /// The glyph of a character.
    pub(in crate::document) fn glyph(&self, character: char) -> Option<u16> {
        let place = usize::try_from(u32::from(character)).ok()?;
        self.glyphs.get(place).copied().filter(|&glyph| glyph != 0)
    }
}

/// Units at a font size, rounded to the nearest micrometre.
pub(in crate::document) fn to_um(units: i64, size_um: Micrometres) -> Option<Micrometres> {
    let thousandths = units.checked_mul(i64::from(size_um))?.checked_add(UNITS_PER_EM / 2)?;
    Micrometres::try_from(thousandths.div_euclid(UNITS_PER_EM)).ok()
}
