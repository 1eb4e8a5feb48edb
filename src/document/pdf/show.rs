//! The operators that show a run of a text that is set in fonts of the user.
//!
//! What is shown stands in the order in which it is read, also from right to left: each cluster is
//! shown at its place. So whoever reads the operators in their order reads the text, and whoever
//! sorts what is shown by its place, as many readers do, finds the letters where they are.

use crate::document::drawing::Face;
use crate::document::drawing::fonts::Font;
use crate::document::fallback::font::UserFont;
use crate::document::fallback::runs::{RunDirection, SetCluster, SetRun};

use super::embed_user::{UsedUserFont, utf16};
use super::operand::{decimal, glyph_codes};

/// Where the codes of a run come from.
pub(super) enum CodeSource<'document> {
    /// The built-in font: a code is the number of a glyph, and stands for its character.
    BuiltIn(Face),
    /// A font of the user, and what the document shows of it so far.
    User(&'document UserFont, &'document mut UsedUserFont),
}

/// Whether the words of a text are noted where its glyphs alone do not tell them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotedWords {
    /// They are read out.
    Yes,
    /// The text is there for the eye alone.
    No,
}

/// A code, its width, and whether it stands for the text that was asked for.
struct ShownCode {
    code: u16,
    width: i64,
    tells: bool,
}

impl CodeSource<'_> {
    fn code(&mut self, glyph: u16, text: &str) -> ShownCode {
        match self {
            Self::BuiltIn(face) => {
                let font = Font::of(*face);
                let mut characters = text.chars();
                let own = characters.next().and_then(|one| font.glyph(one));
                let tells = own == Some(glyph) && characters.next().is_none();
                ShownCode { code: glyph, width: font.advance(glyph), tells }
            }
            Self::User(font, used) => {
                let code = used.code(font, glyph, text);
                ShownCode { code, width: used.width(code), tells: used.text(code) == text }
            }
        }
    }

    /// A glyph that shows nothing.
    fn blank(&self) -> Option<u16> {
        match self {
            Self::BuiltIn(face) => Font::of(*face).glyph(' '),
            Self::User(font, _) => font.glyph(' '),
        }
    }
}

/// Writes the operators of a run, which begins where the last `Td` led; the font is set.
///
/// `size` is that of the font in thousandths of a point.
pub(super) fn show_run(
    run: &SetRun,
    codes: CodeSource<'_>,
    (size, noted): (i64, NotedWords),
    operators: &mut String,
) {
    let pen = Pen { size, at: 0, rise: 0, is_open: false, operators };
    let mut shown = ShownRun { codes, noted, pen };
    let mut left = 0;
    let mut clusters: Vec<(i64, &SetCluster)> = Vec::with_capacity(run.clusters.len());
    for cluster in &run.clusters {
        clusters.push((left, cluster));
        left += cluster.glyphs.iter().map(|glyph| glyph.advance).sum::<i64>();
    }
    match run.direction {
        RunDirection::LeftToRight => {
            clusters
                .iter()
                .for_each(|(left, cluster)| shown.cluster(*left, cluster, &cluster.text));
        }
        RunDirection::RightToLeft => {
            clusters.iter().rev().for_each(|(left, cluster)| shown.leftwards(*left, cluster));
        }
    }
    shown.pen.close();
    shown.pen.rise_to(0);
}

/// The distance of places where nothing is drawn: a hundredth of the height of a font.
const THIN: i64 = 10;

/// What each of some glyphs stands for to readers that know of no noted text: a character each, or
/// all for the first and for the others what shows nothing.
fn texts_of(glyphs: usize, text: &str) -> Vec<&str> {
    const NOTHING: &str = "\u{200b}";
    if text.chars().count() == glyphs {
        let characters = text.char_indices();
        return characters.filter_map(|(at, one)| text.get(at..at + one.len_utf8())).collect();
    }
    std::iter::once(text).chain(std::iter::repeat(NOTHING)).take(glyphs).collect()
}

struct ShownRun<'run, 'document> {
    codes: CodeSource<'document>,
    noted: NotedWords,
    pen: Pen<'run>,
}

impl ShownRun<'_, '_> {
    /// A cluster that is read from right to left.
    ///
    /// Readers spread several characters of a glyph from left to right, and then turn them round
    /// with all else. So each character but the last has a place of its own, at the right edge,
    /// where nothing is drawn.
    fn leftwards(&mut self, left: i64, cluster: &SetCluster) {
        let (Some(blank), Some((last, _))) =
            (self.codes.blank(), cluster.text.char_indices().next_back())
        else {
            return self.cluster(left, cluster, &cluster.text);
        };
        let (before, text) = cluster.text.split_at(last);
        let right = left + cluster.glyphs.iter().map(|glyph| glyph.advance).sum::<i64>();
        let mut at = right;
        let mut digits = [0; 4];
        for character in before.chars() {
            at -= THIN;
            let text = character.encode_utf8(&mut digits);
            let ShownCode { code, width, tells } = self.codes.code(blank, text);
            self.note(tells, text, |pen| pen.show_thin(at, code, width));
        }
        self.cluster(left, cluster, text);
    }

    /// The glyphs of a cluster, which stand for a text.
    ///
    /// Readers take the place of a text from its first glyph to its last. So what is drawn above or
    /// below others comes behind those, and stands for nothing.
    fn cluster(&mut self, left: i64, cluster: &SetCluster, text: &str) {
        let texts = texts_of(cluster.glyphs.len(), text);
        let mut at = left;
        let mut wide = Vec::new();
        let mut marks = Vec::new();
        for (glyph, text) in cluster.glyphs.iter().zip(texts) {
            let place = (at + glyph.offset.0, glyph.offset.1);
            let code = self.codes.code(glyph.glyph, text);
            let list = if glyph.advance == 0 { &mut marks } else { &mut wide };
            list.push((place, code, text));
            at += glyph.advance;
        }
        if wide.is_empty() {
            std::mem::swap(&mut wide, &mut marks);
        }
        let tells = matches!(wide.as_slice(), [(_, code, of)] if code.tells && *of == text);
        let show = |pen: &mut Pen<'_>, list: &[((i64, i64), ShownCode, &str)]| {
            list.iter().for_each(|(place, code, _)| pen.show(*place, code));
        };
        self.note(tells, text, |pen| show(pen, &wide));
        if !marks.is_empty() {
            self.note(false, "", |pen| show(pen, &marks));
        }
    }

    /// Shows something, and notes the text that it stands for where its codes do not tell
    /// (ISO 32000-1, 14.9.4).
    fn note(&mut self, tells: bool, text: &str, show: impl FnOnce(&mut Pen<'_>)) {
        let is_noted = !tells && self.noted == NotedWords::Yes;
        if is_noted {
            self.pen.close();
            self.pen.operators.push_str("/Span<</ActualText<FEFF");
            utf16(text, self.pen.operators);
            self.pen.operators.push_str(">>>BDC\n");
        }
        show(&mut self.pen);
        if is_noted {
            self.pen.close();
            self.pen.operators.push_str("EMC\n");
        }
    }
}

/// Where the next glyph would be shown, in units from the left edge of the run.
struct Pen<'run> {
    size: i64,
    at: i64,
    /// How far glyphs are raised above the line.
    rise: i64,
    /// Whether an operator that shows glyphs is begun.
    is_open: bool,
    operators: &'run mut String,
}

impl Pen<'_> {
    /// A glyph with its origin so far to the right and up.
    fn show(&mut self, (right, up): (i64, i64), shown: &ShownCode) {
        if self.rise != up {
            self.close();
            self.rise_to(up);
        }
        self.go_to(right);
        glyph_codes(&shown.code.to_be_bytes(), self.operators);
        self.at += shown.width;
    }

    /// A glyph that draws nothing and is hardly wider than a line.
    fn show_thin(&mut self, right: i64, code: u16, width: i64) {
        self.go_to(right);
        self.close();
        self.operators.push_str("1 Tz(");
        glyph_codes(&code.to_be_bytes(), self.operators);
        self.operators.push_str(")Tj 100 Tz\n");
        self.at += width / 100;
    }

    /// Begins an operator, or moves within the one that is begun.
    fn go_to(&mut self, right: i64) {
        let move_left = self.at - right;
        if self.is_open && move_left == 0 {
            return;
        }
        self.operators.push(if self.is_open { ')' } else { '[' });
        if move_left != 0 {
            decimal(move_left, 0, self.operators);
        }
        self.operators.push('(');
        self.is_open = true;
        self.at = right;
    }

    fn rise_to(&mut self, up: i64) {
        if self.rise != up {
            self.rise = up;
            decimal(up * self.size / 1_000, 3, self.operators);
            self.operators.push_str(" Ts\n");
        }
    }

    fn close(&mut self) {
        if self.is_open {
            self.operators.push_str(")] TJ\n");
            self.is_open = false;
        }
    }
}
