//! Requests from a table: a CSV file with a row for each holding.
//!
//! Neighbouring rows of one `org_id` are one request. Each account becomes a request in JSON, so
//! that the same reader checks it.

use std::path::Path;

use serde_json::{Map, Value};

use crate::engine::calendar::Date;
use crate::engine::node::Format;
use crate::engine::problem::{Problem, Problems};
use crate::engine::request::{Request, Source};
use crate::files;

use super::clock::today;
use super::error::Failure;

const BYTES_MAX: u64 = 256 * 1024 * 1024;

/// Columns about the whole request; all rows of an account say the same.
const OF_REQUEST: [&str; 6] = ["book", "start", "currency", "term_years", "program", "language"];
/// Columns about a holding.
const OF_HOLDING: [&str; 9] = [
    "product_line",
    "edition",
    "release",
    "owned",
    "retire",
    "quantity",
    "covered_through",
    "service_level",
    "current_service_level",
];
/// Columns about the customer.
const OF_CUSTOMER: [&str; 2] = ["org_id", "customer"];
/// Columns that hold whole numbers.
const NUMBERS: [&str; 4] = ["owned", "retire", "quantity", "term_years"];

/// The requests of a CSV file, each with the rows it comes from.
pub(super) fn requests(
    path: &Path,
    quote_date: Option<Date>,
) -> Result<Vec<(String, Request)>, Failure> {
    let text = files::read_text(path, BYTES_MAX)?;
    let origin = path.display().to_string();
    let accounts = accounts(&origin, text.trim_start_matches('\u{feff}'))?;
    let mut requests = Vec::new();
    let mut wrong = Vec::new();
    for Account { first, last, data, .. } in accounts {
        let rows =
            if first == last { format!("row {first}") } else { format!("rows {first}–{last}") };
        let origin = format!("{origin}, {rows}");
        let text = Value::Object(data).to_string();
        let source = Source { origin: &origin, text: &text, format: Format::Json };
        match Request::read(source, Some(quote_date.unwrap_or_else(today))) {
            Ok(request) => requests.push((origin, request)),
            Err(problems) => wrong.push(without_places(problems)),
        }
    }
    if wrong.is_empty() { Ok(requests) } else { Err(Failure::Problems(wrong)) }
}

/// The text was made from rows: its lines are nobody's.
fn without_places(mut problems: Problems) -> Problems {
    for problem in &mut problems.list {
        problem.span = None;
        problem.related = None;
    }
    problems
}

/// The neighbouring rows of one customer.
struct Account {
    org_id: String,
    first: u64,
    last: u64,
    data: Map<String, Value>,
}

fn accounts(origin: &str, text: &str) -> Result<Vec<Account>, Failure> {
    let head = text.lines().next().unwrap_or_default();
    let count = |mark: char| head.matches(mark).count();
    let marks = [(b',', count(',')), (b';', count(';')), (b'\t', count('\t'))];
    let (delimiter, _) = marks.into_iter().max_by_key(|(_, count)| *count).unwrap_or((b',', 0));
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let fail = |message: String, hint: &str| {
        let mut problems = Problems::none_in(origin, "");
        problems.list.push(Problem::error("bad-table", "", message).hint(hint));
        Failure::from(problems)
    };
    let broken =
        |error: csv::Error| fail(error.to_string(), "each row has as many cells as the head");
    let names: Vec<String> = reader.headers().map_err(broken)?.iter().map(str::to_owned).collect();
    let known = || OF_REQUEST.iter().chain(&OF_HOLDING).chain(&OF_CUSTOMER);
    if let Some(name) = names.iter().find(|name| !known().any(|known| known == name)) {
        let known: Vec<&str> = known().copied().collect();
        let hint = format!("the columns are {}", known.join(", "));
        return Err(fail(format!("unknown column `{name}`"), &hint));
    }
    let twice = names.iter().enumerate().find(|(place, name)| names[..*place].contains(name));
    if let Some((_, name)) = twice {
        return Err(fail(format!("there are two columns `{name}`"), "remove one of the two"));
    }
    let mut accounts: Vec<Account> = Vec::new();
    for (number, row) in (2_u64..).zip(reader.records()) {
        let row = row.map_err(broken)?;
        let cells: Vec<(&str, &str)> = names
            .iter()
            .map(String::as_str)
            .zip(row.iter())
            .filter(|(_, c)| !c.is_empty())
            .collect();
        add(&mut accounts, number, &cells).map_err(|column| {
            let message = format!("row {number} has another `{column}` than the row above it");
            fail(message, "rows of one org_id are one quote: they agree on it")
        })?;
    }
    Ok(accounts)
}

/// Adds a row to the account above it, or begins one; the name of a column that disagrees.
fn add(
    accounts: &mut Vec<Account>,
    number: u64,
    cells: &[(&str, &str)],
) -> Result<(), &'static str> {
    let of = |name: &str| cells.iter().find(|(column, _)| *column == name).map(|(_, cell)| *cell);
    let org_id = of("org_id").unwrap_or_default();
    let mut holding = Map::new();
    let mut shared = Map::new();
    for (column, cell) in cells {
        if OF_HOLDING.contains(column) {
            holding.insert((*column).to_owned(), value(column, cell));
        } else if OF_REQUEST.contains(column) {
            shared.insert((*column).to_owned(), value(column, cell));
        }
    }
    let customer = [("name", of("customer")), ("org_id", of("org_id"))]
        .into_iter()
        .filter_map(|(key, cell)| Some((key.to_owned(), Value::from(cell?))))
        .collect();
    shared.insert("customer".to_owned(), Value::Object(customer));
    if let Some(account) = accounts.last_mut().filter(|account| account.org_id == org_id) {
        for column in OF_REQUEST.into_iter().chain(["customer"]) {
            if account.data.get(column) != shared.get(column) {
                return Err(column);
            }
        }
        account.last = number;
        if let Some(Value::Array(list)) = account.data.get_mut("holding") {
            list.push(Value::Object(holding));
        }
        return Ok(());
    }
    // Each row has its own level; the request's is that of the first.
    shared.insert("service_level".to_owned(), Value::from(of("service_level").unwrap_or_default()));
    shared.insert("holding".to_owned(), Value::Array(vec![Value::Object(holding)]));
    accounts.push(Account { org_id: org_id.to_owned(), first: number, last: number, data: shared });
    Ok(())
}

/// A number where digits stand in a column of numbers; all else is text, for the reader to judge.
fn value(column: &str, cell: &str) -> Value {
    if NUMBERS.contains(&column)
        && cell.bytes().all(|byte| byte.is_ascii_digit())
        && let Ok(number) = cell.parse::<u64>()
    {
        return Value::from(number);
    }
    Value::from(cell)
}
