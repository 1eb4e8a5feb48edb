//! Fonts of the user: which are taken, what they add to a document, and that nothing of it shows
//! where the built-in font is enough.
//!
//! The fonts are made here of the built-in one, by giving its glyphs to other characters; those of
//! Debian are for `tests/pdf/names.py`.

use proptest::prelude::*;
use reinstate::document::drawing::fonts::width_um;
use reinstate::document::drawing::{Face, Micrometres};
use reinstate::document::fallback::ruler::Ruler;
use reinstate::document::fallback::{FontFault, UserFonts};
use reinstate::document::pdf::{Paper, PdfError, document, document_in};

use crate::sample_sheet::sheet;
use crate::support::{project, tool};

/// Nine points.
const SIZE_UM: Micrometres = 3_175;

/// The built-in font as a file.
fn inter() -> Vec<u8> {
    std::fs::read(project("templates/fonts/inter-regular.ttf")).expect("a font")
}

/// Where the entry of a table is in the list of a font: 16 bytes.
fn entry(font: &[u8], table: &[u8; 4]) -> usize {
    let count = usize::from(u16::from_be_bytes([font[4], font[5]]));
    let places = (0..count).map(|place| 12 + 16 * place);
    places.into_iter().find(|at| &font[*at..at + 4] == table).expect("a table")
}

/// Where a table is.
fn table(font: &[u8], name: &[u8; 4]) -> usize {
    let at = entry(font, name);
    u32::from_be_bytes(font[at + 8..at + 12].try_into().expect("four bytes")) as usize
}

/// The built-in font with the bits of `fsType`, for its makers' permission.
fn with_permission(bits: u16) -> Vec<u8> {
    let mut font = inter();
    let at = table(&font, b"OS/2") + 8;
    font[at..at + 2].copy_from_slice(&bits.to_be_bytes());
    font
}

/// The built-in font whose glyphs, from the third on, are these characters instead: each a first
/// and a last one.
fn of_characters(ranges: &[(char, char)]) -> Vec<u8> {
    let mut font = inter();
    font.resize(font.len().next_multiple_of(4), 0);
    let groups: Vec<u8> = ranges
        .iter()
        .flat_map(|(first, last)| [u32::from(*first), u32::from(*last), 3])
        .flat_map(u32::to_be_bytes)
        .collect();
    let count = u32::try_from(ranges.len()).expect("few");
    let length = 16 + 12 * count;
    // A table of version 0 with one part: Windows, all of Unicode, format 12 (OpenType, `cmap`).
    let mut cmap: Vec<u8> = [0, 1, 3, 10].into_iter().flat_map(u16::to_be_bytes).collect();
    cmap.extend(12_u32.to_be_bytes());
    cmap.extend([12_u16, 0].into_iter().flat_map(u16::to_be_bytes));
    cmap.extend([length, 0, count].into_iter().flat_map(u32::to_be_bytes));
    cmap.extend(groups);
    let at = entry(&font, b"cmap");
    let offset = u32::try_from(font.len()).expect("small");
    font[at + 8..at + 12].copy_from_slice(&offset.to_be_bytes());
    let length = u32::try_from(cmap.len()).expect("small");
    font[at + 12..at + 16].copy_from_slice(&length.to_be_bytes());
    font.extend(cmap);
    font
}

fn fonts(of: &[(char, char)]) -> UserFonts {
    let mut fonts = UserFonts::NONE;
    fonts.add("made.ttf", of_characters(of), None).expect("a font");
    fonts
}

const HEBREW: (char, char) = ('\u{5d0}', '\u{5ea}');
const HAN: (char, char) = ('\u{65e5}', '\u{6642}');

fn read(bytes: Vec<u8>, number: Option<u32>) -> Result<(), FontFault> {
    UserFonts::default().add("font", bytes, number)
}

#[test]
fn what_is_no_font_for_documents_is_refused_with_what_to_do() {
    let renamed = |from: &[u8; 4], to: &[u8; 4]| {
        let mut font = inter();
        let at = entry(&font, from);
        font[at..at + 4].copy_from_slice(to);
        font
    };
    let pictures = {
        let mut font = renamed(b"glyf", b"CBDT");
        let at = entry(&font, b"loca");
        font[at..at + 4].copy_from_slice(b"CBLC");
        font
    };
    let cut = inter().len() - 1_000;
    for (bytes, words) in [
        (Vec::new(), "no TrueType or OpenType font"),
        (b"%PDF-1.7 and more".to_vec(), "no TrueType or OpenType font"),
        (b"wOFF and more of it".to_vec(), "a WOFF font"),
        (b"wOF2 and more of it".to_vec(), "a WOFF2 font"),
        (b"%!PS-AdobeFont-1.0: Old".to_vec(), "a Type 1 font"),
        (b"\x80\x01 and more of it".to_vec(), "a Type 1 font"),
        (inter()[..10].to_vec(), "damaged"),
        (inter()[..cut].to_vec(), "damaged: its end is missing"),
        (renamed(b"head", b"daeh"), "damaged"),
        (renamed(b"glyf", b"fylg"), "damaged"),
        (renamed(b"cmap", b"pamc"), "damaged"),
        (renamed(b"hmtx", b"xtmh"), "damaged"),
        (renamed(b"glyf", b"CFF2"), "variable font with CFF2"),
        (pictures, "are pictures"),
        (with_permission(0x0002), "does not allow it to be inside a document (fsType 0x0002)"),
        (with_permission(0x0100), "does not allow it to be inside a document in part"),
        (with_permission(0x0200), "does not allow it to be inside a document with its outlines"),
    ] {
        let fault = read(bytes, None).expect_err(words);
        assert!(fault.to_string().contains(words), "`{words}` is not in `{fault}`");
        assert!(!fault.hint().is_empty());
    }
}

/// Preview and print, and editing (OpenType, `OS/2`, fsType): a document may have both inside.
#[test]
fn a_font_that_may_be_inside_documents_is_taken() {
    for bits in [0, 0x0004, 0x0008] {
        assert_eq!(read(with_permission(bits), None), Ok(()));
    }
}

#[test]
fn a_font_of_a_collection_is_named_by_its_number() {
    let font = inter();
    assert_eq!(read(font.clone(), Some(1)), Ok(()));
    assert_eq!(read(font, Some(2)), Err(FontFault::NoFace { number: 2, count: 1 }));
    let mut collection: Vec<u8> = b"ttcf\0\x01\0\0".to_vec();
    collection.extend([2_u32, 20, 20].into_iter().flat_map(u32::to_be_bytes));
    assert!(matches!(read(collection.clone(), None), Err(FontFault::Damaged(_))));
    for number in [0, 3] {
        let fault = FontFault::NoFace { number, count: 2 };
        assert_eq!(read(collection.clone(), Some(number)), Err(fault));
    }
}

/// The same bytes: nothing of a font of the user is in a document that needs none.
#[test]
fn a_document_all_in_the_built_in_font_is_the_same_with_fonts_and_without() {
    let sheet = sheet(12);
    let with = document_in(&fonts(&[HEBREW, HAN]), &sheet, Paper::A4, &[]).expect("a document");
    assert_eq!(with, document(&sheet, Paper::A4, &[]).expect("a document"));
}

#[test]
fn equal_documents_in_fonts_of_the_user_are_equal_bytes() {
    let mut sheet = sheet(3);
    sheet.customer.lines = vec!["חברת אבג (12) ABC".to_owned(), "日旦旧 Ltd".to_owned()];
    let bytes = || document_in(&fonts(&[HEBREW, HAN]), &sheet, Paper::A4, &[]).expect("a document");
    assert_eq!(bytes(), bytes());
}

/// Poppler puts what it finds by place into the order in which it is read, so that it finds the
/// words only where they stand from right to left.
#[test]
fn names_can_be_read_out_again() {
    let mut sheet = sheet(1);
    sheet.customer.lines = vec!["אבג דהו".to_owned(), "日旦旧 Łódź".to_owned()];
    let bytes = document_in(&fonts(&[HEBREW, HAN]), &sheet, Paper::A4, &[]).expect("a document");
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), bytes).expect("a file");
    let mut command = std::process::Command::new("pdftotext");
    let Some(read) = tool(command.arg(file.path()).arg("-"), "poppler-utils") else { return };
    let text = String::from_utf8_lossy(&read.stdout);
    for line in &sheet.customer.lines {
        assert!(text.contains(line), "{line} is not in {text}");
    }
}

/// UAX 9, P2 and P3, and 3.4: the first letter of the text says the direction of each of its lines,
/// and the full stop goes with the line that it ends.
#[test]
fn a_line_of_a_text_from_right_to_left_is_read_so_whatever_it_begins_with() {
    let mut sheet = sheet(1);
    let name =
        format!("{} Alpha דהוז. {}", "אבגד ".repeat(14).trim_end(), "אבגד ".repeat(9).trim());
    sheet.customer.lines = vec![name];
    let bytes = document_in(&fonts(&[HEBREW]), &sheet, Paper::A4, &[]).expect("a document");
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), bytes).expect("a file");
    let mut command = std::process::Command::new("pdftotext");
    let command = command.arg("-bbox").arg(file.path()).arg("-");
    let Some(read) = tool(command, "poppler-utils") else { return };
    let text = String::from_utf8_lossy(&read.stdout);
    // `<word xMin="…" yMin="…" xMax="…" yMax="…">…</word>`
    // Poppler gives each letter from right to left as a word; whole points are enough here.
    let points = |line: &str, name: &str| -> i32 {
        let digits = line.split_once(name).and_then(|(_, rest)| rest.split(['"', '.']).nth(1));
        digits.and_then(|digits| digits.parse().ok()).expect(name)
    };
    let place = |said: &str| {
        let words = text.lines().filter(|line| line.contains("<word"));
        let line = words.into_iter().find(|line| line.contains(said)).expect(said);
        (points(line, "xMin"), points(line, "yMin"))
    };
    let (latin, last, stop) = (place(">Alpha<"), place("ז"), place(">.<"));
    assert!((latin.1 - last.1).abs() < 3, "on one line: {latin:?} {last:?}");
    assert!(stop.0 < last.0 && last.0 < latin.0, "{stop:?} {last:?} {latin:?}");
}

#[test]
fn all_that_no_font_has_is_named_with_the_fonts_that_were_tried() {
    let mut sheet = sheet(2);
    sheet.customer.lines = vec!["日本 אב".to_owned()];
    sheet.table.lines[1].title = "한국".to_owned();
    let missing = |fonts: &UserFonts| match document_in(fonts, &sheet, Paper::A4, &[]) {
        Err(error @ PdfError::Missing(_)) => error.to_string(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        missing(&UserFonts::NONE),
        "no font has “א” (U+05D0), “ב” (U+05D1), “日” (U+65E5), “本” (U+672C), “국” (U+AD6D), \
         “한” (U+D55C); tried: the built-in font"
    );
    assert_eq!(
        missing(&fonts(&[HEBREW, HAN])),
        "no font has “本” (U+672C), “국” (U+AD6D), “한” (U+D55C); tried: the built-in font, made.ttf"
    );
    sheet.customer.lines = vec![('\u{4e00}'..'\u{4f00}').collect()];
    sheet.table.lines[1].title = "Plain".to_owned();
    let many = document(&sheet, Paper::A4, &[]).expect_err("no font").to_string();
    assert!(many.contains(" and 236 more characters; tried"), "{many}");
}

#[test]
fn a_letter_with_a_font_of_its_own_comes_before_what_it_stands_for() {
    let wide = '\u{ff21}';
    let with = fonts(&[(wide, '\u{ff3a}')]);
    let ruler = |fonts| Ruler::new(fonts).width_um(Face::Regular, SIZE_UM, "Ａ").expect("a width");
    // The third glyph of the font is not that of `A`.
    let without = UserFonts::NONE;
    assert_eq!(ruler(&without), width_um(Face::Regular, SIZE_UM, "A").expect("a width"));
    assert_ne!(ruler(&with), ruler(&without));
}

proptest! {
    /// What a person would see cut off, or twice, or not at all.
    #[test]
    fn lines_hold_all_of_a_text_and_are_not_too_wide(
        text in "[אבגדה日旦旧a-e() ]{0,60}",
        room_um in 8_000..60_000,
    ) {
        let fonts = fonts(&[HEBREW, HAN]);
        let ruler = Ruler::new(&fonts);
        let lines = ruler.wrap(Face::Regular, SIZE_UM, &text, room_um);
        let lines = lines.expect("letters of the fonts");
        let lines: Vec<&str> = lines.iter().map(|line| &**line).collect();
        for line in &lines {
            let width_um = ruler.width_um(Face::Regular, SIZE_UM, line).expect("a width");
            prop_assert!(width_um <= room_um, "{line} is {width_um}");
        }
        let letters = |text: &str| text.replace(' ', "");
        prop_assert_eq!(letters(&lines.concat()), letters(&text));
    }

    /// Whatever stands in the file of a font: it is refused, or documents are made.
    #[test]
    fn no_font_brings_the_program_down(
        cut in 0_usize..60_000,
        changes in prop::collection::vec((0_usize..60_000, any::<u8>()), 0..12),
        near in prop::collection::vec((0_usize..400, any::<u8>()), 0..4),
    ) {
        let mut font = of_characters(&[HEBREW, HAN]);
        let length = font.len();
        for (at, byte) in changes.into_iter().chain(near) {
            font[at % length] = byte;
        }
        if cut % 3 == 0 {
            font.truncate(cut);
        }
        let mut fonts = UserFonts::NONE;
        if fonts.add("changed.ttf", font, None).is_ok() {
            let mut sheet = sheet(1);
            sheet.customer.lines = vec!["אבג (12) 日旦旧 Łódź".to_owned()];
            // A font that is damaged within may do for some texts, and not for others.
            let _ = document_in(&fonts, &sheet, Paper::A4, &[]);
        }
    }
}
