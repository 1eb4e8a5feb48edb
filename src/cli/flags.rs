//! One holding by flags: the same request as in a file, read by the same reader.

use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};

use crate::document::words::Said;
use crate::engine::calendar::Date;
use crate::engine::money::Currency;
use crate::engine::node::{Entry, Node, NodeValue};
use crate::engine::path::PathStep;
use crate::engine::problem::{Problem, Problems};
use crate::engine::record::{Presence, TableShape, ValueShape};
use crate::engine::request::Request;

use super::error::CommandError;

/// A flag that stands for a key of a request.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Flag {
    /// Its name, without the two hyphens.
    name: &'static str,
    /// The keys that lead to its value; there is one holding.
    keys: &'static [&'static str],
    /// What stands for its value in the help.
    value: &'static str,
    help: &'static str,
    /// A value, as it could be typed.
    example: &'static str,
}

const fn flag(
    name: &'static str,
    keys: &'static [&'static str],
    value: &'static str,
    example: &'static str,
    help: &'static str,
) -> Flag {
    Flag { name, keys, value, help, example }
}

/// All of them, in the order of the help.
#[rustfmt::skip]
const FLAGS: [Flag; 25] = [
    flag("product-line", &["holding", "product_line"], "ID", "virtual-apps-desktops",
        "ID of the product line"),
    flag("edition", &["holding", "edition"], "ID", "premium", "ID of the edition"),
    flag("release", &["holding", "release"], "ID", "2203-ltsr", "ID of the release in use"),
    flag("owned", &["holding", "owned"], "N", "500", "Licences owned"),
    flag("retire", &["holding", "retire"], "N", "20", "Licences no longer needed"),
    flag("covered-through", &["holding", "covered_through"], "DATE", "2026-03-31",
        "Last day of support"),
    flag("service-level", &["service_level"], "ID", "select", "ID of the service level"),
    flag("current-service-level", &["holding", "current_service_level"], "ID", "select",
        "ID of its current or last service level"),
    flag("last-unit-net", &["holding", "last_unit_net"], "AMOUNT", "60.00",
        "Price last paid per licence per year"),
    flag("term", &["term_years"], "YEARS", "3", "Length of the new term in years"),
    flag("common-end", &["common_end"], "DATE", "latest",
        "Common end date for the terms of all products: a date, or `latest`"),
    flag("program", &["program"], "ID", "easy", "ID of the licensing programme"),
    flag("payment", &["payment"], "ID", "yearly", "ID of a payment plan of the price book"),
    flag("lapse-choice", &["lapse_choice"], "ID", "from-today",
        "ID of the rule that you choose for a lapse"),
    flag("concession", &["concession", "rate"], "PERCENT", "5%",
        "Additional discount on the new term, for example 5%"),
    flag("concession-reason", &["concession", "reason"], "TEXT", "\"long-standing customer\"",
        "Reason for this discount"),
    flag("currency", &["currency"], "CODE", "EUR", "Currency, for example EUR"),
    flag("start", &["start"], "DATE", "2026-12-01",
        "Start date of support; by default the quote date"),
    flag("book", &["book"], "ID", "citrix-css",
        "ID of the price book; optional when only one is loaded"),
    flag("tax-name", &["tax", "name"], "NAME", "VAT", "Name of the tax, for example VAT"),
    flag("tax-rate", &["tax", "rate"], "PERCENT", "21%", "Rate of the tax, for example 21%"),
    flag("quote-number", &["quote_number"], "NUMBER", "Q-2026-00042",
        "Number of the quote, which makes an offer of an estimate"),
    flag("customer", &["customer", "name"], "NAME", "\"Example Ltd\"", "Name of the customer"),
    flag("org-id", &["customer", "org_id"], "ID", "ORG-4711", "ORG ID of the customer"),
    flag("reference", &["customer", "reference"], "TEXT", "PO-2026-118",
        "The customer's own reference"),
];

/// The flags that were given, in the order of the help.
#[derive(Debug, Default)]
pub(super) struct HoldingFlags(Vec<(&'static Flag, String)>);

impl Args for HoldingFlags {
    fn augment_args(command: Command) -> Command {
        let argument = |flag: &'static Flag| {
            Arg::new(flag.name).long(flag.name).value_name(flag.value).help(flag.help)
        };
        command.next_help_heading("One product, by flags").args(FLAGS.iter().map(argument))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for HoldingFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given =
            |flag: &'static Flag| Some((flag, matches.get_one::<String>(flag.name)?.clone()));
        Ok(Self(FLAGS.iter().filter_map(given).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl HoldingFlags {
    /// Whether none was given.
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those that were given, as they are typed, for a sentence.
    pub(super) fn names(&self) -> String {
        joined(self.0.iter().map(|(flag, _)| *flag))
    }

    /// The same, with a currency where none was given.
    pub(super) fn with_currency(&self, currency: Option<Currency>) -> Self {
        let mut flags = self.0.clone();
        let key = ["currency"];
        let flag = FLAGS.iter().find(|flag| flag.keys == key);
        if let (Some(flag), Some(currency)) = (flag, currency)
            && !flags.iter().any(|(given, _)| *given == flag)
        {
            flags.push((flag, currency.code().to_owned()));
        }
        Self(flags)
    }

    /// The request of the flags, on the day of the quote; all that is wrong is said at once.
    pub(super) fn request(&self, quote_date: Date) -> Result<Request, CommandError> {
        let mut wrong = Vec::new();
        if !self.missing().is_empty() {
            let hint = Some(format!("add, for example: {}", self.example()));
            wrong.push(Said { message: self.missing_text(), hint });
        }
        let problems = Problems::none_in("flags", "");
        match Request::of(&self.tree(), Some(quote_date), problems) {
            Ok(request) if wrong.is_empty() => Ok(request),
            Ok(_) => Err(CommandError::Usage(wrong)),
            Err(problems) => {
                // What is missing was said above, by the names of flags.
                let others = problems.list.iter().filter(|one| one.code != "missing-key");
                wrong.extend(others.map(in_flags));
                Err(CommandError::Usage(wrong))
            }
        }
    }

    /// Which flags have still to be given.
    pub(super) fn missing_text(&self) -> String {
        match self.missing().as_slice() {
            [only] => format!("--{} is missing", only.name),
            flags => format!("{} are missing", joined(flags.iter().copied())),
        }
    }

    /// The flags that have still to be given, as they could be typed.
    pub(super) fn example(&self) -> String {
        let typed = |flag: &&Flag| format!("--{} {}", flag.name, flag.example);
        self.missing().iter().map(typed).collect::<Vec<_>>().join(" ")
    }

    /// The flags that have still to be given: a table that has a key needs all its needed keys.
    fn missing(&self) -> Vec<&'static Flag> {
        let has_table = |table: &[&str]| {
            matches!(table, [] | ["holding"])
                || self
                    .0
                    .iter()
                    .any(|(flag, _)| flag.keys.split_last().map(|(_, up)| up) == Some(table))
        };
        let is_given = |flag: &Flag| self.0.iter().any(|(given, _)| *given == flag);
        let is_missing = |flag: &&Flag| {
            let Some((key, table)) = flag.keys.split_last() else { return false };
            !is_given(flag) && has_table(table) && is_needed(key, table)
        };
        FLAGS.iter().filter(is_missing).collect()
    }

    /// The flags as the tree of a request.
    fn tree(&self) -> Node<'_> {
        let mut root: Vec<Entry<'_>> = Vec::new();
        let mut holding = Vec::new();
        for (flag, text) in &self.0 {
            let node = Node::typed(text.as_str());
            match *flag.keys {
                ["holding", key] => holding.push(Entry::of(key, node)),
                [table, key] => {
                    let place = root.iter_mut().find(|entry| entry.key == table);
                    match place.map(|entry| &mut entry.node.value) {
                        Some(NodeValue::Table(entries)) => entries.push(Entry::of(key, node)),
                        _ => root.push(Entry::of(table, Node::table(vec![Entry::of(key, node)]))),
                    }
                }
                [key] => root.push(Entry::of(key, node)),
                _ => {}
            }
        }
        let holding = NodeValue::List(vec![Node::table(holding)]);
        root.push(Entry::of("holding", Node::of(holding)));
        Node::table(root)
    }
}

/// Whether a table of a request has to have a key.
fn is_needed(key: &str, table: &[&str]) -> bool {
    let find = |table: &'static TableShape, key: &str| table.keys.iter().find(|one| one.key == key);
    let mut shape = &Request::TABLE;
    for step in table {
        match find(shape, step).map(|key| key.shape) {
            Some(ValueShape::Table(inner) | ValueShape::OneOrMore(inner)) => shape = inner,
            Some(_) | None => return false,
        }
    }
    // Flags always name a holding, and holdings are covered for a term.
    key == "term_years" || find(shape, key).is_some_and(|key| key.presence == Presence::Needed)
}

fn joined<'flag>(flags: impl Iterator<Item = &'flag Flag>) -> String {
    flags.map(|flag| format!("--{}", flag.name)).collect::<Vec<_>>().join(", ")
}

/// A problem of the request, named after the flag rather than after a key that nobody wrote.
fn in_flags(problem: &Problem) -> Said {
    let keys: Vec<&str> = problem.path.steps().iter().filter_map(PathStep::as_key).collect();
    let message = match FLAGS.iter().find(|flag| flag.keys == keys) {
        None => problem.message.clone(),
        Some(flag) => format!("--{}: {}", flag.name, problem.message_without_path()),
    };
    Said { message, hint: problem.hint.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flag_stands_for_a_key_of_a_request() {
        for flag in &FLAGS {
            let mut shape = ValueShape::Table(&Request::TABLE);
            for key in flag.keys {
                let (ValueShape::Table(table) | ValueShape::OneOrMore(table)) = shape else {
                    panic!("{} is no table", flag.name)
                };
                let found = table.keys.iter().find(|one| one.key == *key);
                shape = found.unwrap_or_else(|| panic!("--{}: no key {key}", flag.name)).shape;
            }
            assert!(!matches!(shape, ValueShape::Table(_)), "{}", flag.name);
        }
    }
}
