//! What a checked price book holds.

use crate::engine::worded::worded;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::engine::calendar::Date;
use crate::engine::day_count::DayCount;
use crate::engine::money::{Currency, RoundingMode};
use crate::engine::percent::Percent;

use super::benefit::Benefit;
use super::local_text::LocalText;
use super::place::{
    BandIndex, EditionIndex, LevelIndex, LineIndex, ProgramIndex, RateIndex, Status,
};
use super::policy::{Band, Lapse, LapseChoice};
use super::prices::Prices;
use super::rules::{PaymentPlan, Rules, SalesRules, Sku, SkuCharge, SkuQuery};

worded! {
    /// Whether a book's prices are the vendor's, or a sample.
    pub enum BookStatus {
        /// Invented or historic prices: every document says so.
        Sample = "sample",
        /// Prices that a quote may rest on; each has its source.
        Approved = "approved",
    }
    /// The word that price books and outputs use.
    fn word
}

/// Who gets a customer success manager.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SuccessManager {
    /// This level brings none.
    Never,
    /// Every cloud customer of this level.
    Always,
    /// From an annual value of the cloud contracts at this level.
    From(Prices),
}

/// A service level.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceLevel {
    /// Place in the book.
    pub index: LevelIndex,
    /// Id, as requests use it.
    pub id: String,
    /// Name, as documents print it.
    pub name: String,
    /// 1 is the lowest.
    pub rank: u32,
    /// Who gets a customer success manager.
    pub success_manager: SuccessManager,
}

worded! {
    /// What a product line is, for the rules that speak of software, hardware or cloud.
    pub enum Kind {
        /// Perpetual software.
        OnPremises = "on-premises",
        /// Software for a term.
        Termed = "termed",
        /// A cloud subscription.
        Cloud = "cloud",
        /// An appliance.
        Hardware = "hardware",
    }
    /// The word that price books and outputs use.
    fn word
}

impl Kind {
    /// All but hardware is software.
    #[must_use]
    pub const fn is_software(self) -> bool {
        !matches!(self, Self::Hardware)
    }
}

/// A product line: what the all-in rule is about.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProductLine {
    /// Place in the book.
    pub index: LineIndex,
    /// Id, as requests use it.
    pub id: String,
    /// Name, as documents print it.
    pub name: String,
    /// Software, hardware or cloud.
    pub kind: Kind,
    /// What can be owned of it.
    pub editions: Vec<Edition>,
    /// Its releases, for the rules on end of life.
    pub releases: Vec<Release>,
}

/// An edition of a product line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Edition {
    /// Place among all editions of the book.
    pub index: EditionIndex,
    /// Id within its product line.
    pub id: String,
    /// Name, as documents print it.
    pub name: String,
    /// What one licence counts, for example `user or device`.
    pub metric: String,
    /// Suggested retail price of one licence, for less than the first tier.
    pub srp: Prices,
    /// Prices by quantity, rising: all units have the price of the highest tier reached.
    pub tiers: Vec<Tier>,
    /// Where the price comes from.
    pub source: Option<String>,
}

impl Edition {
    /// The suggested retail prices of one licence where so many are bought.
    #[must_use]
    pub fn srp_of(&self, quantity: u64) -> &Prices {
        let reached = self.tiers.iter().rev().find(|tier| tier.from <= quantity);
        reached.map_or(&self.srp, |tier| &tier.srp)
    }
}

/// A price from a quantity on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tier {
    /// The least quantity, at least 1.
    pub from: u64,
    /// Suggested retail price of one licence.
    pub srp: Prices,
}

/// A release of a product line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Release {
    /// Id within its product line.
    pub id: String,
    /// Name, as documents print it.
    pub name: String,
    /// The day it came out.
    pub released: Option<Date>,
    /// Last day of mainstream maintenance.
    pub end_of_mainstream: Option<Date>,
    /// End of life.
    pub end_of_life: Date,
    /// End of extended support, which is a separate contract.
    pub end_of_extended_support: Option<Date>,
}

/// What support costs a year, as a percentage of SRP.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rate {
    /// The service level it is for.
    pub level: LevelIndex,
    /// Only for this product line.
    pub product_line: Option<String>,
    /// Only for this edition.
    pub edition: Option<String>,
    /// Only for this status.
    pub status: Option<Status>,
    /// The percentage.
    pub of_srp: Percent,
    /// No line costs less a year.
    pub at_least: Option<Prices>,
    /// Where it comes from.
    pub source: Option<String>,
}

/// A licensing programme and its discount.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Program {
    /// Place in the book.
    pub index: ProgramIndex,
    /// Id, as requests use it.
    pub id: String,
    /// Name, as documents print it.
    pub name: String,
    /// Discount on the list price.
    pub discount: Percent,
    /// Discount on new licences; that on support where it is not given.
    pub licence_discount: Option<Percent>,
    /// Discount of its own for some product lines.
    pub discount_by_product_line: BTreeMap<LineIndex, Percent>,
    /// Where it comes from.
    pub source: Option<String>,
}

/// A text that documents quote and workings cite.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Clause {
    /// The text.
    pub text: LocalText,
    /// Where it comes from.
    pub source: Option<String>,
}

worded! {
    /// On which day a term ends.
    pub enum TermEnds {
        /// On the day its years are over.
        AnyDay = "any-day",
        /// On the last day of that month, at no charge.
        MonthEnd = "month-end",
    }
    /// The word that price books and outputs use.
    fn word
}

/// What a book offers as terms.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TermRule {
    /// Fewest years.
    pub min_years: u32,
    /// Most years.
    pub max_years: u32,
    /// Percentage off by number of years.
    pub discount: BTreeMap<u32, Percent>,
    /// On which day a term ends.
    pub ends: TermEnds,
    /// How the days beyond whole years are counted where all terms may end on one day; `None`
    /// where they may not.
    pub co_termination: Option<DayCount>,
}

/// How amounts are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rounding {
    /// The mode.
    pub mode: RoundingMode,
    /// Decimals of unit prices, where they have more than their currency.
    pub unit_decimals: Option<u8>,
}

impl Rounding {
    /// Decimals of unit prices in a currency.
    #[must_use]
    pub fn decimals_of_units(&self, currency: Currency) -> u8 {
        self.unit_decimals.unwrap_or_default().max(currency.decimals())
    }
}

/// A checked price book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceBook {
    pub(super) origin: String,
    pub(super) about: About,
    pub(super) rounding: Rounding,
    pub(super) term: TermRule,
    pub(super) sales: SalesRules,
    pub(super) levels: Vec<ServiceLevel>,
    pub(super) lines: Vec<ProductLine>,
    pub(super) rates: Vec<Rate>,
    /// For each level, edition and status the rate that wins; see [`PriceBook::rate`].
    pub(super) rate_table: Vec<Option<RateIndex>>,
    pub(super) edition_count: usize,
    pub(super) programs: Vec<Program>,
    pub(super) lapse: Lapse,
    pub(super) band_spans: Vec<Range<usize>>,
    pub(super) benefits: Vec<Benefit>,
    pub(super) clauses: BTreeMap<String, Clause>,
    pub(super) currencies: Vec<Currency>,
    pub(super) sha256: [u8; 32],
}

/// The head of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct About {
    /// The family: the same for all versions.
    pub id: String,
    /// The version.
    pub version: String,
    /// Title, as documents print it.
    pub title: String,
    /// Whose programme it is.
    pub vendor: String,
    /// Sample or approved.
    pub status: BookStatus,
    /// First day in force.
    pub effective_from: Date,
    /// Last day in force, where the book itself ends.
    pub effective_through: Option<Date>,
    /// Days for which a quote stands.
    pub valid_days: u32,
    /// Where the numbers come from.
    pub source: String,
}

impl PriceBook {
    /// The same book as if it were in force from a day on, without end: for comparing versions.
    #[must_use]
    pub fn as_if_in_force_from(mut self, day: Date) -> Self {
        self.about.effective_from = day;
        self.about.effective_through = None;
        self
    }

    /// The bytes of its text in which each band stands, in order.
    pub(in crate::engine) fn band_spans(&self) -> &[Range<usize>] {
        &self.band_spans
    }

    /// Where the book was read from: a path, or a word.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The head: id, version, title, dates, source.
    #[must_use]
    pub const fn about(&self) -> &About {
        &self.about
    }

    /// How amounts are rounded.
    #[must_use]
    pub const fn rounding(&self) -> Rounding {
        self.rounding
    }

    /// The terms on offer.
    #[must_use]
    pub const fn term(&self) -> &TermRule {
        &self.term
    }

    /// The discount for a number of years, 0% where there is none.
    #[must_use]
    pub fn term_discount(&self, years: u32) -> Percent {
        self.term.discount.get(&years).copied().unwrap_or(Percent::ZERO)
    }

    /// What a sales rep may take off without approval; 0% where the book gives no such right.
    #[must_use]
    pub const fn concession_max(&self) -> Percent {
        self.sales.concession_max
    }

    /// Which rules the programme has.
    #[must_use]
    pub const fn rules(&self) -> Rules {
        self.sales.rules
    }

    /// The rules of the programme that are not about lapses.
    #[must_use]
    pub const fn sales(&self) -> &SalesRules {
        &self.sales
    }

    /// The payment plan of an id.
    #[must_use]
    pub fn payment(&self, id: &str) -> Option<&PaymentPlan> {
        self.sales.payments.iter().find(|plan| plan.id == id)
    }

    /// The choice of an id.
    #[must_use]
    pub fn choice(&self, id: &str) -> Option<&LapseChoice> {
        self.lapse.choices.iter().find(|choice| choice.id == id)
    }

    /// The part number for a charge: the narrowest that matches; `None` where there is none.
    #[must_use]
    pub fn sku(&self, charge: SkuCharge, query: SkuQuery<'_>) -> Option<&Sku> {
        let of_charge = self.sales.skus.iter().filter(|sku| sku.charge == charge);
        let matching = of_charge.filter_map(|sku| Some((sku.keys_matching(query)?, sku)));
        matching.max_by_key(|(keys, _)| *keys).map(|(_, sku)| sku)
    }

    /// The service levels, in the order of the book.
    #[must_use]
    pub fn levels(&self) -> &[ServiceLevel] {
        &self.levels
    }

    /// The service level of an id.
    #[must_use]
    pub fn level(&self, id: &str) -> Option<&ServiceLevel> {
        self.levels.iter().find(|level| level.id == id)
    }

    /// The product lines, in the order of the book.
    #[must_use]
    pub fn lines(&self) -> &[ProductLine] {
        &self.lines
    }

    /// The product line of an id.
    #[must_use]
    pub fn line(&self, id: &str) -> Option<&ProductLine> {
        self.lines.iter().find(|line| line.id == id)
    }

    /// The programmes, in the order of the book.
    #[must_use]
    pub fn programs(&self) -> &[Program] {
        &self.programs
    }

    /// The programme of an id.
    #[must_use]
    pub fn program(&self, id: &str) -> Option<&Program> {
        self.programs.iter().find(|program| program.id == id)
    }

    /// The rate that wins for a level, an edition and a status; `None` where none is written.
    #[must_use]
    pub fn rate(
        &self,
        level: LevelIndex,
        edition: EditionIndex,
        status: Status,
    ) -> Option<RateIndex> {
        let columns = self.lapse.bands.len().saturating_add(Status::RESERVED.len());
        let row = level.0.saturating_mul(self.edition_count).saturating_add(edition.0);
        let cell = row.saturating_mul(columns).saturating_add(status.column());
        self.rate_table.get(cell).copied().flatten()
    }

    /// The rate of a place.
    #[must_use]
    pub fn rate_at(&self, index: RateIndex) -> Option<&Rate> {
        self.rates.get(index.0)
    }

    /// The rates, in the order of the book.
    #[must_use]
    pub fn rates(&self) -> &[Rate] {
        &self.rates
    }

    /// What happens when cover has lapsed.
    #[must_use]
    pub const fn lapse(&self) -> &Lapse {
        &self.lapse
    }

    /// The band of a status; `None` for the statuses that every book has.
    #[must_use]
    pub fn band(&self, status: Status) -> Option<&Band> {
        match status {
            Status::Band(BandIndex(place)) => self.lapse.bands.get(place),
            Status::Renewal | Status::Grace | Status::Addition | Status::TrueUp | Status::Raise => {
                None
            }
        }
    }

    /// The id of a status, as rates and quotes use it.
    #[must_use]
    pub fn status_id(&self, status: Status) -> &str {
        let band = || self.band(status).map_or("", |band| band.id.as_str());
        status.reserved_id().unwrap_or_else(band)
    }

    /// What the levels give, in the order of the book.
    #[must_use]
    pub fn benefits(&self) -> &[Benefit] {
        &self.benefits
    }

    /// The clause of an id.
    #[must_use]
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clauses.get(id)
    }

    /// The clauses by id.
    pub fn clauses(&self) -> impl Iterator<Item = (&str, &Clause)> {
        self.clauses.iter().map(|(id, clause)| (id.as_str(), clause))
    }

    /// The currencies that every price is written in.
    #[must_use]
    pub fn currencies(&self) -> &[Currency] {
        &self.currencies
    }

    /// SHA-256 of the text the book was read from.
    #[must_use]
    pub const fn sha256(&self) -> &[u8; 32] {
        &self.sha256
    }
}
