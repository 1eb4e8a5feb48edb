//! What the API of the register answers with.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};

use crate::document::json::written;
use crate::register::{
    KeptAnswer, ListedJson, ListedQuote, LogEvent, Moment, PipelineRow, Register, RegisterError,
};
use crate::web::api::answers::ProblemDetails;
use crate::web::api::quotes::{JSON, answer};

use super::headers::etag;

/// A quote after a change of it.
#[derive(Serialize, ToSchema)]
#[schema(as = SentQuote)]
pub(super) struct SentJson {
    #[serde(flatten)]
    pub(super) quote: ListedJson,
    /// The link of the customer. It is told once, and kept nowhere: null where the server has no
    /// `--base-url`, and where the same was asked before.
    pub(super) link: Option<String>,
}

/// An event of the log.
#[derive(Serialize, ToSchema)]
#[schema(as = RegisterEvent)]
pub(super) struct EventJson {
    /// Its number, from 1 and without a gap.
    seq: i64,
    /// When, in UTC.
    at: String,
    /// Who did it, and how they came in.
    actor: String,
    /// What it says.
    kind: String,
    /// The quote that it is about.
    number: Option<String>,
    /// The revision that it is about.
    rev: Option<i64>,
    /// Its values, as JSON in a text: the hash is of these bytes.
    data: String,
    /// The hash of the event before.
    prev: String,
    /// Its own hash.
    hash: String,
}

/// Events of the log, the oldest first.
#[derive(Serialize, ToSchema)]
#[schema(as = RegisterEvents)]
pub(super) struct EventsJson {
    pub(super) events: Vec<EventJson>,
}

/// What the quotes of a month that have one status and currency come to.
#[derive(Serialize, ToSchema)]
#[schema(as = PipelineMonth)]
pub(super) struct PipelineRowJson {
    /// The month of their last day, as 2026-12.
    month: String,
    /// What is shown of them.
    shown: &'static str,
    currency: String,
    count: usize,
    /// Their sum without tax, as decimal text.
    subtotal: String,
}

/// Quotes by the month of their last day.
#[derive(Serialize, ToSchema)]
#[schema(as = Pipeline)]
pub(super) struct PipelineJson {
    pub(super) pipeline: Vec<PipelineRowJson>,
}

/// The last event of the log: kept elsewhere, it shows later that nothing was cut off or rewritten.
#[derive(Serialize, ToSchema)]
#[schema(as = RegisterHead)]
pub(super) struct HeadJson {
    pub(super) seq: i64,
    pub(super) hash: String,
}

impl From<LogEvent> for EventJson {
    fn from(event: LogEvent) -> Self {
        let LogEvent { seq, at, actor, kind, number, rev, data, prev, hash } = event;
        Self { seq, at, actor, kind, number, rev, data, prev, hash }
    }
}

impl From<PipelineRow> for PipelineRowJson {
    fn from(row: PipelineRow) -> Self {
        Self {
            month: format!("{:04}-{:02}", row.month.0, row.month.1),
            shown: row.shown.word(),
            currency: row.subtotal.currency().code().to_owned(),
            count: row.count,
            subtotal: row.subtotal.to_string(),
        }
    }
}

/// JSON with a status.
pub(super) fn json(value: &impl Serialize) -> Response {
    answer(JSON, written(value).into_bytes())
}

/// What is answered to a change and kept for whoever asks the same again: the last event on the
/// first line, then the quote.
pub(super) fn kept(
    register: &Register,
    (number, rev): (&str, u32),
    status: StatusCode,
    now: Moment,
) -> Result<KeptAnswer, RegisterError> {
    // What was registered is told itself; all else is about what the quote shows.
    let rev = (status == StatusCode::CREATED).then_some(rev);
    let (ListedQuote { quote, revision, shown }, seq) = register.shown(number, rev, now)?;
    let body = format!("{seq}\n{}", written(&ListedJson::of(&quote, &revision, shown)));
    Ok(KeptAnswer { status: status.as_u16(), body, is_repeated: false })
}

/// The answer that was kept.
pub(super) fn answered(kept: &KeptAnswer) -> Response {
    let (seq, body) = kept.body.split_once('\n').unwrap_or(("0", &kept.body));
    let status = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::OK);
    let tag = etag(seq.parse().unwrap_or_default());
    (status, [tag], [(header::CONTENT_TYPE, JSON)], body.to_owned()).into_response()
}

/// What every address of the register may answer.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "it is described and never made")]
pub(super) enum RegisterAnswers {
    /// The key is missing, unknown, revoked or has expired
    #[response(status = 401, content_type = "application/problem+json")]
    NoKey(ProblemDetails),
    /// The account may not do this
    #[response(status = 403, content_type = "application/problem+json")]
    NotAllowed(ProblemDetails),
    /// There is no room left for the register
    #[response(status = 507, content_type = "application/problem+json")]
    Full(ProblemDetails),
}

/// What an address of one quote may answer besides.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "it is described and never made")]
pub(super) enum QuoteAnswers {
    /// There is no such quote or revision
    #[response(status = 404, content_type = "application/problem+json")]
    Unknown(ProblemDetails),
}

/// What a document of a quote may answer besides.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "it is described and never made")]
pub(super) enum DocumentAnswers {
    /// The PDF or the page cannot be made, for example for want of a character in the font
    #[response(status = 400, content_type = "application/problem+json")]
    NoDocument(ProblemDetails),
    /// The content was erased, or the document cannot be drawn as it was sealed
    #[response(status = 409, content_type = "application/problem+json")]
    NotDrawn(ProblemDetails),
}

/// What a change of a quote may answer besides.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "it is described and never made")]
pub(super) enum ChangeAnswers {
    /// A header or the body cannot be read
    #[response(status = 400, content_type = "application/problem+json")]
    Broken(ProblemDetails),
    /// The quote is in another state, or the same request is under way
    #[response(status = 409, content_type = "application/problem+json")]
    Moved(ProblemDetails),
    /// The quote has changed since it was read; `state` says what it is now
    #[response(status = 412, content_type = "application/problem+json")]
    Stale(ProblemDetails),
    /// The body has more than 256 KiB
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(ProblemDetails),
    /// The body is not JSON in UTF-8
    #[response(status = 415, content_type = "application/problem+json")]
    WrongType(ProblemDetails),
    /// A field is wrong
    #[response(status = 422, content_type = "application/problem+json")]
    WrongField(ProblemDetails),
    /// The header `if-match` is missing
    #[response(status = 428, content_type = "application/problem+json")]
    NoIfMatch(ProblemDetails),
}
