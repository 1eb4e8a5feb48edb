//! The amounts in text, HTML, PDF and JSON of one quote are the same set.

use std::collections::BTreeSet;

use reinstate::document::drawing::Shape;
use reinstate::document::pdf::{Paper, pages};
use reinstate::document::sheet::Sheet;
use reinstate::document::{html, json, language, text};
use reinstate::engine::book::{Language, Shelf};
use reinstate::engine::money::Money;
use reinstate::engine::quote::Quote;
use reinstate::engine::request::Request;
use serde_json::{Value, json};

use crate::support::{conformance_shelf, offered, request, shipped_shelf, toml_value};

/// Requests over both shelves: statuses, currencies of 0 and 2 decimals, taxes, concessions.
fn requests() -> Vec<(Value, bool)> {
    let mut requests = Vec::new();
    for name in ["reinstatement-nl", "reinstatement-two-bands", "renewal"] {
        requests.push((toml_value(&format!("examples/requests/{name}.toml")), true));
    }
    for (currency, owned) in [("JPY", 7), ("EUR", 333), ("USD", 120_000)] {
        for covered_through in ["2026-01-31", "2025-12-01", "2025-02-28", "2023-09-30"] {
            let value = json!({
                "book": "alpha", "quote_date": "2026-01-15", "currency": currency,
                "service_level": "select", "term_years": 1, "program": "enterprise-3",
                "tax": {"name": "VAT", "rate": "7.7%"},
                "concession": {"rate": "2.5%", "reason": "agreed"},
                "holding": [
                    {"product_line": "desktops", "edition": "premium", "owned": owned,
                     "retire": 2, "covered_through": covered_through},
                    {"product_line": "gateway", "edition": "g100", "owned": 3,
                     "covered_through": "2025-11-30"},
                ],
            });
            requests.push((value, false));
        }
    }
    requests
}

/// Every amount that a quote is made of.
fn amounts(quote: &Quote) -> BTreeSet<Money> {
    let mut amounts = BTreeSet::new();
    for line in &quote.lines {
        let of = &line.amounts;
        amounts.extend([line.srp, of.unit_list, of.unit_net, of.annual, of.forward, of.total]);
        amounts.extend([of.term_discount, of.back_coverage, of.penalty]);
        amounts.extend(of.concession);
    }
    let totals = &quote.totals;
    amounts.extend([totals.forward, totals.term_discount, totals.back_coverage, totals.penalty]);
    amounts.extend([totals.subtotal, totals.tax, totals.total]);
    amounts.extend(totals.concession);
    amounts
}

/// The text of all pages, a line for each shape.
fn printed(sheet: &Sheet) -> String {
    let pages = pages(sheet, Paper::A4).expect("pages");
    let texts = pages.iter().flat_map(|page| &page.shapes).filter_map(|shape| match shape {
        Shape::Text { text, .. } => Some(text.as_str()),
        Shape::Rectangle { .. }
        | Shape::Line { .. }
        | Shape::Polygon { .. }
        | Shape::Logo { .. } => None,
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// Runs of digits with the marks of English numbers between them, without those that are no
/// amounts of the currency: whole numbers, where it has decimals.
fn english_amounts(text: &str, decimals: usize) -> BTreeSet<String> {
    text.split(|letter: char| !(letter.is_ascii_digit() || letter == '.' || letter == ','))
        .map(|run| run.trim_matches([',', '.']))
        .filter(|run| run.rsplit_once('.').is_some_and(|(_, rest)| rest.len() == decimals))
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_amount_of_a_quote_is_in_all_four_outputs() {
    let (shipped, conformance) = (shipped_shelf(), conformance_shelf());
    for (value, is_shipped) in requests() {
        let shelf = if is_shipped { &shipped } else { &conformance };
        for (tag, language) in Language::ALL {
            let mut request: Request = request(&value);
            request.language = language;
            let quote = offered(&request, shelf);
            let sheet = Sheet::of(&quote);
            let outputs = [
                ("text", text::quote(&sheet, 120)),
                ("HTML", html::page(&sheet).expect("a page")),
                ("PDF", printed(&sheet)),
            ];
            let plain = json::quote(&quote);
            for amount in amounts(&quote) {
                let written = language::amount(language, amount);
                // What is nothing in a renewal is left out for people; data has it.
                for (name, output) in outputs.iter().filter(|_| !amount.is_zero()) {
                    assert!(output.contains(&written), "{tag} {name}: {written} in {value}");
                }
                assert!(plain.contains(&format!("\"{amount}\"")), "JSON: {amount} in {value}");
            }
        }
    }
}

#[test]
fn no_output_has_an_amount_that_another_lacks() {
    let (shipped, conformance) = (shipped_shelf(), conformance_shelf());
    for (value, is_shipped) in requests() {
        let shelf: &Shelf = if is_shipped { &shipped } else { &conformance };
        let mut request: Request = request(&value);
        request.language = Language::English;
        let decimals = usize::from(request.currency.decimals());
        if decimals == 0 {
            // Whole amounts cannot be told from other whole numbers in a text.
            continue;
        }
        let quote = offered(&request, shelf);
        let sheet = Sheet::of(&quote);
        let in_text = english_amounts(&text::quote(&sheet, 120), decimals);
        let in_pdf = english_amounts(&printed(&sheet), decimals);
        assert_eq!(in_text, in_pdf, "{value}");
        // A page has other numbers too, in its style and pictures, but lacks none of these.
        let page = html::page(&sheet).expect("a page");
        let in_html = english_amounts(&page, decimals);
        assert_eq!(in_text.difference(&in_html).count(), 0, "{value}");
        // The price book's own amounts in findings and conditions aside, data has them all.
        let plain = json::quote(&quote);
        let unknown: Vec<&String> = in_text
            .iter()
            .filter(|amount| {
                let amount = amount.replace(',', "");
                !plain.contains(&amount)
            })
            .collect();
        let of_findings = ["1,000,000.00", "880,000.00", "120,000.00"];
        let unknown: Vec<&&String> =
            unknown.iter().filter(|amount| !of_findings.contains(&amount.as_str())).collect();
        assert!(unknown.is_empty(), "{unknown:?} in {value}");
    }
}
