//! The table of holdings, and the small tables of options and benefits.

use std::rc::Rc;

use crate::document::drawing::fonts::TextError;
use crate::document::drawing::wrap::ROUNDING_UM;
use crate::document::drawing::{Align, MM, Micrometres, Tone};
use crate::document::fallback::ruler::Ruler;
use crate::document::sheet::{Charge, SheetLine, Table};

use super::block::{self, BODY_UM, FINE_UM, PageBlock, SMALL_UM, Style, leading, spaced, width};
use super::tags::{TagNode, TagRole, Tags};

/// The least space between two columns.
const GAP_UM: Micrometres = 3 * MM;
/// The smallest type that a number is printed in.
const SIZE_MIN_UM: Micrometres = 2_200;
const COLUMNS: usize = 9;
/// A head of more lines than this is as wide as it happens to be.
const HEAD_LINES_MAX: usize = 3;
/// The same as a span of the whole row, and of all but its amount.
const ROW_SPAN: u8 = 9;
const LABEL_SPAN: u8 = 8;

/// Where the nine numbers of a holding stand: in one row, or in two where they are too wide for
/// one.
#[derive(Debug, Clone)]
struct Columns {
    /// The right edge of each number.
    right_um: [Micrometres; COLUMNS],
    /// How wide its head may be.
    width_um: [Micrometres; COLUMNS],
    /// The row of each number, from 0.
    row: [Micrometres; COLUMNS],
    size_um: Micrometres,
}

/// The holdings of a table with their charges, and the heads of the columns above the first on each
/// page. Where the numbers are too wide even for two rows, each has its own line. There is a space
/// above each holding.
///
/// A holding of few rows stays whole. One of more breaks after its first rows, and its name stands
/// above those that go on on the next page.
pub(super) fn holdings(
    ruler: &Ruler<'_>,
    table: &Table,
    (room_um, above_um): (Micrometres, Micrometres),
    tags: &mut Tags,
) -> Result<Vec<PageBlock>, TextError> {
    let columns = columns(ruler, table, room_um)?;
    let node = tags.add(TagNode::DOCUMENT, TagRole::Table);
    let mut blocks = Vec::new();
    let mut repeated = None;
    if let Some(columns) = &columns {
        let row = tags.add(node, TagRole::Row);
        let head =
            head(ruler, table, (columns, room_um), |_| tags.add(row, TagRole::ColumnHead(1)))?;
        repeated = Some(Rc::new(head.as_artifact()));
        blocks.push(head.bound());
    }
    // One indent for all holdings and their charges, as wide as the widest number needs.
    let mut indent_um = 7 * MM;
    for line in &table.lines {
        let number_um = width(ruler, Style::bold(BODY_UM), &format!("{}.", line.number))?;
        indent_um = indent_um.max(number_um + 2 * MM);
    }
    for line in &table.lines {
        let rows = Rows { ruler, tags, table: node, edges_um: (indent_um, room_um), above_um };
        let own = holding(table, line, columns.as_ref(), rows)?;
        blocks.extend(kept(own, (ruler, table, line), repeated.as_ref(), (indent_um, room_um))?);
    }
    Ok(blocks)
}

/// Columns as wide as their widest number, in the largest type that fits: one row if it can be.
fn columns(
    ruler: &Ruler<'_>,
    table: &Table,
    room_um: Micrometres,
) -> Result<Option<Columns>, TextError> {
    // The widths of all sizes are in proportion, so the texts are measured once.
    let mut widest_um = [0; COLUMNS];
    for (column, widest) in widest_um.iter_mut().enumerate() {
        // A head may break at its spaces, so its longest word counts.
        let words = table.columns[column].split(' ');
        let cells = table.lines.iter().map(|line| line.cells[column].as_str());
        for text in cells.chain(words) {
            *widest = (*widest).max(width(ruler, Style::plain(SMALL_UM), text)?);
        }
    }
    for in_row in [COLUMNS, COLUMNS.div_ceil(2)] {
        let mut size_um = SMALL_UM;
        while size_um >= SIZE_MIN_UM {
            let scaled = widest_um.map(|widest| {
                let scaled = i64::from(widest) * i64::from(size_um) / i64::from(SMALL_UM);
                Micrometres::try_from(scaled).unwrap_or(Micrometres::MAX).saturating_add(2)
            });
            if let Some(columns) = placed(scaled, in_row, size_um, room_um) {
                // Wider where a head needs it, so that heads take as few lines as they can.
                for lines in 1..=HEAD_LINES_MAX {
                    let mut wider = scaled;
                    for (head, widest_um) in table.columns.iter().zip(&mut wider) {
                        let head_um = head_um(ruler, Style::plain(size_um), head, lines)?;
                        *widest_um = (*widest_um).max(head_um);
                    }
                    if let Some(columns) = placed(wider, in_row, size_um, room_um) {
                        return Ok(Some(columns));
                    }
                }
                return Ok(Some(columns));
            }
            size_um -= 100;
        }
    }
    Ok(None)
}

/// The least width in which a head takes at most so many lines.
fn head_um(
    ruler: &Ruler<'_>,
    style: Style,
    head: &str,
    lines: usize,
) -> Result<Micrometres, TextError> {
    let words: Vec<&str> = head.split(' ').collect();
    let mut widths_um = Vec::new();
    for from in 0..words.len() {
        for count in 1..=words.len() - from {
            let part: Vec<&str> = words.iter().skip(from).take(count).copied().collect();
            widths_um.push(width(ruler, style, &part.join(" "))? + ROUNDING_UM);
        }
    }
    widths_um.sort_unstable();
    for width_um in &widths_um {
        if block::wrap(ruler, style, head, *width_um)?.len() <= lines {
            return Ok(*width_um);
        }
    }
    Ok(widths_um.last().copied().unwrap_or_default())
}

/// Columns for so many numbers in a row, the last of each row at the right edge; `None` where they
/// are too wide.
fn placed(
    widest_um: [Micrometres; COLUMNS],
    in_row: usize,
    size_um: Micrometres,
    room_um: Micrometres,
) -> Option<Columns> {
    let rows = COLUMNS.div_ceil(in_row);
    // The last row is full; what is missing is missing at the left of the first.
    let missing = rows * in_row - COLUMNS;
    let mut place_um = vec![0; in_row];
    for (column, widest) in widest_um.iter().enumerate() {
        let place = place_um.get_mut((column + missing) % in_row)?;
        *place = Micrometres::max(*place, *widest);
    }
    let count = Micrometres::try_from(in_row).ok()?;
    let taken = place_um.iter().try_fold(0, |sum: Micrometres, width| sum.checked_add(*width))?;
    let spare = room_um.checked_sub(taken)?.checked_sub((count - 1) * GAP_UM)?;
    if spare < 0 {
        return None;
    }
    let mut columns = Columns {
        right_um: [room_um; COLUMNS],
        width_um: [0; COLUMNS],
        row: [0; COLUMNS],
        size_um,
    };
    for column in 0..COLUMNS {
        let place = (column + missing) % in_row;
        let before = place_um.iter().take(place + 1).sum::<Micrometres>();
        let number = Micrometres::try_from(place).ok()?;
        if place + 1 < in_row {
            columns.right_um[column] = before + (number + 1) * (spare / count) + number * GAP_UM;
        }
        columns.width_um[column] = place_um.get(place)? + spare / count;
        columns.row[column] = Micrometres::try_from((column + missing) / in_row).ok()?;
    }
    Some(columns)
}

fn head(
    ruler: &Ruler<'_>,
    table: &Table,
    (columns, room_um): (&Columns, Micrometres),
    mut node: impl FnMut(usize) -> TagNode,
) -> Result<PageBlock, TextError> {
    let style = Style::muted(columns.size_um);
    let leading_um = leading(style.size_um);
    let mut block = PageBlock::default();
    for row in 0..=columns.row[COLUMNS - 1] {
        let mut heads = Vec::new();
        for (column, text) in table.columns.iter().enumerate() {
            if columns.row[column] == row {
                heads.push((
                    column,
                    text,
                    block::wrap(ruler, style, text, columns.width_um[column])?,
                ));
            }
        }
        let most = heads.iter().map(|(.., lines)| lines.len()).max().unwrap_or(1);
        for (column, text, lines) in heads {
            block.tag(node(column));
            // From the top, so that it is read out in order; the last lines stand on one line.
            let above = most - lines.len();
            for (place, (line, is_word_end)) in (1..).zip(spaced(text, lines)) {
                let down = Micrometres::try_from(above + place).unwrap_or(1);
                let baseline_um = block.height_um + down * leading_um;
                block.text(columns.right_um[column], baseline_um, line, style, Align::End);
                if is_word_end {
                    block.then_space();
                }
            }
        }
        block.height_um += Micrometres::try_from(most).unwrap_or(1) * leading_um;
    }
    block.height_um += 2 * MM;
    block.ruled(block.height_um - MM, 0, room_um, Tone::Ink);
    Ok(block)
}

/// Where the rows of a holding go: in the tree, and between which edges on the page.
struct Rows<'tags> {
    ruler: &'tags Ruler<'tags>,
    tags: &'tags mut Tags,
    table: TagNode,
    /// The indent of what is below a name, and the right edge.
    edges_um: (Micrometres, Micrometres),
    /// The space above the first row.
    above_um: Micrometres,
}

/// The rows of a holding: first its name with what it is and its numbers.
fn holding(
    table: &Table,
    line: &SheetLine,
    columns: Option<&Columns>,
    mut rows: Rows<'_>,
) -> Result<Vec<PageBlock>, TextError> {
    let ruler = rows.ruler;
    let (indent_um, room_um) = rows.edges_um;
    let mut block = PageBlock::space(rows.above_um);
    rows.cell(&mut block, TagRole::RowHead(ROW_SPAN));
    let number = format!("{}.", line.number);
    let baseline_um = block.height_um + leading(BODY_UM) - BODY_UM * 38 / 100;
    block.text(0, baseline_um, &number, Style::bold(BODY_UM), Align::Start);
    block.then_space();
    block.paragraph(ruler, indent_um, room_um - indent_um, &line.title, Style::bold(BODY_UM))?;
    // No line begins with the point between two of them.
    let details = line.details.join("\u{a0}· ");
    if !details.is_empty() {
        rows.cell(&mut block, TagRole::Cell(ROW_SPAN));
    }
    block.paragraph(ruler, indent_um, room_um - indent_um, &details, Style::muted(SMALL_UM))?;
    block.height_um += MM;
    if let Some(columns) = columns {
        let style = Style::plain(columns.size_um);
        let baseline_um = block.height_um + leading(SMALL_UM) - SMALL_UM * 38 / 100;
        let row = rows.tags.add(rows.table, TagRole::Row);
        for (column, cell) in line.cells.iter().enumerate() {
            let baseline_um = baseline_um + columns.row[column] * leading(SMALL_UM);
            block.tag(rows.tags.add(row, TagRole::Cell(1)));
            block.text(columns.right_um[column], baseline_um, cell, style, Align::End);
        }
        block.height_um += (columns.row[COLUMNS - 1] + 1) * leading(SMALL_UM);
    }
    let mut blocks = vec![block];
    let style = Style::plain(SMALL_UM);
    if columns.is_none() {
        for (name, cell) in table.columns.iter().zip(&line.cells) {
            let mut block = PageBlock::default();
            rows.row(&mut block, (name, ""), cell, style)?;
            blocks.push(block);
        }
    }
    for charge in &line.charges {
        let mut block = PageBlock::default();
        rows.row(&mut block, (&charge.label, &charge.how), &charge.amount, style)?;
        blocks.push(block);
    }
    let Charge { label, amount, .. } = &line.total;
    let mut block = PageBlock::space(MM / 2);
    block.rule(block.height_um, room_um * 3 / 4, room_um);
    block.height_um += MM / 2;
    rows.row(&mut block, (label, ""), amount, Style::bold(SMALL_UM))?;
    block.height_um += MM;
    block.rule(block.height_um, 0, room_um);
    blocks.push(block);
    Ok(blocks)
}

/// What is no taller than this and has few rows stays on one page, so that its name is never
/// repeated.
const WHOLE_UM: Micrometres = 60 * MM;

/// The rows of a holding as they keep together, below the heads of the columns where a page begins
/// with them, and below its name where it goes on.
fn kept(
    mut blocks: Vec<PageBlock>,
    (ruler, table, line): (&Ruler<'_>, &Table, &SheetLine),
    heads: Option<&Rc<PageBlock>>,
    (indent_um, room_um): (Micrometres, Micrometres),
) -> Result<Vec<PageBlock>, TextError> {
    let count = blocks.len();
    // The first block is three rows: name, details and numbers.
    let is_short = count + 2 <= WHOLE_ROWS_MAX;
    let height_um: Micrometres = blocks.iter().map(|block| block.height_um).sum();
    let goes_on = if is_short && height_um <= WHOLE_UM {
        None
    } else {
        let mut head = heads.map_or_else(PageBlock::default, |heads| (**heads).clone());
        let style = Style::bold(SMALL_UM);
        let behind_um = width(ruler, style, &table.continued)? + width(ruler, style, " ")?;
        let name_um = room_um - indent_um - behind_um;
        let name = ruler.cut(style.face, style.size_um, &line.title, name_um)?;
        let baseline_um = head.height_um + MM + leading(SMALL_UM) - SMALL_UM * 38 / 100;
        head.tag(TagNode::ARTIFACT);
        head.text(0, baseline_um, &format!("{}.", line.number), style, Align::Start);
        let name = format!("{name} {}", table.continued);
        head.text(indent_um, baseline_um, &name, style, Align::Start);
        head.height_um += leading(SMALL_UM) + 2 * MM;
        Some(Rc::new(head))
    };
    for (place, block) in blocks.iter_mut().enumerate() {
        block.head = if place == 0 { None } else { goes_on.clone() }.or_else(|| heads.cloned());
        block.goes_on.clone_from(&goes_on);
        // No row stands alone at the foot or at the head of a page.
        let is_edge = place == 0 || place + 2 == count;
        block.is_bound = place + 1 < count && (is_short || is_edge);
    }
    Ok(blocks)
}

impl Rows<'_> {
    /// A row of one cell, which the texts that follow belong to.
    fn cell(&mut self, block: &mut PageBlock, role: TagRole) {
        let row = self.tags.add(self.table, TagRole::Row);
        block.tag(self.tags.add(row, role));
    }

    /// A label with a remark behind or below it, and an amount at the right edge.
    fn row(
        &mut self,
        block: &mut PageBlock,
        (label, how): (&str, &str),
        amount: &str,
        style: Style,
    ) -> Result<(), TextError> {
        let (indent_um, room_um) = self.edges_um;
        let amount_um = width(self.ruler, style, amount)?;
        let text_um = (room_um - indent_um - amount_um - 4 * MM).max(20 * MM);
        let baseline_um = block.height_um + leading(style.size_um) - style.size_um * 38 / 100;
        let label_um = width(self.ruler, style, label)?;
        let how_style = Style::muted(FINE_UM);
        let how_um = width(self.ruler, how_style, how)?;
        let row = self.tags.add(self.table, TagRole::Row);
        block.tag(self.tags.add(row, TagRole::RowHead(LABEL_SPAN)));
        if label_um + how_um + 3 * MM <= text_um {
            block.line_of(indent_um, label, style, Align::Start);
            block.then_space();
            block.text(indent_um + label_um + 3 * MM, baseline_um, how, how_style, Align::Start);
        } else {
            block.paragraph(self.ruler, indent_um, text_um, label, style)?;
            if !how.is_empty() {
                block.paragraph(self.ruler, indent_um, text_um, how, how_style)?;
            }
        }
        block.tag(self.tags.add(row, TagRole::Cell(1)));
        block.text(room_um, baseline_um, amount, style, Align::End);
        Ok(())
    }
}

/// A small table: the first column and those of sentences left-aligned, the others right-aligned.
pub(super) struct SmallTable<'sheet> {
    pub(super) ruler: &'sheet Ruler<'sheet>,
    pub(super) columns: &'sheet [String],
    pub(super) rows: Vec<SmallRow<'sheet>>,
    pub(super) room_um: Micrometres,
}

/// A row, in a style of its own.
pub(super) struct SmallRow<'sheet> {
    pub(super) cells: Vec<&'sheet str>,
    pub(super) style: Style,
}

/// A table of up to so many rows stays whole.
const WHOLE_ROWS_MAX: usize = 8;

/// A cell of more words than an amount or a date has is a sentence.
const PLAIN_WORDS_MAX: usize = 3;

/// How wide a column of a small table is, and at which edge its texts stand.
#[derive(Debug, Clone, Copy)]
struct SmallColumn {
    room_um: Micrometres,
    align: Align,
    is_text: bool,
}

impl SmallTable<'_> {
    /// The head of the table and a block for each row.
    pub(super) fn blocks(&self, tags: &mut Tags) -> Result<Vec<PageBlock>, TextError> {
        let columns = self.columns()?;
        let heads: Vec<&str> = self.columns.iter().map(String::as_str).collect();
        let table = tags.add(TagNode::DOCUMENT, TagRole::Table);
        let row = tags.add(table, TagRole::Row);
        let head_of = |_| tags.add(row, TagRole::ColumnHead(1));
        let mut head = self.row(&heads, Style::muted(SMALL_UM), &columns, head_of)?;
        head.ruled(head.height_um, 0, self.room_um, Tone::Ink);
        head.height_um += MM / 2;
        let repeated = Rc::new(head.as_artifact());
        let mut blocks = vec![head.bound()];
        // A short table stays whole.
        let is_short = self.rows.len() <= WHOLE_ROWS_MAX;
        for (place, SmallRow { cells, style }) in self.rows.iter().enumerate() {
            let row = tags.add(table, TagRole::Row);
            let cell_of = |column| match column {
                0 => tags.add(row, TagRole::RowHead(1)),
                _ => tags.add(row, TagRole::Cell(1)),
            };
            let mut block = self.row(cells, *style, &columns, cell_of)?;
            block.rule(block.height_um, 0, self.room_um);
            block.head = Some(Rc::clone(&repeated));
            let is_last = place + 1 == self.rows.len();
            // No row stands alone at the foot or at the head of a page.
            let is_edge = place == 0 || place + 2 == self.rows.len();
            block.is_bound = !is_last && (is_short || is_edge);
            blocks.push(block);
        }
        Ok(blocks)
    }

    /// The other columns take what they need, up to an equal share; the first takes the rest. One
    /// of sentences that is wider is left-aligned, and takes what the first does not need.
    fn columns(&self) -> Result<Vec<SmallColumn>, TextError> {
        let count = Micrometres::try_from(self.columns.len().max(1)).unwrap_or(1);
        let share_um = self.room_um / count;
        let mut columns = Vec::new();
        for (place, head) in self.columns.iter().enumerate() {
            let cells = || self.rows.iter().filter_map(|row| row.cells.get(place).copied());
            let mut widest_um = 0;
            for text in cells().chain([head.as_str()]) {
                // Either face can have the wider letters.
                for style in [Style::bold(SMALL_UM), Style::plain(SMALL_UM)] {
                    widest_um = widest_um.max(width(self.ruler, style, text)?);
                }
            }
            let is_sentence = |cell: &str| cell.split(' ').count() > PLAIN_WORDS_MAX;
            let is_text = place > 0 && widest_um > share_um && cells().any(is_sentence);
            let align = if place == 0 || is_text { Align::Start } else { Align::End };
            let room_um = (widest_um + ROUNDING_UM).min(share_um);
            columns.push(SmallColumn { room_um, align, is_text });
        }
        let taken_um = columns.iter().map(|column| column.room_um).sum::<Micrometres>();
        let spare_um = self.room_um - taken_um - (count - 1) * GAP_UM;
        let texts = columns.iter().filter(|column| column.is_text).count();
        let texts = Micrometres::try_from(texts).unwrap_or(0);
        if texts > 0 && spare_um > 0 {
            let wide = columns.iter_mut().filter(|column| column.is_text);
            wide.for_each(|column| column.room_um += spare_um / texts);
        } else if let Some(first) = columns.first_mut() {
            first.room_um += spare_um;
        }
        Ok(columns)
    }

    fn row(
        &self,
        cells: &[&str],
        style: Style,
        columns: &[SmallColumn],
        mut node: impl FnMut(usize) -> TagNode,
    ) -> Result<PageBlock, TextError> {
        let mut block = PageBlock::default();
        let mut left_um = 0;
        let leading_um = leading(style.size_um);
        let mut height_um = 0;
        for (place, (cell, column)) in cells.iter().zip(columns).enumerate() {
            let SmallColumn { room_um, align, .. } = *column;
            // A cell without a word is still one, or the columns behind it would be others.
            block.tag(node(place));
            for (down, (line, is_word_end)) in
                (0..).zip(spaced(cell, block::wrap(self.ruler, style, cell, room_um)?))
            {
                let baseline_um = MM / 2 + (down + 1) * leading_um - style.size_um * 38 / 100;
                let x_um = if align == Align::End { left_um + room_um } else { left_um };
                block.text(x_um, baseline_um, line, style, align);
                if is_word_end && !line.is_empty() {
                    block.then_space();
                }
                height_um = height_um.max(MM + (down + 1) * leading_um);
            }
            left_um += room_um + GAP_UM;
        }
        block.height_um = height_um;
        Ok(block)
    }
}
