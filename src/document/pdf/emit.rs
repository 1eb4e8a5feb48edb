//! Drawings as the bytes of a PDF document; the only file that knows printpdf.
//!
//! printpdf writes the pages and their drawing operators. What it cannot do, or does anew for
//! each document, is put into its document before that becomes bytes: fonts compressed once and
//! for all, the language, an identifier that is not random. Equal input gives equal bytes.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{self, Write};

use chrono::{Datelike, NaiveDate};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Document, Object, Stream, StringFormat, dictionary, text_string};
use printpdf::{
    Color, DictItem, FontId, Line, LineDashPattern, LineJoinStyle, LinePoint, Op, PaintMode,
    PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions, Polygon, PolygonRing, Pt, Rect,
    WindingOrder,
};

use super::embed::embeddable;
use crate::document::brand::Logo;
use crate::document::drawing::fonts::{Glyphs, TextError};
use crate::document::drawing::palette::{Palette, Rgb};
use crate::document::drawing::{
    Align, Dash, Drawing, Face, Micrometres, Point, Shape, Stroke, Tone,
};

/// What a document says of itself, beside its pages.
#[derive(Debug, Clone, Copy)]
pub struct PdfAbout<'a> {
    /// The title, which a reader shows as the name of the window.
    pub title: &'a str,
    /// Who made the document; left out when empty.
    pub author: &'a str,
    /// What the document is about; left out when empty.
    pub subject: &'a str,
    /// Words to find the document by, with commas between; left out when empty.
    pub keywords: &'a str,
    /// The language of the text, as a tag of BCP 47, such as `nl`.
    pub language: &'a str,
    /// The date of the document.
    pub created: NaiveDate,
    /// Identifies the document; equal documents have equal digests.
    pub digest: [u8; 32],
    /// The colours.
    pub palette: Palette,
    /// What [`Shape::Logo`] shows; without it such a shape draws nothing.
    pub logo: Option<&'a Logo>,
}

/// Why drawings cannot become a document; pages count from 1.
#[derive(Debug, thiserror::Error)]
pub enum EmitError {
    /// There are no drawings.
    #[error("a document needs at least one page")]
    NoPages,
    /// A drawing has no width or no height.
    #[error("page {page} has no width or no height")]
    EmptyPage {
        /// Which page.
        page: usize,
    },
    /// A text cannot be set in the font.
    #[error("{problem}, on page {page} in “{}”", .text.escape_debug())]
    Text {
        /// Which page.
        page: usize,
        /// The text.
        text: String,
        /// What is wrong with it.
        #[source]
        problem: TextError,
    },
    /// The PDF library failed.
    #[error("the PDF library failed: {0}")]
    Library(#[source] Box<dyn Error + Send + Sync>),
}

impl From<lopdf::Error> for EmitError {
    fn from(error: lopdf::Error) -> EmitError {
        EmitError::Library(error.into())
    }
}

impl From<io::Error> for EmitError {
    fn from(error: io::Error) -> EmitError {
        EmitError::Library(error.into())
    }
}

/// A PDF document with one drawing on each page.
///
/// Shapes are drawn in their order, which is also the order in which text is read out. A line of
/// fewer than two points and a polygon of fewer than three draw nothing.
///
/// # Errors
/// When there is no page or one without a size, and when a text has a character that the font
/// lacks or is too wide.
pub fn emit(pages: &[Drawing], about: &PdfAbout) -> Result<Vec<u8>, EmitError> {
    if pages.is_empty() {
        return Err(EmitError::NoPages);
    }
    let mut used = UsedGlyphs::default();
    let mut pdf = PdfDocument::new("");
    for (drawing, page) in pages.iter().zip(1..) {
        if drawing.width_um <= 0 || drawing.height_um <= 0 {
            return Err(EmitError::EmptyPage { page });
        }
        let mut writer = PageWriter::new(drawing, &about.palette, &mut used);
        for shape in &drawing.shapes {
            writer.shape(shape).map_err(|(text, problem)| {
                let text = text.to_owned();
                EmitError::Text { page, text, problem }
            })?;
        }
        pdf.pages.push(writer.page());
    }
    let mut document = objects_of(&pdf)?;
    embed_fonts(&mut document, used)?;
    if let Some(logo) = about.logo {
        embed_logo(&mut document, logo)?;
    }
    describe(&mut document, about)?;
    compress(&mut document)?;
    let mut bytes = Vec::with_capacity(64 * 1024);
    document.save_to(&mut bytes)?;
    Ok(bytes)
}

/// The highest glyph number that a document uses of each face that it uses.
type UsedGlyphs = BTreeMap<Face, u16>;

/// A length or position on a page in hundredths of a point, which is 3.5 micrometres: as fine as
/// any printer, and short to write.
type Hundredths = i64;

/// Writes the operators of one page.
///
/// It remembers what the last operators set, and sets it again only when it changes.
struct PageWriter<'a> {
    palette: &'a Palette,
    used: &'a mut UsedGlyphs,
    width: Hundredths,
    height: Hundredths,
    ops: Vec<Op>,
    fill: Option<Tone>,
    outline: Option<Stroke>,
    font: Option<(Face, Micrometres)>,
    /// While texts are written, where the last one began: the next is placed relative to it.
    text_at: Option<(Hundredths, Hundredths)>,
}

impl<'a> PageWriter<'a> {
    fn new(drawing: &Drawing, palette: &'a Palette, used: &'a mut UsedGlyphs) -> PageWriter<'a> {
        let mut ops = Vec::with_capacity(drawing.shapes.len() * 4);
        ops.push(Op::SetLineJoinStyle { join: LineJoinStyle::Round });
        PageWriter {
            palette,
            used,
            width: hundredths(drawing.width_um.into()),
            height: hundredths(drawing.height_um.into()),
            ops,
            fill: None,
            outline: None,
            font: None,
            text_at: None,
        }
    }

    fn page(mut self) -> PdfPage {
        self.end_text();
        let paper = Rect::from_wh(pt(self.width), pt(self.height));
        PdfPage {
            media_box: paper.clone(),
            trim_box: paper.clone(),
            crop_box: paper,
            ops: self.ops,
        }
    }

    fn shape<'t>(&mut self, shape: &'t Shape) -> Result<(), (&'t str, TextError)> {
        match *shape {
            Shape::Rectangle { x_um, y_um, width_um, height_um, fill, stroke } => {
                let far =
                    (i64::from(x_um) + i64::from(width_um), i64::from(y_um) + i64::from(height_um));
                self.rectangle((x_um.into(), y_um.into()), far, fill, stroke);
            }
            Shape::Logo { x_um, y_um, width_um, height_um } => {
                self.logo((x_um.into(), y_um.into()), (width_um.into(), height_um.into()));
            }
            Shape::Line { ref points, stroke } => self.line(points, stroke),
            Shape::Polygon { ref points, fill } => self.polygon(points, fill),
            Shape::Text { x_um, baseline_um, ref text, size_um, face, tone, align } => {
                let place = (x_um, baseline_um, align);
                self.text(place, text, (face, size_um), tone)
                    .map_err(|problem| (&**text, problem))?;
            }
        }
        Ok(())
    }

    /// A rectangle between two corners, in micrometres from the top left.
    fn rectangle(
        &mut self,
        near: (i64, i64),
        far: (i64, i64),
        fill: Option<Tone>,
        stroke: Option<Stroke>,
    ) {
        let mode = match (fill, stroke) {
            (None, None) => return,
            (Some(_), None) => PaintMode::Fill,
            (None, Some(_)) => PaintMode::Stroke,
            (Some(_), Some(_)) => PaintMode::FillStroke,
        };
        self.end_text();
        fill.into_iter().for_each(|tone| self.set_fill(tone));
        stroke.into_iter().for_each(|stroke| self.set_outline(stroke));
        // From rounded edges, so that neighbours that share an edge share it on paper.
        let (left, right) = (hundredths(near.0), hundredths(far.0));
        let (top, bottom) = (self.height - hundredths(near.1), self.height - hundredths(far.1));
        let (width, height) = (pt(right - left), pt(top - bottom));
        let mut rectangle = Rect::from_xywh(pt(left), pt(bottom), width, height);
        rectangle.mode = Some(mode);
        self.ops.push(Op::DrawRectangle { rectangle });
    }

    /// The logo at a size, from its top left corner.
    fn logo(&mut self, (x_um, y_um): (i64, i64), (width_um, height_um): (i64, i64)) {
        self.end_text();
        let bottom = self.height - hundredths(y_um + height_um);
        let sizes = [hundredths(width_um), 0, 0, hundredths(height_um), hundredths(x_um), bottom];
        let real = |value: Hundredths| DictItem::Real(pt(value).0);
        self.ops.push(Op::SaveGraphicsState);
        let matrix = sizes.map(real).to_vec();
        self.ops.push(Op::Unknown { key: "cm".to_owned(), value: matrix });
        let name = vec![DictItem::Name(LOGO.as_bytes().to_vec())];
        self.ops.push(Op::Unknown { key: "Do".to_owned(), value: name });
        self.ops.push(Op::RestoreGraphicsState);
    }

    fn line(&mut self, points: &[Point], stroke: Stroke) {
        if points.len() < 2 {
            return;
        }
        self.end_text();
        self.set_outline(stroke);
        let line = Line { points: self.corners(points), is_closed: false };
        self.ops.push(Op::DrawLine { line });
    }

    fn polygon(&mut self, points: &[Point], fill: Tone) {
        if points.len() < 3 {
            return;
        }
        self.end_text();
        self.set_fill(fill);
        let polygon = Polygon {
            rings: vec![PolygonRing { points: self.corners(points) }],
            mode: PaintMode::Fill,
            winding_order: WindingOrder::NonZero,
        };
        self.ops.push(Op::DrawPolygon { polygon });
    }

    fn text(
        &mut self,
        (x_um, baseline_um, align): (Micrometres, Micrometres, Align),
        text: &str,
        font: (Face, Micrometres),
        tone: Tone,
    ) -> Result<(), TextError> {
        if text.is_empty() {
            return Ok(());
        }
        let glyphs = Glyphs::of(font.0, text)?;
        let width_um = i64::from(glyphs.width_um(font.1)?);
        let start_um = match align {
            Align::Start => i64::from(x_um),
            Align::Middle => i64::from(x_um) - width_um / 2,
            Align::End => i64::from(x_um) - width_um,
        };
        let highest = self.used.entry(font.0).or_default();
        *highest = glyphs.highest.max(*highest);
        self.set_fill(tone);
        self.set_font(font);
        let (x, y) = (hundredths(start_um), self.height - hundredths(baseline_um.into()));
        let (last_x, last_y) = self.text_at.unwrap_or_else(|| {
            self.ops.push(Op::StartTextSection);
            (0, 0)
        });
        self.text_at = Some((x, y));
        let pos = printpdf::Point { x: pt(x - last_x), y: pt(y - last_y) };
        self.ops.push(Op::SetTextCursor { pos });
        // printpdf's own operator for text looks every character up and makes a list of those
        // used, which takes half of the time of a document. The glyph numbers are known here.
        let codes = DictItem::String { data: glyphs.codes, literal: true };
        self.ops.push(Op::Unknown { key: "Tj".to_owned(), value: vec![codes] });
        Ok(())
    }

    fn end_text(&mut self) {
        if self.text_at.take().is_some() {
            self.ops.push(Op::EndTextSection);
        }
    }

    fn set_fill(&mut self, tone: Tone) {
        if self.fill.replace(tone) != Some(tone) {
            let col = colour(self.palette.colour(tone));
            self.ops.push(Op::SetFillColor { col });
        }
    }

    fn set_font(&mut self, (face, size_um): (Face, Micrometres)) {
        if self.font.replace((face, size_um)) != Some((face, size_um)) {
            let font = PdfFontHandle::External(FontId(resource(face).to_owned()));
            self.ops.push(Op::SetFont { font, size: font_size(size_um) });
        }
    }

    fn set_outline(&mut self, stroke: Stroke) {
        let last = self.outline.replace(stroke);
        if last.map(|last| last.tone) != Some(stroke.tone) {
            let col = colour(self.palette.colour(stroke.tone));
            self.ops.push(Op::SetOutlineColor { col });
        }
        if last.map(|last| last.width_um) != Some(stroke.width_um) {
            self.ops.push(Op::SetOutlineThickness { pt: pt(hundredths(stroke.width_um.into())) });
        }
        let dashes = dashes_of(stroke);
        if last.and_then(dashes_of) != dashes {
            let dash = match dashes {
                None => LineDashPattern::solid(),
                Some(lengths) => LineDashPattern::new(pt(0).0, &lengths.map(|length| pt(length).0)),
            };
            self.ops.push(Op::SetLineDashPattern { dash });
        }
    }

    fn corners(&self, points: &[Point]) -> Vec<LinePoint> {
        let corner = |point: &Point| {
            let x = pt(hundredths(point.x_um.into()));
            let y = pt(self.height - hundredths(point.y_um.into()));
            LinePoint { p: printpdf::Point { x, y }, bezier: false }
        };
        points.iter().map(corner).collect()
    }
}

/// The document as objects that can still be changed.
fn objects_of(pdf: &PdfDocument) -> Result<Document, EmitError> {
    let options = PdfSaveOptions {
        optimize: false,
        subset_fonts: false,
        // Lets the text operator through.
        secure: false,
        image_optimization: None,
    };
    let mut warnings = Vec::new();
    let document = printpdf::to_lopdf_doc(pdf, &options, &mut warnings);
    match warnings.into_iter().next() {
        Some(warning) => Err(EmitError::Library(warning.msg.into())),
        None => Ok(document),
    }
}

/// Adds the fonts that are used to the resources that all pages share.
fn embed_fonts(document: &mut Document, used: UsedGlyphs) -> Result<(), EmitError> {
    let mut fonts = Dictionary::new();
    for (face, highest) in used {
        let font = embeddable(face, highest)
            .ok_or_else(|| EmitError::Library(format!("no font has glyph {highest}").into()))?;
        fonts.set(resource(face), font.embed(document));
    }
    let page = document.page_iter().next().ok_or(EmitError::NoPages)?;
    let resources = document.get_dictionary(page)?.get(b"Resources")?.as_reference()?;
    let shared = document.get_dictionary(resources)?.get(b"Font")?.as_reference()?;
    document.set_object(shared, fonts);
    Ok(())
}

/// The name of the logo among the resources of a page.
const LOGO: &str = "Logo";

/// Adds the pixels of the logo, and what they cover, to the resources that all pages share.
fn embed_logo(document: &mut Document, logo: &Logo) -> Result<(), EmitError> {
    let image = |colours: &str| {
        dictionary! {
            "Type" => "XObject",
            "Subtype" => "Image",
            "Width" => i64::from(logo.width),
            "Height" => i64::from(logo.height),
            "ColorSpace" => colours,
            "BitsPerComponent" => 8,
            "Filter" => "FlateDecode",
        }
    };
    let cover = document.add_object(Stream::new(image("DeviceGray"), logo.deflated.alpha.clone()));
    let mut pixels = image("DeviceRGB");
    pixels.set("SMask", cover);
    let pixels = document.add_object(Stream::new(pixels, logo.deflated.rgb.clone()));
    let page = document.page_iter().next().ok_or(EmitError::NoPages)?;
    let resources = document.get_dictionary(page)?.get(b"Resources")?.as_reference()?;
    let resources = document.get_object_mut(resources)?.as_dict_mut()?;
    resources.set("XObject", dictionary! { LOGO => pixels });
    Ok(())
}

/// Title, author, language and identifier.
fn describe(document: &mut Document, about: &PdfAbout) -> Result<(), EmitError> {
    let day = about.created;
    let date = format!("D:{:04}{:02}{:02}", day.year(), day.month(), day.day());
    let mut information = dictionary! {
        "Title" => text_string(about.title),
        "Creator" => text_string(concat!("reinstate ", env!("CARGO_PKG_VERSION"))),
        "Producer" => text_string("printpdf"),
        "CreationDate" => text_string(&date),
        "ModDate" => text_string(&date),
    };
    for (name, text) in
        [("Author", about.author), ("Subject", about.subject), ("Keywords", about.keywords)]
    {
        if !text.is_empty() {
            information.set(name, text_string(text));
        }
    }
    let id = document.trailer.get(b"Info")?.as_reference()?;
    document.set_object(id, information);
    let identifier = Object::String(about.digest.to_vec(), StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![identifier.clone(), identifier]);
    let catalog = document.catalog_mut()?;
    catalog.set("Lang", text_string(about.language));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    document.version = "1.7".to_owned();
    Ok(())
}

/// Compresses what is not compressed yet.
fn compress(document: &mut Document) -> io::Result<()> {
    // Level 3 makes a document 11% smaller, and takes a fifth longer.
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    for object in document.objects.values_mut() {
        if let Object::Stream(stream) = object
            && !stream.dict.has(b"Filter")
        {
            encoder.write_all(&stream.content)?;
            stream.set_content(encoder.reset(Vec::new())?);
            stream.dict.set("Filter", "FlateDecode");
        }
    }
    Ok(())
}

/// The lengths of a dash and of the gap after it: enough for a hairline, more for a thick line.
fn dashes_of(stroke: Stroke) -> Option<[Hundredths; 2]> {
    let width_um = i64::from(stroke.width_um);
    match stroke.dash {
        Dash::Whole => None,
        Dash::Dashed => Some([(3 * width_um).max(800), (2 * width_um).max(600)].map(hundredths)),
    }
}

/// The name of a face among the resources of a page.
fn resource(face: Face) -> &'static str {
    match face {
        Face::Regular => "Regular",
        Face::Bold => "Bold",
    }
}

/// Micrometres as hundredths of a point: 25,400 µm are 72 points.
fn hundredths(um: i64) -> Hundredths {
    (um * 36 + 63).div_euclid(127)
}

#[expect(clippy::disallowed_types, reason = "printpdf takes points as f32")]
fn pt(hundredths: Hundredths) -> Pt {
    Pt(hundredths as f32 / 100.0)
}

/// A font size, finer than a position: it counts for every character of a line.
#[expect(clippy::disallowed_types, reason = "printpdf takes points as f32")]
fn font_size(um: Micrometres) -> Pt {
    let thousandths = (i64::from(um) * 360 + 63).div_euclid(127);
    Pt(thousandths as f32 / 1000.0)
}

fn colour(Rgb { red, green, blue }: Rgb) -> Color {
    let [r, g, b] = [red, green, blue].map(share);
    Color::Rgb(printpdf::Rgb { r, g, b, icc_profile: None })
}

/// A part of a colour from 0 to 1, in thousandths, which tell its 256 levels apart.
#[expect(clippy::disallowed_types, reason = "printpdf takes colours as f32")]
fn share(level: u8) -> f32 {
    let thousandths = (u16::from(level) * 200 + 25) / 51;
    f32::from(thousandths) / 1000.0
}
