//! Values that the JSON has as text in a fixed form.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::engine::calendar::Date;
use crate::engine::digits::Digits;
use crate::engine::money::Money;
use crate::engine::percent::Percent;

use crate::document::working::{InputValue, Plain};

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

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self(money)
    }
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Self(date)
    }
}

impl From<Percent> for Percentage {
    fn from(percent: Percent) -> Self {
        Self(percent)
    }
}

impl<Shown: fmt::Display> Serialize for Printed<Shown> {
    fn serialize<Written: Serializer>(&self, to: Written) -> Result<Written::Ok, Written::Error> {
        to.collect_str(&self.0)
    }
}

impl Serialize for Plain {
    fn serialize<Written: Serializer>(&self, to: Written) -> Result<Written::Ok, Written::Error> {
        to.serialize_str(self.digits().as_str())
    }
}

impl Serialize for InputValue {
    fn serialize<Written: Serializer>(&self, to: Written) -> Result<Written::Ok, Written::Error> {
        match *self {
            Self::Value(value) => Plain(value).serialize(to),
            Self::Date(date) => Day(date).serialize(to),
            Self::Years(years) => to.serialize_str(Digits::of(years.into()).as_str()),
            Self::Word(word) => to.serialize_str(word),
        }
    }
}

impl Serialize for Amount {
    fn serialize<Written: Serializer>(&self, to: Written) -> Result<Written::Ok, Written::Error> {
        to.serialize_str(self.0.digits().as_str())
    }
}

impl Serialize for Day {
    fn serialize<Written: Serializer>(&self, to: Written) -> Result<Written::Ok, Written::Error> {
        to.serialize_str(Digits::of_date(self.0).as_str())
    }
}

impl Serialize for Percentage {
    fn serialize<Written: Serializer>(&self, to: Written) -> Result<Written::Ok, Written::Error> {
        to.serialize_str(self.0.digits().as_str())
    }
}
