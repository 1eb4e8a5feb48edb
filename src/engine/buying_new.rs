//! New licences instead of support for the old ones.
//!
//! Source: pricing rules, section 10, buying new.

use super::asker::Asker;
use super::book::{FirstYear, Status};
use super::calendar::Date;
use super::charges::{ListPrice, annual, discounted, unit_list};
use super::later_days::{LaterDays, LaterPrice};
use super::money::{AmountError, Exact, Money};
use super::percent::Percent;
use super::priced::PricedAs;
use super::steps::Steps;
use super::terms::{Product, ProductIds, Terms, licence_discount, program_discount};
use super::waiting::HORIZON_DAYS;
use super::working::{Name, WithoutWorking};

/// New licences instead of support for the old ones. It counts licences and their support only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuyingNew {
    /// The licences, after the programme's discount on licences.
    pub licences: Money,
    /// Support for the years that the licences do not carry, at the rate of a renewal.
    pub support: Money,
    /// How many years those are.
    pub support_years: u32,
    /// Both.
    pub subtotal: Money,
    /// Tax on both.
    pub tax: Money,
    /// All of it.
    pub total: Money,
    /// The day from which it is cheaper than renewing or reinstating, within the next
    /// [`HORIZON_DAYS`].
    pub cheaper_from: Option<Date>,
    /// The first day from which the old licences cannot be brought under cover any more, within
    /// the next [`HORIZON_DAYS`].
    pub only_way_from: Option<Date>,
}

/// What new licences cost, beside the old ones; `None` where they cannot be priced.
pub(super) fn buying_new(
    later: &mut LaterDays<'_>,
    not_possible_from: Option<Date>,
) -> Option<BuyingNew> {
    let asker = later.asker;
    let new = new_licences(asker)?;
    let mut cheaper_from = None;
    let mut lapsed_from = None;
    for days in (0..=HORIZON_DAYS).rev() {
        let start = asker.later(days).start;
        match later.on(days) {
            LaterPrice::RefusedForLapse => lapsed_from = Some(start),
            LaterPrice::Refused => {}
            LaterPrice::Offered { total, .. } if new.total < total => cheaper_from = Some(start),
            // Keeping the old licences is no dearer: whatever comes earlier does not count.
            LaterPrice::Offered { .. } => break,
        }
    }
    // A request that no day has a price for, for a reason of its own, says nothing of the lapse.
    let only_way_from = not_possible_from.filter(|_| lapsed_from.is_some());
    Some(BuyingNew { cheaper_from, only_way_from, ..new })
}

/// What new licences cost, before they are held against the old ones.
fn new_licences(asker: &Asker<'_>) -> Option<BuyingNew> {
    let request = asker.request;
    let rule = asker.book.term();
    let years = request.term_years?;
    let offered = rule.min_years.max(1)..=rule.max_years;
    if request.common_end.is_some() || !offered.contains(&years) || request.holdings.is_empty() {
        return None;
    }
    let carried = match asker.book.sales().first_year {
        FirstYear::Included => 1,
        FirstYear::Extra => 0,
    };
    let support_years = years.checked_sub(carried)?;
    let zero = Money::zero(request.currency);
    let (mut licences, mut support) = (zero, zero);
    let terms = Terms::of(asker.terms(), asker.holdings, asker.book, &mut Vec::new());
    for holding in asker.holdings {
        let mut product = Product::of(&ProductIds::of_holding(holding), &terms);
        let quantity = holding.owned.checked_sub(holding.retire)?;
        let srp = product.srp(quantity, &terms)?;
        let (line, edition, level) = (product.line?, product.edition?, product.level?);
        let priced = PricedAs { level, edition, status: Status::Renewal };
        let list = terms.list_price(priced, srp)?;
        let program = terms.program?;
        let discount = licence_discount(program, line).percent;
        let licence = licence(asker, srp, discount, quantity).ok()?;
        licences = licences.plus(licence).ok()?;
        let program = program_discount(program, line);
        let a_year = support_of_a_year(asker, &list, &program, quantity).ok()?;
        support = support.plus(a_year.times(u64::from(support_years)).ok()?).ok()?;
    }
    let subtotal = licences.plus(support).ok()?;
    let mut tax = zero;
    for one in request.taxes() {
        let exact = Exact::of(subtotal).times_percent(one.rate).ok()?;
        tax = tax.plus(exact.round(asker.book.rounding().mode).ok()?).ok()?;
    }
    let total = subtotal.plus(tax).ok()?;
    let (cheaper_from, only_way_from) = (None, None);
    Some(BuyingNew {
        licences,
        support,
        support_years,
        subtotal,
        tax,
        total,
        cheaper_from,
        only_way_from,
    })
}

fn licence(
    asker: &Asker<'_>,
    srp: Money,
    discount: Percent,
    quantity: u64,
) -> Result<Money, AmountError> {
    let (rounding, currency) = (asker.book.rounding(), srp.currency());
    let unit = Exact::of(srp).times_rest(discount)?;
    let unit = unit.round_to(rounding.decimals_of_units(currency), rounding.mode)?;
    Exact::of(unit).times_count(quantity)?.round_to(currency.decimals(), rounding.mode)
}

fn support_of_a_year(
    asker: &Asker<'_>,
    list: &ListPrice,
    program: &super::charges::ProgramDiscount,
    quantity: u64,
) -> Result<Money, AmountError> {
    let mut record = WithoutWorking;
    let mut steps = Steps::of(&mut record, asker.book.rounding(), list.srp.currency());
    let unit_list = unit_list(list, Name::UnitList, Name::Rate, &mut steps)?;
    let unit_list = (Name::UnitList, unit_list);
    let unit_net = discounted(Name::UnitNet, unit_list, program, &mut steps)?;
    annual(list, unit_net, quantity, &mut steps)
}
