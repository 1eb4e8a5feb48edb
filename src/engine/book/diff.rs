//! What changed between two versions of a price book, key by key.

use std::collections::BTreeMap;

use crate::engine::node::{self, Entry, Format, Node, NodeValue};
use crate::engine::problem::Problems;

/// A key whose value differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The key, with ids in place of numbers: `product_line.netscaler-vpx.edition.premium.srp.EUR`.
    pub path: String,
    /// The value in the old version; `None` where the key is new.
    pub old: Option<String>,
    /// The value in the new version; `None` where the key is gone.
    pub new: Option<String>,
}

/// The keys that differ between the texts of two books, in the order of their paths.
///
/// Both texts should be those of books that were read without error; what is no TOML counts as
/// empty.
#[must_use]
pub fn diff(old: &str, new: &str) -> Vec<Change> {
    let (old, new) = (keys(old), keys(new));
    let paths: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    paths
        .into_iter()
        .filter(|path| old.get(*path) != new.get(*path))
        .map(|path| Change {
            path: path.clone(),
            old: old.get(path).cloned(),
            new: new.get(path).cloned(),
        })
        .collect()
}

fn keys(text: &str) -> BTreeMap<String, String> {
    let mut problems = Problems::none_in("", text);
    let root = node::parse(Format::Toml, text, &mut problems);
    let mut keys = BTreeMap::new();
    if let NodeValue::Table(entries) = &root.value {
        table(entries, "", &mut keys);
    }
    keys
}

fn table(entries: &[Entry<'_>], path: &str, keys: &mut BTreeMap<String, String>) {
    for entry in entries {
        let path = join(path, &entry.key);
        value(&entry.node.value, &path, keys);
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

fn value(value_of: &NodeValue<'_>, path: &str, keys: &mut BTreeMap<String, String>) {
    let text = match value_of {
        NodeValue::Table(entries) => return table(entries, path, keys),
        NodeValue::List(items) => {
            for (place, item) in items.iter().enumerate() {
                let name = name_of(item).unwrap_or_else(|| place.to_string());
                value(&item.value, &join(path, &name), keys);
            }
            return;
        }
        NodeValue::Text(text) | NodeValue::Typed(text) => text.to_string(),
        NodeValue::Integer(number) => number.to_string(),
        NodeValue::Boolean(value) => value.to_string(),
        NodeValue::Date(date) => date.to_string(),
        NodeValue::HugeInteger | NodeValue::Float | NodeValue::DateTime | NodeValue::Null => {
            value_of.kind().to_owned()
        }
    };
    keys.insert(path.to_owned(), text);
}

/// What an item of a list is known by: its id, or for a rate what it is for.
fn name_of(item: &Node<'_>) -> Option<String> {
    let text = |key: &str| item.get(key).and_then(Node::as_text).map(str::to_owned);
    let years = item.get("term_years").and_then(|node| {
        let NodeValue::Integer(years) = node.value else { return None };
        Some(format!("term_years={years}"))
    });
    let narrower = |keys: &[&str]| -> Vec<String> {
        keys.iter().filter_map(|key| Some(format!("{key}={}", text(key)?))).collect()
    };
    if let Some(id) = text("id") {
        // Part numbers alone have no name, and one of them may stand for several things.
        let keys = ["charge", "product_line", "edition", "service_level", "status"];
        let keys: Vec<String> = narrower(&keys).into_iter().chain(years).collect();
        let of_sku = item.get("name").is_none() && !keys.is_empty();
        return Some(if of_sku { format!("{id}[{}]", keys.join(", ")) } else { id });
    }
    let level = text("service_level")?;
    let narrower = narrower(&["product_line", "edition", "status"]);
    Some(format!("[{}]", std::iter::once(level).chain(narrower).collect::<Vec<_>>().join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_told_by_ids_whatever_the_order() {
        let old = "[[program]]\nid = \"a\"\ndiscount = \"1%\"\n[[program]]\nid = \"b\"\n\
                   discount = \"2%\"\n[[rate]]\nservice_level = \"select\"\nof_srp = \"18%\"\n";
        let new = "[[rate]]\nservice_level = \"select\"\nof_srp = \"19%\"\n[[program]]\n\
                   id = \"b\"\ndiscount = \"2%\"\n[[program]]\nid = \"c\"\ndiscount = \"1%\"\n";
        let told: Vec<(String, Option<String>, Option<String>)> = diff(old, new)
            .into_iter()
            .map(|change| (change.path, change.old, change.new))
            .collect();
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            told,
            [
                ("program.a.discount".to_owned(), some("1%"), None),
                ("program.a.id".to_owned(), some("a"), None),
                ("program.c.discount".to_owned(), None, some("1%")),
                ("program.c.id".to_owned(), None, some("c")),
                ("rate.[select].of_srp".to_owned(), some("18%"), some("19%")),
            ]
        );
        assert_eq!(diff(old, old), []);
    }
}
