//! What refusals, findings and workings name besides their code: days, levels, lines, keys.
//!
//! Over the golden book `plain`: ten licences of Suite at Basic cost 2,000.00 a year; grace is 30
//! days, `late` up to 90 days and `lost` up to 365.

use reinstate::document::json;
use reinstate::engine::book::{Language, Shelf};
use reinstate::engine::finding::Finding;
use reinstate::engine::price::price;
use reinstate::engine::quote::{Outcome, Quote};
use reinstate::engine::refusal::{LinePlace, Reason, Refusal};
use serde_json::{Value, json};

use crate::support::{offered, read, request, shelf};

const BOOK: &str = "tests/golden/books/plain.toml";

/// The book, with some of its text replaced.
fn plain(edits: &[(&str, &str)]) -> Shelf {
    let mut text = read(BOOK);
    for (from, to) in edits {
        assert_eq!(text.matches(from).count(), 1, "`{from}` stands in the book once");
        text = text.replace(from, to);
    }
    shelf([(BOOK, text.as_str())])
}

/// A request for some holdings on 1 July 2026, with other keys in place of its own.
fn asked(keys: Value, holdings: &[Value]) -> Value {
    let mut asked = json!({
        "quote_date": "2026-07-01", "currency": "EUR", "service_level": "basic", "term_years": 1,
        "program": "list",
    });
    let table = asked.as_object_mut().expect("a table");
    table.extend(keys.as_object().expect("keys").clone());
    table.insert("holding".to_owned(), holdings.iter().map(|keys| holding(keys.clone())).collect());
    asked
}

/// Ten licences of Suite, with other keys in place of their own.
fn holding(keys: Value) -> Value {
    let mut holding = json!({
        "product_line": "suite", "edition": "whole", "owned": 10, "covered_through": "2026-06-30",
    });
    holding.as_object_mut().expect("a table").extend(keys.as_object().expect("keys").clone());
    holding
}

fn refusals(asked: &Value, shelf: &Shelf) -> Vec<Refusal> {
    match price(&request(asked), shelf) {
        Outcome::Offered(quote) => panic!("offered for {}", quote.totals.total),
        Outcome::Refused(refusals) => refusals,
    }
}

fn reasons(asked: &Value, shelf: &Shelf) -> Vec<Reason> {
    refusals(asked, shelf).into_iter().map(|refusal| refusal.reason).collect()
}

fn quote(asked: &Value, shelf: &Shelf) -> Quote {
    offered(&request(asked), shelf)
}

/// A gap from 1 February 2025 may be 365 days long: 1 February 2026 is 365 days later. One from
/// 31 August 2024 of 18 months ends with February 2026.
#[test]
fn a_lapse_that_is_too_long_names_the_last_day_on_which_cover_could_have_begun() {
    let months =
        [("up_to_days = 90", "up_to_months = 3"), ("up_to_days = 365", "up_to_months = 18")];
    for (edits, covered_through, last, next, in_words) in [
        (&[][..], "2025-01-31", "2026-02-01", "2026-02-02", "1 February 2026"),
        (&months[..], "2024-08-30", "2026-02-28", "2026-03-01", "28 February 2026"),
    ] {
        let shelf = plain(edits);
        let on = |start: &str| {
            let keys = json!({ "quote_date": start });
            asked(keys, &[json!({ "covered_through": covered_through })])
        };
        // The day itself is offered, and the day after it is not.
        assert_eq!(quote(&on(last), &shelf).lines[0].status_id, "lost");
        let refused = refusals(&on(next), &shelf);
        let [Refusal { line: Some(LinePlace::Holding(0)), reason }] = &refused[..] else {
            panic!("{refused:?}")
        };
        let Reason::ReinstatementNotOffered { last_day, .. } = reason else { panic!("{reason:?}") };
        assert_eq!(last_day.expect("a day").to_string(), last);
        let told = json::refusals(&refused, Language::English, None);
        assert!(told.contains(in_words), "{told}");
    }
}

#[test]
fn where_levels_differ_the_lowest_is_delivered() {
    let shelf = plain(&[]);
    let contract = |product_line: &str, level: &str| {
        json!({ "product_line": product_line, "service_level": level,
                "covered_through": "2027-06-30" })
    };
    for (level, others, delivered) in [
        ("better", [contract("hosted", "best"), contract("yearly", "basic")], "Basic"),
        ("better", [contract("hosted", "best"), contract("yearly", "better")], "Better"),
        ("best", [contract("hosted", "better"), contract("yearly", "basic")], "Basic"),
        ("basic", [contract("hosted", "better"), contract("yearly", "best")], "Basic"),
    ] {
        let keys = json!({ "service_level": level, "other_contract": others });
        let quote = quote(&asked(keys, &[json!({})]), &shelf);
        let found = quote.findings.iter().find_map(|finding| {
            let Finding::ServiceLevelMismatch { delivered, .. } = finding else { return None };
            Some(delivered.as_str())
        });
        assert_eq!(found, Some(delivered), "{level} beside {others:?}");
        let said = json::quote(&quote);
        assert!(
            said.contains(&format!("Only the lowest level is delivered, {delivered};")),
            "{said}"
        );
    }
}

/// The programme has 30% for all, and 10% for boxes alone.
#[test]
fn the_discount_of_a_programme_cites_the_key_it_comes_from() {
    let holdings = [json!({}), json!({ "product_line": "box", "edition": "small" })];
    let quote = quote(&asked(json!({ "program": "partner" }), &holdings), &plain(&[]));
    let data: Value = serde_json::from_str(&json::quote(&quote)).expect("JSON");
    for (line, discount, key) in [
        (0, "30%", "program.partner.discount"),
        (1, "10%", "program.partner.discount_by_product_line"),
    ] {
        let line = &data["lines"][line];
        assert_eq!(line["program_discount"], discount);
        let steps = line["workings"]["unit_net"].as_array().expect("steps");
        assert_eq!(steps.last().expect("a step")["key"], key);
    }
}

/// Suite has been without cover from 21 May, Hosted from 15 May, Yearly from 21 May again: up to
/// 30 June, the day before cover begins. That is more than the 30 days of grace.
#[test]
fn each_gap_in_cover_names_its_own_lines() {
    let holdings = [
        json!({ "covered_through": "2026-05-20" }),
        json!({ "product_line": "hosted", "edition": "seat", "covered_through": "2026-05-14" }),
        json!({ "product_line": "yearly", "edition": "seat", "covered_through": "2026-05-20" }),
        json!({ "product_line": "box", "edition": "small" }),
    ];
    let quote = quote(&asked(json!({}), &holdings), &plain(&[]));
    let gaps: Vec<(String, String, &[usize])> = quote
        .findings
        .iter()
        .filter_map(|finding| {
            let Finding::CoverInterrupted { from, through, lines, .. } = finding else {
                return None;
            };
            Some((from.to_string(), through.to_string(), &lines[..]))
        })
        .collect();
    let through = || "2026-06-30".to_owned();
    let expected: [(String, String, &[usize]); 2] =
        [("2026-05-21".to_owned(), through(), &[0, 2]), ("2026-05-15".to_owned(), through(), &[1])];
    assert_eq!(gaps, expected);
}

/// Suite and Hosted each have a release that is called Old.
#[test]
fn ends_of_life_of_two_product_lines_are_two_findings() {
    let (price, release) = ("srp = { EUR = \"100.00\" }", "[[product_line.release]]\nid = \"old\"");
    let priced = format!("{price}\n{release}\nname = \"Old\"\nend_of_life = 2027-02-02");
    let shelf = plain(&[(price, &priced)]);
    let suite = json!({ "release": "old" });
    let hosted = json!({ "product_line": "hosted", "edition": "seat", "release": "old" });
    let quote = quote(&asked(json!({}), &[suite.clone(), hosted, suite]), &shelf);
    let ends: Vec<(&str, String, &[usize])> = quote
        .findings
        .iter()
        .filter_map(|finding| {
            let Finding::EndOfLifeWithinTerm { product_line, end_of_life, lines, .. } = finding
            else {
                return None;
            };
            Some((product_line.as_str(), end_of_life.to_string(), &lines[..]))
        })
        .collect();
    let expected: [(&str, String, &[usize]); 2] =
        [("Suite", "2027-01-01".to_owned(), &[0, 2]), ("Hosted", "2027-02-02".to_owned(), &[1])];
    assert_eq!(ends, expected);
}

#[test]
fn mixed_levels_are_each_named_once_from_the_lowest_up() {
    let at = |level: &str| json!({ "service_level": level });
    let holdings = ["best", "basic", "best", "better", "basic", "better"].map(at);
    let expected = ["Basic", "Better", "Best"].map(str::to_owned).to_vec();
    assert_eq!(
        reasons(&asked(json!({}), &holdings), &plain(&[])),
        [Reason::MixedServiceLevels { levels: expected }]
    );
}

#[test]
fn a_level_that_is_unknown_twice_is_said_once() {
    let given = |own: &str, current: &str| {
        let keys = json!({ "service_level": own, "current_service_level": current });
        let reasons = reasons(&asked(json!({}), &[keys]), &plain(&[]));
        let given = reasons.into_iter().map(|reason| {
            let Reason::UnknownServiceLevel(unknown) = reason else { panic!("{reason:?}") };
            unknown.given
        });
        given.collect::<Vec<String>>()
    };
    assert_eq!(given("gold", "gold"), ["gold"]);
    assert_eq!(given("gold", "silver"), ["gold", "silver"]);
}
