//! From a request to a quote: the only place that decides between rules.

use std::sync::Arc;

use super::book::{
    Band, Edition, Kind, LevelIndex, PriceBook, ProductLine, Program, Release, ServiceLevel, Shelf,
    Status,
};
use super::calendar::{Date, add_days};
use super::charges::{Amounts, ChargeBasis, DiscountScope, ProgramDiscount, Steps, charge};
use super::eligibility::{Finding, Reason, Refusal, UnknownId, findings, left_behind};
use super::lapse::{self, Gap};
use super::money::{Currency, Money, TooLarge};
use super::percent::Percent;
use super::problem::nearest;
use super::receipt::Receipt;
use super::request::{Customer, Holding, Label, Request, Tax};
use super::working::{Basis, Name, NoCharge, Value, Working};

/// What comes of a request: a quote, or all the reasons why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A price.
    Offered(Box<Quote>),
    /// No price.
    Refused(Vec<Refusal>),
}

/// Whether anything had lapsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuoteKind {
    /// No holding is in a band of the lapse policy.
    Renewal,
    /// At least one holding is.
    Reinstatement,
}

impl QuoteKind {
    /// The word that outputs use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Renewal => "renewal",
            Self::Reinstatement => "reinstatement",
        }
    }
}

/// An id and the name that documents print for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Id in the price book.
    pub id: String,
    /// Name in the price book.
    pub name: String,
}

/// A priced request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Quote {
    /// Renewal or reinstatement.
    pub kind: QuoteKind,
    /// The request it answers.
    pub request: Request,
    /// The price book it rests on.
    pub book: Arc<PriceBook>,
    /// Last day on which it stands.
    pub valid_through: Date,
    /// The service level.
    pub service_level: Named,
    /// The licensing programme.
    pub program: Named,
    /// One line for each holding, in the order of the request.
    pub lines: Vec<Line>,
    /// Sums over the lines.
    pub totals: Totals,
    /// The steps of the totals.
    pub totals_working: Working,
    /// What the rules say about it.
    pub findings: Vec<Finding>,
    /// What it takes to compute it again.
    pub receipt: Receipt,
}

impl Quote {
    /// The currency of all amounts.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.request.currency
    }

    /// Who asks, where the request says.
    #[must_use]
    pub const fn customer(&self) -> Option<&Customer> {
        self.request.customer.as_ref()
    }

    /// The tax that is charged, where the request names one.
    #[must_use]
    pub const fn tax(&self) -> Option<&Tax> {
        self.request.tax.as_ref()
    }
}

/// A priced holding.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Line {
    /// The product line.
    pub product_line: Named,
    /// Software, hardware or cloud.
    pub kind: Kind,
    /// The edition.
    pub edition: Named,
    /// What one licence counts.
    pub metric: String,
    /// The release in use, where known.
    pub release: Option<Release>,
    /// Place of its service level in the book.
    pub level: LevelIndex,
    /// Its service level.
    pub service_level: Named,
    /// Licences owned.
    pub owned: u64,
    /// Licences given up.
    pub retired: u64,
    /// Licences covered.
    pub quantity: u64,
    /// The last day with cover.
    pub covered_through: Date,
    /// Renewal, grace or a band.
    pub status: Status,
    /// Id of the status.
    pub status_id: String,
    /// The days without cover.
    pub gap: Gap,
    /// First day of the new term.
    pub forward_from: Date,
    /// Last day of the new term.
    pub forward_through: Date,
    /// Suggested retail price of one licence.
    pub srp: Money,
    /// Percentage of SRP a year.
    pub rate: Percent,
    /// Percentage off by the programme.
    pub program_discount: Percent,
    /// Percentage off for the number of years.
    pub term_discount: Percent,
    /// What it costs.
    pub amounts: Amounts,
    /// The steps of its amounts.
    pub working: Working,
}

/// Sums over the lines of a quote, and tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// The new terms.
    pub forward: Money,
    /// Off, for the number of years.
    pub term_discount: Money,
    /// The charges for the gaps.
    pub back_coverage: Money,
    /// The charges for having lapsed.
    pub penalty: Money,
    /// All of it, without tax.
    pub subtotal: Money,
    /// Tax on the subtotal.
    pub tax: Money,
    /// Subtotal and tax.
    pub total: Money,
}

/// Prices a request from the books on a shelf.
///
/// Every refusal is reported, not the first alone; one refused holding refuses the quote, because
/// the all-in rule allows no part of it.
///
/// Source: pricing rules, sections 1 to 7.
#[must_use]
pub fn price(request: &Request, shelf: &Shelf) -> Outcome {
    let mut refusals = Vec::new();
    let (start, quote_date) = (request.start, request.quote_date);
    if start < quote_date {
        refusals.push(whole(Reason::StartInThePast { start, quote_date }));
    }
    let family = request.book.as_ref().map(Label::as_str);
    let book = match shelf.in_force(family, quote_date) {
        Ok(book) => book,
        Err(why) => {
            refusals.push(whole(Reason::NoBookInForce(why)));
            return Outcome::Refused(refusals);
        }
    };
    let terms = Terms::of(request, book, &mut refusals);
    let holdings: Vec<Assessed<'_>> =
        request.holdings.iter().map(|holding| Assessed::of(holding, &terms)).collect();
    refusals.extend(mixed_service_levels(&holdings));
    let mut lines = Vec::with_capacity(holdings.len());
    for (place, assessed) in holdings.into_iter().enumerate() {
        match assessed.line(&terms) {
            Ok(line) => lines.extend(line),
            Err(reasons) => {
                let at = |reason| Refusal { holding: Some(place), reason };
                refusals.extend(reasons.into_iter().map(at));
            }
        }
    }
    let Terms { level: Some(level), program: Some(program), .. } = terms else {
        return Outcome::Refused(refusals);
    };
    let totals =
        if lines.len() == request.holdings.len() { totals(request, book, &lines) } else { None };
    match totals {
        Some(totals) if refusals.is_empty() => {
            let book = Arc::clone(book);
            let named = (level_name(level), named(&program.id, &program.name));
            Outcome::Offered(Box::new(quote(request, shelf, book, named, lines, totals)))
        }
        Some(_) => Outcome::Refused(refusals),
        None => {
            if refusals.is_empty() {
                refusals.push(whole(Reason::AmountTooLarge));
            }
            Outcome::Refused(refusals)
        }
    }
}

fn quote(
    request: &Request,
    shelf: &Shelf,
    book: Arc<PriceBook>,
    (service_level, program): (Named, Named),
    lines: Vec<Line>,
    (totals, totals_working): (Totals, Working),
) -> Quote {
    let lapsed = lines.iter().any(|line| matches!(line.status, Status::Band(_)));
    let kind = if lapsed { QuoteKind::Reinstatement } else { QuoteKind::Renewal };
    let stands = add_days(request.quote_date, book.about().valid_days);
    let valid_through = shelf.last_day_of(&book).map_or(stands, |last| stands.min(last));
    Quote {
        kind,
        valid_through,
        service_level,
        program,
        findings: findings(request, &book, kind, &lines),
        receipt: Receipt::of(request, &book),
        request: request.clone(),
        book,
        lines,
        totals,
        totals_working,
    }
}

/// What all holdings of a request share.
struct Terms<'a> {
    request: &'a Request,
    book: &'a PriceBook,
    level: Option<&'a ServiceLevel>,
    program: Option<&'a Program>,
    /// Years of the new term, where they are on offer.
    years: Option<u32>,
}

impl<'a> Terms<'a> {
    fn of(request: &'a Request, book: &'a PriceBook, refusals: &mut Vec<Refusal>) -> Self {
        let level = find_level(book, request.service_level.as_str());
        let level = level.map_err(|reason| refusals.push(whole(reason))).ok();
        let program = book.program(request.program.as_str());
        if program.is_none() {
            let known = book.programs().iter().map(|program| program.id.as_str());
            let unknown = unknown(request.program.as_str(), known);
            refusals.push(whole(Reason::UnknownProgram(unknown)));
        }
        let (min_years, max_years) = (book.term().min_years, book.term().max_years);
        let years = request.term_years;
        let offered = (min_years..=max_years).contains(&years);
        if !offered {
            refusals.push(whole(Reason::TermNotOffered { years, min_years, max_years }));
        }
        Self { request, book, level, program, years: offered.then_some(years) }
    }
}

/// A holding held against the book, before its amounts.
struct Assessed<'a> {
    holding: &'a Holding,
    line: Option<&'a ProductLine>,
    edition: Option<&'a Edition>,
    release: Option<&'a Release>,
    level: Option<&'a ServiceLevel>,
    quantity: u64,
    gap: Gap,
    status: Option<Status>,
    rate: Option<super::book::RateIndex>,
    srp: Option<Money>,
    reasons: Vec<Reason>,
}

impl<'a> Assessed<'a> {
    fn of(holding: &'a Holding, terms: &Terms<'a>) -> Self {
        let gap = Gap::between(holding.covered_through, terms.request.start);
        let mut assessed = Self {
            holding,
            line: None,
            edition: None,
            release: None,
            level: None,
            quantity: 0,
            gap,
            status: lapse::status(terms.book.lapse(), gap),
            rate: None,
            srp: None,
            reasons: Vec::new(),
        };
        assessed.find_product(terms.book);
        assessed.find_levels(terms);
        assessed.count();
        assessed.check_status(terms);
        assessed.find_price(terms);
        assessed.check_upgrade(terms);
        assessed
    }

    fn find_product(&mut self, book: &'a PriceBook) {
        let Some(line) = book.line(self.holding.product_line.as_str()) else {
            let known = book.lines().iter().map(|line| line.id.as_str());
            let unknown = unknown(self.holding.product_line.as_str(), known);
            self.reasons.push(Reason::UnknownProductLine(unknown));
            return;
        };
        self.line = Some(line);
        let edition = self.holding.edition.as_str();
        self.edition = line.editions.iter().find(|one| one.id == edition);
        if self.edition.is_none() {
            let known = line.editions.iter().map(|edition| edition.id.as_str());
            self.reasons.push(Reason::UnknownEdition(unknown(edition, known)));
        }
        if let Some(release) = &self.holding.release {
            self.release = line.releases.iter().find(|one| one.id == release.as_str());
            if self.release.is_none() {
                let known = line.releases.iter().map(|release| release.id.as_str());
                self.reasons.push(Reason::UnknownRelease(unknown(release.as_str(), known)));
            }
        }
    }

    fn find_levels(&mut self, terms: &Terms<'a>) {
        self.level = match &self.holding.service_level {
            None => terms.level,
            Some(own) => match find_level(terms.book, own.as_str()) {
                Ok(level) => Some(level),
                Err(reason) => {
                    self.reasons.push(reason);
                    None
                }
            },
        };
        if let Some(current) = &self.holding.current_service_level
            && let Err(reason) = find_level(terms.book, current.as_str())
            && !self.reasons.contains(&reason)
        {
            self.reasons.push(reason);
        }
    }

    fn count(&mut self) {
        let Holding { owned, retire, quantity: stated, .. } = *self.holding;
        let Some(due) = owned.checked_sub(retire) else {
            self.reasons.push(Reason::RetiredExceedsOwned { owned, retire });
            return;
        };
        self.quantity = due;
        if due == 0 {
            self.reasons.push(Reason::NothingToCover);
        }
        if let Some(stated) = stated.filter(|stated| *stated != due) {
            self.reasons.push(Reason::PartialCoverage { stated, due });
        }
    }

    fn check_status(&mut self, terms: &Terms<'_>) {
        let lapse = terms.book.lapse();
        let Some(status) = self.status else {
            let gap_days = self.gap.days;
            let last_day = last_day(lapse, self.gap);
            self.reasons.push(Reason::ReinstatementNotOffered { gap_days, last_day });
            self.check_release(self.gap.start);
            return;
        };
        let forward_from = lapse::forward_from(lapse, status, self.gap);
        self.check_release(forward_from.max(self.gap.start));
        let Some(years) = terms.years else { return };
        let forward_through = lapse::forward_through(forward_from, years);
        let start = self.gap.start;
        if matches!(status, Status::Band(_)) && forward_through < start {
            self.reasons.push(Reason::TermConsumedByGap { forward_through, start });
        }
    }

    fn check_release(&mut self, first_day: Date) {
        if let Some(release) = self.release.filter(|release| release.end_of_life < first_day) {
            self.reasons.push(Reason::ReleaseEndOfLife {
                release: release.name.clone(),
                end_of_life: release.end_of_life,
                extended_support: release.end_of_extended_support,
            });
        }
    }

    fn find_price(&mut self, terms: &Terms<'_>) {
        let Some(edition) = self.edition else { return };
        let currency = terms.request.currency;
        self.srp = edition.srp.in_currency(currency);
        if self.srp.is_none() {
            let known = terms.book.currencies().to_vec();
            self.reasons.push(Reason::NoPrice { currency, known });
        }
        let (Some(level), Some(status)) = (self.level, self.status) else { return };
        self.rate = terms.book.rate(level.index, edition.index, status);
        if self.rate.is_none() {
            self.reasons.push(Reason::NoRate {
                service_level: level.name.clone(),
                status: terms.book.status_id(status).to_owned(),
            });
        }
    }

    /// A rise to a higher level takes all software along (hardware may differ).
    fn check_upgrade(&mut self, terms: &Terms<'_>) {
        let (Some(line), Some(to)) = (self.line, self.level) else { return };
        let current = self.holding.current_service_level.as_ref();
        let Some(current) = current.and_then(|id| terms.book.level(id.as_str())) else { return };
        if !line.kind.is_software() || to.rank <= current.rank {
            return;
        }
        if let Some((contract, level)) = left_behind(terms.request, terms.book, to) {
            let line = terms.book.line(contract.product_line.as_str());
            let line = line.map_or(contract.product_line.as_str(), |line| &line.name);
            self.reasons.push(Reason::UpgradeMustCoverAllSoftware {
                to: to.name.clone(),
                product_line: line.to_owned(),
                level,
                covered_through: contract.covered_through,
            });
        }
    }

    /// The priced line; `None` where the request as a whole cannot be priced.
    fn line(self, terms: &Terms<'_>) -> Result<Option<Line>, Vec<Reason>> {
        if !self.reasons.is_empty() {
            return Err(self.reasons);
        }
        let (Some(program), Some(years)) = (terms.program, terms.years) else { return Ok(None) };
        let (Some(line), Some(edition), Some(level)) = (self.line, self.edition, self.level) else {
            return Ok(None);
        };
        let (Some(status), Some(rate), Some(srp)) = (self.status, self.rate, self.srp) else {
            return Ok(None);
        };
        let of_srp = terms.book.rates().get(rate.0).map_or(Percent::ZERO, |rate| rate.of_srp);
        let program_discount = program_discount(program, line);
        let basis = ChargeBasis {
            srp,
            rate: (rate, of_srp),
            program: program_discount,
            quantity: self.quantity,
            term_years: years,
            term_discount: terms.book.term_discount(years),
            rounding: terms.book.rounding(),
            gap: self.gap,
            band: terms.book.band(status),
        };
        let mut working = Working::default();
        let amounts =
            charge(&basis, &mut working).map_err(|TooLarge| vec![Reason::AmountTooLarge])?;
        let forward_from = lapse::forward_from(terms.book.lapse(), status, self.gap);
        Ok(Some(Line {
            product_line: named(&line.id, &line.name),
            kind: line.kind,
            edition: named(&edition.id, &edition.name),
            metric: edition.metric.clone(),
            release: self.release.cloned(),
            level: level.index,
            service_level: level_name(level),
            owned: self.holding.owned,
            retired: self.holding.retire,
            quantity: self.quantity,
            covered_through: self.holding.covered_through,
            status,
            status_id: terms.book.status_id(status).to_owned(),
            gap: self.gap,
            forward_from,
            forward_through: lapse::forward_through(forward_from, years),
            srp,
            rate: of_srp,
            program_discount: program_discount.percent,
            term_discount: basis.term_discount,
            amounts,
            working,
        }))
    }
}

/// The discount of a programme on a product line: its own, where the book has one.
#[must_use]
pub fn program_discount(program: &Program, line: &ProductLine) -> ProgramDiscount {
    let own = program.discount_by_product_line.get(&line.index);
    let scope = if own.is_some() { DiscountScope::ProductLine } else { DiscountScope::General };
    let percent = own.copied().unwrap_or(program.discount);
    ProgramDiscount { program: program.index, percent, scope }
}

/// The last day on which cover could have begun again.
fn last_day(lapse: &super::book::Lapse, gap: Gap) -> Option<Date> {
    use super::book::BandLimit;
    let limit = lapse.bands.last().map(|band: &Band| band.limit)?;
    match limit {
        BandLimit::Days(days) => Some(add_days(gap.first_uncovered, days)),
        BandLimit::Months(months) => Some(super::calendar::add_months(gap.first_uncovered, months)),
        BandLimit::None => None,
    }
}

fn mixed_service_levels(holdings: &[Assessed<'_>]) -> Option<Refusal> {
    let mut levels: Vec<&ServiceLevel> = Vec::new();
    for assessed in holdings {
        let software = assessed.line.is_some_and(|line| line.kind.is_software());
        if let Some(level) = assessed.level.filter(|_| software)
            && !levels.iter().any(|seen| seen.index == level.index)
        {
            levels.push(level);
        }
    }
    levels.sort_by_key(|level| level.rank);
    let names = levels.iter().map(|level| level.name.clone()).collect();
    (levels.len() > 1).then(|| whole(Reason::MixedServiceLevels { levels: names }))
}

/// The sums; `None` where one does not fit.
fn totals(request: &Request, book: &PriceBook, lines: &[Line]) -> Option<(Totals, Working)> {
    let sum = |amount: fn(&Amounts) -> Money| {
        lines
            .iter()
            .try_fold(Money::zero(request.currency), |sum, line| sum.plus(amount(&line.amounts)))
            .ok()
    };
    let forward = sum(|amounts| amounts.forward)?;
    let term_discount = sum(|amounts| amounts.term_discount)?;
    let back_coverage = sum(|amounts| amounts.back_coverage)?;
    let penalty = sum(|amounts| amounts.penalty)?;
    let mut working = Working::default();
    let mut steps = Steps { record: &mut working, rounding: book.rounding() };
    let plus = [
        Some((Name::Forward, forward)),
        Some((Name::BackCoverage, back_coverage)),
        Some((Name::Penalty, penalty)),
    ];
    let less = Some((Name::TermDiscount, term_discount));
    let subtotal = steps.sum(Name::Subtotal, plus, less, Basis::Sum).ok()?;
    let tax = match &request.tax {
        None => steps.nothing(Name::Tax, NoCharge::NoTax, subtotal, Basis::Request).ok()?,
        Some(tax) => {
            let rate = Some((Name::TaxRate, Value::Percent(tax.rate)));
            let base = (Name::Subtotal, subtotal);
            steps.product(Name::Tax, base, [rate, None, None], Basis::Tax).ok()?
        }
    };
    let both = [Some((Name::Subtotal, subtotal)), Some((Name::Tax, tax)), None];
    let total = steps.sum(Name::GrandTotal, both, None, Basis::Sum).ok()?;
    let totals = Totals { forward, term_discount, back_coverage, penalty, subtotal, tax, total };
    Some((totals, working))
}

fn find_level<'book>(book: &'book PriceBook, id: &str) -> Result<&'book ServiceLevel, Reason> {
    book.level(id).ok_or_else(|| {
        let known = book.levels().iter().map(|level| level.id.as_str());
        Reason::UnknownServiceLevel(unknown(id, known))
    })
}

fn unknown<'known>(given: &str, known: impl Iterator<Item = &'known str> + Clone) -> UnknownId {
    UnknownId {
        given: given.to_owned(),
        nearest: nearest(given, known.clone()).map(str::to_owned),
        known: known.map(str::to_owned).collect(),
    }
}

fn whole(reason: Reason) -> Refusal {
    Refusal { holding: None, reason }
}

fn named(id: &str, name: &str) -> Named {
    Named { id: id.to_owned(), name: name.to_owned() }
}

fn level_name(level: &ServiceLevel) -> Named {
    named(&level.id, &level.name)
}
