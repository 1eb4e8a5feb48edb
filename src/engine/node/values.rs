//! The values that keys have: texts, numbers, dates, amounts.

use std::ops::RangeInclusive;

use crate::engine::calendar::Date;
use crate::engine::money::{Currency, Money};
use crate::engine::percent::{Multiplier, NumberTextError, Percent};
use crate::engine::text::for_message;

use super::cursor::{Cursor, FromNode, Read, Reported};
use super::plain::{
    COUNT_MAX, FromCell, LABEL_MAX, PlainContext, PlainError, amount, check_text, how, in_range,
    percent,
};
use super::tree::NodeValue;

impl<'a> Cursor<'_, 'a> {
    /// Text that is not empty, at most so many characters, without invisible ones.
    ///
    /// # Errors
    /// It is something else, which was reported.
    pub fn text(&mut self, length_max: usize) -> Read<&'a str> {
        let Some(text) = self.as_text() else { return Err(self.expected("a text in quotes")) };
        check_text(text, length_max).map_err(|error| self.plain(error))?;
        Ok(text)
    }

    /// Quoted text for a value that has an alphabet of its own; the example has its quotes.
    ///
    /// # Errors
    /// It is no text, which was reported.
    pub fn quoted(&mut self, example: &str) -> Read<&'a str> {
        let text = self.as_text();
        text.ok_or_else(|| self.expected(&format!("quoted text such as {example}")))
    }

    /// A whole number between two limits, both included.
    ///
    /// # Errors
    /// It is something else, which was reported.
    pub fn integer(&mut self, limits: RangeInclusive<i64>) -> Read<i64> {
        let out_of_range = match self.value() {
            NodeValue::Integer(number) if limits.contains(number) => return Ok(*number),
            NodeValue::Integer(number) => number.to_string(),
            NodeValue::HugeInteger => "the number".to_owned(),
            NodeValue::Typed(text) => match u64::from_cell(text, PlainContext::NONE) {
                Ok(count) => match i64::try_from(count).ok().filter(|one| limits.contains(one)) {
                    Some(number) => return Ok(number),
                    None => count.to_string(),
                },
                Err(error) if error.code == "out-of-range" => for_message(text),
                Err(error) => return Err(self.plain(error)),
            },
            NodeValue::Text(_)
            | NodeValue::Float
            | NodeValue::Boolean(_)
            | NodeValue::Date(_)
            | NodeValue::DateTime
            | NodeValue::List(_)
            | NodeValue::Table(_)
            | NodeValue::Null => return Err(self.expected("a whole number without quotes")),
        };
        let hint = format!("write a whole number from {} to {}", limits.start(), limits.end());
        Err(self.wrong("out-of-range", format!(": {out_of_range} is out of range"), hint))
    }

    /// A percentage up to a limit, in quoted text.
    ///
    /// # Errors
    /// It is something else, which was reported.
    pub fn percent(&mut self, most: Percent) -> Read<Percent> {
        let text = self.quoted("\"18%\"")?;
        percent(text, most).map_err(|error| self.plain(error))
    }

    /// A multiplier, in quoted text.
    ///
    /// # Errors
    /// It is something else, which was reported.
    pub fn multiplier(&mut self) -> Read<Multiplier> {
        let text = self.quoted("\"1.5\"")?;
        let rest = match Multiplier::parse(text) {
            Ok(multiplier) => return Ok(multiplier),
            Err(NumberTextError::TooLarge) => ": 1000 is the most".to_owned(),
            Err(NumberTextError::TooManyDecimals) => {
                ": a multiplier has at most 6 decimals".to_owned()
            }
            Err(NumberTextError::NotPlain) => {
                format!(": `{}` is not a multiplier", for_message(text))
            }
        };
        Err(self.wrong("bad-multiplier", rest, how("a number above 0, \"1.5\"")))
    }

    /// An amount in a currency, in quoted text.
    ///
    /// # Errors
    /// It is something else, which was reported.
    pub fn amount(&mut self, currency: Currency) -> Read<Money> {
        self.unit_amount(currency, currency.decimals())
    }

    /// The price of one unit in a currency, in quoted text, of so many decimals or those of the
    /// currency.
    ///
    /// # Errors
    /// It is something else, which was reported.
    pub fn unit_amount(&mut self, currency: Currency, decimals: u8) -> Read<Money> {
        let text = self.quoted("\"550.00\"")?;
        amount(text, currency, decimals).map_err(|error| self.plain(error))
    }

    /// Reports what is wrong with a plain text.
    pub fn plain(&mut self, error: PlainError) -> Reported {
        self.wrong(error.code, error.rest, error.hint)
    }
}

/// Up to [`LABEL_MAX`] characters, by the rules of names.
impl<'a> FromNode<'a> for &'a str {
    fn from_node(mut at: Cursor<'_, 'a>) -> Read<Self> {
        at.text(LABEL_MAX)
    }
}

impl FromNode<'_> for u64 {
    fn from_node(mut at: Cursor<'_, '_>) -> Read<Self> {
        let most = i64::try_from(COUNT_MAX).unwrap_or(i64::MAX);
        at.integer(0..=most).map(i64::unsigned_abs)
    }
}

impl FromNode<'_> for u32 {
    fn from_node(mut at: Cursor<'_, '_>) -> Read<Self> {
        let number = at.integer(0..=Self::MAX.into())?;
        Self::try_from(number).map_err(|_| Reported)
    }
}

impl FromNode<'_> for bool {
    fn from_node(mut at: Cursor<'_, '_>) -> Read<Self> {
        let NodeValue::Boolean(value) = at.value() else {
            return Err(at.expected("true or false"));
        };
        Ok(*value)
    }
}

/// A TOML date, or a text such as `2026-11-24`.
impl FromNode<'_> for Date {
    fn from_node(mut at: Cursor<'_, '_>) -> Read<Self> {
        let date = match (at.value(), at.as_text()) {
            (NodeValue::Date(date), _) => in_range(*date),
            (_, Some(text)) => Self::from_cell(text, PlainContext::NONE),
            (_, None) => return Err(at.expected("a date such as 2026-11-24")),
        };
        date.map_err(|error| at.plain(error))
    }
}

impl FromNode<'_> for Currency {
    fn from_node(mut at: Cursor<'_, '_>) -> Read<Self> {
        let text = at.text(LABEL_MAX)?;
        Self::from_cell(text, PlainContext::NONE).map_err(|error| at.plain(error))
    }
}

/// A percentage of at most 100%.
impl FromNode<'_> for Percent {
    fn from_node(mut at: Cursor<'_, '_>) -> Read<Self> {
        at.percent(Self::WHOLE)
    }
}

/// An amount in the currency of the context; where that could not be read, the amount is not
/// looked at: its currency was reported.
impl FromNode<'_> for Money {
    fn from_node(mut at: Cursor<'_, '_>) -> Read<Self> {
        match at.context().currency {
            Some(currency) => at.amount(currency),
            None => at.quoted("\"550.00\"").and(Err(Reported)),
        }
    }
}
