//! What is read of a table with these columns, and what comes out.

use std::sync::Arc;

use arrow_schema::{DataType, Field, FieldRef, Fields, Schema, SchemaRef};
use pyo3::prelude::*;
use reinstate::batch::table::TablePricer;
use reinstate::engine::problem::{nearest, one_of};

use crate::cells::{READABLE, is_readable};
use crate::error::{Problem, raised};

/// Every amount of the pricing page fits in this many digits and decimals.
pub(crate) const AMOUNT: DataType = DataType::Decimal128(25, AMOUNT_DECIMALS);
pub(crate) const AMOUNT_DECIMALS: i8 = 6;

/// The column that says which books priced a row.
pub(crate) const SCENARIO: &str = "scenario";

/// The columns that come out behind those that are kept, and whether a row may have none.
const OUTPUT: [(&str, DataType, Nulls); 19] = [
    ("account", DataType::Utf8, Nulls::Some),
    ("first", DataType::Boolean, Nulls::None),
    ("quantity", DataType::Int64, Nulls::Some),
    ("gap_days", DataType::Int64, Nulls::Some),
    ("status", DataType::Utf8, Nulls::Some),
    ("currency", DataType::Utf8, Nulls::Some),
    ("forward_from", DataType::Date32, Nulls::Some),
    ("forward_through", DataType::Date32, Nulls::Some),
    ("unit_list", AMOUNT, Nulls::Some),
    ("unit_net", AMOUNT, Nulls::Some),
    ("forward", AMOUNT, Nulls::Some),
    ("term_discount", AMOUNT, Nulls::Some),
    ("back_coverage", AMOUNT, Nulls::Some),
    ("penalty", AMOUNT, Nulls::Some),
    ("total", AMOUNT, Nulls::Some),
    ("book", DataType::Utf8, Nulls::Some),
    ("book_version", DataType::Utf8, Nulls::Some),
    ("code", DataType::Utf8, Nulls::Some),
    ("reason", DataType::Utf8, Nulls::Some),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Nulls {
    None,
    Some,
}

/// Whether rows are priced with several books, each of which has a name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scenarios {
    One,
    Named,
}

/// What is read of each batch, and what comes out.
pub(crate) struct Plan {
    /// Which columns mean something.
    pub(crate) reads: Vec<bool>,
    /// The place of the column of ids.
    pub(crate) id: usize,
    /// The places of the columns that come through.
    pub(crate) keep: Vec<usize>,
    pub(crate) output: SchemaRef,
}

impl Plan {
    /// The plan for a table of these columns.
    ///
    /// # Errors
    /// A column that means something is of a type that is no text; one that is to be kept is not
    /// there, or has the name of another that comes out.
    pub(crate) fn of(
        py: Python<'_>,
        columns: &Fields,
        pricer: &TablePricer,
        keep: &[String],
        scenarios: Scenarios,
    ) -> PyResult<Self> {
        let reads: Vec<bool> = (0..columns.len()).map(|place| pricer.reads(place)).collect();
        let read = columns.iter().zip(&reads).filter(|(_, reads)| **reads);
        let mut wrong: Vec<Problem> = read.filter_map(|(column, _)| unreadable(column)).collect();
        let mut kept = Vec::new();
        for name in keep {
            match place(columns, name) {
                Ok(place) if kept.contains(&place) => {
                    let message = format!("`keep` names the column `{name}` twice");
                    wrong.push(Problem::of("bad-keep", message, "name it once").at(name));
                }
                Ok(place) => kept.push(place),
                Err(problem) => wrong.push(*problem),
            }
        }
        if !wrong.is_empty() {
            return Err(raised(py, wrong));
        }
        let output = output(columns, &kept, scenarios);
        Ok(Self { reads, id: pricer.org_id(), keep: kept, output })
    }
}

fn unreadable(column: &FieldRef) -> Option<Problem> {
    if is_readable(column.data_type()) {
        return None;
    }
    let (name, data_type) = (column.name(), column.data_type());
    let message = format!("the column `{name}` is of the type {data_type}, which no cell can be");
    Some(Problem::of("bad-column-type", message, READABLE).at(name))
}

/// A name without regard to case, spaces, hyphens and underscores, as columns are known by.
fn plain(name: &str) -> String {
    let parts = name.split([' ', '-', '_']);
    parts.map(str::to_lowercase).collect()
}

/// The place of a column that is to come through.
fn place(columns: &Fields, name: &str) -> Result<usize, Box<Problem>> {
    let named = |is: &dyn Fn(&str) -> bool| -> Vec<usize> {
        let found = columns.iter().enumerate().filter(|(_, column)| is(column.name()));
        found.map(|(place, _)| place).collect()
    };
    let bad =
        |message: String, hint: String| Box::new(Problem::of("bad-keep", message, hint).at(name));
    let mut found = named(&|other| other == name);
    if found.is_empty() {
        found = named(&|other| plain(other) == plain(name));
    }
    let place = match found.as_slice() {
        [place] => *place,
        [] => {
            let names = || columns.iter().map(|column| column.name().as_str());
            let hint = match nearest(name, names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("name columns of the table: {}", one_of(names())),
            };
            let message =
                format!("`keep` names the column `{name}`, which the table does not have");
            return Err(bad(message, hint));
        }
        [_, ..] => {
            let message = format!("`keep` names the column `{name}`, which the table has twice");
            return Err(bad(message, "give each column a name of its own".to_owned()));
        }
    };
    let own = columns.get(place).map_or(name, |column| column.name());
    match taken(name).or_else(|| taken(own)) {
        None => Ok(place),
        Some(taken) => {
            let message = format!(
                "`keep` names the column `{own}`, and a column of the prices is called `{taken}`"
            );
            let hint =
                format!("rename it in the table, as `my_{taken}`, or leave it out of `keep`");
            Err(bad(message, hint))
        }
    }
}

/// The column of the prices that has a name. `scenario` is always one: `control` takes the names of
/// price books from it.
fn taken(name: &str) -> Option<&'static str> {
    let own = OUTPUT.iter().map(|(own, _, _)| *own);
    own.chain([SCENARIO]).find(|own| own.eq_ignore_ascii_case(name))
}

fn output(columns: &Fields, keep: &[usize], scenarios: Scenarios) -> SchemaRef {
    let scenario = (scenarios == Scenarios::Named)
        .then(|| Arc::new(Field::new(SCENARIO, DataType::Utf8, false)));
    let kept = keep.iter().filter_map(|place| columns.get(*place).cloned());
    let own = OUTPUT.map(|(name, data_type, nulls)| {
        Arc::new(Field::new(name, data_type, nulls == Nulls::Some))
    });
    let fields = scenario.into_iter().chain(kept).chain(own);
    Arc::new(Schema::new(fields.collect::<Vec<FieldRef>>()))
}
