//! The columns that are about an account rather than one of its holdings.

use crate::engine::book::Language;
use crate::engine::calendar::Date;
use crate::engine::money::Currency;
use crate::engine::record::record;
use crate::engine::request::Label;

record! {
    /// What all rows of an account have to agree on.
    pub(crate) cells AccountCells {
        /// Name of the organization.
        [need] customer: Label,
        /// The day cover is to begin again; the day of the quote where the cell is empty.
        [may] start: Date,
        /// Years of the new term.
        [need] term_years: u32,
        /// Id of the licensing programme.
        [need] program: Label,
        /// The currency of all amounts.
        [need] currency: Currency,
        /// The language of documents.
        [or Language::English] language: Language,
        /// Id of the price book.
        [may] book: Label,
    }
}
