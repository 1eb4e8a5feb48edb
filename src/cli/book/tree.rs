//! A price book's text as JSON: the same keys, with dates as text.

use crate::engine::node::{self, Entry, Format, Node, NodeValue};
use crate::engine::problem::Problems;

/// The JSON of a text that was read as a price book before.
pub(super) fn json(text: &str) -> String {
    let root = node::parse(Format::Toml, text, &mut Problems::none_in("", text));
    let mut json = String::new();
    write(&root, "\n", &mut json);
    json.push('\n');
    json
}

/// `line` is a line break with the space before the lines of a value.
fn write(node: &Node<'_>, line: &str, json: &mut String) {
    let inner = format!("{line}  ");
    match &node.value {
        NodeValue::Text(text) => json.push_str(&quoted(text)),
        NodeValue::Integer(number) => json.push_str(&number.to_string()),
        NodeValue::Boolean(value) => json.push_str(&value.to_string()),
        NodeValue::Date(date) => json.push_str(&quoted(&date.to_string())),
        NodeValue::List(items) => {
            between(('[', ']'), line, items, json, |item, json| write(item, &inner, json));
        }
        NodeValue::Table(entries) => {
            between(('{', '}'), line, entries, json, |Entry { key, node, .. }, json| {
                json.push_str(&quoted(key));
                json.push_str(": ");
                write(node, &inner, json);
            });
        }
        // No price book that was read has one of these.
        NodeValue::HugeInteger | NodeValue::Float | NodeValue::DateTime | NodeValue::Null => {
            json.push_str("null");
        }
    }
}

fn between<T>(
    (open, close): (char, char),
    line: &str,
    items: &[T],
    json: &mut String,
    mut write: impl FnMut(&T, &mut String),
) {
    json.push(open);
    for (place, item) in items.iter().enumerate() {
        json.push_str(if place == 0 { "" } else { "," });
        json.push_str(line);
        json.push_str("  ");
        write(item, json);
    }
    if !items.is_empty() {
        json.push_str(line);
    }
    json.push(close);
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
