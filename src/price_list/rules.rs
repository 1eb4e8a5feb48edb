//! The rules of a book for other products: what is about products and currencies that a price list
//! does not have is taken out.

use std::collections::BTreeSet;

use toml_edit::{Item, TableLike, Value};

use crate::engine::money::Currency;

use super::document::{BookDocument, keep_tables, table_mut, tables, text_of};
use super::list::PriceList;

/// Amounts of the rules that are not there in a currency of the price list.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct AmountsMissing {
    pub(crate) currency: Currency,
    /// The keys of the amounts.
    pub(crate) keys: Vec<String>,
    /// The currencies that they have.
    pub(crate) known: BTreeSet<Currency>,
}

/// Leaves of a book its rules, and of its products those that a price list has.
///
/// # Errors
/// Where the rules have amounts and none of them in a currency of the list.
pub(crate) fn keep_rules(book: &mut BookDocument, list: &PriceList) -> Result<(), AmountsMissing> {
    let root = book.root_mut();
    let has_line = |line: Option<&str>| line.is_none_or(|line| list.editions_of(line).is_some());
    let has_edition = |line: Option<&str>, edition: Option<&str>| {
        let has = |edition: &str| {
            let lines = list.lines.iter();
            let mut lines = lines.filter(|listed| line.is_none_or(|line| line == listed.id));
            lines.any(|line| line.editions.iter().any(|listed| listed.id == edition))
        };
        edition.is_none_or(has)
    };
    let is_kept = |table: &dyn TableLike| {
        let line = text_of(table, "product_line");
        has_line(line) && has_edition(line, text_of(table, "edition"))
    };
    keep_tables(root, "rate", is_kept);
    keep_tables(root, "sku", is_kept);
    let by_line = "discount_by_product_line";
    for place in 0..tables(root.get("program")).len() {
        let Some(program) = table_mut(root.get_mut("program"), place) else { continue };
        let Some(discounts) = program.get_mut(by_line).and_then(Item::as_table_like_mut) else {
            continue;
        };
        keep_keys(discounts, |line| has_line(Some(line)));
        if discounts.is_empty() {
            program.remove(by_line);
        }
    }
    if let Some(lapse) = root.get_mut("lapse").and_then(Item::as_table_like_mut) {
        keep_tables(lapse, "band", |band| {
            band.get("when").and_then(Item::as_table_like).is_none_or(is_kept)
        });
    }
    keep_tables(root, "product_line", |line| has_line(text_of(line, "id")));
    for place in 0..tables(root.get("product_line")).len() {
        let Some(line) = table_mut(root.get_mut("product_line"), place) else { continue };
        let id = text_of(line, "id").map(str::to_owned);
        keep_tables(line, "edition", |edition| has_edition(id.as_deref(), text_of(edition, "id")));
        for place in 0..tables(line.get("edition")).len() {
            let Some(edition) = table_mut(line.get_mut("edition"), place) else { continue };
            // The list says what they cost, and where that comes from.
            for key in ["srp", "tier", "source"] {
                edition.remove(key);
            }
        }
    }
    keep_currencies(root, &list.currencies)
}

fn keep_keys(table: &mut dyn TableLike, is_kept: impl Fn(&str) -> bool) {
    let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    for key in keys.iter().filter(|key| !is_kept(key)) {
        table.remove(key);
    }
}

/// Takes out amounts in other currencies; those that are wanted must all be there.
fn keep_currencies(
    root: &mut dyn TableLike,
    wanted: &BTreeSet<Currency>,
) -> Result<(), AmountsMissing> {
    let mut found = Vec::new();
    visit_table(root, "", &mut |path, amounts| {
        let known: BTreeSet<Currency> =
            amounts.iter().filter_map(|(code, _)| Currency::from_code(code)).collect();
        let is_wanted = |code: &str| {
            Currency::from_code(code).is_none_or(|currency| wanted.contains(&currency))
        };
        keep_keys(amounts, is_wanted);
        found.push((path.to_owned(), known));
    });
    for currency in wanted {
        let lacking = found.iter().filter(|(_, known)| !known.contains(currency));
        let keys: Vec<String> = lacking.clone().map(|(path, _)| path.clone()).collect();
        if !keys.is_empty() {
            let known = lacking.flat_map(|(_, known)| known.iter().copied()).collect();
            return Err(AmountsMissing { currency: *currency, keys, known });
        }
    }
    Ok(())
}

type Visit<'visit> = &'visit mut dyn FnMut(&str, &mut dyn TableLike);

fn visit_table(table: &mut dyn TableLike, path: &str, visit: Visit<'_>) {
    // Amounts stand in tables whose keys are currencies and whose values are texts.
    let is_amount =
        |(key, item): (&str, &Item)| item.as_str().is_some() && Currency::from_code(key).is_some();
    if !table.is_empty() && table.iter().all(is_amount) {
        return visit(path, table);
    }
    for (key, item) in table.iter_mut() {
        let path = if path.is_empty() { key.to_string() } else { format!("{path}.{key}") };
        visit_item(item, &path, visit);
    }
}

fn visit_item(item: &mut Item, path: &str, visit: Visit<'_>) {
    match item {
        Item::Table(table) => visit_table(table, path, visit),
        Item::ArrayOfTables(tables) => {
            for (place, table) in tables.iter_mut().enumerate() {
                visit_table(table, &format!("{path}[{place}]"), visit);
            }
        }
        Item::Value(value) => visit_value(value, path, visit),
        Item::None => {}
    }
}

fn visit_value(value: &mut Value, path: &str, visit: Visit<'_>) {
    match value {
        Value::InlineTable(table) => visit_table(table, path, visit),
        Value::Array(items) => {
            for (place, item) in items.iter_mut().enumerate() {
                visit_value(item, &format!("{path}[{place}]"), visit);
            }
        }
        Value::String(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::Datetime(_)
        | Value::Boolean(_) => {}
    }
}
