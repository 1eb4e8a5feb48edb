//! What a revision is: the state that is stored, and what is shown of it on a day.

use crate::engine::calendar::Date;
use crate::engine::finding::Finding;
use crate::engine::quote::Quote;
use crate::engine::worded::worded;

worded! {
    /// The state of a revision, as it is stored. None of them says that a day has passed.
    ///
    /// Source: the quote register, section 3.
    pub enum RevisionState {
        /// Registered, and not sent.
        Draft = "draft",
        /// It went out, and stands while it is valid.
        Sent = "sent",
        /// The customer took it.
        Accepted = "accepted",
        /// The customer did not want it.
        Declined = "declined",
        /// Taken back by the seller, or replaced before it was sent.
        Withdrawn = "withdrawn",
        /// A later revision was sent.
        Superseded = "superseded",
        /// It was accepted, and that was undone.
        Annulled = "annulled",
    }
    /// The word that is stored.
    fn word
}

worded! {
    /// What is shown of a revision: its state, with what is still missing and what has passed.
    pub enum ShownStatus {
        /// A draft that somebody has to approve.
        WaitingForApproval = "waiting for approval",
        /// A draft whose approval was refused.
        ApprovalRefused = "approval refused",
        /// A draft that can be sent.
        Ready = "ready",
        /// A draft whose last day has passed.
        Lapsed = "lapsed",
        /// It stands.
        Sent = "sent",
        /// It was sent, and its last day has passed.
        Expired = "expired",
        /// The customer took it.
        Accepted = "accepted",
        /// The customer did not want it.
        Declined = "declined",
        /// Taken back.
        Withdrawn = "withdrawn",
        /// A later revision was sent.
        Superseded = "superseded",
        /// It was accepted, and that was undone.
        Annulled = "annulled",
    }
    /// The words that are shown.
    fn word
}

worded! {
    /// What somebody has to approve before a revision is sent.
    pub enum ApprovalKind {
        /// An additional discount above what the price book allows.
        Concession = "concession",
        /// The reinstatement, by the vendor.
        Vendor = "vendor",
    }
    /// The word that is stored.
    fn word
}

worded! {
    /// What was decided about an approval.
    pub enum Decision {
        /// It may be sent.
        Approved = "approved",
        /// It may not; final for these bytes.
        Rejected = "rejected",
    }
    /// The word that is stored.
    fn word
}

/// The approvals that a revision needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Needs {
    /// For its additional discount.
    pub concession: bool,
    /// Of the vendor.
    pub vendor: bool,
}

impl Needs {
    /// What the findings of a quote ask for, in a register that waits for the vendor or does not.
    #[must_use]
    pub fn of(quote: &Quote, vendor_approval: VendorApproval) -> Self {
        let has = |wanted: fn(&Finding) -> bool| quote.findings.iter().any(wanted);
        Self {
            concession: has(|one| matches!(one, Finding::NeedsApproval { .. })),
            vendor: vendor_approval == VendorApproval::BeforeSending
                && has(|one| matches!(one, Finding::SubjectToVendorApproval { .. })),
        }
    }

    /// The kinds, in order.
    pub fn kinds(self) -> impl Iterator<Item = ApprovalKind> {
        let concession = self.concession.then_some(ApprovalKind::Concession);
        concession.into_iter().chain(self.vendor.then_some(ApprovalKind::Vendor))
    }

    /// As it is stored: the words with a space between.
    #[must_use]
    pub fn text(self) -> String {
        self.kinds().map(ApprovalKind::word).collect::<Vec<_>>().join(" ")
    }

    /// Reads that.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut needs = Self::default();
        for word in text.split_terminator(' ') {
            match word {
                "concession" => needs.concession = true,
                "vendor" => needs.vendor = true,
                _ => return None,
            }
        }
        (needs.text() == text).then_some(needs)
    }
}

/// Whether a reinstatement waits for the vendor's approval before it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VendorApproval {
    /// The document says that the vendor has to agree, and is sent.
    NotWaitedFor,
    /// It is not sent before.
    BeforeSending,
}

/// A value of a column or an event, by its word.
pub fn by_word<T: Copy>(all: &[(&'static str, T)], word: &str) -> Option<T> {
    all.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
}

/// What is shown of a revision on a day. It is the one place that knows: pages, lists, tables and
/// counts ask it.
///
/// A draft whose last day has passed is `lapsed`, whatever approval it has: nothing but a new
/// revision helps it.
#[must_use]
pub fn shown(
    state: RevisionState,
    needs: Needs,
    decisions: &[(ApprovalKind, Decision)],
    valid_through: Date,
    today: Date,
) -> ShownStatus {
    let is_past = valid_through < today;
    let decided = |kind: ApprovalKind, decision: Decision| decisions.contains(&(kind, decision));
    match state {
        RevisionState::Draft if is_past => ShownStatus::Lapsed,
        RevisionState::Draft if needs.kinds().any(|kind| decided(kind, Decision::Rejected)) => {
            ShownStatus::ApprovalRefused
        }
        RevisionState::Draft if needs.kinds().all(|kind| decided(kind, Decision::Approved)) => {
            ShownStatus::Ready
        }
        RevisionState::Draft => ShownStatus::WaitingForApproval,
        RevisionState::Sent if is_past => ShownStatus::Expired,
        RevisionState::Sent => ShownStatus::Sent,
        RevisionState::Accepted => ShownStatus::Accepted,
        RevisionState::Declined => ShownStatus::Declined,
        RevisionState::Withdrawn => ShownStatus::Withdrawn,
        RevisionState::Superseded => ShownStatus::Superseded,
        RevisionState::Annulled => ShownStatus::Annulled,
    }
}

impl ShownStatus {
    /// The state that a revision has where this is shown of it.
    #[must_use]
    pub const fn state(self) -> RevisionState {
        match self {
            Self::WaitingForApproval | Self::ApprovalRefused | Self::Ready | Self::Lapsed => {
                RevisionState::Draft
            }
            Self::Sent | Self::Expired => RevisionState::Sent,
            Self::Accepted => RevisionState::Accepted,
            Self::Declined => RevisionState::Declined,
            Self::Withdrawn => RevisionState::Withdrawn,
            Self::Superseded => RevisionState::Superseded,
            Self::Annulled => RevisionState::Annulled,
        }
    }
}
