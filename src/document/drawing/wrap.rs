//! Breaking text into lines, by whatever measures it: the widths of a font, or the columns of a
//! terminal.

use std::convert::Infallible;
use std::ops::Add;

use unicode_width::UnicodeWidthStr;

use super::fonts::{TextError, width_um};
use super::shape::{Face, Micrometres};

/// More than the roundings of the words of a line can add up to, in micrometres.
pub const ROUNDING_UM: Micrometres = 30;

/// What becomes of a word that is wider than a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LongWord {
    /// It continues on the next line.
    Broken,
    /// It runs past the end of its line, so that it can be copied.
    Whole,
}

/// Lines of at most a width in a face; a word that is wider is broken.
///
/// # Errors
/// A character that the font lacks.
pub fn in_face(
    face: Face,
    size_um: Micrometres,
    text: &str,
    room_um: Micrometres,
) -> Result<Vec<&str>, TextError> {
    measured(text, room_um, |part| width_um(face, size_um, part))
}

/// Lines of at most a width, by what measures them; a word that is wider is broken.
pub(in crate::document) fn measured<Unmeasured>(
    text: &str,
    room_um: Micrometres,
    width: impl Fn(&str) -> Result<Micrometres, Unmeasured>,
) -> Result<Vec<&str>, Unmeasured> {
    wrapped(text, (room_um, ROUNDING_UM), LongWord::Broken, width)
}

/// A text of at most a width in a face: cut off with an ellipsis where it is wider. At least the
/// ellipsis is left.
///
/// # Errors
/// A character that the font lacks.
pub fn cut(
    face: Face,
    size_um: Micrometres,
    text: &str,
    room_um: Micrometres,
) -> Result<String, TextError> {
    cut_measured(text, room_um, |part| width_um(face, size_um, part))
}

/// The same, by what measures it.
pub(in crate::document) fn cut_measured<Unmeasured>(
    text: &str,
    room_um: Micrometres,
    width: impl Fn(&str) -> Result<Micrometres, Unmeasured>,
) -> Result<String, Unmeasured> {
    if width(text)? <= room_um {
        return Ok(text.to_owned());
    }
    let room_um = room_um - width("…")? - ROUNDING_UM;
    let mut kept_um = 0;
    let mut end = 0;
    for (at, character) in text.char_indices() {
        let until = at + character.len_utf8();
        kept_um += width(&text[at..until])?;
        if kept_um > room_um {
            break;
        }
        end = until;
    }
    Ok(format!("{}…", text[..end].trim_end()))
}

/// Lines of at most so many columns of a terminal.
#[must_use]
pub fn in_columns(text: &str, room: usize, long_word: LongWord) -> Vec<&str> {
    let width = |part: &str| Ok::<_, Infallible>(part.width());
    let Ok(lines) = wrapped(text, (room, 0), long_word, width);
    lines
}

/// Lines that break at spaces; spaces at the beginning of a line are left out.
///
/// `in_hand` is left free at the end of a line, whose width is not quite the sum of the widths of
/// its words.
fn wrapped<Width: Copy + Ord + Add<Output = Width>, Unmeasured>(
    text: &str,
    (room, in_hand): (Width, Width),
    long_word: LongWord,
    width: impl Fn(&str) -> Result<Width, Unmeasured>,
) -> Result<Vec<&str>, Unmeasured> {
    let space = width(" ")?;
    let mut lines = Vec::new();
    // The line so far, as places in the text, and its width.
    let (mut from, mut until, mut line) = (0, 0, space);
    let mut at = 0;
    for word in text.split(' ') {
        let (mut begin, end) = (at, at + word.len());
        at = end + 1;
        let mut wide = width(word)?;
        if from < until && line + space + wide + in_hand <= room {
            (until, line) = (end, line + space + wide);
            continue;
        }
        if from < until {
            lines.push(&text[from..until]);
        }
        if wide > room && long_word == LongWord::Broken {
            while let Some(next) = too_far(&text[begin..end], room, &width)? {
                lines.push(&text[begin..begin + next]);
                begin += next;
            }
            wide = width(&text[begin..end])?;
        }
        (from, until, line) = (begin, end, wide);
    }
    if from < until || lines.is_empty() {
        lines.push(&text[from..until]);
    }
    Ok(lines)
}

/// Where the first character that does not fit begins; the first of the word always fits.
fn too_far<Width: Ord, Unmeasured>(
    word: &str,
    room: Width,
    width: impl Fn(&str) -> Result<Width, Unmeasured>,
) -> Result<Option<usize>, Unmeasured> {
    for (at, character) in word.char_indices().skip(1) {
        if width(&word[..at + character.len_utf8()])? > room {
            return Ok(Some(at));
        }
    }
    Ok(None)
}
