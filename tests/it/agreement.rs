//! The amounts in text, HTML, PDF and JSON of one quote are the same.
//!
//! They are read back out of each, in the notation of its language, and compared as numbers.

use std::collections::{BTreeMap, BTreeSet};

use reinstate::document::drawing::Shape;
use reinstate::document::pdf::{Paper, pages};
use reinstate::document::sheet::Sheet;
use reinstate::document::{html, json, text};
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

/// The text of a page, without its style, its pictures and its marks.
fn shown(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        // Texts of two elements are two texts.
        text.push('\n');
        let hidden = ["style", "svg", "title"].into_iter().find(|name| tag.starts_with(name));
        let end = hidden.map_or(">".to_owned(), |name| format!("</{name}>"));
        rest = tag.split_once(&end).expect("a tag that ends").1;
    }
    text + rest
}

/// The amounts of a text and how often each is there, as plain digits without a sign.
///
/// An amount has the decimals of the currency and its thousands apart, so that no year, no version
/// and no count below 1,000 is one; nor is a percentage.
fn written(language: Language, decimals: usize, text: &str) -> BTreeMap<String, usize> {
    let (thousands, decimal) = match language {
        Language::English | Language::AmericanEnglish => (',', '.'),
        Language::Dutch | Language::German => ('.', ','),
        Language::French => ('\u{202f}', ','),
    };
    let is_of_number =
        |letter: char| letter.is_ascii_digit() || letter == thousands || letter == decimal;
    let mut found = BTreeMap::new();
    let mut rest = text;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let number = &rest[start..];
        let end = number.find(|letter| !is_of_number(letter)).unwrap_or(number.len());
        let (number, after) = number.split_at(end);
        rest = after;
        let is_percentage = after.trim_start_matches('\u{a0}').starts_with('%');
        let number = number.trim_end_matches([thousands, decimal]);
        let (whole, cents) = number.split_once(decimal).unwrap_or((number, ""));
        let mut groups = whole.split(thousands);
        let is_grouped = groups.next().is_some_and(|first| (1..=3).contains(&first.len()))
            && groups.all(|group| group.len() == 3)
            && (decimals > 0 || whole.contains(thousands));
        let is_amount = is_grouped && cents.len() == decimals && !cents.contains(thousands);
        if is_amount && !is_percentage {
            let whole = whole.replace(thousands, "");
            let plain = if decimals > 0 { format!("{whole}.{cents}") } else { whole };
            *found.entry(plain).or_default() += 1;
        }
    }
    found
}

/// The amounts among data, as plain digits.
fn plain(value: &Value, decimals: usize, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            let (whole, cents) = text.split_once('.').unwrap_or((text, ""));
            let is_number = |digits: &str| digits.bytes().all(|digit| digit.is_ascii_digit());
            if !whole.is_empty() && is_number(whole) && is_number(cents) && cents.len() == decimals
            {
                found.insert(text.clone());
            }
        }
        // In a currency without decimals a count of licences looks like an amount.
        Value::Number(number) if decimals == 0 => {
            found.insert(number.to_string());
        }
        Value::Array(items) => items.iter().for_each(|item| plain(item, decimals, found)),
        Value::Object(fields) => fields.values().for_each(|field| plain(field, decimals, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// What the JSON of a quote has: its amounts, and those of its workings and findings.
fn data(
    quote: &Quote,
    language: Language,
    decimals: usize,
) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut data: Value = serde_json::from_str(&json::quote(quote)).expect("JSON");
    let mut rest = BTreeSet::new();
    for finding in data["findings"].as_array().expect("findings") {
        let message = finding["message"].as_str().expect("a message");
        rest.extend(written(language, decimals, message).into_keys());
    }
    let mut amounts = BTreeSet::new();
    for line in data["lines"].as_array_mut().expect("lines") {
        let fields = line.as_object_mut().expect("a line");
        plain(&fields.remove("workings").expect("workings"), decimals, &mut rest);
        if decimals == 0 {
            ["owned", "quantity"]
                .iter()
                .for_each(|count| plain(&fields[*count], decimals, &mut rest));
        }
        fields.retain(|_, field| field.is_string());
        plain(line, decimals, &mut amounts);
    }
    let totals = data["totals"].as_object_mut().expect("totals");
    totals.retain(|_, field| field.is_string());
    plain(&data["totals"], decimals, &mut amounts);
    (amounts, rest)
}

/// Whether a person sees an amount: nothing is left out, and a whole one below 1,000 cannot be told
/// from a count.
fn is_seen(amount: &str, decimals: usize) -> bool {
    let is_nothing = amount.bytes().all(|digit| matches!(digit, b'0' | b'.'));
    !is_nothing && (decimals > 0 || amount.len() > 3)
}

fn agree(request: &Request, shelf: &Shelf, language: Language) {
    let quote = offered(request, shelf);
    let decimals = usize::from(request.currency.decimals());
    let sheet = Sheet::of(&quote);
    let read = |output: &str| written(language, decimals, output);
    let in_text = read(&text::quote(&sheet, 120));
    let in_page = read(&shown(&html::page(&sheet).expect("a page")));
    let in_pdf = read(&printed(&sheet));
    assert_eq!(in_text, in_page, "text and HTML");
    assert_eq!(in_text, in_pdf, "text and PDF");

    let (in_json, mut beside) = data(&quote, language, decimals);
    // What a service level gives is the price book's, and in no quote.
    let levels = sheet.benefits.iter().flat_map(|benefits| &benefits.rows);
    for cell in levels.flat_map(|(_, row)| row) {
        beside.extend(read(cell.text()).into_keys());
    }
    let of_quote: BTreeSet<String> = amounts(&quote).iter().map(Money::to_string).collect();
    assert_eq!(of_quote, in_json, "the quote and its JSON");
    let for_people: BTreeSet<String> = in_text.into_keys().collect();
    let seen = |amount: &&String| is_seen(amount, decimals);
    let lacking: Vec<&String> = in_json.difference(&for_people).filter(seen).collect();
    assert_eq!(lacking, [""; 0], "amounts that only the JSON has");
    let known: BTreeSet<String> = in_json.union(&beside).cloned().collect();
    let unknown: Vec<&String> = for_people.difference(&known).filter(seen).collect();
    assert_eq!(unknown, [""; 0], "amounts that the JSON lacks");
}

#[test]
fn text_html_pdf_and_json_have_the_same_amounts() {
    let (shipped, conformance) = (shipped_shelf(), conformance_shelf());
    for (value, is_shipped) in requests() {
        let shelf = if is_shipped { &shipped } else { &conformance };
        for (tag, language) in Language::ALL {
            println!("{tag}: {value}");
            let mut request: Request = request(&value);
            request.language = language;
            agree(&request, shelf, language);
        }
    }
}

/// What is compared is what is there: each notation, and nothing that only looks like an amount.
#[test]
fn amounts_are_read_as_each_language_writes_them() {
    let two = [("1234567.80", 1), ("4626.72", 2)].map(|(text, count)| (text.to_owned(), count));
    for (language, text) in [
        (
            Language::English,
            "€1,234,567.80, −4,626.72 of 4,626.72; 12.50%, 2026, 1,250, 1.5, 1.25.10",
        ),
        (
            Language::Dutch,
            "€ 1.234.567,80, −4.626,72 van 4.626,72; 12,50%, 2026, 1.250, 1,5, 1,25,10",
        ),
        (
            Language::German,
            "1.234.567,80 €. −4.626,72 von 4.626,72; 12,50\u{a0}%, 24. Mai, 12.50,10",
        ),
        (
            Language::French,
            "1\u{202f}234\u{202f}567,80 €, −4\u{202f}626,72 sur 4\u{202f}626,72 ; 12,50\u{a0}%, \
             2026, 1\u{202f}250",
        ),
    ] {
        assert_eq!(written(language, 2, text), BTreeMap::from(two.clone()), "{text}");
    }
    let whole = written(Language::English, 0, "JP¥ 12,345 2026 999 1,5 12.50 7,7%");
    assert_eq!(whole, BTreeMap::from([("12345".to_owned(), 1)]));
    assert_eq!(shown("<style>a</style><p>1<b>2</b></p><svg><text>3</text></svg>").trim(), "1\n2");
}
