//! Breaking text into lines by the widths of the font.

use crate::document::drawing::{Face, Micrometres};

use super::fonts::{TextError, width_um};

/// More than the roundings of the words of a line can add up to.
pub(super) const ROUNDING_UM: Micrometres = 30;

/// Lines of at most a width; they break at spaces, and inside a word that is wider than a line.
///
/// # Errors
/// A character that the font lacks.
pub(super) fn wrap(
    face: Face,
    size_um: Micrometres,
    text: &str,
    room_um: Micrometres,
) -> Result<Vec<String>, TextError> {
    let space = width_um(face, size_um, " ")?;
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut line_um = 0;
    for word in text.split(' ') {
        let word_um = width_um(face, size_um, word)?;
        // The width of a line is not quite the sum of its words', each of which is rounded.
        if !line.is_empty() && line_um + space + word_um + ROUNDING_UM > room_um {
            lines.push(std::mem::take(&mut line));
            line_um = 0;
        }
        if word_um > room_um {
            let mut parts = broken(face, size_um, word, room_um)?;
            let last = parts.pop().unwrap_or_default();
            lines.append(&mut parts);
            line_um = width_um(face, size_um, &last)?;
            line = last;
            continue;
        }
        if !line.is_empty() {
            line.push(' ');
            line_um += space;
        }
        line.push_str(word);
        line_um += word_um;
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    Ok(lines)
}

/// A word in parts that each fit; a part has one character at least.
fn broken(
    face: Face,
    size_um: Micrometres,
    word: &str,
    room_um: Micrometres,
) -> Result<Vec<String>, TextError> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut part_um = 0;
    let mut buffer = [0; 4];
    for character in word.chars() {
        let character_um = width_um(face, size_um, character.encode_utf8(&mut buffer))?;
        // Widths are rounded each: a micrometre a character is kept in hand.
        if !part.is_empty() && part_um + character_um + 1 > room_um {
            parts.push(std::mem::take(&mut part));
            part_um = 0;
        }
        part.push(character);
        part_um += character_um + 1;
    }
    parts.push(part);
    Ok(parts)
}
