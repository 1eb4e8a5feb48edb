//! What is handed to a statement and read from its rows, whichever database it runs in.

use super::error::{RegisterError, StoreFault};

/// A value of a column or a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SqlValue<'a> {
    Null,
    Int(i64),
    Text(&'a str),
    Bytes(&'a [u8]),
}

/// The values of a statement's parameters, in the order of their numbers.
macro_rules! values {
    ($($value:expr),* $(,)?) => {
        &[$($crate::register::values::ToValue::to_value(&$value)),*]
    };
}
pub(super) use values;

/// What a parameter can be made of.
pub(super) trait ToValue {
    fn to_value(&self) -> SqlValue<'_>;
}

/// What can be read from a column.
pub(super) trait OfValue: Sized {
    /// What it is called where a column holds something else.
    const WHAT: &'static str;

    fn of_value(value: SqlValue<'_>) -> Option<Self>;
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> SqlValue<'_> {
        (**self).to_value()
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> SqlValue<'_> {
        self.as_ref().map_or(SqlValue::Null, ToValue::to_value)
    }
}

impl ToValue for str {
    fn to_value(&self) -> SqlValue<'_> {
        SqlValue::Text(self)
    }
}

impl ToValue for String {
    fn to_value(&self) -> SqlValue<'_> {
        SqlValue::Text(self)
    }
}

impl ToValue for [u8] {
    fn to_value(&self) -> SqlValue<'_> {
        SqlValue::Bytes(self)
    }
}

impl ToValue for Vec<u8> {
    fn to_value(&self) -> SqlValue<'_> {
        SqlValue::Bytes(self)
    }
}

impl ToValue for i64 {
    fn to_value(&self) -> SqlValue<'_> {
        SqlValue::Int(*self)
    }
}

impl ToValue for u32 {
    fn to_value(&self) -> SqlValue<'_> {
        SqlValue::Int((*self).into())
    }
}

impl ToValue for bool {
    fn to_value(&self) -> SqlValue<'_> {
        SqlValue::Int((*self).into())
    }
}

impl<T: OfValue> OfValue for Option<T> {
    const WHAT: &'static str = T::WHAT;

    fn of_value(value: SqlValue<'_>) -> Option<Self> {
        match value {
            SqlValue::Null => Some(None),
            SqlValue::Int(_) | SqlValue::Text(_) | SqlValue::Bytes(_) => {
                T::of_value(value).map(Some)
            }
        }
    }
}

impl OfValue for i64 {
    const WHAT: &'static str = "whole number";

    fn of_value(value: SqlValue<'_>) -> Option<Self> {
        match value {
            SqlValue::Int(number) => Some(number),
            SqlValue::Null | SqlValue::Text(_) | SqlValue::Bytes(_) => None,
        }
    }
}

impl OfValue for u32 {
    const WHAT: &'static str = "count";

    fn of_value(value: SqlValue<'_>) -> Option<Self> {
        i64::of_value(value)?.try_into().ok()
    }
}

impl OfValue for bool {
    const WHAT: &'static str = "yes or no";

    fn of_value(value: SqlValue<'_>) -> Option<Self> {
        i64::of_value(value).map(|number| number != 0)
    }
}

impl OfValue for String {
    const WHAT: &'static str = "text";

    fn of_value(value: SqlValue<'_>) -> Option<Self> {
        match value {
            SqlValue::Text(text) => Some(text.to_owned()),
            SqlValue::Null | SqlValue::Int(_) | SqlValue::Bytes(_) => None,
        }
    }
}

impl OfValue for Vec<u8> {
    const WHAT: &'static str = "bytes";

    fn of_value(value: SqlValue<'_>) -> Option<Self> {
        match value {
            SqlValue::Bytes(bytes) => Some(bytes.to_owned()),
            SqlValue::Null | SqlValue::Int(_) | SqlValue::Text(_) => None,
        }
    }
}

/// A column does not hold what it should.
pub(super) fn wrong_column(place: usize, what: &str) -> RegisterError {
    RegisterError::store(
        StoreFault::Other,
        format!("the register cannot be used: column {} holds {what}", place.saturating_add(1)),
        "`reinstate register verify` tells more; take the last backup if it is damaged",
    )
}
