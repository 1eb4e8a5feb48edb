//! The lines of a request held against the price book: the only place that decides between rules.
//!
//! It works on borrowed text and keeps a working only where it is asked for one, so that a single
//! quote and a run over millions of rows follow the same rules by the same code.

use std::sync::Arc;

use super::book::{BandLimit, Lapse, PriceBook, ProductLine, ServiceLevel, Shelf, Status};
use super::calendar::{Date, add_days, add_months, months_before};
use super::changes::{AssessedChange, ChangeOf};
use super::charges::{ChargeBasis, ListPrice, Term, charge, needs_last_price};
use super::eligibility::left_behind;
use super::lapse::{self, Gap, Lateness, Standing};
use super::money::Money;
use super::percent::Percent;
use super::priced::{AskedAs, LineResult, Priced, PricedAs, PricedLine, reason_of};
use super::refusal::{LinePlace, Reason, Refusal, TermProblem};
use super::request::{HoldingRef, RequestRef};
use super::terms::{
    Length, Product, ProductIds, Terms, find_level, fits, program_discount, renewal_rule,
    term_refusal,
};
use super::working::Record;

/// Prices every line of a request, or says all that is in the way.
///
/// `R` takes the steps: [`Working`](super::working::Working) keeps them,
/// [`WithoutWorking`](super::working::WithoutWorking) does not.
///
/// Source: pricing rules, sections 1 to 8.
///
/// # Errors
/// Every refusal: of the request first, then of each line, in order.
pub fn assess<'a, R: Record + Default>(
    request: RequestRef<'a>,
    holdings: &[HoldingRef<'a>],
    shelf: &'a Shelf,
) -> Result<Priced<'a, R>, Vec<Refusal>> {
    match shelf.in_force(request.book, request.quote_date) {
        Ok(book) => assess_in(request, holdings, book),
        Err(why) => {
            let mut refusals: Vec<Refusal> = start_in_the_past(request).into_iter().collect();
            refusals.push(whole(Reason::NoBookInForce(why)));
            Err(refusals)
        }
    }
}

fn start_in_the_past(request: RequestRef<'_>) -> Option<Refusal> {
    let RequestRef { start, quote_date, .. } = request;
    (start < quote_date).then(|| whole(Reason::StartInThePast { start, quote_date }))
}

/// Prices every line of a request from a book, whether or not it is in force.
///
/// # Errors
/// As [`assess`].
pub fn assess_in<'a, R: Record + Default>(
    request: RequestRef<'a>,
    holdings: &[HoldingRef<'a>],
    book: &'a Arc<PriceBook>,
) -> Result<Priced<'a, R>, Vec<Refusal>> {
    let mut refusals: Vec<Refusal> = start_in_the_past(request).into_iter().collect();
    let terms = Terms::of(request, holdings, book, &mut refusals);
    let mut lines = Lines::new(holdings.len());
    for (place, holding) in holdings.iter().enumerate() {
        let assessed = Assessed::of(*holding, &terms);
        if assessed.aligned {
            lines.aligned.push(place);
            if assessed.product.reasons.is_empty() {
                continue;
            }
        } else {
            lines.software.note(assessed.product.line, assessed.product.level);
        }
        lines.take(LinePlace::Holding(place), assessed.line(place, &terms));
    }
    lines.changes(&terms);
    if lines.nothing_left(holdings.len()) {
        refusals.push(whole(Reason::NothingToCover));
    }
    if book.rules().one_service_level {
        refusals.extend(lines.software.refusal());
    }
    refusals.append(&mut lines.refusals);
    match terms.program {
        Some(program) if refusals.is_empty() && !lines.incomplete => Ok(Priced {
            book,
            level: terms.level,
            program,
            payment: terms.payment.ok().flatten(),
            lines: lines.priced,
            aligned: lines.aligned,
        }),
        Some(_) | None => Err(refusals),
    }
}

/// The lines of a request as they are assessed.
struct Lines<'a, R> {
    priced: Vec<PricedLine<'a, R>>,
    refusals: Vec<Refusal>,
    aligned: Vec<usize>,
    software: SoftwareLevels<'a>,
    /// Whether a line could not be priced for a reason that stands with the whole request.
    incomplete: bool,
    /// How many changes there are.
    changes: usize,
}

impl<'a, R: Record + Default> Lines<'a, R> {
    fn new(room: usize) -> Self {
        Self {
            priced: Vec::with_capacity(room),
            refusals: Vec::new(),
            aligned: Vec::new(),
            software: SoftwareLevels::default(),
            incomplete: false,
            changes: 0,
        }
    }

    #[inline(always)]
    fn take(&mut self, place: LinePlace, line: LineResult<'a, R>) {
        match line {
            Ok(Some(line)) => self.priced.push(line),
            Ok(None) => self.incomplete = true,
            Err(reasons) => {
                let at = |reason| Refusal { line: Some(place), reason };
                self.refusals.extend(reasons.into_iter().map(at));
            }
        }
    }

    fn changes(&mut self, terms: &Terms<'a>) {
        let additions = terms.request.additions.iter().map(ChangeOf::Addition).enumerate();
        for (place, change) in additions {
            self.change(LinePlace::Addition(place), change, terms);
        }
        let raises = terms.request.raises.iter().map(ChangeOf::Raise).enumerate();
        for (place, change) in raises {
            self.change(LinePlace::Raise(place), change, terms);
        }
    }

    fn change(&mut self, place: LinePlace, change: ChangeOf<'a>, terms: &Terms<'a>) {
        self.changes = self.changes.saturating_add(1);
        let assessed = AssessedChange::of(change, terms);
        self.software.note(assessed.product.line, assessed.product.level);
        self.take(place, assessed.line(place, terms));
    }

    /// Whether all that was asked for is left out.
    fn nothing_left(&self, holdings: usize) -> bool {
        self.changes == 0 && holdings > 0 && self.aligned.len() == holdings
    }
}

/// The levels of the software lines, lowest first: there may be one.
#[derive(Default)]
struct SoftwareLevels<'a> {
    first: Option<&'a ServiceLevel>,
    others: Vec<&'a ServiceLevel>,
}

impl<'a> SoftwareLevels<'a> {
    #[inline(always)]
    fn note(&mut self, line: Option<&ProductLine>, level: Option<&'a ServiceLevel>) {
        let software = line.is_some_and(|line| line.kind.is_software());
        let Some(level) = level.filter(|_| software) else { return };
        let first = *self.first.get_or_insert(level);
        let seen = |other: &&ServiceLevel| other.index == level.index;
        if !seen(&first) && !self.others.iter().any(seen) {
            self.others.push(level);
        }
    }

    fn refusal(&self) -> Option<Refusal> {
        if self.others.is_empty() {
            return None;
        }
        let mut levels: Vec<&ServiceLevel> =
            self.first.iter().chain(&self.others).copied().collect();
        levels.sort_by_key(|level| level.rank);
        let levels = levels.iter().map(|level| level.name.clone()).collect();
        Some(whole(Reason::MixedServiceLevels { levels }))
    }
}

/// A holding held against the book, before its amounts.
struct Assessed<'a> {
    holding: HoldingRef<'a>,
    product: Product<'a>,
    quantity: u64,
    gap: Gap,
    late: Option<Lateness>,
    status: Option<Status>,
    list: Option<ListPrice>,
    /// The new term, where it is on offer: its length, its first and its last day.
    term: Option<(Term, Date, Date)>,
    /// Whether it is covered through the common end already.
    aligned: bool,
}

impl<'a> Assessed<'a> {
    #[inline(always)]
    fn of(holding: HoldingRef<'a>, terms: &Terms<'a>) -> Self {
        let mut assessed = Self {
            holding,
            product: Product::of(&ProductIds::of_holding(&holding), terms),
            quantity: 0,
            gap: Gap::between(holding.covered_through, terms.request.start),
            late: None,
            status: None,
            list: None,
            term: None,
            aligned: matches!(terms.length, Some(Length::Until(last, _))
                if holding.covered_through >= last),
        };
        assessed.check_current_level(terms);
        if assessed.aligned {
            return assessed;
        }
        assessed.count();
        assessed.check_earliest(terms);
        assessed.check_status(terms);
        assessed.find_price(terms);
        assessed.check_upgrade(terms);
        assessed
    }

    fn refuse(&mut self, reason: Reason) {
        self.product.reasons.push(reason);
    }

    #[inline(always)]
    fn check_current_level(&mut self, terms: &Terms<'_>) {
        if let Some(current) = self.holding.current_service_level
            && let Err(reason) = find_level(terms.book, current)
            && !self.product.reasons.contains(&reason)
        {
            self.refuse(reason);
        }
    }

    #[inline(always)]
    fn count(&mut self) {
        let HoldingRef { owned, retire, quantity: stated, .. } = self.holding;
        let Some(due) = owned.checked_sub(retire) else {
            self.refuse(Reason::RetiredExceedsOwned { owned, retire });
            return;
        };
        self.quantity = due;
        if owned == 0 {
            self.refuse(Reason::NothingOwned);
        } else if due == 0 {
            self.refuse(Reason::NothingToCover);
        }
        if let Some(stated) = stated.filter(|stated| *stated != due) {
            self.refuse(Reason::PartialCoverage { stated, due });
        }
    }

    #[inline(always)]
    fn check_earliest(&mut self, terms: &Terms<'_>) {
        let Some(months) = terms.book.sales().renewal.earliest_months else { return };
        let first_day = months_before(self.holding.covered_through, months);
        if terms.request.quote_date < first_day {
            self.refuse(Reason::TooEarly { first_day, months });
        }
    }

    #[inline(always)]
    fn check_status(&mut self, terms: &Terms<'a>) {
        let Some(length) = terms.length else { return };
        let Some((standing, late, gap)) = terms.standing(&self.holding, &self.product) else {
            return;
        };
        self.late = late;
        let book = terms.book;
        let status = match standing {
            Standing::Priced(status) => status,
            Standing::NotOffered => {
                let last_day = last_day(book.lapse(), late, gap);
                self.refuse(Reason::ReinstatementNotOffered { gap_days: gap.days, last_day });
                return;
            }
            Standing::ByVendor(band) => {
                let band = book.band(Status::Band(band));
                let band = band.map_or_else(String::new, |band| band.name.clone());
                self.refuse(Reason::QuotedByVendor { vendor: book.about().vendor.clone(), band });
                return;
            }
            Standing::ReleaseNeeded => {
                let known = self.product.line.map(|line| line.releases.iter());
                let known = known.into_iter().flatten().map(|one| one.id.clone()).collect();
                self.refuse(Reason::ReleaseNeeded { known });
                return;
            }
        };
        self.status = Some(status);
        let forward_from = lapse::forward_from(book.band(status), gap);
        self.product.check_release(forward_from.max(gap.start));
        let Some((term, forward_through)) = length.term(book.term(), forward_from) else { return };
        let start = gap.start;
        if late.is_some() && forward_through < start {
            self.refuse(Reason::TermConsumedByGap { forward_through, start });
        }
        if let Length::Until(last, _) = length
            && !fits(book.term(), forward_from, last)
        {
            let why = TermProblem::CommonEnd { from: forward_from, through: last };
            self.refuse(term_refusal(book, why));
            return;
        }
        if let Some(band) = book.band(status)
            && self.holding.last_unit_net.is_none()
        {
            let charged = lapse::charged_gap(band, gap, forward_from);
            if needs_last_price(band, charged, term.whole_years()) {
                self.refuse(Reason::LastPriceMissing);
            }
        }
        self.term = Some((term, forward_from, forward_through));
    }

    #[inline(always)]
    fn find_price(&mut self, terms: &Terms<'a>) {
        let srp = self.product.srp(self.quantity, terms);
        let Product { level: Some(level), edition: Some(edition), .. } = self.product else {
            return;
        };
        let Some(status) = self.status else { return };
        // Without a price the rate is looked for all the same.
        let of = srp.unwrap_or(Money::zero(terms.request.currency));
        let list = terms.list_price(PricedAs { level, edition, status }, of);
        if list.is_none() {
            self.product.no_rate(level, status, terms.book);
        }
        self.list = list.filter(|_| srp.is_some());
    }

    /// A rise to a higher level takes all software along (hardware may differ).
    #[inline(always)]
    fn check_upgrade(&mut self, terms: &Terms<'_>) {
        let (Some(line), Some(to)) = (self.product.line, self.product.level) else { return };
        let current = self.holding.current_service_level;
        let Some(current) = current.and_then(|id| terms.book.level(id)) else { return };
        // Which contracts run is asked on the day of the start.
        if terms.starts && to.rank > current.rank {
            self.product.reasons.extend(left_behind(terms.request.others, terms.book, line, to));
        }
    }

    /// The priced line; `None` where the request as a whole cannot be priced.
    #[inline(always)]
    fn line<R: Record + Default>(self, place: usize, terms: &Terms<'a>) -> LineResult<'a, R> {
        let Product { line, edition, release, level, mut reasons, .. } = self.product;
        // With a refused plan the surcharge is unknown, and with it the total.
        let plan = terms.payment.ok();
        let found = (line, terms.program, self.status, self.list, self.term, plan);
        // Nothing is computed from a quantity that is refused.
        let counted = self.quantity > 0 && !reasons.contains(&Reason::LastPriceMissing);
        let (Some(line), Some(program), Some(status), Some(list), Some(term), Some(plan)) = found
        else {
            return if reasons.is_empty() { Ok(None) } else { Err(reasons) };
        };
        let ((term, forward_from, forward_through), book) = (term, terms.book);
        let band = book.band(status);
        let charged = band.and_then(|band| lapse::charged_gap(band, self.gap, forward_from));
        let basis = ChargeBasis {
            list,
            program: program_discount(program, line),
            owned: self.holding.owned,
            quantity: self.quantity,
            last_unit_net: self.holding.last_unit_net.map(|price| price.0),
            renewal: renewal_rule(book, status),
            term,
            term_discount: book.term_discount(term.whole_years()),
            concession: terms.request.concession,
            surcharge: plan.map_or(Percent::ZERO, |plan| plan.surcharge),
            rounding: book.rounding(),
            late: self.late,
            start: self.gap.start,
            band,
            charged,
        };
        let mut record = R::default();
        let amounts = match charge(&basis, &mut record) {
            Ok(amounts) if reasons.is_empty() => amounts,
            Ok(_) => return Err(reasons),
            Err(why) => {
                let reason = reason_of(why);
                if counted && !reasons.contains(&reason) {
                    reasons.push(reason);
                }
                return Err(reasons);
            }
        };
        let (Some(edition), Some(level)) = (edition, level) else { return Ok(None) };
        Ok(Some(PricedLine {
            place: LinePlace::Holding(place),
            asked: AskedAs::Holding(self.holding),
            line,
            edition,
            release,
            level,
            quantity: self.quantity,
            status,
            gap: self.gap,
            charged,
            forward_from,
            forward_through,
            list,
            program_discount: basis.program.percent,
            term,
            term_discount: basis.term_discount,
            amounts,
            record,
        }))
    }
}

/// The last day on which cover could have begun again, where the policy has a limit for all.
fn last_day(lapse: &Lapse, late: Option<Lateness>, gap: Gap) -> Option<Date> {
    let anchor = late?.anchor;
    let ends = |limit: BandLimit| match limit {
        BandLimit::Days(days) => Some(add_days(anchor, days)),
        BandLimit::Months(months) => Some(add_months(anchor, months)),
        BandLimit::None => None,
    };
    let bands = lapse.bands.iter().filter(|band| band.outcome.has_price());
    let last = bands.map(|band| ends(band.limit)).collect::<Option<Vec<Date>>>()?;
    // A band beyond the start is for others.
    last.into_iter().max().filter(|last| *last < gap.start)
}

fn whole(reason: Reason) -> Refusal {
    Refusal { line: None, reason }
}
