//! A text in TOML or JSON as a tree that knows where each value stands.
//!
//! Reading by hand from such a tree, rather than by a derived deserializer, lets every problem of
//! a text be reported in one go, where a deserializer stops at the first.

mod parse;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use super::calendar::{Date, is_in_range, parse_iso};
use super::money::{Currency, MoneyTextError};
use super::problem::{Problem, Problems, nearest, one_of};

pub use parse::parse;

/// A value and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node<'text> {
    /// The bytes of the text it stands in.
    pub span: Range<usize>,
    /// What stands there.
    pub value: NodeValue<'text>,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'text> {
    /// The key.
    pub key: Cow<'text, str>,
    /// The bytes of the key.
    pub key_span: Range<usize>,
    /// The value.
    pub node: Node<'text>,
}

/// What a text can hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeValue<'text> {
    /// Quoted text.
    Text(Cow<'text, str>),
    /// A whole number.
    Integer(i64),
    /// A whole number beyond 64 bits.
    HugeInteger,
    /// A number with a fraction or an exponent: digits are already lost, it is never used.
    Float,
    /// True or false.
    Boolean(bool),
    /// A civil date.
    Date(Date),
    /// A date with a time, or a time.
    DateTime,
    /// A list.
    List(Vec<Node<'text>>),
    /// A table.
    Table(Vec<Entry<'text>>),
    /// JSON's `null`.
    Null,
}

impl NodeValue<'_> {
    /// What it is, for a sentence.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Integer(_) => "a whole number",
            Self::HugeInteger => "a number that is too large",
            Self::Float => "a number with a fraction",
            Self::Boolean(_) => "true or false",
            Self::Date(_) => "a date",
            Self::DateTime => "a date with a time",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
            Self::Null => "null",
        }
    }
}

/// The format of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// TOML 1.0.
    Toml,
    /// JSON (RFC 8259).
    Json,
}

/// Where a value stands among tables and lists, for example `holding[0].owned`; a text is made of
/// it only where it is told.
#[derive(Debug, Clone, Copy)]
pub enum Path<'path> {
    /// A path written out; empty for the whole text.
    Text(&'path str),
    /// An item of a list at a path.
    Item(&'path str, usize),
    /// A key of a table at a path.
    Key(&'path Path<'path>, &'path str),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(path) | Self::Key(Self::Text(""), path) => formatter.write_str(path),
            Self::Item(list, place) => write!(formatter, "{list}[{place}]"),
            Self::Key(table, key) => write!(formatter, "{table}.{key}"),
        }
    }
}

impl<'path> From<&'path str> for Path<'path> {
    fn from(path: &'path str) -> Self {
        Self::Text(path)
    }
}

impl<'path> From<&'path String> for Path<'path> {
    fn from(path: &'path String) -> Self {
        Self::Text(path)
    }
}

impl From<Path<'_>> for String {
    fn from(path: Path<'_>) -> Self {
        path.to_string()
    }
}

/// Most tables are asked for no more keys than this.
const KEYS_USUAL: usize = 16;

/// The keys of one table, read one by one; what was not asked for is unknown.
pub struct Fields<'node> {
    path: Path<'node>,
    span: Range<usize>,
    entries: &'node [Entry<'node>],
    asked: Vec<&'static str>,
    incomplete: bool,
}

impl<'node> Fields<'node> {
    /// The keys of a table at a path; `None`, and a problem, where it is no table.
    pub fn of(
        node: &'node Node<'_>,
        path: impl Into<Path<'node>>,
        problems: &mut Problems,
    ) -> Option<Self> {
        let path = path.into();
        let NodeValue::Table(entries) = &node.value else {
            problems.list.push(expected("a table", node, path));
            return None;
        };
        // The syntax is checked before anything else.
        let incomplete = problems.list.first().is_some_and(|problem| problem.code == "syntax");
        let asked = Vec::with_capacity(KEYS_USUAL);
        Some(Self { path, span: node.span.clone(), entries, asked, incomplete })
    }

    /// The path of a key in this table.
    #[must_use]
    pub fn path_of<'path>(&'path self, key: &'path str) -> Path<'path> {
        Path::Key(&self.path, key)
    }

    /// The bytes of the table, for problems about all of it.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// The place of a key's value, or of the table where the key is absent.
    #[must_use]
    pub fn span_of(&self, key: &str) -> Range<usize> {
        self.entries
            .iter()
            .find(|entry| entry.key == key)
            .map_or_else(|| self.span(), |entry| entry.node.span.clone())
    }

    /// All entries of a table whose keys are free, such as currencies.
    pub fn all(&mut self) -> &'node [Entry<'node>] {
        self.asked.clear();
        self.entries
    }

    /// The value of a key that may be absent.
    pub fn optional(&mut self, key: &'static str) -> Option<&'node Node<'node>> {
        self.asked.push(key);
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// The value of a key that must be there.
    pub fn required(
        &mut self,
        key: &'static str,
        problems: &mut Problems,
    ) -> Option<&'node Node<'node>> {
        let found = self.optional(key);
        // After a syntax error a key may be missing only because its line could not be read.
        if found.is_none() && !self.incomplete {
            let problem = Problem::error("missing-key", self.path_of(key), {
                format!("the key `{key}` is missing")
            });
            let hint = if matches!(self.path, Path::Text("")) {
                format!("add `{key} = …`")
            } else {
                format!("add `{key} = …` to `{}`", self.path)
            };
            problems.list.push(problem.at(self.span()).hint(hint));
        }
        found
    }

    /// Reports the keys that were never asked for.
    pub fn finish(self, problems: &mut Problems) {
        for entry in self.entries {
            if self.asked.contains(&entry.key.as_ref()) {
                continue;
            }
            let known = self.asked.iter().copied();
            let hint = match nearest(&entry.key, known.clone()) {
                Some(word) => format!("did you mean `{word}`?"),
                None => format!("remove it; known here: {}", one_of(known)),
            };
            problems.list.push(
                Problem::error(
                    "unknown-key",
                    self.path_of(&entry.key),
                    format!("unknown key `{}`", for_message(&entry.key)),
                )
                .at(entry.key_span.clone())
                .hint(hint),
            );
        }
    }
}

/// What is wrong with the text of an amount at a key.
#[must_use]
pub fn amount_message(error: MoneyTextError, text: &str, path: &str, currency: Currency) -> String {
    match error {
        MoneyTextError::NotPlain => format!("`{path}`: `{}` is not an amount", for_message(text)),
        MoneyTextError::TooManyDecimals => {
            format!("`{path}`: {currency} has {} decimals", currency.decimals())
        }
        MoneyTextError::TooLarge => format!("`{path}`: the amount is too large"),
    }
}

/// Text from outside, safe to stand in a message: cut, and without control characters.
#[must_use]
pub fn for_message(text: &str) -> String {
    const LENGTH_MAX: usize = 60;
    let mut safe: String = text
        .chars()
        .take(LENGTH_MAX)
        .map(|character| if is_unsafe(character) { '\u{fffd}' } else { character })
        .collect();
    if text.chars().nth(LENGTH_MAX).is_some() {
        safe.push('…');
    }
    safe
}

/// Control characters, line separators, marks without width, and marks that turn the direction of
/// writing.
#[must_use]
pub fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{2028}' | '\u{2029}' | '\u{2060}' | '\u{feff}')
        || ('\u{200b}'..='\u{200f}').contains(&character)
        || ('\u{202a}'..='\u{202e}').contains(&character)
        || ('\u{2066}'..='\u{2069}').contains(&character)
}

/// The problem of a value of the wrong kind.
#[must_use]
pub fn expected(what: &str, node: &Node<'_>, path: impl Into<String>) -> Problem {
    let path = path.into();
    let subject = if path.is_empty() { "the text".to_owned() } else { format!("`{path}`") };
    let message = format!("{subject} must be {what}, not {}", node.value.kind());
    let problem = Problem::error("wrong-type", path, message).at(node.span.clone());
    match node.value {
        NodeValue::Float => {
            problem.hint(format!("a number with a fraction has lost digits: write {what}"))
        }
        NodeValue::Text(_)
        | NodeValue::Integer(_)
        | NodeValue::HugeInteger
        | NodeValue::Boolean(_)
        | NodeValue::Date(_)
        | NodeValue::DateTime
        | NodeValue::List(_)
        | NodeValue::Table(_)
        | NodeValue::Null => problem.hint(format!("write {what}")),
    }
}

/// Quoted text that is not empty, at most so many characters, without control characters.
pub fn text<'node, 'path>(
    node: &'node Node<'_>,
    path: impl Into<Path<'path>>,
    length_max: usize,
    problems: &mut Problems,
) -> Option<&'node str> {
    let path = path.into();
    let NodeValue::Text(text) = &node.value else {
        problems.list.push(expected("a text in quotes", node, path));
        return None;
    };
    if is_plain(text, length_max) {
        return Some(text);
    }
    let problem = if text.trim().is_empty() {
        Problem::error("empty-text", path, format!("`{path}` is empty"))
            .hint("write a text, or leave the key out where it is optional")
    } else if text.chars().count() > length_max {
        let length = text.chars().count();
        Problem::error(
            "text-too-long",
            path,
            format!("`{path}` has {length} characters; {length_max} is the most"),
        )
        .hint("shorten it")
    } else if let Some(character) = text.chars().find(|character| is_unsafe(*character)) {
        let code = u32::from(character);
        Problem::error(
            "control-character",
            path,
            format!("`{path}` holds the invisible character U+{code:04X}"),
        )
        .hint("remove it: it could hide what a document says")
    } else {
        return Some(text);
    };
    problems.list.push(problem.at(node.span.clone()));
    None
}

/// Whether a look at the bytes alone shows that a text may stand; others need a closer look.
fn is_plain(text: &str, length_max: usize) -> bool {
    let is_printed = |byte: u8| (b' '..=b'~').contains(&byte);
    text.len() <= length_max && text.bytes().all(is_printed) && !text.trim().is_empty()
}

/// A whole number between two limits, both included.
pub fn integer<'path>(
    node: &Node<'_>,
    path: impl Into<Path<'path>>,
    limits: std::ops::RangeInclusive<i64>,
    problems: &mut Problems,
) -> Option<i64> {
    let path = path.into();
    let out_of_range = match node.value {
        NodeValue::Integer(number) if limits.contains(&number) => return Some(number),
        NodeValue::Integer(number) => number.to_string(),
        NodeValue::HugeInteger => "the number".to_owned(),
        NodeValue::Text(_)
        | NodeValue::Float
        | NodeValue::Boolean(_)
        | NodeValue::Date(_)
        | NodeValue::DateTime
        | NodeValue::List(_)
        | NodeValue::Table(_)
        | NodeValue::Null => {
            problems.list.push(expected("a whole number without quotes", node, path));
            return None;
        }
    };
    let (least, most) = (limits.start(), limits.end());
    problems.list.push(
        Problem::error("out-of-range", path, format!("`{path}`: {out_of_range} is out of range"))
            .at(node.span.clone())
            .hint(format!("write a whole number from {least} to {most}")),
    );
    None
}

/// A civil date: a TOML date, or in JSON a text such as `"2026-11-24"`.
pub fn date<'path>(
    node: &Node<'_>,
    path: impl Into<Path<'path>>,
    problems: &mut Problems,
) -> Option<Date> {
    let path = path.into();
    let date = match &node.value {
        NodeValue::Date(date) => Some(*date),
        NodeValue::Text(text) => {
            let date = parse_iso(text);
            if date.is_none() {
                let message = format!("`{path}`: `{}` is not a date", for_message(text));
                problems.list.push(
                    Problem::error("bad-date", path, message)
                        .at(node.span.clone())
                        .hint("write year-month-day, for example 2026-11-24, of a day that exists"),
                );
                return None;
            }
            date
        }
        NodeValue::Integer(_)
        | NodeValue::HugeInteger
        | NodeValue::Float
        | NodeValue::Boolean(_)
        | NodeValue::DateTime
        | NodeValue::List(_)
        | NodeValue::Table(_)
        | NodeValue::Null => {
            problems.list.push(expected("a date such as 2026-11-24", node, path));
            None
        }
    }?;
    if is_in_range(date) {
        return Some(date);
    }
    problems.list.push(
        Problem::error("out-of-range", path, format!("`{path}`: {date} is out of range"))
            .at(node.span.clone())
            .hint("write a date from 1900-01-01 to 2199-12-31"),
    );
    None
}

/// The items of a list, each with its path; a problem, and none, where it is no list.
pub fn list<'node>(
    node: &'node Node<'_>,
    path: &'node str,
    length_max: usize,
    problems: &mut Problems,
) -> impl Iterator<Item = (Path<'node>, &'node Node<'node>)> + use<'node> {
    let items = items(node, path, length_max, problems).unwrap_or_default();
    items.iter().enumerate().map(move |(place, item)| (Path::Item(path, place), item))
}

fn items<'node>(
    node: &'node Node<'_>,
    path: &str,
    length_max: usize,
    problems: &mut Problems,
) -> Option<&'node [Node<'node>]> {
    let NodeValue::List(items) = &node.value else {
        problems.list.push(expected("a list", node, path));
        return None;
    };
    if items.len() > length_max {
        let message = format!("`{path}` has {} items; {length_max} is the most", items.len());
        problems.list.push(
            Problem::error("list-too-long", path, message)
                .at(node.span.clone())
                .hint("leave some out, or split the file"),
        );
        return None;
    }
    Some(items)
}
