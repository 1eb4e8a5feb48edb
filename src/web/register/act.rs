//! What is done to a register, by programs and by people alike.

use std::sync::Arc;

use axum::body::Bytes;

use crate::engine::price::price;
use crate::engine::quote::{Outcome, Quote, SealStage};
use crate::engine::refusal::Refusal;
use crate::engine::request::Request;
use crate::register::{
    Actor, DrawnRevision, DrawnWith, KeptAnswer, Moment, Register, RegisterError, RequestKey,
    RevisionRow, ToRegister, ToSend, token, token_sha256,
};
use crate::web::api::reading;
use crate::web::error::WebError;
use crate::web::estimator::{Estimator, SharedEstimator};

use super::desk::RegisterDesk;
use super::fault::{fault, not_drawn};

/// A request that is called by a key, as it goes from one thread to another.
#[derive(Debug, Clone)]
pub(super) struct KeyedRequest {
    /// The account that asks.
    pub(super) account: String,
    pub(super) key: String,
    /// A digest of all that is asked for.
    pub(super) fingerprint: String,
}

impl KeyedRequest {
    pub(super) fn key(&self) -> RequestKey<'_> {
        let Self { account, key, fingerprint } = self;
        RequestKey { account, key, fingerprint }
    }

    /// What was answered where it was asked before. This comes before all that may turn out
    /// otherwise by now: the day, the price books, the quote.
    ///
    /// # Errors
    /// Another request was called by that key.
    pub(super) fn kept_answer(&self, desk: &RegisterDesk) -> Result<Option<KeptAnswer>, WebError> {
        desk.read(|register, now| register.kept_answer(self.key(), now)).map_err(fault)
    }
}

/// A quote that can be registered, with the text of its price book.
pub(super) struct ToBeRegistered {
    pub(super) quote: Box<Quote>,
    pub(super) book: Arc<str>,
}

impl ToBeRegistered {
    pub(super) fn to_register(&self) -> ToRegister<'_> {
        ToRegister { quote: &self.quote, book: &self.book }
    }
}

/// What comes of pricing a request.
pub(super) enum PricedOrRefused {
    Priced(ToBeRegistered),
    Refused(Box<Request>, Vec<Refusal>),
}

/// Prices a request of JSON on the day that it is where the register is kept.
///
/// # Errors
/// All that is wrong with the request.
pub(super) fn priced_json(
    estimator: &Estimator,
    desk: &RegisterDesk,
    body: &Bytes,
) -> Result<PricedOrRefused, WebError> {
    let today = desk.settings().zone.day(desk.now());
    let request = reading::request_on(body, (&estimator.shelf, today), reading::too_many)?;
    priced(estimator, desk, request)
}

/// Prices a request.
///
/// # Errors
/// The text of its price book is there no more.
pub(super) fn priced(
    estimator: &Estimator,
    desk: &RegisterDesk,
    request: Request,
) -> Result<PricedOrRefused, WebError> {
    match price(&request, &estimator.shelf) {
        Outcome::Offered(quote) => {
            let book = desk.book_text(&quote.receipt.book_sha256)?;
            Ok(PricedOrRefused::Priced(ToBeRegistered { quote, book }))
        }
        Outcome::Refused(refusals) => Ok(PricedOrRefused::Refused(Box::new(request), refusals)),
    }
}

/// A draft, drawn to be sent: nothing is drawn while others wait to write.
pub(super) struct Drawn {
    pub(super) revision: RevisionRow,
    pub(super) pdf: Vec<u8>,
    /// The token of its link, where it gets one.
    token: Option<String>,
}

impl Drawn {
    /// The link of the customer.
    pub(super) fn link(&self, desk: &RegisterDesk) -> Option<String> {
        let (base, token) = (desk.base_url.as_ref()?, self.token.as_ref()?);
        Some(format!("{base}/q/{token}"))
    }

    /// Sends it.
    ///
    /// # Errors
    /// It may not be sent, or not any more.
    pub(super) fn send(
        &self,
        register: &mut Register,
        actor: &Actor,
        now: Moment,
    ) -> Result<u32, RegisterError> {
        let digest = self.token.as_deref().map(token_sha256);
        let given = ToSend {
            quote_sha256: &self.revision.quote_sha256,
            pdf: &self.pdf,
            link_sha256: digest.as_deref(),
        };
        register.send(actor, &self.revision.number, given, now)
    }
}

/// Draws the newest revision of a quote as the document that goes out.
///
/// # Errors
/// There is no such quote, or it has no document.
pub(super) fn drawn_to_send(
    estimator: &SharedEstimator,
    desk: &RegisterDesk,
    number: &str,
) -> Result<Drawn, WebError> {
    let newest = desk.read(|register, now| {
        let (history, _) = register.history(number, now)?;
        let newest = history.revisions.into_iter().next_back();
        newest.map(|(one, _, _)| one).ok_or_else(|| RegisterError::unknown("quote", number))
    });
    let revision = newest.map_err(fault)?;
    let drawn = drawn(estimator, desk, &revision, SealStage::Sent)?;
    let with = (estimator.brand.as_ref(), &*estimator.fonts);
    let pdf = drawn.pdf(with, desk.paper).map_err(|error| WebError::no_pdf(&error))?;
    let token = match desk.base_url {
        Some(_) => Some(token(&desk.random()?)),
        None => None,
    };
    Ok(Drawn { revision, pdf, token })
}

/// The document of a revision.
///
/// # Errors
/// It has none.
pub(super) fn drawn(
    estimator: &Estimator,
    desk: &RegisterDesk,
    revision: &RevisionRow,
    stage: SealStage,
) -> Result<DrawnRevision, WebError> {
    let with = DrawnWith { brand: estimator.brand.as_ref(), shelf: &estimator.shelf, stage };
    let drawn = desk.read(|register, _| Ok(DrawnRevision::of(register, revision, with)));
    drawn.map_err(fault)?.map_err(not_drawn)
}

/// The number of a revision as it is written in an address.
pub(super) fn revision_number(text: &str) -> Option<u32> {
    text.parse().ok().filter(|known: &u32| known.to_string() == text && *known > 0)
}
