//! A price list put into a book: what is new is added, what differs is changed, all else stays.

use std::collections::BTreeMap;

use toml_edit::{InlineTable, Item, Table, TableLike};

use crate::engine::book::Change;
use crate::engine::money::{Currency, Money};
use crate::engine::problem::Problems;

use super::document::{
    BookDocument, inline_list, insert_table, keep_tables, set, table_mut, tables, text_of,
};
use super::facts::BookFacts;
use super::gather::row_problem;
use super::list::{ListedEdition, ListedLine, ListedValue, PriceList, TierColumn};

type TierPrices = BTreeMap<Currency, ListedValue<Money>>;

/// What came of an import.
#[derive(Debug, Default)]
pub(crate) struct Imported {
    /// What is new with the product lines and editions that are new.
    pub(crate) lines: usize,
    pub(crate) editions: usize,
    pub(crate) prices: usize,
    pub(crate) skus: usize,
    /// The ids of the editions that are new, behind those of their product lines.
    pub(crate) new: Vec<String>,
    /// What differs in those that were there.
    pub(crate) changes: Vec<Change>,
    /// Prices that the book had already.
    pub(crate) unchanged: usize,
}

/// Puts a price list into a book.
///
/// # Errors
/// Where the list lacks what something new needs.
pub(crate) fn import(
    book: &mut BookDocument,
    list: &PriceList,
    origin: &str,
) -> Result<Imported, Problems> {
    let facts = BookFacts::of(book);
    let mut importer = Importer {
        decimals: &|currency| facts.decimals_of(currency),
        tiers: list.tiers,
        skus: sku_places(book.root()),
        sku_count: tables(book.root().get("sku")).len(),
        problems: Problems::none_in(origin, ""),
        done: Imported::default(),
    };
    let mut places: BTreeMap<String, usize> = ids(book.root().get("product_line"));
    for line in &list.lines {
        importer.line(book.root_mut(), line, &mut places);
    }
    if importer.problems.has_errors() { Err(importer.problems) } else { Ok(importer.done) }
}

/// The place of each table of a list by its id.
fn ids(list: Option<&Item>) -> BTreeMap<String, usize> {
    let ids = tables(list).into_iter().enumerate();
    ids.filter_map(|(place, table)| Some((text_of(table, "id")?.to_owned(), place))).collect()
}

/// The part numbers that are for one edition and nothing narrower.
fn sku_places(root: &dyn TableLike) -> BTreeMap<(String, String), usize> {
    let mut places = BTreeMap::new();
    for (place, sku) in tables(root.get("sku")).into_iter().enumerate() {
        let is_other = |key: &str| match key {
            "id" | "product_line" | "edition" | "source" => false,
            "charge" => text_of(sku, "charge") != Some("forward"),
            _ => true,
        };
        let of = text_of(sku, "product_line").zip(text_of(sku, "edition"));
        if let Some((line, edition)) = of
            && !sku.iter().any(|(key, _)| is_other(key))
        {
            places.entry((line.to_owned(), edition.to_owned())).or_insert(place);
        }
    }
    places
}

struct Importer<'list> {
    decimals: &'list dyn Fn(Currency) -> u8,
    tiers: TierColumn,
    /// Where the part number of each edition stands.
    skus: BTreeMap<(String, String), usize>,
    sku_count: usize,
    problems: Problems,
    done: Imported,
}

impl Importer<'_> {
    fn line(
        &mut self,
        root: &mut Table,
        listed: &ListedLine,
        places: &mut BTreeMap<String, usize>,
    ) {
        let path = format!("product_line.{}", listed.id);
        if !places.contains_key(&listed.id) {
            let Some(table) = self.new_line(listed) else { return };
            let place = places.len();
            insert_table(root, "product_line", place, table);
            places.insert(listed.id.clone(), place);
        }
        let Some(place) = places.get(&listed.id) else { return };
        let Some(line) = table_mut(root.get_mut("product_line"), *place) else { return };
        self.text(line, &path, "name", listed.name.as_ref().map(|told| told.value.as_str()));
        self.text(line, &path, "kind", listed.kind.as_ref().map(|told| told.value.word()));
        let mut editions = ids(line.get("edition"));
        for edition in &listed.editions {
            let path = format!("{path}.edition.{}", edition.id);
            match editions.get(&edition.id) {
                Some(place) => {
                    if let Some(table) = table_mut(line.get_mut("edition"), *place) {
                        self.edition(table, &path, edition);
                    }
                }
                None => {
                    let Some(table) = self.new_edition(&listed.id, edition) else { continue };
                    let place = editions.len();
                    insert_table(line, "edition", place, table);
                    editions.insert(edition.id.clone(), place);
                }
            }
        }
        for edition in &listed.editions {
            if let Some(sku) = &edition.sku {
                self.sku(root, (&listed.id, &edition.id), &sku.value);
            }
        }
    }

    /// A product line that the book does not have, without its editions.
    fn new_line(&mut self, listed: &ListedLine) -> Option<Table> {
        let Some(kind) = &listed.kind else {
            let message = format!("the product line `{}` is new and has no kind", listed.id);
            let problem = row_problem(listed.row, "missing-cell", &message);
            self.problems.push(
                problem.hint("fill in the column `kind`: on-premises, termed, cloud or hardware"),
            );
            return None;
        };
        let mut table = Table::new();
        set(&mut table, "id", listed.id.as_str());
        let name = listed.name.as_ref().map_or(&listed.id, |told| &told.value);
        set(&mut table, "name", name.as_str());
        set(&mut table, "kind", kind.value.word());
        self.done.lines = self.done.lines.saturating_add(1);
        Some(table)
    }

    /// An edition that the book does not have.
    fn new_edition(&mut self, line: &str, listed: &ListedEdition) -> Option<Table> {
        let name = format!("the edition `{}` of `{line}` is new and", listed.id);
        let lacks = match (&listed.metric, listed.prices.get(&0)) {
            (Some(metric), Some(prices)) => {
                let mut table = Table::new();
                set(&mut table, "id", listed.id.as_str());
                let name = listed.name.as_ref().map_or(&listed.id, |told| &told.value);
                set(&mut table, "name", name.as_str());
                set(&mut table, "metric", metric.value.as_str());
                table.insert("srp", Item::Value(amounts(prices).into()));
                let tiers: Vec<InlineTable> = wanted_tiers(listed).map(tier).collect();
                if !tiers.is_empty() {
                    table.insert("tier", inline_list(tiers));
                }
                let prices: usize = listed.prices.values().map(BTreeMap::len).sum();
                self.done.prices = self.done.prices.saturating_add(prices);
                self.done.editions = self.done.editions.saturating_add(1);
                self.done.new.push(format!("{line} {}", listed.id));
                return Some(table);
            }
            (None, _) => {
                let hint = "fill in the column `metric`: what a licence counts, such as user";
                (format!("{name} has no metric"), hint)
            }
            (Some(_), None) => {
                let hint = "add a row without `tier_from`: the price of any quantity";
                (format!("{name} has no price but from a quantity on"), hint)
            }
        };
        let problem = row_problem(listed.row, "missing-cell", &lacks.0);
        self.problems.push(problem.hint(lacks.1));
        None
    }

    fn edition(&mut self, table: &mut dyn TableLike, path: &str, listed: &ListedEdition) {
        self.text(table, path, "name", listed.name.as_ref().map(|told| told.value.as_str()));
        self.text(table, path, "metric", listed.metric.as_ref().map(|told| told.value.as_str()));
        if let Some(prices) = listed.prices.get(&0) {
            self.prices(table, path, prices);
        }
        if self.tiers == TierColumn::Absent {
            return;
        }
        self.remove_tiers(table, path, listed);
        for (from, prices) in wanted_tiers(listed) {
            let path = format!("{path}.tier from {from}");
            let froms: Vec<i64> =
                tables(table.get("tier")).into_iter().filter_map(from_of).collect();
            if let Some(place) = froms.iter().position(|known| *known == i64::from(from)) {
                if let Some(tier) = table_mut(table.get_mut("tier"), place) {
                    self.prices(tier, &path, prices);
                }
                continue;
            }
            for told in prices.values() {
                self.change(format!("{path}.srp.{}", told.value.currency()), None, told.value);
            }
            let place = froms.iter().filter(|known| **known < i64::from(from)).count();
            if table.get("tier").is_some() {
                insert_table(table, "tier", place, tier((from, prices)).into_table());
            } else {
                table.insert("tier", inline_list([tier((from, prices))]));
            }
        }
    }

    /// Takes away the tiers that the list does not have: a price from an old list would stay.
    fn remove_tiers(&mut self, table: &mut dyn TableLike, path: &str, listed: &ListedEdition) {
        let is_listed = |tier: &dyn TableLike| {
            let from = from_of(tier).and_then(|from| u32::try_from(from).ok());
            from.is_none_or(|from| listed.prices.contains_key(&from))
        };
        for tier in tables(table.get("tier")).into_iter().filter(|tier| !is_listed(*tier)) {
            let from = from_of(tier).unwrap_or_default();
            let srp = tier.get("srp").and_then(Item::as_table_like);
            for (currency, price) in srp.into_iter().flat_map(|srp| srp.iter()) {
                let path = format!("{path}.tier from {from}.srp.{currency}");
                let old = price.as_str().map(str::to_owned);
                self.done.changes.push(Change { path, old, new: None });
            }
        }
        keep_tables(table, "tier", is_listed);
    }

    fn prices(&mut self, table: &mut dyn TableLike, path: &str, prices: &TierPrices) {
        if table.get("srp").and_then(Item::as_table_like).is_none() {
            table.insert("srp", Item::Value(InlineTable::new().into()));
        }
        let Some(srp) = table.get_mut("srp").and_then(Item::as_table_like_mut) else { return };
        for (currency, told) in prices {
            let old = text_of(srp, currency.code()).map(str::to_owned);
            let decimals = (self.decimals)(*currency);
            let amount = old.as_ref().map(|old| Money::parse_unit(old, *currency, decimals));
            if amount == Some(Ok(told.value)) {
                self.done.unchanged = self.done.unchanged.saturating_add(1);
                continue;
            }
            set(srp, currency.code(), written(told.value));
            self.change(format!("{path}.srp.{currency}"), old, told.value);
        }
    }

    fn change(&mut self, path: String, old: Option<String>, new: Money) {
        self.done.changes.push(Change { path, old, new: Some(written(new)) });
    }

    /// A name, a kind or a metric, where the list gives it.
    fn text(&mut self, table: &mut dyn TableLike, path: &str, key: &str, new: Option<&str>) {
        let Some(new) = new else { return };
        let old = text_of(table, key).map(str::to_owned);
        if old.as_deref() != Some(new) {
            set(table, key, new);
            let path = format!("{path}.{key}");
            self.done.changes.push(Change { path, old, new: Some(new.to_owned()) });
        }
    }

    fn sku(&mut self, root: &mut Table, (line, edition): (&str, &str), sku: &str) {
        let key = (line.to_owned(), edition.to_owned());
        let path = format!("sku.{line}.{edition}");
        let Some(place) = self.skus.get(&key) else {
            let mut table = Table::new();
            set(&mut table, "id", sku);
            set(&mut table, "product_line", line);
            set(&mut table, "edition", edition);
            insert_table(root, "sku", self.sku_count, table);
            self.skus.insert(key, self.sku_count);
            self.sku_count = self.sku_count.saturating_add(1);
            self.done.skus = self.done.skus.saturating_add(1);
            return;
        };
        if let Some(table) = table_mut(root.get_mut("sku"), *place) {
            self.text(table, &path, "id", Some(sku));
        }
    }
}

fn from_of(tier: &dyn TableLike) -> Option<i64> {
    tier.get("from")?.as_integer()
}

fn wanted_tiers(listed: &ListedEdition) -> impl Iterator<Item = (u32, &TierPrices)> {
    listed.prices.iter().map(|(from, prices)| (*from, prices)).filter(|(from, _)| *from > 0)
}

fn tier((from, prices): (u32, &TierPrices)) -> InlineTable {
    let mut tier = InlineTable::new();
    tier.insert("from", i64::from(from).into());
    tier.insert("srp", amounts(prices).into());
    tier
}

fn amounts(prices: &TierPrices) -> InlineTable {
    let amounts = prices.iter().map(|(currency, told)| (currency.code(), written(told.value)));
    amounts.collect()
}

/// A price as a book writes it: with the decimals of its currency, or more where it has more.
pub(super) fn written(price: Money) -> String {
    price.shortest().to_string()
}
