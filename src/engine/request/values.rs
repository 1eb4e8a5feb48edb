//! The values of a request that are neither numbers nor dates.

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;

use crate::engine::book::Language;
use crate::engine::calendar::Date;
use crate::engine::money::{Currency, Money};
use crate::engine::node::{
    Cursor, FromCell, FromNode, LABEL_MAX, Node, PlainContext, PlainError, Read, Reported, amount,
    amount_text, unknown_currency,
};
use crate::engine::record::{Lend, Shaped, ValueShape, shaped};
use crate::engine::text::{for_message, has_unsafe, nearest, one_of};

/// The word for the latest common end.
const LATEST: &str = "latest";

/// A text from outside: not empty, at most [`LABEL_MAX`] characters, no invisible characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label(String);

impl Label {
    /// A label of a text; `None` where the text may not be one.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let fits = !text.trim().is_empty() && text.chars().count() <= LABEL_MAX;
        (fits && !has_unsafe(text)).then(|| Self::composed(text))
    }

    /// Letters and their marks as one character where there is one (Unicode NFC), so that equal
    /// names are equal text and fonts find them.
    fn composed(text: &str) -> Self {
        // Text in ASCII is composed already.
        Self(if text.is_ascii() { text.to_owned() } else { text.nfc().collect() })
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Label {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromNode<'_> for Label {
    fn from_node(mut at: Cursor<'_, '_>) -> Read<Self> {
        at.text(LABEL_MAX).map(Self::composed)
    }
}

impl Shaped for Label {
    const SHAPE: ValueShape = ValueShape::Label;

    fn to_node(&self) -> Node<'_> {
        Node::text(self.as_str())
    }
}

impl Lend for Label {
    type Lent<'a> = &'a str;

    #[inline(always)]
    fn lend(&self) -> &str {
        self.as_str()
    }

    fn own(lent: &str) -> Option<Self> {
        Self::of(lent)
    }
}

impl FromCell<'_> for Language {
    fn from_cell(text: &str, _: PlainContext<'_>) -> Result<Self, PlainError> {
        let found = Self::ALL.iter().find(|(tag, _)| *tag == text);
        found.map(|(_, language)| *language).ok_or_else(|| {
            let known = Self::ALL.iter().map(|(tag, _)| *tag);
            PlainError {
                code: "unknown-language",
                rest: format!(": `{}` is not a language of documents", for_message(text)),
                hint: match nearest(text, known.clone()) {
                    Some(near) => format!("did you mean `{near}`? One of {}", one_of(known)),
                    None => format!("write {}", one_of(known)),
                }
                .into(),
            }
        })
    }
}

impl FromNode<'_> for Language {
    fn from_node(mut at: Cursor<'_, '_>) -> Read<Self> {
        let text = at.text(LABEL_MAX)?;
        Self::from_cell(text, PlainContext::NONE).map_err(|error| at.plain(error))
    }
}

shaped! {
    Language: ValueShape::Language, language => Node::text(language.tag());
}

/// One last day for the new terms of all holdings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CommonEnd {
    /// The latest day on which the term of any holding would end.
    Latest,
    /// This day.
    On(Date),
}

impl FromNode<'_> for CommonEnd {
    fn from_node(at: Cursor<'_, '_>) -> Read<Self> {
        if at.as_text() == Some(LATEST) {
            return Ok(Self::Latest);
        }
        at.hinted(|at| Date::from_node(at).map(Self::On), |hint| format!("{hint}, or \"{LATEST}\""))
    }
}

impl FromCell<'_> for CommonEnd {
    fn from_cell(text: &str, about: PlainContext<'_>) -> Result<Self, PlainError> {
        if text.eq_ignore_ascii_case(LATEST) {
            return Ok(Self::Latest);
        }
        Date::from_cell(text, about).map(Self::On).map_err(|error| PlainError {
            hint: format!("{}, or `{LATEST}`", error.hint).into(),
            ..error
        })
    }
}

shaped! {
    CommonEnd: ValueShape::CommonEnd, end => match end {
        CommonEnd::Latest => Node::text(LATEST),
        CommonEnd::On(date) => date.to_node(),
    };
}

/// The price of one unit, in the currency of the request: of up to six decimals, and without those
/// at its end that say nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnitPrice(pub Money);

impl UnitPrice {
    const DECIMALS_MAX: u8 = 6;

    fn of(text: &str, currency: Currency) -> Result<Self, PlainError> {
        amount(text, currency, Self::DECIMALS_MAX).map(|price| Self(price.shortest()))
    }
}

impl FromCell<'_> for UnitPrice {
    fn from_cell(text: &str, about: PlainContext<'_>) -> Result<Self, PlainError> {
        let currency = (about.currency)().ok_or_else(unknown_currency)?;
        Self::of(&amount_text(text, about)?, currency)
    }
}

impl FromNode<'_> for UnitPrice {
    fn from_node(mut at: Cursor<'_, '_>) -> Read<Self> {
        let text = at.quoted("\"64.26\"")?;
        // Where the currency could not be read, that was reported.
        let currency = at.context().currency.ok_or(Reported)?;
        Self::of(text, currency).map_err(|error| at.plain(error))
    }
}

shaped! {
    UnitPrice: ValueShape::UnitPrice, price => Node::text(price.0.to_string());
}
