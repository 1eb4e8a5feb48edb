//! A route of the register, and who may use it.

use axum::handler::Handler;
#[cfg(test)]
use axum::http::Method;
use axum::http::Uri;
use axum::response::Redirect;
use axum::routing::{MethodFilter, MethodRouter, on};

use crate::register::Role;
use crate::web::current::Current;

/// All accounts.
pub(super) const EVERY_ROLE: &[Role] = &[Role::Rep, Role::Approver, Role::Finance];
/// Those who watch over the register.
pub(super) const WATCHERS: &[Role] = &[Role::Approver, Role::Finance];
/// Those who approve.
pub(super) const APPROVERS: &[Role] = &[Role::Approver];

/// Who may use a route. An admin may do what every other role may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// Programs that show a key of an account with one of these roles.
    Key(&'static [Role]),
    /// Anybody who has a link, which is all that lets them in.
    Link,
    /// People of the team with one of these roles, who have signed in.
    Team(&'static [Role]),
    /// Everybody, so that they can sign in.
    Anyone,
}

/// A route, and who may use it.
pub(super) struct GuardedRoute {
    #[cfg(test)]
    pub(super) method: Method,
    /// Its pattern.
    pub(super) path: &'static str,
    pub(super) who: Who,
    /// Whether a file may come with it.
    pub(super) takes_files: bool,
    pub(super) handler: MethodRouter<Current>,
}

impl GuardedRoute {
    pub(super) fn get<H, T>(path: &'static str, who: Who, handler: H) -> Self
    where
        H: Handler<T, Current>,
        T: 'static,
    {
        let handler = on(MethodFilter::GET, handler);
        Self {
            #[cfg(test)]
            method: Method::GET,
            path,
            who,
            takes_files: false,
            handler,
        }
    }

    /// The address of a form, for whoever asks for it as a page, as a browser does that loads it
    /// again: it leads on to the page that has the form, and writes nothing.
    pub(super) fn led_on(path: &'static str, who: Who) -> Self {
        Self::get(path, who, lead_on)
    }

    pub(super) fn post<H, T>(path: &'static str, who: Who, handler: H) -> Self
    where
        H: Handler<T, Current>,
        T: 'static,
    {
        let handler = on(MethodFilter::POST, handler);
        Self {
            #[cfg(test)]
            method: Method::POST,
            path,
            who,
            takes_files: false,
            handler,
        }
    }

    /// The same with files of some megabytes.
    pub(super) fn with_files(self) -> Self {
        Self { takes_files: true, ..self }
    }
}

/// Leads on to what an address is below.
async fn lead_on(address: Uri) -> Redirect {
    let above = address.path().rsplit_once('/');
    Redirect::to(above.map_or("/register", |(above, _)| above))
}
