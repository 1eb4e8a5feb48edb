//! A sheet as blocks, from the title to the lines to sign, each with the elements that it shows.

use crate::document::chart;
use crate::document::drawing::fonts::TextError;
use crate::document::drawing::wrap::ROUNDING_UM;
use crate::document::drawing::{Align, MM, Micrometres, Shape, Tone};
use crate::document::fallback::ruler::Ruler;
use crate::document::sheet::{
    Acceptance, BenefitCell, Block, Chosen, Fact, Issuer, OptionTable, Plot, Sheet, Waiting, Weight,
};
use crate::engine::finding::FindingSeverity;

use super::block::{
    BODY_UM, FINE_UM, HEAD_UM, PageBlock, SMALL_UM, Style, TITLE_UM, TOTAL_UM, leading, width,
};
use super::table::{SmallRow, SmallTable, holdings};
use super::tags::{Numbering, TagNode, TagRole, Tags};

/// What is taller than this is not kept with what comes after it.
const KEPT_UM: Micrometres = 60 * MM;
const PLOT_UM: Micrometres = 42 * MM;
const PLOT_LEAST_UM: Micrometres = 28 * MM;
/// A title is no smaller than this, to stand on one line.
const TITLE_LEAST_UM: Micrometres = 5_800;
const TITLE_TIGHT_UM: Micrometres = 6_400;

/// How much space there is between blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spacing {
    Usual,
    /// Less of it as far as the first product, so that this one stands on the first page.
    TightAtFirst,
    /// Less of it, to save a page.
    Tight,
}

/// Makes the blocks of a sheet; an element is added to the tree before its texts are placed, in
/// the order in which they are read.
pub(super) struct Composer<'sheet> {
    pub(super) sheet: &'sheet Sheet,
    pub(super) ruler: &'sheet Ruler<'sheet>,
    pub(super) room_um: Micrometres,
    /// The height of a page between head and foot.
    pub(super) page_um: Micrometres,
    pub(super) spacing: Spacing,
    pub(super) tags: &'sheet mut Tags,
}

impl Composer<'_> {
    pub(super) fn blocks(mut self) -> Result<Vec<PageBlock>, TextError> {
        let sheet = self.sheet;
        let mut blocks = vec![self.head()?, self.parties()?, self.answer()?, self.space(5 * MM)];
        blocks.push(self.heading(&sheet.timeline.title)?);
        let above_um = blocks.iter().map(|block| block.height_um).sum();
        blocks.extend(self.timeline_and_costs(above_um)?);
        if self.spacing == Spacing::TightAtFirst {
            self.spacing = Spacing::Usual;
        }
        blocks.push(self.space(3 * MM));
        blocks.push(self.totals()?);
        blocks.push(self.space(5 * MM));
        if let Some(payments) = &sheet.payments {
            blocks.extend(self.option(payments, None)?);
        }
        if let Some(internal) = &sheet.internal {
            blocks.extend(self.option(internal, None)?);
        }
        blocks.extend(self.findings()?);
        blocks.extend(self.options()?);
        blocks.extend(self.benefits()?);
        blocks.extend(self.conditions()?);
        if let Some(acceptance) = &sheet.acceptance {
            // A signature is never alone: it keeps with the lines before it.
            let mut texts = 0;
            for block in blocks.iter_mut().rev().take_while(|block| block.height_um < KEPT_UM) {
                if texts == 2 {
                    break;
                }
                texts += usize::from(!block.shapes.is_empty());
                block.is_bound = true;
            }
            blocks.push(self.acceptance(acceptance)?);
        }
        blocks.extend(self.timeline_rest()?);
        if sheet.has_annex() {
            blocks.push(PageBlock::space(8 * MM));
            blocks.extend(self.worked()?);
        }
        Ok(blocks)
    }

    /// A space between blocks, as high as it is usually.
    pub(super) const fn space_um(&self, usual_um: Micrometres) -> Micrometres {
        match self.spacing {
            Spacing::Usual => usual_um,
            Spacing::TightAtFirst | Spacing::Tight => usual_um / 2,
        }
    }

    fn space(&self, usual_um: Micrometres) -> PageBlock {
        PageBlock::space(self.space_um(usual_um))
    }

    /// A row for each holding, where there are many.
    pub(super) fn overview(&mut self, table: &OptionTable) -> Result<Vec<PageBlock>, TextError> {
        let mut title = self.heading(&table.title)?;
        for text in &table.text {
            title.tag(self.tags.paragraph());
            title.paragraph(self.ruler, 0, self.room_um, text, Style::muted(SMALL_UM))?;
        }
        title.height_um += MM;
        let mut blocks = vec![title];
        blocks.extend(self.option_rows(table)?);
        Ok(blocks)
    }

    /// The holdings with how each comes about.
    pub(super) fn worked(&mut self) -> Result<Vec<PageBlock>, TextError> {
        let table = &self.sheet.table;
        let mut blocks = vec![self.heading(&format!("{} · {}", table.title, table.note))?];
        let above_um = self.space_um(2 * MM);
        blocks.extend(holdings(self.ruler, table, (self.room_um, above_um), self.tags)?);
        Ok(blocks)
    }

    pub(super) fn heading(&mut self, text: &str) -> Result<PageBlock, TextError> {
        let mut block = PageBlock::tagged(self.tags.heading(2, text));
        block.paragraph(
            self.ruler,
            0,
            self.room_um,
            text,
            Style::bold(HEAD_UM).in_tone(Tone::Accent),
        )?;
        block.height_um += self.space_um(2 * MM);
        block.is_heading = true;
        Ok(block.bound())
    }

    fn head(&mut self) -> Result<PageBlock, TextError> {
        let sheet = self.sheet;
        let mut block = PageBlock::default();
        if let Some(issuer) = &sheet.issuer {
            self.issuer(issuer, &mut block)?;
        }
        let standing = Style::muted(BODY_UM);
        let standing_um = width(self.ruler, standing, &sheet.standing)?;
        let mut title = Style::bold(match self.spacing {
            Spacing::Usual => TITLE_UM,
            Spacing::TightAtFirst | Spacing::Tight => TITLE_TIGHT_UM,
        });
        let mut title_um = width(self.ruler, title, &sheet.title)?;
        let least = Style::bold(TITLE_LEAST_UM);
        if title_um > self.room_um && width(self.ruler, least, &sheet.title)? <= self.room_um {
            // One line of it is better read than two larger ones.
            while title_um > self.room_um {
                title.size_um -= 100;
                title_um = width(self.ruler, title, &sheet.title)?;
            }
        }
        let baseline_um = block.height_um + leading(title.size_um) - title.size_um * 38 / 100;
        block.tag(self.tags.heading(1, &sheet.title));
        block.paragraph(self.ruler, 0, self.room_um, &sheet.title, title)?;
        block.tag(self.tags.paragraph());
        if title_um + standing_um + 8 * MM <= self.room_um {
            block.text(self.room_um, baseline_um, &sheet.standing, standing, Align::End);
        } else {
            block.paragraph(self.ruler, 0, self.room_um, &sheet.standing, standing)?;
        }
        block.height_um += self.space_um(3 * MM);
        block.ruled(block.height_um, 0, self.room_um, Tone::Accent);
        block.height_um += self.space_um(4 * MM);
        Ok(block.bound())
    }

    /// Where the facts begin, to the right of the customer, and an issuer beside a logo. Values of
    /// facts are longer than lines of an address.
    const fn facts_at_um(&self) -> Micrometres {
        self.room_um * 43 / 100
    }

    /// The logo on the left, name and address beside it; without a logo they begin at the left.
    fn issuer(&mut self, issuer: &Issuer, block: &mut PageBlock) -> Result<(), TextError> {
        let mut text_um = 0;
        let mut logo_um = 0;
        if let Some(logo) = &issuer.logo {
            let (width_um, height_um) = fitted(logo.width, logo.height);
            // The name beside it says whose it is.
            block.decorate(Shape::Logo { x_um: 0, y_um: 0, width_um, height_um });
            logo_um = height_um;
            text_um = self.facts_at_um();
        }
        let room_um = self.room_um - text_um;
        block.tag(self.tags.paragraph());
        block.paragraph(self.ruler, text_um, room_um, &issuer.name, Style::bold(BODY_UM))?;
        for line in &issuer.lines {
            block.paragraph(self.ruler, text_um, room_um, line, Style::muted(SMALL_UM))?;
        }
        block.height_um = block.height_um.max(logo_um) + self.space_um(6 * MM);
        Ok(())
    }

    /// The customer on the left, the facts of the quote on the right.
    fn parties(&mut self) -> Result<PageBlock, TextError> {
        let from_um = self.facts_at_um();
        let left_um = from_um - 6 * MM;
        let Block { title, lines } = &self.sheet.customer;
        let mut left = PageBlock::tagged(self.tags.heading(2, title));
        left.paragraph(self.ruler, 0, left_um, title, Style::muted(SMALL_UM))?;
        left.tag(self.tags.paragraph());
        for (place, line) in lines.iter().enumerate() {
            let style = if place == 0 { Style::bold(BODY_UM) } else { Style::plain(BODY_UM) };
            left.paragraph(self.ruler, 0, left_um, line, style)?;
        }
        let mut right = PageBlock::default();
        facts((self.ruler, self.tags), &mut right, &self.sheet.facts, (from_um, self.room_um))?;
        left.shapes.append(&mut right.shapes);
        left.height_um = left.height_um.max(right.height_um) + self.space_um(5 * MM);
        Ok(left.bound())
    }

    fn answer(&mut self) -> Result<PageBlock, TextError> {
        let answer = &self.sheet.answer;
        let pad_um = 5 * MM;
        let mut block = self.space(4 * MM);
        let half_um = self.room_um / 2 - 2 * pad_um;
        block.tag(self.tags.heading(2, &answer.label));
        block.paragraph(self.ruler, pad_um, half_um, &answer.label, Style::muted(BODY_UM))?;
        let mut size_um = TOTAL_UM;
        while size_um > BODY_UM && width(self.ruler, Style::bold(size_um), &answer.total)? > half_um
        {
            size_um -= 200;
        }
        block.height_um += MM;
        block.tag(self.tags.paragraph());
        block.paragraph(self.ruler, pad_um, half_um, &answer.total, Style::bold(size_um))?;
        block.height_um += MM;
        facts((self.ruler, self.tags), &mut block, &answer.sums, (pad_um, pad_um + half_um))?;
        let mut right = self.space(4 * MM);
        let from_um = self.room_um / 2;
        facts(
            (self.ruler, self.tags),
            &mut right,
            &answer.facts,
            (from_um, self.room_um - pad_um),
        )?;
        block.shapes.append(&mut right.shapes);
        block.height_um = block.height_um.max(right.height_um) + self.space_um(4 * MM);
        block.behind(Tone::AccentSoft, self.room_um);
        Ok(block)
    }

    fn totals(&mut self) -> Result<PageBlock, TextError> {
        let style_of = |weight| match weight {
            Weight::Plain | Weight::Sum => Style::plain(BODY_UM),
            Weight::Strong => Style::bold(HEAD_UM),
        };
        let mut widest_um = self.room_um / 2;
        for row in &self.sheet.totals {
            let style = style_of(row.weight);
            let both_um =
                width(self.ruler, style, &row.label)? + width(self.ruler, style, &row.amount)?;
            widest_um = widest_um.max(both_um + 4 * MM);
        }
        let from_um = (self.room_um - widest_um).max(0);
        let table = self.tags.add(TagNode::DOCUMENT, TagRole::Table);
        let mut block = PageBlock::default();
        for row in &self.sheet.totals {
            let style = style_of(row.weight);
            match row.weight {
                Weight::Plain => {}
                Weight::Sum | Weight::Strong => {
                    block.height_um += self.space_um(MM);
                    block.ruled(block.height_um, from_um, self.room_um, Tone::Ink);
                    block.height_um += self.space_um(MM);
                }
            }
            let amount_um = width(self.ruler, style, &row.amount)?;
            let label_um = (self.room_um - from_um - amount_um - 3 * MM).max(20 * MM);
            let line = self.tags.add(table, TagRole::Row);
            block.tag(self.tags.add(line, TagRole::RowHead(1)));
            // The label is wrapped beside the amount, which stands on its last line.
            block.paragraph(self.ruler, from_um, label_um, &row.label, style)?;
            let baseline_um = block.height_um - style.size_um * 38 / 100;
            block.tag(self.tags.add(line, TagRole::Cell(1)));
            block.text(self.room_um, baseline_um, &row.amount, style, Align::End);
        }
        Ok(block)
    }

    fn findings(&mut self) -> Result<Vec<PageBlock>, TextError> {
        let findings = &self.sheet.findings;
        if findings.notes.is_empty() {
            return Ok(Vec::new());
        }
        let mut blocks = vec![self.heading(&findings.title)?];
        let list = self.tags.add(TagNode::DOCUMENT, TagRole::List(Numbering::None));
        for note in &findings.notes {
            let tone = match note.weight {
                FindingSeverity::Warning => Tone::Alert,
                FindingSeverity::Notice => Tone::Muted,
            };
            let mut block = PageBlock::default();
            let item = self.tags.add(list, TagRole::Item);
            block.tag(self.tags.add(item, TagRole::Label));
            let indent_um = 26 * MM;
            let style = Style::bold(SMALL_UM).in_tone(tone);
            let baseline_um = leading(SMALL_UM) - SMALL_UM * 38 / 100;
            block.text(3 * MM, baseline_um, &note.severity, style, Align::Start);
            block.then_space();
            block.tag(self.tags.add(item, TagRole::ItemBody));
            let condition = note.condition.as_ref().map(|number| format!(" [{number}]"));
            let text = format!("{}{}", note.text, condition.unwrap_or_default());
            block.paragraph(
                self.ruler,
                indent_um,
                self.room_um - indent_um,
                &text,
                Style::plain(SMALL_UM),
            )?;
            block.decorate(Shape::Rectangle {
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
        blocks.push(self.space(4 * MM));
        Ok(blocks)
    }

    fn options(&mut self) -> Result<Vec<PageBlock>, TextError> {
        let Some(options) = &self.sheet.options else { return Ok(Vec::new()) };
        let tables = [&options.terms, &options.levels, &options.choices, &options.buying_new];
        if tables.into_iter().all(Option::is_none) && options.waiting.is_none() {
            return Ok(Vec::new());
        }
        let mut blocks = vec![self.heading(&options.title)?];
        for table in [&options.terms, &options.levels, &options.choices].into_iter().flatten() {
            blocks.extend(self.option(table, None)?);
        }
        if let Some(Waiting { table, plot }) = &options.waiting {
            blocks.extend(self.option(table, Some(plot))?);
        }
        if let Some(buying_new) = &options.buying_new {
            blocks.extend(self.option(buying_new, None)?);
        }
        Ok(blocks)
    }

    fn option(
        &mut self,
        table: &OptionTable,
        plot: Option<&Plot>,
    ) -> Result<Vec<PageBlock>, TextError> {
        let mut title = PageBlock::tagged(self.tags.heading(3, &table.title));
        title.is_heading = true;
        title.paragraph(self.ruler, 0, self.room_um, &table.title, Style::bold(BODY_UM))?;
        for text in &table.text {
            title.tag(self.tags.paragraph());
            title.paragraph(self.ruler, 0, self.room_um, text, Style::muted(SMALL_UM))?;
        }
        title.height_um += MM;
        let mut blocks = vec![title.bound()];
        if let Some(plot) = plot {
            let figure = self.tags.figure(plot.description.clone());
            let mut picture = PageBlock::default();
            let size_um = (self.room_um, self.space_um(PLOT_UM).max(PLOT_LEAST_UM));
            picture.draw(chart::waiting(plot, size_um, self.ruler)?, figure);
            picture.height_um += 2 * MM;
            // The table goes on on the next page rather than to leave half of this one empty.
            blocks.push(picture);
        }
        blocks.extend(self.option_rows(table)?);
        Ok(blocks)
    }

    fn option_rows(&mut self, table: &OptionTable) -> Result<Vec<PageBlock>, TextError> {
        let rows = table.rows.iter().map(|row| SmallRow {
            cells: row.cells.iter().map(String::as_str).collect(),
            style: match row.chosen {
                Chosen::Yes | Chosen::Sum => Style::bold(SMALL_UM),
                Chosen::No => Style::plain(SMALL_UM),
            },
        });
        self.small_table(&table.columns, rows.collect())
    }

    /// A small table, and space below it.
    fn small_table(
        &mut self,
        columns: &[String],
        rows: Vec<SmallRow<'_>>,
    ) -> Result<Vec<PageBlock>, TextError> {
        let mut blocks = SmallTable { ruler: self.ruler, columns, rows, room_um: self.room_um }
            .blocks(self.tags)?;
        blocks.push(self.space(5 * MM));
        Ok(blocks)
    }

    fn benefits(&mut self) -> Result<Vec<PageBlock>, TextError> {
        let Some(benefits) = &self.sheet.benefits else { return Ok(Vec::new()) };
        let rows = benefits.rows.iter().map(|(name, cells)| {
            let cells = cells.iter().map(BenefitCell::text);
            let cells = std::iter::once(name.as_str()).chain(cells).collect();
            SmallRow { cells, style: Style::plain(SMALL_UM) }
        });
        let mut blocks = vec![self.heading(&benefits.title)?];
        if let Some(alike) = &benefits.alike {
            let mut block = PageBlock::tagged(self.tags.paragraph());
            block.paragraph(self.ruler, 0, self.room_um, alike, Style::plain(SMALL_UM))?;
            block.height_um += 2 * MM;
            block.is_bound = !benefits.rows.is_empty();
            blocks.push(block);
        }
        if benefits.rows.is_empty() {
            return Ok(blocks);
        }
        blocks.extend(self.small_table(&benefits.columns, rows.collect())?);
        Ok(blocks)
    }

    fn conditions(&mut self) -> Result<Vec<PageBlock>, TextError> {
        let conditions = &self.sheet.conditions;
        if conditions.is_empty() {
            return Ok(Vec::new());
        }
        let mut blocks = vec![self.heading(&conditions.title)?];
        let has_clauses = !conditions.clauses.is_empty();
        let has_more = conditions.clauses.len() > 1;
        let mut list = None;
        for clause in &conditions.clauses {
            let list = *list.get_or_insert_with(|| {
                self.tags.add(TagNode::DOCUMENT, TagRole::List(Numbering::Decimal))
            });
            let item = self.tags.add(list, TagRole::Item);
            let mut block = PageBlock::tagged(self.tags.add(item, TagRole::Label));
            let style = Style::plain(FINE_UM);
            let baseline_um = leading(FINE_UM) - FINE_UM * 38 / 100;
            let number = format!("{}.", clause.number);
            block.text(0, baseline_um, &number, style, Align::Start);
            block.then_space();
            let body = self.tags.add(item, TagRole::ItemBody);
            if clause.language != self.sheet.language {
                self.tags.set_language(body, clause.language);
            }
            block.tag(body);
            let remark = clause.remark.as_ref().map(|remark| format!(" ({remark})"));
            let text = format!("{}{}", clause.text, remark.unwrap_or_default());
            block.paragraph(self.ruler, 7 * MM, self.room_um - 7 * MM, &text, style)?;
            block.height_um += MM;
            // The first one is not alone below the heading.
            block.is_bound = has_more && blocks.len() == 1;
            blocks.push(block);
        }
        if let Some(reference) = &conditions.reference {
            let mut block = PageBlock::tagged(self.tags.paragraph());
            block.paragraph(self.ruler, 0, self.room_um, reference, Style::plain(FINE_UM))?;
            block.height_um += MM;
            blocks.push(block);
        }
        if let Some(terms) = &conditions.terms {
            // Not alone on the last page.
            if let Some(last) = blocks.last_mut() {
                last.is_bound = true;
            }
            let mut block = PageBlock::tagged(self.tags.paragraph());
            let text = format!("{} {}", terms.text, terms.address);
            // Below clauses it begins where they do.
            let left_um = if has_clauses { 7 * MM } else { 0 };
            let style = Style::plain(FINE_UM);
            block.paragraph(self.ruler, left_um, self.room_um - left_um, &text, style)?;
            blocks.push(block);
        }
        blocks.push(self.space(4 * MM));
        Ok(blocks)
    }

    fn acceptance(&mut self, acceptance: &Acceptance) -> Result<PageBlock, TextError> {
        let mut block = self.heading(&acceptance.title)?;
        block.is_bound = false;
        block.tag(self.tags.paragraph());
        block.paragraph(self.ruler, 0, self.room_um, &acceptance.text, Style::plain(SMALL_UM))?;
        block.height_um += 10 * MM;
        // A brief document has them in fewer rows, so that they find room on a page that is begun.
        let (columns, count) = if self.sheet.is_brief() { (3, 3) } else { (2, 2) };
        let field_um = (self.room_um - (count - 1) * 8 * MM) / count;
        let list = self.tags.add(TagNode::DOCUMENT, TagRole::List(Numbering::None));
        for row in acceptance.fields.chunks(columns) {
            for (column, field) in (0..).zip(row) {
                let from_um = column * (field_um + 8 * MM);
                block.ruled(block.height_um, from_um, from_um + field_um, Tone::Muted);
                let baseline_um = block.height_um + 4 * MM;
                let item = self.tags.add(list, TagRole::Item);
                block.tag(self.tags.add(item, TagRole::ItemBody));
                block.text(from_um, baseline_um, field, Style::muted(FINE_UM), Align::Start);
            }
            block.height_um += 13 * MM;
        }
        block.height_um -= 7 * MM;
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

/// Labels, with their values in a column of their own, between a left edge and a right one.
fn facts(
    (ruler, tags): (&Ruler<'_>, &mut Tags),
    block: &mut PageBlock,
    facts: &[Fact],
    (from_um, until_um): (Micrometres, Micrometres),
) -> Result<(), TextError> {
    let label_style = Style::muted(SMALL_UM);
    let mut label_um = 0;
    for fact in facts {
        label_um = label_um.max(width(ruler, label_style, &fact.label)? + ROUNDING_UM);
    }
    let label_um = label_um.min((until_um - from_um) / 2);
    let value_at = from_um + label_um + 4 * MM;
    if facts.is_empty() {
        return Ok(());
    }
    let list = tags.add(TagNode::DOCUMENT, TagRole::List(Numbering::None));
    for fact in facts {
        let item = tags.add(list, TagRole::Item);
        let top_um = block.height_um;
        block.tag(tags.add(item, TagRole::Label));
        block.paragraph(ruler, from_um, label_um, &fact.label, label_style)?;
        let label_end_um = block.height_um;
        block.height_um = top_um;
        block.tag(tags.add(item, TagRole::ItemBody));
        block.paragraph(
            ruler,
            value_at,
            until_um - value_at,
            &fact.value,
            Style::plain(SMALL_UM),
        )?;
        block.height_um = block.height_um.max(label_end_um);
    }
    Ok(())
}
