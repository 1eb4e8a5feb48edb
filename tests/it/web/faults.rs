//! What the estimator answers where there is none: each status with its code.

use serde_json::{Value, json};

use super::answers::{good, refused};
use super::server::{Server, post};
use crate::support::{files, read};

#[test]
fn each_fault_has_its_status_and_its_code() {
    let server = Server::new();
    let quotes = "/api/v1/quotes";
    let body = good().to_string();
    let mut numbered = good();
    numbered["quote_number"] = json!("Q-1");
    let numbered = numbered.to_string();
    let json = |path: &str, body: &[u8]| server.post(path, &[], body);
    let json_in = |coding: &str| {
        let line = format!("content-encoding: {coding}");
        server.post(quotes, &[&line], b"\x1f\x8b\x08")
    };
    let typed = |line: &str| server.send(&post(quotes, &[line], body.as_bytes()));
    for (answer, status, code) in [
        (json(quotes, b"{"), 400, "syntax"),
        (json(quotes, b""), 400, "syntax"),
        (json(quotes, b"\xff\xfe"), 400, "not-text"),
        (json("/api/v1/quotes?colour=red", body.as_bytes()), 400, "wrong-query"),
        (json("/api/v1/quotes?format=doc", body.as_bytes()), 400, "wrong-query"),
        (json("/api/v1/quotes?format=pdf&format=pdf", body.as_bytes()), 400, "wrong-query"),
        (json("/api/v1/comparisons?format=pdf", body.as_bytes()), 400, "wrong-query"),
        (server.get("/api/v1/books?x"), 400, "wrong-query"),
        (server.get("/api/v1/nothing"), 404, "not-found"),
        (server.get("/../etc/passwd"), 404, "not-found"),
        (server.get(quotes), 405, "wrong-method"),
        (json("/api/v1/books", body.as_bytes()), 405, "wrong-method"),
        (json("/healthz", b""), 405, "wrong-method"),
        (server.post(quotes, &["accept: image/png"], body.as_bytes()), 406, "not-acceptable"),
        (
            server.post(quotes, &["accept: application/json;charset=utf-8;q=0"], body.as_bytes()),
            406,
            "not-acceptable",
        ),
        (json(quotes, &vec![b' '; 256 * 1024 + 1]), 413, "too-large"),
        (typed("x: y"), 415, "wrong-content-type"),
        (typed("content-type: text/plain"), 415, "wrong-content-type"),
        (typed("content-type: application/json; charset=latin1"), 415, "wrong-content-type"),
        (typed("content-type: application/x-www-form-urlencoded"), 415, "wrong-content-type"),
        (typed("content-type: application/jsonp"), 415, "wrong-content-type"),
        (json_in("gzip"), 415, "wrong-content-encoding"),
        (json_in("identity, br"), 415, "wrong-content-encoding"),
        (json(quotes, refused().to_string().as_bytes()), 422, "term-not-offered"),
        (json(quotes, b"[]"), 400, "wrong-type"),
        (json(quotes, numbered.as_bytes()), 400, "quote-number-not-taken"),
        (json("/api/v1/comparisons", numbered.as_bytes()), 400, "quote-number-not-taken"),
    ] {
        assert_eq!((answer.status, answer.codes().as_slice()), (status, &[code.to_owned()][..]));
    }
}

#[test]
fn a_type_with_its_charset_is_json_too() {
    let server = Server::new();
    let body = good().to_string();
    for media_type in [
        "application/json; charset=utf-8",
        "application/json;charset=UTF8",
        "application/json; charset=\"Utf-8\"; profile=\"a;b\"",
        "application/json; charset=us-ascii",
        "application/json;",
        "Application/JSON",
        "text/json",
        "application/vnd.example.quote+json",
    ] {
        let line = format!("Content-Type: {media_type}");
        let answer = server.send(&post("/api/v1/quotes", &[&line], body.as_bytes()));
        assert_eq!(answer.status, 200, "{media_type}");
    }
}

#[test]
fn a_body_as_it_is_may_say_so_and_a_compressed_one_is_told_how_to_come() {
    let server = Server::new();
    let body = good().to_string();
    let sent = |coding: &str| {
        let line = format!("content-encoding: {coding}");
        server.post("/api/v1/quotes", &[&line], body.as_bytes())
    };
    assert_eq!(sent("Identity").status, 200);
    assert_eq!(sent("gzip").header("accept-encoding"), Some("identity"));
}

#[test]
fn a_wrong_method_says_which_are_right() {
    let server = Server::new();
    assert_eq!(server.get("/api/v1/quotes").header("allow"), Some("post"));
    assert_eq!(server.post("/api/v1/books", &[], b"{}").header("allow"), Some("get,head"));
}

/// Where each problem stands, counted by hand; columns are characters, and an é is one.
#[test]
fn every_problem_of_a_request_is_told_with_its_place() {
    let server = Server::new();
    let body = concat!(
        "{ \"currency\": \"EUR\", \"service_level\": \"select\", \"term_years\": \"3\",\n",
        "  \"program\": \"é\", \"colour\": 1, \"holding\": [{ \"product_line\": \"a\",\n",
        "  \"edition\": \"b\", \"owned\": -1, \"covered_through\": \"2026-02-30\" }] }"
    );
    let answer = server.post("/api/v1/quotes", &[], body.as_bytes());
    assert_eq!(answer.status, 400);
    let json = answer.json();
    let found: Vec<Value> = json["problems"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| json!([one["field"], one["pointer"], one["line"], one["column"]]))
        .collect();
    let expected = [
        json!(["term_years", "#/term_years", 1, 63]),
        json!(["colour", "#/colour", 2, 19]),
        json!(["holding[0].owned", "#/holding/0/owned", 3, 28]),
        json!(["holding[0].covered_through", "#/holding/0/covered_through", 3, 51]),
    ];
    assert_eq!(found, expected);
    for one in json["problems"].as_array().expect("a list") {
        assert!(one["hint"].is_string(), "{one}");
    }
}

/// What the rules say of the bad requests: their products are made up.
const OF_RULES: [&str; 4] =
    ["unknown-product-line", "unknown-edition", "unknown-program", "unknown-service-level"];

/// What is wrong by its shape, and what the rules refuse of the rest, each where it stands: the
/// third product has no edition `gold`, more of the fourth are retired than owned, and no book
/// offers nine years. Nothing is said of the first, which is unsound by itself.
#[test]
fn shape_and_rules_are_told_in_one_round() {
    let server = Server::new();
    let mut request = good();
    let good_one = request["holding"][0].clone();
    let holding = |key: &str, value: Value| {
        let mut holding = good_one.clone();
        holding[key] = value;
        holding
    };
    request["term_years"] = json!(9);
    request["colour"] = json!("red");
    request["holding"] = json!([
        holding("owned", json!(-1)),
        good_one,
        holding("edition", json!("gold")),
        holding("retire", json!(501)),
    ]);
    let told = |request: &Value, path: &str| {
        let answer = server.post(path, &[], request.to_string().as_bytes());
        assert_eq!(answer.status, 400, "{}", answer.text());
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        let problems = answer.json()["problems"].clone();
        let mut told: Vec<String> = problems
            .as_array()
            .expect("a list")
            .iter()
            .map(|one| {
                assert!(one["line"].is_number() && one["hint"].is_string(), "{one}");
                let text = |key: &str| one[key].as_str().expect("a text").to_owned();
                format!("{} {}", text("field"), text("code"))
            })
            .collect();
        told.sort();
        told
    };
    let expected = [
        "colour unknown-key",
        "holding[0].owned out-of-range",
        "holding[2].edition unknown-edition",
        "holding[3].retire retired-exceeds-owned",
        "term_years term-not-offered",
    ];
    assert_eq!(told(&request, "/api/v1/quotes"), expected);
    assert_eq!(told(&request, "/api/v1/comparisons"), expected);
    // Without a sound level or length nothing is said that depends on them, and without a day
    // nothing at all.
    request["term_years"] = json!("nine");
    request["service_level"] = json!(1);
    let expected = [
        "colour unknown-key",
        "holding[0].owned out-of-range",
        "holding[2].edition unknown-edition",
        "holding[3].retire retired-exceeds-owned",
        "service_level wrong-type",
        "term_years wrong-type",
    ];
    assert_eq!(told(&request, "/api/v1/quotes"), expected);
    request["quote_date"] = json!("2026-02-30");
    let told = told(&request, "/api/v1/quotes");
    assert_eq!(told.len(), 5, "{told:?}");
    // A key near to a known one may mean it: of what it decides on nothing is said.
    let mut request = good();
    request["holding"][0]["quantity"] = json!(480);
    request["holding"][0]["retired"] = request["holding"][0]["retire"].take();
    request["holding"][0].as_object_mut().expect("a table").remove("retire");
    let answer = server.post("/api/v1/quotes", &[], request.to_string().as_bytes());
    assert_eq!((answer.status, answer.codes()), (400, vec!["unknown-key".to_owned()]));
}

/// The bad requests of the project, those in JSON: each problem in the words and at the place that
/// are written beside it.
#[test]
fn problems_are_those_of_the_bad_requests() {
    let server = Server::new();
    for file in files("tests/requests/bad", &[".json"]) {
        let answer = server.post("/api/v1/quotes", &[], read(&file).as_bytes());
        assert_eq!(answer.status, 400, "{file}");
        let name = file.rsplit('/').next().expect("a name");
        let line = |one: &Value| {
            let text = |key: &str| one[key].as_str().expect("a text").to_owned();
            let place = match (&one["line"], &one["column"]) {
                (Value::Null, Value::Null) => String::new(),
                (line, column) => format!(":{line}:{column}"),
            };
            format!("{name}{place}: error: {} (hint: {})", text("message"), text("hint"))
        };
        let json = answer.json();
        // What the rules say besides is told in a test of its own.
        let of_shape = |one: &&Value| !OF_RULES.contains(&one["code"].as_str().expect("a code"));
        let problems = json["problems"].as_array().expect("a list");
        let found: Vec<String> = problems.iter().filter(of_shape).map(line).collect();
        let expected = read(&format!("{file}.expected"));
        // The server knows what day it is.
        let expected: Vec<&str> =
            expected.lines().filter(|line| !line.contains("`quote_date` is missing")).collect();
        assert_eq!(found, expected, "{file}");
    }
}
