//! How wide the terminal is.

use std::io::{stderr, stdout};

use terminal_size::{Height, Width, terminal_size_of};

/// Columns of a text that does not go to a terminal.
const WIDTH: usize = 100;
/// A text is not laid out for fewer or for more columns, whatever the terminal says.
const WIDTH_MIN: usize = 40;
const WIDTH_MAX: usize = 200;

/// How many columns a text on standard output may have: those of the terminal, or 100.
pub(super) fn width() -> usize {
    columns(terminal_size_of(stdout()))
}

/// How many columns there are on standard error.
pub(super) fn width_of_errors() -> usize {
    columns(terminal_size_of(stderr()))
}

fn columns(terminal: Option<(Width, Height)>) -> usize {
    let columns = terminal.map_or(WIDTH, |(Width(columns), _)| usize::from(columns));
    columns.clamp(WIDTH_MIN, WIDTH_MAX)
}
