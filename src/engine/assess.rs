//! Holdings held against the price book: the only place that decides between rules.
//!
//! It works on borrowed text and keeps a working only where it is asked for one, so that a single
//! quote and a run over millions of rows follow the same rules by the same code.

use std::sync::Arc;

use super::book::{
    BandLimit, Edition, Lapse, PriceBook, ProductLine, Program, RateIndex, Release, ServiceLevel,
    Shelf, Status, TermRule,
};
use super::calendar::{Date, add_days, add_months, add_years, day_after};
use super::charges::{Amounts, ChargeBasis, DiscountScope, ProgramDiscount, Term, charge};
use super::day_count::DayCount;
use super::eligibility::left_behind;
use super::lapse::{self, Gap};
use super::money::Money;
use super::percent::Percent;
use super::problem::nearest;
use super::refusal::{Reason, Refusal, TermProblem, UnknownId};
use super::request::{CommonEnd, HoldingRef, RequestRef};
use super::working::Record;

/// A request whose holdings all have a price.
#[derive(Debug, Clone)]
pub struct Priced<'a, R> {
    /// The price book in force.
    pub book: &'a Arc<PriceBook>,
    /// The service level of the request, where it names one for all holdings.
    pub level: Option<&'a ServiceLevel>,
    /// The licensing programme.
    pub program: &'a Program,
    /// One line for each holding, in order.
    pub lines: Vec<PricedLine<'a, R>>,
}

/// A holding with its price.
#[derive(Debug, Clone)]
pub struct PricedLine<'a, R> {
    /// What was asked.
    pub holding: HoldingRef<'a>,
    /// Its product line.
    pub line: &'a ProductLine,
    /// Its edition.
    pub edition: &'a Edition,
    /// Its release, where known.
    pub release: Option<&'a Release>,
    /// Its service level.
    pub level: &'a ServiceLevel,
    /// Licences covered.
    pub quantity: u64,
    /// Renewal, grace or a band.
    pub status: Status,
    /// The days without cover.
    pub gap: Gap,
    /// First day of the new term.
    pub forward_from: Date,
    /// Last day of the new term.
    pub forward_through: Date,
    /// What the amounts depend on.
    pub basis: ChargeBasis<'a>,
    /// What it costs.
    pub amounts: Amounts,
    /// The steps, or nothing.
    pub record: R,
}

/// Prices every holding of a request, or says all that is in the way.
///
/// `R` takes the steps: [`Working`](super::working::Working) keeps them,
/// [`WithoutWorking`](super::working::WithoutWorking) does not.
///
/// Source: pricing rules, sections 1 to 6.
///
/// # Errors
/// Every refusal: of the request first, then of each holding, in order.
pub fn assess<'a, R: Record + Default>(
    request: RequestRef<'a>,
    holdings: &[HoldingRef<'a>],
    shelf: &'a Shelf,
) -> Result<Priced<'a, R>, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let (start, quote_date) = (request.start, request.quote_date);
    if start < quote_date {
        refusals.push(whole(Reason::StartInThePast { start, quote_date }));
    }
    let book = match shelf.in_force(request.book, quote_date) {
        Ok(book) => book,
        Err(why) => {
            refusals.push(whole(Reason::NoBookInForce(why)));
            return Err(refusals);
        }
    };
    let terms = Terms::of(request, holdings, book, &mut refusals);
    let mut software = SoftwareLevels::default();
    let mut lines = Vec::with_capacity(holdings.len());
    let mut of_holdings = Vec::new();
    for (place, holding) in holdings.iter().enumerate() {
        let assessed = Assessed::of(*holding, &terms);
        software.note(&assessed);
        match assessed.line(&terms) {
            Ok(line) => lines.extend(line),
            Err(reasons) => {
                let at = |reason| Refusal { holding: Some(place), reason };
                of_holdings.extend(reasons.into_iter().map(at));
            }
        }
    }
    refusals.extend(software.refusal());
    refusals.append(&mut of_holdings);
    match terms.program {
        Some(program) if refusals.is_empty() && lines.len() == holdings.len() => {
            Ok(Priced { book, level: terms.level, program, lines })
        }
        Some(_) | None => Err(refusals),
    }
}

/// The levels of the software holdings, lowest first: there may be one.
#[derive(Default)]
struct SoftwareLevels<'a> {
    first: Option<&'a ServiceLevel>,
    others: Vec<&'a ServiceLevel>,
}

impl<'a> SoftwareLevels<'a> {
    #[inline(always)]
    fn note(&mut self, assessed: &Assessed<'a>) {
        let software = assessed.line.is_some_and(|line| line.kind.is_software());
        let Some(level) = assessed.level.filter(|_| software) else { return };
        let first = *self.first.get_or_insert(level);
        let seen = |other: &&ServiceLevel| other.index == level.index;
        if !seen(&first) && !self.others.iter().any(seen) {
            self.others.push(level);
        }
    }

    fn refusal(self) -> Option<Refusal> {
        if self.others.is_empty() {
            return None;
        }
        let mut levels: Vec<&ServiceLevel> = self.first.into_iter().chain(self.others).collect();
        levels.sort_by_key(|level| level.rank);
        let levels = levels.iter().map(|level| level.name.clone()).collect();
        Some(whole(Reason::MixedServiceLevels { levels }))
    }
}

/// What all holdings of a request share.
struct Terms<'a> {
    request: RequestRef<'a>,
    book: &'a PriceBook,
    level: Option<&'a ServiceLevel>,
    program: Option<&'a Program>,
    /// How long the new terms are, where that is on offer.
    length: Option<Length>,
}

/// How long the new terms of a request are.
#[derive(Clone, Copy)]
enum Length {
    /// Whole years.
    Years(u32),
    /// Up to one last day; what is beyond whole years is counted by a day count.
    Until(Date, DayCount),
}

impl Length {
    fn term(self, from: Date) -> Term {
        match self {
            Self::Years(years) => Term::Years(years),
            Self::Until(last, day_count) => {
                Term::CommonEnd { day_count, from, until: day_after(last) }
            }
        }
    }

    fn through(self, from: Date) -> Date {
        match self {
            Self::Years(years) => lapse::forward_through(from, years),
            Self::Until(last, _) => last,
        }
    }
}

impl<'a> Terms<'a> {
    fn of(
        request: RequestRef<'a>,
        holdings: &[HoldingRef<'a>],
        book: &'a PriceBook,
        refusals: &mut Vec<Refusal>,
    ) -> Self {
        let level = request.service_level.map(|id| find_level(book, id)).transpose();
        let level = level.map_err(|reason| refusals.push(whole(reason))).ok().flatten();
        let program = book.program(request.program);
        if program.is_none() {
            let known = book.programs().iter().map(|program| program.id.as_str());
            let unknown = unknown(request.program, known);
            refusals.push(whole(Reason::UnknownProgram(unknown)));
        }
        let length = Self::length(request, holdings, book);
        let length = length.map_err(|why| refusals.push(whole(term_refusal(book, why)))).ok();
        Self { request, book, level, program, length }
    }

    fn length(
        request: RequestRef<'_>,
        holdings: &[HoldingRef<'_>],
        book: &PriceBook,
    ) -> Result<Length, TermProblem> {
        let years = request.term_years;
        let offered = (book.term().min_years.max(1)..=book.term().max_years).contains(&years);
        let years_offered = || {
            if offered { Ok(()) } else { Err(TermProblem::Years(years)) }
        };
        match (request.common_end, book.term().co_termination) {
            (None, _) => years_offered().map(|()| Length::Years(years)),
            (Some(_), None) => Err(TermProblem::NoCommonEnd),
            (Some(CommonEnd::On(last)), Some(day_count)) => Ok(Length::Until(last, day_count)),
            (Some(CommonEnd::Latest), Some(day_count)) => {
                years_offered()?;
                let ends = holdings.iter().filter_map(|holding| {
                    let gap = Gap::between(holding.covered_through, request.start);
                    let status = lapse::status(book.lapse(), gap)?;
                    let from = lapse::forward_from(book.lapse(), status, gap);
                    Some(lapse::forward_through(from, years))
                });
                // Without any status every holding is refused anyway.
                Ok(Length::Until(ends.max().unwrap_or(request.start), day_count))
            }
        }
    }
}

fn term_refusal(book: &PriceBook, why: TermProblem) -> Reason {
    let (min_years, max_years) = (book.term().min_years, book.term().max_years);
    Reason::TermNotOffered { why, min_years, max_years }
}

/// A holding held against the book, before its amounts.
struct Assessed<'a> {
    holding: HoldingRef<'a>,
    line: Option<&'a ProductLine>,
    edition: Option<&'a Edition>,
    release: Option<&'a Release>,
    level: Option<&'a ServiceLevel>,
    quantity: u64,
    gap: Gap,
    status: Option<Status>,
    rate: Option<RateIndex>,
    srp: Option<Money>,
    reasons: Vec<Reason>,
}

impl<'a> Assessed<'a> {
    #[inline(always)]
    fn of(holding: HoldingRef<'a>, terms: &Terms<'a>) -> Self {
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

    #[inline(always)]
    fn find_product(&mut self, book: &'a PriceBook) {
        let Some(line) = book.line(self.holding.product_line) else {
            let known = book.lines().iter().map(|line| line.id.as_str());
            let unknown = unknown(self.holding.product_line, known);
            self.reasons.push(Reason::UnknownProductLine(unknown));
            return;
        };
        self.line = Some(line);
        let edition = self.holding.edition;
        self.edition = line.editions.iter().find(|one| one.id == edition);
        if self.edition.is_none() {
            let known = line.editions.iter().map(|edition| edition.id.as_str());
            self.reasons.push(Reason::UnknownEdition(unknown(edition, known)));
        }
        if let Some(release) = self.holding.release {
            self.release = line.releases.iter().find(|one| one.id == release);
            if self.release.is_none() {
                let known = line.releases.iter().map(|release| release.id.as_str());
                self.reasons.push(Reason::UnknownRelease(unknown(release, known)));
            }
        }
    }

    #[inline(always)]
    fn find_levels(&mut self, terms: &Terms<'a>) {
        self.level = match self.holding.service_level {
            None => terms.level,
            Some(own) => match find_level(terms.book, own) {
                Ok(level) => Some(level),
                Err(reason) => {
                    self.reasons.push(reason);
                    None
                }
            },
        };
        if let Some(current) = self.holding.current_service_level
            && let Err(reason) = find_level(terms.book, current)
            && !self.reasons.contains(&reason)
        {
            self.reasons.push(reason);
        }
    }

    #[inline(always)]
    fn count(&mut self) {
        let HoldingRef { owned, retire, quantity: stated, .. } = self.holding;
        let Some(due) = owned.checked_sub(retire) else {
            self.reasons.push(Reason::RetiredExceedsOwned { owned, retire });
            return;
        };
        self.quantity = due;
        if owned == 0 {
            self.reasons.push(Reason::NothingOwned);
        } else if due == 0 {
            self.reasons.push(Reason::NothingToCover);
        }
        if let Some(stated) = stated.filter(|stated| *stated != due) {
            self.reasons.push(Reason::PartialCoverage { stated, due });
        }
    }

    #[inline(always)]
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
        let Some(length) = terms.length else { return };
        let forward_through = length.through(forward_from);
        let start = self.gap.start;
        if matches!(status, Status::Band(_)) && forward_through < start {
            self.reasons.push(Reason::TermConsumedByGap { forward_through, start });
        } else if let Length::Until(last, _) = length
            && !fits(terms.book.term(), forward_from, last)
        {
            let why = TermProblem::CommonEnd { from: forward_from, through: last };
            self.reasons.push(term_refusal(terms.book, why));
        }
    }

    #[inline(always)]
    fn check_release(&mut self, first_day: Date) {
        if let Some(release) = self.release.filter(|release| release.end_of_life < first_day) {
            self.reasons.push(Reason::ReleaseEndOfLife {
                release: release.name.clone(),
                end_of_life: release.end_of_life,
                extended_support: release.end_of_extended_support,
            });
        }
    }

    #[inline(always)]
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
    #[inline(always)]
    fn check_upgrade(&mut self, terms: &Terms<'_>) {
        let (Some(line), Some(to)) = (self.line, self.level) else { return };
        let current = self.holding.current_service_level;
        let Some(current) = current.and_then(|id| terms.book.level(id)) else { return };
        if !line.kind.is_software() || to.rank <= current.rank {
            return;
        }
        if let Some((contract, level)) = left_behind(terms.request.others, terms.book, to) {
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
    #[inline(always)]
    fn line<R: Record + Default>(
        self,
        terms: &Terms<'a>,
    ) -> Result<Option<PricedLine<'a, R>>, Vec<Reason>> {
        if !self.reasons.is_empty() {
            return Err(self.reasons);
        }
        let (Some(program), Some(length)) = (terms.program, terms.length) else {
            return Ok(None);
        };
        let (Some(line), Some(edition), Some(level)) = (self.line, self.edition, self.level) else {
            return Ok(None);
        };
        let (Some(status), Some(rate), Some(srp)) = (self.status, self.rate, self.srp) else {
            return Ok(None);
        };
        let of_srp = terms.book.rate_at(rate).map_or(Percent::ZERO, |rate| rate.of_srp);
        let forward_from = lapse::forward_from(terms.book.lapse(), status, self.gap);
        let term = length.term(forward_from);
        let basis = ChargeBasis {
            srp,
            rate: (rate, of_srp),
            program: program_discount(program, line),
            quantity: self.quantity,
            term,
            term_discount: terms.book.term_discount(term.whole_years()),
            concession: terms.request.concession,
            rounding: terms.book.rounding(),
            gap: self.gap,
            band: terms.book.band(status),
        };
        let mut record = R::default();
        let amounts = charge(&basis, &mut record).map_err(|_| vec![Reason::AmountTooLarge])?;
        Ok(Some(PricedLine {
            holding: self.holding,
            line,
            edition,
            release: self.release,
            level,
            quantity: self.quantity,
            status,
            gap: self.gap,
            forward_from,
            forward_through: length.through(forward_from),
            basis,
            amounts,
            record,
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

/// Whether a term up to a common end is neither shorter nor longer than the book offers.
fn fits(rule: &TermRule, from: Date, last: Date) -> bool {
    let until = day_after(last);
    until > from
        && add_years(from, rule.min_years) <= until
        && until <= add_years(from, rule.max_years)
}

/// The last day on which cover could have begun again.
fn last_day(lapse: &Lapse, gap: Gap) -> Option<Date> {
    let limit = lapse.bands.last().map(|band| band.limit)?;
    match limit {
        BandLimit::Days(days) => Some(add_days(gap.first_uncovered, days)),
        BandLimit::Months(months) => Some(add_months(gap.first_uncovered, months)),
        BandLimit::None => None,
    }
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
