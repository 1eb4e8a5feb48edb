//! Reading from the tree: a cursor that carries the path and notes every problem.

use std::fmt::Display;
use std::ops::Range;

use crate::engine::calendar::Date;
use crate::engine::money::Currency;
use crate::engine::path::Path;
use crate::engine::problem::{Problem, Problems};
use crate::engine::text::{for_message, nearest, one_of};

use super::tree::{Entry, Node, NodeValue};

/// The value cannot be used, and the reason is among the problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reported;

/// What was read; where it is wrong, that was reported.
pub type Read<T> = Result<T, Reported>;

/// What can be read from a value of the tree.
pub trait FromNode<'a>: Sized {
    /// Reads it, or reports what is wrong.
    ///
    /// # Errors
    /// The value was reported.
    fn from_node(at: Cursor<'_, 'a>) -> Read<Self>;
}

/// What values mean that do not say it themselves.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context {
    /// The day that stands in for a day of the quote that is left out.
    pub today: Option<Date>,
    /// The currency of amounts that name none; `None` where it could not be read.
    pub currency: Option<Currency>,
}

/// A value, its path, and where its problems go.
pub struct Cursor<'r, 'a> {
    node: &'a Node<'a>,
    path: Path<'r>,
    context: Context,
    problems: &'r mut Problems,
}

impl<'r, 'a> Cursor<'r, 'a> {
    /// At the root of a tree.
    pub const fn root(node: &'a Node<'a>, context: Context, problems: &'r mut Problems) -> Self {
        Self { node, path: Path::Root, context, problems }
    }

    /// The value.
    #[must_use]
    pub const fn value(&self) -> &'a NodeValue<'a> {
        &self.node.value
    }

    /// The text of the value, where it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&'a str> {
        self.node.as_text()
    }

    /// Where it stands among tables and lists.
    #[must_use]
    pub const fn path(&self) -> Path<'r> {
        self.path
    }

    /// The bytes it stands in.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.node.span.clone()
    }

    /// What the value means that does not say it itself.
    #[must_use]
    pub const fn context(&self) -> Context {
        self.context
    }

    /// Adds a problem at this value.
    pub fn report(&mut self, problem: Problem) -> Reported {
        self.problems.push(problem.at(self.span()));
        Reported
    }

    /// Adds a problem that knows its own place.
    pub fn report_at(&mut self, problem: Problem) -> Reported {
        self.problems.push(problem);
        Reported
    }

    /// The same cursor, to be read with and come back to.
    pub const fn reborrow(&mut self) -> Cursor<'_, 'a> {
        Cursor {
            node: self.node,
            path: self.path,
            context: self.context,
            problems: &mut *self.problems,
        }
    }

    /// Whether the value is a table.
    #[must_use]
    pub const fn is_table(&self) -> bool {
        matches!(self.value(), NodeValue::Table(_))
    }

    /// Reports an error whose message begins with the path: `rest` follows it, for example
    /// `: 5 is out of range`.
    pub fn wrong(
        &mut self,
        code: &'static str,
        rest: impl Display,
        hint: impl Into<String>,
    ) -> Reported {
        let message = format!("`{}`{rest}", self.path);
        self.report(Problem::error(code, self.path, message).hint(hint))
    }

    /// Reports a value of the wrong kind; `what` is what should stand here, for example `a date`.
    pub fn expected(&mut self, what: &str) -> Reported {
        let subject = match self.path {
            Path::Root => "the text".to_owned(),
            Path::Key(..) | Path::Item(..) => format!("`{}`", self.path),
        };
        let value = self.value();
        let message = format!("{subject} must be {what}, not {}", value.kind());
        let hint = if matches!(value, NodeValue::Float) {
            format!("a number with a fraction has lost digits: write {what}")
        } else {
            format!("write {what}")
        };
        self.report(Problem::error("wrong-type", self.path, message).hint(hint))
    }

    /// Reads the value, and rewrites the hint of each problem that this reports.
    ///
    /// # Errors
    /// As the function that reads.
    pub fn hinted<T>(
        mut self,
        read: impl FnOnce(Cursor<'_, 'a>) -> Read<T>,
        rewrite: impl Fn(&str) -> String,
    ) -> Read<T> {
        let before = self.problems.list.len();
        let value = read(self.reborrow());
        for problem in self.problems.list.iter_mut().skip(before) {
            problem.hint = Some(rewrite(problem.hint.as_deref().unwrap_or_default()));
        }
        value
    }

    /// The keys of the value, which must be a table.
    ///
    /// # Errors
    /// It is none, which was reported.
    pub fn table(mut self) -> Read<TableCursor<'r, 'a>> {
        let NodeValue::Table(entries) = self.value() else {
            return Err(self.expected("a table"));
        };
        // The syntax is checked before anything else.
        let incomplete = self.problems.list.first().is_some_and(|first| first.code == "syntax");
        Ok(TableCursor { at: self, entries, asked: Vec::with_capacity(KEYS_USUAL), incomplete })
    }

    /// Reads each item of the value, which must be a list of at most so many; what could not be
    /// read is left out, and was reported.
    pub fn each<T>(
        mut self,
        length_max: usize,
        mut read: impl FnMut(Cursor<'_, 'a>) -> Read<T>,
    ) -> Vec<T> {
        let NodeValue::List(items) = self.value() else {
            self.expected("a list");
            return Vec::new();
        };
        if items.len() > length_max {
            let rest = format!(" has {} items; {length_max} is the most", items.len());
            self.wrong("list-too-long", rest, "leave some out, or split the file");
            return Vec::new();
        }
        let Self { path, context, problems, .. } = self;
        let item = |(place, node)| {
            let path = Path::Item(&path, place);
            read(Cursor { node, path, context, problems: &mut *problems }).ok()
        };
        items.iter().enumerate().filter_map(item).collect()
    }

    /// Whether the value is an empty list.
    #[must_use]
    pub fn is_empty_list(&self) -> bool {
        matches!(self.value(), NodeValue::List(items) if items.is_empty())
    }
}

/// Most tables are asked for no more keys than this.
const KEYS_USUAL: usize = 16;

/// The keys of one table, read one by one; what was not asked for is unknown.
pub struct TableCursor<'r, 'a> {
    at: Cursor<'r, 'a>,
    entries: &'a [Entry<'a>],
    asked: Vec<&'static str>,
    incomplete: bool,
}

impl<'a> TableCursor<'_, 'a> {
    /// Where the table stands.
    #[must_use]
    pub const fn path(&self) -> Path<'_> {
        self.at.path
    }

    /// The path of a key in this table.
    #[must_use]
    pub fn path_of<'path>(&'path self, key: &'path str) -> Path<'path> {
        Path::Key(&self.at.path, key)
    }

    /// The bytes of the table, for problems about all of it.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.at.span()
    }

    /// The place of a key's value, or of the table where the key is absent.
    #[must_use]
    pub fn span_of(&self, key: &str) -> Range<usize> {
        self.find(key).map_or_else(|| self.span(), |entry| entry.node.span.clone())
    }

    /// What values mean that do not say it themselves.
    #[must_use]
    pub const fn context(&self) -> Context {
        self.at.context
    }

    /// Whether a key is there; it is known from then on.
    pub fn has(&mut self, key: &'static str) -> bool {
        self.asked.push(key);
        self.find(key).is_some()
    }

    /// The value of a key that must be there.
    ///
    /// # Errors
    /// It is missing or wrong, which was reported.
    pub fn need<T: FromNode<'a>>(&mut self, key: &'static str) -> Read<T> {
        self.need_with(key, T::from_node)
    }

    /// The value of a key that may be absent.
    ///
    /// # Errors
    /// It is wrong, which was reported.
    pub fn may<T: FromNode<'a>>(&mut self, key: &'static str) -> Read<Option<T>> {
        self.may_with(key, T::from_node)
    }

    /// The value of a key that must be there, read by a function.
    ///
    /// # Errors
    /// It is missing or wrong, which was reported.
    pub fn need_with<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(Cursor<'_, 'a>) -> Read<T>,
    ) -> Read<T> {
        match self.may_with(key, read)? {
            Some(value) => Ok(value),
            None => Err(self.missing(key)),
        }
    }

    /// The value of a key that may be absent, read by a function.
    ///
    /// # Errors
    /// It is wrong, which was reported.
    pub fn may_with<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(Cursor<'_, 'a>) -> Read<T>,
    ) -> Read<Option<T>> {
        self.asked.push(key);
        let Some(entry) = self.find(key) else { return Ok(None) };
        let Cursor { path, context, problems, .. } = &mut self.at;
        let (path, context) = (Path::Key(path, key), *context);
        read(Cursor { node: &entry.node, path, context, problems }).map(Some)
    }

    /// The items of a list that may be left out; those that could not be read were reported.
    ///
    /// # Errors
    /// None: a list without the items that are wrong is enough to look for further problems.
    pub fn list<T: FromNode<'a>>(&mut self, key: &'static str, most: usize) -> Read<Vec<T>> {
        let items = self.may_with(key, |at| Ok(at.each(most, T::from_node)))?;
        Ok(items.unwrap_or_default())
    }

    /// The items of a list that must have one; those that could not be read were reported.
    ///
    /// # Errors
    /// The key is missing, which was reported.
    pub fn some<T: FromNode<'a>>(&mut self, key: &'static str, most: usize) -> Read<Vec<T>> {
        self.need_with(key, |mut at| {
            if at.is_empty_list() {
                let message = format!("the request has no {key}");
                let problem = Problem::error("empty-list", at.path(), message);
                at.report(
                    problem.hint(format!("add what is to be covered: at least one [[{key}]]")),
                );
            }
            Ok(at.each(most, T::from_node))
        })
    }

    /// Reads every key of a table whose keys are free, such as currencies: the function gets the
    /// key, the bytes of the key, and a cursor at its value.
    pub fn each_key(&mut self, mut read: impl FnMut(&'a str, Range<usize>, Cursor<'_, 'a>)) {
        self.asked.clear();
        for entry in self.entries {
            let shown = for_message(&entry.key);
            let Cursor { path, context, problems, .. } = &mut self.at;
            let (path, context) = (Path::Key(path, &shown), *context);
            let at = Cursor { node: &entry.node, path, context, problems };
            read(&entry.key, entry.key_span.clone(), at);
        }
        self.entries = &[];
    }

    /// How many keys the table has that were not read by [`TableCursor::each_key`].
    #[must_use]
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether the table has no such key.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds a problem.
    pub fn report(&mut self, problem: Problem) -> Reported {
        self.at.report_at(problem)
    }

    /// All problems so far.
    pub const fn problems(&mut self) -> &mut Problems {
        self.at.problems
    }

    /// Reports that a key is missing.
    pub fn missing(&mut self, key: &'static str) -> Reported {
        // After a syntax error a key may be missing only because its line could not be read.
        if !self.incomplete {
            let message = format!("the key `{key}` is missing");
            let hint = match self.at.path {
                Path::Root => format!("add `{key} = …`"),
                path @ (Path::Key(..) | Path::Item(..)) => format!("add `{key} = …` to `{path}`"),
            };
            self.at.report(Problem::error("missing-key", self.path_of(key), message).hint(hint));
        }
        Reported
    }

    /// Reports the keys that were never asked for.
    pub fn finish(&mut self) {
        for entry in self.entries {
            if self.asked.contains(&entry.key.as_ref()) {
                continue;
            }
            let problems = &mut *self.at.problems;
            if problems.is_full() {
                problems.omitted = problems.omitted.saturating_add(1);
                continue;
            }
            let known = self.asked.iter().copied();
            let hint = match nearest(&entry.key, known.clone()) {
                Some(word) => format!("did you mean `{word}`?"),
                None => format!("remove it; known here: {}", one_of(known)),
            };
            let message = format!("unknown key `{}`", for_message(&entry.key));
            let path = Path::Key(&self.at.path, &entry.key);
            let problem = Problem::error("unknown-key", path, message);
            problems.push(problem.at(entry.key_span.clone()).hint(hint));
        }
    }

    fn find(&self, key: &str) -> Option<&'a Entry<'a>> {
        self.entries.iter().find(|entry| entry.key == key)
    }
}
