//! `register list`, `approvals` and `pipeline`: quotes as a table, as CSV and as JSON.

use serde::Serialize;

use crate::cli::args::{ListArguments, ListOutput};
use crate::cli::error::{CommandError, CommandResult};
use crate::cli::output::{print, print_bytes};
use crate::cli::table::table;
use crate::document::text::Side::{Left, Right};
use crate::engine::text::nearest;
use crate::register::{
    ListWanted, ListedJson, ListedQuote, ListedQuotesJson, PipelineRow, RevisionRow, ShownStatus,
    by_word,
};

use super::columns::QuoteColumn;
use super::opened::Opened;

/// What is shown of a revision to a person, and that its content is gone where it is: nothing but
/// its number and its log can then be had.
pub(super) fn status_of(revision: &RevisionRow, shown: ShownStatus) -> String {
    let erased = if revision.erased_at.is_some() { ", erased" } else { "" };
    format!("{}{erased}", shown.word())
}

fn currency(revision: &RevisionRow) -> String {
    revision.total.currency().code().to_owned()
}

pub(super) fn list(opened: &Opened, given: &ListArguments) -> CommandResult {
    let statuses = given.status.iter().map(|word| status(word)).collect::<Result<_, _>>()?;
    let wanted = ListWanted {
        statuses,
        customer: given.customer.clone(),
        due_within_days: given.due_within,
        run: given.run.clone(),
        ..ListWanted::default()
    };
    let found = opened.register.list(&wanted, opened.now())?;
    told(&found, &given.output)
}

pub(super) fn approvals(opened: &Opened, output: &ListOutput) -> CommandResult {
    let wanted =
        ListWanted { statuses: vec![ShownStatus::WaitingForApproval], ..ListWanted::default() };
    let found = opened.register.list(&wanted, opened.now())?;
    told(&found, output)
}

/// A status by its words; a hyphen may stand for a space.
fn status(word: &str) -> Result<ShownStatus, CommandError> {
    let plain = word.trim().to_lowercase().replace('-', " ");
    by_word(&ShownStatus::ALL, &plain).ok_or_else(|| {
        let known = || ShownStatus::ALL.iter().map(|(word, _)| *word);
        let hint = match nearest(&plain, known()) {
            Some(word) => format!("did you mean `{word}`?"),
            None => format!("write one of: {}", known().collect::<Vec<_>>().join(", ")),
        };
        CommandError::usage(format!("`{word}` is no status"), hint)
    })
}

fn told(found: &[ListedQuote], output: &ListOutput) -> CommandResult {
    if output.json {
        let quotes = found.iter().map(|one| ListedJson::of(&one.quote, &one.revision, one.shown));
        return print_json(&ListedQuotesJson { quotes: quotes.collect() });
    }
    if output.csv {
        return print_bytes(&csv(found)?);
    }
    let columns = [
        ("number", Left),
        ("rev", Right),
        ("status", Left),
        ("valid through", Left),
        ("", Left),
        ("total", Right),
        ("customer", Left),
        ("owner", Left),
    ];
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|ListedQuote { quote, revision, shown }| {
            vec![
                quote.number.clone(),
                revision.rev.to_string(),
                status_of(revision, *shown),
                revision.valid_through.to_string(),
                currency(revision),
                revision.total.to_string(),
                quote.customer.clone(),
                quote.owner.clone(),
            ]
        })
        .collect();
    if rows.is_empty() {
        return print("no quotes\n");
    }
    print(&table("", &columns, &rows))
}

/// The columns of a list as CSV.
const COLUMNS: [QuoteColumn; 18] = [
    QuoteColumn::Number,
    QuoteColumn::Revision,
    QuoteColumn::State,
    QuoteColumn::Shown,
    QuoteColumn::Customer,
    QuoteColumn::OrgId,
    QuoteColumn::Owner,
    QuoteColumn::QuoteDate,
    QuoteColumn::ValidThrough,
    QuoteColumn::Currency,
    QuoteColumn::Subtotal,
    QuoteColumn::Tax,
    QuoteColumn::Total,
    QuoteColumn::Needs,
    QuoteColumn::Run,
    QuoteColumn::CreatedAt,
    QuoteColumn::QuoteSha256,
    QuoteColumn::ErasedAt,
];

fn csv(found: &[ListedQuote]) -> Result<Vec<u8>, CommandError> {
    let rows = found.iter().map(|ListedQuote { quote, revision, shown }| {
        QuoteColumn::cells(&COLUMNS, (quote, revision, *shown))
    });
    csv_of(&QuoteColumn::heads(&COLUMNS), rows)
}

/// A table as CSV (RFC 4180). A text from outside that a spreadsheet would take for a formula
/// begins with an apostrophe.
pub(super) fn csv_of(
    heads: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Result<Vec<u8>, CommandError> {
    let wrong = |error: csv::Error| CommandError::Stream {
        action: "write CSV",
        source: std::io::Error::other(error),
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(heads).map_err(wrong)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| unarmed(cell))).map_err(wrong)?;
    }
    writer
        .into_inner()
        .map_err(|error| CommandError::Stream { action: "write CSV", source: error.into_error() })
}

fn unarmed(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula { format!("'{cell}") } else { cell.to_owned() }
}

pub(super) fn pipeline(opened: &Opened, output: &ListOutput) -> CommandResult {
    let found = opened.register.pipeline(opened.now())?;
    let month = |row: &PipelineRow| format!("{:04}-{:02}", row.month.0, row.month.1);
    if output.json {
        #[derive(Serialize)]
        struct RowJson {
            month: String,
            shown: &'static str,
            currency: String,
            count: usize,
            subtotal: String,
        }
        #[derive(Serialize)]
        struct PipelineJson {
            pipeline: Vec<RowJson>,
        }
        let rows = found.iter().map(|row| RowJson {
            month: month(row),
            shown: row.shown.word(),
            currency: row.subtotal.currency().code().to_owned(),
            count: row.count,
            subtotal: row.subtotal.to_string(),
        });
        return print_json(&PipelineJson { pipeline: rows.collect() });
    }
    let rows = found.iter().map(|row| {
        vec![
            month(row),
            row.shown.word().to_owned(),
            row.count.to_string(),
            row.subtotal.currency().code().to_owned(),
            row.subtotal.to_string(),
        ]
    });
    if output.csv {
        return print_bytes(&csv_of(&["month", "shown", "count", "currency", "subtotal"], rows)?);
    }
    if found.is_empty() {
        return print("no quotes\n");
    }
    let columns =
        [("month", Left), ("status", Left), ("quotes", Right), ("", Left), ("without tax", Right)];
    print(&table("", &columns, &rows.collect::<Vec<_>>()))
}

pub(super) fn print_json(value: &impl Serialize) -> CommandResult {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    print_bytes(text.as_bytes())
}
