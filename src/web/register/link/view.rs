//! The page behind a link as a template sees it.

use askama::Template;

use crate::document::brand::Brand;
use crate::document::language;
use crate::document::sheet::Fact;
use crate::document::words::{Arg, Said, Words};
use crate::engine::book::Language;
use crate::engine::calendar::Date;
use crate::register::{
    AcceptanceField, DeclineReason, FieldFault, LinkedAcceptance, LinkedRevision, Moment,
    RevisionRow, ShownStatus, Zone,
};
use crate::web::estimator::Estimator;
use crate::web::page::asset;
use crate::web::page::next_step::mail_address;

use super::document::LinkDocument;
use super::form::{DOCUMENT, REASON, REASONS, SentForm, TOKEN};
use super::style;

/// All that the page of a quote is made of.
#[derive(Template)]
#[template(path = "link.html", whitespace = "minimize")]
pub(super) struct LinkPage<'a> {
    words: Words,
    frame: LinkFrame,
    token: &'a str,
    linked: &'a LinkedRevision,
    title: String,
    valid: String,
    total: String,
    stage: LinkStage,
    document: Option<LinkDocument>,
    summary: Vec<Fact>,
    form: &'a SentForm,
    wrong: &'a [WrongEntry],
    /// What has to be said first.
    notice: Option<String>,
}

/// The page of a link that leads to no quote.
#[derive(Template)]
#[template(path = "link_end.html", whitespace = "minimize")]
pub(super) struct LinkEndPage {
    words: Words,
    frame: LinkFrame,
    title: String,
    text: String,
}

/// What stands around each of them.
struct LinkFrame {
    issuer: Option<String>,
    logo: Option<String>,
    style: String,
    contact: Option<LinkContact>,
}

/// Whom to ask.
struct LinkContact {
    text: String,
    /// Each with the address that it leads to.
    ways: Vec<(String, Option<String>)>,
}

/// What a customer can still do.
enum LinkStage {
    /// Accept or decline.
    Open,
    /// Nothing: its last day has passed.
    Expired,
    /// Nothing: it was accepted.
    Accepted(AcceptedView),
}

/// Who accepted what, and when.
struct AcceptedView {
    who: String,
    sentence: String,
    order: Option<String>,
}

/// What is wrong with a form: at which field, and in which words.
pub(super) struct WrongEntry {
    code: &'static str,
    field: &'static str,
    label: String,
    said: Said,
}

/// A field for a text.
struct LinkField<'a> {
    id: &'static str,
    label: String,
    value: &'a str,
    autocomplete: &'static str,
    is_optional: bool,
    is_mail: bool,
}

/// Which page is shown where a link leads to no quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LinkEnd {
    /// No link has this token.
    Unknown,
    /// What it led to does not stand any more.
    Ended,
    /// The customer has just declined.
    Declined,
}

impl LinkEndPage {
    pub(super) fn of(estimator: &Estimator, language: Language, end: LinkEnd) -> Self {
        let words = Words::of(language);
        let (title, text) = match end {
            LinkEnd::Unknown => ("link-unknown", "link-unknown-text"),
            LinkEnd::Ended => ("link-ended", "link-ended-text"),
            LinkEnd::Declined => ("link-declined", "link-declined-text"),
        };
        let frame = LinkFrame::of(estimator, words);
        Self { words, frame, title: words.say(title), text: words.say(text) }
    }
}

impl LinkFrame {
    fn of(estimator: &Estimator, words: Words) -> Self {
        let brand = estimator.brand.as_ref();
        Self {
            issuer: brand.map(|brand| brand.name.to_string()),
            logo: asset::logo_address(estimator),
            style: style::address(estimator),
            contact: brand.and_then(|brand| LinkContact::of(brand, words)),
        }
    }
}

impl LinkContact {
    fn of(brand: &Brand, words: Words) -> Option<Self> {
        let mut ways = Vec::new();
        if let Some(seller) = &brand.contact {
            ways.extend(seller.name.iter().map(|name| (name.to_string(), None)));
            ways.extend(seller.phone.iter().map(|phone| {
                let digits = |one: &char| one.is_ascii_digit() || *one == '+';
                let dialled: String = phone.as_str().chars().filter(digits).collect();
                (phone.to_string(), Some(format!("tel:{dialled}")))
            }));
            ways.extend(
                seller
                    .email
                    .iter()
                    .map(|mail| (mail.to_string(), Some(mail_address(mail.as_str())))),
            );
        }
        let page = brand.contact_url.iter();
        ways.extend(page.map(|url| (words.say("next-ask-refused"), Some(url.to_string()))));
        let issuer = [("issuer", Arg::Text(brand.name.as_str()))];
        (!ways.is_empty()).then(|| Self { text: words.say_with("link-contact", &issuer), ways })
    }
}

impl<'a> LinkPage<'a> {
    pub(super) fn of(
        (estimator, zone): (&Estimator, Zone),
        (token, linked): (&'a str, &'a LinkedRevision),
        document: Option<LinkDocument>,
        (form, wrong): (&'a SentForm, &'a [WrongEntry]),
        notice: Option<String>,
    ) -> Self {
        let words = Words::of(linked.language);
        let revision = &linked.revision;
        let stage = match (&linked.acceptance, linked.shown) {
            (Some(acceptance), _) => LinkStage::Accepted(accepted(acceptance, zone, words)),
            (None, ShownStatus::Sent) => LinkStage::Open,
            (None, _) => LinkStage::Expired,
        };
        let valid = match stage {
            LinkStage::Open | LinkStage::Accepted(_) => "link-valid",
            LinkStage::Expired => "link-was-valid",
        };
        let place = zone.place();
        let values = [("day", revision.valid_through.into()), ("place", Arg::Text(&place))];
        let summary = if document.is_some() { Vec::new() } else { summary(linked, words) };
        Self {
            words,
            frame: LinkFrame::of(estimator, words),
            token,
            linked,
            title: title(revision, words),
            valid: words.say_with(valid, &values),
            total: language::money(linked.language, revision.total),
            stage,
            document,
            summary,
            form,
            wrong,
            notice,
        }
    }

    /// Whether it can still be accepted.
    fn is_open(&self) -> bool {
        matches!(self.stage, LinkStage::Open)
    }

    /// What stands in the window's head.
    fn window_title(&self) -> String {
        match self.wrong {
            [] => self.title.clone(),
            _ => format!("{} – {}", self.headline(), self.title),
        }
    }

    /// How many fields have to be put in order.
    fn headline(&self) -> String {
        self.words.counted("page-wrong", self.wrong.len() as u64)
    }

    fn for_customer(&self) -> String {
        self.words.say_with("link-for", &[("customer", Arg::Text(&self.linked.customer))])
    }

    fn total_label(&self) -> String {
        let drawn = self.document.as_ref().map(|document| document.total_label.clone());
        drawn.unwrap_or_else(|| self.words.say("total-subtotal"))
    }

    fn fields(&self) -> [LinkField<'_>; 4] {
        let field = |field: AcceptanceField, value, autocomplete| {
            let is_optional =
                matches!(field, AcceptanceField::Function | AcceptanceField::PurchaseOrder);
            let label = label(field, self.words);
            let is_mail = field == AcceptanceField::Email;
            LinkField { id: field.word(), label, value, autocomplete, is_optional, is_mail }
        };
        let SentForm { name, email, function, purchase_order, .. } = self.form;
        [
            field(AcceptanceField::Name, name, "name"),
            field(AcceptanceField::Email, email, "email"),
            field(AcceptanceField::Function, function, "organization-title"),
            field(AcceptanceField::PurchaseOrder, purchase_order, "off"),
        ]
    }

    /// The reasons with their words, and whether each is the one that was chosen.
    fn reasons(&self) -> impl Iterator<Item = (&'static str, String, bool)> {
        let (words, chosen) = (self.words, self.form.reason);
        REASONS.into_iter().map(move |reason| {
            (reason.word(), words.say(reason_key(reason)), chosen == Some(reason))
        })
    }

    /// What is wrong with a field.
    fn wrong_at(&self, field: &str) -> Option<&WrongEntry> {
        self.wrong.iter().find(|one| one.field == field)
    }

    /// Whether the part about declining is open.
    fn is_declining(&self) -> bool {
        self.form.reason.is_some() || self.wrong_at(REASON).is_some()
    }
}

impl WrongEntry {
    /// What is wrong with an acceptance, in the order of its form.
    pub(super) fn of_fields(
        wrong: &[(AcceptanceField, FieldFault)],
        form: &SentForm,
        words: Words,
    ) -> Vec<Self> {
        let entry = |(field, fault): &(AcceptanceField, FieldFault)| Self {
            code: fault.code(),
            field: field.word(),
            label: label(*field, words),
            said: said(*field, *fault, (form, words)),
        };
        wrong.iter().map(entry).collect()
    }

    /// That no reason was chosen.
    pub(super) fn no_reason(words: Words) -> Self {
        let label = words.say("link-reason");
        let code = FieldFault::Missing.code();
        Self { code, field: REASON, label, said: words.said("link-no-reason", &[]) }
    }

    /// In the list of all of them.
    fn listed(&self, words: &Words) -> String {
        words.labelled(&self.label, &self.said.message)
    }
}

fn said(field: AcceptanceField, fault: FieldFault, (form, words): (&SentForm, Words)) -> Said {
    let most = [("most", Arg::Count(field.length_max() as u64))];
    match fault {
        FieldFault::Missing if field == AcceptanceField::Agreed => {
            words.said("link-not-agreed", &[])
        }
        FieldFault::Missing => words.said("problem-missing-key", &[]),
        FieldFault::TooLong => words.said("problem-text-too-long", &most),
        FieldFault::Unsafe => {
            let message = words.say("problem-control-character");
            Said { message, hint: None }
        }
        FieldFault::NoAddress => {
            words.said("link-no-address", &[("given", Arg::Given(form.email.trim()))])
        }
    }
}

fn label(field: AcceptanceField, words: Words) -> String {
    words.say(match field {
        AcceptanceField::Agreed => "link-accept",
        AcceptanceField::Name => "link-name",
        AcceptanceField::Email => "link-email",
        AcceptanceField::Function => "link-function",
        AcceptanceField::PurchaseOrder => "purchase-order",
    })
}

fn reason_key(reason: DeclineReason) -> &'static str {
    match reason {
        DeclineReason::Price => "link-reason-price",
        DeclineReason::Competitor => "link-reason-competitor",
        DeclineReason::NotNeeded => "link-reason-not-needed",
        DeclineReason::Postponed => "link-reason-postponed",
        DeclineReason::NoAnswer | DeclineReason::Other => "link-reason-other",
    }
}

/// For example `Renewal quote Q-2026-00042-1`, as its document has it.
fn title(revision: &RevisionRow, words: Words) -> String {
    format!("{} {}", words.say(&format!("quote-{}", revision.kind)), revision.document())
}

fn accepted(acceptance: &LinkedAcceptance, zone: Zone, words: Words) -> AcceptedView {
    let key =
        if acceptance.via == "link" { "link-accepted-text" } else { "link-accepted-recorded" };
    let who = Moment::parse(&acceptance.at).map(|at| {
        let time = language::time(words.language(), zone.hour_and_minute(at));
        let place = zone.place();
        let values = [
            ("name", Arg::Text(acceptance.person_name.as_deref().unwrap_or_default())),
            ("day", zone.day(at).into()),
            ("time", Arg::Text(&time)),
            ("place", Arg::Text(&place)),
        ];
        words.say_with(key, &values)
    });
    let order = acceptance.purchase_order.as_ref();
    AcceptedView {
        who: who.unwrap_or_default(),
        sentence: acceptance.statement.clone(),
        order: order.map(|order| words.labelled(&words.say("purchase-order"), order)),
    }
}

/// What the register knows of a document that cannot be shown.
fn summary(linked: &LinkedRevision, words: Words) -> Vec<Fact> {
    let revision = &linked.revision;
    let day = |key, day: Date| Fact { label: words.say(key), value: words.write(day) };
    vec![
        Fact { label: words.say("customer"), value: linked.customer.clone() },
        Fact { label: words.say("quote-number"), value: revision.document() },
        day("quote-date", revision.quote_date),
        day("cover-begins", revision.start),
        day("valid-through", revision.valid_through),
        Fact {
            label: words.say("total-subtotal"),
            value: language::money(linked.language, revision.total),
        },
    ]
}
