//! The list of quotes.

use askama::Template;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use form_urlencoded::{Serializer, parse};

use crate::engine::calendar::{Date, parse_iso};
use crate::register::{ListWanted, ListedQuote, ShownStatus, by_word};
use crate::web::error::WebError;

use super::frame::{Team, TeamFrame, TeamPlace, amount, day, html, told};

/// So many quotes are on a page.
const ROWS: usize = 50;
/// The most days that may be asked for.
const DUE_DAYS_MAX: u32 = 3_660;

/// A page of the list.
#[derive(Template)]
#[template(path = "team/list.html", whitespace = "minimize")]
struct ListPage {
    frame: TeamFrame,
    asked: ListAsked,
    statuses: Vec<&'static str>,
    /// The accounts that can keep quotes, each with its name.
    owners: Vec<(String, String)>,
    heading: String,
    rows: Vec<QuoteLine>,
    next: Option<String>,
}

/// A quote in a list.
pub(super) struct QuoteLine {
    pub(super) number: String,
    pub(super) rev: u32,
    pub(super) customer: String,
    pub(super) org_id: Option<String>,
    pub(super) status: &'static str,
    pub(super) is_erased: bool,
    pub(super) valid_through: String,
    pub(super) owner: String,
    pub(super) total: String,
}

impl QuoteLine {
    pub(super) fn of(listed: &ListedQuote, names: &[(String, String)]) -> Self {
        let ListedQuote { quote, revision, shown } = listed;
        Self {
            number: quote.number.clone(),
            rev: revision.rev,
            customer: quote.customer.clone(),
            org_id: quote.org_id.clone(),
            status: shown.word(),
            is_erased: revision.erased_at.is_some(),
            valid_through: day(revision.valid_through),
            owner: name_of(names, &quote.owner),
            total: amount(revision.total),
        }
    }
}

/// The name of an account, by its id.
pub(super) fn name_of(names: &[(String, String)], id: &str) -> String {
    let found = names.iter().find(|(known, _)| known == id);
    found.map_or_else(|| id.to_owned(), |(_, name)| name.clone())
}

/// What is asked for, as it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct ListAsked {
    status: String,
    customer: String,
    due: String,
    is_due_wrong: bool,
    owner: String,
    run: String,
    /// Behind which quote the page begins: its last day and its number.
    after: Option<(Date, String)>,
}

impl ListAsked {
    fn read(query: &str) -> Self {
        let mut asked = Self::default();
        for (key, text) in parse(query.as_bytes()) {
            let text = text.trim().to_owned();
            match &*key {
                "status" => asked.status = text,
                "customer" => asked.customer = text,
                "due" => asked.due = text,
                "owner" => asked.owner = text,
                "run" => asked.run = text,
                "after" => asked.after = cursor(&text),
                _ => {}
            }
        }
        asked.is_due_wrong = !asked.due.is_empty() && asked.due_days().is_none();
        asked
    }

    fn due_days(&self) -> Option<u32> {
        self.due.parse().ok().filter(|days| *days <= DUE_DAYS_MAX)
    }

    /// Whether nothing is left out of the list.
    fn is_all(&self) -> bool {
        *self == Self { after: self.after.clone(), ..Self::default() }
    }

    fn wanted(&self) -> ListWanted {
        let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        ListWanted {
            statuses: by_word(&ShownStatus::ALL, &self.status).into_iter().collect(),
            customer: some(&self.customer),
            due_within_days: self.due_days(),
            owner: some(&self.owner),
            run: some(&self.run),
            after: self.after.clone(),
            // One more than is shown tells whether there is a next page.
            limit: Some(ROWS + 1),
            ..ListWanted::default()
        }
    }

    /// The address of the page behind a quote.
    fn next(&self, last: &ListedQuote) -> String {
        let mut query = Serializer::new(String::new());
        for (key, text) in [
            ("status", &self.status),
            ("customer", &self.customer),
            ("due", &self.due),
            ("owner", &self.owner),
            ("run", &self.run),
        ] {
            if !text.is_empty() {
                query.append_pair(key, text);
            }
        }
        let after = format!("{}.{}", last.revision.valid_through, last.quote.number);
        query.append_pair("after", &after);
        format!("/register?{}", query.finish())
    }
}

/// Where a page begins, as its address says it.
fn cursor(text: &str) -> Option<(Date, String)> {
    let (day, number) = text.split_once('.')?;
    Some((parse_iso(day)?, number.to_owned()))
}

/// `GET /register`.
pub(in crate::web::register) async fn list(team: Team, RawQuery(query): RawQuery) -> Response {
    team.page(move |team| page(team, &ListAsked::read(&query.unwrap_or_default()))).await
}

fn page(team: &Team, asked: &ListAsked) -> Result<Response, WebError> {
    let mut wanted = asked.wanted();
    let account = &team.visitor.account;
    if team.desk.sees_own_only(account) {
        wanted.owner = Some(account.id.clone());
    }
    let (mut found, names) = told(team.desk.read(|register, now| {
        let names = register.accounts()?.into_iter().map(|account| (account.id, account.name));
        Ok((register.list(&wanted, now)?, names.collect::<Vec<_>>()))
    }))?;
    let has_next = found.len() > ROWS;
    found.truncate(ROWS);
    let next = found.last().filter(|_| has_next).map(|last| asked.next(last));
    let heading = match (found.len(), asked.after.is_some(), has_next) {
        (1, false, false) => "One quote".to_owned(),
        (count, false, false) => format!("{count} quotes"),
        (count, false, true) => format!("The first {count} quotes"),
        (count, true, true) => format!("The next {count} quotes"),
        (count, true, false) => format!("The last {count} quotes"),
    };
    let page = ListPage {
        frame: team.frame(TeamPlace::Quotes),
        asked: asked.clone(),
        statuses: ShownStatus::ALL.iter().map(|(word, _)| *word).collect(),
        heading,
        rows: found.iter().map(|listed| QuoteLine::of(listed, &names)).collect(),
        owners: names,
        next,
    };
    html(StatusCode::OK, &page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_read_from_the_address() {
        let asked = ListAsked::read("status=sent&customer=+Harbour+&due=14&owner=&run=december");
        let wanted = asked.wanted();
        assert_eq!(wanted.statuses, [ShownStatus::Sent]);
        assert_eq!(wanted.customer.as_deref(), Some("Harbour"));
        assert_eq!((wanted.due_within_days, wanted.owner), (Some(14), None));
        assert_eq!((wanted.run.as_deref(), wanted.limit), (Some("december"), Some(51)));
        for wrong in ["x", "-1", "1.5", "99999999999"] {
            assert!(ListAsked::read(&format!("due={wrong}")).is_due_wrong, "{wrong}");
        }
        assert!(ListAsked::read("after=2026-12-24.Q-2026-00001").is_all());
        assert!(!ListAsked::read("run=x").is_all());
    }

    #[test]
    fn a_cursor_is_a_day_and_a_number() {
        let day = parse_iso("2026-12-24").expect("a day");
        assert_eq!(cursor("2026-12-24.Q-1"), Some((day, "Q-1".to_owned())));
        for wrong in ["", "2026-12-24", "Q-1.2026-12-24", "2026-13-24.Q-1"] {
            assert_eq!(cursor(wrong), None, "{wrong}");
        }
    }
}
