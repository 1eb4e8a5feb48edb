//! The estimator: a web page and an API over the same prices as the command line.
//!
//! [`Estimator`] is what every answer is made from, [`router`] has every address. `page` and `api`
//! hold the routes, `error` what is answered when something is wrong.

mod admit;
mod api;
mod current;
mod embed;
mod error;
mod estimator;
mod headers;
mod paced;
mod page;
mod places;
mod rate;
#[cfg(feature = "register")]
mod register;
mod router;
mod server;
mod telemetry;

pub use current::BookSource;
pub use embed::{EmbedOrigin, NotAnOrigin};
pub use estimator::{Estimator, Setup, Today};
#[cfg(feature = "register")]
pub use register::{BookTextSource, Clock, RegisterDesk, RegisterSetup};
pub use router::router;
pub use server::{ServeError, Serving, serve};
