//! The API of the register, for programs with a key.

mod answers;
mod change;
mod description;
mod given;
mod headers;
mod quote_change;
mod read;
mod register;

pub(in crate::web) use description::described;

use super::route::{APPROVERS, EVERY_ROLE, GuardedRoute, WATCHERS, Who};

/// The routes, each with who may use it.
pub(super) fn table() -> Vec<GuardedRoute> {
    const EVERYBODY: Who = Who::Key(EVERY_ROLE);
    const WATCHING: Who = Who::Key(WATCHERS);
    const APPROVING: Who = Who::Key(APPROVERS);
    vec![
        GuardedRoute::post("/api/v1/register/quotes", EVERYBODY, register::add),
        GuardedRoute::get("/api/v1/register/quotes", EVERYBODY, read::list),
        GuardedRoute::get("/api/v1/register/quotes/{number}", EVERYBODY, read::quote),
        GuardedRoute::get("/api/v1/register/quotes/{number}/events", EVERYBODY, read::history),
        GuardedRoute::get(
            "/api/v1/register/quotes/{number}/revisions/{rev}",
            EVERYBODY,
            read::revision,
        ),
        GuardedRoute::post(
            "/api/v1/register/quotes/{number}/revisions",
            EVERYBODY,
            register::revise,
        ),
        GuardedRoute::post(
            "/api/v1/register/quotes/{number}/revisions/{rev}/approvals",
            APPROVING,
            change::decide,
        ),
        GuardedRoute::post("/api/v1/register/quotes/{number}/send", EVERYBODY, change::send),
        GuardedRoute::post("/api/v1/register/quotes/{number}/accept", EVERYBODY, change::accept)
            .with_files(),
        GuardedRoute::post("/api/v1/register/quotes/{number}/decline", EVERYBODY, change::decline),
        GuardedRoute::post(
            "/api/v1/register/quotes/{number}/withdraw",
            EVERYBODY,
            change::withdraw,
        ),
        GuardedRoute::post("/api/v1/register/quotes/{number}/annul", APPROVING, change::annul),
        GuardedRoute::get("/api/v1/register/events", WATCHING, read::events),
        GuardedRoute::get("/api/v1/register/pipeline", WATCHING, read::pipeline),
        GuardedRoute::get("/api/v1/register/head", WATCHING, read::head),
    ]
}
