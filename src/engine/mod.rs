//! The engine: from a request and a shelf of price books to a quote with its working.
//!
//! It is pure. It opens no file, reads no clock and no environment, draws no random number, uses no
//! float, and writes no word for a customer; what it cannot price it refuses as a value.
#![deny(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic
)]
#![cfg_attr(
    test,
    expect(clippy::expect_used, reason = "a test may stop where its own data is wrong")
)]

pub mod alternatives;
mod amounts;
mod asker;
pub mod assess;
pub mod book;
mod buying_new;
pub mod calendar;
mod change_charges;
mod changes;
pub mod charges;
pub mod day_count;
pub mod digest;
pub mod digits;
pub mod eligibility;
pub mod finding;
mod joiners;
pub mod lapse;
pub mod lapse_check;
mod later_days;
pub mod money;
pub mod node;
pub mod path;
mod payments;
pub mod percent;
pub mod price;
pub mod priced;
pub mod problem;
pub mod quote;
pub mod receipt;
pub mod record;
pub mod refusal;
pub mod request;
mod steps;
mod terms;
pub mod text;
mod waiting;
pub(crate) mod worded;
pub mod working;
