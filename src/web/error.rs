//! What is answered when something is wrong: problem details (RFC 9457), with every problem of a
//! request at once, by the codes of the command line.

use axum::extract::rejection::QueryRejection;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;
use utoipa::ToSchema;

use crate::document::brand::IssuerMissing;
use crate::document::json::written;
use crate::document::pdf::PdfError;
use crate::engine::path::{KeyPath, PathStep};
use crate::engine::problem::{Problem, Problems, Severity};

/// The type of an answer that says what is wrong.
pub(super) const MEDIA_TYPE: &str = "application/problem+json";

/// Seconds after which to try again where the estimator is busy.
const RETRY_SECONDS: u32 = 1;

/// Most problems of a request that are named: what is wrong in more places than this is wrong in
/// one way, and a small request must not have a large answer.
const PROBLEMS_MAX: usize = 100;

/// What may not stand in a fragment as it is (RFC 3986, section 3.5).
const NOT_IN_FRAGMENTS: &AsciiSet = &{
    let (mut set, mut rest) = (CONTROLS.add(b' '), b"\"#%<>[\\]^`{|}".as_slice());
    while let [mark, others @ ..] = rest {
        (set, rest) = (set.add(*mark), others);
    }
    set
};

/// Why a request is not answered as it was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WebError {
    pub(super) status: StatusCode,
    detail: String,
    problems: Vec<ProblemJson>,
    state: Option<&'static str>,
    header: Option<Box<(HeaderName, HeaderValue)>>,
}

/// Problem details (RFC 9457), with every problem of the request.
#[derive(Serialize, ToSchema)]
#[schema(as = ProblemDetails)]
pub(super) struct ProblemDetailsJson<'a> {
    r#type: &'static str,
    /// The status in words.
    title: &'a str,
    /// The status of the answer.
    status: u16,
    /// What is wrong, in one sentence.
    detail: &'a str,
    /// What is wrong, one by one.
    problems: &'a [ProblemJson],
    /// The state of the quote now, where it has changed since it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
}

/// One problem of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Problem)]
struct ProblemJson {
    /// A short fixed name.
    code: &'static str,
    /// The key it is about, for example `holding[0].owned`.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// The same key as a JSON pointer in a fragment (RFC 6901), for example `#/holding/0/owned`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    /// What is wrong.
    message: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    /// The line of the body it stands in, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    /// The column, in characters, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
}

impl WebError {
    /// One problem that is not about a place in the request.
    pub(super) fn new(
        status: StatusCode,
        code: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        let message = message.into();
        let one = ProblemJson {
            code,
            field: None,
            pointer: None,
            message: message.clone(),
            hint: Some(hint.into()),
            line: None,
            column: None,
        };
        Self { status, detail: message, problems: vec![one], state: None, header: None }
    }

    /// All that is wrong with a request, up to [`PROBLEMS_MAX`].
    pub(super) fn of(problems: &Problems) -> Self {
        let errors = || problems.list.iter().filter(|one| one.severity == Severity::Error);
        let status = StatusCode::BAD_REQUEST;
        let list: Vec<ProblemJson> =
            errors().take(PROBLEMS_MAX).map(|problem| one(problems, problem)).collect();
        let detail = match (list.as_slice(), errors().count() + problems.omitted) {
            ([only], 1) => only.message.clone(),
            (list, count) if list.len() < count => {
                format!("the request has {count} problems; the first {PROBLEMS_MAX} are listed")
            }
            (_, count) => format!("the request has {count} problems"),
        };
        Self { status, detail, problems: list, state: None, header: None }
    }

    /// Too much is under way.
    pub(super) fn busy() -> Self {
        let hint = format!("try again in {RETRY_SECONDS} s");
        let error =
            Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "the estimator is busy", hint);
        error.retry_after(RETRY_SECONDS)
    }

    /// What stands behind the `?` of the address is not known there.
    pub(super) fn query(error: &QueryRejection) -> Self {
        let text = error.body_text();
        let message = text.strip_prefix("Failed to deserialize query string: ").unwrap_or(&text);
        let hint = "see /api for the query parameters";
        Self::new(StatusCode::BAD_REQUEST, "wrong-query", message, hint)
    }

    /// The body is of another kind than the estimator reads.
    pub(super) fn wrong_type(code: &'static str, message: &str, hint: &str) -> Self {
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, code, message, hint)
    }

    /// A document cannot be made, for example for want of a character in the font.
    pub(super) fn no_document(error: impl ToString) -> Self {
        let hint = "change that text in the request, or ask for JSON";
        Self::new(StatusCode::BAD_REQUEST, "no-document", error.to_string(), hint)
    }

    /// A PDF cannot be made.
    pub(super) fn no_pdf(error: &PdfError) -> Self {
        let hint = match error {
            PdfError::Missing(_) => {
                "start the estimator with a font that has them (`reinstate serve --font FILE`), \
                 change that text in the request, or ask for JSON"
            }
            PdfError::Layout(_) | PdfError::Emit(_) => return Self::no_document(error),
        };
        Self::new(StatusCode::BAD_REQUEST, "no-document", error.to_string(), hint)
    }

    /// Something has to name who sends it, and the estimator has no brand.
    pub(super) fn issuer_missing() -> Self {
        let message = "a UBL quotation has to name who sends it, and this estimator has no brand";
        let hint = "ask for another format, or start the estimator with `reinstate serve --brand`";
        Self::new(StatusCode::NOT_ACCEPTABLE, IssuerMissing::CODE, message, hint)
    }

    /// The texts of a link would fill a page beyond what is sensible.
    pub(super) fn page_too_large() -> Self {
        let hint = "send fewer holdings or shorter texts, or use the API";
        let message = "the page for this link would be too large";
        Self::new(StatusCode::URI_TOO_LONG, "page-too-large", message, hint)
    }

    /// The text of a price book is not the one that was priced with.
    #[cfg(feature = "register")]
    pub(super) fn books_changed() -> Self {
        let message = "a price book was changed meanwhile";
        let hint = format!("try again in {RETRY_SECONDS} s");
        let status = StatusCode::SERVICE_UNAVAILABLE;
        Self::new(status, "books-changed", message, hint).retry_after(RETRY_SECONDS)
    }

    /// A mistake in the program.
    pub(super) fn bug() -> Self {
        let message = "this is a bug in the estimator";
        let hint = "please report it, with the header x-request-id of this answer";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "bug", message, hint)
    }

    /// An address has sent too much.
    pub(super) fn too_many(seconds: u32) -> Self {
        let message = "too many requests from this address";
        let hint = format!("try again in {seconds} s");
        let error = Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many-requests", message, hint);
        error.retry_after(seconds)
    }

    /// An address has too many connections.
    pub(super) fn too_many_connections() -> Self {
        let message = "too many connections from this address";
        let hint = "use fewer connections, each for many requests";
        let code = "too-many-connections";
        let error = Self::new(StatusCode::TOO_MANY_REQUESTS, code, message, hint);
        error.retry_after(RETRY_SECONDS)
    }

    /// Its code, what is wrong, and what to do.
    #[cfg(feature = "register")]
    pub(super) fn said(&self) -> (&'static str, &str, Option<&str>) {
        let first = self.problems.first();
        let hint = first.and_then(|problem| problem.hint.as_deref());
        (first.map_or("", |problem| problem.code), &self.detail, hint)
    }

    /// Everything that is wrong: what it is, and what to do.
    #[cfg(feature = "register")]
    pub(super) fn each(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.problems.iter().map(|problem| (&*problem.message, problem.hint.as_deref()))
    }

    /// The same where asking again as somebody else would not help.
    #[cfg(feature = "register")]
    pub(super) fn forbidden(self) -> Self {
        Self { status: StatusCode::FORBIDDEN, ..self }
    }

    /// A header that says more.
    #[cfg(feature = "register")]
    pub(super) fn header(&self) -> Option<(HeaderName, HeaderValue)> {
        self.header.as_deref().cloned()
    }

    /// The body of the answer.
    pub(super) fn json(&self) -> String {
        let json = ProblemDetailsJson {
            r#type: "about:blank",
            title: self.status.canonical_reason().unwrap_or_default(),
            status: self.status.as_u16(),
            detail: &self.detail,
            problems: &self.problems,
            state: self.state,
        };
        written(&json)
    }

    /// With when to try again.
    fn retry_after(self, seconds: u32) -> Self {
        self.with(header::RETRY_AFTER, HeaderValue::from(seconds))
    }

    /// Several fields are wrong, each with its name and what to do.
    #[cfg(feature = "register")]
    pub(super) fn wrong_fields(
        detail: String,
        fields: impl IntoIterator<Item = (&'static str, String, String)>,
    ) -> Self {
        let problems = fields.into_iter().map(|(field, message, hint)| ProblemJson {
            code: "wrong-field",
            field: Some(field.to_owned()),
            pointer: Some(format!("#/{field}")),
            message,
            hint: Some(hint),
            line: None,
            column: None,
        });
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        Self { status, detail, problems: problems.collect(), state: None, header: None }
    }

    /// With the state that a quote has now.
    #[cfg(feature = "register")]
    pub(super) fn in_state(self, state: &'static str) -> Self {
        Self { state: Some(state), ..self }
    }

    /// With a header that says more.
    pub(super) fn with(self, name: HeaderName, value: HeaderValue) -> Self {
        Self { header: Some(Box::new((name, value))), ..self }
    }
}

fn one(problems: &Problems, problem: &Problem) -> ProblemJson {
    let place = problem.span.as_ref().map(|span| problems.line_and_column(span.start));
    let is_about_a_key = !problem.path.is_root();
    ProblemJson {
        code: problem.code,
        field: is_about_a_key.then(|| problem.path.to_string()),
        pointer: is_about_a_key.then(|| pointer(&problem.path)),
        message: problem.message.clone(),
        hint: problem.hint.clone(),
        line: place.map(|(line, _)| line),
        column: place.map(|(_, column)| column),
    }
}

/// The path as a JSON pointer in a fragment (RFC 6901, sections 3 and 6), as RFC 9457 shows it:
/// `#/holding/0/owned`.
fn pointer(path: &KeyPath) -> String {
    let mut pointer = "#".to_owned();
    for step in path.steps() {
        pointer.push('/');
        match step {
            PathStep::Item(place) => pointer.push_str(&place.to_string()),
            PathStep::Key(key) => {
                let key = key.replace('~', "~0").replace('/', "~1");
                pointer.extend(utf8_percent_encode(&key, NOT_IN_FRAGMENTS));
            }
        }
    }
    pointer
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let body = self.json();
        let mut answer = (self.status, [(header::CONTENT_TYPE, MEDIA_TYPE)], body).into_response();
        answer.headers_mut().extend(self.header.as_deref().cloned());
        // A page of the register says the same in its own words.
        #[cfg(feature = "register")]
        answer.extensions_mut().insert(self);
        answer
    }
}

/// There is no such page.
pub(super) async fn not_found() -> WebError {
    let hint = "see /api for what is available";
    WebError::new(StatusCode::NOT_FOUND, "not-found", "there is nothing at this address", hint)
}

/// The address is known, and not for this method.
pub(super) async fn wrong_method() -> WebError {
    let message = "this address does not support the method";
    let hint = "use one of those in the header `allow`";
    WebError::new(StatusCode::METHOD_NOT_ALLOWED, "wrong-method", message, hint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::path::Path;

    #[test]
    fn a_key_is_a_pointer_of_rfc_6901() {
        let (root, list) = (Path::Root, Path::Key(&Path::Root, "holding"));
        let item = Path::Item(&list, 12);
        for (path, expected) in [
            (Path::Key(&root, "currency"), "#/currency"),
            (Path::Key(&item, "owned"), "#/holding/12/owned"),
            (Path::Key(&root, "a/b~c \"d\" é"), "#/a~1b~0c%20%22d%22%20%C3%A9"),
        ] {
            assert_eq!(pointer(&path.into()), expected);
        }
    }
}
