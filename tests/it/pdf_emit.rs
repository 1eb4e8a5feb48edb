//! Drawings become PDF: the same bytes each time, text that can be read out again, widths that
//! agree with what is shown.

use std::error::Error;
use std::io::Write;
use std::process::{Command, Stdio};

use chrono::NaiveDate;
use flate2::write::ZlibDecoder;
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, decode_text_string};
use proptest::prelude::*;
use reinstate::document::drawing::fonts::{
    TextError, advance, cap_height_um, missing_character, width_um,
};
use reinstate::document::drawing::palette::{Palette, Rgb};
use reinstate::document::drawing::{
    Align, Dash, Drawing, Face, MM, Micrometres, Point, Shape, Stroke, Tone,
};
use reinstate::document::fallback::UserFonts;
use reinstate::document::pdf::emit::{self, EmitError, PdfAbout};
use reinstate::document::pdf::tags::TaggedPages;
use sha2::{Digest, Sha256};

use crate::support;

/// Nine points.
const SIZE_UM: Micrometres = 3_175;
const FACES: [Face; 2] = [Face::Regular, Face::Bold];

static NO_FONTS: UserFonts = UserFonts::NONE;

fn about() -> PdfAbout<'static> {
    PdfAbout {
        title: "Prijsopgave € voor Łódź",
        author: "Example Software",
        subject: "",
        keywords: "",
        language: "nl",
        created: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default(),
        digest: [0xa5; 32],
        palette: Palette::default(),
        fonts: &NO_FONTS,
        logo: None,
        attachments: &[],
    }
}

fn emit(drawings: &[Drawing], about: &PdfAbout<'_>) -> Result<Vec<u8>, EmitError> {
    emit::emit(&TaggedPages::of_drawings(drawings), about)
}

fn page(shapes: Vec<Shape>) -> Drawing {
    Drawing { width_um: 210 * MM, height_um: 297 * MM, shapes }
}

fn text(place: (Micrometres, Micrometres), text: &str, face: Face, align: Align) -> Shape {
    let (text, tone) = (text.to_owned(), Tone::Ink);
    let (x_um, baseline_um) = place;
    let around = None;
    Shape::Text { x_um, baseline_um, text, around, size_um: SIZE_UM, face, tone, align }
}

/// A page with a line of text for each given one, from the top.
fn lines<T: AsRef<str>>(face: Face, lines: &[T]) -> Drawing {
    let places = (20 * MM..).step_by(6_000).map(|baseline_um| (20 * MM, baseline_um));
    let shapes = places.zip(lines).map(|(at, line)| text(at, line.as_ref(), face, Align::Start));
    page(shapes.collect())
}

/// Every shape in every way it can be drawn.
fn specimen() -> Drawing {
    let rule = Stroke { tone: Tone::Rule, width_um: 200, dash: Dash::Whole };
    let dashed = Stroke { tone: Tone::Alert, width_um: 400, dash: Dash::Dashed };
    let rectangle = |y_um, fill, stroke| Shape::Rectangle {
        x_um: 20 * MM,
        y_um,
        width_um: 60 * MM,
        height_um: 12 * MM,
        fill,
        stroke,
    };
    let points = |corners: &[(Micrometres, Micrometres)]| {
        corners.iter().map(|&(x, y)| Point { x_um: x * MM, y_um: y * MM }).collect::<Vec<_>>()
    };
    let tones = [Tone::Ink, Tone::Muted, Tone::Accent, Tone::AccentSoft, Tone::AlertSoft];
    let swatches = (20 * MM..).step_by(12_000).zip(tones).map(|(x_um, tone)| Shape::Rectangle {
        x_um,
        y_um: 120 * MM,
        width_um: 10 * MM,
        height_um: 5 * MM,
        fill: Some(tone),
        stroke: None,
    });
    let mut shapes = vec![
        rectangle(20 * MM, Some(Tone::Tint), None),
        rectangle(40 * MM, None, Some(rule)),
        rectangle(60 * MM, Some(Tone::AccentSoft), Some(dashed)),
        rectangle(80 * MM, None, None),
        Shape::Line { points: points(&[(100, 20), (190, 20)]), stroke: dashed },
        Shape::Line { points: points(&[(100, 60), (130, 30), (160, 50), (190, 40)]), stroke: rule },
        Shape::Polygon { points: points(&[(100, 90), (120, 70), (140, 90)]), fill: Tone::Accent },
        text((105 * MM, 100 * MM), "Begins here", Face::Regular, Align::Start),
        text((105 * MM, 106 * MM), "Centred here", Face::Bold, Align::Middle),
        text((105 * MM, 112 * MM), "Ends here", Face::Regular, Align::End),
    ];
    shapes.extend(swatches);
    page(shapes)
}

#[test]
fn equal_drawings_are_equal_bytes() {
    let pages = [specimen(), lines(Face::Bold, &["€ 1.234,50", "Łódź"])];
    let once = emit(&pages, &about()).unwrap();
    assert_eq!(once, emit(&pages, &about()).unwrap());

    let other = PdfAbout { digest: [1; 32], ..about() };
    assert_ne!(once, emit(&pages, &other).unwrap());
}

#[test]
#[ignore = "run by another_process_makes_equal_bytes"]
fn prints_the_digest_of_a_document() {
    println!("digest {}", digest());
}

#[test]
fn another_process_makes_equal_bytes() {
    let this_binary = std::env::current_exe().unwrap();
    let output = Command::new(this_binary)
        .args(["--exact", "pdf_emit::prints_the_digest_of_a_document"])
        .args(["--ignored", "--nocapture"])
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(printed.contains(&format!("digest {}", digest())), "{printed}");
}

fn digest() -> String {
    let pages = [specimen(), lines(Face::Bold, &["€ 1.234,50", "Łódź"])];
    let bytes = emit(&pages, &about()).unwrap();
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_character_that_the_font_lacks_is_named() {
    let error = emit(&[specimen(), lines(Face::Bold, &["東京 Ltd"])], &about()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the font has no character “東” (U+6771), on page 2 in “東京 Ltd”"
    );
    let source = error.source().and_then(|source| source.downcast_ref());
    assert_eq!(source, Some(&TextError::MissingCharacter('東')));
    let error = emit(&[lines(Face::Regular, &["two\nlines"])], &about()).unwrap_err();
    assert_eq!(error.to_string(), "the font has no character U+000A, on page 1 in “two\\nlines”");
    assert_eq!(missing_character("Łódź → 東"), Some('東'));
    assert_eq!(missing_character("Łódź → Ω"), None);
    assert_eq!(width_um(Face::Bold, SIZE_UM, "?東"), Err(TextError::MissingCharacter('東')));
    assert_eq!(advance(Face::Regular, '東'), None);
}

#[test]
fn pages_that_cannot_be_are_refused() {
    assert!(matches!(emit(&[], &about()), Err(EmitError::NoPages)));
    let flat = Drawing { height_um: 0, ..page(Vec::new()) };
    let flat = emit(&[specimen(), flat], &about());
    assert!(matches!(flat, Err(EmitError::EmptyPage { page: 2 })), "{flat:?}");
    let huge = Shape::Text {
        x_um: 0,
        baseline_um: 0,
        text: "wide".to_owned(),
        around: None,
        size_um: Micrometres::MAX,
        face: Face::Regular,
        tone: Tone::Ink,
        align: Align::Start,
    };
    let error = emit(&[page(vec![huge])], &about()).unwrap_err();
    assert_eq!(error.to_string(), "the text is wider than a drawing can be, on page 1 in “wide”");
}

#[test]
fn every_shape_is_drawn() {
    let operations = operations(&emit(&[specimen()], &about()).unwrap());
    let count = |operator: &str| operations.iter().filter(|o| o.operator == operator).count();
    assert_eq!(count("re"), 3 + 5, "rectangles with neither fill nor stroke are not drawn");
    assert_eq!(count("B"), 1, "filled and outlined");
    assert_eq!(count("f"), 1 + 5 + 1, "filled: rectangles and the polygon");
    assert_eq!(count("S"), 1 + 2, "outlined, and lines");
    assert_eq!(count("l"), 1 + 3 + 2);
    assert_eq!(count("Tj"), 3);
    assert_eq!((count("BT"), count("ET")), (1, 1), "texts in a row share a section");
    let dashes: Vec<_> = operations.iter().filter(|o| o.operator == "d").collect();
    assert_eq!(dashes.len(), 2, "dashed, and whole again");
    assert_eq!(dashes[0].operands[0].as_array().unwrap().len(), 2);
}

#[test]
fn shapes_stand_where_they_are_drawn() {
    // 127 mm are 360 points; the page is 297 mm, 841.89 points, high.
    let shape = Shape::Rectangle {
        x_um: 127 * MM,
        y_um: 0,
        width_um: 12_700,
        height_um: 25_400,
        fill: Some(Tone::Accent),
        stroke: None,
    };
    let accent = Rgb { red: 255, green: 0, blue: 51 };
    let palette = Palette::default().with_accent(accent);
    let bytes = emit(&[page(vec![shape])], &PdfAbout { palette, ..about() }).unwrap();
    let operations = operations(&bytes);
    let written = |operator: &str| {
        let operation = operations.iter().find(|o| o.operator == operator).unwrap();
        operation.operands.iter().map(|o| format!("{o:?}")).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(written("re"), "360 769.89 36 72");
    assert_eq!(written("rg"), "1 0 0.2");
    let document = Document::load_mem(&bytes).unwrap();
    let media_box = format!("{:?}", page_dictionary(&document).get(b"MediaBox").unwrap());
    assert_eq!(media_box, "[0 0 595.28 841.89]");
}

#[test]
fn too_few_points_draw_nothing() {
    let stroke = Stroke { tone: Tone::Ink, width_um: 200, dash: Dash::Whole };
    let point = Point { x_um: MM, y_um: MM };
    let shapes = vec![
        Shape::Line { points: Vec::new(), stroke },
        Shape::Line { points: vec![point], stroke },
        Shape::Polygon { points: vec![point, point], fill: Tone::Ink },
        text((MM, MM), "", Face::Regular, Align::Start),
    ];
    let operations = operations(&emit(&[page(shapes)], &about()).unwrap());
    let operators: Vec<_> = operations.iter().map(|o| o.operator.as_str()).collect();
    assert_eq!(operators, ["j"]);
}

#[test]
fn the_document_says_what_it_is() {
    let document = Document::load_mem(&emit(&[specimen()], &about()).unwrap()).unwrap();
    let string = |object: &Object| decode_text_string(object).unwrap();
    let catalog = document.catalog().unwrap();
    assert_eq!(string(catalog.get(b"Lang").unwrap()), "nl");
    let information = document.trailer.get_deref(b"Info", &document).unwrap().as_dict().unwrap();
    assert_eq!(string(information.get(b"Title").unwrap()), about().title);
    assert_eq!(string(information.get(b"Author").unwrap()), about().author);
    assert_eq!(string(information.get(b"CreationDate").unwrap()), "D:20261124");
    assert!(!information.has(b"Subject"));
    let identifiers = document.trailer.get(b"ID").unwrap().as_array().unwrap();
    assert_eq!(identifiers.len(), 2);
    assert!(identifiers.iter().all(|id| id.as_str().unwrap() == about().digest));
}

#[test]
fn a_face_is_embedded_in_the_smallest_cut_that_does() {
    let of = |text: &str| {
        let bytes = emit(&[lines(Face::Regular, &[text])], &about()).unwrap();
        (embedded(&bytes).into_iter().map(|font| font.name).collect::<Vec<_>>(), bytes.len())
    };
    let (basic, basic_length) = of("€ 1,234.50 – “Adobe”");
    assert_eq!(basic, ["RBASIC+Inter-Regular"]);
    // Of these 1.5 KB are metadata, tags, and what the colours mean.
    assert!(basic_length < 12_500, "{basic_length} bytes");
    assert_eq!(of("één").0, ["RWESTE+Inter-Regular"]);
    assert_eq!(of("één Łódź").0, ["RLATIN+Inter-Regular"]);
    assert_eq!(of("één Ω").0, ["RFULLX+Inter-Regular"]);
    // The last character of each cut.
    let last = ["✓", "↓", "✗", "\u{212b}"].map(|character| of(character).0.remove(0));
    assert_eq!(last.map(|name| name[..6].to_owned()), ["RBASIC", "RWESTE", "RLATIN", "RFULLX"]);
}

#[test]
fn figures_are_all_of_one_width() {
    for face in FACES {
        let zero = advance(face, '0');
        assert!(('1'..='9').all(|figure| advance(face, figure) == zero));
        assert_eq!(advance(face, '\u{2007}'), zero, "the figure space");
    }
}

#[test]
fn widths_are_rounded_to_the_micrometre() {
    assert_eq!(width_um(Face::Regular, 1_000_000, "0"), Ok(648_000));
    assert_eq!(width_um(Face::Regular, SIZE_UM, "00"), Ok(4_115), "4114.8 µm");
    assert_eq!(width_um(Face::Regular, SIZE_UM, ""), Ok(0));
    assert_eq!(cap_height_um(Face::Regular, 10_000), 7_280);
}

/// All characters of the font, which are the same in both faces.
fn characters() -> Vec<char> {
    let all: Vec<char> =
        ('\0'..'\u{ffff}').filter(|&c| advance(Face::Regular, c).is_some()).collect();
    assert!(all.iter().all(|&c| advance(Face::Bold, c).is_some()));
    assert!(all.len() > 600, "{} characters", all.len());
    all
}

#[test]
fn widths_agree_with_the_embedded_font() {
    let characters = characters();
    for face in FACES {
        // A page for each character: its first text is that character and nothing else.
        let pages: Vec<_> = characters.iter().map(|c| lines(face, &[String::from(*c)])).collect();
        let bytes = emit(&pages, &about()).unwrap();
        let font = embedded(&bytes).remove(0);
        let shown = shown_glyphs(&bytes);
        assert_eq!(shown.len(), characters.len());
        for (&character, &glyph) in characters.iter().zip(&shown) {
            let width = advance(face, character).unwrap();
            assert_eq!(font.widths[glyph - 1], width, "in the document: {character:?}");
            assert_eq!(font.program.advance(glyph), width, "in the font: {character:?}");
        }
    }
}

#[test]
fn a_glyph_is_the_same_in_every_cut() {
    for face in FACES {
        let program = |text: &str| {
            let bytes = emit(&[lines(face, &[text])], &about()).unwrap();
            let font = embedded(&bytes).remove(0);
            (font.program, font.widths.len())
        };
        let (full, _) = program("Ω");
        for text in ["a", "é", "ő"] {
            let (cut, characters) = program(text);
            for glyph in 0..=characters {
                assert_eq!(cut.advance(glyph), full.advance(glyph), "{text}: glyph {glyph}");
                assert_eq!(cut.bounds(glyph), full.bounds(glyph), "{text}: glyph {glyph}");
            }
        }
    }
}

/// Names as they are written, and as they are printed; the second column is NFKC of the first.
#[test]
fn forms_of_compatibility_are_set_as_what_they_stand_for() {
    let names = [
        ("Công ty Cổ phần Phần mềm Việt Nam", "Công ty Cổ phần Phần mềm Việt Nam"),
        ("ƯƠNG ẠẢẤẦẨẪẬẮẰẲẴẶ ẸẺẼỀỂỄỆ ỈỊ ỌỎỐỒỔỖỘỚỜỞỠỢ", "ƯƠNG ẠẢẤẦẨẪẬẮẰẲẴẶ ẸẺẼỀỂỄỆ ỈỊ ỌỎỐỒỔỖỘỚỜỞỠỢ"),
        ("Oﬃce ﬁnance ﬂow", "Office finance flow"),
        ("ＡＢＣ　Ｌｔｄ．１２", "ABC Ltd.12"),
        ("㎏ ㏄ №", "kg cc №"),
    ];
    for (written, printed) in names {
        let width = |text| width_um(Face::Bold, SIZE_UM, text).unwrap();
        assert_eq!(width(written), width(printed), "{written}");
        let bytes = emit(&[lines(Face::Bold, &[written])], &about()).unwrap();
        let Some(read) = tool("pdftotext", "poppler-utils", &["-raw"], &["-"], &bytes) else {
            return;
        };
        assert_eq!(read.trim_end(), printed);
    }
    assert_eq!(missing_character("㌀"), Some('㌀'), "the font lacks what it stands for, too");
}

#[test]
fn text_reads_out_as_it_was_written() {
    let written = ["€ £ ¥ ł ő ş Ω Ж − → × é ß", "Łódź–Kőszeg, “Große Straße”", "12 × € 33,60"];
    for face in FACES {
        let bytes = emit(&[lines(face, &written)], &about()).unwrap();
        let Some(read) = tool("pdftotext", "poppler-utils", &["-raw"], &["-"], &bytes) else {
            return;
        };
        assert_eq!(read.trim_end().lines().collect::<Vec<_>>(), written);
    }
}

#[test]
fn every_character_reads_out_as_it_was_written() {
    let visible: Vec<_> = characters().into_iter().filter(|c| !c.is_whitespace()).collect();
    let written: Vec<_> = visible.iter().map(|c| format!("a{c}b")).collect();
    let pages: Vec<_> = written.chunks(40).map(|part| lines(Face::Bold, part)).collect();
    let bytes = emit(&pages, &about()).unwrap();
    let Some(read) = tool("pdftotext", "poppler-utils", &["-raw"], &["-"], &bytes) else {
        return;
    };
    let read: Vec<_> = read.split(['\n', '\u{c}']).filter(|line| !line.is_empty()).collect();
    assert_eq!(read, written);
}

#[test]
fn texts_end_where_they_are_aligned() {
    let anchored = [("Begins", Align::Start), ("Centred", Align::Middle), ("Ends", Align::End)];
    let places = (20 * MM..).step_by(10_000).map(|baseline_um| (127 * MM, baseline_um));
    let shapes = places.zip(anchored).map(|(at, (word, align))| text(at, word, Face::Bold, align));
    let bytes = emit(&[page(shapes.collect())], &about()).unwrap();
    let Some(read) = tool("pdftotext", "poppler-utils", &["-bbox"], &["-"], &bytes) else {
        return;
    };
    // Edges in hundredths of a point, one of which may be lost in rounding.
    let edge = |word: &str, name: &str| {
        let line = read.lines().find(|line| line.contains(&format!(">{word}<"))).unwrap();
        let value = line.split(&format!("{name}=\"")).nth(1).unwrap();
        let (points, decimals) = value.split('"').next().unwrap().split_once('.').unwrap();
        points.parse::<i32>().unwrap() * 100 + decimals[..2].parse::<i32>().unwrap()
    };
    let anchor = 36_000;
    assert!((edge("Begins", "xMin") - anchor).abs() <= 1, "{read}");
    assert!((edge("Centred", "xMin") + edge("Centred", "xMax") - 2 * anchor).abs() <= 2, "{read}");
    assert!((edge("Ends", "xMax") - anchor).abs() <= 1, "{read}");
}

#[test]
fn other_programs_find_nothing_wrong() {
    let pages: Vec<_> =
        (1..=120).map(|n| lines(Face::Bold, &[format!("Page {n} of 120")])).collect();
    let mut documents =
        vec![emit(&[specimen()], &about()).unwrap(), emit(&pages, &about()).unwrap()];
    documents.push(emit(&[page(Vec::new())], &about()).unwrap());
    for bytes in documents {
        let Some(said) = tool("qpdf", "qpdf", &["--check"], &[], &bytes) else { return };
        assert!(said.contains("No syntax or stream encoding errors found"), "{said}");
    }
}

#[test]
fn fonts_are_embedded_and_map_to_unicode() {
    let bytes = emit(&[specimen()], &about()).unwrap();
    let Some(said) = tool("pdffonts", "poppler-utils", &[], &[], &bytes) else { return };
    let fonts: Vec<_> = said.lines().skip(2).collect();
    assert_eq!(fonts.len(), 2, "{said}");
    assert!(fonts.iter().all(|font| font.contains("yes yes yes")), "{said}");
}

#[test]
#[expect(clippy::disallowed_types, reason = "the contrast of WCAG is defined with powers")]
fn text_stands_out_from_what_is_behind_it() {
    let light = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = |colour: Rgb| {
        0.2126 * light(colour.red) + 0.7152 * light(colour.green) + 0.0722 * light(colour.blue)
    };
    let palette = Palette::default();
    for text in [Tone::Ink, Tone::Muted, Tone::Accent, Tone::Alert] {
        for back in [Tone::Paper, Tone::Tint, Tone::AccentSoft, Tone::AlertSoft] {
            let [text_light, back_light] = [text, back].map(|tone| luminance(palette.colour(tone)));
            let contrast = (back_light + 0.05) / (text_light + 0.05);
            assert!(contrast >= 4.5, "{text:?} on {back:?}: {contrast}");
        }
    }
}

proptest! {
    #[test]
    fn a_text_becomes_a_document_or_an_error_that_names_a_character(line in any::<String>()) {
        match (emit(&[lines(Face::Regular, &[&line])], &about()), missing_character(&line)) {
            (Ok(bytes), None) => prop_assert!(bytes.starts_with(b"%PDF-1.7\n")),
            (Err(EmitError::Text { page: 1, text, problem }), Some(missing)) => {
                prop_assert_eq!(text, line);
                prop_assert_eq!(problem, TextError::MissingCharacter(missing));
            }
            other => prop_assert!(false, "{other:?}"),
        }
    }

    #[test]
    fn a_text_is_as_wide_as_its_parts(first in "[ -~À-ž]{0,40}", second in "[ -~À-ž]{0,40}") {
        prop_assume!(missing_character(&first).or(missing_character(&second)).is_none());
        let width = |text: &str| width_um(Face::Bold, SIZE_UM, text).unwrap();
        let whole = width(&format!("{first}{second}"));
        prop_assert!((whole - width(&first) - width(&second)).abs() <= 1);
    }
}

/// What a program says of a document, or nothing when it is not installed.
fn tool(
    name: &str,
    package: &str,
    before: &[&str],
    after: &[&str],
    document: &[u8],
) -> Option<String> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(document).unwrap();
    let mut command = Command::new(name);
    command.args(before).arg(file.path()).args(after).stdin(Stdio::null());
    let output = support::tool(&mut command, package)?;
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && complaints.is_empty(), "{name}: {complaints}");
    Some(String::from_utf8(output.stdout).unwrap())
}

/// The first page.
fn page_dictionary(document: &Document) -> &Dictionary {
    document.get_dictionary(document.page_iter().next().unwrap()).unwrap()
}

/// The drawing operators of all pages.
fn operations(bytes: &[u8]) -> Vec<Operation> {
    let document = Document::load_mem(bytes).unwrap();
    let contents = document.page_iter().map(|page| document.get_page_content(page));
    contents.flat_map(|content| Content::decode(&content).unwrap().operations).collect()
}

/// The glyph numbers that are shown, in order.
fn shown_glyphs(bytes: &[u8]) -> Vec<usize> {
    let shown = operations(bytes).into_iter().filter(|o| o.operator == "Tj");
    let codes = shown.flat_map(|o| o.operands[0].as_str().unwrap().to_vec()).collect::<Vec<_>>();
    codes.chunks(2).map(|code| usize::from(code[0]) << 8 | usize::from(code[1])).collect()
}

/// A font in a document.
struct Embedded {
    name: String,
    /// The widths that the document gives, of the glyphs from 1.
    widths: Vec<i64>,
    program: Program,
}

fn embedded(bytes: &[u8]) -> Vec<Embedded> {
    let document = Document::load_mem(bytes).unwrap();
    let entry =
        |dictionary: &Dictionary, key: &[u8]| dictionary.get_deref(key, &document).unwrap().clone();
    let fonts = document.get_page_fonts(document.page_iter().next().unwrap()).unwrap();
    let read = |font: &Dictionary| {
        let descendants = entry(font, b"DescendantFonts");
        let descendant = descendants.as_array().unwrap()[0].as_reference().unwrap();
        let descendant = document.get_dictionary(descendant).unwrap();
        let widths = descendant.get(b"W").unwrap().as_array().unwrap();
        assert_eq!(widths[0].as_i64().unwrap(), 1);
        let widths = widths[1].as_array().unwrap().iter().map(|width| width.as_i64().unwrap());
        let descriptor = entry(descendant, b"FontDescriptor");
        let file = entry(descriptor.as_dict().unwrap(), b"FontFile2");
        let file = file.as_stream().unwrap();
        let mut program = ZlibDecoder::new(Vec::new());
        program.write_all(&file.content).unwrap();
        let program = program.finish().unwrap();
        let length = file.dict.get(b"Length1").unwrap().as_i64().unwrap();
        assert_eq!(usize::try_from(length).unwrap(), program.len());
        let name = font.get(b"BaseFont").unwrap().as_name().unwrap();
        Embedded {
            name: String::from_utf8_lossy(name).into_owned(),
            widths: widths.collect(),
            program: Program(program),
        }
    };
    fonts.values().map(|font| read(font)).collect()
}

/// An embedded TrueType file.
struct Program(Vec<u8>);

impl Program {
    fn table(&self, tag: &[u8; 4]) -> &[u8] {
        let record = self.0[12..].chunks(16).find(|record| record.starts_with(tag)).unwrap();
        &self.0[number(&record[8..12])..]
    }

    fn advance(&self, glyph: usize) -> i64 {
        let last = number(&self.table(b"hhea")[34..36]) - 1;
        let at = 4 * glyph.min(last);
        i64::try_from(number(&self.table(b"hmtx")[at..at + 2])).unwrap()
    }

    /// The box around a glyph, or nothing for a glyph that shows nothing.
    fn bounds(&self, glyph: usize) -> Option<&[u8]> {
        let long = number(&self.table(b"head")[50..52]) == 1;
        let place = |glyph: usize| {
            let loca = self.table(b"loca");
            if long {
                number(&loca[4 * glyph..4 * glyph + 4])
            } else {
                2 * number(&loca[2 * glyph..2 * glyph + 2])
            }
        };
        let (start, end) = (place(glyph), place(glyph + 1));
        (start < end).then(|| &self.table(b"glyf")[start + 2..start + 10])
    }
}

fn number(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |number, &byte| number << 8 | usize::from(byte))
}
