//! Languages, and texts that are written in some of them.

use crate::engine::worded::worded;
use std::collections::BTreeMap;

worded! {
    /// A language a book's texts can be written in.
    pub enum Language {
        /// English as in Britain and Ireland, which every text has.
        English = "en",
        /// English as in the United States: a text in `en` serves it, too.
        AmericanEnglish = "en-US",
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
    /// The language of a tag (BCP 47), by its first part: `nl-BE` is Dutch, and so is `NL`. English
    /// is that of the United States where the second part is `US`.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let mut parts = tag.trim().split(['-', '_']);
        let primary = parts.next().unwrap_or_default().trim();
        let is_american = parts.next().is_some_and(|region| region.eq_ignore_ascii_case("US"));
        if is_american && primary.eq_ignore_ascii_case("en") {
            return Some(Self::AmericanEnglish);
        }
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
    /// A text in English is in that of the United States as well.
    #[must_use]
    pub fn in_language(&self, language: Language) -> (&str, Language) {
        match (self.others.get(&language), language) {
            (Some(text), _) => (text, language),
            (None, Language::AmericanEnglish) => (&self.english, language),
            (None, _) => (&self.english, Language::English),
        }
    }
}
