//! Quotes get their numbers, and revisions, over the API.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::register::{KeptAnswer, ListedJson, Register};
use crate::web::api::answers::{CommonAnswers, ProblemDetails, UnreadAnswers};
use crate::web::api::quotes;
use crate::web::api::reading;
use crate::web::api::schema::QuoteRequest;
use crate::web::error::WebError;
use crate::web::estimator::SharedEstimator;
use crate::web::register::act::{self, KeyedRequest, PricedOrRefused, ToBeRegistered};
use crate::web::register::fault::fault;
use crate::web::register::guard::{SignedIn, desk_of};

use super::answers::{ChangeAnswers, QuoteAnswers, RegisterAnswers, answered, kept};
use super::headers::{fingerprint, needed_idempotency_key};
use super::quote_change::{ChangeHeaders, QuoteChange, QuotePlace};

/// Registers a quote: it is priced, gets a number, and its first revision is sealed.
///
/// The same request with the same `idempotency-key` is registered once, within seven days.
#[utoipa::path(
    post,
    path = "/api/v1/register/quotes",
    params(
        ("idempotency-key" = String, Header, description = "What the request is called by: a new \
            one for each quote")
    ),
    request_body = QuoteRequest,
    responses(
        (status = 201, description = "It is registered; `location` is its address",
            body = ListedJson),
        (status = 409, description = "The same request is under way", body = ProblemDetails,
            content_type = "application/problem+json"),
        (status = 422, description = "The rules refuse, or the register does not take it"),
        UnreadAnswers, RegisterAnswers, CommonAnswers
    ),
    security(("key" = []))
)]
pub(super) async fn add(
    State(estimator): State<SharedEstimator>,
    Extension(signed_in): Extension<SignedIn>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, WebError> {
    let key = needed_idempotency_key(&headers)?;
    let fingerprint = fingerprint(&[b"register", &body]);
    let desk = desk_of(&estimator)?;
    let account = signed_in.account().id.clone();
    let asked = KeyedRequest { account, key, fingerprint };
    let _under_way = desk.begin(asked.key())?;
    let (before, reader) = (asked.clone(), Arc::clone(&desk));
    if let Some(done) = estimator.work(move || before.kept_answer(&reader)).await?? {
        return Ok(registered(&done));
    }
    let priced = match price(&estimator, &headers, body).await? {
        Ok(priced) => priced,
        Err(refused) => return Ok(refused),
    };
    let actor = signed_in.actor();
    let done = desk.write(move |register, now| {
        register.once(asked.key(), now, |register: &mut Register| {
            let sealed = register.add(&actor, priced.to_register(), now)?;
            kept(register, (&sealed.number, sealed.rev), StatusCode::CREATED, now)
        })
    });
    Ok(registered(&done.await?.map_err(fault)?))
}

/// The answer with the address of the quote.
fn registered(done: &KeptAnswer) -> Response {
    let quote = done.body.split_once('\n').map_or("", |(_, quote)| quote);
    let quote: serde_json::Value = serde_json::from_str(quote).unwrap_or_default();
    let number = quote["number"].as_str().unwrap_or_default();
    let place = HeaderValue::from_str(&format!("/api/v1/register/quotes/{number}"));
    let place = place.ok().map(|place| [(header::LOCATION, place)]);
    (place, answered(done)).into_response()
}

/// Makes the next revision of a quote.
#[utoipa::path(
    post,
    path = "/api/v1/register/quotes/{number}/revisions",
    params(QuotePlace, ChangeHeaders),
    request_body = QuoteRequest,
    responses(
        (status = 201, description = "The revision is sealed", body = ListedJson),
        ChangeAnswers, QuoteAnswers, RegisterAnswers, CommonAnswers
    ),
    security(("key" = []))
)]
pub(super) async fn revise(change: QuoteChange) -> Result<Response, WebError> {
    if let Some(done) = change.before().await? {
        return Ok(answered(&done));
    }
    let priced = price(&change.estimator, &change.headers, change.bytes.clone()).await?;
    let priced = match priced {
        Ok(priced) => priced,
        Err(refused) => return Ok(refused),
    };
    let done = change.run(StatusCode::CREATED, move |register, actor, (number, now)| {
        register.revise(actor, number, priced.to_register(), now).map(|sealed| sealed.rev)
    });
    done.await.map(|done| answered(&done))
}

/// Prices the request of a body; what the rules refuse is answered as the estimator does.
async fn price(
    estimator: &SharedEstimator,
    headers: &HeaderMap,
    body: Bytes,
) -> Result<Result<ToBeRegistered, Response>, WebError> {
    reading::check_body(headers)?;
    let (shared, desk) = (Arc::clone(estimator), desk_of(estimator)?);
    let priced = estimator.work(move || {
        Ok(match act::priced_json(&shared, &desk, &body)? {
            PricedOrRefused::Priced(priced) => Ok(priced),
            PricedOrRefused::Refused(request, refusals) => {
                Err(quotes::refused(&shared, &request, &refusals))
            }
        })
    });
    priced.await?
}
