//! Values of flags: what they are read to, and what is said of one that is wrong.

use std::net::IpAddr;

use ipnet::IpNet;

use crate::batch::TextEncoding;
use crate::engine::book::Language;
use crate::engine::calendar::{Date, is_in_range, parse_iso};
use crate::engine::money::Currency;
use crate::engine::percent::Percent;
use crate::price_list::names::is_id;
use crate::price_list::uplift::PriceStep;

pub(super) fn date(text: &str) -> Result<Date, String> {
    parse_iso(text).filter(|date| is_in_range(*date)).ok_or_else(|| {
        "write a day that exists, as year-month-day, for example 2026-11-24".to_owned()
    })
}

/// A number of days, for example `14d` or `14`.
#[cfg(feature = "register")]
pub(super) fn days(text: &str) -> Result<u32, String> {
    let number = text.strip_suffix('d').unwrap_or(text);
    number
        .parse()
        .ok()
        .filter(|days| *days <= 36_500)
        .ok_or_else(|| "write a number of days up to 36500, for example 14d".to_owned())
}

/// The head of a log: the number of an event, and the first digits of its hash.
#[cfg(feature = "register")]
pub(super) fn head(text: &str) -> Result<crate::register::LogHead, String> {
    // As it stands in the foot of a document, too.
    let parts = text.split_once(':').or_else(|| text.split_once('·'));
    let is_hash = |hash: &str| {
        (8..=64).contains(&hash.len()) && hash.bytes().all(|one| one.is_ascii_hexdigit())
    };
    parts
        .and_then(|(seq, hash)| {
            let seq = seq.parse().ok().filter(|seq| *seq >= 1)?;
            let hash = hash.to_ascii_lowercase();
            is_hash(&hash).then_some(crate::register::LogHead { seq, hash })
        })
        .ok_or_else(|| {
            "write the number of an event and 8 or more digits of its hash, as `register head` \
             prints them: 4711:9f3c0a1b2c3d4e5f"
                .to_owned()
        })
}

/// An address for mail.
#[cfg(feature = "register")]
pub(super) fn mailbox(text: &str) -> Result<crate::register::Mailbox, String> {
    crate::register::Mailbox::of(None, text)
}

pub(super) fn percent(text: &str) -> Result<Percent, String> {
    Percent::parse(text)
        .map_err(|_| "write a percentage of 0% or more with its sign, for example 4%".to_owned())
}

pub(super) fn book_id(text: &str) -> Result<String, String> {
    let wrong = "use at most 64 letters, digits, hyphens, dots and underscores";
    if is_id(text) { Ok(text.to_owned()) } else { Err(wrong.to_owned()) }
}

/// A step such as `0.50`, or `JPY=100` for one currency.
pub(super) fn price_step(text: &str) -> Result<PriceStep, String> {
    let (currency, step) = match text.split_once('=') {
        Some((code, step)) => {
            let currency = Currency::from_code(code);
            let wrong = || format!("`{code}` is not a currency: write for example JPY=100");
            (Some(currency.ok_or_else(wrong)?), step)
        }
        None => (None, text),
    };
    let is_plain = |part: &str| !part.is_empty() && part.bytes().all(|one| one.is_ascii_digit());
    let parts = step.split_once('.').map_or((step, "0"), |parts| parts);
    if !is_plain(parts.0) || !is_plain(parts.1) || step.bytes().all(|one| b"0.".contains(&one)) {
        return Err("write an amount above 0, for example 0.50 or 5".to_owned());
    }
    Ok(PriceStep { currency, step: step.to_owned() })
}

/// A network, or one address as a network of itself.
pub(super) fn network(text: &str) -> Result<IpNet, String> {
    let one = text.parse::<IpAddr>().map(IpNet::from);
    one.or_else(|_| text.parse()).map_err(|_| {
        "write an address or a network, for example 127.0.0.1 or 10.0.0.0/8".to_owned()
    })
}

pub(super) fn encoding(text: &str) -> Result<TextEncoding, String> {
    TextEncoding::of_label(text).ok_or_else(|| {
        "write a label of the WHATWG's list of encodings, for example windows-1252, iso-8859-2 or \
         utf-16le"
            .to_owned()
    })
}

pub(super) fn language(text: &str) -> Result<Language, String> {
    Language::of_tag(text).ok_or_else(|| "write en, en-US, nl, de or fr".to_owned())
}
