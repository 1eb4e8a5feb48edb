//! What a person meets on the page: words that are explained, numbers as they are written at home,
//! contracts that run elsewhere, a tax, and until when an estimate stands.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::read;

use super::page::{GOOD, all_between, holdings, in_english, mistakes, texts_of, total_of};
use super::server::{Server, TODAY};

/// Bytes that no page may have more than.
const PAGE_BYTES_MAX: usize = 1_500_000;

/// A contract that runs elsewhere, in a query.
const CONTRACT: &str = "&other_product_line.1=daas&other_service_level.1=priority\
    &other_covered_through.1=2027-10-31";

fn with(key: &str, text: &str) -> String {
    let kept = GOOD.split('&').filter(|pair| !pair.starts_with(&format!("{key}=")));
    format!("{}&{key}={text}", kept.collect::<Vec<_>>().join("&"))
}

fn link_of(page: &str) -> String {
    all_between(page, "id=\"link\" href=\"", "\"")[0].replace("&#38;", "&")
}

#[test]
fn numbers_are_taken_as_the_language_writes_them() {
    let server = Server::new();
    for (language, written, taken) in [
        ("nl", "1.250", "1250"),
        ("nl", "1.250,00", "1250"),
        ("de", "1.250", "1250"),
        ("fr", "1%C2%A0250", "1250"),
        ("fr", "1+250", "1250"),
        ("en", "1,250", "1250"),
        ("en-US", "1,250", "1250"),
    ] {
        let plain = server.get(&format!("/?lang={language}&{}", with("owned.1", taken)));
        let page = server.get(&format!("/?lang={language}&{}", with("owned.1", written)));
        assert_eq!(page.status, 200, "{language} {written}");
        assert_eq!(total_of(page.text()), total_of(plain.text()), "{language} {written}");
        // The link has the number as every language reads it.
        let link = link_of(page.text());
        assert!(link.contains(&format!("owned.1={taken}&")), "{link}");
    }
    for (language, written) in
        [("nl", "1,250"), ("fr", "1.250"), ("en", "1.250"), ("de", "1,000"), ("en", "1.000")]
    {
        let answer = server.get(&format!("/?lang={language}&{}", with("owned.1", written)));
        let page = answer.text();
        assert_eq!(mistakes(page), [("bad-number", Some("owned-1"))], "{language} {written}");
        let said = all_between(page, "id=\"owned-1-error\">", "</p>")[0];
        assert!(said.contains(written), "{said}");
        assert!(said.contains("1250"), "it says how to write it: {said}");
    }
}

#[test]
fn contracts_that_run_elsewhere_count_as_in_the_api() {
    let server = Server::new();
    // 120.000,50 in Dutch; what comes of it is what the API says of the same contract.
    let query = format!("{GOOD}{CONTRACT}&other_annual_value.1=120.000,50");
    let answer = server.get(&format!("/?lang=nl&{query}"));
    assert_eq!(answer.status, 200, "{:?}", mistakes(answer.text()));
    let link = link_of(answer.text());
    assert!(link.contains("&other_annual_value.1=120000.50"), "{link}");
    assert_eq!(server.get(&link).text(), answer.text());
    let request = json!({
        "book": "citrix-css", "quote_date": TODAY, "start": "2026-12-01", "currency": "EUR",
        "service_level": "select", "term_years": 3, "program": "enterprise-3",
        "holding": [{ "product_line": "virtual-apps-desktops", "edition": "premium",
                      "owned": 500, "retire": 20, "covered_through": "2026-03-31" }],
        "other_contract": [{ "product_line": "daas", "service_level": "priority",
                             "covered_through": "2027-10-31", "annual_value": "120000.50" }],
    });
    let quote: Value = server.post("/api/v1/quotes", &[], request.to_string().as_bytes()).json();
    let codes = quote["findings"].as_array().expect("findings").iter();
    let codes: BTreeSet<&str> = codes.filter_map(|one| one["code"].as_str()).collect();
    let plain = server.get(&format!("/?lang=nl&{GOOD}"));
    let is_new = |code: &&str| !plain.text().contains(&format!("id=\"{code}\""));
    let new: Vec<&str> = codes.iter().copied().filter(is_new).collect();
    assert!(!new.is_empty(), "the contract is of another level, which has to be told");
    for code in codes {
        assert!(answer.text().contains(&format!("id=\"{code}\"")), "{code}");
    }
}

#[test]
fn a_contract_comes_and_goes_by_a_link_and_is_wrong_at_its_field() {
    let server = Server::new();
    let added = server.get(&format!("/?{GOOD}&add=contract"));
    assert_eq!(added.status, 303);
    let location = added.header("location").expect("a place");
    // The first product that is not asked for, at the level that is, for a year from the day on.
    let contract = "&other_product_line.1=daas&other_service_level.1=select\
                    &other_covered_through.1=2027-11-23#contract-1";
    assert!(location.ends_with(contract), "{location}");
    // The client reads heads in small letters.
    let path = location.split('#').next().expect("a path").replace("=eur&", "=EUR&");
    assert_eq!(server.get(&path).status, 200);
    let removed = server.get(&format!("{path}&remove_contract=1"));
    let location = removed.header("location").expect("a place");
    assert!(location.ends_with("#elsewhere") && !location.contains("other_"), "{location}");
    for number in ["0", "7", "-1", "x", "18446744073709551616"] {
        let answer = server.get(&format!("{path}&remove_contract={number}"));
        assert!([200, 303].contains(&answer.status), "{number}");
    }
    for (more, code, field) in [
        ("&other_annual_value.1=many", "bad-amount", "other_annual_value-1"),
        ("&other_covered_through.2=2027-02-30", "bad-date", "other_covered_through-2"),
    ] {
        let answer = in_english(&server, &format!("{GOOD}{CONTRACT}{more}"));
        let found = mistakes(answer.text());
        assert!(found.contains(&(code, Some(field))), "{more}: {found:?}");
        assert!(answer.text().contains("<details class=\"more\" id=\"elsewhere\" open>"));
    }
}

#[test]
fn a_tax_is_on_the_sum_where_it_is_wanted() {
    let server = Server::new();
    // By hand: 21% of 108,527.22 is 22,790.7162, so 22,790.72; together 131,317.94.
    for rate in ["21", "21%25", "21+%25", "21,0"] {
        let answer = in_english(&server, &format!("{GOOD}&tax_name=VAT&tax_rate={rate}"));
        assert_eq!(answer.status, 200, "{rate}: {:?}", mistakes(answer.text()));
        assert!(answer.text().contains("€131,317.94"), "{rate}");
        assert!(link_of(answer.text()).contains("&tax_name=VAT&tax_rate=21"), "{rate}");
    }
    for (more, code, field) in [
        ("&tax_rate=21", "missing-key", "tax_name"),
        ("&tax_name=VAT", "missing-key", "tax_rate"),
        ("&tax_name=VAT&tax_rate=0.21", "bad-percent", "tax_rate"),
        ("&tax_name=VAT&tax_rate=much", "bad-percent", "tax_rate"),
        ("&tax_name=VAT&tax_rate=101", "bad-percent", "tax_rate"),
    ] {
        let answer = in_english(&server, &format!("{GOOD}{more}"));
        assert_eq!(mistakes(answer.text()), [(code, Some(field))], "{more}");
        assert!(answer.text().contains("<details class=\"more\" id=\"tax\" open>"), "{more}");
    }
}

#[test]
fn an_estimate_says_until_when_it_stands_and_later_that_it_stood() {
    // Thirty days from 24 November, which the book says: through 24 December.
    let now = in_english(&Server::new(), GOOD);
    assert!(now.text().contains("This estimate is valid through 24 December 2026."));
    assert!(!now.text().contains("id=\"anew\""));
    let last = in_english(&Server::on("2026-12-24", &[]), GOOD);
    assert_eq!(last.text(), now.text());
    let server = Server::on("2026-12-25", &[]);
    let later = in_english(&server, GOOD);
    assert_eq!(later.status, 200);
    assert_eq!(total_of(later.text()), total_of(now.text()));
    assert!(
        later.text().contains("This estimate was valid through 24 December 2026 and no longer")
    );
    let anew = all_between(later.text(), "id=\"anew\" href=\"", "\"")[0].replace("&#38;", "&");
    let anew = server.get(&anew);
    assert_eq!(anew.status, 200);
    // The next version of the book is in force from 1 January.
    assert!(anew.text().contains("valid through 31 December 2026"), "{}", link_of(anew.text()));
    // A document does not know what day it is when it is read.
    assert!(server.get(&format!("/quote.pdf?{GOOD}")).body.starts_with(b"%PDF-"));
}

/// Fields that say by themselves what they ask.
const PLAIN: [&str; 5] = ["product_line-1", "currency", "quote_date", "start", "tax_name"];

#[test]
fn each_field_that_a_customer_may_not_know_is_explained() {
    let server = Server::new();
    for tag in ["en", "en-US", "nl", "de", "fr"] {
        let answer = server.get(&format!("/?lang={tag}"));
        let page = answer.text();
        for field in all_between(page, "<div class=\"field\">", "<div class=\"field") {
            let id = all_between(field, "for=\"", "\"")[0];
            let is_explained = field.contains("<details class=\"meaning\">");
            let has_help = field.contains(&format!("id=\"{id}-help\""));
            assert!(is_explained || has_help || PLAIN.contains(&id), "{tag}: {id}");
            if is_explained {
                let label = all_between(field, &format!("for=\"{id}\">"), "<")[0].trim();
                let asks = all_between(field, "class=\"hidden\">", "</span>")[0];
                assert!(asks.contains(label), "{tag}: {asks} of {label}");
            }
        }
        let words = all_between(page, "<details class=\"glossary\">", "</details>")[0];
        assert!(words.contains("SRP") && words.matches("<dt>").count() == 4, "{words}");
    }
    let page = server.get("/?lang=en");
    assert!(page.text().contains("Not sure? Take the first: it gives the highest price."));
}

/// The sample book begins with the programme of the least discount; the page does so in a book of
/// another order, too.
#[test]
fn the_first_programme_gives_the_highest_price() {
    let books = tempfile::tempdir().expect("a folder");
    let text = read("pricing/citrix-css-2026.2.toml");
    let (head, programs) = text.split_once("[[program]]").expect("programmes");
    let (programs, after) = programs.split_once("\n[lapse").expect("what follows");
    let turned: Vec<&str> = programs.split("[[program]]").collect();
    let turned: Vec<&str> = turned.into_iter().rev().collect();
    let written_first = all_between(turned[0], "id = \"", "\"")[0];
    let turned = turned.join("\n[[program]]");
    let turned = format!("{head}[[program]]{turned}\n[lapse{after}");
    std::fs::write(books.path().join("book.toml"), turned).expect("a book");
    let server = Server::with(&["--books", books.path().to_str().expect("a plain path")]);
    let page = server.get("/?lang=en");
    let list = all_between(page.text(), "<select id=\"program\"", "</select>")[0];
    let ids = all_between(list, "<option value=\"", "\"");
    assert_eq!(ids.len(), 8);
    assert_ne!(ids[0], written_first);
    let total = |id: &str| {
        let answer = in_english(&server, &with("program", id));
        let digits = total_of(answer.text()).chars().filter(char::is_ascii_digit);
        digits.collect::<String>().parse::<u64>().expect("an amount")
    };
    let totals: Vec<u64> = ids.iter().map(|id| total(id)).collect();
    assert_eq!(Some(&totals[0]), totals.iter().max(), "{totals:?}");
}

#[test]
fn no_page_is_above_its_limit() {
    let server = Server::new();
    for tag in ["en", "nl", "de", "fr"] {
        let answer = server.get(&format!("/?lang={tag}&{}", holdings(200)));
        assert_eq!(answer.status, 200);
        assert!(answer.body.len() < PAGE_BYTES_MAX, "{tag}: {}", answer.body.len());
        // What explains a field stands at the first product.
        assert_eq!(answer.text().matches("<div class=\"meaning").count(), 0);
        assert_eq!(answer.text().matches("for=\"edition-200\"").count(), 1);
    }
}

/// What the page says beside what it says of each mistake.
pub(super) fn said(tag: &str) -> String {
    let server = Server::new();
    let later = Server::on("2027-03-01", &[]);
    let contract = format!("{GOOD}{CONTRACT}");
    let queries = [
        contract.as_str(),
        "book=none",
        &with("owned.1", if tag == "nl" || tag == "de" { "1,250" } else { "1.250" }),
        &format!("{contract}&other_annual_value.1=many&tax_name=X&tax_rate=x"),
    ]
    .map(|query| server.get(&format!("/?lang={tag}&{query}")));
    let later = later.get(&format!("/?lang={tag}&{GOOD}"));
    queries.iter().chain([&later]).map(|answer| texts_of(answer.text())).collect()
}
