//! The fonts of the user, in their order, and the text that is set in them.

use std::collections::BTreeSet;
use std::fmt;

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use crate::document::drawing::fonts::{Font, TextError, shown};
use crate::document::drawing::{Face, TextAround};

use super::font::{FontFault, FontWeight, UserFont};
use super::runs::{CharacterFont, SetText, set};

/// The most fonts that can be named.
pub const FONTS_MAX: usize = 4;

/// Fonts of the user, tried in their order for a character that the built-in one lacks.
///
/// A bold text is set in the first bold font that has the character, if there is one; any other in
/// the first that is not bold.
#[derive(Default)]
pub struct UserFonts {
    fonts: Vec<UserFont>,
}

impl fmt::Debug for UserFonts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.names()).finish()
    }
}

/// Equal in their files and in the order of these.
impl PartialEq for UserFonts {
    fn eq(&self, other: &Self) -> bool {
        self.sha256() == other.sha256()
    }
}

impl Eq for UserFonts {}

impl UserFonts {
    /// No fonts but the built-in one.
    pub const NONE: UserFonts = UserFonts { fonts: Vec::new() };

    /// Checks a font and puts it behind the others: the bytes of its file, and the number of the
    /// font where the file is a collection, from 1. Fonts beyond [`FONTS_MAX`] are left out.
    ///
    /// # Errors
    /// The file is no font, is damaged, or may not or cannot be inside a document.
    pub fn add(
        &mut self,
        given: &str,
        bytes: Vec<u8>,
        number: Option<u32>,
    ) -> Result<(), FontFault> {
        let font = UserFont::read(given.to_owned(), bytes, number)?;
        if self.fonts.len() < FONTS_MAX {
            self.fonts.push(font);
        }
        Ok(())
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.fonts.is_empty()
    }

    /// The fonts as they were named.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fonts.iter().map(|font| font.given.as_str())
    }

    /// The digest of all files, in their order; documents with equal fonts are equal.
    #[must_use]
    pub fn sha256(&self) -> [u8; 32] {
        let mut digest = Sha256::new();
        for font in &self.fonts {
            digest.update(Sha256::digest(font.bytes()));
            digest.update(font.index().to_be_bytes());
        }
        digest.finalize().into()
    }

    pub(in crate::document) fn font(&self, place: usize) -> Option<&UserFont> {
        self.fonts.get(place)
    }

    /// Whether a text is set in the built-in font, as it is where there is no other.
    pub(in crate::document) fn leaves(&self, face: Face, text: &str) -> bool {
        let font = Font::of(face);
        self.is_empty() || text.chars().all(|one| font.has(one))
    }

    /// A text that the built-in font lacks characters of, in runs; a line with what is around it.
    ///
    /// # Errors
    /// A character that no font has.
    pub(in crate::document) fn set(
        &self,
        face: Face,
        text: &str,
        around: Option<&TextAround>,
    ) -> Result<SetText, TextError> {
        let (known, fonts) = self.known(face, text)?;
        let set = set(|place| self.font(place), face, (&known, around), &fonts);
        match set.first_missing() {
            Some(character) => Err(TextError::MissingCharacter(character)),
            None => Ok(set),
        }
    }

    /// The text with what no font has written as what it stands for, and a font for each of its
    /// characters.
    fn known(&self, face: Face, text: &str) -> Result<(String, Vec<CharacterFont>), TextError> {
        let mut known = String::with_capacity(text.len());
        let mut fonts: Vec<CharacterFont> = Vec::with_capacity(text.len());
        for character in text.chars() {
            if let Some(font) = self.font_for(face, character, fonts.last().copied()) {
                known.push(character);
                fonts.push(font);
                continue;
            }
            for part in std::iter::once(character).nfkc() {
                let font = self.font_for(face, part, fonts.last().copied());
                fonts.push(font.ok_or(TextError::MissingCharacter(character))?);
                known.push(part);
            }
        }
        Ok((known, fonts))
    }

    /// The font that a character is set in. A mark stays with the letter before it, if that font
    /// has it, and so does what shows nothing but joins letters or parts them.
    fn font_for(
        &self,
        face: Face,
        character: char,
        before: Option<CharacterFont>,
    ) -> Option<CharacterFont> {
        let group = character.general_category_group();
        if let Some(CharacterFont::User(place)) = before {
            let is_joiner = matches!(character, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}');
            let has = || self.font(place).is_some_and(|font| font.has(character));
            if is_joiner || group == GeneralCategoryGroup::Mark && has() {
                return before;
            }
        }
        if Font::of(face).has(character) {
            return Some(CharacterFont::BuiltIn);
        }
        let weight = match face {
            Face::Regular => FontWeight::Usual,
            Face::Bold => FontWeight::Heavy,
        };
        let has = |font: &UserFont| font.has(character);
        let fits = |font: &UserFont| font.facts.weight == weight && has(font);
        let place = self.fonts.iter().position(fits).or_else(|| self.fonts.iter().position(has));
        place.map(CharacterFont::User)
    }
}

/// Characters of a document that no font has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingCharacters {
    /// The characters, in the order of their numbers.
    pub characters: BTreeSet<char>,
    /// The fonts of the user, as they were named.
    pub tried: Vec<String>,
}

impl MissingCharacters {
    /// What to do on the command line.
    pub const HINT: &'static str = "\
        name a font that has them with --font FILE (there is a Noto font for every script), or \
        change that text in the request or in the price book";
}

impl fmt::Display for MissingCharacters {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NAMED_MAX: usize = 20;
        let named = self.characters.iter().take(NAMED_MAX).map(|one| shown(*one));
        let named: Vec<String> = named.collect();
        write!(formatter, "no font has {}", named.join(", "))?;
        if self.characters.len() > NAMED_MAX {
            write!(formatter, " and {} more characters", self.characters.len() - NAMED_MAX)?;
        }
        formatter.write_str("; tried: the built-in font")?;
        self.tried.iter().try_for_each(|name| write!(formatter, ", {name}"))
    }
}
