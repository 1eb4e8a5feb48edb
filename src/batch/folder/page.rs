//! `summary.html`: the sums of a run for a person, with a plot of renewals by month and amount.

use std::collections::BTreeMap;

use askama::Template;

use crate::batch::error::BatchError;
use crate::batch::price::sums::{Count, CurrencyKey, Month, Sum, Sums, Total};
use crate::batch::rows::reading::HiddenRows;
use crate::document::drawing::{
    Align, Dash, Drawing, Face, MM, Micrometres, Point, Shape, Stroke, Tone,
};
use crate::document::language;
use crate::document::svg::svg;
use crate::document::words::Words;
use crate::engine::book::{BookStatus, Language};
use crate::engine::money::Currency;
use crate::engine::quote::QuoteKind;

use super::outputs::WORKBOOK;
use super::resume::QuoteBasis;
use super::summary::Summary;

/// A plot for a screen or paper, and one whose labels can be read on a phone.
const WIDE: Size = Size { width_um: 180 * MM, labels_max: 12 };
const NARROW: Size = Size { width_um: 84 * MM, labels_max: 4 };
const BARS_UM: Micrometres = 50 * MM;
const LEFT_UM: Micrometres = 28 * MM;
const TOP_UM: Micrometres = 6 * MM;
const LABEL_UM: Micrometres = 3 * MM;
/// More months than this are shown by year.
const MONTHS_MAX: usize = 36;
const MONTHS_OF_A_YEAR: u32 = 12;
const LEVELS: i128 = 4;

#[derive(Template)]
#[template(path = "batch.html", whitespace = "minimize")]
struct SummaryPage<'run> {
    sample_banner: Option<String>,
    quote_date: &'run str,
    engine: &'run str,
    due: Option<String>,
    rows: Vec<CountRow>,
    /// What became of the rows that a workbook hides, where it hides some.
    hidden: Option<String>,
    columns: [&'static str; 6],
    currencies: Vec<CurrencySums>,
    rejects: Vec<(&'run str, String)>,
    /// Where the rejected rows are, to be corrected.
    rejects_file: Option<&'run str>,
    /// Accounts without documents: how many, and the rows of the first with the reason of each.
    undocumented: Option<(String, Vec<(u64, &'run str)>)>,
    /// Where the documents are.
    is_documented: bool,
    look_alikes: Vec<String>,
    books: Vec<(String, &'run str)>,
    outputs: Vec<(&'run str, &'run str)>,
}

struct CountRow {
    name: &'static str,
    cells: [String; 4],
}

struct CurrencySums {
    code: String,
    groups: Vec<GroupSums>,
    total: [String; 6],
    wide: String,
    narrow: String,
}

/// The sums of a product line and a status.
struct GroupSums {
    product_line: String,
    name: String,
    status: String,
    cells: [String; 6],
}

/// What product lines are called, by id.
pub(super) type LineNames = BTreeMap<String, String>;

/// What the sums of a group are called.
const COLUMNS: [&str; 6] =
    ["Lines", "New term", "Multi-year discount", "Back support", "Reinstatement fee", "Total"];

/// How wide a plot is, in micrometres, and how many labels fit below its bars.
#[derive(Clone, Copy)]
struct Size {
    width_um: Micrometres,
    labels_max: usize,
}

/// The page; equal sums give equal bytes.
pub(super) fn page(
    summary: &Summary<'_>,
    names: &LineNames,
    hidden: HiddenRows,
) -> Result<String, BatchError> {
    let Summary { basis, sums, outputs, documents, look_alikes, .. } = summary;
    let is_sample = sums.books.values().any(|book| book.status == BookStatus::Sample.word());
    let count = |count: u64| language::count(Language::English, count);
    let row = |name, all: &Count| CountRow {
        name,
        cells: [all.total, all.priced, all.rejected, all.skipped].map(count),
    };
    SummaryPage {
        sample_banner: is_sample.then(|| Words::of(Language::English).say("sample-banner")),
        quote_date: &basis.quote_date,
        engine: &basis.engine,
        due: due(basis),
        rows: vec![row("Rows", &sums.rows), row("Accounts", &sums.accounts)],
        hidden: summary.hidden_rows.map(|rows| hidden_rows(rows, hidden)),
        columns: COLUMNS,
        currencies: sums
            .currencies
            .iter()
            .map(|(key, total)| of_currency(sums, *key, total, names))
            .collect(),
        rejects: sums.rejects.iter().map(|(code, rows)| (code.as_str(), count(*rows))).collect(),
        rejects_file: outputs
            .iter()
            .map(|one| one.name.as_str())
            .find(|name| name.starts_with("rejects.") || *name == WORKBOOK),
        undocumented: documents.filter(|documents| documents.failed > 0).map(|documents| {
            let first = documents.first_failures.iter();
            (count(documents.failed), first.map(|one| (one.row, one.reason.as_str())).collect())
        }),
        is_documented: documents.is_some(),
        look_alikes: look_alikes.iter().map(|ids| ids.join(" · ")).collect(),
        books: sums
            .books
            .iter()
            .map(|(key, book)| (format!("{} {}", key.id, key.version), book.sha256.as_str()))
            .collect(),
        outputs: outputs.iter().map(|one| (one.name.as_str(), one.sha256.as_str())).collect(),
    }
    .render()
    .map_err(|_| BatchError::Bug("the summary's page cannot be made"))
}

/// What became of rows that a workbook hides, in words.
fn hidden_rows(rows: u64, hidden: HiddenRows) -> String {
    let count = language::count(Language::English, rows);
    match (hidden, rows) {
        (HiddenRows::Price, 1) => "1 of these rows is hidden in the workbook, by hand or by a \
                                   filter. It was priced like all others."
            .to_owned(),
        (HiddenRows::Price, _) => format!(
            "{count} of these rows are hidden in the workbook, by hand or by a filter. They were \
             priced like all others."
        ),
        (HiddenRows::Skip, 1) => {
            "1 more row is hidden in the workbook, by hand or by a filter. It \
                                  was left out."
                .to_owned()
        }
        (HiddenRows::Skip, _) => format!(
            "{count} more rows are hidden in the workbook, by hand or by a filter. They were left \
             out."
        ),
    }
}

/// Which days were asked for, in words.
fn due(basis: &QuoteBasis) -> Option<String> {
    match (&basis.due_from, &basis.due_through) {
        (None, None) => None,
        (Some(from), None) => Some(format!("Cover that ends on {from} or later.")),
        (None, Some(through)) => Some(format!("Cover that ends on {through} or earlier.")),
        (Some(from), Some(through)) => {
            Some(format!("Cover that ends from {from} to {through}, both included."))
        }
    }
}

fn of_currency(
    sums: &Sums,
    CurrencyKey { currency }: CurrencyKey,
    total: &Total,
    names: &LineNames,
) -> CurrencySums {
    let cells = |total: &Total| {
        let money = |sum: Sum| grouped(&sum.to_string());
        [
            language::count(Language::English, total.lines),
            money(total.forward),
            money(total.term_discount),
            money(total.back_coverage),
            money(total.penalty),
            money(total.total),
        ]
    };
    let groups = sums.groups.iter().filter(|(key, _)| key.currency == currency);
    let groups = groups.map(|(key, total)| GroupSums {
        product_line: key.product_line.clone(),
        name: names.get(&key.product_line).cloned().unwrap_or_default(),
        status: key.status.clone(),
        cells: cells(total),
    });
    CurrencySums {
        code: currency.code().to_owned(),
        groups: groups.collect(),
        total: cells(total),
        wide: picture(sums, currency, WIDE),
        narrow: picture(sums, currency, NARROW),
    }
}

/// Digits in groups of three.
fn grouped(amount: &str) -> String {
    let (whole, decimals) = amount.split_once('.').unwrap_or((amount, ""));
    let mut text = String::new();
    for (place, digit) in whole.chars().enumerate() {
        let left = whole.chars().count() - place;
        if place > 0 && left % 3 == 0 && !text.ends_with('-') {
            text.push(',');
        }
        text.push(digit);
    }
    if !decimals.is_empty() {
        text.push('.');
        text.push_str(decimals);
    }
    text
}

/// What stands over one another in a bar: renewals, and reinstatements on top.
#[derive(Clone, Copy, Default)]
struct Bar {
    renewals: i128,
    reinstatements: i128,
}

/// The bars of a currency, each with its label.
fn bars(sums: &Sums, currency: Currency) -> Vec<(String, Bar)> {
    let months = || sums.months.iter().filter(|(key, _)| key.currency == currency);
    let numbers = || months().map(|(key, _)| key.month.number());
    let Some((first, last)) = numbers().min().zip(numbers().max()) else { return Vec::new() };
    let span = usize::try_from(last - first).unwrap_or(usize::MAX);
    let step = if span < MONTHS_MAX { 1 } else { MONTHS_OF_A_YEAR };
    let mut bars: BTreeMap<u32, Bar> =
        (first / step..=last / step).map(|at| (at, Bar::default())).collect();
    for (key, total) in months() {
        let bar = bars.entry(key.month.number() / step).or_default();
        match key.kind {
            QuoteKind::Renewal | QuoteKind::Change => bar.renewals += total.total.minor(),
            QuoteKind::Reinstatement => bar.reinstatements += total.total.minor(),
        }
    }
    let label = |at: u32| {
        let name = Month::from_number(at * step).to_string();
        if step == 1 { name } else { name.chars().take(4).collect() }
    };
    bars.into_iter().map(|(at, bar)| (label(at), bar)).collect()
}

fn picture(sums: &Sums, currency: Currency, size: Size) -> String {
    let Size { width_um: all_um, labels_max } = size;
    let bars = bars(sums, currency);
    let highest = bars.iter().map(|(_, bar)| bar.renewals + bar.reinstatements).max().unwrap_or(0);
    let level = nice(highest / LEVELS + 1);
    let y_of = |minor: i128| {
        let height_um = i128::from(BARS_UM) * minor / (level * LEVELS).max(1);
        TOP_UM + BARS_UM - i32::try_from(height_um).unwrap_or(0)
    };
    let mut shapes = Vec::new();
    for step in 0..=LEVELS {
        let y_um = y_of(level * step);
        let stroke = Stroke { tone: Tone::Rule, width_um: 150, dash: Dash::Whole };
        let points = vec![Point { x_um: LEFT_UM, y_um }, Point { x_um: all_um, y_um }];
        shapes.push(Shape::Line { points, stroke });
        let whole = grouped(&Sum::from_minor(level * step, currency).to_string());
        let whole = whole.split('.').next().unwrap_or_default();
        shapes.push(label(LEFT_UM - MM, y_um + MM, whole, Align::End));
    }
    let count = i32::try_from(bars.len().max(1)).unwrap_or(i32::MAX);
    let width_um = (all_um - LEFT_UM) / count;
    let every = bars.len().div_ceil(labels_max).max(1);
    for (place, (name, bar)) in bars.iter().enumerate() {
        let x_um = LEFT_UM + width_um * i32::try_from(place).unwrap_or(0);
        let middle = y_of(bar.renewals);
        let top = y_of(bar.renewals + bar.reinstatements);
        for (from, until, fill) in [(middle, y_of(0), Tone::Accent), (top, middle, Tone::Alert)] {
            shapes.push(Shape::Rectangle {
                x_um: x_um + width_um / 10,
                y_um: from,
                width_um: (width_um * 8 / 10).max(100),
                height_um: until - from,
                fill: Some(fill),
                stroke: None,
            });
        }
        if place % every == 0 {
            let baseline_um = y_of(0) + 4 * MM;
            shapes.push(label(x_um + width_um / 2, baseline_um, name, Align::Middle));
        }
    }
    let drawing = Drawing { width_um: all_um, height_um: TOP_UM + BARS_UM + 6 * MM, shapes };
    let title = format!("Amounts in {currency} by the month in which support ends");
    let description = "Renewals below, reinstatements on top; the numbers stand in summary.json.";
    svg(&drawing, &title, description, &format!("plot-{currency}-{}", all_um / MM))
}

fn label(x_um: Micrometres, baseline_um: Micrometres, text: &str, align: Align) -> Shape {
    Shape::Text {
        x_um,
        baseline_um,
        text: text.to_owned(),
        around: None,
        size_um: LABEL_UM,
        face: Face::Regular,
        tone: Tone::Muted,
        align,
    }
}

/// The next 1, 2 or 5 with zeros behind.
fn nice(least: i128) -> i128 {
    let mut unit: i128 = 1;
    loop {
        for step in [1, 2, 5] {
            if unit * step >= least {
                return unit * step;
            }
        }
        unit = unit.saturating_mul(10);
    }
}
