//! `summary.json`: what a run adds up to, for programs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::batch::price::sums::{
    Count, GroupKey, MonthKey, MonthTotal, Sums, Total, amount_text, month_name,
};
use crate::engine::money::Currency;

use super::compare::Changes;
use super::kept_sums::{BookData, books};
use super::resume::{Identity, Written};

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
    currencies: Vec<SummaryAmounts>,
    groups: Vec<SummaryAmounts>,
    months: Vec<Month>,
    books: Vec<BookData>,
    outputs: Vec<Written>,
    #[serde(skip_serializing_if = "Option::is_none")]
    documents: Option<Documents>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<Changes>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct SummaryAmounts {
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
    first_failures: Vec<DocumentFailure>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct DocumentFailure {
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
        let failure =
            |(row, reason): &(u64, String)| DocumentFailure { row: *row, reason: reason.clone() };
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
                .map(|(currency, total)| SummaryAmounts::of(*currency, None, total))
                .collect(),
            groups: sums
                .groups
                .iter()
                .map(|(key, total)| SummaryAmounts::of(key.currency, Some(key), total))
                .collect(),
            months: sums.months.iter().map(Month::of).collect(),
            books: books(sums),
            outputs: outputs.to_vec(),
            documents,
            changes,
        }
    }
}

impl SummaryAmounts {
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
        Self {
            covered_through: month_name(key.month),
            currency: key.currency.code().to_owned(),
            kind: key.kind.word().to_owned(),
            lines: total.lines,
            total: amount_text(total.total, key.currency),
        }
    }
}
