//! The first sheet of a workbook: what the run adds up to, beside the sums of the sheets behind it.

use rust_xlsxwriter::utility::column_number_to_name;
use rust_xlsxwriter::{ColNum, Formula, RowNum, Worksheet, XlsxError};

use crate::batch::price::sums::{Sums, Total};
use crate::document::words::Words;
use crate::engine::book::{BookStatus, Language};

use super::outputs::{LINES, TableColumnKinds};
use super::resume::QuoteBasis;
use super::workbook_cells::{Changed, SheetRange, Styles, write_number};

pub(super) const NAME: &str = "Summary";
/// The table that is added up.
const ADDED_UP: &str = "Lines";
/// The amounts of a line, as its columns are called and as the page calls them.
const AMOUNTS: [(&str, &str); 5] = [
    ("forward", "New term"),
    ("term_discount", "Multi-year discount"),
    ("back_coverage", "Back support"),
    ("penalty", "Reinstatement fee"),
    ("total", "Total"),
];

/// Fills the sheet.
pub(super) fn fill(
    sheet: &mut Worksheet,
    styles: &Styles,
    (basis, sums): (&QuoteBasis, &Sums),
    (ranges, changed): (&[SheetRange], Changed),
) -> Result<(), XlsxError> {
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_column_width(0, 34)?;
    for column in 1..=5 {
        sheet.set_column_width(column, 20)?;
    }
    let mut page = SummaryGrid { sheet, styles, row: 0, changed: Changed::default() };
    page.title(&format!("Batch of {}", basis.quote_date))?;
    if sums.books.values().any(|book| book.status == BookStatus::Sample.word()) {
        page.texts(&[&Words::of(Language::English).say("sample-banner")])?;
    }
    page.texts(&[&basis.engine])?;
    page.row += 1;
    page.counts(sums)?;
    page.sums(sums, ranges)?;
    page.groups(sums)?;
    page.rejects(sums)?;
    page.books(sums)?;
    page.notes(changed)
}

/// A sheet that is written from top to bottom.
struct SummaryGrid<'sheet> {
    sheet: &'sheet mut Worksheet,
    styles: &'sheet Styles,
    row: RowNum,
    changed: Changed,
}

impl SummaryGrid<'_> {
    fn title(&mut self, text: &str) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(self.row, 0, text, &self.styles.title)?;
        self.row += 1;
        Ok(())
    }

    fn head(&mut self, names: &[&str]) -> Result<(), XlsxError> {
        for (column, name) in (0..).zip(names) {
            self.sheet.write_string_with_format(self.row, column, *name, &self.styles.head)?;
        }
        self.row += 1;
        Ok(())
    }

    fn texts(&mut self, texts: &[&str]) -> Result<(), XlsxError> {
        for (column, text) in (0..).zip(texts) {
            self.sheet.write_string(self.row, column, *text)?;
        }
        self.row += 1;
        Ok(())
    }

    fn number(&mut self, column: ColNum, text: &str) -> Result<(), XlsxError> {
        write_number(self.sheet, (self.row, column), text, self.styles, &mut self.changed)
    }

    fn counts(&mut self, sums: &Sums) -> Result<(), XlsxError> {
        self.head(&["Of the input", "In", "Priced", "Rejected", "Skipped"])?;
        for (name, count) in [("Rows", sums.rows), ("Accounts", sums.accounts)] {
            self.sheet.write_string(self.row, 0, name)?;
            let counts = [count.total, count.priced, count.rejected, count.skipped];
            for (column, count) in (1..).zip(counts) {
                self.number(column, &count.to_string())?;
            }
            self.row += 1;
        }
        self.row += 1;
        Ok(())
    }

    /// What the lines add up to, twice: as the sheets say, and as the run says.
    fn sums(&mut self, sums: &Sums, ranges: &[SheetRange]) -> Result<(), XlsxError> {
        self.head(&["Sums of all lines", "Currency", "As added up here", "As in summary.json"])?;
        for (key, total) in &sums.currencies {
            let code = key.currency.code();
            for ((column, name), amount) in AMOUNTS.iter().zip(amounts(total)) {
                self.sheet.write_string(self.row, 0, *name)?;
                self.sheet.write_string(self.row, 1, code)?;
                let decimals = amount.split_once('.').map_or(0, |(_, rest)| rest.len());
                let format = self.styles.number(u32::try_from(decimals).unwrap_or(0));
                let formula = Formula::new(added_up(column, code, ranges)).set_result(&amount);
                self.sheet.write_formula_with_format(self.row, 2, formula, format)?;
                self.number(3, &amount)?;
                self.row += 1;
            }
        }
        self.row += 1;
        Ok(())
    }

    fn groups(&mut self, sums: &Sums) -> Result<(), XlsxError> {
        self.head(&["Product line", "Currency", "Status", "Lines", "Total"])?;
        for (key, total) in &sums.groups {
            self.sheet.write_string(self.row, 0, &key.product_line)?;
            self.sheet.write_string(self.row, 1, key.currency.code())?;
            self.sheet.write_string(self.row, 2, &key.status)?;
            self.number(3, &total.lines.to_string())?;
            self.number(4, &total.total.to_string())?;
            self.row += 1;
        }
        self.row += 1;
        Ok(())
    }

    fn rejects(&mut self, sums: &Sums) -> Result<(), XlsxError> {
        if sums.rejects.is_empty() {
            return Ok(());
        }
        self.head(&["Rejected rows", "Rows"])?;
        for (code, rows) in &sums.rejects {
            self.sheet.write_string(self.row, 0, code)?;
            self.number(1, &rows.to_string())?;
            self.row += 1;
        }
        self.row += 1;
        Ok(())
    }

    fn books(&mut self, sums: &Sums) -> Result<(), XlsxError> {
        self.head(&["Price book", "Version", "Status", "SHA-256"])?;
        for (key, book) in &sums.books {
            self.texts(&[&key.id, &key.version, &book.status, &book.sha256])?;
        }
        self.row += 1;
        Ok(())
    }

    fn notes(&mut self, changed: Changed) -> Result<(), XlsxError> {
        let all = [
            (
                changed.long_numbers,
                "numbers with more than 15 digits stand as text, because a workbook keeps no more; \
                 the sums added up here leave them out",
            ),
            (changed.cut_texts, "texts are cut at 32,767 characters, which is the most of a cell"),
            (changed.early_days, "days before 1900-03-01 stand as text"),
        ];
        for (count, what) in all.iter().filter(|(count, _)| *count > 0) {
            self.texts(&[&format!("{count} {what}.")])?;
        }
        Ok(())
    }
}

fn amounts(total: &Total) -> [String; 5] {
    let all = [total.forward, total.term_discount, total.back_coverage, total.penalty, total.total];
    all.map(|sum| sum.to_string())
}

/// A formula for the sum of a column over all sheets of the lines, in one currency.
fn added_up(column: &str, currency: &str, ranges: &[SheetRange]) -> String {
    let (Some(amounts), Some(currencies)) = (letters(column), letters("currency")) else {
        return "=0".to_owned();
    };
    let sheets = ranges.iter().filter(|range| range.table == ADDED_UP);
    let sums = sheets.map(|SheetRange { name, last_row, .. }| {
        let last_row = (*last_row).max(2);
        let cells = |column: &str| format!("'{name}'!${column}$2:${column}${last_row}");
        format!("SUMIF({},\"{currency}\",{})", cells(&currencies), cells(&amounts))
    });
    format!("={}", sums.collect::<Vec<_>>().join("+"))
}

/// Where a column of the lines stands, as a spreadsheet says it.
fn letters(column: &str) -> Option<String> {
    let TableColumnKinds::Fixed(fixed) = LINES.columns else { return None };
    let place = fixed.iter().position(|(name, _)| *name == column)?;
    Some(column_number_to_name(ColNum::try_from(place).ok()?))
}
