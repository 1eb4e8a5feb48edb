//! Cells and rows of CSV as bytes, read and written.

use std::io::Read;

use memchr::memchr3;

use crate::engine::digits::Digits;
use crate::engine::text::for_message;

/// What ends a row.
pub(crate) const LINE_END: u8 = b'\n';

/// Whether a cell is quoted: it has any delimiter that a program may take for one, whichever the
/// file has, a quote or an end of a line.
fn is_quoted(cell: &[u8]) -> bool {
    memchr3(b',', b';', b'"', cell).is_some() || memchr3(b'\t', b'\n', b'\r', cell).is_some()
}

/// A text as a cell: quoted where it has to be, and marked where a spreadsheet could run it.
pub(crate) fn push_cell(out: &mut Vec<u8>, cell: &[u8]) {
    let is_quoted = is_quoted(cell);
    if is_quoted {
        out.push(b'"');
    }
    if is_active(cell) {
        out.push(GUARD);
    }
    if !is_quoted {
        return out.extend_from_slice(cell);
    }
    for piece in cell.split_inclusive(|byte| *byte == b'"') {
        out.extend_from_slice(piece);
        if piece.ends_with(b"\"") {
            out.push(b'"');
        }
    }
    out.push(b'"');
}

/// A text as a cell of an output, with the comma behind it.
pub(crate) fn push_text(out: &mut Vec<u8>, text: impl AsRef<[u8]>) {
    push_cell(out, text.as_ref());
    out.push(b',');
}

/// An id of a price book, or a code, as a cell with the comma behind it: letters, digits, hyphens,
/// dots and underscores, none of which is quoted for.
pub(crate) fn push_id(out: &mut Vec<u8>, id: &str) {
    push_words(out, std::iter::once(id));
}

/// Several of them in one cell, parted by spaces, with the comma behind it.
pub(crate) fn push_words<'a>(out: &mut Vec<u8>, words: impl Iterator<Item = &'a str>) {
    for (place, word) in words.enumerate() {
        if place > 0 {
            out.push(b' ');
        } else if is_active(word.as_bytes()) {
            out.push(GUARD);
        }
        out.extend_from_slice(word.as_bytes());
    }
    out.push(b',');
}

/// A whole number, an amount or a date, with the comma behind it: none of them has to be quoted.
#[inline]
pub(crate) fn push_digits(out: &mut Vec<u8>, digits: Digits) {
    let Some((cell, length)) = digits.with_behind(b',') else {
        out.extend_from_slice(digits.as_bytes());
        return out.push(b',');
    };
    // A copy of a fixed size is two moves, one of any size is a call; what is too much is cut off.
    let end = out.len() + length;
    out.extend_from_slice(&cell);
    out.truncate(end);
}

/// Ends a row: the comma behind its last cell becomes its end.
pub(crate) fn end_row(out: &mut Vec<u8>) {
    out.pop();
    out.push(LINE_END);
}

/// Whether a cell holds nothing, or nothing but spaces.
pub(crate) fn is_blank(cell: &[u8]) -> bool {
    cell.is_empty() || std::str::from_utf8(cell).is_ok_and(|text| text.trim().is_empty())
}

/// Whether quotes around a cell mean something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quotes {
    /// They enclose a cell.
    Read,
    /// They are text.
    Text,
}

/// A reader of records, with no header and no fixed number of cells.
pub(crate) fn reader<R: Read>(bytes: R, delimiter: u8, quotes: Quotes) -> csv::Reader<R> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .quoting(quotes == Quotes::Read)
        .buffer_capacity(BUFFER_BYTES)
        .from_reader(bytes)
}

const BUFFER_BYTES: usize = 64 * 1024;

/// Whether a spreadsheet could take a cell for more than text: by its first character, of which
/// `＝` `＋` `－` `＠` are the wide forms of East Asian text.
///
/// Source: OWASP, CSV injection.
fn is_active(cell: &[u8]) -> bool {
    matches!(
        cell,
        [b'=' | b'+' | b'-' | b'@' | 0x7f | ..b' ', ..]
            | [0xef, 0xbc, 0x9d | 0x8b | 0x8d | 0xa0, ..]
    )
}

/// The mark that is written before a cell that a spreadsheet could run, and not read with it.
pub(crate) const GUARD: u8 = b'\'';

/// What a cell of a formula holds that was never worked out. Nothing would be taken for not given.
pub(crate) const NO_RESULT: &str = "#FORMULA!";

/// What a cell begins with that holds a number which a sheet shows in another way than as its
/// digits: the number follows, this again, and the format of the cell. No text begins so.
pub(crate) const NOT_AS_SHOWN: u8 = 0;

/// The number of such a cell and its format; none where it has more digits than a sheet keeps.
pub(crate) fn not_as_shown(cell: &[u8]) -> Option<(&[u8], &[u8])> {
    let rest = cell.strip_prefix(&[NOT_AS_SHOWN])?;
    let end = rest.iter().position(|byte| *byte == NOT_AS_SHOWN)?;
    Some((rest.get(..end)?, rest.get(end + 1..)?))
}

/// What a spreadsheet shows and exports where a formula has no result: no name of anything.
const ERRORS: [&str; 7] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];

/// What is wrong with a cell in which a formula has no value: a code, and what follows the name of
/// the column.
pub(crate) fn error_of_sheet(cell: &str) -> Option<(&'static str, String)> {
    if cell == NO_RESULT {
        let reason = " is a formula without its result: open the workbook in a spreadsheet and \
                      save it, or write the value";
        return Some(("formula-without-result", reason.to_owned()));
    }
    let is_error = ERRORS.contains(&cell);
    is_error.then(|| ("spreadsheet-error", format!(": `{cell}` is an error of a spreadsheet")))
}

/// What is wrong with a number that a sheet shows in another way than as its digits: a code, and
/// what follows the name of the column.
pub(crate) fn number_fault(cell: &[u8]) -> (&'static str, String) {
    let (number, format) = not_as_shown(cell).unwrap_or_default();
    let (number, format) = (String::from_utf8_lossy(number), String::from_utf8_lossy(format));
    let reason = if format.is_empty() {
        format!(
            ": {number} is a number, of which a spreadsheet keeps 15 digits: format the column as \
             text, and type it again"
        )
    } else {
        format!(
            ": {number} is a number with the format `{}`, and shown in another way: give it the \
             format General, or zeros alone such as 00000, or make it a text",
            for_message(&format)
        )
    };
    ("number-not-as-shown", reason)
}

/// A cell without the mark that an earlier run put before it.
pub(crate) fn without_guard(cell: &[u8]) -> &[u8] {
    match cell {
        [GUARD, rest @ ..] if is_active(rest) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_in_one_cell() {
        for (words, written) in [
            (&[][..], ","),
            (&["priority"], "priority,"),
            (&["sample-prices", "no-refund"], "sample-prices no-refund,"),
            // An id may begin with a hyphen, as a formula may.
            (&["-1", "-2"], "'-1 -2,"),
        ] {
            let mut out = Vec::new();
            push_words(&mut out, words.iter().copied());
            assert_eq!(out, written.as_bytes(), "{written}");
        }
    }

    #[test]
    fn digits_of_any_length_are_written_whole() {
        let mut out = Vec::new();
        let mut written = String::new();
        for length in 1..=20 {
            let number: u64 = "98765432109876543210"[20 - length..].parse().unwrap_or(u64::MAX);
            push_digits(&mut out, Digits::of(number));
            written.extend([&number.to_string(), ","]);
        }
        assert_eq!(String::from_utf8(out).expect("ASCII"), written);
    }

    #[test]
    fn a_cell_is_text_to_a_spreadsheet() {
        for (cell, written) in [
            ("Noordzee", "Noordzee"),
            ("A, B", "\"A, B\""),
            ("19\" rack", "\"19\"\" rack\""),
            ("=1+1", "'=1+1"),
            ("-5", "'-5"),
            ("@SUM(A1;B1)", "\"'@SUM(A1;B1)\""),
            ("\tx", "\"'\tx\""),
            ("\u{ff1d}1+1", "'\u{ff1d}1+1"),
            ("\u{ff0b}1", "'\u{ff0b}1"),
            ("\u{ff0d}1", "'\u{ff0d}1"),
            ("\u{ff20}SUM", "'\u{ff20}SUM"),
            ("\u{ff0c}", "\u{ff0c}"),
            ("\u{ff21}", "\u{ff21}"),
            ("a\r\nb", "\"a\r\nb\""),
            ("\"", "\"\"\"\""),
            ("", ""),
        ] {
            let mut out = Vec::new();
            push_cell(&mut out, cell.as_bytes());
            assert_eq!(out, written.as_bytes(), "{written}");
        }
    }
}
