//! From the tree to JSON.

use std::fmt::Write as _;

use super::tree::{Node, NodeValue};

/// How many spaces in each value has a line of its own; `None`: all in one line, without a space.
type Indent = Option<usize>;

impl Node<'_> {
    /// The tree as JSON in one line; dates are texts, and what JSON cannot say is null.
    #[must_use]
    pub fn to_json(&self) -> String {
        const BYTES_USUAL: usize = 1_024;
        let mut json = String::with_capacity(BYTES_USUAL);
        self.write(None, &mut json);
        json
    }

    /// The tree as JSON, indented by two spaces, with a line break at its end.
    #[must_use]
    pub fn to_indented_json(&self) -> String {
        let mut json = String::new();
        self.write(Some(0), &mut json);
        json.push('\n');
        json
    }

    fn write(&self, indent: Indent, json: &mut String) {
        // Writing to a String cannot fail.
        match &self.value {
            NodeValue::Text(text) | NodeValue::Typed(text) => quote(text, json),
            NodeValue::Integer(number) => _ = write!(json, "{number}"),
            NodeValue::Boolean(value) => _ = write!(json, "{value}"),
            NodeValue::Date(date) => _ = write!(json, "\"{date}\""),
            NodeValue::List(items) => {
                between(('[', ']'), indent, items, json, Node::write);
            }
            NodeValue::Table(entries) => {
                between(('{', '}'), indent, entries, json, |entry, indent, json| {
                    quote(&entry.key, json);
                    json.push_str(if indent.is_none() { ":" } else { ": " });
                    entry.node.write(indent, json);
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
    indent: Indent,
    items: &[T],
    json: &mut String,
    write: impl Fn(&T, Indent, &mut String),
) {
    let inner = indent.map(|spaces| spaces.saturating_add(2));
    json.push(open);
    for (place, item) in items.iter().enumerate() {
        json.push_str(if place == 0 { "" } else { "," });
        break_line(inner, json);
        write(item, inner, json);
    }
    if !items.is_empty() {
        break_line(indent, json);
    }
    json.push(close);
}

fn break_line(indent: Indent, json: &mut String) {
    if let Some(spaces) = indent {
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
