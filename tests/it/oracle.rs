//! The engine against the oracle: an implementation of the rules in Python, with exact fractions,
//! written from the rules and not from this code.

use std::process::Command;

use reinstate::engine::calendar::day_before;
use reinstate::engine::price::price;
use reinstate::engine::quote::Outcome;
use reinstate::engine::working::replay;
use serde_json::Value;

use crate::support::{
    PYTHON, differences, project, quote_value, request, shelf, skipped, tool, with_nothing_said,
};

/// Random requests, over the conformance books and random books, for each of these seeds. With
/// `REINSTATE_ORACLE_SEEDS=38`, 38 more: 100,000 requests in all; with `12..14` two of those, the
/// thirteenth and the one behind it.
const SEEDS: [u32; 2] = [1, 2026];
const CASES: usize = 2_500;

#[test]
fn thousands_of_random_requests_cost_what_the_oracle_says() {
    let more = std::env::var("REINSTATE_ORACLE_SEEDS").unwrap_or_else(|_| "0".to_owned());
    let (first, end) = more.split_once("..").unwrap_or(("0", &more));
    let [first, end] = [first, end].map(|seed| seed.parse::<u32>().expect("a number of seeds"));
    let mut wrong = Vec::new();
    for seed in SEEDS.into_iter().chain(10_000 + first..10_000 + end) {
        let Some(document) = generate(seed) else { return };
        let books = document["books"].as_object().expect("books");
        let texts = books.iter().map(|(name, text)| (name.as_str(), text.as_str().expect("text")));
        let shelf = shelf(texts);
        let cases = document["cases"].as_array().expect("cases");
        assert_eq!(cases.len(), CASES);
        for case in cases {
            let name = format!("seed {seed}, {}", case["name"]);
            let mut asked = case["request"].clone();
            // It changes no amount, and not each language of the rules has its documents yet.
            asked.as_object_mut().expect("a request").remove("language");
            let request = request(&asked);
            wrong.extend(compare(case, &price(&request, &shelf), &name));
        }
    }
    let shown = wrong.iter().take(40).cloned().collect::<Vec<_>>().join("\n");
    assert!(wrong.is_empty(), "{} differences, the first:\n{shown}", wrong.len());
}

/// What the generator makes; `None`, and a word why, where there is no Python.
fn generate(seed: u32) -> Option<Value> {
    let mut python = Command::new("python3");
    python.arg(project("tests/oracle/generate.py")).args([
        "--seed",
        &seed.to_string(),
        "--count",
        &CASES.to_string(),
    ]);
    let output = tool(&mut python, PYTHON)?;
    let errors = String::from_utf8_lossy(&output.stderr);
    if errors.contains("No module named 'tomllib'") {
        skipped(&format!("this python3 has no tomllib; install {PYTHON}"));
        return None;
    }
    assert!(output.status.success(), "the generator failed: {errors}");
    Some(serde_json::from_slice(&output.stdout).expect("valid JSON"))
}

fn compare(case: &Value, outcome: &Outcome, name: &str) -> Vec<String> {
    match (case.get("quote"), outcome) {
        (Some(expected), Outcome::Offered(quote)) => {
            let mut expected = expected.clone();
            let mut wrong = Vec::new();
            for (place, line) in quote.lines.iter().enumerate() {
                if let Err(error) = replay(&line.working) {
                    wrong.push(format!("{name}: line {place}: {error:?}"));
                }
                let gap = expected["lines"][place].as_object_mut().map(|line| line.remove("gap"));
                let gap = gap.flatten().unwrap_or(Value::Null);
                wrong.extend(compare_gap(&gap, line, &format!("{name}: line {place}")));
            }
            let payments = quote.payments.iter().map(|payments| &payments.working);
            for working in [&quote.totals_working].into_iter().chain(payments) {
                if let Err(error) = replay(working) {
                    wrong.push(format!("{name}: totals or payments: {error:?}"));
                }
            }
            let expected = with_nothing_said(expected);
            wrong.extend(differences(&expected, &quote_value(quote), name));
            wrong
        }
        (None, Outcome::Refused(refusals)) => {
            let mut codes: Vec<&str> =
                refusals.iter().map(|refusal| refusal.reason.code()).collect();
            codes.sort_unstable();
            codes.dedup();
            differences(&case["refusals"], &serde_json::json!(codes), name)
        }
        (Some(_), Outcome::Refused(refusals)) => vec![format!("{name}: refused {refusals:?}")],
        (None, Outcome::Offered(_)) => {
            vec![format!("{name}: offered, expected {}", case["refusals"])]
        }
    }
}

/// The gap's dates, and its share as a reduced fraction.
fn compare_gap(expected: &Value, line: &reinstate::engine::quote::Line, name: &str) -> Vec<String> {
    let mut actual = serde_json::json!(null);
    if let Some(charged) = line.charged {
        actual = serde_json::json!({
            "from": charged.from.to_string(),
            "through": day_before(charged.until).to_string(),
        });
        if let Some(share) = line.amounts.share.filter(|_| line.holding().is_some()) {
            let divisor = gcd(share.numerator(), share.denominator());
            let reduced =
                format!("{}/{}", share.numerator() / divisor, share.denominator() / divisor);
            actual["share"] = Value::String(reduced);
        }
    }
    let mut expected = expected.clone();
    if let Some(gap) = expected.as_object_mut() {
        gap.remove("day_count");
    }
    // A true-up has its time of use in its working, and no gap.
    let has_share = line.amounts.share.is_some() && line.holding().is_some();
    if expected.get("share").is_none() && has_share {
        return vec![format!("{name}: a share where none was expected")];
    }
    differences(&expected, &actual, &format!("{name}.gap"))
}

fn gcd(one: u32, other: u32) -> u32 {
    if other == 0 { one.max(1) } else { gcd(other, one % other) }
}
