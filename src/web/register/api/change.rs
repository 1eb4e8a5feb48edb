//! What programs do with quotes that are registered.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::document::json::written;
use crate::engine::digest::hex;
use crate::register::{
    DecisionGiven, KeptAnswer, ListedJson, ListedQuote, RecordedAcceptance, RegisterError,
};
use crate::web::api::answers::CommonAnswers;
use crate::web::api::quotes::{JSON, answer};
use crate::web::error::WebError;
use crate::web::register::act;
use crate::web::register::fault::fault;

use super::answers::{ChangeAnswers, QuoteAnswers, RegisterAnswers, SentJson, answered};
use super::given::{AcceptGiven, DecisionJson, DeclineGiven, ReasonGiven, SendGiven};
use super::headers::etag;
use super::quote_change::{ChangeHeaders, QuoteChange, QuotePlace, RevisionPlace};

/// Sends the draft of a quote: its PDF is drawn and kept, and a revision that stood before is
/// superseded.
#[utoipa::path(
    post,
    path = "/api/v1/register/quotes/{number}/send",
    params(QuotePlace, ChangeHeaders),
    request_body = SendGiven,
    responses(
        (status = 200, description = "It is sent", body = SentJson),
        ChangeAnswers, QuoteAnswers, RegisterAnswers, CommonAnswers
    ),
    security(("key" = []))
)]
pub(super) async fn send(change: QuoteChange) -> Result<Response, WebError> {
    let given: SendGiven = change.given()?;
    if let Some(done) = change.before().await? {
        return Ok(with_link(&done, None));
    }
    let desk = Arc::clone(&change.desk);
    let (shared, number) = (Arc::clone(&change.estimator), change.number.clone());
    let drawing = Arc::clone(&desk);
    let drawn = change.estimator.work(move || act::drawn_to_send(&shared, &drawing, &number));
    let drawn = drawn.await??;
    let link = drawn.link(&desk);
    let done = change
        .run(StatusCode::OK, move |register, actor, (_, now)| {
            let seen = given.quote_sha256.as_ref();
            if seen.is_some_and(|digest| *digest != drawn.revision.quote_sha256) {
                return Err(RegisterError::other_document(&drawn.revision.document()));
            }
            drawn.send(register, actor, now)
        })
        .await?;
    let link = link.filter(|_| !done.is_repeated);
    Ok(with_link(&done, link))
}

/// The answer with the link that is told once.
fn with_link(done: &KeptAnswer, link: Option<String>) -> Response {
    let (seq, quote) = done.body.split_once('\n').unwrap_or(("0", &done.body));
    let mut value: serde_json::Value = serde_json::from_str(quote).unwrap_or_default();
    if let Some(object) = value.as_object_mut() {
        object.insert("link".to_owned(), link.into());
    }
    let tag = etag(seq.parse().unwrap_or_default());
    ([tag], answer(JSON, written(&value).into_bytes())).into_response()
}

/// Records that the customer accepted the quote, another way than by the link.
#[utoipa::path(
    post,
    path = "/api/v1/register/quotes/{number}/accept",
    params(QuotePlace, ChangeHeaders),
    request_body = AcceptGiven,
    responses(
        (status = 200, description = "It is accepted", body = ListedJson),
        ChangeAnswers, QuoteAnswers, RegisterAnswers, CommonAnswers
    ),
    security(("key" = []))
)]
pub(super) async fn accept(change: QuoteChange) -> Result<Response, WebError> {
    let given: AcceptGiven = change.given()?;
    let proof = given.proof()?;
    let salt = hex(&change.desk.random()?);
    let done = change.run(StatusCode::OK, move |register, actor, (number, now)| {
        let acceptance = RecordedAcceptance {
            by: &given.by,
            purchase_order: given.po_number.as_deref(),
            proof: proof.as_deref(),
            late_reason: given.late_reason.as_deref(),
            quote_sha256: None,
            salt: &salt,
        };
        register.accept(actor, number, acceptance, now)
    });
    done.await.map(|done| answered(&done))
}

/// Records that the customer does not want the quote.
#[utoipa::path(
    post,
    path = "/api/v1/register/quotes/{number}/decline",
    params(QuotePlace, ChangeHeaders),
    request_body = DeclineGiven,
    responses(
        (status = 200, description = "It is declined", body = ListedJson),
        ChangeAnswers, QuoteAnswers, RegisterAnswers, CommonAnswers
    ),
    security(("key" = []))
)]
pub(super) async fn decline(change: QuoteChange) -> Result<Response, WebError> {
    let given: DeclineGiven = change.given()?;
    let reason = given.reason()?;
    let done = change.run(StatusCode::OK, move |register, actor, (number, now)| {
        register.decline(actor, number, reason, now)
    });
    done.await.map(|done| answered(&done))
}

/// Takes back a quote that was not accepted.
#[utoipa::path(
    post,
    path = "/api/v1/register/quotes/{number}/withdraw",
    params(QuotePlace, ChangeHeaders),
    request_body = ReasonGiven,
    responses(
        (status = 200, description = "It is withdrawn", body = ListedJson),
        ChangeAnswers, QuoteAnswers, RegisterAnswers, CommonAnswers
    ),
    security(("key" = []))
)]
pub(super) async fn withdraw(change: QuoteChange) -> Result<Response, WebError> {
    let given: ReasonGiven = change.given()?;
    let done = change.run(StatusCode::OK, move |register, actor, (number, now)| {
        register.withdraw(actor, number, &given.reason, now)
    });
    done.await.map(|done| answered(&done))
}

/// Undoes an acceptance.
#[utoipa::path(
    post,
    path = "/api/v1/register/quotes/{number}/annul",
    params(QuotePlace, ChangeHeaders),
    request_body = ReasonGiven,
    responses(
        (status = 200, description = "It is annulled", body = ListedJson),
        ChangeAnswers, QuoteAnswers, RegisterAnswers, CommonAnswers
    ),
    security(("key" = []))
)]
pub(super) async fn annul(change: QuoteChange) -> Result<Response, WebError> {
    let given: ReasonGiven = change.given()?;
    let done = change.run(StatusCode::OK, move |register, actor, (number, now)| {
        register.annul(actor, number, &given.reason, now)
    });
    done.await.map(|done| answered(&done))
}

/// Decides about a draft that needs an approval.
#[utoipa::path(
    post,
    path = "/api/v1/register/quotes/{number}/revisions/{rev}/approvals",
    params(RevisionPlace, ChangeHeaders),
    request_body = DecisionJson,
    responses(
        (status = 200, description = "It is decided", body = ListedJson),
        ChangeAnswers, QuoteAnswers, RegisterAnswers, CommonAnswers
    ),
    security(("key" = []))
)]
pub(super) async fn decide(change: QuoteChange) -> Result<Response, WebError> {
    let given: DecisionJson = change.given()?;
    let (decision, kind) = given.read()?;
    let document = format!("{}-{}", change.number, change.rev);
    let unknown = || fault(RegisterError::unknown("revision", &document));
    let rev = act::revision_number(&change.rev).ok_or_else(unknown)?;
    let done = change.run(StatusCode::OK, move |register, actor, (number, now)| {
        let (ListedQuote { revision, .. }, _) = register.shown(number, Some(rev), now)?;
        if revision.quote_sha256 != given.quote_sha256 {
            return Err(RegisterError::other_document(&revision.document()));
        }
        let DecisionJson { quote_sha256, reason, .. } = &given;
        let given = DecisionGiven { quote_sha256, kind, decision, reason };
        register.decide(actor, number, given, now).map(|_| rev)
    });
    done.await.map(|done| answered(&done))
}
