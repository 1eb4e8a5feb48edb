//! `summary.json`: what a run adds up to, for programs; and the same numbers kept between attempts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::engine::money::Currency;

use super::compare::Changes;
use super::resume::{Identity, Written};
use super::sums::{
    BookUsed, Count, GroupKey, Lapse, MonthKey, MonthTotal, Sums, Total, amount_text, month_name,
};

/// Sums as they are kept between attempts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SumsData {
    rows: Count,
    accounts: Count,
    rejects: BTreeMap<String, u64>,
    groups: Vec<GroupData>,
    months: Vec<MonthData>,
    books: Vec<BookData>,
    documents: u64,
    documents_failed: u64,
    failures: Vec<(u64, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct GroupData {
    currency: String,
    product_line: String,
    status: String,
    lines: u64,
    /// Minor units, as text: they may be larger than a JSON number can be.
    minor: [String; 5],
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct MonthData {
    currency: String,
    month: u32,
    is_reinstatement: bool,
    lines: u64,
    minor: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct BookData {
    id: String,
    version: String,
    sha256: String,
    status: String,
}

impl From<&Sums> for SumsData {
    fn from(sums: &Sums) -> Self {
        let group = |(key, total): (&GroupKey, &Total)| GroupData {
            currency: key.currency.code().to_owned(),
            product_line: key.product_line.clone(),
            status: key.status.clone(),
            lines: total.lines,
            minor: [
                total.forward,
                total.term_discount,
                total.back_coverage,
                total.penalty,
                total.total,
            ]
            .map(|minor| minor.to_string()),
        };
        let month = |(key, total): (&MonthKey, &MonthTotal)| MonthData {
            currency: key.currency.code().to_owned(),
            month: key.month,
            is_reinstatement: key.lapse == Lapse::Reinstatement,
            lines: total.lines,
            minor: total.total.to_string(),
        };
        Self {
            rows: sums.rows,
            accounts: sums.accounts,
            rejects: sums.rejects.clone(),
            groups: sums.groups.iter().map(group).collect(),
            months: sums.months.iter().map(month).collect(),
            books: books(sums),
            documents: sums.documents,
            documents_failed: sums.documents_failed,
            failures: sums.failures.clone(),
        }
    }
}

fn books(sums: &Sums) -> Vec<BookData> {
    let book = |((id, version), used): (&(String, String), &BookUsed)| BookData {
        id: id.clone(),
        version: version.clone(),
        sha256: used.sha256.clone(),
        status: used.status.clone(),
    };
    sums.books.iter().map(book).collect()
}

impl SumsData {
    /// The sums again; `None` where they are damaged.
    pub(super) fn sums(&self) -> Option<Sums> {
        let mut sums = Sums {
            rows: self.rows,
            accounts: self.accounts,
            rejects: self.rejects.clone(),
            documents: self.documents,
            documents_failed: self.documents_failed,
            failures: self.failures.clone(),
            ..Sums::default()
        };
        for group in &self.groups {
            let minor = |place: usize| group.minor.get(place)?.parse::<i128>().ok();
            let key = GroupKey {
                currency: Currency::from_code(&group.currency)?,
                product_line: group.product_line.clone(),
                status: group.status.clone(),
            };
            let total = Total {
                lines: group.lines,
                forward: minor(0)?,
                term_discount: minor(1)?,
                back_coverage: minor(2)?,
                penalty: minor(3)?,
                total: minor(4)?,
            };
            sums.groups.insert(key, total);
        }
        for month in &self.months {
            let lapse = if month.is_reinstatement { Lapse::Reinstatement } else { Lapse::Renewal };
            let currency = Currency::from_code(&month.currency)?;
            let key = MonthKey { currency, month: month.month, lapse };
            let total = MonthTotal { lines: month.lines, total: month.minor.parse().ok()? };
            sums.months.insert(key, total);
        }
        for book in &self.books {
            let key = (book.id.clone(), book.version.clone());
            let used = BookUsed { sha256: book.sha256.clone(), status: book.status.clone() };
            sums.books.insert(key, used);
        }
        Some(sums)
    }
}

/// `summary.json`. A new `schema` says that a field has another meaning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Summary {
    schema: u32,
    pub(super) engine: String,
    quote_date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_through: Option<String>,
    pub(super) rows: Count,
    pub(super) accounts: Count,
    rejects: BTreeMap<String, u64>,
    currencies: Vec<Amounts>,
    groups: Vec<Amounts>,
    months: Vec<Month>,
    books: Vec<BookData>,
    outputs: Vec<Written>,
    #[serde(skip_serializing_if = "Option::is_none")]
    documents: Option<Documents>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<Changes>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Amounts {
    currency: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    product_line: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<String>,
    lines: u64,
    forward: String,
    term_discount: String,
    back_coverage: String,
    penalty: String,
    total: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Month {
    covered_through: String,
    currency: String,
    kind: String,
    lines: u64,
    total: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Documents {
    made: u64,
    failed: u64,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    first_failures: Vec<Failure>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Failure {
    row: u64,
    reason: String,
}

impl Summary {
    /// How many documents could not be made, as sums.
    pub(super) fn failed_documents(&self) -> Sums {
        let documents_failed = self.documents.as_ref().map_or(0, |documents| documents.failed);
        Sums { documents_failed, ..Sums::default() }
    }

    /// The outputs with their digests.
    pub(super) fn outputs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.outputs.iter().map(|one| (one.name.as_str(), one.sha256.as_str()))
    }

    /// The day of the quotes.
    pub(super) fn quote_date(&self) -> &str {
        &self.quote_date
    }

    /// Which days were asked for, in words.
    pub(super) fn due(&self) -> Option<String> {
        match (&self.due_from, &self.due_through) {
            (None, None) => None,
            (Some(from), None) => Some(format!("Cover that ends on {from} or later.")),
            (None, Some(through)) => Some(format!("Cover that ends on {through} or earlier.")),
            (Some(from), Some(through)) => {
                Some(format!("Cover that ends from {from} to {through}, both included."))
            }
        }
    }

    pub(super) fn of(
        identity: &Identity,
        sums: &Sums,
        outputs: &[Written],
        changes: Option<Changes>,
    ) -> Self {
        let failure = |(row, reason): &(u64, String)| Failure { row: *row, reason: reason.clone() };
        let documents = (!identity.documents.is_empty()).then(|| Documents {
            made: sums.documents,
            failed: sums.documents_failed,
            first_failures: sums.failures.iter().map(failure).collect(),
        });
        Self {
            schema: 1,
            engine: identity.engine.clone(),
            quote_date: identity.quote_date.clone(),
            due_from: identity.due_from.clone(),
            due_through: identity.due_through.clone(),
            rows: sums.rows,
            accounts: sums.accounts,
            rejects: sums.rejects.clone(),
            currencies: sums
                .currencies()
                .iter()
                .map(|(currency, total)| Amounts::of(*currency, None, total))
                .collect(),
            groups: sums
                .groups
                .iter()
                .map(|(key, total)| Amounts::of(key.currency, Some(key), total))
                .collect(),
            months: sums.months.iter().map(Month::of).collect(),
            books: books(sums),
            outputs: outputs.to_vec(),
            documents,
            changes,
        }
    }
}

impl Amounts {
    fn of(currency: Currency, key: Option<&GroupKey>, total: &Total) -> Self {
        let text = |minor| amount_text(minor, currency);
        Self {
            currency: currency.code().to_owned(),
            product_line: key.map(|key| key.product_line.clone()),
            status: key.map(|key| key.status.clone()),
            lines: total.lines,
            forward: text(total.forward),
            term_discount: text(total.term_discount),
            back_coverage: text(total.back_coverage),
            penalty: text(total.penalty),
            total: text(total.total),
        }
    }
}

impl Month {
    fn of((key, total): (&MonthKey, &MonthTotal)) -> Self {
        let kind = match key.lapse {
            Lapse::Renewal => "renewal",
            Lapse::Reinstatement => "reinstatement",
        };
        Self {
            covered_through: month_name(key.month),
            currency: key.currency.code().to_owned(),
            kind: kind.to_owned(),
            lines: total.lines,
            total: amount_text(total.total, key.currency),
        }
    }
}
