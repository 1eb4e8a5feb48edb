//! Sheets made by hand: any number of holdings and any texts, whatever the engine would say.

use std::sync::OnceLock;

use reinstate::document::sheet::{
    Acceptance, Answer, Block, Charge, Fact, Sheet, SheetLine, Span, SpanKind, Tick, Timeline,
    TimelineRest, TimelineRow, TotalRow, Weight,
};
use reinstate::engine::alternatives::alternatives;
use reinstate::engine::calendar::{Date, parse_iso};
use reinstate::engine::working::Name;

use crate::support::{offered, request, shipped_shelf, toml_value};

/// The sheet of a shipped example, with its options.
pub(crate) fn example(name: &str) -> Sheet {
    let shelf = shipped_shelf();
    let request = request(&toml_value(&format!("examples/requests/{name}.toml")));
    let quote = offered(&request, &shelf);
    let found = alternatives(&request, &shelf).expect("alternatives");
    Sheet::with_options(&quote, &found)
}

/// A sheet of so many holdings, every third of them lapsed; options and conditions are those of
/// an example.
pub(crate) fn sheet(holdings: usize) -> Sheet {
    static EXAMPLE: OnceLock<Sheet> = OnceLock::new();
    let mut sheet = EXAMPLE.get_or_init(|| example("reinstatement-two-bands")).clone();
    sheet.customer = Block {
        title: "Customer".to_owned(),
        lines: ["Harbour & Sons Ltd", "1 Quay Street", "Bristol BS1 4RW"].map(str::to_owned).into(),
    };
    sheet.answer = Answer {
        label: "Total excl. VAT".to_owned(),
        total: "€1,234,567.89".to_owned(),
        sums: vec![fact("VAT 20%", "€246,913.58"), fact("Total incl. VAT", "€1,481,481.47")],
        facts: vec![fact("Term", "3 years"), fact("of which for the lapse", "€12,345.67")],
    };
    sheet.acceptance = Some(Acceptance {
        title: "Acceptance".to_owned(),
        text: "By signing you place an order on these terms.".to_owned(),
        fields: ["Name", "Function", "Place", "Date", "Purchase order", "Signature"]
            .map(str::to_owned)
            .into(),
    });
    sheet.timeline = timeline(holdings);
    sheet.table.lines = (1..=holdings).map(line).collect();
    sheet.totals = vec![
        total("New terms", "1,222,222.22", Weight::Plain),
        total("Penalties", "12,345.67", Weight::Plain),
        total("Total", "€1,234,567.89", Weight::Strong),
    ];
    sheet
}

/// A holding; every third has lapsed.
pub(crate) fn line(number: usize) -> SheetLine {
    let lapsed = number.is_multiple_of(3);
    let details =
        ["release 2203 LTSR", "Select", "covered through 31 March 2026", "new term 3 years"];
    let cells = ["1,250", "510.00", "18%", "91.80", "30%", "64.26", "80,325.00", "3", "240,975.00"];
    let back_coverage = charge(
        "Back coverage",
        "244 days, 1 April 2026 to 30 November 2026; days over 365: €80,325.00 × 244/365",
        "53,696.71",
    );
    let penalty = charge("Penalty", "20% of back coverage €53,696.71", "10,739.34");
    SheetLine {
        number: number.to_string(),
        title: format!("Holding H{number:04} Premium"),
        details: details.map(str::to_owned).into(),
        cells: cells.map(str::to_owned),
        charges: if lapsed { vec![back_coverage, penalty] } else { Vec::new() },
        total: charge("Total of this holding", "", "240,975.00"),
    }
}

pub(crate) fn charge(label: &str, how: &str, amount: &str) -> Charge {
    let (label, how, amount) = (label.to_owned(), how.to_owned(), amount.to_owned());
    Charge { name: Name::Penalty, label, how, amount }
}

/// A sheet whose every text of names is as long as a request may make it, without a space.
pub(crate) fn long_names() -> Sheet {
    let mut sheet = sheet(3);
    let unbroken = |letter: &str| letter.repeat(200);
    sheet.customer.lines = vec![unbroken("W"), unbroken("m"), "Ωmega ".repeat(33)];
    sheet.facts = vec![fact("Your reference", &unbroken("R")), fact(&unbroken("L"), "EUR")];
    sheet.answer.label = unbroken("T");
    sheet.answer.total = "€99,999,999,999,999,999.99".to_owned();
    for (line, letter) in sheet.table.lines.iter_mut().zip(["A", "n", "Ж"]) {
        line.title = unbroken(letter);
        line.details.push(unbroken("d"));
        line.charges.push(charge(&unbroken("c"), &unbroken("h"), "1,234.56"));
    }
    for (row, letter) in sheet.timeline.rows.iter_mut().zip(["A", "n", "Ж"]) {
        row.label = unbroken(letter);
    }
    sheet.foot.book = format!("{} 2026.1, in force from 1 July 2026", unbroken("b"));
    sheet
}

/// A sheet with the largest amounts that the engine computes.
pub(crate) fn huge_amounts() -> Sheet {
    let mut sheet = sheet(3);
    let huge = "92,233,720,368,547,758.07";
    for line in &mut sheet.table.lines {
        for place in [1, 3, 5, 6, 8] {
            line.cells[place] = huge.to_owned();
        }
        line.total.amount = huge.to_owned();
        for charge in &mut line.charges {
            charge.amount = huge.to_owned();
        }
    }
    for row in &mut sheet.totals {
        row.amount = format!("US${huge}");
    }
    sheet.answer.total = format!("US${huge}");
    sheet
}

pub(crate) fn fact(label: &str, value: &str) -> Fact {
    Fact { label: label.to_owned(), value: value.to_owned() }
}

fn total(label: &str, amount: &str, weight: Weight) -> TotalRow {
    TotalRow { label: label.to_owned(), amount: amount.to_owned(), weight }
}

pub(crate) fn day(text: &str) -> Date {
    parse_iso(text).expect(text)
}

/// Bars of one to eight holdings, as a sheet has them.
fn timeline(holdings: usize) -> Timeline {
    let span = |kind, from, through, label: &str| Span {
        kind,
        from: day(from),
        through: day(through),
        label: label.to_owned(),
    };
    let row = |number| TimelineRow {
        label: format!("Holding H{number:04} Premium"),
        spans: vec![
            span(SpanKind::Covered, "2025-10-01", "2026-03-31", "Covered"),
            span(SpanKind::Gap, "2026-04-01", "2026-11-30", "244 days"),
            span(SpanKind::Term, "2026-12-01", "2029-11-30", "3 years"),
        ],
        description: format!("Holding H{number:04} Premium: no cover for 244 days"),
    };
    let tick = |date, label: &str| Tick { date: day(date), label: label.to_owned() };
    Timeline {
        title: "Cover over time".to_owned(),
        from: day("2025-10-01"),
        through: day("2029-11-30"),
        ticks: vec![
            tick("2026-03-31", "31 March 2026"),
            tick("2026-12-01", "1 December 2026"),
            tick("2029-11-30", "30 November 2029"),
        ],
        rows: (1..=holdings.min(8)).map(row).collect(),
        rest: (holdings > 8).then(|| TimelineRest {
            note: format!("and {} more holdings at the end", holdings - 8),
            title: "Cover over time (continued)".to_owned(),
            rows: (9..=holdings).map(row).collect(),
        }),
        legend: vec![
            (SpanKind::Covered, "Covered".to_owned()),
            (SpanKind::Gap, "No cover".to_owned()),
            (SpanKind::Term, "New term".to_owned()),
        ],
    }
}
