//! The table of prices as a workbook: numbers that can be calculated with, heads that stay.

use chrono::Datelike as _;
use rust_decimal::Decimal;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::engine::calendar::Date;
use crate::engine::money::Money;

use super::export::{PriceCell, PriceTable};

/// The sheet of the prices.
const SHEET: &str = "Prices";
/// Digits that a number of a spreadsheet keeps; a longer price is written as text.
const DIGITS_MAX: usize = 15;
/// Widths of columns, in characters.
const WIDTH_MIN: usize = 8;
const WIDTH_MAX: usize = 50;

/// The table as an XLSX workbook. Its date is that of the book, so that it is the same bytes each
/// time.
pub(crate) fn workbook(table: &PriceTable, title: &str, date: Date) -> Result<Vec<u8>, XlsxError> {
    let year = u16::try_from(date.year()).unwrap_or(u16::MAX);
    let month = u8::try_from(date.month()).unwrap_or(1);
    let day = u8::try_from(date.day()).unwrap_or(1);
    // The format has no day before 1900.
    let created = match ExcelDateTime::from_ymd(year, month, day) {
        Ok(created) => created,
        Err(_) => ExcelDateTime::from_ymd(2000, 1, 1)?,
    };
    let properties = DocProperties::new().set_title(title).set_creation_datetime(&created);
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties);
    let sheet = workbook.add_worksheet();
    sheet.set_name(SHEET)?;
    let bold = Format::new().set_bold();
    for (column, head) in (0..).zip(&table.heads) {
        sheet.write_string_with_format(0, column, head, &bold)?;
        let cells = table.rows.iter().filter_map(|row| row.get(usize::from(column)));
        let widest = cells.map(width).chain([head.chars().count()]).max().unwrap_or_default();
        let characters = u32::try_from(widest.clamp(WIDTH_MIN, WIDTH_MAX)).unwrap_or_default();
        sheet.set_column_width(column, characters)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (row, cells) in (1..).zip(&table.rows) {
        for (column, cell) in (0..).zip(cells) {
            write(sheet, row, column, cell)?;
        }
    }
    let last_row = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    let last_column = u16::try_from(table.heads.len().saturating_sub(1)).unwrap_or(u16::MAX);
    sheet.autofilter(0, 0, last_row, last_column)?;
    workbook.save_to_buffer()
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: &PriceCell) -> Result<(), XlsxError> {
    match cell {
        PriceCell::Text(text) => sheet.write_string(row, column, text)?,
        PriceCell::Count(count) => sheet.write(row, column, Decimal::from(*count))?,
        PriceCell::Price(price) => match number(*price) {
            Some(number) => {
                let decimals = usize::from(price.decimals());
                let point = if decimals > 0 { "." } else { "" };
                let shown = Format::new().set_num_format(format!("0{point}{:0<decimals$}", ""));
                sheet.write_with_format(row, column, number, &shown)?
            }
            None => sheet.write_string(row, column, price.to_string())?,
        },
        PriceCell::Nothing => sheet,
    };
    Ok(())
}

/// A price as a number, where a spreadsheet keeps all its digits.
fn number(price: Money) -> Option<Decimal> {
    let text = price.to_string();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    Decimal::from_str_exact(&text).ok().filter(|_| digits <= DIGITS_MAX)
}

fn width(cell: &PriceCell) -> usize {
    match cell {
        PriceCell::Text(text) => text.chars().count(),
        PriceCell::Count(count) => count.to_string().len(),
        PriceCell::Price(price) => price.to_string().len(),
        PriceCell::Nothing => 0,
    }
}
