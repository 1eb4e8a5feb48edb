//! What all pages of the team share: who looks at them, the frame around them, and what they say
//! where something is wrong.

use std::sync::Arc;

use askama::Template;
use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::document::language;
use crate::engine::book::Language;
use crate::engine::calendar::Date;
use crate::engine::digest::{hex, sha256};
use crate::engine::money::Money;
use crate::register::RegisterError;
use crate::web::current::Current;
use crate::web::error::WebError;
use crate::web::estimator::{Estimator, SharedEstimator};
use crate::web::page::style_address;
use crate::web::register::desk::RegisterDesk;
use crate::web::register::fault::fault;
use crate::web::register::route::WATCHERS;
use crate::web::register::session::{TeamVisitor, VisitorCame};

/// The style of these pages, beside that of the estimator.
const STYLE: &str = include_str!("../../../../templates/team/team.css");

/// A place that the pages link to from everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TeamPlace {
    /// The list of quotes.
    Quotes,
    /// What waits for approval.
    Approvals,
    /// What a month brings.
    Pipeline,
    /// None of these.
    Elsewhere,
}

impl TeamPlace {
    /// Each with its address and its name.
    pub(super) const LINKS: [(Self, &str, &str); 3] = [
        (Self::Quotes, "/register", "Quotes"),
        (Self::Approvals, "/register/approvals", "Approvals"),
        (Self::Pipeline, "/register/pipeline", "Pipeline"),
    ];
}

/// What stands around each page.
pub(super) struct TeamFrame {
    /// The name of the register.
    pub(super) register: String,
    pub(super) style: String,
    pub(super) team_style: String,
    /// Who looks at it, where somebody is signed in.
    pub(super) who: Option<FrameVisitor>,
    pub(super) here: TeamPlace,
    /// The places that they may go to.
    pub(super) places: Vec<(TeamPlace, &'static str, &'static str)>,
}

/// Somebody who is signed in.
pub(super) struct FrameVisitor {
    pub(super) name: String,
    pub(super) role: &'static str,
    /// What the form carries that signs out; none where a proxy does that.
    pub(super) sign_out: Option<String>,
}

impl TeamFrame {
    pub(super) fn of(
        (estimator, desk): (&Estimator, &RegisterDesk),
        visitor: Option<&TeamVisitor>,
        here: TeamPlace,
    ) -> Self {
        let who = visitor.map(|visitor| FrameVisitor {
            name: visitor.account.name.clone(),
            role: visitor.account.role.word(),
            sign_out: match visitor.came {
                VisitorCame::BySession(_) => Some(visitor.csrf.clone()),
                VisitorCame::ByProxy => None,
            },
        });
        let watches = |visitor: &TeamVisitor| visitor.account.is_one_of(WATCHERS);
        let sees_all = visitor.is_some_and(watches);
        let places = TeamPlace::LINKS.into_iter();
        Self {
            places: places
                .filter(|(place, _, _)| sees_all || *place != TeamPlace::Pipeline)
                .collect(),
            register: desk.settings().name.clone(),
            style: style_address(estimator),
            team_style: team_style_address(),
            who,
            here,
        }
    }
}

/// A page that says what is wrong.
#[derive(Template)]
#[template(path = "team/fault.html", whitespace = "minimize")]
struct FaultPage {
    frame: TeamFrame,
    code: &'static str,
    title: &'static str,
    text: String,
    hint: Option<String>,
    back: String,
    back_text: &'static str,
}

/// Somebody at the pages, and all that these are made from.
#[derive(Clone)]
pub(in crate::web::register) struct Team {
    pub(super) estimator: SharedEstimator,
    pub(super) desk: Arc<RegisterDesk>,
    pub(super) visitor: TeamVisitor,
}

impl FromRequestParts<Current> for Team {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, current: &Current) -> Result<Self, WebError> {
        let estimator = SharedEstimator::from_ref(current);
        let desk = estimator.register.clone().ok_or_else(WebError::bug)?;
        let visitor = parts.extensions.get().cloned().ok_or_else(WebError::bug)?;
        Ok(Self { estimator, desk, visitor })
    }
}

impl Team {
    pub(super) fn frame(&self, here: TeamPlace) -> TeamFrame {
        TeamFrame::of((&self.estimator, &self.desk), Some(&self.visitor), here)
    }

    /// Makes a page where others wait for nothing; what is wrong is told on a page as well.
    pub(super) async fn page(
        self,
        work: impl FnOnce(&Self) -> Result<Response, WebError> + Send + 'static,
    ) -> Response {
        let team = self.clone();
        let made = self.estimator.work(move || work(&team)).await.and_then(|made| made);
        made.unwrap_or_else(|error| self.fault(&error, None))
    }

    /// What is wrong, as a page that leads back to a quote or to the list.
    pub(super) fn fault(&self, error: &WebError, number: Option<&str>) -> Response {
        fault_page(self.frame(TeamPlace::Elsewhere), error, number)
    }
}

/// What is wrong, as a page for a person.
pub(super) fn fault_page(frame: TeamFrame, error: &WebError, number: Option<&str>) -> Response {
    let (code, text, hint) = error.said();
    let title = match error.status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => "There is no such page",
        StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => "You may not do this",
        StatusCode::CONFLICT | StatusCode::PRECONDITION_FAILED => "The quote has changed",
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS => "Not now",
        _ => "This did not work",
    };
    let (back, back_text) = match number {
        Some(number) => (format!("/register/quotes/{number}"), "Back to the quote"),
        None => ("/register".to_owned(), "To the quotes"),
    };
    let (text, hint) = (sentence(text), hint.map(sentence));
    let page = FaultPage { frame, code, title, text, hint, back, back_text };
    let mut answer = html(error.status, &page).unwrap_or_else(IntoResponse::into_response);
    answer.headers_mut().extend(error.header());
    answer
}

/// A page as an answer.
pub(super) fn html(status: StatusCode, page: &impl Template) -> Result<Response, WebError> {
    let text = page.render().map_err(|_| WebError::bug())?;
    let headers =
        [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_LANGUAGE, "en")];
    Ok((status, headers, text).into_response())
}

/// What a register says, as an answer of the web.
pub(super) fn told<T>(found: Result<T, RegisterError>) -> Result<T, WebError> {
    found.map_err(fault)
}

/// A text as a sentence: it begins with a capital letter and ends with a full stop.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let rest = letters.as_str();
    let stop = if rest.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{rest}{stop}")
}

/// An amount with its currency, for example `EUR 4,704.48`.
pub(super) fn amount(money: Money) -> String {
    let space = language::NO_BREAK_SPACE;
    format!("{}{space}{}", money.currency().code(), language::amount(Language::English, money))
}

/// How much more something is, with its sign: `+544.32`. The currency stands beside it.
pub(super) fn more(money: Money) -> String {
    let sign = if money.minor() > 0 { "+" } else { "" };
    format!("{sign}{}", language::amount(Language::English, money))
}

/// A day, for example `24 December 2026`.
pub(super) fn day(day: Date) -> String {
    language::date(Language::English, day)
}

fn team_style_address() -> String {
    let digest = hex(&sha256(STYLE.as_bytes()));
    format!("/register/style.css?v={}", digest.get(..16).unwrap_or_default())
}

/// The style of these pages.
pub(in crate::web::register) async fn style() -> impl IntoResponse {
    let forever = (header::CACHE_CONTROL, "public, max-age=31536000, immutable");
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), forever], STYLE)
}
