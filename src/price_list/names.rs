//! Ids, and what a text in a table stands for: an id or a name of the book, or something new.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Most bytes of an id.
const ID_MAX: usize = 64;

/// Whether a text is an id of a price book as it is.
pub(crate) fn is_id(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    (1..=ID_MAX).contains(&text.len()) && text.bytes().all(plain)
}

/// The id that a name gives: its letters without accents and its digits, with hyphens between
/// words; `None` where it has neither.
fn id_of_name(name: &str) -> Option<String> {
    let mut id = String::new();
    for one in name.nfkd().filter(|one| !is_combining_mark(*one)) {
        if id.len() >= ID_MAX {
            break;
        }
        if one.is_ascii_alphanumeric() {
            id.push(one.to_ascii_lowercase());
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    let id = id.trim_end_matches('-');
    (!id.is_empty()).then(|| id.to_owned())
}

/// The ids of a book's product lines or of a line's editions, by id and by name in any case.
#[derive(Debug, Default, Clone)]
pub(crate) struct KnownNames {
    ids: BTreeSet<String>,
    in_any_case: BTreeMap<String, String>,
}

impl KnownNames {
    /// Adds a thing of the book; of two with one name, the first is meant by it.
    pub(crate) fn add(&mut self, id: &str, name: &str) {
        self.ids.insert(id.to_owned());
        for key in [id, name] {
            self.in_any_case.entry(key.to_lowercase()).or_insert_with(|| id.to_owned());
        }
    }

    /// Whether the book has something of this id or name.
    pub(crate) fn has(&self, text: &str) -> bool {
        self.ids.contains(text) || self.in_any_case.contains_key(&text.to_lowercase())
    }

    /// The id that a text in a table means.
    pub(crate) fn id_of(&self, text: &str) -> Option<String> {
        if self.ids.contains(text) {
            return Some(text.to_owned());
        }
        let known = self.in_any_case.get(&text.to_lowercase()).cloned();
        known.or_else(|| is_id(text).then(|| text.to_owned())).or_else(|| id_of_name(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_gives_an_id() {
        for (name, id) in [
            ("Citrix Virtual Apps & Desktops", Some("citrix-virtual-apps-desktops")),
            ("  Été 2027 (user)  ", Some("ete-2027-user")),
            ("–", None),
            ("", None),
        ] {
            assert_eq!(id_of_name(name).as_deref(), id, "{name}");
        }
        let long = id_of_name(&"ab ".repeat(100)).unwrap_or_default();
        assert!(is_id(&long), "{long}");
    }

    #[test]
    fn a_text_means_what_the_book_has_by_id_or_name() {
        let mut known = KnownNames::default();
        known.add("vad", "Virtual Apps");
        let id = |text: &str| known.id_of(text);
        assert_eq!(id("VAD").as_deref(), Some("vad"));
        assert_eq!(id("virtual apps").as_deref(), Some("vad"));
        assert_eq!(id("Other_1").as_deref(), Some("Other_1"));
        assert_eq!(id("Other one").as_deref(), Some("other-one"));
    }
}
