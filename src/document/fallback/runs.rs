//! A text as runs of one font and one direction, each with its glyphs and its place.

use std::ops::Range;

use harfrust::{Direction, Script, unicode};
use unicode_bidi::{BidiInfo, Level};

use crate::document::drawing::fonts::{Font, TextError, to_um};
use crate::document::drawing::{Face, Micrometres, TextAround};

use super::font::UserFont;

/// The font of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::document) enum CharacterFont {
    /// The built-in one.
    BuiltIn,
    /// One of the user, by its place.
    User(usize),
}

/// A text that is set; lengths in units.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::document) struct SetText {
    /// In the order in which they are read.
    pub(in crate::document) runs: Vec<SetRun>,
    /// The width of all.
    pub(in crate::document) units: i64,
}

/// A part of a text in one font and one direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::document) struct SetRun {
    pub(in crate::document) font: CharacterFont,
    /// How far its left edge is from that of the text.
    pub(in crate::document) left: i64,
    /// From left to right.
    pub(in crate::document) clusters: Vec<SetCluster>,
    /// Whether it is read from right to left.
    pub(in crate::document) direction: RunDirection,
}

/// Which way a run is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::document) enum RunDirection {
    LeftToRight,
    RightToLeft,
}

/// Characters that are set as one, and where they begin in the text, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::document) struct SetCluster {
    pub(in crate::document) text: String,
    pub(in crate::document) from: usize,
    pub(in crate::document) glyphs: Vec<SetGlyph>,
}

/// A glyph in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::document) struct SetGlyph {
    pub(in crate::document) glyph: u16,
    /// How far the next glyph is.
    pub(in crate::document) advance: i64,
    /// How far to the right and up it is drawn from its place.
    pub(in crate::document) offset: (i64, i64),
}

impl SetText {
    pub(in crate::document) fn width_um(
        &self,
        size_um: Micrometres,
    ) -> Result<Micrometres, TextError> {
        to_um(self.units, size_um).ok_or(TextError::TooWide)
    }

    /// Where in the text each letter but the first begins, with the marks that belong to it, in
    /// bytes.
    pub(in crate::document) fn letters(&self) -> Vec<usize> {
        let clusters = self.runs.iter().flat_map(|run| &run.clusters);
        let mut begins: Vec<usize> = clusters.map(|cluster| cluster.from).collect();
        begins.sort_unstable();
        begins.retain(|begin| *begin > 0);
        begins
    }

    /// A character that its font turns out to have no glyph for.
    pub(super) fn first_missing(&self) -> Option<char> {
        let mut clusters = self.runs.iter().flat_map(|run| &run.clusters);
        let is_missing =
            |cluster: &&SetCluster| cluster.glyphs.iter().any(|glyph| glyph.glyph == 0);
        clusters.find(is_missing).and_then(|cluster| cluster.text.chars().next())
    }
}

/// Sets a text in a font for each of its characters; of a longer text, whose levels it takes
/// (UAX 9, 3.4), this line alone.
///
/// The direction of all is that of its first letter that has one (UAX 9, P2 and P3), as that of a
/// text with `dir="auto"` in a browser.
pub(super) fn set<'fonts>(
    user: impl Fn(usize) -> Option<&'fonts UserFont>,
    face: Face,
    (line, around): (&str, Option<&TextAround>),
    fonts: &[CharacterFont],
) -> SetText {
    let whole = around.map(|around| [&around.before, line, &around.behind].concat());
    let text = whole.as_deref().unwrap_or(line);
    let begin = around.map_or(0, |around| around.before.len());
    let end = begin + line.len();
    let bidi = BidiInfo::new(text, None);
    let mut left = 0;
    let mut runs: Vec<(usize, SetRun)> = Vec::new();
    for paragraph in &bidi.paragraphs {
        let part = paragraph.range.start.max(begin)..paragraph.range.end.min(end);
        if part.is_empty() {
            continue;
        }
        let (levels, visual) = bidi.visual_runs(paragraph, part);
        for run in visual {
            let level = levels.get(run.start).copied().unwrap_or(Level::ltr());
            let mut pieces = pieces((text, begin), run, fonts);
            if level.is_rtl() {
                pieces.reverse();
            }
            for piece in pieces {
                let direction = if level.is_rtl() {
                    RunDirection::RightToLeft
                } else {
                    RunDirection::LeftToRight
                };
                let from = piece.range.start;
                let clusters = match piece.font {
                    CharacterFont::BuiltIn => built_in(face, text, piece.range, direction),
                    CharacterFont::User(place) => match user(place) {
                        Some(font) => shaped(font, text, piece.range, direction),
                        None => Vec::new(),
                    },
                };
                let glyphs = clusters.iter().flat_map(|cluster| &cluster.glyphs);
                let width: i64 = glyphs.map(|glyph| glyph.advance).sum();
                runs.push((from, SetRun { font: piece.font, left, clusters, direction }));
                left += width;
            }
        }
    }
    runs.sort_by_key(|(from, _)| *from);
    SetText { runs: runs.into_iter().map(|(_, run)| run).collect(), units: left }
}

/// Characters in a row that are set together.
struct SetPiece {
    range: Range<usize>,
    font: CharacterFont,
    script: Option<Script>,
}

/// A part of the line that begins in a text there, as pieces of one font and one script, in the
/// order in which they are read.
fn pieces(
    (text, begin): (&str, usize),
    part: Range<usize>,
    fonts: &[CharacterFont],
) -> Vec<SetPiece> {
    let mut pieces: Vec<SetPiece> = Vec::new();
    let line = text.get(begin..).unwrap_or_default().char_indices();
    for ((at, character), font) in line.zip(fonts) {
        let at = begin + at;
        if !part.contains(&at) {
            continue;
        }
        let end = at + character.len_utf8();
        let script = match (font, unicode::script(character.into())) {
            (CharacterFont::BuiltIn, _)
            | (_, Script::COMMON | Script::INHERITED | Script::UNKNOWN) => None,
            (CharacterFont::User(_), script) => Some(script),
        };
        match pieces.last_mut() {
            Some(last)
                if last.font == *font
                    && (script.is_none() || last.script.is_none() || last.script == script) =>
            {
                last.range.end = end;
                last.script = last.script.or(script);
            }
            Some(_) | None => pieces.push(SetPiece { range: at..end, font: *font, script }),
        }
    }
    pieces
}

/// Characters of the built-in font, a glyph each.
fn built_in(
    face: Face,
    text: &str,
    range: Range<usize>,
    direction: RunDirection,
) -> Vec<SetCluster> {
    let font = Font::of(face);
    let begin = range.start;
    let characters = text.get(range).unwrap_or_default().char_indices();
    let mut clusters: Vec<SetCluster> = characters
        .map(|(at, character)| {
            let drawn = match direction {
                RunDirection::LeftToRight => character,
                RunDirection::RightToLeft => mirrored(character),
            };
            let glyph = font.glyph(drawn).unwrap_or(0);
            let glyph = SetGlyph { glyph, advance: font.advance(glyph), offset: (0, 0) };
            SetCluster { text: character.into(), from: begin + at, glyphs: vec![glyph] }
        })
        .collect();
    if direction == RunDirection::RightToLeft {
        clusters.reverse();
    }
    clusters
}

/// What is drawn for a character in a text from right to left (UAX 9, L4); of those that the
/// built-in font has.
const fn mirrored(character: char) -> char {
    match character {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '<' => '>',
        '>' => '<',
        '«' => '»',
        '»' => '«',
        '‹' => '›',
        '›' => '‹',
        '≤' => '≥',
        '≥' => '≤',
        _ => character,
    }
}

fn shaped(
    font: &UserFont,
    text: &str,
    range: Range<usize>,
    direction: RunDirection,
) -> Vec<SetCluster> {
    let begin = range.start;
    let piece = text.get(range).unwrap_or_default();
    let glyphs = font.shaped(
        piece,
        match direction {
            RunDirection::LeftToRight => Direction::LeftToRight,
            RunDirection::RightToLeft => Direction::RightToLeft,
        },
    );
    let mut begins: Vec<usize> = glyphs.iter().map(|glyph| glyph.from).collect();
    begins.sort_unstable();
    begins.dedup();
    let end_of = |from: usize| {
        let next = begins.partition_point(|begin| *begin <= from);
        begins.get(next).copied().unwrap_or(piece.len())
    };
    let clusters = glyphs.chunk_by(|one, next| one.from == next.from);
    clusters
        .filter_map(|glyphs| {
            let from = glyphs.first()?.from;
            let text = piece.get(from..end_of(from))?.to_owned();
            let glyphs = glyphs
                .iter()
                .map(|one| SetGlyph { glyph: one.glyph, advance: one.advance, offset: one.offset })
                .collect();
            Some(SetCluster { text, from: begin + from, glyphs })
        })
        .collect()
}
