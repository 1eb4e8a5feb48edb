//! What the estimator says of itself: a line of the log for each request, and counters.
//!
//! Neither holds anything of a person: no address, no query, no body, and of the path only the
//! pattern that it matched.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::body::HttpBody;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::response::Response;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// The header that names a request, in the answer and in the log.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The route of a request that matched none.
const NO_ROUTE: &str = "none";

/// What is counted, and the names of requests.
pub(super) struct Telemetry {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    seconds: Family<RouteLabels, Histogram>,
    /// Connections that are open.
    pub(super) connections: Gauge,
    /// Connections that were sent away because too many were open.
    pub(super) connections_refused: Counter,
    /// Requests that were sent away because their address sent too many.
    pub(super) rate_limited: Counter,
    /// Requests that were sent away because too many were being priced.
    pub(super) busy: Counter,
    /// How often price books were read anew.
    pub(super) books_read: Counter,
    /// 1 while the files of price books are broken and those before are in use, else 0.
    pub(super) books_broken: Gauge,
    run: u64,
    next: AtomicU64,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    route: String,
}

fn histogram() -> Histogram {
    let bounds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5];
    Histogram::new(bounds)
}

impl Telemetry {
    pub(super) fn new() -> Self {
        let mut registry = Registry::with_prefix("reinstate");
        let requests = Family::default();
        registry.register("requests", "Requests answered", requests.clone());
        let seconds = Family::new_with_constructor(histogram as fn() -> Histogram);
        let help = "Time from the head of a request to its answer";
        registry.register_with_unit("request_duration", help, Unit::Seconds, seconds.clone());
        let connections = Gauge::default();
        registry.register("connections", "Connections open", connections.clone());
        let counter = |registry: &mut Registry, name: &str, help: &str| {
            let counter = Counter::default();
            registry.register(name, help, counter.clone());
            counter
        };
        let help = "Connections sent away because too many were open";
        let connections_refused = counter(&mut registry, "connections_refused", help);
        let help = "Requests sent away because their address sent too many";
        let rate_limited = counter(&mut registry, "rate_limited", help);
        let help = "Requests sent away because too many were being worked on";
        let busy = counter(&mut registry, "busy", help);
        let help = "Times that price books were read anew";
        let books_read = counter(&mut registry, "books_read", help);
        let books_broken = Gauge::default();
        let help = "1 while price books are broken and those before are in use";
        registry.register("books_broken", help, books_broken.clone());
        Self {
            registry,
            requests,
            seconds,
            connections,
            connections_refused,
            rate_limited,
            busy,
            books_read,
            books_broken,
            run: RandomState::new().build_hasher().finish(),
            next: AtomicU64::new(1),
        }
    }

    /// A name that no other request has; what a client calls its request may be personal.
    fn request_id(&self) -> String {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        format!("{:016x}-{number:x}", self.run)
    }

    /// Names a request, counts it, and writes its line of the log; the header that names it.
    pub(super) fn record(
        &self,
        arrived: &ArrivedRequest,
        answer: &Response,
    ) -> Option<(HeaderName, HeaderValue)> {
        let took = arrived.begun.elapsed();
        let route = arrived.route.as_ref().map_or(NO_ROUTE, MatchedPath::as_str);
        let id = self.request_id();
        let status = answer.status().as_u16();
        self.count(arrived.method, route, status, took);
        tracing::info!(
            request_id = id,
            method = arrived.method,
            route,
            status,
            duration_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
            bytes = answer.body().size_hint().exact(),
            "answered"
        );
        Some((REQUEST_ID, HeaderValue::try_from(id).ok()?))
    }

    /// The counters in the text format of Prometheus; `None` where they cannot be written.
    pub(super) fn metrics(&self) -> Option<String> {
        let mut text = String::new();
        encode(&mut text, &self.registry).ok()?;
        Some(text)
    }

    fn count(&self, method: &'static str, route: &str, status: u16, took: Duration) {
        let labels = RequestLabels { method, route: route.to_owned(), status };
        self.requests.get_or_create(&labels).inc();
        let labels = RouteLabels { route: route.to_owned() };
        self.seconds.get_or_create(&labels).observe(took.as_secs_f64());
    }
}

/// What is noted of a request before it is answered.
pub(super) struct ArrivedRequest {
    begun: Instant,
    method: &'static str,
    route: Option<MatchedPath>,
}

impl ArrivedRequest {
    pub(super) fn of(request: &Request, route: Option<MatchedPath>) -> Self {
        Self { begun: Instant::now(), method: method_word(request.method()), route }
    }
}

/// The method, where it is one of HTTP; a word of the client's own would be text of the client.
fn method_word(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("other")
}
