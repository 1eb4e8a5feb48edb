//! Changes while cover runs, held against the price book.
//!
//! Source: pricing rules, section 7.

use super::book::{FirstYear, ServiceLevel, Status, TrueUp};
use super::calendar::{Date, day_after};
use super::change_charges::{ChangeBasis, ChangeShape, charge_change, costs_more};
use super::charges::{ListPrice, Term};
use super::day_count::DayCount;
use super::eligibility::left_behind;
use super::lapse::Gap;
use super::percent::Percent;
use super::priced::{AskedAs, LineResult, PricedAs, PricedLine, reason_of};
use super::refusal::{LinePlace, Reason};
use super::request::{Addition, Label, Raise};
use super::terms::{Product, ProductIds, Terms, find_level, licence_discount, program_discount};
use super::working::Record;

/// A change as it was asked for.
#[derive(Clone, Copy)]
pub(super) enum ChangeOf<'a> {
    Addition(&'a Addition),
    Raise(&'a Raise),
}

impl<'a> ChangeOf<'a> {
    fn ids(self) -> ProductIds<'a> {
        match self {
            Self::Addition(addition) => ProductIds {
                product_line: addition.product_line.as_str(),
                edition: addition.edition.as_str(),
                release: addition.release.as_ref().map(Label::as_str),
                service_level: addition.service_level.as_ref().map(Label::as_str),
            },
            Self::Raise(raise) => ProductIds {
                product_line: raise.product_line.as_str(),
                edition: raise.edition.as_str(),
                release: raise.release.as_ref().map(Label::as_str),
                service_level: None,
            },
        }
    }

    const fn status(self) -> Status {
        match self {
            Self::Raise(_) => Status::Raise,
            Self::Addition(Addition { used_since: Some(_), .. }) => Status::TrueUp,
            Self::Addition(Addition { used_since: None, .. }) => Status::Addition,
        }
    }

    const fn quantity(self) -> u64 {
        match self {
            Self::Addition(addition) => addition.quantity,
            Self::Raise(raise) => raise.quantity,
        }
    }

    const fn ends(self) -> Date {
        match self {
            Self::Addition(addition) => addition.ends,
            Self::Raise(raise) => raise.ends,
        }
    }
}

/// A change held against the book, before its amounts.
pub(super) struct AssessedChange<'a> {
    change: ChangeOf<'a>,
    pub(super) product: Product<'a>,
    /// How days are counted, where changes are on offer.
    day_count: Option<DayCount>,
    /// Since when licences were in use without cover, and what that costs.
    true_up: Option<(Date, &'a TrueUp)>,
    /// The level that cover rises from.
    from: Option<&'a ServiceLevel>,
    list: Option<ListPrice>,
    list_from: Option<ListPrice>,
}

impl<'a> AssessedChange<'a> {
    pub(super) fn of(change: ChangeOf<'a>, terms: &Terms<'a>) -> Self {
        let mut assessed = Self {
            change,
            product: Product::of(&change.ids(), terms),
            day_count: terms.book.sales().mid_term,
            true_up: None,
            from: None,
            list: None,
            list_from: None,
        };
        if change.quantity() == 0 {
            assessed.refuse(Reason::NothingToCover);
        }
        let is_offered = assessed.check_offered(terms);
        assessed.check_days(terms);
        if let ChangeOf::Raise(raise) = change {
            assessed.find_from(raise, terms);
        }
        if terms.starts {
            assessed.product.check_release(terms.request.start);
        }
        assessed.find_price(is_offered, terms);
        assessed.check_price(terms);
        assessed
    }

    fn refuse(&mut self, reason: Reason) {
        self.product.reasons.push(reason);
    }

    fn check_offered(&mut self, terms: &Terms<'a>) -> bool {
        let sales = terms.book.sales();
        let mut is_offered = true;
        if sales.mid_term.is_none() {
            self.refuse(Reason::MidTermNotOffered);
            is_offered = false;
        }
        if let ChangeOf::Addition(Addition { used_since: Some(since), .. }) = self.change {
            self.true_up = sales.true_up.as_ref().map(|rule| (*since, rule));
            if self.true_up.is_none() {
                self.refuse(Reason::TrueUpNotOffered);
                is_offered = false;
            }
        }
        is_offered
    }

    fn check_days(&mut self, terms: &Terms<'_>) {
        let (start, quote_date, ends) =
            (terms.request.start, terms.request.quote_date, self.change.ends());
        if start < quote_date {
            return;
        }
        if ends < start {
            self.refuse(Reason::ContractNotRunning { ends, start });
        }
        if let ChangeOf::Addition(Addition { used_since: Some(since), .. }) = self.change
            && *since >= start
        {
            self.refuse(Reason::UsedSinceNotPast { used_since: *since, start });
        }
    }

    /// The level that cover rises from, which must be below the one of the quote.
    fn find_from(&mut self, raise: &Raise, terms: &Terms<'a>) {
        match find_level(terms.book, raise.from_level.as_str()) {
            Ok(from) => self.from = Some(from),
            Err(reason) => self.refuse(reason),
        }
        let (Some(from), Some(to)) = (self.from, self.product.level) else { return };
        if to.rank <= from.rank {
            self.from = None;
            self.refuse(not_a_raise(from, to));
        } else if let Some(line) = self.product.line.filter(|_| terms.starts) {
            self.product.reasons.extend(left_behind(terms.request.others, terms.book, line, to));
        }
    }

    /// The price by the book; rates only where changes are on offer.
    fn find_price(&mut self, is_offered: bool, terms: &Terms<'a>) {
        let status = self.change.status();
        let srp = self.product.srp(self.change.quantity(), terms);
        let (Some(edition), Some(srp), true) = (self.product.edition, srp, is_offered) else {
            return;
        };
        if let Some(level) = self.product.level {
            self.list = terms.list_price(PricedAs { level, edition, status }, srp);
            if self.list.is_none() {
                self.product.no_rate(level, status, terms.book);
            }
        }
        if let Some(level) = self.from {
            self.list_from = terms.list_price(PricedAs { level, edition, status }, srp);
            if self.list_from.is_none() {
                self.product.no_rate(level, status, terms.book);
            }
        }
    }

    /// Refuses a rise to a level that costs no more.
    fn check_price(&mut self, terms: &Terms<'_>) {
        let (Some(list), Some(list_from)) = (self.list, self.list_from) else { return };
        let (Some(from), Some(to)) = (self.from, self.product.level) else { return };
        let (Some(program), Some(line)) = (terms.program, self.product.line) else { return };
        let discount = program_discount(program, line);
        // An amount that does not fit is refused where it is needed.
        if costs_more(&list, &list_from, &discount, terms.book.rounding()) == Ok(false) {
            self.refuse(not_a_raise(from, to));
        }
    }

    /// What the change is priced as, and what was asked; `None` where that is refused.
    fn shape(&self, terms: &Terms<'a>) -> Option<(ChangeShape<'a>, AskedAs<'a>)> {
        match self.change {
            ChangeOf::Raise(raise) => {
                let (level, from) = (self.from?, self.list_from?);
                Some((ChangeShape::Rises { from }, AskedAs::Raise(raise, level)))
            }
            ChangeOf::Addition(addition) => {
                let first_year: FirstYear = terms.book.sales().first_year;
                let bought = addition.new_licences.then_some(first_year);
                let joins = ChangeShape::Joins { bought, true_up: self.true_up };
                Some((joins, AskedAs::Addition(addition)))
            }
        }
    }

    /// Whether the days of the change hold.
    fn has_days(&self, terms: &Terms<'_>) -> bool {
        let refused = |reason: &Reason| {
            matches!(reason, Reason::ContractNotRunning { .. } | Reason::UsedSinceNotPast { .. })
        };
        terms.starts && !self.product.reasons.iter().any(refused)
    }

    /// The priced line; `None` where the request as a whole cannot be priced.
    pub(super) fn line<R: Record + Default>(
        self,
        place: LinePlace,
        terms: &Terms<'a>,
    ) -> LineResult<'a, R> {
        // Nothing is computed from what is refused.
        let shape = self.shape(terms).filter(|_| self.has_days(terms));
        let Product { line, edition, release, level, mut reasons, .. } = self.product;
        let found = (terms.program, line, edition, level, self.list, self.day_count, shape);
        let (
            Some(program),
            Some(line),
            Some(edition),
            Some(level),
            Some(list),
            Some(day_count),
            Some((change, asked)),
        ) = found
        else {
            return if reasons.is_empty() { Ok(None) } else { Err(reasons) };
        };
        let (start, ends) = (terms.request.start, self.change.ends());
        let basis = ChangeBasis {
            list,
            program: program_discount(program, line),
            licence_discount: licence_discount(program, line),
            quantity: self.change.quantity(),
            concession: terms.request.concession,
            rounding: terms.book.rounding(),
            day_count,
            start,
            ends,
            change,
        };
        let mut record = R::default();
        match charge_change(&basis, &mut record) {
            Err(why) => {
                reasons.push(reason_of(why));
                Err(reasons)
            }
            Ok(_) if !reasons.is_empty() => Err(reasons),
            Ok(amounts) => Ok(Some(PricedLine {
                place,
                asked,
                line,
                edition,
                release,
                level,
                quantity: basis.quantity,
                status: self.change.status(),
                gap: Gap { first_uncovered: start, start, days: 0 },
                charged: None,
                forward_from: start,
                forward_through: ends,
                list,
                program_discount: basis.program.percent,
                term: Term::MidTerm { day_count, from: start, until: day_after(ends) },
                term_discount: Percent::ZERO,
                amounts,
                record,
            })),
        }
    }
}

fn not_a_raise(from: &ServiceLevel, to: &ServiceLevel) -> Reason {
    Reason::NotARaise { from: from.name.clone(), to: to.name.clone() }
}
