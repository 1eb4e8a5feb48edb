//! The values and references in a price book: words, numbers, amounts, ids.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Range, RangeInclusive};

use crate::engine::calendar::Date;
use crate::engine::money::Currency;
use crate::engine::node::{Cursor, FromNode as _, NodeValue, Read, Reported, TableCursor};
use crate::engine::problem::Problem;
use crate::engine::text::{for_message, nearest, one_of};

use super::draft::{Draft, placed};
use super::prices::Prices;

pub(super) const NAME_MAX: usize = 200;
pub(super) const SOURCE_MAX: usize = 2_000;
/// Most decimals of a unit price.
pub(super) const UNIT_DECIMALS_MAX: u8 = 6;

/// A name: one line of text.
pub(super) fn name(mut at: Cursor<'_, '_>) -> Read<String> {
    at.text(NAME_MAX).map(str::to_owned)
}

/// Where a table's numbers come from; absent where that is not said, or not readable.
pub(super) fn source(table: &mut TableCursor<'_, '_>) -> Option<String> {
    let read = |mut at: Cursor<'_, '_>| at.text(SOURCE_MAX).map(str::to_owned);
    table.may_with("source", read).ok().flatten()
}

pub(super) fn id(mut at: Cursor<'_, '_>) -> Read<String> {
    const ID_MAX: usize = 64;
    let id = at.text(ID_MAX)?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    if id.bytes().all(plain) {
        return Ok(id.to_owned());
    }
    let message = format!("`{}` is not an id", for_message(id));
    let problem = Problem::error("bad-id", at.path(), message);
    Err(at.report(problem.hint("use letters, digits, hyphens, dots and underscores")))
}

/// One of a few fixed words.
pub(super) fn word<T: Copy>(words: &[(&'static str, T)]) -> impl FnOnce(Cursor<'_, '_>) -> Read<T> {
    move |mut at| {
        let Some(given) = at.as_text() else { return Err(at.expected("a text in quotes")) };
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == given) {
            return Ok(*value);
        }
        let known = words.iter().map(|(word, _)| *word);
        let hint = match nearest(given, known.clone()) {
            Some(word) => format!("did you mean \"{word}\"? One of {}", one_of(known)),
            None => format!("write {}", one_of(known)),
        };
        Err(at.wrong("unknown-word", format!(" cannot be `{}`", for_message(given)), hint))
    }
}

/// A whole number between two limits.
pub(super) fn number(limits: RangeInclusive<u32>) -> impl FnOnce(Cursor<'_, '_>) -> Read<u32> {
    move |mut at| {
        let number = at.integer(i64::from(*limits.start())..=i64::from(*limits.end()))?;
        u32::try_from(number).map_err(|_| Reported)
    }
}

/// A date without quotes: a book is TOML, which has dates.
pub(super) fn date(mut at: Cursor<'_, '_>) -> Read<Date> {
    if matches!(at.value(), NodeValue::Text(_)) {
        return Err(at.expected("a date without quotes, such as 2026-07-01"));
    }
    Date::from_node(at)
}

/// The currency that a key names.
pub(super) fn currency(
    key: &str,
    key_span: Range<usize>,
    at: &mut Cursor<'_, '_>,
) -> Read<Currency> {
    Currency::from_code(key).ok_or_else(|| {
        let message = format!("`{}` is not a currency of ISO 4217", for_message(key));
        let problem = Problem::error("unknown-currency", at.path(), message).at(key_span);
        at.report_at(problem.hint("write a code of three capitals, for example EUR"))
    })
}

impl Draft {
    /// Notes a table that must name its source in an approved book, and does not.
    pub(super) fn note_source(&mut self, source: &Option<String>, table: &TableCursor<'_, '_>) {
        if source.is_none() {
            self.without_source.push(placed((), table));
        }
    }

    /// Amounts by currency, each once.
    pub(super) fn prices(&mut self, at: Cursor<'_, '_>) -> Read<Prices> {
        self.prices_with(at, |_| 0)
    }

    /// Prices of one unit by currency, each once.
    pub(super) fn unit_prices(&mut self, at: Cursor<'_, '_>) -> Read<Prices> {
        // Where the rounding could not be read, no number of decimals is wrong.
        let decimals = self.rounding.map_or(Some(UNIT_DECIMALS_MAX), |rule| rule.unit_decimals);
        self.prices_with(at, |currency| decimals.unwrap_or_default().max(currency.decimals()))
    }

    /// Amounts by currency, with so many decimals or those of the currency.
    fn prices_with(
        &mut self,
        at: Cursor<'_, '_>,
        decimals: impl Fn(Currency) -> u8,
    ) -> Read<Prices> {
        let mut table = at.table()?;
        let count = table.len();
        if count == 0 {
            let message = format!("`{}` holds no amount", table.path());
            let problem = Problem::error("no-amount", table.path(), message).at(table.span());
            return Err(table.report(problem.hint("write { USD = \"550.00\" }")));
        }
        let mut prices = BTreeMap::new();
        table.each_key(|key, key_span, mut at| {
            if let Ok(currency) = currency(key, key_span, &mut at)
                && let Ok(amount) = at.unit_amount(currency, decimals(currency))
            {
                prices.insert(currency, amount);
            }
        });
        if prices.len() < count {
            return Err(Reported);
        }
        self.prices.push(placed(prices.keys().copied().collect(), &table));
        Ok(Prices(prices.into_values().collect()))
    }
}

/// What an id leads to.
pub(super) enum Resolved<T> {
    /// Its thing.
    Found(T),
    /// A thing that could not be read, which was reported there.
    Broken,
    /// Nothing.
    Unknown { message: String, hint: String },
}

/// What an id leads to among those that the book has: `found`, or else something that could not be
/// read, or nothing.
pub(super) fn resolved<T>(
    found: Option<T>,
    what: &str,
    id: &str,
    known: &BTreeSet<String>,
) -> Resolved<T> {
    match found {
        Some(value) => Resolved::Found(value),
        None if known.contains(id) => Resolved::Broken,
        None => {
            let words = known.iter().map(String::as_str);
            let hint = match nearest(id, words.clone()) {
                Some(word) => format!("did you mean `{word}`?"),
                None if known.is_empty() => "the book has none".to_owned(),
                None => format!("known in this book: {}", one_of(words)),
            };
            Resolved::Unknown { message: format!("unknown {what} `{}`", for_message(id)), hint }
        }
    }
}

impl<T> Resolved<T> {
    /// The thing; nothing is reported at the value that refers to it, or at `span`.
    pub(super) fn or_report(self, at: &mut Cursor<'_, '_>, span: Range<usize>) -> Read<T> {
        match self {
            Self::Found(value) => Ok(value),
            Self::Broken => Err(Reported),
            Self::Unknown { message, hint } => {
                let problem = Problem::error("unknown-reference", at.path(), message).at(span);
                Err(at.report_at(problem.hint(hint)))
            }
        }
    }
}

/// The thing that an id in a text refers to.
pub(super) fn reference<T>(
    resolve: impl FnOnce(&str) -> Resolved<T>,
) -> impl FnOnce(Cursor<'_, '_>) -> Read<T> {
    move |mut at| {
        let id = at.text(NAME_MAX)?;
        let span = at.span();
        resolve(id).or_report(&mut at, span)
    }
}
