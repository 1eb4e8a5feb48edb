//! Text from outside, without what could steer a terminal.

use crate::engine::node::is_unsafe;

/// Text of one line that may hold text from outside, with what could steer a terminal replaced.
pub(super) fn safe(text: &str) -> String {
    text.chars().map(|one| if is_unsafe(one) { '\u{fffd}' } else { one }).collect()
}

/// The same for a text of several lines.
pub(super) fn safe_lines(text: &str) -> String {
    let keep = |one: char| one == '\n' || !is_unsafe(one);
    text.chars().map(|one| if keep(one) { one } else { '\u{fffd}' }).collect()
}
