//! A price of the estimator's page becomes a quote, or the next revision of one.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::Value;

use crate::engine::refusal::Refusal;
use crate::register::{Actor, KeptAnswer, Moment, Register, RegisterError};
use crate::web::error::WebError;
use crate::web::page::{RefusedOffer, WrongOffer, page_again, request_of_link, revising_link};
use crate::web::register::act::{KeyedRequest, PricedOrRefused, ToBeRegistered, priced_json};
use crate::web::register::fault::fault;

use super::acts::CheckedForm;
use super::form::TeamForm;
use super::frame::{Team, sentence, told};
use super::quote::QuoteRead;
use super::request::{concession, for_customer, merged};

/// The code of a form that has made another quote already.
const KEY_REUSED: &str = "key-reused";
/// Keys of a request that the form asks for, and what it calls them.
const FIELDS: [(&str, &str); 6] = [
    ("customer.name", "Customer"),
    ("customer.org_id", "ORG ID"),
    ("customer.contact", "Contact"),
    ("customer.email", "E-mail"),
    ("concession.rate", "Additional discount"),
    ("concession.reason", "Why"),
];

/// `GET /register/quotes/{number}/revise`: the estimator's form, filled in.
pub(in crate::web::register) async fn revise(team: Team, Path(number): Path<String>) -> Response {
    team.page(move |team| {
        let (request, read) = newest_request(team, &number)?;
        let today = team.desk.settings().zone.day(read.now);
        let link = revising_link(&request, &read.history.quote.number, today);
        Ok(Redirect::to(&link).into_response())
    })
    .await
}

/// The request of the newest revision of a quote.
fn newest_request(team: &Team, number: &str) -> Result<(Value, QuoteRead), WebError> {
    let read = QuoteRead::of(team, number)?;
    let newest = read.history.revisions.last().map_or(0, |(newest, _, _)| newest.rev);
    let content = team.desk.read(|register, _| register.content(number, newest));
    let content: Option<Value> =
        told(content)?.and_then(|content| serde_json::from_slice(&content).ok());
    match content.and_then(|content| content.get("request").cloned()) {
        Some(request) => Ok((request, read)),
        None => {
            let message = "the content of this quote was erased";
            let hint = "register a new quote";
            Err(WebError::new(StatusCode::CONFLICT, "erased", message, hint))
        }
    }
}

/// `POST /register/quotes`: registers what the estimator's page shows. What is wrong with it is
/// told on that page again, with what was typed.
pub(in crate::web::register) async fn register(
    team: Team,
    headers: HeaderMap,
    CheckedForm(form): CheckedForm,
) -> Response {
    let error = match registered(&team, form.clone()).await {
        Ok(number) => return Redirect::to(&format!("/register/quotes/{number}")).into_response(),
        Err(error) => error,
    };
    let is_about_it =
        matches!(error.status, StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY);
    // A form that has made its quote makes no other one.
    if !is_about_it || error.said().0 == KEY_REUSED {
        return team.fault(&error, None);
    }
    team.page(move |team| {
        let again = (team.visitor.clone(), refused_offer(&error, &form));
        let page = page_again(&team.estimator, (form.get("query"), &headers), again)?;
        let mut page = page.ok_or_else(|| error.clone())?;
        *page.status_mut() = error.status;
        Ok(page)
    })
    .await
}

/// Why something was not registered, and what was typed.
fn refused_offer(error: &WebError, form: &TeamForm) -> RefusedOffer {
    let texts = error.each().map(|(text, hint)| {
        let hint = hint.map(sentence).unwrap_or_default();
        let text = FIELDS
            .iter()
            .fold(text.to_owned(), |text, (key, name)| text.replace(&format!("`{key}`"), name));
        // Code marks are for programmers.
        format!("{} {hint}", sentence(&text)).trim_end().replace('`', "\"")
    });
    let wrong = WrongOffer { code: error.said().0, texts: texts.collect() };
    RefusedOffer { typed: form.fields(), wrong, seen: seen(form) }
}

/// The last event of the quote that a form revises, as it was seen.
fn seen(form: &TeamForm) -> i64 {
    form.get("seen").parse().unwrap_or_default()
}

async fn registered(team: &Team, form: TeamForm) -> Result<String, WebError> {
    let (account, key) = (team.visitor.account.id.clone(), form.get("once").to_owned());
    let asked = KeyedRequest { account, key, fingerprint: form.fingerprint() };
    let _under_way = team.desk.begin(asked.key())?;
    let (shared, before) = (team.clone(), asked.clone());
    let wanted = team.estimator.work(move || {
        Ok(match before.kept_answer(&shared.desk)? {
            Some(kept) => Err(kept),
            None => Ok(WantedQuote::of(&shared, &form)?),
        })
    });
    let wanted = match wanted.await?? {
        Ok(wanted) => wanted,
        Err(kept) => return Ok(kept.body),
    };
    let actor = team.visitor.actor();
    let done = team.desk.write(move |register, now| {
        register.once(asked.key(), now, |register| wanted.write(register, &actor, now))
    });
    done.await?.map(|kept| kept.body).map_err(fault)
}

/// What is to be registered.
struct WantedQuote {
    priced: ToBeRegistered,
    /// The quote that it revises, and its last event as it was seen.
    revised: Option<(String, i64)>,
}

impl WantedQuote {
    /// Prices what a form asks for.
    fn of(team: &Team, form: &TeamForm) -> Result<Self, WebError> {
        let (asked, revised) =
            request_of_link(form.get("query")).map_err(|problems| WebError::of(&problems))?;
        let before = match &revised {
            Some(number) => newest_request(team, number)?.0,
            None => for_customer(form),
        };
        let asked: Value = serde_json::from_str(&asked.canonical_json()).unwrap_or_default();
        let today = team.desk.settings().zone.day(team.desk.now());
        let mut request = merged(&before, &asked, today);
        match concession(form) {
            Some(concession) => request.insert("concession".to_owned(), concession),
            None => request.remove("concession"),
        };
        let body = Bytes::from(Value::Object(request).to_string());
        let priced = match priced_json(&team.estimator, &team.desk, &body)? {
            PricedOrRefused::Priced(priced) => priced,
            PricedOrRefused::Refused(_, refusals) => return Err(refused(&refusals)),
        };
        Ok(Self { priced, revised: revised.map(|number| (number, seen(form))) })
    }

    fn write(
        &self,
        register: &mut Register,
        actor: &Actor,
        now: Moment,
    ) -> Result<KeptAnswer, RegisterError> {
        let wanted = self.priced.to_register();
        let sealed = match &self.revised {
            Some((number, seen)) => {
                register.check_unchanged(number, *seen)?;
                register.revise(actor, number, wanted, now)?
            }
            None => register.add(actor, wanted, now)?,
        };
        let status = StatusCode::SEE_OTHER.as_u16();
        Ok(KeptAnswer { status, body: sealed.number, is_repeated: false })
    }
}

fn refused(refusals: &[Refusal]) -> WebError {
    let codes: Vec<&str> = refusals.iter().map(|one| one.reason.code()).collect();
    let message = format!("the rules give no price for this: {}", codes.join(", "));
    let hint = "ask for another discount, or for another price";
    WebError::new(StatusCode::UNPROCESSABLE_ENTITY, "refused", message, hint)
}
