//! Problems of a text, each with its line, a caret and what to do.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::engine::node::is_unsafe;
use crate::engine::problem::{Problem, Problems, Severity};

pub(super) const BOLD_RED: &str = "\u{1b}[1;31m";
pub(super) const BOLD_CYAN: &str = "\u{1b}[1;36m";
pub(super) const PLAIN: &str = "\u{1b}[0m";

/// Problems beyond this many are counted, not shown.
const SHOWN_MAX: usize = 50;
/// A longer line is shown around its problem only.
const LINE_MAX: usize = 160;
const BEFORE_MAX: usize = 60;

/// Text from outside on one line, without what would command a terminal.
pub(super) fn safe(text: &str) -> String {
    text.chars().map(|letter| if is_unsafe(letter) { '\u{fffd}' } else { letter }).collect()
}

/// All problems of a text as a person reads them.
pub(super) fn problems(problems: &Problems) -> String {
    let mut text = String::new();
    for problem in problems.list.iter().take(SHOWN_MAX) {
        text.push_str(&one(problems, problem));
        text.push('\n');
    }
    let more = problems.list.len().saturating_sub(SHOWN_MAX);
    if more > 0 {
        text.push_str(&format!("… and {more} more in {}\n", safe(&problems.origin)));
    }
    text
}

fn one(problems: &Problems, problem: &Problem) -> String {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let origin = safe(&problems.origin);
    let title = level.primary_title(&problem.message).id(problem.code);
    let parts: Vec<Part> = [
        problem.span.clone().map(|span| (span, None)),
        problem.related.clone().map(|(span, label)| (span, Some(label))),
    ]
    .into_iter()
    .flatten()
    .map(|(span, label)| Part::around(problems, span, label))
    .collect();
    let mut group = title.elements(Vec::<annotate_snippets::Message<'_>>::new());
    for (place, part) in parts.iter().enumerate() {
        let kind = if place == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let mut annotation = kind.span(part.span.clone());
        if let Some(label) = &part.label {
            annotation = annotation.label(label);
        }
        group = group.element(
            Snippet::source(&part.line)
                .line_start(part.number)
                .path(origin.clone())
                .annotation(annotation),
        );
    }
    if parts.is_empty() {
        group = group.element(annotate_snippets::Origin::path(origin.clone()));
    }
    let hint = problem.hint.as_deref().unwrap_or_default();
    if !hint.is_empty() {
        group = group.element(Level::HELP.with_name("hint").message(hint));
    }
    Renderer::styled().render(&[group]) + "\n"
}

/// One line of the text, cut to what is around a problem, and safe to print.
struct Part {
    line: String,
    number: usize,
    span: std::ops::Range<usize>,
    label: Option<String>,
}

impl Part {
    fn around(problems: &Problems, span: std::ops::Range<usize>, label: Option<String>) -> Self {
        let text = problems.text.as_str();
        let start = floor(text, span.start);
        let (number, _) = problems.line_and_column(start);
        let line_start = text[..start].rfind('\n').map_or(0, |place| place + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |place| start + place);
        let end = floor(text, span.end).clamp(start, line_end);
        let cut_start = if line_end - line_start > LINE_MAX {
            floor(text, line_start.max(start.saturating_sub(BEFORE_MAX)))
        } else {
            line_start
        };
        let cut_end = floor(text, line_end.min(cut_start + LINE_MAX)).max(cut_start);
        let mut line = String::new();
        let (mut from, mut until) = (0, 0);
        for (place, character) in text[cut_start..cut_end].char_indices() {
            let place = cut_start + place;
            if place == start {
                from = line.len();
            }
            line.push(if is_unsafe(character) && character != '\t' {
                '\u{fffd}'
            } else {
                character
            });
            if place < end {
                until = line.len();
            }
        }
        if start >= cut_end {
            from = line.len();
        }
        Self { number, span: from..until.max(from), line, label }
    }
}

/// The nearest place before a byte at which a character begins.
fn floor(text: &str, byte: usize) -> usize {
    let mut place = byte.min(text.len());
    while !text.is_char_boundary(place) {
        place -= 1;
    }
    place
}
