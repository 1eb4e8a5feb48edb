//! A made-up install base of any size, to try a run on: the same seed gives the same bytes.

use std::io::{self, Write};
use std::sync::Arc;

use crate::engine::book::{NotInForce, PriceBook, ProductLine, Shelf};
use crate::engine::calendar::{Date, add_days, day_before};
use crate::engine::digits::Digits;

use super::rows::cells::{LINE_END, push_digits, push_text};

/// The columns of a sample, in the order in which [`holding`] writes them.
const HEADER: &[u8] = b"org_id,customer,product_line,edition,release,owned,retire,covered_through,\
    service_level,term_years,program,currency,start,quantity,current_service_level,language,book";

/// What a sample is drawn from.
#[derive(Debug, Clone, Copy)]
pub struct SampleSettings<'run> {
    /// The books; products, prices and programmes are those of the one in force.
    pub shelf: &'run Shelf,
    /// The day of the quotes to come.
    pub quote_date: Date,
    /// How many holdings.
    pub rows: u64,
    /// Another one gives other holdings.
    pub seed: u64,
}

/// Why there is no sample.
#[derive(Debug)]
pub enum SampleError {
    /// There is no book to draw from.
    Book(NotInForce),
    /// The book has nothing to draw.
    Empty,
    /// It cannot be written.
    Write(io::Error),
}

/// Of a thousand accounts so many have something wrong with them.
const FAULTY_OF_1000: u64 = 20;
const ACCOUNT_ROWS: [u64; 8] = [1, 1, 1, 2, 2, 3, 4, 6];
const OWNED: [u64; 8] = [5, 10, 25, 50, 120, 250, 500, 2_000];
const PLACES: [&str; 16] = [
    "Noordzee", "Maas", "Elbe", "Loire", "Thames", "Tagus", "Vistula", "Amstel", "Rhône", "Göta",
    "Żuraw", "Severn", "Spree", "Scheldt", "Danube", "Kennet",
];
const TRADES: [&str; 12] = [
    "Logistics",
    "Foods",
    "Energy",
    "Insurance",
    "Hospitals",
    "Steel",
    "Paper",
    "Airways",
    "Textiles",
    "Robotics",
    "Shipping",
    "Water",
];
const FORMS: [&str; 8] = ["B.V.", "GmbH", "S.A.", "Ltd", "N.V.", "AG", "plc", "Inc."];

/// Writes a sample as CSV.
///
/// # Errors
/// No book in force, a book that offers nothing, or a place that cannot be written to.
pub fn sample(wanted: &SampleSettings<'_>, out: &mut dyn Write) -> Result<(), SampleError> {
    let book = family(wanted)?;
    let offers = Offers::of(book).ok_or(SampleError::Empty)?;
    let mut draw = Draw { state: wanted.seed };
    let mut bytes = Vec::new();
    bytes.extend_from_slice(HEADER);
    bytes.push(LINE_END);
    let mut left = wanted.rows;
    let mut number = 0;
    while left > 0 {
        number += 1;
        let rows = draw.pick(&ACCOUNT_ROWS).min(left);
        account(&mut bytes, &mut draw, &offers, wanted.quote_date, (number, rows));
        left -= rows;
        if bytes.len() > FLUSH_BYTES || left == 0 {
            out.write_all(&bytes).map_err(SampleError::Write)?;
            bytes.clear();
        }
    }
    out.write_all(&bytes).and_then(|()| out.flush()).map_err(SampleError::Write)
}

const FLUSH_BYTES: usize = 256 * 1024;

/// The book in force; of several families, the first.
fn family<'run>(wanted: &SampleSettings<'run>) -> Result<&'run Arc<PriceBook>, SampleError> {
    let first = wanted.shelf.families().next();
    wanted.shelf.in_force(first, wanted.quote_date).map_err(SampleError::Book)
}

/// What a book offers.
struct Offers<'book> {
    book: &'book PriceBook,
    lines: Vec<&'book ProductLine>,
}

impl<'book> Offers<'book> {
    fn of(book: &'book PriceBook) -> Option<Self> {
        let lines: Vec<&ProductLine> =
            book.lines().iter().filter(|line| !line.editions.is_empty()).collect();
        let is_empty = lines.is_empty() || book.levels().is_empty() || book.programs().is_empty();
        (!is_empty && !book.currencies().is_empty()).then_some(Self { book, lines })
    }
}

/// Something that is wrong with an account, for the rejects to have each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Slip {
    #[default]
    None,
    Edition,
    Retire,
    Number,
    Date,
    Long,
    Currency,
    Empty,
}

const SLIPS: [Slip; 7] = [
    Slip::Edition,
    Slip::Retire,
    Slip::Number,
    Slip::Date,
    Slip::Long,
    Slip::Currency,
    Slip::Empty,
];

fn account(
    out: &mut Vec<u8>,
    draw: &mut Draw,
    offers: &Offers<'_>,
    quote_date: Date,
    (number, rows): (u64, u64),
) {
    let book = offers.book;
    let customer = customer(draw);
    let level = draw.of(book.levels()).map_or("", |level| level.id.as_str());
    let program = draw.of(book.programs()).map_or("", |program| program.id.as_str());
    let currency = draw.of(book.currencies()).map_or(String::new(), |one| one.code().to_owned());
    let years = u64::from(book.term().min_years) + draw.below(span(book));
    let start = draw.one_in(4).then(|| add_days(quote_date, draw_days(draw, 60)));
    let is_faulty = draw.below(1_000) < FAULTY_OF_1000;
    let slip = if is_faulty { draw.pick(&SLIPS) } else { Slip::None };
    let wrong = draw.below(rows);
    for row in 0..rows {
        let slip = if row == wrong { slip } else { Slip::None };
        let Some(line) = draw.of(&offers.lines) else { return };
        let edition = draw.of(&line.editions).map_or("", |edition| edition.id.as_str());
        let owned = draw.pick(&OWNED) + draw.below(20);
        let retire = if draw.one_in(5) { draw.below(owned) } else { 0 };
        let release = release(draw, line, quote_date);
        let covered_through = covered_through(draw, quote_date);
        push_text(out, format!("ORG-{number:07}"));
        push_text(out, if slip == Slip::Empty { "" } else { &customer });
        push_text(out, &line.id);
        push_text(out, if slip == Slip::Edition { "ultimate" } else { edition });
        push_text(out, release);
        if slip == Slip::Number {
            push_text(out, "1.250");
        } else {
            push_digits(out, Digits::of(owned));
        }
        match (slip, retire) {
            (Slip::Retire, _) => push_digits(out, Digits::of(owned + 1)),
            (_, 0) => out.push(b','),
            (_, retire) => push_digits(out, Digits::of(retire)),
        }
        if slip == Slip::Date {
            push_text(out, "03/04/2026");
        } else if slip == Slip::Long {
            push_text(out, "2001-12-31");
        } else {
            push_digits(out, Digits::of_date(covered_through));
        }
        push_text(out, level);
        push_digits(out, Digits::of(years));
        push_text(out, program);
        push_text(out, if slip == Slip::Currency { "EURO" } else { &currency });
        if let Some(start) = start {
            out.extend_from_slice(Digits::of_date(start).as_bytes());
        }
        // Quantity, current level, language and book are not given.
        out.extend_from_slice(b",,,,");
        out.push(LINE_END);
    }
}

fn span(book: &PriceBook) -> u64 {
    u64::from(book.term().max_years.saturating_sub(book.term().min_years)) + 1
}

fn draw_days(draw: &mut Draw, most: u64) -> u32 {
    u32::try_from(draw.below(most)).unwrap_or(0)
}

fn customer(draw: &mut Draw) -> String {
    let (place, trade, form) = (draw.pick(&PLACES), draw.pick(&TRADES), draw.pick(&FORMS));
    match draw.below(500) {
        0 => format!("{place} \"{trade}\" {form}"),
        1 => format!("=SUM({place}) {form}"),
        2..30 => format!("{place} {trade}, {form}"),
        _ => format!("{place} {trade} {form}"),
    }
}

/// A release that is supported for long, or none.
fn release<'book>(draw: &mut Draw, line: &'book ProductLine, quote_date: Date) -> &'book str {
    let until = add_days(quote_date, 60);
    let supported: Vec<&str> = line
        .releases
        .iter()
        .filter(|release| release.end_of_life >= until)
        .map(|release| release.id.as_str())
        .collect();
    if draw.one_in(3) { draw.pick(&supported) } else { "" }
}

/// Most cover ends in the year to come; of the rest, less the longer ago it ended.
fn covered_through(draw: &mut Draw, quote_date: Date) -> Date {
    match draw.below(100) {
        0..70 => add_days(quote_date, draw_days(draw, 365)),
        70..78 => days_ago(quote_date, draw_days(draw, 30)),
        78..96 => days_ago(quote_date, draw_days(draw, 365)),
        _ => days_ago(quote_date, draw_days(draw, 700)),
    }
}

fn days_ago(date: Date, days: u32) -> Date {
    let back = chrono::Days::new(u64::from(days));
    day_before(date).checked_sub_days(back).unwrap_or(date)
}

/// Numbers that look random (SplitMix64).
struct Draw {
    state: u64,
}

impl Draw {
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    fn one_in(&mut self, chances: u64) -> bool {
        self.below(chances) == 0
    }

    /// One of a list; the least of all values where it has none.
    fn pick<T: Copy + Default>(&mut self, list: &[T]) -> T {
        self.of(list).copied().unwrap_or_default()
    }

    fn of<'list, T>(&mut self, list: &'list [T]) -> Option<&'list T> {
        let length = u64::try_from(list.len()).unwrap_or(0);
        list.get(usize::try_from(self.below(length)).unwrap_or(0))
    }
}
