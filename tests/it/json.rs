//! The quote as JSON: the fields that are fixed, and workings that another program can replay.

use std::process::Command;

use reinstate::document::json;
use reinstate::engine::alternatives::{Comparison, compare};
use reinstate::engine::book::Language;
use reinstate::engine::digest::{hex, sha256};
use reinstate::engine::price::price;
use reinstate::engine::quote::{Outcome, Quote};
use reinstate::engine::refusal::Refusal;
use serde_json::{Value, json};

use crate::golden::{Case, cases};
use crate::support::{PYTHON, offered, project, read, request, shelf_of_files, toml_value, tool};

const BOOK: &str = "tests/golden/books/spec.toml";

fn value_of(quote: &Quote) -> Value {
    serde_json::from_str(&json::quote(quote)).expect("valid JSON")
}

/// The worked example of the page on requests and quotes.
fn worked_example() -> (Value, Quote) {
    let request_value = toml_value("tests/oracle/worked-example/request.toml");
    let quote = offered(&request(&request_value), &shelf_of_files(&[BOOK]));
    (request_value, quote)
}

#[test]
fn the_worked_example_is_the_one_of_the_page_field_by_field() {
    let printed = read("tests/oracle/worked-example/quote.json");
    let mut expected: Value = serde_json::from_str(&printed).expect("valid JSON");
    let (_, quote) = worked_example();
    let mut actual = value_of(&quote);
    // The page leaves these to the project, or abbreviates them.
    for value in [&mut expected, &mut actual] {
        value["lines"][0].as_object_mut().expect("a line").remove("workings");
        value["totals"].as_object_mut().expect("totals").remove("workings");
        for key in ["customer", "findings", "program"] {
            value.as_object_mut().expect("a quote").remove(key);
        }
        for key in ["book_sha256", "request_sha256"] {
            value["receipt"].as_object_mut().expect("a receipt").remove(key);
        }
    }
    // Fields beyond those of the page: they may stand beside them, not in their place.
    let extra_of_quote = ["tax", "request", "payment"];
    extra_of_quote
        .iter()
        .for_each(|key| drop(actual.as_object_mut().expect("a quote").remove(*key)));
    for key in ["service_level", "phase"] {
        actual["lines"][0].as_object_mut().expect("a line").remove(key);
    }
    assert_eq!(actual, expected);
}

/// Schema 2 to the byte: the order of the keys, the layout, what is escaped. That the amounts are
/// right is for the other tests to say.
#[test]
fn the_bytes_of_a_quote_are_those_that_are_stored() {
    let request = request(&toml_value("tests/json/request.toml"));
    let stored = read("tests/json/quote.json");
    let engine = concat!("\"engine\": \"reinstate ", env!("CARGO_PKG_VERSION"), "\"");
    let stored = stored.replace("\"engine\": \"reinstate 0.1.0\"", engine);
    assert_eq!(json::quote(&offered(&request, &shelf_of_files(&[BOOK]))), stored);
}

#[test]
fn the_receipt_holds_the_digests_of_the_book_and_of_the_request() {
    let (_, quote) = worked_example();
    let receipt = &value_of(&quote)["receipt"];
    assert_eq!(receipt["book_sha256"], hex(&sha256(read(BOOK).as_bytes())));
    let canonical = quote.request.canonical_json();
    assert_eq!(receipt["request_sha256"], hex(&sha256(canonical.as_bytes())));
    assert_eq!(receipt["engine"], concat!("reinstate ", env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_findings_have_code_severity_message_and_the_clause_where_the_book_has_it() {
    let (_, quote) = worked_example();
    let value = value_of(&quote);
    let findings = value["findings"].as_array().expect("findings");
    assert_eq!(findings.len(), quote.findings.len());
    for finding in findings {
        for key in ["code", "severity", "message"] {
            assert!(finding[key].as_str().is_some_and(|text| !text.is_empty()), "{finding}");
        }
        // The example book writes one clause.
        let clause = finding.get("clause").and_then(Value::as_str);
        let expected = (finding["code"] == "subject-to-vendor-approval").then_some("reinstatement");
        assert_eq!(clause, expected, "{finding}");
    }
}

#[test]
fn optional_fields_that_are_absent_are_left_out_and_a_line_without_a_gap_has_null() {
    let value = json!({
        "quote_date": "2026-11-24", "currency": "EUR", "service_level": "select",
        "term_years": 1, "program": "enterprise-3",
        "holding": [{
            "product_line": "virtual-apps-desktops", "edition": "premium", "owned": 1,
            "covered_through": "2026-12-31",
        }],
    });
    let quote = value_of(&offered(&request(&value), &shelf_of_files(&[BOOK])));
    let line = quote["lines"][0].as_object().expect("a line");
    assert_eq!(line.get("gap"), Some(&Value::Null));
    assert!(!line.contains_key("release"), "{line:?}");
    assert_eq!(line["retired"], 0);
    assert!(quote.get("tax").is_none(), "{quote}");
    assert_eq!(quote["totals"]["tax"], "0.00");
    assert_eq!(quote["customer"], json!({}));
    assert_eq!(quote["start"], "2026-11-24");
    let request = quote["request"].as_object().expect("a request");
    for key in ["book", "tax", "customer", "other_contract"] {
        assert!(!request.contains_key(key), "{key}");
    }
    assert!(!no_null_but_gap(&quote), "{quote}");
}

/// Whether a null stands anywhere but as the gap of a line.
fn no_null_but_gap(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(table) => {
            table.iter().any(|(key, value)| key != "gap" && no_null_but_gap(value))
        }
        Value::Array(items) => items.iter().any(no_null_but_gap),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

#[test]
fn a_gap_stands_where_a_band_can_charge_it_and_its_share_where_it_does() {
    for case in cases() {
        let Outcome::Offered(quote) = case.outcome() else { continue };
        let value = value_of(&quote);
        for (line, json) in quote.lines.iter().zip(value["lines"].as_array().expect("lines")) {
            let gap = &json["gap"];
            assert_eq!(gap.is_null(), line.charged.is_none(), "{}", case.name);
            // A true-up has its time of use in its working, and no gap.
            let share = line.amounts.share.filter(|_| line.holding().is_some());
            assert_eq!(gap.get("share").is_some(), share.is_some(), "{}", case.name);
            assert_eq!(gap.get("day_count").is_some(), share.is_some());
        }
    }
}

#[test]
fn the_request_in_a_quote_gives_the_same_quote_and_the_same_digests() {
    for case in cases() {
        let Outcome::Offered(quote) = case.outcome() else { continue };
        let written = json::quote(&quote);
        let value: Value = serde_json::from_str(&written).expect("valid JSON");
        let again = offered(&request(&value["request"]), &case.shelf());
        assert_eq!(json::quote(&again), written, "{}", case.name);
        assert_eq!(again.receipt, quote.receipt, "{}", case.name);
    }
}

#[test]
fn amounts_are_text_in_the_decimals_of_the_currency() {
    for case in cases() {
        let Outcome::Offered(quote) = case.outcome() else { continue };
        let value = value_of(&quote);
        let decimals = usize::from(quote.currency().decimals());
        let tables = value["lines"].as_array().expect("lines").iter().chain([&value["totals"]]);
        for (key, amount) in tables.flat_map(|table| table.as_object().expect("a table")) {
            let is_amount = ["srp", "unit_list", "unit_net", "annual", "forward", "term_discount"]
                .into_iter()
                .chain(["back_coverage", "penalty", "total", "subtotal", "tax"])
                .any(|name| name == key);
            if is_amount {
                let text = amount.as_str().expect("an amount is text");
                let found = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
                let is_of_unit = ["srp", "unit_list", "unit_net"].contains(&key.as_str());
                let units = quote.book.rounding().decimals_of_units(quote.currency());
                let decimals = if is_of_unit { usize::from(units) } else { decimals };
                assert_eq!(found, decimals, "{}: {key} {text}", case.name);
            }
        }
    }
}

#[test]
fn refusals_have_a_code_a_message_a_hint_and_the_holding_they_are_about() {
    let value = json!({
        "quote_date": "2026-11-24", "currency": "EUR", "service_level": "selct",
        "term_years": 9, "program": "enterprise-3",
        "holding": [
            { "product_line": "virtual-apps-desktops", "edition": "premium", "owned": 1,
              "covered_through": "2026-12-31" },
            { "product_line": "virtual-apps-desktops", "edition": "premium", "owned": 1,
              "retire": 2, "covered_through": "2026-12-31" },
        ],
    });
    let Outcome::Refused(refusals) = price(&request(&value), &shelf_of_files(&[BOOK])) else {
        panic!("offered")
    };
    let written: Value = serde_json::from_str(&json::refusals(&refusals, Language::English, None))
        .expect("valid JSON");
    assert_eq!(written["schema"], 2);
    let list = written["refusals"].as_array().expect("refusals");
    let codes: Vec<&Value> = list.iter().map(|refusal| &refusal["code"]).collect();
    assert_eq!(codes, ["unknown-service-level", "term-not-offered", "retired-exceeds-owned"]);
    assert!(list[0].get("holding").is_none() && list[1].get("holding").is_none());
    assert_eq!(list[2]["holding"], 1, "counted from 0");
    assert!(list[0]["hint"].as_str().expect("a hint").contains("select"), "{}", list[0]);
    assert_eq!(written.as_object().expect("a table").len(), 2, "schema and refusals alone");
}

#[test]
fn every_refusal_of_the_golden_cases_says_what_to_do() {
    for case in cases() {
        let Outcome::Refused(refusals) = case.outcome() else { continue };
        for (tag, language) in Language::ALL {
            let text = json::refusals(&refusals, language, None);
            let value: Value = serde_json::from_str(&text).expect("valid JSON");
            for (refusal, one) in refusals.iter().zip(value["refusals"].as_array().expect("a list"))
            {
                let Refusal { line, reason } = refusal;
                assert_eq!(one["code"], reason.code(), "{}", case.name);
                let place = line.map(|line| line.key());
                for key in ["holding", "addition", "raise"] {
                    let own = place.filter(|(of, _)| *of == key).map(|(_, place)| json!(place));
                    assert_eq!(one.get(key), own.as_ref(), "{}", case.name);
                }
                for key in ["message", "hint"] {
                    let said = one[key].as_str().unwrap_or_default();
                    assert!(said.len() > 5, "{} in {tag}: no {key}: {one}", case.name);
                }
            }
        }
    }
}

/// Another program, in another language, replays every working with exact fractions.
#[test]
fn every_working_in_json_replays_in_python() {
    let mut quotes: Vec<Value> = cases()
        .iter()
        .filter_map(|case| match case.outcome() {
            Outcome::Offered(quote) => {
                let (name, quote) = (&case.name, value_of(&quote));
                Some(json!({ "name": name, "quote": quote, "comparison": comparison(case) }))
            }
            Outcome::Refused(_) => None,
        })
        .collect();
    assert!(quotes.len() > 100, "only {} quotes", quotes.len());
    let first = quotes[0].clone();
    let Some(said) = replayed(&quotes) else { return };
    assert_eq!(said, "\n", "the workings hold");
    // A changed cent, anywhere, is seen.
    for (path, value) in [
        ("/quote/lines/0/back_coverage", "20619.55"),
        ("/quote/totals/tax", "22790.71"),
        ("/quote/lines/0/workings/back_coverage/0/result", "245/365"),
        ("/quote/lines/0/workings/annual/0/inputs/0/value", "64.27"),
    ] {
        let mut tampered = json!({ "name": "tampered", "quote": value_of(&worked_example().1) });
        *tampered.pointer_mut(path).expect(path) = json!(value);
        quotes = vec![tampered];
        assert_ne!(replayed(&quotes).expect("Python"), "\n", "{path}");
    }
    let mut tampered = first;
    let difference = tampered.pointer_mut("/comparison/waiting/1/difference").expect("a row");
    *difference = json!("0.01");
    assert_ne!(replayed(&[tampered]).expect("Python"), "\n", "the price of waiting");
}

/// What the alternatives to a case are.
fn comparison(case: &Case) -> Value {
    let (request, shelf) = (case.request(), case.shelf());
    let Comparison::Compared { book, found } = compare(&request, &shelf) else { panic!("refused") };
    let text = json::comparison(&request, book, &found);
    serde_json::from_str(&text).expect("valid JSON")
}

/// What the replay says; `None`, and a word why, where there is no Python.
fn replayed(quotes: &[Value]) -> Option<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("quotes.json");
    std::fs::write(&path, Value::from(quotes).to_string()).expect("a file");
    let mut python = Command::new("python3");
    let output = tool(python.arg(project("tests/oracle/replay.py")).arg(&path), PYTHON)?;
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.is_empty(), "{errors}");
    Some(String::from_utf8(output.stdout).expect("UTF-8"))
}

/// A name typed as letters with combining marks is the same name, and the font has its letters.
#[test]
fn a_decomposed_name_is_the_composed_one() {
    let shelf = crate::support::shipped_shelf();
    let of = |name: &str| {
        let value = serde_json::json!({
            "quote_date": "2026-11-24", "currency": "EUR", "service_level": "select",
            "term_years": 1, "program": "easy", "customer": {"name": name, "org_id": "ORG-1"},
            "holding": [{"product_line": "virtual-apps-desktops", "edition": "premium",
                         "owned": 1, "covered_through": "2026-12-31"}],
        });
        offered(&request(&value), &shelf)
    };
    let (composed, decomposed) =
        (of("Caf\u{e9} \u{141}\u{f3}d\u{17a}"), of("Cafe\u{301} \u{141}o\u{301}dz\u{301}"));
    assert_eq!(composed.receipt, decomposed.receipt);
    let sheet = reinstate::document::sheet::Sheet::of(&decomposed);
    let pdf = reinstate::document::pdf::document(&sheet, reinstate::document::pdf::Paper::A4, &[]);
    assert!(pdf.is_ok());
}
