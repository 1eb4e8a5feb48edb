//! A message with a document, as a file that a mail program opens as a draft.

use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::raw::Raw;

use crate::engine::text::has_unsafe;

use super::error::RegisterError;
use super::moment::Moment;

/// The most bytes of an address (RFC 5321, section 4.5.3.1.3, without the angle brackets).
const ADDRESS_BYTES_MAX: usize = 254;

/// Somebody's name and address for mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    name: Option<String>,
    address: String,
}

/// What a message is made of.
#[derive(Debug, Clone, Copy)]
pub struct MessageParts<'a> {
    /// Who sends it; `None`: the mail program knows.
    pub from: Option<&'a Mailbox>,
    /// Who gets it; `None`: whoever sends it fills that in.
    pub to: Option<&'a Mailbox>,
    /// What it is about, on one line.
    pub subject: &'a str,
    /// The text; lines end with a line feed.
    pub body: &'a str,
    /// The number of the document, which its file is called by.
    pub document: &'a str,
    /// Its bytes.
    pub pdf: &'a [u8],
    /// When it was made.
    pub now: Moment,
}

impl Mailbox {
    /// A name and an address.
    ///
    /// # Errors
    /// What is wrong with it, for a person.
    pub fn of(name: Option<&str>, address: &str) -> Result<Self, String> {
        let is_plain = |one: char| one.is_ascii_graphic() && !"<>()[]\\,;:\"".contains(one);
        let parts = address.split_once('@');
        let has_parts = parts.is_some_and(|(local, domain)| {
            !local.is_empty() && !domain.is_empty() && !domain.contains('@')
        });
        if !has_parts || !address.chars().all(is_plain) {
            return Err(
                "write one address such as e.jansen@example.com, in ASCII and without a name"
                    .to_owned(),
            );
        }
        if address.len() > ADDRESS_BYTES_MAX {
            return Err(format!("it has more than {ADDRESS_BYTES_MAX} characters"));
        }
        if name.is_some_and(has_unsafe) {
            return Err("its name has characters that show nothing or steer a terminal".to_owned());
        }
        let name = name.map(str::trim).filter(|name| !name.is_empty()).map(ToOwned::to_owned);
        Ok(Self { name, address: address.to_owned() })
    }

    fn header(&self) -> Address<'_> {
        Address::new_address(self.name.as_deref(), &*self.address)
    }

    fn domain(&self) -> &str {
        self.address.split_once('@').map_or("", |(_, domain)| domain)
    }
}

/// A message with the document attached (RFC 5322, MIME). Mail programs open it as a draft:
/// `X-Unsent` says so to Outlook.
///
/// # Errors
/// The subject is more than one line.
pub fn message(parts: &MessageParts<'_>) -> Result<Vec<u8>, RegisterError> {
    if has_unsafe(parts.subject) || parts.subject.contains(['\r', '\n']) {
        return Err(RegisterError::denied(
            "line-feed",
            "the subject of the message would not be one line",
            "use names on one line",
        ));
    }
    let domain = parts.from.map_or("localhost", Mailbox::domain);
    let id = format!("{}.{}@{domain}", parts.document, parts.now.seconds());
    let mut message = MessageBuilder::new().header("X-Unsent", Raw::new("1"));
    if let Some(from) = parts.from {
        message = message.from(from.header());
    }
    if let Some(to) = parts.to {
        message = message.to(to.header());
    }
    message
        .subject(parts.subject)
        .date(parts.now.seconds())
        .message_id(id)
        .text_body(parts.body)
        .attachment("application/pdf", format!("{}.pdf", parts.document), parts.pdf)
        .write_to_vec()
        .map_err(|error| RegisterError::denied("no-message", error.to_string(), "leave --eml out"))
}
