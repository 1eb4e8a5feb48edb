//! Every route of the register with who may use it: the one table that the router is built from,
//! and that a test walks through role by role.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;

use crate::web::current::Current;

use super::guard::{RouteGuard, guard, link_guard};
use super::route::{GuardedRoute, Who};
use super::team::{TeamGuard, anyone_guard, team_guard};
use super::{api, link, team};

/// The table.
pub(super) fn table() -> Vec<GuardedRoute> {
    let mut table = api::table();
    table.extend(link::table());
    table.extend(team::table());
    table
}

/// The routes of the table, each behind its guard.
pub(super) fn routes(current: &Current) -> Router<Current> {
    table().into_iter().fold(Router::new(), |router, route| {
        let GuardedRoute { path, who, takes_files, handler, .. } = route;
        let current = current.clone();
        // The guards have their own limits, and know who may send more. Both are one layer: axum
        // boxes and copies each for every request.
        let inside = DefaultBodyLimit::disable();
        let guarded = match who {
            Who::Key(roles) => {
                let guarded = RouteGuard { current, roles, takes_files };
                handler.layer((from_fn_with_state(guarded, guard), inside))
            }
            Who::Link => handler.layer((from_fn_with_state(current, link_guard), inside)),
            Who::Team(roles) => {
                let guarded = TeamGuard { current, roles, takes_files };
                handler.layer((from_fn_with_state(guarded, team_guard), inside))
            }
            Who::Anyone => handler.layer((from_fn_with_state(current, anyone_guard), inside)),
        };
        router.route(path, guarded)
    })
}
