//! What programs read of a register.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Extension, Path, Query, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::document::html;
use crate::engine::quote::SealStage;
use crate::register::{
    ListedJson, ListedQuote, ListedQuotesJson, LogEvent, Moment, NotDrawn, Register, RegisterError,
    RevisionRow,
};
use crate::web::api::answers::{CommonAnswers, ProblemDetails};
use crate::web::api::quotes::{DOCUMENT_POLICY, HTML, JSON, PDF, ReadQuery, answer};
use crate::web::error::WebError;
use crate::web::estimator::{Estimator, SharedEstimator};
use crate::web::register::act;
use crate::web::register::desk::RegisterDesk;
use crate::web::register::fault::{fault, not_drawn};
use crate::web::register::guard::{SignedIn, desk_of};
use crate::web::register::read_cache::{RevisionPath, SealedJson};

use super::answers::{
    DocumentAnswers, EventsJson, HeadJson, PipelineJson, QuoteAnswers, RegisterAnswers, json,
};
use super::given::{EventsQuery, ListQuery, limit};
use super::headers::etag;
use super::quote_change::{QuotePlace, RevisionPlace};

/// What of a quote is wanted, by how its address ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WantedForm {
    /// The JSON that was sealed.
    Json,
    /// One in which it is shown.
    Shown(ShownForm),
}

/// A form in which a quote is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ShownForm {
    /// Its columns.
    Columns,
    /// The PDF that was sent, or a draft's.
    Pdf,
    /// The same as a page.
    Html,
}

impl WantedForm {
    /// A name without its ending, and what the ending asks for.
    fn of(name: &str) -> (&str, Self) {
        let endings = [
            (".json", Self::Json),
            (".pdf", Self::Shown(ShownForm::Pdf)),
            (".html", Self::Shown(ShownForm::Html)),
        ];
        let found =
            endings.into_iter().find_map(|(end, wanted)| Some((name.strip_suffix(end)?, wanted)));
        found.unwrap_or((name, Self::Shown(ShownForm::Columns)))
    }
}

/// Lists quotes, the next to end first.
///
/// The header `link` has the address of the next page.
#[utoipa::path(
    get,
    path = "/api/v1/register/quotes",
    params(ListQuery),
    responses(
        (status = 200, description = "The quotes", body = ListedQuotesJson),
        (status = 400, description = "A query parameter is unknown or wrong",
            body = ProblemDetails, content_type = "application/problem+json"),
        RegisterAnswers,
        CommonAnswers
    ),
    security(("key" = []))
)]
pub(super) async fn list(
    State(estimator): State<SharedEstimator>,
    Extension(signed_in): Extension<SignedIn>,
    query: ReadQuery<ListQuery>,
) -> Result<Response, WebError> {
    let Query(query) = query.map_err(|error| WebError::query(&error))?;
    let (mut wanted, shown) = query.wanted()?;
    let desk = desk_of(&estimator)?;
    if desk.sees_own_only(signed_in.account()) {
        wanted.owner = Some(signed_in.account().id.clone());
    }
    let found = estimator.work(move || desk.read(|register, now| register.list(&wanted, now)));
    let mut found = found.await?.map_err(fault)?;
    let has_more = found.len() > shown;
    found.truncate(shown);
    let next = found
        .last()
        .filter(|_| has_more)
        .map(|last| query.next(last.revision.valid_through, &last.quote.number));
    let quotes = found.iter().map(|one| ListedJson::of(&one.quote, &one.revision, one.shown));
    let answer = json(&ListedQuotesJson { quotes: quotes.collect() });
    Ok((next.and_then(|query| link("/api/v1/register/quotes", &query)).map(|link| [link]), answer)
        .into_response())
}

/// Reads a quote: what it shows, the revision that stands or else the newest.
///
/// With `.json` behind the number: the JSON that was sealed; with `.pdf`: the PDF that was sent, or
/// that of the draft; with `.html`: the same as a page.
#[utoipa::path(
    get,
    path = "/api/v1/register/quotes/{number}",
    params(QuotePlace),
    responses(
        (status = 200, description = "The quote; its `etag` is for the next change", content(
            (ListedJson = "application/json"),
            (String = "text/html"),
            (String = "application/pdf"),
        )),
        QuoteAnswers,
        DocumentAnswers,
        RegisterAnswers,
        CommonAnswers
    ),
    security(("key" = []))
)]
pub(super) async fn quote(
    State(estimator): State<SharedEstimator>,
    Extension(signed_in): Extension<SignedIn>,
    Path(name): Path<String>,
) -> Result<Response, WebError> {
    let (number, wanted) = WantedForm::of(&name);
    read(estimator, signed_in, number.to_owned(), None, wanted).await
}

/// Reads one revision of a quote.
///
/// The endings `.json`, `.pdf` and `.html` are those of a quote.
#[utoipa::path(
    get,
    path = "/api/v1/register/quotes/{number}/revisions/{rev}",
    params(RevisionPlace),
    responses(
        (status = 200, description = "The revision", content(
            (ListedJson = "application/json"),
            (String = "text/html"),
            (String = "application/pdf"),
        )),
        QuoteAnswers,
        DocumentAnswers,
        RegisterAnswers,
        CommonAnswers
    ),
    security(("key" = []))
)]
pub(super) async fn revision(
    State(estimator): State<SharedEstimator>,
    Extension(signed_in): Extension<SignedIn>,
    Path((number, name)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let (rev, wanted) = WantedForm::of(&name);
    let unknown = || fault(RegisterError::unknown("revision", &name));
    let rev = act::revision_number(rev).ok_or_else(unknown)?;
    read(estimator, signed_in, number, Some(rev), wanted).await
}

async fn read(
    estimator: SharedEstimator,
    signed_in: SignedIn,
    number: String,
    rev: Option<u32>,
    wanted: WantedForm,
) -> Result<Response, WebError> {
    let desk = desk_of(&estimator)?;
    match wanted {
        WantedForm::Json => sealed_json(&estimator, &desk, &signed_in, (number, rev)).await,
        WantedForm::Shown(form) => {
            let shared = Arc::clone(&estimator);
            let shown = move || document(&shared, &desk, &signed_in, (&number, rev, form));
            Box::pin(estimator.work(shown)).await?
        }
    }
}

/// The JSON of a revision: as the cache has it, or else the register.
async fn sealed_json(
    estimator: &Estimator,
    desk: &Arc<RegisterDesk>,
    signed_in: &SignedIn,
    path: RevisionPath,
) -> Result<Response, WebError> {
    let (state, asked) = (signed_in.state, path.0.clone());
    let sealed = match desk.cache.content(state, &path) {
        Some(sealed) => sealed,
        None => {
            let desk = Arc::clone(desk);
            let read = move || {
                let sealed = Arc::new(desk.read(|register, now| read_json(register, &path, now))?);
                desk.cache.remember_content(state, path, Arc::clone(&sealed));
                Ok(sealed)
            };
            Box::pin(estimator.work(read)).await?.map_err(fault)?
        }
    };
    desk.check_sees(signed_in.account(), (&asked, &sealed.quote)).map_err(fault)?;
    let erased = || not_drawn(NotDrawn::Erased(sealed.document.clone()));
    let content = sealed.content.clone().ok_or_else(erased)?;
    Ok(([etag(sealed.seq)], answer(JSON, content)).into_response())
}

fn read_json(
    register: &Register,
    (number, rev): &RevisionPath,
    now: Moment,
) -> Result<SealedJson, RegisterError> {
    let (ListedQuote { quote, revision, .. }, seq) = register.shown(number, *rev, now)?;
    let content = register.content(&quote.number, revision.rev)?.map(Bytes::from);
    Ok(SealedJson { quote, document: revision.document(), seq, content })
}

fn document(
    estimator: &Estimator,
    desk: &RegisterDesk,
    signed_in: &SignedIn,
    (number, rev, form): (&str, Option<u32>, ShownForm),
) -> Result<Response, WebError> {
    let found = desk.read(|register, now| {
        let (ListedQuote { quote, revision, shown }, seq) = register.shown(number, rev, now)?;
        desk.check_sees(signed_in.account(), (number, &quote))?;
        let columns = ListedJson::of(&quote, &revision, shown);
        let kept = match form {
            ShownForm::Pdf => register.pdf(&quote.number, revision.rev)?,
            ShownForm::Columns | ShownForm::Html => None,
        };
        Ok((revision, columns, kept, seq))
    });
    let (revision, columns, kept, seq) = found.map_err(fault)?;
    let body = match (form, kept) {
        (ShownForm::Columns, _) => json(&columns),
        (ShownForm::Pdf, Some(kept)) => pdf(&revision, kept),
        (ShownForm::Pdf, None) => {
            let drawn = act::drawn(estimator, desk, &revision, stage(&revision))?;
            let with = (estimator.brand.as_ref(), &*estimator.fonts);
            let bytes = drawn.pdf(with, desk.paper).map_err(|error| WebError::no_pdf(&error))?;
            pdf(&revision, bytes)
        }
        (ShownForm::Html, _) => {
            let drawn = act::drawn(estimator, desk, &revision, stage(&revision))?;
            let page = html::page(&drawn.sheet);
            let page = page.map_err(WebError::no_document)?;
            ([DOCUMENT_POLICY], answer(HTML, page.into_bytes())).into_response()
        }
    };
    Ok(([etag(seq)], body).into_response())
}

/// What was sent is kept as PDF; a page of it is made again, and a draft is marked as one.
const fn stage(revision: &RevisionRow) -> SealStage {
    if revision.sent_at.is_some() { SealStage::Sent } else { SealStage::Draft }
}

fn pdf(revision: &RevisionRow, bytes: Vec<u8>) -> Response {
    let name = format!("inline; filename=\"{}.pdf\"", revision.document());
    let name = HeaderValue::from_str(&name).ok().map(|name| [(header::CONTENT_DISPOSITION, name)]);
    (name, answer(PDF, bytes)).into_response()
}

/// Reads the events of a quote, the oldest first.
#[utoipa::path(
    get,
    path = "/api/v1/register/quotes/{number}/events",
    params(QuotePlace),
    responses(
        (status = 200, description = "The events", body = EventsJson),
        QuoteAnswers,
        RegisterAnswers,
        CommonAnswers
    ),
    security(("key" = []))
)]
pub(super) async fn history(
    State(estimator): State<SharedEstimator>,
    Extension(signed_in): Extension<SignedIn>,
    Path(number): Path<String>,
) -> Result<Response, WebError> {
    let desk = desk_of(&estimator)?;
    let found = estimator.work(move || {
        desk.read(|register, now| {
            let (history, _) = register.history(&number, now)?;
            desk.check_sees(signed_in.account(), (&number, &history.quote))?;
            Ok(history.events)
        })
    });
    Ok(events_json(found.await?.map_err(fault)?))
}

/// Reads the log of the register, the oldest event first.
#[utoipa::path(
    get,
    path = "/api/v1/register/events",
    params(EventsQuery),
    responses(
        (status = 200, description = "The events", body = EventsJson),
        (status = 400, description = "A query parameter is unknown or wrong",
            body = ProblemDetails, content_type = "application/problem+json"),
        RegisterAnswers,
        CommonAnswers
    ),
    security(("key" = []))
)]
pub(super) async fn events(
    State(estimator): State<SharedEstimator>,
    query: ReadQuery<EventsQuery>,
) -> Result<Response, WebError> {
    let Query(query) = query.map_err(|error| WebError::query(&error))?;
    let (after, most) = (query.after.unwrap_or_default(), limit(query.limit)?);
    let desk = desk_of(&estimator)?;
    let found = estimator.work(move || desk.read(|register, _| register.some_events(after, most)));
    let found = found.await?.map_err(fault)?;
    let next = found.last().filter(|_| found.len() == usize::try_from(most).unwrap_or_default());
    let next = next.and_then(|last| {
        let query = format!("after={}&limit={most}", last.seq);
        link("/api/v1/register/events", &query)
    });
    Ok((next.map(|link| [link]), events_json(found)).into_response())
}

/// Sums up the quotes by the month of their last day, by status and currency.
#[utoipa::path(
    get,
    path = "/api/v1/register/pipeline",
    responses(
        (status = 200, description = "The months", body = PipelineJson),
        RegisterAnswers,
        CommonAnswers
    ),
    security(("key" = []))
)]
pub(super) async fn pipeline(
    State(estimator): State<SharedEstimator>,
) -> Result<Response, WebError> {
    let desk = desk_of(&estimator)?;
    let found = estimator.work(move || desk.read(|register, now| register.pipeline(now)));
    let rows = found.await?.map_err(fault)?;
    Ok(json(&PipelineJson { pipeline: rows.into_iter().map(Into::into).collect() }))
}

/// Reads the head of the log.
#[utoipa::path(
    get,
    path = "/api/v1/register/head",
    responses(
        (status = 200, description = "The head", body = HeadJson),
        RegisterAnswers,
        CommonAnswers
    ),
    security(("key" = []))
)]
pub(super) async fn head(State(estimator): State<SharedEstimator>) -> Result<Response, WebError> {
    let desk = desk_of(&estimator)?;
    let found = estimator.work(move || desk.read(|register, _| register.head()));
    let head = found.await?.map_err(fault)?;
    Ok(json(&HeadJson { seq: head.seq, hash: head.hash }))
}

fn events_json(events: Vec<LogEvent>) -> Response {
    json(&EventsJson { events: events.into_iter().map(Into::into).collect() })
}

/// Where a list goes on (RFC 8288).
fn link(path: &str, query: &str) -> Option<(HeaderName, HeaderValue)> {
    let text = format!("<{path}?{query}>; rel=\"next\"");
    Some((header::LINK, HeaderValue::from_str(&text).ok()?))
}
