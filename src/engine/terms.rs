//! What all lines of a request share, held against the price book.

use super::book::{
    ChoiceIndex, Edition, PaymentPlan, PriceBook, ProductLine, Program, RateIndex, Release,
    Renewal, ServiceLevel, Status, TermRule,
};
use super::calendar::{Date, day_after, term_follower};
use super::charges::{DiscountScope, ListPrice, ProgramDiscount, Term};
use super::day_count::DayCount;
use super::lapse::{self, Gap, Lateness, Standing, Traits};
use super::money::Money;
use super::percent::Percent;
use super::priced::PricedAs;
use super::problem::nearest;
use super::refusal::{Reason, Refusal, TermProblem, UnknownId};
use super::request::{CommonEnd, HoldingRef, RequestRef};

/// What all lines of a request share.
pub(super) struct Terms<'a> {
    pub(super) request: RequestRef<'a>,
    pub(super) book: &'a PriceBook,
    pub(super) level: Option<&'a ServiceLevel>,
    pub(super) program: Option<&'a Program>,
    /// The payment plan, where there is one for this request; `Err` where it is refused.
    pub(super) payment: Result<Option<&'a PaymentPlan>, ()>,
    /// The rule chosen for a lapse; `Err` where it is unknown.
    choice: Result<Option<ChoiceIndex>, ()>,
    /// How long the new terms are, where that is on offer.
    pub(super) length: Option<Length>,
    /// Whether cover begins on a day on which it can.
    pub(super) starts: bool,
}

/// How long the new terms of a request are.
#[derive(Clone, Copy)]
pub(super) enum Length {
    /// Whole years.
    Years(u32),
    /// Up to one last day; what is beyond whole years is counted by a day count.
    Until(Date, DayCount),
    /// Up to the latest of all days, which is not known where a holding is refused.
    Unknown,
}

impl Length {
    /// The term from a day, and its last day.
    pub(super) fn term(self, rule: &TermRule, from: Date) -> Option<(Term, Date)> {
        match self {
            Self::Years(years) => {
                Some((Term::Years(years), lapse::forward_through(rule, from, years)))
            }
            Self::Until(last, day_count) => {
                Some((Term::CommonEnd { day_count, from, until: day_after(last) }, last))
            }
            Self::Unknown => None,
        }
    }
}

impl<'a> Terms<'a> {
    pub(super) fn of(
        request: RequestRef<'a>,
        holdings: &[HoldingRef<'a>],
        book: &'a PriceBook,
        refusals: &mut Vec<Refusal>,
    ) -> Self {
        let starts = request.start >= request.quote_date;
        let mut refuse = |reason| refusals.push(Refusal { line: None, reason });
        let level = request.service_level.map(|id| find_level(book, id)).transpose();
        let level = level.map_err(&mut refuse).ok().flatten();
        let program = book.program(request.program);
        if program.is_none() {
            let known = book.programs().iter().map(|program| program.id.as_str());
            refuse(Reason::UnknownProgram(unknown(request.program, known)));
        }
        let choice = choice(request, book).map_err(&mut refuse);
        let payment = payment(request, !holdings.is_empty(), book).map_err(&mut refuse);
        let mut terms =
            Self { request, book, level, program, payment, choice, length: None, starts };
        if !holdings.is_empty() {
            match terms.length_of(holdings) {
                Ok(length) => terms.length = Some(length),
                Err(why) => refuse(term_refusal(book, why)),
            }
        }
        terms
    }

    fn length_of(&self, holdings: &[HoldingRef<'a>]) -> Result<Length, TermProblem> {
        let rule = self.book.term();
        let years = self.request.term_years.unwrap_or_default();
        let offered = (rule.min_years.max(1)..=rule.max_years).contains(&years);
        let years_offered = || if offered { Ok(()) } else { Err(TermProblem::Years(years)) };
        match (self.request.common_end, rule.co_termination) {
            (None, _) => years_offered().map(|()| Length::Years(years)),
            (Some(_), None) => Err(TermProblem::NoCommonEnd),
            (Some(CommonEnd::On(last)), Some(day_count)) => {
                // Bands may ask for them.
                years_offered().map(|()| Length::Until(last, day_count))
            }
            (Some(CommonEnd::Latest), Some(day_count)) => {
                years_offered()?;
                let ends = holdings.iter().map(|holding| {
                    let product = Product::of(&ProductIds::of_holding(holding), self);
                    let (standing, _, gap) = self.standing(holding, &product)?;
                    let Standing::Priced(status) = standing else { return None };
                    let from = lapse::forward_from(self.book.band(status), gap);
                    Some(lapse::forward_through(rule, from, years))
                });
                let ends: Option<Vec<Date>> = ends.collect();
                let latest = ends.and_then(|ends| ends.into_iter().max());
                Ok(latest.map_or(Length::Unknown, |last| Length::Until(last, day_count)))
            }
        }
    }

    /// What the lapse policy makes of a holding; `None` where something that it depends on is
    /// refused.
    #[inline(always)]
    pub(super) fn standing(
        &self,
        holding: &HoldingRef<'_>,
        product: &Product<'a>,
    ) -> Option<(Standing, Option<Lateness>, Gap)> {
        let lapse = self.book.lapse();
        let gap = Gap::between(holding.covered_through, self.request.start);
        let late = Lateness::of(lapse.counts, gap, self.request.quote_date);
        let traits = self.traits(product)?;
        self.starts.then(|| (lapse::standing(lapse, late, gap, &traits), late, gap))
    }

    /// What bands ask of a holding; `None` where something that it depends on is refused.
    #[inline(always)]
    pub(super) fn traits<'b>(&self, product: &Product<'b>) -> Option<Traits<'b>> {
        product.release_known.then_some(())?;
        Some(Traits {
            line: product.line?,
            edition: product.edition.map(|edition| edition.id.as_str())?,
            level: product.level?.index,
            release: product.release,
            term_years: self.request.term_years.unwrap_or_default(),
            choice: self.choice.ok()?,
        })
    }

    /// What a licence costs a year by the book.
    pub(super) fn list_price(&self, priced: PricedAs<'a>, srp: Money) -> Option<ListPrice> {
        let PricedAs { level, edition, status } = priced;
        let rate = self.book.rate(level.index, edition.index, status)?;
        Some(list_price(self.book, rate, srp))
    }
}

/// What a licence costs a year by a rate of a book.
pub(super) fn list_price(book: &PriceBook, rate: RateIndex, srp: Money) -> ListPrice {
    let found = book.rate_at(rate);
    let at_least = found.and_then(|rate| rate.at_least.as_ref());
    ListPrice {
        srp,
        rate,
        of_srp: found.map_or(Percent::ZERO, |rate| rate.of_srp),
        at_least: at_least.and_then(|prices| prices.in_currency(srp.currency())),
    }
}

/// What a renewal costs beside what was paid last; nothing of it for other statuses.
pub(super) fn renewal_rule(book: &PriceBook, status: Status) -> Renewal {
    match status {
        Status::Renewal | Status::Grace => book.sales().renewal,
        Status::Addition | Status::TrueUp | Status::Raise | Status::Band(_) => Renewal::default(),
    }
}

fn choice(request: RequestRef<'_>, book: &PriceBook) -> Result<Option<ChoiceIndex>, Reason> {
    let choices = &book.lapse().choices;
    match request.lapse_choice {
        None => Ok(choices.first().map(|choice| choice.index)),
        Some(id) => book.choice(id).map(|choice| Some(choice.index)).ok_or_else(|| {
            Reason::UnknownChoice(unknown(id, choices.iter().map(|choice| choice.id.as_str())))
        }),
    }
}

/// The payment plan: the one asked for, or the book's first where it fits.
fn payment<'a>(
    request: RequestRef<'_>,
    has_holdings: bool,
    book: &'a PriceBook,
) -> Result<Option<&'a PaymentPlan>, Reason> {
    let plans = &book.sales().payments;
    let fits = |plan: &PaymentPlan| {
        let at_once = plan.parts_a_year == 1 && request.term_years.unwrap_or(1) <= 1;
        (request.common_end.is_none() && has_holdings) || at_once
    };
    let Some(id) = request.payment else { return Ok(plans.first().filter(|plan| fits(plan))) };
    match book.payment(id) {
        None => {
            let known = plans.iter().map(|plan| plan.id.as_str());
            Err(Reason::UnknownPayment(unknown(id, known)))
        }
        Some(plan) if fits(plan) => Ok(Some(plan)),
        Some(plan) => {
            let common_end = request.common_end.is_some();
            Err(Reason::PaymentNotOffered { plan: plan.name.clone(), common_end })
        }
    }
}

/// A refusal for the length of a term.
pub(super) fn term_refusal(book: &PriceBook, why: TermProblem) -> Reason {
    let (min_years, max_years) = (book.term().min_years, book.term().max_years);
    Reason::TermNotOffered { why, min_years, max_years }
}

/// Whether a term up to a common end is neither shorter nor longer than the book offers.
pub(super) fn fits(rule: &TermRule, from: Date, last: Date) -> bool {
    let until = day_after(last);
    until > from
        && term_follower(from, rule.min_years) <= until
        && until <= term_follower(from, rule.max_years)
}

/// The ids by which a line names its product and its level.
#[derive(Clone, Copy)]
pub(super) struct ProductIds<'a> {
    pub(super) product_line: &'a str,
    pub(super) edition: &'a str,
    pub(super) release: Option<&'a str>,
    pub(super) service_level: Option<&'a str>,
}

impl<'a> ProductIds<'a> {
    pub(super) const fn of_holding(holding: &HoldingRef<'a>) -> Self {
        let HoldingRef { product_line, edition, release, service_level, .. } = *holding;
        Self { product_line, edition, release, service_level }
    }
}

/// A product of the book, as far as a line's ids lead to it.
#[derive(Default)]
pub(super) struct Product<'a> {
    pub(super) line: Option<&'a ProductLine>,
    pub(super) edition: Option<&'a Edition>,
    pub(super) release: Option<&'a Release>,
    /// Whether the release that is named, if one is, is known.
    pub(super) release_known: bool,
    pub(super) level: Option<&'a ServiceLevel>,
    /// What does not lead anywhere.
    pub(super) reasons: Vec<Reason>,
}

impl<'a> Product<'a> {
    #[inline(always)]
    pub(super) fn of(ids: &ProductIds<'a>, terms: &Terms<'a>) -> Self {
        let book = terms.book;
        let mut found = Self { release_known: true, ..Self::default() };
        found.find_line(ids, book);
        found.level = match ids.service_level {
            None => terms.level,
            Some(own) => find_level(book, own).map_err(|reason| found.reasons.push(reason)).ok(),
        };
        found
    }

    #[inline(always)]
    fn find_line(&mut self, ids: &ProductIds<'a>, book: &'a PriceBook) {
        let Some(line) = book.line(ids.product_line) else {
            let known = book.lines().iter().map(|line| line.id.as_str());
            self.reasons.push(Reason::UnknownProductLine(unknown(ids.product_line, known)));
            return;
        };
        self.line = Some(line);
        self.edition = line.editions.iter().find(|one| one.id == ids.edition);
        if self.edition.is_none() {
            let known = line.editions.iter().map(|edition| edition.id.as_str());
            self.reasons.push(Reason::UnknownEdition(unknown(ids.edition, known)));
        }
        if let Some(release) = ids.release {
            self.release = line.releases.iter().find(|one| one.id == release);
            if self.release.is_none() {
                self.release_known = false;
                let known = line.releases.iter().map(|release| release.id.as_str());
                self.reasons.push(Reason::UnknownRelease(unknown(release, known)));
            }
        }
    }

    /// Suggested retail price of one licence where so many are bought, in the currency asked for.
    #[inline(always)]
    pub(super) fn srp(&mut self, quantity: u64, terms: &Terms<'_>) -> Option<Money> {
        let currency = terms.request.currency;
        let srp = self.edition?.srp_of(quantity).in_currency(currency);
        if srp.is_none() {
            let known = terms.book.currencies().to_vec();
            self.reasons.push(Reason::NoPrice { currency, known });
        }
        srp
    }

    /// Refuses a release that is past its end of life on a day.
    #[inline(always)]
    pub(super) fn check_release(&mut self, first_day: Date) {
        if let Some(release) = self.release.filter(|release| release.end_of_life < first_day) {
            self.reasons.push(Reason::ReleaseEndOfLife {
                release: release.name.clone(),
                end_of_life: release.end_of_life,
                extended_support: release.end_of_extended_support,
            });
        }
    }

    /// Refuses a level and a status without a rate.
    pub(super) fn no_rate(&mut self, level: &ServiceLevel, status: Status, book: &PriceBook) {
        self.reasons.push(Reason::NoRate {
            service_level: level.name.clone(),
            status: book.status_id(status).to_owned(),
        });
    }
}

/// The discount of a programme on a product line: its own, where the book has one.
pub(super) fn program_discount(program: &Program, line: &ProductLine) -> ProgramDiscount {
    let own = program.discount_by_product_line.get(&line.index);
    let scope = if own.is_some() { DiscountScope::ProductLine } else { DiscountScope::General };
    let percent = own.copied().unwrap_or(program.discount);
    ProgramDiscount { program: program.index, percent, scope }
}

/// The discount of a programme on new licences of a product line: what support of that line gets,
/// where the book has no other.
pub(super) fn licence_discount(program: &Program, line: &ProductLine) -> ProgramDiscount {
    match program.licence_discount {
        None => program_discount(program, line),
        Some(percent) => {
            ProgramDiscount { program: program.index, percent, scope: DiscountScope::Licences }
        }
    }
}

pub(super) fn find_level<'book>(
    book: &'book PriceBook,
    id: &str,
) -> Result<&'book ServiceLevel, Reason> {
    book.level(id).ok_or_else(|| {
        let known = book.levels().iter().map(|level| level.id.as_str());
        Reason::UnknownServiceLevel(unknown(id, known))
    })
}

pub(super) fn unknown<'known>(
    given: &str,
    known: impl Iterator<Item = &'known str> + Clone,
) -> UnknownId {
    UnknownId {
        given: given.to_owned(),
        nearest: nearest(given, known.clone()).map(str::to_owned),
        known: known.map(str::to_owned).collect(),
    }
}
