//! Values as a person types them, with nothing around them: in a cell, a flag, a field of a form.

use std::borrow::Cow;

use crate::engine::calendar::{Date, is_in_range, parse_iso};
use crate::engine::money::{Currency, Money, MoneyTextError};
use crate::engine::percent::{NumberTextError, Percent};
use crate::engine::text::{for_message, unsafe_in};

use super::cursor::{Read, Reported};
use super::notation::{DateFault, Notation, NumberFault};

/// What is wrong with a text; the message begins with the name of its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the value{rest} (hint: {hint})")]
pub struct PlainError {
    /// A short fixed name.
    pub code: &'static str,
    /// What follows the name of the place, for example `: 5 is out of range`.
    pub rest: String,
    /// What to do.
    pub hint: Cow<'static, str>,
}

/// Whether every character of a text is one that can be printed in ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looks {
    /// Each of them is.
    Plain,
    /// Some are not, or nobody looked.
    Other,
}

/// What a text means that does not say it itself.
#[derive(Clone, Copy)]
pub struct PlainContext<'a> {
    /// Whether its characters were looked at.
    pub looks: Looks,
    /// The currency of an amount; `None` where it cannot be read.
    pub currency: &'a dyn Fn() -> Option<Currency>,
    /// How dates and numbers are written in a table; elsewhere there is one way.
    pub notation: Option<Notation>,
}

impl PlainContext<'_> {
    /// Nothing is known.
    pub(crate) const NONE: Self = Self { looks: Looks::Other, currency: &|| None, notation: None };
}

/// What can be read from plain text.
pub trait FromCell<'a>: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// What is wrong with the text.
    fn from_cell(text: &'a str, about: PlainContext<'_>) -> Result<Self, PlainError>;
}

/// The cells of a row, asked for in the order of a table's keys.
pub trait CellSource<'a> {
    /// The value of the next key; `None` where its cell is empty or there is none.
    ///
    /// # Errors
    /// It is wrong, which was reported.
    fn next<T: FromCell<'a>>(&mut self) -> Read<Option<T>>;

    /// Reports that the cell asked for last must not be empty.
    fn missing(&mut self) -> Reported;
}

/// Most characters of a name, a line of an address, or a reference.
pub const LABEL_MAX: usize = 200;

/// The rules of names: not empty, not too long, nothing invisible.
pub(super) fn check_text(text: &str, length_max: usize) -> Result<(), PlainError> {
    if is_plain(text, length_max) {
        return Ok(());
    }
    if text.trim().is_empty() {
        let hint = "write a text, or leave the key out where it is optional".into();
        return Err(PlainError { code: "empty-text", rest: " is empty".to_owned(), hint });
    }
    let length = text.chars().count();
    if length > length_max {
        let rest = format!(" has {length} characters; {length_max} is the most");
        return Err(PlainError { code: "text-too-long", rest, hint: "shorten it".into() });
    }
    match unsafe_in(text).next() {
        None => Ok(()),
        Some((_, character)) => {
            let rest = format!(" holds the invisible character U+{:04X}", u32::from(character));
            let hint = "remove it: it could hide what a document says".into();
            Err(PlainError { code: "control-character", rest, hint })
        }
    }
}

/// Whether a look at the bytes alone shows that a text may stand; others need a closer look.
fn is_plain(text: &str, length_max: usize) -> bool {
    let is_printed = |byte: u8| (b' '..=b'~').contains(&byte);
    text.len() <= length_max && text.bytes().all(is_printed) && !text.trim().is_empty()
}

impl<'a> FromCell<'a> for &'a str {
    #[inline]
    fn from_cell(text: &'a str, about: PlainContext<'_>) -> Result<Self, PlainError> {
        // Many cells are looked at; what is plain as a whole is plain in part.
        if about.looks == Looks::Plain && text.len() <= LABEL_MAX && !text.starts_with(' ') {
            return Ok(text);
        }
        check_text(text, LABEL_MAX).map(|()| text)
    }
}

/// The largest count: it has to fit where it is kept and written, 64 bits with a sign.
pub const COUNT_MAX: u64 = i64::MAX.unsigned_abs();

impl FromCell<'_> for u64 {
    #[inline]
    fn from_cell(text: &str, about: PlainContext<'_>) -> Result<Self, PlainError> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if let Some(count) = text.parse().ok().filter(|count| is_number && *count <= COUNT_MAX) {
            return Ok(count);
        }
        if let Some(notation) = about.notation.filter(|_| !is_number) {
            return table_count(text, notation);
        }
        let shown = for_message(text);
        Err(if is_number {
            let hint = format!("write a whole number from 0 to {COUNT_MAX}").into();
            PlainError { code: "out-of-range", rest: format!(": {shown} is out of range"), hint }
        } else {
            let hint = "write digits only, for example 1250".into();
            PlainError {
                code: "bad-number",
                rest: format!(": `{shown}` is not a whole number"),
                hint,
            }
        })
    }
}

/// A count in the notation of a table, where it is not digits alone. Decimals that are zeros say
/// nothing, but for three of them, which could be thousands.
#[cold]
fn table_count(text: &str, notation: Notation) -> Result<u64, PlainError> {
    let plain = number("bad-number", "a whole number", text, notation)?;
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    if decimals.bytes().any(|byte| byte != b'0') {
        return Err(PlainError {
            code: "bad-number",
            rest: format!(": `{}` is not a whole number", for_message(text)),
            hint: "write digits only, for example 1250".into(),
        });
    }
    if decimals.len() == 3 {
        return Err(ambiguous("bad-number", text));
    }
    u64::from_cell(whole, PlainContext::NONE)
}

/// A number in the notation of a table, with a point before its decimals.
///
/// # Errors
/// With the code, where it is not what it is to be, or could mean two numbers.
pub fn number<'a>(
    code: &'static str,
    what: &str,
    text: &'a str,
    notation: Notation,
) -> Result<Cow<'a, str>, PlainError> {
    notation.decimal.plain(text).map_err(|fault| match fault {
        NumberFault::Ambiguous => ambiguous(code, text),
        NumberFault::NotANumber => PlainError {
            code,
            rest: format!(": `{}` is not {what}", for_message(text)),
            hint: match notation.decimal.character() {
                '.' => "write digits only, with a point before decimals: 1250 or 1250.50".into(),
                mark => format!(
                    "write digits, with the decimal mark `{mark}` that the map names: 1250 or \
                     1250{mark}50"
                )
                .into(),
            },
        },
    })
}

/// A number that could be one or a thousand times as much.
fn ambiguous(code: &'static str, text: &str) -> PlainError {
    let rest = format!(": `{}` could mean two numbers", for_message(text));
    let hint = "write it without separators of thousands, or say in a map (--map) with \
                `decimal` which mark the table writes before decimals";
    PlainError { code, rest, hint: hint.into() }
}

impl FromCell<'_> for u32 {
    fn from_cell(text: &str, about: PlainContext<'_>) -> Result<Self, PlainError> {
        let count = u64::from_cell(text, about)?;
        Self::try_from(count).map_err(|_| PlainError {
            code: "out-of-range",
            rest: format!(": {count} is out of range"),
            hint: format!("write a whole number from 0 to {}", Self::MAX).into(),
        })
    }
}

/// Yes or no, in any case.
impl FromCell<'_> for bool {
    fn from_cell(text: &str, _: PlainContext<'_>) -> Result<Self, PlainError> {
        let is = |words: [&str; 3]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
        if is(["true", "yes", "1"]) {
            return Ok(true);
        }
        if is(["false", "no", "0"]) {
            return Ok(false);
        }
        Err(PlainError {
            code: "bad-flag",
            rest: format!(": `{}` is neither true nor false", for_message(text)),
            hint: "write true or false".into(),
        })
    }
}

impl FromCell<'_> for Date {
    #[inline]
    fn from_cell(text: &str, about: PlainContext<'_>) -> Result<Self, PlainError> {
        let date = match (parse_iso(text), about.notation) {
            (Some(date), _) => date,
            (None, Some(notation)) => table_date(text, notation)?,
            (None, None) => {
                return Err(PlainError {
                    code: "bad-date",
                    rest: format!(": `{}` is not a date", for_message(text)),
                    hint: "write year-month-day, for example 2026-11-24, of a day that exists"
                        .into(),
                });
            }
        };
        in_range(date)
    }
}

/// A date in the notation of a table.
#[cold]
fn table_date(text: &str, notation: Notation) -> Result<Date, PlainError> {
    let order = notation.dates;
    order.read(text).map_err(|fault| PlainError {
        code: "bad-date",
        rest: match fault {
            DateFault::NotADate => {
                format!(": `{}` is not a date as {}", for_message(text), order.word())
            }
            DateFault::ShortYear => format!(": `{}` leaves the century open", for_message(text)),
        },
        hint: format!(
            "write a day that exists, with all digits of its year, for example {}; another order \
             is named by `dates` in a map (--map)",
            order.example()
        )
        .into(),
    })
}

/// A date that can be priced with.
pub(super) fn in_range(date: Date) -> Result<Date, PlainError> {
    if is_in_range(date) {
        return Ok(date);
    }
    let hint = "write a date from 1900-01-01 to 2199-12-31".into();
    Err(PlainError { code: "out-of-range", rest: format!(": {date} is out of range"), hint })
}

impl FromCell<'_> for Currency {
    #[inline]
    fn from_cell(text: &str, _: PlainContext<'_>) -> Result<Self, PlainError> {
        Self::from_code(text).ok_or_else(|| PlainError {
            code: "unknown-currency",
            rest: format!(": `{}` is not a currency of ISO 4217", for_message(text)),
            hint: match Self::from_code(&text.to_uppercase()) {
                Some(known) => format!("did you mean {known}?").into(),
                None => "write a code of three capitals, for example EUR".into(),
            },
        })
    }
}

/// A percentage of at most 100%; in a table its sign may be left off.
impl FromCell<'_> for Percent {
    fn from_cell(text: &str, about: PlainContext<'_>) -> Result<Self, PlainError> {
        match about.notation {
            None => percent(text, Self::WHOLE),
            Some(notation) => cell_percent(text, notation),
        }
    }
}

/// A percentage in the notation of a table. A bare number of 1 or less could be a share of one
/// (0.21 for 21%), and is none.
fn cell_percent(text: &str, notation: Notation) -> Result<Percent, PlainError> {
    let bare = text.trim_end().strip_suffix('%');
    let number = number("bad-percent", "a percentage", bare.unwrap_or(text), notation)?;
    let read = percent(&format!("{number}%"), Percent::WHOLE)?;
    if bare.is_none() && !read.is_zero() && read <= Percent::ONE_PERCENT {
        return Err(PlainError {
            code: "ambiguous-percent",
            rest: format!(": `{}` could be a share of one or a percentage", for_message(text)),
            hint: "write it with a percent sign, for example 21%".into(),
        });
    }
    Ok(read)
}

/// An amount in the currency of the context.
impl FromCell<'_> for Money {
    fn from_cell(text: &str, about: PlainContext<'_>) -> Result<Self, PlainError> {
        let currency = (about.currency)().ok_or_else(unknown_currency)?;
        amount(&amount_text(text, about)?, currency, currency.decimals())
    }
}

/// The text of an amount with a point before its decimals.
pub(in crate::engine) fn amount_text<'a>(
    text: &'a str,
    about: PlainContext<'_>,
) -> Result<Cow<'a, str>, PlainError> {
    let Some(notation) = about.notation else { return Ok(Cow::Borrowed(text)) };
    number("bad-amount", "an amount", text, notation)
}

/// An amount of which nobody knows the currency.
pub(in crate::engine) fn unknown_currency() -> PlainError {
    PlainError {
        code: "unknown-currency",
        rest: ": its currency is not known".to_owned(),
        hint: "write a currency of ISO 4217, for example EUR".into(),
    }
}

/// An amount in a currency, of so many decimals or those of the currency.
pub(in crate::engine) fn amount(
    text: &str,
    currency: Currency,
    decimals: u8,
) -> Result<Money, PlainError> {
    let rest = match Money::parse_unit(text, currency, decimals) {
        Ok(money) => return Ok(money),
        Err(MoneyTextError::NotPlain) => format!(": `{}` is not an amount", for_message(text)),
        Err(MoneyTextError::TooManyDecimals) if decimals > currency.decimals() => {
            format!(": a unit price has at most {decimals} decimals")
        }
        Err(MoneyTextError::TooManyDecimals) => {
            format!(": {currency} has {} decimals", currency.decimals())
        }
        Err(MoneyTextError::TooLarge) => ": the amount is too large".to_owned(),
    };
    Err(PlainError { code: "bad-amount", rest, hint: how("digits and a point, \"1234.50\"") })
}

/// A percentage up to a limit.
pub(super) fn percent(text: &str, most: Percent) -> Result<Percent, PlainError> {
    let rest = match Percent::parse(text) {
        Ok(percent) if percent <= most => return Ok(percent),
        Ok(_) | Err(NumberTextError::TooLarge) => format!(": {most} is the most"),
        Err(NumberTextError::TooManyDecimals) => ": a percentage has at most 6 decimals".to_owned(),
        Err(NumberTextError::NotPlain) => format!(": `{}` is not a percentage", for_message(text)),
    };
    Err(PlainError { code: "bad-percent", rest, hint: how("digits and a percent sign, \"12.5%\"") })
}

/// The hint of a number that is not written as it should be.
pub(super) fn how(example: &str) -> Cow<'static, str> {
    format!("write {example}, without signs, spaces or separators of thousands").into()
}
