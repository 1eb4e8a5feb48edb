//! The sheet of a workbook that has the columns, as rows, cell by cell.
//!
//! A workbook keeps each text once, away from the cells, and those texts are in memory while its
//! rows are read: they are what memory grows with, up to the limits of `look_sheet`.

use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use chrono::NaiveDate;
use csv::ByteRecord;

use crate::batch::error::BatchError;
use crate::batch::rows::cells::NO_RESULT;
use crate::batch::rows::columns::{HEAD_ROWS_MAX, HeadNames};
use crate::batch::rows::head::HeadPlace;
use crate::batch::rows::reading::{HiddenRows, Reading};
use crate::batch::rows::row_parser::ROW_BYTES_MAX;
use crate::batch::rows::stream::{CountedStream, TableNotes, TableStream};
use crate::batch::values::{is_day, push_double, with_mark};
use crate::engine::node::{DecimalMark, for_message};
use crate::files::stage::SourceFile;

use super::encoded::no_encoding;
use super::look_sheet::{SHEET_ROWS_MAX, SheetFacts};
use super::look_workbook::{WorkbookFacts, failed, look};
use super::pipe::{self, Demand, RowSender, damaged};
use super::shown::{is_percentage, push_identifier, push_percentage};

/// Most columns of a sheet, by the format.
const SHEET_COLUMNS_MAX: u32 = 16_384;
/// Most cells that get their value from one that they are merged with.
const FILLED_MAX: u64 = 10_000_000;

/// Opens a workbook as a stream of CSV.
pub(in crate::batch::rows) fn open(
    source: SourceFile,
    reading: &Reading,
    names: &Arc<dyn HeadNames>,
) -> Result<TableStream, BatchError> {
    no_encoding(reading, "a workbook says itself how it is encoded")?;
    let (reading, names) = (reading.clone(), Arc::clone(names));
    let notes: Arc<TableNotes> = Arc::default();
    let own_notes = Arc::clone(&notes);
    let decimal = names.notation().decimal;
    pipe::open(source, decimal, notes, move |source, rows, bytes| {
        let wanted = WantedSheet { reading: &reading, names: &*names, notes: &own_notes };
        read(source, rows, bytes, wanted)
    })
}

/// What is wanted of a workbook.
#[derive(Clone, Copy)]
struct WantedSheet<'a> {
    reading: &'a Reading,
    names: &'a dyn HeadNames,
    notes: &'a TableNotes,
}

/// Reads a workbook, the header of its table first.
fn read(
    source: SourceFile,
    rows: &mut RowSender,
    bytes: Arc<AtomicU64>,
    wanted: WantedSheet<'_>,
) -> Result<(), BatchError> {
    let mut file = source.into_file();
    let facts = look(&mut file)?;
    file.seek(SeekFrom::Start(0)).map_err(BatchError::Input)?;
    let mut workbook = Xlsx::new(CountedStream { stream: file, bytes }).map_err(broken)?;
    let (name, row) = table(&mut workbook, &facts, wanted)?;
    if workbook.sheets_metadata().len() > 1 {
        let _ = wanted.notes.sheet.set(name.clone());
    }
    let facts = facts.sheet(&name);
    let mut sheet = SheetReader::open(&mut workbook, &name, &facts)?;
    while sheet.next_row()? && sheet.number < row {}
    let header = sheet.header();
    let is_text = |name: &[u8]| wanted.names.is_text(&String::from_utf8_lossy(name));
    sheet.text_columns = vec![false; header.first];
    sheet.text_columns.extend(header.record.iter().map(is_text));
    sheet.decimal = rows.decimal;
    let mut demand = rows.push(&header.record);
    while demand == Demand::More && sheet.next_row()? {
        if sheet.is_hidden() {
            wanted.notes.hidden_rows.fetch_add(1, Ordering::Relaxed);
            if wanted.reading.hidden == HiddenRows::Skip {
                continue;
            }
        }
        demand = rows.push(&sheet.record(&header));
    }
    Ok(())
}

fn broken(error: XlsxError) -> BatchError {
    if let XlsxError::Io(error) = error {
        return failed(error);
    }
    if let XlsxError::FileNotFound(_) | XlsxError::RelationshipNotFound = error {
        return BatchError::table(
            "the file is a ZIP archive and no workbook",
            "unpack it, or give the table as .xlsx, Parquet or CSV",
        );
    }
    damaged("workbook", error)
}

/// The sheet with the table, and the row of its head, counted from 0: the sheet that is named, or
/// the first that is shown and has the columns, or the only one. Where a table wants one sheet
/// alone to have the columns, it is an error that several have them.
fn table<R: Read + Seek>(
    workbook: &mut Xlsx<R>,
    facts: &WorkbookFacts,
    wanted: WantedSheet<'_>,
) -> Result<(String, u32), BatchError> {
    let sheets = sheets(workbook, wanted)?;
    let mut whole: Vec<(String, u32)> = Vec::new();
    let mut best = None;
    for name in &sheets {
        let facts = facts.sheet(name);
        let mut sheet = SheetReader::open(workbook, name, &facts)?;
        match sheet.find_head(wanted)? {
            Some(FoundHead { row, worth: usize::MAX }) => {
                whole.push((name.clone(), row));
                if !wanted.names.wants_one_sheet() {
                    break;
                }
            }
            Some(FoundHead { row, .. }) => best = best.or(Some((name.clone(), row))),
            None => {}
        }
    }
    let quoted = |name: &String| format!("`{}`", for_message(name));
    if whole.len() > 1 {
        let names: Vec<String> = whole.iter().map(|(name, _)| quoted(name)).collect();
        return Err(BatchError::table(
            format!("the sheets {} all have the columns of a table", names.join(", ")),
            "name the one that is meant in a map (--map), for example sheet = \"Prices\"; or hide \
             the others",
        ));
    }
    if let Some(found) = whole.pop() {
        return Ok(found);
    }
    let names: Vec<String> = sheets.iter().map(quoted).collect();
    match (best, names.as_slice()) {
        (Some(best), [_]) => Ok(best),
        (None, [name]) => Err(empty(name, wanted)),
        (_, _) => Err(wanted.names.no_sheet(&names.join(", "))),
    }
}

fn empty(name: &str, wanted: WantedSheet<'_>) -> BatchError {
    match wanted.reading.header_row {
        Some(row) => BatchError::table(
            format!(
                "row {row} of the sheet {name}, which is to be the head, is blank or not there"
            ),
            "`header_row` counts the rows of the sheet from 1, blank ones too",
        ),
        None => BatchError::table(
            format!("the sheet {name} is empty"),
            "its first row names the columns",
        ),
    }
}

/// The sheets that may have the table.
fn sheets<R: Read + Seek>(
    workbook: &Xlsx<R>,
    wanted: WantedSheet<'_>,
) -> Result<Vec<String>, BatchError> {
    let all = workbook.sheets_metadata().iter();
    let all: Vec<_> = all.filter(|sheet| sheet.typ == SheetType::WorkSheet).collect();
    let shown = all.iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
    let shown: Vec<String> = shown.map(|sheet| sheet.name.clone()).collect();
    let Some(named) = &wanted.reading.sheet else {
        if shown.is_empty() {
            return Err(BatchError::table(
                "the workbook shows no sheet with cells",
                "unhide the sheet with the table",
            ));
        }
        return Ok(shown);
    };
    let plain = |name: &str| name.trim().to_lowercase();
    let exact = all.iter().find(|sheet| sheet.name == *named);
    let found = exact.or_else(|| all.iter().find(|sheet| plain(&sheet.name) == plain(named)));
    match found {
        Some(sheet) => Ok(vec![sheet.name.clone()]),
        None => {
            let names = all.iter().map(|sheet| format!("`{}`", for_message(&sheet.name)));
            let names = names.collect::<Vec<_>>().join(", ");
            Err(BatchError::table(
                format!("the workbook has no sheet `{}`", for_message(named)),
                format!("name one of these: {names}"),
            ))
        }
    }
}

/// A row that may be the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct FoundHead {
    /// Counted from 0.
    row: u32,
    /// How many of its names are known; the most there is where none is missing.
    worth: usize,
}

/// The names of the columns, from the first that has one to the last.
struct SheetHeader {
    record: ByteRecord,
    /// The place of the first in the sheet.
    first: usize,
}

/// Cells that are merged with one above, which has their value.
struct OpenMerge {
    column: usize,
    last_row: u32,
    value: Vec<u8>,
}

/// A sheet that is being read.
struct SheetReader<'book, 'facts, R: Read + Seek> {
    cells: calamine::XlsxCellReader<'book, R>,
    facts: &'facts SheetFacts,
    /// How many hidden rows, merged cells and formulas without result are behind.
    hidden_at: usize,
    merged_at: usize,
    unresolved_at: usize,
    merged: Vec<OpenMerge>,
    filled: u64,
    /// Which columns of the sheet hold text, even where it looks like a number.
    text_columns: Vec<bool>,
    /// What stands before the decimals of numbers.
    decimal: DecimalMark,
    /// The row that was read last, by the places of its cells.
    row: Vec<Vec<u8>>,
    number: u32,
    bytes: usize,
    /// The first cell of the next row.
    next: Option<SheetCell<'book>>,
}

struct SheetCell<'book> {
    row: u32,
    column: u32,
    value: DataRef<'book>,
    /// The place of its style among those of the workbook.
    style: usize,
    /// Whether it is a formula that was never worked out.
    is_unresolved: bool,
}

impl<'book, 'facts, R: Read + Seek> SheetReader<'book, 'facts, R> {
    fn open(
        workbook: &'book mut Xlsx<R>,
        name: &str,
        facts: &'facts SheetFacts,
    ) -> Result<Self, BatchError> {
        let cells = workbook.worksheet_cells_reader(name).map_err(broken)?;
        let mut sheet = Self {
            cells,
            facts,
            hidden_at: 0,
            merged_at: 0,
            unresolved_at: 0,
            merged: Vec::new(),
            filled: 0,
            decimal: DecimalMark::Point,
            text_columns: Vec::new(),
            row: Vec::new(),
            number: 0,
            bytes: 0,
            next: None,
        };
        sheet.next = sheet.next_cell()?;
        Ok(sheet)
    }

    /// The next cell that is not empty.
    fn next_cell(&mut self) -> Result<Option<SheetCell<'book>>, BatchError> {
        loop {
            let read = self.cells.next_cell_with_style_id().map_err(broken)?;
            let Some((read, style)) = read else { return Ok(None) };
            let (row, column) = read.get_position();
            let value = read.get_value().clone();
            let is_unresolved = self.is_unresolved((row, column));
            if matches!(value, DataRef::Empty) && !is_unresolved {
                continue;
            }
            if column >= SHEET_COLUMNS_MAX || row >= SHEET_ROWS_MAX {
                return Err(damaged("workbook", "it has more cells than a sheet can have"));
            }
            return Ok(Some(SheetCell { row, column, value, style, is_unresolved }));
        }
    }

    /// Whether a cell is a formula without a result.
    fn is_unresolved(&mut self, place: (u32, u32)) -> bool {
        let left = self.facts.unresolved.get(self.unresolved_at..).unwrap_or_default();
        let before = left.iter().take_while(|other| **other < place).count();
        self.unresolved_at += before;
        left.get(before) == Some(&place)
    }

    /// Whether the row that was read last is not shown.
    fn is_hidden(&mut self) -> bool {
        let left = self.facts.hidden.get(self.hidden_at..).unwrap_or_default();
        let before = left.iter().take_while(|(_, last)| *last < self.number).count();
        self.hidden_at += before;
        left.get(before).is_some_and(|(first, _)| *first <= self.number)
    }

    /// Gives cells the value of the one that they are merged with.
    fn fill_merged(&mut self) -> Result<(), BatchError> {
        let number = self.number;
        self.merged.retain(|merged| merged.last_row >= number);
        for merged in &self.merged {
            if self.row.len() <= merged.column {
                self.row.resize_with(merged.column + 1, Vec::new);
            }
            if let Some(cell) = self.row.get_mut(merged.column).filter(|cell| cell.is_empty()) {
                self.filled += 1;
                if self.bytes <= ROW_BYTES_MAX {
                    cell.extend_from_slice(&merged.value);
                    self.bytes += merged.value.len();
                }
            }
        }
        if self.filled > FILLED_MAX {
            return Err(BatchError::table(
                "the sheet has more than 10 million merged cells",
                "undo the merging in it, and give each row its own values",
            ));
        }
        while let Some(merged) = self.facts.merged.get(self.merged_at) {
            if merged.first_row > number {
                break;
            }
            self.merged_at += 1;
            let column = usize::try_from(merged.column).unwrap_or(usize::MAX);
            let value = self.row.get(column).filter(|value| !value.is_empty());
            if let Some(value) = value.filter(|_| merged.first_row == number) {
                let (value, last_row) = (value.clone(), merged.last_row);
                self.merged.retain(|other| other.column != column);
                self.merged.push(OpenMerge { column, last_row, value });
            }
        }
        Ok(())
    }

    /// Looks for the row that names the columns.
    fn find_head(&mut self, wanted: WantedSheet<'_>) -> Result<Option<FoundHead>, BatchError> {
        let place = wanted.reading.head_place();
        let mut best: Option<FoundHead> = None;
        for _ in 0..HEAD_ROWS_MAX {
            if !self.next_row()? {
                break;
            }
            if let HeadPlace::Line(line) = place {
                let number = u64::from(self.number) + 1;
                if number < line {
                    // However many titles there are.
                    while u64::from(self.number) + 1 < line && self.next_row()? {}
                }
                if u64::from(self.number) + 1 != line {
                    break;
                }
            }
            let header = self.header().record;
            let name = |name: &[u8]| String::from_utf8_lossy(name).into_owned();
            let names: Vec<String> = header.iter().map(name).collect();
            let is_head = wanted.names.is_head(&names);
            let worth = if is_head {
                usize::MAX
            } else {
                names.iter().filter(|name| wanted.names.is_known(name)).count()
            };
            if best.is_none_or(|best| worth > best.worth) {
                best = Some(FoundHead { row: self.number, worth });
            }
            if is_head || place != HeadPlace::Search {
                break;
            }
        }
        Ok(best)
    }

    /// Reads the next row that is not empty; `false` behind the last.
    fn next_row(&mut self) -> Result<bool, BatchError> {
        loop {
            let Some(first) = self.next.take() else { return Ok(false) };
            if self.number > first.row {
                return Err(damaged("workbook", "its rows are not in their order"));
            }
            self.number = first.row;
            self.bytes = 0;
            self.row.iter_mut().for_each(Vec::clear);
            let mut column = first.column;
            self.put(&first);
            self.next = self.next_cell()?;
            while let Some(own) = self.next.take_if(|cell| cell.row == first.row) {
                if own.column <= column {
                    return Err(damaged("workbook", "the cells of a row are not in their order"));
                }
                column = own.column;
                self.put(&own);
                self.next = self.next_cell()?;
            }
            let is_blank = |cell: &Vec<u8>| cell.trim_ascii().is_empty();
            if !self.row.iter().all(is_blank) {
                self.fill_merged()?;
                return Ok(true);
            }
        }
    }

    fn put(&mut self, cell: &SheetCell<'_>) {
        let place = usize::try_from(cell.column).unwrap_or(0);
        if self.row.len() <= place {
            self.row.resize_with(place + 1, Vec::new);
        }
        // A row that is too long is rejected: what more it has need not be kept.
        if self.bytes <= ROW_BYTES_MAX
            && let Some(text) = self.row.get_mut(place)
        {
            text.clear();
            let is_text = self.text_columns.get(place).copied().unwrap_or(false);
            let style = self.cells.styles().get(cell.style);
            let format = style.and_then(|style| style.number_format.as_ref());
            let format = format.map_or("General", |format| format.format_code.as_str());
            push_value(text, cell, is_text, format);
            if matches!(cell.value, DataRef::Float(_)) && !is_text {
                with_mark(text, self.decimal);
            }
            self.bytes += text.len();
        }
    }

    /// The row that was read last, as names of columns.
    fn header(&self) -> SheetHeader {
        let is_named = |name: &Vec<u8>| !name.trim_ascii().is_empty();
        let first = self.row.iter().position(is_named).unwrap_or(0);
        let end = self.row.iter().rposition(is_named).map_or(0, |last| last + 1);
        let names = self.row.get(first..end).unwrap_or_default();
        SheetHeader { record: names.iter().collect(), first }
    }

    /// The row that was read last, under a header. What stands right of the header's last column
    /// comes behind the cells, and the rules for rows reject it.
    fn record(&self, header: &SheetHeader) -> ByteRecord {
        let own = self.row.get(header.first..).unwrap_or_default();
        let end = own.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        let count = header.record.len().max(end);
        (0..count).map(|place| own.get(place).map_or(&[][..], Vec::as_slice)).collect()
    }
}

/// The text of a cell, in a column of texts or in another.
fn push_value(out: &mut Vec<u8>, cell: &SheetCell<'_>, is_text: bool, format: &str) {
    match &cell.value {
        DataRef::Empty if cell.is_unresolved => out.extend_from_slice(NO_RESULT.as_bytes()),
        DataRef::Empty => {}
        DataRef::Float(number) if is_text => push_identifier(out, *number, format),
        DataRef::DateTime(moment) if is_text => push_identifier(out, moment.as_f64(), format),
        DataRef::Float(number) if is_percentage(format) => push_percentage(out, *number),
        DataRef::Int(number) => out.extend_from_slice(number.to_string().as_bytes()),
        DataRef::Float(number) => push_double(out, *number),
        DataRef::String(text) => out.extend_from_slice(text.as_bytes()),
        DataRef::SharedString(text) => out.extend_from_slice(text.as_bytes()),
        DataRef::Bool(true) => out.extend_from_slice(b"TRUE"),
        DataRef::Bool(false) => out.extend_from_slice(b"FALSE"),
        DataRef::DateTime(moment) => push_moment(out, *moment),
        DataRef::DateTimeIso(text) => {
            let day = text.split_once('T').filter(|(_, time)| is_midnight(time));
            out.extend_from_slice(day.map_or(text.as_str(), |(day, _)| day).as_bytes());
        }
        DataRef::DurationIso(text) => out.extend_from_slice(text.as_bytes()),
        DataRef::Error(error) => out.extend_from_slice(error.to_string().as_bytes()),
    }
}

fn is_midnight(time: &str) -> bool {
    time.trim_end_matches('Z').bytes().all(|byte| matches!(byte, b'0' | b':' | b'.'))
}

/// A cell that is shown as a date or a time.
fn push_moment(out: &mut Vec<u8>, moment: ExcelDateTime) {
    if moment.is_duration() {
        push_double(out, moment.as_f64());
        return out.extend_from_slice(b" days");
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    // A spreadsheet has a 29 February 1900.
    let day = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
    match day.filter(|_| is_day(moment.as_f64())) {
        Some(day) => out.extend_from_slice(day.to_string().as_bytes()),
        None => out.extend_from_slice(format!("{:?}", moment.as_f64()).as_bytes()),
    }
}
