//! The page that a customer's link leads to: the quote as it was sealed, with a form to accept it
//! and one to decline it. Whoever only looks writes nothing.
//!
//! `form` is what a customer sends, `document` the quote as a part of the page, `view` what the
//! templates show, `style` how it looks, `visit` what a link leads to.
//!
//! Source: the quote register, sections 6 and 12.

mod document;
mod form;
mod style;
mod view;
mod visit;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::PathRejection;
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;

use crate::engine::digest::hex;
use crate::web::error::WebError;
use crate::web::estimator::{Estimator, SharedEstimator};
use crate::web::rate::Peer;
use crate::web::register::guard::desk_of;
use crate::web::register::route::{GuardedRoute, Who};

use form::{SentForm, SentFrom};
use visit::LinkVisit;

/// The routes, each with who may use it.
pub(super) fn table() -> [GuardedRoute; 6] {
    [
        GuardedRoute::get("/q/{token}", Who::Link, look),
        GuardedRoute::led_on("/q/{token}/accept", Who::Link),
        GuardedRoute::led_on("/q/{token}/decline", Who::Link),
        GuardedRoute::post("/q/{token}/accept", Who::Link, accept),
        GuardedRoute::post("/q/{token}/decline", Who::Link, decline),
        GuardedRoute::get("/assets/link.css", Who::Link, style::style),
    ]
}

/// What a link is called by; with `.pdf` behind it, its document.
type AskedLink = Result<Path<String>, PathRejection>;

const PDF_ENDING: &str = ".pdf";

/// The page, or the PDF that was sent.
async fn look(
    State(estimator): State<SharedEstimator>,
    asked: AskedLink,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let desk = desk_of(&estimator)?;
    let asked = token_of(asked);
    let shared = Arc::clone(&estimator);
    estimator
        .work(move || match asked.strip_suffix(PDF_ENDING) {
            Some(token) => LinkVisit::of((&shared, &desk), token, &headers).pdf(),
            None => LinkVisit::of((&shared, &desk), &asked, &headers).page(),
        })
        .await?
}

/// Accepts what the link leads to.
async fn accept(
    State(estimator): State<SharedEstimator>,
    peer: Option<Extension<Peer>>,
    asked: AskedLink,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, WebError> {
    let desk = desk_of(&estimator)?;
    let token = token_of(asked);
    let form = Arc::new(SentForm::read(&token, &headers, &body)?);
    let from = sent_from(&estimator, peer, &headers);
    let salt = hex(&desk.random()?);
    let visitor = Arc::new((Arc::clone(&estimator), Arc::clone(&desk), token, headers));
    let (before, sent) = (Arc::clone(&visitor), Arc::clone(&form));
    let looked =
        estimator.work(move || LinkVisit::again(&before).before_accepting(&sent)).await??;
    let link = match looked {
        Ok(link_sha256) => link_sha256,
        Err(answer) => return Ok(answer),
    };
    let sent = Arc::clone(&form);
    let accepted = desk
        .write(move |register, now| {
            register.accept_by_link(&link, sent.acceptance(&from, &salt), now).map(drop)
        })
        .await?;
    estimator.work(move || LinkVisit::again(&visitor).after_accepting(accepted)).await?
}

/// Declines what the link leads to.
async fn decline(
    State(estimator): State<SharedEstimator>,
    asked: AskedLink,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, WebError> {
    let desk = desk_of(&estimator)?;
    let token = token_of(asked);
    let form = Arc::new(SentForm::read(&token, &headers, &body)?);
    let visitor = Arc::new((Arc::clone(&estimator), Arc::clone(&desk), token, headers));
    let (before, sent) = (Arc::clone(&visitor), Arc::clone(&form));
    let looked =
        estimator.work(move || LinkVisit::again(&before).before_declining(&sent)).await??;
    let (link, reason) = match looked {
        Ok(wanted) => wanted,
        Err(answer) => return Ok(answer),
    };
    let declined = desk
        .write(move |register, now| {
            register.decline_by_link(&link, &form.quote_sha256, reason, now)
        })
        .await?;
    estimator.work(move || LinkVisit::again(&visitor).after_declining(declined)).await?
}

/// The token that stands in an address; what is no text is no token.
fn token_of(asked: AskedLink) -> String {
    asked.map_or_else(|_| String::new(), |Path(asked)| asked)
}

fn sent_from(
    estimator: &Estimator,
    peer: Option<Extension<Peer>>,
    headers: &HeaderMap,
) -> SentFrom {
    let address = peer.map(|Extension(Peer(peer))| estimator.rate.address(peer, headers));
    let agent = headers.get(header::USER_AGENT);
    SentFrom {
        ip: address.map(|address| address.to_string()),
        agent: agent.map(|agent| String::from_utf8_lossy(agent.as_bytes()).into_owned()),
    }
}
