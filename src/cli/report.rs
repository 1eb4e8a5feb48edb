//! Problems of texts, each with its line, a caret and what to do.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::engine::node::unsafe_in;
use crate::engine::problem::{Problem, Problems, Severity};

use super::safe::safe;
use super::terminal::width_of_errors;

const BOLD: &str = "\u{1b}[1m";
const BOLD_RED: &str = "\u{1b}[1;91m";
const BOLD_CYAN: &str = "\u{1b}[1;96m";
const PLAIN: &str = "\u{1b}[0m";

/// Problems beyond this many are counted, not shown.
const SHOWN_MAX: usize = 50;
/// A longer place, or one that goes on over more lines, is marked where it begins.
const MARKED_BYTES_MAX: usize = 80;
/// A line with more bytes than this is named, not shown.
const LINE_BYTES_MAX: usize = 100_000;

/// A line that begins with `error:`, in colour; the message must be safe.
pub(super) fn error_line(label: &str, message: &str) -> String {
    format!("{BOLD_RED}{label}{PLAIN}{BOLD}:{PLAIN} {message}\n")
}

/// A line that begins with `hint:`, in colour; the hint must be safe.
pub(super) fn hint_line(hint: &str) -> String {
    format!("{BOLD_CYAN}hint{PLAIN}{BOLD}:{PLAIN} {hint}\n")
}

/// All problems of some texts, as a person reads them.
pub(super) fn problems(all: &[Problems]) -> String {
    let renderer = Renderer::styled().term_width(width_of_errors());
    let list = || all.iter().flat_map(|text| text.list.iter().map(move |one| (text, one)));
    let mut report = String::new();
    for (text, problem) in list().take(SHOWN_MAX) {
        report.push_str(&one(&renderer, text, problem));
        report.push('\n');
    }
    let not_kept = all.iter().map(|text| text.omitted).sum::<usize>();
    let rest = list().skip(SHOWN_MAX).map(|(text, _)| text.origin.as_str());
    let omitted = all.iter().filter(|text| text.omitted > 0).map(|text| text.origin.as_str());
    let count = rest.clone().count() + not_kept;
    let rest: Vec<&str> = rest.chain(omitted).collect();
    if let Some(last) = rest.last() {
        let first = rest.first().unwrap_or(last);
        let place = if first == last { format!("in {last}") } else { "in these files".to_owned() };
        report.push_str(&safe(&format!("and {count} more {place}")));
        report.push('\n');
    }
    report
}

fn one(renderer: &Renderer, text: &Problems, problem: &Problem) -> String {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Notice => Level::INFO,
    };
    let origin = safe(&text.origin);
    let mut group = Group::with_title(level.primary_title(safe(&problem.message)).id(problem.code));
    let primary = problem.span.as_ref().map(|span| (span, AnnotationKind::Primary, None));
    let related = problem.related.as_ref();
    let related = related.map(|(span, label)| (span, AnnotationKind::Context, Some(label)));
    let places = [primary, related];
    if places.iter().all(Option::is_none) {
        group = group.element(Origin::path(origin.clone()));
    }
    for (span, kind, label) in places.into_iter().flatten() {
        let Some(line) = MarkedLine::of(&text.text, span) else {
            let (line, column) = text.line_and_column(span.start);
            group = group.element(Origin::path(origin.clone()).line(line).char_column(column));
            continue;
        };
        let mut annotation = kind.span(line.span);
        if let Some(label) = label {
            annotation = annotation.label(safe(label));
        }
        let (number, _) = text.line_and_column(span.start);
        let snippet = Snippet::source(line.text).line_start(number).path(origin.clone());
        group = group.element(snippet.annotation(annotation));
    }
    let mut groups = vec![group];
    if let Some(hint) = &problem.hint {
        let hint = Level::HELP.with_name("hint").secondary_title(safe(hint));
        groups.push(Group::with_title(hint));
    }
    renderer.render(&groups) + "\n"
}

/// The line a problem begins on, and the part of it that is on this line.
struct MarkedLine<'text> {
    text: Cow<'text, str>,
    span: Range<usize>,
}

impl<'text> MarkedLine<'text> {
    /// `None` where the line is too long to be shown, or where there is no such line.
    fn of(text: &'text str, span: &Range<usize>) -> Option<Self> {
        let start = floor(text, span.start);
        let before = text.get(..start)?;
        let line_start = before.rfind('\n').map_or(0, |place| place + 1);
        let rest = text.get(line_start..)?;
        let line = rest.split('\n').next()?.trim_end_matches('\r');
        if line.len() > LINE_BYTES_MAX {
            return None;
        }
        let from = (start - line_start).min(line.len());
        let length = span.end.saturating_sub(start);
        let is_short = length <= MARKED_BYTES_MAX && from + length <= line.len();
        let marked = if is_short { from + length } else { from + 1 };
        let until = floor(line, marked).max(from);
        Some(Self { text: shown(line), span: from..until })
    }
}

/// A line with what could steer a terminal replaced by as many bytes, so that spans still hold.
///
/// Characters of one byte are left to the renderer, which shows them by their symbols.
fn shown(line: &str) -> Cow<'_, str> {
    let mut replaced = unsafe_in(line).filter(|(_, one)| !one.is_ascii()).peekable();
    if replaced.peek().is_none() {
        return Cow::Borrowed(line);
    }
    let mut shown = String::with_capacity(line.len());
    for (at, one) in replaced {
        shown.push_str(&line[shown.len()..at]);
        shown.push_str(match one.len_utf8() {
            2 => "\u{bf}",
            3 => "\u{fffd}",
            _ => "\u{bf}\u{bf}",
        });
    }
    shown.push_str(&line[shown.len()..]);
    Cow::Owned(shown)
}

/// The nearest place before a byte at which a character begins.
fn floor(text: &str, byte: usize) -> usize {
    let mut place = byte.min(text.len());
    while !text.is_char_boundary(place) {
        place -= 1;
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::node::is_unsafe;

    /// Whatever unsafe character the text has, what is printed has none but those of colour.
    #[test]
    fn no_unsafe_character_of_a_text_is_printed() {
        let renderer = Renderer::plain();
        for code in (0..=0xffff_u32).chain(0xe0000..=0xe007f) {
            let Some(character) = char::from_u32(code).filter(|one| is_unsafe(*one)) else {
                continue;
            };
            let source = format!("a = \"{character}\" # é{character}\nb = 1\n");
            let mut text = Problems::none_in(&format!("x{character}.toml"), &source);
            let message = format!("it is {character}");
            text.list.push(Problem::error("code", "a", message).at(4..source.len() - 7));
            let printed = one(&renderer, &text, &text.list[0]);
            let left = printed.chars().find(|one| *one != '\n' && is_unsafe(*one));
            assert_eq!(left, None, "U+{code:04X} in\n{printed}");
        }
    }

    #[test]
    fn the_caret_stands_under_its_place() {
        let source = "x = 1\r\nname = \"\u{9b}\u{202e}é\"  # \u{1b}[31m\r\n";
        let mut text = Problems::none_in("a.toml", source);
        let start = source.find('é').unwrap_or(0);
        text.list.push(Problem::error("code", "a", "here").at(start..start + 2).hint("do"));
        let printed = one(&Renderer::plain(), &text, &text.list[0]);
        let wanted = [
            "error[code]: here",
            " --> a.toml:2:11",
            "  |",
            "2 | name = \"¿\u{fffd}é\"  # ␛[31m",
            "  |           ^",
            "  |",
            "hint: do\n",
        ];
        let wanted = wanted.join("\n");
        assert_eq!(printed, wanted);
    }

    #[test]
    fn places_outside_the_text_are_no_bug() {
        for source in ["", "é", "a\n", "\n"] {
            for start in 0..4 {
                for end in start..5 {
                    let mut text = Problems::none_in("a.toml", source);
                    text.list.push(Problem::error("code", "a", "here").at(start..end));
                    assert!(problems(&[text]).contains("here"), "{source:?} {start} {end}");
                }
            }
        }
    }
}
