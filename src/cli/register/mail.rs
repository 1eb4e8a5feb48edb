//! The message that a quote is mailed with.

use serde_json::Value;

use crate::cli::error::{CommandError, say};
use crate::cli::safe::safe;
use crate::document::brand::Brand;
use crate::document::mail::{MailedDocument, body, subject};
use crate::engine::book::Language;
use crate::register::{Mailbox, MessageParts, RevisionRow, message};

use super::opened::Opened;

/// Who sends messages, and to whom.
#[derive(Clone, Copy)]
pub(super) struct MailDesk<'a> {
    pub(super) brand: Option<&'a Brand>,
    /// `None`: the address in the request.
    pub(super) to: Option<&'a Mailbox>,
}

impl MailDesk<'_> {
    /// The message with a document, in the language of that.
    pub(super) fn message(
        &self,
        opened: &Opened,
        revision: &RevisionRow,
        (link, pdf): (Option<&str>, &[u8]),
    ) -> Result<Vec<u8>, CommandError> {
        let content = opened.register.content(&revision.number, revision.rev)?.unwrap_or_default();
        let content: Value = serde_json::from_slice(&content).unwrap_or_default();
        let said = |pointer: &str| content.pointer(pointer).and_then(Value::as_str);
        let language = said("/request/language").and_then(Language::of_tag);
        let language = language.unwrap_or(Language::English);
        let contact = said("/customer/contact");
        let (from, seller) = self.sender(&said);
        let issuer = self.brand.map(|brand| brand.name.as_str());
        let sender: Vec<&str> = seller.as_deref().into_iter().chain(issuer).collect();
        let document = revision.document();
        let mailed = MailedDocument {
            customer: said("/customer/name").unwrap_or_default(),
            contact,
            document: &document,
            total: revision.total,
            valid_through: revision.valid_through,
            link,
            sender: &sender,
        };
        let to = match self.to {
            Some(to) => Some(to.clone()),
            None => usable(contact, said("/customer/email")),
        };
        let parts = MessageParts {
            from: from.as_ref(),
            to: to.as_ref(),
            subject: &subject(language, &mailed),
            body: &body(language, &mailed),
            document: &document,
            pdf,
            now: opened.now(),
        };
        Ok(message(&parts)?)
    }

    /// Who sends it: the seller that the request names, or else the contact of the brand.
    fn sender<'a>(
        &self,
        said: &impl Fn(&str) -> Option<&'a str>,
    ) -> (Option<Mailbox>, Option<String>) {
        let of_brand = self.brand.and_then(|brand| brand.contact.as_ref());
        let of_request = [said("/request/seller/name"), said("/request/seller/email")];
        let [name, email] = match of_brand {
            Some(contact) if of_request == [None, None] => {
                [&contact.name, &contact.email].map(|text| text.as_ref().map(|text| text.as_str()))
            }
            Some(_) | None => of_request,
        };
        let name = name.map(ToOwned::to_owned);
        let issuer = self.brand.map(|brand| brand.name.as_str());
        let shown = name.as_deref().or(issuer);
        (usable(shown, email), name)
    }
}

/// An address of a request or a brand, which may be any text: where it is no address, the mail
/// program has to know one.
fn usable(name: Option<&str>, address: Option<&str>) -> Option<Mailbox> {
    let address = address?;
    let mailbox = Mailbox::of(name, address);
    if mailbox.is_err() {
        let shown = safe(address);
        say(&format!("note: `{shown}` is no address for mail, and is left out of the message\n"));
    }
    mailbox.ok()
}
