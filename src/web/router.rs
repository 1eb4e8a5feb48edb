//! Every route, and what each answer gets on its way out.

use std::any::Any;
use std::sync::Arc;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

use super::current::Current;
use super::embed;
use super::error::{self, WebError};
use super::estimator::{Estimator, SharedEstimator};
#[cfg(feature = "register")]
use super::register;
use super::telemetry::ArrivedRequest;
use super::{admit, api, page};

/// Nothing from elsewhere, in no frame.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'";
/// Answers of fewer bytes go out as they are: they fit in a packet.
const COMPRESSED_FROM: u64 = 1_400;

/// Headers of every answer that has none of its own by that name: nothing from elsewhere, in no
/// frame, kept by nobody.
const HEADERS: [(HeaderName, HeaderValue); 7] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
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
    router_of(Current::of(estimator))
}

/// The same for an estimator whose price books change.
pub(super) fn router_of(current: Current) -> Router {
    let admit = || from_fn_with_state(current.clone(), admit::admit);
    // Set before the layers, which have to lie around it: a browser asks with OPTIONS first.
    let api = api::routes().method_not_allowed_fallback(error::wrong_method);
    let mut api = api.layer(admit());
    // Outermost, so that a script is told of what is sent away, too.
    if let Some(cors) = embed::cors(&current.now().embed_origins) {
        api = api.layer(cors);
    }
    let routes = page::routes().layer(admit()).merge(api);
    #[cfg(feature = "register")]
    let routes = match current.now().register {
        Some(_) => routes.merge(register::routes(&current)),
        None => routes,
    };
    watched(routes.fallback(error::not_found), current)
}

/// What is answered to a connection that has no place among the others: nothing but how the
/// estimator is.
pub(super) fn router_beside(current: Current) -> Router {
    watched(Router::new().fallback(admit::no_place), current)
}

/// With what whoever watches over the estimator asks for: that is never sent away.
fn watched(routes: Router<Current>, current: Current) -> Router {
    let policy = embed::policy(POLICY, &current.now().embed_origins);
    let complete = from_fn_with_state(Completion { current: current.clone(), policy }, complete);
    let compression = CompressionLayer::new()
        .quality(CompressionLevel::Fastest)
        // A PDF is compressed already.
        .compress_when(
            SizeAbove::new(COMPRESSED_FROM).and(NotForContentType::const_new("application/pdf")),
        );
    // The outer layers are one: axum boxes and copies what a layer holds for every request, once
    // for each layer on a route.
    routes
        .route("/healthz", get(healthz))
        .route("/metrics", get(metrics))
        .method_not_allowed_fallback(error::wrong_method)
        .layer((compression, complete, CatchPanicLayer::custom(bug)))
        .with_state(current)
}

/// What makes answers whole: the estimator, and the policy of its page where others may frame it.
#[derive(Clone)]
struct Completion {
    current: Current,
    policy: Option<HeaderValue>,
}

/// Makes each answer whole: a page where a person would get problem details, its line of the log,
/// its counters, its headers.
async fn complete(
    State(Completion { current, policy }): State<Completion>,
    route: Option<MatchedPath>,
    request: Request,
    next: Next,
) -> Response {
    let estimator = current.now();
    let policy = policy.filter(|_| request.uri().path() == "/");
    let arrived = ArrivedRequest::of(&request, route);
    let person = page::person(&request);
    let mut answer = match admit::check_host(&request) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    };
    if let Some(person) = person {
        #[cfg(feature = "register")]
        if person.is_at_register() {
            answer = register::for_team(&estimator, answer);
        }
        answer = page::for_people(&estimator, person, answer);
    }
    let id = estimator.telemetry.record(&arrived, &answer);
    let headers = answer.headers_mut();
    if let Some(policy) = policy {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        set_headers(headers);
        // It knows no origins, and the policy goes before it.
        headers.remove(header::X_FRAME_OPTIONS);
    } else {
        set_headers(headers);
    }
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
