//! The two kinds of document: an estimate binds nobody, and a quote has a number, an issuer, and a
//! place to sign.

use reinstate::document::brand::{Brand, BrandFile, IssuerMissing};
use reinstate::document::sheet::{Chosen, Detail, Sheet, SheetExtras};
use reinstate::engine::book::{Language, Shelf};
use reinstate::engine::quote::Quote;
use serde_json::{Value, json};

use crate::support::{offered, read, request, shelf_of_files, toml_value};

/// The approved book of the examples.
pub(crate) const BOOK: &str = "examples/quote/books/meridian-care-2026.1.toml";

/// The example of a quote, with something in its request changed.
pub(crate) fn example(language: Language, change: impl FnOnce(&mut Value)) -> Quote {
    let mut value = toml_value("examples/quote/request.toml");
    value["language"] = json!(language.tag());
    change(&mut value);
    offered(&request(&value), &shelf())
}

fn shelf() -> Shelf {
    shelf_of_files(&[BOOK])
}

/// The brand of the examples, without its logo.
pub(crate) fn brand() -> Brand {
    let file = BrandFile::read("brand.toml", &read("examples/brand/brand.toml"));
    file.expect("a brand").with_logo(None)
}

fn sheet(quote: &Quote) -> Sheet {
    let brand = brand();
    let shown = SheetExtras { brand: Some(&brand), ..SheetExtras::default() };
    Sheet::for_customer(quote, shown).expect("an issuer")
}

fn renewed(value: &mut Value) {
    for holding in value["holding"].as_array_mut().expect("holdings") {
        holding["covered_through"] = json!("2026-12-31");
        let holding = holding.as_object_mut().expect("a table");
        holding.remove("release");
        holding.remove("retire");
    }
}

fn changed(value: &mut Value) {
    let request = value.as_object_mut().expect("a table");
    for key in ["holding", "term_years", "payment"] {
        request.remove(key);
    }
    value["addition"] = json!([{
        "product_line": "historian", "edition": "server", "quantity": 2, "ends": "2027-06-30",
    }]);
}

fn unnumbered(value: &mut Value) {
    value.as_object_mut().expect("a table").remove("quote_number");
}

/// Every kind of quote of the example, for those who look at words.
pub(crate) fn sheets(language: Language) -> Vec<Sheet> {
    let draft = |value: &mut Value| value["concession"]["rate"] = json!("6%");
    let changes: [fn(&mut Value); 3] = [|_| (), renewed, changed];
    let numbered = changes.map(|change| example(language, change));
    let estimates = changes.map(|change| {
        example(language, |value| {
            change(value);
            unnumbered(value);
        })
    });
    let quotes = numbered.into_iter().chain(estimates).chain([example(language, draft)]);
    let mut sheets: Vec<Sheet> = quotes.map(|quote| sheet(&quote)).collect();
    let last_paid = |value: &mut Value| value["holding"][0]["last_unit_net"] = json!("180.00");
    for detail in [Detail::Brief, Detail::Internal] {
        sheets.push(detailed(&example(language, last_paid), detail));
    }
    sheets
}

fn detailed(quote: &Quote, detail: Detail) -> Sheet {
    let brand = brand();
    let shown = SheetExtras { brand: Some(&brand), detail, ..SheetExtras::default() };
    Sheet::for_customer(quote, shown).expect("an issuer")
}

/// Documents, "Two kinds": a title for each kind and language, and the number of a quote.
#[test]
fn a_title_says_what_a_document_is() {
    let expected = [
        (
            Language::English,
            [
                "Reinstatement quote Q-2026-00042",
                "Renewal quote Q-2026-00042",
                "Support change Q-2026-00042",
                "Estimate: reinstatement of support",
                "Estimate: renewal of support",
            ],
        ),
        (
            Language::Dutch,
            [
                "Offerte reinstatement (heractivering) support Q-2026-00042",
                "Verlengingsofferte Q-2026-00042",
                "Wijziging support Q-2026-00042",
                "Prijsindicatie reinstatement (heractivering) support",
                "Prijsindicatie verlenging support",
            ],
        ),
        (
            Language::German,
            [
                "Angebot: Wiederaufnahme des Supports (Reinstatement) Q-2026-00042",
                "Verlängerungsangebot Q-2026-00042",
                "Supportänderung Q-2026-00042",
                "Unverbindliche Preisindikation: Wiederaufnahme des Supports (Reinstatement)",
                "Unverbindliche Preisindikation: Verlängerung des Supports",
            ],
        ),
        (
            Language::French,
            [
                "Devis – remise sous support (reinstatement) Q-2026-00042",
                "Devis de renouvellement Q-2026-00042",
                "Modification du support Q-2026-00042",
                "Estimation – remise sous support (reinstatement)",
                "Estimation – renouvellement du support",
            ],
        ),
    ];
    for (language, expected) in expected {
        let titles: Vec<String> = sheets(language).into_iter().map(|sheet| sheet.title).collect();
        assert_eq!(titles[..expected.len()], expected, "{}", language.tag());
    }
}

/// Documents, "Two kinds": an estimate is never signed, nor is a draft, which says what is missing.
#[test]
fn only_a_quote_that_stands_is_signed() {
    let sheets = sheets(Language::English);
    let signed: Vec<bool> = sheets.iter().map(|sheet| sheet.acceptance.is_some()).collect();
    assert_eq!(signed, [true, true, true, false, false, false, false, true, false]);
    let draft = &sheets[6];
    let missing = "DRAFT — still missing: approval of the additional discount of 6%";
    assert_eq!(draft.banner().as_deref(), Some(missing));
    assert_eq!(draft.title, "Reinstatement quote Q-2026-00042 — draft");
    let fields = &sheets[0].acceptance.as_ref().expect("a place to sign").fields;
    assert_eq!(fields.len(), 6, "name, function, place, date, purchase order, signature");
    assert!(sheets[3].standing.contains("not an offer"), "{}", sheets[3].standing);
    assert!(sheets[0].standing.starts_with("Valid through 24 December 2026, subject to"));
    assert_eq!(sheets[2].standing, "Valid through 24 December 2026");
}

/// Documents, "Two kinds": a book with sample prices makes estimates only, then without number.
#[test]
fn a_sample_book_makes_estimates_without_number() {
    let text = read(BOOK).replace("status = \"approved\"", "status = \"sample\"");
    let shelf = crate::support::shelf([(BOOK, text.as_str())]);
    let quote = offered(&request(&toml_value("examples/quote/request.toml")), &shelf);
    let sheet = Sheet::for_customer(&quote, SheetExtras::default()).expect("it needs no issuer");
    assert_eq!(sheet.title, "Estimate: reinstatement of support");
    assert!(!format!("{sheet:?}").contains("Q-2026-00042"));
    assert!(sheet.sample_banner.is_some() && sheet.acceptance.is_none());
}

#[test]
fn a_quote_without_an_issuer_is_refused() {
    let quote = example(Language::English, |_| ());
    assert_eq!(Sheet::for_customer(&quote, SheetExtras::default()), Err(IssuerMissing));
    let estimate = example(Language::English, unnumbered);
    assert!(Sheet::for_customer(&estimate, SheetExtras::default()).is_ok());
}

/// What a brand adds to a sheet; a seller of the request stands in its contact's place.
#[test]
fn terms_contact_and_legal_lines_are_those_of_the_brand() {
    let own = sheet(&example(Language::English, |_| ()));
    let contact = |sheet: &Sheet| {
        let fact = sheet.facts.iter().find(|fact| fact.label == "Your contact");
        fact.map(|fact| fact.value.clone()).unwrap_or_default()
    };
    assert_eq!(
        contact(&own),
        "Maya Lindqvist\u{a0}· +44\u{a0}117\u{a0}496\u{a0}0000\u{a0}· sales@northlight.example"
    );
    let terms = own.conditions.terms.as_ref().expect("terms");
    assert_eq!(terms.address, "https://northlight.example/terms");
    assert_eq!(own.foot.legal.len(), 3);
    let other = example(Language::English, |value| value["seller"] = json!({ "name": "Ada Bos" }));
    assert_eq!(contact(&sheet(&other)), "Ada Bos");
}

/// The head names the customer in full: address, VAT id, ORG ID, reference, purchase order.
#[test]
fn the_head_of_a_quote_is_complete() {
    let sheet = sheet(&example(Language::English, |_| ()));
    let customer = sheet.customer.lines.join("\n");
    assert!(customer.contains("Hull HU1 1AA") && customer.contains("VAT ID GB 111 1111 11"));
    let facts: Vec<(&str, &str)> =
        sheet.facts.iter().map(|fact| (fact.label.as_str(), fact.value.as_str())).collect();
    for expected in [
        ("Quote number", "Q-2026-00042"),
        ("ORG ID", "ORG-2088"),
        ("Your reference", "IT/2026/118"),
        ("Your purchase order", "PO 4500 118 220"),
    ] {
        assert!(facts.contains(&expected), "{expected:?} in {facts:?}");
    }
}

#[test]
fn above_ten_products_each_has_a_row_and_its_working_is_an_annex() {
    let times = |count: usize| {
        example(Language::English, |value| {
            let holdings = value["holding"].as_array().expect("holdings").clone();
            value["holding"] = holdings.into_iter().cycle().take(count).collect();
        })
    };
    assert!(sheet(&times(10)).overview.is_none());
    let sheet = sheet(&times(12));
    let overview = sheet.overview.expect("an overview");
    let rows: Vec<(&str, &str, bool)> = overview
        .rows
        .iter()
        .map(|row| (&*row.cells[0], &*row.cells[4], row.chosen == Chosen::Sum))
        .collect();
    assert_eq!(rows.len(), 12 + 3);
    assert_eq!(rows[0], ("1. Meridian Control Centre Plant", "34,801.60", false));
    assert_eq!(rows[3], ("10. Meridian Control Centre Plant", "34,801.60", false));
    // By hand: four times 34,801.60, 9,246.69 and 14,327.14.
    let sums: Vec<_> = rows.iter().filter(|(.., is_sum)| *is_sum).collect();
    assert_eq!(
        sums,
        [
            &("Total Meridian Control Centre", "139,206.40", true),
            &("Total Meridian Historian", "36,986.76", true),
            &("Total Meridian Gateway", "57,308.56", true),
        ]
    );
    // Which come to the subtotal.
    assert!(sheet.totals.iter().any(|row| row.amount == "233,501.72"));
    assert_eq!((sheet.table.lines.len(), &*sheet.table.lines[11].total.amount), (12, "14,327.14"));
    assert!(sheet.table.title.starts_with("Annex"));
}

/// Each has other dates, and so a bar of its own: twelve on the first page, the others at the end.
#[test]
fn every_product_is_named_in_the_picture_of_the_time() {
    let sheet = sheet(&example(Language::English, |value| {
        let holdings = value["holding"].as_array().expect("holdings").clone();
        let dated = |(day, mut holding): (usize, serde_json::Value)| {
            holding["covered_through"] = json!(format!("2026-06-{day:02}"));
            holding
        };
        value["holding"] = (1..).zip(holdings.into_iter().cycle().take(25)).map(dated).collect();
    }));
    let rest = sheet.timeline.rest.expect("more bars");
    assert_eq!((sheet.timeline.rows.len(), rest.rows.len()), (12, 13));
    for (number, row) in (1..).zip(sheet.timeline.rows.iter().chain(&rest.rows)) {
        assert!(row.label.ends_with(&format!(" ({number})")), "{}", row.label);
        assert!(row.label.starts_with("Meridian "), "{}", row.label);
    }
    assert_eq!(rest.title, "Support over time (continued)");
    let note = "Continued at the end, under “Support over time (continued)”: products 13–25";
    assert_eq!(rest.note, note);
}

/// Two brands that differ in anything a document shows are two brands.
#[test]
fn the_digest_of_a_brand_is_of_all_that_is_shown() {
    let whole = read("examples/brand/brand.toml");
    let digest =
        |text: &str| BrandFile::read("brand.toml", text).expect("a brand").with_logo(None).sha256();
    for (one, other) in [
        ("VAT GB 000", "VAT GB 001"),
        ("/terms", "/conditions"),
        ("Maya Lindqvist", "Ada Bos"),
        ("mailto:sales", "mailto:office"),
        ("Bristol", "Bath"),
        ("#0b6b5d", "#1b4f8f"),
        ("Partners\"", "Brothers\""),
    ] {
        assert!(whole.contains(one), "{one}");
        assert_ne!(digest(&whole), digest(&whole.replace(one, other)), "{one}");
    }
}

#[cfg(feature = "cli")]
mod commands {
    use std::process::Output;

    use crate::support::{program, project};

    fn run(arguments: &[&str]) -> Output {
        let mut command = program();
        command.args(["--books", "examples/quote/books"]).args(arguments);
        command.current_dir(project(".")).output().expect("it runs")
    }

    #[test]
    fn quote_writes_nothing_without_an_issuer() {
        let folder = tempfile::tempdir().expect("a folder");
        let pdf = folder.path().join("quote.pdf");
        let pdf = pdf.to_str().expect("a plain path");
        let wanted = ["quote", "examples/quote/request.toml", "--pdf", pdf];
        let output = run(&wanted);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("error[issuer-missing]") && said.contains("--brand"), "{said}");
        assert!(!std::path::Path::new(pdf).exists());
        let branded = run(&[&wanted[..], &["--brand", "examples/brand/brand.toml"]].concat());
        assert_eq!(branded.status.code(), Some(0));
        assert!(std::path::Path::new(pdf).exists());
    }

    #[test]
    fn a_batch_makes_no_document_of_a_quote_without_an_issuer() {
        let folder = tempfile::tempdir().expect("a folder");
        let table = folder.path().join("table.csv");
        let text = "org_id,customer,product_line,edition,owned,covered_through,service_level,\
                    term_years,program,currency,quote_number\n\
                    A,A Ltd,historian,server,3,2026-12-31,standard,1,list,EUR,Q-1\n\
                    B,B Ltd,historian,server,3,2026-12-31,standard,1,list,EUR,\n";
        std::fs::write(&table, text).expect("a file");
        let out = folder.path().join("out");
        let path = |path: &std::path::Path| path.to_str().expect("a plain path").to_owned();
        let output = run(&[
            "--quote-date",
            "2026-11-24",
            "batch",
            &path(&table),
            "--out",
            &path(&out),
            "--documents",
            "html",
        ]);
        assert_eq!(output.status.code(), Some(1));
        let documents = std::fs::read_to_string(out.join("documents.csv")).expect("a table");
        let reason = documents.lines().find(|line| line.starts_with("A,")).expect("a row");
        assert!(reason.contains("issuer-missing: a quote needs an issuer"), "{reason}");
        assert!(documents.contains("account-B-row-2.html"), "{documents}");
    }
}
