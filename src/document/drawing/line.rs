//! A line of a text that takes several, and what of the text around it says how it is read.

use std::ops::Deref;

use unicode_bidi::{BidiClass, bidi_class};

/// A line of a text, with the text that it is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextLine<'text> {
    before: &'text str,
    line: &'text str,
    behind: &'text str,
}

/// What stands before and behind a line in its text.
///
/// The direction of a text is that of its first letter, and signs between letters go with those
/// (UAX 9); so a line cannot be set by itself where a text has letters from right to left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextAround {
    /// In the lines before it.
    pub before: String,
    /// In the lines behind it.
    pub behind: String,
}

impl<'text> TextLine<'text> {
    /// Lines of a text, in their order; between them are spaces at most.
    pub(in crate::document) fn all(text: &'text str, lines: Vec<&'text str>) -> Vec<Self> {
        let mut at = 0;
        let line = |line: &'text str| {
            at += text[at..].find(line).unwrap_or(0);
            let (before, behind) = (&text[..at], &text[at + line.len()..]);
            at += line.len();
            Self { before, line, behind }
        };
        lines.into_iter().map(line).collect()
    }

    /// What is around the line, where that can change how it is set.
    #[must_use]
    pub fn around(self) -> Option<Box<TextAround>> {
        let parts = [self.before, self.line, self.behind];
        let is_alone = self.before.is_empty() && self.behind.is_empty();
        let turns = !is_alone && parts.into_iter().flat_map(str::chars).any(is_from_right);
        turns.then(|| {
            Box::new(TextAround { before: self.before.into(), behind: self.behind.into() })
        })
    }
}

impl Deref for TextLine<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.line
    }
}

/// A text of one line.
impl<'text> From<&'text str> for TextLine<'text> {
    fn from(line: &'text str) -> Self {
        Self { before: "", line, behind: "" }
    }
}

impl<'text> From<&'text String> for TextLine<'text> {
    fn from(line: &'text String) -> Self {
        line.as_str().into()
    }
}

/// Whether a text is read from right to left as a whole: whether its first letter is (UAX 9, P2 and
/// P3), as in an element with `dir="auto"`.
pub(in crate::document) fn is_leftwards(text: &str, around: Option<&TextAround>) -> bool {
    let before = around.map_or("", |around| around.before.as_str());
    let behind = around.map_or("", |around| around.behind.as_str());
    let letters = [before, text, behind].into_iter().flat_map(str::chars);
    let mut directions = letters.map(bidi_class);
    let strong = |class: &BidiClass| matches!(class, BidiClass::L | BidiClass::R | BidiClass::AL);
    directions.find(strong).is_some_and(|class| class != BidiClass::L)
}

/// Whether a character is part of what is read from right to left; Latin and its like are not.
fn is_from_right(character: char) -> bool {
    const FIRST: char = '\u{590}';
    character >= FIRST
        && matches!(bidi_class(character), BidiClass::R | BidiClass::AL | BidiClass::AN)
}
