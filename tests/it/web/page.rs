//! The page: its form is the request, its answer the quote, and what is wrong stands at its field.

use std::collections::BTreeSet;

use form_urlencoded::Serializer;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use reinstate::document::language;
use reinstate::engine::book::Language;
use reinstate::engine::money::{Currency, Money};
use serde_json::Value;

use crate::properties::config;
use crate::support::{program, project, read};

use super::estimate;
#[cfg(feature = "register")]
use super::link;
use super::next_step;
use super::server::{Answer, Server, TODAY};

/// The request of the specification, without tax: 108527.22.
pub(super) const GOOD: &str = "book=citrix-css&service_level=select&term_years=3\
    &program=enterprise-3&currency=EUR&quote_date=2026-11-24&start=2026-12-01\
    &product_line.1=virtual-apps-desktops&edition.1=premium&owned.1=500&retire.1=20\
    &covered_through.1=2026-03-31";
const TOTAL: &str = "€108,527.22";

/// Holdings that an estimate may have.
const HOLDINGS_MAX: usize = 200;

/// Keys of a request that the page asks for.
const ASKED: [&str; 9] = [
    "book",
    "quote_date",
    "start",
    "currency",
    "service_level",
    "term_years",
    "program",
    "holding",
    // Nobody's name is asked for; a price does not depend on it.
    "customer",
];

/// A query of a request in JSON; `None` where the page does not ask for all that it holds.
fn query_of(request: &Value) -> Option<String> {
    let request = request.as_object()?;
    let mut query = Serializer::new(String::new());
    for (key, value) in request {
        match key.as_str() {
            key if !ASKED.contains(&key) => return None,
            "holding" | "customer" => {}
            key => {
                query.append_pair(key, &plain(value));
            }
        }
    }
    for (number, holding) in (1..).zip(request["holding"].as_array()?) {
        for (key, value) in holding.as_object()? {
            query.append_pair(&format!("{key}.{number}"), &plain(value));
        }
    }
    Some(query.finish())
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The texts between two marks.
pub(super) fn all_between<'text>(text: &'text str, from: &str, until: &str) -> Vec<&'text str> {
    text.split(from).skip(1).filter_map(|rest| rest.split(until).next()).collect()
}

pub(super) fn total_of(page: &str) -> &str {
    let bar = all_between(page, "<aside id=\"bar\"", "</aside>");
    all_between(bar[0], "<strong>", "</strong>")[0]
}

/// The codes and the fields of the mistakes, in their order.
pub(super) fn mistakes(page: &str) -> Vec<(&str, Option<&str>)> {
    let Some(list) = all_between(page, "<div class=\"mistakes\"", "</div>").first().copied() else {
        return Vec::new();
    };
    let entries = all_between(list, "<li ", "</li>").into_iter();
    let entry = |entry| {
        let field = all_between(entry, "href=\"#", "\"").first().copied();
        (all_between(entry, "data-code=\"", "\"")[0], field)
    };
    entries.map(entry).collect()
}

pub(super) fn in_english(server: &Server, query: &str) -> Answer {
    server.get(&format!("/?lang=en&{query}"))
}

#[test]
fn a_form_is_priced_as_its_request_is() {
    let books = tempfile::tempdir().expect("a folder");
    let names = ["alpha/alpha-2025", "alpha/alpha-2026", "beta/beta", "gamma/gamma"];
    for book in names.into_iter().chain(["zeta/zeta", "eta/eta", "theta/theta"]) {
        let from = project(&format!("tests/conformance/books/{book}.toml"));
        let name = from.file_name().expect("a name");
        std::fs::copy(&from, books.path().join(name)).expect("a copy");
    }
    let server = Server::with(&["--books", books.path().to_str().expect("a plain path")]);
    let cases: Vec<Value> =
        serde_json::from_str(&read("tests/conformance/cases.json")).expect("valid JSON");
    let (mut offered, mut refused) = (0, 0);
    for case in &cases {
        let name = &case["name"];
        let Some(query) = query_of(&case["request"]) else { continue };
        let answer = in_english(&server, &query);
        let page = answer.text();
        if let Some(code) = case["refusal"].as_str() {
            assert_eq!(answer.status, 422, "{name}");
            assert!(mistakes(page).iter().any(|(found, _)| *found == code), "{name}: {query}");
            refused += 1;
            continue;
        }
        assert_eq!(answer.status, 200, "{name}: {:?}", mistakes(page));
        let quote = &case["quote"];
        let code = case["request"]["currency"].as_str().expect("a currency");
        let currency = Currency::from_code(code).expect("a currency");
        let total = quote["totals"]["total"].as_str().expect("a total");
        let total = Money::parse(total, currency).expect("an amount");
        assert_eq!(total_of(page), language::money(Language::English, total), "{name}");
        offered += 1;
    }
    // Most cases ask for nothing that the page does not.
    assert!(offered > 80 && refused > 20, "{offered} offered and {refused} refused");
}

#[test]
fn the_request_of_the_specification_costs_what_it_says() {
    let server = Server::new();
    let answer = in_english(&server, GOOD);
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-language"), Some("en"));
    let page = answer.text();
    assert_eq!(total_of(page), TOTAL);
    // Each charge opens to its working: 480 × 64.26, and 244 days of 365 of it.
    for step in ["= €30,844.80", "= €92,534.40", "= €20,619.54", "244/365", "data-news=\""] {
        assert!(page.contains(step), "{step}");
    }
    for part in ["section-terms", "section-waiting", "section-buying-new", "picture-time-wide"] {
        assert!(page.contains(part), "{part}");
    }
    assert!(page.contains("an estimate, not an offer"));
}

/// A text put in the place of a field's, and what must then be said where.
const WRONG: [(&str, &str, &str, &str); 20] = [
    ("owned.1", "", "missing-key", "owned-1"),
    ("owned.1", "5,5", "bad-number", "owned-1"),
    ("owned.1", "1.000", "bad-number", "owned-1"),
    ("owned.1", "-1", "out-of-range", "owned-1"),
    ("owned.1", "99999999999999999999", "out-of-range", "owned-1"),
    ("retire.1", "ten", "bad-number", "retire-1"),
    ("retire.1", "501", "retired-exceeds-owned", "retire-1"),
    ("retire.1", "500", "nothing-to-cover", "retire-1"),
    ("covered_through.1", "31-03-2026", "bad-date", "covered_through-1"),
    ("covered_through.1", "2026-02-30", "bad-date", "covered_through-1"),
    ("covered_through.1", "1850-01-01", "out-of-range", "covered_through-1"),
    ("covered_through.1", "2018-02-28", "reinstatement-not-offered", "covered_through-1"),
    ("product_line.1", "toasters", "unknown-product-line", "product_line-1"),
    ("edition.1", "gold", "unknown-edition", "edition-1"),
    ("release.1", "1.0", "unknown-release", "release-1"),
    ("service_level", "gold", "unknown-service-level", "service_level"),
    ("program", "gold", "unknown-program", "program"),
    ("currency", "GULDEN", "unknown-currency", "currency"),
    ("term_years", "9", "term-not-offered", "term_years"),
    ("start", "2026-11-01", "start-in-the-past", "start"),
];

#[test]
fn each_mistake_stands_at_its_field() {
    let server = Server::new();
    for (key, text, code, field) in WRONG {
        let kept = GOOD.split('&').filter(|pair| !pair.starts_with(&format!("{key}=")));
        let query = format!("{}&{key}={text}", kept.collect::<Vec<_>>().join("&"));
        let answer = in_english(&server, &query);
        let page = answer.text();
        assert_eq!(answer.status, 422, "{key}={text}");
        assert_eq!(mistakes(page), [(code, Some(field))], "{key}={text}");
        let error = format!("<p class=\"error\" id=\"{field}-error\">");
        assert!(page.contains(&error), "{key}={text}: no error at the field");
        let control = page.split(&format!(" id=\"{field}\" ")).nth(1).expect("the field");
        let control = control.split('>').next().expect("its tag");
        assert!(control.contains("aria-invalid=\"true\""), "{key}={text}: {control}");
        assert!(control.contains(&format!("{field}-error\"")), "{key}={text}: {control}");
        // What was filled in is there to be mended.
        let shown = format!("value=\"{text}\"");
        assert!(page.contains(&shown), "{key}={text} is not shown");
    }
}

#[test]
fn what_the_page_does_not_know_is_said() {
    let server = Server::new();
    for (more, expected) in [
        ("&currency=USD", ("syntax", Some("currency"))),
        ("&owned.1=1", ("syntax", None)),
        ("&strange.1=1", ("unknown-key", None)),
        ("&curency=EUR", ("unknown-key", None)),
        ("&owned=5", ("unknown-key", None)),
    ] {
        let answer = in_english(&server, &format!("{GOOD}{more}"));
        assert_eq!(answer.status, 422, "{more}");
        assert_eq!(mistakes(answer.text()).first(), Some(&expected), "{more}");
    }
}

#[test]
fn what_others_add_to_a_link_changes_nothing() {
    let server = Server::new();
    for query in ["lang=en", &format!("lang=en&{GOOD}")] {
        let plain = server.get(&format!("/?{query}"));
        for key in ["fbclid", "gclid", "msclkid", "utm_source", "strange"] {
            let answer = server.get(&format!("/?{query}&{key}=1"));
            assert_eq!(answer.status, 200, "{key}");
            assert!(answer.body == plain.body, "{key} of {query}");
        }
    }
    let changed = server.get(&format!("/?gclid=1&{GOOD}&add=1"));
    let location = changed.header("location").expect("a place");
    assert!(changed.status == 303 && !location.contains("gclid"), "{location}");
    assert_eq!(server.get(&format!("/quote.pdf?{GOOD}&fbclid=1")).status, 200);
}

#[test]
fn a_language_goes_by_its_first_part() {
    let server = Server::new();
    for (tag, plain) in [("nl-NL", "nl"), ("NL", "nl"), ("de_AT", "de"), ("fr-Latn-CH", "fr")] {
        let answer = server.get(&format!("/?lang={tag}&{GOOD}"));
        assert_eq!(answer.status, 200, "{tag}");
        assert!(answer.body == server.get(&format!("/?lang={plain}&{GOOD}")).body, "{tag}");
    }
    let head = "host: x\r\naccept-language: ja\r\naccept-language: de-AT;Q=0.3\r\n\r\n";
    let answer = server.send(format!("GET /?{GOOD} HTTP/1.1\r\n{head}").as_bytes());
    assert_eq!(answer.header("content-language"), Some("de"));
    let answer = server.get(&format!("/?lang=es&{GOOD}"));
    assert_eq!(mistakes(answer.text()).first().map(|(code, _)| *code), Some("unknown-language"));
}

/// The box of the first page of a PDF, in points.
fn paper_of(pdf: &[u8]) -> String {
    let document = lopdf::Document::load_mem(pdf).expect("a PDF");
    let first = *document.get_pages().values().next().expect("a page");
    let page = document.get_dictionary(first).expect("its dictionary");
    format!("{:?}", page.get(b"MediaBox").expect("its paper"))
}

/// Letter where the English of the United States was chosen, not where a browser asks for it.
#[test]
fn american_english_has_its_words_and_where_it_is_chosen_its_paper() {
    const LETTER: &str = "[0 0 612 792]";
    const A4: &str = "[0 0 595.28 841.89]";
    let server = Server::new();
    let chosen = server.get(&format!("/?lang=en-US&{GOOD}"));
    let accepted = server.send(
        format!("GET /?{GOOD} HTTP/1.1\r\nhost: x\r\naccept-language: en-US,en;q=0.9\r\n\r\n")
            .as_bytes(),
    );
    for (answer, paper) in [(&chosen, LETTER), (&accepted, A4)] {
        assert_eq!(answer.header("content-language"), Some("en-us"));
        let page = answer.text();
        for american in ["<html lang=\"en-US\">", "December 1, 2026", "Licenses", "excl. tax"] {
            assert!(page.contains(american), "{american}");
        }
        let pdf = all_between(page, "id=\"pdf\" href=\"", "\"")[0].replace("&#38;", "&");
        assert_eq!(paper_of(&server.get(&pdf).body), paper, "{pdf}");
        // The same from the link, from the form, and with a product more.
        let link = all_between(page, "id=\"link\" href=\"", "\"")[0].replace("&#38;", "&");
        let later = server.get(&link);
        let pdf = all_between(later.text(), "id=\"pdf\" href=\"", "\"")[0].replace("&#38;", "&");
        assert_eq!(paper_of(&server.get(&pdf).body), paper, "{pdf}");
        let more = server.get(&format!("{link}&add=1"));
        let more = more.header("location").expect("a link");
        assert_eq!(more.contains("&paper=a4&"), paper == A4, "{more}");
        let is_kept = page.contains("<input type=\"hidden\" name=\"paper\" value=\"a4\">");
        assert_eq!(is_kept, paper == A4);
        // A language that is chosen on the page brings its paper along.
        assert!(page.contains("?lang=en-US&#38;book="), "the language's own link");
    }
    for (tag, paper) in [("en", A4), ("nl", A4), ("en_us", LETTER)] {
        assert_eq!(paper_of(&server.get(&format!("/quote.pdf?lang={tag}&{GOOD}")).body), paper);
    }
}

#[test]
fn a_link_holds_the_whole_request_and_gives_the_same_page_on_a_later_day() {
    let server = Server::new();
    let first = server.get("/?lang=nl");
    for page in [first.text(), in_english(&server, GOOD).text()] {
        let link = all_between(page, "id=\"link\" href=\"", "\"")[0].replace("&#38;", "&");
        let later = Server::on("2026-12-20", &[]);
        let (now, then) = (server.get(&link), later.get(&link));
        assert_eq!(now.status, 200);
        assert_eq!(now.text(), then.text());
        assert_eq!(total_of(now.text()), total_of(page));
        assert_eq!(
            all_between(now.text(), "id=\"link\" href=\"", "\"")[0].replace("&#38;", "&"),
            link
        );
    }
}

#[test]
fn the_pdf_is_that_of_the_command_line() {
    let server = Server::new();
    let answer = server.get(&format!("/quote.pdf?lang=de&{GOOD}"));
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("application/pdf"));
    let folder = tempfile::tempdir().expect("a folder");
    let (file, output) = (folder.path().join("request.json"), folder.path().join("quote.pdf"));
    let request = serde_json::json!({
        "book": "citrix-css", "quote_date": TODAY, "start": "2026-12-01", "currency": "EUR",
        "service_level": "select", "term_years": 3, "program": "enterprise-3", "language": "de",
        "holding": [{ "product_line": "virtual-apps-desktops", "edition": "premium",
                      "owned": 500, "retire": 20, "covered_through": "2026-03-31" }],
    });
    std::fs::write(&file, request.to_string()).expect("a file");
    let mut program = program();
    let program = program.arg("quote").arg(&file).arg("--pdf").arg(&output);
    assert!(program.output().expect("the program").status.success());
    assert!(answer.body == std::fs::read(&output).expect("its PDF"), "other bytes");
    // A form that has no price has no PDF, but the page that says why.
    let answer = server.get("/quote.pdf?owned.1=x");
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("<!DOCTYPE html>"));
}

#[test]
fn the_page_is_that_of_who_sends_the_documents() {
    let server = Server::with(&["--brand", "examples/brand/brand.toml"]);
    let page = server.get("/");
    let style = all_between(page.text(), "rel=\"stylesheet\" href=\"", "\"")[0];
    let plain = Server::new().get("/");
    assert!(!plain.text().contains(style), "another style has another address");
    let brand = read("examples/brand/brand.toml");
    let colour = all_between(&brand, "\"#", "\"")[0].to_lowercase();
    assert!(server.get(style).text().contains(&format!("--accent: #{colour}")));
}

#[test]
fn hostile_texts_are_shown_and_not_obeyed() {
    let server = Server::new();
    let hostile = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'&amp;{{7*7}}";
    for key in
        ["product_line.1", "edition.1", "owned.1", "currency", "start", "book", "x.1", "lang"]
    {
        let mut query = Serializer::new(GOOD.to_owned());
        let query = query.append_pair(key, hostile).finish();
        let answer = server.get(&format!("/?{query}"));
        let page = answer.text();
        assert_eq!(answer.status, 422, "{key}");
        assert_eq!(page.matches("<script").count(), 1, "{key}");
        assert!(!page.contains("<img") && !page.contains("<script>"), "{key}");
    }
}

#[test]
fn the_page_speaks_the_language_asked_for() {
    let server = Server::new();
    let mut titles = BTreeSet::new();
    for tag in ["en", "nl", "de", "fr"] {
        let chosen = server.get(&format!("/?lang={tag}&{GOOD}"));
        let accepted = server.send(
            format!(
                "GET /?{GOOD} HTTP/1.1\r\nhost: x\r\naccept-language: {tag}-XX, en;q=0.1\r\n\r\n"
            )
            .as_bytes(),
        );
        assert_eq!(chosen.text(), accepted.text(), "{tag}");
        assert!(chosen.text().contains(&format!("<html lang=\"{tag}\">")));
        titles.insert(all_between(chosen.text(), "<title>", "</title>")[0].to_owned());
    }
    assert_eq!(titles.len(), 4);
}

pub(super) fn holdings(count: usize) -> String {
    let (shared, holding) = GOOD.split_once("&product_line").expect("a holding");
    let holding = format!("&product_line{holding}");
    let numbered = (1..=count).map(|number| holding.replace(".1=", &format!(".{number}=")));
    format!("{shared}{}", numbered.collect::<String>())
}

#[test]
fn an_estimate_has_at_most_200_holdings() {
    let server = Server::new();
    let answer = in_english(&server, &holdings(HOLDINGS_MAX));
    assert_eq!(answer.status, 200);
    assert_eq!(total_of(answer.text()), "€21,705,444.00");
    let answer = in_english(&server, &holdings(HOLDINGS_MAX + 1));
    assert_eq!(answer.status, 422);
    assert_eq!(mistakes(answer.text()), [("list-too-long", None)]);
}

#[test]
fn a_holding_comes_and_goes_by_a_link_of_its_own() {
    let server = Server::new();
    let added = server.get(&format!("/?{GOOD}&add=1"));
    assert_eq!(added.status, 303);
    let location = added.header("location").expect("a place");
    // The first product that is not in the form, with its first edition and the other's numbers.
    let holding = "&product_line.2=daas&edition.2=standard&owned.2=500\
                   &covered_through.2=2026-03-31#holding-2";
    assert!(location.ends_with(holding), "{location}");
    let removed = server.get(&format!("/?{}&remove=2", holdings(3)));
    assert_eq!(removed.status, 303);
    let location = removed.header("location").expect("a place");
    assert!(location.contains("owned.2=500") && !location.contains(".3="), "{location}");
    for number in ["0", "7", "-1", "x", "18446744073709551616"] {
        let answer = server.get(&format!("/?{GOOD}&remove={number}"));
        assert!([200, 303].contains(&answer.status), "{number}");
    }
}

#[test]
fn another_product_has_its_own_lists() {
    let server = Server::new();
    // The lists on the page were made for the first product.
    let other = GOOD.replace("=virtual-apps-desktops", "=xenserver");
    let answer = in_english(&server, &format!("{other}&release.1=2203-ltsr&listed.1=daas"));
    assert_eq!(answer.status, 200);
    let link = all_between(answer.text(), "id=\"link\" href=\"", "\"")[0];
    assert!(link.contains("edition.1=per-socket"), "{link}");
    assert!(!link.contains("release.1") && !link.contains("listed"), "{link}");
    // A link that asks for what there is not is not given something else.
    assert_eq!(mistakes(in_english(&server, &other).text())[0].0, "unknown-edition");
}

#[test]
fn style_and_script_may_be_kept_because_their_addresses_change_with_them() {
    let server = Server::new();
    let page = server.get("/");
    for (start, kind) in
        [("/assets/estimator.css?v=", "text/css"), ("/assets/estimator.js?v=", "text/javascript")]
    {
        let digest = all_between(page.text(), start, "\"")[0];
        assert_eq!(digest.len(), 16);
        let answer = server.get(&format!("{start}{digest}"));
        assert_eq!(answer.status, 200);
        assert!(answer.header("content-type").is_some_and(|found| found.starts_with(kind)));
        assert!(answer.header("cache-control").is_some_and(|found| found.contains("immutable")));
    }
    assert_eq!(page.header("cache-control"), Some("no-store"));
    let policy = page.header("content-security-policy").expect("a policy");
    assert!(!policy.contains("unsafe") && policy.contains("default-src 'none'"), "{policy}");
    assert!(!page.text().contains("style=\"") && !page.text().contains("<style"));
}

/// Keys that the form has, and some that it has not.
const KEYS: [&str; 20] = [
    "lang",
    "book",
    "currency",
    "service_level",
    "term_years",
    "program",
    "quote_date",
    "start",
    "product_line.1",
    "edition.1",
    "owned.1",
    "retire.1",
    "covered_through.1",
    "release.1",
    "listed.1",
    "owned.4294967295",
    "add",
    "remove",
    "owned.",
    ".1",
];

fn queries() -> impl Strategy<Value = String> {
    let pairs = proptest::collection::vec((0..KEYS.len(), ".{0,12}"), 0..6).prop_map(|pairs| {
        let mut query = Serializer::new(GOOD.to_owned());
        for (key, text) in pairs {
            query.append_pair(KEYS[key], &text);
        }
        query.finish()
    });
    let near =
        (0..GOOD.len(), 0..GOOD.len(), "[a-z0-9=&.%+-]{0,6}").prop_map(|(one, other, text)| {
            let (from, until) = (one.min(other), one.max(other));
            format!("{}{text}{}", &GOOD[..from], &GOOD[until..])
        });
    prop_oneof![pairs, near, "[a-zA-Z0-9=&.%+_~!$'()*,;:@/?-]{0,80}"]
}

#[test]
fn whatever_the_query_there_is_a_page() {
    let server = Server::new();
    let mut runner = TestRunner::new(config(400));
    runner
        .run(&queries(), |query| {
            for path in ["/", "/quote.pdf"] {
                let answer = server.get(&format!("{path}?{query}"));
                prop_assert!([200, 303, 422].contains(&answer.status), "{}", answer.status);
                let is_page = answer.body.starts_with(b"<!DOCTYPE html>");
                let is_pdf = answer.body.starts_with(b"%PDF-");
                prop_assert!(is_page || is_pdf || answer.header("location").is_some());
            }
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn a_person_who_is_sent_away_gets_a_page_and_a_program_gets_problem_details() {
    let [missing, large, busy] = sent_away("de");
    for (answer, status, title) in [
        (&missing, 404, "Unter dieser Adresse gibt es nichts"),
        (&large, 413, "Das hat nicht geklappt"),
        (&busy, 429, "Derzeit gehen zu viele Anfragen ein"),
    ] {
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(answer.header("content-language"), Some("de"));
        assert!(answer.text().contains(&format!("<h1>{title}</h1>")), "{}", answer.text());
        assert!(answer.text().contains("<a class=\"button\" href=\"/\">"), "{status}");
    }
    assert!(busy.header("retry-after").is_some());
    let server = Server::new();
    let accept = "host: x\r\naccept: text/html\r\n\r\n";
    for (path, head) in [("/nothing", "host: x\r\n\r\n"), ("/api/v1/nothing", accept)] {
        let answer = server.send(format!("GET {path} HTTP/1.1\r\n{head}").as_bytes());
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{path}");
        assert_eq!(answer.codes(), ["not-found"], "{path}");
    }
}

/// Queries that bring about each sentence of the page.
const TALKATIVE: [&str; 11] = [
    "",
    "NUMBERED",
    GOOD,
    "lang=xx&book=none&currency=GULDEN&quote_date=2026-13-01&curency=1&owned.1=x&retire.1=-1",
    "currency=EUR&currency=USD",
    "program=%00&service_level=SERVICELEVEL",
    "term_years=9&product_line.1=a&product_line.2=b",
    "book=citrix-css&service_level=select&term_years=3&program=easy&currency=EUR&owned.1=500\
     &product_line.1=virtual-apps-desktops&edition.1=premium&covered_through.1=2018-02-28",
    "owned.1=x",
    "HOLDINGS",
    "LONG",
];

/// All that the page says in a language.
pub(crate) fn said(tag: &str) -> String {
    let server = Server::new();
    let mut said = String::new();
    for query in TALKATIVE {
        let query = match query {
            "HOLDINGS" => holdings(HOLDINGS_MAX + 1),
            "NUMBERED" => format!("{GOOD}&quote_number=Q-1"),
            "LONG" => format!("program={}", "x".repeat(201)),
            query => query.to_owned(),
        };
        let head = format!("host: x\r\naccept-language: {tag}\r\n\r\n");
        let answer = server.send(format!("GET /?{query} HTTP/1.1\r\n{head}").as_bytes());
        said.push_str(&texts_of(answer.text()));
    }
    for answer in sent_away(tag) {
        said.push_str(&texts_of(answer.text()));
    }
    said.push_str(&next_step::said(tag));
    said.push_str(&estimate::said(tag));
    #[cfg(feature = "register")]
    said.push_str(&link::said(tag));
    said
}

/// What a browser gets that asks for what is not there, sends too much, or asks too often.
fn sent_away(tag: &str) -> [Answer; 3] {
    let head = format!("host: x\r\naccept: text/html,*/*;q=0.8\r\naccept-language: {tag}\r\n");
    let server = Server::with(&["--rate", "1"]);
    let get = |path: &str| server.send(format!("GET {path} HTTP/1.1\r\n{head}\r\n").as_bytes());
    let missing = get("/nothing");
    let length = 300 * 1024;
    let body = "x".repeat(length);
    let get_much = format!("GET / HTTP/1.1\r\n{head}content-length: {length}\r\n\r\n{body}");
    let large = server.send(get_much.as_bytes());
    let busy = (0..20).map(|_| get("/")).find(|answer| answer.status == 429);
    [missing, large, busy.expect("an end of patience")]
}

/// The texts of a page, those of its attributes included.
pub(super) fn texts_of(page: &str) -> String {
    let mut texts = String::new();
    for (place, part) in page.split(['<', '>', '"']).enumerate() {
        texts.push_str(if place == 0 { "" } else { " " });
        texts.push_str(part);
    }
    for (escaped, plain) in [("&#34;", "\""), ("&#38;", "&"), ("&#39;", "'"), ("&nbsp;", " ")] {
        texts = texts.replace(escaped, plain);
    }
    texts
}
