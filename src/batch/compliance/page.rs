//! `compliance.html`: what was found, for a person.

use askama::Template;

use crate::batch::error::BatchError;
use crate::document::language;
use crate::engine::book::Language;
use crate::engine::calendar::Date;

use super::breach::{Breach, Remedy};
use super::report::ComplianceReport;

#[derive(Template)]
#[template(path = "compliance.html", whitespace = "minimize")]
struct CompliancePage {
    date: String,
    accounts: String,
    rows: String,
    unread: Option<String>,
    counts: Vec<(&'static str, String)>,
    costs: Vec<String>,
    breaches: Vec<Shown>,
    /// How many more there are than stand on the page.
    more: Option<String>,
}

/// A breach as it is shown.
struct Shown {
    account: String,
    customer: String,
    product_line: String,
    code: &'static str,
    rows: String,
    message: String,
    remedy: &'static str,
    cost: String,
}

/// The page.
pub(super) fn page(
    date: Date,
    report: &ComplianceReport,
    first: &[Breach],
) -> Result<String, BatchError> {
    let count = |number: u64| language::count(Language::English, number);
    let all: u64 = report.found.values().sum();
    let more = all.saturating_sub(u64::try_from(first.len()).unwrap_or(u64::MAX));
    let page = CompliancePage {
        date: date.to_string(),
        accounts: count(report.accounts),
        rows: count(report.rows),
        unread: (report.unread > 0).then(|| count(report.unread)),
        counts: report.found.iter().map(|(code, number)| (*code, count(*number))).collect(),
        costs: report.costs.iter().map(|(currency, sum)| format!("{currency} {sum}")).collect(),
        breaches: first.iter().map(shown).collect(),
        more: (more > 0).then(|| count(more)),
    };
    page.render().map_err(|_| BatchError::Bug("the page cannot be made"))
}

fn shown(breach: &Breach) -> Shown {
    let (cost, why) = match &breach.cost {
        Remedy::Costs(money) => (format!("{} {money}", money.currency()), ""),
        Remedy::Unknown(why) => ("–".to_owned(), why.as_str()),
    };
    Shown {
        account: breach.org_id.clone(),
        customer: breach.customer.clone(),
        product_line: breach.product_line.clone(),
        code: breach.code,
        rows: breach.row_numbers(),
        message: format!("{} {why}", breach.message).trim().to_owned(),
        remedy: breach.remedy,
        cost,
    }
}
