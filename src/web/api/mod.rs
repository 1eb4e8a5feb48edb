//! The API: requests as JSON, quotes as JSON, HTML or PDF.

mod books;
mod quotes;
mod reading;

use axum::Router;
use axum::routing::{get, post};

use super::Context;

/// The routes of the API.
pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/api/v1/quotes", post(quotes::quote))
        .route("/api/v1/comparisons", post(quotes::comparison))
        .route("/api/v1/books", get(books::books))
}
