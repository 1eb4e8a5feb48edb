//! The estimator: a web page and an API over the same prices as the command line.
//!
//! [`Estimator`] is what every answer is made from. `page` and `api` hold the routes, `problem`
//! what is answered when something is wrong.

mod api;
mod estimator;
mod limits;
mod observe;
mod page;
mod problem;
mod server;

use std::any::Any;
use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse;
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;

pub use estimator::{Estimator, Setup, Today};
pub use server::{Serving, serve};

/// What the routes share.
pub(crate) type Context = Arc<Estimator>;

/// Headers of every answer that has none of its own by that name: nothing from elsewhere, in no
/// frame, kept by nobody.
const HEADERS: [(HeaderName, &str); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (header::CACHE_CONTROL, "no-store"),
];

/// Every route of the estimator: the page, and the API.
pub fn router(estimator: Arc<Estimator>) -> Router {
    let routes = page::routes()
        .merge(api::routes())
        .layer(from_fn(limits::whole_body))
        .layer(from_fn_with_state(Arc::clone(&estimator), limits::rate));
    // Whoever watches over the estimator is never sent away.
    routes
        .route("/healthz", get(healthz))
        .route("/metrics", get(observe::metrics))
        .fallback(problem::not_found)
        .method_not_allowed_fallback(problem::wrong_method)
        .layer(CatchPanicLayer::custom(bug))
        .layer(from_fn_with_state(Arc::clone(&estimator), page::for_people))
        .layer(from_fn_with_state(Arc::clone(&estimator), observe::observe))
        .with_state(estimator)
}

/// Sets [`HEADERS`] where an answer has none of its own.
fn set_headers(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}

/// Whether the estimator answers.
async fn healthz() -> &'static str {
    "ok\n"
}

fn bug(_: Box<dyn Any + Send>) -> Response<axum::body::Body> {
    problem::Fault::bug().into_response()
}
