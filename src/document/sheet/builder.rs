//! What the parts of a sheet are made with: a quote and the words of its language.

use crate::document::brand::Brand;
use crate::document::language;
use crate::document::words::{Arg, Words};
use crate::engine::book::Language;
use crate::engine::calendar::Date;
use crate::engine::money::Money;
use crate::engine::quote::{Line, Quote};

use super::extras::Detail;
use super::parts::Fact;

/// Makes the parts of a sheet.
pub(super) struct Builder<'quote> {
    pub(super) quote: &'quote Quote,
    pub(super) words: Words,
    pub(super) brand: Option<&'quote Brand>,
    pub(super) detail: Detail,
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

    /// A head of amounts that are without tax, which it says.
    pub(super) fn net(&self, key: &str) -> String {
        net(self.words, key)
    }

    pub(super) fn period(&self, key: &str, from: Date, through: Date) -> String {
        self.words.say_with(key, &[("from", from.into()), ("through", through.into())])
    }

    pub(super) fn fact<'text>(&self, key: &str, value: impl Into<Arg<'text>>) -> Fact {
        Fact { label: self.words.say(key), value: self.words.write(value) }
    }
}

/// A head of amounts that are without tax, which it says.
pub(super) fn net(words: Words, key: &str) -> String {
    format!("{} {}", words.say(key), words.say("answer-without-tax"))
}

/// Product line and edition; words that end the one and begin the other are said once.
pub(in crate::document) fn title_of(line: &Line) -> String {
    let (product, edition) = (&line.product_line.name, &line.edition.name);
    let said: Vec<&str> = product.split(' ').collect();
    let own: Vec<&str> = edition.split(' ').collect();
    let common = (1..=said.len().min(own.len()))
        .rev()
        .find(|count| said.iter().rev().take(*count).rev().eq(own.iter().take(*count)));
    let rest = own.get(common.unwrap_or(0)..).unwrap_or_default();
    if rest.is_empty() { product.clone() } else { format!("{product} {}", rest.join(" ")) }
}
