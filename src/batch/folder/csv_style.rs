//! A table of CSV as Excel opens it by a double click.
//!
//! Which marks Excel takes for the delimiter and for the decimals is a setting of the computer; it
//! knows UTF-8 by the byte order mark alone.

use std::io::{BufWriter, Read, Write};

use csv::ByteRecord;

use crate::batch::error::BatchError;
use crate::batch::rows::cells::{LINE_END, Quotes, push_cell, reader, without_guard};
use crate::engine::node::DecimalMark;

use super::outputs::{CellKind, TableColumnKinds};

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The name of a table in this style, as long as it is not in its place.
pub(super) fn styled_name(table: &str) -> String {
    format!("excel-{table}")
}

/// Writes a table of plain CSV anew.
pub(super) fn write(
    csv: impl Read,
    delimiter: u8,
    columns: TableColumnKinds,
    mark: DecimalMark,
    out: impl Write,
) -> Result<(), BatchError> {
    let unwritten = |source| BatchError::output("the tables for Excel", source);
    let mut out = BufWriter::new(out);
    out.write_all(BYTE_ORDER_MARK).map_err(unwritten)?;
    let between = match mark {
        DecimalMark::Point => b',',
        DecimalMark::Comma => b';',
    };
    let mut reader = reader(csv, delimiter, Quotes::Read);
    let (mut record, mut line) = (ByteRecord::new(), Vec::new());
    while reader.read_byte_record(&mut record).map_err(BatchError::csv)? {
        line.clear();
        for (place, cell) in record.iter().enumerate() {
            if place > 0 {
                line.push(between);
            }
            match (is_decimal(columns, place), mark) {
                (false, _) => push_cell(&mut line, without_guard(cell)),
                // The head of the column is a name, and has no point.
                (true, DecimalMark::Point) => line.extend_from_slice(cell),
                (true, DecimalMark::Comma) => {
                    line.extend(cell.iter().map(|byte| if *byte == b'.' { b',' } else { *byte }));
                }
            }
        }
        line.push(LINE_END);
        out.write_all(&line).map_err(unwritten)?;
    }
    out.flush().map_err(unwritten)
}

/// Whether a column holds numbers with decimals.
fn is_decimal(columns: TableColumnKinds, place: usize) -> bool {
    match columns {
        TableColumnKinds::OfInput => false,
        TableColumnKinds::Fixed(fixed) => fixed.get(place).is_some_and(|(_, kind)| match kind {
            CellKind::Amount | CellKind::UnitPrice | CellKind::Percent => true,
            CellKind::Text | CellKind::Id | CellKind::Codes | CellKind::Count | CellKind::Day => {
                false
            }
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: TableColumnKinds = TableColumnKinds::Fixed(&[
        ("org_id", CellKind::Id),
        ("customer", CellKind::Text),
        ("rate", CellKind::Percent),
        ("total", CellKind::Amount),
    ]);

    fn written(table: &str, columns: TableColumnKinds, mark: DecimalMark) -> String {
        let mut out = Vec::new();
        write(table.as_bytes(), b',', columns, mark, &mut out).expect("a table");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn decimals_and_cells_have_the_marks_of_a_country() {
        let table = "org_id,customer,rate,total\nA.1,\"B, C\",12.5,-1234.50\n'=x,D;E,,25200\n";
        let comma = "\u{feff}org_id;customer;rate;total\nA.1;\"B, C\";12,5;-1234,50\n\
                     '=x;\"D;E\";;25200\n";
        assert_eq!(written(table, COLUMNS, DecimalMark::Comma), comma);
        let point = "\u{feff}org_id,customer,rate,total\nA.1,\"B, C\",12.5,-1234.50\n\
                     '=x,\"D;E\",,25200\n";
        assert_eq!(written(table, COLUMNS, DecimalMark::Point), point);
    }

    #[test]
    fn the_cells_of_the_input_stay_as_they_came() {
        let table = "owned,rate,reason\n1.250,0.21,a.b\n";
        let comma = "\u{feff}owned;rate;reason\n1.250;0.21;a.b\n";
        assert_eq!(written(table, TableColumnKinds::OfInput, DecimalMark::Comma), comma);
    }
}
