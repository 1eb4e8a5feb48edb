//! Where a row of CSV ends, by the parser that the csv package has inside: the same grammar finds
//! the rows of a table and reads their cells.

use csv::ByteRecord;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// Most bytes of a row.
pub(crate) const ROW_BYTES_MAX: usize = 64 * 1024;

/// Reads one row at a time.
pub(super) struct RowParser {
    parser: Reader,
    cells: Vec<u8>,
    ends: Vec<usize>,
    count: usize,
}

/// Where a row ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowEnd {
    /// Before this place.
    At(usize),
    /// Its line end is yet to come.
    ToCome,
    /// A quote is open where the text ends.
    InQuotes,
}

impl RowParser {
    pub(super) fn new(delimiter: u8) -> Self {
        let parser = ReaderBuilder::new().delimiter(delimiter).build();
        // No row has more cells than bytes, but for the one that its end makes.
        let ends = vec![0; ROW_BYTES_MAX + 1];
        Self { parser, cells: vec![0; ROW_BYTES_MAX], ends, count: 0 }
    }

    /// Reads the row that a text of at most [`ROW_BYTES_MAX`] bytes begins with.
    pub(super) fn read(&mut self, text: &[u8]) -> RowEnd {
        self.parser.reset();
        let (result, read, written, count) =
            self.parser.read_record(text, &mut self.cells, &mut self.ends);
        self.count = count;
        if result == ReadRecordResult::Record {
            return RowEnd::At(read);
        }
        // A line end that does not end the row stands inside quotes.
        let cells = self.cells.get_mut(written..).unwrap_or_default();
        let ends = self.ends.get_mut(count..).unwrap_or_default();
        let (result, _, _, more) = self.parser.read_record(b"\n", cells, ends);
        self.count += more;
        if result == ReadRecordResult::Record { RowEnd::ToCome } else { RowEnd::InQuotes }
    }

    /// The cells of the row that was read last.
    pub(super) fn record(&self) -> ByteRecord {
        let ends = self.ends.get(..self.count).unwrap_or_default();
        let starts = std::iter::once(0).chain(ends.iter().copied());
        starts.zip(ends).filter_map(|(start, end)| self.cells.get(start..*end)).collect()
    }
}
