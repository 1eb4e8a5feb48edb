//! What waits for approval, and what the months bring.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;

use crate::engine::money::{Currency, Money};
use crate::register::{
    ApprovalKind, ListWanted, ListedQuote, PipelineRow, Register, RegisterError, Role, ShownStatus,
};
use crate::web::error::WebError;

use super::frame::{Team, TeamFrame, TeamPlace, amount, html, told};
use super::list::{QuoteLine, name_of};

/// So many drafts are shown at once; the next come when these are decided.
const DRAFTS_MAX: usize = 50;

/// The page of what waits.
#[derive(Template)]
#[template(path = "team/approvals.html", whitespace = "minimize")]
struct ApprovalsPage {
    frame: TeamFrame,
    csrf: String,
    drafts: Vec<DraftView>,
    has_more: bool,
}

/// A draft that waits.
struct DraftView {
    line: QuoteLine,
    document: String,
    author: String,
    quote_sha256: String,
    /// What is to be approved, and how much that is.
    wanted: Vec<String>,
    subtotal: String,
    /// Why somebody else has to decide.
    not_here: Option<&'static str>,
}

/// A draft that waits, as the register has it.
struct WaitingDraft {
    listed: ListedQuote,
    /// What is left out of the JSON once it was erased.
    content: Value,
}

/// `GET /register/approvals`.
pub(in crate::web::register) async fn approvals(team: Team) -> Response {
    team.page(approvals_page).await
}

fn approvals_page(team: &Team) -> Result<Response, WebError> {
    let account = &team.visitor.account;
    let wanted = ListWanted {
        statuses: vec![ShownStatus::WaitingForApproval],
        owner: team.desk.sees_own_only(account).then(|| account.id.clone()),
        limit: Some(DRAFTS_MAX + 1),
        ..ListWanted::default()
    };
    let (mut drafts, names) = told(team.desk.read(|register, now| {
        let names = register.accounts()?.into_iter().map(|account| (account.id, account.name));
        let names: Vec<_> = names.collect();
        let drafts =
            register.list(&wanted, now)?.into_iter().map(|one| WaitingDraft::of(register, one));
        Ok((drafts.collect::<Result<Vec<_>, _>>()?, names))
    }))?;
    let has_more = drafts.len() > DRAFTS_MAX;
    drafts.truncate(DRAFTS_MAX);
    let page = ApprovalsPage {
        frame: team.frame(TeamPlace::Approvals),
        csrf: team.visitor.csrf.clone(),
        drafts: drafts.iter().map(|draft| draft.view(team, &names)).collect(),
        has_more,
    };
    html(StatusCode::OK, &page)
}

impl WaitingDraft {
    fn of(register: &Register, listed: ListedQuote) -> Result<Self, RegisterError> {
        let revision = &listed.revision;
        let content = register.content(&revision.number, revision.rev)?.unwrap_or_default();
        let content = serde_json::from_slice(&content).unwrap_or_default();
        Ok(Self { listed, content })
    }

    fn view(&self, team: &Team, names: &[(String, String)]) -> DraftView {
        let (revision, account) = (&self.listed.revision, &team.visitor.account);
        let not_here = match account.is_one_of(&[Role::Approver]) {
            false => Some("An approver decides about it."),
            true if revision.author == account.id => {
                Some("You made it yourself: another approver decides about it.")
            }
            true => None,
        };
        DraftView {
            line: QuoteLine::of(&self.listed, names),
            document: revision.document(),
            author: name_of(names, &revision.author),
            quote_sha256: revision.quote_sha256.clone(),
            wanted: revision.needs.kinds().map(|kind| self.wanted(kind)).collect(),
            subtotal: amount(revision.subtotal),
            not_here,
        }
    }

    /// What an approval is about.
    fn wanted(&self, kind: ApprovalKind) -> String {
        let text = |pointer: &str| {
            self.content.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
        };
        let currency = self.listed.revision.total.currency();
        let sum = |pointer: &str| Money::parse(text(pointer), currency).map(amount);
        match kind {
            ApprovalKind::Concession => {
                let (rate, why) =
                    (text("/request/concession/rate"), text("/request/concession/reason"));
                let sum = sum("/totals/concession").unwrap_or_default();
                format!("An additional discount of {rate}, {sum}: {why}")
            }
            ApprovalKind::Vendor => {
                let fee = sum("/totals/penalty").unwrap_or_default();
                let back = sum("/totals/back_coverage").unwrap_or_default();
                format!(
                    "The reinstatement, by the vendor: back support {back}, reinstatement fee {fee}"
                )
            }
        }
    }
}

/// The page of the months.
#[derive(Template)]
#[template(path = "team/pipeline.html", whitespace = "minimize")]
struct PipelinePage {
    frame: TeamFrame,
    months: Vec<MonthView>,
}

/// What the quotes come to that end in a month.
struct MonthView {
    name: String,
    rows: Vec<MonthLine>,
}

/// A row of it.
struct MonthLine {
    status: &'static str,
    count: usize,
    subtotal: String,
    is_sum: bool,
}

/// `GET /register/pipeline`.
pub(in crate::web::register) async fn pipeline(team: Team) -> Response {
    team.page(|team| {
        let rows = told(team.desk.read(|register, now| register.pipeline(now)))?;
        let page = PipelinePage { frame: team.frame(TeamPlace::Pipeline), months: months(&rows)? };
        html(StatusCode::OK, &page)
    })
    .await
}

/// The rows of each month, and below them their sums, one for each currency.
fn months(rows: &[PipelineRow]) -> Result<Vec<MonthView>, WebError> {
    let mut months = Vec::new();
    for rows in rows.chunk_by(|one, other| one.month == other.month) {
        let Some(first) = rows.first() else { continue };
        let mut sums: Vec<(Currency, usize, Money)> = Vec::new();
        for row in rows {
            let currency = row.subtotal.currency();
            match sums.iter_mut().find(|(known, _, _)| *known == currency) {
                Some((_, count, sum)) => {
                    *count = count.saturating_add(row.count);
                    *sum = sum.plus(row.subtotal).map_err(|_| WebError::bug())?;
                }
                None => sums.push((currency, row.count, row.subtotal)),
            }
        }
        let line = |row: &PipelineRow| MonthLine {
            status: row.shown.word(),
            count: row.count,
            subtotal: amount(row.subtotal),
            is_sum: false,
        };
        let sum = |(_, count, sum): (Currency, usize, Money)| MonthLine {
            status: "All",
            count,
            subtotal: amount(sum),
            is_sum: true,
        };
        let name = month_name(first.month);
        let rows = rows.iter().map(line).chain(sums.into_iter().map(sum)).collect();
        months.push(MonthView { name, rows });
    }
    Ok(months)
}

/// For example `December 2026`.
fn month_name((year, month): (i32, u32)) -> String {
    let first = chrono::NaiveDate::from_ymd_opt(year, month, 1);
    first.map_or_else(String::new, |first| first.format("%B %Y").to_string())
}
