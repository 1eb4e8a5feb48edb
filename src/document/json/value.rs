//! Values that the JSON has as text in a fixed form.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::engine::calendar::Date;
use crate::engine::digits::Digits;
use crate::engine::money::Money;
use crate::engine::percent::Percent;

/// An amount, in the currency's own number of decimals.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(feature = "web", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "web", schema(value_type = String, pattern = r"^-?[0-9]+(\.[0-9]+)?$"))]
pub(crate) struct Amount(Money);

/// A civil date (ISO 8601).
#[derive(Debug, Clone, Copy)]
#[cfg_attr(feature = "web", derive(utoipa::ToSchema), schema(value_type = String, format = Date))]
pub(crate) struct Day(Date);

/// A percentage, for example `18%`.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(feature = "web", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "web", schema(value_type = String, pattern = r"^-?[0-9]+(\.[0-9]+)?%$"))]
pub(crate) struct Percentage(Percent);

/// What prints itself, as text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Printed<Shown>(pub(crate) Shown);

impl<Shown: fmt::Display> Serialize for Printed<Shown> {
    fn serialize<Written: Serializer>(&self, to: Written) -> Result<Written::Ok, Written::Error> {
        to.collect_str(&self.0)
    }
}

/// What the engine writes as digits becomes a value by itself.
macro_rules! written {
    ($($of:ty => $name:ident by $digits:path),*) => {
        $(impl From<$of> for $name {
            fn from(value: $of) -> Self {
                Self(value)
            }
        }

        impl Serialize for $name {
            fn serialize<To: Serializer>(&self, to: To) -> Result<To::Ok, To::Error> {
                to.serialize_str($digits(self.0).as_str())
            }
        })*
    };
}

written! {
    Money => Amount by Money::digits, Date => Day by Digits::of_date,
    Percent => Percentage by Percent::digits
}
