//! What is wrong with a file or a request: all of it, each with its place and what to do.

use std::fmt;
use std::ops::Range;

/// Whether a problem stops the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The text cannot be used.
    Error,
    /// The text can be used; somebody should look at it.
    Warning,
}

/// One problem: a code, a place, a sentence and, where there is one, the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Whether it stops the work.
    pub severity: Severity,
    /// A short fixed name, for example `unknown-key`.
    pub code: &'static str,
    /// The key it is about, for example `holding[0].owned`; empty for the whole text.
    pub path: String,
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
    pub fn error(code: &'static str, path: impl Into<String>, message: impl Into<String>) -> Self {
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
        path: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, path, message) }
    }

    /// With the bytes it is about.
    #[must_use]
    pub fn at(mut self, span: Range<usize>) -> Self {
        self.span = Some(span);
        self
    }

    /// With what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// With another place in the same text.
    #[must_use]
    pub fn related(mut self, span: Range<usize>, label: impl Into<String>) -> Self {
        self.related = Some((span, label.into()));
        self
    }
}

/// A text with what is wrong in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems {
    /// The name of the file, or another word for where the text came from.
    pub origin: String,
    /// The text itself.
    pub text: String,
    /// What is wrong, in the order of the text.
    pub list: Vec<Problem>,
}

impl Problems {
    /// No problem yet, in a text of this origin.
    #[must_use]
    pub fn none_in(origin: &str, text: &str) -> Self {
        Self { origin: origin.to_owned(), text: text.to_owned(), list: Vec::new() }
    }

    /// Whether the text can be used.
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
        let broken: Vec<Range<usize>> = syntax.filter_map(|problem| problem.span.clone()).collect();
        self.list.retain(|problem| {
            let same_place = problem.span.as_ref().is_some_and(|span| broken.contains(span));
            problem.code == "syntax" || !same_place
        });
        let start = |problem: &Problem| problem.span.as_ref().map_or(0, |span| span.start);
        self.list.sort_by_key(start);
        self.list.dedup();
    }
}

/// A line per problem, without the source text: `file:line:column: error: … (hint: …)`.
impl fmt::Display for Problems {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.list {
            let severity = match problem.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
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

/// The known word nearest to a given one, if it is near enough to be a slip.
#[must_use]
pub fn nearest<'known>(
    given: &str,
    known: impl IntoIterator<Item = &'known str>,
) -> Option<&'known str> {
    if given.len() > 200 {
        return None;
    }
    let lower = given.to_lowercase();
    let length = lower.chars().count();
    known
        .into_iter()
        .filter_map(|candidate| {
            let other = candidate.to_lowercase();
            let other_length = other.chars().count();
            // A third of the letters may differ, and always one; at least as many do as one of
            // the two is longer.
            let most = length.max(other_length).checked_div(3).unwrap_or(0).max(1);
            if length.abs_diff(other_length) > most {
                return None;
            }
            let distance = strsim::damerau_levenshtein(&lower, &other);
            (distance <= most).then_some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// The words of a list, for a hint: `a, b or c`.
#[must_use]
pub fn one_of<'word>(words: impl IntoIterator<Item = &'word str>) -> String {
    let words: Vec<&str> = words.into_iter().collect();
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_a_stranger_finds_none() {
        let known = ["select", "priority", "priority-plus"];
        assert_eq!(nearest("selct", known), Some("select"));
        assert_eq!(nearest("Priority", known), Some("priority"));
        assert_eq!(nearest("prioirty-plus", known), Some("priority-plus"));
        assert_eq!(nearest("gold", known), None);
        assert_eq!(nearest(&"x".repeat(10_000), known), None);
    }

    #[test]
    fn columns_count_characters_not_bytes() {
        let problems = Problems::none_in("x", "a\né = 1\n");
        let place = problems.text.find('=').unwrap_or(0);
        assert_eq!(problems.line_and_column(place), (2, 3));
        assert_eq!(problems.line_and_column(999), (3, 1));
    }

    #[test]
    fn words_are_listed_as_a_sentence_would() {
        assert_eq!(one_of(["a", "b", "c"]), "a, b or c");
        assert_eq!(one_of(["a"]), "a");
        assert_eq!(one_of([]), "");
    }
}
