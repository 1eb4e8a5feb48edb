//! What the service levels give: amounts, as the language of a document writes them.

use reinstate::document::sheet::{BenefitCell, Benefits, Sheet};
use reinstate::engine::book::Shelf;
use serde_json::{Value, json};

use crate::support::{offered, request, shelf_of_files, shipped_shelf};

fn benefits(shelf: &Shelf, wanted: &Value) -> Benefits {
    Sheet::of(&offered(&request(wanted), shelf)).benefits.expect("a table of levels")
}

/// The cells of the row with such a name.
fn cells<'table>(benefits: &'table Benefits, name: &str) -> Vec<&'table str> {
    let row = benefits.rows.iter().find(|(known, _)| known.contains(name)).expect(name);
    row.1.iter().map(BenefitCell::text).collect()
}

/// The shipped book asks for a million dollars or euros, or 800,000 pounds, of cloud contracts.
#[test]
fn an_amount_is_in_the_currency_and_the_words_of_the_quote() {
    let shelf = shipped_shelf();
    for (currency, language, yes_no, expected) in [
        ("EUR", "en", ["yes", "no"], "from €1,000,000.00"),
        ("USD", "en-US", ["yes", "no"], "from $1,000,000.00"),
        ("GBP", "en", ["yes", "no"], "from £800,000.00"),
        ("EUR", "nl", ["ja", "nee"], "vanaf €\u{a0}1.000.000,00"),
        ("EUR", "de", ["ja", "nein"], "ab 1.000.000,00\u{a0}€"),
        ("EUR", "fr", ["oui", "non"], "à partir de 1\u{202f}000\u{202f}000,00\u{a0}€"),
    ] {
        let wanted = json!({
            "quote_date": "2026-11-24", "start": "2026-12-01", "currency": currency,
            "language": language, "service_level": "select", "term_years": 3,
            "program": "enterprise-3",
            "holding": [{ "product_line": "virtual-apps-desktops", "edition": "premium",
                          "owned": 40, "covered_through": "2026-11-30" }]
        });
        let benefits = benefits(&shelf, &wanted);
        let [yes, no] = yes_no;
        assert_eq!(cells(&benefits, "Customer Success Manager"), [no, expected, yes], "{language}");
        // No other cell is an amount that somebody wrote as text.
        let all = benefits.rows.iter().flat_map(|(_, row)| row.iter().map(BenefitCell::text));
        assert_eq!(all.filter(|text| text.contains("000")).count(), 1, "{language}");
    }
}

#[test]
fn an_amount_is_the_least_the_greatest_or_the_amount_itself() {
    let shelf = shelf_of_files(&["tests/books/good/all-keys.toml"]);
    for (language, cloud, credit) in [
        ("en", ["up to €900.00", "from €900.00"], ["no", "€450.00"]),
        ("nl", ["tot en met €\u{a0}900,00", "vanaf €\u{a0}900,00"], ["nee", "€\u{a0}450,00"]),
        ("de", ["bis zu 900,00\u{a0}€", "ab 900,00\u{a0}€"], ["nein", "450,00\u{a0}€"]),
        ("fr", ["jusqu’à 900,00\u{a0}€", "à partir de 900,00\u{a0}€"], ["non", "450,00\u{a0}€"]),
    ] {
        let wanted = json!({
            "quote_date": "2026-06-24", "start": "2026-07-01", "currency": "EUR",
            "language": language, "service_level": "basic", "term_years": 1, "program": "list",
            "holding": [{ "product_line": "suite", "edition": "half",
                          "owned": 40, "covered_through": "2026-06-30" }]
        });
        let benefits = benefits(&shelf, &wanted);
        assert_eq!(cells(&benefits, "Cloud contracts"), cloud, "{language}");
        assert_eq!(cells(&benefits, "Training credit"), credit, "{language}");
    }
}
