//! The API: requests as JSON, quotes as JSON, HTML or PDF.

use axum::Router;
use axum::routing::get;

use super::Context;

/// The routes of the API.
pub(super) fn routes() -> Router<Context> {
    Router::new().route("/healthz", get(healthz))
}

/// Whether the estimator answers.
async fn healthz() -> &'static str {
    "ok\n"
}
