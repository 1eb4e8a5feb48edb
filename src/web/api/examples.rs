//! Examples for the description of the API: what this estimator answers today, by its own books.

use axum::body::Bytes;
use serde_json::{Value, from_str};

use crate::document::json;
use crate::engine::alternatives::{Comparison, compare};
use crate::engine::price::price;
use crate::engine::quote::Outcome;
use crate::web::error::WebError;
use crate::web::estimator::Estimator;
use crate::web::page;

use super::{books, reading};

/// More years than any price book offers.
const TOO_MANY_YEARS: u32 = 99;
/// A request with a currency that is none, and without all else.
const MALFORMED: &str = r#"{ "currency": "EURO" }"#;

/// Puts an example beside what each address reads and answers.
pub(super) fn add(description: &mut Value, estimator: &Estimator) {
    let mut put = |pointer: &str, kind: &str, example: Option<Value>| {
        let kind = kind.replace('/', "~1");
        let content = description.pointer_mut(&format!("{pointer}/content/{kind}"));
        if let (Some(Value::Object(content)), Some(example)) = (content, example) {
            content.insert("example".to_owned(), example);
        }
    };
    let (quotes, comparisons) =
        ("/paths/~1api~1v1~1quotes/post", "/paths/~1api~1v1~1comparisons/post");
    let problem = malformed(estimator).and_then(|error| from_str(&error.json()).ok());
    for operation in [quotes, comparisons] {
        let answer = format!("{operation}/responses/400");
        put(&answer, "application/problem+json", problem.clone());
    }
    let books = from_str(&books::text(estimator)).ok();
    put("/paths/~1api~1v1~1books/get/responses/200", "application/json", books);
    let Some(request) = page::example(estimator) else { return };
    let as_sent: Option<Value> = from_str(&request.canonical_json()).ok();
    for operation in [quotes, comparisons] {
        put(&format!("{operation}/requestBody"), "application/json", as_sent.clone());
    }
    if let Outcome::Offered(quote) = price(&request, &estimator.shelf) {
        let answer = from_str(&json::quote_without_workings(&quote)).ok();
        put(&format!("{quotes}/responses/200"), "application/json", answer);
    }
    if let Comparison::Compared { book, found } = compare(&request, &estimator.shelf) {
        let answer = from_str(&json::comparison_without_workings(&request, book, &found)).ok();
        put(&format!("{comparisons}/responses/200"), "application/json", answer);
    }
    let mut refused = request;
    refused.term_years = Some(TOO_MANY_YEARS);
    if let Outcome::Refused(refusals) = price(&refused, &estimator.shelf) {
        let answer: Option<Value> =
            from_str(&json::refusals(&refusals, refused.language, None)).ok();
        for operation in [quotes, comparisons] {
            put(&format!("{operation}/responses/422"), "application/json", answer.clone());
        }
    }
}

fn malformed(estimator: &Estimator) -> Option<WebError> {
    reading::request(&Bytes::from_static(MALFORMED.as_bytes()), estimator).err()
}
