//! A text in TOML or JSON as a tree that knows where each value stands.
//!
//! Reading by hand from such a tree, rather than by a derived deserializer, lets every problem of
//! a text be reported in one go, where a deserializer stops at the first.

use std::collections::BTreeMap;
use std::ops::Range;

use jsonc_parser::ast;
use toml::de::{DeTable, DeValue};

use super::calendar::{Date, is_in_range, parse_iso};
use super::problem::{Problem, Problems, nearest, one_of};

/// A value and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The bytes of the text it stands in.
    pub span: Range<usize>,
    /// What stands there.
    pub value: NodeValue,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// The bytes of the key.
    pub key_span: Range<usize>,
    /// The value.
    pub node: Node,
}

/// What a text can hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeValue {
    /// Quoted text.
    Text(String),
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
    List(Vec<Node>),
    /// A table.
    Table(Vec<Entry>),
    /// JSON's `null`.
    Null,
}

impl NodeValue {
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

/// Reads a text; what is no valid TOML or JSON becomes problems, and the tree holds the rest.
pub fn parse(format: Format, problems: &mut Problems) -> Node {
    match format {
        Format::Toml => parse_toml(problems),
        Format::Json => parse_json(problems),
    }
}

fn parse_toml(problems: &mut Problems) -> Node {
    let text = std::mem::take(&mut problems.text);
    let (table, errors) = DeTable::parse_recoverable(&text);
    for error in errors {
        let mut problem = Problem::error("syntax", "", error.message().replace('\n', ", "));
        problem.span = error.span();
        problems.list.push(problem.hint(toml_hint(error.message())));
    }
    let node = Node { span: 0..0, value: table_node(table.get_ref(), 0) };
    problems.text = text;
    node
}

fn toml_hint(message: &str) -> &'static str {
    if message.contains("duplicate key") {
        "a key may stand in a table once: remove one of the two"
    } else if message.contains("date") || message.contains("day") || message.contains("month") {
        "a date is written year-month-day, for example 2026-11-24, and must exist"
    } else {
        "see https://toml.io for the rules of TOML; text stands in quotes, dates do not"
    }
}

/// Tables nested deeper than any request or price book needs are not followed.
const DEPTH_MAX: usize = 32;

fn table_node(table: &DeTable<'_>, depth: usize) -> NodeValue {
    if depth > DEPTH_MAX {
        return NodeValue::Null;
    }
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_span: key.span(),
            node: Node {
                span: value.span(),
                value: toml_value(value.get_ref(), depth.saturating_add(1)),
            },
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span.start);
    NodeValue::Table(entries)
}

fn toml_value(value: &DeValue<'_>, depth: usize) -> NodeValue {
    match value {
        DeValue::String(text) => NodeValue::Text(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or(NodeValue::HugeInteger, NodeValue::Integer),
        DeValue::Float(_) => NodeValue::Float,
        DeValue::Boolean(value) => NodeValue::Boolean(*value),
        DeValue::Datetime(moment) => match (moment.date, moment.time) {
            (Some(date), None) => {
                Date::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
                    .map_or(NodeValue::DateTime, NodeValue::Date)
            }
            (None | Some(_), _) => NodeValue::DateTime,
        },
        DeValue::Array(_) if depth > DEPTH_MAX => NodeValue::Null,
        DeValue::Array(list) => NodeValue::List(
            list.iter()
                .map(|item| Node {
                    span: item.span(),
                    value: toml_value(item.get_ref(), depth.saturating_add(1)),
                })
                .collect(),
        ),
        DeValue::Table(table) => table_node(table, depth),
    }
}

fn parse_json(problems: &mut Problems) -> Node {
    let strict = jsonc_parser::ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let collect = jsonc_parser::CollectOptions {
        comments: jsonc_parser::CommentCollectionStrategy::Off,
        tokens: false,
    };
    let text = std::mem::take(&mut problems.text);
    let node = match jsonc_parser::parse_to_ast(&text, &collect, &strict) {
        Ok(parsed) => match parsed.value {
            Some(value) => json_node(&value, &mut problems.list),
            None => {
                problems.list.push(
                    Problem::error("syntax", "", "the text is empty")
                        .hint("write a request as a JSON object"),
                );
                Node { span: 0..0, value: NodeValue::Table(Vec::new()) }
            }
        },
        Err(error) => {
            let range = error.range();
            problems.list.push(
                Problem::error("syntax", "", format!("not valid JSON: {}", error.kind()))
                    .at(range.start..range.end)
                    .hint("see https://www.json.org for the rules of JSON"),
            );
            Node { span: 0..0, value: NodeValue::Table(Vec::new()) }
        }
    };
    problems.text = text;
    node
}

fn json_node(value: &ast::Value<'_>, problems: &mut Vec<Problem>) -> Node {
    let at = |range: jsonc_parser::common::Range| range.start..range.end;
    match value {
        ast::Value::StringLit(text) => {
            Node { span: at(text.range), value: NodeValue::Text(text.value.to_string()) }
        }
        ast::Value::NumberLit(number) => {
            let value = if number.value.contains(['.', 'e', 'E']) {
                NodeValue::Float
            } else {
                number.value.parse().map_or(NodeValue::HugeInteger, NodeValue::Integer)
            };
            Node { span: at(number.range), value }
        }
        ast::Value::BooleanLit(literal) => {
            Node { span: at(literal.range), value: NodeValue::Boolean(literal.value) }
        }
        ast::Value::NullKeyword(null) => Node { span: at(null.range), value: NodeValue::Null },
        ast::Value::Array(list) => Node {
            span: at(list.range),
            value: NodeValue::List(
                list.elements.iter().map(|item| json_node(item, problems)).collect(),
            ),
        },
        ast::Value::Object(object) => json_object(object, problems),
    }
}

fn json_object(object: &ast::Object<'_>, problems: &mut Vec<Problem>) -> Node {
    let mut entries: Vec<Entry> = Vec::new();
    let mut places: BTreeMap<String, Range<usize>> = BTreeMap::new();
    for property in &object.properties {
        let name = property.name.as_str().to_owned();
        let name_range = match &property.name {
            ast::ObjectPropName::String(text) => text.range,
            ast::ObjectPropName::Word(word) => word.range,
        };
        let key_span = name_range.start..name_range.end;
        let node = json_node(&property.value, problems);
        if let Some(earlier) = places.get(&name) {
            problems.push(
                Problem::error("syntax", name, "this key stands here twice")
                    .at(key_span)
                    .related(earlier.clone(), "first here")
                    .hint("remove one of the two"),
            );
        } else {
            places.insert(name.clone(), key_span.clone());
            entries.push(Entry { key: name, key_span, node });
        }
    }
    Node { span: object.range.start..object.range.end, value: NodeValue::Table(entries) }
}

/// The keys of one table, read one by one; what was not asked for is unknown.
pub struct Fields<'node> {
    path: String,
    span: Range<usize>,
    entries: &'node [Entry],
    asked: Vec<&'static str>,
    incomplete: bool,
}

impl<'node> Fields<'node> {
    /// The keys of a table at a path; `None`, and a problem, where it is no table.
    pub fn of(node: &'node Node, path: &str, problems: &mut Problems) -> Option<Self> {
        let NodeValue::Table(entries) = &node.value else {
            problems.list.push(expected("a table", node, path));
            return None;
        };
        let incomplete = problems.list.iter().any(|problem| problem.code == "syntax");
        Some(Self {
            path: path.to_owned(),
            span: node.span.clone(),
            entries,
            asked: Vec::new(),
            incomplete,
        })
    }

    /// The path of a key in this table.
    #[must_use]
    pub fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
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
    pub fn all(&mut self) -> &'node [Entry] {
        self.asked.clear();
        self.entries
    }

    /// The value of a key that may be absent.
    pub fn optional(&mut self, key: &'static str) -> Option<&'node Node> {
        self.asked.push(key);
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// The value of a key that must be there.
    pub fn required(&mut self, key: &'static str, problems: &mut Problems) -> Option<&'node Node> {
        let found = self.optional(key);
        // After a syntax error a key may be missing only because its line could not be read.
        if found.is_none() && !self.incomplete {
            let problem = Problem::error("missing-key", self.path_of(key), {
                format!("the key `{key}` is missing")
            });
            let hint = format!("add `{key} = …`{}", self.place_for_hint());
            problems.list.push(problem.at(self.span()).hint(hint));
        }
        found
    }

    fn place_for_hint(&self) -> String {
        if self.path.is_empty() { String::new() } else { format!(" to `{}`", self.path) }
    }

    /// Reports the keys that were never asked for.
    pub fn finish(self, problems: &mut Problems) {
        for entry in self.entries {
            if self.asked.contains(&entry.key.as_str()) {
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
pub fn expected(what: &str, node: &Node, path: &str) -> Problem {
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
pub fn text(node: &Node, path: &str, length_max: usize, problems: &mut Problems) -> Option<String> {
    let NodeValue::Text(text) = &node.value else {
        problems.list.push(expected("a text in quotes", node, path));
        return None;
    };
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
        return Some(text.clone());
    };
    problems.list.push(problem.at(node.span.clone()));
    None
}

/// A whole number between two limits, both included.
pub fn integer(
    node: &Node,
    path: &str,
    limits: std::ops::RangeInclusive<i64>,
    problems: &mut Problems,
) -> Option<i64> {
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
pub fn date(node: &Node, path: &str, problems: &mut Problems) -> Option<Date> {
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
    node: &'node Node,
    path: &str,
    length_max: usize,
    problems: &mut Problems,
) -> Vec<(String, &'node Node)> {
    let NodeValue::List(items) = &node.value else {
        problems.list.push(expected("a list", node, path));
        return Vec::new();
    };
    if items.len() > length_max {
        let message = format!("`{path}` has {} items; {length_max} is the most", items.len());
        problems.list.push(
            Problem::error("list-too-long", path, message)
                .at(node.span.clone())
                .hint("leave some out, or split the file"),
        );
        return Vec::new();
    }
    items.iter().enumerate().map(|(place, item)| (format!("{path}[{place}]"), item)).collect()
}
