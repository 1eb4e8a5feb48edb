//! The description of the API: OpenAPI 3.1, made from the types that it reads and answers with.

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::header;
use axum::response::IntoResponse;
use utoipa::OpenApi;

use crate::web::problem::Fault;

use super::reading::NoOptions;
use super::{books, quotes};

/// The description.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "reinstate",
        description = "What it costs to renew, or after a lapse to reinstate, support on software \
            that a customer already owns. Answers are estimates, to the cent and with the working \
            of every amount; nothing is stored."
    ),
    paths(quotes::quote, quotes::comparison, books::books, openapi)
)]
pub(super) struct Description;

/// This description.
#[utoipa::path(
    get,
    path = "/api/openapi.json",
    responses(
        (status = 200, description = "OpenAPI 3.1", body = Object),
        (status = 400, description = "The address has a query", body = super::Problem,
            content_type = "application/problem+json"),
        super::Sent
    )
)]
pub(super) async fn openapi(
    options: Result<Query<NoOptions>, QueryRejection>,
) -> Result<impl IntoResponse, Fault> {
    options.map_err(|error| Fault::query(&error))?;
    let text = text().ok_or_else(Fault::bug)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text))
}

/// The description as JSON.
pub(super) fn text() -> Option<String> {
    let mut text = Description::openapi().to_pretty_json().ok()?;
    text.push('\n');
    Some(text)
}
