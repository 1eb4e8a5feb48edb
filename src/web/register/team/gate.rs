//! The way in: the form that takes a key, and what stands in its place where nobody is signed in.

use askama::Template;
use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use crate::register::{NewSession, Role, SESSION_SECONDS, token, token_sha256};
use crate::web::admit::{self, BodyLimits};
use crate::web::current::Current;
use crate::web::error::WebError;
use crate::web::estimator::{Estimator, SharedEstimator};
use crate::web::rate::Peer;
use crate::web::register::desk::RegisterDesk;
use crate::web::register::fault::fault;
use crate::web::register::guard::role_too_low;
use crate::web::register::session::{AskedBy, TeamVisitor, VisitorCame};

use super::form::TeamForm;
use super::frame::{Team, TeamFrame, TeamPlace, fault_page, html};

/// Where the pages begin.
const START: &str = "/register";

/// The page with the form that takes a key.
#[derive(Template)]
#[template(path = "team/sign_in.html", whitespace = "minimize")]
struct SignInPage {
    frame: TeamFrame,
    wrong: Option<String>,
    to: String,
}

/// What a page is guarded with.
#[derive(Clone)]
pub(in crate::web::register) struct TeamGuard {
    pub(in crate::web::register) current: Current,
    /// The roles that may use it.
    pub(in crate::web::register) roles: &'static [Role],
    pub(in crate::web::register) takes_files: bool,
}

/// Lets somebody in who is signed in; others get the form for that, or are told why not.
pub(in crate::web::register) async fn team_guard(
    State(TeamGuard { current, roles, takes_files }): State<TeamGuard>,
    mut request: Request,
    next: Next,
) -> Response {
    let estimator = current.now();
    let Some(desk) = estimator.register.clone() else { return WebError::bug().into_response() };
    if let Err(error) = admit::check_rate(&estimator, &request) {
        return fault_page(outside(&estimator, &desk), &error, None);
    }
    let visitor = match visitor(&estimator, AskedBy::of(&request)).await {
        Ok(Some(visitor)) => visitor,
        Ok(None) => {
            let is_page = request.method().is_safe();
            let to = request.uri().path_and_query().filter(|_| is_page);
            let to = to.map_or(START, |to| to.as_str());
            return sign_in_page((&estimator, &desk), (StatusCode::UNAUTHORIZED, None), to);
        }
        Err(error) => return fault_page(outside(&estimator, &desk), &error, None),
    };
    if !visitor.account.is_one_of(roles) {
        let frame = TeamFrame::of((&estimator, &desk), Some(&visitor), TeamPlace::Elsewhere);
        let who = format!("your role is {}", visitor.account.role.word());
        return fault_page(frame, &role_too_low(&who, roles), None);
    }
    request.extensions_mut().insert(visitor.clone());
    match admit::with_whole_body(request, BodyLimits::of_form(takes_files)).await {
        Ok(request) => next.run(request).await,
        Err(error) => {
            let place = TeamPlace::Elsewhere;
            let frame = TeamFrame::of((&estimator, &desk), Some(&visitor), place);
            fault_page(frame, &error, None)
        }
    }
}

/// Lets everybody in who does not send too much, so that they can sign in.
pub(in crate::web::register) async fn anyone_guard(
    State(current): State<Current>,
    request: Request,
    next: Next,
) -> Response {
    let estimator = current.now();
    let request = match admit::check_rate(&estimator, &request) {
        Ok(()) => admit::with_whole_body(request, BodyLimits::of_form(false)).await,
        Err(error) => Err(error),
    };
    match request {
        Ok(request) => next.run(request).await,
        Err(error) => for_team(&estimator, error.into_response()),
    }
}

/// A page in the place of problem details, where a register is served.
pub(in crate::web) fn for_team(estimator: &Estimator, answer: Response) -> Response {
    let Some(desk) = &estimator.register else { return answer };
    let Some(mut error) = answer.extensions().get::<WebError>().cloned() else { return answer };
    let status = answer.status();
    if matches!(status, StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED) {
        let (message, hint) = ("there is nothing at this address", "go on from the list of quotes");
        error = WebError::new(status, "not-found", message, hint);
    }
    let (mut head, body) = fault_page(outside(estimator, desk), &error, None).into_parts();
    // What else was said, as when to try again, stays.
    let (told, _) = answer.into_parts();
    for (name, value) in &told.headers {
        if *name != header::CONTENT_LENGTH {
            head.headers.entry(name).or_insert_with(|| value.clone());
        }
    }
    (head, body).into_response()
}

/// Who asks, if that is somebody.
async fn visitor(
    estimator: &SharedEstimator,
    asked: AskedBy,
) -> Result<Option<TeamVisitor>, WebError> {
    let shared = SharedEstimator::clone(estimator);
    let found = estimator.work(move || {
        let desk = shared.register.as_ref().ok_or_else(WebError::bug)?;
        asked.visitor(&shared, desk)
    });
    found.await?
}

/// `GET /register/sign-in`.
pub(in crate::web::register) async fn sign_in_form(
    State(estimator): State<SharedEstimator>,
) -> Response {
    let Some(desk) = estimator.register.clone() else { return WebError::bug().into_response() };
    sign_in_page((&estimator, &desk), (StatusCode::OK, None), START)
}

/// `POST /register/sign-in`: a key begins a session.
pub(in crate::web::register) async fn sign_in(
    State(estimator): State<SharedEstimator>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(desk) = estimator.register.clone() else { return WebError::bug().into_response() };
    let asked = AskedBy::with(headers, peer.map(|Extension(peer)| peer));
    let form = TeamForm::read(&body);
    let to = onward(form.get("to"));
    match signed_in(&estimator, &desk, (&asked, &form)).await {
        Ok(token) => {
            let mut answer = Redirect::to(&to).into_response();
            let cookie = asked.set_cookie(&estimator, (&token, SESSION_SECONDS));
            answer.headers_mut().extend(cookie.map(|line| (header::SET_COOKIE, line)));
            answer
        }
        Err(error) if error.status == StatusCode::UNAUTHORIZED => {
            let wrong = "This key does not work. Ask an admin of the register for another one.";
            sign_in_page((&estimator, &desk), (error.status, Some(wrong.to_owned())), &to)
        }
        Err(error) => fault_page(outside(&estimator, &desk), &error, None),
    }
}

/// Signs somebody in, and gives the token of the session.
async fn signed_in(
    estimator: &SharedEstimator,
    desk: &RegisterDesk,
    (asked, form): (&AskedBy, &TeamForm),
) -> Result<String, WebError> {
    asked.check_site()?;
    if let Some(seconds) =
        asked.address(estimator).and_then(|one| desk.sign_in.seconds_to_wait(one))
    {
        return Err(WebError::too_many(seconds));
    }
    let key = form.get("key").trim().to_owned();
    // A wrong one is told before anybody waits for the writer.
    let (shared, tried) = (estimator.register.clone().ok_or_else(WebError::bug)?, key.clone());
    let known = move || shared.read(|register, now| register.account_of_key(&tried, now));
    estimator.work(known).await?.map_err(fault)?;
    let (secret, csrf) = (token(&desk.random()?), token(&desk.random()?));
    let digest = token_sha256(&secret);
    let begun = desk.write(move |register, now| {
        let given = NewSession { key: &key, token_sha256: &digest, csrf: &csrf };
        register.sign_in(given, now)
    });
    begun.await?.map_err(fault)?;
    Ok(secret)
}

/// `POST /register/sign-out`.
pub(in crate::web::register) async fn sign_out(
    team: Team,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let asked = AskedBy::with(headers, peer.map(|Extension(peer)| peer));
    if let Err(error) = TeamForm::read(&body).check_sent(&asked, &team.visitor) {
        return team.fault(&error, None);
    }
    if let VisitorCame::BySession(digest) = team.visitor.came.clone() {
        let ended = team.desk.write(move |register, now| register.sign_out(&digest, now)).await;
        if let Err(error) = ended.and_then(|ended| ended.map_err(fault)) {
            return team.fault(&error, None);
        }
    }
    let mut answer = Redirect::to("/register/sign-in").into_response();
    let cookie = asked.set_cookie(&team.estimator, ("", 0));
    answer.headers_mut().extend(cookie.map(|line| (header::SET_COOKIE, line)));
    answer
}

fn sign_in_page(
    (estimator, desk): (&Estimator, &RegisterDesk),
    (status, wrong): (StatusCode, Option<String>),
    to: &str,
) -> Response {
    let page = SignInPage { frame: outside(estimator, desk), wrong, to: onward(to) };
    html(status, &page).unwrap_or_else(IntoResponse::into_response)
}

fn outside(estimator: &Estimator, desk: &RegisterDesk) -> TeamFrame {
    TeamFrame::of((estimator, desk), None, TeamPlace::Elsewhere)
}

/// Where somebody goes once they are signed in: to a page of the register, and nowhere else.
fn onward(to: &str) -> String {
    let rest = to.strip_prefix(START);
    let is_inside = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
    let is_plain = to.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if is_inside && is_plain { to.to_owned() } else { START.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_away_from_the_register() {
        for inside in ["/register", "/register?status=sent", "/register/quotes/Q-2026-00001"] {
            assert_eq!(onward(inside), inside);
        }
        for outside in [
            "",
            "/",
            "//evil.example",
            "https://evil.example/register",
            "/registers",
            "/register\n/",
        ] {
            assert_eq!(onward(outside), START, "{outside}");
        }
    }
}
