//! The page to read the API by: made here, from the description, without script.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse};
use serde_json::{Map, Value};

use crate::engine::receipt::ENGINE;
use crate::web::error::WebError;
use crate::web::estimator::SharedEstimator;

use super::description;

const STYLE: &str = include_str!("../../../templates/api.css");

/// Where the style of the page is.
pub(super) const STYLE_PATH: &str = "/api/style.css";

#[derive(Template)]
#[template(path = "api.html", whitespace = "minimize")]
struct ApiPage {
    engine: &'static str,
    about: String,
    operations: Vec<ApiOperation>,
    shapes: Vec<ApiShape>,
}

/// What may be asked at an address.
struct ApiOperation {
    anchor: String,
    method: String,
    path: String,
    summary: String,
    text: String,
    parameters: Vec<ApiField>,
    body: Option<ApiType>,
    answers: Vec<ApiAnswer>,
}

/// A status, and what comes with it.
struct ApiAnswer {
    status: String,
    text: String,
    bodies: Vec<(String, ApiType)>,
}

/// A shape of data by its name.
struct ApiShape {
    name: String,
    text: String,
    kind: ApiType,
    fields: Vec<ApiField>,
    example: Option<String>,
}

/// A key of an object, or a parameter.
struct ApiField {
    name: String,
    is: &'static str,
    kind: ApiType,
    text: String,
}

/// What a value is: words, and the shapes they end in.
#[derive(Default)]
struct ApiType {
    words: String,
    shapes: Vec<String>,
}

/// The page.
pub(super) async fn reference(
    State(estimator): State<SharedEstimator>,
) -> Result<impl IntoResponse, WebError> {
    let description = description::value(&estimator).ok_or_else(WebError::bug)?;
    let page = ApiPage {
        engine: ENGINE,
        about: text(&description["info"], "description"),
        operations: operations(&description),
        shapes: shapes(&description["components"]["schemas"]),
    };
    page.render().map(Html).map_err(|_| WebError::bug())
}

/// Its style.
pub(super) async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)
}

/// A text of the description, without its marks for code.
fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().replace('`', "")
}

fn object(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn operations(description: &Value) -> Vec<ApiOperation> {
    let all = object(&description["paths"]).flat_map(|(path, methods)| {
        object(methods).map(move |(method, operation)| ApiOperation {
            anchor: text(operation, "operationId"),
            method: method.to_uppercase(),
            path: path.clone(),
            summary: text(operation, "summary"),
            text: text(operation, "description"),
            parameters: list(&operation["parameters"])
                .map(|one| parameter(one, &description["components"]["schemas"]))
                .collect(),
            body: object(&operation["requestBody"]["content"])
                .next()
                .map(|(_, content)| kind(&content["schema"])),
            answers: object(&operation["responses"]).map(answer).collect(),
        })
    });
    all.collect()
}

fn parameter(parameter: &Value, schemas: &Value) -> ApiField {
    let name = text(&parameter["schema"], "$ref");
    let words = match name.strip_prefix(REFERENCE) {
        Some(name) => kind(&schemas[name]).words,
        None => kind(&parameter["schema"]).words,
    };
    ApiField {
        name: text(parameter, "name"),
        is: presence(parameter["required"] == true),
        kind: ApiType { words, shapes: Vec::new() },
        text: text(parameter, "description"),
    }
}

fn answer((status, answer): (&String, &Value)) -> ApiAnswer {
    let bodies = object(&answer["content"])
        .map(|(media_type, content)| (media_type.clone(), kind(&content["schema"])));
    ApiAnswer {
        status: status.clone(),
        text: text(answer, "description"),
        bodies: bodies.collect(),
    }
}

/// Each shape; the parts of one made of several stand in one table.
fn shapes(schemas: &Value) -> Vec<ApiShape> {
    let shape = |(name, schema): (&String, &Value)| {
        let parts = list(&schema["allOf"]).filter(|part| part.get("$ref").is_none());
        let fields = std::iter::once(schema).chain(parts).flat_map(fields).collect();
        let example = schema.get("example").filter(|example| example.is_object());
        ApiShape {
            name: name.clone(),
            text: text(schema, "description"),
            kind: kind(schema),
            fields,
            example: example.and_then(|example| serde_json::to_string_pretty(example).ok()),
        }
    };
    object(schemas).map(shape).collect()
}

fn fields(schema: &Value) -> Vec<ApiField> {
    let field = |(name, field): (&String, &Value)| ApiField {
        name: name.clone(),
        is: presence(list(&schema["required"]).any(|required| required == name)),
        kind: kind(field),
        text: text(field, "description"),
    };
    object(&schema["properties"]).map(field).collect()
}

const fn presence(required: bool) -> &'static str {
    if required { "always" } else { "optional" }
}

const REFERENCE: &str = "#/components/schemas/";

fn kind(schema: &Value) -> ApiType {
    if let Some(name) = schema["$ref"].as_str().and_then(|name| name.strip_prefix(REFERENCE)) {
        return ApiType { words: String::new(), shapes: vec![name.to_owned()] };
    }
    for (key, word) in [("oneOf", "one of"), ("allOf", "all of")] {
        if schema.get(key).is_some() {
            return several(word, &schema[key]);
        }
    }
    let of = |word: &str, inner: &Value| {
        let inner = kind(inner);
        ApiType { words: format!("{word} {}", inner.words).trim().to_owned(), ..inner }
    };
    let kinds = list(&schema["type"]).chain(std::iter::once(&schema["type"]));
    let words: Vec<&str> = kinds.filter_map(Value::as_str).collect();
    if words.contains(&"array") {
        return of("list of", &schema["items"]);
    }
    if schema["additionalProperties"].is_object() {
        return of("object, by name, of", &schema["additionalProperties"]);
    }
    let mut words = words.join(" or ");
    let choices: Vec<String> = list(&schema["enum"]).map(Value::to_string).collect();
    if !choices.is_empty() {
        words = choices.join(", ");
    }
    if schema["format"] == "date" {
        words.push_str(", a date");
    }
    if let Some(pattern) = schema["pattern"].as_str() {
        words.push_str(&format!(", {pattern}"));
    }
    ApiType { words, shapes: Vec::new() }
}

fn several(word: &str, parts: &Value) -> ApiType {
    let mut all = ApiType { words: word.to_owned(), shapes: Vec::new() };
    for part in list(parts) {
        let part = kind(part);
        if part.words == "null" {
            all.words = "or null:".to_owned();
        }
        all.shapes.extend(part.shapes);
    }
    all
}
