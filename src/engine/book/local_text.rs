//! Languages, and texts that are written in some of them.

use std::collections::BTreeMap;

/// A language a book's texts can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English, which every text has.
    English,
    /// Dutch.
    Dutch,
    /// German.
    German,
    /// French.
    French,
}

impl Language {
    /// Each language with its tag (BCP 47).
    pub const ALL: [(&'static str, Self); 4] =
        [("en", Self::English), ("nl", Self::Dutch), ("de", Self::German), ("fr", Self::French)];

    /// The language of a tag (BCP 47), by its first part: `nl-BE` is Dutch, and so is `NL`.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().trim();
        let is_it = |(known, _): &&(&str, Self)| primary.eq_ignore_ascii_case(known);
        Self::ALL.iter().find(is_it).map(|(_, language)| *language)
    }

    /// The tag of the language (BCP 47).
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Dutch => "nl",
            Self::German => "de",
            Self::French => "fr",
        }
    }
}

/// A text in English and perhaps in other languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalText {
    pub(super) english: String,
    pub(super) others: BTreeMap<Language, String>,
}

impl LocalText {
    /// The text in a language, or in English where it is not written; with the language it is in.
    #[must_use]
    pub fn in_language(&self, language: Language) -> (&str, Language) {
        match self.others.get(&language) {
            Some(text) => (text, language),
            None => (&self.english, Language::English),
        }
    }
}
