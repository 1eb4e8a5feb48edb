//! What is wrong, as a page for a person: a browser is not sent JSON to read.

use askama::Template;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use form_urlencoded::parse;

use crate::document::words::Words;
use crate::web::error::MEDIA_TYPE;
use crate::web::estimator::Estimator;
use crate::web::headers;

use super::{asset, language};

#[derive(Template)]
#[template(path = "estimator_fault.html", whitespace = "minimize")]
struct ErrorPage<'estimator> {
    words: Words,
    place: UserPlace,
    title: &'static str,
    text: &'static str,
    issuer: Option<&'estimator str>,
    style: String,
}

/// A person with a browser.
pub(in crate::web) struct BrowserUser {
    words: Words,
    place: UserPlace,
}

impl BrowserUser {
    /// Whether they are at the pages of a register, if one is served.
    #[cfg(feature = "register")]
    pub(in crate::web) fn is_at_register(&self) -> bool {
        self.place == UserPlace::Team
    }
}

/// Where a person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum UserPlace {
    /// At the estimator, whose form stands in the address.
    Estimator,
    /// At a customer's link, whose form does not.
    Link,
    /// At the pages of a register, if one is served.
    Team,
}

/// The person behind a browser, which is answered with a page where the answer would be problem
/// details. Programs, and whatever asks for the API, get those.
pub(in crate::web) fn person(request: &Request) -> Option<BrowserUser> {
    let path = request.uri().path();
    let place = match path {
        "/register" => UserPlace::Team,
        path if path.starts_with("/register/") => UserPlace::Team,
        path if path.starts_with("/q/") => UserPlace::Link,
        _ => UserPlace::Estimator,
    };
    let is_person = !path.starts_with("/api/") && takes_pages(request.headers());
    is_person.then(|| BrowserUser { words: words_of(request), place })
}

/// The answer to a person.
pub(in crate::web) fn for_people(
    estimator: &Estimator,
    person: BrowserUser,
    answer: Response,
) -> Response {
    if is_problem(&answer) { page(estimator, person, answer) } else { answer }
}

fn takes_pages(headers: &HeaderMap) -> bool {
    let accepted = headers::list(headers, header::ACCEPT);
    accepted.is_some_and(|line| line.to_ascii_lowercase().contains("text/html"))
}

fn words_of(request: &Request) -> Words {
    let query = request.uri().query().unwrap_or_default();
    let chosen = parse(query.as_bytes()).find(|(key, _)| key == "lang").map(|(_, tag)| tag);
    let accepted = headers::list(request.headers(), header::ACCEPT_LANGUAGE);
    Words::of(language::language(chosen.as_deref(), accepted.as_deref()))
}

fn is_problem(answer: &Response) -> bool {
    answer.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == MEDIA_TYPE)
}

/// The page in the place of an answer; its status, and when to try again, stay.
fn page(
    estimator: &Estimator,
    BrowserUser { words, place }: BrowserUser,
    answer: Response,
) -> Response {
    let is_busy =
        matches!(answer.status(), StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE);
    let is_absent =
        matches!(answer.status(), StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED);
    let (title, text) = match place {
        UserPlace::Estimator | UserPlace::Team if is_absent => {
            ("fault-not-found", "fault-not-found-text")
        }
        UserPlace::Estimator | UserPlace::Team if is_busy => ("fault-busy", "fault-busy-text"),
        UserPlace::Estimator | UserPlace::Team => ("fault-other", "fault-other-text"),
        UserPlace::Link if is_absent => ("link-unknown", "link-unknown-text"),
        UserPlace::Link if is_busy => ("fault-busy", "link-busy-text"),
        UserPlace::Link => ("fault-other", "link-fault-text"),
    };
    let issuer = estimator.brand.as_ref().map(|brand| brand.name.as_str());
    let style = asset::style_address(estimator);
    let page = ErrorPage { words, place, title, text, issuer, style };
    let Ok(text) = page.render() else { return answer };
    let (mut head, _) = answer.into_parts();
    head.headers.remove(header::CONTENT_LENGTH);
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    head.headers.insert(header::CONTENT_TYPE, kind);
    let tag = HeaderValue::from_static(words.language().tag());
    head.headers.insert(header::CONTENT_LANGUAGE, tag);
    (head, text).into_response()
}
