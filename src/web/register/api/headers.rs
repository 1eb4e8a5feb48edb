//! What the headers of a request to the register say: what it is called, and what was seen before.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use crate::engine::digest::{hex, sha256};
use crate::register::REQUEST_KEY_MAX;
use crate::web::error::WebError;

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// The key that a request is called by, where it has one.
///
/// # Errors
/// It is empty, too long, stands twice, or has other than visible ASCII characters.
pub(super) fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, WebError> {
    let mut lines = headers.get_all(IDEMPOTENCY_KEY).iter();
    let Some(line) = lines.next() else { return Ok(None) };
    let wrong = |message: &str| {
        let hint = "send it once: up to 128 visible ASCII characters, for example a UUID";
        Err(WebError::new(StatusCode::BAD_REQUEST, "wrong-idempotency-key", message, hint))
    };
    let key = line.as_bytes();
    if lines.next().is_some() {
        return wrong("the header `idempotency-key` stands twice");
    }
    if key.len() > REQUEST_KEY_MAX {
        return wrong("the header `idempotency-key` has more than 128 characters");
    }
    if key.is_empty() || !key.iter().all(u8::is_ascii_graphic) {
        return wrong("the header `idempotency-key` is no key");
    }
    Ok(Some(String::from_utf8_lossy(key).into_owned()))
}

/// The same where a request has to have one.
///
/// # Errors
/// As above, or there is none.
pub(super) fn needed_idempotency_key(headers: &HeaderMap) -> Result<String, WebError> {
    idempotency_key(headers)?.ok_or_else(|| {
        let message = "a request that registers a quote needs the header `idempotency-key`";
        let hint = "make a new one for each quote, for example a UUID, and send the same when you \
                    ask again: the quote is then registered once";
        WebError::new(StatusCode::BAD_REQUEST, "no-idempotency-key", message, hint)
    })
}

/// The last event of the quote that whoever asks has seen, as its `etag` was.
///
/// # Errors
/// There is no such header (status 428), or it is not an `etag` of the register.
pub(super) fn if_match(headers: &HeaderMap) -> Result<i64, WebError> {
    let mut lines = headers.get_all(header::IF_MATCH).iter();
    let hint = "read the quote, and send its `etag` with the header `if-match`";
    let Some(line) = lines.next() else {
        let message = "a change of a quote needs the header `if-match`";
        return Err(WebError::new(StatusCode::PRECONDITION_REQUIRED, "no-if-match", message, hint));
    };
    let tag = line.to_str().ok().filter(|_| lines.next().is_none());
    let seq = tag.and_then(|tag| tag.trim().strip_prefix('"')?.strip_suffix('"')?.parse().ok());
    seq.ok_or_else(|| {
        let message = "the header `if-match` is not the `etag` of a quote";
        WebError::new(StatusCode::BAD_REQUEST, "wrong-if-match", message, hint)
    })
}

/// What a quote is, as long as nothing happens to it: the number of its last event.
pub(super) fn etag(seq: i64) -> (HeaderName, HeaderValue) {
    let text = format!("\"{seq}\"");
    let value = HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("\"0\""));
    (header::ETAG, value)
}

/// A digest of all that a request asks for.
pub(super) fn fingerprint(parts: &[&[u8]]) -> String {
    let mut text = Vec::new();
    for part in parts {
        text.extend_from_slice(&part.len().to_be_bytes());
        text.extend_from_slice(part);
    }
    hex(&sha256(&text))
}
