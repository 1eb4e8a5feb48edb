//! What the service levels give, side by side.

use crate::document::words::Arg;
use crate::engine::book::{Benefit, BenefitLimit, BenefitValue, Prices, ServiceLevel};

use super::builder::Builder;
use super::parts::{BenefitCell, Benefits};

/// What all levels give; what does not differ is gathered in one line.
pub(super) fn benefits(builder: &Builder<'_>) -> Option<Benefits> {
    let (book, words) = (&builder.quote.book, builder.words);
    let mut levels: Vec<&ServiceLevel> = book.levels().iter().collect();
    levels.sort_by_key(|level| level.rank);
    let first = levels.first()?;
    let name = |benefit: &Benefit| benefit.name.in_language(builder.language()).0.to_owned();
    let is_alike = |benefit: &&Benefit| {
        levels.iter().all(|level| benefit.at(level.index) == benefit.at(first.index))
    };
    let (alike, differing): (Vec<&Benefit>, Vec<&Benefit>) =
        book.benefits().iter().partition(is_alike);
    let rows: Vec<(String, Vec<BenefitCell>)> = differing
        .into_iter()
        .map(|benefit| {
            let cells = levels.iter().map(|level| cell(builder, benefit.at(level.index)));
            (name(benefit), cells.collect())
        })
        .collect();
    let alike: Vec<String> = alike
        .into_iter()
        .filter_map(|benefit| match cell(builder, benefit.at(first.index)) {
            BenefitCell::Text(extent) => Some(format!("{}: {extent}", name(benefit))),
            BenefitCell::Yes(_) => Some(name(benefit)),
            BenefitCell::No(_) => None,
        })
        .collect();
    let alike = alike.join("; ");
    let alike = (!alike.is_empty())
        .then(|| words.say_with("benefits-alike", &[("benefits", Arg::Text(&alike))]));
    if rows.is_empty() && alike.is_none() {
        return None;
    }
    let names = levels.iter().map(|level| level.name.clone());
    let columns = std::iter::once(words.say("benefit")).chain(names).collect();
    Some(Benefits { title: words.say("benefits-levels-title"), alike, columns, rows })
}

fn cell(builder: &Builder<'_>, value: &BenefitValue) -> BenefitCell {
    match value {
        BenefitValue::Yes => BenefitCell::Yes(builder.words.say("benefit-yes")),
        BenefitValue::No => BenefitCell::No(builder.words.say("benefit-no")),
        BenefitValue::Text(text) => BenefitCell::Text(text.clone()),
        BenefitValue::Amount(limit, prices) => BenefitCell::Text(amount(builder, *limit, prices)),
    }
}

/// An amount in the currency of the quote, as its language writes it.
fn amount(builder: &Builder<'_>, limit: BenefitLimit, prices: &Prices) -> String {
    let words = builder.words;
    // A checked book has every amount in each of its currencies, that of the quote among them.
    let Some(amount) = prices.in_currency(builder.quote.currency()) else {
        return words.say("benefit-yes");
    };
    match limit {
        BenefitLimit::Exactly => words.write(amount),
        BenefitLimit::From => words.say_with("benefit-from", &[("amount", amount.into())]),
        BenefitLimit::UpTo => words.say_with("benefit-up-to", &[("amount", amount.into())]),
    }
}
