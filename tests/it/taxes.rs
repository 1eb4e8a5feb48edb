//! What a sum says of tax: without it by the name that the request gives the tax, and with it.

use reinstate::document::sheet::Sheet;
use serde_json::{Value, json};

use crate::support::{offered, request, shipped_shelf};

/// The heads of the sums of a quote: the answer, what all totals end with, and two columns.
fn heads(language: &str, tax: Option<Value>) -> Vec<String> {
    let mut wanted = json!({
        "quote_date": "2026-11-24", "start": "2026-12-01", "currency": "EUR",
        "language": language, "service_level": "select", "term_years": 3,
        "program": "enterprise-3",
        "holding": [{ "product_line": "virtual-apps-desktops", "edition": "premium",
                      "owned": 500, "retire": 20, "covered_through": "2026-03-31" }]
    });
    if let Some(tax) = tax {
        wanted["tax"] = tax;
    }
    let sheet = Sheet::of(&offered(&request(&wanted), &shipped_shelf()));
    let last = sheet.totals.last().expect("a total");
    let per_year = sheet.table.columns[6].clone();
    vec![sheet.answer.label, last.label.clone(), per_year, sheet.table.note]
}

#[test]
fn without_a_tax_the_words_of_the_language_say_that_none_is_in_it() {
    for (language, expected) in [
        ("en", ["Total excl. VAT", "Per year excl. VAT", "Amounts in EUR, excl. VAT"]),
        ("en-US", ["Total excl. tax", "Per year excl. tax", "Amounts in EUR, excl. tax"]),
        ("nl", ["Totaal excl. btw", "Per jaar excl. btw", "Bedragen in EUR, excl. btw"]),
        ("de", ["Gesamtbetrag netto", "Pro Jahr netto", "Beträge in EUR, netto"]),
        ("fr", ["Total HT", "Par an HT", "Montants en EUR, HT"]),
    ] {
        let [total, per_year, note] = expected;
        assert_eq!(heads(language, None), [total, total, per_year, note]);
    }
}

#[test]
fn a_tax_is_called_by_the_name_that_the_request_gives_it() {
    let tax = |name: &str| json!({ "name": name, "rate": "21%" });
    for (language, name, [net, gross, per_year]) in [
        ("en", "GST", ["Total excl. GST", "Total incl. GST", "Per year excl. GST"]),
        ("en-US", "VAT", ["Total excl. VAT", "Total incl. VAT", "Per year excl. VAT"]),
        ("nl", "BTW", ["Totaal excl. BTW", "Totaal incl. BTW", "Per jaar excl. BTW"]),
        ("de", "MwSt.", ["Gesamtbetrag netto", "Gesamtbetrag brutto", "Pro Jahr netto"]),
        ("fr", "TVA", ["Total HT", "Total TTC", "Par an HT"]),
    ] {
        let said = heads(language, Some(tax(name)));
        assert_eq!(said[..3], [net, gross, per_year], "{language}");
        assert!(!said[3].contains("VAT") || name == "VAT", "{}", said[3]);
    }
}

/// Two names, and one that no head of a narrow column has room for, are said with their rates.
#[test]
fn several_taxes_and_a_long_name_are_tax_in_the_heads() {
    let several = json!([{ "name": "GST", "rate": "5%" }, { "name": "QST", "rate": "9.975%" }]);
    let twice = json!([{ "name": "VAT", "rate": "21%" }, { "name": "VAT", "rate": "1%" }]);
    let long = json!({ "name": "Omzetbelasting over de toegevoegde waarde", "rate": "21%" });
    for (language, tax, expected) in [
        ("en", &several, "Total excl. tax"),
        ("en", &twice, "Total excl. VAT"),
        ("nl", &long, "Totaal excl. belasting"),
        ("de", &several, "Gesamtbetrag netto"),
        ("fr", &several, "Total HT"),
    ] {
        assert_eq!(heads(language, Some(tax.clone()))[0], expected);
    }
}
