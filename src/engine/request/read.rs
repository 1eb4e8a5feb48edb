//! A request read from TOML or JSON, every problem noted.

use crate::engine::book::Language;
use crate::engine::calendar::Date;
use crate::engine::money::{Currency, Money};
use crate::engine::node::{self, Fields, Node, NodeValue, Path, expected, for_message};
use crate::engine::percent::{NumberTextError, Percent};
use crate::engine::problem::{Problem, Problems, nearest, one_of};

use super::{
    ADDRESS_LINES_MAX, CommonEnd, Concession, Customer, HOLDINGS_MAX, Holding, LABEL_MAX, LATEST,
    Label, OTHER_CONTRACTS_MAX, OtherContract, Request, Tax,
};

pub(super) struct Reader<'text> {
    pub(super) problems: &'text mut Problems,
}

impl Reader<'_> {
    pub(super) fn request(&mut self, root: &Node<'_>, today: Option<Date>) -> Option<Request> {
        let mut fields = Fields::of(root, "", self.problems)?;
        let book = self.optional_label(&mut fields, "book");
        let quote_date = match (fields.optional("quote_date"), today) {
            (Some(node), _) => node::date(node, "quote_date", self.problems),
            (None, Some(today)) => Some(today),
            (None, None) => {
                fields.required("quote_date", self.problems);
                None
            }
        };
        let start = self.optional_date(&mut fields, "start");
        let currency = self.currency(&mut fields);
        let service_level = self.label(&mut fields, "service_level");
        let term_years = self.count(&mut fields, "term_years", u32::MAX.into());
        let program = self.label(&mut fields, "program");
        let common_end = match fields.optional("common_end") {
            None => Some(None),
            Some(node) => self.common_end(node).map(Some),
        };
        let concession = match fields.optional("concession") {
            None => Some(None),
            Some(node) => self.concession(node).map(Some),
        };
        let language = self.language(&mut fields);
        let tax = match fields.optional("tax") {
            None => Some(None),
            Some(node) => self.tax(node).map(Some),
        };
        let customer = match fields.optional("customer") {
            None => Some(None),
            Some(node) => self.customer(node).map(Some),
        };
        let holdings = self.holdings(&mut fields);
        let other_contracts = match fields.optional("other_contract") {
            None => Vec::new(),
            Some(node) => self.other_contracts(node, currency),
        };
        fields.finish(self.problems);
        let quote_date = quote_date?;
        Some(Request {
            book: book?,
            quote_date,
            start: start?.unwrap_or(quote_date),
            currency: currency?,
            service_level: service_level?,
            term_years: u32::try_from(term_years?).ok()?,
            program: program?,
            common_end: common_end?,
            concession: concession?,
            language: language?,
            tax: tax?,
            customer: customer?,
            holdings,
            other_contracts,
        })
    }

    fn currency(&mut self, fields: &mut Fields<'_>) -> Option<Currency> {
        let node = fields.required("currency", self.problems)?;
        let code = node::text(node, "currency", LABEL_MAX, self.problems)?;
        let currency = Currency::from_code(code);
        if currency.is_none() {
            let message = format!("`{}` is not a currency of ISO 4217", for_message(code));
            let upper = code.to_uppercase();
            let hint = match Currency::from_code(&upper) {
                Some(known) => format!("did you mean {known}?"),
                None => "write a code of three capitals, for example EUR".to_owned(),
            };
            self.problems.list.push(
                Problem::error("unknown-currency", "currency", message)
                    .at(node.span.clone())
                    .hint(hint),
            );
        }
        currency
    }

    fn language(&mut self, fields: &mut Fields<'_>) -> Option<Language> {
        let Some(node) = fields.optional("language") else { return Some(Language::English) };
        let tag = node::text(node, "language", LABEL_MAX, self.problems)?;
        let found = Language::ALL.iter().find(|(known, _)| *known == tag);
        if found.is_none() {
            let known = Language::ALL.iter().map(|(tag, _)| *tag);
            let message = format!("`{}` is not a language of documents", for_message(tag));
            self.problems.list.push(
                Problem::error("unknown-language", "language", message).at(node.span.clone()).hint(
                    match nearest(tag, known.clone()) {
                        Some(near) => format!("did you mean `{near}`? One of {}", one_of(known)),
                        None => format!("write {}", one_of(known)),
                    },
                ),
            );
        }
        found.map(|(_, language)| *language)
    }

    fn common_end(&mut self, node: &Node<'_>) -> Option<CommonEnd> {
        if matches!(&node.value, NodeValue::Text(word) if word == LATEST) {
            return Some(CommonEnd::Latest);
        }
        let before = self.problems.list.len();
        let date = node::date(node, "common_end", self.problems);
        for problem in self.problems.list.iter_mut().skip(before) {
            let hint = problem.hint.take().unwrap_or_default();
            problem.hint = Some(format!("{hint}, or \"{LATEST}\""));
        }
        date.map(CommonEnd::On)
    }

    fn concession(&mut self, node: &Node<'_>) -> Option<Concession> {
        let mut fields = Fields::of(node, "concession", self.problems)?;
        let rate = fields
            .required("rate", self.problems)
            .and_then(|node| self.rate(node, "concession.rate"));
        let reason = self.label(&mut fields, "reason");
        fields.finish(self.problems);
        Some(Concession { rate: rate?, reason: reason? })
    }

    fn tax(&mut self, node: &Node<'_>) -> Option<Tax> {
        let mut fields = Fields::of(node, "tax", self.problems)?;
        let name = self.label(&mut fields, "name");
        let rate =
            fields.required("rate", self.problems).and_then(|node| self.rate(node, "tax.rate"));
        fields.finish(self.problems);
        Some(Tax { name: name?, rate: rate? })
    }

    /// A percentage of at most 100%.
    fn rate(&mut self, node: &Node<'_>, path: &str) -> Option<Percent> {
        let NodeValue::Text(text) = &node.value else {
            self.problems.list.push(expected("quoted text such as \"21%\"", node, path));
            return None;
        };
        let message = match Percent::parse(text) {
            Ok(rate) if rate <= Percent::WHOLE => return Some(rate),
            Ok(_) | Err(NumberTextError::TooLarge) => format!("`{path}`: 100% is the most"),
            Err(NumberTextError::TooManyDecimals) => {
                format!("`{path}`: a percentage has at most 6 decimals")
            }
            Err(NumberTextError::NotPlain) => {
                format!("`{path}`: `{}` is not a percentage", for_message(text))
            }
        };
        self.problems.list.push(
            Problem::error("bad-percent", path, message)
                .at(node.span.clone())
                .hint("write digits and a percent sign, for example \"21%\""),
        );
        None
    }

    fn customer(&mut self, node: &Node<'_>) -> Option<Customer> {
        let mut fields = Fields::of(node, "customer", self.problems)?;
        let name = self.label(&mut fields, "name");
        let org_id = self.label(&mut fields, "org_id");
        let contact = self.optional_label(&mut fields, "contact");
        let mut address = Vec::new();
        if let Some(node) = fields.optional("address") {
            let path = "customer.address";
            for (path, line) in node::list(node, path, ADDRESS_LINES_MAX, self.problems) {
                let text = node::text(line, path, LABEL_MAX, self.problems);
                address.extend(text.map(Label::composed));
            }
        }
        let country = self.optional_label(&mut fields, "country");
        let reference = self.optional_label(&mut fields, "reference");
        fields.finish(self.problems);
        Some(Customer {
            name: name?,
            org_id: org_id?,
            contact: contact?,
            address,
            country: country?,
            reference: reference?,
        })
    }

    fn holdings(&mut self, fields: &mut Fields<'_>) -> Vec<Holding> {
        let Some(node) = fields.required("holding", self.problems) else { return Vec::new() };
        if matches!(&node.value, NodeValue::List(items) if items.is_empty()) {
            let message = "the request has no holding";
            self.problems.list.push(
                Problem::error("empty-list", "holding", message)
                    .at(node.span.clone())
                    .hint("add what is to be covered: at least one [[holding]]"),
            );
        }
        let items = node::list(node, "holding", HOLDINGS_MAX, self.problems);
        items.filter_map(|(path, item)| self.holding(item, path)).collect()
    }

    fn holding(&mut self, node: &Node<'_>, path: Path<'_>) -> Option<Holding> {
        let mut fields = Fields::of(node, path, self.problems)?;
        let product_line = self.label(&mut fields, "product_line");
        let edition = self.label(&mut fields, "edition");
        let release = self.optional_label(&mut fields, "release");
        let owned = self.count(&mut fields, "owned", i64::MAX);
        let retire = self.optional_count(&mut fields, "retire");
        let quantity = self.optional_count(&mut fields, "quantity");
        let covered_through = fields
            .required("covered_through", self.problems)
            .and_then(|node| node::date(node, fields.path_of("covered_through"), self.problems));
        let service_level = self.optional_label(&mut fields, "service_level");
        let current_service_level = self.optional_label(&mut fields, "current_service_level");
        fields.finish(self.problems);
        Some(Holding {
            product_line: product_line?,
            edition: edition?,
            release: release?,
            owned: owned?,
            retire: retire?.unwrap_or(0),
            quantity: quantity?,
            covered_through: covered_through?,
            service_level: service_level?,
            current_service_level: current_service_level?,
        })
    }

    fn other_contracts(
        &mut self,
        node: &Node<'_>,
        currency: Option<Currency>,
    ) -> Vec<OtherContract> {
        let items = node::list(node, "other_contract", OTHER_CONTRACTS_MAX, self.problems);
        items.filter_map(|(path, item)| self.other_contract(item, path, currency)).collect()
    }

    fn other_contract(
        &mut self,
        node: &Node<'_>,
        path: Path<'_>,
        currency: Option<Currency>,
    ) -> Option<OtherContract> {
        let mut fields = Fields::of(node, path, self.problems)?;
        let product_line = self.label(&mut fields, "product_line");
        let service_level = self.label(&mut fields, "service_level");
        let covered_through = fields
            .required("covered_through", self.problems)
            .and_then(|node| node::date(node, fields.path_of("covered_through"), self.problems));
        let annual_value = match fields.optional("annual_value") {
            None => Some(None),
            Some(node) => self.money(node, fields.path_of("annual_value"), currency).map(Some),
        };
        fields.finish(self.problems);
        Some(OtherContract {
            product_line: product_line?,
            service_level: service_level?,
            covered_through: covered_through?,
            annual_value: annual_value?,
        })
    }

    fn money(
        &mut self,
        node: &Node<'_>,
        path: Path<'_>,
        currency: Option<Currency>,
    ) -> Option<Money> {
        let NodeValue::Text(text) = &node.value else {
            let what = "quoted text such as \"120000.00\"";
            self.problems.list.push(expected(what, node, path));
            return None;
        };
        let currency = currency?;
        let message = match Money::parse(text, currency) {
            Ok(money) => return Some(money),
            Err(error) => node::amount_message(error, text, &path.to_string(), currency),
        };
        self.problems.list.push(
            Problem::error("bad-amount", path, message)
                .at(node.span.clone())
                .hint("write digits and a point, for example \"120000.00\""),
        );
        None
    }

    fn label(&mut self, fields: &mut Fields<'_>, key: &'static str) -> Option<Label> {
        let node = fields.required(key, self.problems)?;
        let text = node::text(node, fields.path_of(key), LABEL_MAX, self.problems)?;
        Some(Label::composed(text))
    }

    /// A label that may be absent: `Some(None)`; `None` where it is there and wrong.
    fn optional_label(
        &mut self,
        fields: &mut Fields<'_>,
        key: &'static str,
    ) -> Option<Option<Label>> {
        match fields.optional(key) {
            None => Some(None),
            Some(node) => {
                let text = node::text(node, fields.path_of(key), LABEL_MAX, self.problems);
                text.map(|text| Some(Label::composed(text)))
            }
        }
    }

    fn optional_date(
        &mut self,
        fields: &mut Fields<'_>,
        key: &'static str,
    ) -> Option<Option<Date>> {
        match fields.optional(key) {
            None => Some(None),
            Some(node) => node::date(node, fields.path_of(key), self.problems).map(Some),
        }
    }

    fn count(&mut self, fields: &mut Fields<'_>, key: &'static str, most: i64) -> Option<u64> {
        let node = fields.required(key, self.problems)?;
        let count = node::integer(node, fields.path_of(key), 0..=most, self.problems)?;
        u64::try_from(count).ok()
    }

    fn optional_count(
        &mut self,
        fields: &mut Fields<'_>,
        key: &'static str,
    ) -> Option<Option<u64>> {
        match fields.optional(key) {
            None => Some(None),
            Some(_) => self.count(fields, key, i64::MAX).map(Some),
        }
    }
}
