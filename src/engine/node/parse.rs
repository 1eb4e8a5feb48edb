//! From TOML and JSON to the tree.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use jsonc_parser::{CollectOptions, ParseOptions, ast};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use toml::de::{DeTable, DeValue};

use crate::engine::calendar::Date;
use crate::engine::problem::{Problem, Problems};

use super::tree::{Entry, Format, Node, NodeValue};

/// Reads a text; what is no valid TOML or JSON becomes problems, and the tree holds the rest.
pub fn parse<'text>(format: Format, text: &'text str, problems: &mut Problems) -> Node<'text> {
    match format {
        Format::Toml => parse_toml(text, problems),
        Format::Json => parse_json(text, problems),
    }
}

fn parse_toml<'text>(text: &'text str, problems: &mut Problems) -> Node<'text> {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let mut problem = Problem::error("syntax", "", error.message().replace('\n', ", "));
        problem.span = error.span();
        problems.push(problem.hint(toml_hint(error.message())));
    }
    Node::of(table_node(table.into_inner(), 0))
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

fn table_node(table: DeTable<'_>, depth: usize) -> NodeValue<'_> {
    if depth > DEPTH_MAX {
        return NodeValue::Null;
    }
    let mut entries: Vec<Entry<'_>> = table
        .into_iter()
        .map(|(key, value)| Entry {
            key_span: key.span(),
            key: key.into_inner(),
            node: toml_node(value, depth.saturating_add(1)),
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span.start);
    NodeValue::Table(entries)
}

fn toml_node(value: toml::Spanned<DeValue<'_>>, depth: usize) -> Node<'_> {
    let span = value.span();
    let value = match value.into_inner() {
        DeValue::String(text) => NodeValue::Text(text),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or(NodeValue::HugeInteger, NodeValue::Integer),
        DeValue::Float(_) => NodeValue::Float,
        DeValue::Boolean(value) => NodeValue::Boolean(value),
        DeValue::Datetime(moment) => match (moment.date, moment.time) {
            (Some(date), None) => {
                Date::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
                    .map_or(NodeValue::DateTime, NodeValue::Date)
            }
            (None | Some(_), _) => NodeValue::DateTime,
        },
        DeValue::Array(_) if depth > DEPTH_MAX => NodeValue::Null,
        DeValue::Array(list) => {
            let depth = depth.saturating_add(1);
            NodeValue::List(list.into_iter().map(|item| toml_node(item, depth)).collect())
        }
        DeValue::Table(table) => table_node(table, depth),
    };
    Node { span, value }
}

fn parse_json<'text>(text: &'text str, problems: &mut Problems) -> Node<'text> {
    let strict = ParseOptions {
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
    // Neither comments nor tokens are collected.
    let problem = match jsonc_parser::parse_to_ast(text, &CollectOptions::default(), &strict) {
        Ok(parsed) => match parsed.value {
            Some(value) => return json_node(value, problems),
            None => Problem::error("syntax", "", "the text is empty")
                .hint("write a request as a JSON object"),
        },
        Err(error) => Problem::error("syntax", "", format!("not valid JSON: {}", error.kind()))
            .at(error.range().start..error.range().end)
            .hint("see https://www.json.org for the rules of JSON"),
    };
    problems.push(problem);
    Node::table(Vec::new())
}

fn json_node<'text>(value: ast::Value<'text>, problems: &mut Problems) -> Node<'text> {
    let (range, value) = match value {
        ast::Value::StringLit(text) => (text.range, NodeValue::Text(text.value)),
        ast::Value::NumberLit(number) => (number.range, json_number(number.value)),
        ast::Value::BooleanLit(literal) => (literal.range, NodeValue::Boolean(literal.value)),
        ast::Value::NullKeyword(null) => (null.range, NodeValue::Null),
        ast::Value::Array(list) => {
            let items = list.elements.into_iter().map(|item| json_node(item, problems));
            (list.range, NodeValue::List(items.collect()))
        }
        ast::Value::Object(object) => {
            (object.range, NodeValue::Table(json_entries(object.properties, problems)))
        }
    };
    Node { span: range.start..range.end, value }
}

/// A whole number may be written with a fraction or an exponent, as in `100.0` and `1e2`.
///
/// Source: JSON Schema 2020-12, validation, 6.1.1.
fn json_number(text: &str) -> NodeValue<'static> {
    if let Ok(whole) = text.parse() {
        return NodeValue::Integer(whole);
    }
    if !text.contains(['.', 'e', 'E']) {
        return NodeValue::HugeInteger;
    }
    let exact = Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text));
    let whole = exact.ok().filter(|number| number.fract().is_zero()).and_then(|one| one.to_i64());
    whole.map_or(NodeValue::Float, NodeValue::Integer)
}

fn json_entries<'text>(
    properties: Vec<ast::ObjectProp<'text>>,
    problems: &mut Problems,
) -> Vec<Entry<'text>> {
    let mut entries: Vec<Entry<'_>> = Vec::with_capacity(properties.len());
    for property in properties {
        let (key, range) = match property.name {
            ast::ObjectPropName::String(text) => (text.value, text.range),
            ast::ObjectPropName::Word(word) => (word.value.into(), word.range),
        };
        let key_span = range.start..range.end;
        let node = json_node(property.value, problems);
        entries.push(Entry { key, key_span, node });
    }
    unique(entries, problems)
}

/// The entries of a table, each key once; the first stays, and every further one is reported.
pub fn unique<'text>(entries: Vec<Entry<'text>>, problems: &mut Problems) -> Vec<Entry<'text>> {
    let mut places: BTreeMap<Cow<'text, str>, Range<usize>> = BTreeMap::new();
    let mut kept: Vec<Entry<'text>> = Vec::with_capacity(entries.len());
    for entry in entries {
        match places.get(&entry.key) {
            None => {
                places.insert(entry.key.clone(), entry.key_span.clone());
                kept.push(entry);
            }
            Some(first) => problems.push(
                Problem::error("syntax", entry.key.as_ref(), "this key stands here twice")
                    .at(entry.key_span)
                    .related(first.clone(), "first here")
                    .hint("remove one of the two"),
            ),
        }
    }
    kept
}
