//! Headers of a request.

use axum::http::{HeaderMap, HeaderName};

/// A header that holds a list as one line, from however many lines of the head.
pub(super) fn list(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    let lines = headers.get_all(name).iter().filter_map(|line| line.to_str().ok());
    let line = lines.collect::<Vec<_>>().join(", ");
    (!line.trim().is_empty()).then_some(line)
}
