//! Languages, and texts that are written in some of them.

use crate::engine::worded::worded;
use std::collections::BTreeMap;

worded! {
    /// A language a book's texts can be written in.
    pub enum Language {
        /// English, which every text has.
        English = "en",
        /// Dutch.
        Dutch = "nl",
        /// German.
        German = "de",
        /// French.
        French = "fr",
    }
    /// The tag of the language (BCP 47).
    fn tag
}

impl Language {
    /// The language of a tag (BCP 47), by its first part: `nl-BE` is Dutch, and so is `NL`.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().trim();
        let is_it = |(known, _): &&(&str, Self)| primary.eq_ignore_ascii_case(known);
        Self::ALL.iter().find(is_it).map(|(_, language)| *language)
    }
}

/// A text in English and perhaps in other languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalText {
    pub(super) english: String,
    pub(super) others: BTreeMap<Language, String>,
}

impl LocalText {
    /// The text in English.
    #[must_use]
    pub fn english(&self) -> &str {
        &self.english
    }

    /// The text in each language that it is written in, English first.
    pub fn in_all_languages(&self) -> impl Iterator<Item = &str> + Clone {
        std::iter::once(self.english.as_str()).chain(self.others.values().map(String::as_str))
    }

    /// The text in a language, or in English where it is not written; with the language it is in.
    #[must_use]
    pub fn in_language(&self, language: Language) -> (&str, Language) {
        match self.others.get(&language) {
            Some(text) => (text, language),
            None => (&self.english, Language::English),
        }
    }
}
