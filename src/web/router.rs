//! Every route, and what each answer gets on its way out.

use std::any::Any;
use std::sync::Arc;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;

use super::error::{self, WebError};
use super::estimator::{Estimator, SharedEstimator};
use super::telemetry::ArrivedRequest;
use super::{admit, api, page};

/// Headers of every answer that has none of its own by that name: nothing from elsewhere, in no
/// frame, kept by nobody.
const HEADERS: [(HeaderName, HeaderValue); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
             font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
             frame-ancestors 'none'",
        ),
    ),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=()"),
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
];

/// Every route of the estimator: the page, and the API.
pub fn router(estimator: Arc<Estimator>) -> Router {
    let routes = page::routes()
        .merge(api::routes())
        .layer(from_fn_with_state(Arc::clone(&estimator), admit::admit));
    // Whoever watches over the estimator is never sent away. The outer layers are one: axum boxes
    // and copies what a layer holds for every request, once for each layer on a route.
    routes
        .route("/healthz", get(healthz))
        .route("/metrics", get(metrics))
        .fallback(error::not_found)
        .method_not_allowed_fallback(error::wrong_method)
        .layer((from_fn_with_state(Arc::clone(&estimator), complete), CatchPanicLayer::custom(bug)))
        .with_state(estimator)
}

/// Makes each answer whole: a page where a person would get problem details, its line of the log,
/// its counters, its headers.
async fn complete(
    State(estimator): State<SharedEstimator>,
    route: Option<MatchedPath>,
    request: Request,
    next: Next,
) -> Response {
    let arrived = ArrivedRequest::of(&request, route);
    let person = page::person(&request);
    let mut answer = next.run(request).await;
    if let Some(words) = person {
        answer = page::for_people(&estimator, words, answer);
    }
    let id = estimator.telemetry.record(&arrived, &answer);
    set_headers(answer.headers_mut());
    answer.headers_mut().extend(id);
    answer
}

/// Sets [`HEADERS`] where an answer has none of its own.
fn set_headers(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(value);
    }
}

/// Whether the estimator answers.
async fn healthz() -> &'static str {
    "ok\n"
}

/// The counters in the text format of Prometheus.
async fn metrics(State(estimator): State<SharedEstimator>) -> Result<impl IntoResponse, WebError> {
    let text = estimator.telemetry.metrics().ok_or_else(WebError::bug)?;
    let version = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, version)], text))
}

fn bug(_: Box<dyn Any + Send>) -> Response {
    WebError::bug().into_response()
}
