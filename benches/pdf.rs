//! How many documents a second become PDF, on one thread: `cargo bench --bench pdf`.

mod support;

use chrono::NaiveDate;
use divan::{Bencher, black_box};
use reinstate::document::drawing::fonts::width_um;
use reinstate::document::drawing::palette::Palette;
use reinstate::document::drawing::{
    Align, Dash, Drawing, Face, MM, Micrometres, Shape, Stroke, Tone,
};
use reinstate::document::fallback::UserFonts;
use reinstate::document::pdf::emit::{PdfAbout, emit};
use reinstate::document::pdf::tags::TaggedPages;
use reinstate::document::pdf::{Paper, document, pages};
use reinstate::document::sheet::Sheet;
use reinstate::engine::node::Format;
use reinstate::engine::price::price;
use reinstate::engine::quote::Outcome;
use reinstate::engine::request::{Request, Source};
use support::shelf;

const REQUEST: &str = include_str!("../examples/requests/renewal.toml");

fn main() {
    divan::main();
}

/// A renewal of two pages, from its sheet to bytes.
#[divan::bench]
fn document_of_two_pages(bencher: Bencher) {
    let sheet = sheet_of_two_pages();
    bencher.bench(|| document(black_box(&sheet), Paper::A4, &[]));
}

/// The same, laid out and not written.
#[divan::bench]
fn layout_of_two_pages(bencher: Bencher) {
    let sheet = sheet_of_two_pages();
    bencher.bench(|| pages(black_box(&sheet), Paper::A4));
}

fn sheet_of_two_pages() -> Sheet {
    let source = Source { origin: "request", text: REQUEST, format: Format::Toml };
    let Ok(request) = Request::read(source, None) else { panic!("the example") };
    let Outcome::Offered(quote) = price(&request, &shelf()) else { panic!("an offer") };
    let sheet = Sheet::of(&quote);
    assert_eq!(pages(&sheet, Paper::A4).map(|pages| pages.len()), Ok(2));
    sheet
}

/// Drawings of two pages, from shapes to bytes: ten lines of eight columns on each, a head, rules
/// and some prose.
#[divan::bench]
fn quote_of_two_pages(bencher: Bencher) {
    let pages = TaggedPages::of_drawings(&[page("1 / 2"), page("2 / 2")]);
    let about = about();
    bencher.bench(|| emit(black_box(&pages), black_box(&about)));
}

/// One line of text: what a document costs whatever is in it.
#[divan::bench]
fn one_line(bencher: Bencher) {
    let shapes = vec![text(20 * MM, 30 * MM, "Renewal quote", Face::Regular, Align::Start)];
    let page = Drawing { width_um: 210 * MM, height_um: 297 * MM, shapes };
    let pages = TaggedPages::of_drawings(&[page]);
    let about = about();
    bencher.bench(|| emit(black_box(&pages), black_box(&about)));
}

/// The width of a line of prose.
#[divan::bench]
fn width_of_a_line() -> Option<Micrometres> {
    let line =
        "Support that has lapsed is reinstated for the days without cover, at most two years";
    width_um(Face::Regular, 3_175, black_box(line)).ok()
}

fn page(foot: &str) -> Drawing {
    let mut shapes = vec![
        text(20 * MM, 30 * MM, "Reinstatement quote", Face::Bold, Align::Start),
        text(190 * MM, 285 * MM, foot, Face::Regular, Align::End),
    ];
    for (line, at_um) in (0..10).zip((60 * MM..).step_by(8_000)) {
        let rule = Stroke { tone: Tone::Rule, width_um: 200, dash: Dash::Whole };
        shapes.push(Shape::Rectangle {
            x_um: 20 * MM,
            y_um: at_um - 5_500,
            width_um: 170 * MM,
            height_um: 8 * MM,
            fill: (line % 2 == 0).then_some(Tone::Tint),
            stroke: Some(rule),
        });
        let cells =
            ["Designer Suite Pro, floating", "12", "31 March 2025", "€ 1.234,50", "22 %", "0.7562"];
        shapes.push(text(22 * MM, at_um, cells[0], Face::Regular, Align::Start));
        for (cell, x_um) in
            cells.iter().skip(1).chain(&cells[3..5]).zip((75 * MM..).step_by(19_000))
        {
            shapes.push(text(x_um, at_um, cell, Face::Regular, Align::End));
        }
        shapes.push(text(188 * MM, at_um, "€ 14.814,00", Face::Bold, Align::End));
    }
    let prose =
        "Support that has lapsed is reinstated for the days without cover, two years at most.";
    for at_um in (160 * MM..280 * MM).step_by(3_000) {
        shapes.push(text(20 * MM, at_um, prose, Face::Regular, Align::Start));
    }
    Drawing { width_um: 210 * MM, height_um: 297 * MM, shapes }
}

fn text(
    x_um: Micrometres,
    baseline_um: Micrometres,
    text: &str,
    face: Face,
    align: Align,
) -> Shape {
    let (text, tone) = (text.to_owned(), Tone::Ink);
    let around = None;
    Shape::Text { x_um, baseline_um, text, around, size_um: 3_175, face, tone, align }
}

static NO_FONTS: UserFonts = UserFonts::NONE;

fn about() -> PdfAbout<'static> {
    PdfAbout {
        title: "Reinstatement quote",
        author: "Example Software",
        subject: "",
        keywords: "",
        language: "en",
        created: NaiveDate::default(),
        digest: [7; 32],
        palette: Palette::default(),
        fonts: &NO_FONTS,
        logo: None,
        attachments: &[],
    }
}
