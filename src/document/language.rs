//! How each language writes money, dates and numbers.
//!
//! Source: Unicode CLDR for en-GB, en-US, nl, de and fr; a script beside the tests compares every
//! rule with the data that Node's `Intl` carries. One rule is not in that data: the first of a
//! month is `1er` in French (Imprimerie nationale, Lexique des règles typographiques).

use chrono::Datelike;

use crate::engine::book::Language;
use crate::engine::calendar::Date;
use crate::engine::day_count::Share;
use crate::engine::digits::Digits;
use crate::engine::money::Money;
use crate::engine::percent::{Multiplier, Percent};

/// A space that does not break.
pub const NO_BREAK_SPACE: char = '\u{a0}';
/// A narrow space that does not break, which French puts between thousands.
pub const NARROW_NO_BREAK_SPACE: char = '\u{202f}';

/// The mark between thousands, and that before decimals.
const fn marks(language: Language) -> (char, char) {
    match language {
        Language::English | Language::AmericanEnglish => (',', '.'),
        Language::Dutch | Language::German => ('.', ','),
        Language::French => (NARROW_NO_BREAK_SPACE, ','),
    }
}

/// An amount without its currency, for example `1.234,50`.
#[must_use]
pub fn amount(language: Language, money: Money) -> String {
    number(language, money.digits().as_str())
}

/// An amount with its currency, for example `€ 1.234,50`.
#[must_use]
pub fn money(language: Language, money: Money) -> String {
    let digits = number(language, money.digits().as_str());
    let currency = money.currency();
    let symbol = symbol(language, currency.code());
    let (sign, digits) = digits.strip_prefix('−').map_or(("", &*digits), |rest| ("−", rest));
    match language {
        Language::English | Language::AmericanEnglish
            if symbol.ends_with(|last: char| last.is_alphabetic()) =>
        {
            format!("{sign}{symbol}{NO_BREAK_SPACE}{digits}")
        }
        Language::English | Language::AmericanEnglish => format!("{sign}{symbol}{digits}"),
        Language::Dutch => format!("{symbol}{NO_BREAK_SPACE}{sign}{digits}"),
        Language::German | Language::French => format!("{sign}{digits}{NO_BREAK_SPACE}{symbol}"),
    }
}

/// How much more something costs, with its sign, for example `+€ 1.234,50`.
#[must_use]
pub fn more(language: Language, amount: Money) -> String {
    let sign = if amount.minor() < 0 { "" } else { "+" };
    format!("{sign}{}", money(language, amount))
}

/// The sign of a currency in a language; the code where readers know no sign.
fn symbol(language: Language, code: &str) -> &str {
    match (language, code) {
        (_, "EUR") => "€",
        (Language::English | Language::Dutch, "USD") => "US$",
        (Language::AmericanEnglish | Language::German, "USD") => "$",
        (Language::French, "USD") => "$US",
        (Language::French, "GBP") => "£GB",
        (_, "GBP") => "£",
        (Language::English | Language::Dutch, "JPY") => "JP¥",
        (Language::AmericanEnglish | Language::German, "JPY") => "¥",
        (_, _) => code,
    }
}

/// A whole number, for example `1.250`.
#[must_use]
pub fn count(language: Language, count: u64) -> String {
    number(language, Digits::of(count).as_str())
}

/// A percentage, for example `12,5 %` in German.
#[must_use]
pub fn percent(language: Language, percent: Percent) -> String {
    let digits = percent.digits();
    let digits = number(language, digits.as_str().trim_end_matches('%'));
    match language {
        Language::English | Language::AmericanEnglish | Language::Dutch => format!("{digits}%"),
        Language::German | Language::French => format!("{digits}{NO_BREAK_SPACE}%"),
    }
}

/// A multiplier, for example `1,25`.
#[must_use]
pub fn multiplier(language: Language, multiplier: Multiplier) -> String {
    number(language, multiplier.digits().as_str())
}

/// A share of a year, for example `244/365`, or `2` for whole years: the same in every language.
#[must_use]
pub fn share(share: Share) -> String {
    match share.denominator() {
        1 => share.numerator().to_string(),
        _ => share.to_string(),
    }
}

/// Groups the digits of plain decimal text and writes the marks of a language.
fn number(language: Language, plain: &str) -> String {
    let (thousands, decimal) = marks(language);
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(rest) => ("−", rest),
        None => ("", plain),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let mut written = String::from(sign);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            written.push(thousands);
        }
        written.push(digit);
    }
    if !decimals.is_empty() {
        written.push(decimal);
        written.push_str(decimals);
    }
    written
}

/// The months in the order of the year, with a space between.
const fn months(language: Language) -> [&'static str; 12] {
    match language {
        Language::English | Language::AmericanEnglish => [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        Language::Dutch => [
            "januari",
            "februari",
            "maart",
            "april",
            "mei",
            "juni",
            "juli",
            "augustus",
            "september",
            "oktober",
            "november",
            "december",
        ],
        Language::German => [
            "Januar",
            "Februar",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "September",
            "Oktober",
            "November",
            "Dezember",
        ],
        Language::French => [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ],
    }
}

/// A date, for example `24 november 2026`.
#[must_use]
pub fn date(language: Language, date: Date) -> String {
    let mut written = String::new();
    push_date(language, date, &mut written);
    written
}

/// An hour and a minute of a day, for example `13:05`.
#[must_use]
pub fn time(language: Language, (hour, minute): (u32, u32)) -> String {
    match language {
        Language::AmericanEnglish => {
            let half = if hour < 12 { "AM" } else { "PM" };
            let hour = match hour % 12 {
                0 => 12,
                hour => hour,
            };
            format!("{hour}:{minute:02}{NARROW_NO_BREAK_SPACE}{half}")
        }
        Language::English | Language::Dutch | Language::German | Language::French => {
            format!("{hour:02}:{minute:02}")
        }
    }
}

/// Writes a date behind a text.
pub(super) fn push_date(language: Language, date: Date, to: &mut String) {
    let month = months(language).get(date.month0() as usize).copied().unwrap_or_default();
    let day = Digits::of(date.day().into());
    let year = Digits::of(u64::try_from(date.year()).unwrap_or_default());
    let (day, year) = (day.as_str(), year.as_str());
    let pieces = match (language, date.day()) {
        (Language::AmericanEnglish, _) => [month, " ", day, ", ", year],
        (Language::German, _) => [day, ". ", month, " ", year],
        (Language::French, 1) => [day, "er ", month, " ", year],
        (Language::English | Language::Dutch | Language::French, _) => [day, " ", month, " ", year],
    };
    to.extend(pieces);
}
