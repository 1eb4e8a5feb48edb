//! The request: from a file, from standard input, or from flags.

use std::io::stdin;
use std::path::Path;

use crate::document::brand::{Brand, BrandFile, LOGO_BYTES_MAX, Logo};
use crate::engine::calendar::Date;
use crate::engine::node::Format;
use crate::engine::problem::Problems;
use crate::engine::request::{self, Request, Source};
use crate::files;

use super::args::{Global, HoldingArguments, RequestArguments};
use super::error::Failure;

const BYTES_MAX: u64 = request::BYTES_MAX as u64;

/// The request that the arguments speak of, on the day they say or today.
pub(super) fn request(global: &Global, wanted: &RequestArguments) -> Result<Request, Failure> {
    let today = global.quote_date.unwrap_or_else(today);
    let flags = wanted.holding.given();
    let mut request = match (&wanted.file, flags.is_empty()) {
        (Some(path), true) => from_file(path, today)?,
        (None, false) => from_flags(&wanted.holding, today)?,
        (Some(_), false) => {
            let given: Vec<&str> = flags.iter().map(|(flag, _)| *flag).collect();
            return Err(Failure::Usage {
                message: format!("a request file and flags together: --{}", given.join(", --")),
                hint: "put it into the file, or leave the file out".to_owned(),
            });
        }
        (None, true) => {
            return Err(Failure::Usage {
                message: "there is no request".to_owned(),
                hint: "name a file (`-` for standard input), or give one holding by flags; \
                       see `reinstate quote --help`"
                    .to_owned(),
            });
        }
    };
    if let Some(date) = global.quote_date {
        on_day(&mut request, date);
    }
    if let Some(language) = wanted.language {
        request.language = language;
    }
    Ok(request)
}

#[expect(clippy::disallowed_methods, reason = "cli is the one part that reads the clock")]
fn today() -> Date {
    let now = std::time::SystemTime::now();
    let since = now.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let days = since.as_secs() / 86_400;
    chrono::DateTime::from_timestamp(i64::try_from(days * 86_400).unwrap_or(0), 0)
        .unwrap_or_default()
        .date_naive()
}

/// The requests of a file or of all .toml and .json files of a folder, each with its path.
pub(super) fn requests(global: &Global, path: &Path) -> Result<Vec<(String, Request)>, Failure> {
    let today = global.quote_date.unwrap_or_else(today);
    let mut paths = vec![path.to_owned()];
    if path.is_dir() {
        paths = files::list(path, "toml")?;
        paths.extend(files::list(path, "json")?);
        paths.sort();
    }
    if paths.is_empty() {
        return Err(Failure::Usage {
            message: format!("there is no request in {}", path.display()),
            hint: "a request is a file that ends in .toml or .json".to_owned(),
        });
    }
    let read = |path: &std::path::PathBuf| {
        let mut request = from_file(path, today)?;
        if let Some(date) = global.quote_date {
            on_day(&mut request, date);
        }
        Ok((path.display().to_string(), request))
    };
    paths.iter().map(read).collect()
}

/// The request as asked on another day; a start that it did not give follows that day.
fn on_day(request: &mut Request, date: Date) {
    if request.start == request.quote_date {
        request.start = date;
    }
    request.quote_date = date;
}

fn from_file(path: &Path, today: Date) -> Result<Request, Failure> {
    let (origin, text) = if path == Path::new("-") {
        let text = files::read_limited(stdin().lock(), BYTES_MAX)
            .map_err(|source| Failure::Stream { action: "read standard input", source })?;
        ("standard input".to_owned(), text)
    } else {
        (path.display().to_string(), files::read_text(path, BYTES_MAX)?)
    };
    let is_json = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).starts_with('{');
    let format = if is_json { Format::Json } else { Format::Toml };
    let source = Source { origin: &origin, text: &text, format };
    Request::read(source, Some(today)).map_err(Failure::from)
}

/// The brand of a file, with its logo.
pub(super) fn brand(path: &Path) -> Result<Brand, Failure> {
    let text = files::read_text(path, BYTES_MAX)?;
    let file = BrandFile::read(&path.display().to_string(), &text)?;
    let logo = match &file.logo {
        None => None,
        Some(name) => {
            let place = path.parent().unwrap_or(Path::new("")).join(name);
            let bytes = files::read_bytes(&place, LOGO_BYTES_MAX)?;
            Some(Logo::of(bytes).map_err(|error| Failure::Document {
                what: "logo",
                message: format!("{}: {error}", place.display()),
            })?)
        }
    };
    Ok(file.with_logo(logo))
}

impl HoldingArguments {
    /// The flags that were given, by name.
    fn given(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("product-line", &self.product_line),
            ("edition", &self.edition),
            ("release", &self.release),
            ("owned", &self.owned),
            ("retire", &self.retire),
            ("covered-through", &self.covered_through),
            ("service-level", &self.service_level),
            ("current-service-level", &self.current_service_level),
            ("term", &self.term),
            ("program", &self.program),
            ("currency", &self.currency),
            ("start", &self.start),
            ("book", &self.book),
            ("tax-name", &self.tax_name),
            ("tax-rate", &self.tax_rate),
            ("customer", &self.customer),
            ("org-id", &self.org_id),
            ("reference", &self.reference),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?))).collect()
    }

    /// The flags that must be given, with an example each.
    const REQUIRED: [(&'static str, &'static str); 8] = [
        ("product-line", "virtual-apps-desktops"),
        ("edition", "premium"),
        ("owned", "500"),
        ("covered-through", "2026-03-31"),
        ("service-level", "select"),
        ("term", "3"),
        ("program", "easy"),
        ("currency", "EUR"),
    ];
}

/// Flags become a request in TOML, so that the same reader checks them.
fn from_flags(flags: &HoldingArguments, today: Date) -> Result<Request, Failure> {
    let given = flags.given();
    let is_given = |name: &str| given.iter().any(|(flag, _)| *flag == name);
    let missing: Vec<String> = HoldingArguments::REQUIRED
        .iter()
        .filter(|(name, _)| !is_given(name))
        .map(|(name, example)| format!("--{name} {example}"))
        .collect();
    if !missing.is_empty() {
        return Err(Failure::Usage {
            message: "a quote by flags needs more of them".to_owned(),
            hint: format!("add, for example: {}", missing.join(" ")),
        });
    }
    let mut tables: [(&str, String); 4] = [
        ("", String::new()),
        ("[tax]\n", String::new()),
        ("[customer]\n", String::new()),
        ("[[holding]]\n", String::new()),
    ];
    for (flag, value) in &given {
        let (table, key) = place_of(flag);
        tables[table].1.push_str(&format!("{key} = {}\n", literal(flag, value)));
    }
    let text: String = tables
        .iter()
        .filter(|(_, keys)| !keys.is_empty())
        .map(|(head, keys)| format!("{head}{keys}"))
        .collect();
    let source = Source { origin: "flags", text: &text, format: Format::Toml };
    Request::read(source, Some(today)).map_err(|problems| in_flags(problems).into())
}

/// The table of a request, and the key in it, that a flag stands for.
fn place_of(flag: &str) -> (usize, &str) {
    match flag {
        "term" => (0, "term_years"),
        "service-level" => (0, "service_level"),
        "program" | "currency" | "start" | "book" => (0, flag),
        "tax-name" => (1, "name"),
        "tax-rate" => (1, "rate"),
        "customer" => (2, "name"),
        "org-id" => (2, "org_id"),
        "reference" => (2, flag),
        "product-line" => (3, "product_line"),
        "covered-through" => (3, "covered_through"),
        "current-service-level" => (3, "current_service_level"),
        _ => (3, flag),
    }
}

/// Numbers stand as they are where they are numbers; all else is text, for the reader to judge.
fn literal(flag: &str, value: &str) -> String {
    let is_number = matches!(flag, "owned" | "retire" | "term");
    let plain = !value.is_empty() && value.len() < 30 && value.bytes().all(|b| b.is_ascii_digit());
    if is_number && plain {
        let digits = value.trim_start_matches('0');
        return if digits.is_empty() { "0".to_owned() } else { digits.to_owned() };
    }
    toml_text(value)
}

fn toml_text(value: &str) -> String {
    let mut text = String::from("\"");
    for character in value.chars() {
        match character {
            '"' | '\\' => text.extend(['\\', character]),
            other if other.is_control() => text.push_str(&format!("\\u{:04X}", u32::from(other))),
            other => text.push(other),
        }
    }
    text.push('"');
    text
}

/// Names the flags rather than the lines of a text that nobody wrote.
fn in_flags(mut problems: Problems) -> Problems {
    problems.origin = "the command line".to_owned();
    problems
}
