//! A face as objects of a PDF document: made once, copied into each document.
//!
//! Four cuts of each face are compressed beforehand, and a document embeds the smallest that has
//! all its characters. A character has the same glyph number in each of them and in the file that
//! is measured: `templates/fonts/cut.py` makes them so.

use std::fmt::Write;
use std::sync::OnceLock;

use lopdf::{Dictionary, Document, Object, Stream, dictionary, text_string};

use crate::document::drawing::Face;
use crate::document::drawing::fonts::Font;

/// A face cut to a set of characters, ready to be embedded.
struct FontCut {
    /// Six capitals that tell a reader that the font is cut, and how.
    tag: &'static str,
    /// The TrueType file as zlib data, without what a reader of documents does not need.
    deflated: &'static [u8],
    /// The length of that file, in bytes.
    length: i64,
    /// The glyphs from 1 to this number are its characters.
    characters: u16,
    /// Made when a document first needs them.
    objects: OnceLock<Embeddable>,
}

macro_rules! cut {
    ($tag:literal, $file:literal, $characters:literal, $length:literal) => {
        FontCut {
            tag: $tag,
            deflated: include_bytes!(concat!("../../../templates/fonts/", $file)),
            length: $length,
            characters: $characters,
            objects: OnceLock::new(),
        }
    };
}

// From the smallest to the largest, each with the characters of the one before.
static REGULAR: [FontCut; 4] = [
    cut!("RBASIC", "inter-regular-basic.z", 122, 10_376),
    cut!("RWESTE", "inter-regular-western.z", 227, 16_688),
    cut!("RLATIN", "inter-regular-latin.z", 462, 29_196),
    cut!("RFULLX", "inter-regular-full.z", 900, 49_916),
];
static BOLD: [FontCut; 4] = [
    cut!("BBASIC", "inter-bold-basic.z", 122, 10_144),
    cut!("BWESTE", "inter-bold-western.z", 227, 16_368),
    cut!("BLATIN", "inter-bold-latin.z", 462, 28_788),
    cut!("BFULLX", "inter-bold-full.z", 900, 49_236),
];

/// The smallest cut of a face that has all glyphs up to the given one.
pub(super) fn embeddable(face: Face, highest: u16) -> Option<&'static Embeddable> {
    let cuts = match face {
        Face::Regular => &REGULAR,
        Face::Bold => &BOLD,
    };
    let cut = cuts.iter().find(|cut| highest <= cut.characters)?;
    Some(cut.objects.get_or_init(|| Embeddable::new(face, cut)))
}

/// The objects of a font that are the same in every document, but for their references.
pub(super) struct Embeddable {
    name: String,
    file: Stream,
    to_unicode: Stream,
    descriptor: Dictionary,
    widths: Vec<Object>,
}

impl Embeddable {
    fn new(face: Face, cut: &FontCut) -> Embeddable {
        let font = Font::of(face);
        let (style, stem) = match face {
            Face::Regular => ("Regular", 84),
            Face::Bold => ("Bold", 142),
        };
        let name = format!("{}+Inter-{style}", cut.tag);
        let file = dictionary! { "Filter" => "FlateDecode", "Length1" => cut.length };
        let mut to_unicode = Stream::new(Dictionary::new(), to_unicode(font, cut).into_bytes());
        // Where compression fails it stays as it is, which is valid too.
        let _ = to_unicode.compress();
        let descriptor = dictionary! {
            "Type" => "FontDescriptor",
            "FontName" => &*name,
            // Letters of a known script.
            "Flags" => 1 << 5,
            "FontBBox" => font.bounds.map(|edge| i64::from(edge).into()).to_vec(),
            "ItalicAngle" => 0,
            "Ascent" => i64::from(font.ascent),
            "Descent" => i64::from(font.descent),
            "CapHeight" => i64::from(font.cap_height),
            "StemV" => stem,
        };
        let widths = (1..=cut.characters).map(|glyph| font.advance(glyph).into());
        Embeddable {
            file: Stream::new(file, cut.deflated.to_vec()),
            to_unicode,
            descriptor,
            widths: vec![1.into(), Object::Array(widths.collect())],
            name,
        }
    }

    /// Adds the font to a document; its text is a sequence of glyph numbers of two bytes each.
    pub(super) fn embed(&self, document: &mut Document) -> Object {
        let mut descriptor = self.descriptor.clone();
        descriptor.set("FontFile2", document.add_object(self.file.clone()));
        let descendant = dictionary! {
            "Type" => "Font",
            "Subtype" => "CIDFontType2",
            "BaseFont" => &*self.name,
            "CIDSystemInfo" => dictionary! {
                "Registry" => text_string("Adobe"),
                "Ordering" => text_string("Identity"),
                "Supplement" => 0,
            },
            "CIDToGIDMap" => "Identity",
            "FontDescriptor" => document.add_object(descriptor),
            "W" => self.widths.clone(),
        };
        let font = dictionary! {
            "Type" => "Font",
            "Subtype" => "Type0",
            "BaseFont" => &*self.name,
            "Encoding" => "Identity-H",
            "DescendantFonts" => vec![document.add_object(descendant).into()],
            "ToUnicode" => document.add_object(self.to_unicode.clone()),
        };
        document.add_object(font).into()
    }
}

/// How a table of characters begins and ends.
pub(super) const UNICODE_BEGIN: &str = "\
    /CIDInit/ProcSet findresource begin 12 dict begin begincmap\n\
    /CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n\
    /CMapName/Adobe-Identity-UCS def/CMapType 2 def\n\
    1 begincodespacerange<0000><FFFF>endcodespacerange\n";
pub(super) const UNICODE_END: &str = "endcmap CMapName currentdict/CMap defineresource pop end end";

/// The table by which a reader finds the character of a glyph: search and copy depend on it.
///
/// Glyphs in a row that are characters in a row share an entry, as long as the first byte of
/// neither number changes; at most a hundred entries make a part.
fn to_unicode(font: &Font, cut: &FontCut) -> String {
    let mut characters: Vec<(u16, u16)> =
        font.characters().filter(|&(glyph, _)| glyph <= cut.characters).collect();
    characters.sort_unstable();
    let runs: Vec<_> = characters
        .chunk_by(|&(glyph, code), &(next_glyph, next_code)| {
            let follows = next_glyph == glyph + 1 && next_code == code + 1;
            follows && next_glyph % 256 != 0 && next_code % 256 != 0
        })
        .filter_map(|run| Some((run.first()?, run.last()?.0)))
        .collect();
    let mut table = String::from(UNICODE_BEGIN);
    for part in runs.chunks(100) {
        // Writing to a string does not fail.
        let _ = writeln!(table, "{} beginbfrange", part.len());
        for &((first, code), last) in part {
            let _ = writeln!(table, "<{first:04X}><{last:04X}><{code:04X}>");
        }
        table.push_str("endbfrange\n");
    }
    table.push_str(UNICODE_END);
    table
}
