//! How the page behind a link looks: as the estimator does, and a little more.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

use crate::web::estimator::{Estimator, SharedEstimator};
use crate::web::page::asset;

const LINK_STYLE: &str = include_str!("../../../../templates/link.css");

fn style_of(estimator: &Estimator) -> String {
    asset::style_of(estimator) + LINK_STYLE
}

/// Where it is; the address changes with what it says.
pub(super) fn address(estimator: &Estimator) -> String {
    asset::address("link.css", style_of(estimator).as_bytes())
}

/// The style.
pub(super) async fn style(State(estimator): State<SharedEstimator>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), asset::FOREVER], style_of(&estimator))
}
