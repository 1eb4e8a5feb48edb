//! What stands in the columns of a table, and how it writes dates and numbers.

use std::collections::BTreeMap;

use crate::engine::money::Currency;
use crate::engine::node::{DateOrder, DecimalMark};

use super::sample::TableSample;

/// So many values of a column that differ are kept.
const DIFFERENT_MAX: usize = 200;

/// What stands in a column.
#[derive(Debug, Default)]
pub(super) struct ColumnCells {
    /// How many cells are not empty.
    pub(super) filled: usize,
    /// How many of them are like a date.
    dates: usize,
    /// How many are a number.
    numbers: usize,
    /// How many are digits alone, for a number from 1 to 10.
    small: usize,
    /// How many are the code of a currency.
    currencies: usize,
    /// Values, each with how often it stands there; no more than so many.
    pub(super) values: BTreeMap<String, usize>,
    /// Whether there are more of them.
    pub(super) has_more: bool,
    /// How its dates and numbers are written.
    pub(super) forms: Forms,
}

/// How dates and numbers are written: how many cells speak for what.
#[derive(Debug, Clone, Default)]
pub(super) struct Forms {
    /// Dates that have their year first.
    pub(super) year_first: usize,
    /// Dates that can only have their day first, or only their month.
    pub(super) day_first: usize,
    pub(super) month_first: usize,
    /// Dates that can have either first.
    pub(super) either: usize,
    /// Dates whose year has two digits.
    pub(super) short_year: usize,
    /// Numbers that can only have a comma before decimals, or only a point.
    pub(super) commas: usize,
    pub(super) points: usize,
    /// Numbers such as 1.250, and such as 1,250: of things that are counted, these are thousands.
    pub(super) point_groups: usize,
    pub(super) comma_groups: usize,
    /// One of the dates, and one of the numbers, that say so.
    pub(super) date: Option<String>,
    pub(super) number: Option<String>,
}

/// Looks at each column of a sample.
pub(super) fn look(sample: &TableSample) -> Vec<ColumnCells> {
    let look = |place: usize| {
        let mut cells = ColumnCells::default();
        for row in &sample.rows {
            if let Some(cell) = row.get(place).filter(|cell| !cell.is_empty()) {
                cells.add(cell);
            }
        }
        cells
    };
    (0..sample.names.len()).map(look).collect()
}

impl ColumnCells {
    fn add(&mut self, cell: &str) {
        self.filled += 1;
        let is_digits = cell.bytes().all(|byte| byte.is_ascii_digit());
        self.small += usize::from(is_digits && matches!(cell.parse::<u32>(), Ok(1..=10)));
        self.currencies += usize::from(Currency::from_code(cell).is_some());
        if self.forms.add_date(cell) {
            self.dates += 1;
        } else if self.forms.add_number(cell) {
            self.numbers += 1;
        }
        if let Some(count) = self.values.get_mut(cell) {
            *count += 1;
        } else if self.values.len() < DIFFERENT_MAX {
            self.values.insert(cell.to_owned(), 1);
        } else {
            self.has_more = true;
        }
    }

    /// Whether nearly all cells are of a kind that so many are of; an empty column is of any.
    const fn is_mostly(&self, count: usize) -> bool {
        count.saturating_mul(10) >= self.filled.saturating_mul(8)
    }

    pub(super) const fn are_dates(&self) -> bool {
        self.is_mostly(self.dates)
    }

    pub(super) const fn are_numbers(&self) -> bool {
        self.is_mostly(self.numbers)
    }

    pub(super) const fn are_small(&self) -> bool {
        self.is_mostly(self.small)
    }

    pub(super) const fn are_currencies(&self) -> bool {
        self.is_mostly(self.currencies)
    }

    /// One of its values, for an example.
    pub(super) fn example(&self) -> Option<&str> {
        let most = self.values.iter().max_by_key(|(_, count)| **count);
        most.map(|(value, _)| value.as_str())
    }
}

impl Forms {
    /// Takes a cell for what it says of dates; `false` where it is none.
    fn add_date(&mut self, cell: &str) -> bool {
        let [year, day, month] =
            [DateOrder::YearMonthDay, DateOrder::DayMonthYear, DateOrder::MonthDayYear]
                .map(|order| order.fits(cell));
        let is_short = is_short_date(cell);
        match (year, day, month) {
            (true, ..) => self.year_first += 1,
            (false, true, true) => self.either += 1,
            (false, true, false) => self.day_first += 1,
            (false, false, true) => self.month_first += 1,
            (false, false, false) if is_short => self.short_year += 1,
            (false, false, false) => return false,
        }
        let is_first = !year && day != month && self.day_first + self.month_first == 1;
        if is_first || self.date.is_none() {
            self.date = Some(cell.to_owned());
        }
        true
    }

    /// Takes a cell for what it says of numbers; `false` where it is none.
    fn add_number(&mut self, cell: &str) -> bool {
        let bare = cell.trim_end_matches('%').trim_end();
        let point = DecimalMark::Point.reads(bare);
        let comma = DecimalMark::Comma.reads(bare);
        let grouped = |mark: char| {
            let parts = bare.split_once(mark);
            parts.is_some_and(|(first, last)| last.len() == 3 && matches!(first.len(), 1..=3))
        };
        if (point || comma) && grouped('.') {
            self.point_groups += 1;
            self.number.get_or_insert_with(|| cell.to_owned());
        } else if (point || comma) && grouped(',') {
            self.comma_groups += 1;
            self.number.get_or_insert_with(|| cell.to_owned());
        } else if bare.contains(['.', ',']) && point != comma {
            self.points += usize::from(point);
            self.commas += usize::from(comma);
            self.number.get_or_insert_with(|| cell.to_owned());
        }
        point || comma
    }

    /// Adds what the cells of a column say that counts things.
    pub(super) fn join_counts(&mut self, other: &Self) {
        self.join(other);
        self.commas += other.point_groups;
        self.points += other.comma_groups;
        self.comma_groups += other.comma_groups;
    }

    /// Adds what other cells say.
    pub(super) fn join(&mut self, other: &Self) {
        self.year_first += other.year_first;
        self.day_first += other.day_first;
        self.month_first += other.month_first;
        self.either += other.either;
        self.short_year += other.short_year;
        self.commas += other.commas;
        self.points += other.points;
        let says = other.day_first + other.month_first > 0;
        if self.date.is_none() || says {
            self.date = other.date.clone().or(self.date.take());
        }
        if self.number.is_none() {
            self.number.clone_from(&other.number);
        }
    }
}

/// Whether a text is like 31-12-26.
fn is_short_date(cell: &str) -> bool {
    let mut parts = cell.split(['-', '.', '/']);
    let is_part = |part: Option<&str>| {
        part.is_some_and(|part| {
            matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    let [first, second, third] = [parts.next(), parts.next(), parts.next()].map(is_part);
    first && second && third && parts.next().is_none()
}
