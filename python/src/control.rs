//! Whether all that went in came out, and nothing was priced in halves.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type};
use arrow_array::{Array, BooleanArray, PrimitiveArray, RecordBatch};
use arrow_buffer::i256;
use arrow_schema::{ArrowError, DataType, SchemaRef};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::capsule::{Batches, batches};
use crate::cells::{Cells, push_digits};
use crate::error::{Problem, raised};
use crate::interrupt::interrupt_or;
use crate::plan::SCENARIO;

/// Adds up prices, as `price` gave them or as they were read back, and holds them against the
/// number of rows that went in, and the number of scenarios where it is given: one that was lost as
/// a whole leaves no trace.
///
/// `rows`, `accounts` and `first` count over all scenarios; `totals` has the sum of `total` for
/// each currency, or for each scenario and currency; `without_account` counts rows that name no
/// account. All is well where `problems` is empty.
#[pyfunction]
#[pyo3(signature = (priced, *, rows_in, scenarios=None))]
pub(crate) fn control<'py>(
    priced: &Bound<'py, PyAny>,
    rows_in: u64,
    scenarios: Option<u64>,
) -> PyResult<Bound<'py, PyDict>> {
    let py = priced.py();
    let input = batches(priced)?;
    let columns = Columns::of(py, &input.schema())?;
    let counted = py.detach(|| counted(input, &columns));
    // Where somebody pressed Ctrl-C, the stream only said that it failed.
    let counted = counted.map_err(|error| interrupt_or(py, &error))?;
    let answer = PyDict::new(py);
    let sum = |of: fn(&Counted) -> u64| counted.values().map(of).sum::<u64>();
    answer.set_item("rows", sum(|counted| counted.rows))?;
    answer.set_item("accounts", sum(Counted::accounts))?;
    answer.set_item("first", sum(|counted| counted.first))?;
    answer.set_item("without_account", sum(|counted| counted.without_account))?;
    let decimal = py.import("decimal")?.getattr("Decimal")?;
    let totals = PyDict::new(py);
    for (scenario, of) in &counted {
        for (currency, units) in &of.totals {
            let total = decimal.call1((written(*units, columns.scale),))?;
            match &columns.scenario {
                None => totals.set_item(currency, total)?,
                Some(_) => totals.set_item((scenario, currency), total)?,
            }
        }
    }
    answer.set_item("totals", totals)?;
    let expected = Expected { rows_in, scenarios, are_named: columns.scenario.is_some() };
    answer.set_item("problems", problems(&counted, &expected))?;
    Ok(answer)
}

/// The places of the columns that are looked at.
struct Columns {
    scenario: Option<usize>,
    account: usize,
    first: usize,
    currency: usize,
    total: usize,
    /// How many decimals a total has.
    scale: i8,
}

impl Columns {
    fn of(py: Python<'_>, schema: &SchemaRef) -> PyResult<Self> {
        let mut problems = Vec::new();
        let mut place = |name: &str, fits: fn(&DataType) -> bool, types: &str| {
            let found = schema.fields().iter().position(|column| column.name() == name);
            let data_type =
                found.and_then(|place| schema.fields().get(place)).map(|f| f.data_type());
            match data_type {
                None => {
                    let message = format!("the column `{name}` lacks");
                    let hint = "give what `price` gave, with all of its own columns";
                    problems.push(Problem::of("bad-table", message, hint).at(name));
                }
                Some(data_type) if !fits(data_type) => {
                    let message = format!("the column `{name}` is of the type {data_type}");
                    problems.push(Problem::of("bad-column-type", message, types).at(name));
                }
                Some(_) => {}
            }
            found.unwrap_or(0)
        };
        let text = "give it as text, as `price` gives it";
        let account = place("account", is_text, text);
        let first = place("first", is_flag, "give it as true and false, as `price` gives it");
        let currency = place("currency", is_text, text);
        let exact = "give it as decimal(25, 6), as `price` gives it: another type does not add up \
                     to the cent";
        let total = place("total", |data_type| scale(data_type).is_some(), exact);
        let has_scenarios = schema.fields().iter().any(|column| column.name() == SCENARIO);
        let scenario = has_scenarios.then(|| place(SCENARIO, is_text, text));
        let scale = schema.fields().get(total).and_then(|total| scale(total.data_type()));
        match scale {
            Some(scale) if problems.is_empty() => {
                Ok(Self { scenario, account, first, currency, total, scale })
            }
            Some(_) | None => Err(raised(py, problems)),
        }
    }
}

fn is_text(data_type: &DataType) -> bool {
    let values = if let DataType::Dictionary(_, values) = data_type { values } else { data_type };
    values.is_string() || *values == DataType::Null
}

fn is_flag(data_type: &DataType) -> bool {
    *data_type == DataType::Boolean || data_type.is_integer()
}

/// How many decimals the numbers of a type have, where that is fixed.
#[expect(clippy::wildcard_enum_match_arm, reason = "no other type has a fixed number of them")]
const fn scale(data_type: &DataType) -> Option<i8> {
    match data_type {
        DataType::Decimal32(_, scale)
        | DataType::Decimal64(_, scale)
        | DataType::Decimal128(_, scale)
        | DataType::Decimal256(_, scale) => Some(*scale),
        _ => None,
    }
}

/// What rows of one scenario add up to.
#[derive(Default)]
struct Counted {
    rows: u64,
    first: u64,
    /// Rows that do not say whether they are the first of an account.
    unmarked: u64,
    without_account: u64,
    accounts: BTreeSet<String>,
    /// The account of the last row, which most often is that of the next.
    last: String,
    /// By currency.
    totals: BTreeMap<String, i256>,
    /// Rows with a total that is in no currency.
    without_currency: u64,
}

impl Counted {
    fn accounts(&self) -> u64 {
        u64::try_from(self.accounts.len()).unwrap_or(u64::MAX)
    }
}

fn counted(input: Batches, columns: &Columns) -> Result<BTreeMap<String, Counted>, ArrowError> {
    let mut scenarios = BTreeMap::new();
    if columns.scenario.is_none() {
        scenarios.insert(String::new(), Counted::default());
    }
    for batch in input {
        count(&batch?, columns, &mut scenarios)?;
    }
    Ok(scenarios)
}

fn count(
    batch: &RecordBatch,
    columns: &Columns,
    scenarios: &mut BTreeMap<String, Counted>,
) -> Result<(), ArrowError> {
    let column = |place: usize| batch.columns().get(place).cloned();
    let cells = |place: usize| {
        let cells = column(place).and_then(|column| Cells::of(column.as_ref()));
        cells.ok_or_else(|| ArrowError::SchemaError("a column came as another type".to_owned()))
    };
    let scenario = columns.scenario.map(cells).transpose()?;
    let (account, currency) = (cells(columns.account)?, cells(columns.currency)?);
    let first = Flags::of(column(columns.first).as_deref())?;
    let total = Totals::of(column(columns.total).as_deref())?;
    let (mut name, mut text) = (Vec::new(), Vec::new());
    for row in 0..batch.num_rows() {
        name.clear();
        if let Some(scenario) = &scenario {
            scenario.push(row, &mut name);
        }
        let name = String::from_utf8_lossy(&name);
        let counted = match scenarios.get_mut(name.as_ref()) {
            Some(counted) => counted,
            None => scenarios.entry(name.into_owned()).or_default(),
        };
        one_more(&mut counted.rows);
        match first.get(row) {
            Some(true) => one_more(&mut counted.first),
            Some(false) => {}
            None => one_more(&mut counted.unmarked),
        }
        text.clear();
        account.push(row, &mut text);
        counted.account(&text);
        if let Some(units) = total.get(row) {
            text.clear();
            currency.push(row, &mut text);
            counted.total(&text, units)?;
        }
    }
    Ok(())
}

impl Counted {
    fn account(&mut self, id: &[u8]) {
        if id.is_empty() {
            one_more(&mut self.without_account);
        } else if id != self.last.as_bytes() {
            self.last = String::from_utf8_lossy(id).into_owned();
            self.accounts.insert(self.last.clone());
        }
    }

    fn total(&mut self, currency: &[u8], units: i256) -> Result<(), ArrowError> {
        if currency.is_empty() {
            one_more(&mut self.without_currency);
            return Ok(());
        }
        let currency = String::from_utf8_lossy(currency);
        if !self.totals.contains_key(currency.as_ref()) {
            self.totals.insert(currency.clone().into_owned(), i256::ZERO);
        }
        let Some(total) = self.totals.get_mut(currency.as_ref()) else { return Ok(()) };
        let sum = total.checked_add(units);
        let too_large = || ArrowError::ArithmeticOverflow("the sum of `total` is too large".into());
        *total = sum.ok_or_else(too_large)?;
        Ok(())
    }
}

const fn one_more(count: &mut u64) {
    *count = count.saturating_add(1);
}

/// What should have come out.
struct Expected {
    rows_in: u64,
    scenarios: Option<u64>,
    /// Whether rows name their scenario.
    are_named: bool,
}

/// What is wrong with the number of scenarios.
fn lost(came_out: usize, expected: &Expected) -> Option<String> {
    let scenarios = expected.scenarios?;
    // Of a table without rows, no scenario has any.
    let is_empty = came_out == 0 && expected.rows_in == 0;
    if is_empty || u64::try_from(came_out) == Ok(scenarios) {
        return None;
    }
    if !expected.are_named {
        let expected = format!("{scenarios} scenarios are expected");
        return Some(format!("there is no column `scenario`, and {expected}"));
    }
    let is_short = u64::try_from(came_out).is_ok_and(|came_out| came_out < scenarios);
    let what = if is_short { "scenarios were lost" } else { "there are more than were asked for" };
    Some(format!("{came_out} scenarios came out, and {scenarios} are expected: {what}"))
}

/// What is wrong, in sentences.
fn problems(scenarios: &BTreeMap<String, Counted>, expected: &Expected) -> Vec<String> {
    let mut found = Vec::new();
    let Expected { rows_in, are_named, .. } = *expected;
    if scenarios.is_empty() && rows_in > 0 {
        found.push(format!("no rows came out, and {rows_in} went in"));
    }
    found.extend(lost(scenarios.len(), expected));
    for (name, counted) in scenarios {
        let whose = if are_named { format!("scenario `{name}`: ") } else { String::new() };
        let mut tell = |text: String| found.push(format!("{whose}{text}"));
        let (rows, accounts, first) = (counted.rows, counted.accounts(), counted.first);
        if rows != rows_in {
            let what = if rows < rows_in { "rows were lost" } else { "rows came out twice" };
            tell(format!("{rows} rows came out, and {rows_in} went in: {what}"));
        }
        if first > accounts {
            tell(format!(
                "{first} rows are the first of an account, and there are {accounts} accounts: \
                 accounts were split and priced in parts; have the engine bring the rows of each \
                 `org_id` together before `price`"
            ));
        }
        if first < accounts {
            tell(format!(
                "{first} rows are the first of an account, and there are {accounts} accounts: the \
                 first rows of accounts were lost"
            ));
        }
        if counted.unmarked > 0 {
            tell(format!("{} rows have no value in `first`", counted.unmarked));
        }
        if counted.without_currency > 0 {
            tell(format!("{} rows have a total and no currency", counted.without_currency));
        }
    }
    found
}

/// A sum of units as a number.
fn written(units: i256, scale: i8) -> String {
    let mut text = Vec::new();
    push_digits(&mut text, &units.to_string(), scale);
    let text = String::from_utf8_lossy(&text);
    let text = if text.contains('.') { text.trim_end_matches('0') } else { &text };
    text.to_owned()
}

/// Whether rows are the first of an account.
enum Flags {
    True(BooleanArray),
    Digits(Cells),
}

impl Flags {
    fn of(column: Option<&dyn Array>) -> Result<Self, ArrowError> {
        let flags = column.and_then(|column| match column.as_boolean_opt() {
            Some(flags) => Some(Self::True(flags.clone())),
            None => Cells::of(column).map(Self::Digits),
        });
        flags.ok_or_else(|| ArrowError::SchemaError("`first` came as another type".to_owned()))
    }

    fn get(&self, row: usize) -> Option<bool> {
        match self {
            Self::True(flags) => flags.is_valid(row).then(|| flags.value(row)),
            Self::Digits(cells) => {
                let mut digits = Vec::new();
                cells.push(row, &mut digits);
                (!digits.is_empty()).then(|| digits != b"0")
            }
        }
    }
}

/// Totals as they came, in units.
enum Totals {
    Decimal32(PrimitiveArray<Decimal32Type>),
    Decimal64(PrimitiveArray<Decimal64Type>),
    Decimal128(PrimitiveArray<Decimal128Type>),
    Decimal256(PrimitiveArray<Decimal256Type>),
}

impl Totals {
    fn of(column: Option<&dyn Array>) -> Result<Self, ArrowError> {
        let totals = column.and_then(|column| {
            let four = column.as_primitive_opt().cloned().map(Self::Decimal32);
            let eight = || column.as_primitive_opt().cloned().map(Self::Decimal64);
            let sixteen = || column.as_primitive_opt().cloned().map(Self::Decimal128);
            let more = || column.as_primitive_opt().cloned().map(Self::Decimal256);
            four.or_else(eight).or_else(sixteen).or_else(more)
        });
        totals.ok_or_else(|| ArrowError::SchemaError("`total` came as another type".to_owned()))
    }

    fn get(&self, row: usize) -> Option<i256> {
        match self {
            Self::Decimal32(units) => {
                units.is_valid(row).then(|| i256::from_i128(units.value(row).into()))
            }
            Self::Decimal64(units) => {
                units.is_valid(row).then(|| i256::from_i128(units.value(row).into()))
            }
            Self::Decimal128(units) => {
                units.is_valid(row).then(|| i256::from_i128(units.value(row)))
            }
            Self::Decimal256(units) => units.is_valid(row).then(|| units.value(row)),
        }
    }
}
