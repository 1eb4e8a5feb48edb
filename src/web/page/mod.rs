//! The page of the estimator.

use axum::Router;

use super::Context;

/// The routes of the page.
pub(super) fn routes() -> Router<Context> {
    Router::new()
}
