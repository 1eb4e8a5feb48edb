//! The form of the page: its query as raw texts, and those as a request and as a link.

use std::collections::BTreeMap;

use form_urlencoded::Serializer;
use serde_json::Value;

use crate::engine::calendar::{Date, parse_iso};

/// What is asked once, by its key in the request, in the order of the page.
pub(super) const SHARED: [&str; 7] =
    ["book", "service_level", "term_years", "program", "currency", "quote_date", "start"];
/// What is asked of each holding, by its key in the request, in the order of the page; the last
/// two have no field, but a link may hold them.
pub(super) const OF_HOLDING: [&str; 9] = [
    "product_line",
    "edition",
    "owned",
    "retire",
    "covered_through",
    "release",
    "service_level",
    "current_service_level",
    "quantity",
];
/// Keys whose values are whole numbers.
const WHOLE_NUMBERS: [&str; 4] = ["term_years", "owned", "retire", "quantity"];

/// The query's key for the language.
pub(super) const LANGUAGE: &str = "lang";
/// What each holding's lists were made for; see [`Form::follow_products`].
pub(super) const LISTED: &str = "listed";
/// The id and the name of the button that adds a holding.
pub(super) const ADD: &str = "add";
/// The name of the buttons that take a holding away.
pub(super) const REMOVE: &str = "remove";
/// What newsletters and search engines add to a link, which says nothing about a request.
const TRACKING: &str = "utm_";

/// What a person filled in, as text, and nothing of it checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Form {
    /// The language asked for, where one is.
    pub(super) language: Option<String>,
    /// What is asked once; also what the page does not know.
    pub(super) shared: Fields,
    /// The holdings.
    pub(super) holdings: Vec<Fields>,
    /// The button that was used.
    pub(super) action: Action,
}

/// The buttons of the form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Action {
    /// Calculate, or none: a link.
    #[default]
    Calculate,
    /// One holding more.
    Add,
    /// The holding of this number, from 1, goes.
    Remove(usize),
}

/// Texts by key, in the order in which they came; a key may stand twice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The last text of a key that is not empty.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        let mut texts = self.0.iter().rev().filter(|(known, _)| known == key);
        texts.next().map(|(_, text)| text.as_str())
    }

    /// Puts a text in the place of all earlier ones of its key.
    pub(super) fn set(&mut self, key: &str, text: &str) {
        self.remove(key);
        self.push(key, text);
    }

    pub(super) fn remove(&mut self, key: &str) {
        self.0.retain(|(known, _)| known != key);
    }

    /// An empty field is one that was left out.
    fn push(&mut self, key: &str, text: &str) {
        let text = text.trim();
        if !text.is_empty() {
            self.0.push((key.to_owned(), text.to_owned()));
        }
    }

    fn json(&self) -> Vec<String> {
        let texts = self.0.iter().filter(|(key, _)| key != LISTED);
        texts.map(|(key, text)| format!("{}:{}", quoted(key), value(key, text))).collect()
    }
}

impl Form {
    /// Reads a query, whatever it is.
    pub(super) fn read(query: &str) -> Self {
        let mut form = Self::default();
        let mut holdings: BTreeMap<u32, Fields> = BTreeMap::new();
        for (key, text) in form_urlencoded::parse(query.as_bytes()) {
            let holding = key.split_once('.').and_then(|(key, number)| {
                let number = number.parse::<u32>().ok()?;
                Some((key.to_owned(), number))
            });
            match (&*key, holding) {
                (_, Some((key, number))) => holdings.entry(number).or_default().push(&key, &text),
                (LANGUAGE, None) => form.language = Some(text.trim().to_owned()),
                (ADD, None) => form.action = Action::Add,
                (REMOVE, None) => {
                    form.action = text.parse().map_or(Action::Calculate, Action::Remove);
                }
                (key, None) if key.starts_with(TRACKING) => {}
                (key, None) => form.shared.push(key, &text),
            }
        }
        form.language = form.language.filter(|language| !language.is_empty());
        form.holdings = holdings.into_values().collect();
        form
    }

    /// Whether nothing has been filled in: a first visit, perhaps in a language.
    pub(super) fn is_empty(&self) -> bool {
        self.shared.0.is_empty() && self.holdings.is_empty()
    }

    /// The day that the lists of the page are for.
    pub(super) fn quote_date(&self) -> Option<Date> {
        self.shared.get("quote_date").and_then(parse_iso)
    }

    /// The request as JSON, for the reader of requests to judge: equal keys stand in it twice, and
    /// what is no whole number where one belongs stands in it as text.
    pub(super) fn json(&self) -> String {
        let mut entries = self.shared.json();
        if let Some(language) = &self.language {
            entries.push(format!("\"language\":{}", quoted(language)));
        }
        let holdings: Vec<String> =
            self.holdings.iter().map(|fields| format!("{{{}}}", fields.json().join(","))).collect();
        entries.push(format!("\"holding\":[{}]", holdings.join(",")));
        format!("{{{}}}", entries.join(","))
    }

    /// The query that holds all that was filled in and that the page knows, in one fixed order.
    pub(super) fn link(&self, language: &str) -> String {
        let mut query = Serializer::new(String::new());
        query.append_pair(LANGUAGE, language);
        for key in SHARED {
            if let Some(text) = self.shared.get(key) {
                query.append_pair(key, text);
            }
        }
        for (number, fields) in (1..).zip(&self.holdings) {
            for key in OF_HOLDING {
                if let Some(text) = fields.get(key) {
                    query.append_pair(&format!("{key}.{number}"), text);
                }
            }
        }
        query.finish()
    }
}

/// A whole number in its plain form as a number, everything else as text.
fn value(key: &str, text: &str) -> String {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = !digits.is_empty()
        && digits.bytes().all(|one| one.is_ascii_digit())
        && (digits == "0" || !digits.starts_with('0'));
    if WHOLE_NUMBERS.contains(&key) && is_plain { text.to_owned() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// The id of the field that a path of the request's reader is about, for example `owned-1` for
/// `holding[0].owned` and `holding-2` for `holding[1]`; `None` for what has no field.
pub(super) fn field_of(path: &str) -> Option<String> {
    if path == "holding" {
        return Some(ADD.to_owned());
    }
    let Some(rest) = path.strip_prefix("holding[") else {
        return SHARED.contains(&path).then(|| path.to_owned());
    };
    let (place, key) = rest.split_once(']')?;
    let number = place.parse::<usize>().ok()?.checked_add(1)?;
    match key.strip_prefix('.') {
        None => Some(format!("holding-{number}")),
        Some(key) => OF_HOLDING.contains(&key).then(|| format!("{key}-{number}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_a_request_in_the_words_of_the_request() {
        let form = Form::read(
            "lang=nl&currency=EUR&term_years=3&start=&product_line.2=b&owned.2=+7+&owned.1=5,5\
             &utm_source=letter&retire.1=007",
        );
        assert_eq!(
            form.json(),
            "{\"currency\":\"EUR\",\"term_years\":3,\"language\":\"nl\",\"holding\":[\
             {\"owned\":\"5,5\",\"retire\":\"007\"},{\"product_line\":\"b\",\"owned\":7}]}"
        );
        assert_eq!(
            form.link("nl"),
            "lang=nl&term_years=3&currency=EUR&owned.1=5%2C5&retire.1=007\
             &product_line.2=b&owned.2=7"
        );
    }

    #[test]
    fn what_stands_twice_stands_twice_in_the_request() {
        let form = Form::read("currency=EUR&currency=USD&owned.1=1&owned.1=2");
        assert_eq!(
            form.json(),
            "{\"currency\":\"EUR\",\"currency\":\"USD\",\"holding\":[{\"owned\":1,\"owned\":2}]}"
        );
    }

    #[test]
    fn a_path_leads_to_its_field() {
        assert_eq!(field_of("holding[0].owned").as_deref(), Some("owned-1"));
        assert_eq!(field_of("holding[11]").as_deref(), Some("holding-12"));
        assert_eq!(field_of("holding").as_deref(), Some("add"));
        assert_eq!(field_of("term_years").as_deref(), Some("term_years"));
        assert_eq!(field_of("holding[0].strange"), None);
        assert_eq!(field_of("strange"), None);
        assert_eq!(field_of(""), None);
    }
}
