//! The names and heads of the outputs.

/// The outputs that grow while a run goes on, in the order they are written.
pub(super) const TABLES: [&str; 3] = ["lines.csv", "quotes.csv", "rejects.csv"];
pub(super) const LINES_HEADER: &str = "row,org_id,product_line,edition,quantity,status,gap_days,\
    forward_from,forward_through,unit_list,unit_net,forward,term_discount,back_coverage,penalty,\
    total,currency";
pub(super) const QUOTES_HEADER: &str = "org_id,customer,kind,currency,lines,forward,\
    term_discount,back_coverage,penalty,subtotal";
/// With `--compare-with`.
pub(super) const CHANGES: &str = "changes.csv";
/// A folder, with `--documents`.
pub(super) const DOCUMENTS: &str = "documents";
pub(super) const PAGE: &str = "summary.html";
/// The last to move to its place: where it is, all is.
pub(super) const SUMMARY: &str = "summary.json";

/// Whether a run writes a file or folder of this name.
pub(super) fn is_output(name: &str) -> bool {
    [CHANGES, DOCUMENTS, PAGE, SUMMARY].contains(&name)
        || TABLES.iter().any(|table| *table == name || parquet_name(table) == name)
}

/// The name of a table as Parquet.
pub(super) fn parquet_name(table: &str) -> String {
    format!("{}.parquet", table.trim_end_matches(".csv"))
}
