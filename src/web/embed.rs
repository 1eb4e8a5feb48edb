//! Pages of others that show the estimator in a frame or ask its API from their script.

use std::str::FromStr;

use axum::http::uri::{Scheme, Uri};
use axum::http::{HeaderName, HeaderValue, Method, header};
use tower_http::cors::{AllowOrigin, CorsLayer};

/// How long a browser may remember what it may ask.
const REMEMBERED: std::time::Duration = std::time::Duration::from_secs(3_600);

/// The origin of a page (RFC 6454): scheme, host and port, as a browser writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmbedOrigin(String);

/// Why a text is no origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an origin is `https://`, a host and perhaps a port, for example https://www.example.com")]
pub struct NotAnOrigin;

impl FromStr for EmbedOrigin {
    type Err = NotAnOrigin;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let uri: Uri = text.parse().map_err(|_| NotAnOrigin)?;
        let scheme = uri.scheme().ok_or(NotAnOrigin)?;
        let authority = uri.authority().ok_or(NotAnOrigin)?;
        let usual_port = match scheme {
            _ if *scheme == Scheme::HTTPS => 443,
            _ if *scheme == Scheme::HTTP => 80,
            _ => return Err(NotAnOrigin),
        };
        let host = authority.host().to_ascii_lowercase();
        let rest = text.get(scheme.as_str().len() + 3..).unwrap_or_default();
        let is_host = |one: char| one.is_ascii_alphanumeric() || "-._[]:".contains(one);
        // A path, a user or a wildcard would say something that no origin can.
        if rest.trim_end_matches('/') != authority.as_str()
            || rest.ends_with("//")
            || host.is_empty()
            || !authority.as_str().chars().all(is_host)
        {
            return Err(NotAnOrigin);
        }
        let port = authority.port_u16();
        if authority.as_str().len() > authority.host().len() && port.is_none() {
            return Err(NotAnOrigin);
        }
        let port = port.filter(|port| *port != usual_port);
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        Ok(Self(format!("{scheme}://{host}{port}")))
    }
}

/// Lets scripts of these origins ask; `None` where there are none.
pub(super) fn cors(origins: &[EmbedOrigin]) -> Option<CorsLayer> {
    let values: Vec<_> = origins.iter().filter_map(EmbedOrigin::header).collect();
    let shown =
        [header::CONTENT_DISPOSITION, header::RETRY_AFTER, HeaderName::from_static("x-request-id")];
    (!values.is_empty()).then(|| {
        CorsLayer::new()
            .allow_origin(AllowOrigin::list(values))
            .allow_methods([Method::GET, Method::POST])
            .allow_headers([header::ACCEPT, header::CONTENT_TYPE])
            .expose_headers(shown)
            .max_age(REMEMBERED)
    })
}

/// The policy of a page that these origins may frame; `None` where there are none.
pub(super) fn policy(own: &str, origins: &[EmbedOrigin]) -> Option<HeaderValue> {
    let origins: Vec<&str> = origins.iter().map(|origin| origin.0.as_str()).collect();
    if origins.is_empty() {
        return None;
    }
    let framed =
        own.replace("frame-ancestors 'none'", &format!("frame-ancestors {}", origins.join(" ")));
    HeaderValue::try_from(framed).ok()
}

impl EmbedOrigin {
    fn header(&self) -> Option<HeaderValue> {
        HeaderValue::try_from(&self.0).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_as_a_browser_writes_it() {
        for (text, expected) in [
            ("https://www.example.com", Some("https://www.example.com")),
            ("https://WWW.Example.com/", Some("https://www.example.com")),
            ("HTTPS://example.com:443", Some("https://example.com")),
            ("http://localhost:3000", Some("http://localhost:3000")),
            ("http://[::1]:8080", Some("http://[::1]:8080")),
            ("https://example.com:8443", Some("https://example.com:8443")),
            ("www.example.com", None),
            ("*", None),
            ("null", None),
            ("https://*.example.com", None),
            ("https://example.com/shop", None),
            ("https://example.com?x", None),
            ("https://example.com//", None),
            ("https://example.com:", None),
            ("https://example.com:99999", None),
            ("https://user@example.com", None),
            ("https://example.com; script-src *", None),
            ("https://a.example,https://b.example", None),
            ("https://", None),
            ("ftp://example.com", None),
        ] {
            let origin = text.parse::<EmbedOrigin>().ok();
            assert_eq!(origin.map(|origin| origin.0).as_deref(), expected, "{text}");
        }
    }
}
