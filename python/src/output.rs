//! What rows came to as columns: one row for each that came in, or one for each of several
//! scenarios.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, StringBuilder};
use arrow_array::types::{Date32Type, Decimal128Type, Int64Type};
use arrow_array::{ArrayRef, ArrowPrimitiveType, PrimitiveArray, UInt64Array};
use arrow_buffer::{NullBuffer, NullBufferBuilder};
use arrow_schema::ArrowError;
use arrow_select::take::take;
use reinstate::batch::table::{PricedColumns, RowOutcome, TableLine};
use reinstate::engine::money::Money;

use crate::plan::{AMOUNT, AMOUNT_DECIMALS};

/// The columns of the prices of some rows: row by row, and for each row scenario by scenario.
///
/// # Errors
/// More text than a column can have.
pub(crate) fn prices(
    priced: &[PricedColumns],
    rows: Range<usize>,
) -> Result<Vec<ArrayRef>, ArrowError> {
    let mut out = Prices::of(rows.len().saturating_mul(priced.len()));
    for row in rows {
        for scenario in priced {
            let Some(row) = scenario.get(row) else {
                return Err(ArrowError::ComputeError("a row has no outcome".to_owned()));
            };
            out.first.append_value(row.first);
            out.account.push(row.account)?;
            match row.outcome {
                RowOutcome::Priced(line) => {
                    out.line(Some(&line))?;
                    out.why(None, None)?;
                }
                RowOutcome::Skipped { code } => {
                    out.line(None)?;
                    out.why(Some(code), None)?;
                }
                RowOutcome::Rejected { code, reason } => {
                    out.line(None)?;
                    out.why(Some(code), Some(reason))?;
                }
            }
        }
    }
    Ok(out.finish())
}

/// The names of scenarios beside rows that each of them priced.
pub(crate) fn names(scenarios: &[&str], rows: usize) -> ArrayRef {
    let mut out = StringBuilder::new();
    for _ in 0..rows {
        scenarios.iter().for_each(|name| out.append_value(name));
    }
    Arc::new(out.finish())
}

/// A column with each of some rows so many times.
///
/// # Errors
/// More values than the type of the column can have.
pub(crate) fn repeated(
    column: &ArrayRef,
    rows: impl Iterator<Item = usize>,
    times: usize,
) -> Result<ArrayRef, ArrowError> {
    let places = rows.flat_map(|row| std::iter::repeat_n(u64::try_from(row).ok(), times));
    take(column, &UInt64Array::from_iter(places), None)
}

/// How many amounts a line has.
const AMOUNTS: usize = 7;

/// The columns as they grow.
struct Prices {
    account: Texts,
    first: BooleanBuilder,
    /// Which rows are lines.
    lines: NullBufferBuilder,
    quantity: Vec<i64>,
    gap_days: Vec<i64>,
    status: Texts,
    currency: Texts,
    forward_from: Vec<i32>,
    forward_through: Vec<i32>,
    amounts: [Vec<i128>; AMOUNTS],
    book: Texts,
    book_version: Texts,
    code: Texts,
    reason: Texts,
}

impl Prices {
    fn of(rows: usize) -> Self {
        Self {
            account: Texts::of(rows),
            first: BooleanBuilder::with_capacity(rows),
            lines: NullBufferBuilder::new(rows),
            quantity: Vec::with_capacity(rows),
            gap_days: Vec::with_capacity(rows),
            status: Texts::of(rows),
            currency: Texts::of(rows),
            forward_from: Vec::with_capacity(rows),
            forward_through: Vec::with_capacity(rows),
            amounts: std::array::from_fn(|_| Vec::with_capacity(rows)),
            book: Texts::of(rows),
            book_version: Texts::of(rows),
            code: Texts::of(rows),
            reason: Texts::of(rows),
        }
    }

    /// The line of a row, or that it has none.
    fn line(&mut self, line: Option<&TableLine<'_>>) -> Result<(), ArrowError> {
        self.lines.append(line.is_some());
        let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        self.quantity.push(line.map_or(0, |line| count(line.quantity)));
        self.gap_days.push(line.map_or(0, |line| count(line.gap_days)));
        self.status.push(line.map(|line| line.status))?;
        self.currency.push(line.map(|line| line.currency.code()))?;
        let day = Date32Type::from_naive_date;
        self.forward_from.push(line.map_or(0, |line| day(line.forward_from)));
        self.forward_through.push(line.map_or(0, |line| day(line.forward_through)));
        let amounts = line.map_or([0; AMOUNTS], |line| {
            [
                line.unit_list,
                line.unit_net,
                line.forward,
                line.term_discount,
                line.back_coverage,
                line.penalty,
                line.total,
            ]
            .map(units)
        });
        for (column, units) in self.amounts.iter_mut().zip(amounts) {
            column.push(units);
        }
        self.book.push(line.map(|line| line.book))?;
        self.book_version.push(line.map(|line| line.book_version))
    }

    /// Why a row has no line.
    fn why(&mut self, code: Option<&str>, reason: Option<&str>) -> Result<(), ArrowError> {
        self.code.push(code)?;
        self.reason.push(reason)
    }

    /// In the order of the plan.
    fn finish(mut self) -> Vec<ArrayRef> {
        let lines = self.lines.finish();
        let mut columns = vec![self.account.finish(), Arc::new(self.first.finish())];
        columns.push(numbers::<Int64Type>(self.quantity, lines.as_ref()));
        columns.push(numbers::<Int64Type>(self.gap_days, lines.as_ref()));
        columns.extend([self.status.finish(), self.currency.finish()]);
        columns.push(numbers::<Date32Type>(self.forward_from, lines.as_ref()));
        columns.push(numbers::<Date32Type>(self.forward_through, lines.as_ref()));
        for amounts in self.amounts {
            let amounts = PrimitiveArray::<Decimal128Type>::new(amounts.into(), lines.clone());
            columns.push(Arc::new(amounts.with_data_type(AMOUNT)));
        }
        let texts = [self.book, self.book_version, self.code, self.reason];
        columns.extend(texts.map(Texts::finish));
        columns
    }
}

fn numbers<T: ArrowPrimitiveType>(values: Vec<T::Native>, valid: Option<&NullBuffer>) -> ArrayRef {
    Arc::new(PrimitiveArray::<T>::new(values.into(), valid.cloned()))
}

/// An amount in units of the sixth decimal: no currency has more, and no price of one unit.
fn units(amount: Money) -> i128 {
    let decimals = u32::from(AMOUNT_DECIMALS.unsigned_abs());
    let more = decimals.saturating_sub(amount.decimals().into());
    i128::from(amount.minor()).saturating_mul(10_i128.saturating_pow(more))
}

/// A column of texts.
struct Texts {
    out: StringBuilder,
}

impl Texts {
    /// So many bytes are room for the short words that most columns have.
    fn of(rows: usize) -> Self {
        Self { out: StringBuilder::with_capacity(rows, rows.saturating_mul(4)) }
    }

    fn push(&mut self, text: Option<&str>) -> Result<(), ArrowError> {
        let length = self.out.values_slice().len().saturating_add(text.map_or(0, str::len));
        if i32::try_from(length).is_err() {
            let message = "a column has more than 2 GiB of text: hand over fewer rows at once";
            return Err(ArrowError::ComputeError(message.to_owned()));
        }
        self.out.append_option(text);
        Ok(())
    }

    fn finish(mut self) -> ArrayRef {
        Arc::new(self.out.finish())
    }
}
