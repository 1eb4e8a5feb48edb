//! From the tree to JSON.

use std::fmt::Write as _;

use super::tree::{Node, NodeValue};

/// How JSON is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// All in one line, without a space.
    Compact,
    /// A line for each value, this many spaces in.
    Indented(usize),
}

impl Node<'_> {
    /// The tree as JSON in one line; dates are texts, and what JSON cannot say is null.
    #[must_use]
    pub fn to_json(&self) -> String {
        const BYTES_USUAL: usize = 1_024;
        let mut json = String::with_capacity(BYTES_USUAL);
        self.write(Layout::Compact, &mut json);
        json
    }

    /// The tree as JSON, indented by two spaces, with a line break at its end.
    #[must_use]
    pub fn to_indented_json(&self) -> String {
        let mut json = String::new();
        self.write(Layout::Indented(0), &mut json);
        json.push('\n');
        json
    }

    fn write(&self, layout: Layout, json: &mut String) {
        // Writing to a String cannot fail.
        match &self.value {
            NodeValue::Text(text) | NodeValue::Typed(text) => quote(text, json),
            NodeValue::Integer(number) => _ = write!(json, "{number}"),
            NodeValue::Boolean(value) => _ = write!(json, "{value}"),
            NodeValue::Date(date) => _ = write!(json, "\"{date}\""),
            NodeValue::List(items) => {
                between(('[', ']'), layout, items, json, |item, layout, json| {
                    item.write(layout, json);
                });
            }
            NodeValue::Table(entries) => {
                between(('{', '}'), layout, entries, json, |entry, layout, json| {
                    quote(&entry.key, json);
                    json.push_str(if layout == Layout::Compact { ":" } else { ": " });
                    entry.node.write(layout, json);
                });
            }
            NodeValue::HugeInteger | NodeValue::Float | NodeValue::DateTime | NodeValue::Null => {
                json.push_str("null");
            }
        }
    }
}

fn between<T>(
    (open, close): (char, char),
    layout: Layout,
    items: &[T],
    json: &mut String,
    write: impl Fn(&T, Layout, &mut String),
) {
    let inner = match layout {
        Layout::Compact => Layout::Compact,
        Layout::Indented(spaces) => Layout::Indented(spaces.saturating_add(2)),
    };
    json.push(open);
    for (place, item) in items.iter().enumerate() {
        json.push_str(if place == 0 { "" } else { "," });
        break_line(inner, json);
        write(item, inner, json);
    }
    if !items.is_empty() {
        break_line(layout, json);
    }
    json.push(close);
}

fn break_line(layout: Layout, json: &mut String) {
    if let Layout::Indented(spaces) = layout {
        _ = write!(json, "\n{:spaces$}", "");
    }
}

/// A text in quotes, by RFC 8259, section 7.
fn quote(text: &str, json: &mut String) {
    json.push('"');
    let mut plain = 0;
    for (place, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0x08 => "\\b",
            0x0c => "\\f",
            0..0x20 => "\\u00",
            _ => continue,
        };
        json.push_str(text.get(plain..place).unwrap_or_default());
        json.push_str(escape);
        if escape.len() == 4 {
            _ = write!(json, "{byte:02x}");
        }
        plain = place.saturating_add(1);
    }
    json.push_str(text.get(plain..).unwrap_or_default());
    json.push('"');
}
