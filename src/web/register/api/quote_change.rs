//! A change of a quote, as it is asked for: what was seen of the quote, and what the request is
//! called by.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use axum::http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

use crate::register::{Actor, KeptAnswer, ListedQuote, Moment, Register, RegisterError};
use crate::web::current::Current;
use crate::web::error::WebError;
use crate::web::estimator::SharedEstimator;
use crate::web::register::act::KeyedRequest;
use crate::web::register::desk::{RegisterDesk, UnderWay};
use crate::web::register::fault::fault;
use crate::web::register::guard::{SignedIn, desk_of};

use super::answers::kept;
use super::given::body;
use super::headers::{fingerprint, idempotency_key, if_match};

/// The code of a denial to one who has not seen the last change.
const STALE: &str = "stale";

/// Which quote an address is about.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "it is described and never made")]
pub(super) struct QuotePlace {
    /// The number of the quote
    number: String,
}

/// Which revision of a quote an address is about.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "it is described and never made")]
pub(super) struct RevisionPlace {
    /// The number of the quote
    number: String,
    /// Which revision, from 1
    rev: String,
}

/// The headers of a change.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "it is described and never made")]
pub(super) struct ChangeHeaders {
    /// The `etag` of the quote as it was read
    #[param(rename = "if-match")]
    if_match: String,
    /// What the request is called by
    #[param(rename = "idempotency-key")]
    idempotency_key: Option<String>,
}

/// A change that is asked for.
pub(super) struct QuoteChange {
    pub(super) estimator: SharedEstimator,
    pub(super) desk: Arc<RegisterDesk>,
    pub(super) number: String,
    /// The revision that the address names, where it names one.
    pub(super) rev: String,
    pub(super) headers: HeaderMap,
    pub(super) bytes: Bytes,
    signed_in: SignedIn,
    /// The last event of the quote that whoever asks has seen.
    seen: i64,
    /// What the request is called by, where it has a key.
    asked: Option<KeyedRequest>,
    /// That no other one of that key begins meanwhile.
    under_way: Option<UnderWay>,
}

impl FromRequest<Current> for QuoteChange {
    type Rejection = WebError;

    async fn from_request(request: Request, current: &Current) -> Result<Self, WebError> {
        let estimator = current.now();
        let desk = desk_of(&estimator)?;
        let (mut parts, body) = request.into_parts();
        let params = RawPathParams::from_request_parts(&mut parts, current).await;
        let params = params.map_err(|_| unreadable())?;
        let param = |name| {
            let found = params.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| value.to_owned()).unwrap_or_default()
        };
        let (number, rev) = (param("number"), param("rev"));
        let signed_in = parts.extensions.get::<SignedIn>().cloned().ok_or_else(WebError::bug)?;
        let seen = if_match(&parts.headers)?;
        let key = idempotency_key(&parts.headers)?;
        // The guard has read it, within the limits of a body.
        let bytes = axum::body::to_bytes(body, usize::MAX).await.map_err(|_| WebError::bug())?;
        let (place, tag) = (parts.uri.path(), seen.to_string());
        let fingerprint = fingerprint(&[place.as_bytes(), tag.as_bytes(), &bytes]);
        let account = signed_in.account().id.clone();
        let asked = key.map(|key| KeyedRequest { account, key, fingerprint });
        let under_way = asked.as_ref().map(|asked| desk.begin(asked.key())).transpose()?;
        let headers = parts.headers;
        Ok(Self { estimator, desk, number, rev, headers, bytes, signed_in, seen, asked, under_way })
    }
}

/// An address that is no text names no quote.
fn unreadable() -> WebError {
    fault(RegisterError::unknown("quote", ""))
}

impl QuoteChange {
    /// What is asked for, as JSON.
    ///
    /// # Errors
    /// It is no JSON, or has other keys or values than it should.
    pub(super) fn given<T: DeserializeOwned>(&self) -> Result<T, WebError> {
        body(&self.headers, &self.bytes)
    }

    /// What was answered where the same was asked before, ahead of what may turn out otherwise by
    /// now. Of a quote that is not for whoever asks nothing else is told.
    ///
    /// # Errors
    /// There is no such quote, or another request was called by that key.
    pub(super) async fn before(&self) -> Result<Option<KeptAnswer>, WebError> {
        let (desk, number) = (Arc::clone(&self.desk), self.number.clone());
        let (asked, signed_in) = (self.asked.clone(), self.signed_in.clone());
        let before = self.estimator.work(move || {
            let kept = asked.map(|asked| asked.kept_answer(&desk)).transpose()?.flatten();
            if kept.is_none() {
                let sees = desk.read(|register, now| {
                    let (ListedQuote { quote, .. }, _) = register.shown(&number, None, now)?;
                    desk.check_sees(signed_in.account(), (&number, &quote))
                });
                sees.map_err(fault)?;
            }
            Ok(kept)
        });
        before.await?
    }

    /// Does it, where the quote is as it was seen, and once for its key.
    pub(super) async fn run<W>(self, status: StatusCode, work: W) -> Result<KeptAnswer, WebError>
    where
        W: FnOnce(&mut Register, &Actor, (&str, Moment)) -> Result<u32, RegisterError>
            + Send
            + 'static,
    {
        let Self { estimator, desk, signed_in, number, seen, asked: keyed, .. } = self;
        let _under_way = self.under_way;
        let (shared, looked_at, asked) = (Arc::clone(&desk), Arc::clone(&desk), number.clone());
        let done = desk.write(move |register, now| {
            let change = |register: &mut Register| {
                let (ListedQuote { quote, .. }, _) = register.shown(&number, None, now)?;
                shared.check_sees(signed_in.account(), (&number, &quote))?;
                register.check_unchanged(&number, seen)?;
                let rev = work(register, &signed_in.actor(), (&number, now))?;
                kept(register, (&number, rev), status, now)
            };
            match &keyed {
                Some(keyed) => register.once(keyed.key(), now, change),
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

/// The state that a quote has now.
fn state(desk: &RegisterDesk, number: &str) -> Option<&'static str> {
    let state = desk.read(|register, now| {
        let (ListedQuote { revision, .. }, _) = register.shown(number, None, now)?;
        Ok(revision.state.word())
    });
    state.ok()
}
