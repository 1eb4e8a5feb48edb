//! A font of the user: what is checked before it is used, and the glyphs of a piece of text.

use std::sync::Arc;

use harfrust::font::{Blob, Font};
use harfrust::{Buffer, BufferFlags, Direction, GlyphId, ShapeOptions, ShaperFont, shape};
use subsetter::{GlyphRemapper, subset};
use ttf_parser::{Face as FontFace, Permissions, RawFace, Tag, name_id};
use unicode_normalization::UnicodeNormalization;

use crate::document::drawing::fonts::UNITS_PER_EM;

/// The most bytes of a font file: collections of Chinese, Japanese and Korean have some 20 MB.
pub const FONT_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Why a font cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FontFault {
    /// The file is none that is known.
    #[error("this is no TrueType or OpenType font")]
    NoFont,
    /// A font that is compressed for web pages.
    #[error("this is a {0} font, which is for web pages")]
    ForWeb(&'static str),
    /// A font of a kind that is from before OpenType.
    #[error("this is a Type 1 font")]
    TypeOne,
    /// A part of the file is missing or makes no sense.
    #[error("the font is damaged: {0}")]
    Damaged(&'static str),
    /// Its letters are pictures.
    #[error("the letters of this font are pictures, which a document cannot be set in")]
    Pictures,
    /// Its outlines are of a kind that a PDF cannot have.
    #[error("this is a variable font with CFF2 outlines, which a PDF cannot have")]
    VariableOutlines,
    /// Its maker does not allow it to be inside documents.
    #[error("the licence of this font does not allow it {0} (fsType {1:#06x})")]
    NotAllowed(&'static str, u16),
    /// The file has fewer fonts.
    #[error("the file has {count} fonts, and number {number} is asked for")]
    NoFace {
        /// The number, from 1.
        number: u32,
        /// How many there are.
        count: u32,
    },
}

impl FontFault {
    /// What to do.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NoFont => "name a font file that ends in .ttf, .otf or .ttc",
            Self::ForWeb(_) | Self::TypeOne => "use the TTF or OTF version of this font",
            Self::Damaged(_) => "get the font file anew",
            Self::Pictures => "use a font with outlines, for example Noto",
            Self::VariableOutlines => "use the version of this font with a file for each weight",
            Self::NotAllowed(..) => "use a font that may be in any document, for example Noto",
            Self::NoFace { .. } => "the number behind # is that of a font in the file, from 1",
        }
    }
}

/// How thick the letters of a font are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::document) enum FontWeight {
    Usual,
    Heavy,
}

/// How the outlines of a font are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::document) enum Outlines {
    TrueType,
    Cff,
}

/// What a document says of a font; lengths in units of [`UNITS_PER_EM`].
#[derive(Debug, Clone)]
pub(in crate::document) struct FontFacts {
    /// Its PostScript name, of letters that need no escape.
    pub(in crate::document) name: String,
    pub(in crate::document) outlines: Outlines,
    pub(in crate::document) weight: FontWeight,
    pub(in crate::document) ascent: i64,
    pub(in crate::document) descent: i64,
    pub(in crate::document) cap_height: i64,
    /// The box around all glyphs: left, bottom, right, top.
    pub(in crate::document) bounds: [i64; 4],
}

/// A font of the user, which has been checked.
pub(in crate::document) struct UserFont {
    /// As the user named it.
    pub(in crate::document) given: String,
    pub(in crate::document) facts: FontFacts,
    bytes: SharedBytes,
    /// Which font of the file it is, from 0.
    index: u32,
    font: Font,
}

type SharedBytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// A glyph of a shaped piece of text; lengths in units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::document) struct ShapedGlyph {
    pub(in crate::document) glyph: u16,
    /// Where in the piece its characters begin, in bytes.
    pub(in crate::document) from: usize,
    /// How far the next glyph is.
    pub(in crate::document) advance: i64,
    /// How far to the right and up it is drawn from its place.
    pub(in crate::document) offset: (i64, i64),
}

impl UserFont {
    /// A font of a file, which the user named so; of a collection that with a number, from 1, or
    /// the first.
    pub(in crate::document) fn read(
        given: String,
        bytes: Vec<u8>,
        number: Option<u32>,
    ) -> Result<Self, FontFault> {
        let index = index_of(&bytes, number)?;
        let facts = checked(&bytes, index)?;
        let bytes: SharedBytes = Arc::new(bytes);
        let font = Font::new(Blob::from(Arc::clone(&bytes)), index)
            .ok_or(FontFault::Damaged("its tables cannot be read"))?;
        let read = Self { given, facts, bytes, index, font };
        read.try_out()?;
        Ok(read)
    }

    /// Whether the font has a character, or the parts that it is made of.
    pub(in crate::document) fn has(&self, character: char) -> bool {
        let has = |one: char| self.font.charmap().map_unicode(one).is_some();
        has(character) || {
            let mut parts = std::iter::once(character).nfd().peekable();
            parts.peek() != Some(&character) && parts.all(has)
        }
    }

    /// The glyphs of a piece of one script, from left to right whatever its direction.
    pub(in crate::document) fn shaped(
        &self,
        piece: &str,
        direction: Direction,
    ) -> Vec<ShapedGlyph> {
        let mut buffer = Buffer::new();
        buffer.push_str(piece);
        buffer.set_direction(direction);
        buffer.set_flags(
            BufferFlags::BEGINNING_OF_TEXT
                | BufferFlags::END_OF_TEXT
                | BufferFlags::REMOVE_DEFAULT_IGNORABLES
                | BufferFlags::DO_NOT_INSERT_DOTTED_CIRCLE,
        );
        buffer.guess_segment_properties();
        if shape(&ShaperFont::new(&self.font), &mut buffer, ShapeOptions::new()).is_err() {
            return Vec::new();
        }
        let units = |length| self.units(i64::from(length));
        let glyphs = buffer.glyph_infos().iter().zip(buffer.glyph_positions());
        glyphs
            .map(|(info, at)| ShapedGlyph {
                glyph: u16::try_from(info.glyph_id).unwrap_or(0),
                from: usize::try_from(info.cluster).unwrap_or(0),
                advance: units(at.x_advance),
                offset: (units(at.x_offset), units(at.y_offset)),
            })
            .collect()
    }

    /// The width of a glyph that nothing moves.
    pub(in crate::document) fn advance(&self, glyph: u16) -> i64 {
        let shaper = ShaperFont::new(&self.font);
        self.units(i64::from(shaper.glyph_h_advance(GlyphId::from(glyph))))
    }

    /// The glyph of a character that the font has by itself.
    pub(in crate::document) fn glyph(&self, character: char) -> Option<u16> {
        let glyph = self.font.charmap().map_unicode(character)?;
        u16::try_from(glyph.to_u32()).ok()
    }

    /// A font with some of the glyphs: a TrueType file, or the table `CFF ` of an OpenType one.
    pub(in crate::document) fn cut(&self, glyphs: &GlyphRemapper) -> Result<Vec<u8>, FontFault> {
        let damaged = || FontFault::Damaged("its outlines cannot be read");
        let file = subset(self.bytes(), self.index, glyphs).map_err(|_| damaged())?;
        match self.facts.outlines {
            Outlines::TrueType => Ok(file),
            Outlines::Cff => {
                let cut = RawFace::parse(&file, 0).map_err(|_| damaged())?;
                Ok(cut.table(Tag::from_bytes(b"CFF ")).ok_or_else(damaged)?.to_vec())
            }
        }
    }

    /// Which font of its file it is, from 0.
    pub(in crate::document) const fn index(&self) -> u32 {
        self.index
    }

    pub(in crate::document) fn bytes(&self) -> &[u8] {
        (*self.bytes).as_ref()
    }

    /// Cuts and shapes a few characters, so that a font that cannot be used is known at once.
    fn try_out(&self) -> Result<(), FontFault> {
        const TRIED: usize = 16;
        let mut glyphs = GlyphRemapper::new();
        let mut text = String::new();
        for (code, _) in self.font.charmap().unicodes().take(TRIED) {
            text.extend(char::from_u32(code));
        }
        if text.is_empty() {
            return Err(FontFault::Damaged("it does not say which glyph is which character"));
        }
        for glyph in self.shaped(&text, Direction::LeftToRight) {
            glyphs.remap(glyph.glyph);
        }
        self.cut(&glyphs).map(drop)
    }

    fn units(&self, length: i64) -> i64 {
        scaled(length, self.font.units_per_em())
    }
}

/// A length of a font in units, rounded to the nearest.
fn scaled(length: i64, units_per_em: u16) -> i64 {
    let em = i64::from(units_per_em.max(1));
    (length * UNITS_PER_EM + em / 2).div_euclid(em)
}

/// Which font of a file is asked for, from 0.
fn index_of(bytes: &[u8], number: Option<u32>) -> Result<u32, FontFault> {
    match bytes {
        [0, 1, 0, 0, ..] | [b'O', b'T', b'T', b'O', ..] | [b't', b'r', b'u', b'e', ..] => {}
        [b't', b't', b'c', b'f', ..] => {
            let count = ttf_parser::fonts_in_collection(bytes)
                .filter(|count| *count > 0)
                .ok_or(FontFault::Damaged("it is a collection of no fonts"))?;
            let number = number.unwrap_or(1);
            return match number.checked_sub(1) {
                Some(index) if index < count => Ok(index),
                Some(_) | None => Err(FontFault::NoFace { number, count }),
            };
        }
        [b'w', b'O', b'F', b'F', ..] => return Err(FontFault::ForWeb("WOFF")),
        [b'w', b'O', b'F', b'2', ..] => return Err(FontFault::ForWeb("WOFF2")),
        [0x80, 1, ..] | [b'%', b'!', b'P', b'S', ..] | [b'%', b'!', b'F', b'o', ..] => {
            return Err(FontFault::TypeOne);
        }
        _ => return Err(FontFault::NoFont),
    }
    match number {
        None | Some(1) => Ok(0),
        Some(number) => Err(FontFault::NoFace { number, count: 1 }),
    }
}

/// What a document needs to know of a font that it may have inside.
fn checked(bytes: &[u8], index: u32) -> Result<FontFacts, FontFault> {
    let damaged = FontFault::Damaged;
    let raw =
        RawFace::parse(bytes, index).map_err(|_| damaged("its list of tables is not whole"))?;
    for record in raw.table_records {
        let end = u64::from(record.offset) + u64::from(record.length);
        if end > u64::try_from(bytes.len()).unwrap_or(u64::MAX) {
            return Err(damaged("its end is missing"));
        }
    }
    let has = |name: &[u8; 4]| raw.table(Tag::from_bytes(name)).is_some();
    if has(b"CFF2") {
        return Err(FontFault::VariableOutlines);
    }
    let outlines = match (has(b"glyf") && has(b"loca"), has(b"CFF ")) {
        (true, _) => Outlines::TrueType,
        (false, true) => Outlines::Cff,
        (false, false) if has(b"glyf") || has(b"loca") => {
            return Err(damaged("its outlines are missing"));
        }
        (false, false) => return Err(FontFault::Pictures),
    };
    let face = FontFace::parse(bytes, index).map_err(|_| damaged("its tables cannot be read"))?;
    if face.number_of_glyphs() == 0 || face.tables().hmtx.is_none() {
        return Err(damaged("it has no glyphs"));
    }
    if let Some(table) = face.tables().os2 {
        let refused = if !matches!(
            table.permissions(),
            None | Some(
                Permissions::Installable | Permissions::PreviewAndPrint | Permissions::Editable
            )
        ) {
            Some("to be inside a document")
        } else if !table.is_subsetting_allowed() {
            Some("to be inside a document in part")
        } else if !table.is_outline_embedding_allowed() {
            Some("to be inside a document with its outlines")
        } else {
            None
        };
        if let Some(refused) = refused {
            let bits = raw.table(Tag::from_bytes(b"OS/2")).and_then(|table| table.get(8..10));
            let bits = bits.and_then(|bits| <[u8; 2]>::try_from(bits).ok()).unwrap_or_default();
            return Err(FontFault::NotAllowed(refused, u16::from_be_bytes(bits)));
        }
    }
    let units = |length: i16| scaled(length.into(), face.units_per_em());
    let bounds = face.global_bounding_box();
    let is_heavy = face.tables().os2.is_some_and(|table| table.weight().to_number() >= 600);
    Ok(FontFacts {
        name: post_script_name(&face),
        outlines,
        weight: if is_heavy { FontWeight::Heavy } else { FontWeight::Usual },
        ascent: units(face.ascender()),
        descent: units(face.descender()),
        cap_height: units(face.capital_height().unwrap_or(face.ascender())),
        bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(units),
    })
}

/// Its name of letters, digits and hyphens alone, as every reader takes it.
fn post_script_name(face: &FontFace<'_>) -> String {
    const LETTERS_MAX: usize = 63;
    let names = face.names().into_iter();
    let names = names.filter(|name| name.name_id == name_id::POST_SCRIPT_NAME);
    let name = names.filter_map(|name| name.to_string()).next().unwrap_or_default();
    let is_plain = |one: &char| one.is_ascii_alphanumeric() || *one == '-';
    let plain: String = name.chars().filter(is_plain).take(LETTERS_MAX).collect();
    if plain.is_empty() { "Font".to_owned() } else { plain }
}
