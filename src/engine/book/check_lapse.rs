//! The lapse policy held against itself and against the releases it asks for.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::calendar::{Date, add_months, days_between};
use crate::engine::problem::{Problem, Problems};

use super::draft::{Draft, Placed};
use super::model::ProductLine;
use super::place::LineIndex;
use super::policy::{BackCoveragePrice, Band, BandLimit, PenaltyBase, When};

pub(super) fn lapse(draft: &Draft, problems: &mut Problems) {
    let mut lengths = MonthLengths::default();
    let mut without_days = BTreeSet::new();
    for (place, band) in draft.bands.iter().enumerate() {
        let earlier = draft.bands.get(..place).unwrap_or_default();
        problems.list.extend(unreachable(band, earlier, draft.grace, &mut lengths));
        problems.list.extend(penalty_of_nothing(band));
        problems.list.extend(last_price_needed(band));
        release_days(band, draft, &mut without_days, problems);
    }
    for choice in &draft.choices {
        let named = |band: &Placed<Band>| band.value.when.choice == Some(choice.value.index);
        if !draft.bands.iter().any(named) {
            let message = format!("no band names the choice `{}`", choice.value.id);
            problems.push(
                Problem::error("unused-choice", choice.path.clone(), message)
                    .at(choice.span.clone())
                    .hint("name it in the `when` of a band, or remove it"),
            );
        }
    }
}

/// A band that can never be taken: grace, or a band before it that takes the same holdings, lasts
/// at least as long on every day of the calendar.
fn unreachable(
    band: &Placed<Band>,
    earlier: &[Placed<Band>],
    grace: Option<BandLimit>,
    lengths: &mut MonthLengths,
) -> Option<Problem> {
    let limit = band.value.limit;
    let id = &band.value.id;
    if grace.is_some_and(|grace| lengths.reach(grace, limit)) {
        let message = format!("the band `{id}` is never reached: grace lasts at least as long");
        let problem = Problem::error("band-unreachable", band.path.clone(), message);
        return Some(
            problem
                .at(band.span.clone())
                .hint("raise its limit above that of grace, or remove the band"),
        );
    }
    let before = earlier.iter().find(|before| {
        before.value.when.is_at_least_as_wide_as(&band.value.when)
            && lengths.reach(before.value.limit, limit)
    })?;
    let message =
        format!("the band `{id}` is never reached: `{}` takes all of it", before.value.id);
    let problem = Problem::error("band-unreachable", band.path.clone(), message);
    Some(problem.at(band.span.clone()).related(before.span.clone(), "the band before it").hint(
        format!("raise its limit, narrow the `when` of `{}`, or remove the band", before.value.id),
    ))
}

/// The fewest and the most days that numbers of months have had so far.
#[derive(Default)]
struct MonthLengths(BTreeMap<u32, (u32, u32)>);

impl MonthLengths {
    /// Whether one limit holds at least as long as another on every day of the calendar.
    fn reach(&mut self, limit: BandLimit, other: BandLimit) -> bool {
        match (limit, other) {
            (BandLimit::None, _) => true,
            (BandLimit::Days(_) | BandLimit::Months(_), BandLimit::None) => false,
            (BandLimit::Days(own), BandLimit::Days(days)) => own >= days,
            (BandLimit::Months(own), BandLimit::Months(months)) => own >= months,
            (BandLimit::Months(own), BandLimit::Days(days)) => self.of(own).0 >= days,
            (BandLimit::Days(own), BandLimit::Months(months)) => own >= self.of(months).1,
        }
    }

    /// The fewest and the most days that so many months can have, over leap years and a turn of
    /// the century without one. The days from the 1st to the 28th are as far from the same day of
    /// a later month as each other, so that the 1st stands for them.
    fn of(&mut self, months: u32) -> (u32, u32) {
        *self.0.entry(months).or_insert_with(|| {
            let years = (2024..2032).chain(2096..2104);
            let days = years
                .flat_map(|year| (1..=12).map(move |month| (year, month)))
                .flat_map(|(year, month)| [1, 29, 30, 31].map(|day| (year, month, day)))
                .filter_map(|(year, month, day)| Date::from_ymd_opt(year, month, day));
            let lengths = days.map(|day| days_between(day, add_months(day, months)));
            lengths.fold((u32::MAX, 0), |(least, most), days| (least.min(days), most.max(days)))
        })
    }
}

fn penalty_of_nothing(band: &Placed<Band>) -> Option<Problem> {
    let of_gap_alone = band.value.penalties.iter().any(|penalty| {
        penalty.is_of(PenaltyBase::BackCoverage)
            && !PenaltyBase::ALL
                .iter()
                .any(|(_, other)| *other != PenaltyBase::BackCoverage && penalty.is_of(*other))
    });
    (of_gap_alone && band.value.back_coverage.is_none()).then(|| {
        let id = &band.value.id;
        let message =
            format!("the band `{id}` takes its penalty of back coverage and charges none");
        Problem::warning("penalty-of-nothing", band.path.clone(), message)
            .at(band.span.clone())
            .hint("the penalty is its `at_least`, or nothing: choose another base")
    })
}

fn last_price_needed(band: &Placed<Band>) -> Option<Problem> {
    let back_coverage = band.value.back_coverage;
    let last_paid = back_coverage.is_some_and(|rule| rule.price == BackCoveragePrice::LastPaid);
    let last_annual = band.value.penalties.iter().any(|one| one.is_of(PenaltyBase::LastAnnual));
    (last_paid || last_annual).then(|| {
        let message =
            format!("each holding in the band `{}` needs a `last_unit_net`", band.value.id);
        Problem::notice("last-price-needed", band.path.clone(), message)
            .at(band.span.clone())
            .hint("a request without it is refused")
    })
}

/// A `when` that asks how new a release is needs the day on which each came out.
fn release_days(
    band: &Placed<Band>,
    draft: &Draft,
    reported: &mut BTreeSet<LineIndex>,
    problems: &mut Problems,
) {
    let when = &band.value.when;
    if !when.asks_for_release_days() {
        return;
    }
    for line in draft.lines.iter().filter(|line| can_take(when, &line.value)) {
        let without = line.value.releases.iter().filter(|release| release.released.is_none());
        let without: Vec<&str> = without.map(|release| release.id.as_str()).collect();
        if without.is_empty() || !reported.insert(line.value.index) {
            continue;
        }
        let message = format!(
            "the band `{}` asks how new a release of `{}` is, and there is no day for {}",
            band.value.id,
            line.value.id,
            without.join(", ")
        );
        problems.push(
            Problem::error("release-day-missing", line.path.clone(), message)
                .at(line.span.clone())
                .related(band.span.clone(), "the band that asks")
                .hint("write `released` for each release of the product line"),
        );
    }
}

fn can_take(when: &When, line: &ProductLine) -> bool {
    when.product_line.as_deref().is_none_or(|only| only == line.id)
        && when.edition.as_deref().is_none_or(|only| line.editions.iter().any(|one| one.id == only))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::calendar::add_days;

    #[test]
    fn months_are_as_long_as_on_each_day_of_the_calendar() {
        let mut lengths = MonthLengths::default();
        for months in [1, 2, 3, 6, 11, 12, 13, 24, 36, 48, 60] {
            let first = [2024, 2096].into_iter().filter_map(|year| Date::from_yo_opt(year, 1));
            let days = first.flat_map(|first| (0..8 * 366).map(move |days| add_days(first, days)));
            let each: Vec<u32> =
                days.map(|day| days_between(day, add_months(day, months))).collect();
            let range = (each.iter().copied().min(), each.iter().copied().max());
            let (least, most) = lengths.of(months);
            assert_eq!((Some(least), Some(most)), range, "{months} months");
        }
    }
}
