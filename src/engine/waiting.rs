//! What it costs to wait: the days on which the total jumps, and the total by day.
//!
//! The days are found from the rules: limits of bands, anniversaries, turns of months, releases and
//! ends of life. Between them the total only grows by the day.
//!
//! Source: pricing rules, section 10.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::asker::{Asker, Offer};
use super::book::{BandLimit, Counts, ProductLine, Status};
use super::calendar::{
    Date, add_days, add_months, add_years, day_after, day_before, days_between, month_start_from,
    months_before, term_follower,
};
use super::lapse::{self, Gap, Lateness, Standing, Traits};
use super::later_days::LaterDays;
use super::money::Money;
use super::request::CommonEnd;
use super::steps::Steps;
use super::terms::{Product, ProductIds, Terms};
use super::working::{Basis, Name, Working};

/// Days later for which waiting is always priced.
pub const WAITING_DAYS: [u32; 6] = [0, 30, 60, 90, 180, 365];
/// How many days ahead jumps of the total are looked for.
pub const HORIZON_DAYS: u32 = 1_000;
/// Most days on which the total jumps that have a row of their own.
pub const JUMPS_MAX: usize = 24;

/// A later day beside today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingOption {
    /// Days after the start that was asked for.
    pub days_later: u32,
    /// The day cover would begin again.
    pub start: Date,
    /// Holdings whose status changes on this very day, with the status they go to.
    pub changes: Vec<StatusChange>,
    /// Why the day has a row, beside being one of [`WAITING_DAYS`].
    pub jump: Option<Jump>,
    /// By how much the total without tax differs from that of the day before, where both days have
    /// one.
    pub jump_net: Option<Money>,
    /// What it costs.
    pub offer: Offer,
    /// How much more that is; `None` where that day or the start asked for has no price.
    pub price: Option<PriceOfWaiting>,
}

/// What happens on a day on which the total jumps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Jump {
    /// There is a price from this day on, and none the day before.
    PriceBegins,
    /// There is no price from this day on.
    PriceEnds,
    /// The total differs from that of the day before by this much.
    By(Money),
}

/// How much more a later day costs than the start that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceOfWaiting {
    /// The total of that day less the total now, with tax; below nothing where waiting costs less.
    pub more: Money,
    /// The same without tax.
    pub more_net: Money,
    /// The steps of the totals of that day, and the difference as the last one.
    pub working: Working,
}

/// A point of the total by day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CurvePoint {
    /// The day cover would begin again.
    pub date: Date,
    /// The total with tax, where there is a price.
    pub total: Option<Money>,
    /// The same without tax.
    pub net: Option<Money>,
}

/// A holding that goes to another status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusChange {
    /// The holding, counted from 0.
    pub holding: usize,
    /// The status it goes to; `None` where it has no price any more.
    pub to: Option<Status>,
}

/// What waiting costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostOfWaiting {
    /// The days always priced, and those on which the total jumps.
    pub options: Vec<WaitingOption>,
    /// How many more days there are on which it jumps, by less.
    pub more_jumps: usize,
    /// The first day from which no later day within [`HORIZON_DAYS`] has a price.
    pub not_possible_from: Option<Date>,
    /// The total by the day cover begins again, for a plot: every 30 days of a year, and both sides
    /// of each day on which it jumps or steps. Between these days it grows by the day.
    pub curve: Vec<CurvePoint>,
}

/// What waiting costs a request.
pub(super) fn waiting(later: &mut LaterDays<'_>) -> CostOfWaiting {
    let asker = later.asker;
    let mut days = Days { asker, later };
    let candidates = Candidates::of(asker);
    let mut events = Vec::new();
    for day in candidates.days.iter().copied() {
        let changes = candidates.holdings.changes_on(asker, day);
        let jump = days.jump(day);
        let jump_net = days.jump_net(day);
        if jump.is_some() || !changes.is_empty() {
            events.push(Event { day, changes, jump, jump_net });
        }
    }
    let not_possible_from = days.not_possible_from(&events);
    events.sort_by_key(|event| (Reverse(event.size()), event.day));
    let more_jumps = events.len().saturating_sub(JUMPS_MAX);
    events.truncate(JUMPS_MAX);
    let options = days.options(events);
    let steps = days.steps(&candidates.days);
    let curve = days.curve(&options, steps);
    CostOfWaiting { curve, options, more_jumps, not_possible_from }
}

/// A day on which something changes.
struct Event {
    day: u32,
    changes: Vec<StatusChange>,
    jump: Option<Jump>,
    jump_net: Option<Money>,
}

impl Event {
    /// How much it weighs beside others.
    const fn size(&self) -> u64 {
        match self.jump {
            Some(Jump::PriceBegins | Jump::PriceEnds) => u64::MAX,
            Some(Jump::By(amount)) => amount.minor().unsigned_abs(),
            None => 0,
        }
    }
}

/// Days later.
struct Days<'days, 'a> {
    asker: &'a Asker<'a>,
    later: &'days mut LaterDays<'a>,
}

impl Days<'_, '_> {
    /// The total of a day with tax and without, and a year's price on it, where there is a price.
    fn on(&mut self, day: u32) -> Option<(Money, Money, Money)> {
        self.later.on(day).offered()
    }

    /// Whether the total of a day jumps: from or to no price, or by more than a month's price.
    fn jump(&mut self, day: u32) -> Option<Jump> {
        match (self.on(day.checked_sub(1)?), self.on(day)) {
            (None, None) => None,
            (None, Some(_)) => Some(Jump::PriceBegins),
            (Some(_), None) => Some(Jump::PriceEnds),
            (Some((before, ..)), Some((after, _, annual))) => {
                let by = after.minus(before).ok()?;
                let months = i128::from(by.minor()).saturating_mul(12).unsigned_abs();
                (months > i128::from(annual.minor()).unsigned_abs()).then_some(Jump::By(by))
            }
        }
    }

    /// The difference to the day before, without tax.
    fn jump_net(&mut self, day: u32) -> Option<Money> {
        let (_, before, _) = self.on(day.checked_sub(1)?)?;
        let (_, after, _) = self.on(day)?;
        after.minus(before).ok()
    }

    fn not_possible_from(&mut self, events: &[Event]) -> Option<Date> {
        if self.on(HORIZON_DAYS).is_some() {
            return None;
        }
        let ends = events.iter().rev().find(|event| event.jump == Some(Jump::PriceEnds));
        // Without such a day no day has a price.
        let day = ends.map_or(0, |event| event.day);
        Some(add_days(self.asker.request.start, day))
    }

    fn options(&self, mut events: Vec<Event>) -> Vec<WaitingOption> {
        let always = WAITING_DAYS.into_iter();
        let always = always.filter(|day| !events.iter().any(|event| event.day == *day));
        let always: Vec<Event> = always
            .map(|day| Event { day, changes: Vec::new(), jump: None, jump_net: None })
            .collect();
        events.extend(always);
        events.sort_by_key(|event| event.day);
        let now = self.asker.ask(self.asker.terms());
        let option = |Event { day: days_later, changes, jump, jump_net }| {
            let terms = self.asker.later(days_later);
            let (offer, working) = self.asker.ask_recording(terms);
            let price = self.price_of_waiting(&now, &offer, working);
            WaitingOption { days_later, start: terms.start, changes, jump, jump_net, offer, price }
        };
        events.into_iter().map(option).collect()
    }

    /// The difference of two totals, recorded behind the steps of the later one.
    fn price_of_waiting(
        &self,
        now: &Offer,
        later: &Offer,
        mut working: Working,
    ) -> Option<PriceOfWaiting> {
        let currency = self.asker.request.currency;
        let mut steps = Steps::of(&mut working, self.asker.book.rounding(), currency);
        let plus = [Some((Name::GrandTotal, later.total()?))];
        let minus = [Some((Name::TotalNow, now.total()?))];
        let more_net = later.net()?.minus(now.net()?).ok()?;
        let more = steps.sum(Name::Difference, plus, minus, Basis::Sum).ok()?;
        Some(PriceOfWaiting { more, more_net, working })
    }

    /// The days on which the total steps, however little: it differs from the day before by more
    /// than twice as much as on the days beside it. Of these the candidates are priced anyway; the
    /// next day is asked for where neither is one.
    fn steps(&mut self, candidates: &BTreeSet<u32>) -> Vec<u32> {
        let mut steps = Vec::new();
        for day in candidates.iter().copied() {
            let mut change = |day| self.jump_net(day).map(|by| by.minor().unsigned_abs());
            let Some(own) = change(day).filter(|own| *own > 0) else { continue };
            let (before, after) = (day.saturating_sub(1), day.saturating_add(1));
            let is_known = |day| candidates.contains(&day);
            let mut grows = |day| change(day).is_some_and(|by| own <= by.saturating_mul(2));
            let is_growth = (is_known(before) && grows(before))
                || ((is_known(after) || !is_known(before)) && grows(after));
            if !is_growth {
                steps.push(day);
            }
        }
        steps
    }

    fn curve(&mut self, options: &[WaitingOption], steps: Vec<u32>) -> Vec<CurvePoint> {
        let mut days: BTreeSet<u32> = (0..=12_u32).map(|month| month.saturating_mul(30)).collect();
        days.insert(365);
        for day in steps {
            days.extend([day.saturating_sub(1), day]);
        }
        for option in options {
            if option.jump.is_some() || !option.changes.is_empty() {
                days.extend([option.days_later.saturating_sub(1), option.days_later]);
            }
        }
        let start = self.asker.request.start;
        let point = |day| {
            let sums = self.on(day);
            CurvePoint {
                date: add_days(start, day),
                total: sums.map(|(total, ..)| total),
                net: sums.map(|(_, net, _)| net),
            }
        };
        days.into_iter().map(point).collect()
    }
}

/// The holdings of a request, and what bands ask of each.
struct Statuses<'a>(Vec<(Date, Option<Traits<'a>>)>);

impl Statuses<'_> {
    /// The holdings that go to another status on a day.
    fn changes_on(&self, asker: &Asker<'_>, day: u32) -> Vec<StatusChange> {
        let Some(before) = day.checked_sub(1) else { return Vec::new() };
        let on = |covered_through: Date, traits: &Option<Traits<'_>>, day: u32| {
            let terms = asker.later(day);
            let gap = Gap::between(covered_through, terms.start);
            let policy = asker.book.lapse();
            let late = Lateness::of(policy.counts, gap, terms.quote_date);
            match lapse::standing(policy, late, gap, traits.as_ref()?) {
                Standing::Priced(status) => Some(status),
                Standing::NotOffered | Standing::ByVendor(_) | Standing::ReleaseNeeded => None,
            }
        };
        let mut changes = Vec::new();
        for (holding, (covered_through, traits)) in self.0.iter().enumerate() {
            let to = on(*covered_through, traits, day);
            if on(*covered_through, traits, before) != to {
                changes.push(StatusChange { holding, to });
            }
        }
        changes
    }
}

/// The days on which the rules can make the total jump.
struct Candidates<'a> {
    days: BTreeSet<u32>,
    holdings: Statuses<'a>,
}

/// Collects days within the horizon, as days after the start that was asked for.
struct Collected {
    start: Date,
    /// Days from the day of the quote to the start.
    lead: u32,
    days: BTreeSet<u32>,
}

impl Collected {
    /// A day of cover's beginning, and the day after it.
    fn around(&mut self, day: Date) {
        self.on(day);
        self.on(day_after(day));
    }

    fn on(&mut self, day: Date) {
        let days = days_between(self.start, day);
        if (1..=HORIZON_DAYS).contains(&days) {
            self.days.insert(days);
        }
    }

    /// A day of the quote.
    fn quoted_on(&mut self, day: Date) {
        self.on(add_days(day, self.lead));
    }

    /// The anniversaries of a day, and the days its months are over.
    fn turns_of(&mut self, day: Date) {
        let last = add_days(self.start, HORIZON_DAYS);
        let months = days_between(day, last).saturating_div(28).saturating_add(1);
        let first = days_between(day, self.start).saturating_div(32);
        for month in first..=months {
            self.around(add_months(day, month));
        }
        for year in 0..=months.saturating_div(12) {
            self.around(term_follower(day, year));
            self.around(add_years(day, year));
        }
    }

    fn limit(&mut self, anchor: Date, limit: BandLimit) {
        match limit {
            BandLimit::Days(days) => self.around(add_days(anchor, days)),
            BandLimit::Months(months) => self.around(add_months(anchor, months)),
            BandLimit::None => {}
        }
    }
}

impl<'a> Candidates<'a> {
    fn of(asker: &Asker<'a>) -> Self {
        let request = asker.request;
        let terms = Terms::of(asker.terms(), asker.holdings, asker.book, &mut Vec::new());
        let mut found = Collected {
            start: request.start,
            lead: days_between(request.quote_date, request.start),
            days: BTreeSet::new(),
        };
        let mut statuses = Vec::with_capacity(asker.holdings.len());
        let mut ends = BTreeSet::new();
        let mut lines: BTreeSet<usize> = BTreeSet::new();
        for holding in asker.holdings {
            let product = Product::of(&ProductIds::of_holding(holding), &terms);
            statuses.push((holding.covered_through, terms.traits(&product)));
            ends.insert(holding.covered_through);
            if let Some(line) = product.line
                && lines.insert(line.index.place())
            {
                releases(line, asker, &mut found);
            }
        }
        for covered_through in ends {
            lapses(covered_through, asker, &mut found);
        }
        changes(asker, &mut found);
        let mut month = month_start_from(request.start);
        while days_between(request.start, month) <= HORIZON_DAYS {
            found.around(month);
            month = add_months(month, 1);
        }
        if let Some(CommonEnd::On(last)) = request.common_end {
            let until = day_after(last);
            for years in 0..=asker.book.term().max_years {
                let from = months_before(until, years.saturating_mul(12));
                found.on(day_before(from));
                found.around(from);
            }
        }
        Self { days: found.days, holdings: Statuses(statuses) }
    }
}

/// The days on which a holding becomes later.
fn lapses(covered_through: Date, asker: &Asker<'_>, found: &mut Collected) {
    let policy = asker.book.lapse();
    let first_uncovered = day_after(covered_through);
    let anchor = match policy.counts {
        Counts::UncoveredDays => first_uncovered,
        Counts::DaysAfterExpiry => covered_through,
    };
    found.around(first_uncovered);
    found.quoted_on(first_uncovered);
    found.limit(anchor, policy.grace);
    for band in &policy.bands {
        found.limit(anchor, band.limit);
    }
    found.turns_of(first_uncovered);
    if anchor != first_uncovered {
        found.turns_of(anchor);
    }
    if let Some(months) = asker.book.sales().renewal.earliest_months {
        found.quoted_on(months_before(covered_through, months));
    }
}

/// The days on which releases come out, and on which they end their lives.
fn releases(line: &ProductLine, asker: &Asker<'_>, found: &mut Collected) {
    let bands = asker.book.lapse().bands.iter();
    let months: Vec<u32> = bands.filter_map(|band| band.when.end_of_life_within_months).collect();
    for release in &line.releases {
        found.around(release.end_of_life);
        if let Some(released) = release.released {
            found.around(released);
        }
        for months in &months {
            let from = months_before(release.end_of_life, *months);
            found.on(day_before(from));
            found.around(from);
        }
    }
}

/// The days on which changes while cover runs cost more or less, or are too late, and on which
/// other contracts run out.
fn changes(asker: &Asker<'_>, found: &mut Collected) {
    let request = asker.request;
    for addition in &request.additions {
        found.around(addition.ends);
        found.around(months_before(day_after(addition.ends), 12));
        if let Some(used_since) = addition.used_since {
            found.around(used_since);
            found.turns_of(used_since);
        }
    }
    for raise in &request.raises {
        found.around(raise.ends);
    }
    for contract in &request.other_contracts {
        found.around(contract.covered_through);
    }
}
