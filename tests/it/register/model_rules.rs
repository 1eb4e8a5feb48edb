//! What a register allows, as a machine in memory: the table of states, row by row. It knows
//! nothing of the code that it is held against.

use std::collections::BTreeMap;

use reinstate::engine::calendar::Date;
use reinstate::register::ApprovalKind::{Concession, Vendor};
use reinstate::register::RevisionState::{
    self, Accepted, Annulled, Declined, Draft, Sent, Superseded, Withdrawn,
};
use reinstate::register::{ApprovalKind, Decision, Role, ShownStatus};

use super::PEOPLE;

/// The codes of all guards that say no; none: it is allowed.
pub(super) type Guards = Vec<&'static str>;

#[derive(Debug, Clone)]
pub(super) struct ModelRevision {
    pub(super) state: RevisionState,
    pub(super) author: &'static str,
    pub(super) needs: Vec<ApprovalKind>,
    /// The additional discount, in per cent.
    pub(super) concession: u32,
    pub(super) valid_through: Date,
    pub(super) decided: BTreeMap<ApprovalKind, Decision>,
    /// Who recorded the acceptance; nobody where the customer accepted by the link.
    pub(super) recorded_by: Option<&'static str>,
    pub(super) has_link: bool,
    pub(super) is_erased: bool,
}

#[derive(Debug, Clone)]
pub(super) struct ModelQuote {
    pub(super) owner: &'static str,
    pub(super) revisions: Vec<ModelRevision>,
}

fn role(who: &str) -> Role {
    PEOPLE.iter().find(|(id, _, _)| *id == who).expect(who).1
}

/// Whether somebody has one of these roles; an admin has all.
pub(super) fn has_role(who: &str, roles: &[Role]) -> bool {
    role(who) == Role::Admin || roles.contains(&role(who))
}

fn unless(allowed: bool, code: &'static str) -> Guards {
    if allowed { Vec::new() } else { vec![code] }
}

/// The code for a revision that is in another state than the one that is needed.
const fn moved(state: RevisionState) -> &'static str {
    match state {
        Draft => "not-sent",
        Sent => "already-sent",
        Accepted => "already-accepted",
        Declined => "already-declined",
        Withdrawn => "already-withdrawn",
        Superseded => "already-superseded",
        Annulled => "already-annulled",
    }
}

impl ModelRevision {
    pub(super) fn shown(&self, today: Date) -> ShownStatus {
        let is_past = today > self.valid_through;
        let has = |decision| self.needs.iter().any(|kind| self.decided.get(kind) == decision);
        match self.state {
            Draft if is_past => ShownStatus::Lapsed,
            Draft if has(Some(&Decision::Rejected)) => ShownStatus::ApprovalRefused,
            Draft if has(None) => ShownStatus::WaitingForApproval,
            Draft => ShownStatus::Ready,
            Sent if is_past => ShownStatus::Expired,
            Sent => ShownStatus::Sent,
            Accepted => ShownStatus::Accepted,
            Declined => ShownStatus::Declined,
            Withdrawn => ShownStatus::Withdrawn,
            Superseded => ShownStatus::Superseded,
            Annulled => ShownStatus::Annulled,
        }
    }

    fn is_standing(&self) -> bool {
        matches!(self.state, Sent | Accepted)
    }

    pub(super) fn open_kinds(&self) -> Vec<ApprovalKind> {
        let is_open = |kind: &&ApprovalKind| !self.decided.contains_key(kind);
        self.needs.iter().filter(is_open).copied().collect()
    }
}

impl ModelQuote {
    pub(super) fn shown_place(&self) -> usize {
        let standing = self.revisions.iter().position(ModelRevision::is_standing);
        standing.unwrap_or(self.revisions.len() - 1)
    }

    pub(super) fn shown_revision(&self) -> &ModelRevision {
        &self.revisions[self.shown_place()]
    }

    pub(super) fn head(&self) -> &ModelRevision {
        self.revisions.last().expect("a revision")
    }

    fn is_accepted(&self) -> bool {
        self.revisions.iter().any(|one| one.state == Accepted)
    }

    fn or_role(&self, who: &str, roles: &[Role]) -> Guards {
        unless(self.owner == who || has_role(who, roles), "role-too-low")
    }

    /// What comes of a customer with the last link: the guards that say no, and how many events
    /// there are where none does. The same again changes nothing.
    pub(super) fn by_link(&mut self, accepts: bool, today: Date) -> (Guards, i64) {
        let found = self.revisions.iter_mut().rev().find(|one| one.has_link);
        let Some(revision) = found else { return (vec!["unknown"], 1) };
        let to = if accepts { Accepted } else { Declined };
        let is_again = revision.state == to && revision.recorded_by.is_none();
        let guards = match revision.state {
            Declined if !accepts => Vec::new(),
            _ if revision.is_erased => vec!["link-ended"],
            Accepted => unless(is_again, "already-accepted"),
            Sent => unless(!accepts || today <= revision.valid_through, "expired"),
            Draft | Declined | Withdrawn | Superseded | Annulled => vec!["link-ended"],
        };
        if guards.is_empty() {
            revision.state = to;
        }
        (guards, i64::from(!is_again))
    }

    /// What stood before is superseded; gives how many events there are.
    pub(super) fn send(&mut self) -> i64 {
        let mut events = 1;
        for earlier in self.revisions.iter_mut().filter(|one| one.state == Sent) {
            earlier.state = Superseded;
            events += 1;
        }
        let draft = self.revisions.last_mut().expect("a revision");
        (draft.state, draft.has_link) = (Sent, true);
        events
    }

    /// A draft behind what stands goes with it; gives how many events there are.
    pub(super) fn withdraw(&mut self) -> i64 {
        let (shown, last) = (self.shown_place(), self.revisions.len() - 1);
        let goes_with = last != shown && self.revisions[last].state == Draft;
        if goes_with {
            self.revisions[last].state = Withdrawn;
        }
        self.revisions[shown].state = Withdrawn;
        1 + i64::from(goes_with)
    }

    pub(super) fn may_revise(&self, who: &str) -> Guards {
        let mut guards = self.or_role(who, &[Role::Approver, Role::Finance]);
        if self.is_accepted() {
            guards.push("already-accepted");
        }
        if !matches!(self.head().state, Draft | Sent | Declined | Withdrawn) {
            guards.push(moved(self.head().state));
        }
        // The customer's name is gone; the ORG ID is the same.
        guards
    }

    /// What stands in the way of doing something with the draft.
    fn draft_guards(&self) -> Guards {
        let mut guards = Vec::new();
        if self.is_accepted() {
            guards.push("already-accepted");
        }
        if self.head().state != Draft {
            guards.push(moved(self.head().state));
        }
        if self.head().is_erased {
            guards.push("erased");
        }
        guards
    }

    pub(super) fn may_decide(&self, who: &str, decision: Decision) -> Guards {
        let draft = self.head();
        let mut guards = unless(has_role(who, &[Role::Approver]), "role-too-low");
        guards.extend(self.draft_guards());
        guards.extend(unless(draft.author != who, "own-quote"));
        guards.extend(unless(!draft.open_kinds().is_empty(), "nothing-to-decide"));
        let is_above = who == "cas" && draft.concession > 10;
        if decision == Decision::Approved && draft.open_kinds().contains(&Concession) && is_above {
            guards.push("above-limit");
        }
        guards
    }

    pub(super) fn may_send(&self, who: &str, today: Date) -> Guards {
        let mut guards = self.or_role(who, &[Role::Approver]);
        guards.extend(self.draft_guards());
        match self.head().shown(today) {
            ShownStatus::Lapsed => guards.push("lapsed"),
            ShownStatus::ApprovalRefused => guards.push("approval-refused"),
            ShownStatus::WaitingForApproval => guards.push("needs-approval"),
            ShownStatus::Ready
            | ShownStatus::Sent
            | ShownStatus::Expired
            | ShownStatus::Accepted
            | ShownStatus::Declined
            | ShownStatus::Withdrawn
            | ShownStatus::Superseded
            | ShownStatus::Annulled => {}
        }
        guards
    }

    /// Another link for what stands.
    pub(super) fn may_renew(&self, who: &str) -> Guards {
        let mut guards = self.or_role(who, &[Role::Approver]);
        let shown = self.shown_revision();
        if !shown.is_standing() {
            guards.push(moved(shown.state));
        }
        guards.extend(unless(!shown.is_erased, "erased"));
        guards
    }

    pub(super) fn may_accept(&self, who: &str, has_late_reason: bool, today: Date) -> Guards {
        let shown = self.shown_revision();
        let is_late = today > shown.valid_through;
        let mut guards = match is_late {
            true => unless(has_role(who, &[Role::Approver]), "role-too-low"),
            false => self.or_role(who, &[Role::Finance]),
        };
        if shown.state != Sent {
            guards.push(moved(shown.state));
        }
        guards.extend(unless(!shown.is_erased, "erased"));
        match (is_late, has_late_reason) {
            (true, false) => guards.push("expired"),
            (false, true) => guards.push("not-late"),
            (true, true) | (false, false) => {}
        }
        guards
    }

    pub(super) fn may_decline(&self, who: &str) -> Guards {
        let mut guards = self.or_role(who, &[]);
        if self.shown_revision().state != Sent {
            guards.push(moved(self.shown_revision().state));
        }
        guards
    }

    pub(super) fn may_withdraw(&self, who: &str) -> Guards {
        let mut guards = self.or_role(who, &[Role::Approver, Role::Finance]);
        if !matches!(self.shown_revision().state, Draft | Sent) {
            guards.push(moved(self.shown_revision().state));
        }
        guards
    }

    /// The newest revision goes alone, and what stands before it stays; gives the guards that say
    /// no.
    pub(super) fn withdraw_newest(&mut self, who: &str) -> Guards {
        let mut guards = self.or_role(who, &[Role::Approver, Role::Finance]);
        if !matches!(self.head().state, Draft | Sent) {
            guards.push(moved(self.head().state));
            guards.extend(unless(self.shown_place() + 1 == self.revisions.len(), "other-document"));
        }
        self.revisions.last_mut().expect("a revision").state = Withdrawn;
        guards
    }

    pub(super) fn may_annul(&self, who: &str) -> Guards {
        let mut guards = unless(has_role(who, &[Role::Approver]), "role-too-low");
        if self.shown_revision().state != Accepted {
            guards.push(moved(self.shown_revision().state));
        }
        let recorded = self.revisions.iter().filter_map(|one| one.recorded_by).next_back();
        guards.extend(unless(recorded != Some(who), "own-acceptance"));
        guards
    }

    pub(super) fn may_erase(&self, who: &str) -> Guards {
        let mut guards = unless(has_role(who, &[]), "role-too-low");
        let was_accepted = self.revisions.iter().any(|one| one.recorded_by.is_some());
        guards.extend(unless(!was_accepted, "within-retention"));
        let is_left = self.revisions.iter().any(|one| !one.is_erased);
        guards.extend(unless(is_left, "already-erased"));
        guards
    }

    /// What holds at any time.
    pub(super) fn check(&self) {
        let count = |wanted: fn(&ModelRevision) -> bool| {
            self.revisions.iter().filter(|one| wanted(one)).count()
        };
        assert!(count(ModelRevision::is_standing) <= 1, "{self:?}");
        assert!(count(|one| one.state == Draft) <= 1, "{self:?}");
        let known = |kind: &ApprovalKind| matches!(kind, Concession | Vendor);
        assert!(self.revisions.iter().flat_map(|one| &one.needs).all(known));
    }
}
