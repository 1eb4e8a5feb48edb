//! How each language writes money, dates and numbers, held against Unicode CLDR.

use std::io::Write;
use std::process::{Command, Stdio};

use reinstate::document::language::{amount, count, date, money, percent, time};
use reinstate::engine::book::Language;
use reinstate::engine::calendar::parse_iso;
use reinstate::engine::money::{Currency, Money};
use reinstate::engine::percent::Percent;
use serde_json::{Value, json};

use crate::support::{project, skipped};

fn samples() -> Vec<Value> {
    let mut samples = Vec::new();
    for (tag, language) in Language::ALL {
        for code in ["EUR", "USD", "GBP", "JPY", "KWD", "CHF", "SEK"] {
            let currency = Currency::from_code(code).expect("a code");
            for minor in [0, 1, 99, 1_234, 123_456, 1_234_567_890] {
                let amount = Money::from_minor(minor, currency);
                samples.push(json!({
                    "language": tag, "kind": "money", "currency": code,
                    "value": amount.to_string(), "written": money(language, amount),
                }));
            }
        }
        for number in [0_u64, 999, 1_000, 12_345, 9_007_199_254_740_991] {
            samples.push(json!({
                "language": tag, "kind": "count", "value": number,
                "written": count(language, number),
            }));
        }
        for (text, value) in [("18%", "0.18"), ("12.5%", "0.125"), ("33.333333%", "0.33333333")] {
            let rate = Percent::parse(text).expect("a percentage");
            samples.push(json!({
                "language": tag, "kind": "percent", "value": value,
                "written": percent(language, rate),
            }));
        }
        for (month, day) in (1..=12).flat_map(|month| [(month, 1), (month, month * 2)]) {
            let text = format!("2026-{month:02}-{day:02}");
            let day = parse_iso(&text).expect("a date");
            samples.push(json!({
                "language": tag, "kind": "date", "value": text, "written": date(language, day),
            }));
        }
    }
    samples
}

#[test]
fn money_dates_and_numbers_are_written_as_cldr_does() {
    let node = Command::new("node")
        .arg(project("tests/language/check.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut node = match node {
        Ok(node) => node,
        Err(error) => {
            skipped(&format!("node cannot be run ({error}); install Node.js 20 or later"));
            return;
        }
    };
    let text = json!({ "samples": samples() }).to_string();
    let mut input = node.stdin.take().expect("an input");
    input.write_all(text.as_bytes()).expect("node reads");
    drop(input);
    let output = node.wait_with_output().expect("node ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

fn currency(code: &str) -> Currency {
    Currency::from_code(code).expect("a known code")
}

/// Source: Unicode CLDR 42 and later, patterns of currencies for en-GB, en-US, nl, de and fr.
#[test]
fn each_language_writes_money_its_own_way() {
    let euro = Money::from_minor(123_450, currency("EUR"));
    for (language, written) in [
        (Language::English, "€1,234.50"),
        (Language::AmericanEnglish, "€1,234.50"),
        (Language::Dutch, "€\u{a0}1.234,50"),
        (Language::German, "1.234,50\u{a0}€"),
        (Language::French, "1\u{202f}234,50\u{a0}€"),
    ] {
        assert_eq!(money(language, euro), written);
    }
    let dollar = Money::from_minor(123_450, currency("USD"));
    assert_eq!(money(Language::AmericanEnglish, dollar), "$1,234.50");
    assert_eq!(money(Language::English, dollar), "US$1,234.50");
    let dinar = Money::from_minor(1_234_500, currency("KWD"));
    assert_eq!(money(Language::English, dinar), "KWD\u{a0}1,234.500");
    let yen = Money::from_minor(1_234_567, currency("JPY"));
    assert_eq!(money(Language::Dutch, yen), "JP¥\u{a0}1.234.567");
    assert_eq!(amount(Language::English, Money::from_minor(-5, currency("EUR"))), "−0.05");
}

/// Source: Unicode CLDR 42 and later, `timeFormats` short.
#[test]
fn each_language_writes_the_time_its_own_way() {
    for (at, american, others) in [
        ((0, 5), "12:05\u{202f}AM", "00:05"),
        ((9, 30), "9:30\u{202f}AM", "09:30"),
        ((12, 0), "12:00\u{202f}PM", "12:00"),
        ((23, 59), "11:59\u{202f}PM", "23:59"),
    ] {
        for (tag, language) in Language::ALL {
            let expected = if tag == "en-US" { american } else { others };
            assert_eq!(time(language, at), expected, "{tag}");
        }
    }
}

#[test]
fn each_language_writes_dates_and_percentages_its_own_way() {
    let day = parse_iso("2026-03-01").expect("a date");
    let rate = Percent::parse("12.5%").expect("a percentage");
    for (language, written, percentage) in [
        (Language::English, "1 March 2026", "12.5%"),
        (Language::AmericanEnglish, "March 1, 2026", "12.5%"),
        (Language::Dutch, "1 maart 2026", "12,5%"),
        (Language::German, "1. März 2026", "12,5\u{a0}%"),
        (Language::French, "1er mars 2026", "12,5\u{a0}%"),
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
