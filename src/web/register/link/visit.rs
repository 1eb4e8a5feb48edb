//! What a link leads to for whoever comes with it: a page, a PDF, or the word that it ended.

use std::sync::Arc;

use askama::Template;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::document::words::Words;
use crate::engine::book::Language;
use crate::register::{
    DeclineReason, Linked, LinkedRevision, RegisterError, ShownStatus, token_sha256,
};
use crate::web::error::WebError;
use crate::web::estimator::{Estimator, SharedEstimator};
use crate::web::headers;
use crate::web::page::language::language;
use crate::web::register::desk::RegisterDesk;
use crate::web::register::fault::fault;

use super::document::LinkDocument;
use super::form::{SentForm, SentFrom};
use super::view::{LinkEnd, LinkEndPage, LinkPage, WrongEntry};

const HTML: &str = "text/html; charset=utf-8";

/// Somebody with a token.
pub(super) struct LinkVisit<'a> {
    estimator: &'a Estimator,
    desk: &'a RegisterDesk,
    token: &'a str,
    /// The language of a page that no document gives one.
    language: Language,
}

/// The same, as it goes from one thread to another.
pub(super) type LinkVisitor = (SharedEstimator, Arc<RegisterDesk>, String, HeaderMap);

/// What a form leads to: on to the register, or an answer at once.
type Looked<Wanted> = Result<Result<Wanted, Response>, WebError>;

impl<'a> LinkVisit<'a> {
    pub(super) fn of(
        (estimator, desk): (&'a Estimator, &'a RegisterDesk),
        token: &'a str,
        headers: &HeaderMap,
    ) -> Self {
        let accepted = headers::list(headers, header::ACCEPT_LANGUAGE);
        let language = language(None, accepted.as_deref());
        Self { estimator, desk, token, language }
    }

    pub(super) fn again((estimator, desk, token, headers): &'a LinkVisitor) -> Self {
        Self::of((estimator, desk), token, headers)
    }

    /// The page.
    pub(super) fn page(&self) -> Result<Response, WebError> {
        self.answer(StatusCode::OK, &SentForm::default(), None)
    }

    /// The PDF that was sent.
    pub(super) fn pdf(&self) -> Result<Response, WebError> {
        let linked = match self.find()? {
            Ok(linked) => linked,
            Err(end) => return self.end(end),
        };
        let revision = &linked.revision;
        let (number, rev) = (&revision.number, revision.rev);
        let pdf = self.desk.read(|register, _| register.pdf(number, rev)).map_err(fault)?;
        let Some(pdf) = pdf else { return self.end((LinkEnd::Ended, linked.language)) };
        let name = format!("attachment; filename=\"{}.pdf\"", revision.document());
        let headers = [
            (header::CONTENT_TYPE, "application/pdf".to_owned()),
            (header::CONTENT_DISPOSITION, name),
        ];
        Ok((headers, pdf).into_response())
    }

    /// Whether a form goes on to the register: then the digest of its link, and else its answer.
    pub(super) fn before_accepting(&self, form: &SentForm) -> Looked<String> {
        let linked = match self.find()? {
            Ok(linked) => linked,
            Err(end) => return self.end(end).map(Err),
        };
        let wrong = form.acceptance(&SentFrom::default(), "").wrong_fields();
        let is_open = linked.shown == ShownStatus::Sent;
        if is_open && !wrong.is_empty() && linked.revision.quote_sha256 == form.quote_sha256 {
            let words = Words::of(linked.language);
            let wrong = WrongEntry::of_fields(&wrong, form, words);
            return self.wrong(&linked, (form, &wrong)).map(Err);
        }
        Ok(Ok(token_sha256(self.token)))
    }

    /// The page of what was accepted, or of what stood in the way.
    pub(super) fn after_accepting(
        &self,
        done: Result<(), RegisterError>,
    ) -> Result<Response, WebError> {
        match done {
            Ok(()) => self.page(),
            Err(error) => self.denied(error),
        }
    }

    /// Whether a form goes on to the register: then the digest of its link with the reason.
    pub(super) fn before_declining(&self, form: &SentForm) -> Looked<(String, DeclineReason)> {
        let link_sha256 = token_sha256(self.token);
        let linked = match (self.find()?, form.reason) {
            (Ok(_), Some(reason)) => return Ok(Ok((link_sha256, reason))),
            // Whoever presses twice has declined already: the register knows.
            (Err((LinkEnd::Ended, _)), Some(reason)) => return Ok(Ok((link_sha256, reason))),
            (Err(end), _) => return self.end(end).map(Err),
            (Ok(linked), None) => linked,
        };
        let wrong = [WrongEntry::no_reason(Words::of(linked.language))];
        self.wrong(&linked, (form, &wrong)).map(Err)
    }

    /// That it was declined, or what stood in the way.
    pub(super) fn after_declining(
        &self,
        done: Result<(), RegisterError>,
    ) -> Result<Response, WebError> {
        match (done, self.find()?) {
            (Ok(()), Err((LinkEnd::Ended, language))) => self.end((LinkEnd::Declined, language)),
            (Ok(()), Err(end)) => self.end(end),
            (Ok(()), Ok(_)) => self.page(),
            (Err(error), _) => self.denied(error),
        }
    }

    /// The page as it is now, with why a form did not do what it asked for.
    fn denied(&self, error: RegisterError) -> Result<Response, WebError> {
        let notice = match error.code() {
            "other-document" => Some("link-other-document"),
            "unknown" | "link-ended" | "expired" | "already-accepted" => None,
            _ => return Err(fault(error)),
        };
        self.answer(StatusCode::CONFLICT, &SentForm::default(), notice)
    }

    /// The page with all that is wrong with a form.
    fn wrong(
        &self,
        linked: &LinkedRevision,
        (form, wrong): (&SentForm, &[WrongEntry]),
    ) -> Result<Response, WebError> {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        self.shown(status, linked, (form, wrong), None)
    }

    fn answer(
        &self,
        status: StatusCode,
        form: &SentForm,
        notice: Option<&str>,
    ) -> Result<Response, WebError> {
        match self.find()? {
            Ok(linked) => self.shown(status, &linked, (form, &[]), notice),
            Err(end) => self.end(end),
        }
    }

    /// The page of a quote.
    fn shown(
        &self,
        status: StatusCode,
        linked: &LinkedRevision,
        form: (&SentForm, &[WrongEntry]),
        notice: Option<&str>,
    ) -> Result<Response, WebError> {
        let document =
            self.desk.read(|register, _| Ok(LinkDocument::of(self.estimator, register, linked)));
        let document = document.map_err(fault)?;
        let notice = notice.map(|key| Words::of(linked.language).say(key));
        let zone = self.desk.settings().zone;
        let link = (self.token, linked);
        let page = LinkPage::of((self.estimator, zone), link, document, form, notice);
        answered(status, linked.language, &page)
    }

    /// The page of a link that leads to no quote.
    fn end(&self, (end, language): (LinkEnd, Language)) -> Result<Response, WebError> {
        let status = match end {
            LinkEnd::Unknown => StatusCode::NOT_FOUND,
            LinkEnd::Ended => StatusCode::GONE,
            LinkEnd::Declined => StatusCode::OK,
        };
        answered(status, language, &LinkEndPage::of(self.estimator, language, end))
    }

    /// What the token leads to; for one that leads nowhere, why and in which language to say so.
    fn find(&self) -> Result<Result<Box<LinkedRevision>, (LinkEnd, Language)>, WebError> {
        let link = token_sha256(self.token);
        match self.desk.read(|register, now| register.linked(&link, now)) {
            Ok(Linked::Shown(linked)) => Ok(Ok(linked)),
            Ok(Linked::Ended { language }) => {
                Ok(Err((LinkEnd::Ended, language.unwrap_or(self.language))))
            }
            Err(error) if error.code() == "unknown" => Ok(Err((LinkEnd::Unknown, self.language))),
            Err(error) => Err(fault(error)),
        }
    }
}

fn answered(
    status: StatusCode,
    language: Language,
    page: &impl Template,
) -> Result<Response, WebError> {
    let text = page.render().map_err(WebError::no_document)?;
    let headers: [(HeaderName, &str); 2] =
        [(header::CONTENT_TYPE, HTML), (header::CONTENT_LANGUAGE, language.tag())];
    Ok((status, headers, text).into_response())
}
