//! Pages of a sheet: nothing lost, nothing outside the margins, nothing over another text, and
//! no holding split.

use std::process::Command;

use proptest::prelude::*;
use reinstate::document::chart;
use reinstate::document::drawing::fonts::{advance, cap_height_um, width_um};
use reinstate::document::drawing::{Align, Drawing, Face, MM, Micrometres, Shape, Tone};
use reinstate::document::fallback::UserFonts;
use reinstate::document::fallback::ruler::Ruler;
use reinstate::document::pdf::{Paper, document, pages};
use reinstate::document::sheet::{
    self, BenefitCell, OptionTable, Sheet, Span, SpanKind, Tick, Timeline,
};
use reinstate::engine::calendar::{add_days, day_after};

use crate::sample_sheet::{charge, day, example, fact, huge_amounts, line, long_names, sheet};
use crate::support::tool;

const PAPERS: [Paper; 2] = [Paper::A4, Paper::Letter];
/// The margins at the sides.
const MARGIN_UM: Micrometres = 18 * MM;
/// What rounding the widths of words one by one may add to a line.
const ROUNDING_UM: Micrometres = 60;

/// A text with the box it takes on a page.
#[derive(Debug, Clone)]
struct Placed {
    text: String,
    left_um: Micrometres,
    right_um: Micrometres,
    top_um: Micrometres,
    baseline_um: Micrometres,
    face: Face,
}

fn texts(page: &Drawing) -> Vec<Placed> {
    page.shapes.iter().filter_map(placed).collect()
}

fn placed(shape: &Shape) -> Option<Placed> {
    match shape {
        Shape::Text { x_um, baseline_um, text, size_um, face, align, .. } => {
            let width = width_um(*face, *size_um, text).expect(text);
            let left_um = match align {
                Align::Start => *x_um,
                Align::Middle => x_um - width / 2,
                Align::End => x_um - width,
            };
            Some(Placed {
                text: text.clone(),
                left_um,
                right_um: left_um + width,
                top_um: baseline_um - cap_height_um(*face, *size_um),
                baseline_um: *baseline_um,
                face: *face,
            })
        }
        Shape::Rectangle { .. }
        | Shape::Line { .. }
        | Shape::Polygon { .. }
        | Shape::Logo { .. } => None,
    }
}

/// The texts of all pages, without spaces, so that a wrapped text reads as one.
fn read_out(pages: &[Drawing]) -> String {
    pages.iter().flat_map(texts).map(|placed| unspaced(&placed.text)).collect()
}

fn unspaced(text: &str) -> String {
    text.split(' ').collect()
}

fn are_apart(one: &Placed, other: &Placed) -> bool {
    one.right_um <= other.left_um + ROUNDING_UM
        || other.right_um <= one.left_um + ROUNDING_UM
        || one.baseline_um <= other.top_um
        || other.baseline_um <= one.top_um
}

/// Text outside the margins, or two texts over each other.
fn faults(pages: &[Drawing]) -> Vec<String> {
    let mut found = Vec::new();
    for (page, number) in pages.iter().zip(1..) {
        let placed = texts(page);
        for (place, one) in placed.iter().enumerate() {
            let inside = one.left_um >= MARGIN_UM - ROUNDING_UM
                && one.right_um <= page.width_um - MARGIN_UM + ROUNDING_UM
                && one.top_um >= 10 * MM
                && one.baseline_um <= page.height_um - 10 * MM;
            if !inside {
                found.push(format!("page {number}: outside the margins: {one:?}"));
            }
            for other in placed.iter().skip(place + 1) {
                if !are_apart(one, other) {
                    found.push(format!("page {number}: one over another: {one:?} {other:?}"));
                }
            }
        }
    }
    found
}

fn laid_out(sheet: &Sheet, paper: Paper) -> Vec<Drawing> {
    pages(sheet, paper).unwrap_or_else(|error| panic!("{error}"))
}

fn assert_sound(name: &str, sheet: &Sheet) {
    for paper in PAPERS {
        let pages = laid_out(sheet, paper);
        let faults = faults(&pages);
        assert!(faults.is_empty(), "{name} on {paper:?}:\n{}", faults.join("\n"));
        let read = read_out(&pages);
        for text in strings(sheet) {
            assert!(read.contains(&unspaced(&text)), "{name} on {paper:?} lacks “{text}”");
        }
    }
}

/// Every text of a sheet that a page shows; descriptions of pictures are for those who cannot see
/// them, and are in its numbers.
fn strings(sheet: &Sheet) -> Vec<String> {
    let mut all = vec![sheet.title.clone(), sheet.standing.clone()];
    all.extend(sheet.sample_banner.clone());
    all.extend([sheet.customer.title.clone(), sheet.foot.book.clone(), sheet.foot.receipt.clone()]);
    all.extend(sheet.customer.lines.iter().cloned());
    for fact in sheet.facts.iter().chain(&sheet.answer.facts) {
        all.extend([fact.label.clone(), fact.value.clone()]);
    }
    all.extend([sheet.answer.label.clone(), sheet.answer.total.clone()]);
    for sum in &sheet.answer.sums {
        all.extend([sum.label.clone(), sum.value.clone()]);
    }
    all.push(sheet.timeline.title.clone());
    all.extend(sheet.timeline.ticks.iter().map(|tick| tick.label.clone()));
    if let Some(rest) = &sheet.timeline.rest {
        all.extend([rest.note.clone(), rest.title.clone()]);
        all.extend(rest.rows.iter().map(|row| row.label.clone()));
    }
    all.extend(sheet.timeline.legend.iter().map(|(_, label)| label.clone()));
    all.extend([sheet.table.title.clone(), sheet.table.note.clone()]);
    all.extend(sheet.table.columns.iter().cloned());
    for line in &sheet.table.lines {
        all.push(line.title.clone());
        all.extend(line.details.iter().cloned());
        all.extend(line.cells.iter().cloned());
        for charge in line.charges.iter().chain([&line.total]) {
            all.extend([charge.label.clone(), charge.how.clone(), charge.amount.clone()]);
        }
    }
    all.extend(sheet.totals.iter().flat_map(|row| [row.label.clone(), row.amount.clone()]));
    all.extend(later_strings(sheet));
    all
}

/// What comes after the totals.
fn later_strings(sheet: &Sheet) -> Vec<String> {
    let mut all = vec![sheet.findings.title.clone()];
    for note in &sheet.findings.notes {
        all.extend([note.severity.clone(), note.text.clone()]);
    }
    if let Some(options) = &sheet.options {
        all.push(options.title.clone());
        let waiting = options.waiting.as_ref().map(|waiting| &waiting.table);
        let tables = [options.terms.as_ref(), waiting, options.buying_new.as_ref()];
        all.extend(tables.into_iter().flatten().flat_map(table_strings));
        let levels = options.waiting.iter().flat_map(|waiting| &waiting.plot.levels);
        all.extend(levels.map(|(_, label)| label.clone()));
    }
    if let Some(benefits) = &sheet.benefits {
        all.push(benefits.title.clone());
        all.extend(benefits.columns.iter().cloned());
        for (name, cells) in &benefits.rows {
            all.push(name.clone());
            all.extend(cells.iter().map(|cell| match cell {
                BenefitCell::Yes(word) | BenefitCell::No(word) => word.clone(),
                BenefitCell::Text(text) => text.clone(),
            }));
        }
    }
    all.push(sheet.conditions.title.clone());
    for clause in &sheet.conditions.clauses {
        all.extend([clause.number.clone(), clause.text.clone()]);
    }
    if let Some(acceptance) = &sheet.acceptance {
        all.extend([acceptance.title.clone(), acceptance.text.clone()]);
        all.extend(acceptance.fields.iter().cloned());
    }
    all
}

fn table_strings(table: &OptionTable) -> Vec<String> {
    let mut all = vec![table.title.clone()];
    all.extend(table.text.iter().chain(&table.columns).cloned());
    all.extend(table.rows.iter().flat_map(|row| row.cells.iter().cloned()));
    all
}

#[test]
fn every_text_of_the_examples_stands_inside_the_margins() {
    for name in ["reinstatement-nl", "reinstatement-two-bands", "renewal"] {
        assert_sound(name, &example(name));
    }
}

#[test]
fn every_text_of_one_to_five_hundred_holdings_stands_inside_the_margins() {
    for holdings in [1, 2, 3, 12, 13, 50, 500] {
        assert_sound(&format!("{holdings} holdings"), &sheet(holdings));
    }
}

#[test]
fn long_names_wrap_and_nothing_of_them_is_lost() {
    assert_sound("long names", &long_names());
}

#[test]
fn the_largest_amounts_neither_overflow_nor_vanish() {
    assert_sound("huge amounts", &huge_amounts());
}

#[test]
fn holdings_take_as_few_pages_as_they_need() {
    // Beside them stand options, benefits, conditions and the lines to sign.
    for (holdings, fewest, most) in [(1, 3, 4), (12, 4, 6), (500, 50, 65)] {
        for paper in PAPERS {
            let mut sheet = sheet(holdings);
            // A bar is 4.2 mm high, and a page has room for 190 mm of them at least.
            let bars = sheet.timeline.rest.as_ref().map_or(0, |rest| rest.rows.len());
            let with_bars = laid_out(&sheet, paper).len();
            sheet.timeline.rest = None;
            let count = laid_out(&sheet, paper).len();
            assert!((fewest..=most).contains(&count), "{holdings} on {paper:?}: {count} pages");
            let more = with_bars - count;
            assert!(more <= bars.div_ceil(45) + 1, "{bars} bars on {paper:?}: {more} pages");
        }
    }
}

#[test]
fn amounts_too_wide_for_one_row_take_two_below_heads_in_two() {
    let sheet = huge_amounts();
    for paper in PAPERS {
        let pages = laid_out(&sheet, paper);
        let placed = texts(&pages[0]);
        let height =
            |text: &str| placed.iter().find(|placed| placed.text == text).expect(text).baseline_um;
        // Licences to list price, then discount to new term; heads stand on their last lines.
        for row in [["Licences", "SRP"], ["Discount", "Years"]] {
            assert!(row.iter().all(|head| height(head) == height(row[0])), "{paper:?}: {row:?}");
        }
        assert_eq!(height("1,250"), height("18%"), "{paper:?}");
        assert_eq!(height("30%"), height("3"), "{paper:?}");
        assert!(height("Licences") < height("Discount") && height("1,250") < height("30%"));
    }
}

#[test]
fn a_total_stands_beside_its_label_however_wide_it_is() {
    let sheet = huge_amounts();
    for page in laid_out(&sheet, Paper::A4) {
        let placed = texts(&page);
        let strong = sheet.totals.last().expect("a total");
        let is_amount = |text: &&Placed| text.text == strong.amount && text.face == Face::Bold;
        for amount in placed.iter().filter(is_amount).filter(|text| text.left_um > 80 * MM) {
            let beside = |text: &&Placed| text.baseline_um == amount.baseline_um;
            assert!(placed.iter().filter(beside).any(|text| text.text == strong.label));
        }
    }
}

#[test]
fn each_page_says_which_it_is_and_that_its_prices_are_samples() {
    let sheet = sheet(40);
    let pages = laid_out(&sheet, Paper::A4);
    let banner = sheet.sample_banner.clone().expect("a banner");
    for (page, number) in pages.iter().zip(1..) {
        let on_page: Vec<String> = texts(page).into_iter().map(|placed| placed.text).collect();
        let page_of = sheet.foot.page(number, pages.len());
        for text in [&page_of, &banner, &sheet.foot.book, &sheet.foot.receipt] {
            assert!(on_page.contains(text), "page {number} lacks “{text}”");
        }
    }
}

/// The numbers of the holdings on a page, by a text that only they have.
fn holdings_on(page: &Drawing) -> Vec<String> {
    let numbered = |placed: Placed| {
        let holding = placed.face == Face::Bold && placed.text.starts_with("Holding H");
        holding.then_some(placed.text)
    };
    texts(page).into_iter().filter_map(numbered).collect()
}

#[test]
fn column_heads_stand_above_the_holdings_of_each_page_once() {
    let sheet = sheet(500);
    for (page, number) in laid_out(&sheet, Paper::A4).iter().zip(1..) {
        if holdings_on(page).is_empty() {
            continue;
        }
        let read = read_out(std::slice::from_ref(page));
        for column in &sheet.table.columns {
            let times = read.matches(&unspaced(column)).count();
            assert!(times >= 1, "page {number} lacks the column “{column}”");
        }
        let head = unspaced(&sheet.table.columns.concat());
        assert_eq!(read.matches(&head).count(), 1, "page {number} has its heads once");
    }
}

#[test]
fn a_holding_and_its_charges_stand_on_one_page() {
    let sheet = sheet(500);
    for paper in PAPERS {
        let mut seen = 0;
        for page in laid_out(&sheet, paper) {
            let read = read_out(std::slice::from_ref(&page));
            let holdings = holdings_on(&page);
            let totals = read.matches("Totalofthisholding").count();
            assert_eq!(totals, holdings.len(), "{paper:?}: as many totals as holdings");
            let lapsed = holdings.iter().filter(|name| {
                let digits: String = name.chars().filter(char::is_ascii_digit).collect();
                digits.parse::<usize>().expect(name).is_multiple_of(3)
            });
            let penalties = read.matches("20%ofbackcoverage").count();
            assert_eq!(penalties, lapsed.count(), "{paper:?}: as many penalties as lapses");
            seen += holdings.len();
        }
        assert_eq!(seen, 500);
    }
}

#[test]
fn no_page_ends_with_a_heading_and_none_is_empty() {
    // Sections begin at other heights with each holding more.
    for holdings in 1..=40 {
        let sheet = sheet(holdings);
        for paper in PAPERS {
            let pages = laid_out(&sheet, paper);
            for (page, number) in pages.iter().zip(1..) {
                let foot = page.height_um - MARGIN_UM;
                let of_page = |placed: &Placed| {
                    placed.baseline_um < foot && Some(&placed.text) != sheet.sample_banner.as_ref()
                };
                let body: Vec<Placed> = texts(page).into_iter().filter(of_page).collect();
                let lowest = body.iter().max_by_key(|placed| placed.baseline_um);
                let place = format!("{holdings} on {paper:?}, page {number}");
                let lowest = lowest.unwrap_or_else(|| panic!("{place} has a lone foot"));
                assert!(!headings(&sheet).contains(&lowest.text), "{place}: {}", lowest.text);
            }
        }
    }
}

fn headings(sheet: &Sheet) -> Vec<String> {
    let mut all = vec![
        format!("{} · {}", sheet.table.title, sheet.table.note),
        sheet.timeline.title.clone(),
        sheet.findings.title.clone(),
        sheet.conditions.title.clone(),
    ];
    all.extend(sheet.acceptance.iter().map(|acceptance| acceptance.title.clone()));
    all.extend(sheet.benefits.iter().map(|benefits| benefits.title.clone()));
    if let Some(options) = &sheet.options {
        all.push(options.title.clone());
        all.extend(options.terms.iter().map(|table| table.title.clone()));
        all.extend(options.waiting.iter().map(|waiting| waiting.table.title.clone()));
        all.extend(options.buying_new.iter().map(|table| table.title.clone()));
    }
    all
}

#[test]
fn a_section_without_content_has_no_heading() {
    let mut sheet = sheet(2);
    sheet.findings.notes.clear();
    if let Some(options) = &mut sheet.options {
        let title = options.title.clone();
        *options = sheet::Options { title, ..sheet::Options::default() };
    }
    sheet.conditions.clauses.clear();
    let read = read_out(&laid_out(&sheet, Paper::A4));
    let options = sheet.options.as_ref().expect("options");
    for title in [&sheet.findings.title, &options.title, &sheet.conditions.title] {
        assert!(!read.contains(&unspaced(title)), "“{title}” stands above nothing");
    }
}

#[test]
fn what_is_no_holding_and_taller_than_a_page_goes_on_on_the_next() {
    const WORDS: usize = 6_000;
    let tall = "xylophone ".repeat(WORDS).trim_end().to_owned();
    let mut sheets = vec![sheet(1); 5];
    sheets[0].customer.lines.push(tall.clone());
    sheets[1].facts.push(fact("Your reference", &tall));
    sheets[2].conditions.clauses[0].text.clone_from(&tall);
    sheets[3].acceptance.as_mut().expect("an acceptance").text.clone_from(&tall);
    sheets[4].findings.notes[0].text = tall;
    for (place, sheet) in sheets.iter().enumerate() {
        for paper in PAPERS {
            let pages = laid_out(sheet, paper);
            let faults = faults(&pages);
            assert!(faults.is_empty(), "{place} on {paper:?}:\n{}", faults.join("\n"));
            // Columns and pages come between the lines, but no word is lost and none comes twice.
            let words = read_out(&pages).matches("xylophone").count();
            assert_eq!(words, WORDS, "{place} on {paper:?}");
        }
    }
}

#[test]
fn figures_are_of_one_width_so_that_amounts_align() {
    for face in [Face::Regular, Face::Bold] {
        let widths: Vec<_> = ('0'..='9').map(|figure| advance(face, figure)).collect();
        assert!(widths.iter().all(|width| *width == widths[0]), "{face:?}: {widths:?}");
    }
}

#[test]
fn the_charges_of_a_holding_begin_below_its_name() {
    let sheet = sheet(120);
    let mut left: Vec<Micrometres> = Vec::new();
    for page in laid_out(&sheet, Paper::A4) {
        let begins = |placed: &Placed| {
            let is_name = placed.text.starts_with("Holding H") && placed.face == Face::Bold;
            is_name || placed.text == "Total of this holding"
        };
        left.extend(texts(&page).iter().filter(|text| begins(text)).map(|text| text.left_um));
    }
    assert_eq!(left.len(), 240);
    assert!(left.iter().all(|left_um| *left_um == left[0]));
}

#[test]
fn amounts_of_a_column_end_at_one_place() {
    let sheet = sheet(3);
    let pages = laid_out(&sheet, Paper::A4);
    let right_um = pages[0].width_um - MARGIN_UM;
    let amounts = ["240,975.00", "53,696.71", "10,739.34"];
    for placed in texts(&pages[0]).iter().filter(|p| amounts.contains(&p.text.as_str())) {
        assert_eq!(placed.right_um, right_um, "{placed:?}");
    }
}

/// Rows take less of a page that has no room for them as they are; where that would not be enough,
/// they stay as they are, for the next page.
#[test]
fn the_picture_of_the_time_is_lower_where_that_makes_it_fit() {
    let fonts = UserFonts::NONE;
    let ruler = Ruler::new(&fonts);
    for rows in [3, 12] {
        let mut timeline = sheet(1).timeline;
        timeline.rows = vec![timeline.rows[0].clone(); rows];
        let high = |height_um| {
            let size_um = (174 * MM, height_um);
            chart::timeline(&timeline, size_um, &ruler).expect("a picture").height_um
        };
        let usual_um = high(i32::MAX);
        assert_eq!(high(usual_um), usual_um);
        let lower_um = high(usual_um - 1);
        assert!(lower_um < usual_um - 5 * MM, "{rows}: {lower_um} of {usual_um}");
        assert_eq!(high(20 * MM), usual_um);
    }
}

#[test]
fn a_gap_is_hatched_inside_its_bar_and_labelled() {
    let timeline = sheet(1).timeline;
    let width_um = 174 * MM;
    let drawing = chart::timeline(&timeline, (width_um, i32::MAX), &Ruler::new(&UserFonts::NONE))
        .expect("a drawing");
    let bar = drawing.shapes.iter().find_map(|shape| match shape {
        Shape::Rectangle { x_um, y_um, width_um, height_um, stroke: Some(stroke), .. }
            if stroke.tone == Tone::Alert =>
        {
            Some((*x_um, *y_um, x_um + width_um, y_um + height_um))
        }
        Shape::Rectangle { .. }
        | Shape::Line { .. }
        | Shape::Polygon { .. }
        | Shape::Text { .. }
        | Shape::Logo { .. } => None,
    });
    let (left, top, right, bottom) = bar.expect("a bar for the gap");
    let mut lines = 0;
    for shape in &drawing.shapes {
        if let Shape::Line { points, stroke } = shape {
            let within = |y_um| (top..=bottom).contains(&y_um);
            if stroke.tone == Tone::Alert && points.iter().all(|point| within(point.y_um)) {
                assert!(points.iter().all(|point| (left..=right).contains(&point.x_um)));
                assert_eq!(
                    points[1].x_um - points[0].x_um,
                    points[0].y_um - points[1].y_um,
                    "all lines are diagonals"
                );
                lines += 1;
            }
        }
    }
    assert!(lines >= 10, "{lines} lines");
    assert!(texts(&drawing).iter().any(|placed| placed.text == "244 days"));
}

/// A label of the cost of waiting that has no room loses its last part, and never half an amount.
#[test]
fn the_label_of_a_jump_is_shorter_by_a_part() {
    let mut sheet = example("reinstatement-two-bands");
    let options = sheet.options.as_mut().expect("options");
    let plot = &mut options.waiting.as_mut().expect("the cost of waiting").plot;
    plot.marks.truncate(1);
    "product 1: Recovery; +€ 83,144.57 on that day".clone_into(&mut plot.marks[0].label);
    let labels = |width_um| {
        let drawing = chart::waiting(plot, (width_um, 42 * MM), &Ruler::new(&UserFonts::NONE));
        let drawing = drawing.expect("a drawing");
        let is_label = |text: &String| text.starts_with("product 1");
        texts(&drawing).into_iter().map(|placed| placed.text).filter(is_label).collect::<Vec<_>>()
    };
    assert_eq!(labels(174 * MM), ["product 1: Recovery; +€ 83,144.57 on that day"]);
    assert_eq!(labels(84 * MM), ["product 1: Recovery …"]);
}

#[test]
fn pictures_keep_their_texts_inside_and_apart_at_any_width() {
    let sheets = ["reinstatement-nl", "reinstatement-two-bands", "renewal"].map(example);
    for (sheet, width_um) in sheets.iter().flat_map(|s| [84, 120, 174].map(|mm| (s, mm * MM))) {
        let waiting = sheet.options.as_ref().and_then(|options| options.waiting.as_ref());
        let plot = waiting.map(|waiting| {
            chart::waiting(&waiting.plot, (width_um, 42 * MM), &Ruler::new(&UserFonts::NONE))
        });
        let time =
            chart::timeline(&sheet.timeline, (width_um, i32::MAX), &Ruler::new(&UserFonts::NONE));
        for drawing in [Some(time), plot].into_iter().flatten() {
            let drawing = drawing.expect("a drawing");
            let placed = texts(&drawing);
            for (place, one) in placed.iter().enumerate() {
                assert!(one.left_um >= -2 && one.right_um <= width_um + 2, "{width_um}: {one:?}");
                assert!(one.top_um >= 0 && one.baseline_um <= drawing.height_um, "{one:?}");
                for other in placed.iter().skip(place + 1) {
                    assert!(
                        are_apart(one, other),
                        "{width_um}: one over another: {one:?} {other:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_reader_finds_the_heads_on_each_page_of_holdings() {
    let bytes = document(&sheet(60), Paper::A4, &[]).expect("a document");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("sheet.pdf");
    std::fs::write(&path, bytes).expect("a file");
    let mut pdftotext = Command::new("pdftotext");
    pdftotext.arg("-layout").arg(&path).arg("-");
    let Some(output) = tool(&mut pdftotext, "poppler-utils") else { return };
    let text = String::from_utf8(output.stdout).expect("text");
    let holdings = text.split('\u{c}').filter(|page| page.contains("Holding H00"));
    let mut count = 0;
    // The first page names eight holdings in its picture, too.
    for page in holdings.filter(|page| page.contains("Total of this holding")) {
        assert!(page.contains("Licences") && page.contains("New term"), "{page}");
        count += 1;
    }
    assert!(count > 5, "{count} pages of holdings");
}

/// Names of up to 300 letters, of words and of letters without a space.
fn name() -> impl Strategy<Value = String> {
    let words = "[A-Za-zÀ-ÖØ-öø-ňΩЖ€0-9&.,/-]{1,60}( [A-Za-zÀ-ÖØ-öø-ň0-9-]{1,200}){0,6}";
    words.prop_map(|name| name.chars().take(300).collect())
}

/// Amounts from cents to more than the engine computes.
fn amount() -> impl Strategy<Value = String> {
    (0..=18_u32, any::<u64>()).prop_map(|(digits, number)| {
        let number = number % 10_u64.pow(digits).max(1);
        let written = number.to_string();
        let mut grouped = String::new();
        for (place, digit) in written.chars().enumerate() {
            if place > 0 && (written.len() - place).is_multiple_of(3) {
                grouped.push('.');
            }
            grouped.push(digit);
        }
        format!("{grouped},{:02}", number % 100)
    })
}

/// Everything that a picture draws, as far as it reaches to the left and to the right.
fn reach(drawing: &Drawing) -> (Micrometres, Micrometres) {
    let edges = drawing.shapes.iter().flat_map(|shape| match shape {
        Shape::Rectangle { x_um, width_um, .. } | Shape::Logo { x_um, width_um, .. } => {
            vec![*x_um, x_um + width_um]
        }
        Shape::Line { points, .. } | Shape::Polygon { points, .. } => {
            points.iter().map(|point| point.x_um).collect()
        }
        Shape::Text { .. } => {
            placed(shape).iter().flat_map(|text| [text.left_um, text.right_um]).collect()
        }
    });
    let edges: Vec<Micrometres> = edges.collect();
    (edges.iter().copied().min().unwrap_or(0), edges.iter().copied().max().unwrap_or(0))
}

/// A picture of a bar that was covered, lapsed and begins again after so many days, each at
/// least one.
fn picture_of(covered: u32, gap: u32, term: u32) -> Timeline {
    let first = day("2020-01-01");
    let ends = [covered, covered + gap, covered + gap + term].map(|days| add_days(first, days - 1));
    let spans = [SpanKind::Covered, SpanKind::Gap, SpanKind::Term];
    let mut from = first;
    let mut timeline = sheet(1).timeline;
    let row = &mut timeline.rows[0];
    row.spans.clear();
    for (kind, through) in spans.into_iter().zip(ends) {
        row.spans.push(Span { kind, from, through, label: "1,234 days".to_owned() });
        from = day_after(through);
    }
    timeline.from = first;
    timeline.through = ends[2];
    timeline.ticks = ends.map(|date| Tick { date, label: "30 September 2026".to_owned() }).to_vec();
    timeline
}

fn picture_faults(timeline: &Timeline, width_um: Micrometres) -> Vec<String> {
    let drawing = chart::timeline(timeline, (width_um, i32::MAX), &Ruler::new(&UserFonts::NONE))
        .expect("a picture");
    let mut found = Vec::new();
    let (left, right) = reach(&drawing);
    if left < -2 || right > width_um + 2 {
        found.push(format!("from {left} to {right} in a width of {width_um}"));
    }
    let placed = texts(&drawing);
    for (place, one) in placed.iter().enumerate() {
        let over = placed.iter().skip(place + 1).filter(|other| !are_apart(one, other));
        found.extend(over.map(|other| format!("one over another: {one:?} {other:?}")));
    }
    found
}

#[test]
fn a_single_day_is_seen_and_stays_inside_the_picture() {
    for (covered, gap, term) in [(1, 1, 1), (1, 2_000, 1), (2_000, 1, 2_000), (2_000, 2_000, 1)] {
        for width_um in [80 * MM, 174 * MM] {
            let faults = picture_faults(&picture_of(covered, gap, term), width_um);
            assert!(faults.is_empty(), "{covered}, {gap}, {term}: {}", faults.join("\n"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_part_of_a_picture_leaves_it(
        covered in 1..2_000_u32, gap in 1..2_000_u32, term in 1..2_000_u32, narrow in 80..175,
    ) {
        let faults = picture_faults(&picture_of(covered, gap, term), narrow * MM);
        prop_assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[test]
    fn each_row_of_any_sheet_stands_once_and_inside_the_margins(
        rows in prop::collection::vec(0..14_usize, 0..30),
        words in 0..400_usize,
        letter in any::<bool>(),
    ) {
        let mut sheet = sheet(rows.len());
        let mut wanted = Vec::new();
        for (holding, (line, count)) in sheet.table.lines.iter_mut().zip(&rows).enumerate() {
            line.details.push("word ".repeat(words).trim_end().to_owned());
            let amount = |row| format!("R{holding}-{row}");
            line.charges = (0..*count).map(|row| charge("Charge", "how", &amount(row))).collect();
            line.total.amount = format!("T{holding}");
            wanted.extend((0..*count).map(amount));
            wanted.push(line.total.amount.clone());
        }
        let paper = if letter { Paper::Letter } else { Paper::A4 };
        let pages = laid_out(&sheet, paper);
        prop_assert!(!pages.is_empty());
        let faults = faults(&pages);
        prop_assert!(faults.is_empty(), "{}", faults.join("\n"));
        let texts = pages.iter().flat_map(texts).map(|placed| placed.text);
        let mut found: Vec<String> =
            texts.filter(|text| text.starts_with('T') || text.starts_with('R')).collect();
        found.retain(|text| text[1..].starts_with(|digit: char| digit.is_ascii_digit()));
        prop_assert_eq!(found, wanted);
    }

    #[test]
    fn no_name_and_no_amount_leaves_its_place(
        names in prop::collection::vec(name(), 1..6),
        amounts in prop::collection::vec(amount(), 12),
    ) {
        let mut sheet = sheet(0);
        for (name, number) in names.iter().zip(1..) {
            let mut holding = line(number * 3);
            holding.title.clone_from(name);
            for (cell, amount) in holding.cells.iter_mut().zip(&amounts) {
                cell.clone_from(amount);
            }
            for (charge, amount) in holding.charges.iter_mut().zip(&amounts[9..]) {
                charge.label.clone_from(name);
                charge.amount.clone_from(amount);
            }
            holding.total.amount.clone_from(&amounts[11]);
            sheet.table.lines.push(holding);
            sheet.customer.lines.push(name.clone());
        }
        for paper in PAPERS {
            let faults = faults(&laid_out(&sheet, paper));
            prop_assert!(faults.is_empty(), "{paper:?}\n{}", faults.join("\n"));
        }
    }
}
