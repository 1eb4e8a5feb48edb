//! What lets a request in: not too many of one address, each whole, not too large, in time.

use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Extension, Request, State};
use axum::http::uri::Authority;
use axum::http::{StatusCode, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use tokio::time::timeout;

use super::error::WebError;
use super::estimator::{Estimator, SharedEstimator};
use super::places::NoPlace;
use super::rate::{Peer, RateLimit};

/// Most bytes of a body.
pub(super) const BODY_BYTES_MAX: usize = 256 * 1024;
/// A body that is too large is read to its end up to here, so that its client reads the answer.
const BODY_BYTES_DROPPED_MAX: usize = 4 * 1024 * 1024;
/// How long a client may take for the body of a request.
const BODY_TIME: Duration = Duration::from_secs(4);
/// How long where the request is sent away anyway.
const UNPLACED_BODY_TIME: Duration = Duration::from_millis(500);

/// Lets a request in: of an address that does not send too much, with its whole body.
pub(super) async fn admit(
    State(estimator): State<SharedEstimator>,
    request: Request,
    next: Next,
) -> Response {
    if let Err(error) = check_rate(&estimator, &request) {
        return error.into_response();
    }
    match with_whole_body(request, BodyLimits::USUAL).await {
        Ok(request) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

/// Whether a request is of an address that does not send too much.
pub(super) fn check_rate(estimator: &Estimator, request: &Request) -> Result<(), WebError> {
    check_rate_of(&estimator.rate, estimator, request)
}

/// The same, counted apart from what else the address sends.
pub(super) fn check_rate_of(
    rate: &RateLimit,
    estimator: &Estimator,
    request: &Request,
) -> Result<(), WebError> {
    let wait = request.extensions().get::<Peer>().and_then(|Peer(peer)| {
        let address = estimator.rate.address(*peer, request.headers());
        rate.seconds_to_wait(address)
    });
    let Some(seconds) = wait else { return Ok(()) };
    estimator.telemetry.rate_limited.inc();
    Err(WebError::too_many(seconds))
}

/// How large a body may be, and how long it may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct BodyLimits {
    bytes: usize,
    time: Duration,
    too_large: (&'static str, &'static str),
}

impl BodyLimits {
    /// A request.
    pub(super) const USUAL: Self = Self {
        bytes: BODY_BYTES_MAX,
        time: BODY_TIME,
        too_large: ("the request has more than 256 KiB", "split it: one request is one quote"),
    };
    /// A request with a file inside, of somebody who is known.
    #[cfg(feature = "register")]
    const FILES: Self = Self {
        bytes: 8 * 1024 * 1024,
        time: Duration::from_secs(30),
        too_large: ("the request has more than 8 MiB", "a file in it may have 5 MiB"),
    };

    /// Those of a route that may take files, or not.
    #[cfg(feature = "register")]
    pub(super) const fn of(takes_files: bool) -> Self {
        if takes_files { Self::FILES } else { Self::USUAL }
    }

    /// The same for a form, in words for whoever filled it in.
    #[cfg(feature = "register")]
    pub(super) const fn of_form(takes_files: bool) -> Self {
        let (text, hint) = if takes_files {
            ("the form has more than 8 MiB", "go back; the file may have 5 MiB at the most")
        } else {
            ("the form has more than 256 KiB", "go back, and write less")
        };
        Self { too_large: (text, hint), ..Self::of(takes_files) }
    }
}

/// Whether a request says once which host it is for, as HTTP/1.1 has it (RFC 9112, section 3.2):
/// one that says it twice may mean another host to a proxy than to a server.
pub(super) fn check_host(request: &Request) -> Result<(), WebError> {
    if request.version() < Version::HTTP_11 {
        return Ok(());
    }
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let is_host = |host: &[u8]| host.is_empty() || Authority::try_from(host).is_ok();
    if hosts.next().is_some_and(|host| is_host(host.as_bytes())) && hosts.next().is_none() {
        return Ok(());
    }
    let message = "the header `host` is missing, stands twice, or is no host";
    let hint = "send it once, with the name that the estimator is reached by";
    Err(WebError::new(StatusCode::BAD_REQUEST, "wrong-host", message, hint))
}

/// Sends a request away that came in on a connection without a place. What it has sent is read
/// first: a connection that closes with bytes unread may lose its answer.
pub(super) async fn no_place(Extension(why): Extension<NoPlace>, request: Request) -> WebError {
    let _ = timeout(UNPLACED_BODY_TIME, with_whole_body(request, BodyLimits::USUAL)).await;
    match why {
        NoPlace::Full => WebError::busy(),
        NoPlace::FullOfClient => WebError::too_many_connections(),
    }
}

/// Reads the whole body before anything works on it, within its limits of size and time.
pub(super) async fn with_whole_body(
    request: Request,
    limits: BodyLimits,
) -> Result<Request, WebError> {
    if request.body().is_end_stream() {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    // In a box, so that those without a body carry no room for it along.
    let bytes = timeout(limits.time, Box::pin(collected(body, limits))).await.map_err(|_| {
        let message = "the request did not arrive in time";
        let hint = format!("send it within {} s", limits.time.as_secs());
        WebError::new(StatusCode::REQUEST_TIMEOUT, "too-slow", message, hint)
    })??;
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

async fn collected(mut body: Body, limits: BodyLimits) -> Result<Bytes, WebError> {
    let limit = u64::try_from(limits.bytes).unwrap_or(u64::MAX);
    if body.size_hint().lower() > limit {
        drop_rest(body, 0).await;
        return Err(too_large(limits));
    }
    // What comes in one piece, as almost all do, stays as it is.
    let mut first = Bytes::new();
    let mut all = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| {
            let message = "the request was cut off";
            WebError::new(StatusCode::BAD_REQUEST, "broken-off", message, "send it again")
        })?;
        let Ok(part) = frame.into_data() else { continue };
        let read = first.len().max(all.len());
        if read + part.len() > limits.bytes {
            drop_rest(body, read).await;
            return Err(too_large(limits));
        }
        if read == 0 {
            first = part;
            continue;
        }
        if all.is_empty() {
            all.extend_from_slice(&first);
        }
        all.extend_from_slice(&part);
    }
    Ok(if all.is_empty() { first } else { all.into() })
}

/// Reads on without keeping: a connection that closes with bytes unread may lose its answer.
async fn drop_rest(mut body: Body, mut read: usize) {
    let limit = u64::try_from(BODY_BYTES_DROPPED_MAX).unwrap_or(u64::MAX);
    if body.size_hint().lower() > limit {
        return;
    }
    while let Some(Ok(frame)) = body.frame().await {
        read = read.saturating_add(frame.data_ref().map_or(0, Bytes::len));
        if read > BODY_BYTES_DROPPED_MAX {
            return;
        }
    }
}

fn too_large(limits: BodyLimits) -> WebError {
    let (message, hint) = limits.too_large;
    WebError::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", message, hint)
}
