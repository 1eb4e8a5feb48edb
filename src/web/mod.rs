//! The estimator: a web page and an API over the same prices as the command line.
//!
//! [`Estimator`] is what every answer is made from. `page` and `api` hold the routes, `problem`
//! what is answered when something is wrong.

mod api;
mod estimator;
mod page;
mod problem;

use std::sync::Arc;

use axum::Router;

pub use estimator::{Estimator, Setup};

/// What the routes share.
pub(crate) type Context = Arc<Estimator>;

/// Every route of the estimator: the page, and the API.
pub fn router(estimator: Arc<Estimator>) -> Router {
    page::routes().merge(api::routes()).fallback(problem::not_found).with_state(estimator)
}
