//! From a sheet to pages: boxes in micrometres, nothing of PDF yet.

use crate::document::chart;
use crate::document::drawing::fonts::TextError;
use crate::document::drawing::wrap::ROUNDING_UM;
use crate::document::drawing::{Align, Drawing, MM, Micrometres, Shape, Tone};
use crate::document::sheet::{
    Acceptance, BenefitCell, Block, Chosen, Fact, Issuer, OptionTable, Sheet, Waiting, Weight,
};
use crate::engine::finding::FindingSeverity;

use super::block::{
    BODY_UM, FINE_UM, Frame, HEAD_UM, PageBlock, SMALL_UM, Style, TITLE_UM, TOTAL_UM, leading,
    paginate, width, wrap,
};
use super::paper::Paper;
use super::table::{SmallRow, SmallTable, behind, holdings};

const MARGIN_UM: Micrometres = 18 * MM;
const BANNER_UM: Micrometres = 7 * MM;
const FOOT_UM: Micrometres = 12 * MM;
const PLOT_UM: Micrometres = 42 * MM;

/// Why a sheet cannot be laid out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LayoutError {
    /// A text that cannot be printed.
    #[error("{0}")]
    Text(#[from] TextError),
    /// A holding whose text is taller than a page.
    #[error("the text of “{0}” is taller than a page; shorten it")]
    TooTall(String),
}

/// The pages of a sheet.
///
/// # Errors
/// A character that the font lacks, or a holding that is taller than a page.
pub fn pages(sheet: &Sheet, paper: Paper) -> Result<Vec<Drawing>, LayoutError> {
    let (paper_width_um, paper_height_um) = paper.size_um();
    let width_um = paper_width_um - 2 * MARGIN_UM;
    let furniture = Furniture::of(sheet, width_um)?;
    let banner_um = furniture.banner.as_ref().map_or(0, |banner| banner.height_um + 4 * MM);
    let frame = Frame {
        paper_width_um,
        paper_height_um,
        left_um: MARGIN_UM,
        top_um: 14 * MM + banner_um,
        width_um,
        bottom_um: paper_height_um - MARGIN_UM - FOOT_UM / 2 - furniture.more_um(),
    };
    let blocks = Composer { sheet, room_um: width_um }.blocks()?;
    let mut pages = paginate(blocks, frame).map_err(LayoutError::TooTall)?;
    let count = pages.len();
    for (number, page) in (1..).zip(&mut pages) {
        furniture.place(page, frame, &sheet.foot.page(number, count))?;
    }
    Ok(pages)
}

/// What stands on every page: the banner of a sample, and the foot.
struct Furniture<'sheet> {
    banner: Option<PageBlock>,
    /// The price book, in as many lines as it takes; the body of a page ends above them.
    book: Vec<&'sheet str>,
    receipt: &'sheet str,
}

impl<'sheet> Furniture<'sheet> {
    const STYLE: Style = Style::muted(FINE_UM);

    fn of(sheet: &'sheet Sheet, width_um: Micrometres) -> Result<Self, TextError> {
        let receipt = sheet.foot.receipt.as_str();
        // Room for the longest page number, so that the lines are the same on every page.
        let page_um = width(Self::STYLE, &sheet.foot.page(9_999, 9_999))?;
        let room_um = width_um - page_um - width(Self::STYLE, receipt)? - 12 * MM;
        let book = wrap(Self::STYLE, &sheet.foot.book, room_um.max(20 * MM))?;
        let banner = sheet.sample_banner.as_ref().map(|text| banner(text, width_um)).transpose()?;
        Ok(Self { banner, book, receipt })
    }

    /// How much taller the foot is when the book takes more than one line.
    fn more_um(&self) -> Micrometres {
        let more = self.book.len().saturating_sub(1);
        Micrometres::try_from(more).unwrap_or(0) * leading(FINE_UM)
    }

    fn place(&self, page: &mut Drawing, frame: Frame, page_of: &str) -> Result<(), TextError> {
        let right_um = frame.left_um + frame.width_um;
        let mut block = PageBlock::default();
        if let Some(banner) = &self.banner {
            block.put(banner.clone(), frame.left_um, 10 * MM);
        }
        let top_um = frame.paper_height_um - MARGIN_UM - self.more_um();
        block.rule(top_um, frame.left_um, right_um);
        let baseline_um = top_um + 4 * MM;
        block.text(right_um, baseline_um, page_of, Self::STYLE, Align::End);
        let receipt_um = right_um - width(Self::STYLE, page_of)? - 6 * MM;
        block.text(receipt_um, baseline_um, self.receipt, Self::STYLE, Align::End);
        for (down, line) in (0..).zip(&self.book) {
            let baseline_um = baseline_um + down * leading(FINE_UM);
            block.text(frame.left_um, baseline_um, line, Self::STYLE, Align::Start);
        }
        page.shapes.append(&mut block.shapes);
        Ok(())
    }
}

fn banner(text: &str, width_um: Micrometres) -> Result<PageBlock, TextError> {
    let style = Style::bold(SMALL_UM).in_tone(Tone::Alert);
    let mut block = PageBlock::space((BANNER_UM - leading(SMALL_UM)) / 2);
    for line in wrap(style, text, width_um - 4 * MM)? {
        block.line_of(width_um / 2, line, style, Align::Middle);
    }
    block.height_um += (BANNER_UM - leading(SMALL_UM)) / 2;
    behind(&mut block, Tone::AlertSoft, width_um);
    Ok(block)
}

struct Composer<'sheet> {
    sheet: &'sheet Sheet,
    room_um: Micrometres,
}

impl Composer<'_> {
    fn blocks(&self) -> Result<Vec<PageBlock>, TextError> {
        let sheet = self.sheet;
        let mut blocks =
            vec![self.head()?, self.parties()?, self.answer()?, PageBlock::space(5 * MM)];
        blocks.push(self.heading(&sheet.timeline.title)?);
        blocks.push(self.timeline()?);
        blocks.push(PageBlock::space(5 * MM));
        blocks.push(self.heading(&format!("{} · {}", sheet.table.title, sheet.table.note))?);
        blocks.extend(holdings(&sheet.table, self.room_um)?);
        blocks.push(PageBlock::space(3 * MM));
        blocks.push(self.totals()?);
        blocks.push(PageBlock::space(5 * MM));
        if let Some(payments) = &sheet.payments {
            blocks.extend(self.option(payments, None)?);
            blocks.push(PageBlock::space(5 * MM));
        }
        blocks.extend(self.findings()?);
        blocks.extend(self.options()?);
        blocks.extend(self.benefits()?);
        blocks.extend(self.conditions()?);
        if let Some(acceptance) = &sheet.acceptance {
            blocks.push(self.acceptance(acceptance)?);
        }
        Ok(blocks)
    }

    fn heading(&self, text: &str) -> Result<PageBlock, TextError> {
        let mut block = PageBlock::default();
        block.paragraph(0, self.room_um, text, Style::bold(HEAD_UM).in_tone(Tone::Accent))?;
        block.height_um += 2 * MM;
        Ok(block.bound())
    }

    fn head(&self) -> Result<PageBlock, TextError> {
        let mut block = PageBlock::default();
        if let Some(issuer) = &self.sheet.issuer {
            self.issuer(issuer, &mut block)?;
        }
        let standing = Style::muted(BODY_UM);
        let standing_um = width(standing, &self.sheet.standing)?;
        let title = Style::bold(TITLE_UM);
        let title_um = width(title, &self.sheet.title)?;
        let baseline_um = block.height_um + leading(TITLE_UM) - TITLE_UM * 38 / 100;
        if title_um + standing_um + 8 * MM <= self.room_um {
            block.text(self.room_um, baseline_um, &self.sheet.standing, standing, Align::End);
            block.paragraph(0, self.room_um, &self.sheet.title, title)?;
        } else {
            block.paragraph(0, self.room_um, &self.sheet.title, title)?;
            block.paragraph(0, self.room_um, &self.sheet.standing, standing)?;
        }
        block.height_um += 3 * MM;
        block.ruled(block.height_um, 0, self.room_um, Tone::Accent);
        block.height_um += 4 * MM;
        Ok(block.bound())
    }

    /// The logo on the left, name and address beside it; without a logo they begin at the left.
    fn issuer(&self, issuer: &Issuer, block: &mut PageBlock) -> Result<(), TextError> {
        let mut text_um = 0;
        let mut logo_um = 0;
        if let Some(logo) = &issuer.logo {
            let (width_um, height_um) = fitted(logo.width, logo.height);
            block.shapes.push(Shape::Logo { x_um: 0, y_um: 0, width_um, height_um });
            logo_um = height_um;
            text_um = self.room_um / 2 + 4 * MM;
        }
        let room_um = self.room_um - text_um;
        block.paragraph(text_um, room_um, &issuer.name, Style::bold(BODY_UM))?;
        for line in &issuer.lines {
            block.paragraph(text_um, room_um, line, Style::muted(SMALL_UM))?;
        }
        block.height_um = block.height_um.max(logo_um) + 6 * MM;
        Ok(())
    }

    /// The customer on the left, the facts of the quote on the right.
    fn parties(&self) -> Result<PageBlock, TextError> {
        let half_um = self.room_um / 2 - 4 * MM;
        let mut left = PageBlock::default();
        let Block { title, lines } = &self.sheet.customer;
        left.paragraph(0, half_um, title, Style::muted(SMALL_UM))?;
        for (place, line) in lines.iter().enumerate() {
            let style = if place == 0 { Style::bold(BODY_UM) } else { Style::plain(BODY_UM) };
            left.paragraph(0, half_um, line, style)?;
        }
        let mut right = PageBlock::default();
        let from_um = self.room_um / 2 + 4 * MM;
        facts(&mut right, &self.sheet.facts, from_um, self.room_um - from_um)?;
        left.shapes.append(&mut right.shapes);
        left.height_um = left.height_um.max(right.height_um) + 5 * MM;
        Ok(left.bound())
    }

    fn answer(&self) -> Result<PageBlock, TextError> {
        let answer = &self.sheet.answer;
        let pad_um = 5 * MM;
        let mut block = PageBlock::space(4 * MM);
        let half_um = self.room_um / 2 - 2 * pad_um;
        block.paragraph(pad_um, half_um, &answer.label, Style::muted(BODY_UM))?;
        let mut size_um = TOTAL_UM;
        while size_um > BODY_UM && width(Style::bold(size_um), &answer.total)? > half_um {
            size_um -= 200;
        }
        block.height_um += MM;
        block.paragraph(pad_um, half_um, &answer.total, Style::bold(size_um))?;
        let mut right = PageBlock::space(4 * MM);
        let from_um = self.room_um / 2;
        facts(&mut right, &answer.facts, from_um, self.room_um - from_um - pad_um)?;
        block.shapes.append(&mut right.shapes);
        block.height_um = block.height_um.max(right.height_um) + 4 * MM;
        behind(&mut block, Tone::AccentSoft, self.room_um);
        Ok(block)
    }

    fn timeline(&self) -> Result<PageBlock, TextError> {
        let mut block = PageBlock::default();
        block.draw(chart::timeline(&self.sheet.timeline, self.room_um)?);
        if let Some(more) = &self.sheet.timeline.more {
            block.paragraph(0, self.room_um, more, Style::muted(SMALL_UM))?;
        }
        Ok(block)
    }

    fn totals(&self) -> Result<PageBlock, TextError> {
        let style_of = |weight| match weight {
            Weight::Plain | Weight::Sum => Style::plain(BODY_UM),
            Weight::Strong => Style::bold(HEAD_UM),
        };
        let mut widest_um = self.room_um / 2;
        for row in &self.sheet.totals {
            let style = style_of(row.weight);
            let both_um = width(style, &row.label)? + width(style, &row.amount)?;
            widest_um = widest_um.max(both_um + 4 * MM);
        }
        let from_um = (self.room_um - widest_um).max(0);
        let mut block = PageBlock::default();
        for row in &self.sheet.totals {
            let style = style_of(row.weight);
            match row.weight {
                Weight::Plain => {}
                Weight::Sum | Weight::Strong => {
                    block.height_um += MM;
                    block.ruled(block.height_um, from_um, self.room_um, Tone::Ink);
                    block.height_um += MM;
                }
            }
            let amount_um = width(style, &row.amount)?;
            let label_um = (self.room_um - from_um - amount_um - 3 * MM).max(20 * MM);
            // The label is wrapped beside the amount, which stands on its last line.
            block.paragraph(from_um, label_um, &row.label, style)?;
            let baseline_um = block.height_um - style.size_um * 38 / 100;
            block.text(self.room_um, baseline_um, &row.amount, style, Align::End);
        }
        Ok(block)
    }

    fn findings(&self) -> Result<Vec<PageBlock>, TextError> {
        let findings = &self.sheet.findings;
        if findings.notes.is_empty() {
            return Ok(Vec::new());
        }
        let mut blocks = vec![self.heading(&findings.title)?];
        for note in &findings.notes {
            let tone = match note.weight {
                FindingSeverity::Warning => Tone::Alert,
                FindingSeverity::Notice => Tone::Muted,
            };
            let mut block = PageBlock::default();
            let indent_um = 26 * MM;
            let style = Style::bold(SMALL_UM).in_tone(tone);
            let baseline_um = leading(SMALL_UM) - SMALL_UM * 38 / 100;
            block.text(3 * MM, baseline_um, &note.severity, style, Align::Start);
            let condition = note.condition.as_ref().map(|number| format!(" [{number}]"));
            let text = format!("{}{}", note.text, condition.unwrap_or_default());
            block.paragraph(indent_um, self.room_um - indent_um, &text, Style::plain(SMALL_UM))?;
            block.shapes.push(Shape::Rectangle {
                x_um: 0,
                y_um: MM / 2,
                width_um: MM,
                height_um: block.height_um - MM / 2,
                fill: Some(tone),
                stroke: None,
            });
            block.height_um += 3 * MM / 2;
            blocks.push(block);
        }
        blocks.push(PageBlock::space(4 * MM));
        Ok(blocks)
    }

    fn options(&self) -> Result<Vec<PageBlock>, TextError> {
        let Some(options) = &self.sheet.options else { return Ok(Vec::new()) };
        let mut blocks = Vec::new();
        for table in [&options.terms, &options.levels, &options.choices].into_iter().flatten() {
            blocks.extend(self.option(table, None)?);
        }
        if let Some(Waiting { table, plot }) = &options.waiting {
            let mut picture = PageBlock::default();
            picture.draw(chart::waiting(plot, self.room_um, PLOT_UM)?);
            picture.height_um += 2 * MM;
            blocks.extend(self.option(table, Some(picture))?);
        }
        if let Some(buying_new) = &options.buying_new {
            blocks.extend(self.option(buying_new, None)?);
        }
        if !blocks.is_empty() {
            blocks.insert(0, self.heading(&options.title)?);
        }
        Ok(blocks)
    }

    fn option(
        &self,
        table: &OptionTable,
        picture: Option<PageBlock>,
    ) -> Result<Vec<PageBlock>, TextError> {
        let mut title = PageBlock::default();
        title.paragraph(0, self.room_um, &table.title, Style::bold(BODY_UM))?;
        for text in &table.text {
            title.paragraph(0, self.room_um, text, Style::muted(SMALL_UM))?;
        }
        title.height_um += MM;
        let mut blocks = vec![title.bound()];
        blocks.extend(picture.map(PageBlock::bound));
        let rows = table.rows.iter().map(|row| SmallRow {
            cells: row.cells.iter().map(String::as_str).collect(),
            style: match row.chosen {
                Chosen::Yes => Style::bold(SMALL_UM),
                Chosen::No => Style::plain(SMALL_UM),
            },
        });
        blocks.extend(self.small_table(&table.columns, rows.collect())?);
        Ok(blocks)
    }

    /// A small table, and space below it.
    fn small_table(
        &self,
        columns: &[String],
        rows: Vec<SmallRow<'_>>,
    ) -> Result<Vec<PageBlock>, TextError> {
        let mut blocks = SmallTable { columns, rows, room_um: self.room_um }.blocks()?;
        blocks.push(PageBlock::space(5 * MM));
        Ok(blocks)
    }

    fn benefits(&self) -> Result<Vec<PageBlock>, TextError> {
        let Some(benefits) = &self.sheet.benefits else { return Ok(Vec::new()) };
        let rows = benefits.rows.iter().map(|(name, cells)| {
            let cells = cells.iter().map(BenefitCell::text);
            let cells = std::iter::once(name.as_str()).chain(cells).collect();
            SmallRow { cells, style: Style::plain(SMALL_UM) }
        });
        let mut blocks = vec![self.heading(&benefits.title)?];
        blocks.extend(self.small_table(&benefits.columns, rows.collect())?);
        Ok(blocks)
    }

    fn conditions(&self) -> Result<Vec<PageBlock>, TextError> {
        let conditions = &self.sheet.conditions;
        if conditions.clauses.is_empty() {
            return Ok(Vec::new());
        }
        let mut blocks = vec![self.heading(&conditions.title)?];
        for clause in &conditions.clauses {
            let mut block = PageBlock::default();
            let style = Style::plain(FINE_UM);
            let baseline_um = leading(FINE_UM) - FINE_UM * 38 / 100;
            let number = format!("{}.", clause.number);
            block.text(0, baseline_um, &number, style, Align::Start);
            let remark = clause.remark.as_ref().map(|remark| format!(" ({remark})"));
            let text = format!("{}{}", clause.text, remark.unwrap_or_default());
            block.paragraph(7 * MM, self.room_um - 7 * MM, &text, style)?;
            block.height_um += MM;
            blocks.push(block);
        }
        blocks.push(PageBlock::space(4 * MM));
        Ok(blocks)
    }

    fn acceptance(&self, acceptance: &Acceptance) -> Result<PageBlock, TextError> {
        let mut block = self.heading(&acceptance.title)?;
        block.is_bound = false;
        block.paragraph(0, self.room_um, &acceptance.text, Style::plain(SMALL_UM))?;
        block.height_um += 12 * MM;
        let half_um = self.room_um / 2 - 4 * MM;
        for pair in acceptance.fields.chunks(2) {
            for (column, field) in (0..).zip(pair) {
                let from_um = column * (self.room_um / 2 + 4 * MM);
                block.ruled(block.height_um, from_um, from_um + half_um, Tone::Muted);
                let baseline_um = block.height_um + 4 * MM;
                block.text(from_um, baseline_um, field, Style::muted(FINE_UM), Align::Start);
            }
            block.height_um += 16 * MM;
        }
        block.height_um -= 10 * MM;
        Ok(block)
    }
}

/// The largest size at which a logo fits its place.
fn fitted(width: u32, height: u32) -> (Micrometres, Micrometres) {
    const WIDTH_MAX_UM: i64 = 60_000;
    const HEIGHT_MAX_UM: i64 = 18_000;
    let (width, height) = (i64::from(width.max(1)), i64::from(height.max(1)));
    let by_height = (HEIGHT_MAX_UM * width / height, HEIGHT_MAX_UM);
    let by_width = (WIDTH_MAX_UM, WIDTH_MAX_UM * height / width);
    let (width_um, height_um) = if by_height.0 <= WIDTH_MAX_UM { by_height } else { by_width };
    let length = |um: i64| Micrometres::try_from(um.max(1)).unwrap_or(MM);
    (length(width_um), length(height_um))
}

/// Labels, with their values in a column of their own.
fn facts(
    block: &mut PageBlock,
    facts: &[Fact],
    from_um: Micrometres,
    room_um: Micrometres,
) -> Result<(), TextError> {
    let label_style = Style::muted(SMALL_UM);
    let mut label_um = 0;
    for fact in facts {
        label_um = label_um.max(width(label_style, &fact.label)? + ROUNDING_UM);
    }
    let label_um = label_um.min(room_um / 2);
    let value_at = from_um + label_um + 4 * MM;
    for fact in facts {
        let mut label = PageBlock::space(block.height_um);
        label.paragraph(from_um, label_um, &fact.label, label_style)?;
        let value_room = from_um + room_um - value_at;
        block.paragraph(value_at, value_room, &fact.value, Style::plain(SMALL_UM))?;
        block.height_um = block.height_um.max(label.height_um);
        block.shapes.append(&mut label.shapes);
    }
    Ok(())
}
