//! Every route of the register with who may use it: the one table that the router is built from,
//! and that a test walks through role by role.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;

use crate::web::current::Current;

use super::guard::{RouteGuard, guard};
use super::route::GuardedRoute;
use super::{api, link};

/// The table.
pub(super) fn table() -> Vec<GuardedRoute> {
    let mut table = api::table();
    table.extend(link::table());
    table
}

/// The routes of the table, each behind its guard.
pub(super) fn routes(current: &Current) -> Router<Current> {
    table().into_iter().fold(Router::new(), |router, route| {
        let GuardedRoute { path, who, takes_files, handler, .. } = route;
        let guarded = RouteGuard { current: current.clone(), who, takes_files };
        let guarded = from_fn_with_state(guarded, guard);
        // The guard has its own limits, and knows who may send more.
        router.route(path, handler.layer((guarded, DefaultBodyLimit::disable())))
    })
}
