//! Numbers as a person writes them in the language of the page, made what a request has: digits,
//! and a point before decimals. What could be two numbers stays as it is, and is refused there.

use crate::engine::book::Language;

/// Decimals of zeros that say nothing of a count; three could be thousands.
const THOUSAND_DIGITS: usize = 3;

/// A whole number: `1.250` in Dutch and German, `1 250` in French, `1,250` in English, and with
/// decimals that are zeros. `None` where it is digits already, or could be something else.
pub(super) fn count(text: &str, language: Language) -> Option<String> {
    let (whole, decimals) = split(text, language)?;
    let says_nothing = decimals.len() != THOUSAND_DIGITS && decimals.bytes().all(|one| one == b'0');
    says_nothing.then_some(whole)
}

/// An amount in a currency of so many decimals, as [`count`] reads it. Where a currency has three,
/// its amounts are taken as a request has them alone.
pub(super) fn amount(text: &str, language: Language, decimals: u8) -> Option<String> {
    if usize::from(decimals) >= THOUSAND_DIGITS || is_plain(text) {
        return None;
    }
    let (whole, decimals) = split(text, language)?;
    match decimals.len() {
        0 => Some(whole),
        THOUSAND_DIGITS => None,
        _ => Some(format!("{whole}.{decimals}")),
    }
}

/// A percentage: `21`, `21%`, `8,25 %`. A bare number of less than 1 could be a share, and stays.
pub(super) fn percent(text: &str) -> Option<String> {
    let bare = text.strip_suffix('%').unwrap_or(text).trim_end();
    let number = if bare.contains('.') { bare.to_owned() } else { bare.replacen(',', ".", 1) };
    let is_share = bare.len() == text.len() && number.starts_with("0.");
    (!is_share && is_number(&number)).then(|| format!("{number}%"))
}

/// Whether a text is digits with one mark before three of them: decimals in one language and
/// thousands in another.
pub(super) fn is_one_separator(text: &str) -> bool {
    let is_mark = |one: char| matches!(one, '.' | ',');
    let Some((whole, rest)) = text.split_once(is_mark) else { return false };
    is_digits(whole) && rest.len() == THOUSAND_DIGITS && is_digits(rest)
}

/// What stands before the decimals, without what sets thousands apart, and the decimals.
fn split(text: &str, language: Language) -> Option<(String, &str)> {
    let (mark, thousands) = match language {
        Language::English | Language::AmericanEnglish => ('.', ','),
        Language::Dutch | Language::German => (',', '.'),
        // French sets thousands apart by a space alone.
        Language::French => (',', ' '),
    };
    let (whole, decimals) = match text.rsplit_once(mark) {
        Some((_, decimals)) if !is_digits(decimals) => return None,
        Some((whole, decimals)) => (whole, decimals),
        None => (text, ""),
    };
    let whole = whole.replace(is_gap, " ");
    let set_apart = [thousands, ' '].into_iter().find(|one| whole.contains(*one));
    let Some(set_apart) = set_apart else {
        return is_digits(&whole).then_some((whole, decimals));
    };
    let mut groups = whole.split(set_apart);
    let first = groups.next().unwrap_or_default();
    let is_first = matches!(first.len(), 1..=THOUSAND_DIGITS) && is_digits(first);
    let are_groups = groups.all(|group| group.len() == THOUSAND_DIGITS && is_digits(group));
    (is_first && are_groups).then(|| (whole.replace(set_apart, ""), decimals))
}

/// A space, also one that does not break, or an apostrophe.
const fn is_gap(mark: char) -> bool {
    matches!(mark, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '\u{2019}')
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|one| one.is_ascii_digit())
}

fn is_number(text: &str) -> bool {
    match text.split_once('.') {
        Some((whole, decimals)) => is_digits(whole) && is_digits(decimals),
        None => is_digits(text),
    }
}

/// An amount as a request has it, whose decimals could not be thousands.
fn is_plain(text: &str) -> bool {
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    is_number(text) && decimals != THOUSAND_DIGITS
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{AmericanEnglish, Dutch, English, French, German};

    #[test]
    fn a_count_is_read_as_its_language_writes_it() {
        for (language, text, expected) in [
            (Dutch, "1.250", Some("1250")),
            (Dutch, "1.250.000", Some("1250000")),
            (Dutch, "1.250,00", Some("1250")),
            (German, "1.250", Some("1250")),
            (German, "1 250", Some("1250")),
            (German, "1'250", Some("1250")),
            (French, "1\u{202f}250", Some("1250")),
            (French, "1 250,0", Some("1250")),
            (English, "1,250", Some("1250")),
            (AmericanEnglish, "12,345,678.00", Some("12345678")),
            (English, "100.0", Some("100")),
            (English, "500", Some("500")),
            // A point before three digits is a decimal one in English, and never written in French.
            (English, "1.250", None),
            (English, "1.000", None),
            (French, "1.250", None),
            (Dutch, "1,250", None),
            (Dutch, "1,000", None),
            (Dutch, "1.25", None),
            (Dutch, "12.50", None),
            (English, "5,5", None),
            (English, "1,2500", None),
            (English, "1,250 000", None),
            (English, "100.5", None),
            (English, ",250", None),
            (English, "1250.", None),
            (English, "-1,250", None),
            (English, "1 2 3", None),
            (English, "ten", None),
            (English, "", None),
        ] {
            assert_eq!(count(text, language).as_deref(), expected, "{language:?} {text}");
        }
    }

    #[test]
    fn what_was_read_reads_the_same_in_every_language() {
        for (language, text, expected) in [
            (Dutch, "1.250.000,50", "1250000.50"),
            (German, "1.250", "1250"),
            (French, "1 250,5", "1250.5"),
            (English, "1,250.50", "1250.50"),
            (AmericanEnglish, "1,250", "1250"),
        ] {
            let read = amount(text, language, 2).expect("an amount");
            assert_eq!(read, expected);
            for (_, other) in Language::ALL {
                assert_eq!(amount(&read, other, 2), None, "{read} is left alone");
            }
        }
        assert_eq!(amount("1.250", English, 2), None, "1,250 or 1.25");
        assert_eq!(amount("1,250", Dutch, 2), None, "1.250 or 1,25");
        assert_eq!(amount("1.250", Dutch, 3), None, "Kuwait has thousandths");
    }

    #[test]
    fn a_percentage_has_its_sign_put_behind_it() {
        for (text, expected) in [
            ("21", Some("21%")),
            ("21%", Some("21%")),
            ("8,25 %", Some("8.25%")),
            ("8.25", Some("8.25%")),
            ("0", Some("0%")),
            ("0,5%", Some("0.5%")),
            ("0.21", None),
            ("0,21", None),
            ("1.000,5", None),
            ("a", None),
            ("%", None),
            ("", None),
        ] {
            assert_eq!(percent(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn one_separator_could_mean_two_numbers() {
        for text in ["1.250", "12,000"] {
            assert!(is_one_separator(text), "{text}");
        }
        for text in ["1250", "1.25", "1.250.000", "1,2a0", ".250", "5,5"] {
            assert!(!is_one_separator(text), "{text}");
        }
    }
}
