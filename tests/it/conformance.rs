//! The conformance cases: an independent reading of the pricing rules.

use reinstate::engine::price::price;
use reinstate::engine::quote::Outcome;
use reinstate::engine::working::replay;
use serde_json::Value;

use crate::support::{conformance_shelf, differences, quote_value, read, request};

/// How many cases there are; fewer would mean that some were not run.
const CASES: usize = 206;

#[test]
fn every_case_gives_its_quote_or_its_refusal() {
    let shelf = conformance_shelf();
    let cases: Vec<Value> =
        serde_json::from_str(&read("tests/conformance/cases.json")).expect("valid JSON");
    assert_eq!(cases.len(), CASES);
    let mut wrong = Vec::new();
    for case in &cases {
        let name = case["name"].as_str().expect("a name");
        let outcome = price(&request(&case["request"]), &shelf);
        match (case.get("quote"), outcome) {
            (Some(expected), Outcome::Offered(quote)) => {
                wrong.extend(differences(expected, &quote_value(&quote), name));
                for line in &quote.lines {
                    replay(&line.working).expect("a working that holds");
                }
            }
            (None, Outcome::Refused(refusals)) => {
                let codes: Vec<&str> =
                    refusals.iter().map(|refusal| refusal.reason.code()).collect();
                if !codes.contains(&case["refusal"].as_str().expect("a code")) {
                    wrong.push(format!("{name}: expected {}, got {codes:?}", case["refusal"]));
                }
            }
            (Some(_), Outcome::Refused(refusals)) => {
                wrong.push(format!("{name}: refused {refusals:?}"));
            }
            (None, Outcome::Offered(_)) => wrong.push(format!("{name}: offered")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
