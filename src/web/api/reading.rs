//! What the API reads: a request as JSON, and the type of answer that is wanted.

use std::str::FromStr;

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use headers_accept::Accept;
use mediatype::names::{APPLICATION, CHARSET, HTML, JSON, Q, TEXT, XML};
use mediatype::{MediaType, MediaTypeBuf, Name, ReadParams};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::document::pdf::Paper;
use crate::document::sheet::Detail;
use crate::engine::book::Shelf;
use crate::engine::calendar::Date;
use crate::engine::node::Format;
use crate::engine::problem::{Problem, Problems};
use crate::engine::request::{Request, Source};
use crate::web::error::WebError;
use crate::web::estimator::{Estimator, HOLDINGS_MAX, number_not_taken};
use crate::web::headers;

use super::rules;

/// The word for where a request comes from.
const ORIGIN: &str = "request";

/// In what form a quote is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = Form)]
pub(super) enum QuoteFormat {
    /// As data.
    Json,
    /// As a page.
    Html,
    /// As a document.
    Pdf,
    /// As a UBL 2.5 quotation; for an estimator that was started with a brand.
    Ubl,
}

/// What may stand behind the `?` of an address for quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct QuoteQuery {
    /// The form of the answer; without one, what the header `accept` asks for, or JSON.
    pub(super) format: Option<QuoteFormat>,
    /// The paper of a PDF. Where none is named, Letter for a request in `en-US`, else A4.
    pub(super) paper: Option<Paper>,
    /// How much a document says; everything where nothing is said.
    pub(super) detail: Option<CustomerDetail>,
    /// Whether JSON has the steps of every amount; it has them where nothing is said.
    pub(super) workings: Option<WorkingsQuery>,
}

/// What may stand behind the `?` of the address for comparisons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ComparisonQuery {
    /// Whether the answer has the steps of every amount; it has them where nothing is said.
    pub(super) workings: Option<WorkingsQuery>,
}

/// Whether JSON has the steps of every amount.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = WorkingsName)]
pub(super) enum WorkingsQuery {
    /// Each of them.
    #[default]
    Full,
    /// None: amounts alone.
    None,
}

/// How much a document for a customer says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = DetailName)]
pub(super) enum CustomerDetail {
    /// What it costs, with notes and conditions by reference.
    Brief,
    /// Everything.
    #[default]
    Full,
}

impl CustomerDetail {
    pub(super) const fn detail(self) -> Detail {
        match self {
            Self::Brief => Detail::Brief,
            Self::Full => Detail::Full,
        }
    }
}

/// For addresses that take no query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoQuery {}

/// The form of the answer that the query asks for, or else the header `accept`.
///
/// # Errors
/// None of the forms is acceptable.
pub(super) fn format(
    asked: Option<QuoteFormat>,
    headers: &HeaderMap,
) -> Result<QuoteFormat, WebError> {
    const PDF: Name<'static> = Name::new_unchecked("pdf");
    const FORMATS: [(MediaType<'static>, QuoteFormat); 4] = [
        (MediaType::new(APPLICATION, JSON), QuoteFormat::Json),
        (MediaType::new(TEXT, HTML), QuoteFormat::Html),
        (MediaType::new(APPLICATION, PDF), QuoteFormat::Pdf),
        (MediaType::new(APPLICATION, XML), QuoteFormat::Ubl),
    ];
    if let Some(asked) = asked {
        return Ok(asked);
    }
    // What cannot be read asks for nothing.
    let accept = headers::list(headers, header::ACCEPT);
    let Some(Ok(accept)) = accept.map(|line| Accept::from_str(&line)) else {
        return Ok(QuoteFormat::Json);
    };
    let accept: Accept = accept.media_types().map(without_parameters).collect();
    let types = FORMATS.map(|(media_type, _)| media_type);
    let wanted = accept.negotiate(&types);
    let found = FORMATS.into_iter().find(|(media_type, _)| Some(media_type) == wanted);
    found.map(|(_, form)| form).ok_or_else(|| {
        let message = "a quote is not available in any type that `accept` names";
        let hint = "accept application/json, text/html, application/pdf or application/xml, or use \
                    `?format=`";
        WebError::new(StatusCode::NOT_ACCEPTABLE, "not-acceptable", message, hint)
    })
}

/// A range of media types with its weight alone: a charset or a version does not decide between
/// the types that there are.
fn without_parameters(range: &MediaTypeBuf) -> MediaType<'_> {
    let mut range = range.to_ref();
    range.params.to_mut().retain(|(name, _)| *name == Q);
    range
}

/// Holds a body to be JSON as it is, by its headers.
///
/// # Errors
/// They say that it is something else, or compressed, or nothing.
pub(in crate::web) fn check_body(headers: &HeaderMap) -> Result<(), WebError> {
    let is_identity = |line: &HeaderValue| line.as_bytes().eq_ignore_ascii_case(b"identity");
    if !headers.get_all(header::CONTENT_ENCODING).iter().all(is_identity) {
        let message = "the body is compressed";
        let hint = "send it uncompressed, without the header `content-encoding`";
        return Err(WebError::wrong_type("wrong-content-encoding", message, hint)
            .with(header::ACCEPT_ENCODING, HeaderValue::from_static("identity")));
    }
    let line = headers.get(header::CONTENT_TYPE).and_then(|line| line.to_str().ok());
    let given = line.and_then(|line| MediaType::parse(line).ok());
    if given.as_ref().is_some_and(|given| is_json(given) && is_utf8(given)) {
        return Ok(());
    }
    let message = "a request must be JSON in UTF-8";
    let hint = "send it with the header `content-type: application/json`";
    Err(WebError::wrong_type("wrong-content-type", message, hint))
}

/// Whether a type is one of JSON (WHATWG MIME Sniffing, section 4.6).
fn is_json(given: &MediaType<'_>) -> bool {
    match given.suffix {
        Some(suffix) => suffix == JSON,
        None => [APPLICATION, TEXT].contains(&given.ty) && given.subty == JSON,
    }
}

/// Whether a type is of text in UTF-8, which ASCII is too, or says nothing of it.
fn is_utf8(given: &MediaType<'_>) -> bool {
    given.get_param(CHARSET).is_none_or(|charset| {
        let charset = charset.unquoted_str();
        ["utf-8", "utf8", "us-ascii"].iter().any(|known| charset.eq_ignore_ascii_case(known))
    })
}

/// The request of a body; a quote date that it leaves out is today.
///
/// # Errors
/// All that is wrong with it, and what the rules refuse of what is not.
pub(super) fn request(body: &Bytes, estimator: &Estimator) -> Result<Request, WebError> {
    request_on(body, (&estimator.shelf, estimator.today()), |request| {
        number_not_taken(request).or_else(|| too_many(request))
    })
}

/// The same on another day, for somebody who takes other requests.
///
/// # Errors
/// As for [`request`].
pub(in crate::web) fn request_on(
    body: &Bytes,
    (shelf, today): (&Shelf, Date),
    not_taken: impl Fn(&Request) -> Option<Problem>,
) -> Result<Request, WebError> {
    let text = std::str::from_utf8(body).map_err(|error| {
        let message = format!("byte {} is not UTF-8", error.valid_up_to());
        WebError::new(StatusCode::BAD_REQUEST, "not-text", message, "send the request in UTF-8")
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let source = Source { origin: ORIGIN, text, format: Format::Json };
    let mut problems = match Request::read(source, Some(today)) {
        Ok(request) => match not_taken(&request) {
            None => return Ok(request),
            Some(problem) => {
                let mut problems = Problems::none_in(ORIGIN, text);
                problems.push(problem);
                problems
            }
        },
        Err(problems) => problems,
    };
    let refused = rules::of_sound_part(&problems, today, shelf);
    problems.list.extend(refused);
    problems.sort();
    Err(WebError::of(&problems))
}

/// What is wrong with a request that has more holdings than are taken over the network.
pub(in crate::web) fn too_many(request: &Request) -> Option<Problem> {
    let count = request.holdings.len();
    (count > HOLDINGS_MAX).then(|| {
        let message = format!("`holding` has {count} items; {HOLDINGS_MAX} is the most");
        let problem = Problem::error("list-too-long", "holding", message);
        problem.hint("split the request, or use the command line")
    })
}
