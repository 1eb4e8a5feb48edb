//! The gap of a holding, and the status it leads to.

use super::book::{BandLimit, Lapse, NewTerm, Status};
use super::calendar::{Date, add_months, add_years, day_after, day_before, days_between};

/// Where a holding stands on the day cover is to begin again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The first day without cover.
    pub first_uncovered: Date,
    /// The day cover begins again.
    pub start: Date,
    /// Days without cover; none where cover is renewed in time.
    pub days: u32,
}

impl Gap {
    /// The gap between the last covered day and the day cover begins again.
    #[must_use]
    pub fn between(covered_through: Date, start: Date) -> Self {
        let first_uncovered = day_after(covered_through);
        Self { first_uncovered, start, days: days_between(first_uncovered, start) }
    }

    /// The last day without cover; `None` where there is no gap.
    #[must_use]
    pub fn through(&self) -> Option<Date> {
        (self.days > 0).then(|| day_before(self.start))
    }
}

/// The status of a gap; `None` where it is longer than any band allows.
#[must_use]
pub fn status(lapse: &Lapse, gap: Gap) -> Option<Status> {
    if gap.days == 0 {
        return Some(Status::Renewal);
    }
    if gap.days <= lapse.grace_days {
        return Some(Status::Grace);
    }
    let holds = |limit: BandLimit| match limit {
        BandLimit::Days(most) => gap.days <= most,
        BandLimit::Months(most) => gap.start <= add_months(gap.first_uncovered, most),
        BandLimit::None => true,
    };
    lapse.bands.iter().find(|band| holds(band.limit)).map(|band| Status::Band(band.index))
}

/// The first day of the new term.
#[must_use]
pub fn forward_from(lapse: &Lapse, status: Status, gap: Gap) -> Date {
    match status {
        Status::Renewal | Status::Grace => gap.first_uncovered,
        Status::Band(index) => {
            let band = lapse.bands.iter().find(|band| band.index == index);
            match band.map(|band| band.new_term) {
                Some(NewTerm::FromExpiry) => gap.first_uncovered,
                Some(NewTerm::FromStart) | None => gap.start,
            }
        }
    }
}

/// The last day of a term of whole years.
#[must_use]
pub fn forward_through(forward_from: Date, term_years: u32) -> Date {
    day_before(add_years(forward_from, term_years))
}
