//! The register behind the server: what programs ask of it, and what people do with it.
//!
//! `desk` is the register itself, `writer` the one thread that writes it, and `read_cache` what was
//! read of it a moment ago; `act` is what can be done to it. `access` is the table of all routes
//! with who may use each (`route`), `guard` what lets a request in, `fault` what is answered where
//! a register says no, and `head` tells the log of the server the head of the register's. `link` is
//! the page of a customer's link. `team` has the pages of those who keep the register: `sign_in` is
//! how they get there, and `session` who they are.

mod access;
#[cfg(test)]
mod access_tests;
mod act;
mod api;
pub(super) mod desk;
mod fault;
mod guard;
mod head;
mod link;
mod read_cache;
#[cfg(test)]
mod read_cache_tests;
mod route;
pub(super) mod session;
mod sign_in;
mod team;
mod writer;

use axum::Router;

use super::current::Current;

pub(super) use api::described;
pub use desk::{BookTextSource, RegisterDesk, RegisterSetup};
pub(super) use head::{heads, tell_head};
pub(super) use team::for_team;
pub use writer::Clock;

/// Every route of the register.
pub(super) fn routes(current: &Current) -> Router<Current> {
    access::routes(current)
}
