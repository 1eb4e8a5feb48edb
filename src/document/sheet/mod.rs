//! The sheet: everything a document says, as final text in one language.
//!
//! A sheet computes nothing and decides nothing but words; text, HTML and PDF lay out the same
//! sheet, so they cannot say different things.

mod benefits;
mod build;
mod builder;
mod charges;
mod extras;
mod head;
mod notes;
mod options;
mod overview;
mod parts;
mod timeline;

pub use extras::{Detail, SheetExtras};
pub use options::options;
pub use parts::{
    Acceptance, Answer, BenefitCell, Benefits, Block, Charge, Chosen, Condition, Conditions, Fact,
    Foot, Issuer, IssuerTerms, Note, Notes, OptionRow, OptionTable, Options, Plot, PlotPoint,
    Sheet, SheetLine, SheetMetadata, Span, SpanKind, Table, Tick, Timeline, TimelineRest,
    TimelineRow, TotalRow, Waiting, Weight,
};

pub(in crate::document) use builder::title_of;
