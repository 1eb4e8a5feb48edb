//! A sweep over the shipped books: every day of four years of gap.

use reinstate::engine::book::{BandLimit, PriceBook, Shelf};
use reinstate::engine::calendar::{Date, add_days, add_months, day_before, parse_iso};
use reinstate::engine::money::Money;
use reinstate::engine::price::price;
use reinstate::engine::quote::{Line, Outcome};
use reinstate::engine::request::{Holding, Label, Request};
use reinstate::engine::working::replay;

use crate::support::{request, shipped_shelf};
use serde_json::json;

/// Four years and a few days, so that each limit of 12 and 36 months is crossed.
const GAP_DAYS_MAX: u32 = 4 * 366;

fn label(text: &str) -> Label {
    Label::of(text).expect("a label")
}

/// A request for one holding of each edition of a book.
fn request_for(
    book: &PriceBook,
    level: &str,
    program: &str,
    currency: &str,
    years: u32,
) -> Request {
    let quote_date = book.about().effective_from.to_string();
    let any = json!({
        "book": "citrix-css", "quote_date": quote_date, "currency": currency,
        "service_level": level, "term_years": years, "program": program,
        "holding": [{
            "product_line": "any", "edition": "any", "owned": 7, "covered_through": quote_date,
        }],
    });
    let mut request = request(&any);
    request.holdings = book
        .lines()
        .iter()
        .flat_map(|line| line.editions.iter().map(move |edition| (line, edition)))
        .map(|(line, edition)| Holding {
            product_line: label(&line.id),
            edition: label(&edition.id),
            ..request.holdings[0].clone()
        })
        .collect();
    request
}

/// The status by the rules, worked out from the limits of the bands alone.
fn status_by_the_rules(book: &PriceBook, first_uncovered: Date, start: Date) -> Option<&str> {
    let gap_days = (start - first_uncovered).num_days();
    if gap_days <= 0 {
        return Some("renewal");
    }
    let holds = |limit: BandLimit| match limit {
        BandLimit::Days(days) => gap_days <= i64::from(days),
        BandLimit::Months(months) => start <= add_months(first_uncovered, months),
        BandLimit::None => true,
    };
    if holds(book.lapse().grace) {
        return Some("grace");
    }
    let band = book.lapse().bands.iter().find(|band| holds(band.limit))?;
    band.outcome.has_price().then_some(band.id.as_str())
}

/// Moves one of the two days of a gap, day by day, and checks each quote against the one before.
fn sweep(
    request: &mut Request,
    book: &PriceBook,
    shelf: &Shelf,
    days: impl Fn(u32) -> (Date, Date),
) {
    let mut before: Vec<(String, Money)> = Vec::new();
    for gap_days in 0..=GAP_DAYS_MAX {
        let (first_uncovered, start) = days(gap_days);
        request.start = start;
        for holding in &mut request.holdings {
            holding.covered_through = day_before(first_uncovered);
        }
        let what = format!("{} {}: {gap_days} days", book.about().version, request.program);
        let expected = status_by_the_rules(book, first_uncovered, start);
        match (price(request, shelf), expected) {
            (Outcome::Refused(refusals), None) => {
                let codes = ["reinstatement-not-offered", "quoted-by-vendor"];
                assert!(refusals.iter().all(|one| codes.contains(&one.reason.code())), "{what}");
                assert_eq!(refusals.len(), request.holdings.len(), "{what}");
            }
            (Outcome::Offered(quote), Some(status)) => {
                let now: Vec<(String, Money)> = quote.lines.iter().map(status_and_total).collect();
                for (line, before) in quote.lines.iter().zip(&before) {
                    let same = before.0 == line.status_id;
                    assert!(!same || line.amounts.total >= before.1, "{what}: cheaper in {status}");
                }
                for line in &quote.lines {
                    check_line(line, status, gap_days, &what);
                }
                before = now;
            }
            (outcome, expected) => panic!("{what}: expected {expected:?}, got {outcome:?}"),
        }
    }
}

fn status_and_total(line: &Line) -> (String, Money) {
    (line.status_id.clone(), line.amounts.total)
}

fn check_line(line: &Line, status: &str, gap_days: u32, what: &str) {
    assert_eq!(line.status_id, status, "{what}");
    assert_eq!(line.gap.days, gap_days, "{what}");
    assert!(replay(&line.working).is_ok(), "{what}");
    let lapsed = !line.amounts.back_coverage.is_zero();
    assert_eq!(lapsed, gap_days > 0, "{what}: the shipped books have no grace");
}

/// The day cover begins again is fixed, and the old cover ended ever earlier: every level with
/// every programme; currencies, terms and editions in turn.
#[test]
fn every_day_since_expiry_has_its_status_and_never_a_lower_total() {
    let shelf = shipped_shelf();
    let mut turn = 0;
    for book in shelf.books() {
        let start = add_days(book.about().effective_from, 100);
        for level in book.levels() {
            for program in book.programs() {
                let currency = book.currencies()[turn % book.currencies().len()].code();
                let years = u32::try_from(turn % 5 + 1).expect("a small number");
                let mut request = request_for(book, &level.id, &program.id, currency, years);
                sample(&mut request.holdings, turn);
                sweep(&mut request, book, &shelf, |gap_days| {
                    (start - chrono::Days::new(u64::from(gap_days)), start)
                });
                turn += 1;
            }
        }
    }
}

/// Every twelfth edition, another twelfth at each turn: all are swept at each level.
fn sample(holdings: &mut Vec<Holding>, turn: usize) {
    let mut place = turn;
    holdings.retain(|_| {
        place += 1;
        place.is_multiple_of(12)
    });
    assert!(holdings.len() >= 2, "the book has too few editions to sample");
}

/// The old cover ended on the last day of a month, and the day cover begins again moves.
#[test]
fn every_day_of_waiting_has_its_status_and_never_a_lower_total() {
    let shelf = shipped_shelf();
    let book = shelf.books().last().expect("a book");
    for (turn, (level, program, first_uncovered)) in [
        ("select", "easy", "2027-07-31"),
        ("priority-plus", "enterprise-6", "2027-08-31"),
        ("priority", "education", "2028-02-29"),
    ]
    .into_iter()
    .enumerate()
    {
        let mut request = request_for(book, level, program, "EUR", 2);
        sample(&mut request.holdings, turn);
        let first_uncovered = parse_iso(first_uncovered).expect("a date");
        sweep(&mut request, book, &shelf, |gap_days| {
            (first_uncovered, add_days(first_uncovered, gap_days))
        });
    }
}
