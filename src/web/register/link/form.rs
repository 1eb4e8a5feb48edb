//! What a customer sends: a form of the page, as the browser wrote it.

use axum::http::{HeaderMap, StatusCode, header};
use form_urlencoded::parse;

use crate::register::{AcceptanceField, DeclineReason, LinkAcceptance, by_word};
use crate::web::error::WebError;

/// The reasons that a customer has; nobody tells of themselves that they did not answer.
pub(super) const REASONS: [DeclineReason; 5] = [
    DeclineReason::Price,
    DeclineReason::Competitor,
    DeclineReason::NotNeeded,
    DeclineReason::Postponed,
    DeclineReason::Other,
];

/// The field with the token, which shows that a form is one of ours.
pub(super) const TOKEN: &str = "token";
/// The field with the digest of the document that was looked at.
pub(super) const DOCUMENT: &str = "quote_sha256";
/// The field with the reason of declining.
pub(super) const REASON: &str = "reason";

/// The header in which a browser says where a form came from (Fetch Metadata, W3C).
const SENT_FROM: &str = "sec-fetch-site";

/// A form that was sent; what is not in it is empty.
#[derive(Debug, Clone, Default)]
pub(super) struct SentForm {
    pub(super) quote_sha256: String,
    pub(super) is_agreed: bool,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) function: String,
    pub(super) purchase_order: String,
    pub(super) reason: Option<DeclineReason>,
}

impl SentForm {
    /// Reads the form that was sent to the page of a token.
    ///
    /// # Errors
    /// It is no form of that page: another site sent it, or it lacks the token.
    pub(super) fn read(token: &str, headers: &HeaderMap, body: &[u8]) -> Result<Self, WebError> {
        let is_of_page = |line: &axum::http::HeaderValue| line == "same-origin";
        if !headers.get_all(SENT_FROM).iter().all(is_of_page) {
            return Err(not_ours());
        }
        let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            let message = "the body is no form";
            return Err(WebError::wrong_type("not-a-form", message, "send the form of the page"));
        }
        let (mut form, mut has_token) = (Self::default(), false);
        for (key, text) in parse(body) {
            match &*key {
                TOKEN => has_token = text == token,
                DOCUMENT => form.quote_sha256 = text.into_owned(),
                REASON => {
                    let known = by_word(&DeclineReason::ALL, &text);
                    form.reason = known.filter(|reason| REASONS.contains(reason));
                }
                other => form.set(other, &text),
            }
        }
        if has_token { Ok(form) } else { Err(not_ours()) }
    }

    fn set(&mut self, key: &str, text: &str) {
        match by_word(&AcceptanceField::ALL, key) {
            Some(AcceptanceField::Agreed) => self.is_agreed = !text.is_empty(),
            Some(AcceptanceField::Name) => text.clone_into(&mut self.name),
            Some(AcceptanceField::Email) => text.clone_into(&mut self.email),
            Some(AcceptanceField::Function) => text.clone_into(&mut self.function),
            Some(AcceptanceField::PurchaseOrder) => text.clone_into(&mut self.purchase_order),
            // What a browser or an extension adds is nobody's.
            None => {}
        }
    }

    /// The same as an acceptance, with what is known of where it came from.
    pub(super) fn acceptance<'a>(
        &'a self,
        from: &'a SentFrom,
        salt: &'a str,
    ) -> LinkAcceptance<'a> {
        LinkAcceptance {
            quote_sha256: &self.quote_sha256,
            is_agreed: self.is_agreed,
            name: &self.name,
            email: &self.email,
            function: &self.function,
            purchase_order: &self.purchase_order,
            ip: from.ip.as_deref(),
            agent: from.agent.as_deref(),
            salt,
        }
    }
}

/// Where a form came from.
#[derive(Debug, Clone, Default)]
pub(super) struct SentFrom {
    /// The address of the client.
    pub(super) ip: Option<String>,
    /// What its browser says it is.
    pub(super) agent: Option<String>,
}

fn not_ours() -> WebError {
    let message = "the form is not one of this page";
    let hint = "open the link and send the form that is there";
    WebError::new(StatusCode::FORBIDDEN, "not-our-form", message, hint)
}
