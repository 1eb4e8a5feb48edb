//! The words of the message that a quote is mailed with.

use crate::engine::book::Language;
use crate::engine::calendar::Date;
use crate::engine::money::Money;

use super::words::{Arg, Words};

/// A document that is mailed.
#[derive(Debug, Clone, Copy)]
pub struct MailedDocument<'a> {
    /// The customer, by name.
    pub customer: &'a str,
    /// The person it is for.
    pub contact: Option<&'a str>,
    /// The number of the document, for example `Q-2026-00042-2`.
    pub document: &'a str,
    /// What it comes to, with tax.
    pub total: Money,
    /// The last day on which it stands.
    pub valid_through: Date,
    /// Where the customer can see it and accept it.
    pub link: Option<&'a str>,
    /// Who sends it: a person, an organization, or both, a line each.
    pub sender: &'a [&'a str],
}

/// What the message is about, on one line.
#[must_use]
pub fn subject(language: Language, mailed: &MailedDocument<'_>) -> String {
    let values =
        [("customer", Arg::Text(mailed.customer)), ("document", Arg::Text(mailed.document))];
    Words::of(language).say_with("mail-subject", &values)
}

/// The message: lines that end with a line feed each.
#[must_use]
pub fn body(language: Language, mailed: &MailedDocument<'_>) -> String {
    let words = Words::of(language);
    let greeting = match mailed.contact {
        Some(name) => words.say_with("mail-greeting", &[("name", Arg::Text(name))]),
        None => words.say("mail-greeting-nobody"),
    };
    let said = words.say_with(
        "mail-body",
        &[
            ("document", Arg::Text(mailed.document)),
            ("total", Arg::from(mailed.total)),
            ("day", Arg::from(mailed.valid_through)),
        ],
    );
    let mut text = format!("{greeting}\n\n{said}\n\n");
    if let Some(link) = mailed.link {
        text.push_str(&format!("{}\n{link}\n\n", words.say("mail-link")));
    }
    text.push_str(&words.say("mail-closing"));
    text.push('\n');
    for line in mailed.sender {
        text.push_str(line);
        text.push('\n');
    }
    text
}
