//! Payments and changes while cover runs, over random quantities and days.

use std::sync::LazyLock;

use proptest::prelude::*;
use reinstate::engine::book::Shelf;
use reinstate::engine::calendar::{Date, add_days, day_before, parse_iso, term_follower};
use reinstate::engine::money::Money;
use reinstate::engine::price::price;
use reinstate::engine::quote::{Outcome, Quote};
use serde_json::{Value, json};

use crate::support::{conformance_shelf, offered, read, request, shelf};

static CONFORMANCE: LazyLock<Shelf> = LazyLock::new(conformance_shelf);

/// The plain golden book, which lets cover be changed by two day counts that know whole years.
static PLAIN: LazyLock<[Shelf; 2]> = LazyLock::new(|| {
    ["30/360", "month-and-day"].map(|day_count| {
        let text = read("tests/golden/books/plain.toml");
        let with = format!("[mid_term]\nday_count = \"{day_count}\"\n\n[rounding]");
        let text = text.replacen("[rounding]", &with, 1);
        shelf([("plain", text.as_str())])
    })
});

fn sum(amounts: impl Iterator<Item = Money>) -> i128 {
    amounts.map(|amount| i128::from(amount.minor())).sum()
}

/// A quote of one line of the plain book.
fn plain(shelf: &Shelf, start: Date, level: &str, lines: Value) -> Quote {
    let mut asked = json!({
        "quote_date": start.to_string(), "currency": "EUR", "service_level": level,
        "program": "partner", "term_years": 1,
    });
    let lines = lines.as_object().expect("lines").clone();
    asked.as_object_mut().expect("a request").extend(lines);
    offered(&request(&asked), shelf)
}

fn joining(ends: Date, quantity: u64) -> Value {
    json!({ "addition": [{ "product_line": "suite", "edition": "odd", "quantity": quantity,
                           "ends": ends.to_string() }] })
}

/// A day of 2026 to 2030, but no 29 February: a year from there has a day more.
fn any_start() -> impl Strategy<Value = Date> {
    let first = parse_iso("2026-01-02").expect("a date");
    let days = (0_u32..1_700).prop_map(move |days| add_days(first, days));
    days.prop_filter("no 29 February", |day| !day.to_string().ends_with("02-29"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn the_parts_of_a_payment_plan_add_up(
        plan in prop::sample::select(vec!["yearly", "half-yearly", "quarterly", "monthly"]),
        (years, owned, gap) in (1_u32..=5, 1_u64..3_000, 0_u32..400),
        rates in prop::collection::vec(0_u32..=30_000, 0..3),
    ) {
        let start = parse_iso("2026-05-31").expect("a date");
        let taxes = rates.iter().enumerate().map(|(place, rate)| {
            json!({ "name": format!("tax {place}"),
                    "rate": format!("{}.{:03}%", rate / 1_000, rate % 1_000) })
        });
        let mut asked = json!({
            "book": "zeta", "quote_date": start.to_string(), "currency": "USD",
            "service_level": "basic", "program": "partner", "term_years": years, "payment": plan,
            "holding": [{ "product_line": "suite", "edition": "pro", "owned": owned,
                          "covered_through": add_days(start, 0).checked_sub_days(
                              chrono::Days::new(gap.into())).expect("a date").to_string(),
                          "last_unit_net": "41.07" }],
        });
        if !rates.is_empty() {
            asked["tax"] = taxes.collect();
        }
        let Outcome::Offered(quote) = price(&request(&asked), &CONFORMANCE) else {
            return Ok(());
        };
        let parts = &quote.payments.as_ref().expect("a plan").parts;
        let totals = &quote.totals;
        for (of_parts, whole) in [
            (sum(parts.iter().map(|part| part.net)), totals.subtotal),
            (sum(parts.iter().map(|part| part.tax)), totals.tax),
            (sum(parts.iter().map(|part| part.total)), totals.total),
        ] {
            prop_assert_eq!(of_parts, i128::from(whole.minor()));
        }
        prop_assert!(parts.windows(2).all(|pair| pair[0].due < pair[1].due));
        prop_assert!(parts.iter().skip(1).all(|part| part.net <= parts[0].net));
    }

    #[test]
    fn licences_that_join_for_a_year_cost_a_years_renewal(
        start in any_start(),
        quantity in 1_u64..5_000,
    ) {
        let ends = day_before(term_follower(start, 1));
        let renewal = json!({ "holding": [{ "product_line": "suite", "edition": "odd",
            "owned": quantity, "covered_through": day_before(start).to_string() }] });
        for shelf in PLAIN.iter() {
            let renewed = plain(shelf, start, "better", renewal.clone());
            let joined = plain(shelf, start, "better", joining(ends, quantity));
            prop_assert_eq!(joined.totals.forward, renewed.totals.forward);
        }
    }

    #[test]
    fn a_rise_and_the_old_level_are_the_new_level_within_a_minor_unit(
        start in any_start(),
        (days, quantity) in (1_u32..1_200, 1_u64..5_000),
    ) {
        let ends = add_days(start, days);
        let rise = json!({ "raise": [{ "product_line": "suite", "edition": "odd",
            "quantity": quantity, "from_level": "basic", "ends": ends.to_string() }] });
        for shelf in PLAIN.iter() {
            let forward = |level: &str, lines: Value| {
                i128::from(plain(shelf, start, level, lines).totals.forward.minor())
            };
            let old = forward("basic", joining(ends, quantity));
            let rise = forward("better", rise.clone());
            let new = forward("better", joining(ends, quantity));
            prop_assert!((old + rise - new).abs() <= 1, "{old} + {rise} and {new}");
        }
    }
}
