//! One holding by flags: the same request as in a file, read by the same reader.

use serde_json::{Map, Value};

use crate::document::words::Said;
use crate::engine::calendar::Date;
use crate::engine::node::{Format, for_message};
use crate::engine::problem::Problem;
use crate::engine::request::{Request, Source};

use super::args::HoldingArguments;
use super::error::CommandError;

/// A flag and its value.
pub(super) type Given<'a> = (&'static str, &'a str);

/// What the value of a flag is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A text, or something that a request writes as one, such as a date.
    Text,
    /// A whole number.
    Count,
}

/// Each flag with the key of a request that it stands for.
const KEYS: [(&str, &str, Kind); 21] = [
    ("product-line", "holding[0].product_line", Kind::Text),
    ("edition", "holding[0].edition", Kind::Text),
    ("release", "holding[0].release", Kind::Text),
    ("owned", "holding[0].owned", Kind::Count),
    ("retire", "holding[0].retire", Kind::Count),
    ("covered-through", "holding[0].covered_through", Kind::Text),
    ("current-service-level", "holding[0].current_service_level", Kind::Text),
    ("service-level", "service_level", Kind::Text),
    ("term", "term_years", Kind::Count),
    ("common-end", "common_end", Kind::Text),
    ("program", "program", Kind::Text),
    ("concession", "concession.rate", Kind::Text),
    ("concession-reason", "concession.reason", Kind::Text),
    ("currency", "currency", Kind::Text),
    ("start", "start", Kind::Text),
    ("book", "book", Kind::Text),
    ("tax-name", "tax.name", Kind::Text),
    ("tax-rate", "tax.rate", Kind::Text),
    ("customer", "customer.name", Kind::Text),
    ("org-id", "customer.org_id", Kind::Text),
    ("reference", "customer.reference", Kind::Text),
];

/// The flags that must be given, with an example each.
const REQUIRED: [(&str, &str); 8] = [
    ("product-line", "virtual-apps-desktops"),
    ("edition", "premium"),
    ("owned", "500"),
    ("covered-through", "2026-03-31"),
    ("service-level", "select"),
    ("term", "3"),
    ("program", "easy"),
    ("currency", "EUR"),
];

/// The flags that must be given where another is, with an example each.
const COMPANIONS: [(&str, &str, &str); 8] = [
    ("tax-name", "tax-rate", "21%"),
    ("tax-rate", "tax-name", "VAT"),
    ("customer", "org-id", "ORG-4711"),
    ("org-id", "customer", "\"Example Ltd\""),
    ("reference", "customer", "\"Example Ltd\""),
    ("reference", "org-id", "ORG-4711"),
    ("concession", "concession-reason", "\"long-standing customer\""),
    ("concession-reason", "concession", "5%"),
];

/// The flags that were given, in the order in which the help names them.
pub(super) fn given(flags: &HoldingArguments) -> Vec<Given<'_>> {
    let all = [
        ("product-line", &flags.product_line),
        ("edition", &flags.edition),
        ("release", &flags.release),
        ("owned", &flags.owned),
        ("retire", &flags.retire),
        ("covered-through", &flags.covered_through),
        ("service-level", &flags.service_level),
        ("current-service-level", &flags.current_service_level),
        ("term", &flags.term),
        ("common-end", &flags.common_end),
        ("program", &flags.program),
        ("concession", &flags.concession),
        ("concession-reason", &flags.concession_reason),
        ("currency", &flags.currency),
        ("start", &flags.start),
        ("book", &flags.book),
        ("tax-name", &flags.tax_name),
        ("tax-rate", &flags.tax_rate),
        ("customer", &flags.customer),
        ("org-id", &flags.org_id),
        ("reference", &flags.reference),
    ];
    all.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?))).collect()
}

/// The request of some flags, on the day of the quote; all that is wrong is said at once.
pub(super) fn request(given: &[Given<'_>], quote_date: Date) -> Result<Request, CommandError> {
    let mut wrong = Vec::new();
    if !missing(given).is_empty() {
        wrong.push(Said {
            message: missing_text(given),
            hint: Some(format!("add, for example: {}", example(given))),
        });
    }
    let text = json(given, &mut wrong).to_string();
    let source = Source { origin: "flags", text: &text, format: Format::Json };
    match Request::read(source, Some(quote_date)) {
        Ok(request) if wrong.is_empty() => Ok(request),
        Ok(_) => Err(CommandError::Usage(wrong)),
        Err(problems) => {
            // What is missing was said above, by the names of flags.
            let said = problems.list.iter().filter(|one| one.code != "missing-key").map(in_flags);
            wrong.extend(said);
            Err(CommandError::Usage(wrong))
        }
    }
}

/// The flags that have still to be given, with an example each.
fn missing(given: &[Given<'_>]) -> Vec<(&'static str, &'static str)> {
    let is_given = |name: &str| given.iter().any(|(flag, _)| *flag == name);
    let companions = COMPANIONS.into_iter().filter(|(flag, ..)| is_given(flag));
    let mut missing: Vec<(&str, &str)> = Vec::new();
    for (flag, example) in
        REQUIRED.into_iter().chain(companions.map(|(_, flag, example)| (flag, example)))
    {
        if !is_given(flag) && !missing.iter().any(|(known, _)| *known == flag) {
            missing.push((flag, example));
        }
    }
    missing
}

/// Which flags have still to be given.
pub(super) fn missing_text(given: &[Given<'_>]) -> String {
    let names: Vec<String> = missing(given).iter().map(|(flag, _)| format!("--{flag}")).collect();
    match names.as_slice() {
        [only] => format!("{only} is missing"),
        names => format!("{} are missing", names.join(", ")),
    }
}

/// The flags that have still to be given, as they could be typed.
pub(super) fn example(given: &[Given<'_>]) -> String {
    let typed: Vec<String> =
        missing(given).iter().map(|(flag, example)| format!("--{flag} {example}")).collect();
    typed.join(" ")
}

/// The flags as a request in JSON; a count that is none is noted and left out.
fn json(given: &[Given<'_>], wrong: &mut Vec<Said>) -> Value {
    let mut root = Map::new();
    let mut holding = Map::new();
    for (flag, value) in given {
        let Some((_, path, kind)) = KEYS.iter().find(|(name, ..)| name == flag) else { continue };
        let value = match kind {
            Kind::Text => Value::from(*value),
            Kind::Count => match count(flag, value) {
                Ok(count) => Value::from(count),
                Err(said) => {
                    wrong.push(said);
                    // Something in its place, or the reader would miss it.
                    Value::from(1)
                }
            },
        };
        match path.split_once('.') {
            None => root.insert((*path).to_owned(), value),
            Some(("holding[0]", key)) => holding.insert(key.to_owned(), value),
            Some((table, key)) => {
                let table = root.entry(table).or_insert_with(|| Value::Object(Map::new()));
                table.as_object_mut().and_then(|table| table.insert(key.to_owned(), value))
            }
        };
    }
    root.insert("holding".to_owned(), Value::from(vec![Value::Object(holding)]));
    Value::Object(root)
}

fn count(flag: &str, value: &str) -> Result<i64, Said> {
    let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    match value.parse() {
        Ok(count) if is_number => Ok(count),
        Ok(_) | Err(_) => Err(Said {
            message: if is_number {
                format!("--{flag}: {} is too large", for_message(value))
            } else {
                format!("--{flag}: `{}` is not a whole number", for_message(value))
            },
            hint: Some(format!("write digits only, at most {}", i64::MAX)),
        }),
    }
}

/// A problem of the request, named after the flag rather than after a key that nobody wrote.
fn in_flags(problem: &Problem) -> Said {
    let flag = KEYS.iter().find(|(_, path, _)| *path == problem.path).map(|(flag, ..)| *flag);
    let message = match flag {
        None => problem.message.clone(),
        Some(flag) => {
            let key = format!("`{}`", problem.path);
            let rest = problem.message.strip_prefix(&key).unwrap_or(&problem.message);
            format!("--{flag}: {}", rest.trim_start_matches([':', ' ']))
        }
    };
    Said { message, hint: problem.hint.clone() }
}
