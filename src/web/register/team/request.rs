//! The request that is registered: what the estimator's page asks for, and what it does not.

use serde_json::{Map, Value};

use crate::engine::calendar::{Date, parse_iso};
use crate::web::page::ASKED;

use super::form::TeamForm;

/// Fields of the form, and the keys of a customer that they fill.
const CUSTOMER: [(&str, &str); 4] =
    [("customer", "name"), ("org_id", "org_id"), ("contact", "contact"), ("email", "email")];
/// What a holding has that the page does not ask for.
const LAST_UNIT_NET: &str = "last_unit_net";

/// A request for the customer that a form names, and for nothing yet.
pub(super) fn for_customer(form: &TeamForm) -> Value {
    let filled = CUSTOMER
        .iter()
        .filter_map(|(field, key)| Some(((*key).to_owned(), Value::from(form.filled(field)?))));
    let customer: Map<String, Value> = filled.collect();
    // Nobody is named: that is for the register to say.
    let is_named = !customer.is_empty();
    let table = is_named.then(|| ("customer".to_owned(), Value::Object(customer)));
    Value::Object(table.into_iter().collect())
}

/// The additional discount that a form asks for, as a request has it.
pub(super) fn concession(form: &TeamForm) -> Option<Value> {
    let rate = form.filled("rate")?;
    let rate = if rate.ends_with('%') { rate.to_owned() } else { format!("{rate}%") };
    let mut concession = Map::new();
    concession.insert("rate".to_owned(), Value::from(rate));
    concession.insert("reason".to_owned(), Value::from(form.get("reason").trim()));
    Some(Value::Object(concession))
}

/// What is asked for on a page, in the place of the same parts of the request before: all else of
/// that stays. A day ahead of the register's is its today.
pub(super) fn merged(before: &Value, asked: &Value, today: Date) -> Map<String, Value> {
    let mut merged = before.as_object().cloned().unwrap_or_default();
    let has_several_taxes = merged.get("tax").is_some_and(Value::is_array);
    for key in ASKED {
        match asked.get(key) {
            Some(value) => merged.insert(key.to_owned(), value.clone()),
            // The page can ask for one tax alone.
            None if key == "tax" && has_several_taxes => continue,
            None => merged.remove(key),
        };
    }
    keep_last_prices(before, &mut merged);
    let date = |key: &str| asked.get(key).and_then(Value::as_str).and_then(parse_iso);
    if let Some(quote_date) = date("quote_date").filter(|day| *day > today) {
        merged.insert("quote_date".to_owned(), Value::from(today.to_string()));
        if date("start") == Some(quote_date) {
            merged.insert("start".to_owned(), Value::from(today.to_string()));
        }
    }
    merged
}

/// A holding keeps what a licence cost before, where it is the same product and edition.
fn keep_last_prices(before: &Value, merged: &mut Map<String, Value>) {
    let mut known: Vec<&Value> =
        before.get("holding").and_then(Value::as_array).into_iter().flatten().collect();
    let holdings = merged.get_mut("holding").and_then(Value::as_array_mut);
    for holding in holdings.into_iter().flatten() {
        let is_same = |one: &&Value| {
            ["product_line", "edition"].iter().all(|key| one.get(key) == holding.get(key))
        };
        let Some(at) = known.iter().position(is_same) else { continue };
        let last = known.remove(at).get(LAST_UNIT_NET).cloned();
        if let (Some(last), Some(holding)) = (last, holding.as_object_mut()) {
            holding.insert(LAST_UNIT_NET.to_owned(), last);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn day(text: &str) -> Date {
        parse_iso(text).expect("a day")
    }

    #[test]
    fn what_the_page_does_not_ask_for_stays() {
        let before = json!({
            "currency": "EUR", "payment": "yearly", "customer": { "name": "Harbour" },
            "tax": { "name": "VAT", "rate": "21%" }, "quote_date": "2026-11-01",
            "holding": [
                { "product_line": "a", "edition": "x", "owned": 3, "last_unit_net": "60.00" },
                { "product_line": "b", "edition": "x", "owned": 1, "last_unit_net": "70.00" },
            ],
        });
        let asked = json!({
            "currency": "USD", "quote_date": "2026-11-24", "start": "2026-12-01",
            "holding": [{ "product_line": "b", "edition": "x", "owned": 2 }],
        });
        let expected = json!({
            "currency": "USD", "payment": "yearly", "customer": { "name": "Harbour" },
            "quote_date": "2026-11-24", "start": "2026-12-01",
            "holding": [
                { "product_line": "b", "edition": "x", "owned": 2, "last_unit_net": "70.00" },
            ],
        });
        assert_eq!(Value::Object(merged(&before, &asked, day("2026-11-24"))), expected);
    }

    #[test]
    fn several_taxes_stay_and_a_day_ahead_is_today() {
        let before =
            json!({ "tax": [{ "name": "A", "rate": "5%" }, { "name": "B", "rate": "9%" }] });
        let asked = json!({ "quote_date": "2026-11-24", "start": "2026-11-24" });
        let found = merged(&before, &asked, day("2026-11-23"));
        assert_eq!(found.get("tax"), before.get("tax"));
        assert_eq!(found.get("quote_date"), Some(&json!("2026-11-23")));
        assert_eq!(found.get("start"), Some(&json!("2026-11-23")));
        let later = json!({ "quote_date": "2026-11-24", "start": "2026-12-01" });
        let found = merged(&json!({}), &later, day("2026-11-23"));
        assert_eq!(found.get("start"), Some(&json!("2026-12-01")));
    }
}
