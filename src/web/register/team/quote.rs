//! One quote: what it shows, what can be done with it, what its newest revision changes, and all
//! that happened to it.

use askama::Template;
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;

use crate::register::{
    AcceptanceRow, ApprovalKind, ApprovalRow, DeclineReason, Moment, PURCHASE_ORDER_MAX,
    QuoteHistory, REASON_MAX, RevisionRow, ShownStatus, Zone, by_word, difference,
};
use crate::web::error::WebError;

use super::actions::{LinkBase, QuoteToday, TeamAction};
use super::changes::ChangesView;
use super::form::TeamForm;
use super::frame::{Team, TeamFrame, TeamPlace, amount, day, html, sentence, told};
use super::list::name_of;
use super::timeline::{HappenedLine, timeline, when};

/// Why a customer declined, in words.
const REASONS: [(&str, &str); DeclineReason::ALL.len()] = [
    (DeclineReason::Price.word(), "It costs too much"),
    (DeclineReason::Competitor.word(), "It went to somebody else"),
    (DeclineReason::NotNeeded.word(), "It is not needed any more"),
    (DeclineReason::Postponed.word(), "It is put off"),
    (DeclineReason::NoAnswer.word(), "Nobody answered"),
    (DeclineReason::Other.word(), "Something else"),
];

/// The page of a quote.
#[derive(Template)]
#[template(path = "team/quote.html", whitespace = "minimize")]
struct QuotePage {
    frame: TeamFrame,
    csrf: String,
    zone: &'static str,
    number: String,
    customer: String,
    org_id: Option<String>,
    status: &'static str,
    is_erased: bool,
    total: String,
    subtotal: String,
    facts: Vec<(&'static str, String)>,
    /// The revision that the approvals below are about.
    needs_of: String,
    needs: Vec<NeedLine>,
    accepted: Vec<NotedAcceptance>,
    acts: Vec<ActView>,
    may_revise: bool,
    changes: Option<ChangesView>,
    revisions: Vec<RevisionLine>,
    happened: Vec<HappenedLine>,
    note: Option<QuoteNote>,
}

/// What is said above a quote after something was done with it.
pub(super) enum QuoteNote {
    /// It was done.
    Done(TeamAction),
    /// It was sent: its link is shown this once.
    Link {
        /// What was done.
        action: TeamAction,
        /// The link.
        link: String,
    },
    /// It was not done, and what was typed is still there.
    Wrong {
        /// What was to be done.
        action: TeamAction,
        /// Why it was not.
        text: String,
        /// What was typed.
        form: TeamForm,
    },
}

/// Something that can be done, with what was typed for it before.
struct ActView {
    action: TeamAction,
    /// The digest of what is looked at.
    quote_sha256: String,
    document: String,
    wrong: Option<String>,
    form: TeamForm,
}

/// An approval that a revision needs.
struct NeedLine {
    what: &'static str,
    /// What was decided, and by whom.
    decided: Option<String>,
}

/// An acceptance.
struct NotedAcceptance {
    by: String,
    at: String,
    facts: Vec<(&'static str, String)>,
    /// The revision whose page has the file that it was noted with, where there is one.
    proof_of: Option<u32>,
    statement: String,
}

/// A revision in the table of all of them.
struct RevisionLine {
    rev: u32,
    document: String,
    status: &'static str,
    quote_date: String,
    valid_through: String,
    author: String,
    total: String,
    is_erased: bool,
}

/// All that the page of a quote is made from, as the register had it at one moment.
pub(super) struct QuoteRead {
    pub(super) history: QuoteHistory,
    names: Vec<(String, String)>,
    changes: Option<ChangesView>,
    pub(super) now: Moment,
}

impl QuoteRead {
    /// Reads a quote that somebody may see.
    ///
    /// # Errors
    /// There is none, or it is somebody else's.
    pub(super) fn of(team: &Team, name: &str) -> Result<Self, WebError> {
        let read = told(team.desk.read(|register, now| {
            let (history, _) = register.history(name, now)?;
            let names = register.accounts()?.into_iter().map(|account| (account.id, account.name));
            let mut changes = None;
            if let [.., (before, _, _), (after, _, _)] = &*history.revisions {
                let content = |one: &RevisionRow| register.content(&one.number, one.rev);
                if let (Some(old), Some(new)) = (content(before)?, content(after)?) {
                    let found = difference(&old, &new);
                    changes = found.map(|found| ChangesView::of(&found, (before.rev, after.rev)));
                }
            }
            Ok(Self { history, names: names.collect(), changes, now })
        }))?;
        told(team.desk.check_sees(&team.visitor.account, (name, &read.history.quote)))?;
        Ok(read)
    }

    pub(super) fn standing<'a>(&'a self, team: &'a Team) -> QuoteToday<'a> {
        let today = team.desk.settings().zone.day(self.now);
        let links = team.desk.base_url.as_ref().map_or(LinkBase::Unknown, |_| LinkBase::Known);
        QuoteToday::of(&self.history, &team.visitor.account, (today, links))
    }
}

/// `GET /register/quotes/{number}`.
pub(in crate::web::register) async fn quote(
    team: Team,
    Path(number): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    team.page(move |team| {
        let read = QuoteRead::of(team, &number)?;
        let done = query.as_deref().and_then(|query| query.strip_prefix("done="));
        let done = done.and_then(|word| by_word(&TeamAction::ALL, word));
        quote_page(team, read, (StatusCode::OK, done.map(QuoteNote::Done)))
    })
    .await
}

/// The page of a quote, with what is said above it.
pub(super) fn quote_page(
    team: &Team,
    read: QuoteRead,
    (status, note): (StatusCode, Option<QuoteNote>),
) -> Result<Response, WebError> {
    let zone = team.desk.settings().zone;
    let standing = read.standing(team);
    let Some((revision, shown)) = standing.shown() else { return Err(WebError::bug()) };
    let QuoteRead { history, names, .. } = &read;
    let quote = &history.quote;
    let newest = history.revisions.last();
    let accepted = history.acceptances.iter().map(|one| accepted_view(one, zone));
    let page = QuotePage {
        frame: team.frame(TeamPlace::Elsewhere),
        csrf: team.visitor.csrf.clone(),
        zone: zone.name(),
        number: quote.number.clone(),
        customer: quote.customer.clone(),
        org_id: quote.org_id.clone(),
        status: shown.word(),
        is_erased: revision.erased_at.is_some(),
        total: amount(revision.total),
        subtotal: amount(revision.subtotal),
        facts: facts(&read, revision, zone),
        needs_of: newest.map(|(one, _, _)| one.document()).unwrap_or_default(),
        needs: newest.map(|(one, _, all)| needs(one, all, names)).unwrap_or_default(),
        accepted: accepted.collect(),
        acts: acts(&standing, note.as_ref()),
        may_revise: standing.may_revise(),
        revisions: history
            .revisions
            .iter()
            .rev()
            .map(|(one, shown, _)| revision_line((one, *shown), names))
            .collect(),
        happened: timeline(history, names, zone),
        note,
        changes: read.changes,
    };
    html(status, &page)
}

fn facts(read: &QuoteRead, revision: &RevisionRow, zone: Zone) -> Vec<(&'static str, String)> {
    let quote = &read.history.quote;
    let mut facts = vec![
        ("Valid through", day(revision.valid_through)),
        ("Quote date", day(revision.quote_date)),
        ("Cover begins", day(revision.start)),
        ("Kind", sentence(&revision.kind).trim_end_matches('.').to_owned()),
        ("Owner", name_of(&read.names, &quote.owner)),
        ("Registered", when(&quote.created_at, zone)),
    ];
    facts.extend(revision.sent_at.as_ref().map(|at| ("Sent", when(at, zone))));
    facts.extend(quote.run.clone().map(|run| ("Run", run)));
    facts
}

fn needs(
    revision: &RevisionRow,
    decisions: &[ApprovalRow],
    names: &[(String, String)],
) -> Vec<NeedLine> {
    let line = |kind| NeedLine {
        what: match kind {
            ApprovalKind::Concession => "The additional discount",
            ApprovalKind::Vendor => "The reinstatement, by the vendor",
        },
        decided: decisions.iter().find(|one| one.kind == kind).map(|one| {
            format!("{} by {}: {}", one.decision.word(), name_of(names, &one.account), one.reason)
        }),
    };
    revision.needs.kinds().map(line).collect()
}

fn accepted_view(one: &AcceptanceRow, zone: Zone) -> NotedAcceptance {
    let mut facts = vec![("Revision", one.rev.to_string())];
    let said = [
        ("Purchase order", &one.purchase_order),
        ("Function", &one.person_role),
        ("E-mail", &one.person_email),
    ];
    facts.extend(said.into_iter().filter_map(|(name, text)| Some((name, text.clone()?))));
    let by_link = one.via == "link";
    facts.push(("How", if by_link { "By the link" } else { "Noted by the seller" }.to_owned()));
    if one.is_late {
        facts.push(("Late", "After its last day".to_owned()));
    }
    NotedAcceptance {
        by: one.person_name.clone().unwrap_or_else(|| "(erased)".to_owned()),
        at: when(&one.at, zone),
        facts,
        proof_of: one.proof.is_some().then_some(one.rev),
        statement: one.statement.clone(),
    }
}

/// What can be done, each with what was typed for it.
fn acts(standing: &QuoteToday<'_>, note: Option<&QuoteNote>) -> Vec<ActView> {
    let acts = standing.actions().into_iter().filter_map(|action| {
        let about = standing.about(action)?;
        let (wrong, form) = match note {
            Some(QuoteNote::Wrong { action: tried, text, form }) if *tried == action => {
                (Some(text.clone()), form.clone())
            }
            Some(_) | None => (None, TeamForm::default()),
        };
        let (quote_sha256, document) = (about.quote_sha256.clone(), about.document());
        Some(ActView { action, quote_sha256, document, wrong, form })
    });
    acts.collect()
}

fn revision_line(
    (one, shown): (&RevisionRow, ShownStatus),
    names: &[(String, String)],
) -> RevisionLine {
    RevisionLine {
        rev: one.rev,
        document: one.document(),
        status: shown.word(),
        quote_date: day(one.quote_date),
        valid_through: day(one.valid_through),
        author: name_of(names, &one.author),
        total: amount(one.total),
        is_erased: one.erased_at.is_some(),
    }
}

impl ActView {
    /// Whether a file may come with it.
    const fn takes_file(&self) -> bool {
        matches!(self.action, TeamAction::Accept | TeamAction::AcceptLate)
    }

    /// What it is called.
    const fn title(&self) -> &'static str {
        match self.action {
            TeamAction::Send => "Send it",
            TeamAction::Decide => "Approve or refuse it",
            TeamAction::Link => "Make a new link",
            TeamAction::Accept => "Note that the customer accepted",
            TeamAction::AcceptLate => "Note that the customer accepted late",
            TeamAction::Decline => "Note that the customer declined",
            TeamAction::Withdraw => "Withdraw it",
            TeamAction::Annul => "Annul the acceptance",
        }
    }

    /// What comes of it.
    const fn text(&self) -> &'static str {
        match self.action {
            TeamAction::Send => {
                "Its PDF is made and kept. The customer gets it from you, with the link that is \
                 shown once. A revision that was sent before ends."
            }
            TeamAction::Decide => "What is decided about a revision is final.",
            TeamAction::Link => "It is shown once, and the link before it ends.",
            TeamAction::Accept => "For a customer who did not accept it behind the link.",
            TeamAction::AcceptLate => {
                "Its last day has passed: an approver may take it all the same."
            }
            TeamAction::Decline => "The quote is then closed; a new revision opens it again.",
            TeamAction::Withdraw => "It ends, and so does its link. A new revision opens it again.",
            TeamAction::Annul => {
                "The quote is then closed for good; another one is registered in its place."
            }
        }
    }

    /// What was typed in a field.
    fn typed(&self, name: &str) -> &str {
        self.form.get(name)
    }
}

impl QuoteNote {
    /// What was done, in words.
    const fn done(action: &TeamAction) -> &'static str {
        match action {
            TeamAction::Send => "It is sent.",
            TeamAction::Decide => "What you decided is noted.",
            TeamAction::Link => "It has a new link, and the one before has ended.",
            TeamAction::Accept | TeamAction::AcceptLate => "The acceptance is noted.",
            TeamAction::Decline => "It is noted that the customer declined.",
            TeamAction::Withdraw => "It is withdrawn.",
            TeamAction::Annul => "The acceptance is annulled.",
        }
    }
}
