//! Quotes and comparisons: the same bytes as the command line gives for the same request.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::document::json::{ComparisonJson, QuoteJson, RefusedJson};
use crate::document::{html, json, pdf};
use crate::engine::alternatives::{self, Comparison, beside_refusals};
use crate::engine::price::price;
use crate::engine::quote::Outcome;
use crate::engine::refusal::Refusal;
use crate::engine::request::Request;
use crate::web::Context;
use crate::web::estimator::Estimator;
use crate::web::problem::Fault;

use super::reading::{self, Form, NoOptions, Options, PaperName};
use super::schema::QuoteRequest;

type Asked<Options> = Result<Query<Options>, QueryRejection>;

const JSON: &str = "application/json";
const HTML: &str = "text/html; charset=utf-8";
const PDF: &str = "application/pdf";

/// A document is one file with its style inside; it has no script, and asks for nothing.
const DOCUMENT_POLICY: (HeaderName, &str) = (
    header::CONTENT_SECURITY_POLICY,
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'; sandbox",
);

/// Prices a request.
///
/// A quote in JSON holds the steps of every amount; as HTML or PDF it is the document that the
/// command line makes.
#[utoipa::path(
    post,
    path = "/api/v1/quotes",
    params(Options),
    request_body = QuoteRequest,
    responses(
        (status = 200, description = "The quote", content(
            (QuoteJson = "application/json"),
            (String = "text/html"),
            ("application/pdf"),
        )),
        (status = 406, description = "A quote is none of the types that `accept` names",
            body = super::Problem, content_type = "application/problem+json"),
        (status = 422, description = "The rules refuse, or values of the request are wrong",
            content(
                (RefusedJson = "application/json"),
                (super::Problem = "application/problem+json"),
            )),
        super::NotRead,
        super::Sent
    )
)]
pub(super) async fn quote(
    State(context): State<Context>,
    options: Asked<Options>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Fault> {
    let Query(options) = options.map_err(|error| Fault::query(&error))?;
    let form = reading::form(options.format, &headers)?;
    let paper = options.paper.unwrap_or(PaperName::A4);
    reading::check_type(&headers)?;
    let estimator = Arc::clone(&context);
    context.work(move || quoted(&estimator, &body, form, paper)).await?
}

/// Compares a request with other terms, later days and new licences.
#[utoipa::path(
    post,
    path = "/api/v1/comparisons",
    request_body = QuoteRequest,
    responses(
        (status = 200, description = "The comparison", body = ComparisonJson),
        (status = 422, description = "The rules refuse, or values of the request are wrong",
            content(
                (RefusedJson = "application/json"),
                (super::Problem = "application/problem+json"),
            )),
        super::NotRead,
        super::Sent
    )
)]
pub(super) async fn comparison(
    State(context): State<Context>,
    options: Asked<NoOptions>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Fault> {
    options.map_err(|error| Fault::query(&error))?;
    reading::check_type(&headers)?;
    let estimator = Arc::clone(&context);
    context.work(move || compared(&estimator, &body)).await?
}

fn quoted(
    estimator: &Estimator,
    body: &Bytes,
    form: Form,
    paper: PaperName,
) -> Result<Response, Fault> {
    let request = reading::request(body, estimator.today())?;
    let quote = match price(&request, &estimator.shelf) {
        Outcome::Offered(quote) => quote,
        Outcome::Refused(refusals) => return Ok(refused(estimator, &request, &refusals)),
    };
    match form {
        Form::Json => Ok(answer(JSON, json::quote(&quote).into_bytes())),
        Form::Html => {
            let page = html::page(&estimator.sheet(&quote))
                .map_err(|error| Fault::no_document(&error.to_string()))?;
            let answer = answer(HTML, page.into_bytes());
            Ok(([DOCUMENT_POLICY], answer).into_response())
        }
        Form::Pdf => {
            let bytes = pdf::document(&estimator.sheet(&quote), paper.into())
                .map_err(|error| Fault::no_document(&error.to_string()))?;
            let name = [(header::CONTENT_DISPOSITION, "inline; filename=\"quote.pdf\"")];
            Ok((name, answer(PDF, bytes)).into_response())
        }
    }
}

fn compared(estimator: &Estimator, body: &Bytes) -> Result<Response, Fault> {
    let request = reading::request(body, estimator.today())?;
    Ok(match alternatives::compare(&request, &estimator.shelf) {
        Comparison::Compared { book, found } => {
            answer(JSON, json::comparison(&request, book, &found).into_bytes())
        }
        Comparison::Refused(refusals) => refused(estimator, &request, &refusals),
    })
}

fn refused(estimator: &Estimator, request: &Request, refusals: &[Refusal]) -> Response {
    let found = beside_refusals(request, &estimator.shelf, refusals);
    let text = json::refusals(refusals, request.language, found.as_ref());
    (StatusCode::UNPROCESSABLE_ENTITY, answer(JSON, text.into_bytes())).into_response()
}

fn answer(media_type: &'static str, bytes: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, media_type)], bytes).into_response()
}
