//! UBL quotations: read back by a reader of XML, added up again in whole numbers, and valid against
//! the schemas of UBL where those are at hand.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion};
use reinstate::document::brand::{Brand, BrandFile};
use reinstate::document::json;
use reinstate::document::ubl::quotation;
use reinstate::engine::book::Language;
use reinstate::engine::price::price;
use reinstate::engine::quote::{Outcome, Quote};
use reinstate::engine::request::Request;
use serde_json::{Value, json};

use crate::golden::cases;
use crate::support::{
    conformance_shelf, files, offered, read, request, shelf_of_files, shipped_shelf, skipped,
    toml_value, tool,
};

/// An element: its name without the prefix, its attributes, its text, and what is inside.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    inside: Vec<Element>,
}

impl Element {
    /// The root of a document.
    fn of(bytes: &[u8]) -> Self {
        let mut reader = Reader::from_reader(bytes);
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event().expect("well-formed XML") {
                Event::Start(start) => open.push(Self {
                    name: start.local_name().as_ref().to_owned(),
                    attributes: start
                        .attributes()
                        .map(|attribute| {
                            let attribute = attribute.expect("an attribute");
                            let value = attribute
                                .normalized_value(XmlVersion::Implicit1_0)
                                .expect("a value")
                                .into_owned();
                            (attribute.key.as_ref().to_owned(), value)
                        })
                        .collect(),
                    ..Self::default()
                }),
                Event::End(_) => {
                    let closed = open.pop().expect("an element");
                    open.last_mut().expect("a parent").inside.push(closed);
                }
                Event::Text(text) => {
                    open.last_mut().expect("an element").text += &text.xml10_content();
                }
                Event::GeneralRef(reference) => {
                    let character = match &*reference.xml10_content() {
                        "lt" => '<',
                        "gt" => '>',
                        "amp" => '&',
                        "quot" => '"',
                        "apos" => '\'',
                        other => panic!("&{other};"),
                    };
                    open.last_mut().expect("an element").text.push(character);
                }
                Event::Eof => return open.pop().and_then(|mut top| top.inside.pop()).expect("one"),
                Event::Decl(_) => {}
                Event::Empty(_)
                | Event::CData(_)
                | Event::Comment(_)
                | Event::PI(_)
                | Event::DocType(_) => panic!("it is not written"),
            }
        }
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &Self> {
        self.inside.iter().filter(move |inner| inner.name == name)
    }

    /// The one element at the end of a path.
    fn at(&self, path: &str) -> &Self {
        let mut element = self;
        for name in path.split('/') {
            let found: Vec<&Self> = element.all(name).collect();
            let [one] = found[..] else { panic!("{} of {name} in {}", found.len(), element.name) };
            element = one;
        }
        element
    }

    fn may(&self, name: &str) -> Option<&Self> {
        self.inside.iter().find(|inner| inner.name == name)
    }

    fn attribute(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    fn each(&self, look: &mut impl FnMut(&Self)) {
        look(self);
        self.inside.iter().for_each(|inner| inner.each(look));
    }

    /// An amount in whole minor units, written with the decimals of its currency.
    fn minor(&self, currency: &str, decimals: usize) -> i128 {
        assert_eq!(self.attribute("currencyID"), currency, "{self:?}");
        let (_, after) = self.text.split_once('.').unwrap_or((&self.text, ""));
        assert_eq!(after.len(), decimals, "{self:?}");
        self.text.replace('.', "").parse().expect("digits")
    }
}

fn brand() -> Brand {
    let text = r#"
        [brand]
        name = "North & South <Partners>"
        address = ["1 Quay", "Bristol"]
        legal = ["No. 0000", "VAT GB 000"]
        terms_url = "https://north.example/terms?a=1&b=2"
        contact = { name = "Maya", email = "sales@north.example" }
    "#;
    BrandFile::read("brand.toml", text).expect("a brand").with_logo(None)
}

/// Every quote of the examples, the golden cases, the conformance cases and the published policies.
fn quotes() -> Vec<(String, Quote)> {
    let mut quotes = Vec::new();
    let mut add = |name: &str, outcome: Outcome| {
        if let Outcome::Offered(quote) = outcome {
            quotes.push((name.to_owned(), *quote));
        }
    };
    let shipped = shipped_shelf();
    for path in files("examples/requests", &[".toml"]) {
        for (tag, language) in Language::ALL {
            let mut request: Request = request(&toml_value(&path));
            request.language = language;
            add(&format!("{path} in {tag}"), price(&request, &shipped));
        }
    }
    let made_up = shelf_of_files(&["examples/quote/books/meridian-care-2026.1.toml"]);
    let quote = request(&toml_value("examples/quote/request.toml"));
    add("examples/quote", price(&quote, &made_up));
    for case in cases() {
        add(&case.name, case.outcome());
    }
    let vendors = files("tests/conformance/vendors", &[".toml"]);
    let vendors = shelf_of_files(&vendors.iter().map(String::as_str).collect::<Vec<_>>());
    for (path, shelf) in [
        ("tests/conformance/cases.json", conformance_shelf()),
        ("tests/conformance/vendors.json", vendors),
    ] {
        let cases: Vec<Value> = serde_json::from_str(&read(path)).expect("valid JSON");
        for (place, case) in cases.iter().enumerate() {
            let mut request = request(&case["request"]);
            // All languages in turn.
            let (_, language) = Language::ALL[place % Language::ALL.len()];
            request.language = language;
            add(case["name"].as_str().expect("a name"), price(&request, &shelf));
        }
    }
    for value in taxes() {
        add(&value.to_string(), price(&request(&value), &conformance_shelf()));
    }
    quotes
}

/// Requests with taxes that none of the cases has.
fn taxes() -> impl Iterator<Item = Value> {
    let taxes = [
        json!({ "name": "MwSt.", "rate": "0%" }),
        json!({ "name": "MwSt.", "rate": "0%", "note": "Ausfuhr <steuerfrei>" }),
        json!({ "name": "VAT", "rate": "0%", "note": "Reverse charge" }),
        json!([{ "name": "GST", "rate": "5%" }, { "name": "QST", "rate": "9.975%" }]),
    ];
    taxes.into_iter().map(|tax| {
        json!({
            "quote_date": "2026-01-15", "currency": "EUR", "service_level": "select",
            "term_years": 1, "program": "easy", "language": "de", "book": "alpha", "tax": tax,
            "holding": [{ "product_line": "desktops", "edition": "premium", "owned": 3,
                "covered_through": "2026-12-31" }],
        })
    })
}

/// What was there among the quotations.
#[derive(Default)]
struct Met {
    categories: BTreeSet<String>,
    beside: BTreeSet<&'static str>,
    decimals: BTreeSet<u8>,
    taxes: BTreeSet<usize>,
    payments: usize,
    fees: usize,
    part_numbers: usize,
}

/// The rule of a quotation, in whole minor units: price × quantity ÷ base quantity + charges −
/// allowances is the line, all lines are the total without tax, and with the taxes they are what is
/// payable, which the parts of a payment plan add up to.
fn add_up(of: &str, quote: &Quote, root: &Element, met: &mut Met) {
    let currency = quote.currency();
    let decimals = currency.decimals();
    let minor = |element: &Element| element.minor(currency.code(), decimals.into());
    met.decimals.insert(decimals);
    let data: Value = serde_json::from_str(&json::quote(quote)).expect("JSON");
    let mut sum = 0;
    let mut count = 0;
    for (place, line) in root.all("QuotationLine").enumerate() {
        let item = line.at("LineItem");
        let total = of_line(item, &data["lines"][place], &minor, met);
        assert_eq!(total, minor(item.at("LineExtensionAmount")), "{of}: line {place}");
        let of_json = match data["lines"].get(place) {
            Some(line) => &line["total"],
            None => {
                met.fees += 1;
                &data["totals"]["quote_fee"]
            }
        };
        assert_eq!(of_json, item.at("LineExtensionAmount").text.as_str(), "{of}");
        assert_eq!(line.at("ID").text, (place + 1).to_string());
        sum += total;
        count += 1;
    }
    assert_eq!(root.at("LineCountNumeric").text, count.to_string());
    let totals = root.at("QuotedMonetaryTotal");
    for name in ["LineExtensionAmount", "TaxExclusiveAmount"] {
        assert_eq!(minor(totals.at(name)), sum, "{of}: {name}");
    }
    let mut payable = sum;
    met.taxes.insert(root.all("TaxTotal").count());
    for tax in root.all("TaxTotal") {
        payable += minor(tax.at("TaxAmount"));
        let part = tax.at("TaxSubtotal");
        assert_eq!(minor(part.at("TaxAmount")), minor(tax.at("TaxAmount")), "{of}");
        assert_eq!(minor(part.at("TaxableAmount")), sum, "{of}");
        met.categories.insert(part.at("TaxCategory/ID").text.clone());
    }
    for name in ["TaxInclusiveAmount", "PayableAmount"] {
        assert_eq!(minor(totals.at(name)), payable, "{of}: {name}");
    }
    assert_eq!(data["totals"]["total"], totals.at("PayableAmount").text.as_str(), "{of}");
    let due = data["payments"].as_array().map(Vec::as_slice).unwrap_or_default();
    let terms = root.may("UBLExtensions").map(|all| all.all("UBLExtension"));
    let paid: Vec<&Element> =
        terms.into_iter().flatten().map(|one| one.at("ExtensionContent/PaymentTerms")).collect();
    if !paid.is_empty() {
        assert_eq!(paid.iter().map(|part| minor(part.at("Amount"))).sum::<i128>(), payable, "{of}");
        met.payments += 1;
    }
    let days = paid.iter().map(|part| part.at("InstallmentDueDate").text.as_str());
    assert!(days.eq(due.iter().map(|part| part["due"].as_str().expect("a day"))), "{of}");
}

/// What stands beside the price of a line, by its name in JSON, and whether it is added.
const BESIDE: [(&str, &str); 6] = [
    ("term_discount", "false"),
    ("concession", "false"),
    ("surcharge", "true"),
    ("licence", "true"),
    ("back_coverage", "true"),
    ("penalty", "true"),
];

/// What the price, the charges and the allowances of a line come to: those that its JSON has, and
/// no others.
fn of_line(item: &Element, line: &Value, minor: &impl Fn(&Element) -> i128, met: &mut Met) -> i128 {
    let quantity: i128 = item.at("Quantity").text.parse().expect("a number");
    let base: i128 = item.at("Price/BaseQuantity").text.parse().expect("a number");
    let product = minor(item.at("Price/PriceAmount")) * quantity;
    assert_eq!(product % base, 0, "{item:?}");
    let mut total = product / base;
    let mut expected = Vec::new();
    for (field, is_charge) in BESIDE {
        let amount = line[field].as_str().unwrap_or("0");
        if amount.bytes().any(|digit| digit.is_ascii_digit() && digit != b'0') {
            met.beside.insert(field);
            expected.push((is_charge, amount));
        }
    }
    let mut found = Vec::new();
    for beside in item.all("AllowanceCharge") {
        let (amount, is_charge) = (beside.at("Amount"), beside.at("ChargeIndicator"));
        total += if is_charge.text == "true" { minor(amount) } else { -minor(amount) };
        found.push((is_charge.text.as_str(), amount.text.as_str()));
        let reason = &beside.at("AllowanceChargeReason").text;
        // What it is, and how it comes about.
        assert!(reason.trim().contains(": ") && !reason.ends_with(": "), "{reason}");
        met.part_numbers += beside.all("ID").count();
    }
    assert_eq!(found, expected, "{item:?}");
    met.part_numbers += item.at("Item").all("ManufacturersItemIdentification").count();
    total
}

#[test]
fn every_quotation_adds_up_to_the_cent() {
    let mut met = Met::default();
    let quotes = quotes();
    for (name, quote) in &quotes {
        let root = Element::of(&quotation(quote, &brand()));
        assert_eq!(root.name, "Quotation");
        add_up(name, quote, &root, &mut met);
        root.each(&mut |element| {
            let is_amount = element.name.ends_with("Amount");
            assert_eq!(is_amount, !element.attribute("currencyID").is_empty(), "{element:?}");
            let has_content = !element.inside.is_empty() || !element.text.trim().is_empty();
            assert!(has_content, "{name}: {} is empty", element.name);
        });
    }
    assert!(quotes.len() > 700, "{}", quotes.len());
    // All that a quotation can hold was there.
    let beside: Vec<&str> = met.beside.iter().copied().collect();
    let mut all = BESIDE.map(|(field, _)| field);
    all.sort_unstable();
    assert_eq!(beside, all);
    let categories: Vec<&str> = met.categories.iter().map(String::as_str).collect();
    assert_eq!(categories, ["AE", "E", "O", "S", "Z"]);
    assert_eq!(met.decimals, BTreeSet::from([0, 2, 3]));
    assert_eq!(met.taxes.iter().max(), Some(&2), "{:?}", met.taxes);
    assert!(met.payments > 0 && met.fees > 0 && met.part_numbers > 0);
}

/// Valid against the schema of a quotation in the folder that `REINSTATE_UBL_XSD` names: of UBL
/// 2.5, or of 2.1 as `tests/ubl/schemas.sh` gets it, in which there is all that quotations use.
/// Each later 2.x allows what the one before allows.
#[test]
fn every_quotation_is_valid() {
    let Some(folder) = std::env::var_os("REINSTATE_UBL_XSD").map(PathBuf::from) else {
        return skipped("REINSTATE_UBL_XSD names no folder; tests/ubl/schemas.sh makes one");
    };
    let schemas = ["2.5", "2.1"].map(|it| folder.join(format!("maindoc/UBL-Quotation-{it}.xsd")));
    let schema = schemas.iter().find(|schema| schema.is_file()).expect("a schema of a quotation");
    let place = tempfile::tempdir().expect("a folder");
    let write = |name: String, text: &str| -> OsString {
        let path = place.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path.into()
    };
    let says = |paths: &[OsString]| {
        let mut command = Command::new("xmllint");
        command.args(["--noout", "--nonet", "--schema"]).arg(schema).args(paths);
        tool(&mut command, "libxml2-utils")
    };
    // One that has all that a customer can say.
    let told = quotation(&offered(&request(&told()), &conformance_shelf()), &brand());
    let told = String::from_utf8(told).expect("UTF-8");
    let mut paths = vec![write("told.xml".to_owned(), &told)];
    for (number, (_, quote)) in quotes().iter().enumerate() {
        let text = String::from_utf8(quotation(quote, &brand())).expect("UTF-8");
        paths.push(write(format!("{number}.xml"), &text));
    }
    let Some(output) = says(&paths) else { return };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    eprintln!("{} quotations are valid against {}", paths.len(), schema.display());

    // What is not valid is found: an element unknown, twice, missing, and in another place.
    let date = "<cbc:IssueDate>2026-01-15</cbc:IssueDate>";
    let customer = told.split("<cac:BuyerCustomerParty>").nth(1).expect("a customer");
    let customer = customer.split("</cac:BuyerCustomerParty>").next().expect("its end");
    let customer = format!("<cac:BuyerCustomerParty>{customer}</cac:BuyerCustomerParty>");
    for (name, broken) in [
        ("unknown", told.replace("cbc:IssueDate>", "cbc:IssueDay>")),
        ("twice", told.replace(date, &format!("{date}{date}"))),
        ("missing", told.replace(date, "")),
        ("elsewhere", told.replace(&customer, "").replace(date, &format!("{date}{customer}"))),
    ] {
        assert_ne!(broken, told, "{name}");
        let output = says(&[write(format!("{name}.xml"), &broken)]).expect("xmllint");
        assert_eq!(output.status.code(), Some(3), "{name} is not refused");
    }
}

/// A request in which a customer says all that can be said, with characters that XML has no way to
/// write among it.
fn told() -> Value {
    json!({
        "book": "alpha", "quote_date": "2026-01-15", "currency": "EUR", "service_level": "select",
        "term_years": 2, "program": "enterprise-3", "quote_number": "Q-2026 <42>",
        "tax": { "name": "VAT", "rate": "7.7%" },
        "concession": { "rate": "2.5%", "reason": "a \"loyal\" customer & friend" },
        "customer": {
            "name": "A\u{fffe}B ]]> <b>&amp; 日本株式会社\u{ffff}", "org_id": "ORG-1", "country": "jp",
            "address": ["Line 1", "Line 2"], "contact": "N. N.", "reference": "R-1",
            "tax_id": "JP1", "email": "a@b.example", "purchase_order": "PO-1" },
        "seller": { "name": "S", "phone": "+31 10", "email": "s@b.example" },
        "holding": [{ "product_line": "desktops", "edition": "premium", "owned": 12, "retire": 2,
            "covered_through": "2025-10-31" }],
    })
}

#[test]
fn what_a_customer_says_is_there_and_what_xml_cannot_say_is_marked() {
    let quote = offered(&request(&told()), &conformance_shelf());
    let bytes = quotation(&quote, &brand());
    assert_eq!(bytes, quotation(&quote, &brand()));
    let root = Element::of(&bytes);
    assert_eq!(root.at("ProfileID").text, "urn:reinstate:quotation:1");
    assert_eq!(root.at("ID").text, "Q-2026 <42>");
    let seller = root.at("SellerSupplierParty/Party");
    assert_eq!(seller.at("PartyName/Name").text, "North & South <Partners>");
    assert_eq!(seller.at("Contact/Telephone").text, "+31 10");
    let notes: Vec<&str> =
        seller.at("Contact").all("Note").map(|note| note.text.as_str()).collect();
    assert_eq!(notes, ["No. 0000", "VAT GB 000"]);
    let terms = root.at("TransactionConditions/DocumentReference/Attachment/ExternalReference");
    assert_eq!(terms.at("URI").text, "https://north.example/terms?a=1&b=2");
    let buyer = root.at("BuyerCustomerParty/Party");
    let name = "A\u{fffd}B ]]> <b>&amp; 日本株式会社\u{fffd}";
    assert_eq!(buyer.at("PartyName/Name").text, name);
    assert_eq!(buyer.at("PostalAddress/Country/IdentificationCode").text, "JP");
    assert_eq!(buyer.at("PartyTaxScheme/CompanyID").text, "JP1");
    assert_eq!(buyer.at("Contact/ElectronicMail").text, "a@b.example");
    let documents: Vec<&str> =
        root.all("AdditionalDocumentReference").map(|one| one.at("ID").text.as_str()).collect();
    assert_eq!(documents[0], "alpha");
    assert_eq!(documents[2..], ["R-1", "PO-1"]);
    let reasons: Vec<&str> = root
        .at("QuotationLine/LineItem")
        .all("AllowanceCharge")
        .map(|one| one.at("AllowanceChargeReason").text.as_str())
        .collect();
    assert!(reasons.iter().any(|reason| reason.contains("a \"loyal\" customer & friend")));
}

/// What is not asked has no element: a buyer, a tax, a country.
#[test]
fn an_estimate_by_nobody_has_a_number_and_says_what_it_is() {
    let request = request(&json!({
        "quote_date": "2026-11-24", "currency": "USD", "service_level": "select", "term_years": 1,
        "program": "easy", "holding": [{ "product_line": "virtual-apps-desktops",
            "edition": "premium", "owned": 5, "covered_through": "2026-12-31" }],
    }));
    let quote = offered(&request, &shipped_shelf());
    let root = Element::of(&quotation(&quote, &brand()));
    let seller = root.at("SellerSupplierParty/Party/Contact");
    assert_eq!(seller.at("ElectronicMail").text, "sales@north.example", "of the brand");
    let data: Value = serde_json::from_str(&json::quote(&quote)).expect("JSON");
    let digest = data["receipt"]["request_sha256"].as_str().expect("a digest");
    assert_eq!(root.at("ID").text, digest[..16]);
    let first = root.all("Note").next().expect("a note");
    assert!(first.text.contains("Estimate"), "{first:?}");
    assert_eq!(first.attribute("languageID"), "en");
    assert!(root.may("BuyerCustomerParty").is_none());
    let none = root.at("TaxTotal/TaxSubtotal/TaxCategory");
    assert_eq!(none.at("ID").text, "O");
    // A sentence, and not the key of one.
    assert!(none.at("TaxExemptionReason").text.contains(' '), "{none:?}");
    for date in ["ValidityPeriod/StartDate", "IssueDate"] {
        assert_eq!(root.at(date).text, "2026-11-24");
    }
    assert_eq!(data["valid_through"], root.at("ValidityPeriod/EndDate").text.as_str());
}

/// Amounts of the document that README shows, worked out there: 480 licences for three years, 5%
/// off, 244 of 365 days of 30,844.80, and 21% tax.
#[test]
fn the_example_is_the_one_of_the_readme() {
    let quote =
        offered(&request(&toml_value("examples/requests/reinstatement-nl.toml")), &shipped_shelf());
    let root = Element::of(&quotation(&quote, &brand()));
    let item = root.at("QuotationLine/LineItem");
    assert_eq!(item.at("Price/PriceAmount").text, "92534.40");
    assert_eq!(item.at("Price/BaseQuantity").text, "480");
    let beside: Vec<(&str, &str)> = item
        .all("AllowanceCharge")
        .map(|one| (one.at("Amount").text.as_str(), one.at("BaseAmount").text.as_str()))
        .collect();
    assert_eq!(beside, [("4626.72", "92534.40"), ("20619.54", "30844.80")]);
    assert_eq!(root.at("QuotedMonetaryTotal/PayableAmount").text, "131317.94");
    let buyer = root.at("BuyerCustomerParty/Party");
    assert_eq!(buyer.at("PostalAddress/Country/Name").text, "Nederland");
    assert_eq!(item.at("Delivery/RequestedDeliveryPeriod/EndDate").text, "2029-11-30");
}
