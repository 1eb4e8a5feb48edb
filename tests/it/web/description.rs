//! The description of the API says what the estimator reads and answers.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::answers::{good, refused};
use super::server::Server;
use crate::support::toml_value;

fn description(server: &Server) -> Value {
    let answer = server.get("/api/openapi.json");
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    answer.json()
}

#[test]
fn it_is_openapi_3_1_and_every_reference_leads_somewhere() {
    let description = description(&Server::new());
    assert!(description["openapi"].as_str().expect("a version").starts_with("3.1."));
    let mut references = BTreeSet::new();
    collect(&description, &mut references);
    assert!(!references.is_empty());
    for reference in references {
        let place = reference.strip_prefix('#').expect("in the document");
        assert!(description.pointer(place).is_some(), "{reference} leads nowhere");
    }
}

/// Each address has an example of what it reads and answers, of the shape that is described; a
/// request that is one is answered as it says.
#[test]
fn every_address_has_an_example_that_holds() {
    let server = Server::new();
    let description = description(&server);
    assert_eq!(description["servers"][0]["url"], "/");
    let at = |pointer: &str| {
        let example = description.pointer(pointer).map(|content| &content["example"]);
        example.filter(|example| !example.is_null()).unwrap_or_else(|| panic!("{pointer}")).clone()
    };
    let json = "content/application~1json";
    for path in ["quotes", "comparisons"] {
        let operation = format!("/paths/~1api~1v1~1{path}/post");
        let request = at(&format!("{operation}/requestBody/{json}"));
        check("QuoteRequest", &request, &description);
        let path = format!("/api/v1/{path}?workings=none");
        let answer = server.post(&path, &[], request.to_string().as_bytes());
        assert_eq!(answer.json(), at(&format!("{operation}/responses/200/{json}")), "{path}");
        check("Refused", &at(&format!("{operation}/responses/422/{json}")), &description);
        let problem = "content/application~1problem+json";
        check("ProblemDetails", &at(&format!("{operation}/responses/400/{problem}")), &description);
    }
    check(
        "BookList",
        &at(&format!("/paths/~1api~1v1~1books/get/responses/200/{json}")),
        &description,
    );
}

fn collect(value: &Value, references: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            references.extend(map.get("$ref").and_then(Value::as_str).map(str::to_owned));
            map.values().for_each(|value| collect(value, references));
        }
        Value::Array(list) => list.iter().for_each(|value| collect(value, references)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn every_address_of_it_is_answered() {
    let server = Server::new();
    let paths = description(&server)["paths"].clone();
    for (path, methods) in paths.as_object().expect("paths") {
        for method in methods.as_object().expect("methods").keys() {
            let answer = match method.as_str() {
                "get" => server.get(path),
                "post" => server.post(path, &[], good().to_string().as_bytes()),
                other => panic!("{other}"),
            };
            assert_eq!(answer.status, 200, "{method} {path}");
        }
    }
}

/// The keys of a request: those of the file that has each of them, and those of the description.
#[test]
fn it_has_every_key_of_a_request_and_no_other() {
    let description = description(&Server::new());
    let schemas = &description["components"]["schemas"];
    let all = toml_value("tests/requests/good/all-keys.toml");
    let keys = |value: &Value| -> BTreeSet<String> {
        value.as_object().expect("an object").keys().cloned().collect()
    };
    let described = |name: &str| keys(&schemas[name]["properties"]);
    assert_eq!(described("RequestHolding"), keys(&all["holding"][0]));
    assert_eq!(described("RequestOtherContract"), keys(&all["other_contract"][0]));
    assert_eq!(described("RequestCustomer"), keys(&all["customer"]));
    assert_eq!(described("RequestTax"), keys(&all["tax"][0]));
    assert_eq!(described("RequestAddition"), keys(&all["addition"][0]));
    assert_eq!(described("RequestRaise"), keys(&all["raise"][0]));
    assert_eq!(described("RequestSeller"), keys(&all["seller"]));
    assert_eq!(described("RequestConcession"), keys(&all["concession"]));
    assert_eq!(described("QuoteRequest"), keys(&all));
    // Each of these shapes refuses a key that it does not name.
    for name in ["RequestHolding", "RequestOtherContract", "RequestCustomer", "QuoteRequest"] {
        assert_eq!(schemas[name]["additionalProperties"], false, "{name}");
    }
}

/// What is required is what the reader misses, and nothing else.
#[test]
fn it_requires_what_the_estimator_requires() {
    let server = Server::new();
    let description = description(&server);
    let schemas = &description["components"]["schemas"];
    let required = |name: &str| -> BTreeSet<String> {
        let list = schemas[name]["required"].as_array().expect("a list").iter();
        list.map(|one| one.as_str().expect("a key").to_owned()).collect()
    };
    let missed = |body: &str, start: &str| -> BTreeSet<String> {
        let answer = server.post("/api/v1/quotes", &[], body.as_bytes()).json();
        let list = answer["problems"].as_array().expect("a list").clone();
        let fields = list.iter().filter(|one| one["code"] == "missing-key");
        let names = fields.map(|one| one["field"].as_str().expect("a key").to_owned());
        names.filter_map(|name| name.strip_prefix(start).map(str::to_owned)).collect()
    };
    let either: BTreeSet<String> = ["holding", "term_years"].map(str::to_owned).into();
    assert_eq!(&missed("{}", "") - &either, required("QuoteRequest"));
    let request = &schemas["QuoteRequest"];
    let with_change = r#"{"addition":[{}],"raise":[{}]}"#;
    assert_eq!(request["else"]["required"], serde_json::json!(either));
    assert_eq!(request["then"], json!({ "dependentRequired": { "holding": ["term_years"] } }));
    let with_both = r#"{"addition":[{}],"holding":[{}]}"#;
    assert_eq!(missed(with_both, "").intersection(&either).count(), 1, "a term for holdings");
    assert!(missed(with_change, "").is_disjoint(&either), "changes need neither");
    let all = r#"{"holding":[{}],"addition":[{}],"raise":[{}],"other_contract":[{}],
        "customer":{},"tax":[{}],"concession":{}}"#;
    for (name, start) in [
        ("RequestHolding", "holding[0]."),
        ("RequestOtherContract", "other_contract[0]."),
        ("RequestCustomer", "customer."),
        ("RequestAddition", "addition[0]."),
        ("RequestRaise", "raise[0]."),
        ("RequestTax", "tax[0]."),
        ("RequestConcession", "concession."),
    ] {
        assert_eq!(missed(all, start), required(name), "{name}");
    }
}

/// An answer has the keys that its shape requires, and none that it does not name; all the way
/// down.
#[test]
fn answers_have_the_shapes_of_it() {
    let server = Server::new();
    let description = description(&server);
    let post = |path: &str, body: &Value| server.post(path, &[], body.to_string().as_bytes());
    let quote = post("/api/v1/quotes", &good()).json();
    check("Quote", &quote, &description);
    check("Comparison", &post("/api/v1/comparisons", &good()).json(), &description);
    check("Refused", &post("/api/v1/quotes", &refused()).json(), &description);
    check("ProblemDetails", &post("/api/v1/quotes", &json!({})).json(), &description);
    check("BookList", &server.get("/api/v1/books").json(), &description);
}

fn check(name: &str, value: &Value, description: &Value) {
    let wrong = wrong(&description["components"]["schemas"][name], value, description, name);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What of a value its schema does not allow: as much of JSON Schema as the description uses.
fn wrong(schema: &Value, value: &Value, all: &Value, path: &str) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let schema = all.pointer(&reference[1..]).expect(reference);
        return wrong(schema, value, all, path);
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let fits = choices.iter().filter(|one| wrong(one, value, all, path).is_empty()).count();
        return if fits == 1 { Vec::new() } else { vec![format!("{path}: {fits} shapes fit")] };
    }
    if let Some(parts) = schema["allOf"].as_array() {
        return parts.iter().flat_map(|part| wrong_part(part, value, all, path)).collect();
    }
    let mut found = wrong_part(schema, value, all, path);
    let (Some(properties), Some(given)) = (schema["properties"].as_object(), value.as_object())
    else {
        return found;
    };
    let unknown = given.keys().filter(|key| !properties.contains_key(*key));
    found.extend(unknown.map(|key| format!("{path}.{key} is not described")));
    found
}

fn wrong_part(schema: &Value, value: &Value, all: &Value, path: &str) -> Vec<String> {
    // A part of several names some of the keys, and the other parts the others.
    if let Some(reference) = schema["$ref"].as_str() {
        return wrong_part(all.pointer(&reference[1..]).expect(reference), value, all, path);
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let fits = |one: &&Value| wrong_part(one, value, all, path).is_empty();
        let fits = choices.iter().filter(fits).count();
        return if fits == 1 { Vec::new() } else { vec![format!("{path}: {fits} shapes fit")] };
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let kinds = &schema["type"];
    let mut found = Vec::new();
    if !(*kinds == kind || kinds.as_array().is_some_and(|kinds| kinds.contains(&json!(kind)))) {
        found.push(format!("{path} is {kind}, described as {kinds}"));
    }
    for key in schema["required"].as_array().into_iter().flatten() {
        let key = key.as_str().expect("a key");
        if value.get(key).is_none() {
            found.push(format!("{path}.{key} is missing"));
        }
    }
    for (key, schema) in schema["properties"].as_object().into_iter().flatten() {
        if let Some(value) = value.get(key) {
            found.extend(wrong(schema, value, all, &format!("{path}.{key}")));
        }
    }
    if schema["additionalProperties"].is_object() {
        for (key, value) in value.as_object().into_iter().flatten() {
            let path = format!("{path}.{key}");
            found.extend(wrong(&schema["additionalProperties"], value, all, &path));
        }
    }
    for (place, value) in value.as_array().into_iter().flatten().enumerate() {
        found.extend(wrong(&schema["items"], value, all, &format!("{path}[{place}]")));
    }
    found
}

#[test]
fn the_page_to_read_it_names_every_address_and_shape_and_asks_for_nothing_else() {
    let server = Server::new();
    let description = description(&server);
    let answer = server.get("/api");
    assert_eq!(answer.status, 200);
    let page = answer.text();
    for path in description["paths"].as_object().expect("paths").keys() {
        assert!(page.contains(path.as_str()), "{path}");
    }
    for shape in description["components"]["schemas"].as_object().expect("shapes").keys() {
        assert!(page.contains(&format!("<h3 id=\"{shape}\">")), "{shape}");
    }
    for link in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(page.contains(&format!("id=\"{link}\"")), "{link} leads nowhere");
    }
    assert!(!page.contains("<script") && !page.contains("src="));
    let style = server.get("/api/style.css");
    assert_eq!(style.header("content-type"), Some("text/css; charset=utf-8"));
    assert!(!style.text().contains("url("));
}
