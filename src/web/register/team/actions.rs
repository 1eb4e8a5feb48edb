//! What somebody may do with a quote now. The register decides: this only leaves out what it would
//! not let them do anyway.

use serde_json::Value;

use crate::engine::calendar::Date;
use crate::engine::worded::worded;
use crate::register::{
    EventKind, QuoteHistory, RegisterAccount, RevisionRow, RevisionState, Role, ShownStatus,
};

worded! {
    /// What can be done with a quote on its page.
    pub(super) enum TeamAction {
        /// The draft goes out.
        Send = "send",
        /// Whether the draft is approved is decided.
        Decide = "decide",
        /// What was sent gets another link.
        Link = "link",
        /// The customer accepted.
        Accept = "accept",
        /// The customer accepted after the last day.
        AcceptLate = "accept-late",
        /// The customer does not want it.
        Decline = "decline",
        /// It is taken back.
        Withdraw = "withdraw",
        /// An acceptance is undone.
        Annul = "annul",
    }
    /// The word in its address.
    fn word
}

/// A quote on a day, for somebody.
pub(super) struct QuoteToday<'a> {
    history: &'a QuoteHistory,
    account: &'a RegisterAccount,
    today: Date,
    links: LinkBase,
}

/// Whether links can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LinkBase {
    /// It is known where they begin.
    Known,
    /// It is not.
    Unknown,
}

impl<'a> QuoteToday<'a> {
    pub(super) const fn of(
        history: &'a QuoteHistory,
        account: &'a RegisterAccount,
        (today, links): (Date, LinkBase),
    ) -> Self {
        Self { history, account, today, links }
    }

    /// What they may do, in the order in which it is offered.
    pub(super) fn actions(&self) -> Vec<TeamAction> {
        let all = TeamAction::ALL.iter().map(|(_, action)| *action);
        all.filter(|action| self.may(*action)).collect()
    }

    /// Whether they may make another revision.
    pub(super) fn may_revise(&self) -> bool {
        let has_ended = |one: RevisionState| {
            matches!(
                one,
                RevisionState::Accepted | RevisionState::Annulled | RevisionState::Superseded
            )
        };
        let is_accepted =
            self.history.revisions.iter().any(|(one, _, _)| one.state == RevisionState::Accepted);
        let head = self.newest().is_some_and(|(head, _)| !has_ended(head.state));
        self.is_owner_or(&[Role::Approver, Role::Finance]) && head && !is_accepted
    }

    /// The newest revision, and what is shown of it.
    pub(super) fn newest(&self) -> Option<(&'a RevisionRow, ShownStatus)> {
        self.history.revisions.last().map(|(revision, shown, _)| (revision, *shown))
    }

    /// The revision that the quote shows.
    pub(super) fn shown(&self) -> Option<(&'a RevisionRow, ShownStatus)> {
        let mut revisions = self.history.revisions.iter();
        let found = revisions.find(|(one, _, _)| one.rev == self.history.shown_rev);
        found.map(|(revision, shown, _)| (revision, *shown))
    }

    /// The revision that an action is about: what is not sent yet, or what the quote shows.
    pub(super) fn about(&self, action: TeamAction) -> Option<&'a RevisionRow> {
        let found = match action {
            TeamAction::Send | TeamAction::Decide => self.newest(),
            TeamAction::Link
            | TeamAction::Accept
            | TeamAction::AcceptLate
            | TeamAction::Decline
            | TeamAction::Withdraw
            | TeamAction::Annul => self.shown(),
        };
        found.map(|(revision, _)| revision)
    }

    fn is_owner_or(&self, roles: &[Role]) -> bool {
        self.account.id == self.history.quote.owner || self.account.is_one_of(roles)
    }

    fn may(&self, action: TeamAction) -> bool {
        let (Some((head, newest)), Some((revision, _))) = (self.newest(), self.shown()) else {
            return false;
        };
        let has_content = revision.erased_at.is_none();
        let is_open = has_content && revision.state == RevisionState::Sent;
        let is_late = self.today > revision.valid_through;
        match action {
            TeamAction::Send => newest == ShownStatus::Ready && self.is_owner_or(&[Role::Approver]),
            TeamAction::Decide => {
                newest == ShownStatus::WaitingForApproval
                    && self.account.is_one_of(&[Role::Approver])
                    && head.author != self.account.id
            }
            TeamAction::Link => {
                let stands =
                    matches!(revision.state, RevisionState::Sent | RevisionState::Accepted);
                let can = has_content && stands && self.links == LinkBase::Known;
                can && self.is_owner_or(&[Role::Approver])
            }
            TeamAction::Accept => is_open && !is_late && self.is_owner_or(&[Role::Finance]),
            TeamAction::AcceptLate => {
                is_open && is_late && self.account.is_one_of(&[Role::Approver])
            }
            TeamAction::Decline => revision.state == RevisionState::Sent && self.is_owner_or(&[]),
            TeamAction::Withdraw => {
                matches!(revision.state, RevisionState::Draft | RevisionState::Sent)
                    && self.is_owner_or(&[Role::Approver, Role::Finance])
            }
            TeamAction::Annul => {
                revision.state == RevisionState::Accepted
                    && self.account.is_one_of(&[Role::Approver])
                    && self.recorder().as_deref() != Some(&*self.account.id)
            }
        }
    }

    /// The account that noted the acceptance, where one did.
    fn recorder(&self) -> Option<String> {
        let mut events = self.history.events.iter();
        let accepted = events.rfind(|event| event.kind == EventKind::Accepted.word())?;
        let data: Value = serde_json::from_str(&accepted.data).ok()?;
        data.get("account").and_then(Value::as_str).map(str::to_owned)
    }
}
