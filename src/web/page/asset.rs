//! The style, the script and the logo of the page, each at an address that changes with what it
//! says.

use std::sync::LazyLock;

use axum::extract::State;
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};

use crate::document::brand::{Logo, LogoFormat};
use crate::document::html::brand_style;
use crate::engine::digest::{hex, sha256};
use crate::web::error;
use crate::web::estimator::{Estimator, SharedEstimator};

/// The style of a document, which the page shows a part of.
const DOCUMENT_STYLE: &str = include_str!("../../../templates/quote.css");
const PAGE_STYLE: &str = include_str!("../../../templates/estimator.css");
const SCRIPT: &str = include_str!("../../../templates/estimator.js");

/// A document goes by the width of the window, and on the page by the width it has there: without
/// the margins of a document, which are 1 rem on either side.
const WIDTHS: [(&str, &str); 4] = [
    ("@media screen and (max-width: 40rem)", "@container quote (max-width: 38rem)"),
    ("@media screen and (max-width: 56rem)", "@container quote (max-width: 54rem)"),
    (
        "@media screen and (min-width: 36rem) and (max-width: 56rem)",
        "@container quote (min-width: 34rem) and (max-width: 54rem)",
    ),
    ("@media screen and (max-width: 36rem)", "@container quote (max-width: 34rem)"),
];

/// An address names what it says, so what is there never changes.
pub(in crate::web) const FOREVER: (HeaderName, &str) =
    (header::CACHE_CONTROL, "public, max-age=31536000, immutable");

static STYLE: LazyLock<String> = LazyLock::new(|| {
    let mut style = DOCUMENT_STYLE.to_owned();
    for (window, part) in WIDTHS {
        style = style.replace(window, part);
    }
    style + PAGE_STYLE
});

pub(in crate::web) fn style_of(estimator: &Estimator) -> String {
    let accent = estimator.brand.as_ref().and_then(|brand| brand.colour);
    format!("{}{}\n", *STYLE, brand_style(accent))
}

pub(in crate::web) fn style_address(estimator: &Estimator) -> String {
    address("estimator.css", style_of(estimator).as_bytes())
}

pub(super) fn script_address() -> String {
    address("estimator.js", SCRIPT.as_bytes())
}

/// Where the logo of the brand is, if it has one.
pub(in crate::web) fn logo_address(estimator: &Estimator) -> Option<String> {
    Some(address("logo", &logo_of(estimator)?.bytes))
}

fn logo_of(estimator: &Estimator) -> Option<&Logo> {
    estimator.brand.as_ref()?.logo.as_deref()
}

/// Where something is; the address changes with what it says.
pub(in crate::web) fn address(name: &str, bytes: &[u8]) -> String {
    let digest = hex(&sha256(bytes));
    format!("/assets/{name}?v={}", digest.get(..16).unwrap_or_default())
}

/// The style.
pub(super) async fn style(State(estimator): State<SharedEstimator>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), FOREVER], style_of(&estimator))
}

/// The script.
pub(super) async fn script() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), FOREVER], SCRIPT)
}

/// The logo. Whoever opens it by itself opens a picture: what an SVG might do has no leave here.
pub(super) async fn logo(State(estimator): State<SharedEstimator>) -> Response {
    let Some(logo) = logo_of(&estimator) else { return error::not_found().await.into_response() };
    let kind = match logo.format {
        LogoFormat::Png => "image/png",
        LogoFormat::Svg => "image/svg+xml",
    };
    let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";
    let headers =
        [(header::CONTENT_TYPE, kind), FOREVER, (header::CONTENT_SECURITY_POLICY, policy)];
    (headers, logo.bytes.clone()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_width_of_a_document_is_a_width_of_its_part_of_the_page() {
        for (window, part) in WIDTHS {
            assert!(DOCUMENT_STYLE.contains(window), "{window}");
            assert!(STYLE.contains(part), "{part}");
        }
        let document_part = STYLE.split("/* The page").next().unwrap_or_default();
        assert!(!document_part.contains("screen and (max-width"), "a width that is not replaced");
    }
}
