//! What the estimator answers where there is an answer: the bytes of the command line.

use serde_json::{Value, json};

use super::server::{Server, TODAY};

/// The request of the specification, in JSON; the day of the quote is left to the server.
pub(super) fn good() -> Value {
    json!({
        "start": "2026-12-01", "currency": "EUR", "service_level": "select", "term_years": 3,
        "program": "enterprise-3", "language": "nl",
        "tax": { "name": "BTW", "rate": "21%" },
        "customer": { "name": "Noordzee Logistics B.V.", "org_id": "ORG-4711" },
        "holding": [{ "product_line": "virtual-apps-desktops", "edition": "premium",
                      "owned": 500, "retire": 20, "covered_through": "2026-03-31" }],
    })
}

/// A request that the rules refuse: the books offer one to five years.
pub(super) fn refused() -> Value {
    let mut request = good();
    request["term_years"] = json!(9);
    request
}

/// Who sends the documents.
const BRAND: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/brand/brand.toml");

/// What the command line writes for a request.
fn command_line(command: &str, flag: &str, request: &Value) -> Vec<u8> {
    command_line_with(command, flag, request, &[])
}

fn command_line_with(command: &str, flag: &str, request: &Value, more: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("request.json");
    let output = folder.path().join("output");
    std::fs::write(&file, request.to_string()).expect("a file");
    let mut program = crate::support::program();
    program.args([command, "--quote-date", TODAY, flag]).arg(&output).arg(&file).args(more);
    program.output().expect("the program");
    std::fs::read(&output).expect("its output")
}

#[test]
fn answers_are_the_bytes_of_the_command_line() {
    let server = Server::new();
    let mut two = good();
    let mut other = two["holding"][0].clone();
    other["covered_through"] = json!("2026-12-31");
    two["holding"].as_array_mut().expect("a list").push(other);
    for request in [good(), two] {
        let body = request.to_string();
        for (format, media_type) in [
            ("json", "application/json"),
            ("html", "text/html; charset=utf-8"),
            ("pdf", "application/pdf"),
        ] {
            let path = format!("/api/v1/quotes?format={format}");
            let answer = server.post(&path, &[], body.as_bytes());
            assert_eq!(answer.status, 200, "{format}");
            assert_eq!(answer.header("content-type"), Some(media_type));
            let expected = command_line("quote", &format!("--{format}"), &request);
            assert!(answer.body == expected, "{format} differs from the command line's");
        }
        let answer = server.post("/api/v1/comparisons", &[], body.as_bytes());
        assert_eq!(answer.status, 200);
        assert!(answer.body == command_line("compare", "--json", &request), "the comparison");
    }
}

#[test]
fn refusals_are_the_bytes_of_the_command_line() {
    let server = Server::new();
    let mut lapsed = good();
    lapsed["holding"][0]["covered_through"] = json!("1999-12-31");
    for request in [refused(), lapsed] {
        let body = request.to_string();
        for (path, command) in [
            ("/api/v1/quotes", "quote"),
            ("/api/v1/quotes?format=pdf", "quote"),
            ("/api/v1/comparisons", "compare"),
        ] {
            let answer = server.post(path, &[], body.as_bytes());
            let expected = command_line(command, "--json", &request);
            let is_refused = expected.starts_with(b"{\n  \"schema\": 2,\n  \"refusals\"");
            assert_eq!(answer.status, if is_refused { 422 } else { 200 }, "{path}");
            assert_eq!(answer.header("content-type"), Some("application/json"));
            assert!(answer.body == expected, "{path}: {}", answer.text());
        }
    }
}

/// The total of the specification's own page, with its tax: 108527.22 × 1.21 = 131317.94.
#[test]
fn a_quote_of_today_costs_what_the_specification_says() {
    let answer = Server::new().post("/api/v1/quotes", &[], good().to_string().as_bytes());
    let quote = answer.json();
    assert_eq!(quote["quote_date"], TODAY);
    assert_eq!(quote["totals"]["subtotal"], "108527.22");
    assert_eq!(quote["totals"]["total"], "131317.94");
}

#[test]
fn the_form_follows_the_query_and_then_what_is_accepted() {
    let server = Server::with(&["--brand", BRAND]);
    let body = good().to_string();
    let browser = "accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    for (query, accept, expected) in [
        ("", "accept: */*", "application/json"),
        ("", browser, "text/html; charset=utf-8"),
        ("", "accept: application/pdf", "application/pdf"),
        ("", "accept: application/json;q=0.5, application/pdf", "application/pdf"),
        ("", "accept: not a type", "application/json"),
        // What stands behind a type is not what is chosen by.
        ("", "accept: application/json; charset=utf-8", "application/json"),
        ("", "accept: application/json;charset=\"UTF-8\", */*;q=0.1", "application/json"),
        ("", "accept: application/pdf;version=1.7", "application/pdf"),
        (
            "",
            "Accept: Text/HTML; level=1; q=0.3, application/pdf;q=0.2",
            "text/html; charset=utf-8",
        ),
        ("", "accept: application/json;q=0, application/pdf;v=2;q=0.001", "application/pdf"),
        ("", "accept: image/png\r\naccept: application/pdf", "application/pdf"),
        ("?format=json", browser, "application/json"),
        ("?format=ubl", browser, "application/xml"),
        ("", "accept: application/xml", "application/xml"),
        ("?format=pdf&paper=letter", "accept: */*", "application/pdf"),
    ] {
        let answer = server.post(&format!("/api/v1/quotes{query}"), &[accept], body.as_bytes());
        assert_eq!(answer.status, 200, "{query} {accept}");
        assert_eq!(answer.header("content-type"), Some(expected), "{query} {accept}");
    }
}

/// A quotation has to name who sends it.
#[test]
fn ubl_is_that_of_the_command_line_and_needs_a_brand() {
    let body = good().to_string();
    let path = "/api/v1/quotes?format=ubl";
    let branded = Server::with(&["--brand", BRAND]);
    let answer = branded.post(path, &[], body.as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(answer.text().contains("<cbc:PayableAmount currencyID=\"EUR\">131317.94</"));
    assert!(answer.body == command_line_with("quote", "--ubl", &good(), &["--brand", BRAND]));
    let answer = branded.post(path, &[], refused().to_string().as_bytes());
    assert_eq!(answer.status, 422);
    assert_eq!(answer.json()["schema"], 2, "the refusals are JSON: {}", answer.text());
    let answer = Server::new().post(path, &[], body.as_bytes());
    assert_eq!(answer.status, 406);
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    assert_eq!(answer.codes(), ["issuer-missing"]);
    assert!(answer.text().contains("reinstate serve --brand"), "{}", answer.text());
}

/// The amounts stay, and nothing else goes.
#[test]
fn without_workings_an_answer_has_its_amounts_alone() {
    fn without(value: &mut Value) {
        match value {
            Value::Object(map) => {
                map.remove("workings");
                map.remove("payments_working");
                map.values_mut().for_each(without);
            }
            Value::Array(list) => list.iter_mut().for_each(without),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let server = Server::new();
    let body = good().to_string();
    for path in ["/api/v1/quotes", "/api/v1/comparisons"] {
        let mut full = server.post(path, &[], body.as_bytes()).json();
        let none = server.post(&format!("{path}?workings=none"), &[], body.as_bytes()).json();
        assert_ne!(full, none);
        without(&mut full);
        assert_eq!(full, none, "{path}");
        let said = server.post(&format!("{path}?workings=full"), &[], body.as_bytes());
        assert!(said.body == server.post(path, &[], body.as_bytes()).body);
    }
}

/// Compressed where a client takes it and it is worth it: a PDF is compressed already, and what is
/// small fits in one packet anyway.
#[test]
fn answers_are_compressed_for_those_who_take_it() {
    use std::io::{Read, Write};
    let server = Server::new();
    let ask = |request: Vec<u8>| {
        let mut stream = server.connect();
        stream.write_all(&request).expect("room");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        (String::from_utf8_lossy(&answer[..end]).to_lowercase(), answer.len() - end - 4)
    };
    let takes = "accept-encoding: br;q=1, gzip;q=0.5";
    let head = ["content-type: application/json", "connection: close", takes];
    let body = good().to_string();
    let post = |path: &str| ask(super::server::post(path, &head, body.as_bytes()));
    let get = |path: &str| {
        let lines = format!("host: x\r\nconnection: close\r\n{takes}");
        ask(format!("GET {path} HTTP/1.1\r\n{lines}\r\n\r\n").into_bytes())
    };
    for (path, (head, bytes)) in [
        ("/", get("/")),
        ("/api", get("/api")),
        ("/api/v1/quotes", post("/api/v1/quotes")),
        ("/api/v1/quotes?format=html", post("/api/v1/quotes?format=html")),
    ] {
        assert!(head.contains("content-encoding: gzip"), "{path}: {head}");
        assert!(head.contains("accept-encoding"), "{path} varies: {head}");
        let plain = match path {
            "/" | "/api" => server.get(path),
            _ => server.post(path, &[], body.as_bytes()),
        };
        assert_eq!(plain.header("content-encoding"), None);
        assert!(bytes < plain.body.len() / 2, "{path}: {bytes} of {}", plain.body.len());
    }
    for (head, _) in [get("/healthz"), get("/nowhere"), post("/api/v1/quotes?format=pdf")] {
        assert!(!head.contains("content-encoding"), "{head}");
    }
}

#[test]
fn the_paper_of_a_pdf_can_be_chosen() {
    let server = Server::new();
    let body = good().to_string();
    let pdf = |query: &str| server.post(&format!("/api/v1/quotes?{query}"), &[], body.as_bytes());
    let a4 = pdf("format=pdf");
    assert!(a4.body == pdf("format=pdf&paper=a4").body);
    assert!(a4.body != pdf("format=pdf&paper=letter").body);
}

#[test]
fn the_books_name_the_ids_that_a_request_may() {
    let answer = Server::new().get("/api/v1/books");
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    let books = answer.json();
    let versions: Vec<_> = books["books"].as_array().expect("a list").iter().collect();
    assert_eq!(versions.len(), 3);
    assert_eq!(versions[0]["id"], "citrix-css");
    assert_eq!(versions[0]["effective_through"], "2026-06-30");
    assert_eq!(versions[1]["effective_through"], "2026-12-31");
    assert!(versions[2].get("effective_through").is_none());
    assert_eq!(versions[1]["status"], "sample");
    let request = good();
    let has = |list: &Value, id: &Value| {
        list.as_array().expect("a list").iter().any(|one| one == id || one["id"] == *id)
    };
    assert!(has(&versions[1]["currencies"], &request["currency"]));
    assert!(has(&versions[1]["service_levels"], &request["service_level"]));
    assert!(has(&versions[1]["programs"], &request["program"]));
    assert!(has(&versions[1]["product_lines"], &request["holding"][0]["product_line"]));
}

#[test]
fn every_answer_asks_a_browser_to_be_strict_and_sets_no_cookie() {
    let server = Server::new();
    let body = good().to_string();
    let answers = [
        server.get("/healthz"),
        server.get("/metrics"),
        server.get("/nowhere"),
        server.get("/api"),
        server.post("/api/v1/quotes", &[], body.as_bytes()),
        server.post("/api/v1/quotes?format=html", &[], body.as_bytes()),
        server.post("/api/v1/quotes", &[], b"{"),
    ];
    for answer in answers {
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("http"), "nothing from elsewhere: {policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("set-cookie"), None);
        assert!(answer.header("x-request-id").is_some());
    }
}

#[test]
fn one_connection_carries_many_requests() {
    use std::io::Write;
    let server = Server::new();
    let mut stream = server.connect();
    let body = good().to_string();
    let head = ["content-type: application/json"];
    let bytes = super::server::post("/api/v1/quotes", &head, body.as_bytes());
    // Two at once, then one more: the answers come in order.
    stream.write_all(&bytes.repeat(2)).expect("room");
    let first = super::server::Answer::read(&mut stream).expect("an answer");
    let second = super::server::Answer::read(&mut stream).expect("an answer");
    stream.write_all(&bytes).expect("room");
    let third = super::server::Answer::read(&mut stream).expect("an answer");
    assert!(first.body == second.body && second.body == third.body);
}
