//! The columns of the prices in Spark's words.

use arrow_schema::{DataType, Field, TimeUnit};
use pyo3::prelude::*;

use crate::error::{Problem, wrong};
use crate::stream::output;

/// The columns that `price` gives for a table of these columns, as `mapInArrow` of Spark takes
/// them.
#[pyfunction]
#[pyo3(
    signature = (input_schema, keep=None, scenarios=false),
    text_signature = "(input_schema, keep=('org_id', 'product_line', 'edition'), scenarios=False)"
)]
pub(crate) fn spark_ddl(
    input_schema: &Bound<'_, PyAny>,
    keep: Option<Vec<String>>,
    scenarios: bool,
) -> PyResult<String> {
    let schema = output(input_schema, keep, scenarios)?;
    let mut columns = Vec::new();
    for field in schema.fields() {
        let spark = spark(field.data_type()).ok_or_else(|| {
            let (name, data_type) = (field.name(), field.data_type());
            let message =
                format!("the column `{name}` is of the type {data_type}, which Spark lacks");
            let hint = "cast it to text, or leave it out of `keep`";
            wrong(input_schema.py(), Problem::of("bad-column-type", message, hint).at(name))
        })?;
        columns.push(format!("{} {spark}", name(field.name())));
    }
    Ok(columns.join(", "))
}

/// The type of Spark that holds all values of one of Arrow.
#[expect(clippy::wildcard_enum_match_arm, reason = "what Spark does not have, now and later")]
fn spark(data_type: &DataType) -> Option<String> {
    let word = match data_type {
        DataType::Null => "void",
        DataType::Boolean => "boolean",
        DataType::Int8 => "tinyint",
        DataType::Int16 | DataType::UInt8 => "smallint",
        DataType::Int32 | DataType::UInt16 => "int",
        DataType::Int64 | DataType::UInt32 => "bigint",
        DataType::Float16 | DataType::Float32 => "float",
        DataType::Float64 => "double",
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => "string",
        DataType::Binary
        | DataType::LargeBinary
        | DataType::BinaryView
        | DataType::FixedSizeBinary(_) => "binary",
        DataType::Date32 | DataType::Date64 => "date",
        // Spark's moments have microseconds.
        DataType::Timestamp(TimeUnit::Nanosecond, _) => return None,
        DataType::Timestamp(_, Some(_)) => "timestamp",
        DataType::Timestamp(_, None) => "timestamp_ntz",
        DataType::Decimal32(precision, scale)
        | DataType::Decimal64(precision, scale)
        | DataType::Decimal128(precision, scale)
            if *scale >= 0 =>
        {
            return Some(format!("decimal({precision},{scale})"));
        }
        DataType::Dictionary(_, values) => return spark(values),
        DataType::List(item) | DataType::LargeList(item) | DataType::FixedSizeList(item, _) => {
            return Some(format!("array<{}>", spark(item.data_type())?));
        }
        DataType::Struct(fields) => {
            let field = |field: &Field| -> Option<String> {
                Some(format!("{}: {}", name(field.name()), spark(field.data_type())?))
            };
            let fields: Option<Vec<String>> = fields.iter().map(|one| field(one)).collect();
            return Some(format!("struct<{}>", fields?.join(", ")));
        }
        DataType::Map(entries, _) => {
            let DataType::Struct(fields) = entries.data_type() else { return None };
            let [key, value] = &fields[..] else { return None };
            return Some(format!(
                "map<{}, {}>",
                spark(key.data_type())?,
                spark(value.data_type())?
            ));
        }
        _ => return None,
    };
    Some(word.to_owned())
}

/// A name in quotes: a column of somebody's table may be called as a word of SQL.
fn name(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}
