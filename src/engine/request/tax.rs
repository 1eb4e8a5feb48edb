//! Taxes on the sum of a quote.

use crate::engine::node::{Cursor, FromNode, Node, NodeValue, Read, Reported};
use crate::engine::percent::Percent;
use crate::engine::record::{Shaped, ValueShape, list_to_node, record};

use super::values::Label;

/// Most taxes of a quote.
const TAXES_MAX: usize = 10;

record! {
    /// A tax by its name and rate.
    pub struct Tax {
        /// For example `BTW` or `VAT`.
        [need] name: Label,
        /// Percentage of the subtotal.
        [need] rate: Percent,
        /// What a document says of it, for example why none is due.
        [may] note: Label,
    }
}

/// One tax or more, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taxes(pub Vec<Tax>);

impl FromNode<'_> for Taxes {
    fn from_node(mut at: Cursor<'_, '_>) -> Read<Self> {
        let NodeValue::List(items) = at.value() else {
            return Tax::from_node(at).map(|tax| Self(vec![tax]));
        };
        let count = items.len();
        if count == 0 {
            let hint = "write { name = \"VAT\", rate = \"21%\" }, or leave the key out";
            return Err(at.wrong("empty-list", " holds nothing", hint));
        }
        let read = at.each(TAXES_MAX, Tax::from_node);
        if read.len() == count { Ok(Self(read)) } else { Err(Reported) }
    }
}

impl Shaped for Taxes {
    const SHAPE: ValueShape = ValueShape::OneOrMore(&Tax::TABLE);

    fn to_node(&self) -> Node<'_> {
        match self.0.as_slice() {
            [one] => one.to_node(),
            several => list_to_node(several),
        }
    }
}
