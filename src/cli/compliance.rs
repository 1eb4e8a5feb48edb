//! `compliance`: who breaks the rules in an install base.

use crate::batch::{
    ComplianceReport, ComplianceSettings, TableInput, TableMap, compliance as check,
};
use crate::engine::money::Currency;

use super::args::ComplianceArguments;
use super::batch::table_input;
use super::books;
use super::clock::today;
use super::error::{CommandError, CommandResult, say};
use super::global::Global;
use super::output::print;
use super::safe::safe;

pub(super) fn compliance(global: &Global, wanted: &ComplianceArguments) -> CommandResult {
    let shelf = books::shelf(global)?;
    let quote_date = global.quote_date.unwrap_or_else(today);
    let map = wanted.map.as_deref().map(TableMap::read).transpose()?;
    let settings = ComplianceSettings { shelf: &shelf, quote_date, map: map.as_ref() };
    let old = wanted.compare_with.clone().map(TableInput::File);
    let report = check(settings, &table_input(&wanted.input), old.as_ref(), &wanted.out)?;
    print(&text(&report))?;
    if report.unread > 0 {
        let path = wanted.out.join("rejects.csv");
        say(&safe(&format!(
            "warning: {} rows could not be read and were not checked: see {}\n",
            report.unread,
            path.display()
        )));
    }
    let is_clean = report.found.is_empty() && report.unread == 0;
    if is_clean { Ok(()) } else { Err(CommandError::Checked) }
}

/// What was found, for a person.
fn text(report: &ComplianceReport) -> String {
    let found: u64 = report.found.values().sum();
    let mut text =
        format!("accounts: {}, rows: {}, breaches: {found}\n", report.accounts, report.rows);
    for (code, count) in &report.found {
        text.push_str(&format!("  {code}: {count}\n"));
    }
    for (currency, sum) in &report.costs {
        let currency: &Currency = currency;
        text.push_str(&format!("to mend what has a price: {currency} {sum}\n"));
    }
    text
}
