//! The picture of the time, and how it shares the first page with what each product costs.

use crate::document::chart;
use crate::document::drawing::fonts::TextError;
use crate::document::drawing::{MM, Micrometres};
use crate::document::sheet::TimelineRow;

use super::block::{PageBlock, SMALL_UM, Style};
use super::compose::Composer;
use super::tags::TagNode;

/// More than the head of a picture takes of a page.
const PICTURE_HEAD_UM: Micrometres = 9 * MM;
/// Below a picture of bars that stand at the end.
const PICTURE_SPACE_UM: Micrometres = 4 * MM;
/// Pictures are as high as one another but for this.
const EVEN_UM: Micrometres = 4 * MM;
/// A picture that is torn begins a page where less than this is left of one.
const PICTURE_LEAST_UM: Micrometres = 50 * MM;

impl Composer<'_> {
    /// The picture of the time, and what each product costs. The picture is low enough for the
    /// first page where that can be, and leaves room for the first product, too, if that is enough
    /// for it. One that is too tall all the same goes on on the next page.
    pub(super) fn timeline_and_costs(
        &mut self,
        above_um: Micrometres,
    ) -> Result<Vec<PageBlock>, TextError> {
        let timeline = &self.sheet.timeline;
        let space_um = self.space_um(5 * MM);
        let mut note = PageBlock::default();
        if let Some(rest) = &timeline.rest {
            note.paragraph(self.ruler, 0, self.room_um, &rest.note, Style::muted(SMALL_UM))?;
        }
        let room_um = self.page_um - above_um - note.height_um;
        let mut drawing = chart::timeline(timeline, (self.room_um, room_um), self.ruler)?;
        let mut blocks = Vec::new();
        let is_whole = drawing.height_um <= room_um;
        if is_whole {
            blocks.push(PageBlock::tagged(self.figure(&timeline.rows)));
        } else {
            let first_um = if room_um < PICTURE_LEAST_UM { self.page_um } else { room_um };
            blocks = self.pictures(&timeline.rows, (first_um, self.page_um - note.height_um))?;
        }
        if timeline.rest.is_some() {
            let node = self.tags.paragraph();
            note.shapes.iter_mut().for_each(|placed| placed.node = node);
        }
        let costs = match &self.sheet.overview {
            Some(overview) => self.overview(overview)?,
            None => self.worked()?,
        };
        if let (true, Some(block)) = (is_whole, blocks.first_mut()) {
            let bound = costs.iter().take_while(|block| block.is_bound).count();
            let first = costs.iter().take(bound + 1).map(|block| block.height_um);
            let shared_um = room_um - space_um - first.sum::<Micrometres>();
            if drawing.height_um > shared_um {
                let lower = chart::timeline(timeline, (self.room_um, shared_um), self.ruler)?;
                if lower.height_um <= shared_um {
                    drawing = lower;
                }
            }
            block.draw(drawing, block.node);
        }
        if let Some(last) = blocks.last_mut() {
            last.put(note, 0, last.height_um);
        }
        blocks.push(PageBlock::space(space_um));
        blocks.extend(costs);
        Ok(blocks)
    }

    /// A picture of bars, for those who cannot see it.
    fn figure(&mut self, rows: &[TimelineRow]) -> TagNode {
        let words: Vec<&str> = rows.iter().map(|row| row.description.as_str()).collect();
        self.tags.figure(words.join("\n"))
    }

    /// Bars as pictures of at most a height, and the first of at most another one.
    fn pictures(
        &mut self,
        rows: &[TimelineRow],
        (first_um, others_um): (Micrometres, Micrometres),
    ) -> Result<Vec<PageBlock>, TextError> {
        let timeline = &self.sheet.timeline;
        let size_um = (self.room_um, first_um, others_um);
        let mut blocks = Vec::new();
        for (drawing, rows) in chart::timeline_parts(timeline, rows, size_um, self.ruler)? {
            let mut block = PageBlock::default();
            block.draw(drawing, self.figure(rows));
            blocks.push(block);
        }
        Ok(blocks)
    }

    /// The bars that stand at the end.
    pub(super) fn timeline_rest(&mut self) -> Result<Vec<PageBlock>, TextError> {
        let timeline = &self.sheet.timeline;
        let Some(rest) = &timeline.rest else { return Ok(Vec::new()) };
        let mut blocks = vec![PageBlock::space(8 * MM), self.heading(&rest.title)?];
        // Two on a page, so that the first begins where the page before it has some room.
        let most_um = (self.page_um - PICTURE_HEAD_UM) / 2 - PICTURE_SPACE_UM;
        let height_um = self.even_um(&rest.rows, most_um)?;
        for mut block in self.pictures(&rest.rows, (height_um, height_um))? {
            block.height_um += PICTURE_SPACE_UM;
            blocks.push(block);
        }
        Ok(blocks)
    }

    /// The height of pictures of at most a height at which the last one has not few bars only:
    /// where it has, the least at which there are no more pictures.
    fn even_um(
        &self,
        rows: &[TimelineRow],
        most_um: Micrometres,
    ) -> Result<Micrometres, TextError> {
        let parts = |height_um| {
            let size_um = (self.room_um, height_um, height_um);
            chart::timeline_parts(&self.sheet.timeline, rows, size_um, self.ruler)
        };
        let usual = parts(most_um)?;
        if usual.len() < 2 || usual.last().is_some_and(|(last, _)| last.height_um > most_um / 2) {
            return Ok(most_um);
        }
        let (mut least_um, mut even_um) = (most_um / 2, most_um);
        while even_um - least_um > EVEN_UM {
            let middle_um = i32::midpoint(least_um, even_um);
            if parts(middle_um)?.len() > usual.len() {
                least_um = middle_um;
            } else {
                even_um = middle_um;
            }
        }
        Ok(even_um)
    }
}
