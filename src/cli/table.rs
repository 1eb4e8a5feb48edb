//! Columns of plain text.

use unicode_width::UnicodeWidthStr;

use crate::document::drawing::wrap::{self, LongWord};

/// A column: its head, and on which side its cells begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextColumn<'a> {
    head: &'a str,
    align: CellAlign,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CellAlign {
    Left,
    Right,
}

impl<'a> TextColumn<'a> {
    /// Of text, from the left.
    pub(super) const fn text(head: &'a str) -> Self {
        Self { head, align: CellAlign::Left }
    }

    /// Of numbers, from the right.
    pub(super) const fn number(head: &'a str) -> Self {
        Self { head, align: CellAlign::Right }
    }
}

/// Rows under their heads, each column as wide as its widest cell.
pub(super) fn table(indent: &str, columns: &[TextColumn<'_>], rows: &[Vec<String>]) -> String {
    let width = |(place, column): (usize, &TextColumn<'_>)| {
        let cells = rows.iter().filter_map(|row| row.get(place));
        cells.map(|cell| cell.width()).max().unwrap_or(0).max(column.head.width())
    };
    let widths: Vec<usize> = columns.iter().enumerate().map(width).collect();
    let head: Vec<String> = columns.iter().map(|column| column.head.to_owned()).collect();
    let mut text = String::new();
    for row in std::iter::once(&head).chain(rows) {
        let cells = row.iter().zip(columns).zip(&widths).map(|((cell, column), width)| {
            let space = " ".repeat(width.saturating_sub(cell.width()));
            match column.align {
                CellAlign::Left => format!("{cell}{space}"),
                CellAlign::Right => format!("{space}{cell}"),
            }
        });
        text.push_str(indent);
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// A text in lines of a width, the later ones with an indent; what the first one stands behind is
/// as wide.
pub(super) fn wrapped(text: &str, width: usize, indent: &str) -> String {
    let room = width.saturating_sub(indent.width());
    let lines = wrap::in_columns(text.trim_start(), room, LongWord::Whole);
    format!("{}\n", lines.join(&format!("\n{indent}")))
}
