//! The pages of the team: quotes, one quote with all that happened to it, what waits for approval,
//! and what the months bring. They are made here and need no script.
//!
//! `gate` lets people in, `frame` is what all pages share, `form` what they send; `list`, `quote`,
//! `watch` and `documents` are what there is to see, `actions` what somebody may do now and `acts`
//! what does it; `timeline` and `changes` are parts of a quote's page; `registering` makes quotes
//! of what the estimator's page shows, with the `request` that comes of it.

mod actions;
mod acts;
mod changes;
mod documents;
mod form;
mod frame;
mod gate;
mod list;
mod quote;
mod registering;
mod request;
mod timeline;
mod watch;

pub(in crate::web) use gate::for_team;
pub(super) use gate::{TeamGuard, anyone_guard, team_guard};

use super::route::{APPROVERS, EVERY_ROLE, GuardedRoute, WATCHERS, Who};

/// The pages, each with who may use it.
pub(super) fn table() -> Vec<GuardedRoute> {
    const EVERYBODY: Who = Who::Team(EVERY_ROLE);
    const WATCHING: Who = Who::Team(WATCHERS);
    const APPROVING: Who = Who::Team(APPROVERS);
    let forms = FORMS.iter().map(|path| GuardedRoute::led_on(path, EVERYBODY));
    let mut table = vec![
        GuardedRoute::get("/register/sign-in", Who::Anyone, gate::sign_in_form),
        GuardedRoute::post("/register/sign-in", Who::Anyone, gate::sign_in),
        GuardedRoute::post("/register/sign-out", EVERYBODY, gate::sign_out),
        GuardedRoute::get("/register/style.css", Who::Anyone, frame::style),
        GuardedRoute::get("/register", EVERYBODY, list::list),
        GuardedRoute::get("/register/approvals", EVERYBODY, watch::approvals),
        GuardedRoute::get("/register/pipeline", WATCHING, watch::pipeline),
        GuardedRoute::get("/register/quotes/{number}", EVERYBODY, quote::quote),
        GuardedRoute::get("/register/quotes/{number}/{rev}/{file}", EVERYBODY, documents::document),
        GuardedRoute::get("/register/quotes/{number}/revise", EVERYBODY, registering::revise),
        GuardedRoute::post("/register/quotes", EVERYBODY, registering::register),
        GuardedRoute::post("/register/quotes/{number}/send", EVERYBODY, acts::send),
        GuardedRoute::post("/register/quotes/{number}/link", EVERYBODY, acts::link),
        GuardedRoute::post("/register/quotes/{number}/decide", APPROVING, acts::decide),
        GuardedRoute::post("/register/quotes/{number}/accept", EVERYBODY, acts::accept)
            .with_files(),
        GuardedRoute::post("/register/quotes/{number}/accept-late", APPROVING, acts::accept_late)
            .with_files(),
        GuardedRoute::post("/register/quotes/{number}/decline", EVERYBODY, acts::decline),
        GuardedRoute::post("/register/quotes/{number}/withdraw", EVERYBODY, acts::withdraw),
        GuardedRoute::post("/register/quotes/{number}/annul", APPROVING, acts::annul),
    ];
    table.extend(forms);
    table
}

/// Where forms are sent, so that a page may come from there.
const FORMS: [&str; 10] = [
    "/register/sign-out",
    "/register/quotes",
    "/register/quotes/{number}/send",
    "/register/quotes/{number}/link",
    "/register/quotes/{number}/decide",
    "/register/quotes/{number}/accept",
    "/register/quotes/{number}/accept-late",
    "/register/quotes/{number}/decline",
    "/register/quotes/{number}/withdraw",
    "/register/quotes/{number}/annul",
];
