//! The description of the API: OpenAPI 3.1, made from the types that it reads and answers with.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::IntoResponse;
use serde_json::{Value, json};
use utoipa::OpenApi;

use crate::document::json::written;
use crate::document::pdf::Paper;
use crate::web::error::WebError;
use crate::web::estimator::{Estimator, SharedEstimator};

use super::answers::{CommonAnswers, ProblemDetails};
use super::reading::{CustomerDetail, NoQuery, QuoteFormat, WorkingsQuery};
use super::{books, examples, quotes, schema};

/// The description.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "reinstate",
        description = "What it costs to renew, or after a lapse to reinstate, support on software \
            that a customer already owns. Answers are estimates, to the cent and with the working \
            of every amount; nothing is stored."
    ),
    paths(quotes::quote, quotes::comparison, books::books, openapi),
    components(schemas(QuoteFormat, Paper, CustomerDetail, WorkingsQuery)),
    servers((url = "/", description = "This estimator"))
)]
pub(super) struct Description;

/// This description.
#[utoipa::path(
    get,
    path = "/api/openapi.json",
    responses(
        (status = 200, description = "OpenAPI 3.1", body = Object),
        (status = 400, description = "The address takes no query parameters", body = ProblemDetails,
            content_type = "application/problem+json"),
        CommonAnswers
    )
)]
pub(super) async fn openapi(
    State(estimator): State<SharedEstimator>,
    options: Result<Query<NoQuery>, QueryRejection>,
) -> Result<impl IntoResponse, WebError> {
    options.map_err(|error| WebError::query(&error))?;
    let shared = Arc::clone(&estimator);
    let described = estimator.work(move || {
        let mut value = value(&shared)?;
        examples::add(&mut value, &shared);
        Some(value)
    });
    let value = described.await?.ok_or_else(WebError::bug)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], written(&value)))
}

/// The description as data, with the register where one is served.
pub(super) fn value(estimator: &Estimator) -> Option<Value> {
    #[cfg_attr(not(feature = "register"), expect(unused_mut, reason = "nothing is merged"))]
    let mut described = Description::openapi();
    #[cfg(feature = "register")]
    if estimator.register.is_some() {
        let of_register = crate::web::register::described();
        // What is registered is stored.
        described.info.description.clone_from(&of_register.info.description);
        described.merge(of_register);
    }
    #[cfg(not(feature = "register"))]
    let _ = estimator;
    let mut value = serde_json::to_value(described).ok()?;
    let schemas = value.pointer_mut("/components/schemas")?.as_object_mut()?;
    schemas.values_mut().for_each(without_null);
    schemas.extend(schema::schemas());
    // A quote has its request inside, in its fixed form.
    if let Some(inside) = value.pointer_mut("/components/schemas/Quote/properties/request") {
        *inside = json!({ "$ref": format!("#/components/schemas/{}", schema::REQUEST) });
    }
    Some(value)
}

/// A field that may be left out is never null; the types alone do not tell the two apart.
fn without_null(schema: &mut Value) {
    if let Some(parts) = schema.get_mut("allOf").and_then(Value::as_array_mut) {
        parts.iter_mut().for_each(without_null);
    }
    let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else {
        return;
    };
    for (name, property) in properties {
        if !required.iter().any(|required| required == name) {
            take_null(property);
        }
    }
}

fn take_null(property: &mut Value) {
    if let Some(Value::Array(types)) = property.get_mut("type") {
        types.retain(|one| one != "null");
        if let [only] = types.as_slice() {
            property["type"] = only.clone();
        }
    }
    let Some(Value::Array(choices)) = property.get_mut("oneOf") else { return };
    choices.retain(|choice| choice["type"] != "null");
    if let [only] = choices.as_slice() {
        *property = only.clone();
    }
}
