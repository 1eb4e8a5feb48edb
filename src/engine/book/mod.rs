//! The price book: prices, rates, programmes, lapse policy and clauses, in force from a date.
//!
//! A [`PriceBook`] comes out of [`PriceBook::read`] alone, so whoever holds one holds a book in
//! which every reference resolves, every edition has a price in every currency, and no two rates
//! compete. A [`Shelf`] holds the versions of one or more books and knows which is in force.

mod benefit;
mod check;
mod check_lapse;
mod check_rates;
mod check_terms;
mod diff;
mod draft;
mod local_text;
mod model;
mod place;
mod policy;
mod prices;
mod read;
mod read_benefits;
mod read_lapse;
mod read_products;
mod read_rules;
mod rules;
mod shelf;
mod values;

pub use benefit::{Benefit, BenefitLimit, BenefitValue};
pub use diff::{Change, diff};
pub use local_text::{Language, LocalText};
pub use model::{
    About, BookStatus, Clause, Edition, Kind, PriceBook, ProductLine, Program, Rate, Release,
    Rounding, ServiceLevel, SuccessManager, TermEnds, TermRule, Tier,
};
pub use place::{
    BandIndex, ChoiceIndex, EditionIndex, LevelIndex, LineIndex, ProgramIndex, RateIndex, Status,
};
pub use policy::{
    BackCoverage, BackCoveragePrice, Band, BandLimit, BandOutcome, Counts, GapStart, Lapse,
    LapseChoice, LapseOnce, NewTerm, Penalty, PenaltyBase, PenaltyPer, PenaltyShape, ReleaseAge,
    When,
};
pub use prices::Prices;
pub use rules::{
    AllIn, FirstYear, GapReleases, PaymentPlan, Refunds, Renewal, Rules, SalesRules, Sku,
    SkuCharge, SkuQuery, TrueUp, TrueUpLicence,
};
pub use shelf::{NotInForce, Shelf};
