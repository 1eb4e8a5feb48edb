//! Text from outside, without what could steer a terminal.

use crate::engine::node::without_unsafe;

/// Text of one line that may hold text from outside, with what could steer a terminal replaced.
pub(super) fn safe(text: &str) -> String {
    without_unsafe(text).into_owned()
}

/// The same for a text of several lines.
pub(super) fn safe_lines(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(without_unsafe).collect();
    lines.join("\n")
}
