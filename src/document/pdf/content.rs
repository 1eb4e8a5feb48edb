//! The drawing operators of a page as the text that a document holds.
//!
//! printpdf can write operators too, from values of its own. That took 42% of the time of a
//! document: each operator was a value with a list of operands, and each number went through
//! floats. Here they are written once, and marked with the element that they belong to.

use std::collections::BTreeMap;

use crate::document::drawing::fonts::{Glyphs, TextError, to_um};
use crate::document::drawing::palette::{Palette, Rgb};
use crate::document::drawing::{Align, Dash, Face, Micrometres, Point, Shape, Stroke, Tone};
use crate::document::fallback::UserFonts;
use crate::document::fallback::runs::{CharacterFont, SetText};
use crate::engine::digits::Digits;

use super::embed_user::UsedUserFont;
use super::operand::{decimal, glyph_codes};
use super::show::{CodeSource, NotedWords, show_run};
use super::tags::{PlacedShape, TagNode, TagRole, TaggedPage, Tags};

/// The name of the logo among the resources of a page.
pub(super) const LOGO: &str = "Logo";

/// The name of a face among the resources of a page.
pub(super) const fn resource(face: Face) -> &'static str {
    match face {
        Face::Regular => "Regular",
        Face::Bold => "Bold",
    }
}

/// The name of a font of the user among the resources of a page, by its place.
pub(super) fn user_resource(place: usize) -> String {
    format!("User{place}")
}

/// A length or position on a page in hundredths of a point, which is 3.5 micrometres: as fine as
/// any printer, and short to write.
pub(super) type Hundredths = i64;

/// Left, bottom, right and top edge.
pub(super) type Edges = [Hundredths; 4];

/// What a document uses: the highest glyph number of each face, and glyphs of fonts of the user.
#[derive(Default)]
pub(super) struct UsedGlyphs {
    regular: Option<u16>,
    bold: Option<u16>,
    user: BTreeMap<usize, UsedUserFont>,
}

impl UsedGlyphs {
    /// The faces that are used.
    pub(super) fn faces(&self) -> impl Iterator<Item = (Face, u16)> {
        let faces = [(Face::Regular, self.regular), (Face::Bold, self.bold)];
        faces.into_iter().filter_map(|(face, highest)| Some((face, highest?)))
    }

    /// The fonts of the user, by their places.
    pub(super) fn user(&self) -> impl Iterator<Item = (usize, &UsedUserFont)> {
        self.user.iter().map(|(place, used)| (*place, used))
    }

    fn use_of(&mut self, face: Face, highest: u16) {
        let of_face = match face {
            Face::Regular => &mut self.regular,
            Face::Bold => &mut self.bold,
        };
        *of_face = Some(of_face.unwrap_or_default().max(highest));
    }
}

/// The operators of a page.
pub(super) struct PageContent {
    /// The operators, with a space or a line end between them.
    pub(super) operators: String,
    pub(super) width: Hundredths,
    pub(super) height: Hundredths,
    /// The elements in the order of their marks: the first is mark 0.
    pub(super) marks: Vec<TagNode>,
    /// Where headings and pictures stand.
    pub(super) places: Vec<(TagNode, Edges)>,
}

/// Writes the operators of one page.
///
/// It remembers what the last operators set, and sets it again only when it changes.
pub(super) struct PageWriter<'a> {
    palette: &'a Palette,
    tags: &'a Tags,
    fonts: &'a UserFonts,
    used: &'a mut UsedGlyphs,
    content: PageContent,
    fill: Option<Tone>,
    outline: Option<Stroke>,
    font: Option<(ShownFont, Micrometres)>,
    /// While texts are written, where the last one began: the next is placed relative to it.
    text_at: Option<(Hundredths, Hundredths)>,
    mark: OpenMark,
}

/// A font that texts are shown in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ShownFont {
    BuiltIn(Face),
    /// One of the user, by its place.
    User(usize),
}

/// The mark that is open: whose content it holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OpenMark {
    None,
    /// It began between texts, and ends where they do.
    InText(TagNode),
    /// It may hold texts and all else.
    Around(TagNode),
}

impl<'a> PageWriter<'a> {
    pub(super) fn new(
        page: &TaggedPage,
        tags: &'a Tags,
        (palette, fonts): (&'a Palette, &'a UserFonts),
        used: &'a mut UsedGlyphs,
    ) -> PageWriter<'a> {
        let mut operators = String::with_capacity(page.shapes.len() * 64);
        // Lines join round.
        operators.push_str("1 j\n");
        PageWriter {
            palette,
            tags,
            fonts,
            used,
            content: PageContent {
                operators,
                width: hundredths(page.width_um.into()),
                height: hundredths(page.height_um.into()),
                marks: Vec::with_capacity(page.shapes.len()),
                places: Vec::new(),
            },
            fill: None,
            outline: None,
            font: None,
            text_at: None,
            mark: OpenMark::None,
        }
    }

    pub(super) fn finished(mut self) -> PageContent {
        self.end_text();
        self.end_mark();
        self.content
    }

    /// Draws a shape; of a text that cannot be set, what is wrong with it.
    pub(super) fn shape<'t>(
        &mut self,
        placed: &'t PlacedShape,
    ) -> Result<(), (&'t str, TextError)> {
        let node = placed.node;
        match &placed.shape {
            &Shape::Rectangle { x_um, y_um, width_um, height_um, fill, stroke } => {
                let near = (x_um.into(), y_um.into());
                let far =
                    (i64::from(x_um) + i64::from(width_um), i64::from(y_um) + i64::from(height_um));
                self.rectangle(node, (near, far), fill, stroke);
            }
            &Shape::Logo { x_um, y_um, width_um, height_um } => {
                let near = (x_um.into(), y_um.into());
                self.logo(node, near, (width_um.into(), height_um.into()));
            }
            Shape::Line { points, stroke } => self.line(node, points, *stroke),
            Shape::Polygon { points, fill } => self.polygon(node, points, *fill),
            Shape::Text { text, .. } => {
                self.text(placed).map_err(|problem| (&**text, problem))?;
            }
        }
        Ok(())
    }

    /// A rectangle between two corners, in micrometres from the top left.
    fn rectangle(
        &mut self,
        node: TagNode,
        (near, far): ((i64, i64), (i64, i64)),
        fill: Option<Tone>,
        stroke: Option<Stroke>,
    ) {
        let paint = match (fill, stroke) {
            (None, None) => return,
            (Some(_), None) => "re f\n",
            (None, Some(_)) => "re S\n",
            (Some(_), Some(_)) => "re B\n",
        };
        self.begin_drawing(node);
        fill.into_iter().for_each(|tone| self.set_fill(tone));
        stroke.into_iter().for_each(|stroke| self.set_outline(stroke));
        // From rounded edges, so that neighbours that share an edge share it on paper.
        let (left, right) = (hundredths(near.0), hundredths(far.0));
        let (top, bottom) = (self.up(near.1), self.up(far.1));
        self.numbers([left, bottom, right - left, top - bottom]);
        self.content.operators.push_str(paint);
        self.stands(node, [left, bottom, right, top]);
    }

    /// The logo at a size, from its top left corner.
    fn logo(&mut self, node: TagNode, (x_um, y_um): (i64, i64), (width_um, height_um): (i64, i64)) {
        self.begin_drawing(node);
        let (left, bottom) = (hundredths(x_um), self.up(y_um + height_um));
        let (width, height) = (hundredths(width_um), hundredths(height_um));
        self.content.operators.push_str("q ");
        self.numbers([width, 0, 0, height, left, bottom]);
        self.content.operators.push_str("cm /");
        self.content.operators.push_str(LOGO);
        self.content.operators.push_str(" Do Q\n");
        self.stands(node, [left, bottom, left + width, bottom + height]);
    }

    fn line(&mut self, node: TagNode, points: &[Point], stroke: Stroke) {
        if points.len() < 2 {
            return;
        }
        self.begin_drawing(node);
        self.set_outline(stroke);
        self.corners(node, points);
        self.content.operators.push_str("S\n");
    }

    fn polygon(&mut self, node: TagNode, points: &[Point], fill: Tone) {
        if points.len() < 3 {
            return;
        }
        self.begin_drawing(node);
        self.set_fill(fill);
        self.corners(node, points);
        self.content.operators.push_str("h f\n");
    }

    fn corners(&mut self, node: TagNode, points: &[Point]) {
        for (place, point) in points.iter().enumerate() {
            let (x, y) = (hundredths(point.x_um.into()), self.up(point.y_um.into()));
            self.numbers([x, y]);
            self.content.operators.push_str(if place == 0 { "m " } else { "l " });
            self.stands(node, [x, y, x, y]);
        }
    }

    fn text(&mut self, placed: &PlacedShape) -> Result<(), TextError> {
        let &PlacedShape { node, then_space, ref shape } = placed;
        let &Shape::Text { x_um, baseline_um, size_um, face, tone, align, .. } = shape else {
            return Ok(());
        };
        let Shape::Text { text, around, .. } = shape else { return Ok(()) };
        if text.is_empty() {
            return Ok(());
        }
        if around.is_some() || !self.fonts.leaves(face, text) {
            return self.set_text(placed, &self.fonts.set(face, text, around.as_deref())?);
        }
        let mut glyphs = Glyphs::of(face, text)?;
        let width_um = i64::from(glyphs.width_um(size_um)?);
        if then_space {
            glyphs.codes.extend(Glyphs::of(face, " ")?.codes);
        }
        let start_um = left_um(x_um, width_um, align);
        self.used.use_of(face, glyphs.highest);
        let (x, y) = (hundredths(start_um), self.up(baseline_um.into()));
        self.begin_text(node);
        self.set_fill(tone);
        self.set_font((ShownFont::BuiltIn(face), size_um));
        self.go_to((x, y));
        self.content.operators.push('(');
        glyph_codes(&glyphs.codes, &mut self.content.operators);
        self.content.operators.push_str(") Tj\n");
        let size = hundredths(size_um.into());
        let right = x + hundredths(width_um);
        self.stands(node, [x, y - size / 4, right, y + size]);
        Ok(())
    }

    /// A text in runs, each of which has its place.
    fn set_text(&mut self, placed: &PlacedShape, set: &SetText) -> Result<(), TextError> {
        let &PlacedShape { node, then_space, ref shape } = placed;
        let &Shape::Text { x_um, baseline_um, size_um, face, tone, align, .. } = shape else {
            return Ok(());
        };
        let width_um = i64::from(set.width_um(size_um)?);
        let start_um = left_um(x_um, width_um, align);
        let y = self.up(baseline_um.into());
        self.begin_text(node);
        self.set_fill(tone);
        let noted = match self.tags.element(node) {
            Some(_) => NotedWords::Yes,
            None => NotedWords::No,
        };
        for run in &set.runs {
            let run_um = i64::from(to_um(run.left, size_um).ok_or(TextError::TooWide)?);
            let font = match run.font {
                CharacterFont::BuiltIn => ShownFont::BuiltIn(face),
                CharacterFont::User(place) => ShownFont::User(place),
            };
            self.set_font((font, size_um));
            self.go_to((hundredths(start_um + run_um), y));
            let codes = match run.font {
                CharacterFont::BuiltIn => {
                    let glyphs = run.clusters.iter().flat_map(|cluster| &cluster.glyphs);
                    self.used.use_of(face, glyphs.map(|glyph| glyph.glyph).max().unwrap_or(0));
                    CodeSource::BuiltIn(face)
                }
                CharacterFont::User(place) => {
                    let Some(font) = self.fonts.font(place) else { continue };
                    CodeSource::User(font, self.used.user.entry(place).or_default())
                }
            };
            let size = font_size(size_um);
            show_run(run, codes, (size, noted), &mut self.content.operators);
        }
        let right = hundredths(start_um + width_um);
        if then_space {
            let space = Glyphs::of(face, " ")?;
            self.used.use_of(face, space.highest);
            self.set_font((ShownFont::BuiltIn(face), size_um));
            self.go_to((right, y));
            self.content.operators.push('(');
            glyph_codes(&space.codes, &mut self.content.operators);
            self.content.operators.push_str(") Tj\n");
        }
        let size = hundredths(size_um.into());
        self.stands(node, [hundredths(start_um), y - size / 4, right, y + size]);
        Ok(())
    }

    /// Leads to where the next text begins.
    fn go_to(&mut self, (x, y): (Hundredths, Hundredths)) {
        let (last_x, last_y) = self.text_at.unwrap_or_default();
        self.text_at = Some((x, y));
        self.numbers([x - last_x, y - last_y]);
        self.content.operators.push_str("Td ");
    }

    /// Opens the mark of an element, and a section of texts, where they are not open.
    fn begin_text(&mut self, node: TagNode) {
        let is_open =
            matches!(self.mark, OpenMark::InText(open) | OpenMark::Around(open) if open == node);
        if !is_open {
            // A mark around texts ends before them or behind them, not between them.
            if matches!(self.mark, OpenMark::Around(_)) || self.is_picture(node) {
                self.end_text();
            }
            self.end_mark();
        }
        if self.is_picture(node) && !is_open {
            self.begin_mark(node);
            self.mark = OpenMark::Around(node);
        }
        if self.text_at.is_none() {
            self.content.operators.push_str("BT\n");
            self.text_at = Some((0, 0));
        }
        if self.mark == OpenMark::None {
            self.begin_mark(node);
            self.mark = OpenMark::InText(node);
        }
    }

    /// Ends the texts, and opens the mark of an element around what follows.
    fn begin_drawing(&mut self, node: TagNode) {
        self.end_text();
        if self.mark != OpenMark::Around(node) {
            self.end_mark();
            self.begin_mark(node);
            self.mark = OpenMark::Around(node);
        }
    }

    fn end_text(&mut self) {
        if let OpenMark::InText(_) = self.mark {
            self.end_mark();
        }
        if self.text_at.take().is_some() {
            self.content.operators.push_str("ET\n");
        }
    }

    fn begin_mark(&mut self, node: TagNode) {
        let operators = &mut self.content.operators;
        match self.tags.element(node) {
            None => operators.push_str("/Artifact BMC\n"),
            Some(element) => {
                operators.push('/');
                operators.push_str(role_name(element.role));
                operators.push_str("<</MCID ");
                operators.push_str(Digits::of(self.content.marks.len() as u64).as_str());
                operators.push_str(">>BDC\n");
                self.content.marks.push(node);
            }
        }
    }

    fn end_mark(&mut self) {
        if self.mark != OpenMark::None {
            self.content.operators.push_str("EMC\n");
            self.mark = OpenMark::None;
        }
    }

    fn is_picture(&self, node: TagNode) -> bool {
        self.tags.element(node).is_some_and(|element| element.role == TagRole::Figure)
    }

    /// Notes where a part of a heading or of a picture stands.
    fn stands(&mut self, node: TagNode, edges: Edges) {
        let Some(element) = self.tags.element(node) else { return };
        if !matches!(element.role, TagRole::Figure | TagRole::Heading(_)) {
            return;
        }
        match self.content.places.last_mut() {
            Some((last, around)) if *last == node => {
                let [left, bottom, right, top] = edges;
                let [around_left, around_bottom, around_right, around_top] = *around;
                *around = [
                    around_left.min(left),
                    around_bottom.min(bottom),
                    around_right.max(right),
                    around_top.max(top),
                ];
            }
            Some(_) | None => self.content.places.push((node, edges)),
        }
    }

    fn set_fill(&mut self, tone: Tone) {
        if self.fill.replace(tone) != Some(tone) {
            self.colour(self.palette.colour(tone));
            self.content.operators.push_str("rg\n");
        }
    }

    fn set_font(&mut self, (font, size_um): (ShownFont, Micrometres)) {
        if self.font.replace((font, size_um)) != Some((font, size_um)) {
            let operators = &mut self.content.operators;
            operators.push('/');
            match font {
                ShownFont::BuiltIn(face) => operators.push_str(resource(face)),
                ShownFont::User(place) => operators.push_str(&user_resource(place)),
            }
            operators.push(' ');
            decimal(font_size(size_um), 3, operators);
            operators.push_str(" Tf\n");
        }
    }

    fn set_outline(&mut self, stroke: Stroke) {
        let last = self.outline.replace(stroke);
        if last.map(|last| last.tone) != Some(stroke.tone) {
            self.colour(self.palette.colour(stroke.tone));
            self.content.operators.push_str("RG\n");
        }
        if last.map(|last| last.width_um) != Some(stroke.width_um) {
            self.numbers([hundredths(stroke.width_um.into())]);
            self.content.operators.push_str("w\n");
        }
        let dashes = dashes_of(stroke);
        if last.and_then(dashes_of) != dashes {
            self.content.operators.push('[');
            dashes.into_iter().for_each(|lengths| self.numbers(lengths));
            self.content.operators.push_str("] 0 d\n");
        }
    }

    fn colour(&mut self, Rgb { red, green, blue }: Rgb) {
        for level in [red, green, blue] {
            // A part from 0 to 1, in thousandths, which tell its 256 levels apart.
            let thousandths = (i64::from(level) * 200 + 25) / 51;
            decimal(thousandths, 3, &mut self.content.operators);
            self.content.operators.push(' ');
        }
    }

    /// Lengths or positions in points, each with a space behind it.
    fn numbers<const COUNT: usize>(&mut self, numbers: [Hundredths; COUNT]) {
        for number in numbers {
            decimal(number, 2, &mut self.content.operators);
            self.content.operators.push(' ');
        }
    }

    /// The height above the foot of the page of a place below its top.
    fn up(&self, y_um: i64) -> Hundredths {
        self.content.height - hundredths(y_um)
    }
}

/// What a role is called (ISO 32000-1, 14.8.4).
pub(super) const fn role_name(role: TagRole) -> &'static str {
    match role {
        TagRole::Document => "Document",
        TagRole::Heading(1) => "H1",
        TagRole::Heading(2) => "H2",
        TagRole::Heading(_) => "H3",
        TagRole::Paragraph => "P",
        TagRole::List(_) => "L",
        TagRole::Item => "LI",
        TagRole::Label => "Lbl",
        TagRole::ItemBody => "LBody",
        TagRole::Figure => "Figure",
        TagRole::Table => "Table",
        TagRole::Row => "TR",
        TagRole::ColumnHead(_) | TagRole::RowHead(_) => "TH",
        TagRole::Cell(_) => "TD",
    }
}

/// The lengths of a dash and of the gap after it: enough for a hairline, more for a thick line.
fn dashes_of(stroke: Stroke) -> Option<[Hundredths; 2]> {
    let width_um = i64::from(stroke.width_um);
    match stroke.dash {
        Dash::Whole => None,
        Dash::Dashed => Some([(3 * width_um).max(800), (2 * width_um).max(600)].map(hundredths)),
    }
}

/// The left edge of a text of a width.
fn left_um(x_um: Micrometres, width_um: i64, align: Align) -> i64 {
    match align {
        Align::Start => i64::from(x_um),
        Align::Middle => i64::from(x_um) - width_um / 2,
        Align::End => i64::from(x_um) - width_um,
    }
}

/// The size of a font in thousandths of a point: finer than a position, for it counts for every
/// character of a line.
fn font_size(size_um: Micrometres) -> i64 {
    (i64::from(size_um) * 360 + 63).div_euclid(127)
}

/// Micrometres as hundredths of a point: 25,400 µm are 72 points.
fn hundredths(um: i64) -> Hundredths {
    (um * 36 + 63).div_euclid(127)
}
