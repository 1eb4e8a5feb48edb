//! The columns that are about an account rather than one of its rows, and those that say what a
//! row is.

use std::borrow::Cow;

use crate::engine::book::Language;
use crate::engine::calendar::Date;
use crate::engine::money::{Currency, Money};
use crate::engine::node::{FromCell, Node, PlainContext, PlainError};
use crate::engine::percent::Percent;
use crate::engine::record::{ValueShape, record, shaped};
use crate::engine::request::{CommonEnd, Label};
use crate::engine::text::for_message;
use crate::engine::worded::worded;

record! {
    /// What all rows of an account have to agree on.
    pub(crate) cells AccountCells {
        /// Name of the organization.
        [need] customer: Label,
        /// The day cover is to begin again; the day of the quote where the cell is empty.
        [may] start: Date,
        /// Years of the new term; holdings need it.
        [may] term_years: u32,
        /// Id of the licensing programme.
        [need] program: Label,
        /// The currency of all amounts.
        [need] currency: Currency,
        /// The language of documents.
        [or Language::English] language: Language,
        /// Id of the price book.
        [may] book: Label,
        /// Id of a payment plan; the book's first where the cell is empty.
        [may] payment: Label,
        /// Id of the rule that the customer chose for a lapse.
        [may] lapse_choice: Label,
        /// One last day for the new terms of all holdings.
        [may] common_end: CommonEnd,
        /// What is taken off the new term, after the term discount.
        [may] concession_rate: Percent,
        /// Why it is taken off.
        [may] concession_reason: Label,
        /// Who sells.
        [may] seller_name: Label,
        /// The seller's telephone number.
        [may] seller_phone: Label,
        /// The seller's address for mail.
        [may] seller_email: Label,
        /// A tax on the sum, for example `VAT`.
        [may] tax_name: Label,
        /// Its percentage of the subtotal.
        [may] tax_rate: Percent,
        /// What a document says of it, for example why none is due.
        [may] tax_note: Label,
        /// A second tax.
        [may] tax_name_2: Label,
        /// Its percentage of the subtotal.
        [may] tax_rate_2: Percent,
        /// The customer's number with the tax authority.
        [may] tax_id: Label,
        /// A person.
        [may] contact: Label,
        /// The customer's address for mail.
        [may] email: Label,
        /// First line of the customer's address.
        [may] address_1: Label,
        /// Second line.
        [may] address_2: Label,
        /// Third line.
        [may] address_3: Label,
        /// Fourth line.
        [may] address_4: Label,
        /// Country.
        [may] country: Label,
        /// The customer's own reference.
        [may] reference: Label,
        /// The number of its purchase order.
        [may] purchase_order: Label,
        /// The number of the quote.
        [may] quote_number: Label,
    }
}

record! {
    /// What a row is, and what changes and other contracts say beside a holding's columns.
    pub(crate) cells KindCells {
        /// What the row is; a holding where the cell is empty.
        [or RowKind::Holding] row_kind: RowKind,
        /// Last day of the cover that an addition joins, or that a raise is about.
        [may] ends: Date,
        /// The first day of use without cover, for a true-up.
        [may] used_since: Date,
        /// Whether the licences of an addition are bought too.
        [or false] new_licences: bool,
        /// Id of the level that a raise begins at.
        [may] from_level: Label,
        /// What another contract is worth a year.
        [may] annual_value: Money,
    }
}

worded! {
    /// What a row is.
    pub(crate) enum RowKind {
        /// Licences that a customer owns.
        Holding = "holding",
        /// Licences that join cover that runs.
        Addition = "addition",
        /// Cover that runs and moves to a higher level.
        Raise = "raise",
        /// A contract outside the quote.
        Other = "other",
    }
    /// The word in a cell.
    fn word
}

shaped! {
    RowKind: ValueShape::Label, kind => Node::text(kind.word());
}

impl FromCell<'_> for RowKind {
    fn from_cell(text: &str, _: PlainContext<'_>) -> Result<Self, PlainError> {
        let found = Self::ALL.iter().find(|(word, _)| word.eq_ignore_ascii_case(text));
        found.map(|(_, kind)| *kind).ok_or_else(|| PlainError {
            code: "unknown-row-kind",
            rest: format!(": `{}` is no kind of row", for_message(text)),
            hint: Cow::Borrowed("write holding, addition, raise or other, or leave the cell empty"),
        })
    }
}
