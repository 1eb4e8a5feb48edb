//! How each language writes money, dates and numbers.
//!
//! Source: Unicode CLDR for en-GB, nl, de and fr; a script beside the tests compares every rule
//! with the data that Node's `Intl` carries.

use chrono::Datelike;

use crate::engine::book::Language;
use crate::engine::calendar::Date;
use crate::engine::day_count::Share;
use crate::engine::digits::Digits;
use crate::engine::money::{Currency, Money};
use crate::engine::percent::{Multiplier, Percent};

/// A space that does not break.
pub const NO_BREAK_SPACE: char = '\u{a0}';
/// A narrow space that does not break, which French puts between thousands.
pub const NARROW_NO_BREAK_SPACE: char = '\u{202f}';

/// The marks of numbers in a language.
struct Marks {
    thousands: char,
    decimal: char,
}

const fn marks(language: Language) -> Marks {
    match language {
        Language::English => Marks { thousands: ',', decimal: '.' },
        Language::Dutch | Language::German => Marks { thousands: '.', decimal: ',' },
        Language::French => Marks { thousands: NARROW_NO_BREAK_SPACE, decimal: ',' },
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
    let symbol = symbol(language, money.currency());
    let (sign, digits) = match digits.strip_prefix('−') {
        Some(rest) => ("−", rest.to_owned()),
        None => ("", digits),
    };
    match language {
        Language::English if symbol.ends_with(|last: char| last.is_alphabetic()) => {
            format!("{sign}{symbol}{NO_BREAK_SPACE}{digits}")
        }
        Language::English => format!("{sign}{symbol}{digits}"),
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
fn symbol(language: Language, currency: Currency) -> String {
    let code = currency.code();
    let sign = match (language, code) {
        (_, "EUR") => "€",
        (Language::English | Language::Dutch, "USD") => "US$",
        (Language::German, "USD") => "$",
        (Language::French, "USD") => "$US",
        (Language::English | Language::Dutch | Language::German, "GBP") => "£",
        (Language::French, "GBP") => "£GB",
        (Language::English | Language::Dutch, "JPY") => "JP¥",
        (Language::German, "JPY") => "¥",
        (Language::English | Language::Dutch | Language::German | Language::French, _) => code,
    };
    sign.to_owned()
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
        Language::English | Language::Dutch => format!("{digits}%"),
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
    let marks = marks(language);
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(rest) => ("−", rest),
        None => ("", plain),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let mut written = String::from(sign);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            written.push(marks.thousands);
        }
        written.push(digit);
    }
    if !decimals.is_empty() {
        written.push(marks.decimal);
        written.push_str(decimals);
    }
    written
}

const MONTHS: [(Language, [&str; 12]); 4] = [
    (
        Language::English,
        [
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
    ),
    (
        Language::Dutch,
        [
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
    ),
    (
        Language::German,
        [
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
    ),
    (
        Language::French,
        [
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
    ),
];

/// A date, for example `24 november 2026`.
#[must_use]
pub fn date(language: Language, date: Date) -> String {
    let month = MONTHS
        .iter()
        .find(|(known, _)| *known == language)
        .and_then(|(_, months)| months.get(date.month0() as usize))
        .copied()
        .unwrap_or_default();
    let dot = if language == Language::German { "." } else { "" };
    format!("{}{dot} {month} {}", date.day(), date.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::calendar::parse_iso;

    fn currency(code: &str) -> Currency {
        Currency::from_code(code).expect("a known code")
    }

    /// Source: Unicode CLDR 42 and later, patterns of currencies for en-GB, nl, de and fr.
    #[test]
    fn each_language_writes_money_its_own_way() {
        let euro = Money::from_minor(123_450, currency("EUR"));
        for (language, written) in [
            (Language::English, "€1,234.50"),
            (Language::Dutch, "€\u{a0}1.234,50"),
            (Language::German, "1.234,50\u{a0}€"),
            (Language::French, "1\u{202f}234,50\u{a0}€"),
        ] {
            assert_eq!(money(language, euro), written);
        }
        let dinar = Money::from_minor(1_234_500, currency("KWD"));
        assert_eq!(money(Language::English, dinar), "KWD\u{a0}1,234.500");
        let yen = Money::from_minor(1_234_567, currency("JPY"));
        assert_eq!(money(Language::Dutch, yen), "JP¥\u{a0}1.234.567");
        assert_eq!(amount(Language::English, Money::from_minor(-5, currency("EUR"))), "−0.05");
    }

    #[test]
    fn each_language_writes_dates_and_percentages_its_own_way() {
        let day = parse_iso("2026-03-01").expect("a date");
        let rate = Percent::parse("12.5%").expect("a percentage");
        for (language, written, percentage) in [
            (Language::English, "1 March 2026", "12.5%"),
            (Language::Dutch, "1 maart 2026", "12,5%"),
            (Language::German, "1. März 2026", "12,5\u{a0}%"),
            (Language::French, "1 mars 2026", "12,5\u{a0}%"),
        ] {
            assert_eq!(date(language, day), written);
            assert_eq!(percent(language, rate), percentage);
        }
        assert_eq!(count(Language::Dutch, 1_250), "1.250");
        assert_eq!(
            count(Language::French, u64::MAX),
            "18 446 744 073 709 551 615".replace(' ', "\u{202f}")
        );
    }
}
