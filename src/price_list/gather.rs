//! From rows to a price list: what several rows say of one thing must be the same.

use std::collections::BTreeMap;

use crate::engine::book::Kind;
use crate::engine::money::{Currency, Money};
use crate::engine::node::for_message;
use crate::engine::problem::{Problem, Problems};

use super::facts::BookFacts;
use super::list::{ListedEdition, ListedLine, ListedValue, PriceList, TierColumn};
use super::names::{KnownNames, is_id};

/// Most quantities from which an edition has a price, as in a price book.
const TIERS_MAX: usize = 100;

/// A price in a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowPrice {
    pub(super) amount: Money,
}

/// A row of a price list, as it was read.
#[derive(Debug)]
pub(super) struct PriceRow {
    pub(super) number: u64,
    pub(super) line: Option<String>,
    pub(super) line_name: Option<String>,
    pub(super) kind: Option<Kind>,
    pub(super) edition: Option<String>,
    pub(super) edition_name: Option<String>,
    pub(super) metric: Option<String>,
    pub(super) sku: Option<String>,
    pub(super) tier_from: u32,
    pub(super) prices: Vec<RowPrice>,
}

/// Puts rows together to a price list.
pub(super) struct Gatherer<'facts> {
    facts: &'facts BookFacts,
    list: PriceList,
    /// Where each product line stands in the list, and its editions.
    places: BTreeMap<String, GatheredLine>,
}

struct GatheredLine {
    at: usize,
    known: KnownNames,
    editions: BTreeMap<String, GatheredEdition>,
}

struct GatheredEdition {
    at: usize,
    /// The quantity of the row before, in each currency.
    tier_before: BTreeMap<Currency, (u32, u64)>,
}

/// A problem of a row.
pub(super) fn row_problem(row: u64, code: &'static str, message: &str) -> Problem {
    Problem::error(code, "", format!("row {row}: {message}"))
}

impl<'facts> Gatherer<'facts> {
    pub(super) fn new(facts: &'facts BookFacts, tiers: TierColumn) -> Self {
        let list = PriceList { tiers, ..PriceList::default() };
        Self { facts, list, places: BTreeMap::new() }
    }

    /// Adds a row.
    pub(super) fn add(&mut self, row: &PriceRow, problems: &mut Problems) {
        let text = row.line.as_ref().or(row.line_name.as_ref());
        let Some(id) = id(row, text, &self.facts.lines, problems) else { return };
        let place = self.places.entry(id.clone()).or_insert_with(|| {
            self.list.lines.push(ListedLine {
                id: id.clone(),
                name: None,
                kind: None,
                row: row.number,
                editions: Vec::new(),
            });
            let at = self.list.lines.len().saturating_sub(1);
            GatheredLine { at, known: self.facts.editions_of(&id), editions: BTreeMap::new() }
        });
        let Some(line) = self.list.lines.get_mut(place.at) else { return };
        let name = named(&row.line_name, &row.line, &self.facts.lines);
        agree(&mut line.name, name, row, "product_line_name", problems);
        agree(&mut line.kind, row.kind, row, "kind", problems);
        let text = row.edition.as_ref().or(row.edition_name.as_ref());
        let Some(edition_id) = self::id(row, text, &place.known, problems) else { return };
        let edition_place = place.editions.entry(edition_id.clone()).or_insert_with(|| {
            line.editions.push(ListedEdition {
                id: edition_id,
                name: None,
                metric: None,
                sku: None,
                row: row.number,
                prices: BTreeMap::new(),
            });
            let at = line.editions.len().saturating_sub(1);
            GatheredEdition { at, tier_before: BTreeMap::new() }
        });
        let Some(edition) = line.editions.get_mut(edition_place.at) else { return };
        let name = named(&row.edition_name, &row.edition, &place.known);
        agree(&mut edition.name, name, row, "edition_name", problems);
        agree(&mut edition.metric, row.metric.clone(), row, "metric", problems);
        agree(&mut edition.sku, row.sku.clone(), row, "sku", problems);
        for price in &row.prices {
            self.list.currencies.insert(price.amount.currency());
            edition_place.tier(row, price.amount.currency(), problems);
            put_price(edition, row, price.amount, problems);
        }
    }

    /// The list. A price from 0 or 1 on is that of any quantity, where there is no other.
    pub(super) fn finish(mut self, problems: &mut Problems) -> PriceList {
        for line in &mut self.list.lines {
            for edition in &mut line.editions {
                if !edition.prices.contains_key(&0)
                    && let Some(prices) = edition.prices.remove(&1)
                {
                    edition.prices.insert(0, prices);
                }
                same_currencies(&line.id, edition, problems);
                if edition.prices.len() > TIERS_MAX.saturating_add(1) {
                    let message =
                        format!("`{}` `{}` has more than {TIERS_MAX} tiers", line.id, edition.id);
                    problems.push(row_problem(edition.row, "too-many-tiers", &message));
                }
            }
        }
        self.list
    }
}

impl GatheredEdition {
    /// Tiers stand in the order of their quantities: where they do not, a row may be misplaced.
    fn tier(&mut self, row: &PriceRow, currency: Currency, problems: &mut Problems) {
        let before = self.tier_before.insert(currency, (row.tier_from, row.number));
        let Some((from, number)) = before.filter(|(from, _)| *from > row.tier_from) else {
            return;
        };
        let message = format!(
            "the price from {} follows the one from {from} (row {number}) of the same edition",
            row.tier_from
        );
        let problem = row_problem(row.number, "tiers-not-rising", &message);
        problems.push(problem.hint("order the rows of an edition by quantity, each one once"));
    }
}

/// What a row calls something that the book does not have: its name, or the text in place of an id
/// where that is none.
fn named(name: &Option<String>, text: &Option<String>, known: &KnownNames) -> Option<String> {
    let is_new = |text: &&String| !is_id(text) && !known.has(text);
    name.clone().or_else(|| text.as_ref().filter(is_new).cloned())
}

fn id(
    row: &PriceRow,
    text: Option<&String>,
    known: &KnownNames,
    problems: &mut Problems,
) -> Option<String> {
    let text = text?;
    let id = known.id_of(text);
    if id.is_none() {
        let message = format!("`{}` gives no id", for_message(text));
        let problem = row_problem(row.number, "bad-id", &message);
        problems
            .push(problem.hint("write an id of letters, digits, hyphens, dots and underscores"));
    }
    id
}

/// Notes what a row says of a thing; two rows must not say two things of it.
fn agree<T: PartialEq>(
    told: &mut Option<ListedValue<T>>,
    value: Option<T>,
    row: &PriceRow,
    column: &str,
    problems: &mut Problems,
) {
    let Some(value) = value else { return };
    match told {
        None => *told = Some(ListedValue { value, row: row.number }),
        Some(told) if told.value == value => {}
        Some(told) => {
            let message =
                format!("`{column}` differs from row {}, which is of the same thing", told.row);
            let problem = row_problem(row.number, "rows-differ", &message);
            problems.push(problem.hint(match column {
                "sku" => "a book has one part number for an edition: give one, or leave the column",
                "product_line_name" | "kind" => "a product line has one name and one kind",
                _ => "an edition has one name and one metric; give the other an edition of its own",
            }));
        }
    }
}

fn put_price(edition: &mut ListedEdition, row: &PriceRow, amount: Money, problems: &mut Problems) {
    let currency = amount.currency();
    let tier = edition.prices.entry(row.tier_from).or_default();
    let told = tier.entry(currency).or_insert(ListedValue { value: amount, row: row.number });
    if told.value != amount {
        let message = format!(
            "the price {currency} {amount} differs from {currency} {} in row {}, which is for the \
             same edition and quantity",
            told.value, told.row
        );
        let problem = row_problem(row.number, "price-twice", &message);
        problems.push(problem.hint("leave one of the two rows out"));
    }
}

/// A tier in one currency alone would leave the others without a price.
fn same_currencies(line: &str, edition: &ListedEdition, problems: &mut Problems) {
    let Some((_, first)) = edition.prices.first_key_value() else { return };
    for (from, prices) in edition.prices.iter().skip(1) {
        let row = prices.values().next().map_or(edition.row, |told| told.row);
        let lacking = first.keys().find(|currency| !prices.contains_key(*currency));
        let beyond = prices.keys().find(|currency| !first.contains_key(*currency));
        let Some(currency) = lacking.or(beyond) else { continue };
        let which = if lacking.is_some() { "lacks" } else { "alone has" };
        let message =
            format!("the price of `{line}` `{}` from {from} {which} {currency}", edition.id);
        let problem = row_problem(row, "currency-missing", &message);
        problems.push(problem.hint("give all prices of an edition in the same currencies"));
    }
}
