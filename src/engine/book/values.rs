//! The values and references in a price book: words, numbers, amounts, ids.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::calendar::Date;
use crate::engine::money::{Currency, Money};
use crate::engine::node::{self, Entry, Fields, Node, NodeValue, Path, expected, for_message};
use crate::engine::percent::{Multiplier, NumberTextError, Percent};
use crate::engine::problem::{Problem, nearest, one_of};

use super::prices::Prices;
use super::read::{NAME_MAX, Reader, SOURCE_MAX, placed};

impl Reader<'_> {
    pub(super) fn text(
        &mut self,
        fields: &mut Fields<'_>,
        key: &'static str,
        length_max: usize,
    ) -> Option<String> {
        let node = fields.required(key, self.problems)?;
        node::text(node, fields.path_of(key), length_max, self.problems).map(str::to_owned)
    }

    pub(super) fn source(&mut self, fields: &mut Fields<'_>) -> Option<String> {
        let node = fields.optional("source")?;
        node::text(node, fields.path_of("source"), SOURCE_MAX, self.problems).map(str::to_owned)
    }

    pub(super) fn note_source(&mut self, source: &Option<String>, node: &Node<'_>, path: &str) {
        if source.is_none() {
            self.draft.without_source.push(placed((), node, path));
        }
    }

    pub(super) fn id(&mut self, fields: &mut Fields<'_>, key: &'static str) -> Option<String> {
        let node = fields.required(key, self.problems)?;
        let path = fields.path_of(key);
        let id = node::text(node, path, 64, self.problems)?;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
        if id.bytes().all(plain) {
            return Some(id.to_owned());
        }
        let message = format!("`{}` is not an id", for_message(id));
        self.problems.list.push(
            Problem::error("bad-id", path, message)
                .at(node.span.clone())
                .hint("use letters, digits, hyphens, dots and underscores"),
        );
        None
    }

    /// One of a few fixed words.
    pub(super) fn word<T: Copy>(
        &mut self,
        fields: &mut Fields<'_>,
        key: &'static str,
        words: &[(&'static str, T)],
    ) -> Option<T> {
        let node = fields.required(key, self.problems)?;
        let path = fields.path_of(key);
        let NodeValue::Text(given) = &node.value else {
            self.problems.list.push(expected("a text in quotes", node, path));
            return None;
        };
        let found = words.iter().find(|(word, _)| word == given).map(|(_, value)| *value);
        if found.is_none() {
            let known = words.iter().map(|(word, _)| *word);
            let hint = match nearest(given, known.clone()) {
                Some(word) => format!("did you mean \"{word}\"? One of {}", one_of(known)),
                None => format!("write {}", one_of(known)),
            };
            let message = format!("`{path}` cannot be `{}`", for_message(given));
            self.problems.list.push(
                Problem::error("unknown-word", path, message).at(node.span.clone()).hint(hint),
            );
        }
        found
    }

    pub(super) fn boolean(&mut self, node: &Node<'_>, path: &str) -> Option<bool> {
        let NodeValue::Boolean(value) = node.value else {
            self.problems.list.push(expected("true or false", node, path));
            return None;
        };
        Some(value)
    }

    pub(super) fn number(
        &mut self,
        fields: &mut Fields<'_>,
        key: &'static str,
        least: i64,
        most: i64,
    ) -> Option<u32> {
        let node = fields.required(key, self.problems)?;
        let number = node::integer(node, fields.path_of(key), least..=most, self.problems)?;
        u32::try_from(number).ok()
    }

    /// A number that may be absent: `Some(None)`; `None` where it is there and wrong.
    pub(super) fn optional_number(
        &mut self,
        fields: &mut Fields<'_>,
        key: &'static str,
        least: i64,
        most: i64,
    ) -> Option<Option<u32>> {
        match fields.optional(key) {
            None => Some(None),
            Some(_) => self.number(fields, key, least, most).map(Some),
        }
    }

    pub(super) fn required_date(
        &mut self,
        fields: &mut Fields<'_>,
        key: &'static str,
    ) -> Option<Date> {
        let node = fields.required(key, self.problems)?;
        self.date(node, fields.path_of(key))
    }

    pub(super) fn optional_date(
        &mut self,
        fields: &mut Fields<'_>,
        key: &'static str,
    ) -> Option<Date> {
        let node = fields.optional(key)?;
        self.date(node, fields.path_of(key))
    }

    pub(super) fn date(&mut self, node: &Node<'_>, path: Path<'_>) -> Option<Date> {
        if let NodeValue::Text(_) = &node.value {
            let what = "a date without quotes, such as 2026-07-01";
            self.problems.list.push(expected(what, node, path));
            return None;
        }
        node::date(node, path, self.problems)
    }

    pub(super) fn percent_up_to(
        &mut self,
        node: &Node<'_>,
        path: &str,
        most: Percent,
    ) -> Option<Percent> {
        let text = self.quoted(node, path, "\"18%\"")?;
        let message = match Percent::parse(text) {
            Ok(percent) if percent <= most => return Some(percent),
            Ok(_) | Err(NumberTextError::TooLarge) => format!("`{path}`: {most} is the most"),
            Err(NumberTextError::TooManyDecimals) => {
                format!("`{path}`: a percentage has at most 6 decimals")
            }
            Err(NumberTextError::NotPlain) => {
                format!("`{path}`: `{}` is not a percentage", for_message(text))
            }
        };
        self.bad_number("bad-percent", node, path, message, "digits and a percent sign, \"12.5%\"");
        None
    }

    pub(super) fn multiplier(&mut self, node: &Node<'_>, path: &str) -> Option<Multiplier> {
        let text = self.quoted(node, path, "\"1.5\"")?;
        let message = match Multiplier::parse(text) {
            Ok(multiplier) => return Some(multiplier),
            Err(NumberTextError::TooLarge) => format!("`{path}`: 1000 is the most"),
            Err(NumberTextError::TooManyDecimals) => {
                format!("`{path}`: a multiplier has at most 6 decimals")
            }
            Err(NumberTextError::NotPlain) => {
                format!("`{path}`: `{}` is not a multiplier", for_message(text))
            }
        };
        self.bad_number("bad-multiplier", node, path, message, "a number above 0, \"1.5\"");
        None
    }

    pub(super) fn optional_prices(
        &mut self,
        fields: &mut Fields<'_>,
        key: &'static str,
    ) -> Option<Option<Prices>> {
        match fields.optional(key) {
            None => Some(None),
            Some(node) => self.prices(node, &fields.path_of(key).to_string()).map(Some),
        }
    }

    pub(super) fn prices(&mut self, node: &Node<'_>, path: &str) -> Option<Prices> {
        let mut fields = Fields::of(node, path, self.problems)?;
        let entries = fields.all();
        if entries.is_empty() {
            let message = format!("`{path}` holds no amount");
            let problem = Problem::error("no-amount", path, message).at(node.span.clone());
            self.problems.list.push(problem.hint("write { USD = \"550.00\" }"));
            return None;
        }
        let mut prices = BTreeMap::new();
        for entry in entries {
            let path = format!("{path}.{}", for_message(&entry.key));
            let currency = self.currency(entry, &path);
            let amount = currency.and_then(|currency| self.money(&entry.node, &path, currency));
            prices.extend(currency.zip(amount));
        }
        if prices.len() < entries.len() {
            return None;
        }
        let currencies = prices.keys().copied().collect();
        self.draft.prices.push(placed(currencies, node, path));
        Some(Prices(prices.into_values().collect()))
    }

    pub(super) fn currency(&mut self, entry: &Entry<'_>, path: &str) -> Option<Currency> {
        let currency = Currency::from_code(&entry.key);
        if currency.is_none() {
            let message = format!("`{}` is not a currency of ISO 4217", for_message(&entry.key));
            self.problems.list.push(
                Problem::error("unknown-currency", path, message)
                    .at(entry.key_span.clone())
                    .hint("write a code of three capitals, for example EUR"),
            );
        }
        currency
    }

    pub(super) fn money(
        &mut self,
        node: &Node<'_>,
        path: &str,
        currency: Currency,
    ) -> Option<Money> {
        let text = self.quoted(node, path, "\"550.00\"")?;
        let message = match Money::parse(text, currency) {
            Ok(money) => return Some(money),
            Err(error) => node::amount_message(error, text, path, currency),
        };
        self.bad_number("bad-amount", node, path, message, "digits and a point, \"1234.50\"");
        None
    }

    pub(super) fn bad_number(
        &mut self,
        code: &'static str,
        node: &Node<'_>,
        path: &str,
        message: String,
        how: &str,
    ) {
        self.problems.list.push(
            Problem::error(code, path, message)
                .at(node.span.clone())
                .hint(format!("write {how}, without signs, spaces or separators of thousands")),
        );
    }

    pub(super) fn quoted<'node>(
        &mut self,
        node: &'node Node<'_>,
        path: &str,
        example: &str,
    ) -> Option<&'node str> {
        let NodeValue::Text(text) = &node.value else {
            self.problems.list.push(expected(
                &format!("quoted text such as {example}"),
                node,
                path,
            ));
            return None;
        };
        Some(text)
    }

    // --- references -----------------------------------------------------------------------

    /// The thing an id refers to: `Some(None)` where an optional key is absent, `None` where the
    /// reference is broken.
    pub(super) fn reference<T>(
        &mut self,
        fields: &mut Fields<'_>,
        key: &'static str,
        need: Need,
        resolve: impl Fn(&Self, &str) -> Resolved<T>,
    ) -> Option<Option<T>> {
        let node = match need {
            Need::Required => fields.required(key, self.problems)?,
            Need::Optional => match fields.optional(key) {
                None => return Some(None),
                Some(node) => node,
            },
        };
        let path = fields.path_of(key);
        let id = node::text(node, path, NAME_MAX, self.problems)?;
        match resolve(self, id) {
            Resolved::Found(value) => Some(Some(value)),
            Resolved::Broken => None,
            Resolved::Unknown(problem) => {
                let problem = Problem { path: path.into(), ..*problem };
                self.problems.list.push(problem.at(node.span.clone()));
                None
            }
        }
    }

    pub(super) fn resolved<T>(
        &self,
        found: Option<T>,
        what: &str,
        id: &str,
        known: &BTreeSet<String>,
    ) -> Resolved<T> {
        match found {
            Some(value) => Resolved::Found(value),
            None if known.contains(id) => Resolved::Broken,
            None => {
                let words = known.iter().map(String::as_str);
                let hint = match nearest(id, words.clone()) {
                    Some(word) => format!("did you mean `{word}`?"),
                    None if known.is_empty() => "the book has none".to_owned(),
                    None => format!("known in this book: {}", one_of(words)),
                };
                let message = format!("unknown {what} `{}`", for_message(id));
                let problem = Problem::error("unknown-reference", "", message).hint(hint);
                Resolved::Unknown(Box::new(problem))
            }
        }
    }
}

/// Whether a key must be there.
#[derive(Clone, Copy)]
pub(super) enum Need {
    Required,
    Optional,
}

/// What a reference leads to.
pub(super) enum Resolved<T> {
    /// Its thing.
    Found(T),
    /// A thing that could not be read, which was reported there.
    Broken,
    /// Nothing.
    Unknown(Box<Problem>),
}
