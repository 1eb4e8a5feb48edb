//! How late a holding is, the status it leads to, and when its new term begins and ends.

use super::book::{
    Band, BandIndex, BandLimit, BandOutcome, ChoiceIndex, Counts, GapStart, Lapse, LevelIndex,
    NewTerm, ProductLine, Release, ReleaseAge, Status, TermEnds, TermRule, When,
};
use super::calendar::{
    Date, add_months, day_after, day_before, days_between, month_end, month_start_from,
    term_follower, term_years_until,
};

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

    /// The last day with cover.
    #[must_use]
    pub fn covered_through(&self) -> Date {
        day_before(self.first_uncovered)
    }
}

/// How late cover is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lateness {
    /// The day it is counted from.
    pub anchor: Date,
    /// Days from there to the day cover begins again.
    pub days: u32,
}

impl Lateness {
    /// How late cover is that begins again after a gap; `None` where it is not late.
    ///
    /// Source: pricing rules, section 2.
    #[must_use]
    pub fn of(counts: Counts, gap: Gap, quote_date: Date) -> Option<Self> {
        let covered_through = gap.covered_through();
        let (anchor, late) = match counts {
            Counts::UncoveredDays => (gap.first_uncovered, gap.days > 0),
            Counts::DaysAfterExpiry => {
                (covered_through, gap.days > 0 || quote_date > covered_through)
            }
        };
        late.then(|| Self { anchor, days: days_between(anchor, gap.start) })
    }

    /// Whether a limit still holds on a day.
    fn is_within(self, limit: BandLimit, start: Date) -> bool {
        match limit {
            BandLimit::Days(most) => self.days <= most,
            BandLimit::Months(most) => start <= add_months(self.anchor, most),
            BandLimit::None => true,
        }
    }
}

/// What bands ask of a holding beside how late it is.
#[derive(Debug, Clone, Copy)]
pub struct Traits<'a> {
    /// Its product line.
    pub line: &'a ProductLine,
    /// Id of its edition.
    pub edition: &'a str,
    /// Its service level.
    pub level: LevelIndex,
    /// Its release, where known.
    pub release: Option<&'a Release>,
    /// Years of the new term that were asked for.
    pub term_years: u32,
    /// The rule that the customer chose, or the book's first; `None` where there are none.
    pub choice: Option<ChoiceIndex>,
}

/// What the lapse policy makes of a holding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It has a price in this status.
    Priced(Status),
    /// No band takes it, or one that is not offered.
    NotOffered,
    /// The vendor alone can price it.
    ByVendor(BandIndex),
    /// The band can only be judged by the release, which is not named.
    ReleaseNeeded,
}

/// What a policy makes of a holding: the first band that takes it.
///
/// Source: pricing rules, section 2.
#[must_use]
pub fn standing(lapse: &Lapse, late: Option<Lateness>, gap: Gap, traits: &Traits<'_>) -> Standing {
    let Some(late) = late else { return Standing::Priced(Status::Renewal) };
    if late.is_within(lapse.grace, gap.start) {
        return Standing::Priced(Status::Grace);
    }
    for band in lapse.bands.iter().filter(|band| late.is_within(band.limit, gap.start)) {
        match takes(&band.when, gap, traits) {
            Taken::No => {}
            Taken::ReleaseNeeded => return Standing::ReleaseNeeded,
            Taken::Yes => {
                return match band.outcome {
                    BandOutcome::Price | BandOutcome::NeedsApproval => {
                        Standing::Priced(Status::Band(band.index))
                    }
                    BandOutcome::ByVendor => Standing::ByVendor(band.index),
                    BandOutcome::NotOffered => Standing::NotOffered,
                };
            }
        }
    }
    Standing::NotOffered
}

enum Taken {
    Yes,
    No,
    ReleaseNeeded,
}

fn takes(when: &When, gap: Gap, traits: &Traits<'_>) -> Taken {
    let is = |only: &Option<String>, id: &str| only.as_deref().is_none_or(|only| only == id);
    let others = is(&when.product_line, &traits.line.id)
        && is(&when.edition, traits.edition)
        && when.level.is_none_or(|only| only == traits.level)
        && when.min_term_years.is_none_or(|least| traits.term_years >= least)
        && (!when.released_in_gap || released_in_gap(traits.line, gap))
        && when.choice.is_none_or(|only| traits.choice == Some(only));
    if !others {
        return Taken::No;
    }
    if !when.asks_for_release() {
        return Taken::Yes;
    }
    let Some(release) = traits.release else { return Taken::ReleaseNeeded };
    let age = when.release.is_none_or(|age| age == release_age(release, traits.line, gap.start));
    let life = when.end_of_life_within_months;
    let life = life.is_none_or(|months| release.end_of_life <= add_months(gap.start, months));
    if age && life { Taken::Yes } else { Taken::No }
}

fn released_in_gap(line: &ProductLine, gap: Gap) -> bool {
    let days = gap.first_uncovered..=gap.start;
    line.releases.iter().any(|release| release.released.is_some_and(|day| days.contains(&day)))
}

fn release_age(release: &Release, line: &ProductLine, start: Date) -> ReleaseAge {
    let out = line.releases.iter().filter_map(|one| one.released).filter(|day| *day <= start);
    if release.released.is_some() && release.released == out.max() {
        ReleaseAge::Newest
    } else {
        ReleaseAge::Older
    }
}

/// The first day of the new term.
///
/// Source: pricing rules, section 3.
#[must_use]
pub fn forward_from(band: Option<&Band>, gap: Gap) -> Date {
    match band.map(|band| band.new_term) {
        None | Some(NewTerm::FromExpiry) => gap.first_uncovered,
        Some(NewTerm::FromStart) => gap.start,
        Some(NewTerm::FromAnniversary) => {
            let years = term_years_until(gap.first_uncovered, gap.start);
            term_follower(gap.first_uncovered, years)
        }
        Some(NewTerm::FromNextMonth) => month_start_from(gap.start),
    }
}

/// The last day of a term of whole years.
///
/// Source: pricing rules, sections 1 and 3.
#[must_use]
pub fn forward_through(rule: &TermRule, forward_from: Date, years: u32) -> Date {
    let last = day_before(term_follower(forward_from, years));
    match rule.ends {
        TermEnds::AnyDay => last,
        TermEnds::MonthEnd => month_end(last),
    }
}

/// The days without cover that a band may charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChargedGap {
    /// The first of them.
    pub from: Date,
    /// The first day of the new term, exclusive.
    pub until: Date,
}

/// The days that a band may charge; `None` where there are none.
///
/// Source: pricing rules, section 3.
#[must_use]
pub fn charged_gap(band: &Band, gap: Gap, forward_from: Date) -> Option<ChargedGap> {
    let from = match band.back_coverage.map(|back_coverage| back_coverage.from) {
        None | Some(GapStart::Expiry) => gap.first_uncovered,
        Some(GapStart::NextMonth) => month_start_from(gap.first_uncovered),
    };
    (from < forward_from).then_some(ChargedGap { from, until: forward_from })
}
