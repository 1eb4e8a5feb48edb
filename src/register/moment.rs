//! When something happened, and which day that is where a register is kept.

use std::fmt;

use chrono::{
    DateTime, Datelike as _, NaiveDateTime, NaiveTime, TimeDelta, TimeZone as _, Timelike as _, Utc,
};
use chrono_tz::Tz;

use crate::engine::calendar::{Date, add_days};

/// So many hours may be missing in a zone: a day, where it crossed the date line.
const HOURS_MISSING_MAX: i64 = 25;
const PATTERN: &str = "%Y-%m-%dT%H:%M:%S%.3fZ";

/// A point of time, to the millisecond. As text it is in UTC: `2026-11-25T16:00:00.123Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(DateTime<Utc>);

impl Moment {
    /// What a clock says, without what is less than a millisecond.
    #[must_use]
    pub fn of(time: DateTime<Utc>) -> Self {
        Self(DateTime::from_timestamp_millis(time.timestamp_millis()).unwrap_or(time))
    }

    /// Reads the text of a moment.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let moment = Self(NaiveDateTime::parse_from_str(text, PATTERN).ok()?.and_utc());
        (moment.to_string() == text).then_some(moment)
    }

    /// Seconds since 1970.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0.timestamp()
    }

    /// The same time so many days of 24 hours earlier.
    #[must_use]
    pub fn days_before(self, days: u32) -> Self {
        let earlier = self.0.checked_sub_signed(TimeDelta::days(days.into()));
        Self(earlier.unwrap_or(self.0))
    }

    /// So many seconds later.
    #[must_use]
    pub fn seconds_later(self, seconds: u32) -> Self {
        Self(self.0 + TimeDelta::seconds(seconds.into()))
    }

    /// How many seconds it comes before another; negative where it comes after.
    #[must_use]
    pub fn seconds_before(self, other: Self) -> i64 {
        other.0.signed_duration_since(self.0).num_seconds()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.format(PATTERN).fmt(formatter)
    }
}

/// The zone of a register, by its name in the database of IANA: `Europe/Amsterdam`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(Tz);

impl Zone {
    /// The zone of a name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        name.parse().ok().map(Self)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The day that it is there.
    #[must_use]
    pub fn day(self, moment: Moment) -> Date {
        moment.0.with_timezone(&self.0).date_naive()
    }

    /// The hour, from 0 to 23, and the minute that it is there.
    #[must_use]
    pub fn hour_and_minute(self, moment: Moment) -> (u32, u32) {
        let local = moment.0.with_timezone(&self.0);
        (local.hour(), local.minute())
    }

    /// The place that its clock is named by, as people write it: `New York`.
    #[must_use]
    pub fn place(self) -> String {
        self.name().rsplit('/').next().unwrap_or_default().replace('_', " ")
    }

    /// The moment at which a day ends there: the first one of the next day.
    #[must_use]
    pub fn end_of(self, day: Date) -> Moment {
        let midnight = add_days(day, 1).and_time(NaiveTime::MIN);
        // Where clocks go forward at midnight, the day begins later.
        let local = (0..=HOURS_MISSING_MAX).find_map(|hours| {
            self.0.from_local_datetime(&(midnight + TimeDelta::hours(hours))).earliest()
        });
        Moment(local.map_or_else(|| midnight.and_utc(), |local| local.to_utc()))
    }

    /// The year that it is there.
    #[must_use]
    pub fn year(self, moment: Moment) -> i32 {
        self.day(moment).year()
    }

    /// The names of all zones.
    pub fn names() -> impl Iterator<Item = &'static str> {
        chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())
    }
}
