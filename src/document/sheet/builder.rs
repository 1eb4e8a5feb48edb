//! What the parts of a sheet are made with: a quote and the words of its language.

use crate::document::brand::Brand;
use crate::document::language;
use crate::document::words::{Arg, Words};
use crate::engine::book::Language;
use crate::engine::calendar::Date;
use crate::engine::money::Money;
use crate::engine::quote::{Line, Quote};

use super::parts::Fact;

/// Makes the parts of a sheet.
pub(super) struct Builder<'quote> {
    pub(super) quote: &'quote Quote,
    pub(super) words: Words,
    pub(super) brand: Option<&'quote Brand>,
}

impl Builder<'_> {
    pub(super) fn language(&self) -> Language {
        self.words.language()
    }

    /// An amount without its currency, which the head of its column names.
    pub(super) fn amount(&self, money: Money) -> String {
        language::amount(self.language(), money)
    }

    /// An amount that is taken off.
    pub(super) fn less(&self, money: Money) -> String {
        let amount = self.amount(money);
        if money.is_zero() { amount } else { format!("−{amount}") }
    }

    pub(super) fn period(&self, key: &str, from: Date, through: Date) -> String {
        self.words.say_with(key, &[("from", from.into()), ("through", through.into())])
    }

    pub(super) fn fact<'text>(&self, key: &str, value: impl Into<Arg<'text>>) -> Fact {
        Fact { label: self.words.say(key), value: self.words.write(value) }
    }
}

/// Product line and edition.
pub(in crate::document) fn title_of(line: &Line) -> String {
    format!("{} {}", line.product_line.name, line.edition.name)
}
