//! What is done with a quote on its page, form by form.

use axum::extract::{FromRequest, Path, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use crate::engine::digest::hex;
use crate::register::{
    Actor, Decision, DecisionGiven, DeclineReason, LookedAt, Moment, RecordedAcceptance, Register,
    RegisterError, ShownStatus, by_word, token, token_sha256,
};
use crate::web::current::Current;
use crate::web::error::WebError;
use crate::web::register::act::drawn_to_send;
use crate::web::register::fault::fault;
use crate::web::register::session::AskedBy;

use super::actions::TeamAction;
use super::form::TeamForm;
use super::frame::Team;
use super::quote::{QuoteNote, QuoteRead, quote_page};

/// A form that a page of ours sent for who is signed in.
pub(in crate::web::register) struct CheckedForm(pub(super) TeamForm);

impl FromRequest<Current> for CheckedForm {
    type Rejection = Response;

    async fn from_request(request: Request, current: &Current) -> Result<Self, Response> {
        let asked = AskedBy::of(&request);
        let (mut parts, body) = request.into_parts();
        let team = <Team as axum::extract::FromRequestParts<Current>>::from_request_parts(
            &mut parts, current,
        );
        let team = team.await.map_err(IntoResponse::into_response)?;
        let form = TeamForm::of_request(Request::from_parts(parts, body)).await;
        let form = form.and_then(|form| form.check_sent(&asked, &team.visitor).map(|()| form));
        form.map(Self).map_err(|error| team.fault(&error, None))
    }
}

/// Declares a handler for each form.
macro_rules! forms {
    ($($(#[$meta:meta])* $name:ident = $action:ident;)+) => {
        $(
            $(#[$meta])*
            pub(in crate::web::register) async fn $name(
                team: Team,
                Path(number): Path<String>,
                form: CheckedForm,
            ) -> Response {
                act(team, number, (TeamAction::$action, form.0)).await
            }
        )+
    };
}

forms! {
    /// `POST /register/quotes/{number}/decide`.
    decide = Decide;
    /// `POST /register/quotes/{number}/accept`.
    accept = Accept;
    /// `POST /register/quotes/{number}/accept-late`.
    accept_late = AcceptLate;
    /// `POST /register/quotes/{number}/decline`.
    decline = Decline;
    /// `POST /register/quotes/{number}/withdraw`.
    withdraw = Withdraw;
    /// `POST /register/quotes/{number}/annul`.
    annul = Annul;
}

/// `POST /register/quotes/{number}/send`: its PDF is drawn, and its link shown this once.
pub(in crate::web::register) async fn send(
    team: Team,
    Path(number): Path<String>,
    CheckedForm(form): CheckedForm,
) -> Response {
    let sent = sent(&team, &number, form.get("quote_sha256").to_owned()).await;
    after(team, number, sent, TeamAction::Send).await
}

/// `POST /register/quotes/{number}/link`: another link, which is shown this once.
pub(in crate::web::register) async fn link(
    team: Team,
    Path(number): Path<String>,
    CheckedForm(form): CheckedForm,
) -> Response {
    let made = renewed(&team, &number, form.get("quote_sha256").to_owned()).await;
    after(team, number, made, TeamAction::Link).await
}

/// Draws the newest revision and sends it; gives the link, where there are links.
async fn sent(team: &Team, number: &str, quote_sha256: String) -> Result<Option<String>, WebError> {
    let (shared, name) = (team.clone(), number.to_owned());
    // What may not be sent is not drawn.
    let drawn = team.estimator.work(move || {
        let read = QuoteRead::of(&shared, &name)?;
        let newest = read.history.revisions.last();
        let is_ready = newest.is_some_and(|(_, shown, _)| *shown == ShownStatus::Ready);
        let is_it = newest.is_some_and(|(one, _, _)| one.quote_sha256 == quote_sha256);
        match (is_it, is_ready) {
            (true, true) => drawn_to_send(&shared.estimator, &shared.desk, &name).map(Some),
            (true, false) => Ok(None),
            (false, _) => Err(other_document()),
        }
    });
    let drawn = drawn.await??;
    let Some(drawn) = drawn else {
        let (actor, name) = (team.visitor.actor(), number.to_owned());
        let why = team.desk.write(move |register, now| register.check_send(&actor, &name, now));
        why.await?.map_err(fault)?;
        return Err(WebError::busy());
    };
    let link = drawn.link(&team.desk);
    let actor = team.visitor.actor();
    let done = team.desk.write(move |register, now| drawn.send(register, &actor, now)).await?;
    done.map_err(fault)?;
    Ok(link)
}

async fn renewed(
    team: &Team,
    number: &str,
    quote_sha256: String,
) -> Result<Option<String>, WebError> {
    let Some(base) = team.desk.base_url.clone() else {
        let message = "this server does not know where links begin";
        let hint = "it is started with `--base-url URL` for that";
        return Err(WebError::new(StatusCode::CONFLICT, "no-base-url", message, hint));
    };
    check_sees(team, number).await?;
    let secret = token(&team.desk.random()?);
    let (actor, number) = (team.visitor.actor(), number.to_owned());
    let digest = token_sha256(&secret);
    let done = team.desk.write(move |register, now| {
        let looked_at = LookedAt { number: &number, quote_sha256: Some(&quote_sha256) };
        register.renew_link(&actor, looked_at, &digest, now)
    });
    done.await?.map_err(fault)?;
    Ok(Some(format!("{base}/q/{secret}")))
}

/// The page after a link was made; it is not led on to, so that the link stands in no address.
async fn after(
    team: Team,
    number: String,
    made: Result<Option<String>, WebError>,
    action: TeamAction,
) -> Response {
    let link = match made {
        Ok(link) => link,
        Err(error) => return team.fault(&error, Some(&number)),
    };
    team.page(move |team| {
        let read = QuoteRead::of(team, &number)?;
        let note = match link {
            Some(link) => QuoteNote::Link { action, link },
            None => QuoteNote::Done(action),
        };
        quote_page(team, read, (StatusCode::OK, Some(note)))
    })
    .await
}

/// Does what a form asks for, and leads on to the quote. What is wrong with a field is told beside
/// it, with what was typed.
async fn act(team: Team, number: String, (action, form): (TeamAction, TeamForm)) -> Response {
    let done = done(&team, &number, (action, &form)).await;
    let error = match done {
        Ok(()) => {
            let to = format!("/register/quotes/{number}?done={}", action.word());
            return Redirect::to(&to).into_response();
        }
        Err(error) => error,
    };
    if error.status != StatusCode::UNPROCESSABLE_ENTITY {
        return team.fault(&error, Some(&number));
    }
    team.page(move |team| {
        let read = QuoteRead::of(team, &number)?;
        let (_, text, _) = error.said();
        let text = super::frame::sentence(text);
        let note = QuoteNote::Wrong { action, text, form };
        quote_page(team, read, (error.status, Some(note)))
    })
    .await
}

async fn done(
    team: &Team,
    number: &str,
    (action, form): (TeamAction, &TeamForm),
) -> Result<(), WebError> {
    check_sees(team, number).await?;
    let salt = hex(&team.desk.random()?);
    let (actor, number, form) = (team.visitor.actor(), number.to_owned(), form.clone());
    let wanted = WantedChange { actor, number, action, form, salt };
    let done = team.desk.write(move |register, now| wanted.write(register, now)).await?;
    done.map_err(fault)
}

/// Whether somebody may see a quote: else nothing is told of it, nor of what they may not do.
async fn check_sees(team: &Team, number: &str) -> Result<(), WebError> {
    let (shared, name) = (team.clone(), number.to_owned());
    team.estimator.work(move || QuoteRead::of(&shared, &name).map(drop)).await?
}

/// What a form asks for.
struct WantedChange {
    actor: Actor,
    number: String,
    action: TeamAction,
    form: TeamForm,
    salt: String,
}

impl WantedChange {
    fn write(&self, register: &mut Register, now: Moment) -> Result<(), RegisterError> {
        let Self { actor, number, action, form, salt } = self;
        let quote_sha256 = form.get("quote_sha256");
        let looked_at = LookedAt { number, quote_sha256: Some(quote_sha256) };
        let reason = form.get("reason").trim();
        match action {
            TeamAction::Decide => {
                let decision = match form.get("decision") {
                    "approved" => Decision::Approved,
                    _ => Decision::Rejected,
                };
                let given = DecisionGiven { quote_sha256, kind: None, decision, reason };
                register.decide(actor, number, given, now).map(drop)
            }
            TeamAction::Accept | TeamAction::AcceptLate => {
                let is_late = *action == TeamAction::AcceptLate;
                let given = RecordedAcceptance {
                    by: form.get("by").trim(),
                    purchase_order: form.filled("purchase_order"),
                    proof: form.file(),
                    late_reason: is_late.then_some(reason),
                    quote_sha256: Some(quote_sha256),
                    salt,
                };
                register.accept(actor, number, given, now).map(drop)
            }
            TeamAction::Decline => {
                let why = by_word(&DeclineReason::ALL, form.get("why"));
                let why = why.unwrap_or(DeclineReason::Other);
                register.decline(actor, looked_at, why, now).map(drop)
            }
            TeamAction::Withdraw => register.withdraw(actor, looked_at, reason, now).map(drop),
            TeamAction::Annul => register.annul(actor, looked_at, reason, now).map(drop),
            // These have a PDF or a link to be made first.
            TeamAction::Send => register.check_send(actor, number, now),
            TeamAction::Link => Ok(()),
        }
    }
}

/// What is sent is not what was looked at.
fn other_document() -> WebError {
    let message = "there is a newer revision than the one that was looked at";
    let hint = "look at it again";
    WebError::new(StatusCode::CONFLICT, "other-document", message, hint)
}
