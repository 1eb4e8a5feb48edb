//! Fonts of the user as objects of a PDF document: cut to the glyphs that it shows.

use std::collections::BTreeMap;
use std::fmt::Write;

use lopdf::{Dictionary, Document, Object, Stream, dictionary, text_string};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use crate::document::fallback::FontFault;
use crate::document::fallback::font::{Outlines, UserFont};

use super::embed::{UNICODE_BEGIN, UNICODE_END};

/// The glyphs of a font of the user that a document shows, each with a code for every text that it
/// stands for.
#[derive(Default)]
pub(super) struct UsedUserFont {
    /// The glyphs as numbers of the cut font.
    glyphs: GlyphRemapper,
    /// The first is that of code 1.
    codes: Vec<UsedCode>,
    known: BTreeMap<(u16, String), u16>,
}

/// What a code of the document stands for.
struct UsedCode {
    /// The number of its glyph in the cut font.
    glyph: u16,
    /// What a reader finds in a search or copies.
    text: String,
    width: i64,
}

impl UsedUserFont {
    /// The code of a glyph that stands for a text.
    ///
    /// In a font with CFF outlines a glyph has one code, which stands for its first text
    /// (ISO 32000-1, 9.7.4.2: its codes are the numbers of its glyphs).
    pub(super) fn code(&mut self, font: &UserFont, glyph: u16, text: &str) -> u16 {
        let is_of_glyph = font.facts.outlines == Outlines::Cff;
        let key = (glyph, if is_of_glyph { String::new() } else { text.to_owned() });
        if let Some(code) = self.known.get(&key) {
            return *code;
        }
        let used = UsedCode {
            glyph: self.glyphs.remap(glyph),
            text: text.to_owned(),
            width: font.advance(glyph),
        };
        self.codes.push(used);
        let code = u16::try_from(self.codes.len()).unwrap_or(0);
        self.known.insert(key, code);
        code
    }

    /// What a code stands for.
    pub(super) fn text(&self, code: u16) -> &str {
        self.used(code).map_or("", |used| used.text.as_str())
    }

    /// The width of a code.
    pub(super) fn width(&self, code: u16) -> i64 {
        self.used(code).map_or(0, |used| used.width)
    }

    fn used(&self, code: u16) -> Option<&UsedCode> {
        usize::from(code).checked_sub(1).and_then(|place| self.codes.get(place))
    }

    /// Adds the font to a document (ISO 32000-1, 9.7.4 and 9.9).
    pub(super) fn embed(
        &self,
        font: &UserFont,
        document: &mut Document,
    ) -> Result<Object, FontFault> {
        let file = font.cut(&self.glyphs)?;
        let name = format!("{}+{}", tag(&file), font.facts.name);
        let length = i64::try_from(file.len()).unwrap_or(i64::MAX);
        let (key, file, kind) = match font.facts.outlines {
            Outlines::TrueType => {
                let about = dictionary! { "Length1" => length };
                ("FontFile2", Stream::new(about, file), "CIDFontType2")
            }
            Outlines::Cff => {
                let about = dictionary! { "Subtype" => "CIDFontType0C" };
                ("FontFile3", Stream::new(about, file), "CIDFontType0")
            }
        };
        let descriptor = dictionary! {
            "Type" => "FontDescriptor",
            "FontName" => &*name,
            // Of any script.
            "Flags" => 1 << 2,
            "FontBBox" => font.facts.bounds.map(Object::from).to_vec(),
            "ItalicAngle" => 0,
            "Ascent" => font.facts.ascent,
            "Descent" => font.facts.descent,
            "CapHeight" => font.facts.cap_height,
            // Nobody asks for it where the font is inside; without it a font is not valid.
            "StemV" => 80,
            key => document.add_object(file),
        };
        let widths = self.codes.iter().map(|used| used.width.into()).collect();
        let mut descendant = dictionary! {
            "Type" => "Font",
            "Subtype" => kind,
            "BaseFont" => &*name,
            "CIDSystemInfo" => dictionary! {
                "Registry" => text_string("Adobe"),
                "Ordering" => text_string("Identity"),
                "Supplement" => 0,
            },
            "FontDescriptor" => document.add_object(descriptor),
            "W" => vec![1.into(), Object::Array(widths)],
        };
        if font.facts.outlines == Outlines::TrueType {
            let glyphs = std::iter::once(0).chain(self.codes.iter().map(|used| used.glyph));
            let glyphs = glyphs.flat_map(u16::to_be_bytes).collect();
            let glyphs = document.add_object(Stream::new(Dictionary::new(), glyphs));
            descendant.set("CIDToGIDMap", glyphs);
        }
        let to_unicode = Stream::new(Dictionary::new(), self.to_unicode().into_bytes());
        let font = dictionary! {
            "Type" => "Font",
            "Subtype" => "Type0",
            "BaseFont" => &*name,
            "Encoding" => "Identity-H",
            "DescendantFonts" => vec![document.add_object(descendant).into()],
            "ToUnicode" => document.add_object(to_unicode),
        };
        Ok(document.add_object(font).into())
    }

    fn to_unicode(&self) -> String {
        let mut table = String::from(UNICODE_BEGIN);
        let codes: Vec<(u16, &UsedCode)> = (1..).zip(&self.codes).collect();
        for part in codes.chunks(100) {
            // Writing to a string does not fail.
            let _ = writeln!(table, "{} beginbfchar", part.len());
            for (code, used) in part {
                let _ = write!(table, "<{code:04X}><");
                utf16(&used.text, &mut table);
                table.push_str(">\n");
            }
            table.push_str("endbfchar\n");
        }
        table.push_str(UNICODE_END);
        table
    }
}

/// A text as the digits of its UTF-16.
pub(super) fn utf16(text: &str, digits: &mut String) {
    for unit in text.encode_utf16() {
        let _ = write!(digits, "{unit:04X}");
    }
}

/// Six capitals that tell a font that is cut from others of its name; equal cuts have equal ones.
fn tag(file: &[u8]) -> String {
    let digest = Sha256::digest(file);
    digest.iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}
