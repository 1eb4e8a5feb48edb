//! The names of the outputs, and of each table its columns with what they hold: one list, from
//! which the head of the CSV and the types of the other formats come.

/// What the cells of a column hold; each may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellKind {
    /// Words.
    Text,
    /// What names something: text, whatever it looks like.
    Id,
    /// Words of the program, parted by spaces.
    Codes,
    /// A whole number.
    Count,
    /// An amount in the currency of its row.
    Amount,
    /// A price of one licence, which may have more decimals than the currency.
    UnitPrice,
    /// A share in percent, without its sign.
    Percent,
    /// A day.
    Day,
}

/// The columns of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TableColumnKinds {
    /// The same in every run.
    Fixed(&'static [(&'static str, CellKind)]),
    /// Those of the input, all of them text, and then the reasons.
    OfInput,
}

/// A table that grows while a run goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OutputForm {
    /// Its file.
    pub(super) name: &'static str,
    pub(super) columns: TableColumnKinds,
}

use CellKind::{Amount, Codes, Count, Day, Id, Percent, Text, UnitPrice};

pub(super) const LINES: OutputForm = OutputForm {
    name: "lines.csv",
    columns: TableColumnKinds::Fixed(&[
        ("row", Count),
        ("org_id", Id),
        ("product_line", Id),
        ("edition", Id),
        ("quantity", Count),
        ("status", Codes),
        ("gap_days", Count),
        ("forward_from", Day),
        ("forward_through", Day),
        ("unit_list", UnitPrice),
        ("unit_net", UnitPrice),
        ("forward", Amount),
        ("term_discount", Amount),
        ("back_coverage", Amount),
        ("penalty", Amount),
        ("total", Amount),
        ("currency", Codes),
        ("customer", Text),
        ("product", Text),
        ("edition_name", Text),
        ("release", Id),
        ("service_level", Id),
        ("term_years", Count),
        ("program", Id),
        ("covered_through", Day),
        ("owned", Count),
        ("retired", Count),
        ("srp", UnitPrice),
        ("rate", Percent),
        ("program_discount", Percent),
        ("annual", Amount),
        ("concession", Amount),
        ("surcharge", Amount),
        ("licence", Amount),
        ("sku", Codes),
        ("findings", Codes),
    ]),
};

pub(super) const QUOTES: OutputForm = OutputForm {
    name: "quotes.csv",
    columns: TableColumnKinds::Fixed(&[
        ("org_id", Id),
        ("customer", Text),
        ("kind", Codes),
        ("currency", Codes),
        ("lines", Count),
        ("forward", Amount),
        ("term_discount", Amount),
        ("back_coverage", Amount),
        ("penalty", Amount),
        ("subtotal", Amount),
        ("quote_fee", Amount),
        ("tax", Amount),
        ("total", Amount),
        ("service_level", Id),
        ("term_years", Count),
        ("start", Day),
        ("valid_through", Day),
        ("findings", Codes),
        ("document", Codes),
        ("receipt", Codes),
    ]),
};

pub(super) const REJECTS: OutputForm =
    OutputForm { name: "rejects.csv", columns: TableColumnKinds::OfInput };

/// What is to be known of quotes and lines, one sentence a row.
pub(super) const FINDINGS: OutputForm = OutputForm {
    name: "findings.csv",
    columns: TableColumnKinds::Fixed(&[
        ("org_id", Id),
        ("row", Count),
        ("code", Codes),
        ("severity", Codes),
        ("message", Text),
    ]),
};

/// Which account has which documents, or why it has none.
pub(super) const DOCUMENT_ROWS: OutputForm = OutputForm {
    name: "documents.csv",
    columns: TableColumnKinds::Fixed(&[
        ("org_id", Id),
        ("customer", Text),
        ("row", Count),
        ("file", Text),
        ("reason", Text),
    ]),
};

/// All of them, in the order they are written.
pub(super) const TABLES: [OutputForm; 5] = [LINES, QUOTES, REJECTS, FINDINGS, DOCUMENT_ROWS];

/// With `--compare-with`.
pub(super) const CHANGES: &str = "changes.csv";
/// A folder, with `--documents`.
pub(super) const DOCUMENTS: &str = "documents";
pub(super) const PAGE: &str = "summary.html";
/// The last to move to its place: where it is, all is.
pub(super) const SUMMARY: &str = "summary.json";

/// One file of all tables.
pub(super) const WORKBOOK: &str = "batch.xlsx";

/// Whether a run writes a file or folder of this name.
pub(super) fn is_output(name: &str) -> bool {
    [CHANGES, DOCUMENTS, PAGE, SUMMARY, WORKBOOK].contains(&name)
        || TABLES.iter().any(|table| table.name == name || parquet_name(table.name) == name)
}

/// The name of a table as Parquet.
pub(super) fn parquet_name(table: &str) -> String {
    format!("{}.parquet", table.trim_end_matches(".csv"))
}
