//! From a sheet to pages: boxes in micrometres, nothing of PDF yet.

use crate::document::drawing::fonts::TextError;
use crate::document::drawing::{Align, Drawing, MM, Micrometres, Shape, TextLine, Tone};
use crate::document::fallback::UserFonts;
use crate::document::fallback::ruler::Ruler;
use crate::document::sheet::Sheet;

use super::block::{
    BlockPlace, FINE_UM, Frame, PageBlock, PagePart, Paged, SMALL_UM, Style, leading, paginate,
    width, wrap,
};
use super::compose::{Composer, Spacing};
use super::paper::Paper;
use super::tags::{PlacedShape, TagNode, TaggedPage, TaggedPages, Tags};

const MARGIN_UM: Micrometres = 18 * MM;
const BANNER_UM: Micrometres = 7 * MM;
const FOOT_UM: Micrometres = 12 * MM;
/// A last page with less on it than this is saved where less space between blocks is enough.
const LAST_PAGE_PERCENT: Micrometres = 40;
/// Less than this are a few lines: where they cannot be saved, more goes to the last page.
const FEW_LINES_PERCENT: Micrometres = 20;
/// So much stays on the page that this is taken from.
const KEPT_PERCENT: Micrometres = 65;
/// On a first page with less on it than this, space is saved where that brings so much more to it.
const FIRST_PAGE_PERCENT: Micrometres = 85;
const MORE_PERCENT: Micrometres = 5;

/// Why a sheet cannot be laid out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LayoutError {
    /// A text that cannot be printed.
    #[error("{0}")]
    Text(#[from] TextError),
}

/// The pages of a sheet as drawings alone.
///
/// # Errors
/// A character that the font lacks.
pub fn pages(sheet: &Sheet, paper: Paper) -> Result<Vec<Drawing>, LayoutError> {
    tagged_pages(sheet, paper, &Ruler::new(&UserFonts::NONE)).map(TaggedPages::drawings)
}

/// The pages of a sheet, and what all that stands on them is.
///
/// # Errors
/// As for [`pages`].
pub fn tagged_pages(
    sheet: &Sheet,
    paper: Paper,
    ruler: &Ruler<'_>,
) -> Result<TaggedPages, LayoutError> {
    let (paper_width_um, paper_height_um) = paper.size_um();
    let width_um = paper_width_um - 2 * MARGIN_UM;
    let furniture = Furniture::of(ruler, sheet, width_um)?;
    let banner_um = furniture.banner.as_ref().map_or(0, |banner| banner.height_um + 4 * MM);
    let frame = Frame {
        paper_width_um,
        paper_height_um,
        left_um: MARGIN_UM,
        top_um: 14 * MM + banner_um,
        width_um,
        bottom_um: paper_height_um - MARGIN_UM - FOOT_UM / 2 - furniture.more_um(),
    };
    let setter = Setter { sheet, ruler, frame, has_banner: furniture.banner.is_some() };
    let SetPages { paged, mut tags, banner, .. } = setter.best()?;
    let mut pages = paged.pages;
    let count = pages.len();
    for (number, page) in (1..).zip(&mut pages) {
        let told = FurnitureNodes {
            banner: banner.filter(|_| number == 1).unwrap_or_default(),
            book: if number == count { tags.paragraph() } else { TagNode::ARTIFACT },
            receipt: if number == count { tags.paragraph() } else { TagNode::ARTIFACT },
        };
        furniture.place(ruler, page, frame, (&sheet.foot.page(number, count), told))?;
    }
    Ok(TaggedPages { pages, tags })
}

/// Sets a sheet in pages, in the ways that there are.
#[derive(Clone, Copy)]
struct Setter<'sheet> {
    sheet: &'sheet Sheet,
    ruler: &'sheet Ruler<'sheet>,
    frame: Frame,
    has_banner: bool,
}

/// One way of setting a sheet.
struct SetPages {
    spacing: Spacing,
    paged: Paged,
    tags: Tags,
    banner: Option<TagNode>,
}

impl Setter<'_> {
    const fn page_um(self) -> Micrometres {
        self.frame.bottom_um - self.frame.top_um
    }

    const fn percent_um(self, percent: Micrometres) -> Micrometres {
        self.page_um() * percent / 100
    }

    fn set(self, spacing: Spacing, turned_at: Option<BlockPlace>) -> Result<SetPages, TextError> {
        let Self { sheet, ruler, frame, has_banner } = self;
        let mut tags = Tags::default();
        // What stands on every page is told once: the banner first, the foot last.
        let banner = has_banner.then(|| tags.paragraph());
        let (room_um, page_um) = (frame.width_um, self.page_um());
        let composer = Composer { sheet, ruler, room_um, page_um, spacing, tags: &mut tags };
        let paged = paginate(composer.blocks()?, frame, turned_at);
        Ok(SetPages { spacing, paged, tags, banner })
    }

    /// The usual way, or another one where that leaves less paper empty. A document with an annex
    /// is long: nobody sees one page of it more or less.
    fn best(self) -> Result<SetPages, TextError> {
        let mut best = self.set(Spacing::Usual, None)?;
        if self.sheet.has_annex() || best.count() == 1 {
            return Ok(best);
        }
        if best.paged.first_um < self.percent_um(FIRST_PAGE_PERCENT) {
            let tight = self.set(Spacing::TightAtFirst, None)?;
            let more_um = tight.paged.first_um - best.paged.first_um;
            if tight.count() <= best.count() && more_um >= self.percent_um(MORE_PERCENT) {
                best = tight;
            }
        }
        if best.paged.last_um < self.percent_um(LAST_PAGE_PERCENT) {
            let tight = self.set(Spacing::Tight, None)?;
            if tight.count() < best.count() {
                best = tight;
            }
        }
        if best.count() > 1
            && best.paged.last_um < self.percent_um(FEW_LINES_PERCENT)
            && let Some(place) = self.turned_at(&best.paged)
        {
            let turned = self.set(best.spacing, Some(place))?;
            if turned.count() == best.count() {
                best = turned;
            }
        }
        Ok(best)
    }

    /// What the last page can begin with, where only a few lines stand there: the lowest part of
    /// the page before it with which they are enough, if that page stays filled; best a heading.
    fn turned_at(self, paged: &Paged) -> Option<BlockPlace> {
        let end_um = self.page_um() + paged.last_um;
        let is_enough = |part: &&PagePart| {
            end_um - part.above_um >= self.percent_um(FEW_LINES_PERCENT)
                && part.above_um >= self.percent_um(KEPT_PERCENT)
        };
        let enough = || paged.parts.iter().rev().filter(is_enough);
        let part = enough().find(|part| part.is_heading).or_else(|| enough().next());
        part.map(|part| part.place)
    }
}

impl SetPages {
    fn count(&self) -> usize {
        self.paged.pages.len()
    }
}

/// The elements of what stands on every page, on one of them.
struct FurnitureNodes {
    banner: TagNode,
    book: TagNode,
    receipt: TagNode,
}

/// What stands on every page: the banner of a draft and of a sample, and the foot.
struct Furniture<'sheet> {
    banner: Option<PageBlock>,
    /// The price book, in as many lines as it takes; the body of a page ends above them.
    book: Vec<TextLine<'sheet>>,
    /// Lines of the issuer, below.
    legal: Vec<TextLine<'sheet>>,
    receipt: &'sheet str,
}

impl<'sheet> Furniture<'sheet> {
    const STYLE: Style = Style::muted(FINE_UM);

    fn of(
        ruler: &Ruler<'_>,
        sheet: &'sheet Sheet,
        width_um: Micrometres,
    ) -> Result<Self, TextError> {
        let receipt = sheet.foot.receipt.as_str();
        // Room for the longest page number, so that the lines are the same on every page.
        let page_um = width(ruler, Self::STYLE, &sheet.foot.page(9_999, 9_999))?;
        let room_um = width_um - page_um - width(ruler, Self::STYLE, receipt)? - 12 * MM;
        let book = wrap(ruler, Self::STYLE, &sheet.foot.book, room_um.max(20 * MM))?;
        let banner = sheet.banner().map(|text| banner(ruler, &text, width_um)).transpose()?;
        let mut legal = Vec::new();
        for line in &sheet.foot.legal {
            legal.extend(wrap(ruler, Self::STYLE, line, width_um)?);
        }
        Ok(Self { banner, book, legal, receipt })
    }

    /// How much taller the foot is when it takes more than one line.
    fn more_um(&self) -> Micrometres {
        let more = (self.book.len() + self.legal.len()).saturating_sub(1);
        Micrometres::try_from(more).unwrap_or(0) * leading(FINE_UM)
    }

    fn place(
        &self,
        ruler: &Ruler<'_>,
        page: &mut TaggedPage,
        frame: Frame,
        (page_of, told): (&str, FurnitureNodes),
    ) -> Result<(), TextError> {
        let right_um = frame.left_um + frame.width_um;
        if let Some(banner) = &self.banner {
            let mut block = PageBlock::default();
            block.put(banner.clone(), frame.left_um, 10 * MM);
            let is_text = |placed: &PlacedShape| matches!(placed.shape, Shape::Text { .. });
            let texts = block.shapes.iter_mut().filter(|placed| is_text(placed));
            texts.for_each(|placed| placed.node = told.banner);
            // It is read out first, and so it is drawn first.
            block.shapes.append(&mut page.shapes);
            page.shapes = block.shapes;
        }
        let mut block = PageBlock::default();
        let top_um = frame.paper_height_um - MARGIN_UM - self.more_um();
        block.rule(top_um, frame.left_um, right_um);
        let baseline_um = top_um + 4 * MM;
        block.tag(told.book);
        for (down, line) in (0..).zip(self.book.iter().chain(&self.legal)) {
            let baseline_um = baseline_um + down * leading(FINE_UM);
            block.text(frame.left_um, baseline_um, *line, Self::STYLE, Align::Start);
            block.then_space();
        }
        block.tag(told.receipt);
        let receipt_um = right_um - width(ruler, Self::STYLE, page_of)? - 6 * MM;
        block.text(receipt_um, baseline_um, self.receipt, Self::STYLE, Align::End);
        block.tag(TagNode::ARTIFACT);
        block.text(right_um, baseline_um, page_of, Self::STYLE, Align::End);
        page.shapes.append(&mut block.shapes);
        Ok(())
    }
}

fn banner(ruler: &Ruler<'_>, text: &str, width_um: Micrometres) -> Result<PageBlock, TextError> {
    let style = Style::bold(SMALL_UM).in_tone(Tone::Alert);
    let mut block = PageBlock::space((BANNER_UM - leading(SMALL_UM)) / 2);
    for line in wrap(ruler, style, text, width_um - 4 * MM)? {
        block.line_of(width_um / 2, line, style, Align::Middle);
        block.then_space();
    }
    block.height_um += (BANNER_UM - leading(SMALL_UM)) / 2;
    block.behind(Tone::AlertSoft, width_um);
    Ok(block)
}
