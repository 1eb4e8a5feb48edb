//! Measures and breaks the texts of a document, whatever fonts they are set in.

use std::cell::RefCell;
use std::collections::BTreeSet;

use unicode_linebreak::linebreaks;

use crate::document::drawing::fonts::{TextError, width_um};
use crate::document::drawing::wrap;
use crate::document::drawing::{Face, Micrometres, TextLine};

use super::fonts::{MissingCharacters, UserFonts};

/// The fonts of a document as a layout asks them.
pub struct Ruler<'fonts> {
    fonts: &'fonts UserFonts,
    /// Characters that no font has, where they are to be gathered rather than refused.
    missing: Option<RefCell<BTreeSet<char>>>,
}

impl<'fonts> Ruler<'fonts> {
    /// Measures in the built-in font, and in those of the user what that one lacks.
    #[must_use]
    pub const fn new(fonts: &'fonts UserFonts) -> Self {
        Self { fonts, missing: None }
    }

    /// The same, but for characters that no font has: they measure nothing, and are gathered.
    #[must_use]
    pub const fn gathering(fonts: &'fonts UserFonts) -> Self {
        Self { fonts, missing: Some(RefCell::new(BTreeSet::new())) }
    }

    /// What no font has of the texts that were measured.
    #[must_use]
    pub fn missing(&self) -> MissingCharacters {
        let characters = self.missing.as_ref().map(|missing| missing.borrow().clone());
        let tried = self.fonts.names().map(str::to_owned).collect();
        MissingCharacters { characters: characters.unwrap_or_default(), tried }
    }

    /// The width of a text in micrometres, rounded to the nearest.
    ///
    /// # Errors
    /// When no font has a character, or the width does not fit in [`Micrometres`].
    pub fn width_um(
        &self,
        face: Face,
        size_um: Micrometres,
        text: &str,
    ) -> Result<Micrometres, TextError> {
        let measured = if self.fonts.leaves(face, text) {
            width_um(face, size_um, text)
        } else {
            self.fonts.set(face, text, None).and_then(|set| set.width_um(size_um))
        };
        match (measured, &self.missing) {
            (Err(TextError::MissingCharacter(first)), Some(missing)) => {
                missing.borrow_mut().insert(first);
                let rest: String = text.chars().filter(|one| *one != first).collect();
                self.width_um(face, size_um, &rest)
            }
            (measured, _) => measured,
        }
    }

    /// A text of at most a width: cut off with an ellipsis where it is wider.
    ///
    /// # Errors
    /// A character that no font has.
    pub fn cut(
        &self,
        face: Face,
        size_um: Micrometres,
        text: &str,
        room_um: Micrometres,
    ) -> Result<String, TextError> {
        wrap::cut_measured(text, room_um, |part| self.width_um(face, size_um, part))
    }

    /// Lines of at most a width; what is wider and cannot be broken well is broken.
    ///
    /// # Errors
    /// A character that no font has.
    pub fn wrap<'text>(
        &self,
        face: Face,
        size_um: Micrometres,
        text: &'text str,
        room_um: Micrometres,
    ) -> Result<Vec<TextLine<'text>>, TextError> {
        let lines = if self.fonts.leaves(face, text) {
            wrap::measured(text, room_um, |part| self.width_um(face, size_um, part))
        } else {
            self.wrap_set((face, size_um), text, room_um)
        };
        Ok(TextLine::all(text, lines?))
    }

    /// The same for a text in fonts of the user.
    fn wrap_set<'text>(
        &self,
        (face, size_um): (Face, Micrometres),
        text: &'text str,
        room_um: Micrometres,
    ) -> Result<Vec<&'text str>, TextError> {
        let width = |part: &str| self.width_um(face, size_um, part);
        let mut lines = Vec::new();
        let mut from = 0;
        // The last place that a line can end at, so far.
        let mut until = 0;
        let line = |from: usize, until: usize| text.get(from..until).unwrap_or_default().trim_end();
        for (end, _) in linebreaks(text) {
            if width(line(from, end))? <= room_um {
                until = end;
                continue;
            }
            if from < until {
                lines.push(line(from, until));
                from = until;
            }
            while let Some(cut) = self.too_far((face, size_um), line(from, end), room_um)? {
                lines.push(line(from, from + cut));
                from += cut;
            }
            until = end;
        }
        lines.push(line(from, text.len()));
        Ok(lines)
    }

    /// Where the first letter that does not fit begins, with its marks; the first always fits.
    fn too_far(
        &self,
        (face, size_um): (Face, Micrometres),
        word: &str,
        room_um: Micrometres,
    ) -> Result<Option<usize>, TextError> {
        let width = |part: &str| self.width_um(face, size_um, part);
        if width(word)? <= room_um {
            return Ok(None);
        }
        let letters = self.fonts.set(face, word, None).map(|set| set.letters()).unwrap_or_default();
        // Widths grow with the letters, so the place is found by halves.
        let fits = |at: &usize| {
            let part = word.get(..*at).unwrap_or_default();
            width(part).is_ok_and(|width| width <= room_um)
        };
        let fitting = letters.partition_point(fits);
        Ok(letters.get(fitting.saturating_sub(1)).copied())
    }
}
