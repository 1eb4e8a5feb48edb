//! Columns of plain text.

use unicode_width::UnicodeWidthStr;

use crate::document::drawing::wrap::{self, LongWord};
use crate::document::text::{Side, aligned};

/// Rows under their heads, each column as wide as its widest cell.
pub(super) fn table(indent: &str, columns: &[(&str, Side)], rows: &[Vec<String>]) -> String {
    let heads: Vec<String> = columns.iter().map(|(head, _)| (*head).to_owned()).collect();
    let rows = std::iter::once(&heads).chain(rows).map(Vec::as_slice);
    let lines = aligned(rows, |place| columns.get(place).map_or(Side::Left, |(_, side)| *side));
    lines.iter().map(|line| format!("{indent}{}\n", line.trim_end())).collect()
}

/// A text in lines of a width, the later ones with an indent; what the first one stands behind is
/// as wide.
pub(super) fn wrapped(text: &str, width: usize, indent: &str) -> String {
    let room = width.saturating_sub(indent.width());
    let lines = wrap::in_columns(text.trim_start(), room, LongWord::Whole);
    format!("{}\n", lines.join(&format!("\n{indent}")))
}
