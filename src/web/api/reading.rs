//! What the API reads: a request as JSON, and the type of answer that is wanted.

use std::str::FromStr;

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, header};
use headers_accept::Accept;
use mediatype::names::{APPLICATION, CHARSET, HTML, JSON, TEXT};
use mediatype::{MediaType, Name, ReadParams};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::document::pdf::Paper;
use crate::engine::calendar::Date;
use crate::engine::node::Format;
use crate::engine::problem::{Problem, Problems};
use crate::engine::request::{Request, Source};
use crate::web::error::WebError;
use crate::web::estimator::HOLDINGS_MAX;

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
}

/// The paper of a PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum PaperName {
    /// ISO 216 A4.
    A4,
    /// US Letter.
    Letter,
}

impl From<PaperName> for Paper {
    fn from(name: PaperName) -> Self {
        match name {
            PaperName::A4 => Self::A4,
            PaperName::Letter => Self::Letter,
        }
    }
}

/// What may stand behind the `?` of an address for quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct QuoteQuery {
    /// The form of the answer; without one, what the header `accept` asks for, or JSON.
    pub(super) format: Option<QuoteFormat>,
    /// The paper of a PDF; A4 where none is named.
    pub(super) paper: Option<PaperName>,
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
    const FORMATS: [(MediaType<'static>, QuoteFormat); 3] = [
        (MediaType::new(APPLICATION, JSON), QuoteFormat::Json),
        (MediaType::new(TEXT, HTML), QuoteFormat::Html),
        (MediaType::new(APPLICATION, PDF), QuoteFormat::Pdf),
    ];
    if let Some(asked) = asked {
        return Ok(asked);
    }
    let lines = headers.get_all(header::ACCEPT).iter().filter_map(|line| line.to_str().ok());
    let line = lines.collect::<Vec<_>>().join(", ");
    // What cannot be read asks for nothing.
    let Some(accept) = Some(line).filter(|line| !line.trim().is_empty()) else {
        return Ok(QuoteFormat::Json);
    };
    let Ok(accept) = Accept::from_str(&accept) else { return Ok(QuoteFormat::Json) };
    let types = FORMATS.map(|(media_type, _)| media_type);
    let wanted = accept.negotiate(&types);
    let found = FORMATS.into_iter().find(|(media_type, _)| Some(media_type) == wanted);
    found.map(|(_, form)| form).ok_or_else(|| {
        let message = "a quote is none of the types that `accept` names";
        let hint = "accept application/json, text/html or application/pdf, or use `?format=`";
        WebError::new(StatusCode::NOT_ACCEPTABLE, "not-acceptable", message, hint)
    })
}

/// Holds a body to be JSON by its header.
///
/// # Errors
/// It says that it is something else, or nothing.
pub(super) fn check_type(headers: &HeaderMap) -> Result<(), WebError> {
    let line = headers.get(header::CONTENT_TYPE).and_then(|line| line.to_str().ok());
    let given = line.and_then(|line| MediaType::parse(line).ok());
    let is_json = given.as_ref().is_some_and(|given| {
        let utf8 =
            |charset: mediatype::Value<'_>| charset.unquoted_str().eq_ignore_ascii_case("utf-8");
        given.ty == APPLICATION && given.subty == JSON && given.get_param(CHARSET).is_none_or(utf8)
    });
    if is_json {
        return Ok(());
    }
    let message = "a request is JSON in UTF-8";
    let hint = "send it with the header `content-type: application/json`";
    Err(WebError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "wrong-content-type", message, hint))
}

/// The request of a body; a quote date that it leaves out is today.
///
/// # Errors
/// All that is wrong with it.
pub(super) fn request(body: &Bytes, today: Date) -> Result<Request, WebError> {
    let text = std::str::from_utf8(body).map_err(|error| {
        let message = format!("byte {} is not UTF-8", error.valid_up_to());
        WebError::new(StatusCode::BAD_REQUEST, "not-text", message, "send the request in UTF-8")
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let source = Source { origin: ORIGIN, text, format: Format::Json };
    let request = Request::read(source, Some(today)).map_err(|problems| WebError::of(&problems))?;
    let count = request.holdings.len();
    if count > HOLDINGS_MAX {
        let mut problems = Problems::none_in(ORIGIN, text);
        let message = format!("`holding` has {count} items; {HOLDINGS_MAX} is the most");
        let problem = Problem::error("list-too-long", "holding", message);
        problems.list.push(problem.hint("split the request, or use the command line"));
        return Err(WebError::of(&problems));
    }
    Ok(request)
}
