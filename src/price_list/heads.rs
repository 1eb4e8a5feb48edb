//! The head of a price list: which column holds what.

use std::collections::BTreeMap;

use csv::{ByteRecord, ReaderBuilder};

use crate::engine::money::Currency;
use crate::engine::node::for_message;
use crate::engine::text::{joined, nearest};

/// What a column of a price list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PriceColumn {
    ProductLine,
    ProductLineName,
    Kind,
    Edition,
    EditionName,
    Metric,
    Currency,
    Srp,
    TierFrom,
    Sku,
    /// The SRP in one currency, where a row has those of several.
    SrpIn(Currency),
}

/// The columns that have one name each.
pub(super) const NAMED: [(&str, PriceColumn); 10] = [
    ("product_line", PriceColumn::ProductLine),
    ("product_line_name", PriceColumn::ProductLineName),
    ("kind", PriceColumn::Kind),
    ("edition", PriceColumn::Edition),
    ("edition_name", PriceColumn::EditionName),
    ("metric", PriceColumn::Metric),
    ("tier_from", PriceColumn::TierFrom),
    ("currency", PriceColumn::Currency),
    ("srp", PriceColumn::Srp),
    ("sku", PriceColumn::Sku),
];

/// Rows above the head, such as a title, are passed over up to so many.
const TITLE_ROWS_MAX: usize = 50;
/// Most columns.
const COLUMNS_MAX: usize = 1_000;
/// What can stand between two cells.
const DELIMITERS: [u8; 3] = *b",;\t";
/// A list of heads in a message ends after so many.
const NAMED_HEADS_MAX: usize = 20;

/// Where each column stands.
#[derive(Debug)]
pub(super) struct PriceHeads {
    pub(super) delimiter: u8,
    /// How many rows of the text come before the first price, the head included.
    pub(super) rows_above: usize,
    /// How many cells a row has.
    pub(super) count: usize,
    pub(super) places: BTreeMap<PriceColumn, usize>,
}

/// Why a table is no price list: what is wrong, and what to do.
#[derive(Debug)]
pub(super) struct NoHeads {
    pub(super) message: String,
    pub(super) hint: String,
}

/// A row that may be the head.
struct HeadRow {
    delimiter: u8,
    rows_above: usize,
    names: Vec<String>,
}

impl PriceHeads {
    /// Finds the head: the first row that names what is needed.
    pub(super) fn find(text: &[u8]) -> Result<Self, NoHeads> {
        let mut nearest: Option<HeadRow> = None;
        for delimiter in DELIMITERS {
            for row in first_rows(text, delimiter) {
                if missing(&row.columns()).is_empty() {
                    return row.checked();
                }
                let known = |row: &HeadRow| row.columns().len();
                let cells = |row: &HeadRow| row.names.len().min(2);
                let rank = |row: &HeadRow| (known(row), cells(row));
                if nearest.as_ref().is_none_or(|best| rank(&row) > rank(best)) {
                    nearest = Some(row);
                }
            }
        }
        Err(nearest.map_or_else(empty, |row| row.incomplete()))
    }

    /// The cell of a column.
    pub(super) fn cell<'row>(
        &self,
        row: &'row ByteRecord,
        column: PriceColumn,
    ) -> Option<&'row [u8]> {
        row.get(*self.places.get(&column)?)
    }

    /// The columns of prices by currency, where a row has several.
    pub(super) fn wide(&self) -> impl Iterator<Item = Currency> {
        self.places.keys().filter_map(|column| match column {
            PriceColumn::SrpIn(currency) => Some(*currency),
            PriceColumn::ProductLine
            | PriceColumn::ProductLineName
            | PriceColumn::Kind
            | PriceColumn::Edition
            | PriceColumn::EditionName
            | PriceColumn::Metric
            | PriceColumn::Currency
            | PriceColumn::Srp
            | PriceColumn::TierFrom
            | PriceColumn::Sku => None,
        })
    }
}

/// A reader of a price list: rows of any length, the head no different from the others.
pub(super) fn reader(text: &[u8], delimiter: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text)
}

fn first_rows(text: &[u8], delimiter: u8) -> Vec<HeadRow> {
    let rows = reader(text, delimiter).into_byte_records().take(TITLE_ROWS_MAX);
    let names = |row: ByteRecord| {
        let name = |cell: &[u8]| String::from_utf8_lossy(cell).trim().to_owned();
        row.iter().map(name).collect::<Vec<String>>()
    };
    let rows = rows.map_while(Result::ok).map(names).enumerate();
    let rows = rows.filter(|(_, names)| names.iter().any(|name| !name.is_empty()));
    rows.map(|(at, names)| HeadRow { delimiter, rows_above: at.saturating_add(1), names }).collect()
}

fn empty() -> NoHeads {
    NoHeads {
        message: "the price list is empty".to_owned(),
        hint: "its first row names the columns".to_owned(),
    }
}

/// A name without case, spaces, hyphens and underscores.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|one| !one.is_whitespace() && !matches!(one, '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The three letters behind `srp`, in capitals.
fn code_of(name: &str) -> Option<String> {
    let code = plain(name).strip_prefix("srp")?.to_ascii_uppercase();
    let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    is_code.then_some(code)
}

fn column(name: &str) -> Option<PriceColumn> {
    let given = plain(name);
    let named = NAMED.iter().find(|(known, _)| plain(known) == given);
    named
        .map(|(_, column)| *column)
        .or_else(|| Some(PriceColumn::SrpIn(Currency::from_code(&code_of(name)?)?)))
}

/// What is needed and not there.
fn missing(columns: &BTreeMap<PriceColumn, usize>) -> Vec<&'static str> {
    let has = |column: PriceColumn| columns.contains_key(&column);
    let is_wide = columns.keys().any(|column| matches!(column, PriceColumn::SrpIn(_)));
    let needed = [
        ("product_line", has(PriceColumn::ProductLine) || has(PriceColumn::ProductLineName)),
        ("edition", has(PriceColumn::Edition) || has(PriceColumn::EditionName)),
        ("currency", is_wide || has(PriceColumn::Currency)),
        ("srp", is_wide || has(PriceColumn::Srp)),
    ];
    needed.into_iter().filter(|(_, is_there)| !is_there).map(|(name, _)| name).collect()
}

impl HeadRow {
    fn columns(&self) -> BTreeMap<PriceColumn, usize> {
        let columns = self.names.iter().enumerate();
        columns.filter_map(|(place, name)| Some((column(name)?, place))).collect()
    }

    fn checked(self) -> Result<PriceHeads, NoHeads> {
        let count = self.names.iter().rposition(|name| !name.is_empty()).map_or(0, |at| at + 1);
        if count > COLUMNS_MAX {
            let message = format!("the price list has {count} columns");
            let hint = format!("leave out what is not needed; {COLUMNS_MAX} are the most");
            return Err(NoHeads { message, hint });
        }
        let places = self.columns();
        for (place, name) in self.names.iter().enumerate() {
            let Some(column) = column(name) else {
                self.is_no_slip(name, &places)?;
                continue;
            };
            if places.get(&column) != Some(&place) {
                let message = format!("the price list has the column `{}` twice", shown(name));
                let hint = "leave one of them out".to_owned();
                return Err(NoHeads { message, hint });
            }
        }
        let is_wide = places.keys().any(|column| matches!(column, PriceColumn::SrpIn(_)));
        if is_wide && places.contains_key(&PriceColumn::Srp) {
            let message = "the price list has `srp` and a column of prices in one currency";
            let hint = "keep either `currency` and `srp`, or `srp_EUR`, `srp_USD` and so on";
            return Err(NoHeads { message: message.to_owned(), hint: hint.to_owned() });
        }
        Ok(PriceHeads { delimiter: self.delimiter, rows_above: self.rows_above, count, places })
    }

    /// A column that is all but named like one that is not there would be overlooked.
    fn is_no_slip(&self, name: &str, places: &BTreeMap<PriceColumn, usize>) -> Result<(), NoHeads> {
        if let Some(code) = code_of(name) {
            let message = format!("`{}`: {code} is not a currency of ISO 4217", shown(name));
            let hint = "write a code of three letters, for example srp_EUR".to_owned();
            return Err(NoHeads { message, hint });
        }
        let absent = NAMED.iter().filter(|(_, column)| !places.contains_key(column));
        let absent: Vec<(String, &str)> = absent.map(|(name, _)| (plain(name), *name)).collect();
        let given = plain(name);
        let known = absent.iter().map(|(plain, _)| plain.as_str()).filter(|name| name.len() > 3);
        let Some(meant) = nearest(&given, known).filter(|meant| is_slip(&given, meant)) else {
            return Ok(());
        };
        let meant = absent.iter().find(|(plain, _)| plain == meant).map_or(meant, |(_, name)| name);
        Err(NoHeads {
            message: format!("the column `{}` is not known", shown(name)),
            hint: format!("name it `{meant}`, or give it a name that is nothing like it"),
        })
    }

    fn incomplete(&self) -> NoHeads {
        let missing: Vec<String> =
            missing(&self.columns()).iter().map(|name| format!("`{name}`")).collect();
        let found = self.names.iter().filter(|name| !name.is_empty());
        let count = found.clone().count();
        let named = found.take(NAMED_HEADS_MAX).map(|name| format!("`{}`", shown(name)));
        let more = if count > NAMED_HEADS_MAX { " and more" } else { "" };
        NoHeads {
            message: format!(
                "the price list lacks the columns {}; found: {}{more}",
                missing.join(", "),
                joined(named, ", "),
            ),
            hint: "name them in the first row, with `,`, `;` or a tab between them: product_line, \
                   edition, and currency and srp, or srp_EUR, srp_USD and so on; kind and metric \
                   for what is new; product_line_name, edition_name, tier_from and sku where \
                   there are any"
                .to_owned(),
        }
    }
}

/// Whether a name differs from a known one by a letter or two.
fn is_slip(given: &str, known: &str) -> bool {
    const LETTERS_MAX: usize = 2;
    given.len().abs_diff(known.len()) <= LETTERS_MAX
        && strsim::damerau_levenshtein(given, known) <= LETTERS_MAX
}

fn shown(name: &str) -> String {
    for_message(name)
}
