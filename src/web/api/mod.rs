//! The API: requests as JSON, quotes as JSON, HTML or PDF.

mod books;
mod description;
mod quotes;
mod reading;
mod reference;
mod schema;

use axum::Router;
use axum::routing::{get, post};

use utoipa::IntoResponses;

use super::Context;
use super::problem::FaultJson;

/// The routes of the API.
pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/api/v1/quotes", post(quotes::quote))
        .route("/api/v1/comparisons", post(quotes::comparison))
        .route("/api/v1/books", get(books::books))
        .route("/api", get(reference::reference))
        .route(reference::STYLE_PATH, get(reference::style))
        .route("/api/openapi.json", get(description::openapi))
}

/// Problem details, as an answer.
type Problem = FaultJson<'static>;

/// What any address of the API may answer, before it looks at the request.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "it is described and never made")]
enum Sent {
    /// This address of the network sent too many requests
    #[response(status = 429, content_type = "application/problem+json")]
    TooMany(Problem),
    /// A bug in the estimator
    #[response(status = 500, content_type = "application/problem+json")]
    Bug(Problem),
    /// Too much is under way; `retry-after` says when to try again
    #[response(status = 503, content_type = "application/problem+json")]
    Busy(Problem),
}

/// What an address that takes a request may answer besides, where there is no price.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "it is described and never made")]
enum NotRead {
    /// The body is no JSON, or something unknown stands behind the `?`
    #[response(status = 400, content_type = "application/problem+json")]
    Broken(Problem),
    /// The request did not arrive in time
    #[response(status = 408, content_type = "application/problem+json")]
    TooSlow(Problem),
    /// The body has more than 256 KiB
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(Problem),
    /// The body is not `application/json`
    #[response(status = 415, content_type = "application/problem+json")]
    WrongType(Problem),
}
