//! Terms side by side, the cost of waiting and buying new: by hand, and each the price of the same
//! request with one thing changed.
//!
//! Ten licences of the plain golden book cost 2000.00 a year, and their cover ends the day before
//! the start, 1 July 2026.

use std::collections::BTreeMap;

use reinstate::engine::alternatives::{
    Alternatives, HORIZON_DAYS, JUMPS_MAX, Jump, Offer, WAITING_DAYS, alternatives,
};
use reinstate::engine::book::Shelf;
use reinstate::engine::calendar::{add_days, parse_iso};
use reinstate::engine::price::price;
use reinstate::engine::quote::{Outcome, Quote};
use reinstate::engine::request::Request;
use reinstate::engine::working::{Name, Value as Worked, replay};
use serde_json::{Value, json};

use crate::golden::cases;
use crate::support::{conformance_shelf, read, request, shelf, shipped_shelf};

fn plain_shelf(edits: &[(&str, &str)]) -> Shelf {
    let mut text = read("tests/golden/books/plain.toml");
    for (from, to) in edits {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        text = text.replace(from, to);
    }
    shelf([("plain", text.as_str())])
}

fn plain_request(program: &str, covered_through: &str) -> Value {
    json!({
        "quote_date": "2026-07-01", "currency": "EUR", "service_level": "basic",
        "term_years": 1, "program": program,
        "holding": [{
            "product_line": "suite", "edition": "whole", "owned": 10,
            "covered_through": covered_through,
        }],
    })
}

fn found(value: &Value, shelf: &Shelf) -> Alternatives {
    alternatives(&request(value), shelf).expect("a book in force")
}

fn total(offer: &Offer) -> String {
    match offer {
        Offer::Offered { totals, .. } => totals.total.to_string(),
        Offer::Refused(refusals) => refusals[0].reason.code().to_owned(),
    }
}

#[test]
fn terms_stand_side_by_side_in_total_and_by_the_year() {
    let terms = found(&plain_request("list", "2026-06-30"), &plain_shelf(&[])).terms;
    let rows: Vec<(u32, String, String)> = terms
        .iter()
        .map(|term| (term.years, total(&term.offer), term.per_year.expect("a price").to_string()))
        .collect();
    // 6000 − 5% and 10000 − 10%; 5700 ÷ 3 and 9000 ÷ 5.
    let expected = [
        (1, "2000.00", "2000.00"),
        (2, "4000.00", "2000.00"),
        (3, "5700.00", "1900.00"),
        (4, "8000.00", "2000.00"),
        (5, "9000.00", "1800.00"),
    ];
    assert_eq!(rows, expected.map(|(years, all, one)| (years, all.to_owned(), one.to_owned())));
}

#[test]
fn waiting_is_priced_by_month_and_on_each_day_on_which_the_total_jumps() {
    let shelf = plain_shelf(&[]);
    let waiting = found(&plain_request("list", "2026-06-30"), &shelf).waiting;
    assert_eq!((waiting.more_jumps, waiting.not_possible_from), (0, parse_iso("2027-07-02")));
    let waiting = waiting.options;
    let rows: Vec<(u32, String, usize)> = waiting
        .iter()
        .map(|option| (option.days_later, total(&option.offer), option.changes.len()))
        .collect();
    let expected = [
        (0, "2000.00", 0),
        (1, "2000.00", 1), // grace
        (30, "2000.00", 0),
        (31, "2203.83", 1), // late: 2000 × 31/365 and a fifth of it
        (60, "2394.52", 0), // 328.77 and 65.75
        (90, "2591.78", 0),
        (91, "3550.00", 1), // lost: three started months, 900, and 250
        // Each month that begins costs 300, more than a twelfth of 2400: from 2 October on.
        (93, "3850.00", 0),
        (124, "4150.00", 0),
        (154, "4450.00", 0),
        (180, "4450.00", 0), // 28 December, six started months
        (185, "4750.00", 0),
        (216, "5050.00", 0),
        (244, "5350.00", 0),
        (275, "5650.00", 0),
        (305, "5950.00", 0),
        (336, "6250.00", 0),
        (365, "6250.00", 0),
        (366, "reinstatement-not-offered", 1),
    ];
    assert_eq!(rows, expected.map(|(days, all, changes)| (days, all.to_owned(), changes)));
    let last = waiting.last().expect("an option");
    assert_eq!((last.changes[0].holding, last.changes[0].to), (0, None));
}

/// The rows of the test above, held against the 2000.00 of today; with a tax of a fifth on all.
#[test]
fn what_waiting_costs_is_the_last_step_of_its_working() {
    let shelf = plain_shelf(&[]);
    let mut asked = plain_request("list", "2026-06-30");
    asked["tax"] = json!({ "name": "VAT", "rate": "20%" });
    let waiting = found(&asked, &shelf).waiting.options;
    let more = |days: u32| {
        let option = waiting.iter().find(|option| option.days_later == days).expect("a row");
        let price = option.price.as_ref()?;
        let names: Vec<Name> = price.working.steps().iter().map(|step| step.name).collect();
        assert_eq!(names, [Name::Subtotal, Name::Tax, Name::GrandTotal, Name::Difference]);
        let last = replay(&price.working).expect("a working that holds").pop();
        assert_eq!(last, Some((Name::Difference, Worked::Money(price.more))), "{days}");
        Some(price.more.to_string())
    };
    for (days, expected) in [
        (0, Some("0.00")),
        (30, Some("0.00")),    // within grace
        (31, Some("244.60")),  // 2203.83 and 440.77 of tax, less 2400.00
        (91, Some("1860.00")), // 3550.00 and 710.00, less 2400.00
        (366, None),           // not offered any more
    ] {
        assert_eq!(more(days).as_deref(), expected, "{days} days");
    }
}

#[test]
fn buying_new_is_the_licences_and_the_support_of_the_other_years() {
    let shelf = plain_shelf(&[]);
    // 1000 × 10; the first year is carried by the licence.
    let one_year = found(&plain_request("list", "2026-06-30"), &shelf).buying_new;
    let one_year = one_year.expect("a price");
    assert_eq!((one_year.total.to_string().as_str(), one_year.support.minor()), ("10000.00", 0));
    // Never cheaper while reinstatement is offered, and the only way on the 366th day.
    assert_eq!((one_year.cheaper_from, one_year.only_way_from), (None, parse_iso("2027-07-02")));
    // 700 × 10, two years of 1400, and a fifth in tax: 9800 and 1960.
    let mut three = plain_request("partner", "2026-06-30");
    three["term_years"] = json!(3);
    three["tax"] = json!({ "name": "VAT", "rate": "20%" });
    let three = found(&three, &shelf).buying_new.expect("a price");
    assert_eq!(three.support_years, 2);
    let amounts = [three.licences, three.support, three.subtotal, three.tax, three.total];
    let expected = ["7000.00", "2800.00", "9800.00", "1960.00", "11760.00"];
    assert_eq!(amounts.map(|amount| amount.to_string()), expected);
}

/// The back coverage of `lost` tripled: 600 for each started month beside 1680 and 250. With nine
/// months that is 7330, more than the 7000 of new licences; the ninth starts on 2 March 2027.
#[test]
fn new_licences_are_cheaper_from_the_day_a_month_begins() {
    let shelf = plain_shelf(&[("multiplier = \"1.5\"", "multiplier = \"3\"")]);
    let new = found(&plain_request("partner", "2026-06-30"), &shelf).buying_new;
    let new = new.expect("a price");
    assert_eq!(new.cheaper_from, parse_iso("2027-03-02"));
    assert_eq!(new.only_way_from, parse_iso("2027-07-02"));
}

#[test]
fn new_licences_are_the_only_way_where_reinstatement_is_over() {
    let value = plain_request("list", "2025-06-29");
    let found = found(&value, &plain_shelf(&[]));
    let new = found.buying_new.expect("a price");
    assert_eq!(new.only_way_from, parse_iso("2026-07-01"));
    assert!(found.waiting.options.iter().all(|option| option.offer.total().is_none()));
}

/// The example of the rules: 500 licences covered through 31 January 2025 at Select. Two started
/// years of back coverage end on 1 February 2027; the third costs 500 × 102.00, list price of a
/// year in recovery.
#[test]
fn a_third_started_year_is_a_row_of_its_own() {
    let asked = json!({
        "quote_date": "2026-11-24", "currency": "EUR", "service_level": "select",
        "term_years": 1, "program": "easy",
        "holding": [{
            "product_line": "virtual-apps-desktops", "edition": "premium", "owned": 500,
            "covered_through": "2025-01-31",
        }],
    });
    let found = found(&asked, &shipped_shelf());
    let on = parse_iso("2027-02-02").expect("a date");
    let row = found.waiting.options.iter().find(|option| option.start == on).expect("a row");
    let Some(Jump::By(amount)) = row.jump else { panic!("{row:?}") };
    assert_eq!(amount.to_string(), "51000.00");
}

/// A request ordered, and begun, so many days later.
fn later(asked: &Request, days: u32) -> Request {
    let (quote_date, start) = (add_days(asked.quote_date, days), add_days(asked.start, days));
    Request { quote_date, start, ..asked.clone() }
}

/// The book in force for a request, as if it were in force for ever.
fn only_its_book(asked: &Request, shelf: &Shelf) -> Shelf {
    let book = shelf.in_force(asked.as_ref().book, asked.quote_date).expect("a book in force");
    let always = parse_iso("1900-01-01").expect("a date");
    Shelf::of([book.as_ref().clone().as_if_in_force_from(always)]).expect("one book")
}

/// Every option of every golden case is what the changed request costs by itself.
#[test]
fn an_option_is_the_price_of_the_request_with_one_thing_changed() {
    for case in cases().iter().filter(|case| case.request["common_end"].is_null()) {
        let (asked, shelf) = (case.request(), case.shelf());
        let Some(found) = alternatives(&asked, &shelf) else { continue };
        let shelf = only_its_book(&asked, &shelf);
        for term in &found.terms {
            let changed = Request { term_years: Some(term.years), ..asked.clone() };
            same(&term.offer, &changed, &shelf, &case.name);
        }
        for option in &found.waiting.options {
            let changed = later(&asked, option.days_later);
            assert_eq!(option.start, changed.start, "{}", case.name);
            same(&option.offer, &changed, &shelf, &case.name);
            let always = WAITING_DAYS.contains(&option.days_later);
            let happens = !option.changes.is_empty() || option.jump.is_some();
            assert!(always || happens, "{}: {}", case.name, option.start);
            assert!(option.days_later <= HORIZON_DAYS, "{}", case.name);
        }
        let days: Vec<u32> = found.waiting.options.iter().map(|option| option.days_later).collect();
        assert!(WAITING_DAYS.iter().all(|day| days.contains(day)), "{}: {days:?}", case.name);
    }
}

fn same(offer: &Offer, changed: &Request, shelf: &Shelf, name: &str) {
    match (offer, price(changed, shelf)) {
        (Offer::Offered { kind, totals, cover_through, .. }, Outcome::Offered(quote)) => {
            assert_eq!((*kind, *totals), (quote.kind, quote.totals), "{name}");
            let last = quote.lines.iter().map(|line| line.forward_through).max();
            assert_eq!(Some(*cover_through), last, "{name}");
        }
        (Offer::Refused(one), Outcome::Refused(other)) => assert_eq!(*one, other, "{name}"),
        (offer, outcome) => panic!("{name}: {offer:?} and {outcome:?}"),
    }
}

/// How much happens from a day to the next: nothing, a change of status, a jump, or a price that
/// begins or ends.
fn jump(before: &Option<Box<Quote>>, after: &Option<Box<Quote>>) -> Option<u64> {
    let (before, after) = match (before, after) {
        (None, None) => return None,
        (None, Some(_)) | (Some(_), None) => return Some(u64::MAX),
        (Some(before), Some(after)) => (before, after),
    };
    let by = after.totals.total.minor() - before.totals.total.minor();
    let annual: i64 = after.lines.iter().map(|line| line.amounts.annual.minor()).sum();
    let statuses = |quote: &Quote| quote.lines.iter().map(|line| line.status).collect::<Vec<_>>();
    if by.abs() * 12 > annual {
        return Some(by.unsigned_abs());
    }
    (statuses(before) != statuses(after)).then_some(0)
}

/// The days are found from the rules; here each day is priced. The requests are those of the
/// conformance cases and of the golden ones: bands on releases, ends of months, anniversaries,
/// changes while cover runs.
#[test]
fn every_day_on_which_the_total_jumps_is_listed_and_no_other() {
    let conformance: Vec<Value> =
        serde_json::from_str(&read("tests/conformance/cases.json")).expect("valid JSON");
    let shelf = conformance_shelf();
    // Each day is priced twice over: every ninth case is enough of them.
    let some = conformance.iter().step_by(9);
    let mut seen = 0;
    for case in some {
        let (name, asked) = (&case["name"], request(&case["request"]));
        let Some(found) = alternatives(&asked, &shelf) else { continue };
        let shelf = only_its_book(&asked, &shelf);
        let by_day: Vec<Option<Box<Quote>>> = (0..=HORIZON_DAYS)
            .map(|day| match price(&later(&asked, day), &shelf) {
                Outcome::Offered(quote) => Some(quote),
                Outcome::Refused(_) => None,
            })
            .collect();
        let pairs = (1..).zip(by_day.windows(2));
        let sizes = pairs.filter_map(|(day, pair)| Some((day, jump(&pair[0], &pair[1])?)));
        let expected: BTreeMap<u32, u64> = sizes.collect();
        seen += expected.len();
        // A holding that is refused on both days may still change what it is refused for.
        let listed: Vec<u32> = found
            .waiting
            .options
            .iter()
            .filter(|option| option.jump.is_some() || !option.changes.is_empty())
            .map(|option| option.days_later)
            .collect();
        let count = listed.len() + found.waiting.more_jumps;
        assert!(count >= expected.len(), "{name}: {count} of {}", expected.len());
        if found.waiting.more_jumps == 0 {
            for day in expected.keys() {
                assert!(listed.contains(day), "{name}: day {day} is not in {listed:?}");
            }
        } else {
            assert_eq!(listed.len(), JUMPS_MAX, "{name}");
            let left_out = expected.iter().filter(|(day, _)| !listed.contains(day));
            let largest = left_out.map(|(_, size)| *size).max().unwrap_or_default();
            let least = listed.iter().filter_map(|day| expected.get(day)).min();
            assert!(least.is_none_or(|least| *least >= largest), "{name}: {least:?} {largest}");
        }
        for day in listed {
            let same = expected.contains_key(&day) || by_day[day as usize].is_none();
            assert!(same, "{name}: nothing happens on day {day}");
        }
        let last = by_day.iter().rposition(Option::is_some);
        let from = match last {
            Some(last) if last == HORIZON_DAYS as usize => None,
            Some(last) => Some(add_days(asked.start, last as u32 + 1)),
            None => Some(asked.start),
        };
        assert_eq!(found.waiting.not_possible_from, from, "{name}");
    }
    assert!(seen > 100, "{seen} days");
}
