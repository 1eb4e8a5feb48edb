//! The API: requests as JSON, quotes as JSON, HTML or PDF.

pub(super) mod answers;
mod books;
mod description;
mod examples;
pub(super) mod quotes;
pub(super) mod reading;
mod reference;
mod rules;
pub(super) mod schema;

use axum::Router;
use axum::routing::{get, post};

use super::current::Current;

/// The routes of the API.
pub(super) fn routes() -> Router<Current> {
    Router::new()
        .route("/api/v1/quotes", post(quotes::quote))
        .route("/api/v1/comparisons", post(quotes::comparison))
        .route("/api/v1/books", get(books::books))
        .route("/api", get(reference::reference))
        .route(reference::STYLE_PATH, get(reference::style))
        .route("/api/openapi.json", get(description::openapi))
}
