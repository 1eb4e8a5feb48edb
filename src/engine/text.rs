//! Text from outside in messages, and the words of messages.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Text from outside, safe to stand in a message: cut, and without control characters.
#[must_use]
pub fn for_message(text: &str) -> String {
    const LENGTH_MAX: usize = 60;
    let mut safe: String = text
        .chars()
        .take(LENGTH_MAX)
        .map(|character| if is_unsafe(character) { '\u{fffd}' } else { character })
        .collect();
    if text.chars().nth(LENGTH_MAX).is_some() {
        safe.push('…');
    }
    safe
}

/// Whether a character may not stand in a name: it shows nothing by itself, turns the direction of
/// writing, or means what its user says it means. Such characters can hide what a document says.
///
/// These are the control, format, private-use and separator characters of Unicode, and the few
/// letters and marks that are drawn as nothing. Source: Unicode 16, general categories `Cc`, `Cf`,
/// `Co`, `Zl`, `Zp`, and `Default_Ignorable_Code_Point`.
#[must_use]
pub fn is_unsafe(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_control();
    }
    let is_special = matches!(
        character.general_category(),
        GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::PrivateUse
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator
    );
    is_special
        || matches!(
            character,
            '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}' | '\u{ffa0}'
        )
}

/// The known word nearest to a given one, if it is near enough to be a slip.
#[must_use]
pub fn nearest<'known>(
    given: &str,
    known: impl IntoIterator<Item = &'known str>,
) -> Option<&'known str> {
    if given.len() > 200 {
        return None;
    }
    let lower = given.to_lowercase();
    let length = lower.chars().count();
    known
        .into_iter()
        .filter_map(|candidate| {
            let other = candidate.to_lowercase();
            let other_length = other.chars().count();
            // A third of the letters may differ, and always one; at least as many do as one of
            // the two is longer.
            let most = length.max(other_length).checked_div(3).unwrap_or(0).max(1);
            if length.abs_diff(other_length) > most {
                return None;
            }
            let distance = strsim::damerau_levenshtein(&lower, &other);
            (distance <= most).then_some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// The words of a list, for a hint: `a, b or c`.
#[must_use]
pub fn one_of<'word>(words: impl IntoIterator<Item = &'word str>) -> String {
    let words: Vec<&str> = words.into_iter().collect();
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}

/// Texts one after the other, with something between them.
#[must_use]
pub fn joined(texts: impl Iterator<Item = String>, between: &str) -> String {
    texts.collect::<Vec<_>>().join(between)
}
