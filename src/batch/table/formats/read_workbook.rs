//! The first sheet of a workbook that has the columns, as rows, cell by cell.
//!
//! A workbook keeps each text once, away from the cells, and those texts are in memory while its
//! rows are read: they are what memory grows with, up to [`UNPACKED_BYTES_MAX`].

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use chrono::NaiveDate;
use csv::ByteRecord;
use memchr::{memchr, memmem};
use zip::ZipArchive;
use zip::result::ZipError;

use crate::batch::error::BatchError;
use crate::batch::table::columns::{missing, needed};
use crate::batch::table::row_parser::ROW_BYTES_MAX;
use crate::batch::table::stream::{CountedStream, TableStream};
use crate::engine::node::{DecimalMark, for_message};
use crate::files::stage::SourceFile;

use super::pipe::{self, Demand, RowSender, damaged};
use super::text::{is_day, push_double, with_mark};

/// Most bytes of a part that is held in memory.
const UNPACKED_BYTES_MAX: u64 = 1024 * 1024 * 1024;
/// Parts of so few bytes need not be looked into.
const SMALL_BYTES: u64 = 64 * 1024 * 1024;
/// Most bytes between two marks of a part: more than the longest text of a cell takes.
const TEXT_BYTES_MAX: u64 = 4 * 1024 * 1024;
const PARTS_MAX: usize = 20_000;
const PIECE_BYTES: usize = 64 * 1024;
/// Most columns of a sheet, by the format.
const SHEET_COLUMNS_MAX: u32 = 16_384;
/// What says how many texts there are; room is made for so many at once.
const COUNT: &[u8] = b"uniqueCount";
/// As many bytes as its name and its number take.
const COUNT_BYTES: usize = 64;

/// Opens a workbook as a stream of CSV.
pub(in crate::batch::table) fn open(
    source: SourceFile,
    decimal: DecimalMark,
) -> Result<TableStream, BatchError> {
    pipe::open(source, decimal, read)
}

/// Reads a workbook, the header of its table first.
fn read(source: SourceFile, rows: &mut RowSender, bytes: Arc<AtomicU64>) -> Result<(), BatchError> {
    let mut file = source.into_file();
    check(&mut file)?;
    file.seek(SeekFrom::Start(0)).map_err(BatchError::Input)?;
    let mut workbook = Xlsx::new(CountedStream { stream: file, bytes }).map_err(broken)?;
    let name = sheet(&mut workbook)?;
    let mut sheet = SheetReader::open(&mut workbook, &name, rows.decimal)?;
    let Some(header) = sheet.header()? else {
        return Err(BatchError::table(
            format!("the sheet `{}` is empty", for_message(&name)),
            "its first row names the columns",
        ));
    };
    let mut wanted = rows.push(&header.record);
    while wanted == Demand::More && sheet.next_row()? {
        wanted = rows.push(&sheet.record(&header));
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

/// What the system says is no damage.
fn failed(error: io::Error) -> BatchError {
    let is_said = error.raw_os_error().is_some();
    if is_said { BatchError::Input(error) } else { damaged("workbook", error) }
}

/// The sheet with the table: the only one that is shown, or the first of them with the columns.
fn sheet<R: Read + Seek>(workbook: &mut Xlsx<R>) -> Result<String, BatchError> {
    let shown = workbook.sheets_metadata().iter().filter(|sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    });
    let shown: Vec<String> = shown.map(|sheet| sheet.name.clone()).collect();
    match shown.as_slice() {
        [] => Err(BatchError::table(
            "the workbook shows no sheet with cells",
            "unhide the sheet with the table",
        )),
        [only] => Ok(only.clone()),
        several => {
            for name in several {
                let header = SheetReader::open(workbook, name, DecimalMark::Point)?.header()?;
                if header.is_some_and(|header| header.has_needed()) {
                    return Ok(name.clone());
                }
            }
            let names: Vec<String> =
                several.iter().map(|name| format!("`{}`", for_message(name))).collect();
            Err(BatchError::table(
                format!("none of the sheets {} has the columns of a table", names.join(", ")),
                format!(
                    "the first row of one of them names the columns, in any order: {}",
                    needed().collect::<Vec<_>>().join(", ")
                ),
            ))
        }
    }
}

/// The names of the columns, from the first that has one to the last.
struct SheetHeader {
    record: ByteRecord,
    /// The place of the first in the sheet.
    first: usize,
}

impl SheetHeader {
    fn has_needed(&self) -> bool {
        let names: Vec<&str> =
            self.record.iter().filter_map(|name| std::str::from_utf8(name).ok()).collect();
        missing(&names).is_empty()
    }
}

/// A sheet that is being read.
struct SheetReader<'book, R: Read + Seek> {
    cells: calamine::XlsxCellReader<'book, R>,
    /// The row that was read last, by the places of its cells.
    row: Vec<Vec<u8>>,
    number: u32,
    bytes: usize,
    /// The first cell of the next row.
    next: Option<SheetCell<'book>>,
    /// What stands before the decimals of numbers.
    decimal: DecimalMark,
}

struct SheetCell<'book> {
    row: u32,
    column: u32,
    value: DataRef<'book>,
    /// Whether its value is what a formula comes to.
    is_formula: bool,
}

impl<'book, R: Read + Seek> SheetReader<'book, R> {
    fn open(
        workbook: &'book mut Xlsx<R>,
        name: &str,
        decimal: DecimalMark,
    ) -> Result<Self, BatchError> {
        let cells = workbook.worksheet_cells_reader(name).map_err(broken)?;
        let (row, next) = (Vec::new(), None);
        let mut sheet = Self { cells, row, number: 0, bytes: 0, next, decimal };
        sheet.next = sheet.next_cell()?;
        Ok(sheet)
    }

    /// The next cell that is not empty.
    fn next_cell(&mut self) -> Result<Option<SheetCell<'book>>, BatchError> {
        loop {
            let read = self.cells.next_cell_with_formula_metadata().map_err(broken)?;
            let Some(read) = read else { return Ok(None) };
            let is_formula = read.formula.is_some();
            let (row, column) = read.pos;
            if matches!(read.value, DataRef::Empty) && !is_formula {
                continue;
            }
            if column >= SHEET_COLUMNS_MAX {
                return Err(damaged("workbook", "it has more columns than a sheet can have"));
            }
            return Ok(Some(SheetCell { row, column, value: read.value, is_formula }));
        }
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
            push_value(text, cell);
            if matches!(cell.value, DataRef::Float(_)) {
                with_mark(text, self.decimal);
            }
            self.bytes += text.len();
        }
    }

    /// The first row that is not empty.
    fn header(&mut self) -> Result<Option<SheetHeader>, BatchError> {
        if !self.next_row()? {
            return Ok(None);
        }
        let is_named = |name: &Vec<u8>| !name.trim_ascii().is_empty();
        let first = self.row.iter().position(is_named).unwrap_or(0);
        let end = self.row.iter().rposition(is_named).map_or(0, |last| last + 1);
        let names = self.row.get(first..end).unwrap_or_default();
        Ok(Some(SheetHeader { record: names.iter().collect(), first }))
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

fn push_value(out: &mut Vec<u8>, cell: &SheetCell<'_>) {
    match &cell.value {
        // A formula that was never worked out: nothing would be taken for not given.
        DataRef::Empty if cell.is_formula => {
            out.extend_from_slice(b"=(a formula without its result)");
        }
        DataRef::Empty => {}
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

/// Looks into the parts of a workbook that are held in memory, before they are.
fn check(file: &mut (impl Read + Seek)) -> Result<(), BatchError> {
    let mut archive = ZipArchive::new(file).map_err(unzipped)?;
    if archive.len() > PARTS_MAX {
        return Err(damaged("workbook", format!("it has {} parts", archive.len())));
    }
    let mut names = Vec::new();
    for name in archive.file_names() {
        names.push(name.map_err(unzipped)?.into_owned());
    }
    let has = |end: &str| names.iter().any(|name| name.to_ascii_lowercase().ends_with(end));
    if has("workbook.bin") || has("content.xml") && names.iter().any(|name| name == "mimetype") {
        return Err(BatchError::table(
            "the workbook is of another kind than .xlsx",
            "save it as .xlsx, or give the table as CSV",
        ));
    }
    for name in names.iter().filter(|name| is_read(name)) {
        let part = archive.by_name(name).map_err(unzipped)?;
        check_part(name, part)?;
    }
    Ok(())
}

fn unzipped(error: ZipError) -> BatchError {
    if let ZipError::Io(error) = error { failed(error) } else { damaged("workbook", error) }
}

/// Whether a part is one that is read: pictures, notes and the like are not.
fn is_read(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_other = |folder: &str| name.starts_with(folder) || name.contains(&format!("/{folder}"));
    let others = ["docprops/", "customxml/", "drawings/", "charts/", "media/", "embeddings/"];
    (name.ends_with(".xml") || name.ends_with(".rels")) && !others.into_iter().any(is_other)
}

/// Unpacks a part and throws it away: it must not have more than it may, nor a text without end.
fn check_part(name: &str, mut part: impl Read) -> Result<(), BatchError> {
    let damage =
        |why: &str| Err(damaged("workbook", format!("its part {} {why}", for_message(name))));
    let name_lower = name.to_ascii_lowercase();
    let is_sheet = name_lower.contains("worksheets/");
    let mut looked = Looked::default();
    let mut piece = vec![0; PIECE_BYTES];
    let mut kept = 0;
    loop {
        // What may be the beginning of a name stays before the next piece.
        let Some(free) = piece.get_mut(kept..) else { return Ok(()) };
        let read = part.read(free).map_err(failed)?;
        if read == 0 {
            break;
        }
        let all = piece.get(..kept + read).unwrap_or_default();
        looked.at(all, kept);
        if !is_sheet && looked.bytes > UNPACKED_BYTES_MAX {
            return damage("unpacks to more than a gigabyte");
        }
        if looked.bytes > SMALL_BYTES && (looked.has_notes || looked.longest > TEXT_BYTES_MAX) {
            return damage("holds something larger than any text of a cell");
        }
        let end = all.len();
        let keep = end.min(COUNT_BYTES);
        piece.copy_within(end - keep..end, 0);
        kept = keep;
    }
    if looked.count > looked.marks {
        return damage("says that it has more texts than it has");
    }
    Ok(())
}

/// What was seen of a part so far.
#[derive(Debug, Default)]
struct Looked {
    bytes: u64,
    /// How many `<` there are, and most bytes between two of them.
    marks: u64,
    longest: u64,
    run: u64,
    /// Whether there are comments or the like, which can be of any length.
    has_notes: bool,
    /// The largest number of texts that it says it has.
    count: u64,
}

impl Looked {
    /// Looks at the next bytes, of which the first were looked at before.
    fn at(&mut self, bytes: &[u8], before: usize) {
        for place in memmem::find_iter(bytes, COUNT) {
            let rest = bytes.get(place + COUNT.len()..).unwrap_or_default();
            self.count = self.count.max(count_after(rest));
        }
        let mut rest = bytes.get(before..).unwrap_or_default();
        self.bytes += length(rest);
        while let Some(place) = memchr(b'<', rest) {
            self.run += length(rest.get(..place).unwrap_or_default());
            self.longest = self.longest.max(self.run);
            self.run = 0;
            self.marks += 1;
            rest = rest.get(place + 1..).unwrap_or_default();
            self.has_notes |= rest.first() == Some(&b'!');
        }
        self.run += length(rest);
        self.longest = self.longest.max(self.run);
    }
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

/// The number in `="123"`, as far as it is there; too large a one is the largest.
fn count_after(rest: &[u8]) -> u64 {
    let digits = rest
        .iter()
        .skip_while(|byte| matches!(byte, b'=' | b'"' | b'\'' | b' ' | b'\t' | b'\n' | b'\r'));
    let digits = digits.take_while(|byte| byte.is_ascii_digit());
    digits.fold(0_u64, |number, digit| {
        number.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
    })
}
