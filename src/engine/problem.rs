//! What is wrong with a file or a request: all of it, each with its place and what to do.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use super::path::KeyPath;

pub use super::text::{nearest, one_of};

/// Whether a problem stops the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The text cannot be used.
    Error,
    /// The text can be used; somebody should look at it.
    Warning,
    /// The text can be used, and it is good to know.
    Notice,
}

/// One problem: a code, a place, a sentence and, where there is one, the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Whether it stops the work.
    pub severity: Severity,
    /// A short fixed name, for example `unknown-key`.
    pub code: &'static str,
    /// The key it is about, for example `holding[0].owned`.
    pub path: KeyPath,
    /// The bytes of the text it is about, where known.
    pub span: Option<Range<usize>>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
    /// Another place in the same text that takes part, with its label.
    pub related: Option<(Range<usize>, String)>,
}

impl Problem {
    /// An error at a key.
    #[must_use]
    pub fn error(code: &'static str, path: impl Into<KeyPath>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            path: path.into(),
            span: None,
            message: message.into(),
            hint: None,
            related: None,
        }
    }

    /// A warning at a key.
    #[must_use]
    pub fn warning(
        code: &'static str,
        path: impl Into<KeyPath>,
        message: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, path, message) }
    }

    /// A notice at a key.
    #[must_use]
    pub fn notice(
        code: &'static str,
        path: impl Into<KeyPath>,
        message: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Notice, ..Self::error(code, path, message) }
    }

    /// The message without the path that it begins with, where it does: for places that name the
    /// value otherwise, such as a flag.
    #[must_use]
    pub fn message_without_path(&self) -> &str {
        let rest = self.message.strip_prefix(&format!("`{}`", self.path));
        rest.map_or(&self.message, |rest| rest.trim_start_matches([':', ' ']))
    }

    /// With the bytes it is about.
    #[must_use]
    pub fn at(self, span: Range<usize>) -> Self {
        Self { span: Some(span), ..self }
    }

    /// With what to do.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// With another place in the same text.
    #[must_use]
    pub fn related(self, span: Range<usize>, label: impl Into<String>) -> Self {
        Self { related: Some((span, label.into())), ..self }
    }
}

/// Errors beyond this many are counted and not kept: whoever reads them begins with the first, and
/// a text that is wrong in every key must not cost more than its size.
pub const ERRORS_MAX: usize = 500;

/// A text with what is wrong in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems {
    /// The name of the file, or another word for where the text came from.
    pub origin: String,
    /// The text itself.
    pub text: String,
    /// What is wrong, in the order of the text; at most [`ERRORS_MAX`] errors.
    pub list: Vec<Problem>,
    /// How many errors there are beyond those of the list.
    pub omitted: usize,
}

impl Problems {
    /// No problem yet, in a text of this origin.
    #[must_use]
    pub fn none_in(origin: &str, text: &str) -> Self {
        Self { origin: origin.to_owned(), text: text.to_owned(), list: Vec::new(), omitted: 0 }
    }

    /// Adds a problem, or counts it where there are too many.
    pub fn push(&mut self, problem: Problem) {
        if problem.severity == Severity::Error && self.is_full() {
            self.omitted = self.omitted.saturating_add(1);
        } else {
            self.list.push(problem);
        }
    }

    /// Whether further errors are only counted.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.list.len() >= ERRORS_MAX
            && self.list.iter().filter(|one| one.severity == Severity::Error).count() >= ERRORS_MAX
    }

    /// Whether the text has an error, so that it cannot be used.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// Line and column of a byte, both from 1; columns count characters.
    #[must_use]
    pub fn line_and_column(&self, byte: usize) -> (usize, usize) {
        let before = self.text.get(..byte.min(self.text.len())).unwrap_or(&self.text);
        let line_start = before.rfind('\n').map_or(0, |place| place.saturating_add(1));
        let line = before.matches('\n').count().saturating_add(1);
        let column = before.get(line_start..).map_or(0, |part| part.chars().count());
        (line, column.saturating_add(1))
    }

    /// Puts the problems in the order of the text; the same problem twice is kept once, and what a
    /// syntax error left of a value is not reported again as a value of the wrong kind.
    pub fn sort(&mut self) {
        let syntax = self.list.iter().filter(|problem| problem.code == "syntax");
        let place =
            |problem: &Problem| Some((problem.span.as_ref()?.start, problem.span.as_ref()?.end));
        // What stands in no text has no bytes of its own.
        let broken = syntax.filter_map(place).filter(|(start, end)| start < end);
        let broken: BTreeSet<(usize, usize)> = broken.collect();
        self.list.retain(|problem| {
            let same_place = place(problem).is_some_and(|place| broken.contains(&place));
            problem.code == "syntax" || !same_place
        });
        let start = |problem: &Problem| problem.span.as_ref().map_or(0, |span| span.start);
        self.list.sort_by_key(start);
        self.list.dedup();
    }
}

impl std::error::Error for Problems {}

/// A line per problem, without the source text: `file:line:column: error: … (hint: …)`.
impl fmt::Display for Problems {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.list {
            let severity = match problem.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Notice => "notice",
            };
            write!(formatter, "{}", self.origin)?;
            if let Some(span) = &problem.span {
                let (line, column) = self.line_and_column(span.start);
                write!(formatter, ":{line}:{column}")?;
            }
            write!(formatter, ": {severity}: {}", problem.message)?;
            match &problem.hint {
                Some(hint) => writeln!(formatter, " (hint: {hint})")?,
                None => writeln!(formatter)?,
            }
        }
        Ok(())
    }
}
