//! Quotes and comparisons: the same bytes as the command line gives for the same request.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::document::json::{ComparisonJson, QuoteJson, RefusedJson};
use crate::document::pdf::PaperChoice;
use crate::document::{html, json, ubl};
use crate::engine::alternatives::{self, Comparison, beside_refusals};
use crate::engine::price::price;
use crate::engine::quote::Outcome;
use crate::engine::refusal::Refusal;
use crate::engine::request::Request;
use crate::web::error::WebError;
use crate::web::estimator::{Estimator, SharedEstimator};

use super::answers::{CommonAnswers, ProblemDetails, UnreadAnswers};
use super::reading::{self, ComparisonQuery, QuoteFormat, QuoteQuery, WorkingsQuery};
use super::schema::QuoteRequest;

pub(in crate::web) type ReadQuery<Keys> = Result<Query<Keys>, QueryRejection>;

pub(in crate::web) const JSON: &str = "application/json";
pub(in crate::web) const HTML: &str = "text/html; charset=utf-8";
pub(in crate::web) const PDF: &str = "application/pdf";

/// A document is one file with its style inside; it has no script, and asks for nothing.
pub(in crate::web) const DOCUMENT_POLICY: (HeaderName, &str) = (
    header::CONTENT_SECURITY_POLICY,
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'; sandbox",
);

/// Prices a request.
///
/// A quote in JSON holds the steps of every amount; as HTML or PDF it is the document that the
/// command line makes. As UBL it is a quotation for the systems of a buyer: that has to name who
/// sends it, and is refused (`issuer-missing`) where the estimator has no brand.
#[utoipa::path(
    post,
    path = "/api/v1/quotes",
    params(QuoteQuery),
    request_body = QuoteRequest,
    responses(
        (status = 200, description = "The quote", content(
            (QuoteJson = "application/json"),
            (String = "text/html"),
            (String = "application/pdf"),
            (String = "application/xml"),
        )),
        (status = 406, description = "A quote is not available in any type that `accept` names, \
            or as UBL where the estimator has no brand",
            body = ProblemDetails, content_type = "application/problem+json"),
        (status = 422, description = "The rules refuse", body = RefusedJson),
        UnreadAnswers,
        CommonAnswers
    )
)]
pub(super) async fn quote(
    State(estimator): State<SharedEstimator>,
    options: ReadQuery<QuoteQuery>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, WebError> {
    let Query(options) = options.map_err(|error| WebError::query(&error))?;
    let format = reading::format(options.format, &headers)?;
    reading::check_body(&headers)?;
    let shared = Arc::clone(&estimator);
    estimator.work(move || quoted(&shared, &body, format, options)).await?
}

/// Compares a request with other terms, later days and new licences.
#[utoipa::path(
    post,
    path = "/api/v1/comparisons",
    params(ComparisonQuery),
    request_body = QuoteRequest,
    responses(
        (status = 200, description = "The comparison", body = ComparisonJson),
        (status = 422, description = "The rules refuse", body = RefusedJson),
        UnreadAnswers,
        CommonAnswers
    )
)]
pub(super) async fn comparison(
    State(estimator): State<SharedEstimator>,
    options: ReadQuery<ComparisonQuery>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, WebError> {
    let Query(options) = options.map_err(|error| WebError::query(&error))?;
    reading::check_body(&headers)?;
    let shared = Arc::clone(&estimator);
    estimator.work(move || compared(&shared, &body, options)).await?
}

fn quoted(
    estimator: &Estimator,
    body: &Bytes,
    format: QuoteFormat,
    options: QuoteQuery,
) -> Result<Response, WebError> {
    let request = reading::request(body, estimator)?;
    let quote = match price(&request, &estimator.shelf) {
        Outcome::Offered(quote) => quote,
        Outcome::Refused(refusals) => return Ok(refused(estimator, &request, &refusals)),
    };
    let detail = options.detail.unwrap_or_default().detail();
    let paper = PaperChoice::from(options.paper);
    match format {
        QuoteFormat::Json => {
            let text = match options.workings.unwrap_or_default() {
                WorkingsQuery::Full => json::quote(&quote),
                WorkingsQuery::None => json::quote_without_workings(&quote),
            };
            Ok(answer(JSON, text.into_bytes()))
        }
        QuoteFormat::Html => {
            let page =
                html::page(&estimator.sheet(&quote, detail)?).map_err(WebError::no_document)?;
            let answer = answer(HTML, page.into_bytes());
            Ok(([DOCUMENT_POLICY], answer).into_response())
        }
        QuoteFormat::Pdf => {
            let bytes = estimator.pdf(&quote, (paper.paper(request.language), detail))?;
            let name = [(header::CONTENT_DISPOSITION, "inline; filename=\"quote.pdf\"")];
            Ok((name, answer(PDF, bytes)).into_response())
        }
        QuoteFormat::Ubl => {
            let issuer = estimator.brand.as_ref().ok_or_else(WebError::issuer_missing)?;
            let name = [(header::CONTENT_DISPOSITION, "inline; filename=\"quotation.xml\"")];
            Ok((name, answer(ubl::MEDIA_TYPE, ubl::quotation(&quote, issuer))).into_response())
        }
    }
}

fn compared(
    estimator: &Estimator,
    body: &Bytes,
    options: ComparisonQuery,
) -> Result<Response, WebError> {
    let request = reading::request(body, estimator)?;
    Ok(match alternatives::compare(&request, &estimator.shelf) {
        Comparison::Compared { book, found } => {
            let text = match options.workings.unwrap_or_default() {
                WorkingsQuery::Full => json::comparison(&request, book, &found),
                WorkingsQuery::None => json::comparison_without_workings(&request, book, &found),
            };
            answer(JSON, text.into_bytes())
        }
        Comparison::Refused(refusals) => refused(estimator, &request, &refusals),
    })
}

pub(in crate::web) fn refused(
    estimator: &Estimator,
    request: &Request,
    refusals: &[Refusal],
) -> Response {
    let found = beside_refusals(request, &estimator.shelf, refusals);
    let text = json::refusals(refusals, request.language, found.as_ref());
    (StatusCode::UNPROCESSABLE_ENTITY, answer(JSON, text.into_bytes())).into_response()
}

pub(in crate::web) fn answer(media_type: &'static str, bytes: impl Into<Bytes>) -> Response {
    ([(header::CONTENT_TYPE, media_type)], bytes.into()).into_response()
}
