//! What the parts of a sheet are made with: a quote and the words of its language.

use crate::document::brand::Brand;
use crate::document::language;
use crate::document::words::{Arg, Words};
use crate::engine::book::Language;
use crate::engine::calendar::Date;
use crate::engine::money::Money;
use crate::engine::quote::{Line, Quote};
use crate::engine::request::Tax;

use super::extras::Detail;
use super::parts::Fact;

/// The most characters of a tax's name that heads of columns repeat.
const TAX_NAME_IN_HEADS_MAX: usize = 12;

/// Makes the parts of a sheet.
pub(super) struct Builder<'quote> {
    pub(super) quote: &'quote Quote,
    pub(super) words: Words,
    pub(super) brand: Option<&'quote Brand>,
    pub(super) detail: Detail,
    pub(super) register_head: Option<&'quote str>,
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
        net(self.words, self.quote.request.taxes(), key)
    }

    pub(super) fn period(&self, key: &str, from: Date, through: Date) -> String {
        self.words.say_with(key, &[("from", from.into()), ("through", through.into())])
    }

    pub(super) fn fact<'text>(&self, key: &str, value: impl Into<Arg<'text>>) -> Fact {
        Fact { label: self.words.say(key), value: self.words.write(value) }
    }
}

/// A head of amounts that are without tax, which it says.
pub(super) fn net(words: Words, taxes: &[Tax], key: &str) -> String {
    format!("{} {}", words.say(key), without_tax(words, taxes))
}

/// That an amount is without tax: by the name that the request gives it, where one that fits into a
/// head of a narrow column says it all.
pub(super) fn without_tax(words: Words, taxes: &[Tax]) -> String {
    let Some(first) = taxes.first() else { return words.say("answer-without-tax") };
    let is_short = first.name.as_str().chars().count() <= TAX_NAME_IN_HEADS_MAX;
    if is_short && taxes.iter().all(|tax| tax.name == first.name) {
        let name = [("tax", first.name.as_str().into())];
        return words.say_with("answer-without-named-tax", &name);
    }
    words.say("answer-without-taxes")
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
