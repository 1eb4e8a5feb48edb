//! The API: requests as JSON, quotes as JSON, HTML or PDF.

use axum::Router;

use super::Context;

/// The routes of the API.
pub(super) fn routes() -> Router<Context> {
    Router::new()
}
