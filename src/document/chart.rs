//! The pictures of a sheet: cover over time, and the cost of waiting. One drawing serves PDF and
//! HTML.

use crate::engine::calendar::{Date, day_after, days_between};

use super::drawing::fonts::TextError;
use super::drawing::labels::{self, AxisLabel, LabelPlace, LabelStem};
use super::drawing::{
    Align, Dash, Drawing, Face, MM, Micrometres, Point, Shape, Stroke, TextLine, Tone,
};
use super::fallback::ruler::Ruler;
use super::sheet::{Plot, PlotPoint, Span, SpanKind, Timeline, TimelineRow};

/// Height of labels: 8 points.
const LABEL_UM: Micrometres = 2_822;
/// Height of small labels: 7 points.
const SMALL_UM: Micrometres = 2_470;
const BAR_UM: Micrometres = 5 * MM;
const ROW_UM: Micrometres = 11 * MM;
const TEXT_LINE_UM: Micrometres = 3_600;
/// More rows than this are low ones, so that they take no more of the page.
const TALL_ROWS_MAX: usize = 8;
const LOW_BAR_UM: Micrometres = 3_200;
const LOW_LINE_UM: Micrometres = 3_200;
/// Between low rows, and between those where a page has no room for that.
const LOW_GAP_UM: Micrometres = MM;
const TIGHT_GAP_UM: Micrometres = 400;
/// Low rows have their names beside them where the picture is at least so wide.
const WIDE_UM: Micrometres = 120 * MM;
/// Below rows, for the axis and the legend.
const FOOT_UM: Micrometres = 16 * MM;
/// A picture that is torn has so many bars on either side, where it can.
const BARS_LEAST: usize = 2;
const HATCH_UM: Micrometres = 1_300;
const HAIRLINE_UM: Micrometres = 150;

/// How high the rows of a picture are, from the highest.
#[derive(Clone, Copy)]
enum RowForm {
    /// Names above bars with words.
    Tall,
    /// Names beside low bars, so far from each other.
    Low(Micrometres),
}

/// Cover over time: a bar for each row of holdings, on one axis with dates. Where the rows would be
/// taller than a height, they are lower, if that is enough.
///
/// # Errors
/// A character that the font lacks.
pub fn timeline(
    timeline: &Timeline,
    (width_um, height_um): (Micrometres, Micrometres),
    ruler: &Ruler<'_>,
) -> Result<Drawing, TextError> {
    let is_tall = timeline.rows.len() <= TALL_ROWS_MAX;
    let usual = if is_tall { RowForm::Tall } else { RowForm::Low(LOW_GAP_UM) };
    let drawing = timeline_in(usual, timeline, width_um, ruler)?;
    if drawing.height_um <= height_um {
        return Ok(drawing);
    }
    for gap_um in [LOW_GAP_UM, TIGHT_GAP_UM] {
        let lower = timeline_in(RowForm::Low(gap_um), timeline, width_um, ruler)?;
        if lower.height_um <= height_um {
            return Ok(lower);
        }
    }
    Ok(drawing)
}

fn timeline_in(
    form: RowForm,
    timeline: &Timeline,
    width_um: Micrometres,
    ruler: &Ruler<'_>,
) -> Result<Drawing, TextError> {
    let mut canvas = Canvas { ruler, shapes: Vec::new(), width_um, y_um: 0 };
    let mut axis = Axis { from: timeline.from, through: timeline.through, left_um: 0, width_um };
    match form {
        RowForm::Tall => {
            for row in &timeline.rows {
                canvas.row(row, axis)?;
            }
        }
        RowForm::Low(gap_um) => {
            let room = (gap_um, Micrometres::MAX);
            (axis, _) = canvas.low_rows(&timeline.rows, axis, room)?;
        }
    }
    canvas.ticks(timeline.ticks.iter().map(|tick| (tick.date, tick.label.as_str())), axis)?;
    canvas.legend(&timeline.legend)?;
    Ok(canvas.finished())
}

/// Bars of the picture as pictures of at most a height, the first of which may have another, each
/// with the rows that it shows; a row that is taller by itself has one of its own.
///
/// # Errors
/// A character that the font lacks.
pub fn timeline_parts<'sheet>(
    timeline: &Timeline,
    rows: &'sheet [TimelineRow],
    (width_um, first_um, others_um): (Micrometres, Micrometres, Micrometres),
    ruler: &Ruler<'_>,
) -> Result<Vec<(Drawing, &'sheet [TimelineRow])>, TextError> {
    let part = |rows: &[TimelineRow], height_um: Micrometres| {
        let mut canvas = Canvas { ruler, shapes: Vec::new(), width_um, y_um: 0 };
        let axis = Axis { from: timeline.from, through: timeline.through, left_um: 0, width_um };
        let (axis, drawn) = canvas.low_rows(rows, axis, (LOW_GAP_UM, height_um - FOOT_UM))?;
        canvas.ticks(timeline.ticks.iter().map(|tick| (tick.date, tick.label.as_str())), axis)?;
        canvas.legend(&timeline.legend)?;
        Ok::<_, TextError>((canvas.finished(), drawn))
    };
    let mut pictures = Vec::new();
    let (mut left, mut height_um) = (rows, first_um);
    while !left.is_empty() {
        let (mut drawing, mut drawn) = part(left, height_um)?;
        if drawn < BARS_LEAST && drawn < left.len() && height_um < others_um {
            (drawing, drawn) = part(left, others_um)?;
        }
        if drawn + 1 == left.len() && drawn > BARS_LEAST {
            let (fewer, _) = left.split_at(drawn - 1);
            (drawing, drawn) = part(fewer, height_um.max(others_um))?;
        }
        let (shown, others) = left.split_at(drawn);
        pictures.push((drawing, shown));
        (left, height_um) = (others, others_um);
    }
    Ok(pictures)
}

/// The cost of waiting: the total by the day on which cover begins again.
///
/// # Errors
/// A character that the font lacks.
pub fn waiting(
    plot: &Plot,
    (width_um, height_um): (Micrometres, Micrometres),
    ruler: &Ruler<'_>,
) -> Result<Drawing, TextError> {
    let mut canvas = Canvas { ruler, shapes: Vec::new(), width_um, y_um: 0 };
    let mut left_um = 0;
    for (_, label) in &plot.levels {
        left_um = left_um.max(ruler.width_um(Face::Regular, SMALL_UM, label)? + 2 * MM);
    }
    let (Some(first), Some(last)) = (plot.points.first(), plot.points.last()) else {
        return Ok(canvas.finished());
    };
    let axis = Axis {
        from: first.date,
        through: last.date,
        left_um,
        width_um: (width_um - left_um - 2 * MM).max(MM),
    };
    let marks = canvas.mark_labels(plot, axis)?;
    let lowest = plot.levels.first().map_or(0, |(minor, _)| *minor);
    let highest = plot.levels.last().map_or(1, |(minor, _)| *minor).max(lowest + 1);
    let scale = Scale { lowest, highest, top_um: canvas.y_um, height_um };
    canvas.levels(plot, axis, scale)?;
    canvas.mark_lines(&marks, scale);
    canvas.curve(&plot.points, axis, scale);
    canvas.y_um = scale.top_um + height_um;
    let labels = plot.points.iter().map(|point| (point.date, point.label.as_str()));
    canvas.ticks(spread(labels.collect()).into_iter(), axis)?;
    Ok(canvas.finished())
}

/// The first, the last, and a few between.
fn spread<T: Copy>(items: Vec<T>) -> Vec<T> {
    const KEPT: usize = 5;
    let last = items.len().saturating_sub(1);
    let mut kept: Vec<usize> = (0..KEPT).map(|part| last * part / (KEPT - 1)).collect();
    kept.dedup();
    kept.into_iter().filter_map(|place| items.get(place).copied()).collect()
}

/// From days to horizontal positions.
#[derive(Clone, Copy)]
struct Axis {
    from: Date,
    through: Date,
    left_um: Micrometres,
    width_um: Micrometres,
}

impl Axis {
    /// The left edge of a day.
    fn x_um(self, date: Date) -> Micrometres {
        let all = i64::from(days_between(self.from, self.through).max(1));
        let days = i64::from(days_between(self.from, date)).min(all);
        let offset = i64::from(self.width_um) * days / all;
        self.left_um + i32::try_from(offset).unwrap_or(0)
    }

    fn right_um(self) -> Micrometres {
        self.left_um + self.width_um
    }
}

/// From amounts to vertical positions.
#[derive(Clone, Copy)]
struct Scale {
    lowest: i64,
    highest: i64,
    top_um: Micrometres,
    height_um: Micrometres,
}

impl Scale {
    fn y_um(self, minor: i64) -> Micrometres {
        let span = i128::from(self.highest) - i128::from(self.lowest);
        let above = i128::from(self.highest) - i128::from(minor);
        let offset = i128::from(self.height_um) * above / span.max(1);
        self.top_um + i32::try_from(offset).unwrap_or(0)
    }
}

struct Canvas<'ruler> {
    ruler: &'ruler Ruler<'ruler>,
    shapes: Vec<Shape>,
    width_um: Micrometres,
    y_um: Micrometres,
}

/// A hairline.
const fn hairline(tone: Tone) -> Stroke {
    Stroke { tone, width_um: HAIRLINE_UM, dash: Dash::Whole }
}

/// The inside and the outline of a kind of span.
const fn colours(kind: SpanKind) -> (Tone, Tone) {
    match kind {
        SpanKind::Covered => (Tone::AccentSoft, Tone::Accent),
        SpanKind::Gap => (Tone::Paper, Tone::Alert),
        SpanKind::Term => (Tone::Accent, Tone::Accent),
    }
}

impl Canvas<'_> {
    fn finished(self) -> Drawing {
        Drawing { width_um: self.width_um, height_um: self.y_um, shapes: self.shapes }
    }

    fn text<'text>(
        &mut self,
        (x_um, baseline_um): (Micrometres, Micrometres),
        text: impl Into<TextLine<'text>>,
        size_um: Micrometres,
        tone: Tone,
        align: Align,
    ) {
        let text = text.into();
        self.shapes.push(Shape::Text {
            x_um,
            baseline_um,
            text: (*text).to_owned(),
            around: text.around(),
            size_um,
            face: Face::Regular,
            tone,
            align,
        });
    }

    fn line(&mut self, from: (i32, i32), to: (i32, i32), stroke: Stroke) {
        let point = |(x_um, y_um)| Point { x_um, y_um };
        self.shapes.push(Shape::Line { points: vec![point(from), point(to)], stroke });
    }

    fn rectangle(
        &mut self,
        (x_um, y_um): (Micrometres, Micrometres),
        (width_um, height_um): (Micrometres, Micrometres),
        fill: Tone,
        stroke: Option<Stroke>,
    ) {
        let fill = Some(fill);
        self.shapes.push(Shape::Rectangle { x_um, y_um, width_um, height_um, fill, stroke });
    }

    fn row(&mut self, row: &TimelineRow, axis: Axis) -> Result<(), TextError> {
        let mut lines_um = 0;
        for (place, line) in
            self.ruler.wrap(Face::Regular, LABEL_UM, &row.label, self.width_um)?.iter().enumerate()
        {
            lines_um += if place == 0 { 0 } else { TEXT_LINE_UM };
            let baseline_um = self.y_um + 3 * MM + lines_um;
            self.text((0, baseline_um), *line, LABEL_UM, Tone::Ink, Align::Start);
        }
        // Where a gap is too short for its label, the label stands above the bar.
        let mut row_um = ROW_UM + lines_um;
        for span in row.spans.iter().filter(|span| span.kind == SpanKind::Gap) {
            let (from_um, until_um) = edges(span, axis);
            let label = self.ruler.width_um(Face::Regular, SMALL_UM, &span.label)?;
            if label + 2 * MM > until_um - from_um {
                row_um = ROW_UM + lines_um + TEXT_LINE_UM;
            }
        }
        let top_um = self.y_um + row_um - BAR_UM - MM;
        for span in &row.spans {
            self.span(span, axis, top_um)?;
        }
        self.y_um += row_um;
        Ok(())
    }

    /// Rows with their names beside low bars, or above them where there is no room beside them.
    /// Stops before a row that would end below a height, but not before the first. Returns the axis
    /// of the bars, and how many rows there are.
    fn low_rows(
        &mut self,
        rows: &[TimelineRow],
        axis: Axis,
        (gap_um, height_um): (Micrometres, Micrometres),
    ) -> Result<(Axis, usize), TextError> {
        let is_wide = self.width_um >= WIDE_UM;
        let name_um = if is_wide { self.width_um * 38 / 100 } else { self.width_um };
        let left_um = if is_wide { name_um + 3 * MM } else { 0 };
        let axis = Axis { left_um, width_um: self.width_um - left_um, ..axis };
        for (place, row) in rows.iter().enumerate() {
            let names = self.ruler.wrap(Face::Regular, SMALL_UM, &row.label, name_um)?;
            let count = Micrometres::try_from(names.len()).unwrap_or(1);
            let names_um = count * LOW_LINE_UM;
            let top_um = if is_wide { self.y_um } else { self.y_um + names_um };
            let bottom_um = (top_um + LOW_BAR_UM).max(self.y_um + names_um);
            if place > 0 && bottom_um > height_um {
                return Ok((axis, place));
            }
            let mut baseline_um = self.y_um + 2_500;
            for name in &names {
                self.text((0, baseline_um), *name, SMALL_UM, Tone::Ink, Align::Start);
                baseline_um += LOW_LINE_UM;
            }
            for span in &row.spans {
                self.low_span(span, axis, top_um)?;
            }
            self.y_um = bottom_um + gap_um;
        }
        Ok((axis, rows.len()))
    }

    /// A part of a low bar: days without cover inside it or before it, and else no words, which the
    /// legend has.
    fn low_span(&mut self, span: &Span, axis: Axis, top_um: Micrometres) -> Result<(), TextError> {
        let (from_um, until_um) = edges(span, axis);
        let (fill, outline) = colours(span.kind);
        let size = (until_um - from_um, LOW_BAR_UM);
        self.rectangle((from_um, top_um), size, fill, Some(hairline(outline)));
        if span.kind != SpanKind::Gap {
            return Ok(());
        }
        self.hatch((from_um, until_um), (top_um, LOW_BAR_UM));
        let label_um = self.ruler.width_um(Face::Regular, SMALL_UM, &span.label)?;
        let baseline_um = top_um + LOW_BAR_UM / 2 + SMALL_UM * 35 / 100;
        if label_um + 2 * MM <= until_um - from_um {
            let middle_um = i32::midpoint(from_um, until_um);
            let corner = (middle_um - label_um / 2 - MM / 2, top_um + 200);
            self.rectangle(corner, (label_um + MM, LOW_BAR_UM - 400), Tone::Paper, None);
            let at = (middle_um, baseline_um);
            self.text(at, &span.label, SMALL_UM, Tone::Alert, Align::Middle);
        } else if from_um - axis.left_um >= label_um + 2 * MM {
            let at = (from_um - MM, baseline_um);
            self.text(at, &span.label, SMALL_UM, Tone::Alert, Align::End);
        }
        Ok(())
    }

    fn span(&mut self, span: &Span, axis: Axis, top_um: Micrometres) -> Result<(), TextError> {
        let (from_um, until_um) = edges(span, axis);
        let width = until_um - from_um;
        let (fill, outline) = colours(span.kind);
        let tone = match span.kind {
            SpanKind::Covered => Tone::Ink,
            SpanKind::Gap => Tone::Alert,
            SpanKind::Term => Tone::Paper,
        };
        self.rectangle((from_um, top_um), (width, BAR_UM), fill, Some(hairline(outline)));
        if span.kind == SpanKind::Gap {
            self.hatch((from_um, until_um), (top_um, BAR_UM));
        }
        let label = self.ruler.width_um(Face::Regular, SMALL_UM, &span.label)?;
        let middle_um = from_um + width / 2;
        let baseline_um = top_um + BAR_UM / 2 + SMALL_UM * 35 / 100;
        if label + 2 * MM <= width {
            if span.kind == SpanKind::Gap {
                let corner = (middle_um - label / 2 - MM / 2, top_um + MM);
                self.rectangle(corner, (label + MM, BAR_UM - 2 * MM), Tone::Paper, None);
            }
            self.text((middle_um, baseline_um), &span.label, SMALL_UM, tone, Align::Middle);
        } else if span.kind == SpanKind::Gap {
            let x_um = middle_um.clamp(label / 2, (self.width_um - label / 2).max(label / 2));
            let above = (x_um, top_um - MM / 2);
            self.text(above, &span.label, SMALL_UM, Tone::Alert, Align::Middle);
        }
        Ok(())
    }

    /// Diagonal lines inside a bar, so that a gap shows without colour.
    fn hatch(
        &mut self,
        (from_um, until_um): (Micrometres, Micrometres),
        (top_um, bar_um): (Micrometres, Micrometres),
    ) {
        let bottom_um = top_um + bar_um;
        let mut foot_um = from_um - bar_um;
        while foot_um < until_um {
            let start = if foot_um < from_um {
                (from_um, bottom_um - (from_um - foot_um))
            } else {
                (foot_um, bottom_um)
            };
            let end = if foot_um + bar_um > until_um {
                (until_um, bottom_um - (until_um - foot_um))
            } else {
                (foot_um + bar_um, top_um)
            };
            if start.0 < end.0 {
                self.line(start, end, hairline(Tone::Alert));
            }
            foot_um += HATCH_UM;
        }
    }

    /// An axis with a mark and a label for each date.
    fn ticks<'label>(
        &mut self,
        ticks: impl Iterator<Item = (Date, &'label str)>,
        axis: Axis,
    ) -> Result<(), TextError> {
        let stroke = hairline(Tone::Muted);
        let top_um = self.y_um;
        self.line((axis.left_um, top_um), (axis.right_um(), top_um), stroke);
        let mut found = Vec::new();
        for (date, text) in ticks {
            let width_um = self.ruler.width_um(Face::Regular, SMALL_UM, text)?;
            found.push((AxisLabel { x_um: axis.x_um(date), width_um }, text));
        }
        let (labels, texts): (Vec<_>, Vec<_>) = thinned(found).into_iter().unzip();
        let places = labels::placed(&labels, self.width_um);
        for ((label, place), text) in labels.iter().zip(&places).zip(texts) {
            let down_um = place.line * TEXT_LINE_UM;
            let baseline_um = top_um + 4 * MM + down_um;
            let foot_um = match place.stem {
                LabelStem::To => top_um + MM + down_um,
                LabelStem::Beside => baseline_um,
                LabelStem::Short => top_um + MM,
            };
            self.line((label.x_um, top_um), (label.x_um, foot_um), stroke);
            self.text((place.x_um, baseline_um), text, SMALL_UM, Tone::Muted, place.align);
        }
        self.y_um = top_um + MM + lines(&places).max(1) * TEXT_LINE_UM + MM;
        Ok(())
    }

    fn legend(&mut self, legend: &[(SpanKind, String)]) -> Result<(), TextError> {
        let mut x_um = 0;
        let top_um = self.y_um + MM;
        for (kind, label) in legend {
            let width = self.ruler.width_um(Face::Regular, SMALL_UM, label)?;
            let (fill, outline) = colours(*kind);
            let swatch_um = 5 * MM;
            self.rectangle((x_um, top_um), (swatch_um, 3 * MM), fill, Some(hairline(outline)));
            if *kind == SpanKind::Gap {
                for from_um in [x_um, x_um + 2 * MM] {
                    let (foot, head) = ((from_um, top_um + 3 * MM), (from_um + 3 * MM, top_um));
                    self.line(foot, head, hairline(Tone::Alert));
                }
            }
            let text_um = x_um + swatch_um + 2 * MM;
            let baseline_um = top_um + 3 * MM - 500;
            self.text((text_um, baseline_um), label, SMALL_UM, Tone::Ink, Align::Start);
            x_um = text_um + width + 6 * MM;
        }
        self.y_um = top_um + 4 * MM;
        Ok(())
    }

    /// Labels above the plot for the days on which a status changes; returns where the lines of
    /// those days begin.
    fn mark_labels(&mut self, plot: &Plot, axis: Axis) -> Result<Vec<Point>, TextError> {
        let mut labels = Vec::new();
        let mut texts = Vec::new();
        for mark in plot.marks.iter().filter(|mark| mark.date <= axis.through) {
            let style = (Face::Regular, SMALL_UM);
            let text = labels::shortened(self.ruler, style, &mark.label, self.width_um / 2)?;
            let width_um = self.ruler.width_um(Face::Regular, SMALL_UM, &text)?;
            labels.push(AxisLabel { x_um: axis.x_um(mark.date), width_um });
            texts.push(text);
        }
        let places = labels::placed(&labels, self.width_um);
        let lines = lines(&places);
        self.y_um = lines * TEXT_LINE_UM + 2 * MM;
        let mut tops = Vec::new();
        for ((label, place), text) in labels.iter().zip(&places).zip(&texts) {
            let baseline_um = 3 * MM + (lines - 1 - place.line) * TEXT_LINE_UM;
            let y_um = match place.stem {
                LabelStem::To => baseline_um + MM,
                LabelStem::Beside => baseline_um - 2 * MM,
                LabelStem::Short => self.y_um - MM,
            };
            self.text((place.x_um, baseline_um), text, SMALL_UM, Tone::Alert, place.align);
            tops.push(Point { x_um: label.x_um, y_um });
        }
        Ok(tops)
    }

    fn mark_lines(&mut self, tops: &[Point], scale: Scale) {
        let stroke = Stroke { dash: Dash::Dashed, ..hairline(Tone::Alert) };
        for top in tops {
            let foot = (top.x_um, scale.top_um + scale.height_um);
            self.line((top.x_um, top.y_um), foot, stroke);
        }
    }

    fn levels(&mut self, plot: &Plot, axis: Axis, scale: Scale) -> Result<(), TextError> {
        let stroke = hairline(Tone::Rule);
        for (minor, label) in &plot.levels {
            let y_um = scale.y_um(*minor);
            self.line((axis.left_um, y_um), (axis.right_um(), y_um), stroke);
            let at = (axis.left_um - MM, y_um + SMALL_UM * 35 / 100);
            self.text(at, label, SMALL_UM, Tone::Muted, Align::End);
        }
        Ok(())
    }

    /// The total from day to day, interrupted where there is no price.
    ///
    /// A total holds for its day: where the next point is the next day, the line goes straight on
    /// to it and then up or down.
    fn curve(&mut self, points: &[PlotPoint], axis: Axis, scale: Scale) {
        let mut run: Vec<Point> = Vec::new();
        let mut before: Option<Date> = None;
        for point in points {
            let Some(minor) = point.minor else {
                self.run(&mut run);
                continue;
            };
            let at = Point { x_um: axis.x_um(point.date), y_um: scale.y_um(minor) };
            let is_next_day = before.is_some_and(|day| day_after(day) == point.date);
            if let Some(last) = run.last().filter(|last| is_next_day && last.y_um != at.y_um) {
                run.push(Point { x_um: at.x_um, y_um: last.y_um });
            }
            run.push(at);
            before = Some(point.date);
        }
        self.run(&mut run);
    }

    /// Points as one line; a point alone as a mark of its own.
    fn run(&mut self, run: &mut Vec<Point>) {
        let points = std::mem::take(run);
        if let [Point { x_um, y_um }] = points[..] {
            self.rectangle((x_um - 450, y_um - 450), (900, 900), Tone::Accent, None);
        } else if !points.is_empty() {
            let stroke = Stroke { width_um: 500, ..hairline(Tone::Accent) };
            self.shapes.push(Shape::Line { points, stroke });
        }
    }
}

/// How many lines labels take.
fn lines(places: &[LabelPlace]) -> Micrometres {
    places.iter().map(|place| place.line + 1).max().unwrap_or(0)
}

/// Every label of a few; of many every second, third and so on, until they stand on one line.
fn thinned<Text: Copy>(labels: Vec<(AxisLabel, Text)>) -> Vec<(AxisLabel, Text)> {
    const FEW: usize = 5;
    if labels.len() <= FEW {
        return labels;
    }
    let kept = |every| labels.iter().copied().step_by(every).collect::<Vec<_>>();
    let touch = |pair: &[(AxisLabel, Text)]| match pair {
        [(one, _), (other, _)] => {
            other.x_um - one.x_um < (one.width_um + other.width_um) / 2 + 2 * MM
        }
        _ => false,
    };
    let every = (1..labels.len()).find(|every| !kept(*every).windows(2).any(touch));
    kept(every.unwrap_or(labels.len()))
}

/// The left and right edge of a span, which is never too thin to be seen, nor beyond the axis.
fn edges(span: &Span, axis: Axis) -> (Micrometres, Micrometres) {
    const LEAST_UM: Micrometres = 300;
    let from_um = axis.x_um(span.from).min(axis.right_um() - LEAST_UM);
    (from_um, axis.x_um(day_after(span.through)).max(from_um + LEAST_UM))
}
