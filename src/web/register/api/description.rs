//! The description of the register's API, which is merged with that of the estimator.

use utoipa::openapi::OpenApi as Described;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::{change, read, register};

#[derive(OpenApi)]
#[openapi(
    info(
        description = "What it costs to renew, or after a lapse to reinstate, support on software \
            that a customer already owns. Answers are to the cent and with the working of every \
            amount. Estimates are not stored. What is registered is: it gets a number, is sealed, \
            and every change of it goes into a log."
    ),
    paths(
        register::add,
        read::list,
        read::quote,
        read::revision,
        read::history,
        register::revise,
        change::decide,
        change::send,
        change::accept,
        change::decline,
        change::withdraw,
        change::annul,
        read::events,
        read::pipeline,
        read::head,
    ),
    modifiers(&KeyScheme)
)]
struct RegisterDescription;

/// Keys are shown as a bearer's (RFC 6750).
struct KeyScheme;

impl Modify for KeyScheme {
    fn modify(&self, described: &mut Described) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A key of the register, as `reinstate register key make` makes it"))
            .build();
        let components = described.components.get_or_insert_default();
        components.add_security_scheme("key", SecurityScheme::Http(scheme));
    }
}

/// What the API can do where a register is served.
pub(in crate::web) fn described() -> Described {
    RegisterDescription::openapi()
}
