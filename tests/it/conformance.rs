//! The conformance cases: an independent reading of the pricing rules, and published policies with
//! amounts worked out by hand.

use reinstate::engine::book::Shelf;
use reinstate::engine::price::price;
use reinstate::engine::quote::Outcome;
use reinstate::engine::working::replay;
use serde_json::{Value, json};

use crate::support::{
    conformance_shelf, differences, files, quote_value, read, request, shelf_of_files,
    with_nothing_said,
};

/// Two holdings alike in every key: the rules ask for the finding, which the case leaves out.
const NOT_SAID: [(&str, &str); 1] =
    [("ultrabac: two products on one renewal: $100 once", "same-holding-twice")];

#[test]
fn every_case_gives_its_quote_or_its_refusals() {
    // Fewer cases would mean that some were not run.
    hold("tests/conformance/cases.json", &conformance_shelf(), 620);
}

#[test]
fn every_published_policy_costs_what_it_says() {
    let books = files("tests/conformance/vendors", &[".toml"]);
    let shelf = shelf_of_files(&books.iter().map(String::as_str).collect::<Vec<_>>());
    hold("tests/conformance/vendors.json", &shelf, 83);
}

fn hold(path: &str, shelf: &Shelf, count: usize) {
    let cases: Vec<Value> = serde_json::from_str(&read(path)).expect("valid JSON");
    assert_eq!(cases.len(), count);
    let wrong: Vec<String> = cases.iter().flat_map(|case| wrong_in(case, shelf)).collect();
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

fn wrong_in(case: &Value, shelf: &Shelf) -> Vec<String> {
    let name = case["name"].as_str().expect("a name");
    match (case.get("quote"), price(&request(&case["request"]), shelf)) {
        (Some(expected), Outcome::Offered(quote)) => {
            let mut expected = with_nothing_said(expected.clone());
            expected["findings"] = case["findings"].clone();
            let said = expected["findings"].as_array_mut().expect("a list");
            said.extend(NOT_SAID.iter().filter(|(of, _)| *of == name).map(|(_, code)| json!(code)));
            said.sort_unstable_by_key(|code| code.as_str().map(str::to_owned));
            let mut wrong = differences(&expected, &quote_value(&quote), name);
            let workings = quote.lines.iter().map(|line| &line.working);
            let payments = quote.payments.iter().map(|payments| &payments.working);
            for working in workings.chain([&quote.totals_working]).chain(payments) {
                if let Err(error) = replay(working) {
                    wrong.push(format!("{name}: a working does not hold: {error}"));
                }
            }
            wrong
        }
        (None, Outcome::Refused(refusals)) => {
            let mut codes: Vec<&str> =
                refusals.iter().map(|refusal| refusal.reason.code()).collect();
            codes.sort_unstable();
            codes.dedup();
            differences(&case["refusals"], &json!(codes), name)
        }
        (Some(_), Outcome::Refused(refusals)) => vec![format!("{name}: refused {refusals:?}")],
        (None, Outcome::Offered(_)) => vec![format!("{name}: offered")],
    }
}
