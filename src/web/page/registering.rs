//! What the page offers somebody of the team who looks at a price: to register it, or to make it
//! the next revision of a quote.

use serde_json::Value;

use crate::engine::calendar::Date;
use crate::engine::problem::Problems;
use crate::engine::request::Request;
use crate::register::token;
use crate::web::estimator::Estimator;
use crate::web::register::desk::RegisterDesk;
use crate::web::register::session::{AskedBy, TeamVisitor};

use super::form::{ASKED, Form};
use super::register_offer::{RegisterOffer, RevisedQuote, WrongOffer};

/// What was not registered: what was typed and why not.
pub(in crate::web) struct RefusedOffer {
    pub(in crate::web) typed: Vec<(String, String)>,
    pub(in crate::web) wrong: WrongOffer,
    /// The last event of the quote that it revises, as it was seen.
    pub(in crate::web) seen: i64,
}

/// What is offered to whoever asks; nothing to others than the team.
pub(super) fn offer(estimator: &Estimator, asked: &AskedBy, form: &Form) -> Option<RegisterOffer> {
    let desk = estimator.register.as_deref()?;
    let visitor = asked.visitor(estimator, desk).ok()??;
    offer_to(desk, visitor, form)
}

/// The same once more to somebody whose form was refused, with what was typed in it.
pub(super) fn offer_again(
    estimator: &Estimator,
    (visitor, refused): (TeamVisitor, RefusedOffer),
    form: &Form,
) -> Option<RegisterOffer> {
    let desk = estimator.register.as_deref()?;
    let offer = offer_to(desk, visitor, form)?;
    let RefusedOffer { typed, wrong, seen } = refused;
    // What has changed since is not seen by being asked again.
    let revised = offer.revised.map(|quote| RevisedQuote { seen, ..quote });
    Some(RegisterOffer { typed, wrong: Some(wrong), revised, ..offer })
}

fn offer_to(desk: &RegisterDesk, visitor: TeamVisitor, form: &Form) -> Option<RegisterOffer> {
    let (revised, typed) = match &form.revise {
        Some(number) => {
            let (revised, typed) = revised(desk, &visitor, number)?;
            (Some(revised), typed)
        }
        None => (None, Vec::new()),
    };
    let once = token(&desk.random().ok()?);
    let TeamVisitor { account, csrf, .. } = visitor;
    Some(RegisterOffer { name: account.name, csrf, once, revised, typed, wrong: None })
}

/// A quote that gets another revision, and the additional discount that it has.
fn revised(
    desk: &RegisterDesk,
    visitor: &TeamVisitor,
    number: &str,
) -> Option<(RevisedQuote, Vec<(String, String)>)> {
    let read = desk.read(|register, now| {
        let seen = register.last_event_of(number)?;
        let (history, _) = register.history(number, now)?;
        desk.check_sees(&visitor.account, (number, &history.quote))?;
        let newest = history.revisions.last().map_or(0, |(newest, _, _)| newest.rev);
        Ok((seen, history.quote.customer, register.content(number, newest)?))
    });
    let (seen, customer, content) = read.ok()?;
    let content: Value = serde_json::from_slice(&content?).ok()?;
    let request = content.get("request")?;
    let text = |pointer: &str| {
        request.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let keys = request.as_object()?.keys().map(String::as_str);
    let stays = |key: &&str| !ASKED.contains(key) && !["customer", "concession"].contains(key);
    let kept = keys.filter(stays).map(|key| key.replace('_', " ")).collect();
    let typed =
        ["rate", "reason"].map(|name| (name.to_owned(), text(&format!("/concession/{name}"))));
    Some((RevisedQuote { number: number.to_owned(), customer, seen, kept }, typed.into()))
}

/// The request of a link of the page, and the quote that it revises.
///
/// # Errors
/// All that is wrong with it.
pub(in crate::web) fn request_of_link(query: &str) -> Result<(Request, Option<String>), Problems> {
    let form = Form::read(query);
    form.request().map(|request| (request, form.revise))
}

/// The link of the page that has the form filled in as a sealed request has it, for another
/// revision: from today, unless cover begins later.
pub(in crate::web) fn revising_link(request: &Value, number: &str, today: Date) -> String {
    let mut form = Form::of_json(request);
    form.begin_today(today);
    form.revise = Some(number.to_owned());
    let language = form.language.clone().unwrap_or_else(|| "en".to_owned());
    format!("/?{}", form.link(&language))
}
