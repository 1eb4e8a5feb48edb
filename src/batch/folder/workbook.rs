//! The tables of a run as one workbook: some sheets of rows, and one that says what they add up to.
//!
//! It is made of the finished CSV, row by row, so that memory does not grow with the table. Numbers
//! and days are such; all else is text, whatever it looks like. A workbook keeps fifteen digits of
//! a number: one with more is written as text, and the first sheet says how many there are.

use std::any::Any;
use std::io::{Error, ErrorKind, Write};
use std::path::Path;
use std::thread;

use csv::ByteRecord;
use rust_xlsxwriter::{ColNum, DocProperties, RowNum, Workbook, XlsxError};

use crate::batch::error::BatchError;
use crate::batch::price::sums::Sums;
use crate::batch::rows::cells::{Quotes, reader, without_guard};
use crate::engine::calendar::parse_iso;
use crate::files::stage::SourceFile;

use super::outputs::{CellKind, TableColumnKinds};
use super::resume::QuoteBasis;
use super::workbook_cells::{Changed, SheetRange, Styles, of_cell, write_cell};
use super::workbook_summary;

/// Rows of a sheet below its head, by its format.
pub(super) const SHEET_ROWS_MAX: RowNum = 1_048_575;
/// Columns of a sheet, by its format.
const SHEET_COLUMNS_MAX: usize = 16_384;
/// Of deflate: the quickest.
const LEVEL: u8 = 1;
/// The name of the thread that writes; a panic in it ends as an error.
pub(crate) const WORKBOOK_WRITER: &str = "reinstate-workbook-writer";

/// A table, and the name of its first sheet.
pub(super) struct SheetSource {
    pub(super) name: &'static str,
    pub(super) columns: TableColumnKinds,
    pub(super) csv: SourceFile,
    pub(super) delimiter: u8,
}

/// Writes a workbook of tables; a sheet has at most so many rows below its head.
pub(super) fn write<W: Write + Send>(
    sheets: Vec<SheetSource>,
    summed: (&QuoteBasis, &Sums),
    (scratch, rows_max): (&Path, RowNum),
    out: W,
) -> Result<(), BatchError> {
    // The library has no other word for a disk that is full than a panic.
    let work = || make(sheets, summed, (scratch, rows_max), out);
    thread::scope(|scope| {
        let begun =
            thread::Builder::new().name(WORKBOOK_WRITER.to_owned()).spawn_scoped(scope, work);
        begun.map_err(unwritten)?.join().unwrap_or_else(|panic| Err(panicked(panic.as_ref())))
    })
}

fn unwritten(source: Error) -> BatchError {
    BatchError::output("the workbook", source)
}

fn panicked(panic: &(dyn Any + Send)) -> BatchError {
    let text = panic.downcast_ref::<String>().map_or("", String::as_str);
    let kind = if text.contains("StorageFull") { ErrorKind::StorageFull } else { ErrorKind::Other };
    unwritten(Error::new(kind, "its sheets cannot be kept on the disk while they are written"))
}

pub(super) fn failed(error: XlsxError) -> BatchError {
    let source = if let XlsxError::IoError(source) = error { source } else { Error::other(error) };
    unwritten(source)
}

fn make<W: Write + Send>(
    sheets: Vec<SheetSource>,
    (basis, sums): (&QuoteBasis, &Sums),
    (scratch, rows_max): (&Path, RowNum),
    out: W,
) -> Result<(), BatchError> {
    let mut book = Workbook::new();
    book.set_tempdir(scratch).map_err(failed)?;
    book.set_zip_compression_level(LEVEL);
    // The day of the quotes, and not that of the run: equal tables give equal bytes.
    let mut about = DocProperties::new();
    if let Some(made) = parse_iso(&basis.quote_date).and_then(|day| day.and_hms_opt(0, 0, 0)) {
        about = about.set_creation_datetime(&made);
    }
    book.set_properties(&about);
    let styles = Styles::new();
    book.add_worksheet().set_name(workbook_summary::NAME).map_err(failed)?;
    let mut filling =
        Filling { book, styles, rows_max, ranges: Vec::new(), changed: Changed::default() };
    for source in sheets {
        filling.table(source)?;
    }
    let Filling { mut book, styles, ranges, changed, .. } = filling;
    let first = book.worksheet_from_index(0).map_err(failed)?;
    workbook_summary::fill(first, &styles, (basis, sums), (&ranges, changed)).map_err(failed)?;
    book.save_to_writer(out).map_err(failed)
}

/// A workbook whose sheets are being filled.
struct Filling {
    book: Workbook,
    styles: Styles,
    rows_max: RowNum,
    ranges: Vec<SheetRange>,
    changed: Changed,
}

/// A column of a sheet.
struct SheetColumn {
    place: ColNum,
    name: String,
    kind: CellKind,
}

impl Filling {
    /// Writes a table to as many sheets as it needs.
    fn table(&mut self, source: SheetSource) -> Result<(), BatchError> {
        let SheetSource { name, columns, csv, delimiter } = source;
        let mut reader = reader(csv, delimiter, Quotes::Read);
        let mut record = ByteRecord::new();
        reader.read_byte_record(&mut record).map_err(BatchError::csv)?;
        let columns = sheet_columns(&record, columns)?;
        let mut number = 1;
        let mut index = self.begin(name, number, &columns)?;
        let mut row = 0;
        while reader.read_byte_record(&mut record).map_err(BatchError::csv)? {
            if row == self.rows_max {
                self.end(index, name, row, &columns)?;
                number += 1;
                index = self.begin(name, number, &columns)?;
                row = 0;
            }
            row += 1;
            let sheet = self.book.worksheet_from_index(index).map_err(failed)?;
            for (column, cell) in columns.iter().zip(&record) {
                if !cell.is_empty() {
                    let at = (row, column.place);
                    write_cell(sheet, at, (column.kind, cell), &self.styles, &mut self.changed)
                        .map_err(failed)?;
                }
            }
        }
        self.end(index, name, row, &columns)
    }

    /// Begins a sheet with its head.
    fn begin(
        &mut self,
        table: &str,
        number: usize,
        columns: &[SheetColumn],
    ) -> Result<usize, BatchError> {
        let Self { book, styles, .. } = self;
        let name = if number == 1 { table.to_owned() } else { format!("{table} {number}") };
        let index = book.worksheets().len();
        let sheet = book.add_worksheet_with_constant_memory().map_err(failed)?;
        let head = || -> Result<(), XlsxError> {
            sheet.set_name(name)?.set_freeze_panes(1, 0)?;
            sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
            for SheetColumn { place, name, kind } in columns {
                sheet.set_column_width(*place, width(name, *kind))?;
            }
            for SheetColumn { place, name, .. } in columns {
                sheet.write_string_with_format(0, *place, name, &styles.head)?;
            }
            Ok(())
        };
        head().map_err(failed)?;
        Ok(index)
    }

    /// Ends a sheet, whose last row is known.
    fn end(
        &mut self,
        index: usize,
        table: &'static str,
        rows: RowNum,
        columns: &[SheetColumn],
    ) -> Result<(), BatchError> {
        let sheet = self.book.worksheet_from_index(index).map_err(failed)?;
        if let Some(last) = columns.last() {
            sheet.autofilter(0, 0, rows, last.place).map_err(failed)?;
        }
        let name = sheet.name();
        self.ranges.push(SheetRange { table, name, last_row: rows + 1 });
        Ok(())
    }
}

fn sheet_columns(
    head: &ByteRecord,
    kinds: TableColumnKinds,
) -> Result<Vec<SheetColumn>, BatchError> {
    if head.len() > SHEET_COLUMNS_MAX {
        return Err(BatchError::table(
            format!("the table has {} columns, and a sheet {SHEET_COLUMNS_MAX}", head.len()),
            "write the tables as CSV (--format csv), in another folder",
        ));
    }
    let column = |(place, name): (usize, &[u8])| SheetColumn {
        place: ColNum::try_from(place).unwrap_or(ColNum::MAX),
        name: of_cell(&String::from_utf8_lossy(without_guard(name)), &mut Changed::default()),
        kind: match kinds {
            TableColumnKinds::Fixed(fixed) => {
                fixed.get(place).map_or(CellKind::Text, |(_, kind)| *kind)
            }
            TableColumnKinds::OfInput => CellKind::Text,
        },
    };
    Ok(head.iter().enumerate().map(column).collect())
}

/// In characters: what a value of the kind takes, and the name with the mark of its filter.
fn width(name: &str, kind: CellKind) -> u16 {
    let of_kind = match kind {
        CellKind::Text => 24,
        CellKind::Id => 22,
        CellKind::Codes => 12,
        CellKind::Count => 9,
        CellKind::Percent => 10,
        CellKind::Day => 12,
        CellKind::Amount | CellKind::UnitPrice => 15,
    };
    u16::try_from(name.chars().count() + 4).unwrap_or(of_kind).clamp(of_kind, 60)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, DataType, Reader, Xlsx};

    use super::*;

    const COLUMNS: TableColumnKinds = TableColumnKinds::Fixed(&[
        ("org_id", CellKind::Id),
        ("customer", CellKind::Text),
        ("quantity", CellKind::Count),
        ("day", CellKind::Day),
        ("rate", CellKind::Percent),
        ("total", CellKind::Amount),
    ]);

    /// The workbook of a table under the head of these columns.
    fn made(rows: &str, rows_max: RowNum) -> Vec<u8> {
        let table = format!("org_id,customer,quantity,day,rate,total\n{rows}");
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(table.as_bytes()).expect("a file");
        let csv = SourceFile::of(file).expect("a file");
        let sheets = vec![SheetSource { name: "Lines", columns: COLUMNS, csv, delimiter: b',' }];
        let basis = QuoteBasis {
            engine: "reinstate".to_owned(),
            quote_date: "2026-11-24".to_owned(),
            due_from: None,
            due_through: None,
        };
        let mut out = Vec::new();
        let scratch = tempfile::tempdir().expect("a folder");
        write(sheets, (&basis, &Sums::default()), (scratch.path(), rows_max), &mut out)
            .expect("written");
        out
    }

    fn sheets(book: &[u8]) -> Vec<(String, Vec<Vec<Data>>)> {
        let mut book = Xlsx::new(Cursor::new(book)).expect("a workbook");
        let sheets = book.worksheets();
        sheets
            .into_iter()
            .map(|(name, range)| (name, range.rows().map(<[Data]>::to_vec).collect()))
            .collect()
    }

    /// The cells of the only row.
    fn row(cells: &str) -> Vec<Data> {
        let all = sheets(&made(&format!("{cells}\n"), 9));
        all[1].1[1].clone()
    }

    #[test]
    fn a_table_goes_on_in_a_further_sheet_under_the_same_head() {
        let rows: String = (1..=5).map(|number| format!("A{number},B,{number},,,\n")).collect();
        let all = sheets(&made(&rows, 2));
        let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Summary", "Lines", "Lines 2", "Lines 3"]);
        let firsts: Vec<Vec<String>> = all[1..]
            .iter()
            .map(|(_, rows)| rows.iter().map(|row| row[0].to_string()).collect())
            .collect();
        assert_eq!(
            firsts,
            [vec!["org_id", "A1", "A2"], vec!["org_id", "A3", "A4"], vec!["org_id", "A5"]]
        );
        let exactly: String = rows.lines().take(4).map(|row| format!("{row}\n")).collect();
        assert_eq!(sheets(&made(&exactly, 2)).len(), 3);
    }

    #[test]
    fn a_text_stays_a_text_and_a_number_is_one() {
        let cells = row("0012,'=1+1,7,2026-11-24,12.5,-1234.50");
        assert_eq!(cells[..2], [Data::String("0012".into()), Data::String("=1+1".into())]);
        assert_eq!(cells[2], Data::Float(7.0));
        // Excel's number of the day: 46,350 days after 1899-12-30.
        let Data::DateTime(day) = &cells[3] else { panic!("{cells:?}") };
        assert_eq!(day.as_f64(), 46_350.0);
        assert_eq!(cells[4], Data::Float(0.125));
        assert_eq!(cells[5], Data::Float(-1234.5));
        for text in ["1E5", "'+31 20 1234567", "'@SUM(A1)", "TRUE", "2026-11-24", "_x0041_"] {
            let plain = text.trim_start_matches('\'').to_owned();
            assert_eq!(row(&format!("{text},,1,,,"))[0], Data::String(plain), "{text}");
        }
    }

    #[test]
    fn what_a_cell_cannot_hold_is_text_or_cut_and_told() {
        // Fifteen digits are kept by every spreadsheet, sixteen are not.
        let fifteen = row("A,,999999999999999,,,9999999999999.99");
        assert_eq!(fifteen[2], Data::Float(999_999_999_999_999.0));
        assert_eq!(fifteen[5], Data::Float(9_999_999_999_999.99));
        let sixteen = row("A,,1000000000000001,,,10000000000000.01");
        assert_eq!(sixteen[2], Data::String("1000000000000001".into()));
        assert_eq!(sixteen[5], Data::String("10000000000000.01".into()));
        assert_eq!(row("A,,1,1900-02-28,,")[3], Data::String("1900-02-28".into()));
        assert!(row("A,,1,1900-03-01,,")[3].is_datetime());
        let long = "x".repeat(40_000);
        let book = made(&format!("A,{long},1000000000000001,1900-01-01,,\n"), 9);
        let all = sheets(&book);
        let cut = all[1].1[1][1].to_string();
        assert_eq!((cut.chars().count(), cut.ends_with("x […]")), (32_767, true));
        let summary = format!("{:?}", all[0].1);
        for told in ["1 numbers with more than 15 digits", "1 texts are cut", "1 days before"] {
            assert!(summary.contains(told), "{told}: {summary}");
        }
    }

    #[test]
    fn control_characters_come_back_as_they_were() {
        let cells = row("A,\"a\u{1}b\u{1b}c\td\",1,,,");
        assert_eq!(cells[1], Data::String("a\u{1}b\u{1b}c\td".into()));
    }

    #[test]
    fn the_same_table_gives_the_same_bytes() {
        let rows = "A,B,1,2026-11-24,12.5,1.00\n";
        assert!(made(rows, 9) == made(rows, 9));
    }
}
