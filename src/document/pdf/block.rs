//! Blocks: what stays together on a page, and how blocks become pages.

use std::rc::Rc;

use crate::document::drawing::fonts::TextError;
use crate::document::drawing::{
    Align, Dash, Drawing, Face, MM, Micrometres, Point, Shape, Stroke, TextLine, Tone,
};
use crate::document::fallback::ruler::Ruler;

use super::tags::{PlacedShape, TagNode, TaggedPage};

pub(super) const HAIRLINE_UM: Micrometres = 120;

/// Sizes of the type, in micrometres (a point is 352.78).
pub(super) const TITLE_UM: Micrometres = 7_400;
pub(super) const TOTAL_UM: Micrometres = 8_500;
pub(super) const HEAD_UM: Micrometres = 4_230;
pub(super) const BODY_UM: Micrometres = 3_180;
pub(super) const SMALL_UM: Micrometres = 2_820;
pub(super) const FINE_UM: Micrometres = 2_470;

/// The distance from one line to the next.
pub(super) const fn leading(size_um: Micrometres) -> Micrometres {
    size_um * 138 / 100
}

/// A part of a document that stays together; coordinates begin at its top left corner.
///
/// Only a block that is taller than a page continues on the next one.
#[derive(Debug, Clone, Default)]
pub(super) struct PageBlock {
    pub(super) shapes: Vec<PlacedShape>,
    pub(super) height_um: Micrometres,
    /// Stays on the page of the block after it.
    pub(super) is_bound: bool,
    /// The heading of a part, with which a page may begin.
    pub(super) is_heading: bool,
    /// Stands above the block where a page begins with it.
    pub(super) head: Option<Rc<PageBlock>>,
    /// Stands above what goes on on the next page, where that is not `head`.
    pub(super) goes_on: Option<Rc<PageBlock>>,
    /// The element that the next texts belong to; see [`PageBlock::tag`].
    pub(super) node: TagNode,
}

/// How a text is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) face: Face,
    pub(super) size_um: Micrometres,
    pub(super) tone: Tone,
}

impl Style {
    pub(super) const fn plain(size_um: Micrometres) -> Self {
        Self { face: Face::Regular, size_um, tone: Tone::Ink }
    }

    pub(super) const fn muted(size_um: Micrometres) -> Self {
        Self { face: Face::Regular, size_um, tone: Tone::Muted }
    }

    pub(super) const fn bold(size_um: Micrometres) -> Self {
        Self { face: Face::Bold, size_um, tone: Tone::Ink }
    }

    pub(super) const fn in_tone(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }
}

impl PageBlock {
    /// Empty space.
    pub(super) fn space(height_um: Micrometres) -> Self {
        Self { height_um, ..Self::default() }
    }

    /// A block whose texts belong to an element.
    pub(super) fn tagged(node: TagNode) -> Self {
        Self { node, ..Self::default() }
    }

    /// Says which element the texts that follow belong to. Rules and areas belong to none.
    pub(super) fn tag(&mut self, node: TagNode) {
        self.node = node;
    }

    /// The same block as nobody has to be told of, because it was told before.
    pub(super) fn as_artifact(&self) -> Self {
        let mut block = self.clone();
        block.shapes.iter_mut().for_each(|placed| placed.node = TagNode::ARTIFACT);
        block
    }

    pub(super) fn bound(mut self) -> Self {
        self.is_bound = true;
        self
    }

    /// One line of text with its baseline at a height.
    pub(super) fn text<'text>(
        &mut self,
        x_um: Micrometres,
        baseline_um: Micrometres,
        text: impl Into<TextLine<'text>>,
        style: Style,
        align: Align,
    ) {
        let text = text.into();
        if text.is_empty() {
            return;
        }
        let shape = Shape::Text {
            x_um,
            baseline_um,
            text: (*text).to_owned(),
            around: text.around(),
            size_um: style.size_um,
            face: style.face,
            tone: style.tone,
            align,
        };
        self.shapes.push(PlacedShape { node: self.node, then_space: false, shape });
    }

    /// Puts a space behind the last text for those who read it out or copy it: the next words of
    /// its element, or of the one beside it, stand elsewhere.
    pub(super) fn then_space(&mut self) {
        if let Some(placed) = self.shapes.last_mut() {
            placed.then_space = true;
        }
    }

    /// A paragraph at a left edge, below what is there; the block grows by its height.
    pub(super) fn paragraph(
        &mut self,
        ruler: &Ruler<'_>,
        x_um: Micrometres,
        room_um: Micrometres,
        text: &str,
        style: Style,
    ) -> Result<(), TextError> {
        for (line, is_word_end) in spaced(text, wrap(ruler, style, text, room_um)?) {
            self.line_of(x_um, line, style, Align::Start);
            if is_word_end && !line.is_empty() {
                self.then_space();
            }
        }
        Ok(())
    }

    /// One line of text below what is there; the block grows by its height.
    pub(super) fn line_of<'text>(
        &mut self,
        x_um: Micrometres,
        text: impl Into<TextLine<'text>>,
        style: Style,
        align: Align,
    ) {
        let leading_um = leading(style.size_um);
        let baseline_um = self.height_um + leading_um - style.size_um * 38 / 100;
        self.text(x_um, baseline_um, text, style, align);
        self.height_um += leading_um;
    }

    pub(super) fn rule(&mut self, y_um: Micrometres, from_um: Micrometres, to_um: Micrometres) {
        self.ruled(y_um, from_um, to_um, Tone::Rule);
    }

    pub(super) fn ruled(
        &mut self,
        y_um: Micrometres,
        from_um: Micrometres,
        to_um: Micrometres,
        tone: Tone,
    ) {
        self.decorate(Shape::Line {
            points: vec![Point { x_um: from_um, y_um }, Point { x_um: to_um, y_um }],
            stroke: Stroke { tone, width_um: HAIRLINE_UM, dash: Dash::Whole },
        });
    }

    /// A shape that tells nothing which the texts do not say.
    pub(super) fn decorate(&mut self, shape: Shape) {
        self.shapes.push(artifact(shape));
    }

    /// A filled area behind all that is there.
    pub(super) fn behind(&mut self, tone: Tone, width_um: Micrometres) {
        let area = Shape::Rectangle {
            x_um: 0,
            y_um: 0,
            width_um,
            height_um: self.height_um,
            fill: Some(tone),
            stroke: None,
        };
        self.shapes.insert(0, artifact(area));
    }

    /// Puts a picture at the top left; all of it belongs to one element.
    pub(super) fn draw(&mut self, drawing: Drawing, node: TagNode) {
        let shapes = drawing.shapes.into_iter();
        self.shapes.extend(shapes.map(|shape| PlacedShape { node, then_space: false, shape }));
        self.height_um = self.height_um.max(drawing.height_um);
    }

    /// Puts another block at a place.
    pub(super) fn put(&mut self, block: PageBlock, x_um: Micrometres, y_um: Micrometres) {
        self.shapes.extend(block.shapes.into_iter().map(|shape| moved(shape, x_um, y_um)));
        self.height_um = self.height_um.max(y_um + block.height_um);
    }
}

const fn artifact(shape: Shape) -> PlacedShape {
    PlacedShape { node: TagNode::ARTIFACT, then_space: false, shape }
}

/// The lines of a text, and whether a word ends with each; a word that is too wide for a line
/// goes on in the next one.
pub(super) fn spaced<'text>(
    text: &'text str,
    lines: Vec<TextLine<'text>>,
) -> impl Iterator<Item = (TextLine<'text>, bool)> {
    let mut rest = text;
    lines.into_iter().map(move |line| {
        rest = rest.trim_start_matches(' ');
        rest = rest.strip_prefix(&*line).unwrap_or_default();
        (line, rest.is_empty() || rest.starts_with(' '))
    })
}

/// The width of a text in a style.
pub(super) fn width(ruler: &Ruler<'_>, style: Style, text: &str) -> Result<Micrometres, TextError> {
    ruler.width_um(style.face, style.size_um, text)
}

/// A text in a style as lines of at most a width.
pub(super) fn wrap<'text>(
    ruler: &Ruler<'_>,
    style: Style,
    text: &'text str,
    room_um: Micrometres,
) -> Result<Vec<TextLine<'text>>, TextError> {
    ruler.wrap(style.face, style.size_um, text, room_um)
}

/// A shape at another place.
fn moved(mut placed: PlacedShape, right_um: Micrometres, down_um: Micrometres) -> PlacedShape {
    let there = |x_um: &mut Micrometres, y_um: &mut Micrometres| {
        *x_um += right_um;
        *y_um += down_um;
    };
    match &mut placed.shape {
        Shape::Rectangle { x_um, y_um, .. }
        | Shape::Logo { x_um, y_um, .. }
        | Shape::Text { x_um, baseline_um: y_um, .. } => there(x_um, y_um),
        Shape::Line { points, .. } | Shape::Polygon { points, .. } => {
            points.iter_mut().for_each(|point| there(&mut point.x_um, &mut point.y_um));
        }
    }
    placed
}

/// Where blocks go on a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) paper_width_um: Micrometres,
    pub(super) paper_height_um: Micrometres,
    pub(super) left_um: Micrometres,
    pub(super) top_um: Micrometres,
    pub(super) width_um: Micrometres,
    pub(super) bottom_um: Micrometres,
}

/// Of what is taller than a page, so much at least stands below what it is bound to, and above the
/// foot of a page.
const PART_UM: Micrometres = 40 * MM;

/// Which of all blocks of a document one is.
pub(super) type BlockPlace = usize;

/// Pages, and how much of them is filled.
#[derive(Debug)]
pub(super) struct Paged {
    pub(super) pages: Vec<TaggedPage>,
    pub(super) first_um: Micrometres,
    pub(super) last_um: Micrometres,
    /// What begins on the page before the last one, from above.
    pub(super) parts: Vec<PagePart>,
}

/// Blocks that stay together on a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct PagePart {
    pub(super) place: BlockPlace,
    /// How much of the page is filled above it.
    pub(super) above_um: Micrometres,
    pub(super) is_heading: bool,
}

/// Puts blocks on pages, top down: bound ones stay together, and heads are repeated. A page begins
/// with the block at a given place, too.
pub(super) fn paginate(
    blocks: Vec<PageBlock>,
    frame: Frame,
    turned_at: Option<BlockPlace>,
) -> Paged {
    let mut press = Press { pages: Vec::new(), first_um: None, y_um: frame.top_um, frame };
    press.turn();
    let mut parts = Vec::new();
    let mut group: Vec<PageBlock> = Vec::new();
    let mut group_at = 0;
    for (place, block) in (0..).zip(blocks) {
        if group.is_empty() {
            group_at = place;
        }
        let goes_with_next = block.is_bound;
        group.push(block);
        if goes_with_next {
            continue;
        }
        if turned_at == Some(group_at) && !press.begins() {
            press.turn();
        }
        let is_heading = group.first().is_some_and(|block| block.is_heading);
        let above_um = press.print_together(std::mem::take(&mut group));
        parts.push((press.pages.len(), PagePart { place: group_at, above_um, is_heading }));
    }
    press.print_together(group);
    let count = press.pages.len();
    parts.retain(|(page, _)| page + 1 == count);
    Paged {
        first_um: press.first_um.unwrap_or_else(|| press.filled_um()),
        last_um: press.filled_um(),
        parts: parts.into_iter().map(|(_, part)| part).collect(),
        pages: press.pages,
    }
}

/// The pages so far, and how far down the last one is filled.
struct Press {
    pages: Vec<TaggedPage>,
    /// How much of the first page is filled, once there is another one.
    first_um: Option<Micrometres>,
    y_um: Micrometres,
    frame: Frame,
}

impl Press {
    fn begins(&self) -> bool {
        self.y_um == self.frame.top_um
    }

    /// How much of this page is filled.
    fn filled_um(&self) -> Micrometres {
        self.y_um - self.frame.top_um
    }

    fn turn(&mut self) {
        if !self.pages.is_empty() {
            self.first_um = self.first_um.or(Some(self.filled_um()));
        }
        self.pages.push(TaggedPage {
            width_um: self.frame.paper_width_um,
            height_um: self.frame.paper_height_um,
            shapes: Vec::new(),
        });
        self.y_um = self.frame.top_um;
    }

    /// The room on a page that begins with a block.
    fn page_um(&self, block: &PageBlock) -> Micrometres {
        let head_um = block.head.as_ref().map_or(0, |head| head.height_um);
        self.frame.bottom_um - self.frame.top_um - head_um
    }

    /// The room that is left for a block on this page.
    fn room_um(&self, block: &PageBlock) -> Micrometres {
        if self.begins() { self.page_um(block) } else { self.frame.bottom_um - self.y_um }
    }

    /// Blocks on one page; those that are taller than a page together break between two of them.
    /// Returns how much of the page is filled above them.
    fn print_together(&mut self, blocks: Vec<PageBlock>) -> Micrometres {
        let Some(first) = blocks.first() else { return self.filled_um() };
        let height_um: Micrometres = blocks.iter().map(|block| block.height_um).sum();
        let need_um =
            if height_um <= self.page_um(first) { height_um } else { self.least_um(&blocks) };
        if need_um > self.room_um(first) && !self.begins() {
            // No page begins for space alone.
            if blocks.iter().all(|block| block.shapes.is_empty()) {
                return self.filled_um();
            }
            self.turn();
        }
        let begun_um = self.filled_um();
        for block in blocks {
            self.print_on(block);
        }
        begun_um
    }

    /// How much of blocks that are taller than a page together stands below their first one.
    fn least_um(&self, blocks: &[PageBlock]) -> Micrometres {
        let mut least_um = 0;
        for block in blocks {
            if least_um >= PART_UM {
                break;
            }
            let is_tall = block.height_um > self.page_um(block);
            least_um += if is_tall { PART_UM } else { block.height_um };
        }
        least_um
    }

    /// A block on this page or the next one; what is taller than a page begins where it can.
    fn print_on(&mut self, mut block: PageBlock) {
        while block.height_um > self.room_um(&block) {
            let room_um = self.room_um(&block);
            let is_tall = block.height_um > self.page_um(&block);
            if !self.begins() && (!is_tall || room_um < PART_UM) {
                self.turn();
                continue;
            }
            let Some((above, below)) = torn(block.clone(), room_um) else {
                if self.begins() {
                    break;
                }
                self.turn();
                continue;
            };
            self.print(above);
            self.turn();
            block = below;
        }
        self.print(block);
    }

    fn print(&mut self, block: PageBlock) {
        let begins = self.begins();
        let Some(page) = self.pages.last_mut() else { return };
        if begins && block.shapes.is_empty() {
            return;
        }
        let left_um = self.frame.left_um;
        if let Some(head) = block.head.filter(|_| begins) {
            let shapes = head.shapes.iter().cloned();
            page.shapes.extend(shapes.map(|shape| moved(shape, left_um, self.y_um)));
            self.y_um += head.height_um;
        }
        let shapes = block.shapes.into_iter();
        page.shapes.extend(shapes.map(|shape| moved(shape, left_um, self.y_um)));
        self.y_um += block.height_um;
    }
}

/// A block in two, the first not taller than a height; `None` where nothing fits above.
///
/// Texts go whole to one part or the other; an area behind them is in both.
fn torn(block: PageBlock, room_um: Micrometres) -> Option<(PageBlock, PageBlock)> {
    let edges = |placed: &PlacedShape| match &placed.shape {
        Shape::Rectangle { y_um, height_um, .. } | Shape::Logo { y_um, height_um, .. } => {
            (*y_um, y_um + height_um)
        }
        Shape::Line { points, .. } | Shape::Polygon { points, .. } => {
            let heights = || points.iter().map(|point| point.y_um);
            (heights().min().unwrap_or(0), heights().max().unwrap_or(0))
        }
        Shape::Text { baseline_um, size_um, .. } => {
            (baseline_um - size_um, baseline_um + size_um * 38 / 100)
        }
    };
    let stays = |placed: &PlacedShape| edges(placed).1 <= room_um;
    let is_area = |placed: &PlacedShape| matches!(placed.shape, Shape::Rectangle { .. });
    let kept = block.shapes.iter().filter(|placed| stays(placed) && !is_area(placed));
    let used_um = kept.map(|placed| edges(placed).1).max()?;
    let rest = block.shapes.iter().filter(|placed| !stays(placed) && !is_area(placed));
    let cut_um = rest.map(|placed| edges(placed).0).min()?;
    let mut above =
        PageBlock { height_um: used_um, head: block.head.clone(), ..PageBlock::default() };
    let mut below = PageBlock {
        height_um: block.height_um - cut_um,
        is_bound: block.is_bound,
        head: block.goes_on.clone().or(block.head),
        goes_on: block.goes_on,
        ..PageBlock::default()
    };
    for placed in block.shapes {
        let PlacedShape { node, then_space, .. } = placed;
        if let Shape::Rectangle { x_um, y_um, width_um, height_um, fill, stroke } = placed.shape {
            let area = |y_um, until_um| {
                let height_um = until_um - y_um;
                let shape = Shape::Rectangle { x_um, y_um, width_um, height_um, fill, stroke };
                PlacedShape { node, then_space, shape }
            };
            let until_um = y_um + height_um;
            if y_um < used_um {
                above.shapes.push(area(y_um, until_um.min(used_um)));
            }
            if until_um > cut_um {
                below.shapes.push(moved(area(y_um.max(cut_um), until_um), 0, -cut_um));
            }
        } else if stays(&placed) {
            above.shapes.push(placed);
        } else {
            below.shapes.push(moved(placed, 0, -cut_um));
        }
    }
    Some((above, below))
}
