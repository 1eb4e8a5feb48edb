//! Terms side by side, the cost of waiting and buying new: by hand, and each the price of the same
//! request with one thing changed.
//!
//! Ten licences of the plain golden book cost 2000.00 a year, and their cover ends the day before
//! the start, 1 July 2026.

use reinstate::engine::alternatives::{
    Alternatives, HORIZON_DAYS, Offer, WAITING_DAYS, alternatives,
};
use reinstate::engine::book::Shelf;
use reinstate::engine::calendar::{add_days, parse_iso};
use reinstate::engine::lapse::{Gap, status};
use reinstate::engine::price::price;
use reinstate::engine::quote::Outcome;
use reinstate::engine::request::Request;
use reinstate::engine::working::{Name, Value as Worked, replay};
use serde_json::{Value, json};

use crate::golden::cases;
use crate::support::{read, request, shelf};

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
fn waiting_is_priced_by_month_and_on_each_day_on_which_a_band_bites() {
    let shelf = plain_shelf(&[]);
    let waiting = found(&plain_request("list", "2026-06-30"), &shelf).waiting;
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
        (91, "3550.00", 1),  // lost: three started months, 900, and 250
        (180, "4450.00", 0), // 28 December, six started months
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
    let waiting = found(&asked, &shelf).waiting;
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
    assert!(found.waiting.iter().all(|option| option.offer.total().is_none()));
}

/// Every option of every golden case is what the changed request costs by itself.
#[test]
fn an_option_is_the_price_of_the_request_with_one_thing_changed() {
    for case in cases().iter().filter(|case| !case.name.contains("common_end")) {
        let (asked, shelf) = (case.request(), case.shelf());
        let Some(found) = alternatives(&asked, &shelf) else { continue };
        for term in &found.terms {
            let changed = Request { term_years: term.years, ..asked.clone() };
            same(&term.offer, &changed, &shelf, &case.name);
        }
        for option in &found.waiting {
            let start = add_days(asked.start, option.days_later);
            assert_eq!(option.start, start, "{}", case.name);
            same(&option.offer, &Request { start, ..asked.clone() }, &shelf, &case.name);
            let always = WAITING_DAYS.contains(&option.days_later);
            assert!(always || !option.changes.is_empty(), "{}: {start}", case.name);
            assert!(option.days_later <= HORIZON_DAYS, "{}", case.name);
        }
        let days: Vec<u32> = found.waiting.iter().map(|option| option.days_later).collect();
        assert!(WAITING_DAYS.iter().all(|day| days.contains(day)), "{}: {days:?}", case.name);
    }
}

fn same(offer: &Offer, changed: &Request, shelf: &Shelf, name: &str) {
    match (offer, price(changed, shelf)) {
        (Offer::Offered { kind, totals, cover_through }, Outcome::Offered(quote)) => {
            assert_eq!((*kind, *totals), (quote.kind, quote.totals), "{name}");
            let last = quote.lines.iter().map(|line| line.forward_through).max();
            assert_eq!(Some(*cover_through), last, "{name}");
        }
        (Offer::Refused(one), Outcome::Refused(other)) => assert_eq!(*one, other, "{name}"),
        (offer, outcome) => panic!("{name}: {offer:?} and {outcome:?}"),
    }
}

/// The days are found by halving; here each day is looked at.
#[test]
fn every_change_of_status_within_the_horizon_is_listed_and_no_other() {
    let sample = read("pricing/citrix-css-2026.2.toml");
    let plain = read("tests/golden/books/plain.toml");
    let mut seen = 0;
    for text in [plain.as_str(), sample.as_str()] {
        let shelf = shelf([("book", text)]);
        let mut asked = plain_request("list", "2026-06-30");
        if text == sample {
            let holding = json!({
                "product_line": "virtual-apps-desktops", "edition": "premium", "owned": 10,
                "covered_through": "2026-06-30",
            });
            asked["holding"] = json!([holding]);
            asked["service_level"] = json!("select");
            asked["program"] = json!("easy");
        }
        for covered_through in
            ["2022-01-31", "2024-02-29", "2025-08-31", "2026-05-30", "2026-06-30", "2028-12-31"]
        {
            asked["holding"][0]["covered_through"] = json!(covered_through);
            let request = request(&asked);
            let book = shelf.in_force(None, request.quote_date).expect("a book in force");
            let end = request.holdings[0].covered_through;
            let on = |days| status(book.lapse(), Gap::between(end, add_days(request.start, days)));
            let expected: Vec<u32> =
                (1..=HORIZON_DAYS).filter(|day| on(*day) != on(*day - 1)).collect();
            let alternatives = alternatives(&request, &shelf).expect("a book in force");
            let changing = alternatives.waiting.iter().filter(|option| !option.changes.is_empty());
            let listed: Vec<u32> = changing
                .map(|option| {
                    assert_eq!(option.changes[0].to, on(option.days_later), "{covered_through}");
                    option.days_later
                })
                .collect();
            assert_eq!(listed, expected, "{covered_through}");
            seen += listed.len();
        }
    }
    assert!(seen >= 12, "{seen} changes");
}
