//! Text from outside in messages, and the words of messages.

use std::borrow::Cow;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::joiners::{self, JOINER, NON_JOINER};

/// Text from outside, safe to stand in a message: cut, and without control characters.
#[must_use]
pub fn for_message(text: &str) -> String {
    const LENGTH_MAX: usize = 60;
    let cut = text.char_indices().nth(LENGTH_MAX).and_then(|(at, _)| text.get(..at));
    match cut {
        None => without_unsafe(text).into_owned(),
        Some(cut) => format!("{}…", without_unsafe(cut)),
    }
}

/// A text with each character that may not stand where it does replaced by U+FFFD.
#[must_use]
pub fn without_unsafe(text: &str) -> Cow<'_, str> {
    let mut replaced = unsafe_in(text).map(|(at, _)| at).peekable();
    if replaced.peek().is_none() {
        return Cow::Borrowed(text);
    }
    let shown = text.char_indices().map(|(at, character)| {
        if replaced.next_if_eq(&at).is_some() { '\u{fffd}' } else { character }
    });
    Cow::Owned(shown.collect())
}

/// The characters of a text that may not stand where they do, with their places in bytes.
///
/// They are those of [`is_unsafe`], but for U+200C and U+200D where Arabic, Persian and the scripts
/// of India are written with them: there they belong to the spelling, and so hide nothing.
pub fn unsafe_in(text: &str) -> impl Iterator<Item = (usize, char)> {
    text.char_indices().filter(|&(at, character)| {
        let is_joiner = matches!(character, NON_JOINER | JOINER);
        is_unsafe(character) && !(is_joiner && joiners::is_in_place(text, at))
    })
}

/// Whether a text has a character that may not stand where it does; see [`unsafe_in`].
#[must_use]
pub fn has_unsafe(text: &str) -> bool {
    unsafe_in(text).next().is_some()
}

/// Whether a character by itself may not stand in a name: it shows nothing, turns the direction of
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
