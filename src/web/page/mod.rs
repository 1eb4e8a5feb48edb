//! The page of the estimator: one form, whose query is a link that holds the whole request, and
//! the answer beside it. Nothing is stored, and nothing is said or computed in script.
//!
//! `query` is what of a query is for the form, `form` its texts, `numbers` how people write them,
//! `choices` the lists off the price book, `fields` what is asked, `mistake` what is wrong at each
//! field, `error_page` for whoever is sent away, `view` what the template shows, `asset` style,
//! script and logo, `next_step` the way to a person.

pub(super) mod asset;
mod choices;
mod error_page;
mod fields;
mod form;
pub(super) mod language;
mod mistake;
pub(super) mod next_step;
mod numbers;
mod query;
mod register_offer;
#[cfg(feature = "register")]
mod registering;
mod view;

use std::sync::Arc;

use askama::Template;
#[cfg(feature = "register")]
use axum::Extension;
use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use crate::document::html::{Beyond, Glossary};
use crate::document::pdf::Paper;
use crate::document::sheet::{self, Detail, OptionTable};
use crate::document::words::Words;
use crate::document::{explain, html};
use crate::engine::alternatives::{Offer, beside_refusals};
use crate::engine::book::Language;
use crate::engine::price::price;
use crate::engine::problem::Problems;
use crate::engine::quote::{Outcome, Quote};
use crate::engine::refusal::Refusal;
use crate::engine::request::Request;

use super::current::Current;
use super::error::WebError;
use super::estimator::{Estimator, HOLDINGS_MAX, SharedEstimator, number_not_taken};
use super::headers;
#[cfg(feature = "register")]
use super::rate::Peer;
#[cfg(feature = "register")]
use super::register::session::{AskedBy, TeamVisitor};
#[cfg(feature = "register")]
pub(super) use asset::style_address;
pub(super) use error_page::{for_people, person};
#[cfg(feature = "register")]
pub(super) use form::ASKED;
use form::{Action, ELSEWHERE, Form};
use mistake::Mistake;
use register_offer::RegisterOffer;
#[cfg(feature = "register")]
pub(super) use register_offer::WrongOffer;
#[cfg(feature = "register")]
pub(super) use registering::{RefusedOffer, request_of_link, revising_link};
use view::{EstimatorPage, Offered, PageAnswer};

/// Products whose amounts open to their workings: with more, a page would have megabytes.
const WORKINGS_MAX: usize = 50;

/// Most bytes of a page: the answer for 200 holdings has room, and a link of texts that each stand
/// in it many times has not.
const PAGE_BYTES_MAX: usize = 1_500_000;

/// The routes of the page.
pub(super) fn routes() -> Router<Current> {
    Router::new()
        .route("/", get(page))
        .route("/quote.pdf", get(document))
        .route("/assets/estimator.css", get(asset::style))
        .route("/assets/estimator.js", get(asset::script))
        .route("/assets/logo", get(asset::logo))
}

/// What a first visit begins with, as a request; `None` where the price books have nothing.
pub(super) fn example(estimator: &Estimator) -> Option<Request> {
    let book = choices::book(estimator, &Form::default())?;
    choices::example(estimator, book, Some(Language::English.tag())).request().ok()
}

async fn page(
    State(estimator): State<SharedEstimator>,
    RawQuery(query): RawQuery,
    #[cfg(feature = "register")] peer: Option<Extension<Peer>>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    #[cfg_attr(not(feature = "register"), expect(unused_mut, reason = "nobody has signed in"))]
    let mut asked = PageRequest::of(query, &headers);
    #[cfg(feature = "register")]
    {
        asked.by = Some(AskedBy::with(headers, peer.map(|Extension(peer)| peer)));
    }
    let shared = Arc::clone(&estimator);
    estimator.work(move || asked.page(&shared)).await?
}

/// The page of a link once more, to somebody whose form was not registered; `None` where there is
/// no price any more that could be.
#[cfg(feature = "register")]
pub(super) fn page_again(
    estimator: &Estimator,
    (query, headers): (&str, &HeaderMap),
    again: (TeamVisitor, RefusedOffer),
) -> Result<Option<Response>, WebError> {
    let asked = PageRequest::of(Some(query.to_owned()), headers);
    let filled = asked.filled(asked.form(), estimator);
    if !matches!(filled.outcome, FormOutcome::Offered(_)) {
        return Ok(None);
    }
    let offer = registering::offer_again(estimator, again, &filled.form);
    offer.map(|offer| filled.page(estimator, Some(offer))).transpose()
}

async fn document(
    State(estimator): State<SharedEstimator>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let asked = PageRequest::of(query, &headers);
    let shared = Arc::clone(&estimator);
    estimator.work(move || asked.document(&shared)).await?
}

/// What a browser asks with.
struct PageRequest {
    query: String,
    accepted: Option<String>,
    /// Where the page stands, for links that leave it.
    origin: String,
    /// Who asks for a page.
    #[cfg(feature = "register")]
    by: Option<AskedBy>,
}

/// A form in order: filled in with what it leaves open, and read.
struct Filled {
    form: Form,
    is_example: bool,
    language: Language,
    mistakes: Vec<Mistake>,
    outcome: FormOutcome,
    origin: String,
}

/// What comes of a form.
enum FormOutcome {
    /// It has to be put in order first.
    Wrong,
    /// The rules give no price.
    Refused(Box<Request>, Vec<Refusal>),
    /// A price.
    Offered(Box<Quote>),
}

impl PageRequest {
    fn of(query: Option<String>, headers: &HeaderMap) -> Self {
        let accepted = headers::list(headers, header::ACCEPT_LANGUAGE);
        let origin = next_step::origin(headers);
        Self {
            query: query.unwrap_or_default(),
            accepted,
            origin,
            #[cfg(feature = "register")]
            by: None,
        }
    }

    /// The form as it was sent; a language by its first part, as far as it is known.
    fn form(&self) -> Form {
        let mut form = Form::read(&query::of_form(&self.query));
        if let Some(language) = form.language.as_deref().and_then(Language::of_tag) {
            form.language = Some(language.tag().to_owned());
        }
        form
    }

    fn page(&self, estimator: &Estimator) -> Result<Response, WebError> {
        let form = self.form();
        if form.action != Action::Calculate {
            return Ok(self.changed(form, estimator));
        }
        let filled = self.filled(form, estimator);
        let offer = self.offer(estimator, &filled);
        filled.page(estimator, offer)
    }

    /// What is offered to those who keep a register.
    #[cfg(feature = "register")]
    fn offer(&self, estimator: &Estimator, filled: &Filled) -> Option<RegisterOffer> {
        let by = self.by.as_ref().filter(|_| matches!(filled.outcome, FormOutcome::Offered(_)));
        registering::offer(estimator, by?, &filled.form)
    }

    #[cfg(not(feature = "register"))]
    fn offer(&self, _estimator: &Estimator, _filled: &Filled) -> Option<RegisterOffer> {
        None
    }

    /// The same form with a holding or a contract more or less, as a link of its own: so that what
    /// the browser keeps, and what is copied from it, is the new request and not the change.
    fn changed(&self, mut form: Form, estimator: &Estimator) -> Response {
        let language = language::language(form.language.as_deref(), self.accepted.as_deref());
        if let Some(book) = choices::book(estimator, &form) {
            form.follow_products(book);
            match form.action {
                Action::Calculate => {}
                Action::Add => form.add(book, estimator.today()),
                Action::Remove(number) => form.remove_holding(number),
                Action::AddContract => form.add_contract(book, estimator.today()),
                Action::RemoveContract(number) => form.remove_contract(number),
            }
        }
        form.keep_language(language);
        let (holdings, contracts) = (form.holdings.len(), form.contracts.len());
        let place = match form.action {
            Action::Remove(number) => format!("holding-{}", number.min(holdings)),
            Action::Calculate | Action::Add => format!("holding-{holdings}"),
            Action::RemoveContract(_) if contracts == 0 => ELSEWHERE.to_owned(),
            Action::RemoveContract(number) => format!("contract-{}", number.min(contracts)),
            Action::AddContract => format!("contract-{contracts}"),
        };
        Redirect::to(&format!("/?{}#{place}", form.link(language.tag()))).into_response()
    }

    /// Fills in what a form leaves open — language and quote date, so that its link gives the
    /// same numbers later — and prices it.
    fn filled(&self, mut form: Form, estimator: &Estimator) -> Filled {
        let language = language::language(form.language.as_deref(), self.accepted.as_deref());
        let is_example = form.is_empty();
        let book = choices::book(estimator, &form);
        if let Some(book) = book {
            if is_example {
                form = choices::example(estimator, book, form.language.as_deref());
            }
            form.follow_products(book);
        }
        form.keep_language(language);
        form.plain_numbers(language);
        if form.shared.get("quote_date").is_none() {
            form.shared.set("quote_date", &estimator.today().to_string());
        }
        let words = Words::of(language);
        let (mistakes, outcome) = outcome(&form, estimator, words);
        // What is beyond that has been refused; to show it would make a small link a large page.
        form.holdings.truncate(HOLDINGS_MAX);
        form.contracts.truncate(HOLDINGS_MAX);
        let origin = self.origin.clone();
        Filled { form, is_example, language, mistakes, outcome, origin }
    }

    fn document(&self, estimator: &Estimator) -> Result<Response, WebError> {
        let filled = self.filled(self.form(), estimator);
        let FormOutcome::Offered(quote) = &filled.outcome else {
            return filled.page(estimator, None);
        };
        let paper = filled.form.paper.unwrap_or(Paper::usual_in(filled.language));
        let bytes = estimator.pdf(quote, (paper, Detail::Full))?;
        let headers = [
            (header::CONTENT_TYPE, "application/pdf"),
            (header::CONTENT_DISPOSITION, "attachment; filename=\"quote.pdf\""),
        ];
        Ok((headers, bytes).into_response())
    }
}

/// Reads and prices a form; what is wrong with it, or in the way of a price, comes with it.
fn outcome(form: &Form, estimator: &Estimator, words: Words) -> (Vec<Mistake>, FormOutcome) {
    if form.holdings.len().max(form.contracts.len()) > HOLDINGS_MAX {
        return (vec![mistake::too_many_holdings(words)], FormOutcome::Wrong);
    }
    let request = form.request().and_then(|request| match number_not_taken(&request) {
        None => Ok(request),
        Some(problem) => {
            let mut problems = Problems::none_in("form", "");
            problems.push(problem);
            Err(problems)
        }
    });
    let request = match request {
        Ok(request) => request,
        Err(problems) => {
            return (mistake::of_problems(&problems, form, words), FormOutcome::Wrong);
        }
    };
    match price(&request, &estimator.shelf) {
        Outcome::Offered(quote) => (Vec::new(), FormOutcome::Offered(quote)),
        Outcome::Refused(refusals) => {
            let mistakes = mistake::of_refusals(&refusals, form, words);
            (mistakes, FormOutcome::Refused(Box::new(request), refusals))
        }
    }
}

impl Filled {
    fn page(
        &self,
        estimator: &Estimator,
        offer: Option<RegisterOffer>,
    ) -> Result<Response, WebError> {
        let answer = match &self.outcome {
            FormOutcome::Wrong => PageAnswer::Wrong,
            FormOutcome::Refused(request, refusals) => {
                PageAnswer::Refused { ways: ways(estimator, request, refusals) }
            }
            FormOutcome::Offered(quote) => {
                PageAnswer::Offered(offered(estimator, quote, &self.form)?)
            }
        };
        let status = match answer {
            PageAnswer::Offered(_) => StatusCode::OK,
            PageAnswer::Refused { .. } | PageAnswer::Wrong => StatusCode::UNPROCESSABLE_ENTITY,
        };
        let book = choices::book(estimator, &self.form);
        let page = EstimatorPage::of(
            (estimator, book),
            (&self.form, self.is_example),
            self.language,
            (&self.mistakes, &answer),
            (&self.origin, offer),
        );
        let text = page.render().map_err(WebError::no_document)?;
        if text.len() > PAGE_BYTES_MAX {
            return Err(WebError::page_too_large());
        }
        let headers = [
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            (header::CONTENT_LANGUAGE, self.language.tag()),
            (header::VARY, "accept-language"),
        ];
        Ok((status, headers, text).into_response())
    }
}

fn offered(estimator: &Estimator, quote: &Quote, form: &Form) -> Result<Offered, WebError> {
    let sheet = estimator.sheet(quote, Detail::Full)?;
    let words = Words::of(quote.request.language);
    let banner = sheet.banner();
    let opens = quote.lines.len() <= WORKINGS_MAX;
    let lines = quote.lines.iter().filter(|_| opens);
    let workings: Vec<html::Workings> = lines.map(|line| explain::charges(quote, line)).collect();
    let glossary = glossary(words);
    let beyond =
        Beyond { workings: &workings, glossary: Some(&glossary), folds: html::Folds::Long };
    let body = html::body(&sheet, beyond).map_err(WebError::no_document)?;
    let is_over = quote.valid_through < estimator.today();
    let stands = if is_over { "page-stood" } else { "page-stands" };
    Ok(Offered {
        title: sheet.title,
        standing: sheet.standing,
        stands: words.say_with(stands, &[("date", quote.valid_through.into())]),
        anew: is_over.then(|| form.link_anew(quote.request.language.tag())),
        banner,
        total_label: sheet.answer.label,
        total: sheet.answer.total,
        body,
    })
}

/// Words of the prices that a customer cannot know.
fn glossary(words: Words) -> Glossary {
    let entries = [
        ("gloss-reinstatement-name", "gloss-reinstatement"),
        ("column-srp", "gloss-srp"),
        ("total-back-coverage", "gloss-back-coverage"),
        ("total-penalty", "gloss-penalty"),
    ];
    let entries = entries.map(|(word, meaning)| (words.say(word), words.say(meaning)));
    Glossary { title: words.say("page-glossary"), entries: entries.into() }
}

/// What is possible where a lapse stands in the way: terms with a price, and new licences.
fn ways(
    estimator: &Estimator,
    request: &Request,
    refusals: &[Refusal],
) -> Vec<(&'static str, OptionTable)> {
    let family = request.as_ref().book;
    let book = estimator.shelf.in_force(family, request.quote_date);
    let found = beside_refusals(request, &estimator.shelf, refusals);
    let (Ok(book), Some(found)) = (book, found) else { return Vec::new() };
    let options = sheet::options(request, book, &found);
    let any_term = found.terms.iter().any(|term| matches!(term.offer, Offer::Offered { .. }));
    let terms = options.terms.filter(|_| any_term).map(|table| ("section-terms", table));
    let buying_new = options.buying_new.map(|table| ("section-buying-new", table));
    terms.into_iter().chain(buying_new).collect()
}
