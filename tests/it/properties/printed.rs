//! What is printed is read back.

use proptest::prelude::*;
use reinstate::engine::calendar::{add_days, parse_iso};
use reinstate::engine::money::{Currency, Money};
use reinstate::engine::percent::{Multiplier, Percent};
use serde_json::{Value, json};

use super::config;
use crate::support::request;

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn an_amount_printed_is_read_back(minor in 0..=i64::MAX, code in "EUR|JPY|KWD|USD|GBP|CLF") {
        let currency = Currency::from_code(&code).expect("a currency");
        let money = Money::from_minor(minor, currency);
        prop_assert_eq!(Money::parse(&money.to_string(), currency), Ok(money));
    }

    #[test]
    fn a_percentage_printed_is_read_back(units in 0_u64..=10_000_000_000) {
        let text = format!("{}.{:06}%", units / 1_000_000, units % 1_000_000);
        let percent = Percent::parse(&text).expect("a percentage");
        prop_assert_eq!(percent.units(), units);
        prop_assert_eq!(Percent::parse(&percent.to_string()), Ok(percent));
    }

    #[test]
    fn a_multiplier_printed_is_read_back(units in 1_u64..=1_000_000_000) {
        let text = format!("{}.{:06}", units / 1_000_000, units % 1_000_000);
        let multiplier = Multiplier::parse(&text).expect("a multiplier");
        prop_assert_eq!(multiplier.units(), units);
        prop_assert_eq!(Multiplier::parse(&multiplier.to_string()), Ok(multiplier));
    }

    #[test]
    fn a_date_printed_is_read_back(days in 0_u32..109_000) {
        let date = add_days(parse_iso("1900-01-01").expect("a date"), days);
        prop_assert_eq!(parse_iso(&date.to_string()), Some(date));
    }

    /// Names of any letters, quotes and backslashes among them. They are read in composed form,
    /// which may be longer.
    #[test]
    fn any_name_comes_back_from_the_canonical_form(
        name in "[^\\p{C}\u{2028}\u{2029}\u{200e}\u{200f}]{1,60}",
        lines in proptest::collection::vec("[a-z\"\\\\/é€ ]{1,20}[a-z]", 0..10),
        owned in 0..=i64::MAX,
        annual in 0..=i64::MAX,
    ) {
        prop_assume!(!name.trim().is_empty());
        let euro = Currency::from_code("EUR").expect("a currency");
        let value = json!({
            "quote_date": "2026-07-01", "start": "2026-08-01", "currency": "EUR",
            "service_level": "basic", "term_years": 1, "program": "list", "language": "fr",
            "tax": { "name": "TVA", "rate": "5.5%" }, "common_end": "latest",
            "concession": { "rate": "0.000001%", "reason": "\\" },
            "customer": {
                "name": name, "org_id": "ORG \\ \"1\"", "contact": "C", "address": lines,
                "country": "FR", "reference": "R",
            },
            "holding": [{
                "product_line": "suite", "edition": "whole", "release": "old", "owned": owned,
                "retire": 3, "quantity": 7, "covered_through": "2024-02-29",
                "service_level": "basic", "current_service_level": "basic",
            }],
            "other_contract": [{
                "product_line": "hosted", "service_level": "basic", "covered_through": "2199-12-31",
                "annual_value": Money::from_minor(annual, euro).to_string(),
            }],
        });
        let first = request(&value);
        let canonical: Value = serde_json::from_str(&first.canonical_json()).expect("valid JSON");
        prop_assert_eq!(request(&canonical), first);
    }
}
