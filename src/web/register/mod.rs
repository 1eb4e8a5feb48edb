//! The register behind the server: what programs ask of it, and what people do with it.
//!
//! `act` is what can be done to it, `desk` is the register itself, `writer` the one thread that writes it, `access` the table of all
//! routes with who may use each, `guard` what lets a request in, `fault` what is answered where a
//! register says no.

mod access;
mod act;
mod api;
mod desk;
mod fault;
mod guard;
mod writer;

use axum::Router;

use super::current::Current;

pub(super) use api::described;
pub use desk::{BookTextSource, Clock, RegisterDesk, RegisterSetup};

/// Every route of the register.
pub(super) fn routes(current: &Current) -> Router<Current> {
    access::routes(current)
}
