//! Cells of a workbook: a number, a day or a text as a spreadsheet keeps it.

use rust_decimal::Decimal;
use rust_xlsxwriter::{ColNum, Format, FormatBorder, RowNum, Worksheet, XlsxError};

use crate::batch::rows::cells::without_guard;
use crate::engine::calendar::parse_iso;

use super::outputs::CellKind;

/// UTF-16 units of a cell, by its format.
const CELL_UNITS_MAX: usize = 32_767;
/// What stands at the end of a text that was cut.
const CUT: &str = " […]";
/// Digits of a number that a spreadsheet keeps.
const DIGITS: u32 = 15;
/// Excel counts days from the end of 1899, with one in 1900 that never was.
const DAYS_FROM: &str = "1899-12-30";
const DAYS_RIGHT_FROM: i64 = 61;

/// A sheet that is written, with its last row, counted as a spreadsheet counts.
pub(super) struct SheetRange {
    pub(super) table: &'static str,
    pub(super) name: String,
    pub(super) last_row: RowNum,
}

/// What could not stand in a sheet as it is.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Changed {
    /// Numbers with more digits than a number may have.
    pub(super) long_numbers: u64,
    /// Texts that are longer than a cell.
    pub(super) cut_texts: u64,
    /// Days that a spreadsheet counts wrongly.
    pub(super) early_days: u64,
}

/// How cells are shown.
pub(super) struct Styles {
    pub(super) head: Format,
    pub(super) title: Format,
    day: Format,
    percent: Format,
    /// By number of decimals.
    numbers: Vec<Format>,
}

impl Styles {
    pub(super) fn new() -> Self {
        let number = |decimals: usize| match decimals {
            0 => Format::new().set_num_format("#,##0"),
            more => Format::new().set_num_format(format!("#,##0.{}", "0".repeat(more))),
        };
        Self {
            head: Format::new().set_bold().set_border_bottom(FormatBorder::Thin),
            title: Format::new().set_bold().set_font_size(14),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            percent: Format::new().set_num_format("0.0#####%"),
            numbers: (0..=6).map(number).collect(),
        }
    }

    /// That of a number with so many decimals.
    pub(super) fn number(&self, decimals: u32) -> &Format {
        let place = usize::try_from(decimals).unwrap_or(usize::MAX);
        self.numbers.get(place).or(self.numbers.last()).unwrap_or(&self.head)
    }
}

/// Writes a cell of CSV that is not empty.
pub(super) fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (RowNum, ColNum),
    (kind, cell): (CellKind, &[u8]),
    styles: &Styles,
    changed: &mut Changed,
) -> Result<(), XlsxError> {
    let text = String::from_utf8_lossy(without_guard(cell));
    match kind {
        CellKind::Text | CellKind::Id | CellKind::Codes => {
            sheet.write_string(row, column, of_cell(&text, changed))?;
        }
        CellKind::Count | CellKind::Amount | CellKind::UnitPrice => {
            write_number(sheet, (row, column), &text, styles, changed)?;
        }
        CellKind::Percent => match share(&text) {
            Some(share) => {
                sheet.write_with_format(row, column, share, &styles.percent)?;
            }
            None => write_number(sheet, (row, column), &text, styles, changed)?,
        },
        CellKind::Day => match day(&text) {
            Some(days) => {
                sheet.write_number_with_format(row, column, days, &styles.day)?;
            }
            None => {
                changed.early_days += 1;
                sheet.write_string(row, column, of_cell(&text, changed))?;
            }
        },
    }
    Ok(())
}

/// Writes a number, or the text of one that has too many digits.
pub(super) fn write_number(
    sheet: &mut Worksheet,
    (row, column): (RowNum, ColNum),
    text: &str,
    styles: &Styles,
    changed: &mut Changed,
) -> Result<(), XlsxError> {
    match number(text) {
        Some(number) => {
            sheet.write_with_format(row, column, number, styles.number(number.scale()))?;
        }
        None => {
            changed.long_numbers += 1;
            sheet.write_string(row, column, of_cell(text, changed))?;
        }
    }
    Ok(())
}

/// A number that a spreadsheet keeps to its last digit.
fn number(text: &str) -> Option<Decimal> {
    let number = Decimal::from_str_exact(text).ok()?;
    let digits = number.normalize().mantissa().unsigned_abs();
    (digits < 10_u128.pow(DIGITS)).then_some(number)
}

/// A number of percent as the share that a spreadsheet shows as such.
fn share(text: &str) -> Option<Decimal> {
    let number = number(text)?;
    Decimal::try_from_i128_with_scale(number.mantissa(), number.scale() + 2).ok()
}

/// A day as a spreadsheet counts it; none where it counts wrongly.
fn day(text: &str) -> Option<i32> {
    let days = parse_iso(text)?.signed_duration_since(parse_iso(DAYS_FROM)?).num_days();
    if days < DAYS_RIGHT_FROM { None } else { i32::try_from(days).ok() }
}

/// A text that fits into a cell.
pub(super) fn of_cell(text: &str, changed: &mut Changed) -> String {
    if text.len() <= CELL_UNITS_MAX || text.encode_utf16().count() <= CELL_UNITS_MAX {
        return text.to_owned();
    }
    changed.cut_texts += 1;
    let room = CELL_UNITS_MAX - CUT.encode_utf16().count();
    let mut units = 0;
    let fits = |one: &char| {
        units += one.len_utf16();
        units <= room
    };
    text.chars().take_while(fits).chain(CUT.chars()).collect()
}
