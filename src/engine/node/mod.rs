//! A text in TOML or JSON as a tree that knows where each value stands; and back to JSON.
//!
//! Reading by hand from such a tree, rather than by a derived deserializer, lets every problem of
//! a text be reported in one go, where a deserializer stops at the first. What comes from flags or
//! a form becomes the same tree, and is read by the same code.

mod cursor;
mod notation;
mod parse;
mod plain;
mod tree;
mod values;
mod write;

pub use cursor::{Context, Cursor, FromNode, Read, Reported, TableCursor};
pub use notation::{DateOrder, DecimalMark, Notation};
pub use parse::{parse, unique};
pub use plain::{
    COUNT_MAX, CellSource, FromCell, LABEL_MAX, Looks, PlainContext, PlainError, number,
};

pub(in crate::engine) use plain::{amount, amount_text, unknown_currency};

pub use super::text::{for_message, has_unsafe, is_unsafe, unsafe_in, without_unsafe};
pub use tree::{Entry, Format, Node, NodeValue};
