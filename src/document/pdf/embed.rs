//! A face as objects of a PDF document: made once, copied into each document.

use std::fmt::Write;
use std::sync::OnceLock;

use lopdf::{Dictionary, Document, Object, Stream, dictionary, text_string};

use super::fonts::{Font, PROGRAMS, Program, program};
use crate::document::drawing::Face;

/// The smallest cut of a face with the glyphs up to a number, made when it is first asked for.
pub(super) fn embeddable(face: Face, highest: u16) -> Option<&'static Embeddable> {
    static REGULAR: [OnceLock<Embeddable>; PROGRAMS] = [const { OnceLock::new() }; PROGRAMS];
    static BOLD: [OnceLock<Embeddable>; PROGRAMS] = [const { OnceLock::new() }; PROGRAMS];
    let fonts = match face {
        Face::Regular => &REGULAR,
        Face::Bold => &BOLD,
    };
    let (place, program) = program(face, highest)?;
    Some(fonts.get(place)?.get_or_init(|| Embeddable::new(face, program)))
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
    fn new(face: Face, program: &Program) -> Embeddable {
        let font = Font::of(face);
        let (style, stem) = match face {
            Face::Regular => ("Regular", 84),
            Face::Bold => ("Bold", 142),
        };
        let name = format!("{}+Inter-{style}", program.tag);
        let file = dictionary! { "Filter" => "FlateDecode", "Length1" => program.length };
        let mut to_unicode = Stream::new(Dictionary::new(), to_unicode(font, program).into_bytes());
        // What fails to be compressed stays as it is, which a document may hold as well.
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
        let widths = (1..=program.characters).map(|glyph| font.advance(glyph).into());
        Embeddable {
            file: Stream::new(file, program.deflated.to_vec()),
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

/// The table by which a reader finds the character of a glyph: search and copy depend on it.
///
/// Glyphs in a row that are characters in a row share an entry, as long as the first byte of
/// neither number changes; at most a hundred entries make a part.
fn to_unicode(font: &Font, program: &Program) -> String {
    let mut characters: Vec<(u16, u16)> =
        font.characters().filter(|&(glyph, _)| glyph <= program.characters).collect();
    characters.sort_unstable();
    let runs: Vec<_> = characters
        .chunk_by(|&(glyph, code), &(next_glyph, next_code)| {
            let follows = next_glyph == glyph + 1 && next_code == code + 1;
            follows && next_glyph % 256 != 0 && next_code % 256 != 0
        })
        .filter_map(|run| Some((run.first()?, run.last()?.0)))
        .collect();
    let mut table = String::from(
        "/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n\
         /CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n\
         /CMapName/Adobe-Identity-UCS def/CMapType 2 def\n\
         1 begincodespacerange<0000><FFFF>endcodespacerange\n",
    );
    for part in runs.chunks(100) {
        // Writing to a string does not fail.
        let _ = writeln!(table, "{} beginbfrange", part.len());
        for &((first, code), last) in part {
            let _ = writeln!(table, "<{first:04X}><{last:04X}><{code:04X}>");
        }
        table.push_str("endbfrange\n");
    }
    table.push_str("endcmap CMapName currentdict/CMap defineresource pop end end");
    table
}
