//! What programs do with quotes that are registered.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::document::json::written;
use crate::engine::digest::hex;
use crate::register::{
    Actor, DecisionGiven, KeptAnswer, ListedJson, LookedAt, Moment, RecordedAcceptance, Register,
    RegisterError, RequestKey,
};
use crate::web::api::answers::CommonAnswers;
use crate::web::api::quotes::{JSON, answer};
use crate::web::error::WebError;
use crate::web::estimator::SharedEstimator;
use crate::web::register::act;
use crate::web::register::desk::RegisterDesk;
use crate::web::register::fault::fault;
use crate::web::register::guard::{SignedIn, desk_of};

use super::answers::{ChangeAnswers, QuoteAnswers, RegisterAnswers, SentJson, answered, kept};
use super::given::{AcceptGiven, DecisionJson, DeclineGiven, ReasonGiven, SendGiven, body};
use super::headers::{fingerprint, idempotency_key, if_match};

/// A change that is asked for, as far as its headers go.
pub(super) struct QuoteChange {
    estimator: SharedEstimator,
    desk: Arc<RegisterDesk>,
    signed_in: SignedIn,
    pub(super) number: String,
    /// The last event of the quote that whoever asks has seen.
    seen: i64,
    key: Option<String>,
    fingerprint: String,
}

impl QuoteChange {
    pub(super) fn of(
        estimator: &SharedEstimator,
        signed_in: SignedIn,
        (number, what): (String, &str),
        headers: &HeaderMap,
        body: &Bytes,
    ) -> Result<Self, WebError> {
        let seen = if_match(headers)?;
        let key = idempotency_key(headers)?;
        let tag = seen.to_string();
        let fingerprint = fingerprint(&[number.as_bytes(), what.as_bytes(), tag.as_bytes(), body]);
        let desk = desk_of(estimator)?;
        let estimator = Arc::clone(estimator);
        Ok(Self { estimator, desk, signed_in, number, seen, key, fingerprint })
    }

    /// Does it, where the quote is as it was seen, and once for its key.
    pub(super) async fn run<W>(self, status: StatusCode, work: W) -> Result<KeptAnswer, WebError>
    where
        W: FnOnce(&mut Register, &Actor, Moment) -> Result<u32, RegisterError> + Send + 'static,
    {
        let Self { estimator, desk, signed_in, number, seen, key, fingerprint } = self;
        let _under_way =
            key.as_ref().map(|key| desk.begin(&signed_in.account.id, key)).transpose()?;
        let (shared, looked_at, asked) = (Arc::clone(&desk), Arc::clone(&desk), number.clone());
        let done = desk.write(move |register, now| {
            let change = |register: &mut Register| {
                let (history, _) = register.history(&number, now)?;
                shared.check_sees(&signed_in.account, &history.quote)?;
                register.check_unchanged(&number, seen)?;
                work(register, &signed_in.actor(), now)?;
                kept(register, &number, status, now)
            };
            match &key {
                Some(key) => {
                    let account = &signed_in.account.id;
                    let key = RequestKey { account, key, fingerprint: &fingerprint };
                    register.once(key, now, change)
                }
                None => register.together(change),
            }
        });
        match done.await? {
            Ok(kept) => Ok(kept),
            Err(error) if error.code() == STALE => {
                let state = estimator.work(move || state(&looked_at, &asked)).await?;
                let answer = fault(error);
                Err(match state {
                    Some(state) => answer.in_state(state),
                    None => answer,
                })
            }
            Err(error) => Err(fault(error)),
        }
    }
}

/// The code of a denial to one who has not seen the last change.
const STALE: &str = "stale";

/// The state that a quote has now.
fn state(desk: &RegisterDesk, number: &str) -> Option<&'static str> {
    let state = desk.read(|register, now| {
        let (history, _) = register.history(number, now)?;
        let shown = history.revisions.iter().find(|(one, _, _)| one.rev == history.shown_rev);
        Ok(shown.map(|(one, _, _)| one.state.word()))
    });
    state.ok().flatten()
}

/// Sends the draft of a quote: its PDF is drawn and kept, and a revision that stood before is
/// superseded.
#[utoipa::path(
    post,
    path = "/api/v1/register/quotes/{number}/send",
    params(
        ("number" = String, Path, description = "The number of the quote"),
        ("if-match" = String, Header, description = "The `etag` of the quote as it was read"),
        ("idempotency-key" = Option<String>, Header, description = "What the request is called by")
    ),
    request_body = SendGiven,
    responses(
        (status = 200, description = "It is sent", body = SentJson),
        ChangeAnswers, QuoteAnswers, RegisterAnswers, CommonAnswers
    ),
    security(("key" = []))
)]
pub(super) async fn send(
    State(estimator): State<SharedEstimator>,
    Extension(signed_in): Extension<SignedIn>,
    Path(number): Path<String>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Response, WebError> {
    let change = QuoteChange::of(&estimator, signed_in, (number, "send"), &headers, &bytes)?;
    let given: SendGiven = body(&headers, &bytes)?;
    let desk = Arc::clone(&change.desk);
    let (shared, number) = (Arc::clone(&estimator), change.number.clone());
    let drawing = Arc::clone(&desk);
    let drawn = estimator.work(move || act::drawn_to_send(&shared, &drawing, &number)).await??;
    let link = drawn.link(&desk);
    let done = change
        .run(StatusCode::OK, move |register, actor, now| {
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
    let tag = super::headers::etag(seq.parse().unwrap_or_default());
    ([tag], answer(JSON, written(&value).into_bytes())).into_response()
}

/// Records that the customer accepted the quote, another way than by the link.
#[utoipa::path(
    post,
    path = "/api/v1/register/quotes/{number}/accept",
    params(
        ("number" = String, Path, description = "The number of the quote"),
        ("if-match" = String, Header, description = "The `etag` of the quote as it was read"),
        ("idempotency-key" = Option<String>, Header, description = "What the request is called by")
    ),
    request_body = AcceptGiven,
    responses(
        (status = 200, description = "It is accepted", body = ListedJson),
        ChangeAnswers, QuoteAnswers, RegisterAnswers, CommonAnswers
    ),
    security(("key" = []))
)]
pub(super) async fn accept(
    State(estimator): State<SharedEstimator>,
    Extension(signed_in): Extension<SignedIn>,
    Path(number): Path<String>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Response, WebError> {
    let change = QuoteChange::of(&estimator, signed_in, (number, "accept"), &headers, &bytes)?;
    let given: AcceptGiven = body(&headers, &bytes)?;
    let proof = given.proof()?;
    let salt = hex(&change.desk.random()?);
    let number = change.number.clone();
    let done = change.run(StatusCode::OK, move |register, actor, now| {
        let acceptance = RecordedAcceptance {
            by: &given.by,
            purchase_order: given.po_number.as_deref(),
            proof: proof.as_deref(),
            late_reason: given.late_reason.as_deref(),
            quote_sha256: None,
            salt: &salt,
        };
        register.accept(actor, &number, acceptance, now)
    });
    done.await.map(|done| answered(&done))
}

/// Records that the customer does not want the quote.
#[utoipa::path(
    post,
    path = "/api/v1/register/quotes/{number}/decline",
    params(
        ("number" = String, Path, description = "The number of the quote"),
        ("if-match" = String, Header, description = "The `etag` of the quote as it was read"),
        ("idempotency-key" = Option<String>, Header, description = "What the request is called by")
    ),
    request_body = DeclineGiven,
    responses(
        (status = 200, description = "It is declined", body = ListedJson),
        ChangeAnswers, QuoteAnswers, RegisterAnswers, CommonAnswers
    ),
    security(("key" = []))
)]
pub(super) async fn decline(
    State(estimator): State<SharedEstimator>,
    Extension(signed_in): Extension<SignedIn>,
    Path(number): Path<String>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Response, WebError> {
    let change = QuoteChange::of(&estimator, signed_in, (number, "decline"), &headers, &bytes)?;
    let given: DeclineGiven = body(&headers, &bytes)?;
    let reason = given.reason()?;
    let number = change.number.clone();
    let done = change.run(StatusCode::OK, move |register, actor, now| {
        register.decline(actor, &number, reason, now)
    });
    done.await.map(|done| answered(&done))
}

/// Takes back a quote that was not accepted.
#[utoipa::path(
    post,
    path = "/api/v1/register/quotes/{number}/withdraw",
    params(
        ("number" = String, Path, description = "The number of the quote"),
        ("if-match" = String, Header, description = "The `etag` of the quote as it was read"),
        ("idempotency-key" = Option<String>, Header, description = "What the request is called by")
    ),
    request_body = ReasonGiven,
    responses(
        (status = 200, description = "It is withdrawn", body = ListedJson),
        ChangeAnswers, QuoteAnswers, RegisterAnswers, CommonAnswers
    ),
    security(("key" = []))
)]
pub(super) async fn withdraw(
    State(estimator): State<SharedEstimator>,
    Extension(signed_in): Extension<SignedIn>,
    Path(number): Path<String>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Response, WebError> {
    let change = QuoteChange::of(&estimator, signed_in, (number, "withdraw"), &headers, &bytes)?;
    let given: ReasonGiven = body(&headers, &bytes)?;
    let number = change.number.clone();
    let done = change.run(StatusCode::OK, move |register, actor, now| {
        register.withdraw(actor, LookedAt::from(&number), &given.reason, now)
    });
    done.await.map(|done| answered(&done))
}

/// Undoes an acceptance.
#[utoipa::path(
    post,
    path = "/api/v1/register/quotes/{number}/annul",
    params(
        ("number" = String, Path, description = "The number of the quote"),
        ("if-match" = String, Header, description = "The `etag` of the quote as it was read"),
        ("idempotency-key" = Option<String>, Header, description = "What the request is called by")
    ),
    request_body = ReasonGiven,
    responses(
        (status = 200, description = "It is annulled", body = ListedJson),
        ChangeAnswers, QuoteAnswers, RegisterAnswers, CommonAnswers
    ),
    security(("key" = []))
)]
pub(super) async fn annul(
    State(estimator): State<SharedEstimator>,
    Extension(signed_in): Extension<SignedIn>,
    Path(number): Path<String>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Response, WebError> {
    let change = QuoteChange::of(&estimator, signed_in, (number, "annul"), &headers, &bytes)?;
    let given: ReasonGiven = body(&headers, &bytes)?;
    let number = change.number.clone();
    let done = change.run(StatusCode::OK, move |register, actor, now| {
        register.annul(actor, LookedAt::from(&number), &given.reason, now)
    });
    done.await.map(|done| answered(&done))
}

/// Decides about a draft that needs an approval.
#[utoipa::path(
    post,
    path = "/api/v1/register/quotes/{number}/revisions/{rev}/approvals",
    params(
        ("number" = String, Path, description = "The number of the quote"),
        ("rev" = String, Path, description = "Which revision, from 1"),
        ("if-match" = String, Header, description = "The `etag` of the quote as it was read"),
        ("idempotency-key" = Option<String>, Header, description = "What the request is called by")
    ),
    request_body = DecisionJson,
    responses(
        (status = 200, description = "It is decided", body = ListedJson),
        ChangeAnswers, QuoteAnswers, RegisterAnswers, CommonAnswers
    ),
    security(("key" = []))
)]
pub(super) async fn decide(
    State(estimator): State<SharedEstimator>,
    Extension(signed_in): Extension<SignedIn>,
    Path((number, rev)): Path<(String, String)>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Response, WebError> {
    let what = format!("approvals {rev}");
    let change = QuoteChange::of(&estimator, signed_in, (number, &what), &headers, &bytes)?;
    let given: DecisionJson = body(&headers, &bytes)?;
    let (decision, kind) = given.read()?;
    let unknown = || RegisterError::unknown("revision", &format!("{}-{rev}", change.number));
    let rev = act::revision_number(&rev).ok_or_else(|| fault(unknown()))?;
    let number = change.number.clone();
    let done = change.run(StatusCode::OK, move |register, actor, now| {
        let (history, _) = register.history(&number, now)?;
        let document = format!("{number}-{rev}");
        let named = history.revisions.iter().find(|(one, _, _)| one.rev == rev);
        let (revision, _, _) =
            named.ok_or_else(|| RegisterError::unknown("revision", &document))?;
        if revision.quote_sha256 != given.quote_sha256 {
            return Err(RegisterError::other_document(&revision.document()));
        }
        let DecisionJson { quote_sha256, reason, .. } = &given;
        let given = DecisionGiven { quote_sha256, kind, decision, reason };
        register.decide(actor, &number, given, now).map(|_| rev)
    });
    done.await.map(|done| answered(&done))
}
