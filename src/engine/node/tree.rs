//! The tree: values, each with its place in the text it came from.

use std::borrow::Cow;
use std::ops::Range;

use crate::engine::calendar::Date;

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
    /// What a person typed where nothing is quoted: a flag, a field of a form. Whether it is a
    /// number, a date or a text depends on what is asked.
    Typed(Cow<'text, str>),
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
            Self::Text(_) | Self::Typed(_) => "a text",
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

impl<'text> Node<'text> {
    /// A value that stands in no text.
    #[must_use]
    pub const fn of(value: NodeValue<'text>) -> Self {
        Self { span: 0..0, value }
    }

    /// What a person typed; see [`NodeValue::Typed`].
    #[must_use]
    pub fn typed(text: impl Into<Cow<'text, str>>) -> Self {
        Self::of(NodeValue::Typed(text.into()))
    }

    /// Quoted text.
    #[must_use]
    pub fn text(text: impl Into<Cow<'text, str>>) -> Self {
        Self::of(NodeValue::Text(text.into()))
    }

    /// A table.
    #[must_use]
    pub const fn table(entries: Vec<Entry<'text>>) -> Self {
        Self::of(NodeValue::Table(entries))
    }

    /// A whole number from 0.
    #[must_use]
    pub fn count(count: u64) -> Self {
        Self::of(i64::try_from(count).map_or(NodeValue::HugeInteger, NodeValue::Integer))
    }

    /// The text, where it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        let (NodeValue::Text(text) | NodeValue::Typed(text)) = &self.value else { return None };
        Some(text)
    }

    /// The value of a key, where this is a table that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        let NodeValue::Table(entries) = &self.value else { return None };
        entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }
}

impl<'text> Entry<'text> {
    /// A key that stands in no text.
    #[must_use]
    pub fn of(key: impl Into<Cow<'text, str>>, node: Node<'text>) -> Self {
        Self { key: key.into(), key_span: 0..0, node }
    }
}
