//! The price book: prices, rates, programmes, lapse policy and clauses, in force from a date.
//!
//! A [`PriceBook`] comes out of [`PriceBook::read`] alone, so whoever holds one holds a book in
//! which every reference resolves, every edition has a price in every currency, and no two rates
//! compete. A [`Shelf`] holds the versions of one or more books and knows which is in force.

mod check;
mod diff;
mod lapse_check;
mod policy;
mod read;
mod read_lapse;
mod read_products;
mod shelf;
mod values;

use std::collections::BTreeMap;

use super::calendar::Date;
use super::day_count::DayCount;
use super::money::{Currency, Money, RoundingMode};
use super::percent::Percent;
use super::problem::{Problem, Problems};

pub use diff::{Change, diff};
pub use policy::{
    BackCoverage, BackCoveragePrice, Band, BandLimit, Lapse, NewTerm, Penalty, PenaltyBase,
    PenaltyShape,
};
pub use shelf::{NotInForce, Shelf};

/// A language a book's texts can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English, which every text has.
    English,
    /// Dutch.
    Dutch,
    /// German.
    German,
    /// French.
    French,
}

impl Language {
    /// Each language with its tag (BCP 47).
    pub const ALL: [(&'static str, Self); 4] =
        [("en", Self::English), ("nl", Self::Dutch), ("de", Self::German), ("fr", Self::French)];

    /// The tag of the language (BCP 47).
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Dutch => "nl",
            Self::German => "de",
            Self::French => "fr",
        }
    }
}

/// A text in English and perhaps in other languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalText {
    english: String,
    others: BTreeMap<Language, String>,
}

impl LocalText {
    /// The text in a language, or in English where it is not written; with the language it is in.
    #[must_use]
    pub fn in_language(&self, language: Language) -> (&str, Language) {
        match self.others.get(&language) {
            Some(text) => (text, language),
            None => (&self.english, Language::English),
        }
    }
}

/// Whether a book's prices are the vendor's, or a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BookStatus {
    /// Invented or historic prices: every document says so.
    Sample,
    /// Prices that a quote may rest on; each has its source.
    Approved,
}

impl BookStatus {
    /// Each status with the word a price book uses for it.
    pub const ALL: [(&'static str, Self); 2] =
        [("sample", Self::Sample), ("approved", Self::Approved)];

    /// The word a price book uses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sample => "sample",
            Self::Approved => "approved",
        }
    }
}

/// Place of a service level in its book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LevelIndex(pub(super) usize);
/// Place of a product line in its book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineIndex(pub(super) usize);

impl LineIndex {
    /// The place, counted from 0.
    #[must_use]
    pub const fn place(self) -> usize {
        self.0
    }
}

/// Place of an edition among all editions of its book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EditionIndex(pub(super) usize);
/// Place of a rate in its book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RateIndex(pub(super) usize);
/// Place of a programme in its book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProgramIndex(pub(super) usize);
/// Place of a band in its book's lapse policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BandIndex(pub(super) usize);

/// The contract status of a holding on the day cover begins again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// No gap.
    Renewal,
    /// A gap within the days of grace.
    Grace,
    /// A longer gap: a band of the lapse policy.
    Band(BandIndex),
}

impl Status {
    /// Place among the statuses of its book: renewal, grace, then the bands.
    #[must_use]
    pub const fn column(self) -> usize {
        match self {
            Self::Renewal => 0,
            Self::Grace => 1,
            Self::Band(BandIndex(band)) => band.saturating_add(2),
        }
    }
}

/// Amounts of one kind in the currencies of the book.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prices(Vec<Money>);

impl Prices {
    /// The amount in a currency.
    #[must_use]
    pub fn in_currency(&self, currency: Currency) -> Option<Money> {
        self.0.iter().copied().find(|price| price.currency() == currency)
    }

    /// All amounts, ordered by currency code.
    pub fn iter(&self) -> impl Iterator<Item = Money> + '_ {
        self.0.iter().copied()
    }
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

/// What a product line is, for the rules that speak of software, hardware or cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Perpetual software.
    OnPremises,
    /// Software for a term.
    Termed,
    /// A cloud subscription.
    Cloud,
    /// An appliance.
    Hardware,
}

impl Kind {
    /// Each kind with the word a price book uses for it.
    pub const ALL: [(&'static str, Self); 4] = [
        ("on-premises", Self::OnPremises),
        ("termed", Self::Termed),
        ("cloud", Self::Cloud),
        ("hardware", Self::Hardware),
    ];

    /// The word a price book uses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::OnPremises => "on-premises",
            Self::Termed => "termed",
            Self::Cloud => "cloud",
            Self::Hardware => "hardware",
        }
    }

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
    /// Suggested retail price of one licence.
    pub srp: Prices,
    /// Where the price comes from.
    pub source: Option<String>,
}

/// A release of a product line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Release {
    /// Id within its product line.
    pub id: String,
    /// Name, as documents print it.
    pub name: String,
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
    /// Discount of its own for some product lines.
    pub discount_by_product_line: BTreeMap<LineIndex, Percent>,
    /// Where it comes from.
    pub source: Option<String>,
}

/// What a service level gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BenefitValue {
    /// Given.
    Yes,
    /// Not given.
    No,
    /// Given, to this extent.
    Text(String),
}

/// A benefit and which level has it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Benefit {
    /// Id.
    pub id: String,
    /// Name, as documents print it.
    pub name: LocalText,
    levels: BTreeMap<LevelIndex, BenefitValue>,
}

impl Benefit {
    /// What a level gives of it; a level that is not named gives nothing.
    #[must_use]
    pub fn at(&self, level: LevelIndex) -> &BenefitValue {
        self.levels.get(&level).unwrap_or(&BenefitValue::No)
    }
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
    /// How the days beyond whole years are counted where all terms may end on one day; `None`
    /// where they may not.
    pub co_termination: Option<DayCount>,
}

/// A checked price book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceBook {
    origin: String,
    about: About,
    rounding: RoundingMode,
    term: TermRule,
    concession_max: Percent,
    levels: Vec<ServiceLevel>,
    lines: Vec<ProductLine>,
    rates: Vec<Rate>,
    /// For each level, edition and status the rate that wins; see [`PriceBook::rate`].
    rate_table: Vec<Option<RateIndex>>,
    edition_count: usize,
    programs: Vec<Program>,
    lapse: Lapse,
    band_spans: Vec<std::ops::Range<usize>>,
    benefits: Vec<Benefit>,
    clauses: BTreeMap<String, Clause>,
    currencies: Vec<Currency>,
    sha256: [u8; 32],
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
    /// Reads and checks a book; with it come the warnings.
    ///
    /// # Errors
    /// All that is wrong, in the order of the text, when anything is.
    pub fn read(origin: &str, text: &str) -> Result<(Self, Problems), Problems> {
        check::book(origin, text)
    }

    /// The same book as if it were in force from a day on, without end: for comparing versions.
    #[must_use]
    pub fn as_if_in_force_from(mut self, day: Date) -> Self {
        self.about.effective_from = day;
        self.about.effective_through = None;
        self
    }

    /// Bands in which a lapse can cost less than renewing on time would have: one warning a band,
    /// with the example that saves most.
    ///
    /// It prices every edition at every level, programme, term and currency, so it is for those
    /// who keep books, not for each quote.
    #[must_use]
    pub fn lapse_warnings(&self) -> Vec<Problem> {
        lapse_check::warnings(self, &self.band_spans)
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
    pub const fn rounding(&self) -> RoundingMode {
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
        self.concession_max
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
        let columns = self.lapse.bands.len().saturating_add(2);
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

    /// The band of a status; `None` for renewal and grace.
    #[must_use]
    pub fn band(&self, status: Status) -> Option<&Band> {
        match status {
            Status::Renewal | Status::Grace => None,
            Status::Band(BandIndex(place)) => self.lapse.bands.get(place),
        }
    }

    /// The id of a status, as rates and quotes use it.
    #[must_use]
    pub fn status_id(&self, status: Status) -> &str {
        match status {
            Status::Renewal => RENEWAL,
            Status::Grace => GRACE,
            Status::Band(_) => self.band(status).map_or("", |band| &band.id),
        }
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

/// The status id of a holding without a gap.
pub const RENEWAL: &str = "renewal";
/// The status id of a holding within grace.
pub const GRACE: &str = "grace";
