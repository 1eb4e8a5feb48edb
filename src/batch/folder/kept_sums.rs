//! Sums as they are kept between attempts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::batch::price::sums::{BookUsed, Count, GroupKey, MonthKey, MonthTotal, Sums, Total};
use crate::engine::money::Currency;
use crate::engine::quote::QuoteKind;

/// Sums as they are kept between attempts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SumsData {
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
            is_reinstatement: key.kind == QuoteKind::Reinstatement,
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

pub(super) fn books(sums: &Sums) -> Vec<BookData> {
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
            let kind =
                if month.is_reinstatement { QuoteKind::Reinstatement } else { QuoteKind::Renewal };
            let currency = Currency::from_code(&month.currency)?;
            let key = MonthKey { currency, month: month.month, kind };
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
