//! Huge numbers.

use proptest::prelude::*;
use reinstate::engine::calendar::parse_iso;
use reinstate::engine::money::{Currency, Money};
use reinstate::engine::price::price;
use reinstate::engine::quote::Outcome;
use reinstate::engine::working::replay;
use serde_json::json;

use super::{config, covered_through, plain_request};
use crate::support::{read, request, shelf};

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn huge_numbers_are_priced_or_refused(
        srp in prop_oneof![0..=i64::MAX, Just(i64::MAX), Just(1)],
        rate in prop_oneof![0_u32..=10_000, Just(10_000)],
        multiplier in "0\\.000001|1|999\\.999999|1000",
        penalty in "0%|150%|10000%",
        base in "\"(back-coverage|annual|forward|srp)\"|\\[\"back-coverage\", \"annual\"\\]",
        owned in prop_oneof![1..=i64::MAX, Just(i64::MAX), Just(1)],
        covered_through in covered_through(),
        years in 1_u32..=5,
        tax in "0%|21%|100%",
    ) {
        let euro = Currency::from_code("EUR").expect("a currency");
        let srp = Money::from_minor(srp, euro).to_string();
        let text = read("tests/golden/books/plain.toml")
            .replace("EUR = \"100.10\"", &format!("EUR = \"{srp}\""))
            .replace("of_srp = \"25%\"", &format!("of_srp = \"{rate}%\""))
            .replace("multiplier = \"1.5\"", &format!("multiplier = \"{multiplier}\""))
            .replace("up_to_days = 365\n", "")
            .replace(
                "penalty = { amount = { EUR = \"25.00\" }, per = \"licence\" }",
                &format!("penalty = {{ rate = \"{penalty}\", of = {base} }}"),
            );
        let shelf = shelf([("huge", text.as_str())]);
        let start = parse_iso("2029-06-30").expect("a date");
        let owned = u64::try_from(owned).expect("positive");
        let mut value = plain_request(covered_through, start, owned, years);
        value["tax"] = json!({ "name": "VAT", "rate": tax });
        match price(&request(&value), &shelf) {
            Outcome::Refused(refusals) => {
                prop_assert_eq!(refusals.len(), 1);
                prop_assert_eq!(refusals[0].reason.code(), "amount-too-large");
            }
            Outcome::Offered(quote) => {
                for line in &quote.lines {
                    prop_assert!(replay(&line.working).is_ok());
                    prop_assert!(line.amounts.total.minor() >= 0);
                }
                prop_assert!(quote.totals.total >= quote.totals.subtotal);
            }
        }
    }
}
