//! The language of the page: by choice, else by what the browser asks for.

use crate::engine::book::Language;

/// Weights of the header have at most three decimals (RFC 9110, section 12.4.2).
const WEIGHT_WHOLE: u32 = 1_000;

/// The language of the page: the one chosen, else the best of `Accept-Language` that the page has,
/// else English.
///
/// Own code, because the library for it compares weights as floats, and `q=NaN` makes its sort
/// panic.
pub(in crate::web) fn language(chosen: Option<&str>, accepted: Option<&str>) -> Language {
    if let Some(language) = chosen.and_then(Language::of_tag) {
        return language;
    }
    let mut best: Option<(u32, Language)> = None;
    for part in accepted.unwrap_or_default().split(',') {
        let (tag, parameters) = part.split_once(';').unwrap_or((part, ""));
        let weight = weight(parameters);
        let Some(language) = Language::of_tag(tag).filter(|_| weight > 0) else { continue };
        // Of equal weights the first one counts.
        if best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, language));
        }
    }
    best.map_or(Language::English, |(_, language)| language)
}

/// `q=0.8` in thousandths; 0 where it cannot be read.
fn weight(parameters: &str) -> u32 {
    let Some(text) =
        parameters.trim().strip_prefix(['q', 'Q']).and_then(|rest| rest.strip_prefix('='))
    else {
        return WEIGHT_WHOLE;
    };
    let (whole, decimals) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let thousandths: String = decimals.chars().chain("000".chars()).take(3).collect();
    match (whole, thousandths.parse::<u32>()) {
        ("0", Ok(thousandths)) if decimals.len() <= 3 => thousandths,
        ("1", Ok(0)) => WEIGHT_WHOLE,
        (_, _) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choice_goes_before_the_browser_and_the_heaviest_before_the_first() {
        let accepted = |header| language(None, Some(header));
        assert_eq!(language(Some("fr"), Some("nl")), Language::French);
        assert_eq!(language(Some("nl-BE"), Some("fr")), Language::Dutch);
        assert_eq!(language(Some("xx"), Some("nl")), Language::Dutch);
        assert_eq!(language(None, None), Language::English);
        assert_eq!(accepted("nl-NL,nl;q=0.9,en;q=0.8"), Language::Dutch);
        assert_eq!(accepted("en;q=0.1, de-AT;q=0.25"), Language::German);
        assert_eq!(accepted("ja, fr;q=0.5"), Language::French);
        assert_eq!(accepted("DE-at ; Q=0.5, en;q=0.4"), Language::German);
        assert_eq!(accepted("nl;q=0, *"), Language::English);
        assert_eq!(accepted("nl;q=NaN, de;q=inf, fr;q=1.001, en;q=-1"), Language::English);
        assert_eq!(accepted(";;;,,,q=,nl;q=0.0019"), Language::English);
    }
}
